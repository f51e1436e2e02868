"""The article reader: one article as it was published, with every quotation, cue, speaker, chain and time marked."""

import pandas as pd

from isnad.views.output import Shown


def reader(article: pd.Series, quotes: pd.DataFrame, times: pd.DataFrame, language: str) -> Shown:
    """One article as HTML."""
    raise NotImplementedError
