"""The project itself: what is in git, which lists of dependencies agree, and what no file may hold."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pandas as pd
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

import isnad
from isnad import resources

ROOT = resources.CHECKOUT
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOP = {
    "README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile", "environment.yml", "pyproject.toml", "requirements.lock",
    "bench", "data", "lib", "notebooks", "seeds", "tests",
}  # fmt: skip
PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
# Hosts of package registries: a lock file or a document that names one works only where that one is reached.
REGISTRIES = re.compile(r"pypi\.org|pythonhosted|npmjs|conda\.anaconda|deb\.debian", re.I)
HOME = re.compile(r"(?<![\w.])/(?:root|farm|work)/")


def git(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def tracked() -> list[Path]:
    if git("rev-parse", "--is-inside-work-tree").returncode:
        pytest.skip("not a git checkout")
    return [
        ROOT / name for name in git("ls-files", "-z").stdout.split("\0") if name and (ROOT / name).is_file()
    ]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def requirements() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return [Requirement(line) for group in (PROJECT["project"]["dependencies"], *extras) for line in group]


def test_library_is_not_ignored():
    """Common ignore files drop every folder named lib: the library would silently not be committed."""
    tracked()
    assert git(
        "check-ignore", "lib/isnad", "lib/isnad/quotes.py", "data/seeds.csv", "build/"
    ).stdout.split() == ["build/"]


def test_top_of_the_tree_holds_what_it_should():
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} <= TOP


def test_no_file_names_a_registry_or_a_machine():
    mine = Path(__file__)
    for path, text in texts():
        if path != mine and path.parts[len(ROOT.parts)] != "seeds":
            assert not REGISTRIES.search(text), path
            assert not HOME.search(text), path


def test_letters_are_stored_unshaped_outside_tests():
    for path, text in texts():
        if "tests" not in path.relative_to(ROOT).parts and path.parent.name != "seeds":
            assert not PRESENTATION.search(text), path


def test_no_file_is_large():
    large = {path.name: path.stat().st_size for path in tracked() if path.stat().st_size > 1_000_000}
    assert not large


def test_modules_are_short():
    long = {
        path.name: n
        for path in sorted((ROOT / "lib").rglob("*.py"))
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long


def test_lock_file_holds_every_dependency_in_a_version_that_fits():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", lock, re.M):
        locked.setdefault(name, []).append(Version(version))
    for wanted in requirements():
        versions = locked.get(re.sub(r"[._]", "-", wanted.name.lower()), [])
        assert versions and all(version in wanted.specifier for version in versions), str(wanted)
    assert lock.count("==") and all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z])", lock)[1:])


def test_conda_environment_is_the_same_project():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    by_pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert environment["name"] == PROJECT["project"]["name"]
    assert plain == [f"python{PROJECT['project']['requires-python']}", "pip"]
    extras = ",".join(PROJECT["project"]["optional-dependencies"])
    assert by_pip == [f"-e .[{extras}]"]


def test_every_import_is_a_declared_dependency():
    """What comes along with something else today may be gone tomorrow."""
    import ast
    import sys
    from importlib.metadata import packages_distributions

    names = {re.sub(r"[._]", "-", wanted.name.lower()) for wanted in requirements()}
    # Parts of the commissioned set that come with another of them by design.
    names |= {"distributed", "ipython", "nbformat", "markupsafe", "pyyaml"}
    owners = packages_distributions()
    for path in sorted((ROOT / "lib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
            for module in modules:
                top = module.split(".")[0]
                if top and top != "isnad" and top not in sys.stdlib_module_names:
                    assert {owner.lower().replace("_", "-") for owner in owners.get(top, [top])} & names, (
                        f"{path.name}: {module}"
                    )


def test_public_names_exist_and_are_documented():
    for name in isnad.__all__:
        documented = getattr(isnad, name).__doc__
        assert documented and len(documented) > 100, name
    with pytest.raises(AttributeError, match="no_such_name"):
        isnad.no_such_name  # noqa: B018


def test_importing_isnad_imports_nothing_heavy():
    heavy = "'sklearn', 'trafilatura', 'plotly', 'scipy', 'papermill', 'pandera', 'fastwarc', 'dask', 'matplotlib', 'pyarrow.parquet', 'nbconvert'"
    program = f"import sys, isnad, isnad.quotes, isnad.times, isnad.params; print([name for name in ({heavy}) if name in sys.modules])"
    import sys

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_version_is_the_newest_of_the_changelog():
    headings = re.findall(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert headings and headings[0] == PROJECT["project"]["version"]


def test_citation_is_whole_and_of_this_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited), "what the format asks for"
    assert (
        cited["version"] == PROJECT["project"]["version"]
        and cited["license"] == PROJECT["project"]["license"]
    )


def test_links_of_the_documents_lead_somewhere():
    for path in [path for path in tracked() if path.suffix == ".md"]:
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_readme_opens_with_the_two_commands():
    lines = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.strip()]
    start = lines.index("```sh")
    assert start <= 6 and [line.split("#")[0].strip() for line in lines[start + 1 : start + 3]] == [
        "make",
        "make test",
    ]


def test_readme_lists_every_notebook_and_the_measured_figures():
    """The two blocks between comments follow from the notebooks and from data/extractor-errors.csv."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert block(text, "notebooks") == notebooks_block() and block(text, "figures") == figures_block()


def block(text: str, name: str) -> str:
    return text.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0].strip()


def notebooks_block() -> str:
    lines = ["| notebook | | |", "|---|---|---:|"]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        about = json.loads(path.read_text(encoding="utf-8"))["metadata"]["isnad"]
        lines.append(f"| [{path.stem}](notebooks/{path.name}) | {about['title']} | {about['title_ar']} |")
    return "\n".join(lines)


def figures_block() -> str:
    found = pd.read_csv(ROOT / "data" / "extractor-errors.csv").set_index("measure")
    value = found["value"].map("{:.0%}".format)
    return (
        f"On 50 annotated articles of 15 outlets, {value['all_recall']} of {found.loc['all_recall', 'n']} quotations are found, {value['all_precision']} of what is found "
        f"is one, and {value['all_speaker_accuracy']} of those have the right speaker; {value['all_chain_f1']} (F1) of the relays between speaker and outlet and {value['times_value_f1']} of "
        "the times are right. Those articles were at hand while the rules were written: expect less on others."
    )


def test_help_lists_every_target_that_is_meant_for_people():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.M)[1].split())  # type: ignore[index]
    told = set(re.findall(r"^([a-z]+):.*?## ", makefile, re.M))
    assert phony == told


if __name__ == "__main__":
    # `make errors` and a new notebook change what README.md says: this writes both blocks anew.
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    for name, now in (("notebooks", f"\n{notebooks_block()}\n"), ("figures", figures_block())):
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        text = text.split(start)[0] + start + now + end + text.split(end)[1]
    readme.write_text(text, encoding="utf-8")
