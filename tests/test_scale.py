"""Extraction in partitions: the same rows however it is cut, and nothing lost when workers, disks or schedulers fail."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isnad
from isnad import cluster, corpora, export, parallel, resources, scale, schema, windows
from isnad.cluster import Crew
from isnad.errors import IsnadError, LoadError, ParameterError
from isnad.gold import read_gold

pytest.importorskip("distributed", reason="needs the extra isnad[dask]")
PARTITION = 2


@pytest.fixture(autouse=True)
def same_code(monkeypatch):
    """The library counts as unchanged for the length of a test, even where somebody edits it."""
    monkeypatch.setattr(scale, "_code", lambda: "same")


@pytest.fixture(scope="session")
def articles() -> pd.DataFrame:
    """Twelve articles: the annotated seeds twice, under different ids."""
    seeds = read_gold(resources.gold()).articles.drop(columns="event")
    again = seeds.assign(article_id=seeds["article_id"] + "-b")
    return pd.concat([seeds, again], ignore_index=True)


@pytest.fixture
def corpus(articles, tmp_path) -> Path:
    path = tmp_path / "corpus.parquet"
    articles.to_parquet(path, index=False)
    return path


def rows(out: Path, name: str) -> pd.DataFrame:
    """A table as it lies in the folder, read as one."""
    return alike(pd.read_parquet(out / f"{name}.parquet"))


def alike(frame: pd.DataFrame) -> pd.DataFrame:
    """*frame* as Parquet gives it back: every link of a chain has both keys, and no time is kept in seconds."""
    moments = frame.select_dtypes("datetime").columns
    frame = frame.astype(dict.fromkeys(moments, "datetime64[s]"))
    if "chain" not in frame:
        return frame
    pairs = [[(link["name"], link.get("medium")) for link in chain] for chain in frame["chain"]]
    return frame.assign(chain=pd.Series(pairs, index=frame.index, dtype="object"))


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


@pytest.mark.parametrize("partition", [1, 5, 100])
def test_any_cut_gives_the_same_rows(corpus, articles, tmp_path, partition):
    found = scale.extract(corpus, tmp_path / "out", partition=partition, whole=False)
    assert found.rows["articles"] == len(articles) and not found.failed
    pd.testing.assert_frame_equal(rows(found.folder, "quotes"), alike(isnad.extract_quotes(articles)))
    pd.testing.assert_frame_equal(rows(found.folder, "times"), isnad.extract_times(articles))


def test_second_run_computes_nothing(corpus, tmp_path):
    first = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False)
    before = {path: path.stat().st_mtime_ns for path in first.folder.rglob("part-*")}
    second = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False)
    assert (first.computed, second.computed) == (6, 0) and second.rows == first.rows
    assert {path: path.stat().st_mtime_ns for path in first.folder.rglob("part-*")} == before


def test_missing_partition_alone_is_computed_again(corpus, tmp_path):
    out = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False).folder
    (out / "parts" / "00003.json").unlink()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    scale._stage(out, manifest, corpus, None, show=False)
    assert scale.extract(corpus, out, partition=PARTITION, whole=False).computed == 1


def test_workers_write_the_same_bytes(corpus, tmp_path):
    here = scale.extract(corpus, tmp_path / "here", partition=PARTITION, whole=False).folder
    there = scale.extract(corpus, tmp_path / "there", partition=PARTITION, workers=2, whole=False).folder
    for path in here.rglob("part-*.parquet"):
        assert path.read_bytes() == (there / path.relative_to(here)).read_bytes()


def test_killed_worker_costs_nothing(corpus, articles, tmp_path):
    out = tmp_path / "out"
    plan = planned(corpus, out)
    assert crewed(out, plan, dies_once, workers=2) == []
    (out / "died-1").unlink()
    pd.testing.assert_frame_equal(rows(out, "quotes"), alike(isnad.extract_quotes(articles)))
    assert not half_written(out)


def test_partition_that_kills_its_workers_is_named_and_the_others_finish(corpus, articles, tmp_path):
    out = tmp_path / "out"
    plan = planned(corpus, out)
    failed = crewed(out, plan, dies_always, workers=1)
    first, last = articles["article_id"][2], articles["article_id"][3]
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
    assert mended.computed == 1 and mended.rows["articles"] == len(articles)


def test_article_that_breaks_an_extractor_is_named_and_the_others_are_kept(
    corpus, articles, tmp_path, monkeypatch
):
    real, bad = isnad.extract_quotes, articles["article_id"][4]

    def breaks(frame: pd.DataFrame) -> pd.DataFrame:
        if bad in set(frame["article_id"]):
            raise RuntimeError("boom")
        return real(frame)

    monkeypatch.setattr(isnad, "extract_quotes", breaks, raising=False)
    found = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False)
    assert found.failed == [f"article {bad}: RuntimeError: boom"]
    assert found.rows["articles"] + len(found.failed) == len(articles)
    assert bad not in set(rows(found.folder, "quotes")["article_id"])


def test_full_disk_keeps_what_is_finished(corpus, articles, tmp_path):
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
    assert scale.extract(corpus, out, partition=PARTITION, whole=False).rows["articles"] == len(articles)


def test_killed_scheduler_ends_in_one_error_and_the_next_run_goes_on(corpus, articles, tmp_path):
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
    assert not half_written(out)
    mended = scale.extract(corpus, out, partition=PARTITION, whole=False)
    assert 1 <= mended.computed <= 5 and mended.rows["articles"] == len(articles)


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


def test_folder_of_another_corpus_is_refused(corpus, articles, tmp_path):
    out = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False).folder
    other = tmp_path / "other.parquet"
    articles.iloc[:3].to_parquet(other)
    with pytest.raises(ParameterError, match="another folder"):
        scale.extract(other, out, partition=PARTITION, whole=False)
    with pytest.raises(ParameterError, match="partition"):
        scale.extract(corpus, out, partition=3, whole=False)


def test_bad_places_and_numbers_are_refused(corpus, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ParameterError, match="not empty"):
        scale.extract(corpus, tmp_path / "full")
    with pytest.raises(ParameterError, match="is a file"):
        scale.extract(corpus, corpus)
    with pytest.raises(ParameterError, match="partition"):
        scale.extract(corpus, tmp_path / "out", partition=0)
    with pytest.raises(LoadError):
        scale.extract(tmp_path / "nowhere", tmp_path / "out")


def test_second_pass_gives_what_one_frame_gives(corpus, tmp_path):
    found = scale.extract(corpus, tmp_path / "out", partition=PARTITION, workers=2)
    whole = isnad.load_articles(corpus)
    events = isnad.find_events(whole)
    quotes = isnad.match_statements(isnad.resolve_speakers(isnad.extract_quotes(whole), whole), whole)
    times = isnad.extract_times(whole)
    for name, frame, key in (
        ("articles", events, "event_id"),
        ("quotes", quotes, "statement_id"),
        ("quotes", quotes, "speaker_id"),
    ):
        pd.testing.assert_series_equal(rows(found.folder, name)[key], frame[key], check_index=False)
    assert len(pd.read_parquet(found.folder / "timeline.parquet")) == len(
        isnad.build_timeline(events, times, quotes)
    )
    again = scale.extract(corpus, tmp_path / "out", partition=PARTITION)
    assert again.computed == 0 and again.rows == found.rows


def test_folder_opens_as_a_corpus(corpus, articles, tmp_path):
    out = scale.extract(corpus, tmp_path / "out", partition=PARTITION).folder
    data = corpora.open(str(out))
    assert len(data.articles) == len(articles) and len(data.statements) == len(isnad.extract_quotes(articles))
    assert "statement_id" in data.statements and len(data.timeline)


def test_dask_frames_give_the_rows_of_pandas(corpus, articles, tmp_path):
    lazy = scale.load_articles(corpus, tmp_path / "store", partition=5)
    assert parallel.is_lazy(lazy) and len(lazy) == len(articles)
    quotes = isnad.extract_quotes(lazy).compute(scheduler="threads")
    times = isnad.extract_times(lazy).compute(scheduler="threads")
    pd.testing.assert_frame_equal(quotes.reset_index(drop=True), isnad.extract_quotes(articles))
    pd.testing.assert_frame_equal(times.reset_index(drop=True), isnad.extract_times(articles))


def test_command_extracts_in_partitions(corpus, tmp_path):
    command = [sys.executable, "-c", "from isnad.cli import main; main()"]
    done = subprocess.run(
        [*command, "extract", str(corpus), "--out", str(tmp_path / "out"), "--partition", "5"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0 and "3 of 3 partitions computed now" in done.stdout, done.stderr
    assert len(rows(tmp_path / "out", "articles")) == 12


def test_processes_give_the_rows_of_one(articles, monkeypatch):
    monkeypatch.setattr(parallel, "SERIAL_BELOW", 1)
    monkeypatch.setattr(parallel, "CHUNK_MIN", 2)
    found = parallel.spread(isnad.extract_quotes, articles, schema.QUOTES, n_jobs=2)
    pd.testing.assert_frame_equal(found, isnad.extract_quotes(articles))


def kills_itself(frame: pd.DataFrame) -> pd.DataFrame:
    os.kill(os.getpid(), signal.SIGKILL)
    return frame


def test_killed_process_is_one_readable_error(articles):
    with pytest.raises(IsnadError, match="n_jobs"):
        parallel.map_chunks(articles, kills_itself, n_jobs=2)


@pytest.mark.parametrize("n_jobs", [0, -2])
def test_impossible_numbers_of_processes_are_refused(articles, n_jobs):
    with pytest.raises(ParameterError, match="n_jobs"):
        parallel.spread(isnad.extract_quotes, articles, schema.QUOTES, n_jobs)


def test_small_frames_run_here(articles):
    assert parallel.spread(isnad.extract_quotes, articles, schema.QUOTES, n_jobs=2) is None


def test_windows_hold_every_pair_of_days_once_or_more():
    when = np.array([5, 1, 1, 2, 9, 4, np.nan, 5, 6, 30, 2], dtype=float)
    found = windows.cut(when, size=3, days=2, undated=1)
    own = found[found["core"]]
    assert sorted(own["row"]) == list(range(len(when))) and own["window"].nunique() > 2
    together = {(w, r) for w, r in zip(found["window"], found["row"], strict=True)}
    for a in range(len(when)):
        for b in range(len(when)):
            if not abs(when[a] - when[b]) > 2:
                assert any((w, a) in together and (w, b) in together for w in set(found["window"])), (a, b)


def test_many_articles_without_a_date_are_windows_of_their_own():
    when = np.array([1, np.nan, 1, np.nan, 2, np.nan, np.nan], dtype=float)
    found = windows.cut(when, size=3, undated=2)
    assert found["core"].all() and sorted(found["row"]) == list(range(7))
    assert [sorted(rows["row"]) for _, rows in found.groupby("window")] == [[0, 2, 4], [1, 3, 5], [6]]


def test_a_day_is_never_cut_and_a_small_corpus_is_one_window():
    assert set(windows.cut(np.full(7, 3.0), size=3)["window"]) == {0}
    assert set(windows.cut(np.array([1.0, 2.0, np.nan]), size=3)["window"]) == {0}
    assert windows.cut(np.zeros(0)).empty


def test_groups_of_two_windows_that_share_a_member_are_one():
    found = pd.DataFrame(
        {
            "window": [0, 0, 1, 1, 1, 1],
            "quote_id": ["b", "c", "c", "a", "x", "y"],
            "statement_id": ["s:b", "s:b", "s:a", "s:a", "s:x", "s:x"],
            "match_score": [0.5, 0.6, 0.9, 0.8, 0.7, 0.7],
        }
    )
    groups = windows.joined(found, "quote_id", "statement_id", "match_score")
    assert dict(groups["statement_id"]) == {"a": "s:a", "b": "s:a", "c": "s:a", "x": "s:x", "y": "s:x"}
    assert groups.loc["c", "match_score"] == 0.9


def test_several_windows_find_what_one_frame_finds(articles, tmp_path, monkeypatch):
    """Two months of one corpus do not meet: cut between them, nothing is lost."""
    months = [articles.assign(article_id=articles["article_id"] + f"-{n}",
                              published=articles["published"] + pd.Timedelta(days=60 * n)) for n in range(3)]  # fmt: skip
    large = pd.concat(months, ignore_index=True)
    path = tmp_path / "large.parquet"
    large.to_parquet(path, index=False)
    monkeypatch.setattr(windows, "SIZE", 12)
    monkeypatch.setattr(windows, "RANGE", 5)
    found = scale.extract(path, tmp_path / "out", partition=5, jobs=2)
    assert not found.failed and not (found.folder / "windows").exists()
    whole = isnad.load_articles(path)
    quotes = isnad.match_statements(isnad.resolve_speakers(isnad.extract_quotes(whole), whole), whole)
    cut = rows(found.folder, "quotes")
    pd.testing.assert_series_equal(cut["speaker_id"], quotes["speaker_id"], check_index=False)
    # How rare a word is differs between a window and the whole, so that a pair at the edge may fall on the other side.
    same = cut["statement_id"].fillna("") == quotes["statement_id"].fillna("").to_numpy()
    assert same.mean() > 0.95
    for name in ("event_id", "duplicate_of"):
        expected = isnad.find_events(whole)[name]
        pd.testing.assert_series_equal(rows(found.folder, "articles")[name], expected, check_index=False)
    expected = isnad.build_timeline(whole, isnad.extract_times(whole), quotes)
    timeline = pd.read_parquet(found.folder / "timeline.parquet")
    assert len(list((found.folder / "timeline.parquet").iterdir())) > 2
    for name in ("event_time_id", "text", "speaker", "mentions", "reported_last"):
        pd.testing.assert_series_equal(timeline[name], expected[name], check_dtype=False)


def test_a_window_that_fails_is_named_and_the_next_run_finishes(corpus, tmp_path, monkeypatch):
    real = isnad.match_statements

    def breaks(*given):
        raise RuntimeError("boom")

    monkeypatch.setattr(isnad, "match_statements", breaks, raising=False)
    broken = scale.extract(corpus, tmp_path / "out", partition=5)
    assert (
        len(broken.failed) == 1 and "matching of the days" in broken.failed[0] and "boom" in broken.failed[0]
    )
    monkeypatch.setattr(isnad, "match_statements", real, raising=False)
    mended = scale.extract(corpus, tmp_path / "out", partition=5)
    assert not mended.failed and mended.computed == 0
    assert "statement_id" in rows(mended.folder, "quotes")


def test_csv_of_parts_is_one_table(corpus, tmp_path):
    found = scale.extract(corpus, tmp_path / "out", partition=5, csv=True)
    for name in ("articles", "quotes", "times", "timeline"):
        one = pd.read_csv(found.folder / f"{name}.csv", encoding="utf-8-sig")
        assert (
            len(one) == len(rows(found.folder, name))
            and one.columns[0] == rows(found.folder, name).columns[0]
        )


def test_processes_write_the_same_bytes(corpus, tmp_path):
    here = scale.extract(corpus, tmp_path / "here", partition=PARTITION).folder
    there = scale.extract(corpus, tmp_path / "there", partition=PARTITION, jobs=2).folder
    for path in here.rglob("part-*.parquet"):
        assert path.read_bytes() == (there / path.relative_to(here)).read_bytes()


def test_corpus_without_an_article_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("no Arabic here", encoding="utf-8")
    with pytest.raises(LoadError, match="no article in it; rejected: no_arabic"):
        scale.extract(tmp_path / "in", tmp_path / "out")


def test_folder_of_partitions_loads_again(corpus, articles, tmp_path):
    found = scale.extract(corpus, tmp_path / "out", partition=5)
    again = isnad.load_articles(found.folder)
    assert list(again["article_id"]) == list(articles["article_id"])
    assert list(again["body"]) == list(rows(found.folder, "articles")["body"])
    assert len(isnad.rejected(again)) == 0


def test_tables_of_an_extracted_folder_are_not_copied_into_a_site(corpus, tmp_path, monkeypatch):
    out = scale.extract(corpus, tmp_path / "out", partition=5).folder
    data = corpora.open(str(out))
    monkeypatch.setattr(export, "CSV_MOST", len(data.articles))
    export.write_tables(data, tmp_path / "site")
    written = sorted(path.name for path in (tmp_path / "site").iterdir())
    assert "articles.csv" in written and "quotes.csv" not in written and "articles.parquet" not in written
    told = json.loads((out / "corpus.json").read_text(encoding="utf-8"))
    assert data.fingerprint == told["fingerprint"] and len(data.fingerprint) == 16


def test_corrections_of_a_corpus_go_with_its_tables(articles, tmp_path):
    (tmp_path / "in").mkdir()
    articles.to_parquet(tmp_path / "in" / "articles.parquet", index=False)
    name = articles["article_id"][0]
    row = f"kind,article_id,text,n,value,note\ndate,{name},,,2021-04-20,\n"
    (tmp_path / "in" / "corrections.csv").write_text(row, encoding="utf-8")
    out = scale.extract(tmp_path / "in", tmp_path / "out").folder
    data = corpora.open(str(out))
    assert not data.is_extracted and str(data.articles["published"][0].date()) == "2021-04-20"
