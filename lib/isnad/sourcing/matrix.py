"""Which outlet carries which statement of an event, in what form; what each left out, and what it alone has."""

import numpy as np
import pandas as pd

from isnad.schema import require
from isnad.sourcing.describe import without_copies
from isnad.sourcing.intervals import DRAWS, MIN_ARTICLES, ratio_bounds

CELLS = ("verbatim", "excerpt", "indirect", "absent")
WHOLE = 0.6
MATRIX = (
    "event_id", "statement_id", "outlet", "cell", "speaker", "speaker_id", "side", "source_type", "relay", "path", "cue", "cue_type",
    "published", "is_first", "marked_words", "fullest_words", "quote_id", "article_id", "text", "label", "outlets_n", "outlets_covering",
    "articles_n",
)  # fmt: skip
COVERAGE = (
    "events",
    "articles",
    "statements",
    "carried",
    "left_out",
    "alone",
    "left_out_share",
    "low",
    "high",
    "alone_share",
    "is_small",
)


def statement_matrix(sourced: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Every statement of every event that two or more outlets cover, against each of these outlets.

    Parameters
    ----------
    sourced : DataFrame
        What `describe_quotes` returns.
    articles : DataFrame
        With ``event_id`` (`find_events`); articles that repeat another of their outlet are left aside.

    Returns
    -------
    DataFrame, (statements x outlets that cover the event, MATRIX). ``cell`` is

    - ``verbatim``: between quotation marks (or after a colon), at least 60 % of the words of the fullest version found anywhere;
    - ``excerpt``: marked, but fewer of them; - ``indirect``: in the outlet's own words;
    - ``absent``: the outlet covers the event (``articles_n`` articles) and no version was found in them. Nothing is said about
      outlets that do not cover the event: they have no row.

    Where an outlet has several versions the row tells the fullest form. ``is_first`` marks the outlets whose version was published
    earliest; where days tie, all of them. ``label`` is the fullest version. A statement that nothing matches is one of its outlet alone; fragments
    of one clause are one statement. Sorted by event, by outlets that carry it (most first), by first position in the text.

    Raises
    ------
    SchemaError: a column is missing.
    """
    require(
        sourced,
        ["quote_id", "article_id", "statement_id", "event_id", "outlet", "marked", "words", "clause_start"],
        "statement_matrix",
    )
    require(articles, ["article_id", "event_id", "outlet", "body"], "statement_matrix")
    kept = without_copies(articles)
    covering = (
        kept[kept["event_id"].notna()]
        .groupby(["event_id", "outlet"])["article_id"]
        .nunique()
        .rename("articles_n")
        .reset_index()
    )
    covering["outlets_covering"] = covering.groupby("event_id")["outlet"].transform("size")
    covering = covering[covering["outlets_covering"] >= 2]
    frame = sourced[sourced["event_id"].isin(covering["event_id"])]
    if frame.empty:
        return pd.DataFrame(columns=list(MATRIX))
    frame = frame.assign(statement_id=statement_keys(frame))
    carried = _carried(frame)
    statements = _statements(frame)
    grid = statements.merge(covering, on="event_id").merge(
        carried, on=["event_id", "statement_id", "outlet"], how="left"
    )
    grid["cell"] = _cell(grid)
    grid["outlets_n"] = grid.groupby(["event_id", "statement_id"])["quote_id"].transform("count")
    first = grid.groupby(["event_id", "statement_id"])["published"].transform("min")
    grid["is_first"] = (grid["published"] == first).fillna(False)
    grid["marked_words"] = grid["marked_words"].fillna(0).astype(int)
    order = (
        grid.assign(_n=-grid["outlets_n"])
        .sort_values(["event_id", "_n", "place", "statement_id", "outlet"], kind="stable")
        .index
    )
    return grid.loc[order, list(MATRIX)].reset_index(drop=True)


def statement_keys(frame: pd.DataFrame) -> pd.Series:
    """The statement each row belongs to: its ``statement_id``, else that of its clause, else one of the clause's own."""
    clause = frame["article_id"] + "@" + frame["clause_start"].astype(str)
    of_clause = frame["statement_id"].groupby(clause).transform("first")
    return frame["statement_id"].fillna(of_clause).fillna(clause)


def coverage(
    matrix: pd.DataFrame,
    *,
    of: str | None = None,
    least: int = 2,
    min_count: int = 10,
    draws: int = DRAWS,
    seed: int = 0,
) -> pd.DataFrame:
    """What each outlet left out and what it alone has, out of the statements of the events it covers.

    Parameters
    ----------
    matrix : DataFrame
        What `statement_matrix` returns.
    of : str, optional
        ``side``, ``source_type`` or ``speaker``: counted apart for each value.
    least : int, outlets
        A statement counts as one that could be left out when so many *other* outlets carry it (all others, where fewer cover the event).

    Returns
    -------
    DataFrame: ``outlet``, *of*, then COVERAGE. ``articles``: of the outlet on these events. ``statements``: of these events, those that *least* other outlets carry; ``left_out`` of them are
    not in this one, ``left_out_share`` = left_out / statements. ``carried``: all that the outlet itself has; ``alone`` of them are in no other,
    ``alone_share`` = alone / carried. ``low`` and ``high``: 95 % interval of ``left_out_share`` over resampled events, NaN under 5 events.
    """
    require(
        matrix,
        [name for name in ("outlet", "event_id", "cell", "outlets_n", "outlets_covering", of) if name],
        "coverage",
    )
    keys = ["outlet", *([of] if of else [])]
    if matrix.empty:
        return pd.DataFrame(columns=[*keys, *COVERAGE])
    has = matrix["cell"] != "absent"
    counted = matrix["outlets_n"] - has >= np.minimum(least, matrix["outlets_covering"] - 1)
    table = pd.DataFrame(
        {
            **{key: matrix[key].astype(object).where(matrix[key].notna(), "unknown") for key in keys},
            "event_id": matrix["event_id"],
            "statements": counted,
            "carried": has,
            "left_out": counted & ~has,
            "alone": has & (matrix["outlets_n"] == 1),
        }
    )
    rows = []
    for value, group in table.groupby(keys, sort=True):
        events = group.groupby("event_id")[["statements", "carried", "left_out", "alone"]].sum()
        total = events.sum()
        articles = matrix.loc[group.index].drop_duplicates("event_id")["articles_n"].sum()
        low, high = ratio_bounds(events.to_numpy(), [2], [0], draws, seed)
        rows.append((*value, len(events), int(articles), *total, _over(total["left_out"], total["statements"]), low[0], high[0],
                     _over(total["alone"], total["carried"]), bool(total["statements"] < min_count or len(events) < MIN_ARTICLES)))  # fmt: skip
    out = pd.DataFrame(rows, columns=[*keys, *COVERAGE])
    return (
        out.sort_values(["statements", *keys], ascending=[False, *[True] * len(keys)], ignore_index=True)
        if of
        else out
    )


def sample_absent(matrix: pd.DataFrame, articles: pd.DataFrame, n: int, seed: int = 0) -> pd.DataFrame:
    """Some of the claims of absence, to be checked by reading: the statement, the outlet, and its titles on the event.

    Returns
    -------
    DataFrame: ``outlet``, ``speaker``, ``label`` (the statement as another outlet has it), ``titles`` and ``article_ids`` of the outlet's
    articles on the event, their number ``articles_n``, and ``event_id``; at most *n* rows, the same for the same seed.
    """
    require(articles, ["article_id", "event_id", "outlet"], "sample_absent")
    absent = matrix[matrix["cell"] == "absent"]
    absent = absent.sample(min(n, len(absent)), random_state=seed).sort_index()
    of_event = articles[articles["event_id"].isin(absent["event_id"])].groupby(["event_id", "outlet"])
    titles = (
        of_event["title"].apply(lambda found: found.dropna().tolist())
        if "title" in articles
        else pd.Series(dtype=object)
    )
    ids = of_event["article_id"].apply(list)
    keys = list(zip(absent["event_id"], absent["outlet"], strict=True))
    out = absent.reset_index(drop=True).assign(
        titles=[titles.get(key, []) for key in keys], article_ids=[ids.get(key, []) for key in keys]
    )
    return out[["outlet", "speaker", "label", "titles", "article_ids", "articles_n", "event_id"]]


def list_alone(matrix: pd.DataFrame) -> pd.DataFrame:
    """The statements that one outlet alone has of an event that others cover too: outlet, speaker, cell, path, text."""
    alone = matrix[(matrix["outlets_n"] == 1) & (matrix["cell"] != "absent")]
    columns = ["outlet", "speaker", "cell", "path", "text", "outlets_covering", "event_id", "article_id"]
    return alone.sort_values(["outlet", "event_id", "article_id"], kind="stable")[columns].reset_index(
        drop=True
    )


def _over(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


def _carried(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["event_id", "statement_id", "outlet"]
    spoken = frame["marked"] | (frame["form"] == "direct")
    frame = frame.assign(
        _marked=np.where(spoken, frame["words"], 0), _form=np.where(spoken, 0, 1), _few=-frame["words"]
    )
    quoted = (
        frame.groupby([*keys, "article_id"])["_marked"].sum().groupby(level=keys).max().rename("marked_words")
    )
    best = frame.sort_values(["_form", "_few", "published", "quote_id"], kind="stable").drop_duplicates(keys)
    earliest = frame.groupby(keys)["published"].min()
    best = best[[*keys, "quote_id", "article_id", "cue", "cue_type", "relay", "path", "text"]]
    return best.merge(quoted, on=keys).merge(earliest, on=keys)


def _statements(frame: pd.DataFrame) -> pd.DataFrame:
    keys = ["event_id", "statement_id"]
    longest = (
        frame.assign(_few=-frame["words"])
        .sort_values(["_few", "quote_id"], kind="stable")
        .drop_duplicates(keys)
    )
    out = longest[[*keys, "text", "speaker", "speaker_id", "side", "source_type"]].rename(
        columns={"text": "label"}
    )
    grouped = frame.groupby(keys)
    for name in ("speaker", "speaker_id", "side", "source_type"):
        # The commonest of each statement, of equally common ones the first by letters.
        told = frame.groupby([*keys, name]).size().rename("n").reset_index()
        known = told.sort_values(["n", name], ascending=[False, True], kind="stable").drop_duplicates(keys)
        out[name] = pd.MultiIndex.from_frame(out[keys]).map(known.set_index(keys)[name])
    whole = (
        frame.groupby([*keys, "article_id"])["words"].sum().groupby(level=keys).max().rename("fullest_words")
    )
    place = grouped["position"].min().rename("place")
    return out.merge(whole, on=keys).merge(place, on=keys)


def _cell(grid: pd.DataFrame) -> np.ndarray:
    absent = grid["quote_id"].isna()
    marked = grid["marked_words"].fillna(0)
    whole = marked >= WHOLE * grid["fullest_words"]
    return np.select([absent, marked == 0, whole], ["absent", "indirect", "verbatim"], "excerpt")
