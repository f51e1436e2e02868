"""Frames of attribution in one sentence: cue, whose subject, where its content begins.

A finite verb (``قال``), a participle (``مضيفاً``), a noun with a pronoun (``قوله``) each open one; a prepositional phrase
(``بحسب الكرملين``) is an adjunct. What a frame reports is decided in `isnad.contents`.
"""

from dataclasses import replace

from isnad.attribution.adjuncts import Adjunct, find_adjuncts
from isnad.attribution.cues import Frame, is_parenthesis, stands_as_cue
from isnad.attribution.extents import after_bracket
from isnad.attribution.labels import FRAGMENT, is_known_label
from isnad.attribution.phrases import noun_phrase
from isnad.attribution.relays import (
    PUBLISHED,
    note_mouth,
    note_relayed_adjunct,
    note_told,
    note_told_before,
    note_told_behind,
    published_by,
    with_carrier,
    with_hearer,
)
from isnad.attribution.shapes import is_marked_name
from isnad.attribution.subjects import find_bearer, find_carrier, find_subject
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Sentence, Token
from isnad.remembered import remembered
from isnad.words import (
    ADVERB,
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIUM,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    OWN_CLAUSE,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TERM_HEAD,
    UNNAMED,
)

REACH = 60
MOST_CUES = 40
MODAL_REACH = 6
CALLED_REACH = 7
# Classes of cues that things do too: they show, prove, disclose.
SHOWING = frozenset(("explaining", "emphasis", "announcement"))
# Classes of cues that are verbs of deeds too, where they want a complement: they end, follow, carry, mark.
DEEDS = frozenset(("continuation", "relay", "explaining", "emphasis"))
# Words that open what is asked.
QUESTIONING = frozenset(("عما", "عن", "هل", "ان"))
# Words behind which a hearer or a place of publishing may be named.
TOWARDS = frozenset(("ل", "مع", "الي", "في", "عبر", "خلال", "ضمن", "علي", "ب"))


def frames(sentence: Sentence, labels: frozenset[str]) -> tuple[list[Frame], list[Adjunct]]:
    """The frames and adjuncts of one sentence, in order; *labels* are the marked spans that the article uses as names.

    No more than ``MOST_CUES`` cues are read in a sentence: of 12,355 sentences of news none held over 15.
    """
    tokens = sentence.tokens
    adjuncts, cues = [], sentence.cues
    if sentence.openers:
        adjuncts = [with_carrier(tokens, with_hearer(tokens, a)) for a in find_adjuncts(sentence)]
        inside = {position for a in adjuncts for position in range(a.start, a.end)}
        cues = [at for at in cues if at not in inside]
    found: list[Frame] = []
    for at in cues[:MOST_CUES]:
        cue = tokens[at].word.cue
        if cue is None or not stands_as_cue(tokens, at, cue):
            continue
        frame = Frame(at, cue)
        if cue.needs == "carrier":
            if not find_carrier(tokens, frame):
                continue
        elif cue.form in ("past", "present"):
            find_subject(tokens, frame)
            _take_name_called(sentence, frame)
            if _is_evidence(tokens, frame, found):
                continue
            if cue.type == "relay" and frame.subject is None and not tokens[at].word.conjunction:
                continue
            if cue.needs == "document" and (frame.subject is None or not frame.subject.head & DOCUMENT):
                continue
            if frame.subject is None and _is_of_a_thing(tokens, frame):
                continue
            if tokens[at].word.base in GROUPS["turns_out"] and (
                frame.subject is None or frame.subject.start < at
            ):
                continue
        elif cue.form == "participle":
            frame.after_subject = at + 1
            frame.basis = "participle"
            if cue.lemma == "نقل" and at + 2 < len(tokens) and tokens[at + 1].text == "عن":
                frame.subject = noun_phrase(tokens, at + 2)
                frame.basis = "explicit" if frame.subject else "participle"
        elif not find_bearer(tokens, frame):
            continue
        _complement(tokens, frame, adjuncts, labels)
        note_told_before(tokens, frame, found)
        if frame.clause is not None:
            note_told_behind(tokens, frame)
        if frame.cue.form == "masdar" and not frame.has_content:
            continue
        if (
            frame.clause is not None
            and frame.cue.form in ("masdar", "noun")
            and found
            and found[-1].clause == frame.clause
        ):
            found[-1].clause = None
        if (
            frame.colon is not None
            and frame.cue.form == "masdar"
            and found
            and found[-1].colon == frame.colon
        ):
            found[-1].colon = found[-1].quote = None
        found.append(frame)
    return found, adjuncts


def _take_name_called(sentence: Sentence, frame: Frame) -> None:
    """Take the name of a subject that is only called by it afterwards (``قالت موظفة تدعى ليلى منصور إن``)."""
    tokens, start, subject = sentence.tokens, frame.after_subject, frame.subject
    if subject is not None and (subject.is_person or frame.basis != "explicit"):
        return
    for at in sentence.cues:
        if not start <= at < start + CALLED_REACH or tokens[at].word.base not in GROUPS["called"]:
            continue
        if any(t.kind == QUOTE or t.text == ":" or t.word.flags & COMPLEMENTISER for t in tokens[start:at]):
            return
        name = noun_phrase(tokens, at + 1, bare_quote=False)
        if name is not None and name.is_person:
            frame.subject, frame.basis, frame.after_subject = name, "explicit", name.end
        return


def _is_evidence(tokens: list[Token], frame: Frame, found: list[Frame]) -> bool:
    """Whether a thing, not a source, is the subject of a verb in the present inside a clause (``قالت إن الهجوم يؤكد أن``)."""
    at = frame.at
    if frame.subject is not None or frame.cue.form != "present" or at == 0 or tokens[at].word.conjunction:
        return False
    inside = any(f.clause is not None and f.clause < at for f in found)
    before = tokens[at - 1]
    noun = before.kind == WORD and not before.word.flags & (
        COMPLEMENTISER | RELATIVE | CONJUNCTION | PREPOSITION | ADVERB
    )
    return (
        inside
        and noun
        and before.word.cue is None
        and before.text not in GROUPS["auxiliaries"]
        and before.text not in GROUPS["contrary_pronouns"]
    )


def _is_of_a_thing(tokens: list[Token], frame: Frame) -> bool:
    """Whether nobody speaks: a relative clause tells of a thing (``الفوز الذي أكد أن``), something is called so (``تسمى «…»``)."""
    at, cue = frame.at, frame.cue
    if cue.lemma == "سمى":
        return cue.form == "present"
    if at < 2 or tokens[at - 1].text not in ("الذي", "التي") or cue.type not in SHOWING:
        return False
    thing = tokens[at - 2]
    if thing.kind == QUOTE:
        return at > 2 and bool(tokens[at - 3].word.flags & (NAME_HEAD | TERM_HEAD))
    flags = thing.word.flags
    return bool(flags & COMMON) and not flags & (SOURCE_HEAD | MEDIUM | NAME | COUNTRY | NATIONALITY)


def _complement(tokens: list[Token], frame: Frame, adjuncts: list[Adjunct], labels: frozenset[str]) -> None:
    """Find where the content begins: after a complementiser, a colon, or at the first marked span that is no name."""
    skip = {a.start: a.end for a in adjuncts}
    at, relative = frame.after_subject, False
    limit = min(len(tokens), frame.at + REACH)
    nominal = frame.cue.form in ("noun", "masdar")
    if frame.cue.form == "noun" and frame.subject is not None:
        if at < len(tokens) and tokens[at].word.flags & COMPLEMENTISER and "c" in frame.cue.frames:
            frame.clause = at
        return
    if nominal:
        limit = min(limit, frame.at + 4)
    elif is_parenthesis(tokens, frame) and tokens[frame.at - 1].text not in "،,":
        return
    while at < limit:
        if at in skip and at > frame.at:
            note_relayed_adjunct(tokens, frame, next(a for a in adjuncts if a.start == at))
            at = skip[at]
            continue
        token = tokens[at]
        if token.kind == WORD and _is_passed_over(token):
            at += 1
            continue
        if token.kind == QUOTE:
            if _names_speaker(tokens, frame, at):
                at += 1
                continue
            if not is_known_label(tokens, at, labels) and not _is_named_in_apposition(tokens, frame, at):
                if (
                    _before_preposition(tokens, frame, at)
                    or _is_scored(frame)
                    or _is_of_a_deed(tokens, frame, at)
                ):
                    at += 1
                    continue
                frame.quote = at
                return
            note_told(tokens, frame, at)
            at += 1
            continue
        if token.kind == PUNCTUATION:
            if token.text == ":" and at + 1 < len(tokens):
                following = tokens[at + 1]
                if following.word.flags & COMPLEMENTISER:
                    if "c" in frame.cue.frames or "d" in frame.cue.frames:
                        frame.clause, frame.colon = at + 1, at
                elif following.kind == QUOTE:
                    frame.quote, frame.colon = at + 1, at
                else:
                    frame.colon = at
                return
            at = after_bracket(tokens, at) if token.text == "(" else at + 1
            continue
        word = token.word
        if (
            frame.cue.type == "question"
            and token.text in QUESTIONING
            and (token.text != "عن" or tokens[at + 1].text in ("ما", "اي"))
        ):
            frame.clause = at
            return
        if word.flags & COMPLEMENTISER:
            if _governs(tokens, frame, at):
                frame.clause = at
                return
            if _of_other_verb(tokens, frame, at):
                return
        elif word.flags & RELATIVE:
            relative = True
        elif word.cue is not None and at > frame.at and not word.flags & NAME:
            form = word.cue.form
            passed_on = word.cue.type == "relay" and not word.conjunction
            if (
                form in ("past", "present")
                and not (relative and not _takes_turn(tokens, frame, at))
                and not passed_on
                and stands_as_cue(tokens, at, word.cue)
            ):
                return
            parted = tokens[at - 1].kind == PUNCTUATION and tokens[at - 1].text in "،,"
            if (
                form == "participle"
                and (parted or not word.flags & (ROLE | UNNAMED))
                and stands_as_cue(tokens, at, word.cue)
            ):
                return
            if (
                form == "masdar"
                and "c" in word.cue.frames
                and at + 1 < len(tokens)
                and tokens[at + 1].word.flags & COMPLEMENTISER
            ):
                return
        if token.text == "علي" and (behind := note_mouth(tokens, frame, at)) > at:
            at = behind
            continue
        if token.text in PUBLISHED:
            at = published_by(tokens, frame, at)
            continue
        elif word.preposition == "ل" or token.text in TOWARDS or word.flags & MEDIUM:
            note_told(tokens, frame, at)
        at += 1


@remembered
def _is_passed_over(token: Token) -> bool:
    """Whether a word tells nothing of where a content begins nor of who was told."""
    word = token.word
    return not (
        word.flags & (COMPLEMENTISER | RELATIVE | MEDIUM)
        or word.cue is not None
        or word.preposition == "ل"
        or token.text in TOWARDS
        or token.text in PUBLISHED
        or token.text in QUESTIONING
    )


def _names_speaker(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether a mark behind the speaker's title and before the clause is the name (``أوضح مدير الصحة "الدكتور …"، أن``); it is then theirs."""
    subject = frame.subject
    behind = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in ("،", ",", "؛") else at + 1
    if (
        subject is None
        or subject.is_person
        or frame.basis != "explicit"
        or not subject.head & ROLE
        or tokens[at - 1].kind != WORD
        or behind >= len(tokens)
        or not tokens[behind].word.flags & COMPLEMENTISER
        or not is_marked_name(tokens[at])
    ):
        return False
    frame.subject = replace(subject, end=at + 1, name=(at, at + 1), title=(subject.start, at))
    return True


def _is_scored(frame: Frame) -> bool:
    """Whether سجل has no speaker as its subject: a goal or a price was marked up (``سجل المؤشر «…»``)."""
    subject = frame.subject
    speaks = subject is not None and (
        subject.is_person or subject.head & (ROLE | DOCUMENT | INSTITUTION | UNNAMED)
    )
    return frame.cue.lemma == "سجل" and frame.cue.form in ("past", "present") and not speaks


def _is_of_a_deed(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether a verb of deeds more than of words has another object, in which a mark is a name (``ختم المنتخب جولته في «…»``)."""
    before = tokens[at - 1]
    return (
        frame.cue.needs in ("direct", "comp")
        and frame.cue.type in DEEDS
        and not frame.relays
        and at > frame.after_subject
        and tokens[at].words <= FRAGMENT
        and before.kind == WORD
        and before.word.cue is None
        and not before.word.flags & COMPLEMENTISER
    )


def _before_preposition(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether the cue's own preposition still lacks (``أعربت أحزاب هي «…» عن قلقها``): the mark is not what it governs."""
    prepositions = frame.cue.prepositions
    return frame.cue.key in GROUPS["with_preposition"] and not any(
        t.text in prepositions or (t.kind == WORD and t.text[0] in prepositions)
        for t in tokens[frame.at + 1 : at]
    )


def _takes_turn(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether a verb behind a relative clause is no part of it: و and a comma before it, or it answers (``سأله عن … الذي …، وأجاب``)."""
    cue = tokens[at].word.cue
    parted = tokens[at - 1].kind == PUNCTUATION and tokens[at].word.conjunction == "و"
    answers = frame.cue.key in GROUPS["asking"] and cue and cue.key in GROUPS["answering"]
    return parted or bool(answers)


def _is_named_in_apposition(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether marks hold a name in what is said of the speaker between commas (``قال X، مؤسس مشروع «ميراث»، إن``)."""
    behind = at + 2 if at + 2 < len(tokens) and tokens[at + 1].text in ("،", ",") else at + 1
    return (
        behind < len(tokens)
        and bool(tokens[behind].word.flags & COMPLEMENTISER)
        and "c" in frame.cue.frames
        and tokens[at - 1].kind == WORD
        and any(t.kind == PUNCTUATION and t.text in "،," for t in tokens[frame.after_subject : at])
    )


def _is_time_before(tokens: list[Token], at: int) -> bool:
    """Whether من قبل, بعد ذلك or the like stands right before *at*: قال takes إن, and no أن of theirs."""
    return (tokens[at - 2].text, tokens[at - 1].text) == ("من", "قبل") or (
        tokens[at - 1].text == "ذلك" and bool(tokens[at - 2].word.flags & PREPOSITION)
    )


def _governs(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether the complementiser at *at* is the cue's own, not that of ``بعد أن`` or ``يريد أن``."""
    before = tokens[at - 1]
    if tokens[at].text == "ان" and at + 1 < len(tokens):
        following = tokens[at + 1].text
        if following in GROUPS["conditional_verbs"] or (following == "لم" and at > frame.after_subject):
            return False
    if at - 1 == frame.at:
        return "c" in frame.cue.frames or tokens[at].text != "ان"
    if before.kind == WORD:
        if frame.cue.lemma == "قال" and _is_time_before(tokens, at):
            return True
        if (
            before.word.flags & OWN_CLAUSE
            or _of_other_verb(tokens, frame, at)
            or _of_modal(tokens, frame, at)
        ):
            return False
        if before.word.flags & PREPOSITION and before.text in {"الي", "علي", "من", "عن", "في"}:
            return before.text in frame.cue.prepositions and "c" in frame.cue.frames
    return "c" in frame.cue.frames


def _of_modal(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether أن before a verb in the present completes a modal that stands some words before it (``يستطيع في عمله أن يكون``)."""
    if tokens[at].text != "ان" or at + 1 >= len(tokens) or tokens[at + 1].text[0] not in "يتنا":
        return False
    for token in reversed(tokens[max(frame.after_subject, at - MODAL_REACH) : at]):
        if token.kind != WORD or token.word.flags & (COMPLEMENTISER | RELATIVE) or token.word.cue is not None:
            return False
        if token.text in GROUPS["modals"]:
            return True
    return False


def _of_other_verb(tokens: list[Token], frame: Frame, at: int) -> bool:
    """Whether another verb of saying stands right before the complementiser or its preposition (``أكد … ما يشير إلى أن``)."""
    before = tokens[at - 1]
    verb = at - 2 if before.word.flags & PREPOSITION and before.word.cue is None else at - 1
    cue = tokens[verb].word.cue
    return (
        cue is not None
        and cue.form in ("past", "present")
        and verb > frame.after_subject
        and not tokens[verb].word.flags & NAME
        and (verb == at - 1 or before.text in cue.prepositions)
    )
