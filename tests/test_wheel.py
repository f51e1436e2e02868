"""The wheel works anywhere: word lists, tables, notebooks and seeds travel inside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from isnad import resources


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the package installed from its wheel, built and installed without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    run(
        [
            *pip,
            "wheel",
            "--no-deps",
            "--no-build-isolation",
            "--no-index",
            "--wheel-dir",
            str(folder),
            str(resources.CHECKOUT),
        ],
        folder,
    )
    wheel = next(folder.glob("isnad-*.whl"))
    run([*pip, "install", "--no-deps", "--no-index", "--target", str(folder / "site"), str(wheel)], folder)
    return folder


def run(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def python(installed: Path, program: str) -> str:
    # -P keeps the working directory out; the folder comes before the editable install of the checkout.
    return run(
        [sys.executable, "-P", "-c", program],
        installed,
        PYTHONPATH=str(installed / "site"),
        PYTHONIOENCODING="utf-8",
    )


def test_everything_is_found_inside_the_package(installed):
    program = (
        "from isnad import resources as r; import json; print(json.dumps([str(p) for p in (r.PACKAGE, r.data('outlets.csv'), r.notebooks(), r.seeds(), r.gold(), "
        "r.lexicon('cues.csv'), r.messages())]))"
    )
    import json

    paths = [Path(path) for path in json.loads(python(installed, program))]
    assert all(path.exists() and path.is_relative_to(installed / "site") for path in paths)


def test_seeds_are_read_and_extracted(installed):
    program = "import isnad; from isnad import corpora; d = corpora.open(); print(len(d.articles), len(isnad.extract_quotes(d.articles)) > 20, len(isnad.extract_times(d.articles)) > 20)"
    assert python(installed, program).split() == ["6", "True", "True"]


def test_command_tells_how_to_use_it(installed):
    told = python(installed, "from isnad.cli import main; import sys; sys.argv = ['isnad', '--help']; main()")
    assert "report" in told and "extract" in told


def test_wheel_holds_the_notebooks_as_they_are_and_nothing_left_over(installed):
    names = zipfile.ZipFile(next(installed.glob("isnad-*.whl"))).namelist()
    shipped = {Path(name).name for name in names if name.startswith("isnad/_shipped/notebooks/")}
    assert {path.name for path in resources.notebooks().glob("*.ipynb")} <= shipped
    assert not [
        name
        for name in names
        if "checkpoint" in name or "__pycache__" in name or name.endswith(".pyc") or "/tables/" in name
    ]
    assert any(name.endswith("py.typed") for name in names) and any(
        name.endswith("licenses/LICENSE") for name in names
    )
