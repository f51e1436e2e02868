"""How an event unfolded, for reading: events in lanes, in words."""

import pandas as pd

from isnad import schema
from isnad.errors import ParameterError
from isnad.hijri import hijri
from isnad.labels import outlet_names
from isnad.messages import say
from isnad.writing import date_text, digits

LANES = ("outlet", "speaker")
LANES_SHOWN = 10


def hijri_text(day: pd.Timestamp, language: str) -> str:
    """*day* in the Umm al-Qura calendar; empty outside its table."""
    found = hijri(day.date())
    if found is None:
        return ""
    year, month, day_of_month = found
    return say(
        "times.hijri_of", language, day=day_of_month, month=say(f"times.hijri_{month}", language), year=year
    )


def when_text(earliest: pd.Timestamp, latest: pd.Timestamp, grain: str, language: str) -> str:
    """An event's time in words, no finer than it is known."""
    last = latest - pd.Timedelta(seconds=1)
    if grain == "minute":
        return f"{date_text(earliest, language)} {digits(f'{earliest:%H:%M}', language)}"
    if grain == "day":
        return date_text(earliest, language)
    if grain == "week":
        return say("times.week_of", language, day=date_text(earliest, language))
    if grain == "month":
        return date_text(earliest, language, "MMMM y")
    if grain == "quarter":
        first, end = (date_text(day, language, "MMMM y") for day in (earliest, last))
        return say("times.quarter_of", language, first=first, last=end)
    if grain == "year" and (latest - earliest).days > 200:
        return say("times.year_of", language, year=earliest.year)
    if grain == "year":
        first, end = (date_text(day, language, "MMMM y") for day in (earliest, last))
        return say("times.quarter_of", language, first=first, last=end)
    return say("times.decade_of", language, first=earliest.year, last=last.year)


def in_lanes(events: pd.DataFrame, lanes: str, language: str) -> pd.DataFrame:
    """*events* with a column ``lane`` (text to show), one row for each lane that an event belongs to.

    ``lanes`` is ``outlet`` (an event stands in the lane of every outlet that tells it) or ``speaker`` (the outlet's own words are a
    lane of their own). The busiest LANES_SHOWN lanes keep their names, the rest become one.

    Raises
    ------
    ParameterError: *lanes* is neither.
    """
    schema.require(events, ["outlets", "speaker", "mentions"], "in_lanes")
    if lanes not in LANES:
        raise ParameterError(f"lanes: {lanes!r} is not one of {', '.join(LANES)}")
    if lanes == "speaker":
        found = events.assign(lane=events["speaker"].fillna(say("times.narrated", language)).astype("str"))
    else:
        found = events.assign(lane=[list(names) or [None] for names in events["outlets"]]).explode("lane")
        found["lane"] = outlet_names(found["lane"], language)
    busiest = (
        found.groupby("lane")["mentions"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .index[:LANES_SHOWN]
    )
    found["lane"] = found["lane"].where(found["lane"].isin(busiest), say("times.others", language))
    return found.reset_index(drop=True)


def readable(events: pd.DataFrame, language: str) -> pd.DataFrame:
    """*events* as a table to read: when (in words and in the Hijri calendar), what, who says so, outlets, when first reported, in how many articles."""
    schema.require(events, list(schema.EVENTS), "readable")
    rows = list(events.itertuples(index=False))
    ids = pd.Series(sorted({name for r in rows for name in r.outlets}), dtype="str")
    named = dict(zip(ids, outlet_names(ids, language), strict=True))
    return pd.DataFrame({
        "when": pd.Series([when_text(r.earliest, r.latest, r.grain, language) for r in rows], dtype="str"),
        "hijri": pd.Series([hijri_text(r.earliest, language) if r.grain in ("day", "minute") else None for r in rows], dtype="str"),
        "text": pd.Series([r.text for r in rows], dtype="str"),
        "speaker": pd.Series([r.speaker for r in rows], dtype="str"),
        "outlets": pd.Series([" · ".join(named[name] for name in r.outlets) for r in rows], dtype="str"),
        "reported_first": pd.Series([r.reported_first for r in rows], dtype="datetime64[s]"),
        "articles_n": pd.Series([r.articles_n for r in rows], dtype="int64"),
    })  # fmt: skip


def in_context(
    times: pd.DataFrame, articles: pd.DataFrame, rows: int, seed: int, around: int = 70
) -> pd.DataFrame:
    """A seeded sample of expressions with the text around them, to check by hand.

    Returns
    -------
    DataFrame: article_id, before, text, after, type, value, basis; at most *rows* rows, in the order of the text.
    """
    schema.require(
        times, ["article_id", "start", "end", "text", "type", "value", "basis"], "in_context (times)"
    )
    schema.require(articles, ["article_id", "body"], "in_context (articles)")
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    chosen = times.sample(min(rows, len(times)), random_state=seed).sort_index()
    before = [_last_words(bodies[r.article_id][: r.start], around) for r in chosen.itertuples()]
    after = [_first_words(bodies[r.article_id][r.end :], around) for r in chosen.itertuples()]
    found = chosen[["article_id", "text", "type", "value", "basis"]].reset_index(drop=True)
    found.insert(1, "before", pd.Series(before, dtype="str"))
    found.insert(3, "after", pd.Series(after, dtype="str"))
    return found


def _first_words(text: str, letters: int) -> str:
    """The start of *text*, at most so many letters, no word cut."""
    return text if len(text) <= letters else text[: letters + 1].rsplit(" ", 1)[0]


def _last_words(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[-letters - 1 :].split(" ", 1)[-1]


def describe(
    events: pd.DataFrame, times: pd.DataFrame, articles: pd.DataFrame, language: str
) -> tuple[str, dict[str, object]]:
    """The message key of the finding and its values: the day named most, and how much lay ahead when reported."""
    exact = times[(times["latest"] - times["earliest"]) <= pd.Timedelta(days=1)]
    if exact.empty:
        return "times.finding_few", {"total": len(articles)}
    days = exact.assign(day=exact["earliest"].dt.normalize())
    counts = days.groupby("day").agg(mentions=("time_id", "size"), articles=("article_id", "nunique"))
    top = counts.sort_values(["mentions", "articles"], ascending=False, kind="stable").iloc[0]
    ahead = int((events["earliest"] > events["reported_last"]).sum())
    return "times.finding", {
        "day": date_text(top.name, language), "mentions": int(top["mentions"]), "articles": int(top["articles"]),
        "total": len(articles), "events": len(events), "ahead": ahead,
    }  # fmt: skip
