"""From a corpus to an offline site: extract once, run every notebook, build the pages."""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from isnad import corpora, runs, site
from isnad.errors import ParameterError
from isnad.export import write_csv, write_parquet, write_tables
from isnad.messages import LANGUAGES
from isnad.params import SHARED, WRITING, declared
from isnad.pictures import add as draw_pictures
from isnad.pictures import browser as find_browser
from isnad.runs import Run
from isnad.writing import Language

MARKER = "run.json"


@dataclass(frozen=True)
class Report:
    """What `report` made: the first page, and one `Run` a notebook."""

    index: Path
    runs: list[Run]

    @property
    def failed(self) -> list[Run]:
        """The notebooks that did not finish."""
        return [run for run in self.runs if run.error]


def report(corpus: str = "", out: str | Path = "build/site", *, metadata: str = "", corrections: str = "", parameters: dict[str, str] | None = None, only: list[str] | None = None,
           notebooks: Path | None = None, bodies: bool = True, pictures: bool = False, workers: int = 0, show: bool = True) -> Report:  # fmt: skip
    """Run the notebooks on *corpus* and write an offline site to *out*.

    Parameters
    ----------
    corpus, metadata : str
        As in `isnad.corpora.open`; empty means the seeds.
    out : path
        A new or empty folder, or one that an earlier report has made (it is made anew).
    corrections : str
        A table of corrections, as in `isnad.corpora.open`.
    parameters : dict of str
        Values for the notebooks' parameters as text; ``language``, ``months`` and ``digits`` are those of the site too.
    only : list of str
        Numbers or names of notebooks; all without it.
    bodies : bool
        False leaves the texts of the articles out of pages, notebooks, search and tables, for material that may not
        be published again; titles, quotations, and at most 80 letters beside a quotation or a date remain.
    pictures : bool
        True writes every figure as SVG and PNG into ``pictures`` too, links them on the pages, and puts the PNG into the notebooks,
        so that GitHub shows it. Needs a Chromium (`isnad.pictures`).

    Returns
    -------
    Report; a notebook that failed is in ``failed`` and has a page that says so.

    Raises
    ------
    ParameterError: a parameter that no notebook has or a value of another type; a folder with other files in it.
    LoadError: the corpus cannot be read or holds no article. IsnadError: pictures are asked for, and there is no Chromium.
    """
    if pictures:
        find_browser()
    chosen = runs.find_notebooks(notebooks, only)
    given = {**(parameters or {}), "corpus": corpus, "metadata": metadata}
    if corrections:
        given["corrections"] = corrections
    plans = {name: _without_empty(plan) for name, plan in runs.plan_parameters(chosen, given).items()}
    language = _language(given, chosen)
    data = corpora.open(corpus, metadata, corrections)
    target = _prepare(Path(out))
    if not bodies:
        # The sentences of the timeline are text of the articles: what the notebooks read and show of them is cut beforehand.
        vars(data)["timeline"] = data.timeline.assign(text=data.timeline["text"].map(_shortened))
    write_tables(data, target / "tables")
    done = runs.run_notebooks(
        chosen,
        target,
        plans,
        tables=None if data.is_extracted and bodies else target / "tables",
        bodies=bodies,
        workers=workers,
        show=show,
    )
    if pictures:
        draw_pictures([run.path for run in done if run.path.exists()], target / "pictures")
    if not bodies:
        _drop_bodies(data, target / "tables")
    defaults = {path.stem: {name: line.default for name, line in declared(runs.read_notebook(path)).items()} for path in chosen}  # fmt: skip
    _record(target, data, {name: defaults[name] | plan for name, plan in plans.items()})
    return Report(site.build(target, done, data, language, bodies=bodies), done)


def _without_empty(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plan.items() if value != "" or name not in ("corpus", "metadata")}


def _language(given: dict[str, str], notebooks: list[Path]) -> Language:
    """The language of the site with its names of months and digits: as given, else as the first notebook has it."""
    lines = declared(runs.read_notebook(notebooks[0])) if notebooks else {}
    wanted = {"language": SHARED["language"], **WRITING}
    values = {name: given.get(name, str(lines[name].default) if name in lines else "") for name in wanted}
    faults = [
        f"{name}: {fault}"
        for name, check in wanted.items()
        if values[name] and (fault := check.fault(values[name]))
    ]
    if faults:
        raise ParameterError("; ".join(faults))
    return Language(
        values["language"] or LANGUAGES[0], **{name: values[name] for name in WRITING if values[name]}
    )


def _prepare(out: Path) -> Path:
    """An empty folder at *out*; what an earlier report left there goes, anything else is refused."""
    if out.is_file():
        raise ParameterError(f"{out} is a file; give a folder for the site")
    if out.is_dir() and any(out.iterdir()):
        if not (out / MARKER).exists():
            raise ParameterError(f"{out} holds other files; give a new or empty folder for the site")
        for old in out.iterdir():
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    out.mkdir(parents=True, exist_ok=True)
    # Written first, so that a report that was broken off can be made again in the same place.
    (out / MARKER).write_text("{}\n", encoding="utf-8")
    return out


def _shortened(sentence: str) -> str:
    """The first words of *sentence*, at most 60 letters."""
    return sentence if len(sentence) <= 60 else sentence[:60].rsplit(" ", 1)[0] + " …"


def _drop_bodies(data: corpora.Corpus, tables: Path) -> None:
    """Write the tables that hold texts of articles again without them."""
    articles = data.events.drop(columns=["body", "standfirst"], errors="ignore")
    for path, write in ((tables / "articles.parquet", write_parquet), (tables / "articles.csv", write_csv)):
        if path.exists():
            write(articles, path)


def _record(out: Path, data: corpora.Corpus, plans: dict[str, dict[str, Any]]) -> None:
    about = {"corpus": data.name, "fingerprint": data.fingerprint, "corrections": data.corrected["state"].value_counts().sort_index().to_dict(), "parameters": plans, "python": sys.version.split()[0], "processors": os.cpu_count(),
             "versions": {name: version(name) for name in ("isnad", "pandas", "plotly", "papermill", "nbconvert")}}  # fmt: skip
    (out / MARKER).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
