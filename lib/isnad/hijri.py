"""The Umm al-Qura calendar: Hijri years, months and days as Gregorian ones, and back."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1343, 1500


def gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Hijri one; None if there is no such day or the table does not reach it."""
    from hijridate import Hijri

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def month_span(year: int, month: int) -> tuple[date, date] | None:
    """First day of a Hijri month and first day after it."""
    start = gregorian(year, month, 1)
    end = gregorian(year + month // 12, month % 12 + 1, 1)
    return (start, end) if start and end else None


def year_span(year: int) -> tuple[date, date] | None:
    """First day of a Hijri year and first day after it."""
    start, end = gregorian(year, 1, 1), gregorian(year + 1, 1, 1)
    return (start, end) if start and end else None


def hijri(day: date) -> tuple[int, int, int] | None:
    """Year, month and day in the Umm al-Qura calendar; None outside its table."""
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day
