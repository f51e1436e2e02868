"""Whose words a frame reports where its own phrase does not say: the speaker before, the sentence's subject, the topic."""

from dataclasses import replace
from functools import cache

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.cues import Frame
from isnad.attribution.issuers import author
from isnad.attribution.memory import MEMORY, Reading, agreeing, fits
from isnad.attribution.phrases import Phrase, noun_phrase, skip_adverbs
from isnad.attribution.sources import SAME, Source, gender_of
from isnad.attribution.tokens import PUNCTUATION, WORD, Sentence, Token, without_prefix
from isnad.words import (
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
    MEDIUM,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    NOT_NAME,
    OUTLET,
    OWN_VOICE,
    PREPOSITION,
    ROLE,
    TIME,
    UNNAMED,
)

HUMAN = ROLE | INSTITUTION | UNNAMED | COUNTRY
COMMAS = frozenset("،,")
LONGEST_AFTER = 12
RESUMING = frozenset(("حيث", "اذ", "الذي", "التي"))
ORDINARY = COMMON | DEFINITE | NOT_NAME | NAME_HEAD | MEDIUM


def speaker_of(
    sentence: Sentence,
    frame: Frame,
    found: list[Frame],
    speakers: dict[int, Source | None],
    ascribed: list[tuple[int, Source]],
    adjuncts: list[tuple[Adjunct, Source]],
    state: Reading,
) -> Source | None:
    """Whose words a frame reports; *ascribed* are the sources of adjuncts that bear content, with their positions."""
    tokens, gender = sentence.tokens, frame.cue.gender
    if frame.basis == "none":
        return None
    if frame.subject is not None:
        given = gender if frame.cue.form in ("past", "present") else ""
        if frame.relays or frame.cue.lemma in ("نقل", "نسب") or frame.cue.form == "masdar":
            given = frame.cue.gender if frame.cue.form == "masdar" else ""
        source = state.naming.source(sentence, frame.subject, given)
        if (
            source.kind in ("role", "unnamed")
            and state.recent
            and state.number - state.recent[-1][1] <= MEMORY
        ):
            source.follows = state.recent[-1][0]
            source.goes_on = frame.cue.type == "continuation" or bool(SAME.search(source.text))
        return source
    if frame.cue.form in ("past", "present") and not tokens[frame.at].word.conjunction:
        written = author(tokens, frame.at)
        if written is not None:
            frame.relays = [written[1]] if written[1] is not None else []
            return state.naming.source(sentence, written[0], gender)
    earlier = [f for f in found if f.at < frame.at]
    holding = [f for f in reversed(earlier) if f.clause is not None and f.clause < frame.at]
    if frame.cue.form in ("past", "present") and not tokens[frame.at].word.conjunction and holding:
        pronoun = tokens[frame.at - 1].word if frame.at else None
        close = holding[0]
        if (pronoun is not None and pronoun.flags & COMPLEMENTISER) or frame.at - (close.clause or 0) <= 3:
            frame.basis, frame.taken_from = "pronoun", close
            return speakers.get(id(close))
    finite = [f for f in earlier if f.cue.form in ("past", "present")]
    if frame.cue.form == "participle" and any(speakers.get(id(f)) for f in finite):
        earlier = [f for f in finite if not _is_matter(tokens, f, finite)] or finite
    asked = [f.subject for f in earlier if f.cue.key in GROUPS["asking"] and f.subject is not None]
    askers = {phrase.start for phrase in asked} if frame.cue.key in GROUPS["answering"] else set()
    for other in reversed(earlier):
        source = speakers.get(id(other))
        if other.basis == "relative" and frame.cue.form in ("past", "present"):
            continue
        if other.subject is not None and other.subject.start in askers:
            continue
        if source is not None and fits(source, gender) and (other.has_content or other.basis == "explicit"):
            frame.basis = "continuation" if frame.cue.form in ("past", "present") else frame.basis
            frame.taken_from = other
            return source
    for adjunct, source in reversed(adjuncts):
        if adjunct.end <= frame.at and fits(source, gender) and resumes(tokens, frame, adjunct, source):
            return source
    for start, source in reversed(ascribed):
        if start < frame.at and frame.cue.form != "masdar" and fits(source, gender):
            return source
    introduced = bool(frame.at) and (
        tokens[frame.at - 1].text in GROUPS["relative_objects"]
        or tokens[frame.at - 1].text in GROUPS["published_objects"]
        or (frame.at + 1 < len(tokens) and tokens[frame.at + 1].text in ("فيها", "فيه"))
        or (
            tokens[frame.at - 1].word.flags & (DOCUMENT | MEDIUM) != 0
            and not tokens[frame.at - 1].word.flags & DEFINITE
        )
    )
    within = bool(tokens[frame.at].word.conjunction) and frame.at > 3
    if frame.cue.form == "participle":
        beside = _addressed_person(tokens, frame.at)
        if beside is not None:
            return state.naming.source(sentence, beside, gender)
    if frame.cue.form in {"participle", "noun", "masdar"} or introduced or within or not state.recent:
        main = main_subject(tokens, frame.at)
        if main is not None and main.start in askers:
            main = None
        if within and not introduced and main is not None and not _goes_on(tokens, main, gender):
            body = bool(main.head & INSTITUTION) and main.start <= 2
            agrees = body and gender_of(tokens[main.start], "institution") == gender
            main = body_alone(tokens, main) if agrees else None
        elif within and main is not None and not main.is_person and main.head & (UNNAMED | ROLE):
            main = body_alone(tokens, main)
        if main is not None:
            source = state.naming.source(sentence, main, gender)
            if not (source.kind == "person" and len(source.words) == 1 and not source.words[0]):
                return source
    if frame.at and tokens[frame.at - 1].text in ("حين", "حينما", "عندما") and frame.at > 3:
        main = main_subject(tokens, frame.at - 1)
        if main is not None and main.is_person:
            return state.naming.source(sentence, main, gender)
    beside = _before_where(tokens, frame.at)
    if beside is not None:
        source = state.naming.source(sentence, beside)
        if fits(source, gender):
            return source
    if (
        (frame.cue.type != "continuation" or gender == "p")
        and state.topic is not None
        and state.topic[1] == state.number - 1
        and fits(state.topic[0], gender)
        and (gender == "p" or state.topic[0].kind != "unnamed")
    ):
        if not any(n == state.number - 1 for _, n in state.recent):
            return state.topic[0]
    return agreeing(state, gender)


def resumes(tokens: list[Token], frame: Frame, adjunct: Adjunct, source: Source) -> bool:
    """Whether a verb without a subject right behind an adjunct is of the adjunct's source (``وبحسب تجار في السوق، أكدوا أن``,
    ``حسبما ذكرت صحيفة X، مشيرة إلى أن``); a paper's or a document's only behind a verb of theirs."""
    if adjunct.source is None or not frame.has_content:
        return False
    told = adjunct.source.start > adjunct.cue_end
    if frame.cue.form == "participle" and not told:
        return False
    if not told and (
        source.kind in ("outlet", "document", "institution") or tokens[frame.at].word.conjunction
    ):
        return False
    end = frame.at - 1 if tokens[frame.at - 1].text in RESUMING else frame.at
    parted = end > adjunct.end and tokens[end - 1].text in COMMAS
    between = tokens[adjunct.end : end - 1 if parted else end]
    if not between or (len(between) == 1 and between[0].kind == PUNCTUATION):
        return True
    return (
        parted
        and len(between) <= LONGEST_AFTER
        and bool(between[0].word.flags & PREPOSITION)
        and not any(t.kind == PUNCTUATION or t.word.cue or t.word.flags & COMPLEMENTISER for t in between)
    )


def _goes_on(tokens: list[Token], main: Phrase, gender: str) -> bool:
    """Whether the subject of a sentence's first verb is that of a later one too: a person, a paper, a country, people of a
    verb in the plural (``فوجئ سكان الحي …، وأوضحوا``)."""
    people = gender == "p" and main.start <= 2 and main.head & (UNNAMED | ROLE)
    if gender in ("m", "f") and main.start <= 2 and main.head & ROLE and main.head & DEFINITE:
        feminine = tokens[main.start].text.endswith(("ه", "ات", "ون", "ين"))
        people = feminine == (gender == "f")
    return main.is_person or bool(main.head & (MEDIA | COUNTRY)) or bool(people)


def _before_where(tokens: list[Token], at: int) -> Phrase | None:
    """The person with a title right before ``، حيث`` and the verb: ``فكرة المفكر رامي العطار، حيث قال``."""
    cue = tokens[at].word.cue
    if cue is not None and cue.form == "participle":
        at -= 1
    if at < 3 or tokens[at - 1].text != "حيث" or tokens[at - 2].text not in ("،", ","):
        return None
    end = at - 2
    while end > 2 and tokens[end - 1].word.flags & TIME:
        end -= 1
    for start in range(max(0, end - 6), end - 1):
        if not tokens[start].word.flags & ROLE:
            continue
        phrase = noun_phrase(without_prefix(tokens[: end + 1], start), start, bare_quote=False)
        if phrase is not None and phrase.is_person and phrase.end == end:
            return phrase
    return None


def _is_matter(tokens: list[Token], frame: Frame, found: list[Frame]) -> bool:
    """Whether a verb is part of what another reports, its subject no person: the participle behind is not its own
    (``شدد X على أن البلد يرفض …، منوها إلى``)."""
    inside = any(f.clause is not None and f.clause < frame.at for f in found if f.at < frame.at)
    subject = frame.subject
    if subject is None or subject.is_person:
        return False
    thing = subject.end <= frame.at or not subject.head & (HUMAN | MEDIA | DOCUMENT)
    return inside and thing and not tokens[frame.at].word.conjunction and frame.cue.form == "present"


def _addressed_person(tokens: list[Token], at: int) -> Phrase | None:
    """A person with a title, ل before it, right before a participle: the words are his (``تغريدة للكاتب نبيل العطار قائلا``)."""
    for start in range(at - 2, max(0, at - 12), -1):
        token = tokens[start]
        if token.word.preposition == "ل" and token.word.flags & ROLE:
            phrase = noun_phrase(without_prefix(tokens, start), start, bare_quote=False)
            return phrase if phrase is not None and phrase.is_person and phrase.end == at else None
        if token.kind != WORD:
            return None
    return None


def body_alone(tokens: list[Token], phrase: Phrase) -> Phrase:
    """A body's phrase without what its verb takes behind it: an object, a place, an occasion."""
    for at in range(phrase.start + 1, phrase.end):
        token, before = tokens[at], tokens[at - 1]
        settled = before.word.flags & (DEFINITE | NATIONALITY | COUNTRY | CITY)
        if (
            token.text[0].isdigit()
            or token.text == "في"
            or (at == phrase.start + 1 and _is_second_role(before, token))
            or (token.word.preposition == "ب" and token.text != "باسم")
            or (
                settled
                and token.word.flags & (ROLE | MEDIUM | COMMON)
                and not token.word.flags & (DEFINITE | NATIONALITY)
            )
        ):
            return replace(phrase, end=at, name=None, title=None)
    return phrase


def _is_second_role(before: Token, token: Token) -> bool:
    """Whether a second definite role is the verb's object (``استقبل الوزير [السفير]``), no adjective."""
    both = before.word.flags & token.word.flags & DEFINITE and before.word.flags & token.word.flags & ROLE
    return bool(both) and not token.word.flags & NATIONALITY and not token.text.endswith(("ي", "يه"))


def main_subject(tokens: list[Token], before: int) -> Phrase | None:
    """The subject of a sentence or clause whose main verb is no cue: the phrase after its first word, or at its start."""
    contrasts, turns = GROUPS["contrasts"], _turns()
    places = [at for at, turn in enumerate(tokens[2 : max(2, before - 2)], 3) if turn.text in turns]
    for start in reversed(places):
        if tokens[start - 1].text in contrasts or _opens_verbal(tokens[start]):
            phrase = noun_phrase(tokens, skip_adverbs(tokens, start + 1), bare_quote=False)
            if phrase is not None and phrase.end <= before and phrase.is_person and phrase.title is not None:
                return phrase
    if tokens[0].word.flags & OWN_VOICE:
        opening = next((k for k in range(1, min(4, before)) if tokens[k].word.flags & COMPLEMENTISER), None)
        if opening is not None:
            return noun_phrase(tokens, opening + 1, bare_quote=False)
    opening_texts = [t.text for t in tokens[1 : min(8, before)]]
    colon = opening_texts.index(":") + 1 if ":" in opening_texts else 0
    start = colon + 1 if colon and not any(t.word.cue for t in tokens[:colon]) else 0
    if start + 2 < before and tokens[start].word.flags & PREPOSITION:
        turn = tokens[start + 1]
        start += 2 if turn.text == "ذلك" or turn.text in GROUPS["turns"] else 0
    while start < before and (
        tokens[start].kind == PUNCTUATION
        or tokens[start].word.flags & PREPOSITION
        or tokens[start].word.preposition
    ):
        comma = next((k for k in range(start, min(before, start + 12)) if tokens[k].text in "،,"), None)
        if comma is None:
            break
        start = comma + 1
    opens = start + 3 < before and not tokens[start].word.cue
    if opens and (tokens[start].word.flags & ADVERB or tokens[start].text in ("فقد", "وقد")):
        start += 2 if tokens[start + 1].text in ("،", ",") else 1
    while start + 1 < before and tokens[start + 1].text in GROUPS["prepositional_pronouns"]:
        start += 1
    nominal = (
        start < before and tokens[start].word.flags & (HUMAN | MEDIA | OUTLET) and not tokens[start].word.cue
    )
    for at in (start, start + 1) if nominal else (start + 1, start):
        begin = skip_adverbs(tokens, at)
        if begin < before and not _is_plain_noun(tokens, begin):
            phrase = noun_phrase(tokens, begin, bare_quote=False)
            if phrase is None or phrase.end > before:
                continue
            named = phrase.name is not None and (
                phrase.title is not None or bool(tokens[phrase.name[0]].word.flags & NAME)
            )
            people = tokens[phrase.start].text.startswith("ال") and tokens[phrase.start].text.endswith("ون")
            if named or people or phrase.head & (HUMAN | MEDIA | OUTLET):
                return phrase if not people else replace(phrase, head=phrase.head | UNNAMED)
    return None


@cache
def _turns() -> frozenset[str]:
    """What a new clause may stand behind."""
    return GROUPS["contrasts"] | COMMAS


def _is_plain_noun(tokens: list[Token], at: int) -> bool:
    """Whether an ordinary word stands at *at* and no name, title or paper behind it: no source begins there."""
    flags = tokens[at].word.flags
    if at + 1 >= len(tokens) or flags in (0, DEFINITE) or flags & ~ORDINARY:
        return False
    following = tokens[at + 1].word.flags
    if flags & DEFINITE and following & NATIONALITY:
        return False
    return following not in (0, DEFINITE) and not following & (NAME | ROLE | HONORIFIC | MEDIA | OUTLET)


def _opens_verbal(token: Token) -> bool:
    """Whether a word with و may be the verb of a new clause: no noun that the lists know."""
    return token.word.conjunction == "و" and token.kind == WORD and not token.word.flags & ~COMMON
