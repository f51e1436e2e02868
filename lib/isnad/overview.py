"""What a corpus holds: counts of articles, words, quotations and times, per outlet and per article."""

import pandas as pd

from isnad import resources
from isnad.schema import require

WORD = r"\w+"
BLOCK = 10_000


def count_outlets(articles: pd.DataFrame, quotes: pd.DataFrame, times: pd.DataFrame) -> pd.DataFrame:
    """Counts per outlet, most articles first.

    Returns
    -------
    DataFrame, (outlets x 8): ``outlet``, ``articles``, ``dated`` (articles with a date), ``words``, ``quotes``, ``times``,
    ``first_on``, ``last_on`` (dates of publication; NaT where none is known). Articles without an outlet count as one
    group whose ``outlet`` is empty.
    """
    each = count_articles(articles, quotes, times).assign(outlet=lambda t: t["outlet"].fillna(""))
    found = each.groupby("outlet", as_index=False).agg(
        articles=("article_id", "size"), dated=("published", "count"), words=("words", "sum"), quotes=("quotes", "sum"),
        times=("times", "sum"), first_on=("published", "min"), last_on=("published", "max"),
    )  # fmt: skip
    return found.sort_values(
        ["articles", "words", "outlet"], ascending=[False, False, True], ignore_index=True
    )


def count_articles(articles: pd.DataFrame, quotes: pd.DataFrame, times: pd.DataFrame) -> pd.DataFrame:
    """Counts per article, in the order of *articles*.

    Returns
    -------
    DataFrame, (articles x 8), index kept: ``article_id``, ``outlet``, ``published``, ``published_basis``, ``title``,
    ``words`` of the body, ``quotes`` (marked or reported, titles included), ``times``.
    """
    require(
        articles, ["article_id", "outlet", "published", "published_basis", "title", "body"], "count_articles"
    )
    found = articles[["article_id", "outlet", "published", "published_basis", "title"]].copy()
    # A part of the texts at a time: counting makes a Python string of each, twice as large as it lies in the table.
    parts = [articles["body"].iloc[begin : begin + BLOCK] for begin in range(0, len(articles), BLOCK)]
    found["words"] = [int(n) for part in parts for n in part.fillna("").str.count(WORD)]
    found["words"] = found["words"].astype("int64")
    for name, frame in (("quotes", quotes), ("times", times)):
        counts = frame["article_id"].value_counts()
        found[name] = found["article_id"].map(counts).fillna(0).astype("int64")
    return found


def cleaning_errors() -> pd.DataFrame:
    """How often cleaning went wrong in articles checked by hand: ``data/cleaning-errors.csv``, one row an outlet, worst first.

    Returns
    -------
    DataFrame
        ``outlet``, ``articles_checked``, ``furniture_left`` (articles whose body kept a line that is no part of it), ``text_lost`` (articles
        that lost a sentence), ``checked_on``, ``how``. The first row counts all (``outlet`` empty). The articles are not those of a corpus at hand.
    """
    found = pd.read_csv(resources.data("cleaning-errors.csv"))
    counted = ["articles_checked", "furniture_left", "text_lost"]
    found = found.sort_values([*counted[1:], "outlet"], ascending=[False, False, True])
    total = {
        "outlet": "",
        **found[counted].sum().to_dict(),
        "checked_on": found["checked_on"].max(),
        "how": "hand-checked",
    }
    return pd.concat([pd.DataFrame([total]), found], ignore_index=True)


def count_bases(articles: pd.DataFrame) -> pd.DataFrame:
    """How the dates of publication are known: ``published_basis``, ``articles``; most first."""
    require(articles, ["published_basis"], "count_bases")
    bases = articles["published_basis"].fillna("none").value_counts().rename_axis("published_basis")
    return bases.rename("articles").reset_index()


def describe(
    articles: pd.DataFrame, quotes: pd.DataFrame, times: pd.DataFrame, language: str
) -> tuple[str, dict[str, object]]:
    """The message key of the finding of notebook 10 and its values (for `isnad.views.finding`)."""
    from isnad.writing import date_text

    values: dict[str, object] = {
        "articles": len(articles),
        "outlets": articles["outlet"].nunique(),
        "quotes": len(quotes),
        "times": len(times),
    }
    dated = articles["published"].dropna()
    if dated.empty:
        return "overview.finding_undated", values
    return "overview.finding", {
        **values,
        "first": date_text(dated.min(), language),
        "last": date_text(dated.max(), language),
    }
