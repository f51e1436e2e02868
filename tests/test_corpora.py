"""A corpus opened once, and its tables as files."""

import json

import pandas as pd
import pytest

from isnad import corpora
from isnad.errors import LoadError
from isnad.export import write_csv


@pytest.fixture
def extracted(tmp_path, articles, quotes, times):
    for name, frame in (("articles", articles), ("quotes", quotes), ("times", times)):
        frame.to_parquet(tmp_path / f"{name}.parquet")
    return tmp_path


def test_seeds_are_the_default():
    seeds = corpora.open()
    assert len(seeds.articles) == 6 and seeds.name == "seeds" and seeds.articles["published"].notna().all()
    assert len(seeds.fingerprint) == 16 and seeds.fingerprint == corpora.open().fingerprint


def test_an_extracted_folder_is_read_as_it_is(extracted, quotes):
    found = corpora.open(str(extracted))
    assert (
        len(found.articles) == 3
        and list(found.quotes["quote_id"]) == list(quotes["quote_id"])
        and found.rejected.empty
    )
    assert [len(chain) for chain in found.quotes["chain"]] == [0, 1, 0]


def test_tables_of_a_report_are_used_for_its_corpus_only(extracted, monkeypatch):
    (extracted / "corpus.json").write_text(json.dumps({"corpus": "mine", "metadata": ""}))
    monkeypatch.setenv("ISNAD_TABLES", str(extracted))
    assert len(corpora.open("mine").articles) == 3
    assert len(corpora.open("").articles) == 6


def test_nothing_to_read_is_one_error(tmp_path):
    with pytest.raises(LoadError):
        corpora.open(str(tmp_path / "no"))
    with pytest.raises(LoadError):
        corpora.open(str(tmp_path))


def test_an_empty_extracted_folder_is_an_error(tmp_path, articles, quotes, times):
    for name, frame in (("articles", articles), ("quotes", quotes), ("times", times)):
        frame.iloc[:0].to_parquet(tmp_path / f"{name}.parquet")
    with pytest.raises(LoadError, match="no article"):
        corpora.open(str(tmp_path))


def test_csv_comes_back(tmp_path, quotes):
    back = pd.read_csv(write_csv(quotes, tmp_path / "q.csv"), encoding="utf-8-sig")
    assert list(back["text"]) == list(quotes["text"]) and list(back["start"]) == list(quotes["start"])
    assert json.loads(back["chain"][1]) == [{"name": "وكالة الأنباء", "medium": "برقية"}]
