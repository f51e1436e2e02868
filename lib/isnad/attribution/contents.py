"""Contents: what each frame of a sentence reports, as marked spans and reported clauses.

A marked span belongs to the nearest cue outside it that governs it. A clause runs from the complementiser to where syntax
ends it: another cue at the same level, a participle cue, a closing attribution, or the end of the sentence. Where a
clause holds marked speech, only the marked spans are contents; where it holds another report, only the inner one is.
"""

from dataclasses import dataclass, field

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.boundaries import EDGES, content_end, leaves_report, report_leavers
from isnad.attribution.closings import is_closing, parts_topic
from isnad.attribution.cues import Frame
from isnad.attribution.labels import FRAGMENT, is_known_label
from isnad.attribution.tokens import ENDS, PUNCTUATION, QUOTE, WORD, Sentence, Token
from isnad.attribution.wholes import around_parenthesis, before_told, whole_sentence
from isnad.remembered import remembered
from isnad.words import (
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    PREPOSITION,
    PRONOUN_GENDER,
    SOURCE_HEAD,
    TIME,
    strip_article,
)

FAR_DIRECT = 14
COUNTED = 10
PRESENT = ("ي", "ت", "سي", "ست")


@dataclass(slots=True, eq=False)
class Claim:
    """One content: offsets in the search key, what governs it, and the outer frames that pass it on (nearest first)."""

    start: int
    end: int
    marked: bool
    rule: str
    frame: Frame | None
    adjunct: Adjunct | None = None
    outer: list[Frame] = field(default_factory=list)
    content: tuple[int, int] | None = None
    token: int = 0


def claims(
    sentence: Sentence, found: list[Frame], adjuncts: list[Adjunct], labels: frozenset[str]
) -> list[Claim]:
    """The contents of one sentence, in order; ``frame`` and ``adjunct`` None where nothing governs a marked span.

    *labels* are the marked spans of at most ``LABEL_MAX`` words that the article uses as names, here or elsewhere.
    """
    tokens = sentence.tokens
    extents = {
        id(frame): _extent(tokens, frame, found, adjuncts) for frame in found if frame.clause is not None
    }
    named = _inside_phrases(found, adjuncts) if sentence.quotes else set()
    speech = [at for at in sentence.quotes if at not in named and not is_known_label(tokens, at, labels)]
    out: list[Claim] = []
    for at in speech:
        out.append(_marked(sentence, at, found, adjuncts, extents))
    for frame in found:
        extent = extents.get(id(frame))
        if extent is None:
            if frame.colon is not None and frame.quote is None and "d" in frame.cue.frames:
                out.append(_after_colon(sentence, frame, found))
            continue
        if not _is_voiced(tokens, frame) or any(
            inner is not frame
            and extent[0] <= inner.at < extent[1]
            and inner.has_content
            and _is_voiced(tokens, inner)
            for inner in found
        ):
            continue
        out.extend(_reported(sentence, frame, extent, speech))
    for frame in found if len(found) > 1 else ():
        frame.outer = _outer(frame, found, extents)
    for claim in out:
        if claim.frame is not None:
            claim.outer = claim.frame.outer
    if not [c for c in out if c.frame is not None]:
        if (whole := around_parenthesis(tokens, found)) is not None:
            start, end, frame = whole
            out.append(Claim(*sentence.span(start, end), False, "clause", frame, token=start))
        elif all(c.adjunct is None for c in out):
            out += _attributed(sentence, whole_sentence(tokens, adjuncts, found))
    elif adjuncts and adjuncts[0].start and all(c.start > sentence.starts[adjuncts[0].start] for c in out):
        out += _attributed(sentence, before_told(tokens, adjuncts[0], found))
    return sorted(out, key=lambda claim: (claim.start, claim.end)) if len(out) > 1 else out


def _attributed(sentence: Sentence, whole: tuple[int, int, Adjunct] | None) -> list[Claim]:
    """The claim of the tokens that an adjunct alone attributes, if there are any."""
    if whole is None:
        return []
    start, end, adjunct = whole
    return [Claim(*sentence.span(start, end), False, "adjunct", None, adjunct, token=start)]


def _inside_phrases(found: list[Frame], adjuncts: list[Adjunct]) -> set[int]:
    """Token positions inside the phrases of sources: a marked span there is part of a name."""
    phrases = [p for f in found for p in (f.subject, *f.told, *f.relays) if p is not None]
    phrases += [p for a in adjuncts for p in (a.source, *a.relays) if p is not None]
    return {at for phrase in phrases for at in range(phrase.start, phrase.end)}


def _marked(
    sentence: Sentence,
    at: int,
    found: list[Frame],
    adjuncts: list[Adjunct],
    extents: dict[int, tuple[int, int]],
) -> Claim:
    """The claim of the marked span at token *at*."""
    tokens = sentence.tokens
    mark = tokens[at].mark
    assert mark is not None
    claim = Claim(mark.start, mark.end, True, "unattributed", None, token=at)
    worded = [a for a in adjuncts if a.source is not None and _words_of(tokens, a, at)]
    if worded:
        claim.adjunct, claim.rule = worded[0], "adjunct"
        return claim
    governing = next(
        (
            f
            for f in reversed(found)
            if f.at < at
            and _reaches(tokens, f, at, extents.get(id(f)))
            and not _nested_thought(f, found)
            and not _aside(f, found)
        ),
        None,
    )
    if governing is None:
        later = next(
            (
                f
                for f in found
                if f.at > at
                and not f.has_content
                and "d" in f.cue.frames
                and not tokens[f.at].word.conjunction
                and all(t.kind == PUNCTUATION for t in tokens[at + 1 : f.at])
            ),
            None,
        )
        if later is not None:
            claim.frame, claim.rule = later, "cue-last"
            return claim
        own = next((a for a in adjuncts if a.source is not None or a.pronoun), None)
        if own is not None:
            claim.adjunct, claim.rule = own, "adjunct"
        return claim
    claim.frame = governing
    extent = extents.get(id(governing))
    if extent is not None and extent[0] <= at:
        claim.content = sentence.span(*extent) if extent[1] > extent[0] else None
        claim.rule = "clause-marked"
    elif governing.colon is not None:
        claim.rule = "colon-marked"
    else:
        claim.rule = "direct-marked" if "d" in governing.cue.frames else "act-marked"
    return claim


def _words_of(tokens: list[Token], adjunct: Adjunct, at: int) -> bool:
    """Whether an adjunct right behind the mark at *at* says whose very words it holds (``«…»، على حد قول الشاعر``)."""
    return (
        at < adjunct.start <= at + 2
        and tokens[adjunct.start].text == "علي"
        and tokens[adjunct.start + 1].text == "حد"
        and all(t.kind == PUNCTUATION for t in tokens[at + 1 : adjunct.start])
    )


def _nested_thought(frame: Frame, found: list[Frame]) -> bool:
    """Whether a verb of opinion in the present stands inside what another reports: nobody is said to have voiced it."""
    return (
        frame.cue.type == "opinion"
        and frame.cue.form == "present"
        and (frame.basis == "relative" or _inside(frame, found))
    )


def _is_voiced(tokens: list[Token], frame: Frame) -> bool:
    """False for an opinion in the present (``يرى التقرير أن``), unless a person, a body or a document named holds it: a crowd told nobody."""
    subject = frame.subject
    if frame.cue.type != "opinion" or frame.cue.form != "present" or frame.quote is not None:
        return True
    if subject is None or frame.basis != "explicit":
        return False
    sources = strip_article(tokens[subject.start].word.base) in ("مصدر", "مصادر")
    return subject.is_person or sources or bool(subject.head & (DOCUMENT | MEDIA | INSTITUTION))


def _aside(frame: Frame, found: list[Frame]) -> bool:
    """Whether a relative clause only describes who speaks: an earlier verb of saying has the same colon (``قال X، الذي عرض …: «…»``)."""
    return (
        frame.basis == "relative"
        and frame.colon is not None
        and frame.cue.type not in ("neutral", "continuation")
        and any(f.at < frame.at and f.colon == frame.colon and f.cue.type == "neutral" for f in found)
    )


def _inside(frame: Frame, found: list[Frame]) -> bool:
    return any(f.clause is not None and f.clause < frame.at for f in found if f is not frame)


def _reaches(tokens: list[Token], frame: Frame, at: int, extent: tuple[int, int] | None) -> bool:
    """Whether the frame's content may hold the marked span at *at*.

    A fragment of few words is none in what the outlet explains (``…، في إشارة إلى «…»``), nor behind speech that ends with a
    stop of its own.
    """
    fragment = tokens[at].words <= FRAGMENT
    if frame.clause is not None:
        end = extent[1] if extent is not None and fragment else at
        explained = any(t.text in ("اشاره", "تلميح") for t in tokens[end : min(at, end + 3)])
        return at >= frame.clause and not explained
    if frame.quote is not None:
        if at <= frame.quote:
            return at == frame.quote
        if fragment and tokens[frame.quote + 1].kind == WORD and tokens[frame.quote].text[-1:] in ENDS:
            return False
        return at - frame.quote <= FAR_DIRECT or tokens[at].words >= 4
    return False


def _extent(
    tokens: list[Token], frame: Frame, found: list[Frame], adjuncts: list[Adjunct]
) -> tuple[int, int]:
    """Token positions of the clause that *frame* reports."""
    assert frame.clause is not None
    start = frame.clause + 1
    starts = {a.start: a for a in adjuncts}
    begins = {}
    for other in found:
        if other.at > frame.clause and _breaks(tokens, other, frame, start, found):
            begins[_beginning(tokens, other, start)] = other
    at, size, leaves = start, len(tokens), report_leavers()
    while at < size:
        if at in begins and at > start:
            break
        token = tokens[at]
        if token.kind == WORD and at not in starts and not _may_halt(token):
            at += 1
            continue
        if at in starts:
            adjunct = starts[at]
            if at > start and is_closing(tokens, adjunct) and not parts_topic(tokens, start, adjunct):
                break
            at = adjunct.end
            continue
        if token.text in GROUPS["contrary_pronouns"] and at > start + 2 and at + 1 < len(tokens):
            cue = tokens[at + 1].word.cue
            joined = token.text[0] == "و" and (cue is None or cue.form != "past")
            if not joined and _may_mean_speaker(tokens, at, frame):
                break
        leaving = token.text in leaves or token.word.base in leaves
        if leaving and at > start + 1 and leaves_report(tokens, at):
            break
        if token.kind == PUNCTUATION and at > start:
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            if (
                token.text in "؛;"
                and following is not None
                and (following.kind == QUOTE or following.word.flags & CONJUNCTION)
            ):
                break
            if (
                token.text in "،,"
                and following is not None
                and (
                    following.text in GROUPS["contrasts"]
                    or (following.text == "في" and at + 2 < len(tokens) and tokens[at + 2].text == "حين")
                )
                and not _goes_on_counting(tokens, start, at, found)
                and not _goes_on_against(tokens, at + 1, found)
            ):
                break
            if frame.cue.form == "noun" and following is not None and following.text in GROUPS["apodoses"]:
                break
            if (
                following is not None
                and following.text in GROUPS["contrary_pronouns"]
                and _may_mean_speaker(tokens, at + 1, frame)
            ):
                break
            joined = (
                following is not None
                and following.text == "و"
                and at + 2 < len(tokens)
                and tokens[at + 2].kind == QUOTE
            )
            if joined and tokens[at + 2].text.startswith("ان"):
                break
            if (
                token.text in "،,"
                and following is not None
                and following.text == "في"
                and at + 2 < len(tokens)
                and tokens[at + 2].text in ("اشاره", "تلميح")
            ):
                break
            if (
                token.text in "،,"
                and following is not None
                and following.kind == QUOTE
                and following.text.startswith(("ان", "إن", "أن"))
                and tokens[at - 1].kind == WORD
            ):
                break
        at += 1
    return start, content_end(tokens, start, at)


@remembered
def _may_halt(token: Token) -> bool:
    """Whether a report may end at a word that opens no other frame: at لكنه, a prayer, thanks, a notice."""
    leaves = report_leavers()
    return token.text in GROUPS["contrary_pronouns"] or token.text in leaves or token.word.base in leaves


def _may_mean_speaker(tokens: list[Token], at: int, frame: Frame) -> bool:
    """Whether لكنه or لكنها at *at* goes on about who speaks: unless its gender is another's (``قال إن الأزمة طالت، لكنها انتهت``)."""
    if at + 1 < len(tokens) and tokens[at + 1].word.cue is not None:
        return True
    own = PRONOUN_GENDER[tokens[at].text.removeprefix("و").removeprefix("لكن")]
    if own == "p":
        return not _is_one(frame)
    return not frame.cue.gender or own == frame.cue.gender


def _goes_on_counting(tokens: list[Token], start: int, at: int, found: list[Frame]) -> bool:
    """Whether figures stand on both sides of a contrast and nobody else speaks (``قتل خمسة، بينما أصيب سبعة``): one report."""
    return (
        not any(other.at > at for other in found)
        and any(_is_figure(token) for token in tokens[start:at])
        and any(_is_figure(token) for token in tokens[at + 1 : at + COUNTED])
    )


def _goes_on_against(tokens: list[Token], contrast: int, found: list[Frame]) -> bool:
    """Whether what is said of now, or of what will be, goes on behind a contrast (``… ترتفع، بينما لا تنخفض``): the outlet
    tells of the past there, or of what still goes on (``فيما لا يزال البحث جاريا``)."""
    at = contrast + (2 if tokens[contrast].text == "في" else 1)
    if at + 1 >= len(tokens) or any(t.kind == QUOTE for t in tokens[at:]):
        return False
    if any(other.at >= at and other.cue.form != "participle" for other in found):
        return False
    if tokens[at].text in GROUPS["negations"]:
        at += 1
    token = tokens[at]
    if token.word.cue is not None or token.text in GROUPS["lasting"] or token.word.flags & TIME:
        return False
    if token.word.flags & (COMPLEMENTISER | PREPOSITION | DEFINITE):
        return True
    return (
        token.kind == WORD
        and len(token.text) > 3
        and token.text.startswith(PRESENT)
        and not token.text.endswith(("ت", "ي", "ا"))
    )


def _is_figure(token: Token) -> bool:
    return token.text[0].isdigit() or token.word.base in GROUPS["numerals"]


def _breaks(tokens: list[Token], other: Frame, frame: Frame, start: int, found: list[Frame]) -> bool:
    """Whether a later frame stands at the level of *frame*, so that it ends the clause."""
    form = other.cue.form
    if form == "participle":
        return True
    if form not in ("past", "present"):
        return False
    token = tokens[other.at]
    if other.cue.gender == "p" and not other.has_content and _is_one(frame):
        return False
    if token.word.conjunction:
        if form == "present" and frame.cue.form == "past":
            return other.has_content and other.cue.type in ("neutral", "continuation")
        bare = tokens[frame.clause].word.pronoun == "" if frame.clause is not None else False
        said = any(f.cue.form == "participle" and f.at == other.after_subject for f in found)
        return other.has_content or not bare or said
    before = tokens[other.at - 1] if other.at else None
    if (
        before is not None
        and before.text in {"كما", "وكما", "عندما", "حين", "حينما", "بينما", "فيما", "وقد", "ثم", "قد"}
        and other.at - 1 > start
    ):
        return True
    if before is not None and before.text in GROUPS["elaborating"] and other.subject is None:
        return (
            form == "past"
            and other.has_content
            and other.at - 2 > start
            and tokens[other.at - 2].text in ("،", ",", "؛")
        )
    if before is not None and before.text == "بل" and other.cue.lemma == frame.cue.lemma:
        return True
    subject = other.subject
    if subject is not None and subject.end <= other.at and subject.start - 1 > start:
        before = tokens[subject.start - 1]
        if before.text == "ان" and tokens[subject.start - 2].text in GROUPS["excepting"]:
            speaks = subject.is_person or bool(subject.head & (SOURCE_HEAD | COUNTRY))
            conceded = any(t.text in GROUPS["conceding"] for t in tokens[start : other.at])
            return other.has_content and speaks and not conceded
        return before.text in {"لكن", "ولكن", "بينما", "فيما", "حين", "اما", "واما"}
    return False


def _is_one(frame: Frame) -> bool:
    """Whether one person speaks: a verb in the plural is not theirs."""
    return frame.subject is not None and frame.subject.is_person and not frame.subject.joint


def _beginning(tokens: list[Token], frame: Frame, least: int) -> int:
    """Where the clause of a later frame begins, its conjunctions included."""
    at = frame.at
    if frame.subject is not None and frame.subject.end <= frame.at:
        at = frame.subject.start
    if frame.cue.form == "participle" and at - 2 > least:
        verb = tokens[at - 1].word.cue
        if verb is not None and verb.form in ("past", "present") and tokens[at].word.cue is frame.cue:
            at -= 1
    while at - 1 > least and (
        tokens[at - 1].text in GROUPS["trailing"] or tokens[at - 1].text in GROUPS["elaborating"]
    ):
        at -= 1
    while at - 1 > least and tokens[at - 1].kind == PUNCTUATION and tokens[at - 1].text in "،,":
        at -= 1
    return at


def _reported(sentence: Sentence, frame: Frame, extent: tuple[int, int], speech: list[int]) -> list[Claim]:
    """Reported clauses of one frame: joined clauses are one, those with marked speech are left to it."""
    tokens = sentence.tokens
    start, end = extent
    while start < end and tokens[start].kind == PUNCTUATION and tokens[start].text in "،,:":
        start += 1
    if any(start <= at < end for at in speech):
        return []
    while end > start and tokens[end - 1].kind == PUNCTUATION and tokens[end - 1].text in EDGES:
        end -= 1
    if end - start >= 2 or (end > start and len(tokens[start].text) > 3):
        return [Claim(*sentence.span(start, end), False, "clause", frame, token=start)]
    return []


def _after_colon(sentence: Sentence, frame: Frame, found: list[Frame]) -> Claim:
    assert frame.colon is not None
    tokens = sentence.tokens
    start = min(frame.colon + 1, len(tokens) - 1)
    stops = [_beginning(tokens, f, start) for f in found if f.at > start and f.cue.form == "participle"]
    stops += [
        _last_comma(tokens, f.at, start)
        for f in found
        if f.at > start and (f.colon is not None or tokens[f.at - 1].word.base in GROUPS["turns"])
    ]
    end = min([*stops, len(tokens)])
    while end - 1 > start and tokens[end - 1].kind == PUNCTUATION and tokens[end - 1].text in "،,":
        end -= 1
    return Claim(*sentence.span(start, end), False, "colon", frame, token=start)


def _last_comma(tokens: list[Token], at: int, least: int) -> int:
    """The last comma between *least* and a later cue with a colon of its own; the end where there is none."""
    return next(
        (k for k in range(at - 1, least, -1) if tokens[k].kind == PUNCTUATION and tokens[k].text in "،,؛."),
        len(tokens),
    )


def _outer(frame: Frame, found: list[Frame], extents: dict[int, tuple[int, int]]) -> list[Frame]:
    """Frames whose clause holds *frame*, the nearest first."""
    holding = [
        f
        for f in found
        if f.at < frame.at and id(f) in extents and extents[id(f)][0] <= frame.at < extents[id(f)][1]
    ]
    return sorted(holding, key=lambda f: -f.at)
