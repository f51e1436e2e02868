"""Notebooks: how they are written (no kernel needed), and each of them run through papermill."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from isnad import resources, runs
from isnad.messages import catalogue
from isnad.params import declared
from isnad.runs import read_notebook
from isnad.site import prose
from isnad.views.output import FINDING

NOTEBOOKS = sorted(resources.notebooks().glob("*.ipynb"))
SHARED = {
    "corpus": "",
    "metadata": "",
    "corrections": "",
    "language": "ar",
    "months": "egypt",
    "digits": "western",
}
META = {"title", "title_ar", "summary", "summary_ar", "theme", "order", "minutes"}
CODE = re.compile(r'<code dir="ltr">([^<]+)</code>')
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


PAGE = """محافظ المدينة: الجسر يُفتح في الربيع
قال محافظ المدينة سالم الرفاعي إن الجسر الجديد سيُفتح أمام السيارات في مطلع الربيع المقبل، وأكد أن «الأعمال انتهت تماما».
وأضاف الرفاعي أن كلفة المشروع لم تتجاوز ما كان مقررا لها، وأن ملحق السلامة سيُنشر قبل نهاية الشهر الحالي.
وكانت المدينة قد شهدت خلال العامين الماضيين ازدحاما شديدا بسبب إغلاق الطريق القديم الذي يصل بين ضفتي النهر.
"""


def source(cell: dict) -> str:
    return "".join(cell["source"])


def code(path: Path) -> list[str]:
    return [source(cell) for cell in read_notebook(path)["cells"] if cell["cell_type"] == "code"]


@each
def test_size(path):
    cells = read_notebook(path)["cells"]
    lines = [len(text.splitlines()) for text in code(path)]
    assert len(cells) <= 30 and len(lines) <= 12 and max(lines) <= 12
    assert sum(cell["cell_type"] == "markdown" for cell in cells) >= 0.4 * len(cells)


@each
def test_stripped_but_for_ids_and_kernel(path):
    notebook = read_notebook(path)
    assert notebook["nbformat"] == 4 and notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert (
        set(notebook["metadata"]) <= {"isnad", "kernelspec", "language_info"}
        and set(notebook["metadata"]["isnad"]) == META
    )
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"} and "injected-parameters" not in cell["metadata"].get(
            "tags", []
        )
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None


@each
def test_code_is_calls_only(path):
    for text in code(path):
        assert not re.search(r"^\s*[!%]|print\(", text, re.M)
        assert not [
            node
            for node in ast.walk(ast.parse(text))
            if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Try, ast.For, ast.While, ast.With))
        ]


@each
def test_asks_a_question_in_two_languages(path):
    first = source(read_notebook(path)["cells"][0])
    about = read_notebook(path)["metadata"]["isnad"]
    assert first.startswith(f'<div dir="rtl" lang="ar">\n\n# {about["title_ar"]}\n')
    assert f'<details lang="en"><summary>{about["title"]}</summary>' in first
    assert about["order"] == int(path.stem[:2])


@each
def test_prose_says_the_same_in_two_languages(path):
    """Arabic in sight, English folded under it, with the same headings and links."""
    for cell in read_notebook(path)["cells"][1:]:
        if cell["cell_type"] == "markdown":
            arabic, english = prose.ARABIC.findall(source(cell)), prose.ENGLISH.findall(source(cell))
            assert len(arabic) == len(english) == 1, cell["id"]
            headings = [words for _, words in prose.HEADING.findall(arabic[0])]
            assert set(headings) <= set(prose.english_headings()), "add them to messages/headings.toml"
            summary = ": ".join(prose.english_headings()[words] for words in headings) or "English"
            assert english[0][0] == summary and not prose.HEADING.search(english[0][1])
            assert LINK.findall(arabic[0]) == LINK.findall(english[0][1])
            assert set(CODE.findall(arabic[0])) <= set(re.findall(r"`([^`]+)`", english[0][1])), cell["id"]


@each
def test_parameters_are_declared_and_explained(path):
    cells = [
        cell for cell in read_notebook(path)["cells"] if "parameters" in cell["metadata"].get("tags", [])
    ]
    assert len(cells) == 1
    found = declared(read_notebook(path))
    for name, line in found.items():
        assert line.help and "=" not in line.help and "|" not in line.help, name
        assert isinstance(line.default, (str, int, float, bool, list)), name
        assert f"parameters.{name}" in catalogue(), f"messages/parameters.toml has no [{name}]"
    assert {name: found[name].default for name in list(found)[:6]} == SHARED


@each
def test_links_lead_to_notebooks(path):
    for cell in read_notebook(path)["cells"]:
        for link in LINK.findall(source(cell)):
            assert (path.parent / link).exists(), link


def test_stems_of_tables_are_unique():
    stems = [
        stem for path in NOTEBOOKS for text in code(path) for stem in re.findall(r'stem="([^"]+)"', text)
    ]
    assert len(stems) == len(set(stems))
    for path in NOTEBOOKS:
        for text in code(path):
            assert all(stem.startswith(path.stem[:2] + "-") for stem in re.findall(r'stem="([^"]+)"', text))


@each
@pytest.mark.notebooks
def test_runs_and_finds(path, site):
    errors = json.loads((site.parent / "done.json").read_text(encoding="utf-8"))
    assert errors[path.stem] == ""
    ran = read_notebook(site / path.name)
    outputs = [output for cell in ran["cells"] for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output["output_type"] == "stream"], "something was printed"
    assert len([output for output in outputs if FINDING in output.get("data", {})]) == 1
    assert len(json.dumps(ran)) < 2_000_000


@pytest.mark.notebooks
def test_runs_are_alike(site, tmp_path, monkeypatch):
    """The same notebook by papermill alone, from another directory: the same tables, byte for byte."""
    monkeypatch.setenv("ISNAD_OUT", str(tmp_path))
    name = "10-what-is-in-the-corpus"
    done = papermill(resources.notebooks(f"{name}.ipynb"), tmp_path, "-p", "language", "ar")
    assert done.returncode == 0, done.stderr[-2000:]
    for made in (tmp_path / "tables").glob("*.csv"):
        assert made.read_bytes() == (site / "tables" / made.name).read_bytes(), made.name


@pytest.mark.notebooks
def test_every_notebook_gives_the_same_tables_again(site, tmp_path):
    """All of them once more, from their own tables: byte for byte the same."""
    done = runs.run_notebooks(NOTEBOOKS, tmp_path, {}, tables=site / "tables", show=False)
    assert not [run.error for run in done if run.error]
    made = {path.name: path.read_bytes() for path in (tmp_path / "tables").glob("*.csv")}
    assert len(made) > 30 and not [
        name for name in made if made[name] != (site / "tables" / name).read_bytes()
    ]


@pytest.mark.notebooks
def test_arabic_values_from_a_yaml_file_in_another_folder(tmp_path, monkeypatch):
    """A corpus with an Arabic name, given by a path that counts from the working directory; the page shows it as it is."""
    folder = tmp_path / "أخبار الجسر"
    folder.mkdir()
    (folder / "الخبر الأول.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "values.yaml").write_text("corpus: أخبار الجسر\nrows: 3\n", encoding="utf-8")
    monkeypatch.delenv("ISNAD_OUT", raising=False)
    done = papermill(resources.notebooks("10-what-is-in-the-corpus.ipynb"), tmp_path, "-f", "values.yaml")
    assert done.returncode == 0, done.stderr[-2000:]
    table = (tmp_path / "tables" / "10-articles.csv").read_text(encoding="utf-8-sig")
    assert "الخبر الأول" in table and "الجسر" in table
    shown = json.dumps(read_notebook(tmp_path / "ran.ipynb"), ensure_ascii=False)
    assert "أخبار الجسر" in shown and str(tmp_path) not in "".join(
        json.dumps(cell.get("outputs", []), ensure_ascii=False)
        for cell in read_notebook(tmp_path / "ran.ipynb")["cells"]
    )


@each
def test_help_reads_like_documentation(path):
    """What `papermill --help-notebook` shows: every parameter with its type and a sentence."""
    from papermill import inspect_notebook

    for found in inspect_notebook(str(path)).values():
        assert found["inferred_type_name"] in ("str", "int", "float", "bool", "list"), found
        assert len(found["help"].split()) > 2, found


@pytest.mark.notebooks
@pytest.mark.parametrize(("arguments", "told"), [
    (("langage", "en"), "did you mean language"), (("rows", "many"), "expected a whole number"), (("corpus", "/no/such/place"), "no such"),
])  # fmt: skip
def test_mistakes_end_in_one_readable_error(arguments, told, tmp_path):
    done = papermill(resources.notebooks("10-what-is-in-the-corpus.ipynb"), tmp_path, "-p", *arguments)
    assert done.returncode == 1 and told in done.stderr
    errors = [
        output
        for cell in read_notebook(tmp_path / "ran.ipynb")["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "error"
    ]
    assert len(errors) == 1 and len(errors[0]["traceback"]) == 1


def papermill(path: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(path),
        str(folder / "ran.ipynb"),
        "--no-progress-bar",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder)
