"""The same function on many processes, or on a Dask DataFrame: one article never looks at another."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from isnad.errors import IsnadError, ParameterError
from isnad.schema import table

# Below this a pool costs more than it saves: starting processes takes one to two seconds.
SERIAL_BELOW = 2000
CHUNK_MIN = 250
CHUNKS_PER_JOB = 4
# What extraction reads of an article; nothing else is sent to another process.
READ = ("article_id", "outlet", "title", "published", "body")


def spread(
    function: Callable[[pd.DataFrame], pd.DataFrame], articles: Any, columns: dict[str, str], n_jobs: int = 1
) -> Any:
    """The result of *function* over a Dask DataFrame or over several processes; None where it should simply run here.

    The first line of an extraction function::

        if (found := parallel.spread(extract_quotes, articles, schema.QUOTES, n_jobs)) is not None:
            return found

    Parameters
    ----------
    function : function, DataFrame to DataFrame
        Looks at one row at a time and gives the table *columns*; must be importable.
    articles : DataFrame, or Dask DataFrame
        A Dask DataFrame gives a lazy Dask DataFrame, partition by partition.
    n_jobs : int
        Processes; -1 is one a processor. Fewer than SERIAL_BELOW articles run here all the same.

    Raises
    ------
    ParameterError: *n_jobs* is 0 or below -1. IsnadError: a process died (killed, or out of memory).
    """
    if n_jobs == 0 or n_jobs < -1:
        raise ParameterError(f"n_jobs: {n_jobs} is neither a number of processes nor -1 (one a processor)")
    if is_lazy(articles):
        return articles.map_partitions(function, meta=table([], columns))
    if n_jobs == 1 or not isinstance(articles, pd.DataFrame) or len(articles) < SERIAL_BELOW:
        return None
    needed = [name for name in READ if name in articles.columns]
    return map_chunks(articles[needed], function, n_jobs)


def is_lazy(frame: Any) -> bool:
    """Whether *frame* is a Dask DataFrame; asked without importing Dask."""
    return type(frame).__module__.split(".")[0] in ("dask", "dask_expr") and hasattr(frame, "map_partitions")


def map_chunks(
    frame: pd.DataFrame, function: Callable[[pd.DataFrame], pd.DataFrame], n_jobs: int = -1
) -> pd.DataFrame:
    """``function(frame)`` computed in pieces on *n_jobs* processes; the rows come in the order of *frame*.

    Parameters
    ----------
    function
        Must give the same rows for any cut of *frame* between two rows.

    Returns
    -------
    DataFrame with a fresh RangeIndex.

    Raises
    ------
    IsnadError: a process died. What *function* itself raises comes through unchanged.
    """
    from joblib import Parallel, cpu_count, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    jobs = cpu_count() if n_jobs == -1 else n_jobs
    size = max(CHUNK_MIN, -(-len(frame) // (jobs * CHUNKS_PER_JOB)))
    pieces = [frame.iloc[start : start + size] for start in range(0, len(frame), size)] or [frame]
    try:
        parts = Parallel(n_jobs=jobs, backend="loky")(delayed(function)(piece) for piece in pieces)
    except TerminatedWorkerError as died:
        raise IsnadError(
            f"a process died at work on {len(frame):,} articles ({str(died).splitlines()[0]}); "
            "it was killed or ran out of memory: use fewer processes (n_jobs)"
        ) from None
    return pd.concat(parts, ignore_index=True)  # type: ignore[arg-type]
