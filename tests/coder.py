"""A coder for the tests: fills in a copy of a coding sheet as the program would have it, or otherwise."""

import json
import shutil

import openpyxl

from isnad import codingsheet


def answers_of(path) -> dict:
    return json.loads(path.with_name("sheet.answers.json").read_text(encoding="utf-8"))


def carry(sheet, copy) -> None:
    """The answers beside a copy of the sheet."""
    if copy.parent != sheet.parent:
        shutil.copy(sheet.with_name("sheet.answers.json"), copy.with_name("sheet.answers.json"))


def right(name: str, row: dict) -> dict:
    """What a coder writes who agrees with the program."""
    found = row["found"]
    if name == "passages":
        told = {"quotes_n": len(found), "times_n": row["times_n"]}
        for slot, one in enumerate(found[: codingsheet.SLOTS], start=1):
            told |= {f"words_{slot}": one["text"], f"speaker_{slot}": one["speaker"] or "-"}
        return told
    if name == "times":
        return {"is_time": "yes", "type": found["type"], "value": found["value"] or "-"}
    if name == "pairs":
        return {"same": "yes" if found["same"] else "no"}
    if not found:
        return {"said": "no"}
    return {"said": "yes", "speaker": found["speaker"] or "-", "speaker_kind": found["speaker_kind"] or "unknown",
            "chain": "؛ ".join(found["chain"]), "stance": found["stance"] or "unknown"}  # fmt: skip


def fill(written, out, change=lambda name, row, told: told, language="ar"):
    """A coder's copy of the sheet; *change* may answer otherwise, or None for a row left empty."""
    rows = {
        row["id"]: (name, row) for name, records in answers_of(written)["rows"].items() for row in records
    }
    book = openpyxl.load_workbook(written)
    for sheet in book.worksheets:
        keys = [cell.value for cell in sheet[1]]
        for cells in sheet.iter_rows(min_row=3) if "id" in keys else ():
            name, row = rows[cells[0].value]
            told = change(name, row, right(name, row)) or {}
            for column, value in told.items():
                kind = codingsheet.ASKED[name][column]
                word = (
                    codingsheet.choice(column, value, language)
                    if isinstance(kind, tuple) and value in kind
                    else value
                )
                cells[keys.index(column)].value = word
    book.save(out)
    carry(written, out)
    return out
