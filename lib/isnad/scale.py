"""Extraction in partitions, in this process or on many: resumable, and never half written.

A corpus is read once and cut into partitions of articles (``staged/``). Each partition is extracted by itself, wherever
there is room (`isnad.cluster`), and written to ``articles.parquet/``, ``quotes.parquet/`` and ``times.parquet/`` under its
number; its record in ``parts/`` is written last, so that a partition with a record is a finished one. A second run computes
only what has no record. What looks at the whole corpus (speakers, statements, events) follows in `isnad.windows`.
"""

import errno
import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from isnad import cluster, resources, windows
from isnad.cluster import AGAIN, FULL, Crew
from isnad.errors import IsnadError, LoadError, ParameterError
from isnad.export import write_csv_of_parts, write_json, write_parquet
from isnad.schema import QUOTES, TIMES, table

PARTITION = 1000
TABLES = ("articles", "quotes", "times")
MANIFEST, STAGED, PARTS = "manifest.json", "staged", "parts"
# An outlet's furniture (lines at the edges of its articles) is learnt from at most so many of its articles, and so many in all.
LEARN_FROM, LEARN_FROM_ALL = 10_000, 60_000


@dataclass(frozen=True)
class Extraction:
    """What a run did: the folder, rows by table, how many partitions there are, how many were computed now, what failed.

    ``failed`` has a text for each partition or article that could not be extracted. The articles of the corpus are
    those of ``rows``, plus those named in ``failed``.
    """

    folder: Path
    rows: dict[str, int]
    partitions: int
    computed: int
    failed: list[str] = field(default_factory=list)


def extract(
    corpus: str | Path, out: str | Path, *, metadata: str | Path | None = None, jobs: int = 1, workers: int = 0,
    scheduler: str = "", partition: int = PARTITION, whole: bool = True, csv: bool = False, show: bool = False,
) -> Extraction:  # fmt: skip
    """Extract *corpus* into partitioned Parquet; what an earlier run on the same corpus finished is kept.

    Memory is bounded by the partitions under way, not by the corpus: articles are read one after the other and put down in
    partitions, and what looks at all of them holds narrow columns, or a window of days (`isnad.windows`), at a time.

    Parameters
    ----------
    corpus, metadata
        As for `isnad.load_articles`; an empty corpus means the shipped seeds.
    out : path
        A new folder, or that of an earlier run on the same corpus.
    jobs : int
        Processes of this machine (joblib), -1 for one a processor; 1 works in this process.
    workers : int
        Processes of a local Dask cluster, instead of *jobs*.
    scheduler : str
        Address of a running Dask scheduler whose workers see *out* under the same path; *workers* is then not used.
    partition : int
        Articles in a partition: what a worker holds at a time.
    whole : bool
        Do the second pass too: duplicates, speakers, statements, events, timeline.
    csv : bool
        Write each table as one CSV for spreadsheets beside it.
    show : bool
        A progress bar on standard error.

    Returns
    -------
    Extraction. A partition that failed is named in it, the others are finished, and the second pass waits; the next run
    tries the failed ones again. A ``corrections.csv`` of the corpus is copied to *out* and laid over the tables when that
    folder is opened; the tables themselves hold what was extracted.

    Raises
    ------
    LoadError: the corpus cannot be read at all. ParameterError: *out* holds another corpus, or a number makes no sense.
    IsnadError: the disk is full, the scheduler is gone, or Dask is not installed; finished partitions are kept.
    """
    if partition < 1:
        raise ParameterError(f"partition must be 1 or more, got {partition}")
    out, corpus = Path(out).resolve(), corpus or resources.seeds()
    with _told_if_full(out), Crew(workers, scheduler, jobs, show) as crew:
        plan = _plan(out, corpus, metadata, partition)
        if "articles" not in plan:
            _stage(out, plan, corpus, metadata, show)
        numbers = range(len(plan["articles"]))
        waiting = [number for number in numbers if not _is_finished(out, number, plan)]
        failed = run_partitions(out, plan, waiting, crew)
        if not failed and (waiting or not plan["whole"]):
            plan["whole"] = False
            if whole:
                failed = windows.second_pass(out, crew, plan["key"])
                plan["whole"] = not failed
        rows = _rows(out, numbers, plan)
        if csv and not failed:
            _write_csv(out)
        _keep_corrections(out, corpus)
        write_json({**plan, "rows": rows, "failed": failed}, out / MANIFEST)
        if not failed:
            shutil.rmtree(out / STAGED, ignore_errors=True)
            _sweep(out)
    return Extraction(out, rows, len(numbers), len(waiting), failed)


def _sweep(out: Path) -> None:
    """Remove what killed processes left half written, under a name that no reader takes (``.part-00001.parquet.4711``)."""
    for path in out.glob("*/.*"):
        if path.is_file() and path.suffix[1:].isdigit():
            path.unlink(missing_ok=True)


def load_articles(
    corpus: str | Path, store: str | Path, *, metadata: str | Path | None = None, partition: int = PARTITION
) -> Any:
    """A corpus as a lazy Dask DataFrame, for `isnad.extract_quotes` and `isnad.extract_times` on a cluster.

    The rows are those of `isnad.load_articles` without marks of duplicates, which need the whole corpus.

    Parameters
    ----------
    store : path
        A folder for the partitions. Reading is sequential (an article's id depends on those before it), so the
        corpus is read once and cut into Parquet there; an earlier store of the same corpus is used as it is.

    Raises
    ------
    LoadError, ParameterError, IsnadError: as `extract`.
    """
    dataframe = cluster.dask("dask.dataframe")
    store, corpus = Path(store).resolve(), corpus or resources.seeds()
    with _told_if_full(store):
        plan = _plan(store, corpus, metadata, partition)
        if "articles" not in plan or not (store / STAGED / _part(0)).exists():
            _stage(store, plan, corpus, metadata, show=False)
    numbers = range(len(plan["articles"]))
    meta = _staged(store, 0).iloc[:0]
    return dataframe.from_map(_staged, [store] * len(numbers), numbers, meta=meta)


def extract_partition(folder: str, number: int, key: str) -> list[str]:
    """Extract one staged partition of *folder*; write its tables, then its record. Returns the texts of what failed.

    An article that makes an extractor raise is left out and named; the others of its partition are kept.
    """
    import isnad

    out = Path(folder)
    articles = _staged(out, number)
    try:
        quotes, times, failed = isnad.extract_quotes(articles), isnad.extract_times(articles), {}
    except Exception:
        quotes, times, failed = _one_by_one(articles)
    frames = {
        "articles": articles[~articles["article_id"].isin(list(failed))],
        "quotes": quotes,
        "times": times,
    }
    for name, frame in frames.items():
        write_parquet(frame, out / f"{name}.parquet" / _part(number))
    rows = {name: len(frame) for name, frame in frames.items()}
    write_json({"key": key, "rows": rows, "failed": failed}, _record(out, number))
    return _texts(failed)


def run_partitions(
    out: Path, plan: dict[str, Any], waiting: list[int], crew: Crew, work: cluster.Work = extract_partition
) -> list[str]:
    """Do *work* on the *waiting* partitions; the texts of what failed, with the articles of a partition that did."""

    def tell(number: int) -> str:
        try:
            ids = pd.read_parquet(out / STAGED / _part(number), columns=["article_id"])["article_id"]
            return f"partition {number} (articles {ids.iloc[0]} … {ids.iloc[-1]})"
        except (OSError, ValueError, IndexError):
            return f"partition {number}"

    return crew.run(work, str(out), waiting, plan["key"], tell, out.name)


@contextmanager
def _told_if_full(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        if refused.errno not in (*FULL, errno.EACCES, errno.EROFS, errno.EPERM):
            raise
        raise IsnadError(f"{out}: cannot be written ({refused.strerror}); make room. {AGAIN}") from None


def _plan(out: Path, corpus: str | Path, metadata: str | Path | None, partition: int) -> dict[str, Any]:
    """The plan of an earlier run on this corpus with this isnad, or a new one, which has no ``articles`` yet."""
    if out.is_file():
        raise ParameterError(f"{out} is a file; give a folder for the tables")
    about = {
        "corpus": str(corpus),
        "metadata": str(metadata or ""),
        "partition": partition,
        "fingerprint": _fingerprint(corpus, metadata),
    }
    try:
        plan = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        plan = {}
    if not plan and out.is_dir() and any(out.iterdir()):
        raise ParameterError(f"{out} is not empty and holds no earlier extraction; give a new folder")
    different = [name for name, value in about.items() if plan and plan.get(name) != value]
    if different:
        raise ParameterError(
            f"{out} holds an extraction of {plan.get('corpus')}; {', '.join(different)} differ now. Give another folder, or delete that one"
        )
    key = f"{about['fingerprint']}-{_code()}-{partition}"
    return plan if plan.get("key") == key else {**about, "key": key, "whole": False}


def _stage(
    out: Path, plan: dict[str, Any], corpus: str | Path, metadata: str | Path | None, show: bool
) -> None:
    """Read the corpus into ``staged/``; the plan, with the number of articles in each partition, is written last."""
    from isnad import furniture
    from isnad.load import iter_articles

    counts: list[int] = []
    learn: list[pd.DataFrame] = []
    refused: list[pd.DataFrame] = []
    learnt: Counter[str] = Counter()
    for frame in iter_articles(corpus, metadata, chunk=plan["partition"], progress=show):
        refused.append(pd.DataFrame(frame.attrs["rejected"]))
        if len(frame) or not counts:
            ready = pd.Series(frame.attrs["ready"], index=frame.index, dtype="bool")
            write_parquet(frame.assign(ready=ready), out / STAGED / _part(len(counts)))
            counts.append(len(frame))
            few = frame["outlet"].map(learnt).fillna(0) < LEARN_FROM
            if learnt.total() < LEARN_FROM_ALL:
                learn.append(frame.loc[few & ~ready & frame["outlet"].notna(), ["outlet", "title", "body"]])
                learnt.update(learn[-1]["outlet"])
    rejected = pd.concat(refused, ignore_index=True)
    write_parquet(rejected, out / "rejected.parquet")
    if not sum(counts):
        shutil.rmtree(out / STAGED)
        reasons = ", ".join(f"{why} ({n})" for why, n in rejected["reason"].value_counts().items())
        raise LoadError(f"{corpus}: no article in it; rejected: {reasons}")
    write_parquet(furniture.learn(pd.concat(learn, ignore_index=True)), out / STAGED / "furniture.parquet")
    plan["articles"] = counts
    write_json(plan, out / MANIFEST)


def _staged(out: Path, number: int) -> pd.DataFrame:
    """The articles of a staged partition, without the furniture of their outlets.

    What was cleaned or annotated before has offsets that count in its body, which stays as it is.
    """
    from isnad import furniture

    articles = pd.read_parquet(out / STAGED / _part(number))
    ready = articles.pop("ready").astype("bool")
    if not ready.all():
        stripped = furniture.strip(articles[~ready], pd.read_parquet(out / STAGED / "furniture.parquet"))
        articles.loc[~ready, ["body", "notes"]] = stripped[["body", "notes"]]
    return articles


def _keep_corrections(out: Path, corpus: str | Path) -> None:
    """Copy the corrections of the corpus beside its tables: they are laid over these whenever the folder is opened."""
    from isnad import correctionfile

    if found := correctionfile.find_file(str(corpus)):
        shutil.copyfile(found, out / correctionfile.FILE)


def _write_csv(out: Path) -> None:
    for name in (*TABLES, "timeline"):
        if parts := windows.parts(out, name):
            write_csv_of_parts(parts, out / f"{name}.csv")
    write_csv_of_parts([out / "rejected.parquet"], out / "rejected.csv")


def _one_by_one(articles: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Both tables of *articles* extracted article by article, and the error of each that failed, by id."""
    import isnad

    quotes, times, failed = [table([], QUOTES)], [table([], TIMES)], {}
    for start in range(len(articles)):
        one = articles.iloc[start : start + 1]
        try:
            found = isnad.extract_quotes(one), isnad.extract_times(one)
        except Exception as fault:
            failed[one["article_id"].iloc[0]] = f"{type(fault).__name__}: {fault}"[:300]
        else:
            quotes.append(found[0])
            times.append(found[1])
    return pd.concat(quotes, ignore_index=True), pd.concat(times, ignore_index=True), failed


def _is_finished(out: Path, number: int, plan: dict[str, Any]) -> bool:
    return _record_of(out, number).get("key") == plan["key"] and all(
        (out / f"{name}.parquet" / _part(number)).exists() for name in TABLES
    )


def _rows(out: Path, numbers: Any, plan: dict[str, Any]) -> dict[str, int]:
    records = [_record_of(out, number) for number in numbers if _is_finished(out, number, plan)]
    return {name: sum(record["rows"][name] for record in records) for name in TABLES}


def _record_of(out: Path, number: int) -> dict[str, Any]:
    try:
        return json.loads(_record(out, number).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _record(out: Path, number: int) -> Path:
    return out / PARTS / f"{number:05d}.json"


def _part(number: int) -> str:
    return f"part-{number:05d}.parquet"


def _texts(failed: dict[str, str]) -> list[str]:
    return [f"article {article_id}: {why}" for article_id, why in failed.items()]


def _fingerprint(corpus: str | Path, metadata: str | Path | None) -> str:
    """Sixteen digits that change with the name, size or time of any input file."""
    from isnad import archives

    digest = hashlib.sha256()
    for path in (corpus, metadata):
        for one in archives.files(path) if path else ():
            name = one[0] if isinstance(one, tuple) else one.source
            about = os.stat(name) if os.path.exists(name) else None
            digest.update(repr((name, about and about.st_size, about and about.st_mtime_ns)).encode())
    return digest.hexdigest()[:16]


def _code() -> str:
    """Eight digits that change with the library, its word lists and tables: what another version extracted is made anew."""
    digest = hashlib.sha256()
    tables = [resources.data(name) for name in ("outlets.csv", "entities.csv")]
    for path in [
        *sorted(resources.PACKAGE.rglob("*.py")),
        *sorted((resources.PACKAGE / "lexicon").iterdir()),
        *tables,
    ]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
