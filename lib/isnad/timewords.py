"""Words of time: the lexicon, and an article's text as a short string of word classes.

Rules do not look at letters. Each word that has to do with time becomes one character (its class), what stands
between two such words another, and every run of other words one ``_``. On that string the rules are small,
bounded regular expressions, and the text is walked once.
"""

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, compress, count
from typing import Any

from isnad import resources
from isnad.errors import LexiconError
from isnad.text import Folded, fold, key

# Kind in the word list -> its character in the class string.
CODES = {
    "month": "M", "hijri": "H", "weekday": "W", "weekday_bare": "w", "today": "T", "day_off": "y",
    "unit_day": "D", "unit_month": "K", "unit_year": "V", "unit_year_def": "v", "unit": "u", "unit_def": "U",
    "unit_acc": "i", "unit_weak": "x", "unit_dual": "d", "unit_dual_def": "B", "unit_dual_c": "g",
    "unit_plural": "l", "unit_plural_def": "L", "unit_plural_weak": "o", "unit_plural_def_weak": "m",
    "modifier": "P", "this": "h", "that": "t", "same": "s", "position": "S", "part": "A", "part_adv": "a",
    "part_today": "z", "clock": "c", "zone": "Z", "zone_of": "q", "fraction": "F", "minus": "=", "every": "E",
    "ago": "b", "after": "f", "since": "p", "of": "j", "in": "k", "or": "r", "to": "e", "last_n": "J",
    "quantifier": "Q", "size": "X", "era": "G", "consecutive": "6", "season": "1", "season_c": "2",
    "decades": "3", "approx": "8", "early": "9", "span_noun": "@", "unit_own": "%", "year_adj": "0", "matching": "#", "meridiem": "'", "vague_duration": "4", "set": "5", "ref": "R", "cardinal": "C", "cardinal_def": "I",
    "ordinal": "O", "ordinal_tens": "7",
}  # fmt: skip
# What stands between two words of time that follow each other; anything else is a break ("!").
GAPS = {
    "": "",
    "/": "/",
    "-": "-",
    "–": "-",
    "—": "-",
    "(": "<",
    ")": ">",
    "،": ",",
    ",": ",",
    ":": ":",
    ".": ";",
}
# The first two alternatives are read fast, and most of a text is such.
PARTS = re.compile(r" (?=[\u0621-\u064a])|[\u0621-\u064a]+(?=[ ،.\":])|[^\W\d]+|\d+|\W+")
NUMBER = re.compile(r"\d\d*")  # searched for faster than with a repeated class first
DIGITS_SHOWN = 9  # longer runs of digits are no number of a date


@dataclass(slots=True)
class Token:
    """A word of time: class, value, the parts it covers, and how many letters of clitics stand before it."""

    code: str
    value: Any
    first: int
    last: int
    clitic: int = 0


@dataclass(slots=True)
class Line:
    """An article as parts (words, numbers, gaps) and as a string of classes."""

    body: str
    folded: Folded
    parts: list[str]
    starts: list[int]
    codes: str = ""
    tokens: list[Token | None] = field(default_factory=list)

    def word(self, part: int, step: int) -> str:
        """The next word (or number) before (-1) or after (1) *part*, or ``""`` where a mark stands between."""
        at = part + step
        if 0 <= at < len(self.parts) and self.parts[at].isspace() and "\n" not in self.parts[at]:
            at += step
        if 0 <= at < len(self.parts) and (self.parts[at][0].isalnum() or self.parts[at][0] == "_"):
            return self.parts[at]
        return ""

    def gap(self, part: int, step: int) -> str:
        """What stands directly before (-1) or after (1) *part*, if it is no word."""
        at = part + step
        if 0 <= at < len(self.parts) and not self.parts[at][0].isalnum():
            return self.parts[at]
        return ""

    def span(self, first: Token, last: Token) -> tuple[int, int]:
        """Positions in the key, clitics before the first word left out."""
        end = self.starts[last.last] + len(self.parts[last.last])
        return self.starts[first.first] + first.clitic, end


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Surface forms (clitics on) of one word, and first words of longer entries."""

    words: dict[str, tuple[str, object, int, str]]
    heads: dict[str, list[tuple[tuple[str, ...], str, object, int, str]]]
    known: frozenset[str]
    small: frozenset[str]  # words that count only beside others: في, من, هذا, الماضي, ثلاثة


@cache
def lexicon() -> Lexicon:
    """The word list with every clitic it can carry, read once."""
    words: dict[str, tuple[str, object, int, str]] = {}
    heads: dict[str, list] = {}
    path = resources.lexicon("time_words.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    entries = []
    for number, row in enumerate(rows, 2):
        if row["kind"] not in CODES:
            raise LexiconError(
                f"{path}, row {number}: {row['kind']!r} is no kind; use one of {', '.join(sorted(CODES))}"
            )
        value = int(row["value"]) if row["value"].lstrip("-").isdigit() else row["value"]
        entries += [(key(word).split(), CODES[row["kind"]], value) for word in row["words"].split("|")]
    for clitics in CLITICS:
        for (head, *rest), code, value in entries:
            surface = _with_clitics(head, clitics)
            if surface is None:
                continue
            if (code == "t" and clitics not in ("", "و", "ف")) or (code in "G'" and clitics):
                continue  # كذلك, لذلك: also, therefore; لم, له: not, to him
            length, marks = (len(clitics), _marks(clitics))
            if rest:
                heads.setdefault(surface, []).append((tuple(rest), code, value, length, marks))
            else:
                words.setdefault(surface, (code, value, length, marks))
    for found in heads.values():
        found.sort(key=lambda entry: (-len(entry[0]), entry[3]))
    small = {surface for surface, entry in words.items() if entry[0] in SMALL and surface not in heads}
    return Lexicon(words, heads, frozenset(words) | frozenset(heads), frozenset(small))


SMALL, REACH = frozenset("jkere=htsGQX8ESfbpJOCI70r9"), 4
ARTICLES = {"ال": 0, "وال": 1, "بال": 1, "لل": 1}
ATTACHED = {
    "و": "&",
    "ف": "&",
    "ال": "",
    "وال": "&",
    "ل": "~",
    "ب": "~",
    "لل": "~",
    "بال": "~",
    "ول": "&~",
    "وب": "&~",
}
CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")


def _with_clitics(word: str, clitics: str) -> str | None:
    if clitics.endswith("ل") and word.startswith("ال"):
        return clitics + word[1:]  # ل + العام is written للعام; the span keeps the second ل
    return clitics + word


def _marks(clitics: str) -> str:
    return ("&" if clitics[:1] in ("و", "ف") and clitics else "") + (
        "~" if clitics[-1:] in ("ب", "ل", "ك") and clitics else ""
    )


def read(body: str) -> Line:
    """*body* as a line of classes."""
    folded = fold(body)
    parts = PARTS.findall(folded.key)
    starts = list(accumulate(map(len, parts), initial=0))
    line = Line(body, folded, parts, starts)
    words, heads = lexicon().words, lexicon().heads
    codes: list[str] = []
    tokens: list[Token | None] = []
    hits = _hits(line)
    done = -1
    for i in hits:
        if i <= done:
            continue
        token, marks = _token(parts, i, words, heads)
        if token is None:
            continue
        if done >= 0 or i > 0:
            between = _between(parts, done, i)
            if between:
                codes.append(between)
                tokens.extend([None] * len(between))
        if marks:
            codes.append(marks)
            tokens.extend([None] * len(marks))
        codes.append(token.code)
        tokens.append(token)
        done = token.last
    line.codes, line.tokens = "".join(codes), tokens
    return line


def _hits(line: Line) -> list[int]:
    """Indices of numbers and known words; words that are time only beside others, where such others stand close."""
    known, small, parts = lexicon().known, lexicon().small, line.parts
    numbers = [bisect_right(line.starts, number.start()) - 1 for number in NUMBER.finditer(line.folded.key)]
    found = sorted([*compress(count(), map(known.__contains__, parts)), *numbers])
    kept, last = set(), -REACH - 1
    for i in found:
        if parts[i] not in small or i - last <= REACH:
            kept.add(i)
            last = i
    last = len(parts) + REACH + 1
    for i in reversed(found):
        if parts[i] not in small or last - i <= REACH:
            kept.add(i)
            last = i
    return sorted(kept)


def _token(parts: list[str], i: int, words: dict, heads: dict) -> tuple[Token | None, str]:
    part = parts[i]
    if part[0].isdigit():
        token = _number(part, i)
        before = i - 1 - (i > 1 and parts[i - 1] == " ")
        if token is not None and before >= 0 and parts[before] in ARTICLES:  # الـ20, الـ 24 ساعة
            return Token(token.code, token.value, before, i, ARTICLES[parts[before]]), ""
        return token, ""
    for rest, code, value, clitic, marks in heads.get(part, ()):
        last = i
        for word in rest:
            last += 2
            if (
                last >= len(parts)
                or parts[last] != word
                or not parts[last - 1].isspace()
                or "\n" in parts[last - 1]
            ):
                break
        else:
            return Token(code, value, i, last, clitic), marks
    if part in words:
        code, value, clitic, marks = words[part]
        return Token(code, value, i, i, clitic), marks
    return None, ""


def _number(part: str, i: int) -> Token | None:
    if len(part) > DIGITS_SHOWN:
        return Token("n", None, i, i)
    try:
        value = int(part)
    except ValueError:  # digits such as ² that are no decimal number
        return None
    if 1000 <= value < 2200 and len(part) == 4:
        return Token("Y", value, i, i)
    return Token("N" if 1 <= value <= 31 and len(part) <= 2 else "n", value, i, i)


def _between(parts: list[str], done: int, i: int) -> str:
    """The class of what stands between two tokens: nothing, one mark, a clitic, or a break."""
    if i - done == 1:
        return ""
    if i - done > 4:
        return "_"
    middle, marks = parts[done + 1 : i], ""
    if len(middle) > 1 and middle[-1].isspace():
        middle.pop()
    if middle[-1] in ATTACHED:  # written on to a number, or before it: و13، لـ15، الـ 24
        marks = ATTACHED[middle.pop()]
    if not middle:
        return marks
    if len(middle) > 1 or "\n" in middle[0]:
        return "!" if len(middle) == 1 else "_"
    gap = "".join(middle[0].split())
    return GAPS.get(gap, "!" if not gap[0].isalnum() else "_") + marks if gap else marks
