"""Objects told from subjects behind a verb: the accused, the described, those addressed."""

from dataclasses import replace

from isnad.attribution.boundaries import opens_speech
from isnad.attribution.cues import Frame
from isnad.attribution.phrases import Phrase
from isnad.attribution.plainsubjects import is_people
from isnad.attribution.preverbal import subject_before
from isnad.attribution.shapes import is_oblique_plural
from isnad.attribution.tokens import Token
from isnad.words import (
    DEFINITE,
    GROUPS,
    NAME,
    NATIONALITY,
    PREPOSITION,
    ROLE,
    UNNAMED,
    Cue,
)


def before_accused(tokens: list[Token], phrase: Phrase) -> Phrase:
    """The phrase without the object that was read into it: ``ووصف جون كيري [الاتفاق] بأنه``, ``اتهم الرئيس [المعارضة] بـ``."""
    start, end = phrase.name or (phrase.start, phrase.end)
    if phrase.joint:
        return phrase
    if phrase.name is None:
        head = tokens[start].word.flags
        if tokens[start].word.base in GROUPS["brands"]:
            return replace(phrase, end=start + 1)
        if not head & DEFINITE or not head & (ROLE | UNNAMED) or end - start < 2:
            return phrase
        second = tokens[start + 1].word.flags
        surname = head & ROLE and (second & NATIONALITY or not second & ~DEFINITE)
        return replace(phrase, end=min(end, start + 2 if surname else start + 1))
    if any(t.text in GROUPS["lineage_particles"] for t in tokens[start : start + 3]):
        return replace(phrase, end=end)
    if end - start >= 4:
        end = start + 2
    if end - start == 3 and tokens[end - 1].word.flags & (DEFINITE | NAME) == DEFINITE:
        end -= 1
    return replace(phrase, end=end, name=(start, end))


def without_complement(tokens: list[Token], phrase: Phrase, cue: Cue) -> Phrase:
    """A phrase without what its verb says behind it, before no clause: ``شكا أهالي القرية [من تهالك الجسر]``."""
    if phrase.name is not None and is_people(tokens[phrase.start], phrase.head & DEFINITE):
        for at in range(phrase.start + 1, phrase.name[0]):
            if tokens[at].word.preposition or tokens[at].word.flags & PREPOSITION:
                return Phrase(phrase.start, at, None, None, phrase.head)
    if (
        phrase.name is not None
        or phrase.joint
        or "من" not in cue.prepositions
        or opens_speech(tokens, phrase.end)
    ):
        return phrase
    for at in range(phrase.start + 1, phrase.end):
        if tokens[at].text == "من" and tokens[at - 1].word.flags & (DEFINITE | NATIONALITY):
            return replace(phrase, end=at)
    return phrase


def is_object(tokens: list[Token], frame: Frame, phrase: Phrase) -> bool:
    """Whether a phrase behind the verb is its object: the one accused where nobody else is named
    (``واتهم X بكذا``), or whom a joined directive addresses (``نصح X Y بكذا، ودعا Z إلى كذا``)."""
    if phrase.end >= len(tokens):
        return False
    follows = tokens[phrase.end].word
    if frame.cue.lemma in GROUPS["accusing"] and not tokens[frame.at].word.pronoun:
        return (
            follows.base == "ب"
            or follows.preposition == "ب"
            or follows.key in {"بان", "بانه", "بانها", "بانهم"}
        )
    if is_oblique_plural(tokens[phrase.start]):
        return True
    if frame.cue.type != "directive":
        return False
    before = subject_before(tokens, frame.at)
    if (
        before is not None
        and before[0].is_person
        and (follows.base in frame.cue.prepositions or follows.preposition in frame.cue.prepositions)
    ):
        return True
    if not tokens[frame.at].word.conjunction or frame.at < 4:
        return False
    earlier = any(t.word.cue and t.word.cue.form in ("past", "present") for t in tokens[: frame.at])
    return earlier and (
        follows.base in frame.cue.prepositions or follows.preposition in frame.cue.prepositions
    )
