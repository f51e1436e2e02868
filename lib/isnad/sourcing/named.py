"""Tables for people: codes, outlets and countries in words."""

import pandas as pd

from isnad.labels import code_names, outlet_names
from isnad.sourcing.sources import country_label

_CODES = (
    "speaker_kind",
    "cue_type",
    "stance",
    "naming",
    "origin",
    "form",
    "source_type",
    "is_official",
    "cell",
    "match_tier",
    "unit",
    "speaker",
    "measure",
)
_OUTLETS = ("outlet", "other_outlet")
_LISTS = ("outlet_ids", "name_outlets", "other_outlets")


def in_words(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """*frame* with the codes of its columns in words of *language*; numbers, texts, other columns and the index as they are.

    Outlets and countries get their names; lists of outlets become lists of names. A code without a message stays as it is.
    """
    out = frame.copy()
    for name in out.columns:
        if name in _OUTLETS or (name == "other" and "divergence" in out):
            out[name] = outlet_names(out[name], language)
        elif name in _LISTS:
            out[name] = [outlet_names(pd.Series(ids, dtype="object"), language).tolist() for ids in out[name]]
        elif name == "side" and "variant" in out:
            out[name] = code_names(out[name], "naming_side", language)
        elif name in ("country", "side"):
            out[name] = code_names(out[name], name, language).map(
                lambda value: country_label(value, language)
            )
        elif name == "basis" and "name_outlets" in out:
            out[name] = code_names(out[name], "basis", language)
        elif name in _CODES:
            out[name] = code_names(out[name], name, language)
    return out
