"""What the shape of a word says: verb, verbal noun, family name in ي, or a plain word that no list explains."""

import re

from isnad.attribution.tokens import WORD, Token
from isnad.remembered import remembered
from isnad.words import (
    ADDRESSEE,
    CITY,
    COMMON,
    DEFINITE,
    HONORIFIC,
    NAME,
    NATIONALITY,
    PLACE,
    ROLE,
    UNNAMED,
    is_listed,
    look_up,
    strip_article,
)

VERBAL_NOUN = re.compile("[بل]?ا(?:[^\\W_]ت[^\\W_]+ا[^\\W_]|ست[^\\W_]+ا[^\\W_]|ن[^\\W_]{2}ا[^\\W_])")
FEMININE_PARTICIPLE = re.compile("م(?:ن|ت|ست)[^\\W_]{3,4}ه")
CIRCUMSTANCE = re.compile("م[تنسبحفغ][^\\W_]{2,5}ا")
INFLECTED = ("ا", "ه", "ها", "هم", "ات", "ون", "ين", "يه")


@remembered
def is_plain(token: Token) -> bool:
    """Whether the lists know a word as common at most, and it shows no ending or clitic."""
    word = token.word
    return (
        token.kind == WORD
        and not word.flags & ~COMMON
        and word.cue is None
        and not word.conjunction
        and not word.preposition
        and len(token.text) > 2
        and (not token.text.endswith(INFLECTED) or _is_stem_in_n(token.text))
    )


def _is_stem_in_n(word: str) -> bool:
    """Whether the last letters of a word are no plural's, since no list holds what stands before them (``شاين``)."""
    return word.endswith(("ون", "ين")) and not look_up(word[:-2]).flags


@remembered
def unlisted(token: Token) -> bool:
    """Whether the lists know nothing of a word: news names many people that no list holds."""
    word = token.word
    unknown = not word.flags or (
        word.flags == COMMON
        and not is_listed(token.text)
        and not token.text.endswith(("ات", "ها", "هم", "ون", "ين", "ا"))
    )
    return (
        token.kind == WORD
        and unknown
        and word.cue is None
        and not word.conjunction
        and not word.preposition
        and len(token.text) > 2
        and not is_verbal_noun(token)
        and not is_present_plural(token.text)
        and FEMININE_PARTICIPLE.fullmatch(token.text) is None
        and not (token.text[0] == "ب" and len(token.text) > 3 and look_up(token.text[1:]).flags == COMMON)
    )


def is_present_plural(word: str) -> bool:
    """Whether a word has the shape of a verb in the present, plural or dual (``يحصلان``, ``يشاهدون``)."""
    return len(word) > 5 and word[0] in "يت" and word.endswith(("ان", "ون"))


@remembered
def has_verb_shape(token: Token) -> bool:
    """Whether a word that the lists know only as common has the shape of a verb: ``يتوقف``, ``توصلت``."""
    text = token.text
    if token.kind != WORD or token.word.flags & ~COMMON or token.word.conjunction or token.word.preposition:
        return False
    if not token.word.flags:
        return text.startswith("است") and text.endswith("ت")
    return (
        (text[0] == "ي" and len(text) > 3)
        or is_future(text)
        or (len(text) > 4 and text.endswith("ت") and not text.endswith("ات"))
    )


@remembered
def is_accusative(token: Token) -> bool:
    """Whether a common word shows the ا of an indefinite object (``نشرت القيادة صورا``)."""
    return (
        token.kind == WORD
        and not token.word.flags & ~COMMON
        and len(token.text) > 3
        and token.text.endswith("ا")
        and (is_listed(token.text[:-1]) or bool(look_up(token.text[:-1]).flags))
    )


@remembered
def is_our_verb(token: Token) -> bool:
    """Whether a word is a cue in the first person plural (``نتمنى``, ``نؤكد``): speech has begun."""
    if not token.text.startswith("ن") or token.word.flags & ~COMMON:
        return False
    cue = look_up("ي" + token.text[1:]).cue
    return cue is not None and cue.form == "present"


def is_future(word: str) -> bool:
    """Whether a word is س on a listed verb in the present (``سيصبح``)."""
    return len(word) > 4 and word[0] == "س" and word[1] in "يتن" and is_listed(word[1:])


@remembered
def is_verbal_noun(token: Token) -> bool:
    """Whether a word is a verbal noun of form VII, VIII or X (``استخدام``, ``لاستخدام``): an object, no name that the lists hold."""
    return not token.word.flags & NAME and VERBAL_NOUN.fullmatch(token.text) is not None


@remembered
def is_owned(word: str) -> bool:
    """Whether a word is a listed noun with a pronoun (``استياءه``); a definite one bears none."""
    return not look_up(word).flags & DEFINITE and any(
        word.endswith(ending)
        and len(word) - len(ending) > 3
        and look_up(word[: -len(ending)] + stem).flags & ~ROLE == COMMON
        and is_listed(word[: -len(ending)] + stem)
        for ending, stem in (("ه", ""), ("ها", ""), ("هم", ""), ("ته", "ه"), ("تها", "ه"))
    )


@remembered
def is_ours(token: Token) -> bool:
    """Whether a word is a role with نا (``مراسلنا``, ``محررتنا``)."""
    stem = token.text[:-2]
    return token.text.endswith("نا") and bool(
        (look_up(stem).flags | look_up(stem.removesuffix("ت") + "ه").flags) & ROLE
    )


@remembered
def heads_plural(token: Token) -> bool:
    """Whether a word is a plural of people in و before a genitive (``مستشارو``, ``محامو``)."""
    stem = token.text[:-1]
    return token.text.endswith("و") and len(stem) > 3 and bool(look_up(stem).flags & (ROLE | UNNAMED))


@remembered
def is_circumstance(token: Token) -> bool:
    """Whether a word that no list holds has the shape of a participle in the accusative (``أجاب متلعثما:``)."""
    return not token.word.flags & ~COMMON and CIRCUMSTANCE.fullmatch(token.text) is not None


@remembered
def is_inflected(token: Token) -> bool:
    """Whether a word shows the endings of a common noun; a foreign name may end so, if no list holds it."""
    return token.text.endswith(("ها", "هم", "ات")) or (
        token.text.endswith(INFLECTED)
        and len(token.text) > 3
        and (
            is_listed(token.text)
            or is_listed(strip_article(token.text))
            or (token.text.endswith("ا") and is_listed(token.text[:-1]))
        )
    )


def is_relational_surname(token: Token) -> bool:
    """Whether a definite word in ي is a family name (``العنزي``), no nationality or title."""
    flags = token.word.flags
    return bool(flags & DEFINITE) and not flags & ~(DEFINITE | COMMON | NAME) and token.text.endswith("ي")


@remembered
def is_oblique_plural(token: Token) -> bool:
    """Whether a word is a definite plural of people in ين (``دعا المرشحين``): no subject."""
    return (
        token.word.flags & DEFINITE != 0
        and token.text.endswith("ين")
        and bool(look_up(strip_article(token.text)[:-2]).flags & (ROLE | UNNAMED | ADDRESSEE))
    )


@remembered
def is_nominative_plural(token: Token) -> bool:
    """Whether a word is an indefinite plural of people in ون: no definite word belongs to it (``ناشطون [المسيرة]``)."""
    flags = token.word.flags
    return token.text.endswith("ون") and bool(flags & (ROLE | UNNAMED | NATIONALITY)) and not flags & DEFINITE


@remembered
def is_oblique_construct(token: Token) -> bool:
    """Whether a word may be a plural of people in ي before a genitive (``وعد الرئيس مواطني بلاده``)."""
    return bool(
        token.word.flags & ROLE
        and token.text.endswith("ي")
        and look_up(token.text[:-1]).flags & (ROLE | UNNAMED)
    )


def is_marked_name(token: Token) -> bool:
    """Whether a marked span behind a title is the person's name (``المتحدث باسم الجيش “أفيخاي أدرعي”``, ``“الدكتور …”``)."""
    words = [look_up(word) for word in token.text.split()]
    while words and words[0].flags & HONORIFIC:
        words.pop(0)
    first = COMMON if words and words[0].flags & (NAME | DEFINITE) == NAME else 0
    return (
        2 <= len(words) <= 4
        and all(not w.flags & ~(NAME | CITY | DEFINITE | PLACE | first) for w in words)
        and any(not w.flags & DEFINITE for w in words)
    )
