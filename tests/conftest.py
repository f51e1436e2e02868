"""What several test files need: frames of our own sentences, the site of the seeds (made once a run), a browser."""

import json
import os
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from isnad import schema

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def articles() -> pd.DataFrame:
    """Three articles of two outlets; the third has no date and hostile text."""
    return schema.table(
        [
            {"article_id": "a#1", "source": "a.txt", "outlet": "aawsat", "title": "الوزير: «لن نتراجع» عن القرار", "published": "2021-04-13",
             "published_basis": "metadata", "language": "ar", "url": "https://example.org/a",
             "body": "قال الوزير سامي الحداد اليوم إن «القرار نهائي»، حسب ما نقلته وكالة الأنباء.\nوأضاف أن بلاده لن تتراجع عنه."},
            {"article_id": "b", "source": "b.txt", "outlet": "euronews", "title": "انخفاض بنسبة -5.2% في 2021-06-14", "published": "2021-06-14",
             "published_basis": "url", "language": "ar", "body": "انتهى الاجتماع بلا بيان."},
            {"article_id": "<c>", "source": "c.txt", "outlet": None, "title": "<script>alert(1)</script>", "published_basis": "none", "url": "javascript:alert(1)",
             "body": "<img src=x onerror=alert(1)> نص"},
        ],
        schema.ARTICLES,
    )  # fmt: skip


@pytest.fixture
def quotes(articles: pd.DataFrame) -> pd.DataFrame:
    """Three quotations of the first article: one in the title, one with a chain, one reported."""
    title, body = articles["title"][0], articles["body"][0]

    def span(text: str, inside: str, *names: str) -> dict:
        start = inside.index(text)
        return dict(zip(names, (start, start + len(text)), strict=True))

    common = {
        "article_id": "a#1",
        "speaker": "سامي الحداد",
        "speaker_kind": "person",
        "rule": "test",
        "confidence": 1.0,
        "kind": "direct",
    }
    return schema.table(
        [
            {**common, "quote_id": "q1", "text": "لن نتراجع", **span("لن نتراجع", title, "start", "end"), "marked": True, "in_title": True, "chain": []},
            {**common, "quote_id": "q2", "text": "القرار نهائي", **span("القرار نهائي", body, "start", "end"), "marked": True, "in_title": False,
             "cue": "قال", **span("قال", body, "cue_start", "cue_end"), "mention": "الوزير سامي الحداد",
             **span("الوزير سامي الحداد", body, "mention_start", "mention_end"), "chain": [{"name": "وكالة الأنباء", "medium": "برقية"}]},
            {**common, "quote_id": "q3", "text": "بلاده لن تتراجع عنه", **span("بلاده لن تتراجع عنه", body, "start", "end"), "marked": False, "in_title": False,
             "kind": "indirect", "cue": "أضاف", "chain": []},
        ],
        schema.QUOTES,
    )  # fmt: skip


@pytest.fixture
def times(articles: pd.DataFrame) -> pd.DataFrame:
    """One expression of time in the first article."""
    start = articles["body"][0].index("اليوم")
    return schema.table(
        [
            {
                "time_id": "t1",
                "article_id": "a#1",
                "start": start,
                "end": start + 5,
                "text": "اليوم",
                "type": "DATE",
                "value": "2021-04-13",
                "earliest": "2021-04-13",
                "latest": "2021-04-14",
            }
        ],
        schema.TIMES,
    )


@pytest.fixture(scope="session")
def twelve() -> pd.DataFrame:
    """Twelve articles: the annotated seeds twice, under different ids."""
    from isnad import resources
    from isnad.gold import read_gold

    seeds = read_gold(resources.gold()).articles.drop(columns="event")
    again = seeds.assign(article_id=seeds["article_id"] + "-b")
    return pd.concat([seeds, again], ignore_index=True)


@pytest.fixture
def corpus(twelve: pd.DataFrame, tmp_path: Path) -> Path:
    """The twelve articles as a file to be extracted in partitions."""
    path = tmp_path / "corpus.parquet"
    twelve.to_parquet(path, index=False)
    return path


@pytest.fixture
def same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library counts as unchanged for the length of a test, even where somebody edits it."""
    from isnad import scale

    monkeypatch.setattr(scale, "_code", lambda: "same")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the seeds as `isnad report` makes it, in Arabic; one for all workers of a run."""
    return _shared_site(tmp_path_factory, "ar")


@pytest.fixture(scope="session")
def english_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in English."""
    return _shared_site(tmp_path_factory, "en")


@pytest.fixture(scope="session")
def browser():
    """A Chromium; without one the tests that need it are skipped, except in CI."""
    name = os.environ.get("BROWSER_PATH") or next(
        (found for found in map(shutil.which, BROWSERS) if found), None
    )
    if not name:
        if os.environ.get("CI"):
            pytest.fail("no Chromium found: install one or set BROWSER_PATH")
        pytest.skip("no Chromium found: install one or set BROWSER_PATH")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=name, args=LAUNCH)
        yield opened
        opened.close()


def _shared_site(factory: pytest.TempPathFactory, language: str) -> Path:
    base = factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"site-{language}"
    try:
        shared.mkdir()
    except FileExistsError:
        return _wait_for(shared)
    from isnad.report import report

    told = {}
    try:
        told = {
            run.name: run.error
            for run in report("", shared / "site", parameters={"language": language}, show=False).runs
        }
    finally:
        # Written in any case: the other workers wait for it.
        (shared / "done.json").write_text(json.dumps(told), encoding="utf-8")
    return shared / "site"


def _wait_for(shared: Path) -> Path:
    for _ in range(1200):
        if (shared / "done.json").exists():
            return shared / "site"
        time.sleep(0.25)
    pytest.fail(f"another worker did not finish {shared}")
