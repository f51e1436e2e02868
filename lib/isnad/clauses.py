"""The whole clause around a quotation: a marked fragment says little alone, ``«قريبا»`` nothing."""

import re
from bisect import bisect_right
from typing import NamedTuple

from isnad import text
from isnad.words import COMPLEMENTISER, look_up

# A marked span of this many words stands for itself; a shorter one is read with its clause.
WHOLE = 6
# Marked spans parted by no more than this (`» و«`) are members of one list: each is read without the others.
LISTED = 6
_WORD = re.compile(r"\w+")
_CUE_FORMS = {"past", "present", "participle"}


class Span(NamedTuple):
    """One quotation of an article: its offsets, whether it is marked, its cue and where that ends (where known)."""

    start: int
    end: int
    marked: bool
    cue: str | None = None
    cue_end: int | None = None


def whole_clauses(body: str, spans: list[Span]) -> list[str]:
    """The clause of each quotation of one article, as text.

    Parameters
    ----------
    body : str
    spans : list of Span
        Every quotation of the article: other quotations are no place to look for a cue.

    Returns
    -------
    list of str, in the order of *spans*. A reported clause, or a marked span of `WHOLE` words or more, is its own
    clause. A shorter one reaches back to the complementiser or cue before it (or the start of the sentence) and on to
    the next cue (or the end of the sentence); other members of a list of marked spans are left out of it.
    """
    bounds = text.sentences(body)
    starts = [start for start, _ in bounds]
    taken = sorted((span.start, span.end) for span in spans)
    found = []
    for span in spans:
        start, end = span.start, span.end
        if not span.marked or not bounds or len(_WORD.findall(body[start:end])) >= WHOLE:
            found.append(body[start:end])
            continue
        first = bounds[max(0, bisect_right(starts, start) - 1)][0]
        last = bounds[max(0, bisect_right(starts, max(start, end - 1)) - 1)][1]
        found.append(_widened(body, span, (min(first, start), max(last, end)), taken))
    return found


def _widened(body: str, span: Span, sentence: tuple[int, int], taken: list[tuple[int, int]]) -> str:
    start, end = own = span.start, span.end
    first, last = sentence
    others = [(a, b) for a, b in taken if a < last and b > first]
    given = _given_cue(body, span, first)
    left, right, opened = first if given is None else given, last, False
    for match in _WORD.finditer(body, left, last):
        a, b = match.span()
        if any(x <= a and b <= y for x, y in others):
            continue
        word = look_up(text.key(match.group()))
        if b <= start and word.flags & COMPLEMENTISER and not opened:
            left, opened = b, True
        elif word.cue and word.cue.form in _CUE_FORMS:
            if b <= start and given is None:
                left, opened = b, False
            elif a >= end and (word.cue.form == "participle" or match.group()[0] in "وف"):
                right = a
                break
    right = max(right, end)
    parts, at = [], left
    for a, b in _listed_with(own, others):
        if left <= a and b <= right:
            parts.append(body[at:a])
            at = b
    return "".join([*parts, body[at:right]])


def _given_cue(body: str, span: Span, first: int) -> int | None:
    """Where the cue that the table names ends, if it stands before the quotation in its sentence."""
    if span.cue_end is not None and first <= span.cue_end <= span.start:
        return span.cue_end
    head = span.cue.split()[0] if isinstance(span.cue, str) and span.cue.strip() else None
    at = body.rfind(head, first, span.start) if head else -1
    return at + len(head) if head and at >= 0 else None


def _listed_with(own: tuple[int, int], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The other members of the list of marked spans that *own* stands in."""
    if own not in others:
        return []
    at, found = others.index(own), []
    for step in (-1, 1):
        here = at
        while 0 <= here + step < len(others):
            a, b = sorted((others[here], others[here + step]))
            if not 0 <= b[0] - a[1] <= LISTED:
                break
            here += step
            found.append(others[here])
    return sorted(found)
