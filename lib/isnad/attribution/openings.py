"""What a source's phrase may begin with: told by its first word, and the classes that the phrase has from it."""

from isnad.attribution.shapes import has_verb_shape, is_ours
from isnad.attribution.tokens import Token
from isnad.remembered import remembered
from isnad.words import (
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    DEFINITE,
    GROUPS,
    HONORIFIC,
    NAME,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    is_listed,
    look_up,
)

LINK = COMPLEMENTISER | RELATIVE | CONJUNCTION
SOURCE_OR_NAME = SOURCE_HEAD | NAME


@remembered
def classes_of_head(token: Token) -> int:
    """The classes of a phrase that begins with a word: forms of address and what is ours (``مراسلنا``) are roles."""
    return token.word.flags | (ROLE if token.word.flags & HONORIFIC or is_ours(token) else 0)


@remembered
def may_start(token: Token) -> bool:
    """Whether a phrase may begin with a word."""
    return not token.word.conjunction and may_start_joined(token)


@remembered
def may_start_joined(token: Token) -> bool:
    """Whether a phrase may begin with a word, one with و or ف too."""
    word = token.word
    if word.preposition or word.flags & LINK:
        return False
    if word.flags & PREPOSITION and not word.flags & SOURCE_OR_NAME:
        return False
    if (
        word.cue
        and not word.flags & (NAME | SOURCE_HEAD)
        and (word.cue.form != "noun" or word.key.startswith("بال"))
    ):
        return False
    if len(token.text) == 1 and not token.text.isdigit():
        return False
    if token.text[0] in "بكل" and token.text[1].isdigit():
        return False
    if has_verb_shape(token) or token.text in GROUPS["never_subjects"] or _is_prefixed_common(token):
        return False
    if word.flags == COMMON and token.text.endswith("ا") and len(token.text) > 4 and not is_ours(token):
        return False
    return not token.text[0].isdigit() or len(token.text) < 4


def _is_prefixed_common(token: Token) -> bool:
    """Whether a common word is ل on another (``لبقاء``): an object or a purpose, no subject."""
    rest = token.text[1:]
    return token.text[0] == "ل" and len(rest) > 3 and token.word.flags == COMMON and is_listed(rest)


def is_prefixed_name(tokens: list[Token], at: int) -> bool:
    """Whether a word is ب on a noun that the lists hold as a name only, before a definite one (``أشاد بحسن التنظيم``)."""
    word = tokens[at].text
    return (
        word[0] == "ب"
        and len(word) > 3
        and not tokens[at].word.flags
        and bool(look_up(word[1:]).flags & NAME)
        and at + 1 < len(tokens)
        and bool(tokens[at + 1].word.flags & DEFINITE)
    )
