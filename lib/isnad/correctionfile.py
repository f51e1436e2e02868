"""The file of corrections: where it lies, its columns, and what is wrong with a row."""

import os
import re
from datetime import datetime
from pathlib import Path

import pandas as pd

from isnad.errors import LoadError, SchemaError
from isnad.schema import table
from isnad.text import key as search_key

FILE = "corrections.csv"
CORRECTIONS = {
    "line": "int", "kind": "str", "article_id": "str", "text": "str", "n": "int?", "value": "str", "note": "str",
    "state": "str",
}  # fmt: skip
NEEDED = {
    "speaker": ("article_id", "text"),
    "quotation": ("article_id", "text", "value"),
    "chain": ("article_id", "text"),
    "merge": ("text", "value"),
    "date": ("article_id",),
}
QUOTE_KINDS = ("direct", "mixed", "indirect")
# What parts the links of a chain: semicolons, the arrow of the pages, or a line each.
BETWEEN = re.compile("[؛;←\n]")
LINK = re.compile(r"(?P<name>[^()،,|→]+?)\s*(?:\((?P<medium>[^()]*)\))?")
NOBODY = ("", "-", "–", "—", "ـ")
CHAIN = "write the names nearest to the speaker first with ؛ between, and a medium in brackets behind its name, like: الناطق باسم الوزارة (بيان)؛ وكالة رويترز"


def find_file(corpus: str, given: str = "") -> Path | None:
    """The file of corrections: *given*, else ``corrections.csv`` in the folder of the corpus (of the file, for one file); None without.

    Raises
    ------
    LoadError: *given* is not there, or lies under another name in the folder of the corpus, where it would be read as articles.
    """
    if given:
        if not Path(given).is_file():
            raise LoadError(f"{given}: no such file of corrections")
        if corpus and Path(corpus).is_dir() and not _is_aside(Path(given), Path(corpus)):
            raise LoadError(
                f"{given}: corrections inside the folder of the articles are called {FILE}; rename the file, or move it out"
            )
        return Path(given)
    if not corpus:
        return None
    path = Path(corpus)
    beside = (path if path.is_dir() else path.parent) / FILE
    try:
        same = beside.samefile(path)
    except OSError:
        same = False
    return beside if beside.is_file() and not same else None


def read_corrections(path: str | Path) -> pd.DataFrame:
    """Read a table of corrections.

    Parameters
    ----------
    path : path
        CSV (UTF-8, commas or semicolons), TSV or Excel with the columns ``kind``, ``article_id``, ``text``, ``value`` and, where they are
        wanted, ``n`` (which occurrence of the words, from 1) and ``note``. Other columns are passed over. See data/README.md.

    Returns
    -------
    DataFrame, (rows x CORRECTIONS); ``line`` is the line in the file, ``state`` is NA until the corrections are laid over a corpus.

    Raises
    ------
    LoadError: the file cannot be read.
    SchemaError: a column is missing, or rows cannot be understood; every one of them is named with its line.
    """
    frame = _read(Path(path))
    frame.columns = [str(name).strip().casefold() for name in frame.columns]
    missing = [name for name in ("kind", "article_id", "text", "value") if name not in frame]
    if missing:
        raise SchemaError(
            f"{path}: the table of corrections lacks the column(s) {', '.join(missing)}; it has {', '.join(frame.columns)}"
        )
    records, faults = [], []
    for place, row in enumerate(frame.to_dict("records"), start=2):
        cells = {name: _cell(row.get(name)) for name in ("kind", "article_id", "text", "n", "value", "note")}
        if not any(cells.values()):
            continue
        fault = _fault(cells)
        if fault:
            faults.append(f"line {place}: {fault}")
            continue
        records.append({**{name: value or None for name, value in cells.items()}, "line": place, "kind": cells["kind"].casefold(),
                        "n": int(cells["n"]) if cells["n"] else None})  # fmt: skip
    if faults:
        raise SchemaError(f"{path}: " + "; ".join(faults[:20]))
    return table(records, CORRECTIONS)


def chain_parts(value: str | None) -> list[str]:
    """The links that a cell names, in order and as they are written there; none for an empty cell or a dash."""
    parts = (part.strip() for part in BETWEEN.split(value or ""))
    return [part for part in parts if part not in NOBODY]


def chain_links(value: str | None) -> list[dict[str, str]]:
    """The links of a cell as ``name`` and, where brackets stand behind it, ``medium``; `chain_fault` says what is no link."""
    found = [match.groupdict() for part in chain_parts(value) if (match := LINK.fullmatch(part))]
    return [{name: words.strip() for name, words in link.items() if words is not None} for link in found]


def chain_fault(value: str | None) -> str:
    """What is wrong with a cell that names a chain, or an empty string."""
    parts = chain_parts(value)
    for part in parts:
        if not LINK.fullmatch(part):
            return f"{part!r} is no link of a chain: {CHAIN}"
    names = [search_key(link["name"]) for link in chain_links(value)]
    for part, name in zip(parts, names, strict=True):
        if names.count(name) > 1:
            return f"{part!r} stands twice in the chain: {CHAIN}"
    return ""


def _is_aside(file: Path, folder: Path) -> bool:
    """Whether loading *folder* passes over *file*: it lies elsewhere, or where corrections belong."""
    inside, root = file.resolve(), folder.resolve()
    return not inside.is_relative_to(root) or inside == root / FILE or (root / "articles.parquet").exists()


def _read(path: Path) -> pd.DataFrame:
    try:
        if path.suffix.casefold() == ".xlsx":
            return pd.read_excel(path, dtype="str", na_filter=False)
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline()
        commas = max("\t;,", key=head.count)
        return pd.read_csv(
            path, dtype="str", sep=commas, na_filter=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except (OSError, ValueError, UnicodeError, KeyError) as problem:
        raise LoadError(f"{os.fspath(path)}: the table of corrections cannot be read ({problem})") from None


def _cell(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _fault(cells: dict[str, str]) -> str:
    """What is wrong with a row, or an empty string."""
    from isnad.params import near

    kind = cells["kind"].casefold()
    if kind not in NEEDED:
        return f"kind {cells['kind']!r} is not one of {', '.join(NEEDED)}{near(kind, NEEDED)}"
    empty = [name for name in NEEDED[kind] if not cells[name]]
    if empty:
        return f"a correction of kind {kind} needs {' and '.join(empty)}"
    if cells["n"] and not (cells["n"].isdigit() and int(cells["n"]) > 0):
        return f"n is a whole number from 1, not {cells['n']!r}"
    if kind == "date" and cells["value"] and not _is_date(cells["value"]):
        return f"a date is written 2021-04-13 or 2021-04-13 14:30, not {cells['value']!r}"
    if kind == "chain" and (fault := chain_fault(cells["value"])):
        return fault
    words = ("delete", "add", *QUOTE_KINDS)
    if (
        kind == "quotation"
        and cells["value"].isascii()
        and cells["value"].isalpha()
        and cells["value"] not in words
    ):
        return f"value {cells['value']!r} is not one of {', '.join(words)}, nor words of the article{near(cells['value'], words)}"
    return ""


def _is_date(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is None and 1678 <= int(value[:4]) < 2262
    except ValueError:
        return False
