"""Noun phrases that name a source: title and name, institution, unnamed source, document.

Arabic puts titles before names (``وزير الخارجية الأميركي أنتوني بلينكن``) or in apposition after a comma
(``جين ساكي، المتحدثة باسم البيت الأبيض``). A phrase is read from its first word to the first that cannot belong to it.
"""

from dataclasses import dataclass, replace
from functools import cache

from isnad.attribution.appositions import (
    apposed_name,
    apposed_role,
    honorific_ahead,
    name_after_title,
    name_behind_aside,
)
from isnad.attribution.boundaries import opens_speech
from isnad.attribution.extents import LONGEST, after_bracket, continues
from isnad.attribution.names import name_end, starts_name
from isnad.attribution.openings import classes_of_head, is_prefixed_name, may_start, may_start_joined
from isnad.attribution.shapes import heads_plural, is_marked_name
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    ADDRESSEE,
    ADVERB,
    CITY,
    COMMON,
    COMPLEMENTISER,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    NOT_NAME,
    OUTLET,
    POINTING,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TIME,
    TIME_MODIFIER,
    UNNAMED,
    look_up,
    strip_article,
)  # fmt: skip

CIRCUMSTANCE = ADVERB | TIME
DEFINITE_ROLE = ROLE | DEFINITE
HUMAN = ROLE | UNNAMED | NAME
BODY = INSTITUTION | MEDIA
# What a second phrase joined to a first begins with.
JOINING = "و،,"


@dataclass(slots=True, eq=False)
class Phrase:
    """Token positions of a source's phrase: the whole, the person's name in it, the title before or after it, a second one behind it."""

    start: int
    end: int
    name: tuple[int, int] | None
    title: tuple[int, int] | None
    head: int
    joint: tuple["Phrase", ...] = ()
    apposed: tuple[int, int] | None = None

    @property
    def is_person(self) -> bool:
        return self.name is not None


def noun_phrase(tokens: list[Token], at: int, bare_quote: bool = True) -> Phrase | None:
    """The source's phrase that starts at token *at*, or None when none does.

    Parameters
    ----------
    bare_quote : bool
        Whether a short marked span may itself be the name (``قالت «الغارديان» إن``).
    """
    if at >= len(tokens):
        return None
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if token.text == "(" and (end := _initials_end(tokens, at)) > at:
        return Phrase(at, end, None, None, UNNAMED)
    each = token.text in ("كل", "كلا") and at + 2 < len(tokens) and tokens[at + 1].text == "من"
    first = _simple(tokens, at + 2 if each else at, bare_quote)
    if following is not None and following.text in GROUPS["percent"] and token.text[0].isdigit():
        first = Phrase(at, at + 1, None, None, 0)
        counted = _quantity(tokens, first)
        return counted if counted is not first else None
    if token.text in _crowd_words() and (crowd := _crowd(tokens, at)) is not None:
        return crowd
    if first is None:
        return None
    joined = [first]
    end = first.end
    if tokens[first.start].text in GROUPS["quantities"]:
        return _quantity(tokens, first)
    if first.head & ROLE and not first.is_person and (second := _second_title(tokens, first)) is not None:
        return second
    while end < len(tokens) and len(joined) < 6 and tokens[end].text[0] in JOINING:
        more = _joined(tokens, end, joined[-1])
        if more is None:
            break
        joined.append(more)
        end = more.end
    if len(joined) == 1:
        return first
    return Phrase(first.start, end, None, None, first.head, tuple(joined))


def _initials_end(tokens: list[Token], at: int) -> int:
    """The position after a bracket that holds nothing but initials (``(أ،ح)``), who is not named; *at* where it holds more."""
    end = after_bracket(tokens, at)
    inside = [token.text for token in tokens[at + 1 : end - 1]]
    letters = [text for text in inside if text.isalpha()]
    return end if letters and all(len(text) == 1 for text in inside) else at


@cache
def _crowd_words() -> frozenset[str]:
    return GROUPS["crowds_of"] | GROUPS["crowds"]


def _crowd(tokens: list[Token], at: int) -> Phrase | None:
    """People counted without a number (``العديد من المواطنين``, ``معظم السكان``), which the lists know as people."""
    if at + 2 >= len(tokens) or tokens[at].kind != WORD:
        return None
    counted = tokens[at].text in GROUPS["crowds_of"] and tokens[at + 1].text == "من"
    if not counted and not (tokens[at].text in GROUPS["crowds"] and tokens[at + 1].word.flags & DEFINITE):
        return None
    inner = at + 2 if counted else at + 1
    if counted and tokens[inner].text[0].isdigit():
        inner += 1
    people = tokens[inner] if inner < len(tokens) else None
    if people is None or people.word.flags & TIME:
        return None
    known = people.word.flags & (ROLE | UNNAMED | NATIONALITY | ADDRESSEE)
    if not known and not (people.word.flags & DEFINITE and people.text.endswith(("ين", "ون"))):
        return None
    rest = _simple(tokens, inner, False)
    if rest is not None and rest.is_person:
        return None
    return Phrase(at, rest.end if rest is not None else inner + 1, None, None, UNNAMED)


def _quantity(tokens: list[Token], first: Phrase) -> Phrase:
    """``أكثر من 70 في المئة من المستجيبين``: the whole, where people are counted; else the phrase as it is."""
    for at in range(first.start + 1, min(first.start + 9, len(tokens) - 1)):
        people = tokens[at + 1].word
        if (
            tokens[at].text == "من"
            and people.flags & (ROLE | UNNAMED | DEFINITE | RELATIVE)
            and not people.flags & TIME
        ):
            rest = _simple(tokens, at + 1, False)
            return Phrase(first.start, rest.end if rest is not None else at + 2, None, None, UNNAMED)
        if tokens[at].word.cue or tokens[at].word.flags & COMPLEMENTISER:
            break
    return first


def _second_title(tokens: list[Token], first: Phrase) -> Phrase | None:
    """One person with two titles (``قاضي القضاة ومستشار الرئيس محمود …``); ``ونظيره`` brings another person."""
    if first.end >= len(tokens):
        return None
    token = tokens[first.end]
    learned = _is_epithet(tokens[first.start]) and _is_epithet(token)
    if first.head & (DEFINITE | UNNAMED) and not learned:
        return None
    if (
        token.word.conjunction != "و"
        or not token.word.flags & ROLE
        or token.word.base in GROUPS["counterparts"]
    ):
        return None
    right = _simple(tokens, first.end, False, joined=True)
    if right is None or right.name is None or right.title is None:
        return None
    if token.word.flags & DEFINITE and not learned:
        return None
    return Phrase(first.start, right.end, right.name, (first.start, right.name[0]), first.head)


def _is_epithet(token: Token) -> bool:
    """Whether a definite word says what somebody does for a living (``الخبير``, ``والمحللة``): two of them go together in one."""
    base = strip_article(token.word.base).removesuffix("ه")
    return bool(token.word.flags & DEFINITE) and base in GROUPS["callings"]


def _joined(tokens: list[Token], at: int, left: Phrase) -> Phrase | None:
    """The phrase joined to *left* by و at token *at*, where both are names of the same kind."""
    token = tokens[at]
    if token.kind == PUNCTUATION and token.text in "،," and at + 1 < len(tokens):
        following = tokens[at + 1].word
        if not (left.is_person and following.conjunction == "و" and following.flags & ROLE):
            return None
        right = _simple(tokens, at + 1, False, joined=True)
        return right if right and right.is_person else None
    if token.kind != WORD:
        return None
    if token.text == "و" and at + 1 < len(tokens):
        right = _simple(tokens, at + 1, True)
        return replace(right, start=at + 1) if right and _alike(tokens, left, right) else None
    word = token.word
    if (
        not (token.text.startswith("و") and len(token.text) > 3)
        or word.cue
        or (word.flags & NAME and not word.conjunction)
    ):
        return None
    right = _simple(tokens, at, False, joined=True)
    return right if right and _alike(tokens, left, right) else None


def _alike(tokens: list[Token], left: Phrase, right: Phrase) -> bool:
    if left.is_person:
        return right.is_person or _are_unnamed(tokens[right.start])
    if right.is_person:
        return bool(left.head & ROLE)
    kinds = UNNAMED | ROLE
    return (
        bool(left.head & (COUNTRY | CITY) and right.head & (COUNTRY | CITY))
        or bool(left.head & kinds and right.head & kinds)
        or bool(left.head & INSTITUTION and right.head & UNNAMED)
        or bool(left.head & right.head & BODY)
        or bool(left.head & MEDIA and right.head & OUTLET)
    )


def _are_unnamed(token: Token) -> bool:
    """Whether an indefinite word means several sources (``ومصدران``, ``وشهود``): no second title of the person before it."""
    flags = token.word.flags
    several = token.text.endswith(("ون", "ان", "اء")) or token.word.base in GROUPS["sources_in_plural"]
    return several and bool(flags & UNNAMED) and not flags & DEFINITE


def _simple(tokens: list[Token], at: int, bare_quote: bool, joined: bool = False) -> Phrase | None:
    """One phrase without coordination."""
    size, initials = len(tokens), GROUPS["initials"]
    if at < size and tokens[at].word.flags & CIRCUMSTANCE:
        at = skip_adverbs(tokens, at)
    if at + 2 < size and tokens[at].text in initials and tokens[at + 1].text in (".", "/"):
        at += 2
    if at >= size:
        return None
    token = tokens[at]
    if token.word.flags & POINTING or token.text in ("ذات", "نفس"):
        if at + 1 < size and tokens[at + 1].word.flags & DEFINITE:
            at += 1
            token = tokens[at]
    if token.text[0].isdigit() and (
        at + 1 >= len(tokens) or not tokens[at + 1].word.flags & (ROLE | UNNAMED | INSTITUTION | COMMON)
    ):
        return None
    if token.kind == QUOTE:
        words = token.text.split()
        head = look_up(words[0]).flags & (INSTITUTION | ROLE | UNNAMED | MEDIA | DEFINITE)
        head = head if head & SOURCE_HEAD else OUTLET
        return Phrase(at, at + 1, None, None, head) if bare_quote and len(words) <= 5 else None
    if token.kind != WORD or not (may_start_joined if joined else may_start)(token):
        return None
    if is_prefixed_name(tokens, at):
        return None
    if token.text in GROUPS["partitives"] and not _partitive_source(tokens, at + 1):
        return None
    head = classes_of_head(token)
    body = bool(head & BODY) and not head & HUMAN
    end, name, title_end = at, None, None
    while end < size and end - at < LONGEST:
        if end > at and tokens[end - 1].word.flags & DEFINITE_ROLE == DEFINITE_ROLE:
            named_body = end - at > 2 and _names_body(tokens[end - 2])
            if (body or named_body) and starts_name(tokens, end, at, False):
                stop = name_end(tokens, end)
                if body:
                    end = stop
                    break
                lineage = GROUPS["lineage_particles"] - {"عبد"}
                end = stop if any(t.text in lineage for t in tokens[end:stop]) else end + 1
                continue
        if tokens[end].text in initials and end + 1 < size and tokens[end + 1].text in (".", "/"):
            end += 2
            continue
        if not body and starts_name(tokens, end, at, joined and end == at):
            stop = name_end(tokens, end)
            if stop > end and _is_complement(tokens, at, end):
                end = stop
                break
            if stop > end:
                owned = _has_pronoun(tokens[at]) or tokens[at].text.endswith("ات")
                begin = at if end == at + 1 and not head & ~(COMMON | CITY) and not owned else end
                name, title_end = (begin, stop), begin
                end = stop
                break
        step = continues(tokens, end, at, head) if end > at else 1
        if step == 0:
            break
        end += step
    if end == at:
        return None
    if name is None and head & ROLE:
        ahead = honorific_ahead(tokens, end)
        if ahead is not None and (stop := name_end(tokens, ahead)) > ahead:
            name, title_end, end = (ahead, stop), ahead, stop
    if (
        name is None
        and head & (ROLE | UNNAMED)
        and end - at > 1
        and tokens[end - 1].kind == QUOTE
        and is_marked_name(tokens[end - 1])
    ):
        name, title_end = (end - 1, end), end - 1
    if (
        name is None
        and head & ROLE
        and tokens[at].word.flags & HONORIFIC
        and end - at == 2
        and tokens[at + 1].word.flags & DEFINITE
        and not tokens[at + 1].word.flags & ~(DEFINITE | COMMON)
    ):
        name, title_end = (at + 1, end), at + 1
    if name == (at, at + 1) and end < size and tokens[end].text == "(":
        if (behind := _initials_end(tokens, end)) > end:
            return Phrase(at, behind, None, None, head | UNNAMED)
    title = (at, title_end) if title_end is not None and title_end > at else None
    if name is None:
        if head & ROLE and (second := _named_second_title(tokens, end)) is not None:
            return Phrase(at, second.end, second.name, (at, end), head)
        if head & (ROLE | UNNAMED | DEFINITE):
            late = apposed_name(tokens, end) or name_after_title(tokens, end, head)
            if late:
                return Phrase(at, late[1], late, (at, late[0]), head)
            aside = name_behind_aside(tokens, end, head)
            if aside:
                return Phrase(at, aside[1], aside, (at, end), head)
        if opens_speech(tokens, end + 1):
            return with_common_name(tokens, Phrase(at, end, None, None, head))
    else:
        role = apposed_role(tokens, end)
        if role:
            apposed = role if title else None
            title = title or role
            if role[0] == end:
                end = role[1]
            return Phrase(at, end, name, title, head, apposed=apposed)
    return Phrase(at, end, name, title, head)


def _has_pronoun(token: Token) -> bool:
    """Whether a noun has a pronoun (``مديرته كريستين لاغارد``): a title, no first name."""
    return token.text.endswith(("ته", "تها", "ها", "هم"))


def _names_body(token: Token) -> bool:
    """Whether a body or place is named after whom follows (``مركز الملك سلمان``)."""
    return bool(token.word.flags & (INSTITUTION | NAME_HEAD)) and not token.word.flags & DEFINITE


def _is_complement(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a name at *at* belongs to whom an unnamed source is close to (``مصدر مقرب من الرئيس …``), not to the source."""
    head = tokens[start].word.flags
    if start + 1 == at and heads_plural(tokens[start]):
        return True
    if not head & (UNNAMED | ROLE) or head & DEFINITE or start + 1 >= at:
        return False
    first = tokens[start + 1]
    parted = bool(first.word.preposition or first.word.flags & PREPOSITION) or first.text == "باسم"
    if (head & ROLE and not parted) or (not head & UNNAMED and first.text == "من"):
        return False
    for position in range(at - 1, start, -1):
        token = tokens[position]
        if token.word.preposition or token.word.flags & PREPOSITION or token.text == "باسم":
            return position == at - 1 or any(t.word.flags & ROLE for t in tokens[position:at])
    return False


def _partitive_source(tokens: list[Token], at: int) -> bool:
    """Whether أحد, بعض, عدد من are followed by people or bodies, not things."""
    while at < len(tokens) and tokens[at].text == "من":
        at += 1
    if at >= len(tokens) or tokens[at].kind != WORD:
        return False
    token = tokens[at]
    return bool(
        token.word.flags
        & (ROLE | UNNAMED | INSTITUTION | MEDIA | DOCUMENT | NATIONALITY | ADDRESSEE | DEFINITE)
    ) or token.text.endswith(("ين", "ون", "يه", "يها", "يهم"))


def skip_adverbs(tokens: list[Token], at: int) -> int:
    """The first position from *at* that is no adverb or time word (``أيضا``, ``أمس``, ``الثلاثاء``), nor a bracket after one."""
    timed = False
    while at < len(tokens):
        token = tokens[at]
        flags = token.word.flags
        if (
            token.kind == WORD
            and (flags & CIRCUMSTANCE or (timed and (flags & TIME_MODIFIER or token.text.isdigit())))
            and (not flags & (SOURCE_HEAD | COUNTRY) or flags & (TIME | TIME_MODIFIER))
            and not token.word.cue
        ):
            timed = timed or bool(flags & TIME)
            at += 1
            if at < len(tokens) and tokens[at].text == "(":
                at = after_bracket(tokens, at)
        else:
            break
    return at


def with_common_name(tokens: list[Token], phrase: Phrase) -> Phrase:
    """A definite title and the common word behind it, which can only be a name (``أن الرئيس سلام أبلغه``)."""
    token = tokens[phrase.end]
    if (
        phrase.name is not None
        or phrase.head & DEFINITE_ROLE != ROLE | DEFINITE
        or phrase.end - phrase.start != 1
        or token.kind != WORD
        or len(token.text) < 3
        or token.word.flags & ~(COMMON | CITY | NAME | NOT_NAME)
        or token.word.cue
        or token.word.conjunction
        or token.word.preposition
        or token.text.endswith(("ا", "ه", "ها", "هم", "ات", "ين", "ون"))
    ):
        return phrase
    return Phrase(
        phrase.start, phrase.end + 1, (phrase.end, phrase.end + 1), (phrase.start, phrase.end), phrase.head
    )


def _named_second_title(tokens: list[Token], at: int) -> Phrase | None:
    """A second title behind a comma that bears the name (``مدير الإدارة، رئيس اللجنة المهندس نبيل العطار``)."""
    if at + 1 >= len(tokens) or tokens[at].text not in ("،", ","):
        return None
    word = tokens[at + 1].word
    if not word.flags & ROLE or word.conjunction or word.preposition or word.cue:
        return None
    second = _simple(tokens, at + 1, False)
    return second if second is not None and second.is_person else None
