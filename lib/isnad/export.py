"""Tables as files: CSV for spreadsheets, Parquet for programs."""

import json
from pathlib import Path

import pandas as pd

from isnad.corpora import Corpus

# A spreadsheet takes a cell that starts so as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write *frame* as CSV that Excel opens rightly: UTF-8 with BOM, CRLF-free, no cell that runs as a formula.

    Lists and dicts are written as JSON; a text that starts with ``=``, ``+``, ``-``, ``@`` or a tab gets an apostrophe
    before it. The index is not written.
    """
    safe = frame.copy()
    safe.columns = [_safe(name) for name in safe.columns]
    for place, kind in enumerate(safe.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            safe.isetitem(place, safe.iloc[:, place].map(_safe).astype("object"))
    path.parent.mkdir(parents=True, exist_ok=True)
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path


def write_tables(corpus: Corpus, folder: Path) -> dict[str, pd.DataFrame]:
    """Write every table of *corpus* to *folder* as Parquet and CSV, with ``corpus.json``; return them by name.

    The tables: articles (with event_id), quotes (with speakers and statements), times, timeline, rejected, corrected
    (the corrections that the others hold, with what became of each).
    """
    tables = {"articles": corpus.events, "quotes": corpus.statements, "times": corpus.times,
              "timeline": corpus.timeline, "rejected": corpus.rejected, "corrected": corpus.corrected}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        bare = frame.copy()
        bare.attrs = {}
        bare.to_parquet(folder / f"{name}.parquet", index=False)
        write_csv(bare, folder / f"{name}.csv")
    about = {"corpus": corpus.path, "metadata": corpus.metadata, "corrections": corpus.corrections, "fingerprint": corpus.fingerprint,
             "rows": {name: len(frame) for name, frame in tables.items()}}  # fmt: skip
    (folder / "corpus.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return tables


def _safe(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, (list, dict, tuple)) or hasattr(value, "tolist"):
        return json.dumps(_listed(value), ensure_ascii=False)
    return value


def _listed(value: object) -> object:
    return value.tolist() if hasattr(value, "tolist") else value  # type: ignore[union-attr]
