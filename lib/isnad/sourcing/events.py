"""Events as a reader chooses among them."""

from itertools import combinations

import pandas as pd

from isnad.errors import ParameterError
from isnad.schema import require
from isnad.sourcing.describe import without_copies
from isnad.sourcing.findings import event_titles
from isnad.text import key

# Statements that make two articles of one event, and how many articles of one statement are tied together.
SHARED, MOST = 2, 60
# Events compared statement by statement; each is its statements times its outlets.
MOST_EVENTS = 1000
EVENT_LIST = ("event_id", "outlets", "articles", "first_on", "last_on", "title", "outlet_ids")


def link_events(articles: pd.DataFrame, statements: pd.DataFrame, *, least: int = SHARED) -> pd.DataFrame:
    """The articles with ``event_id`` made whole: articles that share statements tell of one event, however their words differ.

    Parameters
    ----------
    articles : DataFrame
        What `isnad.find_events` returns.
    statements : DataFrame
        What `isnad.match_statements` returns.
    least : int
        Statements that two articles must share to be joined.

    Returns
    -------
    A new frame, index kept. Events that are joined take the first of their ids; an article without one takes that of those it is
    joined with, or ``e:`` and the first article_id. Articles that share nothing keep what they have.
    """
    require(articles, ["article_id", "event_id"], "link_events")
    require(statements, ["article_id", "statement_id"], "link_events")
    out = articles.copy()
    pairs = _sharing(statements[statements["article_id"].isin(articles["article_id"])], least)
    if not pairs:
        return out
    given = dict(zip(articles["article_id"], articles["event_id"], strict=True))
    head: dict[str, str] = {}

    def top(node: str) -> str:
        while head.get(node, node) != node:
            node = head[node]
        return node

    for one, other in pairs:
        nodes = [
            given[article] if isinstance(given[article], str) else f"e:{article}" for article in (one, other)
        ]
        low, high = sorted(map(top, nodes))
        head[high] = low
    joined = {article for pair in pairs for article in pair}
    ids = [
        top(event if isinstance(event, str) else f"e:{article}")
        if isinstance(event, str) or article in joined
        else None
        for article, event in given.items()
    ]
    out["event_id"] = out["article_id"].map(dict(zip(given, ids, strict=True))).astype("str")
    return out


def _sharing(statements: pd.DataFrame, least: int) -> list[tuple[str, str]]:
    """Pairs of articles with at least so many statements in common; of a statement in very many articles the first 60 count."""
    known = statements[statements["statement_id"].notna()].drop_duplicates(["article_id", "statement_id"])
    counts: dict[tuple[str, str], int] = {}
    for _, group in known.groupby("statement_id", sort=True):
        found = sorted(group["article_id"])[:MOST]
        for pair in combinations(found, 2):
            counts[pair] = counts.get(pair, 0) + 1
    return sorted(pair for pair, n in counts.items() if n >= least)


def count_events(articles: pd.DataFrame) -> pd.DataFrame:
    """The events that two or more outlets cover (EVENT_LIST), those of most outlets first; *articles* with ``event_id``."""
    require(articles, ["article_id", "event_id", "outlet", "published", "body"], "count_events")
    kept = without_copies(articles)
    covered = kept.groupby("event_id")["outlet"].nunique()
    kept = kept[kept["event_id"].isin(covered.index[covered > 1])]
    by_event = kept.groupby("event_id", sort=True)
    names = kept[["event_id", "outlet"]].dropna().drop_duplicates().sort_values("outlet")
    out = pd.DataFrame(
        {
            "outlets": by_event["outlet"].nunique(),
            "articles": by_event.size(),
            "first_on": by_event["published"].min(),
            "last_on": by_event["published"].max(),
            "title": event_titles(kept),
            "outlet_ids": names.groupby("event_id")["outlet"].agg(list).astype(object),
        }
    )
    out = out.rename_axis("event_id").reset_index()[list(EVENT_LIST)]
    return out.sort_values(
        ["outlets", "articles", "event_id"], ascending=[False, False, True], ignore_index=True
    )


def choose_event(events: pd.DataFrame, wanted: str = "") -> str:
    """The ``event_id`` that *wanted* names: the id itself, or words of its title; empty takes the first; "" when there is no event.

    Raises
    ------
    ParameterError: no event of two outlets holds *wanted*.
    """
    if events.empty and not wanted:
        return ""
    if not wanted:
        return str(events["event_id"].iloc[0])
    if (events["event_id"] == wanted).any():
        return wanted
    found = events[events["title"].map(key).str.contains(key(wanted), regex=False)] if len(events) else events
    if found.empty:
        raise ParameterError(
            f"event: no event of two outlets has the id or title {wanted!r}; there are {'; '.join(events['title'].head(5)) or 'none'}"
        )
    return str(found["event_id"].iloc[0])


def of_event(articles: pd.DataFrame, event: str) -> pd.DataFrame:
    """The articles of one event, index kept; none where *event* is empty."""
    require(articles, ["event_id"], "of_event")
    return articles[(articles["event_id"] == event).fillna(False)]


def most_covered(articles: pd.DataFrame, events: pd.DataFrame, most: int = MOST_EVENTS) -> pd.DataFrame:
    """*articles*, those of other events than the first *most* of *events* (`count_events`) left out; all, where there are no more."""
    require(articles, ["event_id"], "most_covered")
    if len(events) <= most:
        return articles
    return articles[articles["event_id"].isin(events["event_id"].head(most))]


def of_articles(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The rows of *quotes* (or times) that belong to *articles*, index kept."""
    return quotes[quotes["article_id"].isin(articles["article_id"])]
