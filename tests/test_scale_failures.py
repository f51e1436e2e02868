"""Extraction in partitions when workers, disks or schedulers fail: one readable error, and the next run goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import isnad
from isnad import cluster, scale
from isnad.cluster import Crew
from isnad.errors import IsnadError
from scale_sample import PARTITION, alike, rows

pytest.importorskip("distributed", reason="needs the extra isnad[dask]")
pytestmark = pytest.mark.usefixtures("same_code")


def half_written(out: Path) -> list[Path]:
    return [path for path in out.rglob(".*") if path.is_file()]


def planned(corpus: Path, out: Path) -> dict:
    """A staged corpus without any partition extracted, and its plan."""
    plan = scale._plan(out, corpus, None, PARTITION)
    scale._stage(out, plan, corpus, None, show=False)
    return plan


def crewed(out: Path, plan: dict, work=scale.extract_partition, **who) -> list[str]:
    """What failed of the staged partitions, done by a crew of its own."""
    with Crew(**who) as crew:
        return scale.run_partitions(out, plan, list(range(len(plan["articles"]))), crew, work)


def dies_once(folder: str, number: int, key: str) -> list[str]:
    mark = Path(folder) / f"died-{number}"
    if number == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return scale.extract_partition(folder, number, key)


def dies_always(folder: str, number: int, key: str) -> list[str]:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return scale.extract_partition(folder, number, key)


def waits(folder: str, number: int, key: str) -> list[str]:
    if number > 1:
        time.sleep(60)
    return scale.extract_partition(folder, number, key)


def test_killed_worker_costs_nothing(corpus, twelve, tmp_path):
    out = tmp_path / "out"
    plan = planned(corpus, out)
    assert crewed(out, plan, dies_once, workers=2) == []
    (out / "died-1").unlink()
    pd.testing.assert_frame_equal(rows(out, "quotes"), alike(isnad.extract_quotes(twelve)))
    assert not half_written(out)


def test_partition_that_kills_its_workers_is_named_and_the_others_finish(corpus, twelve, tmp_path):
    out = tmp_path / "out"
    plan = planned(corpus, out)
    failed = crewed(out, plan, dies_always, workers=1)
    first, last = twelve["article_id"][2], twelve["article_id"][3]
    assert (
        len(failed) == 1 and f"partition 1 (articles {first} … {last})" in failed[0] and "died" in failed[0]
    )
    assert sorted(path.stem for path in (out / "parts").iterdir()) == [
        "00000",
        "00002",
        "00003",
        "00004",
        "00005",
    ]
    mended = scale.extract(corpus, out, partition=PARTITION, whole=False)
    assert mended.computed == 1 and mended.rows["articles"] == len(twelve)


def test_article_that_breaks_an_extractor_is_named_and_the_others_are_kept(
    corpus, twelve, tmp_path, monkeypatch
):
    real, bad = isnad.extract_quotes, twelve["article_id"][4]

    def breaks(frame: pd.DataFrame) -> pd.DataFrame:
        if bad in set(frame["article_id"]):
            raise RuntimeError("boom")
        return real(frame)

    monkeypatch.setattr(isnad, "extract_quotes", breaks, raising=False)
    found = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False)
    assert found.failed == [f"article {bad}: RuntimeError: boom"]
    assert found.rows["articles"] + len(found.failed) == len(twelve)
    assert bad not in set(rows(found.folder, "quotes")["article_id"])


def test_full_disk_keeps_what_is_finished(corpus, twelve, tmp_path):
    """A limit on the size of files stands for the full disk: writing past it fails with the same kind of error."""
    out = tmp_path / "out"
    planned(corpus, out)
    program = (
        "import resource, signal, sys; from isnad import scale; scale._code = lambda: 'same'; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)); scale.extract(sys.argv[1], sys.argv[2], partition=2, whole=False)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(corpus), str(out)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (
        done.returncode == 1
        and "make room. Finished partitions are kept: run the same command again" in done.stderr
    )
    assert not half_written(out)
    assert scale.extract(corpus, out, partition=PARTITION, whole=False).rows["articles"] == len(twelve)


def test_killed_scheduler_ends_in_one_error_and_the_next_run_goes_on(corpus, twelve, tmp_path):
    out, address = tmp_path / "out", tmp_path / "address.json"
    plan = planned(corpus, out)
    # Work is sent by name: both processes must find this module.
    common = {
        "env": {**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    dask, here = [sys.executable, "-m", "dask"], ["--host", "127.0.0.1", "--no-dashboard"]
    processes = [
        subprocess.Popen(
            [*dask, "scheduler", *here, "--port", "0", "--scheduler-file", str(address)], **common
        )
    ]
    try:
        until(lambda: address.exists() and address.stat().st_size)
        where = json.loads(address.read_text(encoding="utf-8"))["address"]
        processes.append(
            subprocess.Popen(
                [*dask, "worker", where, *here, "--nthreads", "1", "--death-timeout", "30"], **common
            )
        )
        processes.append(
            subprocess.Popen(
                [sys.executable, "-c", KILL_AFTER_ONE, str(out / "parts"), str(processes[0].pid)]
            )
        )
        with pytest.raises(IsnadError, match="run the same command again"):
            crewed(out, plan, waits, scheduler=where)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    # The worker was killed too, perhaps while it wrote: under the names that readers take all is whole.
    for path in out.glob("*.parquet/part-*"):
        pd.read_parquet(path)
    (out / "quotes.parquet" / ".part-00003.parquet.4711").write_bytes(b"PAR1 half")
    mended = scale.extract(corpus, out, partition=PARTITION, whole=False)
    assert 1 <= mended.computed <= 5 and mended.rows["articles"] == len(twelve)
    assert not half_written(out)


KILL_AFTER_ONE = """
import os, pathlib, signal, sys, time
folder = pathlib.Path(sys.argv[1])
for _ in range(600):
    if folder.exists() and len(list(folder.glob("*.json"))) >= 1:
        break
    time.sleep(0.1)
os.kill(int(sys.argv[2]), signal.SIGKILL)
"""


def until(condition, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def test_cluster_without_workers_is_not_waited_for_for_ever(corpus, tmp_path, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(cluster, "ALONE_SECONDS", 1)
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.3)
    plan = planned(corpus, tmp_path / "out")
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as local,
        pytest.raises(IsnadError, match="no worker is left"),
    ):
        crewed(tmp_path / "out", plan, scheduler=local.scheduler_address)


def test_scheduler_that_is_not_there_is_one_readable_error(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(IsnadError, match=r"tcp://127\.0\.0\.1:9: not reached"):
        scale.extract(corpus, tmp_path / "out", scheduler="tcp://127.0.0.1:9", whole=False)
