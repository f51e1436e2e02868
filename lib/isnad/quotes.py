"""Articles → quotations: marked and reported speech, its cue, its speaker, and the chain that passed it on."""

import gc
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from isnad import parallel, schema
from isnad.attribution.adjuncts import Adjunct, with_adjuncts
from isnad.attribution.chains import (
    adjunct_links,
    carried_links,
    carry,
    is_of,
    note_occasion,
    relaying,
    told_in_act,
    told_links,
)
from isnad.attribution.contents import Claim, claims
from isnad.attribution.continuations import body_alone, main_subject, speaker_of
from isnad.attribution.cues import Frame
from isnad.attribution.frames import frames
from isnad.attribution.headlines import labelled, lead_labels, open_roles
from isnad.attribution.labels import FRAGMENT, LABEL_MAX, OFTEN, is_label, stands_bare
from isnad.attribution.marks import Marked, marked_spans
from isnad.attribution.memory import Reading, Row, agreeing, remember
from isnad.attribution.naming import Naming
from isnad.attribution.phrases import noun_phrase
from isnad.attribution.records import record
from isnad.attribution.settling import settle
from isnad.attribution.sources import Source
from isnad.attribution.tokens import (
    ENDS,
    WORD,
    Sentence,
    Token,
    adjunct_openers,
    join,
    sentences,
)
from isnad.metadata import outlet_named
from isnad.text import fold
from isnad.words import (
    GROUPS,
    INSTITUTION,
    ROLE,
    UNNAMED,
    strip_article,
)

LONGEST_COLON = 1500
NARRATION = re.compile(
    r"(?<=[.!?؟] )[وف]?(?:كان|كانت|قد|يذكر|يشار|من جه|في غضون|في المقابل|الى ذلك|ياتي|تاتي|جاء|جاءت)"
)


def extract_quotes(articles: pd.DataFrame, n_jobs: int = 1) -> pd.DataFrame:
    """Quotations of each article, marked and reported, with speaker, cue and chain.

    Parameters
    ----------
    articles : DataFrame
        Needs ``article_id`` and ``body``; uses ``title`` (headline quotations, full names) and ``outlet`` (the outlet
        itself is no link of a chain). A missing body gives no rows.
    n_jobs : int
        Processes; -1 is one a processor. Small corpora run on one all the same. A Dask DataFrame gives a lazy Dask DataFrame.

    Returns
    -------
    DataFrame, (n quotations x QUOTES)
        Ordered by article, then title before body, then offset. Offsets are code points in ``body`` (in ``title`` where
        ``in_title``), end exclusive. ``speaker`` is the fullest name the article gives, NA where it never says.
        ``speaker_id`` and ``speaker_kind`` are filled by `isnad.resolve_speakers`, which looks at the whole corpus.

    Raises
    ------
    SchemaError
        A needed column is missing.

    Notes
    -----
    One article is looked at, and the shipped word lists; nothing else. Not done: quotations inside quotations, verse and
    scripture, speech reported by a noun alone (``دعوته إلى الحوار``), languages other than Arabic.
    """
    if (spread := parallel.spread(extract_quotes, articles, schema.QUOTES, n_jobs)) is not None:
        return spread
    schema.require(articles, ["article_id", "body"], "extract_quotes")
    titles = articles["title"] if "title" in articles.columns else [None] * len(articles)
    outlets = articles["outlet"] if "outlet" in articles.columns else [None] * len(articles)
    records: list[dict] = []
    with _collector_paused():
        for article_id, body, title, outlet in zip(
            articles["article_id"], articles["body"], titles, outlets, strict=True
        ):
            found = quotes_of(_text(body), _text(title), outlet_named(_text(outlet)) or None)
            for number, row in enumerate(found):
                records.append({"quote_id": f"{article_id}:{number}", "article_id": article_id, **row})
    return schema.table(records, schema.QUOTES)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cycles meanwhile: an article leaves none, and each search would walk the word lists again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def quotes_of(body: str, title: str = "", outlet: str | None = None) -> list[dict]:
    """The quotations of one text, as records of the table but for the ids; see `extract_quotes`."""
    folded = fold(body)
    marks = marked_spans(folded.key)
    paragraphs = [with_adjuncts(paragraph) for paragraph in sentences(folded, marks)]
    labels = _labels(paragraphs, folded.key, marks) if marks else frozenset()
    state = Reading(Naming(folded, title), outlet, labels)
    for paragraph in paragraphs:
        for position, sentence in enumerate(paragraph):
            _read(sentence, state, position)
            state.number += 1
    _extend_colons(state, folded.key)
    head = _headline(title, state) if title else None
    settle(state.naming, [sentence for paragraph in paragraphs for sentence in paragraph], open_roles(head))
    records = []
    if head is not None:
        lead_labels(head, state)
        records = [record(row, head, state.naming) for row in head.rows]
    return records + [
        record(row, state) for row in sorted(state.rows, key=lambda row: (row.claim.start, row.claim.end))
    ]


def _labels(paragraphs: list[list[Sentence]], key: str, marks: list[Marked]) -> frozenset[str]:
    """Marked spans of few words that the article uses as names somewhere, or has without marks, or in marks again and again."""
    counts: dict[str, int] = {}
    named: set[str] = set()
    for paragraph in paragraphs:
        for sentence in paragraph:
            for at in sentence.quotes:
                text = sentence.tokens[at].text
                if sentence.tokens[at].words <= LABEL_MAX:
                    counts[text] = counts.get(text, 0) + 1
                    if is_label(sentence.tokens, at):
                        named.add(text)
    for text, n in counts.items():
        if n >= OFTEN or (len(text.split()) <= FRAGMENT and stands_bare(text, key, marks)):
            named.add(text)
    return frozenset(named)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _read(sentence: Sentence, state: Reading, position: int) -> None:
    """Read one sentence: resolve its frames in order, add its quotations, remember who spoke."""
    tokens = sentence.tokens
    state.naming.note_documents(sentence)
    if sentence.cues and sentence.cues[0] == 0 and tokens[0].word.base in GROUPS["came"]:
        note_occasion(sentence, state)
    if not (sentence.quotes or sentence.cues or (sentence.openers and _opens_adjunct(sentence))):
        _note_topic(sentence, state)
        return
    if position == 0 and ":" in [t.text for t in tokens[1:6]] and _is_spoken_line(tokens):
        row = labelled(sentence, state)
        if row is not None and row.speaker is not None:
            state.rows.append(row)
            remember(state, row.speaker)
            return
    found, adjuncts = frames(sentence, state.labels)
    if not found and not adjuncts:
        _note_topic(sentence, state)
        if sentence.quotes:
            _floating(tokens, claims(sentence, found, adjuncts, state.labels), state)
        return
    made = claims(sentence, found, adjuncts, state.labels)
    speakers: dict[int, Source | None] = {}
    named = [(a, state.naming.source(sentence, a.source)) for a in adjuncts if a.source is not None]
    sources = {id(adjunct): source for adjunct, source in named}
    ascribed = [(c.adjunct.start, sources[id(c.adjunct)]) for c in made if c.adjunct and c.adjunct.source]
    for frame in found:
        speakers[id(frame)] = speaker_of(sentence, frame, found, speakers, ascribed, named, state)
    for frame in found:
        source = speakers[id(frame)]
        if frame.medium is not None and source is not None and not source.document:
            source.document = strip_article(frame.medium)
    before = len(state.rows)
    passing = relaying(sentence, adjuncts, made) if adjuncts else adjuncts
    for claim in made:
        row = _row(sentence, claim, speakers, sources, passing, state)
        if row is not None:
            state.rows.append(row)
    voiced = [f for f in found if not (_only_thought(f, made) or _is_nested(tokens, f, found))]
    for frame in sorted(voiced, key=lambda f: (f.subject is None, -f.at)) if len(voiced) > 1 else voiced:
        spoke = speakers.get(id(frame))
        if spoke is not None and (frame.has_content or (frame.basis == "explicit" and spoke.kind != "other")):
            remember(state, spoke)
    for row in state.rows[before:]:
        if row.claim.frame is None and row.speaker is not None:
            remember(state, row.speaker)
    for frame in found:
        if frame.asked is not None:
            remember(state, state.naming.source(sentence, frame.asked))
    outermost = [
        f
        for f in voiced
        if f.basis == "explicit" and f.cue.form in ("past", "present") and not any(f in c.outer for c in made)
    ]
    if outermost and speakers.get(id(outermost[0])) is not None:
        main = [f for f in outermost if f.has_content] or outermost
        remember(state, speakers[id(main[-1])])
    for frame in voiced:
        if links := told_in_act(sentence, frame, state):
            state.told = (speakers.get(id(frame)), links, state.number)
    carry(state, before)


def _opens_adjunct(sentence: Sentence) -> bool:
    openers = adjunct_openers()
    return any(sentence.tokens[at].text in openers for at in sentence.openers)


def _is_spoken_line(tokens: list[Token]) -> bool:
    """Whether a line of the body begins with a person and a colon, and goes on with words enough to be speech."""
    phrase = noun_phrase(tokens, 0, bare_quote=False)
    return (
        phrase is not None
        and phrase.is_person
        and phrase.end < len(tokens)
        and tokens[phrase.end].text == ":"
        and len(tokens) - phrase.end > 4
    )


def _note_topic(sentence: Sentence, state: Reading) -> None:
    """Remember who a sentence without speech is about: the next one may go on with ``وقال``."""
    tokens = sentence.tokens
    main = main_subject(tokens, len(tokens))
    if main is not None and not main.is_person and main.head & (INSTITUTION | UNNAMED):
        main = body_alone(tokens, main)
    if main is not None and (main.is_person or main.head & (ROLE | INSTITUTION | UNNAMED)):
        state.topic = (state.naming.source(sentence, main), state.number)


def _only_thought(frame: Frame, made: list[Claim]) -> bool:
    """Whether a verb of opinion in the present reports nothing: nobody is said to have voiced it."""
    return (
        frame.cue.type == "opinion"
        and frame.cue.form == "present"
        and all(c.frame is not frame for c in made)
    )


def _is_nested(tokens: list[Token], frame: Frame, found: list[Frame]) -> bool:
    """Whether an act without content stands inside what somebody else reports."""
    return (
        not frame.has_content
        and not tokens[frame.at].word.conjunction
        and frame.cue.form in ("past", "present")
        and any(f.clause is not None and f.clause < frame.at and f.at < frame.at for f in found)
    )


def _row(
    sentence: Sentence,
    claim: Claim,
    speakers: dict[int, Source | None],
    sources: dict[int, Source],
    adjuncts: list[Adjunct],
    state: Reading,
) -> Row | None:
    """The quotation of one claim, None for a marked span that nobody is said to have uttered."""
    frame, adjunct = claim.frame, claim.adjunct
    if frame is None and adjunct is None:
        return None
    chain: list[tuple[Source, str | None]] = []
    if frame is not None:
        speaker, basis, medium = speakers.get(id(frame)), frame.basis, frame.medium
        chain += [(state.naming.source(sentence, relay), None) for relay in frame.relays]
        if not frame.relays and frame.taken_from is not None:
            chain += [(state.naming.source(sentence, relay), None) for relay in frame.taken_from.relays]
        spoke = [s for s in speakers.values() if s is not None and s is not speaker] if frame.carrier else []
        chain += carried_links(frame, spoke, state)
        chain += told_links(sentence, frame, state) or told_in_act(sentence, frame.taken_from, state)
        origin = frame
        while not origin.outer and origin.taken_from is not None:
            origin = origin.taken_from
        for outer in origin.outer:
            source = speakers.get(id(outer))
            if source is not None and not is_of(source, speaker):
                chain.append((source, outer.medium))
            chain += [(state.naming.source(sentence, relay), None) for relay in outer.relays]
            chain += told_links(sentence, outer, state)
        chain += adjunct_links(sentence, adjuncts, sources, speaker, state)
        row = Row(claim, speaker, basis if speaker else "none", chain, medium, state.number)
        row.cue_span, row.cue_type = _cue_span(sentence, frame), frame.cue.type
        if frame.subject is not None and not frame.subject.joint:
            row.mention = sentence.span(frame.subject.start, frame.subject.end)
        return row
    assert adjunct is not None
    if adjunct.source is not None:
        speaker, basis = sources[id(adjunct)], "explicit"
        chain += [(state.naming.source(sentence, relay), None) for relay in adjunct.relays]
    else:
        speaker, basis = agreeing(state, adjunct.pronoun), "pronoun"
        speaker = speaker or _subject_of(sentence, adjunct, state)
    row = Row(claim, speaker, basis if speaker else "none", chain, None, state.number)
    row.cue_span = sentence.span(adjunct.start, max(adjunct.start + 1, adjunct.cue_end))
    row.cue_type = "neutral"
    if adjunct.source is not None:
        row.mention = sentence.span(adjunct.source.start, adjunct.source.end)
    return row


def _subject_of(sentence: Sentence, adjunct: Adjunct, state: Reading) -> Source | None:
    """The person whom the sentence of an adjunct with a pronoun is about (``طرد الساحر رامي العطار الأرواح، على حد قوله``)."""
    main = main_subject(sentence.tokens, adjunct.start)
    return state.naming.source(sentence, main) if main is not None and main.is_person else None


def _cue_span(sentence: Sentence, frame: Frame) -> tuple[int, int]:
    tokens = sentence.tokens
    start, end = sentence.span(frame.at, frame.at + 1)
    start += len(tokens[frame.at].word.conjunction)
    following = tokens[frame.at + 1] if frame.at + 1 < len(tokens) else None
    if (
        following is not None
        and following.kind == WORD
        and following.text in frame.cue.prepositions
        and len(following.text) > 1
    ):
        return start, sentence.span(frame.at, frame.at + 2)[1]
    return start, end


def _floating(tokens: list[Token], made: list[Claim], state: Reading) -> None:
    """A paragraph or sentence that is a quotation alone goes on with the speech before it."""
    if not state.rows or len([t for t in tokens if t.kind == WORD]) > 2:
        return
    last = state.rows[-1]
    if last.speaker is None or state.number - last.sentence > 2:
        return
    for claim in made:
        if tokens[claim.token].words >= 3:
            state.rows.append(
                Row(claim, last.speaker, "continuation", list(last.chain), last.medium, state.number)
            )
            claim.rule = "floating"


def _extend_colons(state: Reading, key: str) -> None:
    """Speech after a bare colon runs on over the sentences of its paragraph, to one that takes up the narration."""
    ordered = sorted(state.rows, key=lambda row: row.claim.start)
    starts = [row.claim.start for row in ordered]
    for row in state.rows:
        claim = row.claim
        if claim.rule not in ("colon", "labelled") or claim.marked:
            continue
        if claim.rule == "colon":
            behind = bisect_right(starts, claim.start)
            _extend_colon(row, ordered[behind] if behind < len(ordered) else None, key)
        while claim.end > claim.start and key[claim.end - 1] in ".،؛ ":
            claim.end -= 1
    spoken = [row.claim for row in state.rows if row.claim.rule == "colon" and not row.claim.marked]
    state.rows = [
        row
        for row in state.rows
        if row.claim.end > row.claim.start
        and not (row.claim.rule == "clause" and any(_is_inside(row.claim, c, key) for c in spoken))
    ]


def _is_inside(claim: Claim, speech: Claim, key: str) -> bool:
    """Whether a clause stands inside the first sentence of a speech behind a colon: its speaker reports, not the outlet."""
    between = key[speech.start : claim.start]
    return speech.start <= claim.start < speech.end and not any(mark in between for mark in '.!?؟»”"')


def _extend_colon(row: Row, following: Row | None, key: str) -> None:
    """Speech after one bare colon, to where the narration goes on, or the same speaker (``قال: … . وأضاف: …``)."""
    claim = row.claim
    stop = key.find("\n", claim.end)
    stop = len(key) if stop < 0 else stop
    if key[claim.end - 1] not in ENDS:
        return
    if following is not None and following.claim.start < stop:
        stop = _before_continuation(row, following, key)
    narration = NARRATION.search(key, claim.end, stop)
    end = min(stop, narration.start() if narration else stop)
    while end > claim.end and key[end - 1].isspace():
        end -= 1
    if end - claim.start <= LONGEST_COLON:
        claim.end = max(claim.end, end)


def _before_continuation(row: Row, following: Row, key: str) -> int:
    """The end of the sentence before that in which the same speaker, unnamed, goes on; that of the speech so far elsewhere."""
    end = row.claim.end
    same = (
        row.speaker is not None
        and following.speaker is not None
        and following.speaker.root() is row.speaker.root()
    )
    if not same or following.cue_type != "continuation" or following.mention or following.cue_span is None:
        return end
    return max([end, *(k + 1 for k in range(end, following.cue_span[0]) if key[k] in ENDS)])


def _headline(title: str, state: Reading) -> Reading:
    """The reading of a headline: ``بايدن: لن نتراجع``, ``الكرملين: «…»``, and what a cue in it governs."""
    folded = fold(title)
    marks = marked_spans(folded.key)
    lines = [join(paragraph) for paragraph in sentences(folded, marks)]
    head = Reading(Naming(folded, None), state.outlet, state.labels | _labels([lines], folded.key, marks))
    for line in lines:
        row = labelled(line, head)
        if row is not None:
            head.rows.append(row)
        else:
            _read(line, head, 0)
    for row in head.rows:
        row.in_title = True
    return head
