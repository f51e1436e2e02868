"""One corpus, opened once: articles, quotations, times, and what follows from them, each made when first asked for."""

import hashlib
import json
import os
from functools import cached_property
from pathlib import Path

import pandas as pd

import isnad
from isnad import resources
from isnad.errors import LoadError
from isnad.schema import REJECTED, table

# Files of a folder written by `isnad extract`.
EXTRACTED = ("articles", "quotes", "times")
STATEMENT_COLUMNS = ("statement_id", "match_tier", "match_score")


class Corpus:
    """The tables of one corpus; see `open`. Frames are shared between callers: do not change them in place."""

    def __init__(self, path: str, metadata: str = ""):
        self.path, self.metadata = path, metadata
        self._tables = _extracted(path, metadata)

    @cached_property
    def name(self) -> str:
        """Last part of the path; ``seeds`` for the shipped articles."""
        return Path(self.path).name if self.path else "seeds"

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Articles, with ``event_id`` when the corpus was extracted beforehand."""
        found = self._read("articles")
        if found is None:
            found = isnad.load_articles(self.path or str(resources.seeds()), metadata=self.metadata or None)
        if found.empty:
            raise LoadError(f"{self.path}: no article in it; {self._why_empty(found)}")
        return found

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """What was not read, and why: one row a file or row."""
        found = self._read("rejected")
        if found is None:
            found = self.articles.attrs.get("rejected")
        return table([], REJECTED) if found is None else found

    @cached_property
    def events(self) -> pd.DataFrame:
        """Articles with ``event_id``."""
        return self.articles if "event_id" in self.articles else isnad.find_events(self.articles)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Quotations with ``speaker_id`` and ``speaker_kind`` over the whole corpus."""
        found = self._read("quotes")
        return (
            isnad.resolve_speakers(isnad.extract_quotes(self.articles), self.articles)
            if found is None
            else found
        )

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Quotations with ``statement_id``, ``match_tier``, ``match_score``."""
        if set(STATEMENT_COLUMNS) <= set(self.quotes.columns):
            return self.quotes
        return isnad.match_statements(self.quotes, self.articles)

    @cached_property
    def times(self) -> pd.DataFrame:
        """Expressions of time."""
        found = self._read("times")
        return isnad.extract_times(self.articles) if found is None else found

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Dated events over all articles."""
        found = self._read("timeline")
        return isnad.build_timeline(self.articles, self.times, self.quotes) if found is None else found

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when any id, title, date or body changes."""
        columns = [
            name for name in ("article_id", "outlet", "title", "published", "body") if name in self.articles
        ]
        text = self.articles[columns].to_json(
            orient="split", date_format="iso", index=False, force_ascii=False
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _read(self, name: str) -> pd.DataFrame | None:
        if self._tables is None or not (self._tables / f"{name}.parquet").exists():
            return None
        return pd.read_parquet(self._tables / f"{name}.parquet")

    def _why_empty(self, articles: pd.DataFrame) -> str:
        rejected = articles.attrs.get("rejected")
        if rejected is None or rejected.empty:
            return "nothing was found to read"
        counts = rejected["reason"].value_counts()
        return "rejected: " + ", ".join(f"{reason} ({count})" for reason, count in counts.items())


def open(path: str = "", metadata: str = "") -> Corpus:
    """The corpus at *path*, read and extracted lazily.

    Parameters
    ----------
    path : str
        Anything `isnad.load_articles` reads (file, folder, pattern), or a folder written by ``isnad extract``.
        Empty means the shipped seed articles.
    metadata : str
        A table for `isnad.load_articles`, keyed by article_id or source; empty means none
        (for the seeds, the shipped ``seeds.csv``). Not used for an extracted folder.

    Raises
    ------
    LoadError: no such path, or no article in it.
    """
    found = Corpus(path, metadata)
    found.articles  # noqa: B018  read now, so that a wrong path ends here and not in a figure
    return found


def _extracted(path: str, metadata: str) -> Path | None:
    """Where the tables lie already: the path itself, or the folder a report run has made for its notebooks."""
    if path and all((Path(path) / f"{name}.parquet").exists() for name in EXTRACTED):
        return Path(path)
    ready = Path(os.environ.get("ISNAD_TABLES") or "/nonexistent")
    try:
        made_for = json.loads((ready / "corpus.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return ready if (made_for["corpus"], made_for["metadata"]) == (path, metadata) else None
