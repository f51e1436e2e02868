"""Frames of attribution in one sentence: cue, whose subject, where its content begins.

A frame is a cue with its place in the sentence. A finite verb (``قال``), a participle (``مضيفاً``), a noun with a
pronoun (``قوله``) and a prepositional phrase (``بحسب الكرملين``, ``حسبما ذكرت رويترز``, ``على حد قوله``) each make one.
A verb alone is no evidence: what a frame reports is decided in `isnad.contents`.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from isnad.outlets import is_outlet
from isnad.phrases import (
    INFLECTED,
    PARTITIVES,
    Phrase,
    after_bracket,
    apposed_role,
    noun_phrase,
    skip_adverbs,
)
from isnad.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    ADVERB,
    CITY,
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    NAME_HEAD,
    NAME_START,
    NOT_NAME,
    OUTLET,
    OWN_CLAUSE,
    OWN_VOICE,
    PLACE,
    POSSESSIVES,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TERM_HEAD,
    TIME,
    UNNAMED,
    Cue,
    known_names,
    look_up,
    strip_article,
)  # fmt: skip

REACH = 60
ADJUNCTS = frozenset("وفق وفقا بحسب حسب طبقا نقلا استنادا تبعا".split())
CONJOINED = frozenset("حسبما كما وفقما".split())
SELF_NOUNS = frozenset("قول تعبير وصف زعم روايه راي ادعاء كلام".split())
NEGATIONS = frozenset("لم لن لا ولم ولن ولا فلم ولما".split())
CONDITIONS = frozenset("اذا واذا لو ولو لولا فاذا".split())
CLAUSE_STARTS = frozenset("لكن ولكن اما واما بينما فيما اذ حين بل ثم حيث غير بيد فان وان الا عندما بعدما ان".split())
WORDS = re.compile(r"[^\W_]+")
AUXILIARIES = frozenset("قد لقد وقد فقد كان كانت كانوا وكان وكانت وكانوا فكان".split())
PLURALS = frozenset("اطراف دول جهات قوي سلطات قوات فصايل احزاب كتل شركات اجهزه تقارير وسايل صحف وكالات مصادر".split())
PUBLISHED = re.compile("(?:نشر|بث|اورد|نقل|اذاع|اجر|وزع|اصدر|بثت)(?:تها|تهما|ته|ها|هما|ه|ت)?")


class Adjunct(NamedTuple):
    """``بحسب X``: where it stands, whose words, through which medium, and the relays named inside it."""

    start: int
    end: int
    cue_end: int
    source: Phrase | None
    pronoun: str
    relays: tuple[Phrase, ...]


@dataclass
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
    outer: list["Frame"] = field(default_factory=list)
    taken_from: "Frame | None" = None

    @property
    def has_content(self) -> bool:
        return self.clause is not None or self.colon is not None or self.quote is not None


def frames(tokens: list[Token]) -> tuple[list[Frame], list[Adjunct]]:
    """The frames and adjuncts of one sentence, in order."""
    adjuncts = _adjuncts(tokens)
    inside = {position for a in adjuncts for position in range(a.start, a.end)}
    found: list[Frame] = []
    for at, token in enumerate(tokens):
        if token.kind != WORD or at in inside:
            continue
        cue = token.word.cue
        if cue is None or not _stands_as_cue(tokens, at, cue):
            continue
        frame = Frame(at, cue)
        if cue.needs == "carrier":
            if not _carried(tokens, frame):
                continue
        elif cue.form in ("past", "present"):
            _finite(tokens, frame)
            if cue.type == "relay" and frame.subject is None and not tokens[at].word.conjunction:
                continue
            if cue.needs == "document" and (frame.subject is None or not frame.subject.head & DOCUMENT):
                continue
        elif cue.form == "participle":
            frame.after_subject = at + 1
            frame.basis = "participle"
            if cue.lemma == "نقل" and at + 2 < len(tokens) and tokens[at + 1].text == "عن":
                frame.subject = noun_phrase(tokens, at + 2)
                frame.basis = "explicit" if frame.subject else "participle"
        elif not _nominal(tokens, frame):
            continue
        _complement(tokens, frame, adjuncts)
        _told_before(tokens, frame, found)
        if frame.cue.form == "masdar" and not frame.has_content:
            continue
        if frame.clause is not None and frame.cue.form == "masdar" and found and found[-1].clause == frame.clause:
            found[-1].clause = None
        found.append(frame)
    return found, adjuncts


def _told_before(tokens: list[Token], frame: Frame, found: list[Frame]) -> None:
    """``وفي رسالة إلى موقع «ذا فيرج»، أوضح حداد``: occasion and hearer before the verb."""
    if found or frame.cue.form not in ("past", "present") or len(tokens) < 3:
        return
    first = tokens[0].word
    if first.base not in ("في", "خلال", "ضمن") or not tokens[1].word.flags & MEDIUM:
        return
    for at in range(1, min(frame.at, 14)):
        if tokens[at].text in "،," and tokens[at].kind == PUNCTUATION:
            break
        _told(tokens, frame, at)


def _stands_as_cue(tokens: list[Token], at: int, cue: Cue) -> bool:
    token = tokens[at]
    word = token.word
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.text in NEGATIONS and cue.form == "present":
        return False
    if cue.needs and cue.form in ("past", "present") and not _meets_need(tokens, at, cue):
        return False
    if cue.form in ("past", "present"):
        if word.flags & OWN_VOICE and cue.form == "present" and _impersonal(tokens, at):
            return False
        if cue.form == "past" and not word.conjunction and previous is not None and previous.text in ("ان", "بان", "وان", "فان"):
            return False
        if word.flags & NAME and not word.conjunction and not _takes_complement(tokens, at):
            return False
        if word.flags & PREPOSITION and not word.conjunction and not (previous is None or previous.kind == PUNCTUATION or previous.text in AUXILIARIES or previous.word.flags & (COMPLEMENTISER | RELATIVE)):
            return False
        if previous is not None and (previous.text in PARTITIVES or previous.text in CONDITIONS):
            return False
        if previous is not None and previous.kind == WORD and not word.conjunction:
            before = previous.word
            if before.flags & PREPOSITION and not before.flags & NAME and before.base not in ("كما", "حيث", "بعد") and not before.preposition:
                return False
    if cue.form == "participle":
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is None:
            return False
        if word.flags & (ROLE | UNNAMED) and not _takes_complement(tokens, at):
            return False
        if not _heads_clause(tokens, at, cue):
            return False
        if token.text.endswith("ه") and previous is not None and previous.kind == WORD and previous.text.endswith("ه") and not _takes_complement(tokens, at):
            return False
    return True


def _heads_clause(tokens: list[Token], at: int, cue: Cue) -> bool:
    """Whether a participle heads a clause of its own: its complement or preposition follows, or a comma parts it off."""
    if at == 0 or tokens[at - 1].kind in (PUNCTUATION, QUOTE):
        return True
    for token in tokens[at + 1 : at + 5]:
        if token.kind == QUOTE or token.text == ":" or token.word.flags & COMPLEMENTISER:
            return True
        if token.text in cue.prepositions or (token.word.preposition and token.word.preposition in cue.prepositions):
            return True
    return False


def _meets_need(tokens: list[Token], at: int, cue: Cue) -> bool:
    """Whether what guards a homograph is there: its preposition, or a complement within reach."""
    if cue.needs.startswith("~"):
        return not any(t.text.startswith(cue.needs[1:]) for t in tokens[at + 1 : at + 2])
    if cue.needs == "passive":
        return not (at and tokens[at - 1].word.flags & CONJUNCTION)
    if cue.needs in ("carrier", "document"):
        return True
    if cue.needs not in ("comp", "direct", "colon", "clause"):
        wanted = (cue.needs, cue.needs + "ه", cue.needs + "ها")
        return any(t.text in wanted for t in tokens[at + 1 : at + 26])
    reach = 24
    for position in range(at + 1, min(len(tokens), at + reach)):
        token = tokens[position]
        if token.text == ":" or (token.kind == QUOTE and cue.needs not in ("colon", "clause") and not is_label(tokens, position)):
            return True
        if token.word.flags & COMPLEMENTISER:
            return cue.needs != "colon" and "c" in cue.frames and not tokens[position - 1].word.flags & OWN_CLAUSE
        if token.word.cue and token.word.cue.form in ("past", "present") and token.word.conjunction:
            return False
    return False


def _impersonal(tokens: list[Token], at: int) -> bool:
    """Whether ``يذكر أن``, ``يشار إلى أن`` opens with no subject."""
    following = at + 1
    while following < len(tokens) and tokens[following].kind == WORD and tokens[following].text in ("الي", "هنا", "ايضا", "كذلك"):
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


def _finite(tokens: list[Token], frame: Frame) -> None:
    at = frame.at
    after = _past_insertion(tokens, skip_adverbs(tokens, _past_addressee(tokens, frame, at + 1)))
    if _after_complementiser(tokens, frame):
        return
    plural = frame.cue.gender == "p" or frame.cue.needs == "passive"
    subject = None if plural else noun_phrase(tokens, after, bare_quote=_quote_is_subject(tokens, after))
    if frame.cue.needs == "passive":
        frame.basis, frame.after_subject = "none", at + 1
        frame.asked = noun_phrase(tokens, after)
        return
    if subject is not None and _plausible(tokens, subject, frame.cue):
        frame.subject, frame.basis, frame.after_subject = subject, "explicit", subject.end
    else:
        frame.after_subject = at + 1
        left = _subject_before(tokens, at)
        if left is None and frame.cue.form == "present" and not tokens[at].word.conjunction:
            near = _ending_at(tokens, at)
            left = (near, "explicit") if near is not None and near.head & (INSTITUTION | MEDIA | UNNAMED | DOCUMENT) else None
        if left is not None:
            frame.subject, frame.basis = left
    media = frame.subject is not None and bool(frame.subject.head & (MEDIA | OUTLET))
    if frame.cue.lemma in ("نقل", "نسب", "تداول", "تناقل") or (media and any(t.text == "لسان" for t in tokens[frame.after_subject : frame.after_subject + 3])):
        _relay(tokens, frame)
    if frame.cue.lemma == "أبلغ" and frame.subject is not None:
        _informed(tokens, frame)
    if frame.relays == [] and media:
        _ascribed(tokens, frame)


def _ascribed(tokens: list[Token], frame: Frame) -> None:
    """``نقلت الصحافة تصريحات نسبتها صحيفة X إلى Y``: Y speaks, X and then the press pass on."""
    for at in range(frame.after_subject, min(len(tokens) - 2, frame.after_subject + 4)):
        if tokens[at].text not in ("نسبتها", "نسبته", "نسبها", "نسبه"):
            continue
        relay = noun_phrase(tokens, at + 1)
        if relay is not None and relay.end + 1 < len(tokens) and tokens[relay.end].text == "الي" and frame.subject is not None:
            speaker = noun_phrase(tokens, relay.end + 1)
            if speaker is not None:
                frame.relays, frame.subject, frame.after_subject = [relay, frame.subject], speaker, speaker.end
        return


def _after_complementiser(tokens: list[Token], frame: Frame) -> bool:
    """In ``إن بوتين أبلغ بايدن أن`` the subject stands before its verb: a noun follows إن, and the verb that noun."""
    if tokens[frame.at].word.conjunction:
        return False
    start = _clause_start(tokens, frame.at - 1) if frame.at else 0
    if not (0 < start < frame.at and tokens[start - 1].word.flags & COMPLEMENTISER and not tokens[start - 1].word.pronoun):
        return False
    phrase = noun_phrase(tokens, start)
    if phrase is None or phrase.end != frame.at:
        return False
    frame.subject, frame.basis, frame.after_subject = phrase, "explicit", frame.at + 1
    if frame.cue.lemma == "أبلغ":
        _informed(tokens, frame)
    if frame.cue.lemma in ("نقل", "نسب"):
        _relay(tokens, frame)
    return True


def _carried(tokens: list[Token], frame: Frame) -> bool:
    """``جاء في بيان لوزارة الدفاع``: the document's issuer speaks, the document is the medium. False for other senses."""
    at = frame.at + 1
    if at < len(tokens) and tokens[at].text in ("فيه", "فيها", "علي"):
        frame.after_subject = at + 1
        return tokens[at].text != "علي"
    if at + 1 >= len(tokens) or tokens[at].text not in ("في", "ضمن") or not tokens[at + 1].word.flags & (DOCUMENT | MEDIUM | MEDIA):
        return False
    frame.subject = noun_phrase(tokens, at + 1)
    frame.medium = tokens[at + 1].word.base
    if frame.subject is None:
        return False
    frame.basis, frame.after_subject = "explicit", frame.subject.end
    return True


def _plausible(tokens: list[Token], phrase: Phrase, cue: Cue) -> bool:
    """Whether what follows a verb can be its subject: a common noun that is no kind of source is its object."""
    if phrase.is_person or phrase.joint or tokens[phrase.start].kind == QUOTE:
        return True
    if phrase.head & (SOURCE_HEAD | COUNTRY | CITY):
        return cue.gender != "m" or not _feminine(tokens[phrase.start]) or bool(phrase.head & (COUNTRY | PLACE))
    if not phrase.head & COMMON:
        return not tokens[phrase.start].text.endswith(POSSESSIVES)
    single = phrase.end - phrase.start == 1 and phrase.end < len(tokens)
    if single and tokens[phrase.end].word.flags & COMPLEMENTISER and not tokens[phrase.start].text.endswith(INFLECTED) and tokens[phrase.start].word.cue is None:
        return True
    if not phrase.head & DEFINITE:
        return cue.type == "neutral" and not tokens[phrase.start].text.endswith(("ا", *POSSESSIVES)) and (cue.gender == "f") == tokens[phrase.start].text.endswith(("ه", "ات"))
    if phrase.end - phrase.start > 1:
        return cue.type == "neutral" and phrase.end < len(tokens) and bool(tokens[phrase.end].word.flags & COMPLEMENTISER)
    following = tokens[skip_adverbs(tokens, phrase.end)] if skip_adverbs(tokens, phrase.end) < len(tokens) else None
    return following is not None and (following.kind == QUOTE or following.text == ":" or bool(following.word.flags & COMPLEMENTISER))


def _feminine(token: Token) -> bool:
    """Whether a head noun takes a feminine verb: by its ending, or as a plural of things."""
    word = strip_article(token.word.base)
    return (word.endswith("ه") and not token.word.flags & NAME) or word.endswith("ات") or word in PLURALS


def _past_addressee(tokens: list[Token], frame: Frame, at: int) -> int:
    """After a news organisation told that stands before the subject (``أكد لـ«عكاظ» مدير المستشفى أن``), else *at*."""
    if at >= len(tokens):
        return at
    token = tokens[at]
    if token.text == "ل" and at + 1 < len(tokens) and tokens[at + 1].kind == QUOTE and len(tokens[at + 1].text.split()) <= 4:
        if at + 2 < len(tokens) and tokens[at + 2].kind == WORD and not tokens[at + 2].word.flags & COMPLEMENTISER:
            _add_told(frame, Phrase(at + 1, at + 2, None, None, OUTLET))
            return at + 2
    if token.word.preposition == "ل" and token.word.flags & (MEDIA | OUTLET):
        phrase = media_phrase(tokens, at)
        _add_told(frame, phrase)
        return phrase.end
    return at


def _past_insertion(tokens: list[Token], at: int) -> int:
    """After a comma-bounded insertion right behind the verb (``وأعلن، اليوم الثلاثاء، وزير …``), else *at*."""
    while at < len(tokens) and tokens[at].text in ("عنه", "عنها", "له", "لها", "لهم", "فيه", "فيها", "به", "بها"):
        at += 1
    if at < len(tokens) and tokens[at].text in ("،", ","):
        for position in range(at + 1, min(len(tokens), at + 10)):
            if tokens[position].text in ("،", ","):
                return skip_adverbs(tokens, position + 1)
            if tokens[position].kind != WORD or tokens[position].word.flags & COMPLEMENTISER:
                return at
    return at


def _quote_is_subject(tokens: list[Token], at: int) -> bool:
    """``قالت «الغارديان» إن``: a short marked span that a complementiser, a comma or a preposition follows."""
    if at >= len(tokens) or tokens[at].kind != QUOTE or len(tokens[at].text.split()) > 4:
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return False
    if following.kind == WORD and not following.word.conjunction:
        return bool(following.word.flags & COMPLEMENTISER) or bool(following.word.preposition) or following.word.base in ("في", "عن", "علي", "الي", "نقلا")
    return following.text == ":"


def _relay(tokens: list[Token], frame: Frame) -> None:
    """``نقلت وكالة X عن Y (قوله)``: Y speaks, X passes on."""
    for position in range(frame.after_subject, min(len(tokens), frame.after_subject + 16)):
        token = tokens[position]
        lisan = token.text == "لسان" and tokens[position - 1].text == "علي"
        if (token.text == "عن" or lisan) and position + 1 < len(tokens):
            source = noun_phrase(tokens, position + 1)
            if source is not None:
                if frame.subject is not None and frame.basis == "explicit":
                    frame.relays = [frame.subject]
                frame.subject, frame.basis, frame.after_subject = source, "explicit", source.end
            return
        if (token.kind == QUOTE and not len(token.text.split()) <= 4) or token.word.flags & COMPLEMENTISER:
            return


def _informed(tokens: list[Token], frame: Frame) -> None:
    """``أبلغ ديريك رويترز``: the one told is a relay when it is a news organisation."""
    subject = frame.subject
    if subject is not None and subject.end - subject.start > 1 and tokens[subject.end - 1].kind == QUOTE:
        frame.told.append(Phrase(subject.end - 1, subject.end, None, None, OUTLET))
        frame.subject = subject._replace(end=subject.end - 1)
        return
    told = noun_phrase(tokens, frame.after_subject) if frame.after_subject < len(tokens) else None
    if told is not None and told.head & (MEDIA | OUTLET):
        frame.told.append(told)
        frame.after_subject = told.end


def _subject_before(tokens: list[Token], at: int) -> tuple[Phrase, str] | None:
    """The subject that stands before its verb, and how it was found; None for a continuation."""
    verb = tokens[at].word
    position = at - 1
    while position >= 0 and tokens[position].kind == WORD and (tokens[position].text in AUXILIARIES or (tokens[position].word.flags & ADVERB and not tokens[position].word.cue)):
        position -= 1
    if position < 0:
        return None
    token = tokens[position]
    if token.word.flags & COMPLEMENTISER:
        return None
    if token.word.flags & RELATIVE and not verb.conjunction:
        antecedent = _ending_at(tokens, position)
        return (antecedent, "relative") if antecedent else None
    if verb.conjunction == "و" or (verb.conjunction == "ف" and not any(t.text in ("اما", "واما") for t in tokens[:at])):
        return None
    start = _clause_start(tokens, position)
    start = next((k + 1 for k in range(position, start - 1, -1) if tokens[k].text in AUXILIARIES), start)
    if start > position:
        return None
    phrase = noun_phrase(tokens, start)
    if phrase is None or phrase.end < position + 1:
        near = tokens[position]
        human = near.text.endswith(("ين", "ون")) and not near.word.flags & DEFINITE and tokens[at].word.cue is not None and tokens[at].word.cue.gender == "p"
        if near.kind == WORD and (near.word.flags & (DOCUMENT | UNNAMED) or human) and not near.word.preposition and not near.word.cue:
            return Phrase(position, position + 1, None, None, near.word.flags), "explicit"
    if phrase is None:
        return None
    rest = tokens[phrase.end : position + 1]
    if not rest or all(t.kind == PUNCTUATION and t.text in "،,-" for t in rest):
        return phrase, "explicit"
    if rest[0].text in ("،", ",") and _is_apposition(tokens, phrase.end, position + 1):
        return phrase, "explicit"
    if rest[0].text in ("،", ",", "(", "-") and rest[-1].text in ("،", ",", ")", "-"):
        return phrase, "explicit"
    if rest[0].word.flags & RELATIVE or (len(rest) > 1 and rest[0].text in "،," and rest[1].word.flags & RELATIVE):
        return phrase, "explicit"
    return None


def _is_apposition(tokens: list[Token], start: int, end: int) -> bool:
    """Whether tokens from *start* to *end* are a role in apposition after a comma."""
    role = apposed_role(tokens, start)
    return role is not None and role[1] >= end - 1


def _clause_start(tokens: list[Token], position: int) -> int:
    """Where the clause that holds *position* begins: after a complementiser, a conjunction, or the sentence's start."""
    start = position
    while start > 0:
        before = tokens[start - 1]
        if before.kind == WORD and (before.word.flags & COMPLEMENTISER or before.text in CLAUSE_STARTS):
            break
        if before.text in (":", "؛", ";", "\n"):
            break
        if before.kind == QUOTE and len(before.text.split()) > 5:
            break
        if before.kind == PUNCTUATION and before.text in "،," and _opens_clause(tokens, start):
            break
        start -= 1
    while start <= position and (tokens[start].kind == PUNCTUATION or tokens[start].text in AUXILIARIES or tokens[start].word.flags & CONJUNCTION or tokens[start].text in CLAUSE_STARTS):
        start += 1
    return start


def _opens_clause(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind == WORD and (token.text in CLAUSE_STARTS or (bool(token.word.flags & NAME) and token.word.conjunction == ""))


def _ending_at(tokens: list[Token], end: int) -> Phrase | None:
    """The longest phrase that ends right before *end* (commas aside)."""
    last = end
    while last > 0 and tokens[last - 1].kind == PUNCTUATION and tokens[last - 1].text in "،,":
        last -= 1
    for start in range(max(0, last - 12), last):
        if tokens[start].kind != WORD:
            continue
        phrase = noun_phrase(tokens, start, bare_quote=False)
        if phrase is not None and phrase.end in (last, end) and (phrase.is_person or phrase.head & (ROLE | INSTITUTION | COUNTRY | UNNAMED | MEDIA | DOCUMENT)):
            return phrase
    return None


def _nominal(tokens: list[Token], frame: Frame) -> bool:
    """A nominal cue: ``عن X قوله إن``, ``بالقول إن``. False where the noun is no cue here."""
    at = frame.at
    frame.after_subject = at + 1
    if frame.cue.form == "noun":
        frame.basis = "participle"
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if following is not None and tokens[at].word.flags & ~COMMON == 0 and not tokens[at].text.startswith("بال"):
            bearer = noun_phrase(tokens, at + 1, bare_quote=False)
            if bearer is not None and bearer.is_person and bearer.head & (ROLE | NAME):
                frame.subject, frame.basis, frame.after_subject = bearer, "explicit", bearer.end
                return True
        direct = following is not None and (following.word.flags & COMPLEMENTISER or following.text == ":" or following.kind == QUOTE)
        return bool(direct) and tokens[at].text in ("القول", "بالقول", "بقول")
    position = at - 1
    while position >= 0 and at - position < 16:
        if tokens[position].text == "عن" or (tokens[position].text == "لسان" and tokens[position - 1].text == "علي"):
            source = noun_phrase(tokens, position + 1)
            if source is not None and source.end <= at:
                frame.subject, frame.basis = source, "explicit"
                verb = next((k for k in range(position - 1, max(-1, position - 16), -1) if tokens[k].word.cue and tokens[k].word.cue.lemma in ("نقل", "نسب", "ذكر", "أورد")), None)
                if verb is not None:
                    relay = noun_phrase(tokens, skip_adverbs(tokens, verb + 1))
                    if relay is None:
                        before = _subject_before(tokens, verb)
                        relay = before[0] if before else None
                    if relay is not None:
                        frame.relays = [relay]
                return True
        position -= 1
    frame.basis = "pronoun"
    following = tokens[at + 1 : at + 3]
    near = any(t.kind == QUOTE or t.word.flags & COMPLEMENTISER for t in following) or (tokens[at].word.cue is not None and frame.cue.lemma == "قال")
    return near and ("c" in frame.cue.frames or "n" in frame.cue.frames)


def _complement(tokens: list[Token], frame: Frame, adjuncts: list[Adjunct]) -> None:
    """Find where the content begins: after a complementiser, a colon, or at the first marked span that is no name."""
    skip = {a.start: a.end for a in adjuncts}
    at, relative = frame.after_subject, False
    limit = min(len(tokens), frame.at + REACH)
    nominal = frame.cue.form in ("noun", "masdar")
    if frame.cue.form == "noun" and frame.subject is not None:
        return
    if nominal:
        limit = min(limit, frame.at + 4)
    while at < limit:
        if at in skip and at > frame.at:
            _relayed_adjunct(frame, next(a for a in adjuncts if a.start == at))
            at = skip[at]
            continue
        token = tokens[at]
        if token.kind == QUOTE:
            if not is_label(tokens, at):
                frame.quote = at
                return
            _told(tokens, frame, at)
            at += 1
            continue
        if token.kind == PUNCTUATION:
            if token.text == ":" and at + 1 < len(tokens):
                following = tokens[at + 1]
                if following.word.flags & COMPLEMENTISER:
                    frame.clause, frame.colon = at + 1, at
                elif following.kind == QUOTE:
                    frame.quote, frame.colon = at + 1, at
                else:
                    frame.colon = at
                return
            at = after_bracket(tokens, at) if token.text == "(" else at + 1
            continue
        word = token.word
        if frame.cue.type == "question" and token.text in ("عما", "عن", "هل", "ان") and (token.text != "عن" or tokens[at + 1].text in ("ما", "اي")):
            frame.clause = at
            return
        if word.flags & COMPLEMENTISER:
            if _governs(tokens, frame, at):
                frame.clause = at
                return
        elif word.flags & RELATIVE:
            relative = True
        elif word.cue is not None and at > frame.at and not word.flags & NAME:
            form = word.cue.form
            passed_on = word.cue.type == "relay" and not word.conjunction
            if form in ("past", "present") and not relative and not passed_on and _stands_as_cue(tokens, at, word.cue):
                return
            if form == "participle" and not word.flags & (ROLE | UNNAMED) and _stands_as_cue(tokens, at, word.cue):
                return
            if form == "masdar" and "c" in word.cue.frames and at + 1 < len(tokens) and tokens[at + 1].word.flags & COMPLEMENTISER:
                return
        if PUBLISHED.fullmatch(token.text):
            _published(tokens, frame, at)
        elif word.preposition == "ل" or token.text in ("ل", "مع", "الي", "في", "عبر", "خلال", "ضمن", "علي", "ب") or word.flags & MEDIUM:
            _told(tokens, frame, at)
        at += 1


def _governs(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether the complementiser at *at* is the cue's own, not that of ``بعد أن`` or ``يريد أن``."""
    before = tokens[at - 1]
    if at - 1 == frame.at:
        return True
    if before.kind == WORD:
        if before.word.flags & OWN_CLAUSE:
            return False
        if before.word.flags & PREPOSITION and before.text in ("الي", "علي", "من", "عن", "في"):
            return before.text in frame.cue.prepositions and "c" in frame.cue.frames
    return "c" in frame.cue.frames


def _relayed_adjunct(frame: Frame, adjunct: Adjunct) -> None:
    """``ذكرت صحيفة X نقلا عن Y أن``: Y speaks, X passes on."""
    if adjunct.source is not None and frame.subject is not None and adjunct.relays == () and frame.subject.head & (MEDIA | OUTLET):
        frame.relays = [frame.subject]
        frame.subject = adjunct.source


def _told(tokens: list[Token], frame: Frame, at: int) -> None:
    """Note a news organisation the words were told to, and the medium (statement, interview, post) they came in."""
    token = tokens[at]
    if token.kind == QUOTE:
        previous = tokens[at - 1]
        near = tokens[max(0, at - 4) : at - 1]
        spoken = previous.text == "ل" or any(t.word.flags & MEDIUM for t in near)
        if (previous.text in ("ل", "الي", "مع") and spoken) or (previous.word.flags & MEDIA and previous.text not in PLURALS and any(t.text in ("ل", "مع", "الي") for t in near)):
            _add_told(frame, Phrase(at, at + 1, None, None, OUTLET))
        return
    word = token.word
    if word.flags & MEDIUM and frame.medium is None and not word.flags & (ROLE | INSTITUTION):
        frame.medium = word.base
    inner = at if word.preposition == "ل" else at + 1
    if inner >= len(tokens):
        return
    target = tokens[inner]
    if token.text in ("ل", "مع", "الي", "في", "عبر", "ب") or word.preposition == "ل":
        flags = target.word.flags
        if target.kind == WORD and flags & (MEDIA | OUTLET) and not target.text.startswith("وساي"):
            near = [t for t in tokens[max(frame.at + 1, at - 2) : at]]
            if token.text in ("في", "عبر", "ب") and (not flags & MEDIA or not any(t.word.flags & MEDIUM for t in near)):
                return
            if token.text == "مع" and not any(t.word.flags & MEDIUM for t in near):
                return
            _add_told(frame, media_phrase(tokens, inner))


def _published(tokens: list[Token], frame: Frame, at: int) -> None:
    """``في بيان نشرته وكالة سبوتنيك``, ``في مقابلة أجرتها معه مجلة …``: who carried the words is a relay."""
    inner = at + 1
    while inner < len(tokens) and (tokens[inner].text in ("معه", "معها", "معهم", "في", "علي") or tokens[inner].word.flags & TIME):
        inner += 1
    if inner >= len(tokens):
        return
    token = tokens[inner]
    if token.kind == WORD and token.word.flags & (MEDIA | OUTLET) and not token.word.preposition:
        _add_told(frame, media_phrase(tokens, inner))


def _add_told(frame: Frame, phrase: Phrase) -> None:
    if all(phrase.start >= other.end or phrase.end <= other.start for other in frame.told):
        frame.told.append(phrase)


def media_phrase(tokens: list[Token], at: int) -> Phrase:
    """The name of a news organisation that starts at *at*, a preposition written onto it aside."""
    end = at + 1
    while end < len(tokens) and end - at < 7:
        token = tokens[end]
        if token.kind == QUOTE and len(token.text.split()) <= 4 and tokens[at].word.flags & MEDIA and (end == at + 1 or end + 1 >= len(tokens) or tokens[end + 1].kind == WORD):
            end += 1
            continue
        flags = token.word.flags
        if token.kind != WORD or token.word.preposition or token.word.conjunction or token.word.cue or flags & (COMPLEMENTISER | RELATIVE | CONJUNCTION | MEDIUM):
            if token.text == "(" and after_bracket(tokens, end) - end <= 5:
                end = after_bracket(tokens, end)
                continue
            break
        if (flags & PREPOSITION and not flags & NAME) or (flags & 512 and not flags & OUTLET):
            break
        end += 1
    return Phrase(at, end, None, None, tokens[at].word.flags & (MEDIA | OUTLET))


def is_label(tokens: list[Token], at: int, known: frozenset[str] = frozenset()) -> bool:
    """Whether a marked span is a name, a title or a term by what stands beside it, whatever governs the sentence."""
    token = tokens[at]
    words = len(token.text.split())
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if previous is not None and previous.kind == WORD:
        flags = previous.word.flags
        if flags & TERM_HEAD and words <= 8:
            return True
        if previous.text in ("بعنوان", "عنوان", "عنوانه", "عنوانها", "باسم", "اسم", "المعنون", "المعنونه"):
            return True
        if flags & (NAME_HEAD | MEDIA) and words <= (2 if flags & DEFINITE else 6):
            return True
        if previous.text in ("ل", "الي", "مع") and words <= 4 and _addressee(tokens, at):
            return True
    if words <= 5 and token.text in known:
        return True
    if words <= 5 and (token.text.strip(" .،") in known_names() or _all_names(token.text)):
        return True
    beside = at - 2 if at > 1 and previous is not None and previous.text == "و" else at - 1
    if words <= 4 and at > 0 and tokens[beside].kind == QUOTE and is_label(tokens, beside):
        return True
    if words <= 8 and look_up(token.text.split()[0]).flags & NAME_START:
        return True
    if following is not None and following.text == "(" and words <= 5 and at + 2 < len(tokens) and tokens[at + 2].text.isascii():
        return True
    if words <= 4 and not any("\u0600" <= ch <= "\u06ff" for ch in token.text):
        return True
    return _quote_is_subject(tokens, at) and previous is not None and previous.word.cue is not None and words <= 3 and bool(following and following.word.flags & COMPLEMENTISER)


def _all_names(text: str) -> bool:
    """Whether every word is a place, a personal name or unlisted (a foreign name in Arabic letters)."""
    words = [look_up(word) for word in WORDS.findall(text)]
    if len(words) == 1 and not words[0].flags & (COUNTRY | CITY | NAME):
        return False
    return bool(words) and all((w.flags & (COUNTRY | CITY | NAME) and not w.flags & COMMON) or (not w.flags and w.cue is None and len(w.key) > 2) for w in words)


def _addressee(tokens: list[Token], at: int) -> bool:
    """``قال لـ«عكاظ»``: behind ل or مع comes a news organisation, when it is a listed one or content follows it at once."""
    cue = any(t.word.cue for t in tokens[max(0, at - 14) : at]) or any(t.word.flags & MEDIUM for t in tokens[max(0, at - 4) : at])
    if not cue or at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if following.text in "،," and at + 2 < len(tokens):
        following = tokens[at + 2]
    return is_outlet(tokens[at].text) or following.kind == QUOTE or following.text == ":" or bool(following.word.flags & COMPLEMENTISER)


def _adjuncts(tokens: list[Token]) -> list[Adjunct]:
    found: list[Adjunct] = []
    at = 0
    while at < len(tokens):
        adjunct = _adjunct(tokens, at) if tokens[at].kind == WORD else None
        if adjunct is None:
            at += 1
        else:
            found.append(adjunct)
            at = adjunct.end
    return found


def _adjunct(tokens: list[Token], at: int) -> Adjunct | None:
    token = tokens[at]
    base = token.text[1:] if token.text[0] in "وف" and token.text[1:] in ADJUNCTS | CONJOINED else token.text
    if base == "علي" and at + 2 < len(tokens) and tokens[at + 1].text in ("حد", "ذمه"):
        return _self_adjunct(tokens, at, at + 2)
    if base == "علي" and at + 2 < len(tokens) and tokens[at + 1].text == "ما":
        return _verbal_adjunct(tokens, at, at + 2, base)
    if base not in ADJUNCTS and base not in CONJOINED:
        return None
    inner = at + 1
    if inner >= len(tokens):
        return None
    if base in CONJOINED:
        return _verbal_adjunct(tokens, at, inner, base)
    if tokens[inner].text in ("ل", "عن", "الي"):
        inner += 1
    if inner >= len(tokens):
        return None
    if tokens[inner].text in ("ما", "لما"):
        return _verbal_adjunct(tokens, at, inner + 1, base)
    self_noun = _self_adjunct(tokens, at, inner)
    if self_noun:
        return self_noun
    if tokens[inner].kind == QUOTE:
        short = len(tokens[inner].text.split()) <= 5
        return _with_relays(tokens, Adjunct(at, inner + 1, inner, Phrase(inner, inner + 1, None, None, OUTLET), "", ())) if short else None
    source = noun_phrase(tokens, inner) or _with_preposition_phrase(tokens, inner)
    if source is None or not _speaks(tokens, source, base):
        return None
    return _with_relays(tokens, Adjunct(at, source.end, inner, source, "", ()))


def _with_preposition_phrase(tokens: list[Token], at: int) -> Phrase | None:
    """The phrase behind ``وفقا لوكالة``: the preposition is written onto its first word."""
    if tokens[at].kind != WORD or tokens[at].word.preposition != "ل":
        return None
    bare = tokens[at]._replace(word=tokens[at].word._replace(preposition="", conjunction=""))
    return noun_phrase([*tokens[:at], bare, *tokens[at + 1 :]], at)


def _speaks(tokens: list[Token], source: Phrase, base: str) -> bool:
    """Whether what follows ``وفق`` can be a source: plans, laws and agreements are none."""
    head = source.head
    if source.is_person or source.joint:
        return True
    if head & (MEDIA | OUTLET | UNNAMED | DOCUMENT | INSTITUTION | ROLE):
        return True
    return base == "نقلا" or (bool(head & COUNTRY) and not head & NOT_NAME)


def _self_adjunct(tokens: list[Token], at: int, noun: int) -> Adjunct | None:
    """``على حد قوله``, ``بحسب تعبير الوزير``: the noun may hold the pronoun or be followed by the source."""
    if noun >= len(tokens) or tokens[noun].kind != WORD:
        return None
    word = tokens[noun].text
    for suffix, gender in (("هما", "p"), ("هم", "p"), ("ها", "f"), ("ه", "m")):
        stem = word[: -len(suffix)]
        if word.endswith(suffix) and (stem in SELF_NOUNS or stem + "ه" in SELF_NOUNS or (stem.endswith("ت") and stem[:-1] + "ه" in SELF_NOUNS)):
            return Adjunct(at, noun + 1, noun, None, gender, ())
    if word in SELF_NOUNS:
        source = noun_phrase(tokens, noun + 1) if noun + 1 < len(tokens) else None
        if source is not None:
            return Adjunct(at, source.end, noun + 1, source, "", ())
    return None


def _verbal_adjunct(tokens: list[Token], at: int, verb: int, base: str) -> Adjunct | None:
    """``حسبما ذكرت رويترز``, ``وفق ما نقلته وكالة X عن Y``, ``كما قال``."""
    if verb >= len(tokens) or tokens[verb].kind != WORD:
        return None
    if tokens[verb].text in ("قد", "كان", "كانت") and verb + 1 < len(tokens):
        verb += 1
    word = tokens[verb]
    cue = word.word.cue
    if cue is None or cue.form not in ("past", "present"):
        cue = _with_object(word.text)
    if cue is None or cue.form not in ("past", "present"):
        return None
    inner = verb + 1
    if inner < len(tokens) and tokens[inner].text in ("عنه", "عنها", "عنهم"):
        inner += 1
    source = noun_phrase(tokens, skip_adverbs(tokens, inner), bare_quote=True) if inner < len(tokens) else None
    if source is None:
        carrier = next((k for k in range(inner, min(len(tokens) - 1, inner + 4)) if tokens[k].text == "في"), None)
        place = noun_phrase(tokens, carrier + 1) if carrier is not None else None
        if place is not None and place.head & (MEDIA | DOCUMENT | OUTLET | INSTITUTION):
            return Adjunct(at, place.end, verb, place, "", ())
        if base == "كما" or cue.lemma in ("نقل", "نشر"):
            return None
        return Adjunct(at, verb + 1, verb, None, cue.gender, ())
    following = tokens[source.end] if source.end < len(tokens) else None
    if base == "كما" and following is not None and (following.word.flags & COMPLEMENTISER or following.text == ":" or following.kind == QUOTE or following.word.base in ("الي", "علي", "عن") or following.word.preposition == "ب"):
        return None
    if base == "كما" and at == 0:
        return None
    adjunct = Adjunct(at, source.end, verb, source, "", ())
    if cue.lemma in ("نقل", "أورد", "ذكر"):
        for position in range(source.end, min(len(tokens), source.end + 4)):
            if tokens[position].text == "عن" and position + 1 < len(tokens):
                speaker = noun_phrase(tokens, position + 1)
                if speaker is not None:
                    return Adjunct(at, speaker.end, verb, speaker, "", (source,))
    return _with_relays(tokens, adjunct)


def _with_object(word: str) -> Cue | None:
    """The cue of a verb with an object pronoun: ``نقلته``, ``أعلنه``."""
    for suffix in ("ته", "تها", "ه", "ها", "وه"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            stem = word[: -len(suffix)]
            cue = look_up(stem + "ت").cue if suffix.startswith("ت") else look_up(stem).cue
            if cue is not None and cue.form in ("past", "present"):
                return cue
    return None


def _with_relays(tokens: list[Token], adjunct: Adjunct) -> Adjunct:
    """``بحسب صحيفة X نقلا عن Y``: Y is the source, X the relay."""
    at = adjunct.end
    if at + 2 < len(tokens) and tokens[at].text == "نقلا" and tokens[at + 1].text == "عن" and adjunct.source is not None:
        speaker = noun_phrase(tokens, at + 2)
        if speaker is not None:
            return adjunct._replace(end=speaker.end, source=speaker, relays=(adjunct.source,))
    return adjunct
