"""What a file holds: pages and records, read one after the other from every format that is known.

Everything that cannot be read comes as a `Refusal` in its place; one bad file or row never stops the others.
"""

import os
from collections.abc import Iterator
from glob import escape as glob_escape
from glob import glob
from zipfile import BadZipFile

from isnad import archives, metadata, pages, records, repair
from isnad.archives import PAGE_MAX, File, Refused
from isnad.correctionfile import FILE as CORRECTIONS
from isnad.documents import Document, Refusal, attempt, of_html, with_encoding

TEXT = frozenset((".txt", ".text", ".md", ""))
HTML = frozenset((".html", ".htm", ".xhtml", ".mhtml", ".mht"))
TABLES = {".csv": ",", ".tsv": "\t"}
LINES = frozenset((".jsonl", ".ndjson"))


def documents(
    path: object, columns: dict[str, str] | None = None, encoding: str | None = None, skip: str | None = None
) -> Iterator[Document | Refusal]:
    """Every page and record below *path*, in a fixed order.

    The file *skip* (a metadata table in the folder) and, where *path* is a folder, ``corrections.csv`` in it are no input.

    Raises
    ------
    LoadError: no such path (or a *columns* mapping that names no field).
    """
    metadata.fields_of([], columns)
    folder = isinstance(path, (str, os.PathLike)) and os.path.isdir(path)
    for one in archives.files(_extracted(path)):
        if isinstance(one, tuple):
            yield Refusal(one[0], None, one[1].reason, one[1].detail)
        elif folder and one.relative == CORRECTIONS:
            continue
        elif not (skip and os.path.basename(skip) == one.name and os.path.samefile(skip, one.source)):
            yield from of_file(one, columns, encoding)


def _extracted(path: object) -> object:
    """The article table alone, where *path* is a folder of extracted tables."""
    if isinstance(path, (str, os.PathLike)):
        inside = os.path.join(os.fspath(path), "articles.parquet")
        # A folder of parts where the corpus was extracted in partitions.
        parts = sorted(glob(os.path.join(glob_escape(inside), "part-*.parquet")))
        if all(records.is_article_table(one) for one in parts or [inside]):
            return parts or inside
    return path


def of_file(file: File, columns: dict[str, str] | None, encoding: str | None) -> Iterator[Document | Refusal]:
    """The pages and records of one file; a file that gives none is refused as empty, so that no file goes uncounted."""
    given = False
    for one in _of_file(file, columns, encoding):
        given = True
        yield one
    if not given:
        yield Refusal(file.source, None, "empty")


def _of_file(
    file: File, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    kind, _ = archives.suffixes(file.name)
    try:
        if kind in TEXT:
            yield page(file, archives.whole(file, PAGE_MAX), encoding)
        elif kind in HTML:
            yield from html(file, archives.whole(file, PAGE_MAX), kind, encoding)
        elif kind in LINES:
            yield from records.json_lines(file, columns, encoding)
        elif kind == ".json":
            yield from records.json_file(file, columns, encoding)
        elif kind in TABLES:
            yield from records.separated(file, TABLES[kind], columns, encoding)
        elif kind == ".parquet":
            yield from records.parquet(file, columns)
        elif kind == ".xlsx":
            yield from records.excel(file, columns)
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
    except OSError as problem:
        yield Refusal(file.source, None, "unreadable", problem.strerror or str(problem))
    except (EOFError, BadZipFile, MemoryError, RecursionError, ValueError, LookupError) as problem:
        yield Refusal(file.source, None, "damaged", f"{type(problem).__name__}: {problem}"[:300])


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
        flags=with_encoding(flags, used),
    )


def html(file: File, data: bytes, kind: str, encoding: str | None) -> Iterator[Document | Refusal]:
    """A saved HTML page; of a MIME archive (.mhtml) its first HTML part."""
    if kind in (".mhtml", ".mht"):
        data = pages.part_of_mhtml(data)
    if not data.strip():
        yield Refusal(file.source, None, "empty")
        return
    yield of_html(
        file.source, None, archives.stem_of(file.name), file.folder, file.relative, data, encoding, None
    )


def warc(file: File, encoding: str | None) -> Iterator[Document | Refusal]:
    """The HTML responses of a web archive; all else in it (images, redirects, requests) is passed over as no input."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    number = 0
    # The reader undoes gzip and zstandard itself, record by record, and needs a stream that can seek.
    with file.stream() as stream:
        try:
            for record in ArchiveIterator(stream, record_types=kinds, auto_decode="all"):  # type: ignore[arg-type]
                number += 1
                url = record.headers.get("WARC-Target-URI") or ""
                http = record.http_headers
                kind = (record.http_content_type if http else record.headers.get("Content-Type")) or ""
                if "html" in kind and not (http and http.status_code != 200):
                    data = record.reader.read(PAGE_MAX + 1)
                    yield _of_record(file, number, url, data, encoding or record.http_charset)
        except (OSError, EOFError, ValueError) as problem:
            yield Refusal(file.source, number + 1, "damaged", str(problem)[:300])
        except BaseException as problem:
            # What a library in Rust raises when it gives up is no Exception.
            if type(problem).__name__ != "PanicException":
                raise
            yield Refusal(file.source, number + 1, "damaged", str(problem)[:300])


def _of_record(file: File, number: int, url: str, data: bytes, encoding: str | None) -> Document | Refusal:
    source, stem = url or file.source, f"{archives.stem_of(file.name)}#{number}"
    if len(data) > PAGE_MAX:
        return Refusal(source, number, "too_large", f"more than {PAGE_MAX // archives.MEGABYTE} MB")
    if not data.strip():
        return Refusal(source, number, "empty")
    return attempt(source, number, lambda: of_html(source, None, stem, "", stem, data, encoding, url))


def packed(
    file: File, kind: str, columns: dict[str, str] | None, encoding: str | None
) -> Iterator[Document | Refusal]:
    """The files inside a zip; of a WACZ its web archives only."""
    for one in archives.zip_members(file):
        if isinstance(one, tuple):
            yield Refusal(one[0], None, one[1].reason, one[1].detail)
        elif kind == ".zip" or one.relative.startswith("archive/"):
            yield from of_file(one, columns, encoding)
