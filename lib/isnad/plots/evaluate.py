"""Figures of notebook 90: measures with their intervals, and confidence against the share right."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import code_names
from isnad.messages import say
from isnad.plots import style
from isnad.writing import number

if TYPE_CHECKING:
    import plotly.graph_objects as go

# What a reader asks first; the table beside the figure has every measure.
MAIN = (
    "marked_f1", "marked_end_to_end_f1", "reported_f1", "reported_end_to_end_f1", "all_end_to_end_f1", "all_chain_f1",
    "times_f1", "times_value_f1", "statements_f1",
)  # fmt: skip


def scores(measured: pd.DataFrame, language: str, articles: int) -> "go.Figure":
    """A point a measure with its interval (`isnad.evaluate.measure`); those that were not measured are left out."""
    import plotly.graph_objects as go

    title = say("evaluate.scores_title", language)
    frame = measured[measured["measure"].isin(MAIN) & measured["value"].notna()]
    if frame.empty:
        return style.nothing(language, title)
    frame = (
        frame.set_index("measure").loc[[name for name in MAIN if name in set(frame["measure"])]].reset_index()
    )
    names = [
        f"{style.wrap(name, 34)} ({number(n, language)})"
        for name, n in zip(code_names(frame["measure"], "measure", language), frame["n"], strict=True)
    ]
    above, below = (
        (frame["high"] - frame["value"]).fillna(0).clip(lower=0),
        (frame["value"] - frame["low"]).fillna(0).clip(lower=0),
    )
    fig = go.Figure(
        go.Scatter(
            x=frame["value"], y=names, mode="markers+text", text=[number(value, language, ".0%") for value in frame["value"]], customdata=[number(value, language, ".1%") for value in frame["value"]], textposition="top center",
            marker={"size": 10, "color": style.ACCENT}, hovertemplate="%{y}: %{customdata}<extra></extra>", cliponaxis=False,
            error_x={"type": "data", "array": above, "arrayminus": below, "color": style.MUTED, "thickness": 2, "width": 5},
        )
    )  # fmt: skip
    style.finish(
        fig,
        language=language,
        title=title,
        source=say("evaluate.scores_source", language, articles=articles),
        height=170 + 46 * len(frame),
    )
    fig.update_yaxes(autorange="reversed", ticklabelstandoff=8)
    fig.update_xaxes(title_text=say("evaluate.scores_axis", language), tickformat=".0%", range=[0, 1.04])
    return _from_the_right(fig) if language == "ar" else fig


def calibration(bands: pd.DataFrame, language: str, other: pd.DataFrame | None = None) -> "go.Figure":
    """Share right per band of confidence (`isnad.calibration.curve`) against the diagonal on which both are equal.

    Parameters
    ----------
    other : DataFrame, CURVE
        A second measurement to draw beside it, such as the one on more articles that ships with isnad.
    """
    import plotly.graph_objects as go

    title = say("evaluate.curve_title", language)
    drawn = [
        ("here", bands, style.ACCENT, "circle"),
        ("more", other if other is not None else bands.iloc[:0], style.PALETTE[1], "diamond"),
    ]
    if not any(len(frame) for _, frame, _, _ in drawn):
        return style.nothing(language, title)
    fig = go.Figure(go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line={"dash": "dot", "color": style.MUTED}, name=say("evaluate.curve_ideal", language), hoverinfo="skip"))  # fmt: skip
    for name, frame, color, symbol in drawn:
        if len(frame):
            fig.add_scatter(
                x=frame["confidence"], y=frame["right"], mode="lines+markers", name=say(f"evaluate.curve_{name}", language, quotes=int(frame["n"].sum())),
                marker={"size": 9, "color": color, "symbol": symbol}, line={"color": color, "width": 1.5}, customdata=_told(frame, language),
                hovertemplate="%{customdata}<extra></extra>",
                error_y={"type": "data", "array": frame["high"] - frame["right"], "arrayminus": frame["right"] - frame["low"], "color": color, "thickness": 1.2, "width": 4},
            )  # fmt: skip
    style.finish(
        fig, language=language, title=title, source=say("evaluate.curve_source", language), height=520
    )
    fig.update_layout(legend={"y": -0.2, "yanchor": "top"}, margin_b=100)
    fig.update_xaxes(title_text=say("evaluate.curve_x", language), range=[0.2, 1.02], tickformat=".1f")
    fig.update_yaxes(title_text=say("evaluate.curve_y", language), range=[0, 1.05], tickformat=".0%")
    return fig


def _told(frame: pd.DataFrame, language: str) -> list[str]:
    """What hovering shows: the confidence, the share right, and of how many."""
    return [
        f"{number(confidence, language, '.2f')} → {number(right, language, '.0%')} ({number(n, language)})"
        for confidence, right, n in zip(frame["confidence"], frame["right"], frame["n"], strict=True)
    ]


def _from_the_right(fig: "go.Figure") -> "go.Figure":
    style.mirror(fig)
    return fig.update_xaxes(autorange=None, range=[1.04, 0])
