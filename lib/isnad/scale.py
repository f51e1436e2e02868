"""Extraction in partitions, in this process or on Dask: resumable, and never half written.

A corpus is read once and cut into partitions of articles (``staged/``). Each partition is extracted by itself, wherever
there is room, and written to ``articles.parquet/``, ``quotes.parquet/`` and ``times.parquet/`` under its number; its
record in ``parts/`` is written last, so that a partition with a record is a finished one. A second run computes only what
has no record. What looks at the whole corpus (speakers, statements, events) follows in a second pass over the tables.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from isnad import resources
from isnad.errors import IsnadError, ParameterError
from isnad.schema import QUOTES, TIMES, table

PARTITION = 1000
TABLES = ("articles", "quotes", "times")
MANIFEST, STAGED, PARTS = "manifest.json", "staged", "parts"
# An outlet's furniture (lines at the edges of its articles) is learnt from at most so many articles.
LEARN_FROM = 100_000
# A partition that has cost so many workers their lives is given up, and named.
DEATHS = 2
CONNECT_SECONDS = 20
# Without any worker for so long, a run ends; how often that is looked at.
ALONE_SECONDS, LOOK_SECONDS = 60, 5
AGAIN = "Finished partitions are kept: run the same command again"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Work = Callable[[str, int, str], list[str]]


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
    corpus: str | Path, out: str | Path, *, metadata: str | Path | None = None, workers: int = 0, scheduler: str = "",
    partition: int = PARTITION, whole: bool = True, show: bool = False,
) -> Extraction:  # fmt: skip
    """Extract *corpus* into partitioned Parquet; what an earlier run on the same corpus finished is kept.

    Parameters
    ----------
    corpus, metadata
        As for `isnad.load_articles`; an empty corpus means the shipped seeds.
    out : path
        A new folder, or that of an earlier run on the same corpus.
    workers : int
        Processes of a local Dask cluster; 0 works in this process, without Dask.
    scheduler : str
        Address of a running Dask scheduler whose workers see *out* under the same path; *workers* is then not used.
    partition : int
        Articles in a partition: what a worker holds at a time.
    whole : bool
        Do the second pass too: duplicates, speakers, statements, events, timeline. It holds the tables in memory.
    show : bool
        A progress bar on standard error.

    Returns
    -------
    Extraction. A partition that failed is named in it, the others are finished, and the second pass waits; the next run
    tries the failed ones again.

    Raises
    ------
    LoadError: the corpus cannot be read at all. ParameterError: *out* holds another corpus, or a number makes no sense.
    IsnadError: the disk is full, the scheduler is gone, or Dask is not installed; finished partitions are kept.
    """
    if workers < 0 or partition < 1:
        raise ParameterError(
            f"workers must be 0 or more and partition 1 or more, got {workers} and {partition}"
        )
    out, corpus = Path(out).resolve(), corpus or resources.seeds()
    with _told_if_full(out):
        plan = _plan(out, corpus, metadata, partition)
        if "articles" not in plan:
            _stage(out, plan, corpus, metadata, show)
        numbers = range(len(plan["articles"]))
        waiting = [number for number in numbers if not _is_finished(out, number, plan)]
        failed = (
            run_partitions(out, plan, waiting, workers=workers, scheduler=scheduler, show=show)
            if waiting
            else []
        )
        if whole and not failed and (waiting or not plan["whole"]):
            second_pass(out)
            plan["whole"] = True
        rows = _rows(out, numbers, plan)
        write_json({**plan, "rows": rows, "failed": failed}, out / MANIFEST)
        if not failed:
            shutil.rmtree(out / STAGED, ignore_errors=True)
    return Extraction(out, rows, len(numbers), len(waiting), failed)


def load_articles(
    corpus: str | Path, store: str | Path, *, metadata: str | Path | None = None, partition: int = PARTITION
) -> Any:
    """A corpus as a lazy Dask DataFrame, for `isnad.extract_quotes` and `isnad.extract_times` on a cluster.

    Parameters
    ----------
    store : path
        A folder for the partitions. Reading is sequential (an article's id depends on those before it), so the
        corpus is read once and cut into Parquet there; an earlier store of the same corpus is used as it is.

    Raises
    ------
    LoadError, ParameterError, IsnadError: as `extract`.
    """
    dataframe = _dask("dask.dataframe")
    store, corpus = Path(store).resolve(), corpus or resources.seeds()
    with _told_if_full(store):
        plan = _plan(store, corpus, metadata, partition)
        if "articles" not in plan or not (store / STAGED / _part(0)).exists():
            _stage(store, plan, corpus, metadata, show=False)
    paths = [str(store / STAGED / _part(number)) for number in range(len(plan["articles"]))]
    return dataframe.from_map(pd.read_parquet, paths, meta=pd.read_parquet(paths[0]).iloc[:0])


def extract_partition(folder: str, number: int, key: str) -> list[str]:
    """Extract one staged partition of *folder*; write its tables, then its record. Returns the texts of what failed.

    An article that makes an extractor raise is left out and named; the others of its partition are kept.
    """
    import isnad
    from isnad import furniture

    out = Path(folder)
    articles = pd.read_parquet(out / STAGED / _part(number))
    articles = furniture.strip(articles, pd.read_parquet(out / STAGED / "furniture.parquet"))
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
    out: Path, plan: dict[str, Any], waiting: list[int], *, workers: int = 0, scheduler: str = "", show: bool = False,
    work: Work = extract_partition,
) -> list[str]:  # fmt: skip
    """Do *work* on the *waiting* partitions, here or on a cluster, at most two for each worker under way; what failed."""
    from tqdm.auto import tqdm

    with tqdm(total=len(waiting), unit="partition", desc=out.name, disable=not show) as bar:
        if not workers and not scheduler:
            failed: list[str] = []
            for number in waiting:
                failed += work(str(out), number, plan["key"])
                bar.update()
            return failed
        with _client(workers, scheduler) as client:
            return _on_cluster(client, out, plan, waiting, work, bar.update)


def second_pass(out: Path) -> None:
    """Add what needs the whole corpus to the tables of *out*, and write the timeline.

    Articles gain ``duplicate_of`` and ``event_id``; quotations ``speaker_id``, ``speaker_kind`` and the statement columns.
    Each part keeps its rows and its name, and is replaced when its new form is complete.
    """
    import isnad
    from isnad import duplicates

    parts = {path.name: pd.read_parquet(path) for path in _files(out, "articles")}
    articles = pd.concat(parts.values(), ignore_index=True).drop(
        columns=["event_id", "event_basis"], errors="ignore"
    )
    articles = isnad.find_events(duplicates.mark(articles))
    quotes = pd.concat(
        [pd.read_parquet(path, columns=list(QUOTES)) for path in _files(out, "quotes")], ignore_index=True
    )
    quotes = isnad.match_statements(isnad.resolve_speakers(quotes, articles), articles)
    times = pd.concat([pd.read_parquet(path) for path in _files(out, "times")], ignore_index=True)
    write_parquet(isnad.build_timeline(articles, times, quotes), out / "timeline.parquet")
    place = {article_id: name for name, part in parts.items() for article_id in part["article_id"]}
    for table_name, frame in (("articles", articles), ("quotes", quotes)):
        types = arrow_types(frame)
        for name, rows in frame.groupby(frame["article_id"].map(place)):
            write_parquet(rows.reset_index(drop=True), out / f"{table_name}.parquet" / str(name), types)


def write_parquet(frame: pd.DataFrame, path: Path, types: Any = None) -> None:
    """Write *frame* to *path*, whole or not at all; *types*: the Arrow schema of the table that it is a part of."""
    bare = frame.copy(deep=False)
    bare.attrs = {}
    with _replacing(path) as new:
        bare.to_parquet(new, index=False, schema=types or arrow_types(bare))


def arrow_types(frame: pd.DataFrame) -> Any:
    """The Arrow schema of *frame*, the same for every part of a table: columns that are empty in one part have a type too."""
    import pyarrow as pa

    link = pa.struct([("name", pa.string()), ("medium", pa.string())])
    lists = {"chain": link, "article_ids": pa.string(), "outlets": pa.string()}
    types = pa.Schema.from_pandas(frame, preserve_index=False)
    for place, column in enumerate(types):
        if column.name in lists:
            types = types.set(place, pa.field(column.name, pa.list_(lists[column.name])))
        elif pa.types.is_null(column.type):
            types = types.set(place, pa.field(column.name, pa.string()))
    return types


def write_json(value: object, path: Path) -> None:
    """Write *value* to *path*, whole or not at all."""
    with _replacing(path) as new:
        new.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield new
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


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
    for frame in iter_articles(corpus, metadata, chunk=plan["partition"], progress=show):
        refused.append(pd.DataFrame(frame.attrs["rejected"]))
        if len(frame) or not counts:
            write_parquet(frame, out / STAGED / _part(len(counts)))
            if sum(counts) < LEARN_FROM:
                learn.append(frame[["outlet", "body"]])
            counts.append(len(frame))
    write_parquet(furniture.learn(pd.concat(learn, ignore_index=True)), out / STAGED / "furniture.parquet")
    write_parquet(pd.concat(refused, ignore_index=True), out / "rejected.parquet")
    plan["articles"] = counts
    write_json(plan, out / MANIFEST)


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


def _on_cluster(
    client: Any, out: Path, plan: dict[str, Any], waiting: list[int], work: Work, tick: Callable
) -> list[str]:
    """Work on the cluster, two partitions a worker under way; then once more, one at a time, those that lost their workers.

    A worker that dies takes all its partitions with it, and Dask suspects each of them: alone, the innocent ones succeed.
    """
    at_once = 2 * max(1, len(client.nthreads()))
    failed: list[str] = []
    suspects: list[int] = []
    for number, future in _done(client, out, plan, waiting, work, at_once):
        tick()
        if future.status == "finished":
            failed += future.result()
        elif type(future.exception()).__name__ == "KilledWorker":
            suspects.append(number)
        else:
            failed.append(_why(out, number, future.exception()))
    for number, future in _done(client, out, plan, sorted(suspects), work, 1):
        failed += future.result() if future.status == "finished" else [_why(out, number, future.exception())]
    return failed


def _done(client: Any, out: Path, plan: dict[str, Any], waiting: list[int], work: Work, at_once: int) -> Iterator[tuple[int, Any]]:  # fmt: skip
    """Partitions and their futures as they end, in success or error, *at_once* under way.

    A worker whose process cannot be started again is gone for good, and without any worker Dask would wait for ever.
    """
    from distributed import wait

    queue = iter(waiting)
    under_way = {client.submit(work, str(out), n, plan["key"], pure=False): n for n in islice(queue, at_once)}
    alone_since = None
    while under_way:
        try:
            ended: Any = wait(list(under_way), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
        except TimeoutError:
            if client.nthreads():
                alone_since = None
                continue
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since > ALONE_SECONDS:
                raise IsnadError(f"no worker is left. {AGAIN}") from None
            continue
        for future in sorted(ended.done, key=under_way.__getitem__):
            yield under_way.pop(future), future
            for number in islice(queue, 1):
                under_way[client.submit(work, str(out), number, plan["key"], pure=False)] = number


def _why(out: Path, number: int, fault: BaseException) -> str:
    """A failed partition in words; a full disk stops the run instead, since every later one would fail too."""
    if isinstance(fault, OSError) and fault.errno in FULL:
        raise fault
    if type(fault).__name__ == "KilledWorker":
        told = f"its worker died {DEATHS + 1} times (killed, or out of memory)"
    else:
        told = f"{type(fault).__name__}: {fault}"[:300]
    try:
        ids = pd.read_parquet(out / STAGED / _part(number), columns=["article_id"])["article_id"]
        return f"partition {number} (articles {ids.iloc[0]} … {ids.iloc[-1]}): {told}"
    except (OSError, IndexError):
        return f"partition {number}: {told}"


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    """A client of the scheduler at that address, or of a cluster of *workers* processes that ends with it."""
    distributed, config = _dask("distributed"), _dask("dask.config")
    try:
        with ExitStack() as stack, config.set({"distributed.scheduler.allowed-failures": DEATHS}):
            where: Any = scheduler or stack.enter_context(
                distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL)
            )  # fmt: skip
            yield stack.enter_context(_connected(distributed, where))
    except (distributed.CancelledError, distributed.comm.CommClosedError, TimeoutError) as lost:
        raise IsnadError(f"the scheduler is gone ({type(lost).__name__}). {AGAIN}") from None


def _connected(distributed: Any, where: Any) -> Any:
    try:
        return distributed.Client(where, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as lost:
        raise IsnadError(f"scheduler {where}: not reached ({lost}). {AGAIN}") from None


def _dask(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise IsnadError("Dask is not installed; install it with: pip install 'isnad[dask]'") from None


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


def _files(out: Path, name: str) -> list[Path]:
    return sorted((out / f"{name}.parquet").glob("part-*.parquet"))


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
