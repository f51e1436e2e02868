"""What a file holds: pages and records, read one after the other from every format that is known.

Everything that cannot be read comes as a `Refusal` in its place; one bad file or row never stops the others.
"""

import csv
import io
import json
import math
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import BadZipFile

from isnad import archives, metadata, pages, repair
from isnad.archives import PAGE_MAX, File, Refused
from isnad.schema import ARTICLES

TEXT = frozenset((".txt", ".text", ".md", ""))
HTML = frozenset((".html", ".htm", ".xhtml", ".mhtml", ".mht"))
TABLES = {".csv": ",", ".tsv": "\t"}
LINES = frozenset((".jsonl", ".ndjson"))
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


@dataclass(slots=True)
class Document:
    """One page or record, as read: nothing decided yet."""

    source: str
    row: int | None
    stem: str
    folder: str
    relative: str
    text: str = ""
    title: str | None = None
    clean: bool = False
    fields: dict[str, object] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Refusal:
    """A file or row that was not taken."""

    source: str
    row: int | None
    reason: str
    detail: str = ""

    def record(self) -> dict[str, object]:
        return {"source": self.source, "row": self.row, "reason": self.reason, "detail": self.detail}


def documents(
    path: object, columns: dict[str, str] | None = None, encoding: str | None = None
) -> Iterator[Document | Refusal]:
    """Every page and record below *path*, in a fixed order.

    Raises
    ------
    LoadError: no such path (or a *columns* mapping that names no field).
    """
    metadata.fields_of([], columns)
    for one in archives.files(_extracted(path)):
        if isinstance(one, tuple):
            yield Refusal(one[0], None, one[1].reason, one[1].detail)
        else:
            yield from of_file(one, columns, encoding)


def _extracted(path: object) -> object:
    """The article table alone, where *path* is a folder of extracted tables."""
    if isinstance(path, (str, os.PathLike)):
        inside = os.path.join(os.fspath(path), "articles.parquet")
        if os.path.isfile(inside) and os.path.isfile(os.path.join(os.fspath(path), "quotes.parquet")):
            return inside
    return path


def of_file(file: File, columns: dict[str, str] | None, encoding: str | None) -> Iterator[Document | Refusal]:
    """The pages and records of one file."""
    kind, _ = archives.suffixes(file.name)
    try:
        if kind in TEXT:
            yield page(file, archives.whole(file, PAGE_MAX), encoding)
        elif kind in HTML:
            yield from html(file, archives.whole(file, PAGE_MAX), kind, encoding)
        elif kind in LINES:
            yield from json_lines(file, columns, encoding)
        elif kind == ".json":
            yield from json_file(file, columns, encoding)
        elif kind in TABLES:
            yield from separated(file, TABLES[kind], columns, encoding)
        elif kind == ".parquet":
            yield from parquet(file, columns)
        elif kind == ".xlsx":
            yield from excel(file, columns)
        elif kind == ".warc":
            yield from warc(file, encoding)
        elif kind in (".zip", ".wacz"):
            yield from packed(file, kind, columns, encoding)
        else:
            yield Refusal(file.source, None, "unsupported", kind)
    except Refused as refused:
        yield Refusal(file.source, None, refused.reason, refused.detail)
    except repair.Undecodable as problem:
        yield Refusal(
            file.source, None, "binary" if "binary" in str(problem) else "undecodable", str(problem)
        )
    except (EOFError, zlib.error, BadZipFile) as problem:
        yield Refusal(file.source, None, "damaged", str(problem))
    except (OSError, MemoryError) as problem:
        reason = "damaged" if _of_packing(problem) else "unreadable"
        yield Refusal(file.source, None, reason, getattr(problem, "strerror", "") or str(problem))
    except (RecursionError, ValueError, LookupError) as problem:
        yield Refusal(file.source, None, "damaged", f"{type(problem).__name__}: {problem}"[:300])


def _of_packing(problem: BaseException) -> bool:
    return type(problem).__name__ in ("BadGzipFile", "ZstdError") or "zstd" in str(problem)


# --- pages --------------------------------------------------------------------------------------------------


def page(file: File, data: bytes, encoding: str | None) -> Document | Refusal:
    """A page of text (or of HTML under another name)."""
    if not data.strip():
        return Refusal(file.source, None, "empty")
    if pages.looks_like_html(data[:2048]):
        return next(iter(html(file, data, ".html", encoding)))
    text, used = repair.decode(data, encoding)
    text, flags = repair.mend(text)
    return Document(
        file.source,
        None,
        archives.stem_of(file.name),
        file.folder,
        file.relative,
        text,
        flags=_encoded(flags, used),
    )


def html(file: File, data: bytes, kind: str, encoding: str | None) -> Iterator[Document | Refusal]:
    """A saved HTML page; of a MIME archive (.mhtml) its first HTML part."""
    if kind in (".mhtml", ".mht"):
        data = pages.part_of_mhtml(data)
    if not data.strip():
        yield Refusal(file.source, None, "empty")
        return
    yield _of_html(
        file.source, None, archives.stem_of(file.name), file.folder, file.relative, data, encoding, None
    )


def _of_html(
    source: str,
    row: int | None,
    stem: str,
    folder: str,
    relative: str,
    data: bytes | str,
    encoding: str | None,
    url: str | None,
) -> Document | Refusal:
    flags: list[str] = []
    if isinstance(data, bytes):
        data, used = repair.decode(data, encoding or pages.declared_encoding(data))
        flags = _encoded([], used)
    found = pages.read(data, url)
    text, mended = repair.mend(found.text)
    fields = {name: value for name, value in found.fields.items() if value}
    return Document(
        source, row, stem, folder, relative, text, found.title or None, False, fields, [*flags, *mended]
    )


def _encoded(flags: list[str], used: str) -> list[str]:
    return flags if used in ("utf-8", "utf-8-sig") else [f"encoding:{used}", *flags]


def warc(file: File, encoding: str | None) -> Iterator[Document | Refusal]:
    """The HTML responses of a web archive; all else in it (images, redirects, requests) is passed over as no input."""
    from fastwarc.stream_io import FastWARCError
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with archives.unpacked(file) as stream:
        records = ArchiveIterator(
            stream, record_types=WarcRecordType.response | WarcRecordType.resource, parse_http=True
        )
        number = 0
        try:
            for record in records:
                number += 1
                url = record.headers.get("WARC-Target-URI") or ""
                http = record.http_headers
                kind = (record.http_content_type if http else record.headers.get("Content-Type")) or ""
                if "html" not in kind or http and http.status_code != 200:
                    continue
                data = record.reader.read(PAGE_MAX + 1)
                stem = f"{archives.stem_of(file.name)}#{number}"
                if len(data) > PAGE_MAX:
                    yield Refusal(
                        url or file.source,
                        number,
                        "too_large",
                        f"more than {PAGE_MAX // archives.MEGABYTE} MB",
                    )
                elif not data.strip():
                    yield Refusal(url or file.source, number, "empty")
                else:
                    yield _row(
                        url or file.source,
                        number,
                        lambda s=stem, d=data, u=url, c=record.http_charset: _of_html(
                            u or file.source, None, s, "", s, d, encoding or c, u
                        ),
                    )
        except (FastWARCError, EOFError) as problem:
            yield Refusal(file.source, number + 1, "damaged", str(problem))
    if not number:
        yield Refusal(file.source, None, "empty")


def packed(
    file: File, kind: str, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    """The files inside a zip; of a WACZ its web archives only."""
    for one in archives.zip_members(file):
        if isinstance(one, tuple):
            yield Refusal(one[0], None, one[1].reason, one[1].detail)
        elif kind == ".zip" or one.relative.startswith("archive/"):
            yield from of_file(one, columns, encoding)


def _row(source: str, row: int, make) -> Document | Refusal:
    """What *make* gives, or the reason why this row cannot be read."""
    try:
        return make()
    except Refused as refused:
        return Refusal(source, row, refused.reason, refused.detail)
    except repair.Undecodable as problem:
        return Refusal(source, row, "undecodable", str(problem))
    except (ValueError, LookupError, RecursionError, TypeError) as problem:
        return Refusal(source, row, "damaged", f"{type(problem).__name__}: {problem}"[:300])


# --- records ------------------------------------------------------------------------------------------------


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
    if not rows:
        yield Refusal(file.source, None, "empty")
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
    seen = False
    for number, line in lines:
        seen = True
        if isinstance(line, Refused):
            yield Refusal(file.source, number, line.reason, line.detail)
        elif line.strip():
            yield _row(
                file.source, number, lambda n=number, data=line: _json_line(file, n, data, columns, encoding)
            )
    if not seen:
        yield Refusal(file.source, None, "empty")


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
        text = io.TextIOWrapper(_Joined(start, stream), encoding=used, errors="replace", newline="")
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

    with archives.unpacked(file) as stream:
        source = stream if stream.seekable() and not isinstance(stream, io.BufferedReader) else None
        source = source or (
            stream if hasattr(stream, "name") else io.BytesIO(stream.read(archives.WHOLE_MAX))
        )
        try:
            table = pyarrow.parquet.ParquetFile(source)
            number = 0
            for batch in table.iter_batches(batch_size=BATCH):
                for one in batch.to_pylist():
                    number += 1
                    yield record(file, number, one, columns, "utf-8")
            if not number:
                yield Refusal(file.source, None, "empty")
        except (pyarrow.ArrowException, OSError) as problem:
            yield Refusal(file.source, None, "damaged", f"Parquet: {problem}"[:300])


def excel(file: File, columns: dict[str, str] | None) -> Iterator[Document | Refusal]:
    """The sheets of a workbook, each with a head row."""
    import openpyxl

    data = archives.whole(file)
    inner = File(file.source, file.name, file.folder, file.relative, lambda: io.BytesIO(data), file.depth)
    for member in archives.zip_members(inner):
        if isinstance(member, tuple) and member[1].reason != "hidden":
            raise member[1]
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as problem:
        raise Refused("damaged", f"Excel: {problem}"[:300]) from None
    number = 0
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        names = [str(name).strip() if name is not None else "" for name in next(rows, ())]
        for cells in rows:
            number += 1
            if any(cell is not None for cell in cells):
                yield record(file, number, dict(zip(names, cells, strict=False)), columns, "utf-8")
    if not number:
        yield Refusal(file.source, None, "empty")


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
        fields,
        _encoded(flags, used),
    )
    if ready:
        for name in ("source", "duplicate_of", "flags"):
            if not metadata._is_missing(found.get(name)) and isinstance(found[name], str):
                document.fields[name] = found[name]
    return document


def _of_record_html(
    file: File, number: int | None, stem: str, text: str, fields: dict[str, object]
) -> Document | Refusal:
    made = _of_html(
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
    if value is None or isinstance(value, float) and not math.isfinite(value):
        return ""
    return value if isinstance(value, str) else str(value)
