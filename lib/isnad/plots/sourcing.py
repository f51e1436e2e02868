"""Figures of notebooks 20, 21, 22 and 41. Each takes the table it draws; None where there is nothing to draw."""

import html
import math
from typing import TYPE_CHECKING

import pandas as pd

from isnad.messages import say
from isnad.labels import code_names, outlet_names
from isnad.plots import style
from isnad.sourcing.sources import country_label

if TYPE_CHECKING:
    import plotly.graph_objects as go

FEW = " *"
COLUMNS = 9
SCALE = ((0, "#ffffff"), (0.05, "#e3f1ef"), (0.4, "#7fbdb5"), (1, style.ACCENT))
CELLS = {"verbatim": style.ACCENT, "excerpt": "#7fbdb5", "indirect": "#f2d9a6", "absent": "#f4f5f7"}
CELL_INK = {"verbatim": "white", "excerpt": style.INK, "indirect": style.INK, "absent": style.SOFT}


def heat(
    shares: pd.DataFrame, language: str, *, of: str = "speaker", top: int = 15, minimum: int = 20
) -> "go.Figure | None":
    """Speakers (or another column) × outlets: the share of the outlet's statements as colour, their number as figure."""
    outlets = _most_told(shares) if len(shares) else []
    known = shares[(shares[of] != "unknown") & shares["outlet"].isin(outlets)]
    if known.empty:
        return None
    order = known.groupby(of)["n"].sum().sort_values(ascending=False, kind="stable").index
    frame = known[known[of].isin(order[:top])]
    source = say(
        "sourcing.heat_source",
        language,
        shown=min(top, len(order)),
        total=len(order),
        n=int(shares.drop_duplicates("outlet")["total"].sum()),
    )
    columns = _outlet_labels(shares, language)
    hover = [
        say("sourcing.heat_hover", language, speaker=_shown(row, of, language), outlet=outlet_names(pd.Series([row["outlet"]]), language)[0], n=row["n"], total=row["total"], share=row["share"])
        for row in frame.to_dict("records")
    ]  # fmt: skip
    rows = dict(zip(order[:top], code_labels(pd.Series(order[:top]), of, language), strict=True))
    return _grid(
        frame.assign(_x=frame["outlet"].map(columns), _y=frame[of].map(rows), _z=frame["share"], _t=frame["n"].map("{:,}".format), _h=hover),
        [columns[o] for o in outlets], list(rows.values()), language,
        title=say("sourcing.heat_title", language), source=_with_few(_with_hidden(source, shares, language), shares, minimum, language),
    )  # fmt: skip


def relays(counts: pd.DataFrame, language: str, *, top: int = 12) -> "go.Figure | None":
    """Relays × outlets: through whom each outlet has the words (`isnad.sourcing.count_relays`)."""
    if counts.empty:
        return None
    all_, outlets = counts, _most_told(counts)
    counts = counts[counts["outlet"].isin(outlets)]
    order = counts.groupby("relay")["n"].sum().sort_values(ascending=False, kind="stable").index[:top]
    frame = counts[counts["relay"].isin(order)]
    columns = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    hover = [
        f"{columns[row['outlet']]} ← {_safe(row['relay'])}<br>{say('sourcing.count_of', language, n=row['n'], total=row['total'])}"
        for row in frame.to_dict("records")
    ]
    rows = {relay: style.wrap(_safe(relay)) for relay in order}
    return _grid(
        frame.assign(_x=frame["outlet"].map(columns), _y=frame["relay"].map(rows), _z=frame["share"], _t=frame["n"].map("{:,}".format), _h=hover),
        list(columns.values()), list(rows.values()), language, title=say("sourcing.relay_title", language),
        source=_with_hidden(say("sourcing.relay_source", language, n=int(counts.drop_duplicates("outlet")["total"].sum())), all_, language),
    )  # fmt: skip


def names(
    counts: pd.DataFrame, language: str, *, concepts: dict[str, str] | None = None, top: int = 18
) -> "go.Figure | None":
    """Names × outlets (`isnad.framing.count_names`): concepts that are named in more than one way, the most frequent first."""
    if counts.empty:
        return None
    all_, outlets = counts, _most_told(counts.assign(total=counts.groupby("outlet")["n"].transform("sum")))
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
        (c, v): style.wrap(f"{_safe((concepts or {}).get(c, c))}: <b>{_safe(v)}</b>", 44)
        for c, v in zip(size["concept"], size["variant"], strict=True)
    }
    frame = frame[[pair in rows for pair in zip(frame["concept"], frame["variant"], strict=True)]]
    columns = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    text = [f"{n:,} ({own:,})" for n, own in zip(frame["n"], frame["own_voice"], strict=True)]
    hover = [
        f"{_safe(row['variant'])}<br>{columns[row['outlet']]}: {say('sourcing.count_of', language, n=row['n'], total=row['total'])}"
        for row in frame.to_dict("records")
    ]
    y = [rows[pair] for pair in zip(frame["concept"], frame["variant"], strict=True)]
    return _grid(
        frame.assign(_x=frame["outlet"].map(columns), _y=y, _z=frame["share"], _t=text, _h=hover), list(columns.values()), list(dict.fromkeys(rows.values())), language,
        title=say("sourcing.names_title", language), source=_with_hidden(say("sourcing.names_source", language), all_, language),
    )  # fmt: skip


def dumbbell(
    shares: pd.DataFrame, value: str, language: str, *, of: str, minimum: int = 20
) -> "go.Figure | None":
    """One value's share of statements and of words in each outlet, joined, with intervals; *shares* holds both units."""
    import plotly.graph_objects as go

    frame = _complete(shares, of, value)
    if frame.empty:
        return None
    labels = _outlet_labels(shares, language)
    order = frame[frame["unit"] == "statements"].sort_values(["share", "outlet"])["outlet"]
    fig = go.Figure()
    for row in frame.pivot(index="outlet", columns="unit", values="share").reindex(order).itertuples():
        fig.add_scatter(
            x=[row.statements, row.words],
            y=[labels[row.Index]] * 2,
            mode="lines",
            line={"color": "#c9d1d9", "width": 5},
            hoverinfo="skip",
            showlegend=False,
        )
    for unit, color, symbol in (
        ("statements", style.ACCENT, "circle"),
        ("words", style.PALETTE[1], "diamond"),
    ):
        part = frame[frame["unit"] == unit].set_index("outlet").reindex(order).reset_index()
        name = code_names(pd.Series([unit]), "unit", language)[0]
        hover = [_share_hover(row, name, labels, language) for row in part.to_dict("records")]
        fig.add_scatter(
            x=part["share"], y=[labels[o] for o in part["outlet"]], mode="markers", name=name, marker={"color": color, "size": 15 if unit == "statements" else 9, "symbol": symbol}, text=hover,
            hovertemplate="%{text}<extra></extra>", error_x=_error(part, "share", color),
        )  # fmt: skip
    what = code_labels(pd.Series([value]), of, language)[0]
    source = say(
        "sourcing.dumbbell_source", language, n=int(frame[frame["unit"] == "statements"]["total"].sum())
    )
    _finish(
        fig,
        language=language,
        title=say("sourcing.dumbbell_title", language, what=what),
        source=_with_few(source, shares, minimum, language),
        height=190 + 36 * len(order),
    )
    fig.update_layout(legend={"y": 0, "yref": "container", "yanchor": "bottom"}, margin={"b": 80})
    return _share_axis(fig, say("sourcing.dumbbell_axis", language), language)


def stack(
    shares: pd.DataFrame,
    of: str,
    language: str,
    *,
    by: str = "outlet",
    order: tuple[str, ...] = (),
    minimum: int = 20,
) -> "go.Figure | None":
    """Shares of every value of a column, one bar an outlet (or another column *by*); *order* gives the sequence of the parts.

    Beyond seven values the rarest are drawn together.
    """
    if shares.empty:
        return None
    sizes = shares.groupby(of, sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    shown = [value for value in order if value in sizes.index] + [
        value for value in sizes.index if value not in (*order, "unknown")
    ]
    shown = [
        *shown[: len(style.PALETTE) - 1],
        *(["unknown"] if "unknown" in sizes.index and "unknown" not in order else []),
    ]
    rest = ~shares[of].isin(shown)
    frame = (
        shares.assign(**{of: shares[of].mask(rest, "other")})
        .groupby([by, of], sort=False)
        .agg(n=("n", "sum"), share=("share", "sum"), total=("total", "first"))
        .reset_index()
    )
    parts = [
        *[value for value in shown if value != "unknown"],
        *(["other"] if rest.any() else []),
        *[value for value in shown if value == "unknown"],
    ]
    words = dict(zip(parts, code_labels(pd.Series(parts), of, language), strict=True)) | (
        {"other": say("sourcing.other", language)} if rest.any() else {}
    )
    labels = _group_labels(shares, by, language)
    frame = frame.assign(_rank=frame[of].map(parts.index)).sort_values(
        ["_rank", "total", by], ascending=[True, False, True], kind="stable"
    )
    frame = frame.assign(bar=frame[by].map(labels), part=frame[of].map(words))
    totals = shares.drop_duplicates(by).sort_values(["total", by], ascending=[False, True], kind="stable")
    source = say("sourcing.stack_source", language, n=int(totals["total"].sum()))
    fig = style.bars(frame, category="bar", value="share", color="part", language=language, title=say(f"sourcing.stack_title_{of}", language),
                     measure=say("sourcing.stack_axis", language), source=_with_few(source, shares, minimum, language), percent=True)  # fmt: skip
    fig.update_traces(textangle=0, constraintext="none")
    fig.for_each_trace(
        lambda trace: trace.update(marker_color=style.MUTED) if trace.name == words.get("unknown") else None
    )
    fig.update_yaxes(categoryarray=[style.wrap(labels[value]) for value in totals[by]])
    fig.update_xaxes(range=[1, 0] if language == "ar" else [0, 1], autorange=False)
    return _below(fig, len(parts), len(totals))


def log_odds(
    odds: pd.DataFrame, of: str, language: str, *, group: str = "", top: int = 15
) -> "go.Figure | None":
    """Values that an outlet uses more, or less, than the others: log odds ratios with their intervals, the surest first."""
    import plotly.graph_objects as go

    frame = odds[odds["low"].notna() & ~odds["is_small"]]
    if frame.empty:
        return None
    sure = frame.assign(
        _sure=frame[["low", "high"]].abs().min(axis=1).where(frame["low"] * frame["high"] > 0, -1)
    )
    frame = (
        sure.sort_values(["_sure", "outlet", of], ascending=[False, True, True])
        .head(top)
        .sort_values("log_odds", kind="stable")
    )
    words = code_labels(frame[of], of, language)
    y = [
        style.wrap(f"{outlet}: {word}", 40)
        for outlet, word in zip(outlet_names(frame["outlet"], language), words, strict=True)
    ]
    colors = [
        style.ACCENT if row.low > 0 else style.PALETTE[1] if row.high < 0 else style.MUTED
        for row in frame.itertuples()
    ]
    hover = [
        f"{say('sourcing.count_of', language, n=row.n, total=row.total)} / {say('sourcing.count_of', language, n=row.other_n, total=row.other_total)}"
        for row in frame.itertuples()
    ]
    fig = go.Figure(
        go.Scatter(
            x=frame["log_odds"],
            y=y,
            mode="markers",
            marker={"size": 11, "color": colors},
            error_x=_error(frame, "log_odds", style.MUTED),
            text=hover,
            hovertemplate="%{text}<extra></extra>",
        )
    )
    fig.add_vline(x=0, line_color=style.INK, line_width=1)
    _finish(
        fig,
        language=language,
        title=say("sourcing.odds_title", language),
        source=say("sourcing.odds_source", language, group=group or "–"),
        height=190 + 34 * len(frame),
    )
    fig.update_xaxes(title_text=say("sourcing.odds_axis", language))
    fig.update_yaxes(side="right" if language == "ar" else "left", ticklabelstandoff=8)
    return fig


def diversity(table: pd.DataFrame, language: str, *, minimum: int = 20) -> "go.Figure | None":
    """Effective number of speakers (q = 1) of each outlet at equal numbers of statements, with its interval."""
    import plotly.graph_objects as go

    frame = table[table["q"] == 1].sort_values("hill", kind="stable")
    if frame.empty:
        return None
    labels = [
        name + (FEW if few else "")
        for name, few in zip(outlet_names(frame["outlet"], language), frame["is_small"], strict=True)
    ]
    hover = [
        f"{label}: {row.hill:.1f} ({row.speakers:,} / {row.statements:,})"
        for label, row in zip(labels, frame.itertuples(), strict=True)
    ]
    fig = go.Figure(go.Scatter(x=frame["hill"], y=[style.wrap(label) for label in labels], mode="markers+text", marker={"size": 12, "color": style.ACCENT}, text=[f"{value:.1f}" for value in frame["hill"]],
                               textposition="top center", customdata=hover, hovertemplate="%{customdata}<extra></extra>", error_x=_error(frame, "hill", style.ACCENT)))  # fmt: skip
    common = (
        int(frame.loc[~frame["is_small"], "rarefied_to"].max())
        if (~frame["is_small"]).any()
        else int(frame["rarefied_to"].max())
    )
    source = _with_few(say("sourcing.hill_source", language), frame, minimum, language)
    _finish(
        fig,
        language=language,
        title=say("sourcing.hill_title", language),
        source=source,
        height=190 + 38 * len(frame),
    )
    fig.update_xaxes(title_text=say("sourcing.hill_axis", language, size=common), rangemode="tozero")
    return style.mirror(fig) if language == "ar" else fig


def left_out(table: pd.DataFrame, language: str) -> "go.Figure | None":
    """Share of the statements of others that each outlet leaves out, with its interval over events."""
    import plotly.graph_objects as go

    frame = table[table["statements"] > 0].sort_values(["left_out_share", "outlet"], kind="stable")
    if frame.empty:
        return None
    labels = [
        style.wrap(say("sourcing.with_articles", language, outlet=_safe(name), articles=n))
        for name, n in zip(outlet_names(frame["outlet"], language), frame["articles"], strict=True)
    ]
    fig = go.Figure(go.Bar(x=frame["left_out_share"], y=labels, orientation="h", marker_color="#e4b98f", error_x=_error(frame, "left_out_share", style.INK), textposition="inside", insidetextanchor="start",
                           text=[say("sourcing.count_of", language, n=row.left_out, total=row.statements) for row in frame.itertuples()], hovertemplate="%{y}: %{text}<extra></extra>"))  # fmt: skip
    _finish(
        fig,
        language=language,
        title=say("sourcing.left_out_title", language),
        source=say("sourcing.left_out_source", language, events=int(frame["events"].max())),
        height=180 + 40 * len(frame),
    )
    return _share_axis(fig, say("sourcing.left_out_axis", language), language)


def matrix(table: pd.DataFrame, language: str, *, top: int = 20) -> "go.Figure | None":
    """Statements × outlets that cover their event: verbatim, excerpt, indirect, absent; the most carried first."""
    if table.empty:
        return None
    keys = ["event_id", "statement_id"]
    told = table[table["cell"] != "absent"]
    outlets = sorted(_most_told(told.assign(total=told.groupby("outlet")["outlet"].transform("size"))))
    all_, table = table, table[table["outlet"].isin(outlets)]
    order = table.drop_duplicates(keys).sort_values("outlets_n", ascending=False, kind="stable").head(top)
    frame = table.merge(order[keys], on=keys)
    rows = {}
    for row in order.to_dict("records"):
        who = f"<b>{_safe(row['speaker'])}</b>: " if isinstance(row["speaker"], str) else ""
        label = who + _short(row["label"], 80)
        rows[(row["event_id"], row["statement_id"])] = (
            label if label not in rows.values() else f"{label} ({len(rows) + 1})"
        )
    columns = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    return _cells(frame, rows, columns, language, title=say("sourcing.matrix_title", language),
                  source=_with_hidden(say("sourcing.matrix_source", language, shown=len(order), total=len(all_.drop_duplicates(keys))), all_, language))  # fmt: skip


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
    _finish(
        fig, language=language, title=title, source=source, height=210 + sum(18 + 17 * n for n in lines)
    )
    fig.update_layout(barmode="overlay", bargap=0)
    fig.update_xaxes(categoryorder="array", categoryarray=[style.wrap(name, 14) for name in columns.values()])
    _headed(fig, max(style.wrap(name, 14).count("<br>") for name in columns.values()))
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


def network(shares: pd.DataFrame, language: str, *, top: int = 16) -> "go.Figure | None":
    """Outlets on one side, their most quoted speakers on the other; lines as wide as the number of statements."""
    import plotly.graph_objects as go

    outlets = _most_told(shares) if len(shares) else []
    known = shares[(shares["speaker"] != "unknown") & shares["outlet"].isin(outlets)]
    if known.empty:
        return None
    ranked = (
        known.groupby("speaker")
        .agg(outlets=("outlet", "nunique"), n=("n", "sum"))
        .sort_values(["outlets", "n"], ascending=False, kind="stable")
    )
    chosen = list(ranked.index[:top])
    frame = known[known["speaker"].isin(chosen)]
    outlets = list(dict.fromkeys(frame["outlet"]))
    labels = dict(zip(outlets, outlet_names(pd.Series(outlets), language), strict=True))
    place = {outlet: (k + 0.5) / len(outlets) for k, outlet in enumerate(outlets)}
    middle = (
        frame.assign(_p=frame["outlet"].map(place) * frame["n"])
        .groupby("speaker")
        .agg(p=("_p", "sum"), n=("n", "sum"))
    )
    ordered = (middle["p"] / middle["n"]).sort_values(kind="stable").index
    rank = {speaker: (k + 0.5) / len(ordered) for k, speaker in enumerate(ordered)}
    shared = set(ranked.index[ranked["outlets"] > 1])
    fig = go.Figure()
    most = frame["n"].max()
    for row in frame.sort_values("n").itertuples():
        color = style.ACCENT if row.speaker in shared else style.MUTED
        fig.add_scatter(
            x=[0, 1],
            y=[place[row.outlet], rank[row.speaker]],
            mode="lines",
            line={"color": color, "width": 1 + 7 * row.n / most},
            opacity=0.55,
            hoverinfo="skip",
            showlegend=False,
        )
    right = language == "ar"
    for points, at, names_, anchor in (
        (place, 0, labels, "middle right" if right else "middle left"),
        (rank, 1, {s: _safe(s) for s in ordered}, "middle left" if right else "middle right"),
    ):
        keys = list(points)
        colors = [style.INK if at == 0 else style.ACCENT if key in shared else style.MUTED for key in keys]
        hover = [_node_hover(frame, key, at, labels, language) for key in keys]
        fig.add_scatter(x=[at] * len(keys), y=[points[key] for key in keys], mode="markers+text", text=[style.wrap(names_[key], 26) for key in keys], textposition=anchor, textfont={"size": 13},
                        marker={"size": 11, "color": colors}, customdata=hover, hovertemplate="%{customdata}<extra></extra>", cliponaxis=False, showlegend=False)  # fmt: skip
    source = say("sourcing.network_source", language, shown=len(chosen), total=len(ranked))
    _finish(
        fig,
        language=language,
        title=say("sourcing.network_title", language),
        source=source,
        height=170 + 34 * max(len(ordered), len(outlets)),
    )
    fig.update_xaxes(visible=False, range=[1.55, -0.45] if right else [-0.45, 1.55])
    return fig.update_yaxes(visible=False, range=[1, 0])


def code_labels(values: pd.Series, column: str, language: str) -> pd.Series:
    """Codes of a column in words, names of countries for ``country`` and ``side``; texts are escaped for a figure."""
    named = code_names(values, column, language)
    if column in ("country", "side"):
        named = named.map(lambda value: country_label(value, language))
    return named.map(lambda value: _safe(str(value)))


def _grid(
    frame: pd.DataFrame, columns: list[str], rows: list[str], language: str, *, title: str, source: str
) -> "go.Figure":
    """Shares (_z) as colour and figures (_t) at _x, _y; what is not in *frame* stays blank."""
    import plotly.graph_objects as go

    at = {(row["_x"], row["_y"]): row for row in frame.to_dict("records")}
    cell = [[at.get((x, y)) for x in columns] for y in rows]
    z = [[None if row is None else row["_z"] for row in line] for line in cell]
    fig = go.Figure(
        go.Heatmap(
            x=[style.wrap(x, 12) for x in columns], y=[style.wrap(y, 34) for y in rows], z=z, zmin=0, zmax=max(0.05, frame["_z"].max()), colorscale=[list(step) for step in SCALE], xgap=3, ygap=3, showscale=False,
            text=[["" if row is None else row["_t"] for row in line] for line in cell], texttemplate="%{text}", customdata=[["" if row is None else row["_h"] for row in line] for line in cell],
            hovertemplate="%{customdata}<extra></extra>", hoverongaps=False,
        )
    )  # fmt: skip
    _finish(fig, language=language, title=title, source=source, height=210 + 32 * len(rows))
    _headed(fig, max(label.count("<br>") for label in fig.data[0]["x"]))
    fig.update_yaxes(autorange="reversed", showgrid=False, type="category", ticklabelstandoff=8)
    return style.mirror(fig) if language == "ar" else fig


def _complete(shares: pd.DataFrame, of: str, value: str) -> pd.DataFrame:
    """The rows of one value; outlets that lack it get a share of 0."""
    found = shares[shares[of].astype(str) == value]
    missing = shares.drop_duplicates(["outlet", "unit"])
    missing = missing[
        ~pd.MultiIndex.from_frame(missing[["outlet", "unit"]]).isin(
            pd.MultiIndex.from_frame(found[["outlet", "unit"]])
        )
    ]
    return pd.concat(
        [found, missing.assign(**{of: value, "n": 0, "share": 0.0, "low": math.nan, "high": math.nan})],
        ignore_index=True,
    )


def _outlet_labels(shares: pd.DataFrame, language: str) -> dict[str, str]:
    """Outlet ids to names, with a star where the numbers are small."""
    small = shares.groupby("outlet")["is_small"].any() if "is_small" in shares else pd.Series(dtype=bool)
    outlets = list(dict.fromkeys(shares["outlet"]))
    return {
        outlet: _safe(name) + (FEW if small.get(outlet, False) else "")
        for outlet, name in zip(outlets, outlet_names(pd.Series(outlets), language), strict=True)
    }


def _group_labels(shares: pd.DataFrame, by: str, language: str) -> dict[str, str]:
    if by == "outlet":
        return _outlet_labels(shares, language)
    small = shares.groupby(by)["is_small"].any()
    values = list(dict.fromkeys(shares[by]))
    return {
        value: word + (FEW if small[value] else "")
        for value, word in zip(values, code_labels(pd.Series(values), by, language), strict=True)
    }


def _finish(fig: "go.Figure", **look: object) -> "go.Figure":
    """`isnad.plots.style.finish`, with the title at the top whatever the height."""
    return _titled(style.finish(fig, **look))  # type: ignore[arg-type]


def _titled(fig: "go.Figure") -> "go.Figure":
    return fig.update_layout(title_y=1 - 14 / (fig.layout.height or 450))


def _most_told(table: pd.DataFrame, most: int = COLUMNS) -> list[str]:
    """The outlets with most statements, at most so many columns as can be told apart."""
    return list(table.drop_duplicates("outlet").sort_values(["total", "outlet"], ascending=[False, True], kind="stable")["outlet"].head(most))


def _with_hidden(source: str, table: pd.DataFrame, language: str) -> str:
    total = table["outlet"].nunique()
    return source if total <= COLUMNS else f"{source}. {say('sourcing.outlets_shown', language, shown=COLUMNS, total=total)}"


def _with_few(source: str, table: pd.DataFrame, minimum: int, language: str) -> str:
    return (
        f"{source}. {say('sourcing.few_mark', language, minimum=minimum)}"
        if table["is_small"].any()
        else source
    )


def _error(frame: pd.DataFrame, value: str, color: str) -> dict:
    return {
        "type": "data",
        "symmetric": False,
        "array": (frame["high"] - frame[value]).fillna(0),
        "arrayminus": (frame[value] - frame["low"]).fillna(0),
        "color": color,
        "thickness": 1.3,
        "width": 0,
    }


def _headed(fig: "go.Figure", breaks: int) -> None:
    """Names of columns over the figure, with room for them under the title."""
    fig.update_xaxes(side="top", showgrid=False, type="category", tickangle=0, ticks="", showline=False)
    fig.update_yaxes(ticks="", showline=False)
    room = 26 + 18 * breaks
    fig.update_layout(margin_t=fig.layout.margin.t + room, height=fig.layout.height + room)
    _titled(fig)


def _share_axis(fig: "go.Figure", title: str, language: str) -> "go.Figure":
    fig.update_xaxes(title_text=title, tickformat=".0%", rangemode="tozero")
    fig.update_yaxes(ticklabelstandoff=8, showgrid=False)
    return style.mirror(fig) if language == "ar" else fig


def _below(fig: "go.Figure", parts: int, rows: int) -> "go.Figure":
    """The legend under the figure, where it cannot meet the title."""
    room = 56 + 24 * math.ceil(parts / 4)
    height = 130 + 40 * rows + room
    fig.update_layout(height=height, legend={"y": 0, "yref": "container", "yanchor": "bottom"}, margin={"b": room})
    return _titled(fig)


def _share_hover(row: dict, unit: str, labels: dict, language: str) -> str:
    line = say(
        "sourcing.dumbbell_hover",
        language,
        outlet=labels[row["outlet"]],
        share=row["share"],
        unit=unit,
        n=row["n"],
        total=row["total"],
    )
    return (
        line
        if pd.isna(row["low"])
        else f"{line}<br>{say('sourcing.interval', language, low=row['low'], high=row['high'])}"
    )


def _cell_hover(row: dict, word: str, columns: dict, language: str) -> str:
    if row["cell"] == "absent":
        return say(
            "sourcing.matrix_hover_absent",
            language,
            outlet=columns[row["outlet"]],
            articles=row["articles_n"],
        )
    lines = [f"<b>{columns[row['outlet']]}</b>: {word}", style.wrap(_safe(_short(row["text"], 240)), 60)]
    lines += [_safe(row[name]) for name in ("path", "cue") if isinstance(row[name], str)]
    return "<br>".join(lines)


def _node_hover(frame: pd.DataFrame, key: str, side: int, labels: dict, language: str) -> str:
    rows = frame[frame["outlet" if side == 0 else "speaker"] == key].sort_values("n", ascending=False)
    others = rows["speaker"].map(_safe) if side == 0 else rows["outlet"].map(labels)
    return "<br>".join(
        [
            f"<b>{labels.get(key, _safe(key))}</b>",
            *(f"{name}: {n:,}" for name, n in zip(others[:8], rows["n"], strict=False)),
        ]
    )


def _shown(row: dict, of: str, language: str) -> str:
    return code_labels(pd.Series([row[of]]), of, language)[0]


def _short(words: str, letters: int) -> str:
    """The first words, at most so many letters; an ellipsis where something is cut. Escaped."""
    words = " ".join(str(words).split())
    return _safe(words if len(words) <= letters else words[:letters].rsplit(" ", 1)[0] + " …")


def _safe(words: object) -> str:
    return html.escape(str(words), quote=False)
