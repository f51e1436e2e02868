"""Complements of a title or an unnamed source: which prepositional parts belong to its phrase."""

from isnad.attribution.boundaries import opens_speech
from isnad.attribution.names import next_is_name, starts_name
from isnad.attribution.shapes import is_verbal_noun, unlisted
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


def _works_there(tokens: list[Token], at: int, preposition: str, inner: int) -> int:
    """Tokens of the medium that somebody named behind it works for (``الكاتب في مجلة «فن» رامي …``, ``المدير المالي للشبكة رامي …``), or 0."""
    if preposition == "في" and inner + 2 < len(tokens) and tokens[inner + 1].kind == QUOTE:
        end = inner + 2
    elif preposition == "ل" and inner + 2 < len(tokens):
        named = tokens[inner + 1].word.flags & (DEFINITE | OUTLET)
        end = inner + 1 if tokens[inner].word.flags & DEFINITE else inner + 2 if named else inner
    else:
        return 0
    return end - at if end > inner and starts_name(tokens, end, at, False) else 0


def _is_unnamed_alone(tokens: list[Token], at: int, start: int) -> bool:
    """Whether one indefinite word for a source stands right before *at* (``مصدر``)."""
    return at == start + 1 and tokens[start].word.flags & (UNNAMED | DEFINITE) == UNNAMED


def _possession(tokens: list[Token], at: int) -> int:
    """Tokens of what a source has, up to the speech (``مصدر له حق التصويت في المجلس إن``), or 0."""
    for end in range(at + 1, min(len(tokens), at + 10)):
        token = tokens[end]
        if token.kind != WORD or token.word.flags & COMPLEMENTISER or token.word.cue:
            close = end + 1 if token.text in "،," else end
            return end - at if end > at + 1 and opens_speech(tokens, close) else 0
    return 0


def between_part(tokens: list[Token], at: int) -> int:
    """Tokens of بين and who stands behind it, where a purpose takes it (``المركز الوطني للتنسيق بين الوكالات``), or 0."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    purpose = tokens[at - 1].word.preposition == "ل" and tokens[at - 1].word.flags & DEFINITE
    return 2 if purpose and following is not None and following.word.flags & DEFINITE else 0


def _field(tokens: list[Token], at: int, inner: int) -> int:
    """How many words from *inner* a definite adjective takes as its field (``الهيئة المعنية بمكافحة غسل الأموال``), or 0."""
    adjective = tokens[at - 1]
    if strip_article(adjective.text) not in GROUPS["concerned"] or not adjective.word.flags & DEFINITE:
        return 0
    if tokens[inner].word.flags & (MEDIUM | TIME) or tokens[inner].word.base in GROUPS["events"]:
        return 0
    for position in range(inner, min(inner + 3, len(tokens))):
        word = tokens[position].word
        if word.flags & DEFINITE:
            return position + 1 - inner
        if not word.flags & (COMMON | NOT_NAME) or word.cue or (position > inner and word.preposition):
            return 0
    return 0


def _takes_its_own(tokens: list[Token], at: int, preposition: str, inner: int) -> bool:
    """Whether the word at *at* - 1 wants this preposition: ``التحالف الدولي ضد «…»``, ``ممثلون عن بيروت``, ``القريبة من الحدود``."""
    before = strip_article(tokens[at - 1].text)
    flags = tokens[inner].word.flags
    if preposition == "ضد":
        whole = (before, strip_article(tokens[at - 2].text))
        return any(word in GROUPS["alliances"] for word in whole)
    if preposition == "عن":
        return before in GROUPS["representing"] and bool(flags & (COUNTRY | CITY | PLACE | INSTITUTION))
    if preposition == "من":
        near = before in GROUPS["near"] and tokens[at - 1].word.flags & DEFINITE
        return bool(near and flags & (DEFINITE | COUNTRY | CITY | NOT_NAME | INSTITUTION))
    return False


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
    if _is_unnamed_alone(tokens, at, start) and tokens[at].text in GROUPS["having"]:
        return _possession(tokens, at)
    inner = at + 1 if standing else at
    if preposition in GROUPS["taken_prepositions"] and inner < len(tokens):
        if _takes_its_own(tokens, at, preposition, inner):
            return inner + 1 - at
        if preposition in ("في", "ب") and (field := _field(tokens, at, inner)):
            return inner + field - at
    if word.preposition == "ب" and is_verbal_noun(tokens[at]):
        return 0
    if preposition not in GROUPS["title_prepositions"] or not head & (
        ROLE | UNNAMED | INSTITUTION | DOCUMENT | (MEDIA if preposition == "ل" else 0)
    ):
        people = head & DEFINITE and tokens[start].text.endswith("ون")
        return 1 if people and preposition == "ل" and word.flags & COUNTRY else 0
    if inner >= len(tokens):
        return 0
    if tokens[inner].kind == QUOTE:
        return (
            inner + 1 - at
            if standing in {"في", "من", "ب"}
            and not tokens[inner].text.startswith(("ان", "ا "))
            and head & (ROLE | UNNAMED)
            and tokens[inner].words <= 5
            else 0
        )
    base = tokens[inner].word.base
    if tokens[inner].kind != WORD or base in GROUPS["events"] or base in GROUPS["ordinals"]:
        return 0
    flags = tokens[inner].word.flags
    unnamed = head & UNNAMED and not head & DEFINITE and inner + 1 < len(tokens)
    if preposition == "ل" and tokens[inner].word.base == "بعض":
        return 0
    if flags & (COMPLEMENTISER | RELATIVE) or (flags & ADDRESSEE and preposition == "ل"):
        return 0
    in_charge = preposition in ("عن", "علي") and any(
        tokens[k].text.endswith(tuple(GROUPS["in_charge"])) for k in (start, at - 1)
    )
    issued = head & DOCUMENT and (
        strip_article(tokens[at - 1].text).startswith("صادر")
        or (not head & DEFINITE and flags & (INSTITUTION | ROLE | COUNTRY))
    )
    if (in_charge or (issued and preposition in ("عن", "علي"))) and tokens[inner].text != "لسان":
        return inner + 1 - at
    if flags & MEDIA and head & ROLE and (works := _works_there(tokens, at, preposition, inner)):
        return works
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
    told = flags & (MEDIA | OUTLET) and not head & DOCUMENT
    if preposition == "ل" and (not flags or (told and (word.base != "وسايل" or head & (ROLE | UNNAMED)))):
        return 0
    if preposition == "في" and tokens[at - 1].text in GROUPS["specialists"]:
        return inner + 1 - at
    if preposition == "في" and unnamed and tokens[inner + 1].word.flags & (COUNTRY | CITY | PLACE):
        return inner + 2 - at
    if (
        preposition == "في"
        and not flags & (INSTITUTION | COUNTRY | CITY | DEFINITE | NOT_NAME)
        and not next_is_name(tokens, inner + 1)
        and tokens[inner].text not in GROUPS["workplaces"]
        and not (unlisted(tokens[inner]) and inner + 1 < len(tokens) and unlisted(tokens[inner + 1]))
        and not (unnamed and unlisted(tokens[inner]) and opens_speech(tokens, inner + 1))
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
