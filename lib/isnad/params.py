"""A notebook's parameters: declared in one cell, checked here, echoed so that Arabic values stay readable.

papermill gives an unknown name a warning that nobody sees, checks no type, and writes Arabic as escapes.
So the cell after the parameters reads them back: ``p = params.read(globals(), …)``.
"""

import ast
import difflib
import io
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from isnad.errors import ParameterError
from isnad.messages import LANGUAGES, catalogue, say
from isnad.writing import DIGITS, MONTHS, Language

PLAIN = (str, int, float, bool, list, type(None))


@dataclass(frozen=True)
class Check:
    """What a parameter may be: a kind, bounds, choices."""

    kind: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()

    def fault(self, value: Any) -> str:
        """What is wrong with *value*, or an empty string."""
        if not self._fits(value):
            return f"expected {self.expected()}, got {value!r} ({type(value).__name__})"
        if self.choices:
            wrong = [item for item in _items(value) if item not in self.choices]
            if wrong:
                return (
                    f"{wrong[0]!r} is not one of {', '.join(self.choices)}{near(str(wrong[0]), self.choices)}"
                )
        if self.kind == "date" and value and not _is_date(value):
            return f"expected an ISO date such as 2021-04-13, got {value!r}"
        if self.minimum is not None and value < self.minimum:
            return f"{value} is below the minimum, {self.minimum}"
        return (
            f"{value} is above the maximum, {self.maximum}"
            if self.maximum is not None and value > self.maximum
            else ""
        )

    def expected(self) -> str:
        """The kind in words."""
        return {"str": "text", "int": "a whole number", "float": "a number", "bool": "True or False",
                "list": "a list of texts", "date": "an ISO date as text"}[self.kind]  # fmt: skip

    def _fits(self, value: Any) -> bool:
        if isinstance(value, bool):
            return self.kind == "bool"
        if self.kind == "list":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        return isinstance(
            value, {"str": str, "date": str, "int": int, "float": (int, float), "bool": bool}[self.kind]
        )


def text(*choices: str) -> Check:
    """Text; with *choices*, one of them."""
    return Check("str", choices=choices)


def whole(minimum: int | None = None, maximum: int | None = None) -> Check:
    """A whole number within bounds, both allowed."""
    return Check("int", minimum, maximum)


def number(minimum: float | None = None, maximum: float | None = None) -> Check:
    """A number within bounds, both allowed."""
    return Check("float", minimum, maximum)


def flag() -> Check:
    """True or False."""
    return Check("bool")


def texts(*choices: str) -> Check:
    """A list of texts; with *choices*, each one of them."""
    return Check("list", choices=choices)


def day() -> Check:
    """An ISO date as text; empty means no date."""
    return Check("date")


# The parameters that mean the same in every notebook.
SHARED = {"corpus": text(), "metadata": text(), "language": text(*LANGUAGES)}
# A notebook of one's own need not have these. A table of corrections:
PUT_RIGHT = {"corrections": text()}
# How dates and numbers are written:
WRITING = {"months": text(*MONTHS), "digits": text(*DIGITS)}


class Parameters:
    """The checked values, as attributes; shown in a notebook as a table."""

    def __init__(self, values: Mapping[str, Any]):
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name]
        except KeyError:
            raise AttributeError(
                f"no parameter {name!r}; there are {', '.join(self.__dict__.get('_values', {}))}"
            ) from None

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {_readable(value)}" for name, value in self._values.items())

    def values(self) -> dict[str, Any]:
        """Name to value, in the order of the check."""
        return dict(self._values)

    def _repr_html_(self) -> str:
        from isnad.views import parameters

        return parameters(self)


def read(namespace: Mapping[str, Any], **checks: Check) -> Parameters:
    """The parameters of a notebook, checked; every fault is told in one error.

    Parameters
    ----------
    namespace : mapping
        ``globals()`` of the notebook, after its parameters cell (and papermill's, when there is one).
    checks : Check
        The parameters of this notebook besides ``corpus``, ``metadata``, ``corrections``, ``language``, ``months`` and ``digits``, each with one of
        `text`, `whole`, `number`, `flag`, `texts`, `day`.

    Returns
    -------
    Parameters; ``p.language``, ``p.corpus`` … ``p.language`` carries the months and digits that were chosen (`isnad.writing.Language`).

    Raises
    ------
    ParameterError: a parameter is missing, misspelt, of another type, out of bounds, or not one of the choices.
    """
    optional = PUT_RIGHT | WRITING
    wanted = {**SHARED, **{name: check for name, check in optional.items() if name in namespace}, **checks}
    faults = [
        f"{name}: no such parameter{near(name, wanted)}" for name in _given(namespace) if name not in wanted
    ]
    for name, check in wanted.items():
        fault = check.fault(namespace[name]) if name in namespace else "missing from the parameters cell"
        if fault:
            faults.append(f"{name}: {fault}")
    if faults:
        raise ParameterError("; ".join(faults) + f". The parameters are {', '.join(wanted)}.")
    values = {name: namespace[name] for name in wanted}
    values["language"] = Language(
        values["language"], **{name: values[name] for name in WRITING if name in values}
    )
    return Parameters(values)


@dataclass(frozen=True)
class Declared:
    """One line of a parameters cell."""

    name: str
    default: Any
    help: str


def declared(notebook: Mapping[str, Any]) -> dict[str, Declared]:
    """The parameters that a notebook (its parsed JSON) declares, in order: name, default, help comment.

    Raises
    ------
    ParameterError: the parameters cell holds anything but assignments of plain values.
    """
    cell = next((c for c in notebook["cells"] if "parameters" in c["metadata"].get("tags", [])), None)
    if cell is None:
        return {}
    source = "".join(cell["source"])
    helps = {token.start[0]: token.string.lstrip("# ") for token in tokenize.generate_tokens(io.StringIO(source).readline)
             if token.type == tokenize.COMMENT}  # fmt: skip
    found = {}
    for node in ast.parse(source).body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            raise ParameterError(
                f"parameters cell, line {node.lineno}: only lines like name: type = value  # help"
            )
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        name = target.id if isinstance(target, ast.Name) else ""
        found[name] = Declared(
            name, ast.literal_eval(node.value), helps.get(node.end_lineno or node.lineno, "")
        )
    return found


def convert(name: str, given: str, default: Any) -> Any:
    """The value of ``-p name=given`` in the type of the parameter's *default*.

    Raises
    ------
    ParameterError: *given* cannot be read as that type.
    """
    try:
        if isinstance(default, bool):
            return {"true": True, "false": False, "1": True, "0": False, "yes": True, "no": False}[
                given.casefold()
            ]
        if isinstance(default, (int, float)):
            return type(default)(given)
    except (KeyError, ValueError):
        kind = {bool: "true or false", int: "a whole number", float: "a number"}[type(default)]
        raise ParameterError(f"{name}: expected {kind}, got {given!r}") from None
    if isinstance(default, list):
        return [item.strip() for item in re.split("[,،]", given) if item.strip()]
    return given


def label(name: str, language: str) -> str:
    """The name of a parameter for people; the name itself where the catalogue has none."""
    key = f"parameters.{name}"
    return say(key, language) if key in catalogue() else name


def _given(namespace: Mapping[str, Any]) -> list[str]:
    """Names set from outside: in papermill's cell if there was one, else every plain value (when no kernel is there)."""
    history = namespace.get("In")
    if not isinstance(history, list):
        return [
            name for name, value in namespace.items() if not name.startswith("_") and isinstance(value, PLAIN)
        ]
    injected = next((source for source in reversed(history) if source.startswith("# Parameters\n")), "")
    return [node.targets[0].id for node in ast.parse(injected).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]  # fmt: skip


def near(name: str, names: Any) -> str:
    """``(did you mean …?)`` when one of *names* is like *name*, else nothing."""
    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


def _items(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _readable(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
