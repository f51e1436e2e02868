"""Sentences that an adjunct or a parenthesis attributes as a whole: token positions of their contents."""

from isnad.attribution.adjuncts import Adjunct
from isnad.attribution.boundaries import content_end
from isnad.attribution.closings import (
    apodosis,
    closes_fronted,
    describes_source,
    goes_on_behind,
    rest_is_time,
)
from isnad.attribution.cues import Frame, is_parenthesis
from isnad.attribution.tokens import PUNCTUATION, QUOTE, Token
from isnad.words import COMPLEMENTISER, RELATIVE

LEAST = 3


def around_parenthesis(tokens: list[Token], found: list[Frame]) -> tuple[int, int, Frame] | None:
    """The sentence around a verb of saying between commas (``وعلى هذا، يقول التقرير، تراجعت الأسعار``)."""
    frame = next((f for f in found if not f.has_content and is_parenthesis(tokens, f)), None)
    if frame is None:
        return None
    start = next(k for k, token in enumerate(tokens) if token.kind != PUNCTUATION)
    return start, content_end(tokens, start, len(tokens)), frame


def before_told(tokens: list[Token], adjunct: Adjunct, found: list[Frame]) -> tuple[int, int, Adjunct] | None:
    """The sentence before an adjunct of a verb, whose source goes on (``توقف العمل، بحسب ما ذكرت الصحيفة، مشيرة إلى أن …``)."""
    told = adjunct.pronoun or (adjunct.source is not None and adjunct.source.start > adjunct.cue_end)
    if not told or any(f.at < adjunct.start for f in found):
        return None
    behind = adjunct.end
    while behind < len(tokens) and tokens[behind].kind == PUNCTUATION and tokens[behind].text in "،,":
        behind += 1
    if behind < len(tokens) and tokens[behind].word.flags & RELATIVE:
        behind += 1
    goes_on = any(
        f.at == behind and f.has_content and (f.subject is None or f.basis == "relative") for f in found
    )
    end = content_end(tokens, 0, adjunct.start)
    if not goes_on or end < LEAST or any(t.kind == QUOTE for t in tokens[:end]):
        return None
    return 0, end, adjunct


def whole_sentence(
    tokens: list[Token], adjuncts: list[Adjunct], found: list[Frame]
) -> tuple[int, int, Adjunct] | None:
    """The sentence that only an adjunct attributes (``…، بحسب الكرملين``), unless marked speech in it is the content."""
    adjunct = next((a for a in adjuncts if a.source is not None), None)
    if adjunct is None and not found:
        adjunct = next((a for a in adjuncts if a.pronoun), None)
    if adjunct is None:
        return None
    trailing = adjunct.end >= len(tokens) or all(t.kind == PUNCTUATION for t in tokens[adjunct.end :])
    leading = adjunct.start <= 1
    start, end = 0, len(tokens)
    if leading:
        main = apodosis(tokens, adjunct.end)
        start = adjunct.end if main is None else main + 1
        while start < end and (
            tokens[start].kind == PUNCTUATION or tokens[start].word.flags & COMPLEMENTISER
        ):
            start += 1
    elif (
        adjunct.start > 1
        and tokens[adjunct.start - 1].text in "،,"
        and tokens[adjunct.start - 2].word.flags & RELATIVE
    ):
        start = adjunct.end
    elif (main := apodosis(tokens, adjunct.end)) is not None:
        start = main + 1
    elif (
        trailing
        or (rest_is_time(tokens, adjunct.end) and not goes_on_behind(tokens, adjunct))
        or closes_fronted(tokens, adjunct)
        or describes_source(tokens, adjunct)
    ):
        end = adjunct.start
    while start < end and tokens[start].kind == PUNCTUATION and tokens[start].text not in "([":
        start += 1
    semicolon = next(
        (k for k in range(start, end) if tokens[k].text in "؛;" and tokens[k].kind == PUNCTUATION), None
    )
    if semicolon is not None and leading is False and start == adjunct.end:
        end = semicolon
    end = content_end(tokens, start, end)
    return (start, end, adjunct) if end - start >= LEAST else None
