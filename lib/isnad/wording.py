"""Two wordings side by side: which words stayed, which changed their form, which moved, came or went."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from isnad import text
from isnad.similarity import concept, stem
from isnad.words import CONJUNCTION, PREPOSITION, RELATIVE, look_up

WORD = re.compile(r"[\w\u064b-\u0652]+")
STATUSES = ("kept", "form", "synonym", "moved", "added", "dropped")
_LIKE = 75


class Word(NamedTuple):
    """A word of a wording: as it stands, its offsets, its stem, and the concept it is compared by (`isnad.similarity`)."""

    text: str
    start: int
    end: int
    stem: str
    concept: str


class Step(NamedTuple):
    """One word of a comparison: what became of it, and its place in the reference and in the other wording."""

    status: str
    reference: int | None
    other: int | None


def words(wording: str) -> list[Word]:
    """The words of a wording, in order."""
    found = ((m.group(), m.start(), m.end(), text.key(m.group())) for m in WORD.finditer(wording))
    return [Word(word, start, end, stem(folded), concept(folded)) for word, start, end, folded in found]


def is_content(word: Word) -> bool:
    """Whether a word carries matter: neither a preposition, conjunction, relative nor a single letter."""
    return len(word.stem) > 1 and not look_up(text.key(word.text)).flags & (
        PREPOSITION | CONJUNCTION | RELATIVE
    )


def compare(reference: list[Word], other: list[Word]) -> list[Step]:
    """What became of each word of *reference* and of *other*, in reading order.

    ``kept`` the same word (letters folded, a written-on و apart); ``form`` the same stem, or a spelling at least 75 % alike in the same
    place; ``synonym`` another word of the same group (lexicon/synonyms.txt), or another name of the same state; ``moved`` the same stem
    or group elsewhere (told at its place in *other*); ``added`` only in *other*; ``dropped`` only in the reference.
    """
    steps: list[Step] = []
    done = (0, 0)
    for i, j, size in [*_blocks(reference, other), (len(reference), len(other), 0)]:
        steps += _replaced(reference, other, range(done[0], i), range(done[1], j))
        steps += [Step(_same(reference[i + k], other[j + k]), i + k, j + k) for k in range(size)]
        done = (i + size, j + size)
    return _with_moves(steps, reference, other)


def _blocks(reference: list[Word], other: list[Word]) -> list[tuple[int, int, int]]:
    """Runs of equal stems, in order; a run of particles alone (في، أن) aligns nothing."""
    matcher = SequenceMatcher(
        None, [w.concept for w in reference], [w.concept for w in other], autojunk=False
    )
    return [
        (i, j, size)
        for i, j, size in matcher.get_matching_blocks()
        if any(is_content(word) for word in reference[i : i + size])
    ]


def counts(steps: list[Step]) -> dict[str, int]:
    """How many words have each status."""
    return {status: sum(step.status == status for step in steps) for status in STATUSES}


def _same(one: Word, other: Word) -> str:
    plain = [text.key(word.text) for word in (one, other)]
    plain = [word[1:] if word[:1] == "و" and len(word) > 3 else word for word in plain]
    if plain[0] == plain[1]:
        return "kept"
    return "form" if one.stem == other.stem else "synonym"


def _replaced(reference: list[Word], other: list[Word], gone: range, come: range) -> list[Step]:
    from rapidfuzz.fuzz import ratio

    steps, at = [], gone.start
    for j in come:
        like = next(
            (
                i
                for i in range(at, gone.stop)
                if min(len(reference[i].stem), len(other[j].stem)) > 3
                and ratio(reference[i].stem, other[j].stem) >= _LIKE
            ),
            None,
        )
        if like is None:
            steps.append(Step("added", None, j))
            continue
        steps += [Step("dropped", i, None) for i in range(at, like)]
        equal = _same(reference[like], other[j]) == "kept"
        steps.append(Step("kept" if equal else "form", like, j))
        at = like + 1
    return (
        [Step("dropped", i, None) for i in range(at, gone.stop)] + steps
        if at == gone.start
        else steps + [Step("dropped", i, None) for i in range(at, gone.stop)]
    )


def _with_moves(steps: list[Step], reference: list[Word], other: list[Word]) -> list[Step]:
    free: dict[str, list[int]] = {}
    for place, step in enumerate(steps):
        if step.status == "dropped" and step.reference is not None and is_content(reference[step.reference]):
            free.setdefault(reference[step.reference].concept, []).append(place)
    gone = set()
    for place, step in enumerate(steps):
        if step.status != "added" or step.other is None or not free.get(other[step.other].concept):
            continue
        source = free[other[step.other].concept].pop(0)
        steps[place] = Step("moved", steps[source].reference, step.other)
        gone.add(source)
    return [step for place, step in enumerate(steps) if place not in gone]
