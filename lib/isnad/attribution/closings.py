"""Where an adjunct stands in its sentence: at the end of a clause, between a topic and its verb, before the sentence itself."""

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    COMPLEMENTISER,
    CONJUNCTION,
    DOCUMENT,
    GROUPS,
    MEDIUM,
    PREPOSITION,
    RELATIVE,
    TIME,
    TIME_MODIFIER,
)

LONGEST_DESCRIPTION = 12
LONGEST_CLOSE = 9
LONGEST_TOPIC = 4
LEAST_BEFORE = 5


def is_closing(tokens: list[Token], adjunct: Adjunct) -> bool:
    """Whether a stop follows an adjunct, or the day and then the stop (``، وفق ما ذكرت وكالة X (وام) الأربعاء.``)."""
    at = adjunct.end
    if at < len(tokens) and tokens[at].text != "(" and tokens[at].kind == PUNCTUATION:
        return True
    while at < len(tokens) and (
        tokens[at].word.flags & (TIME | TIME_MODIFIER)
        or tokens[at].text.isdigit()
        or tokens[at - 1].text == "امس"
    ):
        at += 1
    if at >= len(tokens) or tokens[at].kind == PUNCTUATION:
        return True
    before = tokens[adjunct.start - 1] if adjunct.start else None
    parted = before is not None and before.kind == PUNCTUATION and before.text in "،,"
    return (
        parted
        and len(tokens) - at <= LONGEST_CLOSE
        and (tokens[at].text in GROUPS["places_of_words"] or tokens[at].text in GROUPS["issuing"])
        and not any(t.kind != WORD for t in tokens[at:-1])
    )


def parts_topic(tokens: list[Token], start: int, adjunct: Adjunct) -> bool:
    """Whether an adjunct between commas parts a short topic and its verb (``إن الأسعار، بحسب الوزارة، ارتفعت``)."""
    return adjunct.start - start <= LONGEST_TOPIC and goes_on_behind(tokens, adjunct)


def goes_on_behind(tokens: list[Token], adjunct: Adjunct) -> bool:
    """Whether an adjunct stands between commas, and the words behind belong to the clause before it."""
    at = adjunct.end
    if adjunct.start == 0 or at + 1 >= len(tokens):
        return False
    if tokens[adjunct.start - 1].text not in "،," or tokens[at].text not in "،,":
        return False
    token = tokens[at + 1]
    return (
        token.kind == WORD
        and not token.word.conjunction
        and not token.word.preposition
        and token.word.cue is None
        and not token.word.flags & (PREPOSITION | CONJUNCTION | RELATIVE | TIME | COMPLEMENTISER)
        and not token.text.endswith("ا")
    )


def apodosis(tokens: list[Token], at: int) -> int | None:
    """Where the sentence begins behind an adjunct and what describes its source (``… تحدثت إلينا فإن``)."""
    for k in range(at, min(len(tokens) - 1, at + LONGEST_DESCRIPTION)):
        if tokens[k].text in GROUPS["apodoses"]:
            return None if tokens[k - 1].text in GROUPS["inferring"] else k
        if tokens[k].word.conjunction == "ف" or (
            tokens[k].kind == PUNCTUATION and tokens[k].text not in "،,()" and k > at
        ):
            return None
    return None


def closes_fronted(tokens: list[Token], adjunct: Adjunct) -> bool:
    """Whether an adjunct ends a clause in front of the main one (``ورغم إصابة العمال وفق بيان الشركة، واصل …``)."""
    return (
        tokens[0].word.base in GROUPS["fronting"]
        and tokens[adjunct.end].text in "،,"
        and not any(t.kind == PUNCTUATION and t.text in "،,؛" for t in tokens[: adjunct.start])
    )


def describes_source(tokens: list[Token], adjunct: Adjunct) -> bool:
    """Whether all that follows an adjunct tells of its source or of where the words stood (``كما كتب X في مقالة نشرتها …``)."""
    at, size = adjunct.end, len(tokens)
    if at + 1 >= size or adjunct.start < LEAST_BEFORE:
        return False
    parted = tokens[adjunct.start - 1].text in "،,"
    told = adjunct.source is not None and adjunct.source.start > adjunct.cue_end
    relative = tokens[at].word.flags & RELATIVE or tokens[at].text in GROUPS["issuing"]
    written = tokens[at].text in GROUPS["places_of_words"] and any(
        t.word.flags & (MEDIUM | DOCUMENT) for t in tokens[at + 1 : at + 3]
    )
    if not (relative and parted) and not (written and (parted or told)):
        return False
    return not any(
        t.kind == PUNCTUATION and t.text in "،,-–" and not (k + 1 < size and tokens[k + 1].word.conjunction)
        for k, t in enumerate(tokens[at:], at)
    )


def rest_is_time(tokens: list[Token], at: int) -> bool:
    """Whether only a short close follows the adjunct: a day, a place, a bracket."""
    return len(tokens) - at <= 9 and not any(t.kind == QUOTE for t in tokens[at:])
