"""Figures of who gets quoted. Each takes the table it draws; None where there is nothing to draw."""

import math
from typing import TYPE_CHECKING

import pandas as pd

from isnad.labels import code_names, outlet_names
from isnad.messages import say
from isnad.plots import cells, style
from isnad.writing import number

if TYPE_CHECKING:
    import plotly.graph_objects as go

# A part of a bar under this share has no room for its figure.
READABLE = 0.035


def heat(
    shares: pd.DataFrame, language: str, *, of: str = "speaker", top: int = 15, minimum: int = 20
) -> "go.Figure | None":
    """Speakers (or another column) × outlets: the share of the outlet's statements as colour, their number as figure."""
    outlets = cells.most_told(shares) if len(shares) else []
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
    columns = cells.outlet_labels(shares, language)
    hover = [
        say("sourcing.heat_hover", language, speaker=_shown(row, of, language), outlet=outlet_names(pd.Series([row["outlet"]]), language)[0], n=row["n"], total=row["total"], share=row["share"])
        for row in frame.to_dict("records")
    ]  # fmt: skip
    rows = dict(zip(order[:top], cells.code_labels(pd.Series(order[:top]), of, language), strict=True))
    return cells.grid(
        frame.assign(_x=frame["outlet"].map(columns), _y=frame[of].map(rows), _z=frame["share"], _t=frame["n"].map("{:,}".format), _h=hover),
        [columns[o] for o in outlets], list(rows.values()), language,
        title=say("sourcing.heat_title", language), source=cells.with_few(cells.with_hidden(source, shares, language), shares, minimum, language),
    )  # fmt: skip


def dumbbell(
    shares: pd.DataFrame, value: str, language: str, *, of: str, minimum: int = 20
) -> "go.Figure | None":
    """One value's share of statements and of words in each outlet, joined, with intervals; *shares* holds both units."""
    import plotly.graph_objects as go

    frame = _complete(shares, of, value)
    if frame.empty:
        return None
    labels = cells.outlet_labels(shares, language)
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
            hovertemplate="%{text}<extra></extra>", error_x=cells.error(part, "share", color),
        )  # fmt: skip
    what = cells.code_labels(pd.Series([value]), of, language)[0]
    source = say(
        "sourcing.dumbbell_source", language, n=int(frame[frame["unit"] == "statements"]["total"].sum())
    )
    cells.finish(
        fig,
        language=language,
        title=say("sourcing.dumbbell_title", language, what=what),
        source=cells.with_few(source, shares, minimum, language),
        height=190 + 36 * len(order),
    )
    fig.update_layout(legend={"y": 0, "yref": "container", "yanchor": "bottom"}, margin={"b": 80})
    return cells.share_axis(fig, say("sourcing.dumbbell_axis", language), language)


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
    words = dict(zip(parts, cells.code_labels(pd.Series(parts), of, language), strict=True)) | (
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
                     measure=say("sourcing.stack_axis", language), source=cells.with_few(source, shares, minimum, language), percent=True)  # fmt: skip
    fig.update_traces(textangle=0, constraintext="none")
    fig.for_each_trace(
        lambda trace: trace.update(
            text=[text if share >= READABLE else "" for text, share in zip(trace.text, trace.x, strict=True)]
        )
    )
    fig.for_each_trace(
        lambda trace: trace.update(marker_color=style.MUTED) if trace.name == words.get("unknown") else None
    )
    fig.update_yaxes(categoryarray=[style.wrap(labels[value]) for value in totals[by]])
    fig.update_xaxes(range=[1, 0] if language == "ar" else [0, 1], autorange=False)
    return cells.below(fig, len(parts), len(totals))


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
    words = cells.code_labels(frame[of], of, language)
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
            error_x=cells.error(frame, "log_odds", style.MUTED),
            text=hover,
            hovertemplate="%{text}<extra></extra>",
        )
    )
    fig.add_vline(x=0, line_color=style.INK, line_width=1)
    cells.finish(
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
        name + (cells.FEW if few else "")
        for name, few in zip(outlet_names(frame["outlet"], language), frame["is_small"], strict=True)
    ]
    hover = [
        f"{label}: {number(row.hill, language, '.1f')} ({number(row.speakers, language)} / {number(row.statements, language)})"
        for label, row in zip(labels, frame.itertuples(), strict=True)
    ]
    fig = go.Figure(go.Scatter(x=frame["hill"], y=[style.wrap(label) for label in labels], mode="markers+text", marker={"size": 12, "color": style.ACCENT}, text=[f"{value:.1f}" for value in frame["hill"]],
                               textposition="top center", customdata=hover, hovertemplate="%{customdata}<extra></extra>", error_x=cells.error(frame, "hill", style.ACCENT)))  # fmt: skip
    common = (
        int(frame.loc[~frame["is_small"], "rarefied_to"].max())
        if (~frame["is_small"]).any()
        else int(frame["rarefied_to"].max())
    )
    source = cells.with_few(say("sourcing.hill_source", language), frame, minimum, language)
    cells.finish(
        fig,
        language=language,
        title=say("sourcing.hill_title", language),
        source=source,
        height=190 + 38 * len(frame),
    )
    fig.update_yaxes(range=[-0.7, len(frame) - 0.3])
    fig.update_xaxes(title_text=say("sourcing.hill_axis", language, size=common), rangemode="tozero")
    return style.mirror(fig) if language == "ar" else fig


def network(shares: pd.DataFrame, language: str, *, top: int = 16) -> "go.Figure | None":
    """Outlets on one side, their most quoted speakers on the other; lines as wide as the number of statements."""
    import plotly.graph_objects as go

    outlets = cells.most_told(shares) if len(shares) else []
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
        (rank, 1, {s: cells.safe(s) for s in ordered}, "middle left" if right else "middle right"),
    ):
        keys = list(points)
        colors = [style.INK if at == 0 else style.ACCENT if key in shared else style.MUTED for key in keys]
        hover = [_node_hover(frame, key, at, labels, language) for key in keys]
        fig.add_scatter(x=[at] * len(keys), y=[points[key] for key in keys], mode="markers+text", text=[style.wrap(names_[key], 16) for key in keys], textposition=anchor, textfont={"size": 13},
                        marker={"size": 11, "color": colors}, customdata=hover, hovertemplate="%{customdata}<extra></extra>", cliponaxis=False, showlegend=False)  # fmt: skip
    source = say("sourcing.network_source", language, shown=len(chosen), total=len(ranked))
    cells.finish(
        fig,
        language=language,
        title=say("sourcing.network_title", language),
        source=source,
        height=170 + 34 * max(len(ordered), len(outlets)),
    )
    fig.update_xaxes(visible=False, range=[1.62, -0.62] if right else [-0.62, 1.62])
    return fig.update_yaxes(visible=False, range=[1, 0])


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


def _group_labels(shares: pd.DataFrame, by: str, language: str) -> dict[str, str]:
    if by == "outlet":
        return cells.outlet_labels(shares, language)
    small = shares.groupby(by)["is_small"].any()
    values = list(dict.fromkeys(shares[by]))
    return {
        value: word + (cells.FEW if small[value] else "")
        for value, word in zip(values, cells.code_labels(pd.Series(values), by, language), strict=True)
    }


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


def _node_hover(frame: pd.DataFrame, key: str, side: int, labels: dict, language: str) -> str:
    rows = frame[frame["outlet" if side == 0 else "speaker"] == key].sort_values("n", ascending=False)
    others = rows["speaker"].map(cells.safe) if side == 0 else rows["outlet"].map(labels)
    return "<br>".join(
        [
            f"<b>{labels.get(key, cells.safe(key))}</b>",
            *(f"{name}: {number(n, language)}" for name, n in zip(others[:8], rows["n"], strict=False)),
        ]
    )


def _shown(row: dict, of: str, language: str) -> str:
    return cells.code_labels(pd.Series([row[of]]), of, language)[0]
