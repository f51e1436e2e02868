"""One corpus, opened once: articles, quotations, times, and what follows from them, each made when first asked for."""

import hashlib
import json
import os
from functools import cached_property
from pathlib import Path

import pandas as pd

import isnad
from isnad import corrections as put_right
from isnad import resources
from isnad.correctionfile import CORRECTIONS, find_file, read_corrections
from isnad.errors import LoadError
from isnad.export import ABOUT
from isnad.progress import in_steps
from isnad.schema import table

# Files of a folder written by `isnad extract`.
EXTRACTED = ("articles", "quotes", "times")
STATEMENT_COLUMNS = ("statement_id", "match_tier", "match_score")


class Corpus:
    """The tables of one corpus; see `open`. Frames are shared between callers: do not change them in place."""

    def __init__(self, path: str, metadata: str = "", corrections: str = ""):
        self.path, self.metadata = path, metadata
        self._tables, ready = _extracted(path, metadata, corrections)
        self.corrections = corrections
        file = None if ready else find_file(path, corrections)
        self._given = table([], CORRECTIONS) if file is None else read_corrections(file)
        # Line of a correction to what became of it, filled as the tables are made.
        self._dated: dict[int, str] = {}
        self._quoted: dict[int, str] = {}

    @property
    def is_extracted(self) -> bool:
        """Whether the tables lie in a folder as they are, made by ``isnad extract`` and with nothing to lay over them."""
        return self._tables is not None and not self.has_corrections

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
        if len(self._given):
            found, self._dated = put_right.correct_dates(found, self._given)
        return found.drop(columns="event_id", errors="ignore") if self._redated else found

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """What was not read, and why: one row a file or row."""
        found = self._read("rejected")
        if found is None:
            found = isnad.rejected(self.articles)
        return found

    @cached_property
    def events(self) -> pd.DataFrame:
        """Articles with ``event_id``."""
        return self.articles if "event_id" in self.articles else isnad.find_events(self.articles)

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Quotations with ``speaker_id`` and ``speaker_kind`` over the whole corpus."""
        found = self._read("quotes")
        if found is not None and not len(self._given):
            return found
        made = in_steps(isnad.extract_quotes, self.articles, "quotes") if found is None else found
        made, edits = put_right.correct_quotes(made, self.articles, self._given)
        if found is None or self._redated or put_right.APPLIED in edits.values():
            made = isnad.resolve_speakers(made, self.articles)
        made, merges = put_right.merge_speakers(made, self._given)
        self._quoted = edits | merges
        stale = self._redated or put_right.APPLIED in self._quoted.values()
        return made.drop(columns=list(STATEMENT_COLUMNS), errors="ignore") if stale else made

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
        if found is None or self._redated:
            return in_steps(isnad.extract_times, self.articles, "times")
        return found

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Dated events over all articles."""
        found = self._read("timeline")
        if found is None or (len(self._given) and (self.corrected["state"] == put_right.APPLIED).any()):
            return isnad.build_timeline(self.articles, self.times, self.quotes)
        return found

    @cached_property
    def corrected(self) -> pd.DataFrame:
        """The table of corrections, each row with what became of it (``state``); see `isnad.corrections`."""
        self.quotes  # noqa: B018  made now, so that every row has met what it corrects
        return self._outcome(self._dated | self._quoted)

    @property
    def has_corrections(self) -> bool:
        """Whether there is a table of corrections, or one was laid over these tables before."""
        return bool(len(self._given) or len(self._earlier()))

    @property
    def corrections_met(self) -> pd.DataFrame:
        """The rows of `corrected` that speak of a table asked for so far: what changes a page that shows these tables."""
        made = vars(self)
        spoken = any(name in made for name in ("quotes", "statements", "timeline"))
        return self._outcome(self._dated | (self._quoted if spoken else {}), dates_only=not spoken)

    def _outcome(self, states: dict[int, str], dates_only: bool = False) -> pd.DataFrame:
        earlier = self._earlier()
        here = self._given.assign(state=self._given["line"].map(states).astype("str"))
        return pd.concat(
            [earlier[earlier["kind"] == "date"] if dates_only else earlier, here[here["state"].notna()]],
            ignore_index=True,
        )

    def _earlier(self) -> pd.DataFrame:
        """The corrections that the tables on disk hold already."""
        found = self._read("corrected")
        return table([], CORRECTIONS) if found is None else found

    @property
    def _redated(self) -> bool:
        return put_right.APPLIED in self._dated.values()

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when any id, title, date, body or correction changes."""
        ready = _about(self._tables).get("fingerprint") if self._tables and not len(self._given) else None
        if ready:
            return ready
        columns = [
            name for name in ("article_id", "outlet", "title", "published", "body") if name in self.articles
        ]
        text = self.articles[columns].to_json(
            orient="split", date_format="iso", index=False, force_ascii=False
        )
        rows = pd.concat([self._earlier(), self._given], ignore_index=True).drop(columns="state")
        if len(rows):
            text += rows.to_json(orient="split", index=False, force_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _read(self, name: str) -> pd.DataFrame | None:
        if self._tables is None or not (self._tables / f"{name}.parquet").exists():
            return None
        return pd.read_parquet(self._tables / f"{name}.parquet")

    def _why_empty(self, articles: pd.DataFrame) -> str:
        rejected = isnad.rejected(articles)
        if rejected.empty:
            return "nothing was found to read"
        counts = rejected["reason"].value_counts()
        return "rejected: " + ", ".join(f"{reason} ({count})" for reason, count in counts.items())


def open(path: str = "", metadata: str = "", corrections: str = "") -> Corpus:
    """The corpus at *path*, read and extracted lazily.

    Parameters
    ----------
    path : str
        Anything `isnad.load_articles` reads (file, folder, pattern), or a folder written by ``isnad extract``.
        Empty means the shipped seed articles.
    metadata : str
        A table for `isnad.load_articles`, keyed by article_id or source; empty means none
        (for the seeds, the shipped ``seeds.csv``). Not used for an extracted folder.
    corrections : str
        A table of corrections (`isnad.correctionfile.read_corrections`); empty means ``corrections.csv`` in the folder of the corpus,
        where there is one. Laid over the tables, never written into the corpus.

    Raises
    ------
    LoadError: no such path, no article in it, or no such table of corrections.
    SchemaError: rows of the corrections that cannot be understood.
    """
    found = Corpus(path, metadata, corrections)
    found.articles  # noqa: B018  read now, so that a wrong path ends here and not in a figure
    return found


def _extracted(path: str, metadata: str, corrections: str) -> tuple[Path | None, bool]:
    """Where the tables lie already, and whether they are corrected: the path itself, or the folder a report run has made for its notebooks."""
    ready = Path(os.environ.get("ISNAD_TABLES") or "/nonexistent")
    made_for = _about(ready)
    if (made_for.get("corpus"), made_for.get("metadata")) == (path, metadata) and corrections in ("", made_for.get("corrections", "")):  # fmt: skip
        return ready, True
    if path and all((Path(path) / f"{name}.parquet").exists() for name in EXTRACTED):
        return Path(path), False
    return None, False


def _about(tables: Path) -> dict[str, str]:
    """What was written beside the tables: of which corpus they are, and its fingerprint."""
    try:
        return json.loads((tables / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
