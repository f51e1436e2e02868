"""What a corpus does not allow to be compared, said in a sentence; and the extractor's own error beside a measure."""

from dataclasses import dataclass

import pandas as pd

from isnad import resources
from isnad.errors import IsnadError
from isnad.messages import say
from isnad.schema import require
from isnad.sourcing.carried import MOST_STATEMENTS
from isnad.sourcing.describe import are_copies, edges
from isnad.sourcing.events import MOST_EVENTS

ERRORS = ("measure", "value", "low", "high", "n", "gold")


@dataclass(frozen=True)
class Limit:
    """One thing that cannot be compared: a message key and its values; ``stops`` when nothing is left to show."""

    key: str
    values: tuple[tuple[str, object], ...] = ()
    stops: bool = False

    def say(self, language: str = "ar") -> str:
        """The sentence, in *language*."""
        return say(f"sourcing.{self.key}", language, **dict(self.values))


def limits(articles: pd.DataFrame, quotes: pd.DataFrame, *, compare: str = "outlets") -> list[Limit]:
    """What cannot be said from this corpus, the gravest first; an empty list when nothing stands in the way.

    Parameters
    ----------
    compare : {"outlets", "events", "statements"}
        What is to be compared: outlets as a whole, outlets on one event (needs ``event_id``), or versions of one statement
        (needs ``statement_id`` too).

    Returns
    -------
    list of Limit. Only the first that ``stops`` is given: the others would follow from it.
    """
    require(articles, ["article_id", "outlet", "body"], "limits")
    own = ~are_copies(articles)
    kept = articles.drop(columns="body")[own]
    found = list(_notes(articles, own, kept, quotes))
    stop = _stop(kept, quotes, compare)
    return [stop, *found] if stop else found


def few_groups(shares: pd.DataFrame, *, by: str = "outlet", minimum: int) -> list[Limit]:
    """A note when groups of a table of shares have too few statements or articles for a conclusion; else nothing."""
    small = shares.groupby(by)["is_small"].any() if len(shares) else pd.Series(dtype=bool)
    if not small.any():
        return []
    return [Limit("few", (("groups", int(small.sum())), ("total", len(small)), ("minimum", minimum)))]


def many_events(events: pd.DataFrame, most: int = MOST_EVENTS) -> list[Limit]:
    """A note where the first *most* of *events* alone are compared (`most_covered`); else nothing."""
    if len(events) <= most:
        return []
    return [Limit("many_events", (("most", most), ("total", len(events))))]


def many_statements(carried: pd.DataFrame, most: int = MOST_STATEMENTS) -> list[Limit]:
    """A note where the first *most* of *carried* alone are compared (`most_carried`); else nothing."""
    if len(carried) <= most:
        return []
    return [Limit("many_statements", (("most", most), ("total", len(carried))))]


def _stop(kept: pd.DataFrame, quotes: pd.DataFrame, compare: str) -> Limit | None:
    told = quotes[quotes["article_id"].isin(kept["article_id"])]
    if kept.empty:
        return Limit("no_articles", stops=True)
    if told.empty:
        return Limit("no_quotes", (("articles", len(kept)),), stops=True)
    if kept["outlet"].nunique() < 2:
        key = "one_article" if len(kept) == 1 else "one_outlet"
        return Limit(
            key,
            (("outlet", _name(kept["outlet"].iloc[0])), ("articles", len(kept))),
            stops=compare != "outlets",
        )
    if compare == "outlets":
        return None
    shared = kept.groupby("event_id")["outlet"].nunique() if "event_id" in kept else pd.Series(dtype=int)
    if compare == "events" and not (shared >= 2).any():
        return Limit(
            "no_shared_event", (("articles", len(kept)), ("outlets", kept["outlet"].nunique())), stops=True
        )
    if compare == "statements" and not ("statement_id" in told and told["statement_id"].notna().any()):
        return Limit(
            "no_shared_statement", (("quotes", len(told)), ("outlets", kept["outlet"].nunique())), stops=True
        )
    return None


def _notes(articles: pd.DataFrame, own: pd.Series, kept: pd.DataFrame, quotes: pd.DataFrame):
    copies = len(articles) - len(kept)
    if copies:
        yield Limit("copies", (("copies", copies), ("articles", len(articles)), ("kept", len(kept))))
    alike = own.to_numpy(copy=True)
    alike[alike] = edges(articles["body"])[alike].duplicated(keep=False)
    bodies = articles[["outlet", "body"]][alike].drop_duplicates()
    same, total = bodies["body"].duplicated(keep=False).sum(), len(kept) - int(alike.sum()) + len(bodies)
    if same > 1 and same >= total / 2:
        yield Limit("same_text", (("articles", int(same)), ("total", total)))
    silent = kept.loc[
        ~kept["outlet"].isin(kept.loc[kept["article_id"].isin(quotes["article_id"].unique()), "outlet"]),
        "outlet",
    ].unique()
    if len(silent) and len(quotes):
        yield Limit("silent_outlets", (("outlets", "، ".join(_name(outlet) for outlet in sorted(silent))),))


def _name(outlet: object) -> str:
    from isnad.sourcing.sources import outlet_names

    return next(iter(outlet_names(str(outlet))), str(outlet))


def extractor_error(measures: list[str]) -> pd.DataFrame:
    """How far the extractor errs in what these measures rest on, measured against articles that people annotated.

    Returns
    -------
    DataFrame (ERRORS): the rows of data/extractor-errors.csv whose ``measure`` is asked for, in that order; empty where the table is not there.
    """
    try:
        frame = pd.read_csv(resources.data("extractor-errors.csv"))
    except IsnadError:
        return pd.DataFrame(columns=list(ERRORS))
    require(frame, list(ERRORS), "extractor-errors.csv")
    frame = frame[frame["measure"].isin(measures)]
    return frame.set_index("measure").loc[[m for m in measures if m in set(frame["measure"])]].reset_index()
