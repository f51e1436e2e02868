"""Expressions of time in articles: where they stand, what they mean."""

import re
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from isnad import parallel, schema, timex
from isnad.published import certain_day, wall_clock
from isnad.remembered import remembered
from isnad.timefind import finds
from isnad.timewords import read

TRAILING = re.compile("[\u0640\u064b-\u065f\u0670]*")  # marks that belong to the last letter: عاماً, 1442هـ
EPOCH = datetime(1970, 1, 1)
UNKNOWN = int(np.iinfo("int64").min)  # what a column of times holds for NaT
FIRST_YEAR, LAST_YEAR = 1800, 2100  # a publication date outside is taken for unknown


def extract_times(articles: pd.DataFrame, n_jobs: int = 1) -> pd.DataFrame:
    """Find every expression of time in the bodies of *articles*.

    Parameters
    ----------
    articles : DataFrame, or Dask DataFrame
        Needs ``article_id`` and ``body``; uses ``published`` (a day, with or without an hour) when there. A
        ``published`` that is missing or lies outside 1800–2100 counts as unknown.
    n_jobs : int
        Processes; -1 is one a processor. Small corpora are read in this one all the same.

    Returns
    -------
    DataFrame (from a Dask DataFrame a lazy one) with the columns of ``schema.TIMES``, in the order of the articles and of the text; spans do not
    overlap. ``text == body[start:end]`` (code points). ``value`` is TIMEX3, NA where it cannot be known;
    ``earliest`` and ``latest`` bound the value's own grain, half open, NaT for durations, sets and vague values.
    ``basis`` tells on what the value rests: ``explicit`` (the words alone), ``published``, or ``context`` (a
    date named before in the same article). ``rule`` names the rule of the grammar, for audit.

    Each article is read by itself. Titles are not read. A missing body gives no rows.

    Raises
    ------
    SchemaError: *articles* lacks ``article_id`` or ``body``. ParameterError: *n_jobs* is 0 or below -1.
    """
    if (spread := parallel.spread(extract_times, articles, schema.TIMES, n_jobs)) is not None:
        return spread
    schema.require(articles, ["article_id", "body"], "extract_times")
    published = publication_days(articles)
    columns: dict[str, list] = {name: [] for name in schema.TIMES}
    for article_id, body, day in zip(
        articles["article_id"].tolist(), articles["body"].tolist(), published, strict=True
    ):
        if isinstance(body, str) and body:
            _append(columns, article_id, body, day)
    return _frame(columns)


def times_in(body: str, published: date | None = None) -> list[tuple[int, int, str, str | None, str, str]]:
    """Expressions of one text: (start, end, type, value, basis, rule), in order.

    Without *published*, the day that the text itself fixes is taken, if it fixes one; such values have the basis ``context``.
    """
    line = read(body)
    if published is None and (found := finds(line, None)) and (day := certain_day(found, line)):
        found = finds(line, day)
        own = "context"
    elif published is None:
        own = "context"
    else:
        found, own = finds(line, published), "published"
    rows = []
    for match, type_, value, used in found:
        start, end = line.folded.span(match.start, match.end)
        end = TRAILING.match(body, end).end()  # type: ignore[union-attr]
        rows.append((start, end, type_, value, own if used == "published" else used, match.rule))
    return rows


def _append(columns: dict[str, list], article_id: object, body: str, day: date | None) -> None:
    for number, (start, end, type_, value, basis, rule) in enumerate(times_in(body, day)):
        columns["time_id"].append(f"{article_id}:t{number}")
        columns["article_id"].append(article_id)
        columns["start"].append(start)
        columns["end"].append(end)
        columns["text"].append(body[start:end])
        columns["type"].append(type_)
        columns["value"].append(value)
        earliest, latest = _bounds(value)
        columns["earliest"].append(earliest)
        columns["latest"].append(latest)
        columns["basis"].append(basis)
        columns["rule"].append(rule)


@remembered
def _bounds(value: str | None) -> tuple[int, int]:
    """The interval of a value in seconds since 1970, ``UNKNOWN`` where it has none."""
    bounds = timex.interval(value)
    if bounds is None:
        return UNKNOWN, UNKNOWN
    earliest, latest = ((bound - EPOCH) // timedelta(seconds=1) for bound in bounds)
    return earliest, latest


def publication_days(articles: pd.DataFrame) -> list[date | None]:
    """The days of publication, None where there is none or it is absurd."""
    if "published" not in articles.columns:
        return [None] * len(articles)
    stamps = wall_clock(articles["published"])
    return [
        None if pd.isna(s) or not FIRST_YEAR <= s.year <= LAST_YEAR else date(s.year, s.month, s.day)
        for s in stamps
    ]


def _frame(columns: dict[str, list]) -> pd.DataFrame:
    data = {}
    for name, kind in schema.TIMES.items():
        if kind == "datetime":
            data[name] = np.array(columns[name], dtype="int64").view("datetime64[s]")
        else:
            data[name] = pd.Series(columns[name], dtype=schema.DTYPES[kind])
    return pd.DataFrame(data, columns=list(schema.TIMES))
