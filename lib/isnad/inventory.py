"""What a corpus was found to hold, in some lines of text, and the whole list of its inputs as a table."""

from collections import Counter

import pandas as pd

from isnad import load
from isnad.messages import say
from isnad.schema import table

INPUTS = {
    "source": "str", "row": "int?", "state": "str", "article_id": "str", "duplicate_of": "str", "outlet": "str",
    "published": "datetime", "title": "str", "reason": "str", "detail": "str", "notes": "str",
}  # fmt: skip


def inputs(articles: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Every input of a corpus with what became of it.

    Parameters
    ----------
    articles : DataFrame
        As `load_articles` returns it.
    refused : DataFrame
        As `rejected` returns it.

    Returns
    -------
    DataFrame
        One row an article, then one a row of *refused*: ``state`` is ``accepted``, ``duplicate``, ``rejected`` or ``noticed`` (a value
        that was left out, not an input); ``source``, ``article_id``, ``duplicate_of``, ``outlet``, ``published``, ``title``, ``notes`` of the
        article; ``source``, ``row``, ``reason``, ``detail`` of what was rejected. NA where a column does not apply.
    """
    taken = articles.reindex(columns=list(INPUTS)).copy()
    taken["state"] = ["duplicate" if known else "accepted" for known in taken["duplicate_of"].notna()]
    left = pd.DataFrame(refused).reindex(columns=list(INPUTS)).copy()
    left["state"] = ["noticed" if one else "rejected" for one in left["reason"].isin(load.OF_VALUES)]
    return table([*taken.to_dict("records"), *left.to_dict("records")], INPUTS)


def report(
    name: str, articles: pd.DataFrame, refused: pd.DataFrame, rows: int = 20, language: str = "en"
) -> list[str]:
    """What is in a corpus as lines of text: the sum, what was rejected and why, what was noticed, and the first *rows* of each list.

    Parameters
    ----------
    name : str
        Name of the corpus, as it is shown.
    articles, refused : DataFrame
        As `load_articles` and `rejected` return them.
    rows : int
        Articles, and rejected inputs, that are listed.
    language : str
        ``ar`` or ``en``, for the reasons.
    """
    counts = load.summary(articles, refused)
    sums = counts.groupby("state")["count"].sum()
    found, accepted, repeats = (int(sums.get(state, 0)) for state in ("found", "accepted", "duplicate"))
    left = int(sums.get("rejected", 0))
    lines = [
        f"{name}: {_n(len(articles))} articles, {_n(articles['outlet'].nunique())} outlets, {_n(left)} rejected",
        f"  {_n(found)} found = {_n(accepted)} accepted + {_n(repeats)} duplicates + {_n(left)} rejected",
        f"  {_days(articles)}",
    ]
    for state, head in (("rejected", "Rejected, by reason:"), ("noticed", "Values left out, by reason:")):
        part = counts[counts["state"] == state].sort_values("count", ascending=False, kind="stable")
        lines += [head] if len(part) else []
        lines += [
            f"  {_n(row.count)}  {row.reason}: {say(f'load.{row.reason}', language)}"
            for row in part.itertuples(index=False)
        ]
    noted = Counter(
        note for notes in articles.get("notes", pd.Series(dtype="str")).dropna() for note in notes.split()
    )
    if noted:
        lines += [
            "Noted in articles (data/README.md explains): "
            + ", ".join(f"{note} {_n(n)}" for note, n in noted.most_common())
        ]
    shown = articles.head(rows)
    lines.append(
        "Articles:"
        if len(shown) == len(articles)
        else f"The first {_n(len(shown))} of {_n(len(articles))} articles:"
    )
    for row in shown.itertuples():
        day = "no date   " if pd.isna(row.published) else f"{row.published:%Y-%m-%d}"  # type: ignore[str-format]
        lines.append(f"  {row.article_id}  {day}  {_or_dash(row.outlet)}  {_or_dash(row.title)}")
    shown = refused.head(rows)
    if len(shown):
        lines.append(
            "Rejected or left out:"
            if len(shown) == len(refused)
            else f"The first {_n(len(shown))} of {_n(len(refused))} rejected or left out:"
        )
    for row in shown.itertuples():
        where = row.source if pd.isna(row.row) else f"{row.source}, row {row.row}"
        lines.append(f"  {where}: {row.reason} ({_or_dash(row.detail)})")
    return lines


def _days(articles: pd.DataFrame) -> str:
    dated = articles["published"].dropna()
    missing = len(articles) - len(dated)
    if dated.empty:
        return "none has a date"
    return f"{dated.min():%Y-%m-%d} to {dated.max():%Y-%m-%d}, {_n(missing)} without a date"


def _n(number: object) -> str:
    return f"{number:,}"


def _or_dash(value: object) -> str:
    return value if isinstance(value, str) and value else "–"
