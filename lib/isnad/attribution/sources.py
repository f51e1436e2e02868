"""A source: somebody or something that speaks, with its words, kind and gender as the tokens of its phrase tell."""

import re
from dataclasses import dataclass

from isnad.attribution.phrases import Phrase
from isnad.attribution.tokens import QUOTE, WORD, Token
from isnad.words import (
    CITY,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    NAME,
    OUTLET,
    ROLE,
    UNNAMED,
    strip_article,
)

SAME = re.compile(" (?:ذات|نفس|عين)(?:ه|ها|هم)$")
WORDS = re.compile(r"[^\W_]+")


@dataclass(slots=True, eq=False)
class Source:
    """Somebody or something that speaks: how the article writes it where it was met, and what it is."""

    text: str
    words: tuple[str, ...]
    kind: str
    title: tuple[str, ...] = ()
    gender: str = ""
    stands_for: "Source | None" = None
    follows: "Source | None" = None
    goes_on: bool = False
    members: tuple["Source", ...] = ()
    document: str = ""
    at: int = -1

    def root(self) -> "Source":
        """The source this one stands for, itself if none."""
        source, steps = self, 0
        while source.stands_for is not None and steps < 8:
            source, steps = source.stands_for, steps + 1
        return source


def words_of(tokens: list[Token], start: int, end: int) -> tuple[str, ...]:
    words: list[str] = []
    for token in tokens[start:end]:
        if token.kind == WORD:
            words.append(
                token.word.base
                if (token is tokens[start] and (token.word.conjunction or token.word.preposition))
                or (token.word.conjunction and token.word.flags & ROLE)
                else token.text
            )
        elif token.kind == QUOTE:
            words.extend(WORDS.findall(token.text))
    return tuple(words) or (tokens[start].text,)


def gender_of(token: Token, kind: str) -> str:
    """The gender of the verb that a body takes, by its head noun; empty where the noun does not tell (countries, plurals)."""
    flags = token.word.flags
    if kind not in ("institution", "outlet") or token.kind != WORD or flags & (COUNTRY | CITY | NAME):
        return ""
    if strip_article(token.word.base) in GROUPS["plurals_of_things"] or token.text.endswith("ات"):
        return "f"
    return "f" if token.text.endswith("ه") else "m" if flags & (INSTITUTION | MEDIA) else ""


def kind_of(token: Token, phrase: Phrase) -> str:
    head = phrase.head
    if head & (MEDIA | OUTLET):
        return "outlet"
    if head & DOCUMENT and not head & ROLE:
        return "document"
    if head & INSTITUTION:
        return "institution"
    if head & UNNAMED and not head & DEFINITE:
        return "unnamed"
    if head & ROLE:
        return "role"
    if head & UNNAMED:
        return "unnamed"
    if head & (COUNTRY | CITY):
        return "institution"
    return "person" if not head and phrase.end - phrase.start == 1 and token.kind == WORD else "institution"
