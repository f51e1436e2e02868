"""Shares: how much of what is quoted goes to each speaker, kind, country, side …, and how sure that is."""

import numpy as np
import pandas as pd

from isnad.errors import ParameterError
from isnad.schema import require
from isnad.sourcing.intervals import (
    DRAWS,
    MIN_ARTICLES,
    MIN_COUNT,
    article_counts,
    bounds,
    ratio_bounds,
    resampled,
)
from isnad.sourcing.sources import link_identity

UNITS = ("statements", "words", "articles")
SHARES = ("unit", "n", "total", "articles", "group_articles", "share", "low", "high", "is_small")
ODDS = ("n", "total", "share", "other_n", "other_total", "other_share", "log_odds", "low", "high", "is_small")


def share(
    sourced: pd.DataFrame,
    of: str,
    *,
    by: str | None = "outlet",
    unit: str | tuple[str, ...] = "statements",
    min_count: int = MIN_COUNT,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Share of statements (or words, or articles) that falls to each value of a column.

    Parameters
    ----------
    sourced : DataFrame
        What `describe_quotes` returns.
    of : str
        The column whose values share the whole: ``speaker``, ``speaker_kind``, ``country``, ``side``, ``source_type``,
        ``naming``, ``origin``, ``form``, ``cue_type``, ``is_official``, ``is_lead`` …
    by : str or None
        The column whose groups are each a whole; None makes the corpus one whole.
    unit : {"statements", "words", "articles"} or several of them
        What is counted; several stand below each other. For ``articles`` the total is the articles of the group that quote anybody, and the shares of one
        group may add up to more than 1.
    min_count : int, statements (or articles)
        Groups whose total is smaller stay in the table with ``is_small`` True.

    Returns
    -------
    DataFrame: *by*, *of*, then SHARES. ``articles``: those that hold the value, ``group_articles``: those of the whole. ``share`` is ``n / total`` (0–1), ``low`` and ``high`` its 95 % interval over resampled
    articles; NaN under 5 articles. The value ``unknown`` is part of the whole and stands in its own row. Sorted by
    total and share, falling. Empty in, empty out.

    Raises
    ------
    SchemaError: a column is missing. ParameterError: unknown unit.
    """
    names = [name for name in (by, of) if name]
    require(sourced, ["article_id", "words", *names], "share")
    units = (unit,) if isinstance(unit, str) else tuple(unit)
    unknown = [name for name in units if name not in UNITS]
    if unknown:
        raise ParameterError(f"unit: {unknown[0]!r} is not one of {', '.join(UNITS)}")
    groups = list(sourced.groupby(by, sort=True)) if by else [(None, sourced)]
    parts = [
        _shares_of(group, of, name, min_count, draws, seed).assign(**({by: value} if by else {}))
        for name in units
        for value, group in groups
        if len(group)
    ]
    columns = [*names, *SHARES]
    if not parts:
        return pd.DataFrame(columns=columns)
    out = pd.concat(parts, ignore_index=True)[columns]
    place = out["unit"].map(units.index)
    keys = out.assign(_u=place, _t=-out["total"], _s=-out["share"])
    order = keys.sort_values(["_u", "_t", *([by] if by else []), "_s", of], kind="stable").index
    return out.loc[order].reset_index(drop=True)


def _shares_of(
    group: pd.DataFrame, of: str, unit: str, min_count: int, draws: int, seed: int
) -> pd.DataFrame:
    from scipy.sparse import csr_array, hstack

    values = group[of].astype(object).where(group[of].notna(), "unknown")
    if unit == "articles":
        once = ~pd.DataFrame({"a": group["article_id"], "v": values.astype(str)}).duplicated()
        group, values = group[once], values[once]
    weights = group["words"] if unit == "words" else pd.Series(1, index=group.index)
    counts, labels = article_counts(group, values.astype(str), weights)
    articles, cells = counts.shape
    whole = np.ones(articles) if unit == "articles" else np.asarray(counts.sum(axis=1)).ravel()
    # Most speakers stand in few articles: filled with zeros the table of a large outlet would not fit into memory.
    table = hstack([counts, csr_array(whole.reshape(-1, 1))], format="csr")
    low, high = ratio_bounds(table, range(cells), [cells] * cells, draws, seed)
    n, total = np.asarray(counts.sum(axis=0)).ravel(), whole.sum()
    base = articles if unit == "articles" else len(group)
    spread = pd.Series(group["article_id"].to_numpy()).groupby(values.astype(str).to_numpy()).nunique()
    return pd.DataFrame(
        {
            of: labels,
            "unit": unit,
            "n": n.astype(int),
            "total": int(total),
            "articles": spread.reindex(labels).to_numpy(),
            "group_articles": articles,
            "share": n / total if total else np.nan,
            "low": low,
            "high": high,
            "is_small": bool(base < min_count or articles < MIN_ARTICLES),
        }
    )


def count_relays(sourced: pd.DataFrame, *, by: str = "outlet", min_count: int = MIN_COUNT) -> pd.DataFrame:
    """Through whom the words came: how many statements of each outlet passed through each link of a chain.

    Returns
    -------
    DataFrame: *by*, ``relay``, ``n``, ``total`` (all statements of the outlet), ``share``, ``is_small``. A statement with two links counts under
    both, so shares do not add up; names of one relay (البيت الأبيض، الرئاسة الأميركية) count together under the commonest; statements without a chain are only in the total.
    """
    require(sourced, [by, "links"], "count_relays")
    totals = sourced.groupby(by).size()
    links = sourced[[by, "links"]].explode("links").dropna()
    ids = links["links"].map(link_identity)
    names = links["links"].groupby(ids).agg(lambda found: found.mode().iloc[0])
    out = links.groupby([by, ids]).size().rename("n").reset_index().rename(columns={"links": "relay"})
    out["relay"] = out["relay"].map(names)
    out["total"] = out[by].map(totals).astype("int64")
    out["share"] = out["n"] / out["total"]
    out["is_small"] = out["total"] < min_count
    return out.sort_values(["n", by, "relay"], ascending=[False, True, True], ignore_index=True)


def log_odds(
    sourced: pd.DataFrame,
    of: str = "cue_type",
    *,
    group: str | None = "source_type",
    by: str = "outlet",
    min_count: int = MIN_COUNT,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """How much likelier each outlet is than all others to use each value of a column, for the same group of speakers.

    With ``of="cue_type"``: does an outlet put زعم before one side's words more often than the others do?

    Parameters
    ----------
    group : str or None
        Speakers are compared with speakers of the same value (``source_type``, ``side``, ``country``, ``speaker``); None compares all.
    by : str
        The column of the two sides of the comparison: one value against all other values.

    Returns
    -------
    DataFrame: *group*, *by*, *of*, then ODDS. ``log_odds`` is the natural logarithm of the odds ratio with one half added to each
    of the four counts (0 means no difference; 0.69 twice the odds); ``low`` and ``high`` its 95 % interval over resampled
    articles, NaN under 5 articles. Rows where nobody else quotes the group are left out: there is nothing to compare with. Sorted: the differences that are surest first, small numbers last.
    """
    keys = [key for key in (group, by, of) if key]
    require(sourced, ["article_id", *keys], "log_odds")
    columns = [*keys, *ODDS]
    if sourced.empty:
        return pd.DataFrame(columns=columns)
    frame = sourced.assign(
        **{
            key: sourced[key].astype(object).where(sourced[key].notna(), "unknown").astype(str)
            for key in keys
        }
    )
    parts = [
        _odds_of(part, value, group, by, of, min_count, draws, seed)
        for value, part in (frame.groupby(group) if group else [(None, frame)])
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=columns)
    out = pd.concat(parts, ignore_index=True)[columns]
    apart = np.where(out["low"] * out["high"] > 0, out[["low", "high"]].abs().min(axis=1), -1)
    order = out.assign(_apart=-apart).sort_values(["is_small", "_apart", *keys], kind="stable").index
    return out.loc[order].reset_index(drop=True)


def _odds_of(part, value, group, by, of, min_count, draws, seed) -> pd.DataFrame:
    if part[by].nunique() < 2:
        return pd.DataFrame()
    counts, labels = article_counts(part, part[by] + "\t" + part[of], pd.Series(1, index=part.index))
    sides, values = zip(*(label.split("\t") for label in labels), strict=True)
    sides, values = np.array(sides), np.array(values)
    in_side = (sides[:, None] == sides[None, :]).astype(float)
    in_value = (values[:, None] == values[None, :]).astype(float)

    def table(sums):
        here = sums @ in_side
        return sums, here, sums @ in_value - sums, sums.sum(axis=1, keepdims=True) - here

    def odds(sums):
        n, here, other, elsewhere = table(sums)
        return np.log((n + 0.5) * (elsewhere - other + 0.5) / ((here - n + 0.5) * (other + 0.5)))

    observed = np.asarray(counts.sum(axis=0)).reshape(1, -1)
    n, here, other, elsewhere = (row[0] for row in table(observed))
    articles = part.groupby(by)["article_id"].nunique()
    enough = pd.Series(sides).map(articles).to_numpy() >= MIN_ARTICLES
    low, high = bounds(odds(resampled(counts, draws, seed)))
    estimate = odds(observed)[0]
    error = 1.96 * np.sqrt(sum(1 / (count + 0.5) for count in (n, here - n, other, elsewhere - other)))
    low, high = np.minimum(low, estimate - error), np.maximum(high, estimate + error)
    return pd.DataFrame(
        {
            **({group: value} if group else {}),
            by: sides,
            of: values,
            "n": n.astype(int),
            "total": here.astype(int),
            "share": n / here,
            "other_n": other.astype(int),
            "other_total": elsewhere.astype(int),
            "other_share": other / elsewhere,
            "log_odds": estimate,
            "low": np.where(enough, low, np.nan),
            "high": np.where(enough, high, np.nan),
            "is_small": (here < min_count) | (elsewhere < min_count) | ~enough,
        }
    )
