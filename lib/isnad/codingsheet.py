"""The workbook of a blind coding: sheets of rows to be judged, dropdown lists where a choice is asked, a guide; and read back.

The first row of a sheet holds the keys of its columns and is hidden; the second is the head that people see. A row's id begins with the
id of the coding, so that a row of another coding, or one whose id was changed, is found out.
"""

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from isnad.errors import LoadError, SchemaError
from isnad.messages import LANGUAGES, catalogue, say

# Longest text of a cell that Excel keeps.
CELL_MAX = 32_000
SLOTS = 4
KINDS = ("person", "institution", "spokesperson", "document", "unnamed", "group", "unknown")
YES_PART_NO = ("yes", "part", "no")
# Sheet to the columns that are shown, in order.
SHOWN = {
    "spans": ("outlet", "published", "title", "article_id", "context"),
    "passages": ("outlet", "published", "title", "article_id", "passage"),
    "times": ("published", "title", "article_id", "context"),
    "pairs": ("outlet", "context", "other_outlet", "other_context"),
}
# Sheet to what is asked: column to the choices, or to "text" or "count".
ASKED: dict[str, dict[str, tuple[str, ...] | str]] = {
    "spans": {"said": YES_PART_NO, "speaker": "text", "speaker_kind": KINDS, "chain": "text",
              "stance": ("neutral", "endorsing", "distancing", "unknown")},
    "passages": {"quotes_n": "count", **{f"{name}_{n}": "text" for n in range(1, SLOTS + 1) for name in ("words", "speaker")}, "times_n": "count"},
    "times": {"is_time": YES_PART_NO, "type": ("DATE", "TIME", "DURATION", "SET"), "value": "text"},
    "pairs": {"same": ("yes", "no")},
}  # fmt: skip
# What must be answered in a row that was begun; the columns in the second place only where the first answer is not "no".
NEEDED = {
    "spans": (("said",), ("speaker", "speaker_kind", "stance")),
    "passages": (("quotes_n", "times_n"), ()),
    "times": (("is_time",), ("type", "value")),
    "pairs": (("same",), ()),
}
GUIDE = ("work", "blind", "said", "marked", "reported", "not_said", "speaker", "speaker_kind", "chain", "stance", "passages", "times", "pairs")  # fmt: skip
WIDE = {
    "context": 90,
    "other_context": 90,
    "passage": 90,
    "title": 34,
    "speaker": 28,
    "chain": 28,
    "words": 40,
}


def write_sheet(
    path: str | Path, rows: dict[str, pd.DataFrame], articles: pd.DataFrame, language: str
) -> Path:
    """Write the workbook.

    Parameters
    ----------
    path : path
        An .xlsx file.
    rows : dict
        Sheet name to its rows: ``id`` and the columns of `SHOWN`. A sheet without rows is left out.
    articles : DataFrame
        The articles that the rows are from, to be looked up: ``article_id``, ``title``, ``body``.
    language : str
        Of heads and choices; Arabic sheets run from right to left. The guide stands in both languages.

    Raises
    ------
    LoadError: the file cannot be written.
    """
    import openpyxl

    book = openpyxl.Workbook()
    _guide(book.active, language)
    for name, asked in ASKED.items():
        if name in rows and len(rows[name]):
            _questions(book.create_sheet(say(f"validate.sheet_{name}", language)), name, rows[name], asked, language)  # fmt: skip
    _articles(book.create_sheet(say("validate.sheet_articles", language)), articles, language)
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
    except OSError as refused:
        raise LoadError(f"{path}: the coding sheet cannot be written ({refused.strerror})") from None
    return Path(path)


def read_sheet(path: str | Path, ids: dict[str, list[str]]) -> dict[str, pd.DataFrame]:
    """Read what a coder has filled in.

    Parameters
    ----------
    ids : dict
        Sheet name to the ids that were given out.

    Returns
    -------
    dict of sheet name to DataFrame
        One row for each row that was answered, with ``id`` and the columns of `ASKED`; choices as codes, counts as numbers, NA where a
        question does not apply. Rows without any answer are left out: the order is random, so that the first part is a sample too.

    Raises
    ------
    LoadError: no such file, or no workbook.
    SchemaError: a sheet or a column is gone, an id was changed, stands twice, or is of another coding, a choice is none of the list, a
    row was begun and not finished, or nothing at all was filled in. All faults are named, with sheet and row.
    """
    book = _open(Path(path))
    faults: list[str] = []
    found = {}
    for name, given in ids.items():
        if given:
            found[name] = _read(book, name, set(given), faults)
    if faults:
        more = f"; and {len(faults) - 12} more" if len(faults) > 12 else ""
        raise SchemaError(f"{path}: " + "; ".join(faults[:12]) + more)
    if not any(len(frame) for frame in found.values()):
        raise SchemaError(f"{path}: nothing is filled in")
    return found


def ids_in(path: str | Path) -> list[str]:
    """Every id in the workbook, whatever its sheet, to find out which coding it belongs to."""
    found = []
    for sheet in _open(Path(path)).worksheets:
        keys = _keys(sheet)
        if "id" in keys:
            place = keys.index("id")
            found += [str(row[place]) for row in sheet.iter_rows(min_row=3, values_only=True) if len(row) > place and row[place]]  # fmt: skip
    return found


def choice(column: str, code: str, language: str) -> str:
    """The words of a choice."""
    key = next(key for key in (f"codes.{column}_{code}", f"validate.answer_{code}") if key in catalogue())
    return say(key, language)


def _guide(sheet: Any, language: str) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = say("validate.sheet_guide", language)
    sheet.sheet_view.rightToLeft = language == "ar"
    columns = LANGUAGES if language == "ar" else LANGUAGES[::-1]
    for place, each in enumerate(columns, start=1):
        sheet.column_dimensions["AB"[place - 1]].width = 90
        for row, name in enumerate(GUIDE, start=1):
            cell = sheet.cell(row, place, say(f"validate.guide_{name}", each))
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if each == "ar" else 1)
            cell.font = Font(size=12)


def _questions(sheet: Any, name: str, rows: pd.DataFrame, asked: dict, language: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    columns = ["id", *SHOWN[name], *asked]
    sheet.sheet_view.rightToLeft = language == "ar"
    sheet.freeze_panes = "B3"
    sheet.row_dimensions[1].hidden = True
    bold, shade = Font(bold=True), PatternFill("solid", fgColor="FFF4D6")
    wrap = Alignment(wrap_text=True, vertical="top", readingOrder=2 if language == "ar" else 0)
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDE.get(column.rstrip("_0123456789"), 16)
        sheet.cell(1, place, column)
        top = sheet.cell(2, place, head(column, language))
        top.font, top.alignment = bold, wrap
        for at, value in enumerate([None] * len(rows) if column in asked else rows[column], start=3):
            cell = sheet.cell(at, place)
            if value is not None:
                _put(cell, value)
            cell.alignment = wrap
            if column in asked:
                cell.fill, cell.protection = shade, Protection(locked=False)
        kind = asked.get(column)
        if isinstance(kind, tuple):
            words = [choice(column, code, language) for code in kind]
            rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)  # fmt: skip
        elif kind == "count":
            rule = DataValidation(type="whole", operator="between", formula1="0", formula2="99", allow_blank=True, showErrorMessage=True)  # fmt: skip
        else:
            continue
        rule.add(f"{get_column_letter(place)}3:{get_column_letter(place)}{len(rows) + 2}")
        sheet.add_data_validation(rule)
    # Without a password: it guards against slips, not against people.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False


def _articles(sheet: Any, articles: pd.DataFrame, language: str) -> None:
    from openpyxl.styles import Alignment

    sheet.sheet_view.rightToLeft = language == "ar"
    sheet.column_dimensions["B"].width = 120
    row = 0
    for article_id, title, body in zip(
        articles["article_id"], articles["title"], articles["body"], strict=True
    ):
        for words in (title, *str(body).split("\n")):
            row += 1
            _put(sheet.cell(row, 1), article_id)
            _put(sheet.cell(row, 2), words if isinstance(words, str) else "")
            sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2)


def _put(cell: Any, value: object) -> None:
    """Text as text: never a formula, without characters that a workbook cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:CELL_MAX]
    cell.data_type = "s"


def head(column: str, language: str) -> str:
    """The words over a column."""
    stem, _, number = column.rpartition("_")
    if number.isdigit():
        return f"{say(f'validate.head_{stem}', language)} {number}"
    key = f"validate.head_{column}"
    return say(key if key in catalogue() else f"columns.{column}", language)


def _open(path: Path) -> Any:
    import openpyxl

    if not path.is_file():
        raise LoadError(f"{path}: no such coding sheet")
    try:
        return openpyxl.load_workbook(path, data_only=True)
    except Exception as problem:
        raise LoadError(f"{path}: not an Excel workbook ({problem})") from None


def _keys(sheet: Any) -> list[str]:
    first = next(sheet.iter_rows(min_row=1, max_row=1, values_only=True), ())
    return [str(value) if value is not None else "" for value in first]


def _read(book: Any, name: str, given: set[str], faults: list[str]) -> pd.DataFrame:
    """The answered rows of one sheet; what is wrong with it is added to *faults*."""
    asked = ASKED[name]
    sheet = next((one for one in book.worksheets if {"id", next(iter(asked))} <= set(_keys(one))), None)
    title = say(f"validate.sheet_{name}", "ar")
    if sheet is None:
        faults.append(f"sheet {title}: it is gone, or its hidden first row with the keys of the columns is")
        return pd.DataFrame(columns=["id", *asked])
    keys = _keys(sheet)
    missing = [column for column in asked if column not in keys]
    if missing:
        faults.append(f"sheet {sheet.title}: the column(s) {', '.join(missing)} are gone")
        return pd.DataFrame(columns=["id", *asked])
    records, seen = [], set()
    for number, row in enumerate(sheet.iter_rows(min_row=3, values_only=True), start=3):
        cells = {key: _text(value) for key, value in zip(keys, row, strict=False) if key}
        if not any(cells.values()):
            continue
        where = f"sheet {sheet.title}, row {number}"
        if cells["id"] not in given:
            faults.append(f"{where}: the id {cells['id']!r} is not one that was given out")
        elif cells["id"] in seen:
            faults.append(f"{where}: the id {cells['id']} stands twice")
        elif any(cells[column] for column in asked):
            seen.add(cells["id"])
            records.append(_answers(cells, name, where, faults))
    return pd.DataFrame(records, columns=["id", *asked], dtype="object")


def _answers(cells: dict[str, str], name: str, where: str, faults: list[str]) -> dict[str, Any]:
    """One row as codes; what is wrong with it is added to *faults*."""
    record: dict[str, Any] = {"id": cells["id"]}
    for column, kind in ASKED[name].items():
        words = cells[column]
        record[column] = words or None
        if not words or kind == "text":
            continue
        if kind == "count":
            record[column] = int(words) if words.isdecimal() else None
            if record[column] is None:
                faults.append(f"{where}, {column}: {words!r} is not a whole number")
        else:
            record[column] = _code(column, words, kind)
            if record[column] is None:
                known = [choice(column, code, "ar") for code in kind]
                near = difflib.get_close_matches(words, known, n=1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                faults.append(f"{where}, {column}: {words!r} is not one of {'، '.join(known)}{hint}")
    first, then = NEEDED[name]
    wanted = first if record[first[0]] in ("no", None) else (*first, *then)
    empty = [column for column in wanted if not cells[column]]
    if empty:
        faults.append(f"{where}: begun, but {', '.join(empty)} is empty")
    return record


def _code(column: str, words: str, kinds: Iterable[str]) -> str | None:
    wanted = words.casefold()
    for code in kinds:
        if wanted in {code.casefold(), *(choice(column, code, each).casefold() for each in LANGUAGES)}:
            return code
    return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "strftime"):
        # Excel makes a date of 2021-04-13 by itself.
        return str(value)[:10]
    return str(value).strip()
