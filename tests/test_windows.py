"""Windows of days: every pair of days meets in one, and what is matched in windows is what one frame gives."""

import numpy as np
import pandas as pd
import pytest

import isnad
from isnad import scale, windows
from scale_sample import rows

pytestmark = pytest.mark.usefixtures("same_code")


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


def test_several_windows_find_what_one_frame_finds(twelve, tmp_path, monkeypatch):
    """Two months of one corpus do not meet: cut between them, nothing is lost."""
    months = [twelve.assign(article_id=twelve["article_id"] + f"-{n}",
                            published=twelve["published"] + pd.Timedelta(days=60 * n)) for n in range(3)]  # fmt: skip
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
