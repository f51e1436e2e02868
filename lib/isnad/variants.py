"""Names that outlets use for the same thing, found where their versions of one statement differ."""

import re
from collections import defaultdict
from itertools import combinations

import pandas as pd

from isnad import text, wording
from isnad.schema import require
from isnad.versions import version_clauses
from isnad.words import (
    ADVERB,
    CITY,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    NAME,
    NATIONALITY,
    PREPOSITION,
    RELATIVE,
    ROLE,
    TIME,
    look_up,
)  # fmt: skip

DISCOVERED = (
    "name",
    "other",
    "basis",
    "statements",
    "outlets",
    "name_outlets",
    "other_outlets",
    "statement_id",
    "text",
    "other_text",
)
BASES = ("shared_word", "same_place", "spelling")
_BREAK = PREPOSITION | CONJUNCTION | RELATIVE | TIME | COMPLEMENTISER | ADVERB | DEMONSTRATIVE
_FIRM = DEFINITE | NAME | COUNTRY | CITY | NATIONALITY
# Words that two phrases may share without naming the same thing.
_PLAIN = ROLE | NATIONALITY
# Words that may come or go without changing a name: titles, and parts of a person's name.
_TITLE = ROLE | NATIONALITY | NAME
_WEAK = re.compile("[اويىأإآؤئء]")
_MOST = 4
# Versions of one statement that are compared with each other; the first ones published.
VERSIONS = 40
_VERBAL = ("ي", "ت", "س", "ن", "أ")


def discover_names(
    sourced: pd.DataFrame, articles: pd.DataFrame, *, names: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Pairs of noun phrases that stand for each other in versions of one statement, in two outlets.

    Parameters
    ----------
    names : DataFrame, optional
        What `isnad.framing.load_framing` returns: pairs that it holds under one concept already are left out.

    Returns
    -------
    DataFrame (DISCOVERED), most statements first. ``basis``: ``shared_word`` (القرم المحتلة / شبه جزيرة القرم: a word in common, the rest not),
    ``same_place`` (between the same words of both versions), ``spelling`` (the same consonants). These are **suggestions to read**: a pair may differ in matter and
    not in name. Nothing is decided about sides. Of a statement with more than 40 different
    versions the first 40 are compared.
    """
    require(sourced, ["statement_id", "outlet", "article_id", "clause_start", "clause_end"], "discover_names")
    known = _known(names)
    pairs: dict[tuple, list[tuple]] = defaultdict(list)
    for statement, clauses in version_clauses(sourced, articles):
        clauses = list({(clause["outlet"], clause["text"]): clause for clause in clauses}.values())[:VERSIONS]
        phrases = {words: _phrases(words) for words in {clause["text"] for clause in clauses}}
        # An agency's words stand in many outlets letter for letter.
        met: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        for one, other in combinations(clauses, 2):
            if one["outlet"] == other["outlet"]:
                continue
            texts = one["text"], other["text"]
            if texts not in met:
                met[texts] = list(_pairs(one, other, *(phrases[words] for words in texts)))
            for basis, a, b in met[texts]:
                if frozenset((text.key(a), text.key(b))) in known:
                    continue
                first, second = ((a, one), (b, other)) if a <= b else ((b, other), (a, one))
                pairs[(first[0], second[0], basis)].append((statement, first[1], second[1]))
    rows = [_row(key, found) for key, found in pairs.items()]
    out = pd.DataFrame(rows, columns=list(DISCOVERED))
    return out.sort_values(
        ["statements", "outlets", "basis", "name", "other"],
        ascending=[False, False, True, True, True],
        ignore_index=True,
    )


def _row(key: tuple, found: list[tuple]) -> tuple:
    mine, theirs = (
        sorted({one["outlet"] for _, one, _ in found}),
        sorted({other["outlet"] for _, _, other in found}),
    )
    statement, one, other = found[0]
    return (
        *key,
        len({s for s, _, _ in found}),
        len({*mine, *theirs}),
        mine,
        theirs,
        statement,
        one["text"],
        other["text"],
    )


def _pairs(one: dict, other: dict, mine: list[list[wording.Word]], theirs: list[list[wording.Word]]):
    yielded = set()
    for a in mine:
        for b in theirs:
            basis = _basis(a, b)
            if basis and (_told(a), _told(b)) not in yielded:
                yielded.add((_told(a), _told(b)))
                yield basis, _told(a), _told(b)
    for a, b in _same_place(one, other, mine, theirs):
        if (_told(a), _told(b)) not in yielded:
            yielded.add((_told(a), _told(b)))
            yield "same_place", _told(a), _told(b)


def _basis(a: list[wording.Word], b: list[wording.Word]) -> str:
    if len(a) == len(b) == 1:
        bare = [_WEAK.sub("", phrase[0].stem) for phrase in (a, b)]
        return "spelling" if bare[0] == bare[1] and len(bare[0]) >= 3 and a[0].stem != b[0].stem else ""
    left, right = {w.stem for w in a}, {w.stem for w in b}
    extra = [w for w in (*a, *b) if w.stem not in left & right]
    shared = [
        w
        for w in a
        if w.stem in right
        and len(w.stem) > 2
        and not _flags(w) & _PLAIN
        and (not _flags(w) & COUNTRY or _heads(w, a, b))
    ]
    if not shared or not extra or all(_flags(w) & _TITLE for w in extra):
        return ""
    if left < right or right < left:
        longer = a if len(a) > len(b) else b
        return (
            "shared_word"
            if len(longer) - min(len(a), len(b)) == 1
            and (_flags(longer[-1]) & DEFINITE and longer[-1] in extra)
            else ""
        )
    return "shared_word"


def _heads(word: wording.Word, *phrases: list[wording.Word]) -> bool:
    """Whether a phrase of several words begins with *word*: القرم المحتلة, not وزير خارجية روسيا."""
    return any(len(phrase) > 1 and phrase[0].stem == word.stem for phrase in phrases)


def _flags(word: wording.Word) -> int:
    return look_up(text.key(word.text)).flags


def _same_place(one: dict, other: dict, mine: list, theirs: list):
    """Phrases that fill the gap between two words which stand in both versions."""
    left = {id(w): phrase for phrase in mine for w in phrase}
    right = {id(w): phrase for phrase in theirs for w in phrase}
    ours = {w.start: w for phrase in mine for w in phrase}
    yours = {w.start: w for phrase in theirs for w in phrase}
    steps = wording.compare(one["words"], other["words"])
    gone: list = []
    come: list = []
    before = False
    for step in [*steps, wording.Step("kept", None, None)]:
        if step.status in ("dropped", "added"):
            (gone if step.status == "dropped" else come).append(step)
            continue
        if before and 0 < len(gone) <= _MOST and 0 < len(come) <= _MOST and step.reference is not None:
            a = ours.get(one["words"][gone[0].reference].start)
            b = yours.get(other["words"][come[0].other].start)
            if (
                a is not None
                and b is not None
                and len(left[id(a)]) == len(gone)
                and len(right[id(b)]) == len(come)
            ):
                yield left[id(a)], right[id(b)]
        gone, come, before = [], [], True


def _phrases(wording_text: str) -> list[list[wording.Word]]:
    """Noun phrases of a clause: up to two bare nouns, then one to three definite words or names, nothing between them but blanks."""
    found: list[list[wording.Word]] = []
    run: list[wording.Word] = []
    firm, governed = 0, False

    def end() -> None:
        nonlocal run, firm
        if firm:
            found.append(run)
        run, firm = [], 0

    last = -1
    for word in wording.words(wording_text):
        known = look_up(text.key(word.text))
        if last >= 0 and wording_text[last : word.start].strip():
            end()
        last = word.end
        if (
            known.flags & _BREAK
            or (known.cue is not None and not known.flags & DEFINITE and not governed)
            or word.text.isdigit()
        ):
            governed = bool(known.flags & PREPOSITION)
            end()
            continue
        if known.conjunction or known.preposition or (not known.flags and known.key.startswith("و")):
            governed = bool(known.preposition)
            end()
        is_firm = bool(known.flags & _FIRM)
        if is_firm and len(run) < _MOST:
            run.append(word)
            firm += 1
        elif firm or (not (governed or run) and not known.flags):
            end()
        if not is_firm and (governed or run or known.flags) and not known.key.startswith(_VERBAL):
            run.append(word)
        governed = False
    end()
    return found


def _told(phrase: list[wording.Word]) -> str:
    """The phrase as it stands, without a conjunction or preposition written onto its first word."""
    first = phrase[0].text
    known = look_up(text.key(first))
    cut = len(known.conjunction) + len(known.preposition)
    if cut:
        first = "ال" + first[cut + 1 :] if text.key(first)[cut - 1 : cut + 1] == "لل" else first[cut:]
    return " ".join([first, *(word.text for word in phrase[1:])])


def _known(names: pd.DataFrame | None) -> set[frozenset[str]]:
    if names is None:
        return set()
    groups = names.groupby("concept")["variant"].apply(lambda values: [text.key(value) for value in values])
    return {frozenset(pair) for values in groups for pair in combinations(values, 2)}
