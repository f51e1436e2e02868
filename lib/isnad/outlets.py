"""Which names mean the outlet itself: words told to it are its own reporting, no link of a chain."""

import csv
import re
from functools import cache

from isnad import resources
from isnad.errors import IsnadError
from isnad.text import key
from isnad.words import COUNTRY, NATIONALITY, look_up

WORD = re.compile(r"[^\W_]+")


def is_outlet_itself(name: str, outlet: str | None) -> bool:
    """Whether *name*, as an article writes it, is the outlet (its id, or one of its names)."""
    if not outlet:
        return False
    words = f" {plain(name)} "
    return any(f" {own} " in words for own in _own_names().get(plain(outlet), (plain(outlet),)))


def is_outlet(name: str) -> bool:
    """Whether *name* is the name of a listed outlet."""
    return plain(name) in _own_names()


def plain(name: str) -> str:
    """*name* for comparing: search key, lower case, words alone, no country behind an outlet's name."""
    words = WORD.findall(key(name).lower())
    while len(words) > 1 and look_up(words[-1]).flags & (COUNTRY | NATIONALITY):
        words.pop()
    return " ".join(words)


@cache
def _own_names() -> dict[str, tuple[str, ...]]:
    """Every name or id of an outlet to all of its names; empty where the table is not there."""
    try:
        path = resources.data("outlets.csv")
    except IsnadError:
        return {}
    names: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = tuple(
                dict.fromkeys(
                    plain(n)
                    for n in (row["outlet"], row["name_ar"], row["name_en"], *row["aliases"].split("|"))
                    if n
                )
            )
            for one in own:
                names.setdefault(one, own)
    return names
