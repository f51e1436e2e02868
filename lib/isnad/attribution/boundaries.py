"""Where a source's phrase ends for certain: what may stand behind a subject."""

from functools import cache

from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    COMPLEMENTISER,
    CONJUNCTION,
    GROUPS,
    MEDIUM,
    POINTING,
    PREPOSITION,
    RELATIVE,
    TIME,
    strip_article,
)

CLOSING = COMPLEMENTISER | PREPOSITION | TIME | RELATIVE | POINTING | CONJUNCTION

EDGES = "،,؛;-–—:.… "


def is_adverbial(tokens: list[Token], at: int) -> bool:
    """Whether a time or a preposition stands at *at*: a verb may stand before it, as well as a surname."""
    return at < len(tokens) and bool(
        tokens[at].word.flags & (TIME | PREPOSITION) or tokens[at].word.preposition
    )


def is_masdar_cue(token: Token) -> bool:
    """Whether a word is a cue with a pronoun (``قوله``)."""
    return token.word.cue is not None and token.word.cue.form == "masdar"


def opens_speech(tokens: list[Token], at: int) -> bool:
    """Whether speech opens at *at*: a complementiser, one behind إلى or على, a colon, or marks; no object stands before one."""
    if at < len(tokens) and tokens[at].text in ("الي", "علي"):
        at += 1
    return at < len(tokens) and (
        tokens[at].kind == QUOTE or tokens[at].text == ":" or bool(tokens[at].word.flags & COMPLEMENTISER)
    )


def closes_subject(tokens: list[Token], at: int) -> bool:
    if at >= len(tokens):
        return True
    token = tokens[at]
    word = token.word
    if is_masdar_cue(token):
        return True
    return (
        token.kind != WORD
        or bool(word.flags & CLOSING)
        or bool(word.preposition)
        or token.text in GROUPS["resumptives"]
    )


def closes_firmly(tokens: list[Token], at: int) -> bool:
    """As `closes_subject`, prepositions aside: an object may stand before one."""
    return closes_subject(tokens, at) and (
        at >= len(tokens)
        or not (tokens[at].word.flags & PREPOSITION or tokens[at].word.preposition)
        or tokens[at].text in GROUPS["time_prepositions"]
    )


@cache
def report_leavers() -> frozenset[str]:
    """The words at which `leaves_report` may hold, as they stand or without a conjunction."""
    return GROUPS["prayers"] | GROUPS["thanking"] | GROUPS["notices"] | {"وذلك", "وفي"}


def leaves_report(tokens: list[Token], at: int) -> bool:
    """Whether the speaker prays or thanks at *at*, or the occasion is told (``سائلا الله``, ``مقدما شكره``, ``، وذلك خلال مؤتمر``)."""
    if at + 1 >= len(tokens):
        return False
    text, ahead = tokens[at].text, tokens[at + 1].text
    return (
        (text in GROUPS["prayers"] and ahead in GROUPS["prayed_to"])
        or (text in GROUPS["thanking"] and ahead in GROUPS["thanks"])
        or (text == "وذلك" and tells_occasion(tokens, at))
        or (tokens[at - 1].kind != WORD and _is_notice(tokens, at))
        or (text == "وفي" and ahead in GROUPS["ends"] and _is_occasion(tokens, at + 2))
    )


def _is_notice(tokens: list[Token], at: int) -> bool:
    """Whether the outlet takes the word at *at* (``، يذكر أن المصنع قديم``)."""
    base = tokens[at].word.base
    if base not in GROUPS["notices"]:
        return False
    if base not in ("يذكر", "يشار") and tokens[at + 1].text not in GROUPS["noticing"]:
        return False
    return any(t.word.flags & COMPLEMENTISER for t in tokens[at + 1 : at + 4])


def _is_occasion(tokens: list[Token], at: int) -> bool:
    """Whether an occasion is named at *at*: what was done at its end the outlet tells (``وفي ختام الحفل كرم الأمير …``)."""
    return at < len(tokens) and strip_article(tokens[at].text) in GROUPS["occasions"]


def tells_occasion(tokens: list[Token], at: int) -> bool:
    """Whether وذلك at *at* tells where or how the words before it were said (``، وذلك في تصريح لصحيفة …``)."""
    ahead = tokens[at + 1 : at + 4]
    if at == 0 or tokens[at - 1].kind == WORD or not ahead:
        return False
    if ahead[0].text in GROUPS["reactions"]:
        return True
    return ahead[0].text in GROUPS["occasion_prepositions"] and any(
        t.word.flags & MEDIUM or t.text in GROUPS["occasions"] for t in ahead[1:]
    )


def content_end(tokens: list[Token], start: int, end: int) -> int:
    """*end* before the stops and particles that stand there (``… في العاصمة وقد``)."""
    particles, verbs = GROUPS["verbal_particles"], GROUPS["auxiliaries"]
    while end > start:
        last, following = tokens[end - 1], tokens[end].text if end < len(tokens) else ""
        stop = last.kind == PUNCTUATION and last.text in EDGES + "!؟?"
        particle = bool(following) and last.text in particles
        if not (stop or particle or (following in particles and last.text in verbs)):
            break
        end -= 1
    return end
