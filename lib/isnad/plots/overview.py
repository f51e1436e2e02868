"""Figures of notebook 10: how much there is of each outlet, and when it was published."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import outlet_names
from isnad.messages import say
from isnad.plots import style
from isnad.writing import date_text

if TYPE_CHECKING:
    import plotly.graph_objects as go


def outlets(counts: pd.DataFrame, language: str, measure: str = "articles", most: int = 20) -> "go.Figure":
    """Bars of one *measure* of `isnad.overview.count_outlets` (articles, words, quotes or times) per outlet."""
    title = say(f"overview.{measure}_title", language)
    if counts.empty:
        return style.nothing(language, title)
    frame = counts.sort_values(measure, ascending=False, kind="stable").head(most)
    source = say(
        "overview.outlets_source",
        language,
        shown=len(frame),
        total=len(counts),
        articles=int(counts["articles"].sum()),
    )
    return style.bars(frame.assign(outlet=outlet_names(frame["outlet"], language)), category="outlet", value=measure,
                      language=language, title=title, measure=say(f"overview.{measure}_axis", language), source=source)  # fmt: skip


def published(articles: pd.DataFrame, language: str) -> "go.Figure":
    """One mark an article at its date, one row an outlet; articles without a date are counted in the subtitle."""
    import plotly.graph_objects as go

    title = say("overview.published_title", language)
    dated = articles[articles["published"].notna()]
    if dated.empty:
        return style.nothing(language, title)
    names = outlet_names(dated["outlet"], language)
    days = [date_text(day, language) for day in dated["published"]]
    hover = [f"{style.wrap(t, 60)}<br>{day}" for t, day in zip(dated["title"].fillna(""), days, strict=True)]
    fig = go.Figure(go.Scatter(x=dated["published"], y=[style.wrap(name) for name in names], mode="markers", text=hover, hovertemplate="%{text}<extra></extra>",
                               marker={"size": 11, "color": style.ACCENT, "opacity": 0.75, "line": {"color": "white", "width": 1}}))  # fmt: skip
    source = say("overview.published_source", language, dated=len(dated), undated=len(articles) - len(dated))
    style.finish(fig, language=language, title=title, source=source, height=150 + 38 * names.nunique())
    fig.update_yaxes(autorange="reversed", side="right" if language == "ar" else "left", ticklabelstandoff=8)
    return style.dates(fig, language, earliest=dated["published"].min(), latest=dated["published"].max())
