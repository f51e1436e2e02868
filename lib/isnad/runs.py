"""Run notebooks through papermill, several at a time; a failed one is told by name and cell, the others finish."""

import json
import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isnad import resources
from isnad.errors import ParameterError
from isnad.params import convert, declared

CELL_SECONDS = 600


@dataclass(frozen=True)
class Run:
    """One notebook, executed: where it lies, how long it took, and what stopped it (empty when nothing did)."""

    name: str
    path: Path
    seconds: float
    error: str = ""


def find_notebooks(folder: Path | None = None, only: list[str] | None = None) -> list[Path]:
    """The notebooks of *folder* (the shipped ones without it) in order; *only*: their numbers or names.

    Raises
    ------
    ParameterError: something of *only* is no notebook.
    """
    found = sorted((folder or resources.notebooks()).glob("[0-9][0-9]-*.ipynb"))
    if not only:
        return found
    chosen = [path for path in found if path.stem in only or path.stem[:2] in only]
    unknown = [name for name in only if not any(name in (path.stem, path.stem[:2]) for path in found)]
    if unknown:
        raise ParameterError(
            f"no notebook {', '.join(unknown)}; there are {', '.join(path.stem for path in found)}"
        )
    return chosen


def read_notebook(path: Path) -> dict[str, Any]:
    """The JSON of a notebook."""
    return json.loads(path.read_text(encoding="utf-8"))


def plan_parameters(notebooks: list[Path], given: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Which of the *given* values each notebook takes, converted to the type of its default.

    Raises
    ------
    ParameterError: a name that no notebook declares, or a value of another type; all faults at once.
    """
    plans: dict[str, dict[str, Any]] = {}
    known: dict[str, list[str]] = {}
    faults: list[str] = []
    for path in notebooks:
        plans[path.stem] = {}
        for name, line in declared(read_notebook(path)).items():
            known.setdefault(name, []).append(path.stem)
            if name in given:
                try:
                    plans[path.stem][name] = convert(name, given[name], line.default)
                except ParameterError as fault:
                    faults.append(str(fault))
    from isnad.params import near

    faults += [
        f"{name}: no notebook has such a parameter{near(name, known)}; there are {', '.join(known)}"
        for name in given
        if name not in known
    ]
    if faults:
        raise ParameterError("; ".join(dict.fromkeys(faults)))
    return plans


def run_notebooks(notebooks: list[Path], out: Path, plans: dict[str, dict[str, Any]], *, tables: Path | None = None, bodies: bool = True,
                  workers: int = 0, show: bool = True) -> list[Run]:  # fmt: skip
    """Execute *notebooks* into *out*, *workers* at a time (0: one a processor, at least two), in order of their names.

    Parameters
    ----------
    plans : dict
        Notebook name to its parameters; see `plan_parameters`.
    tables : Path
        A folder of extracted tables that notebooks on the same corpus read instead of extracting again.
    bodies : bool
        False: the article reader leaves the text out.
    show : bool
        A progress bar on standard error.

    Returns
    -------
    list of Run, one a notebook. Nothing is raised for a notebook that fails.
    """
    from tqdm import tqdm

    out.mkdir(parents=True, exist_ok=True)
    count = workers or max(os.cpu_count() or 1, 2)
    runs: list[Run] = []
    with (
        environment(
            ISNAD_OUT=str(out.resolve()),
            ISNAD_TABLES=str(tables.resolve()) if tables else "",
            ISNAD_NO_BODIES="" if bodies else "1",
        ),
        ThreadPoolExecutor(count) as pool,
    ):
        waiting = [pool.submit(_run, path, out / path.name, plans.get(path.stem, {})) for path in notebooks]
        with tqdm(
            total=len(waiting),
            unit="notebook",
            disable=not show,
            bar_format="{desc:<38} {bar} {n_fmt}/{total_fmt} {elapsed}",
        ) as bar:
            for done in as_completed(waiting):
                runs.append(done.result())
                bar.set_description_str(runs[-1].name + (" failed" if runs[-1].error else ""))
                bar.update()
    return sorted(runs, key=lambda run: run.name)


def _run(source: Path, target: Path, parameters: dict[str, Any]) -> Run:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    started, error = time.monotonic(), ""
    try:
        papermill.execute_notebook(
            str(source), str(target), parameters=parameters, kernel_name="python3", progress_bar=False, execution_timeout=CELL_SECONDS,
            extra_arguments=["--IPKernelApp.log_level=50"],
        )  # fmt: skip
    except PapermillExecutionError as failed:
        error = f"cell {failed.cell_index}: {_told(failed)}"
    except Exception as failed:
        error = f"{type(failed).__name__}: {failed}"
    if target.exists():
        _clean(target)
    return Run(source.stem, target, time.monotonic() - started, error)


def _told(failed: Any) -> str:
    from isnad import errors

    name = str(failed.ename)
    return str(failed.evalue) if hasattr(errors, name) else f"{name}: {failed.evalue}"


def _clean(path: Path) -> None:
    """Drop what differs from run to run or tells of this machine: times, paths; make Arabic parameters readable."""
    notebook = read_notebook(path)
    notebook["metadata"].pop("papermill", None)
    for cell in notebook["cells"]:
        cell["metadata"] = {
            key: value for key, value in cell["metadata"].items() if key not in ("papermill", "execution")
        }
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["source"] = readable(_source(cell))
        for output in cell.get("outputs", []):
            output.get("metadata", {}).pop("papermill", None)
    path.write_text(
        json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def readable(source: str) -> str:
    """*source* with the Arabic that papermill wrote as ``\\u0627`` escapes as letters again."""
    return re.sub(
        r"(?<!\\)((?:\\\\)*)\\u(0[67][0-9a-f]{2}|201[89cd]|00ab|00bb)|\\x(ab|bb)",
        lambda m: (m[1] or "") + chr(int(m[2] or m[3], 16)),
        source,
    )


def _source(cell: dict[str, Any]) -> str:
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """Set variables that the kernels inherit, and set them back. Kernels get no other channel through papermill."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
