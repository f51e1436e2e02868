"""Every date that CLDR writes in Arabic is read whole, with its day."""

import re
import tomllib
from datetime import date, datetime

import pytest
from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.localedata import locale_identifiers

from isnad import hijri, resources
from isnad.times import times_in

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LOCALES = sorted(name for name in locale_identifiers() if name.split("_")[0] == "ar")
DAYS = [date(2026, month, day) for month in range(1, 13) for day in (1, 12, 28)] + [
    date(1948, 5, 14),
    date(2073, 12, 31),
]
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
HIJRI_MONTHS = [
    texts["ar"] for name, texts in tomllib.loads((resources.messages() / "times.toml").read_text(encoding="utf-8")).items() if re.fullmatch(r"hijri_\d+", name)
]  # fmt: skip


def read_whole(text: str, day: date) -> bool:
    found = times_in(text)
    return (
        len(found) == 1
        and found[0][3] == day.isoformat()
        and text[found[0][0] : found[0][1]] == text.strip("\u200f")
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("length", ["short", "medium", "long", "full"])
def test_gregorian(locale, length):
    assert Locale.parse(locale).language == "ar"
    for day in DAYS:
        text = format_date(day, length, locale=locale)
        assert read_whole(text, day), text
        assert read_whole(text.translate(ARABIC_INDIC), day), text


@pytest.mark.parametrize(
    "pattern",
    [
        "{weekday}، {day} {name} {year} هـ",
        "{day} {name} {year} هـ",
        "{day}\u200f/{month}\u200f/{year} هـ",
        "{weekday}، {day} {name}، {year} هـ",
    ],
)
@pytest.mark.parametrize("year", [1344, 1400, 1436, 1442, 1447, 1500])
def test_hijri(pattern, year):
    assert len(HIJRI_MONTHS) == 12
    for month in range(1, 13):
        for day in (1, 15, 29):
            gregorian = hijri.gregorian(year, month, day)
            assert gregorian is not None
            text = pattern.format(
                weekday=WEEKDAYS[gregorian.weekday()],
                day=day,
                month=month,
                name=HIJRI_MONTHS[month - 1],
                year=year,
            )
            assert read_whole(text, gregorian), text
            assert read_whole(text.translate(ARABIC_INDIC), gregorian), text


def test_hijri_there_and_back():
    assert hijri.hijri(date(2021, 4, 27)) == (1442, 9, 15)
    assert hijri.gregorian(1442, 9, 15) == date(2021, 4, 27)
    assert (
        hijri.gregorian(1442, 13, 1) is None
        and hijri.gregorian(1200, 1, 1) is None
        and hijri.hijri(date(1800, 1, 1)) is None
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("skeleton", "pattern"),
    [
        ("yMMMM", "%Y-%m"),
        ("yMMM", "%Y-%m"),
        ("yMMMd", "%Y-%m-%d"),
        ("yMMMEd", "%Y-%m-%d"),
        ("yMEd", "%Y-%m-%d"),
    ],
)
def test_skeletons(locale, skeleton, pattern):
    for month in range(1, 13):
        day = date(2026, month, 17)
        text = format_skeleton(skeleton, day, locale=locale)
        for written in (text, text.translate(ARABIC_INDIC)):
            found = times_in(written)
            assert [row[3] for row in found] == [day.strftime(pattern)], written


@pytest.mark.parametrize("locale", LOCALES)
def test_day_with_hour(locale):
    text = format_datetime(datetime(2026, 3, 5, 19, 30), "short", locale=locale)
    found = [row[3] for row in times_in(text)]
    assert found in (["2026-03-05T19:30"], ["2026-03-05"]), (
        text
    )  # some locales write 19:30 without any sign of a clock
