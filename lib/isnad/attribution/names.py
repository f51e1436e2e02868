"""Personal names inside a phrase: where one begins after titles, and where it ends.

News names many people that no list holds, and many surnames are common words. A name is read from the lists of names,
from words that no list knows, and from what closes a subject: a complementiser, a preposition, a comma, marks.
"""

from isnad.attribution.boundaries import closes_firmly, closes_subject, is_adverbial, opens_speech
from isnad.attribution.shapes import (
    INFLECTED,
    is_inflected,
    is_oblique_plural,
    is_our_verb,
    is_owned,
    is_relational_surname,
    is_verbal_noun,
    unlisted,
)
from isnad.attribution.surnames import (
    SHORT,
    between_names,
    ends_name,
    foreign_name_end,
    is_adjective_in_ta,
    is_construct,
    is_definite_feminine,
    is_feminine_noun,
    is_hyphened,
    is_ki,
    is_nisba_of_noun,
    is_nisba_of_role,
    is_noun_behind_surname,
    is_object_in_construct,
    is_placed,
    is_plain_behind_honorific,
    is_plural_or_owned,
    is_surname_by_apposition,
    is_title_between_names,
    is_van,
    joins_name,
    role_as_surname,
)
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.remembered import remembered
from isnad.words import (
    ADVERB,
    CITY,
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    DOCUMENT,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    NATIONALITY,
    NOT_NAME,
    OUTLET,
    PLACE,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TIME,
    UNNAMED,
    WEEKDAY,
)

NO_FIRST_NAME = (
    COMPLEMENTISER
    | RELATIVE
    | CONJUNCTION
    | TIME
    | ADVERB
    | NATIONALITY
    | DEMONSTRATIVE
    | INSTITUTION
    | MEDIA
    | DOCUMENT
)
OTHER_NOUN = ROLE | UNNAMED | NOT_NAME | MEDIUM
LOCALITY = COUNTRY | PLACE | OUTLET
SETTLED = DEFINITE | NATIONALITY

LINEAGE = frozenset(("بن", "بنت", "ال"))
LONGEST_NAME = 7


def starts_name(tokens: list[Token], at: int, start: int, joined: bool) -> bool:
    token = tokens[at]
    if token.kind != WORD or _is_never_first(token):
        return False
    word = token.word
    flags = word.flags
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if at > start and tokens[at - 1].word.flags & SETTLED and is_hyphened(tokens, at):
        return True
    if token.text == "ال" and (following is None or following.kind != WORD):
        return False
    if token.text in GROUPS["letter_names"] and _spells_letters(tokens, at):
        return True
    lineage = following is not None and following.text in LINEAGE and _bears_lineage(token, following)
    if lineage and not word.preposition:
        return not word.conjunction or joined
    if joined and word.conjunction and not flags & SOURCE_HEAD:
        flags |= NAME
    if flags & NATIONALITY and _is_nation_as_name(tokens, at, start):
        return True
    if flags & NO_FIRST_NAME:
        return False
    if word.preposition or (flags & PREPOSITION and not flags & NAME) or (word.conjunction and not joined):
        return False
    if following is not None and following.text == "عدم":
        return False
    inside = at > start and not flags & NAME
    if inside and following is not None and following.word.flags & DEFINITE and is_adjective_in_ta(following):
        return False
    alone = at == start and flags & (ROLE | NAME | UNNAMED) == ROLE | NAME and closes_subject(tokens, at + 1)
    if flags & OTHER_NOUN and not (alone or _is_title_then_name(tokens, at, start)):
        return False
    if flags & DEFINITE:
        if not flags & NAME and following is not None and following.word.flags & (NAME | DEFINITE) == NAME:
            # What is said of a person before the name (``الثلاثيني أمجد``).
            return False
        return (
            at == start and not flags & SOURCE_HEAD and bool(flags & NAME or _lone_definite_name(tokens, at))
        )
    if flags & LOCALITY and (at == start or not flags & NAME or _wants_place(tokens, at - 1)):
        return False
    if word.cue and word.cue.form != "noun" and not flags & NAME:
        return False
    if at == start and not flags & ~COMMON and (is_owned(token.text) or token.text.endswith("تها")):
        return False
    if at == start:
        return (
            bool(flags & NAME)
            or token.text[0].isascii()
            or (flags == CITY and closes_subject(tokens, at + 1))
            or next_is_name(tokens, at + 1)
            or _lone_name(tokens, at)
            or (
                unlisted(token)
                and (stop := foreign_name_end(tokens, at)) > at
                and (opens_speech(tokens, stop) or _is_apposed(tokens, stop))
            )
        )
    if _wants_place(tokens, at - 1) and not next_is_name(tokens, at + 1):
        return False
    previous = tokens[at - 1]
    construct = (
        previous.kind == WORD
        and not previous.word.flags & (DEFINITE | NATIONALITY | COUNTRY | CITY)
        and previous.word.flags & (ROLE | INSTITUTION | NOT_NAME)
    )
    if construct and not flags & NAME:
        return False
    if not flags & NAME and (
        (token.text[0] == "ب" and next_is_name(tokens, at + 1))
        or (
            tokens[start].word.flags & (UNNAMED | DEFINITE) == UNNAMED and not is_construct(tokens, start, at)
        )
    ):
        return False
    if construct and previous.word.flags & (INSTITUTION | NOT_NAME):
        return bool(flags & NAME) and next_is_name(tokens, at + 1)
    if previous.word.flags & HONORIFIC and is_plain_behind_honorific(tokens, at):
        return True
    settled = previous.kind == QUOTE or bool(previous.word.flags & SETTLED)
    if settled and foreign_name_end(tokens, at) > at:
        return True
    if flags == COMMON and settled and not token.text.endswith(INFLECTED) and following is not None:
        if following.word.flags == DEFINITE and following.text not in GROUPS["blessings"]:
            return opens_speech(tokens, at + 2)
        return (
            bool(following.word.flags & NAME or not following.word.flags)
            and following.kind == WORD
            and closes_subject(tokens, at + 2)
        )
    if flags & NAME:
        return True
    if flags & CITY and (
        is_placed(previous) or (previous.word.flags == COMMON and next_is_name(tokens, at + 1))
    ):
        return False
    named = bool(flags) or not token.text.endswith(("ها", "هم"))
    return named and (not flags & ~CITY or unlisted(token))


@remembered
def _is_never_first(token: Token) -> bool:
    """Whether no name begins with a word, whatever stands beside it: a number, a letter alone, a noun or particle that is no name."""
    text, word, flags = token.text, token.word, token.word.flags
    if text[0].isdigit() or (len(text) == 1 and not text.isascii()):
        return True
    if text in GROUPS["letter_names"] or (word.base in GROUPS["nations_as_names"] and not word.preposition):
        return False
    if word.preposition:
        return True
    if len(text) <= SHORT or word.conjunction or flags & NAME or flags in (0, COMMON, DEFINITE):
        return False
    return bool(flags & (NO_FIRST_NAME | PREPOSITION | OTHER_NOUN | DEFINITE))


def _is_nation_as_name(tokens: list[Token], at: int, start: int) -> bool:
    """Whether a nationality is a first name (``العقيد تركي المالكي``): after a definite title, or with a surname behind it."""
    word = tokens[at].word
    if word.base not in GROUPS["nations_as_names"] or word.conjunction or word.preposition:
        return False
    if at > start:
        # An adjective would be definite here.
        return tokens[at - 1].kind == WORD and bool(tokens[at - 1].word.flags & SETTLED)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and (
        next_is_name(tokens, at + 1) or unlisted(following) or is_relational_surname(following)
    )


def _spells_letters(tokens: list[Token], at: int) -> bool:
    """Whether initials spelled out begin a name (``جي دي فانس``)."""
    end = at
    while end < len(tokens) and tokens[end].text in GROUPS["letter_names"]:
        end += 1
    return end - at > 1 and end < len(tokens) and (unlisted(tokens[end]) or next_is_name(tokens, end))


def _bears_lineage(token: Token, following: Token) -> bool:
    """Whether a word before بن, بنت or آل may be a first name, known, unknown or definite (``بيشي بن عيسى``)."""
    flags = token.word.flags
    return bool(flags & NAME) or (
        following.text != "ال" and (not flags & ~DEFINITE or unlisted(token)) and token.word.cue is None
    )


def _lone_name(tokens: list[Token], at: int) -> bool:
    """Whether one to three unlisted words stand as a subject alone (``وقال لافروف إن``); plurals and possessives do not."""
    end = at
    while (
        end < len(tokens)
        and end - at < 3
        and unlisted(tokens[end])
        and not is_plural_or_owned(tokens[end].text)
    ):
        end += 1
    plain = end - at > 1 or (end > at and not tokens[at].text.endswith("ه"))
    closes = closes_subject(tokens, end) or (end - at > 1 and bool(tokens[end].word.flags & ROLE))
    return plain and (closes or is_object_in_construct(tokens, end))


def _is_title_then_name(tokens: list[Token], at: int, start: int) -> bool:
    """Whether a word that is both a common noun and a name (``أمين``, ``سالم``) stands where a first name does."""
    word = tokens[at].word
    if not word.flags & NAME or word.flags & DEFINITE or word.base in GROUPS["ranks"]:
        return False
    previous = tokens[at - 1] if at > start else None
    if previous is None:
        # A title before a name would be definite: ``رائد صلاح``, ``سلطان أحمد``.
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return (
            following is not None
            and word.base in GROUPS["titles_as_names"]
            and following.word.flags & (NAME | DEFINITE | COUNTRY | CITY | ROLE) == NAME
            and not following.word.preposition
        )
    settled = previous.kind == WORD and bool(previous.word.flags & (DEFINITE | NATIONALITY | COUNTRY))
    return settled and (
        next_is_name(tokens, at + 1) or (at + 1 < len(tokens) and is_relational_surname(tokens[at + 1]))
    )


def _lone_definite_name(tokens: list[Token], at: int) -> bool:
    """A definite surname alone (``السيسي``) is read as a name only where the lists know nothing else of it."""
    return not tokens[at].word.flags & ~DEFINITE and not tokens[at].text.endswith(("يون", "يين"))


def _wants_place(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind == WORD and bool(token.word.flags & INSTITUTION) and not token.word.flags & DEFINITE


def next_is_name(tokens: list[Token], at: int) -> bool:
    if at >= len(tokens) or tokens[at].kind != WORD:
        return False
    token = tokens[at]
    flags = token.word.flags
    if token.text in GROUPS["name_particles"]:
        return True
    if (
        flags & (COMPLEMENTISER | RELATIVE | TIME | PREPOSITION | ADVERB | CONJUNCTION)
        or token.word.preposition
        or token.word.conjunction
    ):
        return False
    if flags & (ROLE | INSTITUTION | NATIONALITY | MEDIA | DOCUMENT | NOT_NAME) and not flags & NAME:
        return False
    return (
        bool(flags & NAME)
        or (flags & DEFINITE and not flags & ~DEFINITE)
        or (token.text[0].isascii() and token.text[0].isalpha())
    )


def name_end(tokens: list[Token], at: int) -> int:
    """The end of the personal name that starts at *at*."""
    end = at + 1
    while end < len(tokens) and end - at < LONGEST_NAME:
        token = tokens[end]
        if token.kind == PUNCTUATION and token.text in {"-", "'", "’", "."} and end + 1 < len(tokens):
            joined = tokens[end + 1]
            close = (tokens[end - 1].joins and token.joins) or (
                token.text == "." and len(tokens[end - 1].text) <= 2
            )
            glued = token.text == "-" and joined.kind == WORD and joined.word.cue is None
            if joined.kind == WORD and close and (glued or _may_be_name(tokens, end + 1)):
                end += 2
                continue
            break
        if token.kind != WORD or not _may_be_name(tokens, end):
            if not between_names(tokens, at, end):
                break
            end += 1
        end += 1
    end = max(_named_by_place(tokens, at, end) or end, foreign_name_end(tokens, at))
    while end > at + 1 and tokens[end - 1].text in {"بن", "بنت", "ابن", "عبد", "دي", "فان", "فون"}:
        end -= 1
    return end


def _may_be_name(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    word = token.word
    flags = word.flags
    if word.base in GROUPS["phrase_ends"] or is_our_verb(token):
        return False
    if is_oblique_plural(token) and not flags & NAME:
        return False
    if token.text in GROUPS["superlatives"] and not closes_subject(tokens, at + 1):
        return False
    if token.text == "الله" and tokens[at - 1].word.flags & DEFINITE and tokens[at - 1].text != "العبد":
        return False
    if token.text in GROUPS["name_particles"] or is_van(tokens, at) or is_ki(tokens, at):
        return True
    if tokens[at - 1].text in GROUPS["letter_names"] and (
        token.text in GROUPS["letter_names"] or tokens[at - 2].text in GROUPS["letter_names"]
    ):
        return True
    if len(token.text) == 1 and not token.text.isascii():
        return False
    if tokens[at - 1].text in GROUPS["name_particles"] and flags & DEFINITE:
        return True
    if tokens[at - 1].text in GROUPS["lineage_particles"] and not (
        flags & (COMPLEMENTISER | RELATIVE | PREPOSITION) or word.preposition or word.conjunction
    ):
        return True
    if (
        at + 1 < len(tokens)
        and tokens[at + 1].text == "الله"
        and tokens[at - 1].word.flags & NAME
        and not word.conjunction
    ):
        return True
    if is_verbal_noun(token) or (is_owned(token.text) and not flags & NAME):
        return False
    if flags & TIME and flags & NAME and tokens[at - 1].word.flags & NAME and next_is_name(tokens, at + 1):
        return True
    if token.text[0].isdigit() or flags & (
        COMPLEMENTISER | RELATIVE | WEEKDAY | DEMONSTRATIVE | TIME | CONJUNCTION
    ):
        return False
    if (flags & PREPOSITION and not flags & NAME) or (flags & ADVERB and not flags & NAME):
        return False
    previous = tokens[at - 1]
    if flags & (PLACE | COUNTRY):
        bare = previous.word.flags & (NAME | DEFINITE | COUNTRY) == NAME and not flags & COUNTRY
        return bare and (
            opens_speech(tokens, at + 1) or (at + 1 < len(tokens) and tokens[at + 1].text == "عن")
        )
    if word.cue and word.cue.form != "noun":
        return (
            bool(flags & NAME)
            and word.cue.form in ("past", "present")
            and not word.conjunction
            and (closes_subject(tokens, at + 1) or next_is_name(tokens, at + 1))
        )
    if flags & NATIONALITY:
        first = previous.word.flags & (NAME | DEFINITE) == NAME
        second = at > 1 and bool(tokens[at - 2].word.flags & NAME or unlisted(tokens[at - 2]))
        return first and not (flags & DEFINITE and second) and closes_subject(tokens, at + 1)
    if word.conjunction or word.preposition:
        return False
    if is_surname_by_apposition(tokens, at) or is_nisba_of_role(token, previous):
        return True
    if token.text in GROUPS["titles_as_names"] and is_title_between_names(tokens, at):
        return True
    if flags & COMMON and not flags & NAME:
        return False
    if flags & DEFINITE:
        if is_noun_behind_surname(tokens, at):
            return False
        return not flags & (INSTITUTION | MEDIA | DOCUMENT | UNNAMED | NOT_NAME) and (
            not flags & ROLE or bool(flags & NAME)
        )
    if previous.word.flags & DEFINITE and not flags & NAME:
        return (
            at > 1
            and (tokens[at - 2].text == "عبد" or previous.text in ("الدين", "الله"))
            and (unlisted(token) or (flags == COMMON and closes_subject(tokens, at + 1)))
        )
    if flags & (ROLE | UNNAMED | INSTITUTION | MEDIA | DOCUMENT | NOT_NAME | MEDIUM):
        if not flags & NAME or previous.word.flags & DEFINITE:
            return False
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return (
            previous.text in GROUPS["name_particles"]
            or following is None
            or following.kind != WORD
            or bool(following.word.flags & (COMPLEMENTISER | PREPOSITION | TIME))
            or following.text in GROUPS["name_particles"]
        )
    return True


def _named_by_place(tokens: list[Token], at: int, end: int) -> int | None:
    """A longer end of the name that began at *at*, where common words stand between a first name and a boundary.

    Surnames are often common words (``ميشال فرعون``); behind a first name, up to the complementiser or preposition that
    closes the subject, they are read as part of the name.
    """
    position, definite = end, False
    bare = end - 2 if tokens[end - 2].text != "عبد" else end - 3
    lineage = end - at > 1 and tokens[bare].text in ("بن", "بنت")
    while position < len(tokens) and position - end < 2 and position - at < LONGEST_NAME:
        token = tokens[position]
        word = token.word
        plain = (
            token.kind == WORD
            and word.cue is None
            and word.conjunction in {"", "ف"}
            and word.preposition in {"", "ك", "ب"}
            and len(token.text) > 1
        )
        if (
            not plain
            or word.flags & ~(COMMON | DEFINITE | NAME | CITY | role_as_surname(tokens, position))
            or (
                is_inflected(token)
                and not (lineage and word.flags & DEFINITE and not is_feminine_noun(token))
                and not (is_definite_feminine(token) and opens_speech(tokens, position + 1))
                and not (end == at + 1 and is_feminine_noun(token) and _is_apposed(tokens, position + 1))
            )
            or is_verbal_noun(token)
            or is_our_verb(token)
            or ends_name(token)
        ):
            break
        position += 1
        if word.flags & DEFINITE:
            definite = True
            break
    if position == end or (position - end > 1 and (end - at > 1 or not tokens[at].word.flags & NAME)):
        return None
    named = bool(tokens[end - 1].word.flags & NAME)
    relational = named and (
        (end - at > 1 and tokens[position - 1].text.endswith("ي")) or is_nisba_of_noun(tokens[position - 1])
    )
    if definite and not relational:
        closes = lineage or closes_firmly(tokens, position)
    else:
        auxiliary = at > 0 and tokens[at - 1].text in GROUPS["auxiliaries"]
        doubtful = (end - at > 1 or auxiliary) and not definite and is_adverbial(tokens, position)
        joined = relational and position < len(tokens) and joins_name(tokens[position])
        closes = (closes_subject(tokens, position) or joined) and not doubtful
    return position if closes else None


def _is_apposed(tokens: list[Token], at: int) -> bool:
    """Whether a comma and a role stand at *at* (``جاك مونيه، مدير البرنامج``): what stands before is a name."""
    return (
        at + 1 < len(tokens)
        and tokens[at].kind == PUNCTUATION
        and tokens[at].text in "،,"
        and bool(tokens[at + 1].word.flags & ROLE)
    )
