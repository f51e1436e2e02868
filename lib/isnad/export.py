"""Tables as files: CSV for spreadsheets, Parquet for programs."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from isnad.corpora import Corpus

# A spreadsheet takes a cell that starts so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What lies beside tables: of which corpus they are, and its fingerprint.
ABOUT = "corpus.json"
# A table of more rows is of no use in a spreadsheet, and too large for a site.
CSV_MOST = 100_000


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write *frame* as CSV that Excel opens rightly: UTF-8 with BOM, CRLF-free, no cell that runs as a formula.

    Lists and dicts are written as JSON; a text that starts with ``=``, ``+``, ``-``, ``@`` or a tab gets an apostrophe
    before it. The index is not written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _as_csv(frame, path, "utf-8-sig")
    return path


def write_csv_of_parts(parts: Iterable[Path], path: Path) -> Path:
    """Write one CSV, as `write_csv` does, of the Parquet files *parts*, one in memory at a time; whole or not at all."""
    with replacing(path) as new:
        for place, part in enumerate(parts):
            _as_csv(pd.read_parquet(part), new, "utf-8" if place else "utf-8-sig", more=bool(place))
    return path


def _as_csv(frame: pd.DataFrame, path: Path, encoding: str, more: bool = False) -> None:
    safe = frame.copy()
    safe.columns = [_safe(name) for name in safe.columns]
    for place, kind in enumerate(safe.dtypes):
        column = safe.iloc[:, place]
        if isinstance(kind, pd.StringDtype):
            safe.isetitem(place, column.mask(column.str.startswith(FORMULA, na=False), "'" + column))
        elif not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            safe.isetitem(place, column.map(_safe).astype("object"))
    safe.to_csv(
        path, index=False, encoding=encoding, lineterminator="\n", mode="a" if more else "w", header=not more
    )


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write *frame* to *path*, whole or not at all, with the same types for every part of a table."""
    bare = frame.copy(deep=False)
    bare.attrs = {}
    with replacing(path) as new:
        bare.to_parquet(new, index=False, schema=arrow_types(bare))


def arrow_types(frame: pd.DataFrame) -> Any:
    """The Arrow schema of *frame*, the same for every part of a table: columns that are empty in one part have a type too."""
    import pyarrow as pa

    link = pa.struct([("name", pa.string()), ("medium", pa.string())])
    words = ("article_ids", "outlets", "matched_words", "matched_numbers")
    lists = {"chain": link, **dict.fromkeys(words, pa.string())}
    types = pa.Schema.from_pandas(frame, preserve_index=False)
    for place, column in enumerate(types):
        if column.name in lists:
            types = types.set(place, pa.field(column.name, pa.list_(lists[column.name])))
        elif pa.types.is_null(column.type):
            types = types.set(place, pa.field(column.name, pa.string()))
    return types


def write_json(value: object, path: Path) -> None:
    """Write *value* to *path*, whole or not at all."""
    with replacing(path) as new:
        new.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A name beside *path* to write to; it becomes *path* when all went well, and nothing is left of it else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield new
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def write_tables(corpus: "Corpus", folder: Path) -> dict[str, pd.DataFrame]:
    """Write every table of *corpus* to *folder* as Parquet and CSV, with ``corpus.json``; return them by name.

    The tables: articles (with event_id), quotes (with speakers and statements), times, timeline, rejected, corrected
    (the corrections that the others hold, with what became of each).
    """
    tables = {"articles": corpus.events, "quotes": corpus.statements, "times": corpus.times,
              "timeline": corpus.timeline, "rejected": corpus.rejected, "corrected": corpus.corrected}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        if not corpus.is_extracted:
            bare = frame.copy()
            bare.attrs = {}
            bare.to_parquet(folder / f"{name}.parquet", index=False)
        if len(frame) <= CSV_MOST:
            write_csv(frame, folder / f"{name}.csv")
    if not corpus.is_extracted:
        about = {"corpus": corpus.path, "metadata": corpus.metadata, "corrections": corpus.corrections, "fingerprint": corpus.fingerprint,
                 "rows": {name: len(frame) for name, frame in tables.items()}}  # fmt: skip
        write_json(about, folder / ABOUT)
    return tables


def _safe(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, (list, dict, tuple)) or hasattr(value, "tolist"):
        return json.dumps(_listed(value), ensure_ascii=False)
    return value


def _listed(value: object) -> object:
    return value.tolist() if hasattr(value, "tolist") else value  # type: ignore[union-attr]
