"""The tables: their columns, in order, with dtype and meaning.

A column has one of five dtypes. ``str`` holds text or NA; ``int`` whole numbers without gaps;
``int?`` whole numbers or NA (pandas ``Int64``); ``float``; ``bool``; ``datetime`` (``datetime64[s]``, NaT
where unknown); ``list`` a Python list in an object column.
"""

import pandas as pd

from isnad.errors import SchemaError

ARTICLES = {
    "article_id": "str", "source": "str", "outlet": "str", "url": "str", "title": "str", "byline": "str",
    "agency": "str", "dateline": "str", "standfirst": "str", "published": "datetime", "published_basis": "str",
    "body": "str", "language": "str",
}  # fmt: skip
QUOTES = {
    "quote_id": "str", "article_id": "str", "start": "int", "end": "int", "text": "str", "marked": "bool",
    "in_title": "bool", "kind": "str", "content_start": "int?", "content_end": "int?", "cue": "str",
    "cue_start": "int?", "cue_end": "int?", "cue_type": "str", "speaker": "str", "mention": "str",
    "mention_start": "int?", "mention_end": "int?", "speaker_basis": "str", "speaker_id": "str",
    "speaker_kind": "str", "chain": "list", "medium": "str", "rule": "str", "confidence": "float",
}  # fmt: skip
TIMES = {
    "time_id": "str", "article_id": "str", "start": "int", "end": "int", "text": "str", "type": "str",
    "value": "str", "earliest": "datetime", "latest": "datetime", "basis": "str", "rule": "str",
}  # fmt: skip
EVENTS = {
    "event_time_id": "str", "article_ids": "list", "outlets": "list", "earliest": "datetime", "latest": "datetime",
    "grain": "str", "text": "str", "speaker": "str", "reported_first": "datetime", "reported_last": "datetime",
    "mentions": "int", "articles_n": "int",
}  # fmt: skip
LINES = {"source": "str", "line": "int", "text": "str", "role": "str", "reason": "str", "article_id": "str"}
REJECTED = {"source": "str", "row": "int?", "reason": "str", "detail": "str"}

DTYPES = {
    "str": "str", "int": "int64", "int?": "Int64", "float": "float64", "bool": "bool",
    "datetime": "datetime64[s]", "list": "object",
}  # fmt: skip


def table(records: list[dict], columns: dict[str, str]) -> pd.DataFrame:
    """A frame with exactly these columns and dtypes; absent values become NA.

    Parameters
    ----------
    records : list of dict
        One dict a row; keys outside *columns* are an error of the caller and raise.
    columns : dict
        One of the tables of this module.

    Returns
    -------
    DataFrame, (len(records) x columns), with a fresh RangeIndex.
    """
    unknown = set().union(*records) - set(columns)
    if unknown:
        raise SchemaError(f"columns outside the table: {', '.join(sorted(unknown))}")
    data = {name: _column([record.get(name) for record in records], kind) for name, kind in columns.items()}
    return pd.DataFrame(data, columns=list(columns))


def require(frame: pd.DataFrame, names: list[str], called: str) -> None:
    """Raise SchemaError, naming every missing column at once, unless *frame* has all of *names*."""
    if not isinstance(frame, pd.DataFrame):
        raise SchemaError(f"{called}: expected a DataFrame, got {type(frame).__name__}")
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise SchemaError(
            f"{called}: the table lacks the column(s) {', '.join(missing)}; it has {', '.join(map(str, frame.columns))}"
        )


def _column(values: list, kind: str) -> pd.Series:
    if kind == "list":
        return pd.Series([[] if value is None else value for value in values], dtype="object")
    if kind == "datetime":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"))).astype("datetime64[s]")
    return pd.Series(values, dtype=DTYPES[kind])
