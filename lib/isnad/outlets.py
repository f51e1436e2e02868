"""Which names mean the outlet itself: words told to it are its own reporting, no link of a chain."""

import csv
from functools import cache

from isnad import resources
from isnad.errors import IsnadError
from isnad.text import key


def is_outlet_itself(name: str, outlet: str | None) -> bool:
    """Whether *name*, as an article writes it, is the outlet with the id *outlet*."""
    if not outlet:
        return False
    words = key(name)
    return any(own in words for own in _own_names().get(outlet.lower(), ()))


@cache
def _own_names() -> dict[str, tuple[str, ...]]:
    """Outlet id to its Arabic names, as search keys; empty where the table is not there."""
    try:
        path = resources.data("outlets.csv")
    except IsnadError:
        return {}
    names: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = [row["name_ar"], row["outlet"].upper(), *row["aliases"].split("|")]
            names[row["outlet"].lower()] = tuple(key(n) for n in own if n)
    return names
