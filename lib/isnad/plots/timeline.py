"""The figure of notebook 30: events in lanes on one axis of time, and below it how often each day is named."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad import rtl
from isnad.messages import say
from isnad.plots import style
from isnad.unfolding import hijri_text, in_lanes, when_text
from isnad.writing import date_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

LANE_HEIGHT, COUNT_HEIGHT, PLOT_WIDTH = 92, 130, 640  # pixels; the width is what labels are laid out for
LETTER = 6.3  # pixels of an average letter of a label
LABEL_LETTERS, LABELS_PER_LANE = 36, 6
LEVELS = (0.24, 0.40)  # heights of a label above the middle of its lane
CROWD = 150  # marks, above which dots grow less
PUBLICATION_DAYS = 30  # days with articles, above which they are no longer drawn one by one
SENTENCES = 3  # shown when several events share a mark
# Name, period, widest window in days.
BUCKETS = (("day", "D", 120), ("week", "W", 500), ("month", "M", 4000), ("year", "Y", 10**6))


def unfold(events: pd.DataFrame, articles: pd.DataFrame, times: pd.DataFrame, language: str, *, lanes: str = "outlet",
           start: str = "", end: str = "", most: int = 400) -> "go.Figure":  # fmt: skip
    """Events as dots (a known day) and bars (a month, a year …) in one lane an outlet or speaker.

    Parameters
    ----------
    events, articles, times : DataFrame
        From ``build_timeline``, ``load_articles`` and ``extract_times`` of the same corpus.
    lanes : "outlet" or "speaker"
    start, end : str
        ISO dates between which events are drawn; empty means no bound.
    most : int
        The events told by most articles are drawn, at most so many; the counts below are always of all.

    Returns
    -------
    Figure. Buttons choose the window of time; the axis names its dates anew in each. Hovering shows the sentences, who says so,
    the Hijri date, and when it was reported. Events of one lane and one interval share a mark.
    """
    import plotly.graph_objects as go

    title = say("times.unfold_title", language)
    drawn = _chosen(events, start, end, most)
    if drawn.empty:
        return style.nothing(language, title)
    rows = in_lanes(drawn, lanes, language)
    busiest = rows.groupby("lane", sort=True)["mentions"].sum().sort_values(kind="stable")
    rest = say("times.others", language)
    names = sorted(busiest.index, key=lambda lane: (lane != rest, busiest[lane]))  # from the bottom up
    marks = _marks(rows, names, language)
    windows = _windows(marks, articles, times)
    fig = go.Figure()
    _bars(fig, marks, language)
    _dots(fig, marks, language)
    _publications(fig, articles, rows, names, lanes, language)
    _counts(fig, articles, times, windows, language)
    fixed = len(fig.data)
    for window in windows:
        _labels(fig, marks, window, language)
    source = say("times.unfold_source", language, shown=len(drawn), total=len(events), articles=len(articles))
    height = 240 + LANE_HEIGHT * len(names) + COUNT_HEIGHT
    style.finish(fig, language=language, title=title, source=source, height=height)
    _axes(fig, names, language)
    fig.update_layout(
        title_y=1 - 22 / height, legend={"yref": "container", "y": 1 - 84 / height, "yanchor": "top"}
    )
    _buttons(fig, windows, fixed, language)
    return fig


def _chosen(events: pd.DataFrame, start: str, end: str, most: int) -> pd.DataFrame:
    inside = events["earliest"].notna()
    if start:
        inside &= events["latest"] > pd.Timestamp(start)
    if end:
        inside &= events["earliest"] < pd.Timestamp(end) + pd.Timedelta(days=1)
    ranked = events[inside].sort_values(["articles_n", "mentions"], ascending=False, kind="stable")
    return ranked.head(most).sort_index()


def _marks(rows: pd.DataFrame, names: list[str], language: str) -> pd.DataFrame:
    """One row for each lane and interval: where it stands, how big it is, what hovering shows."""
    found = []
    fine = (rows["latest"] - rows["earliest"]) <= pd.Timedelta(days=1)
    first = rows["earliest"].where(~fine, rows["earliest"].dt.normalize())
    last = rows["latest"].where(~fine, first + pd.Timedelta(days=1))
    for (lane, earliest, latest), group in rows.groupby(
        ["lane", first.rename("first"), last.rename("last")], sort=True
    ):
        group = group.sort_values(["articles_n", "mentions"], ascending=False, kind="stable")
        first = group.iloc[0]
        found.append({
            "lane": names.index(lane), "earliest": earliest, "latest": latest, "fine": (latest - earliest) <= pd.Timedelta(days=1), "mentions": int(group["mentions"].sum()),
            "middle": earliest + (latest - earliest) / 2, "said": bool(group["speaker"].notna().all()), "grain": first["grain"],
            "label": _short(first["text"]), "hover": _hover(group, language),
        })  # fmt: skip
    return pd.DataFrame(found)


def _short(sentence: str) -> str:
    words, label = sentence.strip(" \"'«»“”-–.،").split(), ""
    for word in words:
        if len(label) + len(word) + 1 > LABEL_LETTERS:
            return f"{label.rstrip('،,:؛ ')} …"
        label = f"{label} {word}".strip()
    return label


def _hover(group: pd.DataFrame, language: str) -> str:
    first = group.iloc[0]
    when = when_text(first["earliest"], first["latest"], first["grain"], language)
    islamic = hijri_text(first["earliest"], language) if first["grain"] in ("day", "minute") else ""
    lines = [f"<b>{say('times.hover_when', language, when=when, hijri=islamic) if islamic else when}</b>"]
    for row in group.head(SENTENCES).itertuples(index=False):
        text = row.text if len(row.text) <= 320 else row.text[:320].rsplit(" ", 1)[0] + " …"
        lines.append(style.wrap(text, 78))
        if isinstance(row.speaker, str):
            lines.append(f"<i>{say('times.hover_speaker', language, speaker=row.speaker)}</i>")
        lines.append(_reported(row.reported_first, row.reported_last, language))
    if len(group) > SENTENCES:
        lines.append(say("times.hover_more", language, count=len(group) - SENTENCES))
    lines.append(
        say(
            "times.hover_counts",
            language,
            mentions=int(group["mentions"].sum()),
            articles=int(group["articles_n"].max()),
        )
    )
    return "<br>".join(line for line in lines if line)


def _reported(first: pd.Timestamp, last: pd.Timestamp, language: str) -> str:
    if pd.isna(first):
        return ""
    if first.date() == last.date():
        return say("times.hover_reported", language, first=date_text(first, language))
    return say(
        "times.hover_reported_between",
        language,
        first=date_text(first, language),
        last=date_text(last, language),
    )


def _windows(
    marks: pd.DataFrame, articles: pd.DataFrame, times: pd.DataFrame
) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Stretches of time worth looking at: the coverage first, then the busiest month and week, then everything."""
    day = pd.Timedelta(days=1)
    published = (
        pd.to_datetime(articles["published"]).dropna()
        if "published" in articles
        else pd.Series([], dtype="datetime64[s]")
    )
    found = []
    if len(published):
        found.append(
            (
                "coverage",
                published.quantile(0.02, interpolation="lower") - 21 * day,
                published.quantile(0.98, interpolation="higher") + 21 * day,
            )
        )
    exact = times[(times["latest"] - times["earliest"]) <= day]["earliest"].dropna()
    if len(exact):
        for name, freq, width in (("month", "M", 0), ("week", "W", 0)):
            top = exact.dt.to_period(freq).value_counts().sort_index().idxmax()
            found.append((name, top.start_time - (2 + width) * day, top.end_time + (2 + width) * day))
    found.append(("all", marks["earliest"].min() - 30 * day, marks["latest"].max() + 30 * day))
    return found


def _bars(fig: "go.Figure", marks: pd.DataFrame, language: str) -> None:
    wide = marks[~marks["fine"]]
    heights = {"week": 0.16, "month": 0.14, "quarter": 0.11, "year": 0.08, "decade": 0.05}
    fig.add_bar(
        orientation="h", base=wide["earliest"], x=(wide["latest"] - wide["earliest"]).dt.total_seconds() * 1000, y=wide["lane"] - 0.26,
        width=[heights.get(grain, 0.14) for grain in wide["grain"]], customdata=wide["hover"], name=say("times.span", language),
        hovertemplate="%{customdata}<extra></extra>", marker={"color": style.PALETTE[2], "opacity": 0.45, "line": {"width": 0}},
    )  # fmt: skip


def _dots(fig: "go.Figure", marks: pd.DataFrame, language: str) -> None:
    for said, key, color in ((False, "told", style.ACCENT), (True, "said", style.PALETTE[1])):
        rows = marks[marks["fine"] & (marks["said"] == said)]
        fig.add_scatter(
            x=rows["middle"], y=rows["lane"] + 0.0, mode="markers", customdata=rows["hover"], name=say(f"times.{key}", language),
            hovertemplate="%{customdata}<extra></extra>",
            marker={"size": [9 + (4 if len(marks) < CROWD else 2) * min(n, 25) ** 0.5 for n in rows["mentions"]], "color": color, "opacity": 0.8, "line": {"color": "white", "width": 1}},
        )  # fmt: skip


def _publications(
    fig: "go.Figure",
    articles: pd.DataFrame,
    rows: pd.DataFrame,
    names: list[str],
    lanes: str,
    language: str,
) -> None:
    """A thin line on the day an article appeared, in its outlet's lane (through all lanes where they are speakers)."""
    from isnad.labels import outlet_names

    if "published" not in articles:
        return
    dated = articles[articles["published"].notna()]
    if lanes == "outlet" and "outlet" in dated:
        where = outlet_names(dated["outlet"], language)
        pairs = {
            (day.normalize(), names.index(lane))
            for day, lane in zip(dated["published"], where, strict=True)
            if lane in names
        }
    else:
        pairs = {(day.normalize(), lane) for day in dated["published"] for lane in range(len(names))}
    if len({day for day, _ in pairs}) > PUBLICATION_DAYS:
        return  # a line a day would hide everything; the panel below counts the articles
    x, y, text = [], [], []
    for day, lane in sorted(pairs):
        x += [day + pd.Timedelta(hours=12)] * 2 + [None]
        y += [lane - 0.38, lane + 0.14, None]
        text += [f"{say('times.publication', language)}: {date_text(day, language)}"] * 2 + [""]
    fig.add_scatter(x=x, y=y, mode="lines", name=say("times.publication", language), text=text, hovertemplate="%{text}<extra></extra>",
                    line={"color": style.MUTED, "width": 1.4, "dash": "dot"})  # fmt: skip


def _bucket(window: tuple[str, pd.Timestamp, pd.Timestamp]) -> tuple[str, str]:
    days = (window[2] - window[1]).days
    return next((name, freq) for name, freq, widest in BUCKETS if days <= widest)


def _counts(
    fig: "go.Figure", articles: pd.DataFrame, times: pd.DataFrame, windows: list, language: str
) -> None:
    """Mentions and published articles per day, week, month or year, whichever suits a window; the first window's are shown."""
    day = pd.Timedelta(days=1)
    counted = {"mentions": times.loc[(times["latest"] - times["earliest"]) <= 32 * day, "earliest"].dropna()}
    if "published" in articles:
        counted["published"] = pd.to_datetime(articles["published"]).dropna()
    for name, freq in dict.fromkeys(_bucket(window) for window in windows):
        # Days outside the windows that show days are not drawn: in a corpus of many years they would be thousands of marks.
        spans = [window for window in windows if _bucket(window) == (name, freq)]
        first, last = min(span[1] for span in spans) - 32 * day, max(span[2] for span in spans) + 32 * day
        for what, every in counted.items():
            days = every[(every >= first) & (every <= last)]
            counts = days.dt.to_period(freq).value_counts().sort_index()
            texts = [
                f"{_period_text(period, name, language)}<br>{say(f'times.{what}_count', language, count=count)}"
                for period, count in counts.items()
            ]
            middles = [
                period.start_time + (period.end_time - period.start_time) / 2 for period in counts.index
            ]
            look = {
                "customdata": texts,
                "hovertemplate": "%{customdata}<extra></extra>",
                "name": say(f"times.{what}_counts", language),
                "yaxis": "y2",
                "meta": name,
            }
            if what == "mentions":
                wide = [
                    0.8 * (period.end_time - period.start_time).total_seconds() * 1000
                    for period in counts.index
                ]
                fig.add_bar(
                    x=middles,
                    y=counts.to_numpy(),
                    width=wide,
                    marker={"color": style.MUTED, "opacity": 0.6},
                    **look,
                )
            else:
                fig.add_scatter(
                    x=middles,
                    y=counts.to_numpy(),
                    mode="markers",
                    marker={"symbol": "line-ew-open", "size": 13, "color": style.INK, "line": {"width": 2.5}},
                    **look,
                )


def _period_text(period: pd.Period, name: str, language: str) -> str:
    form = {"day": "d MMMM y", "week": "d MMMM y", "month": "MMMM y", "year": "y"}[name]
    text = date_text(period.start_time, language, form)
    return say("times.week_of", language, day=text) if name == "week" else text


def _labels(
    fig: "go.Figure",
    marks: pd.DataFrame,
    window: tuple[str, pd.Timestamp, pd.Timestamp],
    language: str,
) -> None:
    """Short labels for the marks named most in a window, none over another."""
    _, start, end = window
    scale = PLOT_WIDTH / max((end - start).total_seconds(), 1)
    inside = marks[(marks["middle"] > start) & (marks["middle"] < end) & marks["fine"]]
    form = "d MMM" if (end - start).days <= 300 else "d MMM y"
    taken: dict[tuple[int, float], list[tuple[float, float]]] = {}
    chosen = []
    for row in inside.sort_values(
        ["mentions", "earliest"], ascending=[False, True], kind="stable"
    ).itertuples():
        label = say(
            "times.label",
            language,
            day=rtl.isolate(date_text(row.earliest, language, form)),
            text=rtl.isolate(row.label),
        )
        at, width = (row.middle - start).total_seconds() * scale, LETTER * len(rtl.strip(label))
        left = min(max(at - width / 2, 0), max(PLOT_WIDTH - width, 0))
        for level in LEVELS:
            spans = taken.setdefault((row.lane, level), [])
            if len(spans) < LABELS_PER_LANE and all(left > b + 8 or left + width + 8 < a for a, b in spans):
                spans.append((left, left + width))
                chosen.append((_after(start, (left + width / 2) / scale), row.lane + level, label))
                break
    fig.add_scatter(
        x=[x for x, _, _ in chosen], y=[y for _, y, _ in chosen], text=[text for _, _, text in chosen], mode="text", textposition="middle center",
        textfont={"size": 11.5, "color": style.INK}, hoverinfo="skip", showlegend=False, visible=False, meta="labels",
    )  # fmt: skip


def _after(start: pd.Timestamp, seconds: float) -> pd.Timestamp:
    """*seconds* after *start*, in whole seconds: nanoseconds reach no further than 292 years."""
    return start.as_unit("s") + pd.Timedelta(int(seconds), unit="s").as_unit("s")


def _axes(fig: "go.Figure", names: list[str], language: str) -> None:
    share = COUNT_HEIGHT / (COUNT_HEIGHT + LANE_HEIGHT * len(names))
    side = "right" if language == "ar" else "left"
    fig.update_layout(
        barmode="overlay", hovermode="closest",
        yaxis={"domain": [share + 0.05, 1], "tickvals": list(range(len(names))), "ticktext": [style.wrap(name, 22) for name in names],
               "range": [-0.5, len(names) - 0.45], "autorange": False, "side": side, "zeroline": False, "ticklabelstandoff": 8},
        yaxis2={"domain": [0, share], "side": side, "rangemode": "tozero", "gridcolor": style.LINE, "title": {"text": say("times.counts_axis", language),
                "font": {"size": 12, "color": style.SOFT}}, "tickformat": ",d", "nticks": 4, "anchor": "x", "automargin": True},
        xaxis={"anchor": "y2", "type": "date"},
    )  # fmt: skip


def _buttons(fig: "go.Figure", windows: list, fixed: int, language: str) -> None:
    """One button a window: it moves the axis, names its ticks, and shows the counts and labels made for it."""
    choices = []
    for place, window in enumerate(windows):
        name, start, end = window
        values, texts = _ticks(start, end, language)
        bucket = _bucket(window)[0]
        visible = [
            True if trace.meta is None else trace.meta == bucket if i < fixed else i - fixed == place
            for i, trace in enumerate(fig.data)
        ]
        choices.append({
            "label": say(f"times.window_{name}", language), "method": "update",
            "args": [{"visible": visible}, {"xaxis.range": [start, end], "xaxis.tickvals": values, "xaxis.ticktext": texts}],
        })  # fmt: skip
    visible, layout = choices[0]["args"]
    for trace, shown in zip(fig.data, visible["visible"], strict=True):
        trace.visible = shown
    fig.update_xaxes(
        range=layout["xaxis.range"],
        tickmode="array",
        tickvals=layout["xaxis.tickvals"],
        ticktext=layout["xaxis.ticktext"],
    )
    right = language == "ar"
    names = [text for choice in choices for text in choice["args"][1]["xaxis.ticktext"]]
    room = 16 + 18 * max(2, 1 + max((name.count("<br>") for name in names), default=0))
    fig.update_layout(updatemenus=[{
        "type": "buttons", "direction": "left", "buttons": list(reversed(choices)) if right else choices, "x": 1 if right else 0,
        "xanchor": "right" if right else "left", "y": 0, "yanchor": "top", "showactive": True, "active": len(choices) - 1 if right else 0, "pad": {"t": room},
        "bgcolor": "white", "bordercolor": style.LINE, "font": {"size": 12.5},
    }], margin={"t": 126, "b": room + 52})  # fmt: skip


def _ticks(start: pd.Timestamp, end: pd.Timestamp, language: str) -> tuple[list, list[str]]:
    values, _ = style.ticks(start, end, language, 8)
    step = (values[1] - values[0]).days if len(values) > 1 else 1
    form = "d MMMM" if step <= 2 else "d MMMM y" if step < 28 else "MMMM y" if step < 360 else "y"
    return values, [style.wrap(date_text(value, language, form), 12) for value in values]
