"""isnad: who is quoted in Arabic news, through whom the words came, when, and how outlets differ.

The public names, each in its own module. A module is imported when its name is first used, so that
``import isnad`` is quick and a notebook loads only what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isnad.clean import clean_report
    from isnad.events import find_events
    from isnad.load import load_articles, rejected
    from isnad.quotes import extract_quotes
    from isnad.speakers import resolve_speakers
    from isnad.statements import match_statements
    from isnad.timeline import build_timeline
    from isnad.times import extract_times

_HOMES = {
    "load_articles": "load", "rejected": "load", "clean_report": "clean", "extract_quotes": "quotes",
    "extract_times": "times", "resolve_speakers": "speakers", "match_statements": "statements",
    "find_events": "events", "build_timeline": "timeline",
}  # fmt: skip

__all__ = [
    "build_timeline",
    "clean_report",
    "extract_quotes",
    "extract_times",
    "find_events",
    "load_articles",
    "match_statements",
    "rejected",
    "resolve_speakers",
]


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module 'isnad' has no attribute {name!r}")
    return getattr(import_module(f"isnad.{_HOMES[name]}"), name)
