"""Cues: which words of a sentence are cues here, and the frame that each one opens.

A verb alone is no evidence. Words that are more than cues (``بين``, ``عبر``, ``رد``) count only where what they need stands
beside them; negated and conditional ones do not count at all.
"""

import re
from dataclasses import dataclass, field

from isnad.attribution.labels import is_label, is_passive
from isnad.attribution.phrases import Phrase
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIUM,
    NAME,
    NATIONALITY,
    OWN_CLAUSE,
    OWN_VOICE,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    UNNAMED,
    Cue,
)

# Words between بين and وبين.
PAIRED = 15
PARTING = frozenset("،,-–—")
VERBAL_NOUN = re.compile("م[^\\W_]ا[^\\W_]{2}ه")


@dataclass(slots=True, eq=False)
class Frame:
    """One cue in a sentence; positions are token positions."""

    at: int
    cue: Cue
    subject: Phrase | None = None
    basis: str = "continuation"
    after_subject: int = 0
    relays: list[Phrase] = field(default_factory=list)
    told: list[Phrase] = field(default_factory=list)
    medium: str | None = None
    clause: int | None = None
    colon: int | None = None
    quote: int | None = None
    asked: Phrase | None = None
    carrier: str = ""
    outer: list["Frame"] = field(default_factory=list)
    taken_from: "Frame | None" = None

    @property
    def has_content(self) -> bool:
        return self.clause is not None or self.colon is not None or self.quote is not None


def is_parenthesis(tokens: list[Token], frame: Frame) -> bool:
    """Whether a verb in the present and its subject stand between commas or dashes (``وعلى هذا، يقول التقرير، تراجعت الأسعار``)."""
    at, subject = frame.at, frame.subject
    if frame.cue.form != "present" or at < 2 or tokens[at - 1].text not in PARTING or subject is None:
        return False
    end = subject.end
    return (
        subject.start > at
        and not tokens[at].word.conjunction
        and (tokens[at - 1].joins or tokens[at - 1].text in "،,")
        and frame.basis == "explicit"
        and frame.cue.key in GROUPS["parenthetic"]
        and end + 3 < len(tokens)
        and tokens[end].text in PARTING
        and not tokens[end + 1].word.flags & (COMPLEMENTISER | RELATIVE)
        and not tokens[end + 1].word.conjunction
        and tokens[end + 1].kind == WORD
    )


def _is_name_at(tokens: list[Token], at: int) -> bool:
    """Whether a word of scripture or verse opens a person's phrase here (``وقال الشاعر محمد``, ``أكد عز الدين``)."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and (following.text == "الدين" or bool(following.word.flags & NAME))


def stands_as_cue(tokens: list[Token], at: int, cue: Cue) -> bool:
    token = tokens[at]
    word = token.word
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.text in GROUPS["negations"] and cue.form == "present":
        return False
    if (previous is not None and previous.text == "عدم") or _withholds_name(tokens, at):
        return False
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if following in GROUPS["scripture"] and not _is_name_at(tokens, at + 1):
        return False
    if cue.needs and cue.form in ("past", "present") and not _meets_need(tokens, at, cue):
        return False
    if cue.form == "present" and at and not word.conjunction and _not_said(tokens, at, cue):
        return False
    if is_passive(tokens, at) or _is_other_word(tokens, at):
        return False
    if cue.form == "present" and previous is not None and previous.text == "كما":
        parted = at < 2 or tokens[at - 2].kind != WORD
        if not parted and cue.type in ("directive", "criticism"):
            return False
    if cue.lemma == "أضاف" and at + 1 < len(tokens) and _is_plain_object(tokens[at + 1]):
        return False
    if cue.form in ("past", "present"):
        if word.flags & OWN_VOICE and cue.form == "present" and _impersonal(tokens, at):
            return False
        if (
            cue.form == "past"
            and not word.conjunction
            and previous is not None
            and previous.text in {"ان", "بان", "وان", "فان"}
            and not (at > 1 and tokens[at - 2].text in GROUPS["before_that"])
        ):
            return False
        if (
            word.key == "نشر"
            and previous is not None
            and previous.word.flags & (DOCUMENT | MEDIUM)
            and not previous.word.flags & DEFINITE
        ):
            return False
        if word.flags & NAME and not word.conjunction and not _takes_complement(tokens, at):
            return False
        if (
            word.flags & PREPOSITION
            and not word.conjunction
            and not (
                previous is None
                or previous.kind == PUNCTUATION
                or previous.text in GROUPS["auxiliaries"]
                or previous.text in GROUPS["turns"]
                or previous.word.flags & (COMPLEMENTISER | RELATIVE)
            )
        ):
            return False
        if previous is not None and (
            previous.text in GROUPS["partitives"]
            or previous.text in GROUPS["conditions"]
            or (previous.text in GROUPS["determiners"] and not word.conjunction)
        ):
            return False
        if previous is not None and previous.kind == WORD and not word.conjunction:
            before = previous.word
            if (
                before.flags & PREPOSITION
                and not before.flags & NAME
                and before.base not in {"كما", "حيث", "بعد"}
                and not before.preposition
            ):
                return False
    if cue.form == "masdar" and previous is not None and previous.text in ("الجدير", "جدير"):
        return False
    if cue.form == "participle":
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None:
            return False
        noun = word.flags & (ROLE | UNNAMED | DOCUMENT)
        if word.flags & INSTITUTION or (noun and not _takes_complement(tokens, at)):
            return False
        if (
            VERBAL_NOUN.fullmatch(word.base)
            and previous is not None
            and previous.kind == WORD
            and not word.conjunction
        ):
            return False
        if not _heads_clause(tokens, at, cue):
            return False
        if previous is not None and _counts(previous.text):
            return False
        if word.base in GROUPS["homographs"] and not following.word.flags & COMPLEMENTISER:
            return False
        if cue.lemma == "اتهم" and (
            following.text in {"ب", "بان", "بانه", "بانها", "بانهم"} or following.word.preposition == "ب"
        ):
            return False
        if (
            token.text.endswith("ه")
            and previous is not None
            and previous.kind == WORD
            and previous.text.endswith("ه")
            and not _takes_complement(tokens, at)
        ):
            return False
    return True


def _not_said(tokens: list[Token], at: int, cue: Cue) -> bool:
    """Whether a verb in the present tells of no words: ``وهو ما يؤكد أن``, ``يجب أن يقول``, ``كانت تتمنى``, ``ما يسمى «…»``."""
    before, reach = tokens[at - 1], tokens[at + 1 : at + 3]
    relative = before.text in GROUPS["relative_objects"] or (
        before.text in ("الذي", "التي") and at > 1 and tokens[at - 2].kind == WORD
    )
    if cue.lemma == "سمى":
        return relative and any(t.kind == QUOTE or t.text == "ب" for t in reach[:1])
    if cue.lemma == "هدد" and before.text in GROUPS["relative_objects"]:
        return True
    if cue.lemma == "تمنى":
        return any(t.text in GROUPS["auxiliaries"] for t in tokens[max(0, at - 4) : at])
    if before.text in GROUPS["relative_objects"] or (
        before.text == "الذي" and at > 1 and tokens[at - 2].text in ("الامر", "الشيء")
    ):
        if cue.type in ("explaining", "emphasis", "announcement") or cue.lemma == "رجح":
            return any(t.word.flags & COMPLEMENTISER for t in reach)
    return before.text == "ان" and at > 1 and tokens[at - 2].text in GROUPS["modals"]


def _is_other_word(tokens: list[Token], at: int) -> bool:
    """Whether what stands beside a form makes it another word: ``بين البحر وبين الجبل``, ``وهنا يأتي``, ``رجل يدعى سامي``."""
    word, following = tokens[at].word, tokens[at + 1] if at + 1 < len(tokens) else None
    if word.base == "بين" and word.conjunction:
        if at and tokens[at - 1].text in GROUPS["between"]:
            return True
        source = following is not None and following.word.flags & (SOURCE_HEAD | NAME)
        paired = any(t.text in GROUPS["between"] for t in tokens[max(0, at - PAIRED) : at])
        return paired and not source and not _opens_clause(tokens, at)
    if word.base == "هنا":
        return following is None or not following.word.flags & (SOURCE_HEAD | NAME | HONORIFIC | NATIONALITY)
    if word.base == "قدر":
        return following is not None and following.text in ("من", "الامكان", "المستطاع")
    if word.base not in GROUPS["called"] or following is None:
        return False
    if at and not word.conjunction and following.word.flags & NAME:
        return True
    return not following.word.flags & (SOURCE_HEAD | DEFINITE) and not _opens_clause(tokens, at)


def _opens_clause(tokens: list[Token], at: int) -> bool:
    """Whether a complementiser or a colon follows within few words."""
    return any(t.text == ":" or t.word.flags & COMPLEMENTISER for t in tokens[at + 1 : at + 5])


def _counts(text: str) -> bool:
    """Whether a word counts what follows it (``41 متهما``); a number of four digits is a year."""
    return text in GROUPS["numerals"] or (text.isdigit() and len(text) < 4)


def _withholds_name(tokens: list[Token], at: int) -> bool:
    """Whether a source only asks not to be named (``مصدر طلب عدم ذكر اسمه``, ``رفض الكشف عن هويته``): nothing is said by that."""
    what = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text == "عدم" else at + 1
    return (
        what + 1 < len(tokens)
        and tokens[what].text in GROUPS["naming_acts"]
        and any(t.text in GROUPS["own_names"] for t in tokens[what + 1 : what + 3])
    )


def _is_plain_object(token: Token) -> bool:
    """Whether an indefinite common noun follows أضاف (``تضيف ميزات``, ``أضاف هدفا``): something was added, not said."""
    word = token.word
    return (
        token.kind == WORD
        and word.flags == COMMON
        and word.cue is None
        and not word.conjunction
        and not word.preposition
        and token.text.endswith(("ا", "ات"))
        and len(token.text) > 3
    )


def _heads_clause(tokens: list[Token], at: int, cue: Cue) -> bool:
    """Whether a participle heads a clause of its own: its complement or preposition follows, or a comma parts it off."""
    if at == 0 or tokens[at - 1].kind in (PUNCTUATION, QUOTE):
        return True
    for token in tokens[at + 1 : at + 5]:
        if token.kind == QUOTE or token.text == ":" or token.word.flags & COMPLEMENTISER:
            return True
        if token.text in cue.prepositions or (
            token.word.preposition and token.word.preposition in cue.prepositions
        ):
            return True
    return False


def _meets_need(tokens: list[Token], at: int, cue: Cue) -> bool:
    """Whether what guards a homograph is there: its preposition, or a complement within reach."""
    if cue.needs.startswith("~"):
        return not any(t.text.removeprefix("ال").startswith(cue.needs[1:]) for t in tokens[at + 1 : at + 2])
    if cue.needs == "passive":
        return not (at and tokens[at - 1].word.flags & CONJUNCTION)
    if cue.needs in ("carrier", "document"):
        return True
    if cue.needs not in {"comp", "direct", "colon", "clause"}:
        wanted = (cue.needs, cue.needs + "ه", cue.needs + "ها")
        return any(t.text in wanted for t in tokens[at + 1 : at + 26])
    reach = 24
    for position in range(at + 1, min(len(tokens), at + reach)):
        token = tokens[position]
        if token.text == ":" or (
            token.kind == QUOTE and cue.needs not in ("colon", "clause") and not is_label(tokens, position)
        ):
            return True
        if token.word.flags & COMPLEMENTISER:
            return (
                cue.needs != "colon"
                and "c" in cue.frames
                and not tokens[position - 1].word.flags & OWN_CLAUSE
            )
        if token.word.cue and token.word.cue.form in ("past", "present") and token.word.conjunction:
            return False
    return False


def _impersonal(tokens: list[Token], at: int) -> bool:
    """Whether ``يذكر أن``, ``يشار إلى أن`` opens with no subject."""
    following = at + 1
    while (
        following < len(tokens)
        and tokens[following].kind == WORD
        and tokens[following].text in {"الي", "هنا", "ايضا", "كذلك"}
    ):
        following += 1
    return following < len(tokens) and bool(tokens[following].word.flags & COMPLEMENTISER)


def _takes_complement(tokens: list[Token], at: int) -> bool:
    """Whether a complementiser, a colon or marks follow within a short subject: asked of words that are more than cues."""
    for token in tokens[at + 1 : at + 9]:
        if token.kind == QUOTE or token.text == ":" or token.word.flags & COMPLEMENTISER:
            return True
        if token.word.cue and token.word.cue.form in ("past", "present"):
            return False
    return False
