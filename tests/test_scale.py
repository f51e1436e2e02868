"""Extraction in partitions: the same rows however it is cut, and a folder that goes on, opens and loads again."""

import json
import subprocess
import sys

import pandas as pd
import pytest

import isnad
from isnad import corpora, export, parallel, scale
from isnad.errors import LoadError, ParameterError
from scale_sample import PARTITION, alike, rows

pytest.importorskip("distributed", reason="needs the extra isnad[dask]")
pytestmark = pytest.mark.usefixtures("same_code")


@pytest.mark.parametrize("partition", [1, 5, 100])
def test_any_cut_gives_the_same_rows(corpus, twelve, tmp_path, partition):
    found = scale.extract(corpus, tmp_path / "out", partition=partition, whole=False)
    assert found.rows["articles"] == len(twelve) and not found.failed
    pd.testing.assert_frame_equal(rows(found.folder, "quotes"), alike(isnad.extract_quotes(twelve)))
    pd.testing.assert_frame_equal(rows(found.folder, "times"), isnad.extract_times(twelve))


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


def test_processes_write_the_same_bytes(corpus, tmp_path):
    here = scale.extract(corpus, tmp_path / "here", partition=PARTITION).folder
    there = scale.extract(corpus, tmp_path / "there", partition=PARTITION, jobs=2).folder
    for path in here.rglob("part-*.parquet"):
        assert path.read_bytes() == (there / path.relative_to(here)).read_bytes()


def test_folder_of_another_corpus_is_refused(corpus, twelve, tmp_path):
    out = scale.extract(corpus, tmp_path / "out", partition=PARTITION, whole=False).folder
    other = tmp_path / "other.parquet"
    twelve.iloc[:3].to_parquet(other)
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


def test_folder_opens_as_a_corpus(corpus, twelve, tmp_path):
    out = scale.extract(corpus, tmp_path / "out", partition=PARTITION).folder
    data = corpora.open(str(out))
    assert len(data.articles) == len(twelve) and len(data.statements) == len(isnad.extract_quotes(twelve))
    assert "statement_id" in data.statements and len(data.timeline)


def test_dask_frames_give_the_rows_of_pandas(corpus, twelve, tmp_path):
    lazy = scale.load_articles(corpus, tmp_path / "store", partition=5)
    assert parallel.is_lazy(lazy) and len(lazy) == len(twelve)
    quotes = isnad.extract_quotes(lazy).compute(scheduler="threads")
    times = isnad.extract_times(lazy).compute(scheduler="threads")
    pd.testing.assert_frame_equal(quotes.reset_index(drop=True), isnad.extract_quotes(twelve))
    pd.testing.assert_frame_equal(times.reset_index(drop=True), isnad.extract_times(twelve))


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


def test_csv_of_parts_is_one_table(corpus, tmp_path):
    found = scale.extract(corpus, tmp_path / "out", partition=5, csv=True)
    for name in ("articles", "quotes", "times", "timeline"):
        one = pd.read_csv(found.folder / f"{name}.csv", encoding="utf-8-sig")
        assert (
            len(one) == len(rows(found.folder, name))
            and one.columns[0] == rows(found.folder, name).columns[0]
        )


def test_corpus_without_an_article_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("no Arabic here", encoding="utf-8")
    with pytest.raises(LoadError, match="no article in it; rejected: no_arabic"):
        scale.extract(tmp_path / "in", tmp_path / "out")


def test_folder_of_partitions_loads_again(corpus, twelve, tmp_path):
    found = scale.extract(corpus, tmp_path / "out", partition=5)
    again = isnad.load_articles(found.folder)
    assert list(again["article_id"]) == list(twelve["article_id"])
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


def test_corrections_of_a_corpus_go_with_its_tables(twelve, tmp_path):
    (tmp_path / "in").mkdir()
    twelve.to_parquet(tmp_path / "in" / "articles.parquet", index=False)
    name = twelve["article_id"][0]
    row = f"kind,article_id,text,n,value,note\ndate,{name},,,2021-04-20,\n"
    (tmp_path / "in" / "corrections.csv").write_text(row, encoding="utf-8")
    out = scale.extract(tmp_path / "in", tmp_path / "out").folder
    data = corpora.open(str(out))
    assert not data.is_extracted and str(data.articles["published"][0].date()) == "2021-04-20"
