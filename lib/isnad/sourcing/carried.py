"""Which statements several outlets carry, counted before any two versions are compared."""

import pandas as pd

from isnad.schema import require
from isnad.sourcing.describe import without_copies
from isnad.text import key

# Statements compared word by word; each is as many comparisons as it has versions.
MOST_STATEMENTS = 2000


def count_carried(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The statements that two or more outlets carry, those of most outlets first: ``statement_id``, ``outlets``, ``quotes``.

    *quotes* as of `isnad.match_statements`; titles and copies are left out, as `describe_quotes` leaves them out.
    """
    require(quotes, ["article_id", "statement_id"], "count_carried")
    told = quotes[quotes["statement_id"].notna()]
    if "in_title" in told:
        told = told[~told["in_title"].astype(bool)]
    outlets = without_copies(articles).drop_duplicates("article_id").set_index("article_id")["outlet"]
    told = told[told["article_id"].isin(outlets.index)]
    named = told[["statement_id"]].assign(outlet=told["article_id"].map(outlets).fillna("unknown"))
    found = named.groupby("statement_id")["outlet"].agg(outlets="nunique", quotes="size").reset_index()
    return found[found["outlets"] > 1].sort_values(
        ["outlets", "quotes", "statement_id"], ascending=[False, False, True], ignore_index=True
    )


def most_carried(
    quotes: pd.DataFrame, carried: pd.DataFrame, wanted: str = "", most: int = MOST_STATEMENTS
) -> pd.DataFrame:
    """*quotes*, those of other statements than the first *most* of *carried* (`count_carried`) left out; all, where there are no more.

    A statement whose id is *wanted*, or whose words or speaker hold it, is kept wherever it stands.
    """
    require(quotes, ["statement_id", "text", "speaker"], "most_carried")
    if len(carried) <= most:
        return quotes
    kept = quotes["statement_id"].isin(carried["statement_id"].head(most))
    look = key(wanted)
    if look:
        rest = quotes[~kept & quotes["statement_id"].isin(carried["statement_id"])]
        words = (rest["text"] + " " + rest["speaker"].fillna("")).map(key)
        held = rest[words.str.contains(look, regex=False) | (rest["statement_id"] == wanted)]
        kept |= quotes["statement_id"].isin(held["statement_id"])
    return quotes[kept]
