"""The documents: every command and code block of README.md and of the notebooks' prose runs, in one folder, in the order of the text."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coder import fill
from isnad import corrections, resources
from isnad.correctionfile import read_corrections
from isnad.runs import find_notebooks, read_notebook
from isnad.site.reference import MODULES, reference

ROOT = resources.CHECKOUT
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.S | re.M)
# What sets up or opens a program; that `make` can do it is asked of make itself.
INSTALLS = ("make", "python3 -m venv", "conda env create", ".venv/bin/pip install")
PAGES = {
    "page-7": """الوزير سامي الحداد: لا تراجع
قال وزير النقل نبيل الشامي إن «لن نتراجع عن قرارنا»، وأضاف أن المشروع الذي أُطلق عليه «صفقة القرن» سينتهي في موعده المحدد له.
وأوضح رجل الأعمال سامي الحداد في مؤتمر صحفي عقده في العاصمة أن الكلفة لن تتجاوز ما كان مقررا لها في الموازنة العامة.
وكانت الوزارة قد أعلنت في وقت سابق أن العمل سيبدأ في مطلع الشهر المقبل وأن الشركات المتقدمة بلغت سبعا حتى الآن.
""",
    "page-9": """بايدن يرحب بالاتفاق
رحب الرئيس الأميركي جو بايدن بالاتفاق وقال إن «هذا يوم جيد للجميع»، مشيرا إلى أن بلاده ستقدم ما يلزم من الدعم لإنجاحه.
وأكد بايدن في بيان أن واشنطن ستواصل العمل مع شركائها في المنطقة من أجل تثبيت وقف إطلاق النار وإيصال المساعدات.
وقال وزير النقل نبيل الشامي أمس الإثنين إن بلاده لن تتراجع عن قرارها، وفق ما نقلته عنه وكالة الأنباء الرسمية مساء اليوم نفسه.
""",
}
TINY = {
    "40-who-said-it": "from isnad import corpora, guide, params, views\np = params.read(globals())\ndata = corpora.open(p.corpus, p.metadata, p.corrections)\n"
    "key, values = guide.describe(data.articles, data.quotes)\nviews.finding(key, p.language, data, **values)",
}  # fmt: skip
PARAMETERS = 'corpus: str = ""  # a\nmetadata: str = ""  # b\ncorrections: str = ""  # c\nlanguage: str = "ar"  # d\nmonths: str = "egypt"  # e\ndigits: str = "western"  # f'


def prose() -> list[tuple[str, str]]:
    """(name, text) of every document with commands: README.md, then the notebooks."""
    found = [
        ("README.md", README),
        ("data/README.md", (ROOT / "data" / "README.md").read_text(encoding="utf-8")),
    ]
    for path in find_notebooks():
        cells = [cell for cell in read_notebook(path)["cells"] if cell["cell_type"] == "markdown"]
        found.append((path.name, "\n\n".join("".join(cell["source"]) for cell in cells)))
    return found


def blocks(text: str, *kinds: str) -> list[str]:
    return [re.sub(rf"(?m)^{match[1]}", "", match[3]) for match in BLOCK.finditer(text) if match[2] in kinds]


def commands(text: str) -> list[str]:
    """The lines of shell blocks without their comments, one command each."""
    lines = [line.split(" #")[0].strip() for block in blocks(text, "sh", "") for line in block.splitlines()]
    return [part.strip() for line in lines if line for part in line.split("&&")]


def inline(text: str) -> list[str]:
    """Commands in running text: `isnad …`, `papermill …`, `make …`."""
    return re.findall(r"`((?:isnad|papermill|make) ?[^`\n]*)`", BLOCK.sub("", text))


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    """A command of the documents, by the interpreter of the tests; reports run one small notebook instead of ten."""
    words = shlex.split(command.replace("path/to/folder", "my-articles"))
    program = Path(words.pop(0)).name
    start = {"isnad": ["-c", "from isnad.cli import main; main()"], "papermill": ["-m", "papermill"]}[program]
    if words[0] == "report":
        words += ["--notebooks", str(folder / "tiny"), "--quiet"]
    return subprocess.run([sys.executable, *start, *words], cwd=folder, capture_output=True, text=True, encoding="utf-8",
                          env={**os.environ, "ISNAD_OUT": ""})  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Path:
    """A folder as a reader of the README has it: the articles, a table of metadata, the notebooks."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "my-articles").mkdir()
    for name, text in PAGES.items():
        (folder / "my-articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "table.csv").write_text(
        "article_id,outlet,published\npage-7,aawsat,2021-04-12\n", encoding="utf-8"
    )
    (folder / "tiny").mkdir()
    for name, code in TINY.items():
        cells = [{"cell_type": "code", "execution_count": None, "id": f"c{n}", "metadata": {"tags": tags}, "outputs": [], "source": source}
                 for n, (source, tags) in enumerate([(PARAMETERS, ["parameters"]), (code, [])])]  # fmt: skip
        about = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        made = {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
        (folder / "tiny" / f"{name}.ipynb").write_text(json.dumps(made), encoding="utf-8")
    shutil.copytree(
        resources.notebooks(), folder / "notebooks", ignore=shutil.ignore_patterns("tables", ".*")
    )
    return folder


@pytest.mark.notebooks
@pytest.mark.parametrize(("name", "text"), prose(), ids=[name for name, _ in prose()])
def test_every_command_runs(name, text, desk):
    for command in dict.fromkeys(commands(text)):
        if command.startswith(INSTALLS):
            continue
        if "--read" in command:
            for sheet in re.findall(r"--read (\S+)", command):
                if not (desk / sheet).exists() or sheet == "sheet.xlsx":
                    fill(desk / "sheet.xlsx", desk / sheet)
        done = run(command, desk)
        assert done.returncode == 0, f"{name}: {command}\n{done.stdout}\n{done.stderr}"
        if " validate " in command and "--read" not in command:
            assert (desk / "sheet.answers.json").exists()


def test_make_has_every_target_that_is_named():
    for _, text in prose():
        for command in [*commands(text), *inline(text)]:
            if command.split()[0] == "make":
                done = subprocess.run(
                    [*shlex.split(command), "-n"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
                )
                assert done.returncode == 0, command


@pytest.mark.parametrize(("name", "text"), prose(), ids=[name for name, _ in prose()])
def test_commands_in_running_text_have_the_options_they_use(name, text, desk):
    """`isnad extract --jobs 4`: the command is there, and so are its options; options alone belong to some command."""
    helps = {}
    for command in inline(text):
        words = command.replace("…", "").split()
        if words[0] == "isnad" and len(words) > 1 and words[1].isalpha():
            if words[1] not in helps:
                done = run(f"isnad {words[1]} --help", desk)
                assert done.returncode == 0, f"{name}: {command}"
                helps[words[1]] = done.stdout
            for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", " ".join(words[2:])):
                assert re.search(rf"(?<![\w-]){option}\b", helps[words[1]]), f"{name}: {command}: {option}"
    alone = re.findall(r"`(--[a-z-]+)[^`]*`", BLOCK.sub("", text))
    if alone:
        known = " ".join(
            run(f"isnad {each} --help", desk).stdout for each in ("load", "report", "extract", "validate")
        )
        assert not [option for option in alone if option not in known], name


@pytest.mark.parametrize(("name", "text"), prose(), ids=[name for name, _ in prose()])
def test_python_blocks_run(name, text, desk):
    for block in blocks(text, "python", "py"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block],
            cwd=desk,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, f"{name}\n{block}\n{done.stderr}"


def test_calls_in_running_text_are_there():
    """`isnad.load.summary` and the like lead to something."""
    from importlib import import_module

    for name, text in prose():
        for dotted in set(re.findall(r"`(isnad(?:\.[a-z_A-Z]+)+)", BLOCK.sub("", text))):
            home, _, last = dotted.rpartition(".")
            found = import_module(home)
            assert hasattr(found, last) or import_module(dotted), f"{name}: {dotted}"


def test_the_corrections_of_the_readme_apply(desk):
    from isnad import corpora

    example = blocks(README, "csv")[0]
    (desk / "example.csv").write_text(example, encoding="utf-8")
    assert len(read_corrections(desk / "example.csv")) == len(example.splitlines()) - 1
    states = corpora.open(str(desk / "my-articles"), "", str(desk / "example.csv")).corrected["state"]
    assert (
        set(states) <= {corrections.APPLIED, corrections.UNCHANGED, "no_quotation"}
        and (states == corrections.APPLIED).sum() >= 2
    )


def test_the_arabic_half_says_what_the_english_half_says():
    """Every command and option of a user stands in both."""
    english, arabic = README.split("## بالعربية")
    for wanted in (
        "make",
        "make test",
        "make lab",
        "isnad load",
        "isnad report",
        "isnad validate",
        "corrections.csv",
        "--read",
        "--single",
        "--no-bodies",
        "--metadata",
        "language=en",
    ):
        assert wanted in english and wanted in arabic, wanted
    assert len(re.findall("[\u0621-\u064a]", arabic)) > 1500


def test_the_reference_holds_every_module_that_notebooks_call():
    called = set()
    for path in find_notebooks():
        for cell in read_notebook(path)["cells"]:
            for home, names in (
                re.findall(r"from isnad([.\w]*) import ([\w, ]+)", "".join(cell["source"]))
                if cell["cell_type"] == "code"
                else ()
            ):
                called |= {f"{home}.{one.split(' as ')[0].strip()}".lstrip(".") for one in names.split(",")}
    assert called <= set(MODULES)
    for module in reference():
        assert module["about"] and module["functions"], module["name"]
        assert not [one["name"] for one in module["functions"] if len(one["doc"]) < 10]
