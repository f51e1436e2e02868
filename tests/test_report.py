"""Runs and the site: what is written, what a failure looks like, what is escaped."""

import hashlib
import html
import json
import re

import pandas as pd
import pytest
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from isnad import params, runs
from isnad.errors import ParameterError
from isnad.report import report
from isnad.site.page import read_page
from isnad.site.script import BASIC, plotly_script
from isnad.views.output import FINDING, PLOTLY


def notebook(*cells: str, parameters: str = "", outputs: list | None = None) -> str:
    made = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{n}",
            "metadata": {},
            "outputs": outputs or [],
            "source": source,
        }
        for n, source in enumerate(cells)
    ]
    if parameters:
        made.insert(
            0,
            {
                "cell_type": "code",
                "execution_count": None,
                "id": "p",
                "metadata": {"tags": ["parameters"]},
                "outputs": [],
                "source": parameters,
            },
        )
    meta = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "isnad": {"title": "<b>?", "title_ar": "سؤال؟"},
    }
    return json.dumps({"cells": made, "metadata": meta, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.notebooks
def test_a_failed_notebook_is_named_and_the_others_finish(tmp_path):
    (tmp_path / "10-good.ipynb").write_text(
        notebook("print(word)", parameters='word = "x"  # a word'), encoding="utf-8"
    )
    (tmp_path / "20-bad.ipynb").write_text(
        notebook("1 + 1", "from isnad.errors import LoadError\nraise LoadError('no such folder')"),
        encoding="utf-8",
    )
    found = runs.find_notebooks(tmp_path)
    done = runs.run_notebooks(
        found, tmp_path / "out", runs.plan_parameters(found, {"word": "«قمة»"}), show=False
    )
    assert [(run.name, bool(run.error)) for run in done] == [("10-good", False), ("20-bad", True)]
    assert "cell 1" in done[1].error and "no such folder" in done[1].error
    ran = (tmp_path / "out" / "10-good.ipynb").read_text(encoding="utf-8")
    assert 'word = \\"«قمة»\\"' in ran and str(tmp_path) not in ran and "duration" not in ran
    assert "Traceback" not in (tmp_path / "out" / "20-bad.ipynb").read_text(encoding="utf-8")


def test_plans_refuse_wrong_names_and_types(tmp_path):
    (tmp_path / "10-a.ipynb").write_text(notebook(parameters="rows = 10  # rows"), encoding="utf-8")
    found = runs.find_notebooks(tmp_path)
    assert runs.plan_parameters(found, {"rows": "3"}) == {"10-a": {"rows": 3}}
    with pytest.raises(ParameterError, match=r"did you mean rows.*|expected a whole number"):
        runs.plan_parameters(found, {"row": "3", "rows": "x"})


def test_only_names_what_there_is():
    assert [path.stem[:2] for path in runs.find_notebooks(only=["10", "40-who-said-it"])] == ["10", "40"]
    with pytest.raises(ParameterError, match="there are"):
        runs.find_notebooks(only=["77"])


def test_readable_turns_escapes_into_arabic_only():
    assert runs.readable(r'corpus = "\u0642\u0645\u0629 \xabx\xbb"') == 'corpus = "قمة «x»"'
    assert runs.readable(r'a = "\\u0642"') == r'a = "\\u0642"'


def test_a_page_escapes_figures_and_collects_findings(tmp_path):
    outputs = [
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {
                PLOTLY: {"data": [], "layout": {"title": {"text": "</script><script>alert(1)</script>"}}},
                "text/plain": "</script>",
            },
        },
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": "<style>x{}</style><p>ok</p>", FINDING: {"text": "خلاصة"}},
        },
    ]
    path = tmp_path / "10-x.ipynb"
    path.write_text(notebook("x", outputs=outputs), encoding="utf-8")
    page = read_page(path, "ar", set())
    assert page.findings == ["خلاصة"] and page.figures == 1
    assert "<script>alert" not in page.body and "<style>" not in page.body


def test_report_refuses_a_folder_with_other_files(tmp_path):
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(ParameterError, match="other files"):
        report("", tmp_path, show=False)
    assert (tmp_path / "thesis.docx").exists()


def test_report_refuses_a_language(tmp_path):
    with pytest.raises(ParameterError, match="not one of ar, en"):
        report("", tmp_path / "s", parameters={"language": "fr"}, show=False)


@pytest.mark.notebooks
def test_site_is_whole_and_offline(site):
    names = {path.stem for path in runs.find_notebooks()}
    assert names <= {path.stem for path in site.glob("*.html")} and (site / "index.html").exists()
    assert names == {path.stem for path in site.glob("*.ipynb")}
    assert {"articles.csv", "quotes.csv", "times.csv", "10-articles.csv"} <= {
        path.name for path in (site / "tables").glob("*.csv")
    }
    assert len(list(site.glob("assets/plotly*.js"))) == 1
    for path in [*site.glob("*.html"), *site.glob("articles/*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'<(script|link|img|iframe)[^>]+(src|href)="(https?:)?//', text), path.name
        for link in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', text):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_a_figure_gets_the_smallest_script_that_draws_it():
    """The basic build is of the version that the Python package draws for, and is what its README says it is."""
    basic, whole = plotly_script(frozenset({"bar", "scatter"})), plotly_script(frozenset({"bar", "heatmap"}))
    assert "basic" in basic[:200] and f"v{get_plotlyjs_version()}" in basic[:200]
    assert whole == get_plotlyjs() and len(basic) < len(whole) / 3
    told = (BASIC.parent / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(basic.encode()).hexdigest() in told and get_plotlyjs_version() in told


@pytest.mark.notebooks
def test_pages_load_the_small_script(site):
    assert "basic" in (site / "assets" / "plotly.min.js").read_text(encoding="utf-8")[:200]


@pytest.mark.notebooks
def test_site_is_small_and_tells_findings(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 4_000_000
    index = (site / "index.html").read_text(encoding="utf-8")
    assert index.count('class="found"') >= len(list(site.glob("*.ipynb"))) and "</h3>" in index
    assert params.declared(runs.read_notebook(site / "10-what-is-in-the-corpus.ipynb"))


@pytest.mark.notebooks
def test_notebooks_carry_what_other_readers_show(site):
    """VS Code draws Plotly's own kind; GitHub and plain nbconvert show HTML; a reader of neither has words."""
    for path in site.glob("*.ipynb"):
        for cell in runs.read_notebook(path)["cells"]:
            for output in cell.get("outputs", []):
                kinds = set(output["data"])
                assert (
                    kinds <= {PLOTLY, FINDING, "text/html", "text/plain"}
                    and {"text/html", "text/plain"} <= kinds
                ), path.name
                assert "".join(output["data"]["text/plain"]).strip(), path.name
                assert not re.search('<script|https?://[^"]+[.]js', "".join(output["data"]["text/html"])), (
                    path.name
                )
        ran = [cell for cell in runs.read_notebook(path)["cells"] if cell["cell_type"] == "code"]
        assert all(cell["execution_count"] for cell in ran)


@pytest.mark.notebooks
def test_without_bodies_no_text_is_anywhere(tmp_path):
    """Every window of 90 letters of a body that is no quotation is looked for in every file."""
    told = ["بدأ المزارعون في الوادي الكبير موسم الحصاد يوم 3 مايو 2021 بعد أسابيع من الأمطار الغزيرة التي أخّرت العمل في الحقول وأغرقت الطرق المؤدية إليها.",
            "وقال رئيس الجمعية ناصر الحمد إن «المحصول هذا العام وفير»، وأضاف أن الأسعار ستبقى على حالها حتى نهاية الصيف.",
            "ويقع الوادي على مسافة ساعتين من العاصمة، وتسكنه مئات الأسر التي تعيش من الزراعة وتربية المواشي منذ أجيال طويلة من غير انقطاع."]  # fmt: skip
    rows = [{"article_id": f"w{n}", "title": f"موسم الحصاد {n}", "body": "\n".join(told), "outlet": outlet, "published": "2021-05-04", "standfirst": told[0]}
            for n, outlet in enumerate(("aawsat", "euronews"))]  # fmt: skip
    (tmp_path / "corpus.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    made = report(str(tmp_path / "corpus.json"), tmp_path / "site", bodies=False, show=False)
    assert [run.name for run in made.failed] == []
    windows = [line[at : at + 90] for line in (told[0], told[2]) for at in range(0, len(line) - 89, 10)]
    for path in (tmp_path / "site").rglob("*"):
        if path.suffix == ".parquet":
            text = pd.read_parquet(path).astype("str").to_csv()
        elif path.suffix in (".html", ".ipynb", ".csv", ".json"):
            text = html.unescape(re.sub("<[^>]+>", "¦", path.read_text(encoding="utf-8")))
            text = re.sub("[\u2066-\u2069]", "", text)
        else:
            continue
        bare = re.sub(r"(\\n|<br>|\s)+", " ", text)
        assert not [window for window in windows if window in bare], path.name
    index = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "المحصول هذا العام وفير" in index and "مئات الأسر" not in index


@pytest.mark.notebooks
def test_charts_of_the_notebook_are_on_the_page(site):
    for path in site.glob("*.ipynb"):
        charts = path.read_text(encoding="utf-8").count(f'"{PLOTLY}"')
        assert path.with_suffix(".html").read_text(encoding="utf-8").count('class="isnad-plot"') == charts
