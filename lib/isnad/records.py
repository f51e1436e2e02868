"""Records: JSON, JSON Lines, CSV, TSV, Parquet and Excel, one document a record."""

import csv
import io
import json
import math
from collections.abc import Iterator

from isnad import archives, metadata, pages, repair
from isnad.archives import PAGE_MAX, File, Refused
from isnad.documents import Document, Refusal, attempt, of_html, with_encoding
from isnad.schema import ARTICLES

# Records that a JSON file may keep under one key: {"articles": [...]}.
LIST_KEYS = (
    "articles",
    "data",
    "items",
    "results",
    "records",
    "docs",
    "documents",
    "posts",
    "news",
    "hits",
    "rows",
)
BATCH = 256


def json_file(
    file: File, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    """A JSON file: one record, a list of records, or an object that keeps such a list."""
    data = archives.whole(file)
    if not data.strip():
        yield Refusal(file.source, None, "empty")
        return
    text, used = repair.decode(data, encoding)
    try:
        found = json.loads(text)
    except RecursionError:
        yield Refusal(file.source, None, "too_deep")
        return
    except ValueError as problem:
        if text.lstrip()[:1] == "{" and "\n" in text.strip() and "Extra data" in str(problem):
            yield from _json_texts(
                file, ((n, line) for n, line in enumerate(text.split("\n"), 1)), columns, used
            )
        else:
            yield Refusal(file.source, None, "damaged", f"JSON: {problem}"[:300])
        return
    rows = _listed(found)
    if rows is None:
        yield record(file, None, found, columns, used)
        return
    for number, one in enumerate(rows, 1):
        yield record(file, number, one, columns, used)


def _listed(found: object) -> list | None:
    if isinstance(found, list):
        return found
    if isinstance(found, dict) and "body" not in metadata.fields_of(list(found)):
        for name in LIST_KEYS:
            if isinstance(found.get(name), list):
                return found[name]
    return None


def json_lines(
    file: File, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    """A record a line, read line by line."""
    with archives.unpacked(file) as stream:
        yield from _json_texts(file, archives.lines_of(stream), columns, encoding)


def _json_texts(
    file: File, lines, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    for number, line in lines:
        if isinstance(line, Refused):
            yield Refusal(file.source, number, line.reason, line.detail)
        elif line.strip():
            yield attempt(
                file.source, number, lambda n=number, data=line: _json_line(file, n, data, columns, encoding)
            )


def _json_line(
    file: File, number: int, line: bytes | str, columns: dict[str, str] | None, encoding: str | None
) -> Document | Refusal:
    text, used = repair.decode(line, encoding) if isinstance(line, bytes) else (line, "utf-8")
    try:
        return record(file, number, json.loads(text), columns, used)
    except RecursionError:
        return Refusal(file.source, number, "too_deep")
    except ValueError as problem:
        return Refusal(file.source, number, "damaged", f"JSON: {problem}"[:300])


def separated(
    file: File, mark: str, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    """Comma- or tab-separated values with a head row, read row by row; a semicolon is recognised from the head."""
    csv.field_size_limit(PAGE_MAX)
    with archives.unpacked(file) as stream:
        start = stream.read(65536)
        if not start.strip():
            yield Refusal(file.source, None, "empty")
            return
        used = encoding or _encoding_of(start)
        text = io.TextIOWrapper(_Joined(start, stream), encoding=used, errors="replace", newline="")  # type: ignore[arg-type]
        head = start[:4096].decode(used, "replace").split("\n")[0]
        if mark == "," and head.count(";") > head.count(","):
            mark = ";"
        reader = csv.reader(_bounded_lines(text), delimiter=mark)
        names = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                yield Refusal(file.source, number, "damaged", str(problem))
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names) and any(cells[len(names) :]):
                yield Refusal(file.source, number, "bad_row", f"{len(cells)} cells, {len(names)} columns")
                continue
            yield record(file, number, dict(zip(names, cells, strict=False)), columns, used)


def _encoding_of(start: bytes) -> str:
    # Cut at a line end, so that no character is cut.
    return repair.decode(start[: start.rfind(b"\n") + 1] or start)[1]


def _bounded_lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(PAGE_MAX):
        if len(line) >= PAGE_MAX and not line.endswith("\n"):
            raise Refused("line_too_long", f"more than {PAGE_MAX // archives.MEGABYTE} MB")
        yield line.replace("\x00", "")


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of the stream."""

    def __init__(self, start: bytes, rest):
        self._start, self._rest = start, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if self._start:
            data, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        else:
            data = self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def parquet(file: File, columns: dict[str, str] | None) -> Iterator[Document | Refusal]:
    """A Parquet table, read in batches."""
    import pyarrow
    import pyarrow.parquet

    packed = archives.suffixes(file.name)[1]
    with io.BytesIO(archives.whole(file)) if packed else file.stream() as stream:
        number = 0
        try:
            table = pyarrow.parquet.ParquetFile(stream)
            names = table.schema_arrow.names
            wanted = None if set(ARTICLES) <= set(names) else _wanted(names, columns)
            for batch in table.iter_batches(batch_size=BATCH, columns=wanted):
                for one in batch.to_pylist():
                    number += 1
                    yield record(file, number, one, columns, "utf-8")
        except (pyarrow.ArrowException, OSError) as problem:
            yield Refusal(file.source, number or None, "damaged", f"Parquet: {problem}"[:300])
            return


def _wanted(names: list[str], columns: dict[str, str] | None) -> list[str] | None:
    """The columns that mean something, so that the others are not read; all, where none does."""
    chosen = [str(name) for name in metadata.fields_of(names, columns).values()]
    return [*chosen, *(name for name in names if name == "marked")] or None


def is_article_table(path: str) -> bool:
    """Whether a Parquet file is an articles table of our own."""
    import pyarrow
    import pyarrow.parquet

    try:
        return set(ARTICLES) <= set(pyarrow.parquet.read_schema(path).names)
    except (pyarrow.ArrowException, OSError):
        return False


def excel(file: File, columns: dict[str, str] | None) -> Iterator[Document | Refusal]:
    """The sheets of a workbook, each with a head row."""
    import openpyxl

    data = archives.whole(file)
    inner = File(file.source, file.name, file.folder, file.relative, lambda: io.BytesIO(data), file.depth)
    for member in archives.zip_members(inner):
        if isinstance(member, tuple) and member[1].reason != "hidden":
            raise member[1]
    number = 0
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True)
            names = [str(name).strip() if name is not None else "" for name in next(rows, ())]
            for cells in rows:
                number += 1
                if any(cell is not None for cell in cells):
                    yield record(file, number, dict(zip(names, cells, strict=False)), columns, "utf-8")
    except Exception as problem:
        # The reader of workbooks raises whatever its zip and XML layers raise.
        yield Refusal(file.source, number or None, "damaged", f"Excel: {problem}"[:300])


def record(
    file: File, number: int | None, found: object, columns: dict[str, str] | None, used: str
) -> Document | Refusal:
    """One record as a document: its columns by their meaning, its text not yet cleaned."""
    if not isinstance(found, dict):
        return Refusal(file.source, number, "bad_row", f"a record was expected, not {type(found).__name__}")
    chosen = metadata.fields_of(list(found), columns)
    fields = {name: _plain(found[column]) for name, column in chosen.items()}
    body, page_html = _text(fields.pop("body", None)), _text(fields.pop("html", None))
    stem = archives.stem_of(file.name) if number is None else f"{archives.stem_of(file.name)}#{number}"
    fields = {name: value for name, value in fields.items() if not metadata._is_missing(value)}
    if not body.strip() and page_html:
        return _of_record_html(file, number, stem, page_html, fields)
    if not body.strip():
        return Refusal(file.source, number, "empty", _text(fields.get("title"))[:120])
    if len(body) > PAGE_MAX:
        return Refusal(file.source, number, "too_large", f"more than {PAGE_MAX // archives.MEGABYTE} MB")
    if pages.looks_like_html(body[:2048].encode()) or body.count("</p>") > 1:
        return _of_record_html(file, number, stem, body, fields)
    ready = _is_ready(found)
    text, flags = (body, []) if ready else repair.mend(body)
    title = _text(fields.pop("title", None))
    title = title if ready else repair.mend(title)[0]
    document = Document(
        file.source,
        number,
        stem,
        file.folder,
        file.relative,
        text,
        title,
        ready,
        False,
        fields,
        with_encoding(flags, used),
    )
    if ready:
        for name in ("source", "duplicate_of", "notes"):
            if not metadata._is_missing(found.get(name)) and isinstance(found[name], str):
                document.fields[name] = found[name]
    return document


def _of_record_html(
    file: File, number: int | None, stem: str, text: str, fields: dict[str, object]
) -> Document | Refusal:
    made = of_html(
        file.source, number, stem, file.folder, file.relative, text, None, _text(fields.get("url")) or None
    )
    if isinstance(made, Document):
        made.fields |= fields
        made.title = _text(made.fields.pop("title", None)) or made.title
    return made


def _is_ready(found: dict) -> bool:
    """Whether a record is an article that was cleaned before: a row of our own table, or an annotated article."""
    return set(ARTICLES) <= set(found) or {"body", "marked"} <= set(found)


def _plain(value: object) -> object:
    """A field's value as one thing: of a list of names their join, of an object its name."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or value.get("id")
    if isinstance(value, (list, tuple)):
        return "، ".join(text for text in (_text(_plain(one)) for one in value[:20]) if text)
    return value


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return value if isinstance(value, str) else str(value)
