"""Complements of a title or an unnamed source: which prepositional parts belong to its phrase."""

from isnad.attribution.names import next_is_name
from isnad.attribution.shapes import unlisted
from isnad.attribution.tokens import QUOTE, WORD, Token
from isnad.words import (
    ADDRESSEE,
    CITY,
    COMMON,
    COMPLEMENTISER,
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    NOT_NAME,
    OUTLET,
    PLACE,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TIME,
    UNNAMED,
    strip_article,
)


def _takes_direction(tokens: list[Token], start: int, at: int, inner: int) -> bool:
    """Whether إلى belongs to a title (``المبعوث إلى ليبيا``): right behind it, a body or country following."""
    return (
        bool(tokens[start].word.flags & ROLE)
        and bool(tokens[inner].word.flags & (INSTITUTION | COUNTRY | CITY))
        and not any(t.word.flags & PREPOSITION or t.word.preposition for t in tokens[start + 1 : at])
    )


def prepositional_part(tokens: list[Token], at: int, start: int, head: int) -> int:
    """Tokens of a prepositional part of a title (``باسم وزارة الدفاع``, ``لدى الأمم المتحدة``, ``في البيت الأبيض``), or 0."""
    word = tokens[at].word
    standing = word.base if word.flags & PREPOSITION and not word.preposition else ""
    preposition = standing or word.preposition
    if tokens[at].text == "باسم":
        particle = at + 2 < len(tokens) and tokens[at + 1].text in GROUPS["name_particles"]
        return (
            3
            if particle and head & (ROLE | UNNAMED)
            else 2
            if at + 1 < len(tokens) and tokens[at + 1].kind in (WORD, QUOTE) and head & (ROLE | UNNAMED)
            else 0
        )
    if preposition not in GROUPS["title_prepositions"] or not head & (
        ROLE | UNNAMED | INSTITUTION | DOCUMENT | (MEDIA if preposition == "ل" else 0)
    ):
        people = head & DEFINITE and tokens[start].text.endswith("ون")
        return 1 if people and preposition == "ل" and word.flags & COUNTRY else 0
    inner = at + 1 if standing else at
    if inner >= len(tokens):
        return 0
    if tokens[inner].kind == QUOTE:
        return (
            inner + 1 - at
            if standing in {"في", "من", "ب"}
            and not tokens[inner].text.startswith(("ان", "ا "))
            and head & (ROLE | UNNAMED)
            and len(tokens[inner].text.split()) <= 5
            else 0
        )
    if tokens[inner].kind != WORD or tokens[inner].word.base in GROUPS["events"] | GROUPS["ordinals"]:
        return 0
    flags = tokens[inner].word.flags
    if flags & (COMPLEMENTISER | RELATIVE) or (flags & ADDRESSEE and preposition == "ل"):
        return 0
    in_charge = tokens[at - 1].text.endswith(tuple(GROUPS["in_charge"])) or tokens[start].text.endswith(
        tuple(GROUPS["in_charge"])
    )
    issued = head & DOCUMENT and (
        strip_article(tokens[at - 1].text).startswith("صادر")
        or (not head & DEFINITE and flags & (INSTITUTION | ROLE | COUNTRY))
    )
    if preposition in ("عن", "علي") and (issued or in_charge) and tokens[inner].text != "لسان":
        return inner + 1 - at
    if (preposition == "الي" and not _takes_direction(tokens, start, at, inner)) or (
        preposition == "من"
        and (
            (head & INSTITUTION and not head & UNNAMED)
            or (flags & COMMON and not flags & (SOURCE_HEAD | DEFINITE | NATIONALITY | COUNTRY | CITY | NAME))
        )
    ):
        return 0
    if (
        (
            flags & (MEDIUM | TIME | MEDIA | OUTLET | RELATIVE | COMPLEMENTISER | DEMONSTRATIVE)
            or (flags & DOCUMENT and preposition == "في")
        )
        and not flags & INSTITUTION
        and tokens[inner].word.base != "وسايل"
    ):
        return 0
    if preposition in ("عن", "علي") and not (
        flags & (INSTITUTION | NOT_NAME | DEFINITE) and in_charge and tokens[inner].text != "لسان"
    ):
        return 0
    if preposition == "ل" and flags & MEDIA and tokens[at - 1].text in GROUPS["media_staff"]:
        return 1
    if preposition == "ل" and (
        not flags or (flags & (MEDIA | OUTLET) and not head & DOCUMENT and word.base != "وسايل")
    ):
        return 0
    if preposition == "في" and tokens[at - 1].text in GROUPS["specialists"]:
        return inner + 1 - at
    unnamed = head & UNNAMED and not head & DEFINITE and inner + 1 < len(tokens)
    if preposition == "في" and unnamed and tokens[inner + 1].word.flags & (COUNTRY | CITY | PLACE):
        return inner + 2 - at
    if (
        preposition == "في"
        and not flags & (INSTITUTION | COUNTRY | CITY | DEFINITE | NOT_NAME)
        and not next_is_name(tokens, inner + 1)
        and tokens[inner].text not in GROUPS["workplaces"]
        and not (unlisted(tokens[inner]) and inner + 1 < len(tokens) and unlisted(tokens[inner + 1]))
    ):
        return 0
    if (
        preposition == "ب"
        and head & INSTITUTION
        and not flags & (INSTITUTION | COUNTRY | CITY | PLACE | NAME_HEAD)
    ):
        return 0
    if tokens[inner].word.cue and not flags & (SOURCE_HEAD | NOT_NAME | DEFINITE):
        return 0
    return inner + 1 - at
