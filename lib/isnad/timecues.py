"""Which way a clause looks: signs of the future and of the past near an expression of time."""

import csv
import re
from functools import cache

from isnad import resources
from isnad.text import key

WINDOW_BEFORE, WINDOW_AFTER = 110, 45
CLAUSE = re.compile(r"[،,]|(?<!\w)[وب]?ان(?:ه|ها|هم)? ")
STOP = re.compile(r"[.!?؟\n؛]")


def tense(text: str, start: int, end: int) -> str | None:
    """``"future"``, ``"past"`` or None: the sign nearest before the expression in its sentence, else the first after it."""
    before = STOP.split(text[max(0, start - WINDOW_BEFORE) : start].rstrip(' ،,("«'))[-1]
    before = CLAUSE.split(before[max(before.rfind("،"), before.rfind(",")) + 1 :])[-1]
    found = None
    for found in cue_pattern().finditer(before):  # noqa: B007  (the last one counts)
        pass
    if found is None:
        found = cue_pattern().search(
            CLAUSE.split(STOP.split(text[end : end + WINDOW_AFTER], maxsplit=1)[0], maxsplit=1)[0]
        )
    return found.lastgroup if found else None


@cache
def cue_pattern() -> re.Pattern[str]:
    """Signs of tense as one expression; the group that matched names the tense."""
    words: dict[str, list[str]] = {}
    with resources.lexicon("time_cues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words.setdefault(row["tense"], []).extend(key(word) for word in row["words"].split("|"))
    past, future = ("|".join(sorted(set(words[name]), key=len, reverse=True)) for name in ("past", "future"))
    not_future = "|".join(words["not_future"])
    return re.compile(
        rf"(?<!\w)[وف]?(?:(?P<past>(?:كان|كانت|كانوا) [يت]\w+|(?:{past})(?!\w))"
        rf"|(?P<future>(?:{future})(?!\w)|(?!{not_future})س[يتن]\w{{3,}}))"
    )


@cache
def guards() -> dict[str, frozenset[str]]:
    """Words that, beside a word of time, make it none (or make it one): list name to folded words."""
    with resources.lexicon("time_guards.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["list"]: frozenset(key(word) for word in row["words"].split("|"))
            for row in csv.DictReader(file)
        }
