"""From the words of an expression to its TIMEX3 value, against the day of publication and what the text said before."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from isnad import hijri, timex
from isnad.timecues import tense
from isnad.timegrammar import NUMERIC, ORD
from isnad.timewords import Line, Token

NUMERIC_DATE = re.compile(NUMERIC)
CLOCK_HEAD = re.compile(rf"c?(?:([Nn])(?:[:;,]([Nn]))?|({ORD}))(?:([&=])(?:(F)|((?:[NnY]|C(?:&?C)*)[xl])))?")
ALTERNATIVE = re.compile(r"([NnYC&]+)[-r][NnYC&]+")
OFFSETS = {"past": -1, "past_weak": -1, "last": -1, "future": 1, "this": 0}
LENGTHS = {"Y": "M", "M": "D", "W": "D", "D": "H", "H": "MIN", "MIN": "S", "DE": "Y", "CE": "Y"}
FRACTIONS = {  # thirty, fifteen and twenty sixtieths of a unit, in a smaller one
    ("Y", 30): (6, "M"), ("Y", 15): (3, "M"), ("Y", 20): (4, "M"), ("M", 30): (15, "D"), ("D", 30): (12, "H"),
    ("H", 30): (30, "MIN"), ("H", 15): (15, "MIN"), ("H", 20): (20, "MIN"), ("MIN", 30): (30, "S"),
    ("DE", 30): (5, "Y"), ("CE", 30): (50, "Y"), ("CE", 15): (25, "Y"), ("CE", 20): (33, "Y"),
}  # fmt: skip


@dataclass(slots=True)
class Match:
    """One find of the grammar: its rule, its classes and tokens, and where it lies in the key."""

    rule: str
    codes: str
    tokens: list[Token | None]
    start: int
    end: int

    def first(self, codes: str) -> Token | None:
        """The first token whose class is one of *codes*."""
        return next((t for t in self.tokens if t is not None and t.code in codes), None)

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


def evaluate(match: Match, scene: Scene) -> tuple[str, str | None]:
    """Type and value of *match*; ``scene.used`` tells on what the value rests."""
    scene.used = "explicit"
    return RULES[match.rule](match, scene)


# -- days ---------------------------------------------------------------------------------------------------------


def day(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DATE", _day(match, scene)


def _day(match: Match, scene: Scene) -> str | None:
    numeric = NUMERIC_DATE.search(match.codes)
    if numeric:
        return _remember(_numeric(match.tokens[numeric.start() : numeric.end()], match), scene)
    months = match.values("MH")
    weekdays = match.values("W")
    modifier = next(iter(match.values("P")), None)
    if months:
        return _calendar_day(match, scene, modifier)
    if match.first("Ty"):
        if modifier in ("next_ctx", "same_ctx") or match.first("st"):
            return _context_day(scene, 1 if modifier == "next_ctx" else 0)
        return _remember(_deictic(match.first("Ty").value, weekdays, scene), scene)
    if weekdays:
        return _remember(_weekday(weekdays[0], modifier, match, scene), scene)
    if match.first("UK"):
        return _day_of_this_month(match, modifier, scene)
    return None


def _remember(when: date | str | None, scene: Scene) -> str | None:
    if isinstance(when, date):
        scene.day, scene.year, scene.month = when, when.year, (when.year, when.month)
        return timex.day(when)
    return when


def _numeric(tokens: list[Token | None], match: Match) -> date | None:
    a, b, c = (t.value for t in tokens if t is not None and t.code in "NnY")
    first = next(t for t in tokens if t is not None)
    year, month, number = (a, b, c) if first.code == "Y" else (c, b, a)
    if year < 100 and len(str(year)) <= 2:
        year += 2000 if year < 70 else 1900
    era = next(iter(match.values("G")), None)
    if era == "h" or 1300 <= year <= 1500:
        return hijri.gregorian(year, month, number)
    found = _date(year, month, number)
    return found


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _calendar_day(match: Match, scene: Scene, modifier: str | None) -> str | None:
    at = next(i for i, c in enumerate(match.codes) if c in "MH")
    begin = max((i for i, c in enumerate(match.codes[:at]) if c in "DWTy<,"), default=-1) + 1
    number = amount(match.tokens[begin:at])
    number = match.tokens[at - 1].value if number is None and match.tokens[at - 1] else number
    if not isinstance(number, int):
        return None
    token = match.tokens[at]
    assert token is not None
    month = token.value
    weekday = next(iter(match.values("W")), None)
    year = _year_beside(match, scene)
    if token.code == "H" or (year is not None and 1300 <= year <= 1500):
        return _remember(_hijri_day(year, month, number, modifier, scene), scene)
    if not 1 <= number <= 31:
        return None
    if year is not None:
        return _remember(_date(year, month, number), scene)
    found = _nearest_day(month, number, modifier, weekday, match, scene)
    if found is None and scene.anchor is None and (month, number) != (2, 30) and _date(2024, month, number):
        return f"XXXX-{month:02d}-{number:02d}"
    return _remember(found, scene)


def _year_beside(match: Match, scene: Scene) -> int | None:
    """The year that the expression itself gives: in figures, or as من العام الماضي."""
    years = match.values("Y")
    if years:
        return years[-1]
    if match.first("VvG") and match.first("n"):
        return match.values("n")[-1]
    unit = match.first("vV")
    if unit is not None:
        return _relative_year(match, scene)
    return None


def _relative_year(match: Match, scene: Scene) -> int | None:
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


def _nearest_day(month: int, number: int, modifier: str | None, weekday: int | None, match: Match, scene: Scene) -> date | None:
    """The year that fits: by الماضي or المقبل, by the weekday beside it, else by tense and nearness."""
    if scene.anchor is None and scene.year is not None and modifier == "same_ctx":
        return _date(scene.year, month, number)
    today = scene.today()
    if today is None:
        return None
    days = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _date(y, month, number))]
    if weekday is not None:
        fitting = [d for d in days if d.isoweekday() == weekday]
        days = fitting or days
    if modifier == "this":
        days = [d for d in days if d.year == today.year] or days
    if modifier in ("past", "past_weak", "last", "future", "this") or weekday is not None:
        return _closest(days, today, modifier)
    return _by_tense(days, today, scene.tense(match))


def _by_tense(days: list[date], today: date, when: str | None) -> date | None:
    """Without a sign of the future the past is meant, unless the day ahead is close and the one behind far."""
    past = max((d for d in days if d <= today), default=None)
    ahead = min((d for d in days if d > today), default=None)
    if past is None or ahead is None:
        return past or ahead
    if when == "future":
        return ahead if (today - past).days > 3 else past
    if when == "past":
        return past
    return ahead if (ahead - today).days <= 92 else past


def _deictic(offset: int, weekdays: list[int], scene: Scene) -> date | None:
    today = scene.today()
    if today is None:
        return None
    when = _shift(today, offset)
    if when is None or not weekdays or when.isoweekday() == weekdays[0]:
        return when
    # The weekday was written by a person, the day of publication often by a machine, and rather late than early.
    return min((d for k in range(-4, 3) if (d := _shift(when, k)) and d.isoweekday() == weekdays[0]), key=lambda d: abs((d - when).days), default=None)


def _shift(when: date, days: int) -> date | None:
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


def _weekday(weekday: int, modifier: str | None, match: Match, scene: Scene) -> date | None:
    today = scene.today()
    if today is None:
        return None
    back = (today.isoweekday() - weekday) % 7
    if modifier in ("past", "past_weak", "last"):
        return _shift(today, -(back or 7))
    if modifier == "future":
        return _shift(today, (7 - back) if back else 7)
    if modifier == "this":
        return _shift(today, weekday - today.isoweekday())
    if back and scene.tense(match) == "future":
        return _shift(today, 7 - back)
    return _shift(today, -back)


def _context_day(scene: Scene, offset: int) -> str | None:
    scene.used = "context"
    if scene.day is None:
        return None
    return _remember(_shift(scene.day, offset), scene)


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
    return _remember(_date(int(first[:4]), int(first[5:]), number), scene)


# -- times --------------------------------------------------------------------------------------------------------


def time(match: Match, scene: Scene) -> tuple[str, str | None]:
    codes, tokens = match.codes, match.tokens
    hour, minute, rest = _clock(match)
    part = next(iter(match.values("Aaz")), None)
    if codes[rest:].startswith("L") and part is None:
        part, rest = "MO", rest + 1
    early = match.first("9")
    if early is not None and part is None:
        part = str(early.value)
    base = Match("day", codes[rest:], tokens[rest:], match.start, match.end)
    value = _day_of_time(base, part, hour, scene)
    if value is None or len(value) != 10 or "X" in value:
        return "TIME", None
    if hour is None and part == "MN":
        when = date.fromisoformat(value)
        weekdays = base.values("W")
        second = len(weekdays) > 1 and _shift(when, 1)
        return "TIME", f"{timex.day(second or _shift(when, 1) or when)}T00:00"
    if hour is not None:
        hour = _hour(hour, part)
        return "TIME", f"{value}T{hour:02d}:{minute:02d}" if 0 <= hour < 24 and 0 <= minute < 60 else value
    return "TIME", f"{value}T{'NI' if part == 'MN' else part}"


def _day_of_time(base: Match, part: str | None, hour: int | None, scene: Scene) -> str | None:
    if base.first("TyWMH") or NUMERIC_DATE.search(base.codes):
        return _day(base, scene)
    if base.first("z"):
        today = scene.today()
        if today and base.first("P"):
            today = _shift(today, -1)
        return timex.day(today) if today else None
    if base.first("h"):
        return _remember(scene.today(), scene)
    if base.first("A") and base.first("P"):
        return None
    if scene.day is not None and 0 <= base.start - scene.day_end < 120:
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
    if not (codes[0] == "c" or found[2] or follows == "a" or (found[3] and codes[found.end() :].startswith(("jA", "a", "A")))):
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


# -- months, years, and units -------------------------------------------------------------------------------------


def month(match: Match, scene: Scene) -> tuple[str, str | None]:
    token = match.first("MH")
    assert token is not None
    modifier = next(iter(match.values("P")), None)
    year = _year_beside(match, scene)
    number = token.value
    assert isinstance(number, int)
    if token.code == "H" or (year is not None and 1300 <= year <= 1500):
        return "DATE", _hijri_month(year, number, modifier, scene)
    if year is None:
        year = _year_of_month(number, modifier, match, scene)
    if year is None:
        return "DATE", None
    scene.year, scene.month = year, (year, number)
    return "DATE", timex.month(year, number)


def _year_of_month(number: int, modifier: str | None, match: Match, scene: Scene) -> int | None:
    today = scene.today()
    if today is None:
        return None
    this = today.year * 12 + today.month
    months = [(today.year + k) * 12 + number for k in (-1, 0, 1)]
    past, ahead = max(m for m in months if m <= this), min(m for m in months if m >= this)
    if modifier in ("past", "past_weak", "last"):
        past = past - 12 if past == this else past
        return (past - 1) // 12
    if modifier == "future":
        ahead = ahead + 12 if ahead == this else ahead
        return (ahead - 1) // 12
    if modifier == "this":
        return today.year
    when = scene.tense(match)
    chosen = ahead if when == "future" or (when is None and ahead - this <= 2) else past
    return (chosen - 1) // 12


def _hijri_month(year: int | None, number: int, modifier: str | None, scene: Scene) -> str | None:
    if year is not None:
        return _most_of(hijri.month_span(year, number))
    today = scene.today()
    now = hijri.hijri(today) if today else None
    if now is None or today is None:
        return None
    spans = [s for y in (now[0] - 1, now[0], now[0] + 1) if (s := hijri.month_span(y, number))]
    if modifier in ("past", "past_weak", "last"):
        spans = [s for s in spans if s[1] <= today]
    elif modifier == "future":
        spans = [s for s in spans if s[0] > today]
    nearest = min(spans, key=lambda s: 0 if s[0] <= today < s[1] else min(abs((s[0] - today).days), abs((today - s[1]).days)), default=None)
    return _most_of(nearest)


def _most_of(span: tuple[date, date] | None) -> str | None:
    """The Gregorian month that holds most of a Hijri one: that of its middle day."""
    if span is None:
        return None
    middle = span[0] + (span[1] - span[0]) / 2
    return timex.month(middle.year, middle.month)


def year(match: Match, scene: Scene) -> tuple[str, str | None]:
    number = (match.values("Y") or match.values("n"))[0]
    if not isinstance(number, int):
        return "DATE", None
    if "h" in match.values("G") or 1300 <= number <= 1500:
        span = hijri.year_span(number)
        middle = span[0] + (span[1] - span[0]) / 2 if span else None
        return "DATE", f"{middle.year}" if middle else None
    if not 1 <= number <= 2999:
        return "DATE", None
    scene.year = number
    return "DATE", f"{number:04d}"


def unit(match: Match, scene: Scene) -> tuple[str, str | None]:
    """العام الماضي، هذا الأسبوع، نهاية الشهر، القرن التاسع عشر، ثمانينيات القرن الماضي."""
    if match.first("3"):
        return "DATE", _decade(match, scene)
    if match.first("Yn"):
        return year(match, scene)
    modifier = next(iter(match.values("P")), None)
    if match.first("T"):
        return "DATE", _day(match, scene)
    token = match.first("UvVK")
    assert token is not None
    if token.value == "CE" and match.first("O7"):
        number = amount([t for t in match.tokens if t is not None and t.code in "OC7"])
        return "DATE", f"{number - 1:02d}" if number and 1 <= number <= 21 else None
    return "DATE", _unit_value(str(token.value), modifier, match, scene)


def _unit_value(name: str, modifier: str | None, match: Match, scene: Scene) -> str | None:
    if modifier in ("next_ctx", "same_ctx") or match.first("st"):
        scene.used = "context"
        base = scene.day or (date(*scene.month, 1) if scene.month else None) or (date(scene.year, 1, 1) if scene.year and name == "Y" else None)
        offset = 1 if modifier == "next_ctx" else 0
    else:
        base, offset = scene.today(), OFFSETS.get(modifier or "this", 0)
    if base is None:
        return None
    if name == "W" and offset == 0 and match.first("S") and "END" in match.values("S") and modifier is None:
        return timex.week(base) + "-WE"
    return at_unit(base, name, offset)


def at_unit(base: date, name: str, offset: int) -> str | None:
    """The unit *offset* units away from the one that holds *base*."""
    if name == "D":
        when = _shift(base, offset)
        return timex.day(when) if when else None
    if name == "W":
        when = _shift(base, 7 * offset)
        return timex.week(when) if when else None
    if name == "M":
        return timex.month(base.year, base.month + offset)
    year = {"Y": base.year + offset, "DE": base.year // 10 + offset, "CE": base.year // 100 + offset}.get(name)
    if year is None or year < 1:
        return None
    return f"{year:0{ {'Y': 4, 'DE': 3, 'CE': 2}[name] }d}"


def _decade(match: Match, scene: Scene) -> str | None:
    tens = match.values("3")[0] // 10
    if match.first("O7"):
        century = amount([t for t in match.tokens if t is not None and t.code in "OC7"])
        return f"{century - 1:02d}{tens}" if century and 1 <= century <= 21 else None
    return f"19{tens}"


def part(match: Match, scene: Scene) -> tuple[str, str | None]:
    """الربع الأول من 2018، النصف الثاني من العام."""
    at = match.codes.index("j")
    inner = Match("unit", match.codes[at + 1 :], match.tokens[at + 1 :], match.start, match.end)
    whole = unit(inner, scene)[1] if inner.first("YnUvVK") else None
    size, number = match.values("F")[0], amount(match.tokens[1:at])
    if whole is None or len(whole) != 4 or number is None:
        return "DATE", whole
    if size == 15 and 1 <= number <= 4:
        return "DATE", f"{whole}-Q{number}"
    if size == 30 and 1 <= number <= 2:
        return "DATE", f"{whole}-H{number}"
    return "DATE", whole


def season(match: Match, scene: Scene) -> tuple[str, str | None]:
    name = match.values("12")[0]
    years = match.values("Y")
    if years:
        return "DATE", f"{years[0]}-{name}"
    today = scene.today()
    if today is None:
        return "DATE", None
    modifier = next(iter(match.values("P")), None)
    if match.first("v"):
        number = _relative_year(match, scene)
        return "DATE", f"{number}-{name}" if number else None
    starts = [(today.year + k, date(today.year + k, timex.SEASONS[name], 1)) for k in (-1, 0, 1)]
    if modifier == "future":
        chosen = min((s for s in starts if s[1] > today), default=starts[-1])
    elif modifier in ("past", "past_weak", "last"):
        chosen = max((s for s in starts if s[1] + timedelta(days=75) < today), default=starts[0])
    else:
        chosen = min(starts, key=lambda s: abs((s[1] + timedelta(days=45) - today).days))
    return "DATE", f"{chosen[0]}-{name}"


# -- durations, sets, vague ---------------------------------------------------------------------------------------


def pieces(match: Match) -> list[tuple[str, str]]:
    """(amount, unit) pairs of a duration, fractions turned into smaller units; X where the amount is unstated."""
    found: list[tuple[str, str]] = []
    numbers: list[Token | None] = []
    fraction, closed = None, False
    for token in match.tokens:
        if token is None:
            continue
        code = token.code
        if code in "NnYCIO7" and not closed and len(numbers) < 8:
            numbers.append(token)
        elif code == "r":
            closed = True
        elif code == "Q":
            found.append(("X", ""))
        elif code == "F":
            if found and found[-1][1]:
                found += _fraction(found.pop(), token.value)
            else:
                fraction = token.value
        elif code in "iuxVKDloUvgdBLTm":
            name = str(token.value) if code != "T" else "D"
            if found and found[-1] == ("X", ""):
                found[-1] = ("X", name)
            elif fraction is not None:
                found += _fraction(("0", name), fraction)
                fraction = None
            elif code in "gdB":
                found.append(("2", name))
            else:
                number = _decimal(numbers, match) or (amount(numbers) if numbers else None)
                found.append((str(number) if number is not None else ("X" if code in "loLm" else "1"), name))
            numbers, closed = [], False
    if numbers and found and found[-1][0] == "X":
        number = amount(numbers)
        found[-1] = (str(number), found[-1][1])
    return [(n, name) for n, name in found if name]


def _decimal(numbers: list[Token | None], match: Match) -> str | None:
    """1.5 ساعة: two numbers with a point or comma between them."""
    if len(numbers) == 2 and all(t is not None and t.code in "NnY" for t in numbers) and (";" in match.codes or "," in match.codes):
        return ".".join(str(t.value) for t in numbers if t is not None)
    return None


def _fraction(pair: tuple[str, str], size: object) -> list[tuple[str, str]]:
    count, name = pair
    extra = FRACTIONS.get((name, int(str(size))))
    if extra is None or not count.isdigit():
        return [pair]
    if name in ("DE", "CE"):
        whole = int(count) * (10 if name == "DE" else 100)
        return [(str(whole + extra[0]), "Y")]
    return ([] if count == "0" else [pair]) + [(str(extra[0]), extra[1])]


def duration(match: Match, scene: Scene) -> tuple[str, str | None]:
    codes = match.codes
    alternative = re.search(r"(-)", codes)
    if alternative:
        at = alternative.start()
        upto = at + 1
        while upto < len(codes) and codes[upto] in "NnYC&":
            upto += 1
        match = Match(match.rule, codes[:at] + codes[upto:], match.tokens[:at] + match.tokens[upto:], match.start, match.end)
    found = pieces(match)
    if not found or any(name in ("NIGHT", "SEASON") for _, name in found):
        return "DURATION", None
    return "DURATION", timex.duration(found)


def shifted(match: Match, direction: int, scene: Scene) -> str | None:
    """The day, week, month or year that lies a duration before or after publication."""
    found = pieces(match)
    today = scene.today()
    if not found:
        return None
    count, name = found[0]
    if not count.isdigit():
        return "PAST_REF" if direction < 0 else "FUTURE_REF"
    if today is None or name in ("H", "MIN", "S", "NIGHT") or int(count) > 9999:
        return None
    return at_unit(today, name, direction * int(count))


def vague(match: Match, scene: Scene) -> tuple[str, str | None]:
    """السنوات الأخيرة، الأشهر المقبلة: no number, so only the direction."""
    modifiers = match.values("P")
    if not modifiers:
        return "DATE", None
    return "DATE", {"future": "FUTURE_REF", "this": "PRESENT_REF"}.get(modifiers[0], "PAST_REF")


def every(match: Match, scene: Scene) -> tuple[str, str | None]:
    if match.first("5"):
        return "SET", match.values("5")[0]
    if match.first("Ww"):
        return "SET", "P1W"
    return "SET", duration(match, scene)[1]


def ref(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DATE", match.values("R")[0]


def past(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DATE", {"past": "PAST_REF", "past_weak": "PAST_REF"}.get(match.values("P")[0])


def bare(match: Match, scene: Scene) -> tuple[str, str | None]:
    if match.first("Uv"):
        return unit(match, scene)
    return duration(match, scene)


def straight(match: Match, scene: Scene) -> tuple[str, str | None]:
    """لليوم الثاني على التوالي: as long as that."""
    unit_ = next(t for t in match.tokens if t is not None)
    name = "D" if unit_.code == "T" else str(unit_.value)
    return "DURATION", timex.duration([(str(match.values("O")[0]), name)])


def lapse(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DURATION", None


def ago(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DATE", shifted(match, -1, scene)


def hence(match: Match, scene: Scene) -> tuple[str, str | None]:
    return "DATE", shifted(match, 1, scene)


def listed(match: Match, scene: Scene) -> tuple[str, str | None]:
    """A day whose month stands with the last of its list (أيام 5 و6 و11 مايو)."""
    line = scene.line
    number = match.tokens[0]
    assert number is not None
    at = line.tokens.index(number)
    month_at = next(i for i in range(at, len(line.codes)) if line.codes[i] in "MH")
    end = month_at + 1
    while end < len(line.codes) and line.codes[end] in "M/<>PYjVvG":
        end += 1
    rest = Match("day", "N" + line.codes[month_at:end], [number, *line.tokens[month_at:end]], match.start, match.end)
    return day(rest, scene)


RULES = {
    "ago": ago, "hence": hence, "straight": straight,
    "time": time, "clock": time, "listed": listed, "day": day, "part": part, "spans": duration, "vague": vague, "month": month,
    "unit": unit, "season": season, "set": every, "duration": duration, "bare": bare, "lapse": lapse, "year": year,
    "ref": ref, "adverb": time, "past": past,
}  # fmt: skip
