"""The whole clause around a quotation: a marked fragment says little alone, ``«قريبا»`` nothing."""

import re
from bisect import bisect_right
from typing import NamedTuple

from isnad import text
from isnad.text import Folded, fold
from isnad.words import look_up

# A marked span of this many words stands for itself; a shorter one is read with its clause.
WHOLE = 6
_WORD = re.compile(r"\w+")
_CUE_FORMS = {"past", "present", "participle"}


class Clause(NamedTuple):
    """A slice of a body: ``body[start:end]`` is the clause of one cue."""

    start: int
    end: int


def whole_clauses(body: str, spans: list[tuple[int, int, bool]]) -> list[Clause]:
    """The clause of each quotation of one article.

    Parameters
    ----------
    body : str
    spans : list of (start, end, marked)
        Every quotation of the article: other quotations are no place to look for a cue.

    Returns
    -------
    list of Clause, in the order of *spans*. A reported clause, or a marked span of `WHOLE` words or more, is its own
    clause. A shorter one reaches back to the end of the cue before it (or the start of the sentence) and on to the
    next cue (or the end of the sentence).
    """
    folded = fold(body)
    bounds = text.sentences(body)
    starts = [start for start, _ in bounds]
    taken = sorted((start, end) for start, end, _ in spans)
    found = []
    for start, end, marked in spans:
        if not marked or len(_WORD.findall(body[start:end])) >= WHOLE or not bounds:
            found.append(Clause(start, end))
            continue
        first = bounds[max(0, bisect_right(starts, start) - 1)]
        last = bounds[max(0, bisect_right(starts, max(start, end - 1)) - 1)]
        found.append(_widened(body, start, end, min(first[0], start), max(last[1], end), taken, folded))
    return found


def _widened(body: str, start: int, end: int, first: int, last: int, taken: list, folded: Folded) -> Clause:
    others = [(a, b) for a, b in taken if a < last and b > first]
    left, right = first, last
    for match in _WORD.finditer(body, first, last):
        a, b = match.span()
        if any(x <= a and b <= y for x, y in others):
            continue
        cue = look_up(text.key(match.group())).cue
        if not cue or cue.form not in _CUE_FORMS:
            continue
        if b <= start:
            left = b
        elif a >= end and (cue.form == "participle" or match.group()[0] in "وف"):
            right = a
            break
    return Clause(left, max(right, end))
