"""Names for people where the tables hold ids."""

from functools import cache

import pandas as pd

from isnad import resources
from isnad.messages import catalogue, say


def outlet_names(ids: pd.Series, language: str) -> pd.Series:
    """The names of outlets, from ``data/outlets.csv``; an outlet that is not there keeps its id, a missing one says so."""
    known = _outlets(language)
    unknown = say("interface.no_outlet", language)
    return ids.map(lambda id_: known.get(id_, id_) if isinstance(id_, str) and id_ else unknown).astype("str")


def code_names(codes: pd.Series, column: str, language: str) -> pd.Series:
    """The meaning of codes in words (messages ``codes.<column>_<code>``); a code without a message stays as it is."""
    words = catalogue()
    return codes.map(
        lambda code: say(f"codes.{column}_{code}", language) if f"codes.{column}_{code}" in words else code
    )


@cache
def _outlets(language: str) -> dict[str, str]:
    path = resources.data() / "outlets.csv"
    if not path.exists():
        return {}
    table = pd.read_csv(path, dtype="str", comment="#")
    named = table.dropna(subset=[f"name_{language}"]) if f"name_{language}" in table else table.iloc[:0]
    return dict(zip(named["outlet"], named[f"name_{language}"], strict=True)) if len(named) else {}
