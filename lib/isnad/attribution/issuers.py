"""Who issued a document that is quoted as if it spoke: named in its phrase, or by a verb of publishing beside it."""

import re

from isnad.attribution.phrases import Phrase, noun_phrase, skip_adverbs
from isnad.attribution.tokens import QUOTE, WORD, Token, without_prefix
from isnad.words import (
    COMMON,
    COMPLEMENTISER,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NATIONALITY,
    OUTLET,
    PREPOSITION,
    ROLE,
    UNNAMED,
    look_up,
)

ISSUING = INSTITUTION | MEDIA | OUTLET
WRITTEN = DOCUMENT | MEDIUM
WROTE = re.compile("كتبت?(?:ها|ه)|حررت?(?:ها|ه)")
PUBLISHED = re.compile("(?:نشر|بث|اصدر|اعد|قدم|وزع|اجرا?)ت?(?:ها|ه)")


def issuer(tokens: list[Token], phrase: Phrase) -> Phrase:
    """For ``بيان لوزارة الدفاع`` the phrase of who issued the document, else the phrase itself."""
    if not phrase.head & DOCUMENT or phrase.head & ROLE:
        return phrase
    for at in range(phrase.start + 1, phrase.end):
        word = tokens[at].word
        if (
            tokens[at].text.removeprefix("ال").startswith("صادر")
            and at + 2 < phrase.end
            and tokens[at + 1].text == "عن"
        ):
            named = bool(tokens[at + 2].word.flags & ROLE)
            return Phrase(at + 2, phrase.end, phrase.name if named else None, None, tokens[at + 2].word.flags)
        owned = at == phrase.start + 1 or tokens[at - 1].text in GROUPS["issuing"]
        if tokens[at].kind == QUOTE and owned:
            return Phrase(at, at + 1, None, None, OUTLET)
        if tokens[at].text in GROUPS["addressed"]:
            return Phrase(phrase.start, at, None, None, phrase.head)
        stated = word.flags & (INSTITUTION | MEDIA | OUTLET | COUNTRY) or (
            (word.flags & ROLE or (word.flags & UNNAMED and word.preposition))
            and (
                word.flags & DEFINITE
                or word.preposition
                or tokens[at - 1].word.flags & PREPOSITION
                or not word.key.endswith(("ي", "يه"))
            )
        )
        if word.flags & COUNTRY and tokens[at - 1].text == "في":
            return phrase
        if (
            at == phrase.start + 1
            and phrase.head & DEFINITE
            and word.flags & DEFINITE
            and not word.preposition
        ):
            continue
        if stated and not word.flags & (DOCUMENT | NATIONALITY) and not word.conjunction:
            name = phrase.name if word.flags & ROLE and phrase.name and phrase.name[0] > at else None
            return Phrase(at, phrase.end, name, (at, name[0]) if name else None, word.flags)
    who = _issuer_behind(tokens, phrase)
    if who is None or who.joint or _is_vague(tokens, who):
        return phrase
    return who


def _is_vague(tokens: list[Token], who: Phrase) -> bool:
    """Whether an ordinary word alone is said to have issued a document (``دراسة أجراها فريق``)."""
    word = tokens[who.start].word
    return who.end == who.start + 1 and word.flags & (COMMON | DEFINITE) == COMMON and not word.preposition


def _issuer_behind(tokens: list[Token], phrase: Phrase) -> Phrase | None:
    """Who issued a document, said behind its phrase: ``تقرير لصحيفة «الأفق»``, ``بيان صدر عن الوزارة``, ``التقرير الذي أعده المركز``."""
    at, size = phrase.end, len(tokens)
    if at + 1 >= size:
        return None
    indefinite = not phrase.head & DEFINITE
    if indefinite and tokens[at].word.preposition == "ل" and tokens[at].word.flags & ISSUING:
        return noun_phrase(without_prefix(tokens, at), at)
    if indefinite and tokens[at].text == "ل" and tokens[at + 1].kind == QUOTE:
        return noun_phrase(tokens, at + 1)
    if tokens[at].text.removeprefix("ال").startswith(("صدر", "صادر")):
        about = skip_adverbs(tokens, at + 1)
        return noun_phrase(tokens, about + 1) if about < size and tokens[about].text == "عن" else None
    if not indefinite:
        at = _relative_verb(tokens, phrase)
    if at + 1 < size and PUBLISHED.fullmatch(tokens[at].text):
        return noun_phrase(tokens, skip_adverbs(tokens, at + 1))
    return None


def _relative_verb(tokens: list[Token], phrase: Phrase) -> int:
    """The verb of the relative clause that a definite document has, a comma or its matter before it; where its phrase ends if none."""
    relative = "التي" if tokens[phrase.start].text.endswith("ه") else "الذي"
    for at in range(phrase.end, min(phrase.end + 9, len(tokens) - 2)):
        if tokens[at].text == relative:
            return at + 1
        if tokens[at].word.cue or tokens[at].word.flags & COMPLEMENTISER:
            break
    return phrase.end


def author(tokens: list[Token], at: int) -> tuple[Phrase, Phrase | None] | None:
    """Who wrote the document whose words a verb at *at* brings, and who published it: ``نشرت صحيفة X تقريرا للكاتب Y يقول إن``."""
    last = at - 1 if at and tokens[at - 1].text in ("،", ",") else at
    for start in range(last - 2, max(1, last - 12), -1):
        token, before = tokens[start], tokens[start - 1]
        if token.kind != WORD:
            return None
        wrote = PUBLISHED.fullmatch(before.text) or WROTE.fullmatch(before.text)
        if not token.word.flags & ROLE or not (token.word.preposition == "ل" or wrote):
            continue
        of = start - 2 if wrote else start - 1
        document = next(
            (
                k
                for k in range(of, max(0, of - 3), -1)
                if look_up(tokens[k].text.removesuffix("ا")).flags & WRITTEN
            ),
            None,
        )
        if document is None:
            return None
        phrase = noun_phrase(without_prefix(tokens, start), start, bare_quote=False)
        if phrase is None or not phrase.is_person or phrase.end != last:
            return None
        media = publisher(tokens, document)
        return phrase, media if media is not None and media.head & (MEDIA | OUTLET) else None
    return None


def publisher(tokens: list[Token], at: int) -> Phrase | None:
    """Who published the document at token *at*: the subject of a verb of publishing before it or right behind it."""
    for verb in range(max(0, at - 12), at):
        if tokens[verb].word.base in GROUPS["publishing"] and tokens[verb].kind == WORD:
            phrase = noun_phrase(tokens, skip_adverbs(tokens, verb + 1))
            if phrase is not None and phrase.end <= at and not phrase.joint:
                return phrase
    for verb in range(at + 1, min(at + 4, len(tokens) - 1)):
        if PUBLISHED.fullmatch(tokens[verb].text):
            phrase = noun_phrase(tokens, skip_adverbs(tokens, verb + 1))
            return phrase if phrase is not None and not phrase.joint else None
    return None
