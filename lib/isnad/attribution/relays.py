"""Who passes words on inside a frame: told to a paper, carried by an agency, quoted from another."""

from dataclasses import replace

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.boundaries import tells_occasion
from isnad.attribution.cues import Frame
from isnad.attribution.extents import after_bracket
from isnad.attribution.phrases import Phrase, noun_phrase
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.words import (
    COMPLEMENTISER,
    CONJUNCTION,
    DEFINITE,
    GROUPS,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    OUTLET,
    PREPOSITION,
    RELATIVE,
    ROLE,
    TIME,
)

PUBLISHED = frozenset(
    verb + ending
    for verb in ("نشر", "بث", "اورد", "نقل", "اذاع", "اجر", "اجرا", "وزع", "اصدر", "بثت")
    for ending in ("", "تها", "تهما", "ته", "ها", "هما", "ه", "ت")
)


def note_told(tokens: list[Token], frame: Frame, at: int) -> None:
    """Note a news organisation the words were told to, and the medium (statement, interview, post) they came in."""
    token = tokens[at]
    if token.kind == QUOTE:
        previous = tokens[at - 1]
        near = tokens[max(0, at - 4) : at - 1]
        spoken = previous.text == "ل" or any(t.word.flags & MEDIUM for t in near)
        if (previous.text in {"ل", "الي", "مع"} and spoken) or (
            previous.word.flags & MEDIA
            and previous.text not in GROUPS["plurals_of_things"]
            and any(t.text in {"ل", "مع", "الي"} for t in near)
        ):
            add_told(frame, Phrase(at, at + 1, None, None, OUTLET))
        return
    word = token.word
    if word.flags & MEDIUM and frame.medium is None and not word.flags & (ROLE | INSTITUTION):
        frame.medium = word.base
    inner = at if word.preposition == "ل" else at + 1
    if inner >= len(tokens):
        return
    target = tokens[inner]
    if token.text in {"ل", "مع", "الي", "في", "عبر", "ب"} or word.preposition == "ل":
        flags = target.word.flags
        if is_social(tokens, inner) or target.text in ("الصحافه", "الاعلام"):
            return
        if target.kind == WORD and flags & (MEDIA | OUTLET) and not target.text.startswith("وساي"):
            near = tokens[max(frame.at + 1 if frame.at < at else 0, at - 3) : at]
            if token.text in {"في", "عبر", "ب"} and (
                not flags & MEDIA or not any(t.word.flags & MEDIUM for t in near)
            ):
                return
            if token.text == "مع" and not any(t.word.flags & MEDIUM for t in near):
                return
            add_told(frame, media_phrase(tokens, inner))


def is_social(tokens: list[Token], at: int) -> bool:
    """Whether a social network is named at *at* (``موقع التواصل الاجتماعي``, ``منصة تويتر``)."""
    return any(
        token.text in GROUPS["social"] or (token.kind == QUOTE and token.text in GROUPS["social"])
        for token in tokens[at : at + 2]
    )


def note_told_before(tokens: list[Token], frame: Frame, found: list[Frame]) -> None:
    """``وفي رسالة إلى موقع «ذا فيرج»، أوضح حداد``: occasion and hearer before the verb."""
    if found or frame.cue.form not in ("past", "present") or len(tokens) < 3:
        return
    first = tokens[0].word
    if first.base not in {"في", "خلال", "ضمن"} or not tokens[1].word.flags & MEDIUM:
        return
    for at in range(1, min(frame.at, 14)):
        if tokens[at].text in "،," and tokens[at].kind == PUNCTUATION:
            break
        note_told(tokens, frame, at)


def note_told_behind(tokens: list[Token], frame: Frame) -> None:
    """``قال X إن …، وذلك في تصريح لصحيفة Y``: the hearer told behind the clause."""
    assert frame.clause is not None
    places = [k for k, t in enumerate(tokens[frame.clause :], frame.clause) if t.text == "وذلك"]
    behind = next((k for k in places if tells_occasion(tokens, k)), len(tokens))
    for at in range(behind + 1, min(len(tokens), behind + 8)):
        if tokens[at].text in "،,":
            break
        note_told(tokens, frame, at)


def published_by(tokens: list[Token], frame: Frame, at: int) -> int:
    """``في بيان نشرته وكالة سبوتنيك``, ``في مقابلة أجرتها معه مجلة …``: who carried the words is a relay; the position behind."""
    inner = at + 1
    while inner < len(tokens) and (
        tokens[inner].text in {"معه", "معها", "معهم", "في", "علي"} or tokens[inner].word.flags & TIME
    ):
        inner += 1
    if inner >= len(tokens):
        return at + 1
    token = tokens[inner]
    if token.kind == WORD and token.word.flags & (MEDIA | OUTLET) and not token.word.preposition:
        phrase = media_phrase(tokens, inner)
    else:
        talk = any(t.text in GROUPS["talks"] for t in tokens[max(frame.at + 1, at - 3) : at])
        body = noun_phrase(tokens, inner, bare_quote=False) if talk else None
        if body is None or not body.head & INSTITUTION:
            return at + 1
        phrase = body
    add_told(frame, phrase)
    return phrase.end


def add_told(frame: Frame, phrase: Phrase) -> None:
    if all(phrase.start >= other.end or phrase.end <= other.start for other in frame.told):
        frame.told.append(phrase)


def media_phrase(tokens: list[Token], at: int) -> Phrase:
    """The name of a news organisation that starts at *at*, a preposition written onto it aside."""
    end = at + 1
    while end < len(tokens) and end - at < 7:
        token = tokens[end]
        if end == at + 1 and token.text in GROUPS["name_particles"] and tokens[at].word.flags & MEDIA:
            end += 1
            continue
        if (
            token.kind == QUOTE
            and token.words <= 4
            and tokens[at].word.flags & MEDIA
            and (end == at + 1 or end + 1 >= len(tokens) or tokens[end + 1].kind == WORD)
        ):
            end += 1
            continue
        flags = token.word.flags
        if (
            token.kind != WORD
            or token.word.preposition
            or token.word.conjunction
            or token.word.cue
            or flags & (COMPLEMENTISER | RELATIVE | CONJUNCTION | MEDIUM)
        ):
            if token.text == "(" and after_bracket(tokens, end) - end <= 5:
                end = after_bracket(tokens, end)
                continue
            break
        if flags & ROLE and flags & DEFINITE and end > at + 1:
            break
        if (flags & PREPOSITION and not flags & NAME) or (flags & TIME and not flags & OUTLET):
            break
        end += 1
    return Phrase(at, end, None, None, tokens[at].word.flags & (MEDIA | OUTLET))


def with_hearer(tokens: list[Token], adjunct: Adjunct) -> Adjunct:
    """An adjunct of a verb and whom the source told (``حسب ما قاله مسؤولون لـ«رويترز»``): a relay, and part of the adjunct."""
    at = adjunct.end
    if adjunct.source is None or adjunct.source.start == adjunct.cue_end or adjunct.relays:
        return adjunct
    while (
        at < min(len(tokens), adjunct.end + 4)
        and tokens[at].kind == WORD
        and (
            tokens[at].text in ("في", "له", "لها", "لهم")
            or tokens[at].word.flags & MEDIUM
            or tokens[at].text in GROUPS["given"]
        )
    ):
        at += 1
    if at >= len(tokens):
        return adjunct
    if (tokens[at].text in ("ل", "مع", "الي") or tokens[at].text in PUBLISHED) and at + 1 < len(tokens):
        at += 1
    elif tokens[at].word.preposition != "ل":
        return adjunct
    if tokens[at].kind == QUOTE and tokens[at].words <= 5:
        told = Phrase(at, at + 1, None, None, OUTLET)
    elif tokens[at].word.flags & (MEDIA | OUTLET) and not is_social(tokens, at):
        told = media_phrase(tokens, at)
    else:
        return adjunct
    return replace(adjunct, end=told.end, relays=(told,))


def with_carrier(tokens: list[Token], adjunct: Adjunct) -> Adjunct:
    """An adjunct and who carried the document on (``وفقا لبيانات الوزارة، ونقلتها وكالة Y``): a relay, and part of the adjunct."""
    at = adjunct.end
    while at < min(len(tokens), adjunct.end + 5) and (
        (tokens[at].kind == PUNCTUATION and tokens[at].text in "،,") or tokens[at].word.flags & TIME
    ):
        at += 1
    if adjunct.source is None or at + 1 >= len(tokens) or tokens[at].text not in GROUPS["carried_on"]:
        return adjunct
    carrier = noun_phrase(tokens, at + 1)
    if carrier is None or not carrier.head & (MEDIA | OUTLET):
        return adjunct
    return replace(adjunct, end=carrier.end, relays=(*adjunct.relays, carrier))


def note_mouth(tokens: list[Token], frame: Frame, at: int) -> int:
    """``أوضحت الوزارة على لسان مديرها X أن``: who spoke for a body is a relay; the position behind, or *at*."""
    if tokens[at].text != "علي" or at + 2 >= len(tokens) or tokens[at + 1].text != "لسان":
        return at
    if frame.subject is None or frame.basis != "explicit" or frame.subject.is_person:
        return at
    spokesman = noun_phrase(tokens, at + 2)
    if spokesman is None:
        return at
    frame.relays = [spokesman, *frame.relays]
    return spokesman.end


def note_informed(tokens: list[Token], frame: Frame) -> None:
    """``أبلغ ديريك رويترز``: the one told is a relay when it is a news organisation."""
    subject = frame.subject
    if subject is not None and subject.end - subject.start > 1 and tokens[subject.end - 1].kind == QUOTE:
        frame.told.append(Phrase(subject.end - 1, subject.end, None, None, OUTLET))
        frame.subject = replace(subject, end=subject.end - 1)
        return
    if subject is not None and not subject.is_person and not subject.joint and not subject.head & MEDIA:
        last = tokens[subject.end - 1]
        if subject.end - subject.start > 1 and last.word.flags & OUTLET and not last.word.preposition:
            frame.told.append(Phrase(subject.end - 1, subject.end, None, None, OUTLET))
            frame.subject = replace(subject, end=subject.end - 1)
            return
    if subject is not None and subject.title is None and subject.name == (subject.end - 2, subject.end):
        opens = subject.end < len(tokens) and tokens[subject.end].word.flags & COMPLEMENTISER
        if opens and not any(t.text in GROUPS["name_particles"] for t in tokens[subject.start : subject.end]):
            frame.subject = replace(subject, end=subject.end - 1, name=(subject.start, subject.end - 1))
            return
    at = frame.after_subject
    if at < len(tokens) and tokens[at].text in "،," and tokens[at].kind == PUNCTUATION:
        at += 1
    told = noun_phrase(tokens, at) if at < len(tokens) else None
    if told is not None and told.head & (MEDIA | OUTLET):
        frame.told.append(told)
        frame.after_subject = told.end


def note_relay(tokens: list[Token], frame: Frame) -> None:
    """``نقلت وكالة X عن Y (قوله)``: Y speaks, X passes on."""
    for position in range(frame.after_subject, min(len(tokens), frame.after_subject + 16)):
        token = tokens[position]
        lisan = token.text == "لسان" and tokens[position - 1].text == "علي"
        ascribed = token.text == "الي" and frame.cue.lemma == "نسب"
        if (token.text == "عن" or lisan or ascribed) and position + 1 < len(tokens):
            source = noun_phrase(tokens, position + 1)
            if source is not None:
                if frame.subject is not None and frame.basis == "explicit":
                    frame.relays = [frame.subject]
                elif frame.subject is None and frame.cue.lemma == "نقل":
                    frame.carrier = frame.cue.gender
                frame.subject, frame.basis, frame.after_subject = source, "explicit", source.end
            return
        if (token.kind == QUOTE and not token.words <= 4) or token.word.flags & COMPLEMENTISER:
            return


def note_ascribed(tokens: list[Token], frame: Frame) -> None:
    """``نقلت الصحافة تصريحات نسبتها صحيفة X إلى Y``: Y speaks, X and then the press pass on."""
    for at in range(frame.after_subject, min(len(tokens) - 2, frame.after_subject + 4)):
        if tokens[at].text not in {"نسبتها", "نسبته", "نسبها", "نسبه"}:
            continue
        relay = noun_phrase(tokens, at + 1)
        if (
            relay is not None
            and relay.end + 1 < len(tokens)
            and tokens[relay.end].text == "الي"
            and frame.subject is not None
        ):
            speaker = noun_phrase(tokens, relay.end + 1)
            if speaker is not None:
                frame.relays, frame.subject, frame.after_subject = (
                    [relay, frame.subject],
                    speaker,
                    speaker.end,
                )
        return


def note_relayed_adjunct(tokens: list[Token], frame: Frame, adjunct: Adjunct) -> None:
    """``ذكرت صحيفة X نقلا عن Y أن``: Y speaks, X passes on."""
    if (
        adjunct.source is not None
        and frame.subject is not None
        and adjunct.relays == ()
        and (
            frame.subject.head & (MEDIA | OUTLET)
            or (
                tokens[adjunct.start].text == "نقلا"
                and frame.basis == "explicit"
                and not adjunct.source.head & (MEDIA | OUTLET)
            )
        )
    ):
        frame.relays = [frame.subject]
        frame.subject = adjunct.source
