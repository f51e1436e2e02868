"""Events as a reader chooses among them."""

import pandas as pd

from isnad.errors import ParameterError
from isnad.schema import require
from isnad.sourcing.describe import without_copies
from isnad.sourcing.findings import event_title
from isnad.text import key

EVENT_LIST = ("event_id", "outlets", "articles", "first_on", "last_on", "title", "outlet_ids")


def count_events(articles: pd.DataFrame) -> pd.DataFrame:
    """The events that two or more outlets cover (EVENT_LIST), those of most outlets first; *articles* with ``event_id``."""
    require(articles, ["article_id", "event_id", "outlet", "published", "body"], "count_events")
    kept = without_copies(articles)
    rows = []
    for event, group in kept[kept["event_id"].notna()].groupby("event_id", sort=True):
        outlets = sorted(group["outlet"].dropna().unique())
        if len(outlets) > 1:
            rows.append(
                (
                    event,
                    len(outlets),
                    len(group),
                    group["published"].min(),
                    group["published"].max(),
                    event_title(group),
                    outlets,
                )
            )
    out = pd.DataFrame(rows, columns=list(EVENT_LIST))
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


def of_articles(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The rows of *quotes* (or times) that belong to *articles*, index kept."""
    return quotes[quotes["article_id"].isin(articles["article_id"])]
