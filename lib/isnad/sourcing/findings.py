"""The finding of each notebook: a message and its values, computed."""

import pandas as pd

from isnad import rtl
from isnad.labels import outlet_names
from isnad.messages import say
from isnad.sourcing.describe import without_copies
from isnad.sourcing.intervals import MIN_COUNT

Finding = tuple[str, dict[str, object]]


def find_quoted(sourced: pd.DataFrame, articles: pd.DataFrame, *, minimum: int = MIN_COUNT) -> Finding:
    """Who gets quoted: message key and values for `isnad.views.finding` (notebook 20)."""
    n, total = len(sourced), articles["article_id"].nunique()
    if n == 0:
        return "sourcing.finding_none", {"articles": total}
    known = sourced[sourced["speaker"].notna() & sourced["speaker_id"].notna()]
    if n < minimum or known.empty:
        return "sourcing.finding_quoted_few", {"articles": total, "n": n, "minimum": minimum}
    counts = known["speaker"].value_counts()
    top = min(counts[counts == counts.max()].index)
    return "sourcing.finding_quoted", {
        "articles": sourced["article_id"].nunique(), "outlets": sourced["outlet"].nunique(), "n": n, "top": top, "share": counts.max() / n,
        "official": (sourced["is_official"] == "yes").mean(), "unnamed": (sourced["naming"] == "unnamed").mean(),
    }  # fmt: skip


def find_event(sourced: pd.DataFrame, articles: pd.DataFrame) -> Finding:
    """How outlets source one event (notebook 21); *articles* and *sourced* hold that event alone, or nothing."""
    articles = without_copies(articles)
    if articles.empty or articles["outlet"].nunique() < 2:
        return "sourcing.finding_event_none", {"articles": len(articles)}
    if sourced.empty:
        return "sourcing.finding_none", {"articles": len(articles)}
    share = sourced["origin"].value_counts(normalize=True)
    return "sourcing.finding_event", {
        "event": event_title(articles), "outlets": articles["outlet"].nunique(), "articles": len(articles), "n": len(sourced), "agency": sourced["is_agency"].mean(),
        "relay": share.get("relay", 0.0) + share.get("media", 0.0), "own": share.get("outlet", 0.0), "unstated": share.get("unstated", 0.0),
    }  # fmt: skip


def find_left_out(
    matrix: pd.DataFrame, coverage: pd.DataFrame, articles: pd.DataFrame, language: str
) -> Finding:
    """What each outlet left out (notebook 22)."""
    told = coverage[coverage["statements"] > 0]
    if matrix.empty or told.empty:
        return "sourcing.finding_event_none", {"articles": len(articles)}
    most = told.sort_values(["left_out_share", "left_out", "outlet"], ascending=[False, False, True]).iloc[0]
    statements = matrix.drop_duplicates(["event_id", "statement_id"])
    return "sourcing.finding_left_out", {
        "events": matrix["event_id"].nunique(), "statements": len(statements), "shared": int((statements["outlets_n"] > 1).sum()),
        "outlet": outlet_names(pd.Series([most["outlet"]]), language)[0], "left_out": int(most["left_out"]), "total": int(most["statements"]),
    }  # fmt: skip


def find_versions(
    statements: pd.DataFrame, articles: pd.DataFrame, quotes: pd.DataFrame, language: str, *, total: int = 0
) -> Finding:
    """One statement, many versions (notebook 41); *statements* is what `isnad.versions.list_statements` returns, of *total* where there are more."""
    if statements.empty:
        return "sourcing.finding_versions_none", {"quotes": len(quotes), "articles": len(articles)}
    told = dict.fromkeys(_example(row, language) for row in statements.head(3).to_dict("records"))
    more = {"total": total} if total > len(statements) else {}
    return f"sourcing.finding_versions{'_most' if more else ''}", {
        **more, "n": len(statements), "different": int(statements["different_chains"].sum()), "examples": say("sourcing.between_examples", language).join(told),
    }  # fmt: skip


def _example(row: dict, language: str) -> str:
    """A statement in a finding: speaker, words and outlets; outlets alone in a sentence that does not read as the words do."""
    outlets = _listed(outlet_names(pd.Series(row["outlet_ids"]), language).tolist(), language)
    if language != "ar":
        return outlets
    speaker = row["speaker"] if isinstance(row["speaker"], str) else say("codes.speaker_unknown", language)
    return say("sourcing.example", language, speaker=speaker, text=shorten(row["brief"], 70), outlets=outlets)


def _listed(names: list[str], language: str, most: int = 4) -> str:
    shown = say("interface.comma", language).join(names[:most])
    return (
        shown
        if len(names) <= most
        else say("sourcing.and_others", language, names=shown, n=len(names) - most)
    )


def event_title(articles: pd.DataFrame) -> str:
    """The title that stands for an event: that of the earliest article with one, else its first words."""
    return str(event_titles(articles.assign(event_id="")).iloc[0])


def event_titles(articles: pd.DataFrame) -> pd.Series:
    """What `event_title` gives for each ``event_id`` of *articles*."""
    dated = (
        articles.sort_values(["published", "article_id"], kind="stable", na_position="last")
        if "published" in articles
        else articles
    )
    events = dated["event_id"]
    bodies = dated[~events.duplicated()].set_index("event_id")["body"]
    titled = dated[dated["title"].notna()] if "title" in dated else dated.iloc[:0]
    titles = (
        titled.drop_duplicates("event_id").set_index("event_id")["title"] if len(titled) else bodies.iloc[:0]
    )
    return titles.reindex(bodies.index).fillna(bodies).map(shorten)


def shorten(words: str, letters: int = 90) -> str:
    """The first words, at most so many letters, with an ellipsis where something is cut."""
    words = " ".join(rtl.strip(str(words)).split())
    return words if len(words) <= letters else words[:letters].rsplit(" ", 1)[0] + " …"
