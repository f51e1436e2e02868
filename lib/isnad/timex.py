"""TIMEX3 values: how they are written, and the interval each one covers."""

import re
from datetime import date, datetime, timedelta

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
# Hours of a part of the day, from midnight of its date: [from, to).
PARTS_OF_DAY = {"MO": (5, 12), "MI": (11, 14), "AF": (12, 18), "EV": (17, 22), "NI": (20, 29), "DT": (6, 18)}
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(?:(\d\d):(\d\d)|(MO|MI|AF|EV|NI|DT)))?")
MONTH = re.compile(r"(\d{4})-(\d\d)")
WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
PART = re.compile(r"(\d{4})-(?:(SP|SU|FA|WI)|Q([1-4])|H([12]))")
YEARS = re.compile(r"\d{2,4}")


def day(when: date) -> str:
    """A day's value."""
    return f"{when.year:04d}-{when.month:02d}-{when.day:02d}"


def month(year: int, number: int) -> str:
    """A month's value; *number* may run over the year's edges (0 is the December before)."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return f"{year:04d}-{number:02d}"


def week(when: date) -> str:
    """The value of the ISO week that holds *when*."""
    year, number, _ = when.isocalendar()
    return f"{year:04d}-W{number:02d}"


def duration(parts: list[tuple[str, str]]) -> str:
    """A duration's value from (amount, unit) pairs, units Y M W D DE CE H MIN S, longest first."""
    dates = "".join(n + unit for n, unit in parts if unit not in ("H", "MIN", "S"))
    times = "".join(n + unit[0] for n, unit in parts if unit in ("H", "MIN", "S"))
    return "P" + dates + ("T" + times if times else "")


def interval(value: str | None) -> tuple[datetime, datetime] | None:
    """The half-open interval of a value's own grain; None for durations, sets, vague and incomplete values.

    A season is three whole months (winter: December to February, named after its December). A part of the day
    has the hours of PARTS_OF_DAY; the night runs on into the next day. An hour of the clock is one minute long.
    """
    if not value or value[0] == "P" or value[0] == "F" or "X" in value:
        return None
    try:
        return _interval(value)
    except (ValueError, OverflowError):
        return None


def grain(value: str | None) -> str | None:
    """minute, part (of a day), day, week, season, quarter, month, half, year, decade or century; None if it has none."""
    if interval(value) is None or value is None:
        return None
    if "T" in value:
        return "minute" if ":" in value else "part"
    if "-W" in value and value[5:6] == "W" and value[6:7].isdigit():
        return "week"
    named = PART.fullmatch(value)
    if named:
        return "season" if named[1] else "quarter" if named[2] else "half"
    return {10: "day", 7: "month", 4: "year", 3: "decade", 2: "century"}[len(value)]


def _interval(value: str) -> tuple[datetime, datetime] | None:
    found = DAY.fullmatch(value)
    if found:
        start = datetime(int(found[1]), int(found[2]), int(found[3]))
        if found[6]:
            first, last = PARTS_OF_DAY[found[6]]
            return start + timedelta(hours=first), start + timedelta(hours=last)
        if found[4]:
            start += timedelta(hours=int(found[4]), minutes=int(found[5]))
            return start, start + timedelta(minutes=1)
        return start, start + timedelta(days=1)
    found = MONTH.fullmatch(value)
    if found:
        return _months(int(found[1]), int(found[2]), 1)
    found = WEEK.fullmatch(value)
    if found:
        start = datetime.fromisocalendar(int(found[1]), int(found[2]), 6 if found[3] else 1)
        return start, start + timedelta(days=2 if found[3] else 7)
    found = PART.fullmatch(value)
    if found:
        year = int(found[1])
        if found[2]:
            return _months(year, SEASONS[found[2]], 3)
        return (
            _months(year, 3 * int(found[3]) - 2, 3) if found[3] else _months(year, 6 * int(found[4]) - 5, 6)
        )
    if YEARS.fullmatch(value):
        span = 10 ** (4 - len(value))
        return datetime(int(value) * span, 1, 1), datetime((int(value) + 1) * span, 1, 1)
    return None


def _months(year: int, first: int, count: int) -> tuple[datetime, datetime]:
    last = first + count
    return datetime(year, first, 1), datetime(year + (last - 1) // 12, (last - 1) % 12 + 1, 1)
