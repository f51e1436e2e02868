"""Which finds of the grammar are time at all: names, ages, counts and words of two meanings are sorted out here."""

import re

from isnad.timecues import guards, tense
from isnad.timescene import Match, Scene
from isnad.timewords import Token


def accept(match: Match, a: int, b: int, scene: Scene) -> bool:
    """Is this find, at classes *a* to *b*, time? May widen it by the قبل or بعد before it."""
    check = CHECKS.get(match.rule)
    return check is None or check(match, Around(match, a, b, scene))


class Around:
    """The neighbourhood of a find: the classes and words beside it."""

    __slots__ = ("a", "b", "codes", "first", "last", "line", "scene")

    def __init__(self, match: Match, a: int, b: int, scene: Scene):
        real = [t for t in match.tokens if t is not None]
        self.first, self.last = real[0], real[-1]
        self.line, self.scene, self.codes, self.a, self.b = scene.line, scene, scene.line.codes, a, b

    @property
    def before(self) -> str:
        """The word before, without a joined و or ف."""
        word = self.line.word(self.first.first, -1)
        return word[1:] if len(word) > 2 and word[0] in "وف" and word not in UNJOINED else word

    @property
    def after(self) -> str:
        return self.line.word(self.last.last, 1)

    @property
    def code_before(self) -> str:
        return self.codes[self.a - 1 : self.a]

    @property
    def code_after(self) -> str:
        return self.codes[self.b : self.b + 1]

    def spelled(self, token: Token) -> str:
        start, end = self.line.span(token, token)
        return self.scene.line.body[slice(*self.line.folded.span(start, end))]

    def quoted(self) -> bool:
        return (
            self.line.gap(self.first.first, -1)[-1:] in MARKS
            and self.line.gap(self.last.last, 1)[:1] in MARKS
        )


UNJOINED = {
    "وفق",
    "وسط",
    "واحد",
    "وكاله",
    "وزير",
    "فتره",
    "فوق",
    "فصل",
    "فضاييه",
    "وزن",
    "وقت",
    "فقط",
    "فيديو",
    "فيفا",
    "فييه",
}
DUAL_VERB = re.compile(r"[يت]\w{2,}ان")
AGE_WINDOW = 32  # letters before a number of years in which a word for age counts
BRACKETS = {("(", ")"), ("(", "،"), ("(", ","), ('"', '"'), ("«", "»"), ("“", "”"), ("-", "-")}
MARKS = tuple('"«»“”')


def _day(match: Match, around: Around) -> bool:
    months = match.first("MH")
    if match.first("O7") and not match.first("MHUKTyW%"):
        return around.line.parts[around.last.last] == "منه"
    if months is None:
        unit = match.first("U")
        return (unit is None or unit.value == "M") and _deictic(match, around)
    if around.before in guards()["event_name"] and not match.first("YW"):
        return False
    if (
        months.value == 8
        and months.code == "M"
        and around.spelled(months)[:1] in "اأ"
        and around.spelled(months)[1:] == "ب"
    ):
        return False
    return True


def _deictic(match: Match, around: Around) -> bool:
    codes, first = match.codes, around.first
    if match.first("N") and not match.first("TyWUK") and len(codes) >= 5:
        return _numeric(match, around)
    if codes == "W" and (around.before in guards()["friday_of"] or around.after in guards()["friday_is"]):
        return False
    if codes == "W" and first.value == 1 and DUAL_VERB.fullmatch(around.after):
        return False  # إن الاثنين يعيشان: the two of them
    if (
        codes == "T"
        and around.before in guards()["medium_of"]
        and around.line.word(first.first - 2, -1) in guards()["medium"]
    ):
        return False
    if codes in ("T", "y"):
        if around.before in guards()["medium"] or around.quoted():
            return False
        if first.code == "T" and (around.code_after == "O" or around.after in guards()["day_name"]):
            return False
        if first.code == "y" and around.after in ("الحاجه", "حاجه"):
            return False
        if around.line.parts[first.first] in ("وغد", "بغد", "فغد"):
            return False  # a scoundrel, a tomorrow
    if (
        first.code == "W"
        and codes == "W"
        and first.value == 1
        and around.after in ("معا", "الاخرين", "الاخران")
    ):
        return False
    return True


def _numeric(match: Match, around: Around) -> bool:
    return around.line.gap(around.first.first, -1)[-1:] not in ("/", "-", ".") and around.line.gap(
        around.last.last, 1
    )[:1] not in ("/", "-")


def _month(match: Match, around: Around) -> bool:
    token = match.first("MH")
    assert token is not None
    word = around.line.parts[token.first][token.clitic :]
    if (
        token.code == "M"
        and token.value == 8
        and word in ("اب", "باب", "واب")
        and around.spelled(token)[:1] != "آ"
    ):
        return False
    firm = match.first("YPKSvV") or match.values("MH")[1:]
    if token.code == "H":
        return bool(firm) or (
            token.value == 9 and (around.before in guards()["month_before"] or token.last > token.first)
        )
    if word in guards()["month_ambiguous"] and not firm:
        since = around.before != "من" or around.code_after in ("e", "&")
        return since and around.before in guards()["month_before"]
    if match.codes in ("MYG", "MY") and word == "ماي" and around.before in ("تيريزا", "لتيريزا"):
        return False
    return True


def _year(match: Match, around: Around) -> bool:
    """A number of four digits is a year only where something says so: a preposition, an event, a bracket, another year."""
    first, last = around.first, around.last
    value = match.values("Y")[0]
    if match.first("G"):
        return True
    left, right = around.line.gap(first.first, -1), around.line.gap(last.last, 1)
    if not 1800 <= value <= 2100 or right[:1] in ("%", "٪", "$") or left[-1:] in ("$", "#", ".", "_"):
        return False
    follows = around.line.parts[last.last + 1 : last.last + 2]
    if (
        (follows and follows[0][0].isalpha())
        or around.after in guards()["counted"]
        or around.code_after in set("xliuVKD")
    ):
        return False
    ok = _year_said(around, value, left, right)
    if ok:
        around.scene.year_end = match.end
    return ok


def _year_said(around: Around, value: int, left: str, right: str) -> bool:
    g = guards()
    start = around.line.starts[around.first.first]
    distance = start - around.scene.year_end
    if 0 <= distance <= 8 and around.code_before not in ("_", "!"):  # 2008 و2009، 2012-2014
        return True
    if around.before in g["number_before"] or around.before in g["edition"]:
        return False
    if match_range(around, value):
        return True
    if around.before in g["year_before"]:
        return value >= 1900 or around.before not in ("من", "الي", "بين", "بعد", "قبل")
    if around.before in g["adjective_after_event"] or (around.code_before in set("~gLl") and value >= 1900):
        return True
    if not 1900 <= value <= 2050:
        return False
    if left.rstrip()[-1:] == "(" and right.lstrip()[:1] in (")", "-", "–"):
        return True
    if left[-1:] == "\n" and right.strip()[:1] in ("-", "–", ":"):
        return True
    return 0 <= distance <= 40 and around.before in ("ثم", "او", "وايضا", "ايضا", "واخيرا", "")


def match_range(around: Around, value: int) -> bool:
    """The first year of two that follow each other: 2017-2018، (1913-2005)."""
    follows = around.codes[around.b : around.b + 2]
    if follows[:1] == "Y" or follows in ("-Y", "/Y"):
        token = around.line.tokens[
            around.b + len(follows.rstrip("!_")) - 1 if follows[:1] != "Y" else around.b
        ]
        return token is not None and 0 < token.value - value <= 110 and 1800 <= value
    return False


def _age(match: Match, around: Around) -> bool:
    """Years (or months) that tell how old somebody is."""
    if not any(t is not None and t.code in "iuxVlod" and t.value in ("Y", "M") for t in match.tokens):
        return False
    g = guards()
    before = around.before
    if around.code_before == "8":
        before = around.line.word(around.line.tokens[around.a - 1].first, -1)  # type: ignore[union-attr]
    at_least = (
        before == "عن" and around.line.word(around.first.first - 2, -1) in g["at_least"]
    )  # لا يقل عن سنتين
    if (before in g["age_before"] and not at_least) or around.after in g["age_after"]:
        return True
    if around.after == "من" and around.line.word(around.last.last + 2, 1) in g["age_after"]:
        return True
    start = around.line.starts[around.first.first]
    near = around.line.folded.key[max(0, start - AGE_WINDOW) : start].split()
    if any(word in g["age_of"] for word in near):
        return True
    left, right = (
        around.line.gap(around.first.first, -1).strip(),
        around.line.gap(around.last.last, 1).strip(),
    )
    if around.last.code in "iVl" and (left[-1:], right[:1]) in BRACKETS:
        return True
    return left in ("،", ",") and right[:1] in ("،", ",") and around.last.value == "Y"


def _duration(match: Match, around: Around) -> bool:
    if _age(match, around):
        return False
    return _shift(match, around) or _plain_duration(match, around)


def _plain_duration(match: Match, around: Around) -> bool:
    codes = match.codes
    if codes in ("FU", "Fu") and match.values("uU")[0] not in ("H", "DE", "CE", "D", "Y", "M"):
        return False
    if codes in ("d", "dX") and match.first("d").value == "S":  # type: ignore[union-attr]
        return False
    if codes in ("g", "uX", "VX", "KX", "DX", "xX", "iX"):
        if codes[0] == "x":
            return around.line.parts[around.last.last].startswith("الزم")
        return codes[0] in "uVKDi" and around.after != "من"
    return True


def _shift(match: Match, around: Around) -> bool:
    """قبل يومين (a date) against قبل يومين من الانتخابات (a duration)."""
    at = around.a - 1
    if around.codes[at : at + 1] == "8":
        at -= 1
    code = around.codes[at : at + 1] if at >= 0 else ""
    if code not in ("b", "f") or not code:
        return False
    if around.after in ("من", "علي", "عن", "ان", "ولا") or around.codes[around.b : around.b + 1] == "j":
        return False
    key = around.line.folded.key
    if code == "f" and tense(key, match.start, match.end) != "future":
        return False
    token = around.line.tokens[at]
    assert token is not None
    match.rule = "ago" if code == "b" else "hence"
    match.start = around.line.span(token, token)[0]
    return True


def _bare(match: Match, around: Around) -> bool:
    """A unit without a number is a time only in company: بعد يوم، منذ سنوات، خلال الأسبوع."""
    code, unit, g = match.codes, around.first.value, guards()
    if unit == "SEASON" or _age(match, around):
        return False
    if code in "vU":
        return _bare_definite(code, around)
    if code in "DVKu" and _word_by_word(around):
        return False
    word = around.line.parts[around.first.first]
    if code in "lo" and around.first.clitic and word[around.first.clitic - 1] == "ل":
        return around.after[:2] != "ال"
    beside = around.code_before != "" and around.code_before in "bfp8"
    if unit == "DE" and code in "xo":  # عقود are contracts too
        lasting = around.before in g["lasting"] or _of_time(around)
        return lasting or (code == "o" and beside and (around.code_before == "p" or around.after[:2] != "ال"))
    if beside or around.before in g["duration_before"]:
        _shift(match, around)
        return True
    return code == "l" and (
        around.after == "من" or (unit in ("Y", "H") and around.after in ("طويله", "عديده"))
    )


def _bare_definite(code: str, around: Around) -> bool:
    """The year or week that runs: خلال العام، في وقت سابق من العام."""
    if code == "v" and around.code_before == "j":
        token = around.line.tokens[around.a - 1]
        return token is not None and around.line.word(token.first, -1) in guards()["earlier"]
    if code == "U" and around.first.value not in ("W", "M"):
        return False
    return around.before in guards()["lasting"] and around.before not in ("منذ", "قرابه")


def _word_by_word(around: Around) -> bool:
    """يوما بعد يوم, عاما بعد عام: gradually."""
    if around.code_before != "f":
        return False
    token = around.line.tokens[around.a - 1]
    return (
        token is not None
        and around.line.word(token.first, -1).rstrip("ا") == around.line.parts[around.first.first]
    )


def _of_time(around: Around) -> bool:
    """عقد من الزمن is time, عقد بيع is none."""
    return around.after == "من" and around.line.word(around.last.last + 2, 1) in ("الزمن", "الزمان")


def _unit(match: Match, around: Around) -> bool:
    g = guards()
    token = match.first("vUVTKm3")
    if token is None:
        return True
    if (
        token.code == "3"
        and around.after == "من"
        and around.line.word(around.last.last + 2, 1) in g["age_after"]
    ):
        return False
    if match.first("Yn"):
        return not (match.first("n") and not match.first("G"))
    if around.first.code == "v" and around.before in g["title_before"]:
        return False
    if match.codes == "vP" and match.values("P")[0] in ("past_weak", "last") and around.before[:2] == "ال":
        return False
    if token.value == "CE" and match.first("O7NPhst") is None:
        return False
    if token.value == "DE" and match.first("P") is None and match.first("hst") is None:
        return False
    return True


def _part(match: Match, around: Around) -> bool:
    if match.codes != "FO":
        return True
    return (
        around.line.parts[around.first.first][around.first.clitic :] in ("الربع", "لربع")
        and around.before in guards()["quarter_before"]
    )


def _set(match: Match, around: Around) -> bool:
    if match.codes in ("EC", "EDC"):
        return around.line.parts[around.last.last] in ("اثنين",)
    if match.codes == "g":
        return around.before in ("بشكل", "اساس", "بصفه", "شبه", "ربع", "نصف") and match.values("g")[0] in (
            "D",
            "M",
        )
    if match.first("5") and around.line.parts[around.first.first] == "الشهري" and around.before[:2] != "ال":
        return False
    if match.first("5") and around.before in guards()["daily_name"]:
        return False
    return around.after not in ("وانتم", "وانت")


def _ref(match: Match, around: Around) -> bool:
    if match.codes != "R":
        return False
    word = around.line.parts[around.first.first][around.first.clitic :]
    if word == "الان":
        return around.spelled(around.first)[:2] == "ال" and around.before not in guards()["medium"]
    if word == "القدم":
        return around.before in ("منذ", "ومنذ")
    if word == "اللحظه":
        return around.before in ("حتي", "الي", "حتى")
    if word == "قريبا" and around.after in ("من", "جدا"):
        return around.after == "جدا"
    if around.first.value == "FUTURE_REF" and word in ("المستقبل", "لمستقبل"):
        return around.before in ("في", "وفي") and around.after[:2] != "ال"
    return True


def _adverb(match: Match, around: Around) -> bool:
    if around.line.parts[around.first.first] == "ليله" and around.code_before in ("f", "p"):
        match.rule = "lapse"
        return True
    if (around.first.value == "NI" and around.before in ("طوال", "طيله")) or around.first.value == "MN":
        return True
    return around.first.code == "a" and around.first.value != "MI"


def _time(match: Match, around: Around) -> bool:
    if around.first.code in "Nn" and around.first.first < around.first.last and "c" not in match.codes:
        return False  # الدورة الـ23 صباح الجمعة
    if match.codes == "kA":
        match.start, match.tokens, match.codes = around.line.starts[around.last.first], match.tokens[1:], "A"
        word = around.line.parts[around.last.first]
        return word in ("الصباح", "المساء", "الليل") and around.after[:2] != "ال"
    if match.codes[:2] in ("NA", "nA") and len(match.codes) == 2:  # 11 مساء
        return around.line.parts[around.last.first] == "مساء" and around.first.value <= 12
    if match.codes == "AP":
        return around.line.parts[around.first.first].startswith("ال") and match.values("P")[0] != "same_ctx"
    return True


def _past(match: Match, around: Around) -> bool:
    word = around.line.parts[around.first.first]
    return word in ("السابق", "الماضي") and around.before in ("في", "وفي") and around.after[:2] != "ال"


def _lapse(match: Match, around: Around) -> bool:
    return match.first("X") is not None


def _clock(match: Match, around: Around) -> bool:
    minutes = around.line.parts[around.last.last]
    hours = match.values("Nn")[0]
    return (
        len(minutes) == 2
        and int(minutes) < 60
        and hours < 24
        and around.before in ("في", "عند", "منذ", "حتي", "من", "الي", "تمام", "حوالي")
    )


def _vague(match: Match, around: Around) -> bool:
    modifier = match.first("P")
    return modifier is not None and modifier.value not in ("next_ctx", "same_ctx", "new")


def _season(match: Match, around: Around) -> bool:
    if match.codes != "1" or around.last.last > around.first.first:
        return True
    return (
        around.first.value != "SP"
        and around.before in ("في", "خلال", "حتي", "منذ", "هذا")
        and around.after[:2] != "ال"
    )


def _spans(match: Match, around: Around) -> bool:
    return not _age(match, around) and (
        match.first("P") is not None or "O" in match.codes or around.before in guards()["lasting"]
    )


CHECKS = {
    "part": _part,
    "time": _time, "day": _day, "season": _season, "month": _month, "year": _year, "duration": _duration, "bare": _bare, "unit": _unit, "set": _set, "ref": _ref,
    "adverb": _adverb, "past": _past, "lapse": _lapse, "clock": _clock, "vague": _vague, "spans": _spans,
}  # fmt: skip
