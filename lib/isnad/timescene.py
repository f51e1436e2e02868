"""What the evaluation of an expression works on: the find itself, and the scene it stands in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from isnad import timex
from isnad.timecues import tense
from isnad.timewords import Line, Token

SECOND_DATE = re.compile(r"(?:&e?|e|-)D?(?:N|O(?:C|&?[7C])?)?j?K?M(?:[/<-]?M>?)?[,j]?[Vv]?Y")
OFFSETS = {
    "past": -1,
    "past_weak": -1,
    "last": -1,
    "future": 1,
    "this": 0,
    "past2": -2,
    "future2": 2,
}  # of a unit, by its modifier


@dataclass(slots=True)
class Match:
    """One find of the grammar: its rule, its classes and tokens, and where it lies in the key."""

    rule: str
    codes: str
    tokens: list[Token | None]
    start: int
    end: int
    at: int = -1  # of its first class in the line's

    def first(self, codes: str) -> Token | None:
        """The first token whose class is one of *codes*."""
        for token in self.tokens:
            if token is not None and token.code in codes:
                return token
        return None

    def values(self, codes: str) -> list:
        return [t.value for t in self.tokens if t is not None and t.code in codes]


@dataclass(slots=True)
class Scene:
    """What a value may depend on: the day of publication, the text, and the last day, month or year named."""

    line: Line
    anchor: date | None
    day: date | None = None
    day_end: int = -1
    year: int | None = None
    year_end: int = -1000
    month: tuple[int, int] | None = None
    used: str = "explicit"

    def tense(self, match: Match) -> str | None:
        return tense(self.line.folded.key, match.start, match.end)

    def today(self) -> date | None:
        self.used = "published"
        return self.anchor


def amount(tokens: list[Token | None]) -> int | None:
    """The number that these tokens make together: digits, خمسة وعشرون, الخامس عشر, مئتين."""
    total, last, seen = 0, 0, False
    for token in tokens:
        if token is None or token.code not in "NnYCIO7":
            continue
        value = token.value
        if not isinstance(value, int):
            return None
        if value == 1000:
            total = max(total, 1) * 1000
        elif value == 100 and 3 <= last <= 9:
            total += last * 99
        else:
            total += value
        last, seen = value, True
    return total if seen else None


def shift(when: date, days: int) -> date | None:
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


def remember(when: date | str | None, scene: Scene) -> str | None:
    if isinstance(when, date):
        scene.day, scene.year, scene.month = when, when.year, (when.year, when.month)
        return timex.day(when)
    return when


def make_date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def year_beside(match: Match, scene: Scene) -> int | None:
    """The year that the expression itself gives: in figures, or as من العام الماضي."""
    years = match.values("Y")
    if years:
        return years[-1]
    if match.first("VvG") and match.first("n"):
        return match.values("n")[-1]
    unit = match.first("vV")
    if unit is not None:
        return relative_year(match, scene)
    return None


def year_ahead(match: Match, scene: Scene, month: int) -> int | None:
    """The year that the second date of a range gives to the first: من مارس إلى ديسمبر 2014."""
    if match.at < 0:
        return None
    line = scene.line
    found = SECOND_DATE.match(line.codes, match.at + len(match.codes))
    if found is None:
        return None
    tokens = [token for token in line.tokens[found.start() : found.end()] if token is not None]
    second = next(token.value for token in tokens if token.code == "M")
    year = tokens[-1].value
    return year - (month > second) if 1300 < year else None


def relative_year(match: Match, scene: Scene) -> int | None:
    modifier = next(iter(match.values("P")), None)
    if modifier in ("next_ctx", "same_ctx") or match.first("st"):
        scene.used = "context"
        year = scene.year
    else:
        today = scene.today()
        year = today.year if today else None
    if year is None:
        return None
    return year + (1 if modifier == "next_ctx" else OFFSETS.get(modifier or "this", 0))
