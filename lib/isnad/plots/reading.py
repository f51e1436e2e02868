"""Figures of notebook 40: how many hands words passed through."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import outlet_names
from isnad.messages import say
from isnad.plots import style

if TYPE_CHECKING:
    import plotly.graph_objects as go


def links(shares: pd.DataFrame, language: str, most: int = 15) -> "go.Figure":
    """Bars per outlet, cut by length of chain, of `isnad.reading.share_links`; the *most* quoting outlets."""
    title = say("reading.links_title", language)
    if shares.empty:
        return style.nothing(language, title)
    totals = shares.groupby("outlet")["quotes"].sum().sort_values(ascending=False, kind="stable")
    frame = shares[shares["outlet"].isin(totals.index[:most])].copy()
    frame["total"] = frame["outlet"].map(totals)
    frame = frame.sort_values(["total", "outlet", "links"], ascending=[False, True, True])
    frame["length"] = [say(f"reading.links_{count}", language) for count in frame["links"]]
    frame["name"] = outlet_names(frame["outlet"], language)
    source = say("reading.links_source", language, quotes=int(totals.sum()))
    return style.bars(frame, category="name", value="quotes", color="length", language=language, title=title,
                      measure=say("reading.links_axis", language), source=source, order=[say(f"reading.links_{n}", language) for n in range(4)])  # fmt: skip
