"""Labels of headlines (``وزير العدل: …``): what is a speaker, what a topic, and whom of the article a role or a short office means."""

from isnad.attribution.contents import Claim
from isnad.attribution.memory import Reading, Row
from isnad.attribution.naming import Naming
from isnad.attribution.phrases import Phrase, noun_phrase
from isnad.attribution.settling import PLURALS, surname_meant
from isnad.attribution.shapes import is_future
from isnad.attribution.sources import Source
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Sentence, Token, without_prefix
from isnad.attribution.wordforms import is_same_noun, stem
from isnad.outlets import is_outlet_itself
from isnad.words import (
    CITY,
    COUNTRY,
    DEFINITE,
    GROUPS,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NATIONALITY,
    OUTLET,
    PREPOSITION,
    ROLE,
    look_up,
)

FARTHEST = 24
LONGEST_LABEL = 8
SPEAKING = ROLE | INSTITUTION | COUNTRY
BODIES = ("institution", "outlet")


def labelled(sentence: Sentence, state: Reading) -> Row | None:
    """The quotation of a line that begins with its speaker and a colon (``بايدن: لن نتراجع``), None for other lines."""
    tokens = sentence.tokens
    colon = next((k for k, t in enumerate(tokens[:FARTHEST]) if t.text == ":" and k > 0), None)
    if colon is None or colon + 1 >= len(tokens):
        return None
    begin = _label_start(tokens, colon)
    if colon - begin >= LONGEST_LABEL:
        return None
    phrase = noun_phrase(tokens, begin, bare_quote=True)
    if phrase is None or _is_topic(tokens, phrase, colon):
        return None
    chain: list[tuple[Source, str | None]] = []
    if phrase.end != colon:
        if not (phrase.is_person or phrase.head & SPEAKING) or not _is_occasion(tokens, phrase, colon):
            return None
        chain = _told(sentence, phrase.end, state)
    start, end = sentence.span(colon + 1, len(tokens))
    only = tokens[colon + 1]
    marked = only.kind == QUOTE and all(t.kind == PUNCTUATION for t in tokens[colon + 2 :])
    if marked and only.mark is not None:
        start, end = only.mark.start, only.mark.end
    claim = Claim(start, end, marked, "labelled", None, token=colon + 1)
    row = Row(claim, state.naming.source(sentence, phrase), "explicit", chain, None, state.number)
    row.mention = sentence.span(phrase.start, phrase.end)
    return row


def _label_start(tokens: list[Token], colon: int) -> int:
    """Where a label begins: behind the dots or the stroke that end what stands before it (``بعد اللقاء.. الكرملين: …``)."""
    for at in range(colon - 1, 1, -1):
        if tokens[at - 1].text in ("…", "|") or tokens[at - 1].text == "." == tokens[at - 2].text:
            return at
    return 0


def _is_occasion(tokens: list[Token], phrase: Phrase, colon: int) -> bool:
    """Whether what stands before the colon tells to whom or where somebody spoke (``الوزير لـ«الأفق»: …``, ``في حوار مع …``); ل
    behind a body may be part of its name."""
    at = phrase.end
    if any(token.kind == PUNCTUATION or token.word.cue for token in tokens[at:colon]):
        return False
    first, following = tokens[at].word, tokens[at + 1]
    if first.preposition == "ل" or first.key == "ل":
        to = following if first.key == "ل" else tokens[at]
        return not phrase.head & INSTITUTION or to.kind == QUOTE or bool(to.word.flags & (MEDIA | OUTLET))
    return bool(first.flags & PREPOSITION and following.word.flags & MEDIUM)


def _told(sentence: Sentence, at: int, state: Reading) -> list[tuple[Source, str | None]]:
    """The link to the medium that the words were told to, if ل names one other than the outlet itself."""
    tokens, split = sentence.tokens, sentence.tokens[at].word.key == "ل"
    if not split and tokens[at].word.preposition != "ل":
        return []
    begin = at + 1 if split else at
    phrase = noun_phrase(without_prefix(tokens, begin), begin)
    if phrase is None or not phrase.head & (MEDIA | OUTLET):
        return []
    source = state.naming.source(sentence, phrase)
    return [] if is_outlet_itself(source.text, state.outlet) else [(source, None)]


def _is_topic(tokens: list[Token], phrase: Phrase, colon: int) -> bool:
    """Whether a label tells where or what the news is about (``مصر: مقتل …``, ``فيديو: …``): a country speaks of others, of
    what it will do, in the first person or in marks."""
    first = tokens[phrase.start].word
    if first.base in GROUPS["topic_labels"]:
        return True
    place = first.flags & (COUNTRY | CITY) and first.base not in GROUPS["unions"]
    last = tokens[phrase.end - 1].word.flags & (COUNTRY | CITY | NATIONALITY | DEFINITE)
    named = phrase.is_person or phrase.joint or not last
    return bool(place) and not named and not any(_tells_of_speech(token) for token in tokens[colon + 1 :])


def _tells_of_speech(token: Token) -> bool:
    """Whether a word behind the label of a country shows that the country speaks (``لن نقبل``, ``سيغلق``, another country)."""
    if token.kind != WORD:
        return token.kind == QUOTE
    ours = token.text.endswith("نا") or (token.text.startswith("ن") and len(token.text) > 3)
    return ours or is_future(token.text) or bool(token.word.flags & (COUNTRY | NATIONALITY))


def open_roles(head: Reading | None) -> list[Source]:
    """The roles of a headline that it gives no name to."""
    if head is None:
        return []
    return [s for s in head.naming.met if s.kind == "role" and s.stands_for is None and s.words]


def lead_labels(head: Reading, state: Reading) -> None:
    """Lead labels that the headline leaves open to the one person who speaks in the article, or to the body named in full."""
    for row in head.rows:
        source = row.speaker
        if row.claim.rule != "labelled" or source is None or source.stands_for is not None:
            continue
        if source.kind in ("role", "unnamed"):
            source.stands_for = surname_meant(source, state.naming) or _only_speaker(source, state)
        elif source.kind in BODIES:
            source.stands_for = surname_meant(source, state.naming) or _body_meant(source, state.naming)
        elif source.kind == "person" and state.naming.longest_form(source.words) == source.words:
            source.stands_for = _body_meant(source, state.naming) if len(source.words) == 1 else None


def _only_speaker(label: Source, state: Reading) -> Source | None:
    """The one person whose words the article brings, where a role alone is its label (``خبير: …``)."""
    several = label.words[0].endswith(PLURALS) or any(look_up(word).conjunction for word in label.words)
    if several or not look_up(label.words[0]).flags & ROLE:
        return None
    speakers = {id(root): root for row in state.rows if row.speaker for root in (row.speaker.root(),)}
    people = [root for root in speakers.values() if root.kind not in (*BODIES, "document")]
    if len(people) != 1 or people[0].kind != "person":
        return None
    feminine = label.words[0].endswith("ه")
    return None if people[0].gender == ("m" if feminine else "f") else people[0]


def _body_meant(label: Source, naming: Naming) -> Source | None:
    """The body whose name has all words of a short label (``الغذاء والدواء``, ``شرطة الشرقية``), where no two such bodies part."""
    first = label.words[0]
    headed = look_up(first).flags & (INSTITUTION | DEFINITE) == INSTITUTION
    place = look_up(first).flags & (COUNTRY | CITY) or first in GROUPS["unions"]
    if place or (headed and len(label.words) == 1):
        return None
    wanted = set(_stems(label))
    found: list[tuple[set[str], Source]] = []
    for source in naming.met:
        if source.kind in BODIES and len(source.words) > len(label.words):
            stems = set(_stems(source))
            if wanted <= stems and (not headed or is_same_noun(source.words[0], first)):
                found.append((stems, source))
    if not found:
        return None
    widest, meant = max(found, key=lambda pair: len(pair[0]))
    return meant.root() if all(stems <= widest for stems, _ in found) else None


def _stems(source: Source) -> list[str]:
    return [stem(look_up(word).base) for word in source.words]
