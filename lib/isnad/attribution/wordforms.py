"""Words of names and titles compared: stems, spellings, short forms, and the words that stand before a surname."""

import re
from collections.abc import Callable

from isnad.attribution.shapes import is_future
from isnad.remembered import remembered
from isnad.words import (
    CITY,
    COMMON,
    COUNTRY,
    DEFINITE,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    NEVER_NAME,
    NOT_NAME,
    ROLE,
    Word,
    is_listed,
    look_up,
    strip_article,
)

# A word before an offset is looked for so far back.
FARTHEST = 24
# Words at the end of what stands before an offset.
ABD_BEFORE = re.compile(r"(?<!\w)عبد $")
COMMA_BEFORE = re.compile(r"([^\W_]+)[،,]? $")
LAST_WORD = re.compile(r"([^\W_]+) ?$")
LAST_BEFORE_COMMA = re.compile(r"([^\W_]+)[،,]? ?$")
LAST_TWO = re.compile(r"([^\W_]+) ([^\W_]+) ?$")


@remembered
def stem(word: str) -> str:
    """A word for comparing titles: no article, no feminine or relational ending, nationality as its country's stem, one word for
    all who speak for somebody (``ناطق``, ``متحدث``)."""
    word = strip_article(word[1:] if word[0] in "وب" and word[1:].startswith("ال") else word)
    if word.startswith("لل"):
        word = word[2:]
    if word.removesuffix("ه") in GROUPS["spokesmen"]:
        return "متحدث"
    for ending in ("يه", "ي", "ه", "يا", "ا"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def covers(short: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether a short title (``وزير الخارجية``) is part of a longer one, the head being the same (or ``نظيره``).

    Whom a title serves is not who bears it: ``الرئيس`` is no part of ``مستشار الرئيس``, nor ``الرئيس الفلاني`` of ``رئيس الوزراء``.
    """
    if not short or not title:
        return False
    wanted, stems = [stem(w) for w in short], [stem(w) for w in title]
    if wanted[0] not in stems:
        return stems[0].startswith("نظير") and len(wanted) > 1 and all(w in stems for w in wanted[1:])
    at = stems.index(wanted[0])
    if len(short) == 2 and look_up(short[1]).flags & NATIONALITY and wanted[0] in GROUPS["heads_of_state"]:
        state = at + 1 < len(title) and look_up(title[at + 1]).flags & (NATIONALITY | COUNTRY)
        return bool(state) and wanted[1] in stems
    return all(w in stems for w in wanted) and not (at and _is_served(title, at))


def _is_served(title: tuple[str, ...], at: int) -> bool:
    """Whether the word at *at* stands in construct behind a title or body, or behind باسم or ل (``المتحدث باسم الرئيس``)."""
    before = look_up(title[at - 1]).flags
    closed = DEFINITE | NATIONALITY | COUNTRY | CITY | HONORIFIC
    definite = any(look_up(word).flags & DEFINITE for word in title[at:])
    construct = definite and before & (ROLE | INSTITUTION) and not before & closed
    return bool(construct) or title[at - 1] == "باسم" or title[at].startswith("لل")


def nationalities(words: tuple[str, ...]) -> set[str]:
    return {stem(word) for word in words if look_up(word).flags & NATIONALITY}


def agrees(adjectives: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether adjectives of a short form can go with a full name: they stand in it, or are no nationality."""
    return all(a in words or not look_up(a).flags & NATIONALITY for a in adjectives)


def is_same_noun(a: str, b: str) -> bool:
    return strip_article(a) == strip_article(b)


def extends(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return strip_article(short[0]) == strip_article(long[0])


@remembered
def skeleton(word: str) -> str:
    """A word with letters that outlets use for the same foreign sound made one (``مارغالو``, ``مارجالو``)."""
    return word.replace("غ", "ج").replace("ق", "ج").replace("ك", "ج")


@remembered
def name_key(word: str) -> str:
    """What one word of a name is compared by: its skeleton, without ال."""
    return strip_article(skeleton(word))


def is_short_form(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether *short* is a surname, a first name or both ends of *long*."""
    short, long = tuple(map(skeleton, short)), tuple(map(skeleton, long))
    if short == long[-len(short) :] or short == long[: len(short)]:
        return True
    alike = [strip_article(w) for w in long]
    return all([strip_article(w) in alike for w in short])


def _word_before(key: str, at: int) -> tuple[str, int]:
    """The word before the space or underscore that stands right before *at* (a # between aside), and where it begins; empty if there is none."""
    edge = at - 1 if key[at - 1 : at] == "#" else at
    if edge < 1 or key[edge - 1] not in " _":
        return "", at
    begin, least = edge - 1, max(0, at - FARTHEST)
    while begin > least and key[begin - 1].isalnum():
        begin -= 1
    return key[begin : edge - 1], begin


def names_before(key: str, at: int, is_ali: Callable[[int], bool] = lambda _: False) -> tuple[str, ...]:
    """Words of a personal name that stand right before offset *at*; *is_ali* tells the name علي from على by its last letter."""
    words: list[str] = []
    while len(words) < 4:
        word, begin = _word_before(key, at)
        if not word:
            break
        info = look_up(word)
        if word.startswith("ال") and ABD_BEFORE.search(key[max(0, at - FARTHEST) : begin]):
            words[:0] = ["عبد", word]
            at = begin - 4
            continue
        if word == "علي" and is_ali(begin + 2) and _settled(key, begin, comma=True):
            info = look_up("علي*")
        plain = (
            info.flags == COMMON
            and not (word[0] == "ي" or (len(word) > 4 and word.endswith("ت")))
            and (not words or words[0] in GROUPS["name_particles"])
            and not word.endswith(("ه", "ا", "ات", "ون", "ين"))
            and _settled(key, begin, comma=not words and key.startswith("ال", at))
        )
        named = (
            (info.flags & NAME and not info.flags & (NEVER_NAME | HONORIFIC))
            or (info.flags == NATIONALITY and bool(words) and words[0] in GROUPS["lineage_particles"])
            or (
                not info.flags
                and info.cue is None
                and len(word) > 2
                and not is_future(word)
                and not word.endswith("تها")
            )
            or (plain and info.cue is None)
        )
        if (
            info.flags & (NAME | COMMON | NEVER_NAME) == NAME
            and info.cue is None
            and _prefixed(info, key, begin)
        ):
            words.insert(0, info.base)
            break
        if word in GROUPS["name_particles"] and words:
            pass
        elif (
            not named
            or info.conjunction
            or info.preposition
            or (info.flags & ROLE and (word in GROUPS["ranks"] or not _settled(key, begin)))
        ):
            break
        if not words and not info.flags & NAME and (_owned(key, begin) or _is_feminine_verb(word)):
            break
        if _names_body(key, begin):
            break
        words.insert(0, word)
        at = begin
    while words and words[0] in {"بن", "بنت", "ال", "الله", "الدين"}:
        words.pop(0)
    return tuple(words)


def _prefixed(word: Word, key: str, at: int) -> bool:
    """Whether a first name at offset *at* has ل, or و behind another name: behind a full stop و opens a verb (``وأشرف``)."""
    if word.conjunction + word.preposition != "و":
        return word.conjunction + word.preposition == "ل" and not is_listed(word.key)
    match = COMMA_BEFORE.search(key[max(0, at - 24) : at])
    flags = look_up(match.group(1)).flags if match else NOT_NAME
    return not flags & ~(NAME | DEFINITE | NATIONALITY | COMMON)


def bearer_of_kunya(words: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The name that the text writes right before a kunya (``محمود عباس (أبو مازن)``); empty where it never does."""
    kunya = "".join(words)[3:]
    for match in re.finditer(rf"[ («“\"']+ابو ?{re.escape(kunya)}(?!\w)", key):
        before = names_before(key, match.start() + 1 if key[match.start()] == " " else match.start())
        if len(before) > 1:
            return before
    return ()


def _owned(key: str, at: int) -> bool:
    """Whether a body's or place's head noun stands right before offset *at*: what follows it is its name (``حزب ميريتس``)."""
    match = LAST_WORD.search(key[max(0, at - 24) : at])
    flags = look_up(match.group(1)).flags if match else 0
    return bool(flags & INSTITUTION) or flags & (NOT_NAME | ROLE | DEFINITE) == NOT_NAME


def _names_body(key: str, at: int) -> bool:
    """Whether a body in construct and a form of address stand before offset *at*: it is named after whom follows (``مسجد الشيخ زايد``)."""
    match = LAST_TWO.search(key[max(0, at - 40) : at])
    if match is None:
        return False
    body, honorific = look_up(match.group(1)).flags, look_up(match.group(2)).flags
    return bool(honorific & HONORIFIC and body & (INSTITUTION | NAME_HEAD)) and not body & DEFINITE


def _is_feminine_verb(word: str) -> bool:
    """Whether a word is a listed past verb in the feminine (``تولت``): no first name."""
    return word.endswith("ت") and len(word) > 3 and any(is_listed(word[:-1] + end) for end in ("", "ي", "ا"))


def _settled(key: str, at: int, comma: bool = False) -> bool:
    """Whether a definite word or a nationality stands right before offset *at*, or before a comma there."""
    match = (LAST_BEFORE_COMMA if comma else LAST_WORD).search(key[max(0, at - 24) : at])
    return bool(match) and bool(look_up(match.group(1)).flags & (DEFINITE | NATIONALITY))
