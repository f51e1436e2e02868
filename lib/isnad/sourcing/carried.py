"""Which statements several outlets carry, counted before any two versions are compared."""

import pandas as pd

from isnad.schema import require
from isnad.text import key

# Statements compared word by word; each is as many comparisons as it has versions.
MOST_STATEMENTS = 2000


def count_carried(sourced: pd.DataFrame) -> pd.DataFrame:
    """The statements that two or more outlets carry, those of most outlets first: ``statement_id``, ``outlets``, ``quotes``."""
    require(sourced, ["statement_id", "outlet"], "count_carried")
    found = sourced.groupby("statement_id")["outlet"].agg(outlets="nunique", quotes="size").reset_index()
    return found[found["outlets"] > 1].sort_values(
        ["outlets", "quotes", "statement_id"], ascending=[False, False, True], ignore_index=True
    )


def most_carried(
    sourced: pd.DataFrame, carried: pd.DataFrame, wanted: str = "", most: int = MOST_STATEMENTS
) -> pd.DataFrame:
    """*sourced*, those of other statements than the first *most* of *carried* (`count_carried`) left out; all, where there are no more.

    A statement whose id is *wanted*, or whose words or speaker hold it, is kept wherever it stands.
    """
    require(sourced, ["statement_id", "text", "speaker"], "most_carried")
    if len(carried) <= most:
        return sourced
    kept = sourced["statement_id"].isin(carried["statement_id"].head(most))
    look = key(wanted)
    if look:
        rest = sourced[~kept & sourced["statement_id"].isin(carried["statement_id"])]
        words = (rest["text"] + " " + rest["speaker"].fillna("")).map(key)
        held = rest[words.str.contains(look, regex=False) | (rest["statement_id"] == wanted)]
        kept |= sourced["statement_id"].isin(held["statement_id"])
    return sourced[kept]
