"""Page text → lines with a role → the articles that stand on the page.

Nothing is thrown away unseen: every line of a page gets a role and the reason for it, and the body is what
is left. The rules look at four things: where a line stands, whether it is repeated, what it is made of
(the word lists), and how many of its word triples come back in what follows.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise, takewhile

import pandas as pd

from isnad import datelines, linewords
from isnad.pagelines import (
    SENTENCE_CLOSE,
    TITLE_WITHIN,
    Line,
    is_headline,
    is_paragraph,
    label,
    labelled,
    segments,
)
from isnad.schema import LINES, table
from isnad.text import key

BODY_ROLES = frozenset({"body", "subheading"})
SUBTITLE_WORDS = 10
TAG_WORDS = 4
LIST_MAX = 12
# How much of a first paragraph, and of what follows it, is looked at.
WORDS_MAX = 400
FOLLOWING_MAX = 60_000
STANDFIRST_SHARE = 0.5
ABOUT_SHARE = 0.4
WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Found:
    """One article of a page. ``lines`` holds every line of its part of the page, in order."""

    lines: list[Line]
    title: str = ""
    body: str = ""
    standfirst: str = ""
    byline: str = ""
    agency: str = ""
    dateline: str = ""
    date_text: str = ""
    repeated: list[str] = field(default_factory=list)


def articles_in(
    text: str, title: str | None = None, outlet: str | None = None, page: bool = False
) -> list[Found]:
    """The articles that stand in *text*, in order; a page without an article gives none.

    Parameters
    ----------
    text : str
        The text of a page (line breaks kept) or of an article.
    title : str, optional
        The title where it is known; then *text* is one article, and its title is not looked for.
    outlet : str, optional
        Name of the outlet as it may stand in datelines.
    page : bool
        Whether *text* was drawn from a page although its title is known: then all headlines before the first
        paragraph are subtitles.
    """
    lines = labelled(text)
    parts = [lines] if title is not None else segments(lines)
    found = [article(part, title, outlet, page or title is None) for part in parts if part]
    return [one for one in found if one.body]


def clean_report(path, encoding: str | None = None) -> pd.DataFrame:
    """Line by line, what a page was taken for: the table LINES.

    Parameters
    ----------
    path : str or Path
        One file of page text or HTML.
    encoding : str, optional
        The file's encoding where it is known.

    Returns
    -------
    DataFrame
        ``source``, ``line`` (from 1, as in the file; for HTML as in the text drawn from it), ``text``, ``role``, ``reason``, ``article_id``.
        A dateline that opens a paragraph gets a row of its own before it. Empty lines have no row.
        ``reason`` is a fixed code; ``say("load.line_" + reason)`` explains it.

    Raises
    ------
    LoadError: the file does not exist or cannot be read as text.
    """
    from isnad.load import page_articles

    source, found = page_articles(path, encoding)
    records = []
    for article_id, one in found:
        for line in one.lines:
            records.append(
                {"source": source, "line": line.number, "text": line.text, "role": line.role, "reason": line.reason,
                 "article_id": article_id}
            )  # fmt: skip
    return table(records, LINES)


# --- one article --------------------------------------------------------------------------------------------


def article(lines: list[Line], title: str | None, outlet: str | None, page: bool) -> Found:
    """Roles for the lines of one article, and its fields."""
    found = Found(lines, title or "")
    trim_edges(lines)
    spread_scopes(lines)
    at = -1
    if title is None:
        at = title_position(lines)
        if at >= 0:
            lines[at].decide("title", "first_headline" if at == 0 else "about_the_text")
            found.title = lines[at].text
    above_title(lines[: max(at, 0)])
    mark_repeated(lines, at, linewords.line_key(found.title) if found.title else "")
    mark_captions(lines, at)
    mark_head(lines, at, page)
    mark_links(lines)
    mark_signature(lines)
    if page:
        mark_tail(lines)
    mark_body(lines)
    mark_standfirst(found)
    fill_fields(found, outlet)
    found.body = "\n".join(line.text for line in found.lines if line.role in BODY_ROLES)
    return found


def trim_edges(lines: list[Line]) -> None:
    """Furniture that is glued to the first or the last lines of the text becomes lines of its own."""
    text = [line for line in lines if not line.role]
    for line in text[:2]:
        end = linewords.head_furniture(line.text)
        if end:
            split_line(lines, line, end, "boilerplate", before=True)
    for line in text[-2:]:
        begin = linewords.tail_furniture(line.text)
        if begin < len(line.text):
            split_line(lines, line, begin, "boilerplate", before=False)


def split_line(lines: list[Line], line: Line, at: int, role: str, before: bool) -> None:
    """Cut *line* at the offset *at*: the part that is furniture becomes a line before or after it."""
    parts = line.text[:at].rstrip(), line.text[at:].lstrip()
    kept, cut = (parts[1], parts[0]) if before else parts
    if not kept:
        line.decide(role, "edge_phrase")
        return
    place = next(i for i, other in enumerate(lines) if other is line)
    lines.insert(place if before else place + 1, Line(line.number, cut, role=role, reason="edge_phrase"))
    line.text, line.key = kept, ""
    label(line)


def spread_scopes(lines: list[Line]) -> None:
    """A marker of related links takes the headlines after it, a marker of the page's end all that follows."""
    mode, role, since = "line", "", 0
    headline = paragraph = False
    for line in lines:
        if line.role and line.scope != "line":
            # A marker above all text (a menu) reaches no further.
            if headline if line.scope == "list" else paragraph:
                mode, role, since = line.scope, line.role, 0
        elif line.role:
            continue
        elif mode == "tail":
            line.decide(role, "after_end_marker")
        else:
            is_text = is_paragraph(line)
            since += 1
            if mode == "list" and not is_text and since <= LIST_MAX:
                line.decide(role, "after_related_marker")
            else:
                mode, headline, paragraph = "line", True, paragraph or is_text


def title_position(lines: list[Line]) -> int:
    """The line that is the title: the first headline that the text is about, among the first lines of the page."""
    following = [line for line in lines if not line.role]
    if not following:
        return -1
    candidates, paragraphs = [], 0
    for i, line in enumerate(lines[:TITLE_WITHIN]):
        if line.role:
            continue
        if is_headline(line):
            candidates.append(i)
            if any(other.key == line.key for other in lines[i + 1 : i + TITLE_WITHIN]) and line.words >= 3:
                break
        elif is_paragraph(line):
            paragraphs += 1
            if paragraphs > 1 or about(line.text, lines[i + 1 :]) >= ABOUT_SHARE:
                break
    for i in candidates:
        if lines[i].words >= 3 and about(lines[i].text, lines[i + 1 :]) >= ABOUT_SHARE:
            return i
    found = next((i for i in candidates if lines[i].words >= 3), candidates[0] if candidates else -1)
    # A page always begins with its title: one that opens like a caption or a link is a title all the same.
    first = lines[0]
    return 0 if found < 0 and first.role in ("caption", "related") and first.words >= 4 else found


def about(text: str, others: list[Line]) -> float:
    """The share of the content words of *text* that come back in *others*."""
    own = linewords.content_words(text)
    rest = linewords.content_words(_following(line.text for line in others if not line.role))
    return len(own & rest) / len(own) if own else 0.0


def _following(texts) -> str:
    """The first of *texts*, joined, as far as they tell what an article is about."""
    chosen, length = [], 0
    for text in texts:
        chosen.append(text[:FOLLOWING_MAX])
        length += len(text)
        if length > FOLLOWING_MAX:
            break
    return " ".join(chosen)


def above_title(lines: list[Line]) -> None:
    for line in lines:
        if not line.role:
            line.decide("boilerplate", "above_title")


def mark_repeated(lines: list[Line], at: int, title_key: str) -> None:
    """The title said again; a line said again before the text (a caption); a paragraph said again."""
    first: dict[str, Line] = {}
    counts = Counter(line.key or line.text for line in lines if not line.role and not line.text.endswith(":"))
    before_text = True
    for i, line in enumerate(lines):
        if line.role:
            continue
        if title_key and line.key == title_key and i != at:
            line.decide("boilerplate", "repeats_title")
            continue
        name = line.key or line.text
        if counts[name] < 2:
            before_text = before_text and not is_paragraph(line)
            continue
        adjacent = i + 1 < len(lines) and (lines[i + 1].key or lines[i + 1].text) == name
        if (before_text and (adjacent or not is_paragraph(line))) or (adjacent and not is_paragraph(line)):
            line.decide("caption", "repeated")
            first[name] = line
        elif name in first and (first[name].role == "caption" or is_paragraph(line)):
            line.decide("caption" if first[name].role == "caption" else "boilerplate", "repeated")
        else:
            first[name] = line


def mark_captions(lines: list[Line], at: int) -> None:
    """A line followed by its own copy with a copyright notice, or by such a notice, is a caption."""
    cuts = [linewords.without_copyright(line.text) for line in lines]
    if not any(cut is not None for cut in cuts):
        return
    for (before, line), cut in zip(pairwise(lines), cuts[1:], strict=False):
        if line.role == "title" or before.role or cut is None:
            continue
        if not cut and not is_paragraph(before):
            before.decide("caption", "before_copyright")
        elif cut and before.text == cut:
            before.decide("caption", "repeated")
    for line, cut in zip(lines, cuts, strict=True):
        if not line.role and cut:
            line.decide("caption", "copyright")


def mark_head(lines: list[Line], at: int, page: bool) -> None:
    """Headlines between the title and the first paragraph are subtitles (or a name): they announce, the text reports.

    Where the title is known and the text comes without it, only one short line counts as such.
    """
    text = [line for line in lines[at + 1 :] if not line.role]
    before = list(takewhile(lambda line: not is_paragraph(line), text))
    if len(before) == len(text):
        return
    if not page:
        rest = text[1:]
        if (
            len(before) != 1
            or before[0].words > SUBTITLE_WORDS
            or before[0].text.endswith(("؟", "،", ",", ":"))
        ):
            return
        if sum(map(is_paragraph, rest)) < 0.6 * len(rest):
            return
    for line in before:
        if linewords.is_person(line.text):
            line.decide("byline", "name")
        else:
            line.decide(
                "subtitle" if line.words <= SUBTITLE_WORDS else "standfirst", "between_title_and_text"
            )


def mark_links(lines: list[Line]) -> None:
    """A headline between the paragraphs that calls to look elsewhere: `شاهد.. …`, `أيضاً: …`."""
    text = dropwhile(lambda line: line.role or not is_paragraph(line), lines)
    for line in text:
        if not line.role and not SENTENCE_CLOSE.search(line.text[-3:]) and linewords.is_link(line.key):
            line.decide("related", "lexicon")


def mark_signature(lines: list[Line]) -> None:
    """A name, or one starred line, after the last paragraph is who wrote it; so is the short line under it (`باحث`)."""
    text = [line for line in lines if not line.role]
    if len(text) > 3 and text[-1].words <= TAG_WORDS and not is_paragraph(text[-1]):
        named = linewords.is_person(text[-2].text.lstrip("*•-– "))
        if named and is_paragraph(text[-3]) and not text[-3].text.endswith(":"):
            text.pop().decide("byline", "signed")
    for line in reversed(text[1:][-3:]):
        starred = (
            line.text[0] in "*•-–"
            and line.words <= 14
            and sum(other.text[0] == line.text[0] for other in text) == 1
        )
        if is_paragraph(line) or not (starred or linewords.is_person(line.text)):
            return
        line.decide("byline", "signed")


def mark_tail(lines: list[Line]) -> None:
    """What follows the last paragraph of a page: a box about the author under a Latin name; and, where paragraphs end in
    full stops, lines without one that do not go on from them with و or ف: tags (a few words), headlines of other articles.
    """
    text = [line for line in lines if not line.role]
    for line in dropwhile(lambda line: not linewords.is_latin_name(line.text), text[1:][-3:]):
        line.decide("boilerplate", "author_box")
    text = [line for line in text if not line.role]
    paragraphs = [line for line in text if is_paragraph(line)]
    closed = sum(SENTENCE_CLOSE.search(line.text) is not None for line in paragraphs)
    after = list(takewhile(lambda line: not is_paragraph(line), reversed(text)))
    if (
        len(paragraphs) < 2
        or closed < 0.8 * len(paragraphs)
        or any(map(linewords.ends_sentence, (x.text for x in after)))
    ):
        return
    for line in after:
        if line.words <= TAG_WORDS and (len(after) > 1 or line.words <= 2):
            line.decide("tags", "after_the_text")
        elif line.words > TAG_WORDS and not linewords.continues(line.text):
            line.decide("related", "after_the_text")


def mark_body(lines: list[Line]) -> None:
    for line in lines:
        if not line.role:
            short = line.words <= 8 and not is_paragraph(line) and not line.text.startswith(("-", "•", "*"))
            line.decide("subheading" if short else "body", "short_line" if short else "text")


def mark_standfirst(found: Found) -> None:
    """The first paragraph, where most of its word triples come back in the rest of the article."""
    text = [line for line in found.lines if line.role in BODY_ROLES]
    if len(text) < 2:
        return
    first, rest = text[0], text[1:]
    if sum(len(line.text) for line in rest) < 2 * len(first.text) or datelines.split_dateline(first.text):
        return
    # What goes on with «and he said» has begun before: the first paragraph is its beginning.
    if linewords.continues(rest[0].text):
        return
    if triple_share(first.text, "\n".join(line.text for line in rest)) > STANDFIRST_SHARE:
        first.decide("standfirst", "restates_the_text")


def triple_share(text: str, others: str) -> float:
    """The share of the word triples of *text* that stand in *others* as well; 0 below three words, or where few words return."""
    raw, others = text[: 20 * WORDS_MAX].split()[:WORDS_MAX], others[:FOLLOWING_MAX]
    known = set(others.split())
    # Most first paragraphs are told apart by their bare words: no need to look at triples.
    if len(raw) < 3 or sum(word in known for word in raw) < len(raw) * STANDFIRST_SHARE * 0.8:
        return 0.0
    own = WORD.findall(key(" ".join(raw)))
    if len(own) < 3:
        return 0.0
    rest = f" {' '.join(WORD.findall(key(others)))} "
    triples = [f" {a} {b} {c} " for a, b, c in zip(own, own[1:], own[2:], strict=False)]
    return sum(triple in rest for triple in triples) / len(triples)


def fill_fields(found: Found, outlet: str | None) -> None:
    """Standfirst, byline, agency, date and dateline from the lines; the dateline leaves its paragraph."""
    found.standfirst = "\n".join(line.text for line in found.lines if line.role == "standfirst")
    for line in found.lines:
        if line.role == "byline":
            name = linewords.byline_name(line.text)
            agency = linewords.agency_in(name)
            found.byline = found.byline or name
            found.agency = found.agency or agency
        elif line.role == "date":
            found.date_text = f"{found.date_text}\n{line.text}".lstrip()
    for i, line in enumerate(found.lines):
        if line.role in BODY_ROLES:
            cut = datelines.split_dateline(line.text, outlet)
            if cut:
                head = Line(line.number, line.text[: cut.end].rstrip(), role="dateline", reason="dateline")
                line.text = line.text[cut.end :].lstrip()
                found.dateline, found.agency = cut.dateline, cut.agency or found.agency
                found.lines.insert(i, head)
            return
