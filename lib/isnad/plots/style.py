"""One look for every figure: colours, fonts, the side it starts from, its title, its source.

Figures are drawn in logical text; `isnad.views.figure` makes the text right at the end. Categories run from the
reader's side (bars grow from the right in Arabic); time always runs left to right.
"""

from typing import TYPE_CHECKING

from isnad import rtl
from isnad.messages import say
from isnad.writing import date_text, number

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

FONTS = "Noto Sans Arabic, Segoe UI, Tahoma, Geeza Pro, Noto Sans, Helvetica, Arial, sans-serif"
INK, SOFT, LINE = "#26323d", "#5f6b77", "#e2e6ea"
# Told apart by people who see no red or green too (after Okabe and Ito), readable on white and on dark.
PALETTE = ("#0f766e", "#c2571a", "#5b6abf", "#b58900", "#a33f6f", "#4c8fbd", "#6b7f2a", "#8a6d5a")
ACCENT, MUTED = PALETTE[0], "#9aa5b1"
LABEL_WIDTH = 28


def finish(fig: "go.Figure", *, language: str, title: str, source: str = "", height: int = 0) -> "go.Figure":
    """*fig* in the common look, with a *title* that states the measure and, below, what it counts (*source*).

    Changes and returns *fig*. *height* in pixels; 0 keeps Plotly's.
    """
    right = language == "ar"
    side = {"x": 1, "xanchor": "right"} if right else {"x": 0, "xanchor": "left"}
    heading = {"text": wrap(title, 70), **side, "xref": "container", "pad": {"l": 12, "r": 12, "t": 20}, "font": {"size": 17, "color": INK},
               "yref": "container", "y": 1, "yanchor": "top"}  # fmt: skip
    if source:
        heading["subtitle"] = {"text": wrap(source, 100), "font": {"size": 12.5, "color": SOFT}}
    lines = heading["text"].count("<br>") + (wrap(source, 100).count("<br>") + 1 if source else 0)
    fig.update_layout(
        title=heading, font={"family": FONTS, "size": 13.5, "color": INK}, colorway=list(PALETTE), template="none",
        paper_bgcolor="white", plot_bgcolor="white", margin={"l": 16, "r": 16, "t": 62 + 20 * lines, "b": 48}, autosize=True,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 1 if right else 0, "xanchor": "right" if right else "left",
                "traceorder": "reversed" if right else "normal", "title": {"text": ""}},
        hoverlabel={"font": {"family": FONTS, "size": 13}}, bargap=0.32,
    )  # fmt: skip
    fig.update_xaxes(
        gridcolor=LINE,
        zerolinecolor=LINE,
        linecolor=LINE,
        automargin=True,
        title_font={"size": 12.5, "color": SOFT},
    )
    fig.update_yaxes(
        gridcolor=LINE,
        zerolinecolor=LINE,
        linecolor=LINE,
        automargin=True,
        title_font={"size": 12.5, "color": SOFT},
    )
    if height:
        fig.update_layout(height=height)
    return fig


def bars(frame: "pd.DataFrame", *, category: str, value: str, language: str, title: str, measure: str, color: str = "",
         source: str = "", percent: bool = False, order: list[str] | None = None) -> "go.Figure":  # fmt: skip
    """Horizontal bars, one a row (or stacked by *color*), growing from the reader's side; first row on top.

    Parameters
    ----------
    category, value, color : str
        Columns: what a bar is, how long it is, and (optional) the part of a bar.
    measure : str
        Title of the axis, with the unit.
    percent : bool
        *value* is a share, 0 to 1.
    order : list of str
        The values of *color* in the order of their parts and colours; without it, as they come.
    """
    import plotly.graph_objects as go

    names_order = list(dict.fromkeys(frame[category].astype(str)))
    found = list(dict.fromkeys(frame[color].astype(str))) if color else [measure]
    parts = [part for part in order if part in found] if order else found
    fig = go.Figure()
    for place, part in enumerate(parts):
        rows = frame[frame[color].astype(str) == part] if color else frame
        shown = [number(v, language, ".0%" if percent else ",.0f") for v in rows[value]]
        names = [wrap(name) for name in rows[category].astype(str)]
        fig.add_bar(y=names, x=rows[value], name=part, orientation="h", marker_color=PALETTE[(order.index(part) if order else place) % len(PALETTE)], text=shown, textposition="inside" if color else "outside",
                    cliponaxis=False, insidetextanchor="middle", textangle=0, hovertemplate=f"%{{y}}<br>{part}: %{{text}}<extra></extra>")  # fmt: skip
    finish(fig, language=language, title=title, source=source, height=150 + 34 * len(names_order))
    fig.update_layout(barmode="stack", showlegend=bool(color))
    if color:  # a line between the subtitle and the bars
        fig.update_layout(margin_t=fig.layout.margin.t + 28, height=fig.layout.height + 28)
    fig.update_yaxes(
        autorange="reversed",
        categoryorder="array",
        categoryarray=[wrap(name) for name in names_order],
        showgrid=False,
        ticklabelstandoff=8,
    )
    longest = frame.groupby(category)[value].sum().max() if len(frame) else 0
    step = {"dtick": 1} if not percent and longest <= 8 else {}
    fig.update_xaxes(title_text=measure, rangemode="tozero", tickformat=".0%" if percent else ",d", **step)
    return mirror(fig) if language == "ar" else fig


def mirror(fig: "go.Figure") -> "go.Figure":
    """*fig* with its categories on the right and its values growing to the left. Changes and returns *fig*."""
    fig.update_yaxes(side="right")
    return fig.update_xaxes(autorange="reversed")


def dates(
    fig: "go.Figure", language: str, *, earliest: "pd.Timestamp", latest: "pd.Timestamp", most: int = 8
) -> "go.Figure":
    """*fig* with a date axis (x) whose ticks are written in *language*: plotly.js itself knows English months only."""
    values, texts = ticks(earliest, latest, language, most)
    return fig.update_xaxes(tickmode="array", tickvals=values, ticktext=texts)


def ticks(
    earliest: "pd.Timestamp", latest: "pd.Timestamp", language: str, most: int = 8
) -> tuple[list, list[str]]:
    """At most *most* dates from *earliest* to *latest* at a round step, and how to write them."""
    import pandas as pd

    days = max((latest - earliest).days, 1)
    step, form = next(((freq, form) for width, freq, form in STEPS if days / width <= most), STEPS[-1][1:])
    values = list(pd.date_range(earliest.normalize(), latest + pd.Timedelta(days=1), freq=step))[: most + 1]
    values = values or [earliest]
    return values, [date_text(value, language, form) for value in values]


# Days between ticks, pandas frequency, pattern for babel.
STEPS = (
    (1, "D", "d MMMM"), (2, "2D", "d MMMM"), (7, "W-MON", "d MMMM y"), (14, "2W-MON", "d MMMM y"), (30.5, "MS", "MMMM y"),
    (91.4, "QS", "MMMM y"), (183, "2QS", "MMMM y"), (365.25, "YS", "y"), (1826, "5YS", "y"), (3653, "10YS", "y"),
)  # fmt: skip


def wrap(text: str, width: int = LABEL_WIDTH) -> str:
    """*text* broken at spaces into lines of at most *width* letters (longer words stand alone), joined with ``<br>``."""
    lines = [""]
    for word in rtl.strip(str(text)).split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def nothing(language: str, title: str) -> "go.Figure":
    """An empty figure that says so, for a corpus in which there is nothing to draw."""
    import plotly.graph_objects as go

    fig = finish(go.Figure(), language=language, title=title, height=170)
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    fig.add_annotation(
        text=say("plots.nothing", language),
        showarrow=False,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"color": SOFT},
    )
    return fig
