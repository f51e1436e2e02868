"""The command line: help, errors in one line, exit codes."""

import json
import re
import subprocess
import sys

import pandas as pd
import pytest

from isnad import load_articles, resources

ARTICLE = """وزير الخارجية: القمة في موعدها
قال وزير الخارجية سامي الحداد إن القمة ستعقد في الموعد المحدد لها، وأضاف أن الدعوات أُرسلت إلى جميع الأطراف قبل أسبوع.
وأوضح الحداد في مؤتمر صحفي عقده في العاصمة أن «جدول الأعمال لم يُغلق بعد»، وأن الوفود ستصل تباعا ابتداء من يوم الخميس المقبل.
من جهته نفى متحدث باسم الأمانة العامة وجود أي خلاف على مكان الانعقاد، وقال إن ما تردد في هذا الشأن لا أساس له من الصحة.
وكانت القمة السابقة قد اختتمت أعمالها ببيان دعا إلى التهدئة وإلى استئناف المفاوضات من دون شروط مسبقة بين الطرفين.
"""


def isnad(*arguments: str, cwd=None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", "from isnad.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
    )


@pytest.mark.parametrize(
    "arguments", [(), ("load",), ("extract",), ("report",), ("validate",), ("notebooks",)]
)
def test_help_reads(arguments):
    done = isnad(*arguments, "--help")
    assert done.returncode == 0 and not re.search(r"\w\.\.\.$", done.stdout, re.M) and "Usage" in done.stdout


@pytest.mark.parametrize("arguments", [
    ("load", "/no/such/folder"), ("report", "/no/such/folder"), ("report", "-p", "langage=en"), ("report", "-p", "rows=many"), ("report", "-p", "language=fr"),
    ("report", "--corrections", "/no/such.csv"), ("report", "-p", "corrections=x"), ("validate", "--read", "/no/such.xlsx"), ("validate", "--out", "sheet.csv"), ("validate", "-l", "fr"),
    ("report", "-p", "rows"), ("report", "-p", "corpus=x"), ("report", "--only", "77"),
])  # fmt: skip
def test_mistakes_end_in_one_line_and_code_2(arguments, tmp_path):
    done = isnad(*arguments, cwd=tmp_path)
    assert (
        done.returncode == 2
        and done.stderr.startswith("isnad: ")
        and done.stderr.strip().count("\n") == 0
        and not done.stdout
    )
    assert not list(tmp_path.iterdir())


def test_an_empty_folder_is_told(tmp_path):
    done = isnad("load", str(tmp_path))
    assert done.returncode == 2 and done.stderr.strip().count("\n") == 0


def test_load_tells_articles_and_what_was_rejected(tmp_path):
    (tmp_path / "page.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("")
    done = isnad("load", str(tmp_path))
    assert done.returncode == 0 and "1 articles" in done.stdout and "empty.txt" in done.stdout


def test_extract_writes_both_kinds(tmp_path):
    done = isnad("extract", "--out", str(tmp_path / "t"))
    assert done.returncode == 0, done.stderr
    for name in ("articles", "quotes", "times", "timeline"):
        parquet, csv = (
            pd.read_parquet(tmp_path / "t" / f"{name}.parquet"),
            pd.read_csv(tmp_path / "t" / f"{name}.csv", encoding="utf-8-sig"),
        )
        assert len(parquet) == len(csv) and list(parquet.columns) == list(csv.columns)
    assert json.loads((tmp_path / "t" / "manifest.json").read_text(encoding="utf-8"))["rows"]["articles"] == 6
    again = isnad("load", str(tmp_path / "t"))
    assert again.returncode == 0 and "6 articles" in again.stdout


def test_notebooks_are_listed_with_their_parameters():
    done = isnad("notebooks")
    assert "10-what-is-in-the-corpus" in done.stdout and "-p language=ar" in done.stdout


@pytest.mark.notebooks
def test_a_single_page_without_bodies(tmp_path):
    """One file that asks for nothing, and in which no paragraph of an article stands."""
    done = isnad("report", "--single", "40", "--no-bodies", "--quiet", "--out", str(tmp_path / "s"))
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "s" / "single" / "40-who-said-it.html").read_text(encoding="utf-8")
    assert "plotly.js" in page and "data:text/csv;base64," in page
    assert not re.findall(r'<(?:script|link)[^>]+(?:src|href)="(?!data:)', page)
    articles = load_articles(str(resources.seeds()))
    paragraphs = [line for body in articles["body"] for line in body.split("\n") if len(line) > 300]
    for path in [
        *(tmp_path / "s").rglob("*.html"),
        *(tmp_path / "s").rglob("*.csv"),
        *(tmp_path / "s").rglob("*.ipynb"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert not [line for line in paragraphs if line in text], path.name
    assert "body" not in pd.read_parquet(tmp_path / "s" / "tables" / "articles.parquet").columns
