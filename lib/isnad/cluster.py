"""Numbered pieces of work, in this process, on several of this machine, or on a Dask cluster; what fails is told by name.

A piece is a function of a folder and a number that writes its result there and returns the texts of what went wrong inside it.
Nothing but these goes between processes, so that the cost of a piece is its own work.
"""

import errno
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from itertools import islice
from typing import Any

from isnad.errors import IsnadError, ParameterError

# A piece that has cost so many workers their lives is given up, and named.
DEATHS = 2
# A worker that starts again on a busy machine must not be taken for lost.
SETTINGS = {"distributed.scheduler.allowed-failures": DEATHS, "distributed.deploy.lost-worker-timeout": "60s"}
CONNECT_SECONDS = 20
# Without any worker for so long, a run ends; how often that is looked at.
ALONE_SECONDS, LOOK_SECONDS = 120, 5
AGAIN = "Finished partitions are kept: run the same command again"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Work = Callable[[str, int, str], list[str]]
Tell = Callable[[int], str]


class Crew:
    """Whoever does the work: this process, *jobs* processes (joblib), or a Dask cluster, started when first needed.

    Parameters
    ----------
    workers : int
        Processes of a local Dask cluster that ends with the crew.
    scheduler : str
        Address of a running Dask scheduler; *workers* is then not used.
    jobs : int
        Processes of joblib, -1 for one a processor; not together with Dask.
    show : bool
        A progress bar on standard error.

    Raises
    ------
    ParameterError: a number that makes no sense, or Dask and joblib together.
    """

    def __init__(self, workers: int = 0, scheduler: str = "", jobs: int = 1, show: bool = False) -> None:
        if workers < 0:
            raise ParameterError(f"workers must be 0 or more, got {workers}")
        if jobs == 0 or jobs < -1:
            raise ParameterError(f"jobs: {jobs} is neither a number of processes nor -1 (one a processor)")
        if jobs != 1 and (workers or scheduler):
            raise ParameterError("give either jobs (processes of this machine) or a Dask cluster, not both")
        self.workers, self.scheduler, self.jobs, self.show = workers, scheduler, jobs, show
        self._open = ExitStack()
        self._client: Any = None

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: Any, *rest: Any) -> None:
        try:
            self._open.close()
        except Exception:
            # A lost cluster cannot be closed in order; what lost it has been told already.
            if kind is None:
                raise

    def renew(self) -> None:
        """Let the workers of a local cluster go: the next work begins in processes that remember nothing of this one."""
        if self._client is None or self.scheduler:
            return
        held, self._open, self._client = self._open, ExitStack(), None
        held.close()

    def run(
        self, work: Work, folder: str, numbers: list[int], key: str, tell: Tell = "partition {}".format, what: str = "partitions"
    ) -> list[str]:  # fmt: skip
        """Do *work* on the pieces *numbers* of *folder*; the texts of what failed, each piece as *tell* names it.

        Raises
        ------
        IsnadError: the cluster or a process is lost, or Dask is not installed. OSError: the disk is full.
        """
        from tqdm.auto import tqdm

        if not numbers:
            return []
        with tqdm(total=len(numbers), unit="", desc=what, disable=not self.show) as bar:
            if self.workers or self.scheduler:
                with _told_if_lost(dask("distributed")):
                    self._client = self._client or self._open.enter_context(
                        _client(self.workers, self.scheduler)
                    )
                    return _on_cluster(self._client, work, folder, numbers, key, tell, bar.update)
            failed: list[str] = []
            for number, ended in _here(work, folder, numbers, key, self.jobs):
                bar.update()
                failed += ended if isinstance(ended, list) else [why(tell, number, ended)]
            return failed


def why(tell: Tell, number: int, fault: BaseException) -> str:
    """A failed piece in words; a full disk stops the run instead, since every later one would fail too."""
    if isinstance(fault, OSError) and fault.errno in FULL:
        raise fault
    if type(fault).__name__ == "KilledWorker":
        return f"{tell(number)}: its worker died {DEATHS + 1} times (killed, or out of memory)"
    return f"{tell(number)}: {type(fault).__name__}: {fault}"[:400]


def _here(
    work: Work, folder: str, numbers: list[int], key: str, jobs: int
) -> Iterator[tuple[int, list[str] | Exception]]:
    """Pieces and what became of them, as they end."""
    if jobs == 1 or len(numbers) == 1:
        yield from (_attempt(work, folder, number, key) for number in numbers)
        return
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    calls = (delayed(_attempt)(work, folder, number, key) for number in numbers)
    try:
        yield from Parallel(n_jobs=jobs, backend="loky", batch_size=1, return_as="generator_unordered")(calls)  # type: ignore[misc]
    except TerminatedWorkerError:
        raise IsnadError(
            f"a process died (killed, or out of memory): use fewer, or smaller partitions. {AGAIN}"
        ) from None


def _attempt(work: Work, folder: str, number: int, key: str) -> tuple[int, list[str] | Exception]:
    try:
        return number, work(folder, number, key)
    except Exception as fault:
        return number, fault


def _on_cluster(
    client: Any, work: Work, folder: str, numbers: list[int], key: str, tell: Tell, tick: Callable
) -> list[str]:
    """Work on the cluster, two pieces a worker under way; then once more, one at a time, those that lost their workers.

    A worker that dies takes all its pieces with it, and Dask suspects each of them: alone, the innocent ones succeed.
    """
    at_once = 2 * max(1, len(client.nthreads()))
    failed: list[str] = []
    suspects: list[int] = []
    for number, future in _done(client, work, folder, numbers, key, at_once):
        tick()
        if future.status == "finished":
            failed += future.result()
        elif type(future.exception()).__name__ == "KilledWorker":
            suspects.append(number)
        else:
            failed.append(why(tell, number, future.exception()))
    for number, future in _done(client, work, folder, sorted(suspects), key, 1):
        failed += future.result() if future.status == "finished" else [why(tell, number, future.exception())]
    return failed


def _done(
    client: Any, work: Work, folder: str, numbers: list[int], key: str, at_once: int
) -> Iterator[tuple[int, Any]]:
    """Pieces and their futures as they end, in success or error, *at_once* under way.

    Without any worker, which Dask would wait for for ever, those of a local cluster are started again, and after a while the run ends.
    """
    from distributed import wait

    queue = iter(numbers)
    under_way = {client.submit(work, folder, n, key, pure=False): n for n in islice(queue, at_once)}
    alone_since = None
    while under_way:
        try:
            ended: Any = wait(list(under_way), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
        except TimeoutError:
            if client.nthreads():
                alone_since = None
                continue
            if client.cluster:
                _revive(client.cluster)
            alone_since = alone_since or time.monotonic()
            if time.monotonic() - alone_since > ALONE_SECONDS:
                raise IsnadError(f"no worker is left. {AGAIN}") from None
            continue
        for future in sorted(ended.done, key=under_way.__getitem__):
            yield under_way.pop(future), future
            for number in islice(queue, 1):
                under_way[client.submit(work, folder, number, key, pure=False)] = number


def _revive(local: Any) -> None:
    """Start anew the workers of a local cluster that died while they started, which Dask gives up."""
    for name, nanny in list(local.workers.items()):
        if nanny.status.name in ("closed", "failed"):
            del local.workers[name]
    local.scale(len(local.worker_spec))


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    """A client of the scheduler at that address, or of a cluster of *workers* processes that ends with it."""
    distributed, config = dask("distributed"), dask("dask.config")
    with ExitStack() as stack, config.set(SETTINGS):
        where: Any = scheduler or stack.enter_context(
            distributed.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL)
        )  # fmt: skip
        try:
            client = distributed.Client(where, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as lost:
            raise IsnadError(f"scheduler {where}: not reached ({lost}). {AGAIN}") from None
        yield stack.enter_context(client)


@contextmanager
def _told_if_lost(distributed: Any) -> Iterator[None]:
    try:
        yield
    except (distributed.CancelledError, distributed.comm.CommClosedError, TimeoutError) as lost:
        raise IsnadError(f"the scheduler is gone ({type(lost).__name__}). {AGAIN}") from None


def dask(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise IsnadError("Dask is not installed; install it with: pip install 'isnad[dask]'") from None
