"""Months, years, other units, durations and sets: from their words to TIMEX3 values, and the table of all rules."""

from datetime import date, timedelta

from isnad import hijri, timex
from isnad.timedays import day, day_value, time
from isnad.timescene import OFFSETS, Match, Scene, amount, relative_year, shift, year_ahead, year_beside
from isnad.timewords import Token

FRACTIONS = {  # thirty, fifteen and twenty sixtieths of a unit, in a smaller one
    ("Y", 30): (6, "M"), ("Y", 15): (3, "M"), ("Y", 20): (4, "M"), ("M", 30): (15, "D"), ("D", 30): (12, "H"),
    ("H", 30): (30, "MIN"), ("H", 15): (15, "MIN"), ("H", 20): (20, "MIN"), ("MIN", 30): (30, "S"),
    ("DE", 30): (5, "Y"), ("CE", 30): (50, "Y"), ("CE", 15): (25, "Y"), ("CE", 20): (33, "Y"),
}  # fmt: skip


def evaluate(match: Match, scene: Scene) -> tuple[str, str | None]:
    """Type and value of *match*; ``scene.used`` tells on what the value rests."""
    scene.used = "explicit"
    return RULES[match.rule](match, scene)


def month(match: Match, scene: Scene) -> tuple[str, str | None]:
    token = match.first("MH")
    assert token is not None
    modifier = next(iter(match.values("P")), None)
    year = year_beside(match, scene)
    number = token.value
    assert isinstance(number, int)
    if token.code == "H" or (year is not None and 1300 <= year <= 1500):
        return "DATE", _hijri_month(year, number, modifier, scene)
    if year is None and modifier is None:
        year = year_ahead(match, scene, number)
    if year is None:
        year = _year_of_month(number, modifier, match, scene)
    if year is None:
        return "DATE", f"XXXX-{number:02d}" if scene.anchor is None else None
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
    if min(this - past, ahead - this) <= 1:
        chosen = past if this - past <= ahead - this else ahead
    elif when is not None:
        far = ahead - this > 7 and scene.line.word(_start(match).first, -1) != "بحلول"
        chosen = ahead if when == "future" and not far else past
    else:
        chosen = ahead if ahead - this <= 3 else past
    return (chosen - 1) // 12


def _start(match: Match) -> Token:
    return next(token for token in match.tokens if token is not None)


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
    nearest = min(
        spans,
        key=lambda s: 0 if s[0] <= today < s[1] else min(abs((s[0] - today).days), abs((today - s[1]).days)),
        default=None,
    )
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
    if match.first("Yn") and not match.first("U"):
        return year(match, scene)
    modifier = next(iter(match.values("P")), None)
    if match.first("T"):
        return "DATE", day_value(match, scene)
    token = match.first("UvVK")
    assert token is not None
    if token.code == "U" and token.value != "CE" and match.first("O7N"):
        return "DATE", None  # الأسبوع الثاني: of what, the text need not say
    if token.value == "CE" and "h" in match.values("G"):
        return "DATE", None
    if token.value == "CE" and match.first("O7N"):
        number = amount([t for t in match.tokens if t is not None and t.code in "OC7N"])
        return "DATE", f"{number - 1:02d}" if number and 1 <= number <= 21 else None
    return "DATE", _unit_value(str(token.value), modifier, match, scene)


def _unit_value(name: str, modifier: str | None, match: Match, scene: Scene) -> str | None:
    if modifier in ("next_ctx", "same_ctx") or match.first("st"):
        scene.used = "context"
        base = (
            scene.day
            or (date(*scene.month, 1) if scene.month else None)
            or (date(scene.year, 1, 1) if scene.year and name == "Y" else None)
        )
        offset = 1 if modifier == "next_ctx" else 0
    else:
        base, offset = scene.today(), OFFSETS.get(modifier or "this", 0)
        if modifier == "new" and base is not None and base.month > 2:
            offset = 1
    if base is None:
        return None
    if name == "W" and offset == 0 and match.first("S") and "END" in match.values("S") and modifier is None:
        return timex.week(base) + "-WE"
    return at_unit(base, name, offset)


def at_unit(base: date, name: str, offset: int) -> str | None:
    """The unit *offset* units away from the one that holds *base*."""
    if name == "D":
        when = shift(base, offset)
        return timex.day(when) if when else None
    if name == "W":
        when = shift(base, 7 * offset)
        return timex.week(when) if when else None
    if name == "M":
        return timex.month(base.year, base.month + offset)
    year = {"Y": base.year + offset, "DE": base.year // 10 + offset, "CE": base.year // 100 + offset}.get(
        name
    )
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
    """الربع الأول من 2018، النصف الثاني من العام، الأسبوع الأول من مايو."""
    at = next(
        (i for i, c in enumerate(match.codes) if c in "jYVvhTstMKH" or (c == "U" and i)), len(match.codes)
    )
    at = at - 1 if match.codes[at : at + 1] not in ("j", "") else at
    number = amount(match.tokens[1 : at + 1])
    if at == len(match.codes):
        return "DATE", _quarter(number, scene)
    inner = Match("unit", match.codes[at + 1 :], match.tokens[at + 1 :], match.start, match.end)
    if inner.first("MH"):
        return month(inner, scene)
    whole = unit(inner, scene)[1] if inner.first("YnUvVK") else None
    size = match.values("F")[0] if match.codes[0] == "F" else None
    if whole is None or len(whole) != 4 or number is None:
        return "DATE", whole
    if size == 15 and 1 <= number <= 4:
        return "DATE", f"{whole}-Q{number}"
    if size == 30 and 1 <= number <= 2:
        return "DATE", f"{whole}-H{number}"
    return "DATE", whole


def _quarter(number: int | None, scene: Scene) -> str | None:
    """A quarter without a year is the last that has begun."""
    today = scene.today()
    if today is None or number is None or not 1 <= number <= 4:
        return None
    return f"{today.year - (3 * number - 2 > today.month)}-Q{number}"


def season(match: Match, scene: Scene) -> tuple[str, str | None]:
    name = match.values("12")[0]
    years = match.values("Y")
    if years:
        return "DATE", f"{years[0]}-{name}"
    token = match.first("1")
    if match.codes == "1" and token is not None and token.last > token.first:  # فصل الصيف: any
        return "DATE", f"XXXX-{name}"
    today = scene.today()
    if today is None:
        return "DATE", None
    modifier = next(iter(match.values("P")), None)
    if match.first("v"):
        number = relative_year(match, scene)
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
    fraction, closed, halved = None, False, ""
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
                halved = found[-1][1]
                found += _fraction(found.pop(), token.value)
            else:
                fraction = token.value
        elif code in "iuxVKDloUvgdBLTm":
            name = str(token.value) if code != "T" else "D"
            if halved == name and code in "UvTVuKDx" and not numbers:
                halved = ""  # عام ونصف العام: the unit said again
                continue
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
    if (
        len(numbers) == 2
        and all(t is not None and t.code in "NnY" for t in numbers)
        and (";" in match.codes or "," in match.codes)
    ):
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
    if match.rule == "spans" and ("Oj" in codes or codes.endswith("O")):  # الأشهر الأربعة الأولى من العام
        at = codes.index("Oj") if "Oj" in codes else len(codes) - 1
        match = Match(match.rule, codes[:at], match.tokens[:at], match.start, match.end)
    elif "-" in codes:
        at = codes.index("-")
        upto = at + 1
        while upto < len(codes) and codes[upto] in "NnYC&":
            upto += 1
        match = Match(
            match.rule,
            codes[:at] + codes[upto:],
            match.tokens[:at] + match.tokens[upto:],
            match.start,
            match.end,
        )
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
    rest = sum(int(n) for n, unit in found[1:] if unit == "D" and n.isdigit())
    if rest and name == "M":
        year, month = (
            int(part) for part in timex.month(today.year, today.month + direction * int(count)).split("-")
        )
        day = min(today.day, 28)
        when = shift(date(year, month, day), direction * rest) if 1 <= year <= 9999 else None
        return timex.month(when.year, when.month) if when else None
    return at_unit(today, name, direction * int(count))


def vague(match: Match, scene: Scene) -> tuple[str, str | None]:
    """السنوات الأخيرة، الأشهر المقبلة: no number, so only the direction."""
    modifiers = match.values("P")
    if not modifiers:
        return "DATE", None
    return "DATE", {"future": "FUTURE_REF", "this": "PRESENT_REF"}.get(modifiers[0], "PAST_REF")


def every(match: Match, scene: Scene) -> tuple[str, str | None]:
    if match.codes == "g":
        return "SET", f"P1{match.values('g')[0]}"
    if match.first("5"):
        return "SET", match.values("5")[0]
    if match.first("Ww") or match.codes in ("EC", "EDC"):
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


def owned(match: Match, scene: Scene) -> tuple[str, str | None]:
    """في يومه الثلاثين، عامها الأول: counted from a beginning that the text need not name."""
    return "DATE", None


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
    month_at = next(i for i in range(match.at, len(line.codes)) if line.codes[i] in "MH")
    end = month_at + 1
    while end < len(line.codes) and line.codes[end] in "M/<>PYjVvG":
        end += 1
    codes, tokens = match.codes + line.codes[month_at:end], [*match.tokens, *line.tokens[month_at:end]]
    rest = Match("day", codes, tokens, match.start, match.end)
    return day(rest, scene)


RULES = {
    "ago": ago, "hence": hence, "straight": straight, "owned": owned,
    "time": time, "clock": time, "listed": listed, "day": day, "part": part, "spans": duration, "vague": vague, "month": month,
    "unit": unit, "season": season, "set": every, "duration": duration, "bare": bare, "lapse": lapse, "year": year,
    "ref": ref, "adverb": time, "past": past,
}  # fmt: skip
