"""Copies counted once: what ten thousand outlets print alike is compared once, and given to all of them."""

from collections.abc import Hashable, Iterable


def collapse(keys: Iterable[Hashable]) -> list[list[int]]:
    """The positions of each different key, in order of its first; one list a key."""
    found: dict[Hashable, list[int]] = {}
    for position, key in enumerate(keys):
        found.setdefault(key, []).append(position)
    return list(found.values())
