"""What the figures of sourcing have in common: grids of cells, labels, error bars, room for titles and legends."""

import html
import math
from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import code_names, outlet_names
from isnad.messages import say
from isnad.plots import style
from isnad.sourcing.sources import country_label

if TYPE_CHECKING:
    import plotly.graph_objects as go

FEW = " *"
COLUMNS = 9
# Of the width and the height that a cell has.
CELL = 0.94
# Of the scale: from here on white is read better than ink.
DARK = 0.75
SCALE = ((0, "#ffffff"), (0.05, "#e3f1ef"), (0.4, "#7fbdb5"), (1, style.ACCENT))


def code_labels(values: pd.Series, column: str, language: str) -> pd.Series:
    """Codes of a column in words, names of countries for ``country`` and ``side``; texts are escaped for a figure."""
    named = code_names(values, column, language)
    if column in ("country", "side"):
        named = named.map(lambda value: country_label(value, language))
    return named.map(lambda value: safe(str(value)))


def grid(
    frame: pd.DataFrame, columns: list[str], rows: list[str], language: str, *, title: str, source: str
) -> "go.Figure":
    """Shares (_z) as colour and figures (_t) at _x, _y; what is not in *frame* stays blank.

    Each cell is a bar one row high: a heatmap would need a larger build of Plotly, see `isnad.site.script`.
    """
    import plotly.graph_objects as go

    place = {row: n for n, row in enumerate(rows)}
    shown = frame[frame["_x"].isin(columns) & frame["_y"].isin(rows)]
    most = max(0.05, frame["_z"].max())
    fig = go.Figure(
        go.Bar(
            x=[style.wrap(x, 12) for x in shown["_x"]], y=[CELL] * len(shown), base=[place[y] - CELL / 2 for y in shown["_y"]], width=CELL,
            marker={"color": list(shown["_z"]), "cmin": 0, "cmax": most, "colorscale": [list(step) for step in SCALE]},
            textfont={"color": ["white" if z > DARK * most else style.INK for z in shown["_z"]]},
            text=list(shown["_t"]), textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none", showlegend=False,
            customdata=list(shown["_h"]), hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    finish(fig, language=language, title=title, source=source, height=210 + 32 * len(rows))
    names = [style.wrap(x, 12) for x in columns]
    headed(fig, max(name.count("<br>") for name in names))
    fig.update_xaxes(categoryorder="array", categoryarray=names)
    fig.update_yaxes(
        range=[len(rows) - 0.5, -0.5], tickmode="array", tickvals=list(range(len(rows))), ticktext=[style.wrap(y, 34) for y in rows],
        showgrid=False, zeroline=False, ticklabelstandoff=8,
    )  # fmt: skip
    return style.mirror(fig) if language == "ar" else fig


def outlet_labels(shares: pd.DataFrame, language: str) -> dict[str, str]:
    """Outlet ids to names, with a star where the numbers are small."""
    small = shares.groupby("outlet")["is_small"].any() if "is_small" in shares else pd.Series(dtype=bool)
    outlets = list(dict.fromkeys(shares["outlet"]))
    return {
        outlet: safe(name) + (FEW if small.get(outlet, False) else "")
        for outlet, name in zip(outlets, outlet_names(pd.Series(outlets), language), strict=True)
    }


def finish(fig: "go.Figure", **look: object) -> "go.Figure":
    """`isnad.plots.style.finish`, with the title at the top whatever the height."""
    return titled(style.finish(fig, **look))  # type: ignore[arg-type]


def titled(fig: "go.Figure") -> "go.Figure":
    """*fig* with its title at the top, whatever the height."""
    return fig.update_layout(title_y=1 - 14 / (fig.layout.height or 450))


def most_told(table: pd.DataFrame, most: int = COLUMNS) -> list[str]:
    """The outlets with most statements, at most so many columns as can be told apart."""
    return list(
        table.drop_duplicates("outlet")
        .sort_values(["total", "outlet"], ascending=[False, True], kind="stable")["outlet"]
        .head(most)
    )


def with_hidden(source: str, table: pd.DataFrame, language: str) -> str:
    """*source* with the number of outlets shown, where some are not."""
    total = table["outlet"].nunique()
    return (
        source
        if total <= COLUMNS
        else f"{source}. {say('sourcing.outlets_shown', language, shown=COLUMNS, total=total)}"
    )


def with_few(source: str, table: pd.DataFrame, minimum: int, language: str) -> str:
    """*source* with the meaning of the star, where the table has small groups."""
    return (
        f"{source}. {say('sourcing.few_mark', language, minimum=minimum)}"
        if table["is_small"].any()
        else source
    )


def error(frame: pd.DataFrame, value: str, color: str) -> dict:
    """Error bars from ``low`` and ``high`` of *frame* round the column *value*; none where they are not known."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (frame["high"] - frame[value]).fillna(0),
        "arrayminus": (frame[value] - frame["low"]).fillna(0),
        "color": color,
        "thickness": 1.3,
        "width": 0,
    }


def headed(fig: "go.Figure", breaks: int) -> None:
    """Names of columns over the figure, with room for them under the title."""
    fig.update_xaxes(side="top", showgrid=False, type="category", tickangle=0, ticks="", showline=False)
    fig.update_yaxes(ticks="", showline=False)
    room = 26 + 18 * breaks
    fig.update_layout(margin_t=fig.layout.margin.t + room, height=fig.layout.height + room)
    titled(fig)


def share_axis(fig: "go.Figure", title: str, language: str) -> "go.Figure":
    """*fig* with an axis of shares, its categories on the reader's side."""
    fig.update_xaxes(title_text=title, tickformat=".0%", rangemode="tozero")
    fig.update_yaxes(ticklabelstandoff=8, showgrid=False)
    return style.mirror(fig) if language == "ar" else fig


def below(fig: "go.Figure", parts: int, rows: int) -> "go.Figure":
    """The legend under the figure, where it cannot meet the title."""
    room = 56 + 24 * math.ceil(parts / 4)
    height = 130 + 40 * rows + room
    fig.update_layout(
        height=height, legend={"y": 0, "yref": "container", "yanchor": "bottom"}, margin={"b": room}
    )
    return titled(fig)


def short(words: str, letters: int) -> str:
    """The first words, at most so many letters; an ellipsis where something is cut. Escaped."""
    words = " ".join(str(words).split())
    return safe(words if len(words) <= letters else words[:letters].rsplit(" ", 1)[0] + " …")


def safe(words: object) -> str:
    """*words* escaped for Plotly, which reads tags."""
    return html.escape(str(words), quote=False)
