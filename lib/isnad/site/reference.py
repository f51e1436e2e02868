"""The reference page: every public function with its signature and docstring, as they stand in the code."""

import inspect
from importlib import import_module
from typing import Any

import isnad

# Modules that a notebook or a script of one's own calls, after the names of the package itself.
MODULES = ("corpora", "params", "views", "rtl", "overview", "reading", "export", "report", "plots.style")


def reference() -> list[dict[str, Any]]:
    """One entry a module: ``name``, ``about`` (its docstring) and ``functions`` with ``name``, ``signature``, ``doc``."""
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
        if inspect.isfunction(found := getattr(module, name))
        and (hasattr(module, "__all__") or found.__module__ == module.__name__)
    ]


def _entry(name: str, module: Any, names: list[str]) -> dict[str, Any]:
    functions = [
        {
            "name": f"{name}.{each}",
            "signature": _signature(getattr(module, each)),
            "doc": inspect.getdoc(getattr(module, each)) or "",
        }
        for each in names
    ]
    return {"name": name, "about": inspect.getdoc(module) or "", "functions": functions}


def _signature(function: Any) -> str:
    return str(inspect.signature(function)).replace("pandas.", "").replace("'", "")
