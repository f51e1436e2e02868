"""Noun phrases that name a source: title and name, institution, unnamed source, document.

Arabic puts titles before names (``وزير الخارجية الأميركي أنتوني بلينكن``) or in apposition after a comma
(``جين ساكي، المتحدثة باسم البيت الأبيض``). A phrase is read from its first word to the first that cannot belong to it.
"""

from typing import NamedTuple

from isnad.attribution.names import (
    closes_subject,
    foreign_name_end,
    has_verb_shape,
    honorific_ahead,
    is_marked_name,
    name_end,
    next_is_name,
    starts_name,
    unlisted,
)
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    ADDRESSEE,
    ADVERB,
    CITY,
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    DOCUMENT,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    NOT_NAME,
    OUTLET,
    PLACE,
    POINTING,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TIME,
    TIME_MODIFIER,
    UNNAMED,
    WEEKDAY,
    group,
    is_listed,
    look_up,
)  # fmt: skip

LONGEST = 24


class Phrase(NamedTuple):
    """Token positions of a source's phrase: the whole, the person's name in it, the title before or after the name."""

    start: int
    end: int
    name: tuple[int, int] | None
    title: tuple[int, int] | None
    head: int
    joint: tuple["Phrase", ...] = ()

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
    each = (
        tokens[at].text in ("كل", "كلا") and at + 2 < len(tokens) and tokens[at + 1].text == "من"
        if at < len(tokens)
        else False
    )
    first = _simple(tokens, at + 2 if each else at, bare_quote)
    if first is None:
        return None
    joined = [first]
    end = first.end
    while end < len(tokens) and len(joined) < 6:
        more = _joined(tokens, end, joined[-1])
        if more is None:
            break
        joined.append(more)
        end = more.end
    if len(joined) == 1:
        return first
    return Phrase(first.start, end, None, None, first.head, tuple(joined))


def _joined(tokens: list[Token], at: int, left: Phrase) -> Phrase | None:
    """The phrase joined to *left* by و at token *at*, where both are names of the same kind."""
    token = tokens[at]
    if token.kind == PUNCTUATION and token.text in "،," and at + 1 < len(tokens):
        return None
    if token.kind != WORD:
        return None
    if token.text == "و" and at + 1 < len(tokens):
        right = _simple(tokens, at + 1, True)
        return right._replace(start=at + 1) if right and _alike(left, right) else None
    word = token.word
    if (
        not (token.text.startswith("و") and len(token.text) > 3)
        or word.cue
        or (word.flags & NAME and not word.conjunction)
    ):
        return None
    right = _simple(tokens, at, False, joined=True)
    return right if right and _alike(left, right) else None


def _alike(left: Phrase, right: Phrase) -> bool:
    if left.is_person:
        return right.is_person
    if right.is_person:
        return bool(left.head & ROLE)
    kinds = UNNAMED | ROLE
    return (
        bool(left.head & (COUNTRY | CITY) and right.head & (COUNTRY | CITY))
        or bool(left.head & kinds and right.head & kinds)
        or bool(left.head & INSTITUTION and right.head & UNNAMED)
        or bool(left.head & right.head & (INSTITUTION | MEDIA))
    )


def _simple(tokens: list[Token], at: int, bare_quote: bool, joined: bool = False) -> Phrase | None:
    """One phrase without coordination."""
    at = skip_adverbs(tokens, at)
    if at + 1 < len(tokens) and tokens[at].word.flags & POINTING and tokens[at + 1].word.flags & DEFINITE:
        at += 1
    if at >= len(tokens):
        return None
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
    if token.kind != WORD or not _may_start(token, joined):
        return None
    if token.text in group("partitives") and not _partitive_source(tokens, at + 1):
        return None
    head = token.word.flags | (ROLE if token.word.flags & HONORIFIC else 0)
    body = bool(head & (INSTITUTION | MEDIA)) and not head & (ROLE | UNNAMED | NAME)
    end, name, title_end = at, None, None
    while end < len(tokens) and end - at < LONGEST:
        token = tokens[end]
        borne = body and end > at and tokens[end - 1].word.flags & (ROLE | DEFINITE) == ROLE | DEFINITE
        if borne and starts_name(tokens, end, at, False):
            end = name_end(tokens, end)
            break
        if name is None and not body and starts_name(tokens, end, at, joined and end == at):
            stop = name_end(tokens, end)
            if stop > end:
                begin = at if end == at + 1 and not head & ~(COMMON | CITY) else end
                name, title_end = (begin, stop), begin
                end = stop
                break
        step = _continues(tokens, end, at, head, joined and end == at)
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
    title = (at, title_end) if title_end is not None and title_end > at else None
    if name is None:
        late = _apposed_name(tokens, end, head)
        if late:
            return Phrase(at, late[1], late, (at, end), head)
    else:
        role = apposed_role(tokens, end)
        if role:
            title = title or role
            if role[0] == end:
                end = role[1]
    return Phrase(at, end, name, title, head)


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
    ) or token.text.endswith(("ين", "ون"))


def skip_adverbs(tokens: list[Token], at: int) -> int:
    """The first position from *at* that is no adverb or time word (``أيضا``, ``أمس``, ``الثلاثاء``), nor a bracket after one."""
    timed = False
    while at < len(tokens):
        token = tokens[at]
        flags = token.word.flags
        if (
            token.kind == WORD
            and (flags & (ADVERB | TIME) or (timed and (flags & TIME_MODIFIER or token.text.isdigit())))
            and (not flags & (SOURCE_HEAD | COUNTRY) or flags & (TIME | TIME_MODIFIER))
            and not token.word.cue
        ):
            timed = timed or bool(flags & TIME)
            at += 1
            if at < len(tokens) and tokens[at].text == "(":
                at = after_bracket(tokens, at)
        elif token.text == "#":
            at += 1
        else:
            break
    return at


def after_bracket(tokens: list[Token], at: int) -> int:
    """The position after the bracket that opens at *at*; the bracket alone where it is never closed."""
    for position in range(at + 1, min(len(tokens), at + 14)):
        if tokens[position].text in (")", "]"):
            return position + 1
    return at + 1


def _may_start(token: Token, joined: bool) -> bool:
    word = token.word
    if word.preposition or (word.conjunction and not joined):
        return False
    if word.flags & (COMPLEMENTISER | RELATIVE | CONJUNCTION):
        return False
    if word.flags & PREPOSITION and not word.flags & (SOURCE_HEAD | NAME):
        return False
    if (
        word.cue
        and not word.flags & (NAME | SOURCE_HEAD)
        and (word.cue.form != "noun" or word.key.startswith("بال"))
    ):
        return False
    if len(token.text) == 1 and not token.text.isdigit():
        return False
    if has_verb_shape(token) or token.text in group("never_subjects") or _is_prefixed_common(token):
        return False
    return not token.text[0].isdigit() or len(token.text) < 4


def _is_prefixed_common(token: Token) -> bool:
    """Whether a common word is ل on another (``لبقاء``): an object or a purpose, no subject."""
    rest = token.text[1:]
    return token.text[0] == "ل" and len(rest) > 3 and token.word.flags == COMMON and is_listed(rest)


def _continues(tokens: list[Token], at: int, start: int, head: int, joined: bool) -> int:
    """How many tokens from *at* go on with a phrase that has no personal name yet (0: none)."""
    token = tokens[at]
    word = token.word
    flags = word.flags
    if at == start:
        return 1
    if token.kind == WORD and len(token.text) == 1 and not token.text.isascii() and token.text != "د":
        return 0
    if token.kind == QUOTE:
        holder = tokens[at - 1].word.flags & (MEDIA | INSTITUTION | NAME_HEAD | ROLE | UNNAMED) or head & (
            MEDIA | ROLE
        )
        return 1 if len(token.text.split()) <= 5 and tokens[at - 1].text not in ":،," and holder else 0
    if word.cue and word.cue.form == "masdar":
        return 0
    before = tokens[at - 1]
    if before.word.flags & DEMONSTRATIVE and at - start > 1:
        return 0
    if (
        flags & DEFINITE
        and flags & (DOCUMENT | MEDIUM)
        and before.word.flags & DEFINITE
        and not word.preposition
    ):
        return 0
    if (
        flags & DEFINITE
        and flags & INSTITUTION
        and head & DEFINITE
        and head & (DOCUMENT | INSTITUTION | MEDIA)
        and before.word.flags & DEFINITE
        and not flags & NATIONALITY
        and not word.preposition
        and token.text != "المنظمه"
    ):
        return 0
    if before.kind == QUOTE and flags & ROLE and flags & DEFINITE:
        return 0
    if (
        head & MEDIA
        and token.kind == WORD
        and at - start < 6
        and not word.cue
        and not word.conjunction
        and not word.preposition
    ):
        unlisted = not flags & ~(COMMON | NAME | CITY | OUTLET | COUNTRY | PLACE) and not head & DEFINITE
        near = any(
            closes_subject(tokens, k) or tokens[k].word.cue for k in range(at + 1, min(at + 3, len(tokens)))
        )
        common = flags & COMMON and at - start > 1 and not flags & OUTLET and not near
        if unlisted and not common and not tokens[at - 1].word.flags & NATIONALITY:
            return 1
    if token.kind == PUNCTUATION:
        if token.text == "(":
            after = after_bracket(tokens, at)
            return (
                after - at
                if after - at <= 8
                and after < len(tokens)
                and (tokens[at + 1].kind != WORD or not tokens[at + 1].word.cue)
                else 0
            )
        if token.text == "#":
            return 1
        if (
            token.text in "-–"
            and at + 1 < len(tokens)
            and tokens[at - 1].end == token.start
            and tokens[at + 1].start == token.end
        ):
            return 2
        return 0
    if (
        flags & POINTING
        and head & ROLE
        and at + 1 < len(tokens)
        and tokens[at + 1].word.flags & DEFINITE
        and tokens[at - 1].word.flags & ROLE
        and not tokens[at - 1].word.flags & (DEFINITE | INSTITUTION)
    ):
        return 2
    if flags & (COMPLEMENTISER | RELATIVE | WEEKDAY | CONJUNCTION | POINTING):
        return 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and (
        (token.text == "اول" and following.text in ("امس", "من"))
        or (token.text in ("عام", "سنه", "العام") and following.text[0].isdigit())
    ):
        return 0
    if (
        tokens[at - 1].kind == QUOTE
        and not flags & (DEFINITE | NATIONALITY | COUNTRY | PREPOSITION)
        and not word.preposition
    ):
        return 0
    if (
        flags & TIME
        and not flags & (SOURCE_HEAD & ~OUTLET)
        and not (head & UNNAMED and token.text == "مطلع")
        and not (flags & OUTLET and tokens[at - 1].word.flags & MEDIA)
    ):
        return 0
    if (
        word.cue
        and word.cue.form in ("past", "present", "participle")
        and not flags & (SOURCE_HEAD | NATIONALITY)
        and not _is_genitive_name(word, tokens[at - 1])
    ):
        return 0
    if flags & ADVERB and not flags & SOURCE_HEAD:
        return 0
    if word.base in group("phrase_ends") or has_verb_shape(token):
        return 0
    if following is not None and following.text == "عدم":
        return 0
    if token.text in ("عليه", "عليها", "عليهم") and any(stem in before.text for stem in group("in_charge")):
        return 1
    if (
        token.text.endswith(("ها", "هم"))
        and not flags & NAME
        and before.word.flags & (ROLE | INSTITUTION) != ROLE
        and at - start > 1
    ):
        return 0
    if token.text == "وسط" and before.text in ("لاعب", "خط", "لاعبي", "متوسط"):
        return 1
    if token.text == "باسم" or (flags & PREPOSITION and not flags & (SOURCE_HEAD | NAME)):
        return _title_prepositional(tokens, at, start, head)
    if word.preposition:
        return _title_prepositional(tokens, at, start, head)
    if word.conjunction:
        if not flags and token.text.endswith(("ها", "هم")):
            return 0
        return (
            1
            if flags & DEFINITE
            or ((flags & NOT_NAME and not token.text.endswith(("ها", "هم", "ه"))) and not word.cue)
            else 0
        )
    previous = tokens[at - 1]
    if head & (COUNTRY | CITY) and not head & SOURCE_HEAD:
        if token.text in group("paper_words"):
            return 1
        return 1 if flags & (COUNTRY | DEFINITE) and previous.word.flags & COUNTRY and flags & COUNTRY else 0
    settled = (
        previous.kind == WORD and bool(previous.word.flags & NATIONALITY) and previous.text.startswith("ال")
    )
    closed = previous.kind == WORD and bool(previous.word.flags & DEFINITE)
    if (
        closed
        and not flags & (DEFINITE | ROLE | UNNAMED | NATIONALITY | COUNTRY | CITY | DEMONSTRATIVE | NAME)
        and flags & (NOT_NAME | COMMON | MEDIUM | DOCUMENT)
    ):
        return 0
    if closed and flags & (COUNTRY | CITY) and not flags & (SOURCE_HEAD | NATIONALITY | DEFINITE | NAME):
        return 0
    if (
        settled
        and flags & DEFINITE
        and not flags & (NATIONALITY | NOT_NAME | ROLE | NAME)
        and not token.text.endswith(("ي", "يه"))
    ):
        return 0
    if flags & DEFINITE or flags & (NATIONALITY | NOT_NAME | COUNTRY | CITY | DEMONSTRATIVE):
        return 1
    if flags & SOURCE_HEAD:
        return 1
    if (
        flags & COMMON
        and previous.kind == WORD
        and (
            (head & ROLE and not previous.word.flags & (DEFINITE | NATIONALITY))
            or token.text.endswith(("ي", "يه"))
        )
    ):
        return 1
    construct = (
        previous.kind == WORD
        and not previous.word.flags & DEFINITE
        and previous.word.flags & (SOURCE_HEAD | NOT_NAME | NAME)
    )
    return 1 if construct or head & UNNAMED or not flags else 0


def _is_genitive_name(word, previous: Token) -> bool:
    return bool(word.flags & NAME) and bool(previous.word.flags & (ROLE | INSTITUTION))


def _takes_direction(tokens: list[Token], start: int, at: int, inner: int) -> bool:
    """Whether إلى belongs to a title (``المبعوث إلى ليبيا``): right behind it, a body or country following."""
    return (
        bool(tokens[start].word.flags & ROLE)
        and bool(tokens[inner].word.flags & (INSTITUTION | COUNTRY | CITY))
        and not any(t.word.flags & PREPOSITION or t.word.preposition for t in tokens[start + 1 : at])
    )


def _title_prepositional(tokens: list[Token], at: int, start: int, head: int) -> int:
    """Tokens of a prepositional part of a title (``باسم وزارة الدفاع``, ``لدى الأمم المتحدة``, ``في البيت الأبيض``), or 0."""
    word = tokens[at].word
    standing = word.base if word.flags & PREPOSITION and not word.preposition else ""
    preposition = standing or word.preposition
    if tokens[at].text == "باسم":
        return (
            2
            if at + 1 < len(tokens) and tokens[at + 1].kind in (WORD, QUOTE) and head & (ROLE | UNNAMED)
            else 0
        )
    if preposition not in group("title_prepositions") or not head & (
        ROLE | UNNAMED | INSTITUTION | DOCUMENT | (MEDIA if preposition == "ل" else 0)
    ):
        return 0
    inner = at + 1 if standing else at
    if inner >= len(tokens):
        return 0
    if tokens[inner].kind == QUOTE:
        return (
            inner + 1 - at
            if standing in ("في", "من", "ب")
            and not tokens[inner].text.startswith(("ان", "ا "))
            and head & (ROLE | UNNAMED)
            and len(tokens[inner].text.split()) <= 5
            else 0
        )
    if tokens[inner].kind != WORD:
        return 0
    flags = tokens[inner].word.flags
    if flags & (COMPLEMENTISER | RELATIVE) or (flags & ADDRESSEE and preposition == "ل"):
        return 0
    in_charge = tokens[at - 1].text.endswith(tuple(group("in_charge"))) or tokens[start].text.endswith(
        tuple(group("in_charge"))
    )
    issued = head & DOCUMENT and (
        tokens[at - 1].text.startswith("صادر") or flags & (INSTITUTION | ROLE | COUNTRY)
    )
    if preposition in ("عن", "علي") and (issued or in_charge) and tokens[inner].text != "لسان":
        return inner + 1 - at
    if (preposition == "الي" and not _takes_direction(tokens, start, at, inner)) or (
        preposition == "من"
        and (
            (head & INSTITUTION and not head & UNNAMED)
            or (flags & COMMON and not flags & (SOURCE_HEAD | DEFINITE | NATIONALITY | COUNTRY | CITY | NAME))
        )
    ):
        return 0
    if (
        flags & (MEDIUM | TIME | MEDIA | OUTLET | RELATIVE | COMPLEMENTISER | DEMONSTRATIVE)
        and not flags & INSTITUTION
        and tokens[inner].word.base != "وسايل"
    ):
        return 0
    if preposition in ("عن", "علي") and not (
        flags & (INSTITUTION | NOT_NAME | DEFINITE) and in_charge and tokens[inner].text != "لسان"
    ):
        return 0
    if preposition == "ل" and (
        not flags or (flags & (MEDIA | OUTLET) and not head & DOCUMENT and word.base != "وسايل")
    ):
        return 0
    if (
        preposition == "في"
        and not flags & (INSTITUTION | COUNTRY | CITY | DEFINITE | NOT_NAME)
        and not next_is_name(tokens, inner + 1)
        and tokens[inner].text not in group("workplaces")
        and not (unlisted(tokens[inner]) and inner + 1 < len(tokens) and unlisted(tokens[inner + 1]))
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


def _apposed_name(tokens: list[Token], at: int, head: int) -> tuple[int, int] | None:
    """A name between commas, brackets or quotation marks after a title: ``وزير الخارجية، جون كيري، إن``."""
    if not head & (ROLE | UNNAMED | DEFINITE) or at + 1 >= len(tokens):
        return None
    if (
        tokens[at].text in ("،", ",", "-", ":", "–")
        and tokens[at].kind == PUNCTUATION
        and tokens[at].text != ":"
    ):
        begin = at + 1
        while begin < len(tokens) and (
            tokens[begin].text == "#"
            or (tokens[begin].word.flags & (HONORIFIC | ROLE) and tokens[begin].word.flags & DEFINITE)
        ):
            begin += 1
        if begin < len(tokens) and (
            starts_name(tokens, begin, begin, False)
            or unlisted(tokens[begin])
            or foreign_name_end(tokens, begin) > begin
        ):
            end = name_end(tokens, begin)
            end = max(end, foreign_name_end(tokens, begin))
            named = end - begin >= 2 or tokens[begin].word.flags & NAME
            closes = (
                end >= len(tokens)
                or tokens[end].kind != WORD
                or bool(tokens[end].word.flags & (COMPLEMENTISER | TIME | PREPOSITION))
            )
            if named and closes:
                return begin, end
    return None


def apposed_role(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """A role after a name, with or without a comma: ``جون تيري مدافع تشيلسي``, ``جين ساكي، المتحدثة باسم …``."""
    begin = at
    if begin < len(tokens) and tokens[begin].text in ("،", ","):
        begin += 1
    if begin >= len(tokens) or tokens[begin].kind != WORD:
        return None
    word = tokens[begin].word
    if (
        not word.flags & (ROLE | UNNAMED)
        or word.conjunction
        or word.preposition
        or (word.cue and word.cue.form == "participle")
    ):
        return None
    end = begin
    while end < len(tokens) and end - begin < LONGEST:
        step = _continues(tokens, end, begin, word.flags, False)
        if step == 0:
            break
        end += step
    return begin, end
