"""The reference page: every public function with its signature and docstring, as they stand in the code."""

import inspect
from importlib import import_module
from typing import Any

import isnad

# Modules that a notebook or a script of one's own calls, after the names of the package itself.
MODULES = (
    "corpora", "corrections", "correctionfile", "validate", "agreement", "params", "views", "views.comparison", "rtl", "writing", "load", "entities", "overview", "guide",
    "reading", "sourcing", "framing", "variants", "versions", "unfolding", "surfaces", "evaluate", "calibration", "gold", "judge", "export", "scale", "report",
    "schema", "errors", "plots.style", "plots.coverage", "plots.overview", "plots.reading", "plots.sourcing", "plots.timeline", "plots.evaluate",
)  # fmt: skip


def reference() -> list[dict[str, Any]]:
    """One entry a module: ``name``, ``about`` (its docstring) and ``functions`` with ``name``, ``signature``, ``doc``.

    A class stands among the functions, with what it offers at the end of its docstring.
    """
    entries = [_entry("isnad", isnad, list(isnad.__all__))]
    for name in MODULES:
        module = import_module(f"isnad.{name}")
        entries.append(_entry(f"isnad.{name}", module, _public(module)))
    return entries


def _public(module: Any) -> list[str]:
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    return [
        name
        for name in names
        if (inspect.isfunction(found := getattr(module, name)) or inspect.isclass(found))
        and (hasattr(module, "__all__") or found.__module__ == module.__name__)
    ]


def _entry(name: str, module: Any, names: list[str]) -> dict[str, Any]:
    functions = [
        {
            "name": f"{name}.{each}",
            "signature": _signature(getattr(module, each)),
            "doc": _doc(getattr(module, each)),
        }
        for each in names
    ]
    return {"name": name, "about": inspect.getdoc(module) or "", "functions": functions}


def _doc(named: Any) -> str:
    own = inspect.getdoc(named) or ""
    if not inspect.isclass(named) or issubclass(named, tuple):
        return own
    members = [
        f"{name}\n    {about}"
        for name, one in vars(named).items()
        if not name.startswith("_") and (about := inspect.getdoc(one))
    ]
    return "\n".join([own, *(["", *members] if members else [])])


def _signature(function: Any) -> str:
    if inspect.isclass(function) and issubclass(function, Exception):
        return ""
    return str(inspect.signature(function)).replace("pandas.", "").replace("'", "")
