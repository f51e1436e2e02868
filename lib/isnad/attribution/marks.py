"""Quotation marks → the spans that stand between them.

Every style is paired within a paragraph: «…», “…”, „…“, "…", ‘…’, '…', also reversed or closed by a mark of another style.
A mark of undirected or wrong direction is read by its neighbours: an opening mark has a space, a bracket or a colon before
it, a closing one a space or punctuation after it. What stays open ends with the paragraph, or at a lone closing mark
within the next paragraphs that hold no other mark.
"""

import re
from dataclasses import dataclass

# Two apostrophes are one mark. The class stands first: an expression that begins with one is searched for fast.
MARK = re.compile("[«»“”„‟\"‹›‘’'′″＂](?:(?<=')')?")
OPENING = frozenset("«“„‟‹‘")
CLOSING = frozenset("»”›’")
SINGLE = frozenset("‘’'′‹›")
FAMILY = {
    "«": "«",
    "»": "«",
    "“": "“",
    "”": "“",
    "„": "“",
    "‟": "“",
    "‹": "‹",
    "›": "‹",
    "‘": "‘",
    "’": "‘",
    "'": "'",
    "′": "′",
}
TURN = re.compile(r"\s*(?:[وف]|كما |ثم )[^.:«»“”\"]{2,60}:\s*")
BEFORE_OPENING = frozenset(" \t\n([{:،,؛-–—/…")
AFTER_CLOSING = frozenset(" \t\n)]}.,،؛:!؟?-–—/…")
CLITICS = "لبكوف"
PARAGRAPHS_AHEAD = 12
DEEPEST = 8


@dataclass(slots=True, eq=False)
class Marked:
    """A span between marks: offsets without the marks, where the whole with its marks begins and ends, its style."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    style: str
    closed: bool
    depth: int


def marked_spans(text: str) -> list[Marked]:
    """Spans between quotation marks, ordered by where they open; nested ones have a depth above 0.

    Parameters
    ----------
    text : str
        Any string. Spans are trimmed of white space; empty ones are left out.
    """
    marks = list(MARK.finditer(text))
    if not marks:
        return []
    spans: list[Marked] = []
    lines = _lines(text)
    skip_until, past = -1, 0
    for number, (start, end) in enumerate(lines):
        first = past
        while past < len(marks) and marks[past].start() < end:
            past += 1
        if past == first or end <= skip_until:
            continue
        begin = max(start, skip_until)
        found, open_left = _pair(text, [m for m in marks[first:past] if m.start() >= begin], begin, end)
        spans.extend(found)
        for style, at, width, depth in open_left:
            close = _closed_later(text, lines, number) if depth == 0 and len(open_left) == 1 else None
            if close:
                skip_until = close[1]
                spans.append(Marked(at + width, close[0], at, close[1], style, True, depth))
            else:
                spans.append(Marked(at + width, end, at, end, style, False, depth))
    for span in spans:
        _trim(text, span)
    return sorted(
        (span for span in spans if span.end > span.start),
        key=lambda span: (span.outer_start, -span.outer_end),
    )


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            spans.append((start, end))
        start = end + 1
    return spans


def _pair(
    text: str, marks: list[re.Match[str]], start: int, end: int
) -> tuple[list[Marked], list[tuple[str, int, int, int]]]:
    """Pairs of the *marks* within one paragraph, and what is left open: (style, offset of the mark, its width, depth)."""
    spans: list[Marked] = []
    stack: list[tuple[str, int, int]] = []
    even = text.count('"', start, end) % 2 == 0
    nested = _nested_openings(text, start, end)
    more: dict[str, bool] = {}
    for match in marks:
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > start else "\n"
        after = text[match.end()] if match.end() < end else "\n"
        can_close = after in AFTER_CLOSING or not before.isspace() or (even and mark == '"')
        family = FAMILY.get(mark, '"')
        if mark in SINGLE and not _is_quotation(mark, before, after, stack):
            continue
        position = _matching(stack, family)
        if position is not None and at not in nested and _opens_speech(text, at, match.end(), start):
            stop = _forgotten(text, stack[position][1] + 1, at)
            if stop and mark in OPENING and family not in more:
                more[family] = _opened_more(marks, family)
            if stop and (mark not in OPENING or more[family]):
                style, opened, width = stack[position]
                spans.append(Marked(opened + width, stop, opened, stop, style, False, position))
                del stack[position:]
                _push(stack, mark, at)
                continue
        if mark in OPENING and not (position is not None and _reads_as_close(before, after)):
            _push(stack, mark, at)
        elif mark in CLOSING:
            if position is None:
                position = (
                    len(stack) - 1
                    if stack and stack[-1][0] not in SINGLE and _reads_as_close(before, after)
                    else None
                )
            if position is not None:
                _close(spans, stack, position, at, match.end())
            elif _reads_as_open(before, after) or _after_clitic(text, at, start):
                _push(stack, mark, at)
        elif at in nested or (position is not None and after.isalnum() and _after_clitic(text, at, start)):
            _push(stack, mark, at)
        elif position is not None and can_close:
            _close(spans, stack, position, at, match.end())
        elif stack and _reads_as_close(before, after) and stack[-1][0] not in SINGLE:
            _close(spans, stack, len(stack) - 1, at, match.end())
        elif (
            (not after.isspace() and not _reads_as_close(before, after)) or before.isspace() or before in ":،"
        ):
            _push(stack, mark, at)
    left = [(style, at, width, depth) for depth, (style, at, width) in enumerate(stack)]
    return spans, [entry for entry in left if entry[0] not in SINGLE and _opens_text(text, entry[1], start)]


def _push(stack: list[tuple[str, int, int]], mark: str, at: int) -> None:
    """Open a span; of more than ``DEEPEST`` open ones the oldest is forgotten, so that any text is read in linear time."""
    stack.append((mark, at, len(mark)))
    if len(stack) > DEEPEST:
        del stack[0]


def _nested_openings(text: str, start: int, end: int) -> frozenset[int]:
    """Straight marks that open inside an open span, where every one of the paragraph reads as opening or closing and all match."""
    nested, depth = set(), 0
    at = text.find('"', start, end)
    while at >= 0:
        before = text[at - 1] if at > start else "\n"
        after = text[at + 1] if at + 1 < end else "\n"
        if (before.isspace() or before in CLITICS or before in "(:") and after.isalnum():
            if depth:
                nested.add(at)
            depth += 1
        elif depth and _reads_as_close(before, after):
            depth -= 1
        else:
            return frozenset()
        at = text.find('"', at + 1, end)
    return frozenset(nested) if depth == 0 else frozenset()


def _opens_speech(text: str, at: int, behind: int, start: int) -> bool:
    """Whether a mark stands behind a colon and before a word."""
    return text[behind : behind + 1].isalnum() and text[max(start, at - 2) : at].rstrip().endswith(":")


def _forgotten(text: str, opened: int, at: int) -> int:
    """Where an open span ends whose closing mark lacks: at the last stop, when a short turn to new speech follows it (``. وأضاف: "…"``)."""
    stop = max(text.rfind(". ", opened, at), text.rfind(".\u00a0", opened, at))
    turn = TURN.fullmatch(text, stop + 1, at) if stop > opened else None
    return stop if turn else 0


def _opened_more(found: list[re.Match[str]], family: str) -> bool:
    """Whether a paragraph has more opening marks of a style than closing ones."""
    marks = [m.group() for m in found if FAMILY.get(m.group()) == family]
    return 2 * sum(m in OPENING for m in marks) > len(marks)


def _opens_text(text: str, at: int, start: int) -> bool:
    """Whether a mark left open begins a span: a lone closing mark after a word does not."""
    return (
        at == start or text[at - 1] in BEFORE_OPENING or text[at] in OPENING or _after_clitic(text, at, start)
    )


def _after_clitic(text: str, at: int, start: int) -> bool:
    """Whether a one-letter preposition or conjunction is written onto the mark, as in ``لـ"…"``."""
    return at > start and text[at - 1] in CLITICS and (at - 1 == start or text[at - 2].isspace())


def _is_quotation(mark: str, before: str, after: str, stack: list[tuple[str, int, int]]) -> bool:
    """A single mark counts only at the edge of a word; inside one it is an apostrophe."""
    if before.isalnum() and after.isalnum():
        return False
    if any(FAMILY.get(entry[0]) == FAMILY[mark] for entry in stack):
        return True
    return before in BEFORE_OPENING | {"«", "“", '"'} and after.isalnum() and mark != "’"


def _matching(stack: list[tuple[str, int, int]], family: str) -> int | None:
    for position in range(len(stack) - 1, -1, -1):
        if FAMILY.get(stack[position][0], '"') == family:
            return position
    return None


def _reads_as_close(before: str, after: str) -> bool:
    return not before.isspace() and before not in "([{" and after in AFTER_CLOSING


def _reads_as_open(before: str, after: str) -> bool:
    return before in BEFORE_OPENING and not after.isspace() and after not in AFTER_CLOSING


def _close(
    spans: list[Marked], stack: list[tuple[str, int, int]], position: int, at: int, outer_end: int
) -> None:
    style, opened, width = stack[position]
    spans.append(Marked(opened + width, at, opened, outer_end, style, True, position))
    del stack[position:]


def _closed_later(text: str, lines: list[tuple[int, int]], number: int) -> tuple[int, int] | None:
    """(offset of the mark, offset after it) of the lone closing mark that ends a quotation of several paragraphs."""
    for start, end in lines[number + 1 : number + 1 + PARAGRAPHS_AHEAD]:
        first = MARK.search(text, start, end)
        if first is None or first.group() in SINGLE:
            continue
        before = text[first.start() - 1] if first.start() > start else "\n"
        after = text[first.end()] if first.end() < end else "\n"
        closes = first.group() not in OPENING and _reads_as_close(before, after) and first.start() > start
        lone = MARK.search(text, first.end(), end) is None
        return (first.start(), first.end()) if closes and lone else None
    return None


def _trim(text: str, span: Marked) -> None:
    while span.start < span.end and text[span.start].isspace():
        span.start += 1
    while span.end > span.start and text[span.end - 1].isspace():
        span.end -= 1
