"""Figures that set outlets side by side: statements, relays, names. Each takes the table it draws; None where there is nothing to draw."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import code_names, outlet_names
from isnad.messages import say
from isnad.plots import cells, style

if TYPE_CHECKING:
    import plotly.graph_objects as go

CELLS = {"verbatim": style.ACCENT, "excerpt": "#7fbdb5", "indirect": "#f2d9a6", "absent": "#f4f5f7"}
CELL_INK = {"verbatim": "white", "excerpt": style.INK, "indirect": style.INK, "absent": style.SOFT}


def relays(counts: pd.DataFrame, language: str, *, top: int = 12) -> "go.Figure | None":
    """Relays × outlets: through whom each outlet has the words (`isnad.sourcing.count_relays`)."""
    if counts.empty:
        return None
    all_, outlets = counts, cells.most_told(counts)
    counts = counts[counts["outlet"].isin(outlets)]
    order = counts.groupby("relay")["n"].sum().sort_values(ascending=False, kind="stable").index[:top]
    frame = counts[counts["relay"].isin(order)]
    columns = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    hover = [
        f"{columns[row['outlet']]} ← {cells.safe(row['relay'])}<br>{say('sourcing.count_of', language, n=row['n'], total=row['total'])}"
        for row in frame.to_dict("records")
    ]
    rows = {relay: style.wrap(cells.safe(relay)) for relay in order}
    return cells.grid(
        frame.assign(_x=frame["outlet"].map(columns), _y=frame["relay"].map(rows), _z=frame["share"], _t=frame["n"].map("{:,}".format), _h=hover),
        list(columns.values()), list(rows.values()), language, title=say("sourcing.relay_title", language),
        source=cells.with_hidden(say("sourcing.relay_source", language, n=int(counts.drop_duplicates("outlet")["total"].sum())), all_, language),
    )  # fmt: skip


def names(
    counts: pd.DataFrame, language: str, *, concepts: dict[str, str] | None = None, top: int = 18
) -> "go.Figure | None":
    """Names × outlets (`isnad.framing.count_names`): concepts that are named in more than one way, the most frequent first."""
    if counts.empty:
        return None
    all_, outlets = (
        counts,
        cells.most_told(counts.assign(total=counts.groupby("outlet")["n"].transform("sum"))),
    )
    counts = counts[counts["outlet"].isin(outlets)]
    several = counts.groupby("concept")["variant"].transform("nunique") > 1
    frame = counts[several] if several.any() else counts
    size = frame.groupby(["concept", "variant"], sort=False)["n"].sum().reset_index()
    size = (
        size.assign(_all=size.groupby("concept")["n"].transform("sum"))
        .sort_values(["_all", "concept", "n", "variant"], ascending=[False, True, False, True])
        .head(top)
    )
    rows = {
        (c, v): style.wrap(f"{cells.safe((concepts or {}).get(c, c))}: <b>{cells.safe(v)}</b>", 44)
        for c, v in zip(size["concept"], size["variant"], strict=True)
    }
    frame = frame[[pair in rows for pair in zip(frame["concept"], frame["variant"], strict=True)]]
    columns = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    text = [f"{n:,} ({own:,})" for n, own in zip(frame["n"], frame["own_voice"], strict=True)]
    hover = [
        f"{cells.safe(row['variant'])}<br>{columns[row['outlet']]}: {say('sourcing.count_of', language, n=row['n'], total=row['total'])}"
        for row in frame.to_dict("records")
    ]
    y = [rows[pair] for pair in zip(frame["concept"], frame["variant"], strict=True)]
    return cells.grid(
        frame.assign(_x=frame["outlet"].map(columns), _y=y, _z=frame["share"], _t=text, _h=hover), list(columns.values()), list(dict.fromkeys(rows.values())), language,
        title=say("sourcing.names_title", language), source=cells.with_hidden(say("sourcing.names_source", language), all_, language),
    )  # fmt: skip


def matrix(table: pd.DataFrame, language: str, *, top: int = 20) -> "go.Figure | None":
    """Statements × outlets that cover their event: verbatim, excerpt, indirect, absent; the most carried first."""
    if table.empty:
        return None
    keys = ["event_id", "statement_id"]
    told = table[table["cell"] != "absent"]
    outlets = sorted(cells.most_told(told.assign(total=told.groupby("outlet")["outlet"].transform("size"))))
    all_, table = table, table[table["outlet"].isin(outlets)]
    order = table.drop_duplicates(keys).sort_values("outlets_n", ascending=False, kind="stable").head(top)
    frame = table.merge(order[keys], on=keys)
    rows = {}
    for row in order.to_dict("records"):
        who = f"<b>{cells.safe(row['speaker'])}</b>: " if isinstance(row["speaker"], str) else ""
        label = who + cells.short(row["label"], 80)
        rows[(row["event_id"], row["statement_id"])] = (
            label if label not in rows.values() else f"{label} ({len(rows) + 1})"
        )
    columns = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    return _cells(frame, rows, columns, language, title=say("sourcing.matrix_title", language),
                  source=cells.with_hidden(say("sourcing.matrix_source", language, shown=len(order), total=len(all_.drop_duplicates(keys))), all_, language))  # fmt: skip


def _cells(frame, rows, columns, language, *, title, source) -> "go.Figure":
    import plotly.graph_objects as go

    fig = go.Figure()
    y = {key: style.wrap(label, 62) for key, label in rows.items()}
    for cell, color in CELLS.items():
        part = frame[frame["cell"] == cell].to_dict("records")
        word = code_names(pd.Series([cell]), "cell", language)[0]
        hover = [_cell_hover(row, word, columns, language) for row in part]
        fig.add_bar(
            x=[style.wrap(columns[row["outlet"]], 14) for row in part], y=[1] * len(part), base=[list(y).index((row["event_id"], row["statement_id"])) for row in part], name=word, marker={"color": color, "line": {"color": "white", "width": 3}},
            width=1, text=[word] * len(part), textposition="inside", insidetextanchor="middle", textangle=0, textfont={"color": CELL_INK[cell], "size": 12}, customdata=hover, hovertemplate="%{customdata}<extra></extra>",
        )  # fmt: skip
    lines = [label.count("<br>") + 1 for label in y.values()]
    cells.finish(
        fig, language=language, title=title, source=source, height=210 + sum(18 + 17 * n for n in lines)
    )
    fig.update_layout(barmode="overlay", bargap=0)
    fig.update_xaxes(categoryorder="array", categoryarray=[style.wrap(name, 14) for name in columns.values()])
    cells.headed(fig, max(style.wrap(name, 14).count("<br>") for name in columns.values()))
    fig.update_yaxes(
        tickmode="array",
        tickvals=[place + 0.5 for place in range(len(y))],
        ticktext=list(y.values()),
        range=[len(y), 0],
        autorange=False,
        showgrid=False,
        zeroline=False,
        ticklabelstandoff=8,
    )
    fig = style.mirror(fig) if language == "ar" else fig
    return fig.update_layout(legend={"y": 0, "yref": "container", "yanchor": "bottom"}, margin={"b": 50})


def left_out(table: pd.DataFrame, language: str) -> "go.Figure | None":
    """Share of the statements of others that each outlet leaves out, with its interval over events."""
    import plotly.graph_objects as go

    frame = table[table["statements"] > 0].sort_values(["left_out_share", "outlet"], kind="stable")
    if frame.empty:
        return None
    labels = [
        style.wrap(say("sourcing.with_articles", language, outlet=cells.safe(name), articles=n))
        for name, n in zip(outlet_names(frame["outlet"], language), frame["articles"], strict=True)
    ]
    fig = go.Figure(go.Bar(x=frame["left_out_share"], y=labels, orientation="h", marker_color="#e4b98f", error_x=cells.error(frame, "left_out_share", style.INK), textposition="inside", insidetextanchor="start",
                           text=[say("sourcing.count_of", language, n=row.left_out, total=row.statements) for row in frame.itertuples()], hovertemplate="%{y}: %{text}<extra></extra>"))  # fmt: skip
    cells.finish(
        fig,
        language=language,
        title=say("sourcing.left_out_title", language),
        source=say("sourcing.left_out_source", language, events=int(frame["events"].max())),
        height=180 + 40 * len(frame),
    )
    return cells.share_axis(fig, say("sourcing.left_out_axis", language), language)


def _cell_hover(row: dict, word: str, columns: dict, language: str) -> str:
    if row["cell"] == "absent":
        return say(
            "sourcing.matrix_hover_absent",
            language,
            outlet=columns[row["outlet"]],
            articles=row["articles_n"],
        )
    lines = [
        f"<b>{columns[row['outlet']]}</b>: {word}",
        style.wrap(cells.safe(cells.short(row["text"], 240)), 60),
    ]
    lines += [cells.safe(row[name]) for name in ("path", "cue") if isinstance(row[name], str)]
    return "<br>".join(lines)
