"""Days and times of day: from their words to TIMEX3 values."""

import re
from datetime import date

from isnad import hijri, timex
from isnad.timegrammar import NUMERIC, ORD
from isnad.timescene import OFFSETS, Match, Scene, amount, make_date, remember, shift, year_ahead, year_beside
from isnad.timewords import Token

NEAR = 31  # days; a date this near, without a year, is the one meant
CLOCK_PLACE = re.compile("c|[Nn]:[Nn]")
PRESENT_VERB = re.compile(r"[وف]?(?:ي\w{3,}|(?!تونس|تركيا|تعز|نحن)[تن]\w{2,3}[^\Wاهتي])")
PARAGRAPH = 2000  # letters looked through for an open quotation mark
UNTIL = ("حتي", "لغايه")
NUMERIC_DATE = re.compile(NUMERIC)
CLOCK_HEAD = re.compile(
    rf"c?(?:([Nn])(?:[:;,]([Nn])(?::[Nn])?)?|({ORD}))(?:([&=])(?:(F)|((?:[NnY]|C(?:&?C)*)[xl])))?"
)


def day(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DATE", day_value(match, scene)


def day_value(match: Match, scene: Scene) -> str | None:
    numeric = NUMERIC_DATE.search(match.codes)
    if numeric:
        return remember(_numeric(match.tokens[numeric.start() : numeric.end()], match), scene)
    months = match.values("MH")
    weekdays = match.values("W")
    modifier = next(iter(match.values("P")), None)
    if months:
        return _calendar_day(match, scene, modifier)
    if match.first("O7") and modifier is not None and not match.first("UK"):
        return _day_of_this_month(match, modifier, scene)
    now = match.first("Ty%")
    if "<y" in match.codes:  # فجر اليوم (أمس السبت): written for two days of print, the bracket is right
        now = match.first("y")
    if now is not None:
        if match.codes == "T" and _nowadays(match, scene):
            return "PRESENT_REF"
        if modifier in ("next_ctx", "same_ctx") or match.first("st"):
            return _context_day(scene, 1 if modifier == "next_ctx" else 0)
        return remember(_deictic(0 if now.code == "%" else now.value, weekdays, scene), scene)
    if weekdays:
        return remember(_weekday(weekdays[0], modifier, match, scene), scene)
    if match.first("UK"):
        return _day_of_this_month(match, modifier, scene)
    return None


def _nowadays(match: Match, scene: Scene) -> bool:
    """«ما يجري اليوم», «حتى اليوم»: the days we live in. Inside quotation marks, right after a verb of the present."""
    key, token = scene.line.folded.key, match.tokens[0]
    assert token is not None
    word = scene.line.word(token.first, -1)
    if word in ("حتي", "الي") and token.clitic == 0:
        return True
    at = scene.line.folded.at(token_start(scene, token) - len(word) - 1)
    own = len(word) == 4 and scene.line.body[at : at + 1] == "أ"  # أعيش اليوم
    if not own and not PRESENT_VERB.fullmatch(word):
        return False
    begin = max(0, match.start - PARAGRAPH)
    said = key[max(begin, key.rfind("\n", begin, match.start) + 1) : match.start]
    return said.count('"') % 2 == 1 or said.count("«") > said.count("»") or said.count("“") > said.count("”")


def token_start(scene: Scene, token: Token) -> int:
    """Where a token's first part begins in the key."""
    return scene.line.starts[token.first]


def _numeric(tokens: list[Token | None], match: Match) -> date | None:
    a, b, c = (t.value for t in tokens if t is not None and t.code in "NnY")
    first = next(t for t in tokens if t is not None)
    if not all(isinstance(value, int) for value in (a, b, c)):
        return None
    year, month, number = (a, b, c) if first.code == "Y" else (c, b, a)
    if year < 100 and len(str(year)) <= 2:
        year += 2000 if year < 70 else 1900
    era = next(iter(match.values("G")), None)
    if (era == "h" and year <= 1500) or 1300 <= year <= 1500:
        return hijri.gregorian(year, month, number)
    return make_date(year, month, number)


def _calendar_day(match: Match, scene: Scene, modifier: str | None) -> str | None:
    at, number = day_number(match)
    if number is None:
        return None
    token = match.tokens[at]
    assert token is not None
    month = token.value
    weekday = next(iter(match.values("W")), None)
    year = year_beside(match, scene)
    if token.code == "H" or (year is not None and 1300 <= year <= 1500):
        return remember(_hijri_day(year, month, number, modifier, scene), scene)
    if not 1 <= number <= 31:
        return None
    if year is None and modifier is None and weekday is None:
        year = year_ahead(match, scene, month)
    if year is not None:
        return remember(make_date(year, month, number), scene)
    found = _nearest_day(month, number, modifier, weekday, match, scene)
    if (
        found is None
        and scene.anchor is None
        and (month, number) != (2, 30)
        and make_date(2024, month, number)
    ):
        return f"XXXX-{month:02d}-{number:02d}"
    return remember(found, scene)


def day_number(match: Match) -> tuple[int, int | None]:
    """Where the month stands among the classes, and the number of the day before it."""
    at = next(i for i, c in enumerate(match.codes) if c in "MH")
    begin = max((i for i, c in enumerate(match.codes[:at]) if c in "DWTy<,"), default=-1) + 1
    if begin == at and match.codes[at + 1 : at + 2] == "N":  # نوفمبر 30
        return at, amount(match.tokens[at + 1 : at + 2])
    return at, amount(match.tokens[begin:at])


def _hijri_day(year: int | None, month: int, number: int, modifier: str | None, scene: Scene) -> date | None:
    if year is not None:
        return hijri.gregorian(year, month, number)
    today = scene.today()
    now = hijri.hijri(today) if today else None
    if now is None or today is None:
        return None
    days = [d for y in (now[0] - 1, now[0], now[0] + 1) if (d := hijri.gregorian(y, month, number))]
    return _closest(days, today, modifier)


def _closest(days: list[date], today: date, modifier: str | None) -> date | None:
    if modifier in ("past", "past_weak", "last"):
        days = [d for d in days if d < today]
    elif modifier == "future":
        days = [d for d in days if d > today]
    return min(days, key=lambda d: abs((d - today).days), default=None)


def _nearest_day(
    month: int, number: int, modifier: str | None, weekday: int | None, match: Match, scene: Scene
) -> date | None:
    """The year that fits: by الماضي or المقبل, by the weekday beside it, else by tense and nearness."""
    if scene.anchor is None and scene.year is not None and modifier == "same_ctx":
        return make_date(scene.year, month, number)
    today = scene.today()
    if today is None:
        return None
    days = [d for y in (today.year - 1, today.year, today.year + 1) if (d := make_date(y, month, number))]
    if weekday is not None:
        fitting = [d for d in days if d.isoweekday() == weekday]
        days = fitting or days
    if modifier == "this":
        days = [d for d in days if d.year == today.year] or days
    if modifier in ("past", "past_weak", "last", "future", "this") or weekday is not None:
        return _closest(days, today, modifier)
    return _by_tense(days, today, scene.tense(match))


def _by_tense(days: list[date], today: date, when: str | None) -> date | None:
    """The day within a month, if there is one; else by tense; without a sign of it the past, unless the day ahead is closer by far."""
    past = max((d for d in days if d <= today), default=None)
    ahead = min((d for d in days if d > today), default=None)
    if past is None or ahead is None:
        return past or ahead
    behind, before = (today - past).days, (ahead - today).days
    if min(behind, before) <= NEAR:
        return past if behind < before else ahead
    if when is not None:
        return ahead if when == "future" else past
    return ahead if before <= 3 * NEAR else past


def _deictic(offset: int, weekdays: list[int], scene: Scene) -> date | None:
    today = scene.today()
    if today is None:
        return None
    when = shift(today, offset)
    if when is None or not weekdays or when.isoweekday() == weekdays[0]:
        return when
    # The weekday was written by a person, the day of publication often by a machine, and rather late than early.
    return min(
        (d for k in range(-4, 3) if (d := shift(when, k)) and d.isoweekday() == weekdays[0]),
        key=lambda d: abs((d - when).days),
        default=None,
    )


def _weekday(weekday: int, modifier: str | None, match: Match, scene: Scene) -> date | None:
    today = scene.today()
    if today is None:
        return None
    back = (today.isoweekday() - weekday) % 7
    if modifier in ("past", "past_weak", "last"):
        return shift(today, -(back or 7))
    if modifier == "future":
        return shift(today, (7 - back) if back else 7)
    if modifier == "this":
        return shift(today, weekday - today.isoweekday())
    first = match.tokens[0]
    until = first is not None and first.code in "DW" and scene.line.word(first.first, -1) in UNTIL
    if until and first is not None:
        until = scene.line.word(first.first - 2, -1) not in ("تم", "وتم", "تمت")  # تم حتى الأحد إجلاء المئات
    if back and (until or scene.tense(match) == "future"):
        return shift(today, 7 - back)
    return shift(today, -back)


def _context_day(scene: Scene, offset: int) -> str | None:
    scene.used = "context"
    if scene.day is None:
        return None
    return remember(shift(scene.day, offset), scene)


def _day_of_this_month(match: Match, modifier: str | None, scene: Scene) -> str | None:
    """الخامس من الشهر الجاري, السابع والعشرين منه."""
    number = amount(match.tokens[: match.codes.index("j")] if "j" in match.codes else match.tokens)
    base = scene.today()
    if modifier == "same_ctx":
        scene.used = "context"
        base = date(*scene.month, 1) if scene.month else None
    if base is None or number is None:
        return None
    first = timex.month(base.year, base.month + OFFSETS.get(modifier or "this", 0))
    return remember(make_date(int(first[:4]), int(first[5:]), number), scene)


# -- times --------------------------------------------------------------------------------------------------------


def time(match: Match, scene: Scene) -> tuple[str, str | None]:
    codes, tokens = match.codes, match.tokens
    clock = CLOCK_PLACE.search(codes)
    lead = clock.start() if clock else 0
    if lead > 0:  # the day stands before the clock
        match = Match(match.rule, codes[lead:], tokens[lead:], match.start, match.end)
        codes, tokens, before = (
            match.codes,
            match.tokens,
            Match("day", codes[:lead], tokens[:lead], match.start, match.end),
        )
    else:
        before = None
    hour, minute, rest = _clock(match)
    part = next(iter(match.values("Aaz'")), None)
    if hour is not None and codes[rest : rest + 1] in ("'", "G"):  # 7:30 ص، 7:30 م
        part, rest = part or "EV", rest + 1
    if codes[rest:].startswith("L") and part is None:
        part, rest = "MO", rest + 1
    early = match.first("9")
    if early is not None and part is None:
        part = str(early.value)
    base = Match("day", codes[rest:], tokens[rest:], match.start, match.end)
    value = _day_of_time(before if before is not None else base, part, hour, scene)
    if value is None or len(value) != 10 or "X" in value:
        return "TIME", None
    if hour is None and part == "MN":
        when = date.fromisoformat(value)
        weekdays = base.values("W")
        second = len(weekdays) > 1 and shift(when, 1)
        return "TIME", f"{timex.day(second or shift(when, 1) or when)}T00:00"
    if hour is not None:
        hour = _hour(hour, part)
        return "TIME", f"{value}T{hour:02d}:{minute:02d}" if 0 <= hour < 24 and 0 <= minute < 60 else value
    return "TIME", f"{value}T{'NI' if part == 'MN' else part}"


def _day_of_time(base: Match, part: str | None, hour: int | None, scene: Scene) -> str | None:
    if base.first("TyWMH%") or NUMERIC_DATE.search(base.codes):
        return day_value(base, scene)
    if base.first("z"):
        today = scene.today()
        if today and base.first("P"):
            today = shift(today, -2 if "past2" in base.values("P") else -1)
        return timex.day(today) if today else None
    if base.first("h"):
        return remember(scene.today(), scene)
    if base.first("A") and base.first("P"):
        return None
    near = scene.day is not None and 0 <= base.start - scene.day_end < 120
    if near and scene.day and "\n" not in scene.line.folded.key[scene.day_end : base.start]:
        scene.used = "context"
        return timex.day(scene.day)
    if hour is not None:
        today = scene.today()
        return timex.day(today) if today else None
    return None


def _clock(match: Match) -> tuple[int | None, int, int]:
    codes = match.codes
    found = CLOCK_HEAD.match(codes)
    if not found:
        return None, 0, 0
    follows = codes[found.end() : found.end() + 1]
    if not (
        codes[0] == "c"
        or found[2]
        or follows in ("a", "A")
        or (found[3] and codes[found.end() :].startswith(("jA", "a", "A")))
    ):
        return None, 0, 0
    head = match.tokens[: found.end(2) if found[2] else found.end(3) if found[3] else found.end(1)]
    numbers = [t.value for t in head if t is not None and t.code in "Nn"]
    hour = numbers[0] if numbers else amount(head)
    minute = numbers[1] if len(numbers) > 1 else 0
    if found[4]:
        extra = match.tokens[found.start(4) : found.end()]
        more = next((t.value for t in extra if t is not None and t.code == "F"), None)
        more = amount(extra) if more is None else more
        if hour is not None and more is not None:
            total = hour * 60 + minute + (more if found[4] == "&" else -more)
            hour, minute = divmod(total, 60)
    return (hour if isinstance(hour, int) else None), (minute if isinstance(minute, int) else 0), found.end()


def _hour(hour: int, part: str | None) -> int:
    if part in ("AF", "EV") and 1 <= hour < 12:
        return hour + 12
    if part == "MI" and 1 <= hour <= 4:
        return hour + 12
    if part == "NI" and 6 <= hour < 12:
        return hour + 12
    if part in ("NI", "MO", "MN") and hour == 12:
        return 0
    return hour
