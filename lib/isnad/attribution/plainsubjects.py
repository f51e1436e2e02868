"""Subjects that no list knows as a kind of source: an agreeing phrase between a verb and the speech that it opens.

``ويقول الأطفال في الشريط إنهم``, ``تقول الدعوى المدنية، التي رفعت أمس، إن``: who stands there speaks, whatever the noun.
"""

from isnad.attribution.phrases import Phrase, skip_adverbs
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    COMPLEMENTISER,
    DEFINITE,
    GROUPS,
    NATIONALITY,
    PREPOSITION,
    RELATIVE,
    Cue,
    is_listed,
    strip_article,
)

ASIDE = 12
VERBAL = frozenset(("past", "present", "participle"))
TELLING = frozenset(
    (
        "neutral",
        "continuation",
        "explaining",
        "emphasis",
        "announcement",
        "opinion",
        "distancing",
        "concession",
    )
)


def is_plain_subject(tokens: list[Token], phrase: Phrase, cue: Cue) -> bool:
    """Whether a phrase of common nouns is the subject: it agrees, and speech opens behind it or its aside."""
    head = tokens[phrase.start]
    people = cue.gender == "m" and is_people(head, head.word.flags & DEFINITE)
    if (
        (not people and cue.type not in TELLING)
        or (not people and cue.key in GROUPS["taking_hearers"] | GROUPS["accusing"])
        or any(t.text in GROUPS["selfsame"] for t in tokens[phrase.start : phrase.end + 1])
    ):
        return False
    at = skip_adverbs(tokens, phrase.end)
    if at < len(tokens) and tokens[at].text in ("،", ",") and opens_clause(tokens, at + 1, cue):
        at += 1
    if people and head.word.flags & DEFINITE:
        return True
    if not head.word.flags & DEFINITE:
        at = _past_aside(tokens, at, cue) if people and not opens_clause(tokens, at, cue) else at
        return (people or _agrees_bare(tokens, phrase, cue)) and opens_clause(tokens, at, cue)
    if not agrees(head, cue.gender):
        return False
    if opens_clause(tokens, at, cue):
        return True
    at = _past_aside(tokens, at, cue)
    surnames = phrase.end - phrase.start > 1 and all(
        t.text.endswith("ي") for t in tokens[phrase.start : phrase.end]
    )
    if at >= len(tokens) or cue.type == "opinion" or surnames:
        return False
    if opens_clause(tokens, at, cue):
        return True
    return cue.key in GROUPS["taking_words"] and (tokens[at].text == ":" or tokens[at].kind == QUOTE)


def is_people(token: Token, definite: int = 0) -> bool:
    """Whether a word, definite or not, is a plural of people in ون (``مشرعون``, ``المتحمسون``)."""
    word = strip_article(token.text) if definite else token.text
    if bool(token.word.flags & DEFINITE) != bool(definite):
        return False
    return word.endswith("ون") and len(word) > 5 and is_listed(word[:-2])


def _agrees_bare(tokens: list[Token], phrase: Phrase, cue: Cue) -> bool:
    """Whether an indefinite noun with its adjective or genitive may be the subject (``محمية كينية``, ``سلسلة المطاعم``)."""
    if phrase.end - phrase.start < 2 or tokens[phrase.start].text.endswith(("ها", "هم", "ته")):
        return False
    second = tokens[phrase.start + 1]
    in_ta = tokens[phrase.start].text.endswith("ه")
    if cue.gender == "f":
        return in_ta and bool(second.text.endswith("ه") or second.word.flags & DEFINITE)
    return cue.gender == "m" and not in_ta and second.word.flags & (NATIONALITY | DEFINITE) == NATIONALITY


def agrees(head: Token, gender: str) -> bool:
    """Whether a definite noun may be the subject of a verb of that gender, by its ending."""
    word = strip_article(head.word.base)
    if gender == "m":
        feminine = word.endswith(("ه", "ات", "وي")) or word in GROUPS["plurals_of_things"]
        return not feminine or word in GROUPS["masculine_in_ta"]
    return gender == "f" and not word.endswith(("ون", "ين"))


def opens_clause(tokens: list[Token], at: int, cue: Cue) -> bool:
    """Whether the clause of *cue* opens at *at*: أن or إن, or the verb's preposition and أن."""
    if at < len(tokens) and tokens[at].text in cue.prepositions and tokens[at].word.flags & PREPOSITION:
        at += 1
    if at >= len(tokens) or not tokens[at].word.flags & COMPLEMENTISER or tokens[at].word.conjunction:
        return False
    return tokens[at].text.startswith(("ان", "بان"))


def _past_aside(tokens: list[Token], at: int, cue: Cue) -> int:
    """After a prepositional phrase or a relative clause that belongs to the subject, up to what opens speech."""
    if at < len(tokens) and tokens[at].kind == PUNCTUATION and tokens[at].text in "،,-":
        at += 1
    if at >= len(tokens):
        return at
    word = tokens[at].word
    if tokens[at].kind != WORD or not (
        word.flags & (PREPOSITION | RELATIVE) or word.preposition or word.base == "ذات"
    ):
        return len(tokens)
    if tokens[at].text in cue.prepositions:
        return len(tokens)
    for position in range(at, min(len(tokens), at + ASIDE)):
        token = tokens[position]
        if opens_clause(tokens, position, cue) or token.text == ":" or token.kind == QUOTE:
            return position
        if token.kind == WORD and token.word.cue is not None and token.word.cue.form in VERBAL:
            return len(tokens)
        if token.text in ".؛;!؟":
            return len(tokens)
    return len(tokens)
