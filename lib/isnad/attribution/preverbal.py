"""Subjects that stand before their verb: after إن, in headlines, before a relative pronoun, with an aside between commas."""

from isnad.attribution.appositions import apposed_role
from isnad.attribution.phrases import Phrase, noun_phrase
from isnad.attribution.shapes import has_verb_shape
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    ADVERB,
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    NAME,
    PREPOSITION,
    RELATIVE,
    ROLE,
    UNNAMED,
    Cue,
)

SPEAKS = ROLE | INSTITUTION | COUNTRY | UNNAMED | MEDIA | DOCUMENT


def is_inside(tokens: list[Token], near: Phrase) -> bool:
    """Whether a phrase before a verb is governed by a preposition or a noun, and so not its subject (``حول قرار التأميم، يقول``)."""
    if near.start == 0:
        return False
    word = tokens[near.start - 1].word
    if (
        word.flags == COMMON
        and not word.conjunction
        and word.cue is None
        and not has_verb_shape(tokens[near.start - 1])
    ):
        return bool(near.head & DEFINITE)
    if not (word.flags & PREPOSITION or word.preposition):
        return False
    return not near.head & (DOCUMENT | UNNAMED) or word.base in {"في", "علي", "عبر"}


def subject_before(tokens: list[Token], at: int) -> tuple[Phrase, str] | None:
    """The subject that stands before its verb, and how it was found; None for a continuation."""
    verb = tokens[at].word
    position = at - 1
    while (
        position >= 0
        and tokens[position].kind == WORD
        and (
            tokens[position].text in GROUPS["auxiliaries"]
            or (tokens[position].word.flags & ADVERB and not tokens[position].word.cue)
        )
    ):
        position -= 1
    if position < 0:
        return None
    token = tokens[position]
    if token.word.flags & COMPLEMENTISER:
        return None
    if token.word.flags & RELATIVE and not verb.conjunction:
        if verb.pronoun or not _fits_relative(token, verb.cue):
            return None
        antecedent = ending_at(tokens, position)
        return (antecedent, "relative") if antecedent else None
    if verb.conjunction == "و" or (
        verb.conjunction == "ف" and not any(t.text in ("اما", "واما") for t in tokens[:at])
    ):
        return None
    if token.text in ("؛", ";") and not verb.conjunction:
        near = ending_at(tokens, position)
        if near is not None and near.name is not None and near.name[1] - near.name[0] > 1:
            if tokens[near.name[0]].word.flags & NAME and not is_inside(tokens, near):
                return near, "explicit"
    parted = _before_relative(tokens, position)
    if parted is not None:
        return parted, "explicit"
    start = clause_start(tokens, position)
    start = next(
        (k + 1 for k in range(position, start - 1, -1) if tokens[k].text in GROUPS["auxiliaries"]), start
    )
    if start > position:
        return None
    phrase = noun_phrase(tokens, start)
    if phrase is None or phrase.end < position + 1:
        near = tokens[position]
        human = (
            near.text.endswith(("ين", "ون"))
            and not near.word.flags & DEFINITE
            and verb.cue is not None
            and verb.cue.gender == "p"
        )
        if (
            near.kind == WORD
            and (near.word.flags & (DOCUMENT | UNNAMED) or human)
            and not near.word.preposition
            and not (position and tokens[position - 1].word.flags & PREPOSITION)
            and (near.word.cue is None or near.word.cue.form == "participle")
        ):
            return Phrase(position, position + 1, None, None, near.word.flags), "explicit"
    if phrase is None:
        return None
    rest = tokens[phrase.end : position + 1]
    if not rest or all(t.kind == PUNCTUATION and t.text in "،,-" for t in rest):
        return phrase, "explicit"
    if rest[0].text in GROUPS["resumptives"]:
        named = noun_phrase(tokens, phrase.end + 1)
        if named is not None and named.end == position + 1 and named.is_person:
            return named, "explicit"
        return phrase, "explicit"
    if rest[0].text in ("،", ",") and _is_apposition(tokens, phrase.end, position + 1):
        return phrase, "explicit"
    if _is_full_name(tokens, phrase) and _is_insertion(rest):
        return phrase, "explicit"
    if rest[0].text in {"،", ",", "(", "-"} and rest[-1].text in {"،", ",", ")", "-"}:
        return phrase, "explicit"
    if rest[0].word.flags & RELATIVE or (
        len(rest) > 1 and rest[0].text in "،," and rest[1].word.flags & RELATIVE
    ):
        return phrase, "explicit"
    return None


def _is_full_name(tokens: list[Token], phrase: Phrase) -> bool:
    """Whether a phrase is a person with a title, or two words of a name of which the lists hold the first."""
    if phrase.name is None:
        return False
    start, end = phrase.name
    return phrase.title is not None or (end - start > 1 and bool(tokens[start].word.flags & NAME))


def _is_insertion(rest: list[Token]) -> bool:
    """Whether a name and its verb are parted by what is said of the person only (``X من سكان الحي أكد``, ``X، وهي باحثة …، قالت``)."""
    if len(rest) > 1 and rest[0].text in "،," and rest[1].text in GROUPS["asides"]:
        return not any(t.word.flags & COMPLEMENTISER or t.word.cue for t in rest)
    return bool(rest[0].word.flags & PREPOSITION or rest[0].word.preposition) and all(
        t.kind == WORD
        and not t.word.flags & (COMPLEMENTISER | RELATIVE)
        and t.word.cue is None
        and t.word.conjunction != "ف"
        for t in rest
    )


def _before_relative(tokens: list[Token], comma: int) -> Phrase | None:
    """The phrase before a relative clause between commas that closes right before the verb (``X، الذي …، قال``)."""
    if tokens[comma].kind != PUNCTUATION or tokens[comma].text not in "،,-":
        return None
    for at in range(comma - 1, max(0, comma - 24), -1):
        token = tokens[at]
        if (
            token.word.flags & RELATIVE
            and tokens[at - 1].kind == PUNCTUATION
            and tokens[at - 1].text in "،,-"
        ):
            return ending_at(tokens, at)
        if token.text in ".:؛;":
            return None
    return None


def _fits_relative(relative: Token, cue: Cue | None) -> bool:
    """Whether the noun before a relative can be the subject of its verb: in ``المواطنة التي قال إنها`` it is the object."""
    if cue is None or relative.text not in ("الذي", "التي"):
        return True
    return cue.gender != ("f" if relative.text == "الذي" else "m")


def _is_apposition(tokens: list[Token], start: int, end: int) -> bool:
    """Whether tokens from *start* to *end* are a role in apposition after a comma."""
    role = apposed_role(tokens, start)
    return role is not None and role[1] >= end - 1


def clause_start(tokens: list[Token], position: int) -> int:
    """Where the clause that holds *position* begins: after a complementiser, a conjunction, or the sentence's start."""
    start = position
    while start > 0:
        before = tokens[start - 1]
        if before.kind == WORD and (
            before.word.flags & COMPLEMENTISER or before.text in GROUPS["clause_starts"]
        ):
            break
        if before.text in {":", "؛", ";", "\n"}:
            break
        if before.kind == QUOTE and before.words > 5:
            break
        if before.kind == PUNCTUATION and before.text in "،," and _opens_clause(tokens, start):
            break
        start -= 1
    while start <= position and (
        tokens[start].kind == PUNCTUATION
        or tokens[start].text in GROUPS["auxiliaries"]
        or tokens[start].word.flags & CONJUNCTION
        or tokens[start].text in GROUPS["clause_starts"]
    ):
        start += 1
    return start


def _opens_clause(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind == WORD and (
        token.text in GROUPS["clause_starts"]
        or (bool(token.word.flags & NAME) and token.word.conjunction == "")
    )


def ending_at(tokens: list[Token], end: int) -> Phrase | None:
    """The longest phrase that ends right before *end* (commas aside)."""
    last = end
    while last > 0 and tokens[last - 1].kind == PUNCTUATION and tokens[last - 1].text in "،,":
        last -= 1
    begin = max(0, last - 12)
    for start in range(begin, last):
        if start < begin or tokens[start].kind != WORD:
            continue
        phrase = noun_phrase(tokens, start, bare_quote=False)
        if phrase is None:
            continue
        if phrase.is_person:
            role = apposed_role(tokens, phrase.end)
            if role is not None and role[1] in (last, end):
                return phrase
        if phrase.end in (last, end) and (phrase.is_person or phrase.head & SPEAKS):
            return phrase
        # None begins inside another that ended before.
        begin = phrase.end if phrase.end < last else begin
    return None
