"""Whose words: the subject of a cue, after its verb or before it.

The common order is verb, subject; after إن and in headlines the subject stands first. What follows a verb is its subject
only where it can speak and agrees with the verb; else it is taken for the object.
"""

from dataclasses import replace

from isnad.attribution.boundaries import opens_speech
from isnad.attribution.cues import Frame
from isnad.attribution.labels import quote_is_subject
from isnad.attribution.objects import before_accused, is_object, without_complement
from isnad.attribution.phrases import Phrase, noun_phrase, skip_adverbs, with_common_name
from isnad.attribution.plainsubjects import agrees, is_plain_subject, opens_clause
from isnad.attribution.preverbal import clause_start, ending_at, is_inside, subject_before
from isnad.attribution.relays import add_told, media_phrase, note_ascribed, note_informed, note_relay
from isnad.attribution.shapes import INFLECTED, is_circumstance
from isnad.attribution.tokens import QUOTE, WORD, Token
from isnad.words import (
    CITY,
    COMMON,
    COMPLEMENTISER,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    OUTLET,
    PLACE,
    POSSESSIVES,
    PREPOSITION,
    ROLE,
    SOURCE_HEAD,
    TIME,
    UNNAMED,
    Cue,
    is_listed,
    look_up,
    strip_article,
)


def find_subject(tokens: list[Token], frame: Frame) -> None:
    at = frame.at
    after = _past_insertion(tokens, skip_adverbs(tokens, _past_addressee(tokens, frame, at + 1)))
    after = _past_occasion(tokens, after)
    if _after_complementiser(tokens, frame) or _is_blessed(tokens, frame):
        return
    issued = at > 0 and tokens[at - 1].text in GROUPS["published_objects"]
    without = frame.cue.gender == "p" or frame.cue.needs == "passive" or issued or _pronoun_before(tokens, at)
    subject = None if without else noun_phrase(tokens, after, bare_quote=quote_is_subject(tokens, after))
    if subject is not None and subject.end == subject.start + 1 and is_circumstance(tokens[subject.start]):
        subject = None
    subject = None if subject is None else without_complement(tokens, subject, frame.cue)
    if subject is not None and tokens[at].word.pronoun and subject.end - subject.start > 1:
        last = tokens[subject.end - 1].kind == QUOTE
        subject = replace(subject, end=subject.end - 1) if last else subject
    if subject is not None and is_object(tokens, frame, subject) and frame.cue.lemma in GROUPS["accusing"]:
        subject = before_accused(tokens, subject)
    if subject is not None and is_object(tokens, frame, subject):
        subject = None
    if frame.cue.needs == "passive":
        frame.basis, frame.after_subject = "none", at + 1
        frame.asked = noun_phrase(tokens, after)
        return
    if subject is not None and subject.joint and tokens[at].text == "بين":
        subject = None
    if subject is not None and _plausible(tokens, subject, frame.cue):
        frame.subject, frame.basis, frame.after_subject = subject, "explicit", subject.end
    else:
        frame.after_subject = at + 1
        left = subject_before(tokens, at)
        behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if behind in ("فيها", "فيه"):
            left = None
        elif left is None and frame.cue.form == "present" and not tokens[at].word.conjunction:
            near = ending_at(tokens, at)
            left = (
                (near, "explicit")
                if near is not None
                and not is_inside(tokens, near)
                and near.head & (INSTITUTION | MEDIA | UNNAMED | DOCUMENT)
                else None
            )
        if left is not None:
            frame.subject, frame.basis = left
    media = frame.subject is not None and bool(frame.subject.head & (MEDIA | OUTLET))
    if frame.cue.lemma in {"نقل", "نسب", "تداول", "تناقل"} or (
        media and any(t.text == "لسان" for t in tokens[frame.after_subject : frame.after_subject + 3])
    ):
        note_relay(tokens, frame)
    if frame.cue.lemma in ("أبلغ", "أخبر") and frame.subject is not None and frame.basis == "explicit":
        note_informed(tokens, frame)
    if frame.relays == [] and media:
        note_ascribed(tokens, frame)


def _is_blessed(tokens: list[Token], frame: Frame) -> bool:
    """``قال رسول الله صلى الله عليه وسلم``: a prophet speaks; ``قال عليه السلام``: the text does not say who."""
    start = frame.at + 1
    end = start + 1 if start < len(tokens) and tokens[start].text in GROUPS["prophets"] else start
    if (
        end > start
        and end < len(tokens)
        and tokens[end].text == "الله"
        and not tokens[start].text.startswith("ال")
    ):
        end += 1
    behind = end
    while behind < len(tokens) and tokens[behind].text in GROUPS["blessings"]:
        behind += 1
    if behind - end < 2:
        return False
    if end > start:
        frame.subject, frame.basis = Phrase(start, end, None, None, ROLE), "explicit"
    else:
        frame.basis = "none"
    frame.after_subject = behind
    return True


def _pronoun_before(tokens: list[Token], at: int) -> bool:
    """Whether a pronoun right before the verb is its subject (``أنها دعت خبراء``): what follows is then the object."""
    while at > 0 and tokens[at - 1].text in GROUPS["auxiliaries"]:
        at -= 1
    if at == 0 or tokens[at].word.conjunction:
        return False
    before = tokens[at - 1]
    return (
        bool(before.word.flags & COMPLEMENTISER and before.word.pronoun)
        or before.text in GROUPS["contrary_pronouns"]
    )


def _after_complementiser(tokens: list[Token], frame: Frame) -> bool:
    """In ``إن بوتين أبلغ بايدن أن`` the subject stands before its verb: a noun follows إن, and the verb that noun."""
    if tokens[frame.at].word.conjunction:
        return False
    start = clause_start(tokens, frame.at - 1) if frame.at else 0
    if not (
        0 < start < frame.at
        and tokens[start - 1].word.flags & COMPLEMENTISER
        and not tokens[start - 1].word.pronoun
    ):
        return False
    phrase = noun_phrase(tokens, start)
    if phrase is not None and phrase.end == frame.at - 1:
        phrase = with_common_name(tokens, phrase)
    verb = frame.at
    while verb > start and tokens[verb - 1].text in GROUPS["auxiliaries"]:
        verb -= 1
    if phrase is None or phrase.end != verb:
        return False
    frame.subject, frame.basis, frame.after_subject = phrase, "explicit", frame.at + 1
    if frame.cue.lemma == "أبلغ":
        note_informed(tokens, frame)
    if frame.cue.lemma in ("نقل", "نسب"):
        note_relay(tokens, frame)
    return True


def find_carrier(tokens: list[Token], frame: Frame) -> bool:
    """``جاء في بيان لوزارة الدفاع``: the document's issuer speaks, the document is the medium. False for other senses."""
    at = frame.at + 1
    if at < len(tokens) and tokens[at].text in {"فيه", "فيها", "علي"}:
        frame.after_subject = at + 1
        return tokens[at].text != "علي"
    if (
        at + 1 >= len(tokens)
        or tokens[at].text not in ("في", "ضمن")
        or not tokens[at + 1].word.flags & (DOCUMENT | MEDIUM | MEDIA)
    ):
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
    verb = tokens[phrase.start - 1].word
    what = phrase.start > 1 and tokens[phrase.start - 2].text in GROUPS["relative_objects"]
    owned = what and verb.cue is cue and verb.pronoun and phrase.head & DEFINITE
    if owned and agrees(tokens[phrase.start], cue.gender):
        return True
    if phrase.head & (SOURCE_HEAD | COUNTRY | CITY):
        head = tokens[phrase.start]
        return (
            cue.gender != "m" or not _feminine(head) or bool(phrase.head & (COUNTRY | PLACE)) or _is_his(head)
        )
    if (
        phrase.head & MEDIUM
        and phrase.end - phrase.start > 1
        and tokens[phrase.start + 1].word.flags & DEFINITE
    ):
        return cue.type in ("neutral", "announcement")
    if not phrase.head & COMMON:
        return not tokens[phrase.start].text.endswith(POSSESSIVES) or _is_unheard(tokens, phrase, cue)
    before = tokens[phrase.start - 1]
    if phrase.head & DEFINITE and before.word.flags & TIME and before.word.base != "امس":
        return bool(before.word.flags & DEFINITE) and is_plain_subject(tokens, phrase, cue)
    if is_plain_subject(tokens, phrase, cue):
        return True
    if _is_unheard(tokens, phrase, cue):
        return True
    if (
        phrase.end - phrase.start == 1
        and opens_clause(tokens, phrase.end, cue)
        and not tokens[phrase.start].text.endswith(INFLECTED)
        and tokens[phrase.start].word.cue is None
    ):
        return True
    if not phrase.head & DEFINITE:
        return (
            cue.type == "neutral"
            and not tokens[phrase.start].text.endswith(("ا", *POSSESSIVES))
            and (cue.gender == "f") == tokens[phrase.start].text.endswith(("ه", "ات"))
        )
    if phrase.end - phrase.start > 1:
        return (
            cue.type == "neutral"
            and phrase.end < len(tokens)
            and bool(tokens[phrase.end].word.flags & COMPLEMENTISER)
        )
    behind = skip_adverbs(tokens, phrase.end)
    following = tokens[behind] if behind < len(tokens) else None
    return following is not None and (
        following.kind == QUOTE or following.text == ":" or bool(following.word.flags & COMPLEMENTISER)
    )


def _is_unheard(tokens: list[Token], phrase: Phrase, cue: Cue) -> bool:
    """Whether one word in ه that no list explains is a name: verbs of saying take no object (``قال فاتسكه أيضا إن``)."""
    token = tokens[phrase.start]
    if phrase.end - phrase.start > 1 or not token.text.endswith("ه") or token.word.cue is not None:
        return False
    at = skip_adverbs(tokens, phrase.end)
    speech = at < len(tokens) and (tokens[at].text == ":" or opens_clause(tokens, at, cue))
    owned = is_listed(token.text[:-1]) or (token.text.endswith("ته") and look_up(token.text[:-2] + "ه").flags)
    return speech and cue.key in GROUPS["taking_words"] and len(token.text) > 3 and not owned


def _is_ascribed(tokens: list[Token], at: int) -> bool:
    """Whether إلى at *at* brings whom words are ascribed to (``نسبت وكالة X إلى مسؤولين قولهم``)."""
    return any((cue := t.word.cue) and cue.lemma == "نسب" for t in tokens[max(0, at - 8) : at])


def _told_by(tokens: list[Token], bearer: Phrase) -> bool:
    """Whether a body stands between a noun of saying and the clause (``مع تأكيد المنظمة أن``)."""
    end = bearer.end
    return (
        bool(bearer.head & (INSTITUTION | MEDIA | OUTLET))
        and end < len(tokens)
        and bool(tokens[end].word.flags & COMPLEMENTISER)
    )


def _may_speak(phrase: Phrase) -> bool:
    """False for a thing (``تساءلوا عن غياب الرقابة، بقولهم``)."""
    return phrase.is_person or bool(phrase.joint) or bool(phrase.head & (SOURCE_HEAD | COUNTRY | CITY))


def _is_his(token: Token) -> bool:
    """Whether a word in ه may be a man's role with a pronoun (``أكد والده``), which is spelled as a woman's without dots."""
    return not token.word.flags & DEFINITE and bool(look_up(token.word.base[:-1]).flags & ROLE)


def _feminine(token: Token) -> bool:
    """Whether a head noun takes a feminine verb: by its ending, or as a plural of things."""
    word = strip_article(token.word.base)
    if word in GROUPS["masculine_in_ta"] or word in GROUPS["crowds_of"]:
        return False
    return (
        (word.endswith("ه") and not word.endswith("وه") and not token.word.flags & NAME)
        or word.endswith("ات")
        or word in GROUPS["plurals_of_things"]
    )


def _past_addressee(tokens: list[Token], frame: Frame, at: int) -> int:
    """After a news organisation told that stands before the subject (``أكد لـ«عكاظ» مدير المستشفى أن``), else *at*."""
    if at >= len(tokens):
        return at
    token = tokens[at]
    if (
        token.text == "ل"
        and at + 1 < len(tokens)
        and tokens[at + 1].kind == QUOTE
        and tokens[at + 1].words <= 4
    ):
        if (
            at + 2 < len(tokens)
            and tokens[at + 2].kind == WORD
            and not tokens[at + 2].word.flags & COMPLEMENTISER
        ):
            add_told(frame, Phrase(at + 1, at + 2, None, None, OUTLET))
            return at + 2
        if at + 3 < len(tokens) and tokens[at + 2].text in ("،", ","):
            named = noun_phrase(tokens, at + 3, bare_quote=False)
            if named is not None and (named.is_person or named.head & ROLE):
                add_told(frame, Phrase(at + 1, at + 2, None, None, OUTLET))
                return at + 3
    if token.word.preposition == "ل" and token.word.flags & (MEDIA | OUTLET):
        phrase = media_phrase(tokens, at)
        title = tokens[at + 1].word.flags if at + 1 < len(tokens) else 0
        if token.text.startswith("لل") and title & ROLE and not title & (DEFINITE | MEDIA):
            phrase = Phrase(at, at + 1, None, None, phrase.head)
        add_told(frame, phrase)
        return phrase.end
    return at


def _past_insertion(tokens: list[Token], at: int) -> int:
    """After a comma-bounded insertion right behind the verb (``وأعلن، اليوم الثلاثاء، وزير …``), else *at*."""
    while at < len(tokens) and (
        tokens[at].text in GROUPS["prepositional_pronouns"] or tokens[at].text == "ذلك"
    ):
        at += 1
    if at + 1 < len(tokens) and tokens[at].text in ("،", ","):
        named = noun_phrase(tokens, at + 1, bare_quote=False)
        if named is not None and named.is_person:
            return at + 1
        for position in range(at + 1, min(len(tokens), at + 10)):
            if tokens[position].text in ("،", ","):
                return skip_adverbs(tokens, position + 1)
            if tokens[position].kind != WORD or tokens[position].word.flags & COMPLEMENTISER:
                return at
    return at


def _past_occasion(tokens: list[Token], at: int) -> int:
    """After ``من جانبه`` or ``في تصريح خاص`` where a person with a title and the speech follow, else *at*."""
    if at + 3 >= len(tokens) or not tokens[at].word.flags & PREPOSITION:
        return at
    if tokens[at + 1].text in GROUPS["turns"]:
        start = at + 2
    elif tokens[at + 1].word.flags & DEFINITE and tokens[at].text in GROUPS["places_of_words"]:
        start = at + 2
    elif tokens[at + 1].word.flags & MEDIUM and not (
        (tokens[at + 1].word.flags | tokens[at + 2].word.flags) & (DEFINITE | PREPOSITION | ROLE)
        or tokens[at + 2].word.preposition
    ):
        start = at + 3
    else:
        return at
    named = noun_phrase(tokens, start, bare_quote=False)
    if named is None or not named.is_person or named.title is None:
        return at
    return start if opens_speech(tokens, named.end) else at


def find_bearer(tokens: list[Token], frame: Frame) -> bool:
    """A nominal cue: ``عن X قوله إن``, ``بالقول إن``. False where the noun is no cue here."""
    at = frame.at
    frame.after_subject = at + 1
    if frame.cue.form == "noun":
        frame.basis = "participle"
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            following is not None
            and tokens[at].word.flags & ~COMMON == 0
            and not tokens[at].text.startswith("بال")
        ):
            bearer = noun_phrase(tokens, at + 1, bare_quote=False)
            if bearer is not None and (
                (bearer.is_person and bearer.head & (ROLE | NAME)) or _told_by(tokens, bearer)
            ):
                frame.subject, frame.basis, frame.after_subject = bearer, "explicit", bearer.end
                return True
        direct = following is not None and (
            following.word.flags & COMPLEMENTISER or following.text == ":" or following.kind == QUOTE
        )
        return bool(direct) and tokens[at].text in {"القول", "بالقول", "بقول"}
    position = at - 1
    while position >= 0 and at - position < 16:
        if (
            tokens[position].text == "عن"
            or (tokens[position].text == "لسان" and tokens[position - 1].text == "علي")
            or (tokens[position].text == "الي" and _is_ascribed(tokens, position))
        ):
            source = noun_phrase(tokens, position + 1)
            if source is not None and source.end <= at:
                verb = next(
                    (
                        k
                        for k in range(position - 1, max(-1, position - 16), -1)
                        if (cue := tokens[k].word.cue) and cue.lemma in {"نقل", "نسب", "ذكر", "أورد"}
                    ),
                    None,
                )
                if verb is None and tokens[position].text == "عن" and not _may_speak(source):
                    break
                frame.subject, frame.basis = source, "explicit"
                if verb is not None:
                    relay = noun_phrase(tokens, skip_adverbs(tokens, verb + 1))
                    if relay is None:
                        before = subject_before(tokens, verb)
                        relay = before[0] if before else None
                    if relay is not None:
                        frame.relays = [relay]
                    elif (carrying := tokens[verb].word.cue) and carrying.lemma == "نقل":
                        frame.carrier = carrying.gender
                return True
        position -= 1
    frame.basis = "pronoun"
    following = tokens[at + 1 : at + 3]
    near = any(t.kind == QUOTE or t.word.flags & COMPLEMENTISER for t in following) or (
        tokens[at].word.cue is not None and frame.cue.lemma == "قال"
    )
    return near and ("c" in frame.cue.frames or "n" in frame.cue.frames)
