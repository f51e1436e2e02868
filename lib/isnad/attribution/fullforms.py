"""Full forms that stand anywhere in an article, in any role: bodies for their head noun alone, names for their first word.

``وقال الحلف`` is led to ``حلف شمال الأطلسي`` also where that stood behind ل or in the genitive; ``قال شي`` to ``شي جين بينغ``.
The article is read for them once, after its last sentence, and only where a short form is left open.
"""

from collections.abc import Iterator

from isnad.attribution.names import name_end
from isnad.attribution.phrases import Phrase, noun_phrase
from isnad.attribution.tokens import NO_WORD, PUNCTUATION, QUOTE, WORD, Sentence, Token, without_prefix
from isnad.words import (
    CITY,
    COMMON,
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    NAME,
    NATIONALITY,
    OUTLET,
    PREPOSITION,
    ROLE,
    TIME,
    TIME_MODIFIER,
    is_listed,
    strip_article,
)

CLOSED = DEFINITE | NATIONALITY | COUNTRY | CITY
NAMING = COUNTRY | CITY | NAME | OUTLET
TITLED = ROLE | HONORIFIC


def bodies(sentences: list[Sentence], heads: set[str]) -> Iterator[tuple[Sentence, Phrase]]:
    """The phrases that name a body by one of *heads* and a complement."""
    forms = heads | {"ال" + head for head in heads}
    for sentence in sentences:
        for at in [at for at, token in enumerate(sentence.tokens[:-1]) if token.word.base in forms]:
            token = sentence.tokens[at]
            if token.kind == WORD and strip_article(token.word.base) in heads:
                tokens = without_prefix(sentence.tokens, at)
                if not _has_complement(tokens, at) or _is_described(tokens, at):
                    continue
                phrase = noun_phrase(tokens, at, bare_quote=False)
                if phrase is None or phrase.start != at:
                    continue
                end = _own_end(tokens, phrase.joint[0] if phrase.joint else phrase)
                if end - at > 1:
                    yield sentence, Phrase(at, end, None, None, token.word.flags | INSTITUTION)


def _own_end(tokens: list[Token], phrase: Phrase) -> int:
    """Where a body's own name ends: before the place it is in and what the sentence says of it, behind ``لـ…`` of its person's name."""
    start, end = phrase.start, phrase.end
    if phrase.name is not None:
        end = phrase.name[1]
        purpose = (
            end < len(tokens) and tokens[end].word.preposition == "ل" and tokens[end].word.flags & DEFINITE
        )
        return end + 1 if purpose else end
    definite = tokens[start].word.flags & DEFINITE
    for at in range(start + 1, end):
        word = tokens[at].word
        marked = tokens[at - 1].kind == QUOTE and not word.flags & (DEFINITE | NATIONALITY)
        purpose = word.preposition == "ل" and not definite and not word.flags & DEFINITE
        if (
            marked
            or purpose
            or word.preposition == "ب"
            or word.flags & PREPOSITION
            or _is_object(tokens, start, at)
        ):
            return at
    if definite and end + 1 < len(tokens) and tokens[end].word.preposition == "ل":
        aim = tokens[end].word.flags & (COMMON | DEFINITE) == COMMON and tokens[end + 1].word.flags & DEFINITE
        return end + 2 if aim else end
    return end


def _is_object(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a definite noun behind a whole construct is what the verb is done to, no adjective (``محكمة الجيزة الحكم``)."""
    word, before = tokens[at].word, tokens[at - 1].word.flags
    noun = word.flags & (DEFINITE | NATIONALITY | INSTITUTION) == DEFINITE and not word.conjunction
    closed = bool(before & CLOSED) and not tokens[start].word.flags & DEFINITE
    return (
        closed and noun and not tokens[at].text.endswith(("ي", "ه")) and is_listed(strip_article(word.base))
    )


def _is_described(tokens: list[Token], at: int) -> bool:
    """Whether a definite head has an adjective that makes no name alone, nor with what follows (``المفوضية العليا``, but ``… لـ…``)."""
    following = tokens[at + 2].word if at + 2 < len(tokens) else NO_WORD
    more = following.flags & DEFINITE or following.preposition == "ل"
    return bool(tokens[at].word.flags & DEFINITE) and not (tokens[at + 1].word.flags & NATIONALITY or more)


def _has_complement(tokens: list[Token], at: int) -> bool:
    """Whether what follows a head noun makes it a name: marks, a name, a definite word that the head is construed with."""
    definite = bool(tokens[at].word.flags & DEFINITE)
    for position in range(at + 1, min(at + 4, len(tokens))):
        token = tokens[position]
        flags = token.word.flags
        if token.kind == QUOTE:
            return not definite
        if token.kind != WORD or token.word.conjunction or token.word.preposition or token.word.cue:
            return False
        if flags & (TIME | TIME_MODIFIER | DEMONSTRATIVE | PREPOSITION):
            return False
        if definite:
            return bool(flags & DEFINITE)
        if flags & DEFINITE:
            place = tokens[at].word.flags & MEDIA and tokens[at].word.base in GROUPS["media_or_places"]
            return not place or bool(flags & OUTLET)
        if flags & NAMING or (not flags and position == at + 1):
            return True
        if flags & NATIONALITY or not flags & (COMMON | INSTITUTION | ROLE):
            return False
    return False


def names_from(sentences: list[Sentence], firsts: set[str]) -> Iterator[tuple[Sentence, Phrase]]:
    """Names of several words that begin with one of *firsts*, where a title, a mark or nothing stands before them."""
    for sentence in sentences:
        tokens = sentence.tokens
        for at, token in enumerate(tokens[:-1]):
            if token.kind == WORD and (token.text in firsts or token.word.base in firsts):
                before = tokens[at - 1] if at else None
                titled = before is not None and before.word.flags & (TITLED | NATIONALITY)
                if not titled and not (before is None or before.kind == PUNCTUATION):
                    continue
                end = name_end(tokens, at)
                if end > at + 1:
                    yield sentence, Phrase(at, end, (at, end), None, token.word.flags)
