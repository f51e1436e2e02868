"""One walk over a text's word classes: finds, sorted out and given values."""

import re
from datetime import date

from isnad.timefilter import accept
from isnad.timegrammar import rules
from isnad.timescene import Match, Scene
from isnad.timevalues import evaluate
from isnad.timewords import Line

CLOSER = re.compile(r"\s?\)")


def finds(line: Line, anchor: date | None) -> list[tuple[Match, str, str | None, str]]:
    """Every find in *line*, with type, value and what the value rests on."""
    scene = Scene(line, anchor)
    found = []
    position = 0
    while (fit := _next(line.codes, position)) is not None:
        rule, at = fit
        match = _match(line, rule, at)
        if match is None or not accept(match, at.start(), at.end(), scene):
            name = (
                match is not None and match.rule == "day" and match.first("M") is not None
            )  # ثورة 25 يناير is one name
            position = at.end() if name else at.start() + 1
            continue
        if "Y" in match.codes:
            scene.year_end = match.end
        type_, value = evaluate(match, scene)
        found.append((match, type_, value, scene.used if value else "explicit"))
        if scene.day is not None and value and len(value) >= 10:
            scene.day_end = match.end
        position = max(at.end(), at.start() + 1)
    return found


def _next(codes: str, position: int) -> tuple[str, re.Match[str]] | None:
    """The first place from *position* where a rule fits, and the first rule that does."""
    opened = rules()
    for start in range(position, len(codes)):
        for name, rule in opened.get(codes[start], ()):
            if (found := rule.match(codes, start)) is not None:
                return name, found
    return None


def _match(line: Line, rule: str, at: re.Match[str]) -> Match | None:
    tokens = line.tokens[at.start() : at.end()]
    real = [t for t in tokens if t is not None]
    if not real:
        return None
    start, end = line.span(real[0], real[-1])
    codes = at.group()
    if "<" in codes and codes.count("<") > codes.count(">"):
        closing = CLOSER.match(line.folded.key, end)
        end = closing.end() if closing else end
    elif codes.endswith(">"):
        end = line.folded.key.index(")", end) + 1
    return Match(rule, codes, tokens, start, end, at.start())
