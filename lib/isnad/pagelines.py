"""The lines of a page: what each is by its words alone, and where on the page an article begins."""

import re
from dataclasses import dataclass

from isnad import datelines, linewords

HEADLINE_MAX = 200
# What is longer is running text, or a notice.
LABELLED_MAX = HEADLINE_MAX + 60
TITLE_WITHIN = 12
SHORT_MAX = 110
CLOSING = ".!…۔؛:"
SENTENCE_CLOSE = re.compile(r"[.!…。؛:][»”\"’')\]]*$|[.!؟?][»”\"’')\]]* \S")


@dataclass(slots=True)
class Line:
    """A line of a page: its number from 1, its text (edges trimmed) and what was decided about it."""

    number: int
    text: str
    gap: int = 0
    key: str = ""
    role: str = ""
    reason: str = ""
    scope: str = "line"

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    def decide(self, role: str, reason: str) -> None:
        self.role, self.reason = role, reason


def labelled(text: str) -> list[Line]:
    """The lines of *text* with the roles that their words alone decide."""
    lines = page_lines(text)
    short = [line for line in lines if len(line.text) <= LABELLED_MAX]
    for line, name in zip(short, linewords.line_keys([line.text for line in short]), strict=True):
        line.key = name
    for line in lines:
        label(line)
    return lines


def page_lines(text: str) -> list[Line]:
    """The non-empty lines of *text*, trimmed, with the number of empty lines before each."""
    lines, gap = [], 0
    for number, raw in enumerate(text.replace("\u00a0", " ").split("\n"), 1):
        trimmed = raw.strip()
        if trimmed:
            lines.append(Line(number, trimmed, gap))
            gap = 0
        else:
            gap += 1
    return lines


def label(line: Line) -> None:
    """The role that a line has by its words alone; none for what may be title or body."""
    text = line.text
    if len(text) > LABELLED_MAX:
        if linewords.is_notice(text):
            line.decide("boilerplate", "lexicon")
        return
    line.key = line.key or linewords.line_key(text)
    if not line.key:
        line.decide("boilerplate", "no_words")
        return
    match = linewords.furniture(line.key, text)
    if match:
        line.decide(match.role, "lexicon")
        line.scope = match.scope
        return
    # All that follows looks at short lines, at brackets at the end and at hashtags.
    if len(line.key) > SHORT_MAX and text[-1] not in ")]" and text[0] != "#":
        return
    if linewords.is_site_name(text):
        line.decide("boilerplate", "site_name")
    elif linewords.is_date_line(line.key, text):
        line.decide("date", "date")
    elif datelines.is_dateline_line(text):
        line.decide("dateline", "dateline")
    elif linewords.is_credit_line(text):
        line.decide("caption", "photo_credit")
    elif linewords.is_source_line(text):
        line.decide("byline", "source_line")
    elif linewords.is_tag_line(text):
        line.decide("tags", "hashtags")


def is_paragraph(line: Line) -> bool:
    """Whether a line reads as running text rather than as a headline."""
    text = line.text
    return len(text) >= HEADLINE_MAX or (
        text.count(" ") >= 5 and (text[-1] in CLOSING or SENTENCE_CLOSE.search(text) is not None)
    )


def is_headline(line: Line) -> bool:
    return not line.role and 2 <= line.words and not is_paragraph(line)


def segments(lines: list[Line]) -> list[list[Line]]:
    """The page cut where a new article begins: a headline that is repeated as a masthead, or that follows a wide
    gap and is itself followed by what stands between title and text (caption, byline, date, buttons)."""
    cuts, seen_paragraph = [0], False
    titles = {first_headline(lines)}
    for i, line in enumerate(lines):
        if seen_paragraph and line.key and line.key not in titles and begins_article(lines, i):
            cuts.append(i)
            titles.add(line.key)
            seen_paragraph = False
        elif not line.role and is_paragraph(line):
            seen_paragraph = True
    return [lines[a:b] for a, b in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def first_headline(lines: list[Line]) -> str:
    return next((line.key for line in lines if is_headline(line)), "")


def begins_article(lines: list[Line], i: int) -> bool:
    line = lines[i]
    if not is_headline(line) or line.words < 3:
        return False
    furniture, repeated_at = 0, None
    for j in range(i + 1, min(i + TITLE_WITHIN, len(lines))):
        other = lines[j]
        if other.key and other.key == line.key:
            repeated_at = j
        elif other.role in ("related", "tags"):
            return False
        elif other.role or (other.key and other.key == lines[j - 1].key):
            furniture += 1
        elif is_paragraph(other) and not appears_again(lines, j):
            if repeated_at is not None and repeated_at > i + 1:
                return True
            return line.gap >= 2 and furniture > 0
    return False


def appears_again(lines: list[Line], i: int) -> bool:
    near = lines[max(0, i - 8) : i] + lines[i + 1 : i + 9]
    return bool(lines[i].key) and any(other.key == lines[i].key for other in near)
