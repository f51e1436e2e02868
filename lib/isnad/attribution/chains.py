"""Chains of relay: who passed a quotation on, the one nearest to the speaker first, and how far a link carries."""

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.contents import Claim
from isnad.attribution.cues import Frame
from isnad.attribution.memory import Reading
from isnad.attribution.sources import Source
from isnad.attribution.tokens import Sentence
from isnad.outlets import is_outlet_itself


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
        if (
            source is None
            or (speaker is not None and source.root() is speaker.root())
            or is_outlet_itself(source.text, state.outlet)
        ):
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
        for earlier in reversed(state.rows[max(0, index - 6) : index]):
            if row.sentence - earlier.sentence > 1:
                break
            if earlier.speaker is not None and earlier.speaker.root() is row.speaker.root() and earlier.chain:
                row.chain = list(earlier.chain)
                row.medium = row.medium or earlier.medium
                break
        else:
            told = state.told
            if told is not None and told[0] is not None and row.sentence - told[2] <= 1:
                if told[0].root() is row.speaker.root():
                    row.chain = list(told[1])
