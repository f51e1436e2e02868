"""Figures of notebook 10: how much there is of each outlet, and when it was published."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import outlet_names
from isnad.messages import say
from isnad.plots import style
from isnad.writing import date_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

# More marks than these are counted by period, the finest that needs no more, for the outlets with most articles.
MOST_MARKS, MOST_OUTLETS = 2000, 30
# A period of pandas, and how its first day is written.
PERIODS = {"D": "d MMMM y", "W": "d MMMM y", "M": "MMMM y", "Q": "MMMM y", "Y": "y"}


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
    """One mark an article at its date, one row an outlet; articles without a date are counted in the subtitle.

    In a corpus of more than MOST_MARKS a mark is what an outlet published in a period, the larger the more.
    """
    import plotly.graph_objects as go

    title = say("overview.published_title", language)
    dated = articles[articles["published"].notna()]
    if dated.empty:
        return style.nothing(language, title)
    if len(dated) > MOST_MARKS:
        return _counted(dated, len(articles), language, title)
    names = outlet_names(dated["outlet"], language)
    days = [date_text(day, language) for day in dated["published"]]
    hover = [f"{style.wrap(t, 60)}<br>{day}" for t, day in zip(dated["title"].fillna(""), days, strict=True)]
    fig = go.Figure(go.Scatter(x=dated["published"], y=[style.wrap(name) for name in names], mode="markers", text=hover, hovertemplate="%{text}<extra></extra>",
                               marker={"size": 11, "color": style.ACCENT, "opacity": 0.75, "line": {"color": "white", "width": 1}}))  # fmt: skip
    source = say("overview.published_source", language, dated=len(dated), undated=len(articles) - len(dated))
    style.finish(fig, language=language, title=title, source=source, height=150 + 38 * names.nunique())
    fig.update_yaxes(autorange="reversed", side="right" if language == "ar" else "left", ticklabelstandoff=8)
    return style.dates(fig, language, earliest=dated["published"].min(), latest=dated["published"].max())


def count_periods(dated: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Articles of each outlet in each period: ``outlet``, ``since`` (first day), ``articles``; and which period (of PERIODS)."""
    outlets_ = dated["outlet"].fillna("")
    shown = outlets_.value_counts().index[:MOST_OUTLETS]
    kept = dated[outlets_.isin(shown)].assign(outlet=outlets_)
    for period in PERIODS:
        since = kept["published"].dt.to_period(period).dt.start_time.rename("since")
        counts = kept.groupby(["outlet", since]).size().rename("articles").reset_index()
        if len(counts) <= MOST_MARKS:
            break
    return counts, period


def _counted(dated: pd.DataFrame, total: int, language: str, title: str) -> "go.Figure":
    import plotly.graph_objects as go

    counts, period = count_periods(dated)
    names = outlet_names(counts["outlet"], language)
    hover = [
        f"{date_text(since, language, PERIODS[period])}<br>{say('overview.published_n', language, n=n)}"
        for since, n in zip(counts["since"], counts["articles"], strict=True)
    ]
    size = 4 + 18 * (counts["articles"] / counts["articles"].max()) ** 0.5
    fig = go.Figure(go.Scatter(x=counts["since"], y=[style.wrap(name) for name in names], mode="markers", text=hover, hovertemplate="%{text}<extra></extra>",
                               marker={"size": size, "color": style.ACCENT, "opacity": 0.6, "line": {"color": "white", "width": 1}}))  # fmt: skip
    told = say(f"overview.published_by_{period}", language, dated=len(dated), undated=total - len(dated),
               outlets=counts["outlet"].nunique(), all=dated["outlet"].nunique(dropna=False))  # fmt: skip
    style.finish(fig, language=language, title=title, source=told, height=150 + 30 * names.nunique())
    fig.update_yaxes(autorange="reversed", side="right" if language == "ar" else "left", ticklabelstandoff=8)
    return style.dates(fig, language, earliest=counts["since"].min(), latest=counts["since"].max())
