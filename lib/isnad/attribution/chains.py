"""Chains of relay: who passed a quotation on, the one nearest to the speaker first, and how far a link carries."""

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.contents import Claim
from isnad.attribution.cues import Frame
from isnad.attribution.memory import Reading, fits
from isnad.attribution.relays import PUBLISHED, add_told, is_social, media_phrase, note_told, published_by
from isnad.attribution.sources import Source
from isnad.attribution.tokens import PUNCTUATION, Sentence, Token
from isnad.outlets import is_outlet_itself
from isnad.words import GROUPS, INSTITUTION, MEDIA, MEDIUM

CARRIED = 2


def is_of(source: Source, speaker: Source | None) -> bool:
    """Whether a source is the speaker, or several of whom one speaks: no link."""
    if speaker is None:
        return False
    root = source.root()
    return root is speaker.root() or any(member.root() is speaker.root() for member in root.members)


def told_links(sentence: Sentence, frame: Frame, state: Reading) -> list[tuple[Source, str | None]]:
    """Links to the news organisations the words were told to, the outlet itself left out."""
    links = []
    for phrase in frame.told:
        source = state.naming.source(sentence, phrase)
        if not is_outlet_itself(source.text, state.outlet):
            links.append((source, None))
    return links


def told_in_act(sentence: Sentence, frame: Frame | None, state: Reading) -> list[tuple[Source, str | None]]:
    """Links of a verb without content that names the occasion (``أكد في حديث لصحيفة X على …، مضيفا أن``)."""
    if frame is None or frame.has_content or frame.medium is None:
        return []
    return told_links(sentence, frame, state)


def carried_links(frame: Frame, spoke: list[Source], state: Reading) -> list[tuple[Source, str | None]]:
    """The paper that goes on to carry words, where its verb has no subject (``ذكرت صحيفة X أن …، ونقلت عن مسؤول أن``)."""
    if not frame.carrier or frame.relays:
        return []
    near = [source for source, number in state.recent if state.number - number <= CARRIED]
    last = next((s for s in reversed([*near, *spoke]) if s.root().kind == "outlet"), None)
    if last is None or not fits(last, frame.carrier) or is_outlet_itself(last.text, state.outlet):
        return []
    return [(last, None)]


def note_occasion(sentence: Sentence, state: Reading) -> None:
    """Link the words before to the paper that a sentence of occasion names (``جاء ذلك في مقابلة مع قناة X``), and those that go on."""
    last = state.rows[-1] if state.rows else None
    if last is None or last.speaker is None or state.number - last.sentence > 1:
        return
    speaker = last.speaker
    links = [link for link in told_on_occasion(sentence, state) if not is_of(link[0], speaker)]
    if not links:
        return
    state.told = (speaker, links, state.number)
    for row in reversed(state.rows):
        if (
            row.speaker is None
            or row.speaker.root() is not speaker.root()
            or last.sentence - row.sentence > 1
        ):
            break
        last = row
        row.chain = row.chain or list(links)


def told_on_occasion(sentence: Sentence, state: Reading) -> list[tuple[Source, str | None]]:
    """Links to whom the words were told that the sentence begins to tell of (``جاء ذلك في حديث لصحيفة X``)."""
    tokens = sentence.tokens
    if len(tokens) < 5 or not _points_back(tokens[1]):
        return []
    frame = Frame(1, tokens[0].word.cue) if tokens[0].word.cue else None
    if frame is None or tokens[2].text not in GROUPS["occasion_prepositions"]:
        return []
    for at in range(3, min(len(tokens) - 1, 16)):
        carried = tokens[at + 1].text in PUBLISHED
        if (tokens[at].kind == PUNCTUATION and not carried) or tokens[at].text == "حيث":
            break
        if tokens[at].text == "علي" and tokens[at + 1].word.flags & MEDIA and not is_social(tokens, at + 1):
            add_told(frame, media_phrase(tokens, at + 1))
        elif tokens[at].word.flags & MEDIA and tokens[at + 1].word.flags & INSTITUTION:
            break
        elif tokens[at].text in PUBLISHED:
            published_by(tokens, frame, at)
        else:
            note_told(tokens, frame, at)
    return told_links(sentence, frame, state)


def _points_back(token: Token) -> bool:
    """Whether a word stands for what was said before (``ذلك``, ``التصريحات``)."""
    return token.text in ("ذلك", "هذا") or bool(token.word.flags & MEDIUM)


def adjunct_links(
    sentence: Sentence,
    adjuncts: list[Adjunct],
    sources: dict[int, Source],
    speaker: Source | None,
    state: Reading,
) -> list[tuple[Source, str | None]]:
    """Links that adjuncts of the sentence name (``…، بحسب البيت الأبيض``)."""
    links = []
    for adjunct in adjuncts:
        source = sources.get(id(adjunct))
        if source is None or is_of(source, speaker) or is_outlet_itself(source.text, state.outlet):
            continue
        links.append((source, None))
        links += [(state.naming.source(sentence, relay), None) for relay in adjunct.relays]
    return links


def relaying(sentence: Sentence, adjuncts: list[Adjunct], made: list[Claim]) -> list[Adjunct]:
    """The adjuncts that stand outside the clauses reported: one inside is the speaker's own (``إن المتهم، وفق النيابة، اعترف``)."""
    clauses = [claim for claim in made if claim.frame is not None and not claim.marked]
    out = []
    for adjunct in adjuncts:
        begin, end = sentence.span(adjunct.start, adjunct.end)
        if not any(claim.start <= begin and end <= claim.end for claim in clauses):
            out.append(adjunct)
    return out


def carry(state: Reading, before: int) -> None:
    """A link holds for what the same speaker says next, named again or not, in the same or the next sentence."""
    for index in range(before, len(state.rows)):
        row = state.rows[index]
        if row.chain or row.claim.frame is None or row.speaker is None:
            continue
        root, told = row.speaker.root(), state.told
        linked = [
            r for r in state.rows[max(0, index - 6) : index] if r.chain and row.sentence - r.sentence <= 1
        ]
        earlier = next((r for r in reversed(linked) if r.speaker and r.speaker.root() is root), None)
        if earlier is not None:
            row.chain = list(earlier.chain)
            row.medium = row.medium or earlier.medium
        elif told is not None and told[0] is not None and row.sentence - told[2] <= 1:
            if told[0].root() is root:
                row.chain = list(told[1])
