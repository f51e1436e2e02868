"""Marked spans that are names, titles or terms, told apart from speech by what stands beside them."""

import re

from isnad.attribution.marks import Marked
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.outlets import is_outlet
from isnad.words import (
    CITY,
    COMMON,
    COMPLEMENTISER,
    COUNTRY,
    DEFINITE,
    GROUPS,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    NAME_HEAD,
    NAME_START,
    NATIONALITY,
    OUTLET,
    PREPOSITION,
    ROLE,
    TERM_HEAD,
    TIME,
    UNNAMED,
    Word,
    known_names,
    look_up,
    strip_article,
)

WORDS = re.compile(r"[^\W_]+")
NUMBERED = re.compile(r"(?:[^\W\d_]+[ -]){1,3}(?:\d+|[A-Za-z]+)")
INITIALS = re.compile(r"[^\W\d_](?:[. ]+[^\W\d_])+\.?")

# Letters of the first name in a list of names.
LONGEST_LISTED = 40
# Marked names in a row («…» و«…») are looked back upon so far.
ROW_MAX = 12
# What is set in marks so often is a name, and what stands so often without them a term.
OFTEN = 3
# Words of a marked span that may be a name as well as speech.
FRAGMENT = 3
# Words of a marked span that names something for a whole article once it names it anywhere.
LABEL_MAX = 5
# A name in marks has no more words than so, a list of names aside.
NAME_MAX = 8
# The full name of a body before its abbreviation in marks has so many words.
BODY_MAX = 8


def is_label(tokens: list[Token], at: int, known: frozenset[str] = frozenset(), row: int = 0) -> bool:
    """Whether a marked span is a name, a title or a term by what stands beside it, whatever governs the sentence."""
    token = tokens[at]
    words = token.words
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if previous is not None and previous.kind == WORD:
        flags = previous.word.flags
        if flags & TERM_HEAD and words <= NAME_MAX:
            return True
        if previous.text in {"بعنوان", "عنوان", "عنوانه", "عنوانها", "باسم", "اسم", "المعنون", "المعنونه"}:
            return True
        if flags & (NAME_HEAD | MEDIA) and words <= (2 if flags & DEFINITE else 6):
            return True
        if previous.text in {"ل", "الي", "مع"} and words <= 4 and _addressee(tokens, at):
            return True
        if _is_called(tokens, at):
            return True
        if words <= 6 and (_titled(tokens, at) or _in_its_place(tokens, at)):
            return True
    if words > NAME_MAX:
        return 0 < token.text.find("،") < LONGEST_LISTED and _lists_all_names(token.text)
    if previous is not None and words <= 4 and _owns_object(previous):
        return True
    if words <= 5 and token.text in known:
        return True
    if words == 1 and (look_up(token.text).flags & (NATIONALITY | TIME) or _is_foreign_word(token.text)):
        return True
    if 2 <= words <= 5 and _names_a_body(token.text):
        return True
    if 2 <= words <= 4 and token.text.startswith(("ابو ", "ابي ", "ابا ")):
        return True
    if (
        words <= 5
        and at > 1
        and previous is not None
        and previous.text == ":"
        and _lists_names(tokens, at - 2)
    ):
        return True
    if words <= 6 and all(w in GROUPS["letter_names"] or w.isdigit() for w in WORDS.findall(token.text)):
        return True
    if words <= 5 and (token.text.strip(" .،") in known_names() or _all_names(token.text)):
        return True
    if 0 < token.text.find("،") < LONGEST_LISTED and _lists_all_names(token.text):
        return True
    beside = at - 2 if at > 1 and previous is not None and previous.text == "و" else at - 1
    if (
        words <= 4
        and at > 0
        and row < ROW_MAX
        and tokens[beside].kind == QUOTE
        and is_label(tokens, beside, row=row + 1)
    ):
        return True
    if words == 1 and _abbreviates(tokens, at):
        return True
    if words <= 2 and INITIALS.fullmatch(token.text):
        return True
    if words <= 4 and (token.text[-1].isascii() or token.text[-1].isdigit()) and _is_model(token.text):
        return True
    if look_up(token.text.split()[0]).flags & NAME_START:
        return True
    if (
        following is not None
        and following.text == "("
        and words <= 5
        and at + 2 < len(tokens)
        and tokens[at + 2].text.isascii()
    ):
        return True
    if words <= 4 and not any("\u0600" <= ch <= "\u06ff" for ch in token.text):
        return True
    return (
        quote_is_subject(tokens, at)
        and previous is not None
        and previous.word.cue is not None
        and words <= 3
        and bool(following and following.word.flags & COMPLEMENTISER)
    )


def is_known_label(tokens: list[Token], at: int, labels: frozenset[str]) -> bool:
    """Whether a marked span is a name: one of the article's *labels*, or by its place where it is too long for these."""
    text = tokens[at].text
    return text in labels or (tokens[at].words > LABEL_MAX and is_label(tokens, at))


def stands_bare(text: str, body: str, marks: list[Marked]) -> bool:
    """Whether a noun phrase or a foreign name in marks stands in the article without them too (``«الجادة» … زوار الجادة``).

    A single listed word needs to stand there ``OFTEN``.
    """
    if body.count(text) < 2:
        return False
    words = [look_up(word) for word in WORDS.findall(text)]
    if not _are_nominal(words):
        return False
    wanted = OFTEN if len(words) == 1 and words[0].flags & COMMON else 1
    at = body.find(text)
    while at >= 0 and wanted:
        end = at + len(text)
        alone = not body[at - 1 : at].isalnum() and not body[end : end + 1].isalnum()
        if alone and not any(mark.outer_start <= at < mark.outer_end for mark in marks):
            wanted -= 1
        at = body.find(text, end)
    return not wanted


def _are_nominal(words: list[Word]) -> bool:
    """Whether words are definite throughout or names, or one is unlisted, as in a foreign name; none is a cue."""
    if not words or any(word.cue is not None or word.preposition for word in words):
        return False
    return all(word.flags & (DEFINITE | COUNTRY | CITY | NAME) for word in words) or any(
        word.flags & OUTLET or (not word.flags and len(word.key) > 2) for word in words
    )


def _lists_all_names(text: str) -> bool:
    """Whether a marked span is a list of names parted by commas (``«سامي الحداد، رامي العطار»``)."""
    return all(_all_names(part.strip().removeprefix("و")) for part in text.split("،"))


def _is_model(text: str) -> bool:
    """Whether words end with a number or Latin letters, as things are called (``غالاكسي إس 9``), and begin with no verb or preposition."""
    if not NUMBERED.fullmatch(text):
        return False
    opening = look_up(text.split()[0])
    return opening.cue is None and not opening.preposition and not opening.flags & PREPOSITION


def _owns_object(token: Token) -> bool:
    """Whether a verb of producing with its object stands before the mark (``اقتراح قدمته «…»``): the span is its subject."""
    return (
        token.kind == WORD
        and token.text.removesuffix("ا").removesuffix("ه") in GROUPS["producing"]
        and token.text.endswith(("ته", "تها"))
    )


def is_passive(tokens: list[Token], at: int) -> bool:
    """Whether a verb of describing or accusing has its ب right behind it, so that what it says it of is its subject (``خطة وصفت بأنها``)."""
    word = tokens[at].word
    cue, following = word.cue, tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        cue is not None
        and cue.form in ("past", "present")
        and cue.lemma in GROUPS["accusing"]
        and not word.pronoun
        and following is not None
        and following.kind == WORD
        and (following.word.preposition == "ب" or following.text.startswith("بان"))
    )


def _is_called(tokens: list[Token], at: int) -> bool:
    """Whether the mark is what something is called by: ``يطلق عليه «…»``, ``الملقب بـ«…»``, ``ما يسمى محليا «…»``."""
    head = at - 1
    if tokens[head].text in ("عليه", "عليها", "عليهم", "ب"):
        head -= 1
    if head > 0 and head >= at - 2 and tokens[head].text.endswith("يا"):
        head -= 1
    return 0 <= head < at - 1 and bool(tokens[head].word.flags & TERM_HEAD)


def _in_its_place(tokens: list[Token], at: int) -> bool:
    """Whether the place is one of names: a list of examples, a thing counted, a button, what is held to be something."""
    token, before = tokens[at], tokens[at - 1]
    words = token.words
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if before.text == "مثل":
        return words <= 5 and _lists_names(tokens, at - 1)
    if before.text.isdigit() or before.text in GROUPS["numerals"]:
        return words <= 2
    earlier = tokens[at - 2] if at > 1 else None
    if before.text == "اي":
        return words <= 4 and earlier is not None and earlier.kind != WORD
    if before.text in ("قبل", "طرف", "يد") and earlier is not None and earlier.text in ("من", "علي"):
        return words <= 4
    if before.word.flags & (ROLE | UNNAMED) and not before.word.flags & DEFINITE and before.word.cue is None:
        return words <= 2 and token.text.startswith("ال") and not before.text.endswith("ه")
    if before.text in ("علي", "فوق") and at > 1 and tokens[at - 2].text in GROUPS["pressed"]:
        return True
    if before.text == "بين":
        return (
            words <= 3
            and following is not None
            and (following.text == "و" or bool(following.word.conjunction))
        )
    if before.text in GROUPS["asides"]:
        return words <= 5 and any(t.word.flags & (NAME_HEAD | ROLE) for t in tokens[max(0, at - 4) : at - 1])
    cue = before.word.cue
    if cue is None or cue.form not in ("past", "present") or before.word.pronoun:
        return False
    if cue.key in GROUPS["holding"]:
        opens = earlier is None or earlier.kind == PUNCTUATION or bool(before.word.conjunction)
        return opens and not look_up(token.text.split()[0]).flags & COMPLEMENTISER
    return words == 1 and _is_family_name(token.text)


def _lists_names(tokens: list[Token], at: int) -> bool:
    """Whether مثل stands at *at* behind another noun than one of speaking (``تطبيقات مثل «…»``, not ``عبارات مثل «…»``)."""
    return tokens[at].text == "مثل" and at > 0 and tokens[at - 1].word.base not in GROUPS["utterances"]


def _is_family_name(text: str) -> bool:
    """Whether a definite word is a family's name: no list explains it, or only as a common word in ي (``ناشد «الحربي» الوزير``)."""
    flags = look_up(text).flags
    return flags == DEFINITE or (flags == DEFINITE | COMMON and len(text) > 5 and text.endswith("ي"))


def _titled(tokens: list[Token], at: int) -> bool:
    """Whether a work's or body's noun stands before the mark: ``ورقة عن «…»``, ``مسرحية الأطفال «…»``, ``كتابه «…»``."""
    if at > 1 and tokens[at - 1].text in ("عن", "حول") and tokens[at - 2].word.base in GROUPS["works"]:
        return True
    if _owned(tokens[at - 1].word.base) in GROUPS["titles"]:
        return True
    head = at - 1
    things = GROUPS["named_things"]
    while head > 0 and at - head < 4 and tokens[head].kind == WORD and tokens[head].word.flags & DEFINITE:
        if strip_article(tokens[head].word.base) in things:
            return True
        head -= 1
    word = tokens[head].word
    words = tokens[at].words
    if word.base in things:
        return True
    named = word.base in GROUPS["works"] or (bool(word.flags & MEDIA) and words <= 2)
    return head < at - 1 and words <= 4 and named and not word.flags & DEFINITE


def _owned(word: str) -> str:
    """A noun without the pronoun written onto it (``كتابها``, ``روايته``); empty where there is none."""
    for ending in ("هم", "ها", "ه"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return stem[:-1] + "ه" if stem.endswith("ت") else stem
    return ""


def _abbreviates(tokens: list[Token], at: int) -> bool:
    """Whether an unlisted word stands behind the full name of a body (``منظمة التربية والعلم والثقافة «…»``)."""
    word = look_up(tokens[at].text)
    if word.flags & ~DEFINITE or word.cue is not None or word.key.endswith(("ت", "وا")):
        return False
    head = at - 1
    while (
        head > 0 and at - head < BODY_MAX and tokens[head].kind == WORD and tokens[head].word.flags & DEFINITE
    ):
        head -= 1
    flags = tokens[head].word.flags
    return head < at - 1 and bool(flags & (INSTITUTION | NAME_HEAD)) and not flags & DEFINITE


def _names_a_body(text: str) -> bool:
    """Whether a span begins with a body's noun in construct and ends definite: ``مجلس سوريا الديمقراطية``."""
    words = WORDS.findall(text)
    if 1 < len(words) < 4 and words[0] in GROUPS["sites"]:
        return not look_up(words[1]).flags & COMMON or words[1].startswith("ال")
    if len(words) < 3:
        return False
    first, last = look_up(words[0]), look_up(words[-1])
    return (
        bool(first.flags & INSTITUTION)
        and not first.flags & DEFINITE
        and not first.conjunction
        and words[-1].startswith("ال")
        and not last.preposition
        and all(look_up(w).cue is None and not look_up(w).flags & PREPOSITION for w in words[1:])
    )


def _is_foreign_word(text: str) -> bool:
    """Whether no list explains a word, nor one with a clitic or an ending of Arabic: a foreign name or term."""
    word = text.removeprefix("ال")
    return (
        len(word) > 3
        and WORDS.fullmatch(word) is not None
        and not look_up(text).flags & ~DEFINITE
        and not look_up(word).flags
        and look_up(text).cue is None
        and not word.endswith(("ه", "ها", "هم", "ات", "ين", "ون", "ا", "ي", "ت", "ء"))
        and word[0] not in "يتنأبلوف"
    )


def _all_names(text: str) -> bool:
    """Whether every word is a place, a personal name or unlisted (a foreign name in Arabic letters)."""
    words = [look_up(word) for word in WORDS.findall(text)]
    if len(words) == 1 and not words[0].flags & (COUNTRY | CITY | NAME):
        return False
    if 2 <= len(words) <= 4 and words[0].flags & NAME and not words[0].flags & COMMON:
        if all(w.flags & DEFINITE and not w.flags & ~(DEFINITE | COMMON | NAME) for w in words[1:]):
            return True
    return bool(words) and all(
        (w.flags & (COUNTRY | CITY | NAME) and not w.flags & COMMON)
        or (not w.flags and w.cue is None and len(w.key) > 2)
        or (len(words) > 1 and w.key in GROUPS["letter_names"])
        for w in words
    )


def _addressee(tokens: list[Token], at: int) -> bool:
    """``قال لـ«عكاظ»``: behind ل or مع comes a news organisation, when it is a listed one or content follows it at once."""
    cue = any(t.word.cue for t in tokens[max(0, at - 14) : at]) or any(
        t.word.flags & MEDIUM for t in tokens[max(0, at - 4) : at]
    )
    if not cue or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.text in "،," and at + 2 < len(tokens):
        following = tokens[at + 2]
    return (
        is_outlet(tokens[at].text)
        or following.kind == QUOTE
        or following.text == ":"
        or bool(following.word.flags & COMPLEMENTISER)
    )


def quote_is_subject(tokens: list[Token], at: int) -> bool:
    """``قالت «الغارديان» إن``: a short marked span that a complementiser, a comma or a preposition follows."""
    if at >= len(tokens) or tokens[at].kind != QUOTE or tokens[at].words > 4:
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return False
    if following.kind == WORD and not following.word.conjunction:
        return (
            bool(following.word.flags & COMPLEMENTISER)
            or bool(following.word.preposition)
            or following.word.base in {"في", "عن", "علي", "الي", "نقلا"}
        )
    return following.text == ":"
