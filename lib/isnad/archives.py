"""Files and packed files, opened within bounds: what lies in a folder, a glob, a list, a zip, gzip or zstandard file.

Nothing is unpacked to disk. A stream never gives more bytes than its limit; what would is refused.
"""

import glob
import gzip
import io
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from isnad.errors import LoadError

MEGABYTE = 1 << 20
# One page, one record, one line: longer is no article.
PAGE_MAX = 20 * MEGABYTE
# A whole JSON file or workbook, which must be held in memory at once.
WHOLE_MAX = 512 * MEGABYTE
# What a packed file may unpack to: this much in any case, and RATIO_MAX times its size above it.
UNPACKED_FREE = 64 * MEGABYTE
RATIO_MAX = 200
MEMBERS_MAX = 1_000_000
NESTED_MAX = 3
PACKED = {".gz": "gzip", ".zst": "zstd"}


class Refused(Exception):
    """Something that is not taken, with a reason code of the table REJECTED."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: the name to show, its stem and the folder it lies in (both for ids and outlets), how to open it."""

    source: str
    name: str
    folder: str
    relative: str
    open: object
    depth: int = 0

    def stream(self) -> IO[bytes]:
        return self.open()  # type: ignore[operator]


class Bounded(io.RawIOBase):
    """A stream that refuses to give more than *limit* bytes; closing it closes *under*, from which *inner* reads, too."""

    def __init__(self, inner: IO[bytes], limit: int, reason: str = "bomb", under: IO[bytes] | None = None):
        self._inner, self._left, self._reason, self._limit = inner, limit, reason, limit
        self._under = under

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self._inner.read(min(len(buffer), MEGABYTE))
        except Refused:
            raise
        except Exception as problem:
            # Every packing has errors of its own; to the reader they are one.
            raise Refused("damaged", f"{type(problem).__name__}: {problem}"[:300]) from None
        self._left -= len(data)
        if self._left < 0:
            raise Refused(self._reason, f"more than {self._limit // MEGABYTE} MB")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        try:
            self._inner.close()
        finally:
            if self._under:
                self._under.close()
            super().close()


def files(path: object) -> Iterator[File | tuple[str, Refused]]:
    """Every file that *path* names, in a fixed order, once where a list names it twice; what is refused comes as (source, reason).

    Raises
    ------
    LoadError: no such path, an address on the web, or a value that is no path.
    """
    if isinstance(path, (list, tuple, set)):
        seen: set[str] = set()
        for one in sorted(path, key=str) if isinstance(path, set) else path:
            for found in files(one):
                name = os.path.abspath(found[0] if isinstance(found, tuple) else found.source)
                if name not in seen:
                    seen.add(name)
                    yield found
        return
    if not isinstance(path, (str, os.PathLike)):
        raise LoadError(f"path: expected a path, a pattern or a list of them, got {type(path).__name__}")
    text = os.fspath(path)
    if "://" in str(text)[:12]:
        raise LoadError(
            f"{text}: nothing is fetched from the network; save the pages first and give the folder"
        )
    here = Path(str(text)).expanduser()
    if here.is_dir():
        yield from _walk(here)
    elif here.exists():
        yield _plain(here, here.name, here.parent.name)
    elif any(mark in str(text) for mark in "*?["):
        matches = sorted(glob.glob(str(here), recursive=True))
        if not matches:
            raise LoadError(f"{text}: no file matches this pattern")
        for match in matches:
            yield from files(match) if os.path.isfile(match) else ()
    else:
        here = "" if os.path.isabs(text) else f" in {os.getcwd()}"
        raise LoadError(f"{text}: no such file or folder{here}")


def _plain(path: Path, relative: str, folder: str) -> File:
    return File(str(path), path.name, folder, relative, lambda: path.open("rb"))


def _walk(root: Path) -> Iterator[File | tuple[str, Refused]]:
    real_root = root.resolve()
    for where, folders, names in os.walk(root):
        folders.sort()
        for name in list(folders):
            below = Path(where, name)
            if name.startswith("."):
                folders.remove(name)
                yield str(below), Refused("hidden")
            elif below.is_symlink():
                folders.remove(name)
                inside = below.resolve().is_relative_to(real_root)
                yield str(below), Refused("linked_folder" if inside else "link_outside", os.readlink(below))
        for name in sorted(names):
            path = Path(where, name)
            try:
                mode = path.stat().st_mode
            except OSError as problem:
                yield str(path), Refused("unreadable", problem.strerror or "")
                continue
            if name.startswith("."):
                yield str(path), Refused("hidden")
            elif path.is_symlink() and not path.resolve().is_relative_to(real_root):
                yield str(path), Refused("link_outside", os.readlink(path))
            elif not stat.S_ISREG(mode):
                yield str(path), Refused("not_a_file")
            else:
                relative = path.relative_to(root)
                yield _plain(path, str(relative), path.parent.name)


def suffixes(name: str) -> tuple[str, str]:
    """The suffix that says what a file holds, and the one that says how it is packed (or an empty string)."""
    stem, last = os.path.splitext(name.lower())
    if last in PACKED:
        return os.path.splitext(stem)[1], last
    return last, ""


def stem_of(name: str) -> str:
    """A file's name without its suffixes for packing and kind."""
    stem, last = os.path.splitext(name)
    return os.path.splitext(stem)[0] if last.lower() in PACKED and "." in stem.strip(".") else stem


def unpacked(file: File) -> IO[bytes]:
    """The bytes of *file*, gzip or zstandard packing undone, within bounds."""
    raw = file.stream()
    packing = PACKED.get(suffixes(file.name)[1])
    if not packing:
        return raw
    limit = max(UNPACKED_FREE, RATIO_MAX * _size(raw))
    if packing == "gzip":
        inner = gzip.GzipFile(fileobj=raw)
    else:
        import zstandard

        inner = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(
            raw, read_across_frames=True
        )
    return io.BufferedReader(Bounded(inner, limit, under=raw))  # type: ignore[arg-type]


def _size(stream: IO[bytes]) -> int:
    try:
        here = stream.tell()
        end = stream.seek(0, os.SEEK_END)
        stream.seek(here)
        return end
    except (OSError, io.UnsupportedOperation):
        return 0


def whole(file: File, limit: int = WHOLE_MAX) -> bytes:
    """All bytes of *file*, unpacked; refused beyond *limit*."""
    with unpacked(file) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refused("too_large", f"more than {limit // MEGABYTE} MB")
    return data


def zip_members(file: File) -> Iterator[File | tuple[str, Refused]]:
    """The files packed in a zip file, each to be opened on its own; unsafe names and bombs are refused."""
    if file.depth >= NESTED_MAX:
        raise Refused("nested", f"more than {NESTED_MAX} archives inside each other")
    with file.stream() as stream:
        try:
            packed = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise Refused("damaged", str(problem)) from None
        with packed:
            yield from _members(file, packed)


def _members(file: File, packed: zipfile.ZipFile) -> Iterator[File | tuple[str, Refused]]:
    infos = packed.infolist()
    if len(infos) > MEMBERS_MAX:
        raise Refused("bomb", f"{len(infos)} files")
    for info in sorted(infos, key=lambda one: one.filename):
        source = f"{file.source}!{info.filename}"
        parts = info.filename.replace("\\", "/").split("/")
        if info.is_dir() or parts[0] == "__MACOSX":
            continue
        if (
            ".." in parts
            or info.filename.startswith(("/", "\\"))
            or ":" in parts[0]
            or "\x00" in info.filename
        ):
            yield source, Refused("unsafe_path", info.filename)
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield source, Refused("link_outside", info.filename)
        elif info.flag_bits & 1:
            yield source, Refused("encrypted")
        elif info.file_size > max(UNPACKED_FREE, RATIO_MAX * max(info.compress_size, 1)):
            yield (
                source,
                Refused("bomb", f"{info.compress_size} bytes that unpack to {info.file_size // MEGABYTE} MB"),
            )
        elif parts[-1].startswith("."):
            yield source, Refused("hidden")
        else:
            folder = parts[-2] if len(parts) > 1 else stem_of(file.name)
            limit = max(UNPACKED_FREE, RATIO_MAX * max(info.compress_size, 1))
            opened = _member_opener(packed, info, limit)
            yield File(source, parts[-1], folder, info.filename, opened, file.depth + 1)


def _member_opener(packed: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int):
    def opened() -> IO[bytes]:
        member = packed.open(info)
        if suffixes(info.filename)[0] == ".warc":
            return member
        if suffixes(info.filename)[0] in (".zip", ".wacz", ".xlsx", ".parquet") or suffixes(info.filename)[1]:
            data = member.read(min(limit, WHOLE_MAX) + 1)
            if len(data) > min(limit, WHOLE_MAX):
                raise Refused("too_large", f"more than {min(limit, WHOLE_MAX) // MEGABYTE} MB")
            return io.BytesIO(data)
        return io.BufferedReader(Bounded(member, limit))  # type: ignore[arg-type]

    return opened


def lines_of(stream: IO[bytes], limit: int = PAGE_MAX) -> Iterator[tuple[int, bytes | Refused]]:
    """The lines of *stream* with their number from 1; a line beyond *limit* bytes is passed over without being held."""
    number, buffer, skipping = 1, bytearray(), False
    while chunk := stream.read(MEGABYTE):
        for piece in chunk.splitlines(keepends=True):
            ended = piece.endswith((b"\n", b"\r"))
            if not skipping:
                buffer += piece
                if len(buffer) > limit:
                    yield number, Refused("line_too_long", f"more than {limit // MEGABYTE} MB")
                    buffer.clear()
                    skipping = True
            if ended:
                if not skipping:
                    yield number, bytes(buffer)
                buffer.clear()
                skipping = False
                number += 1
    if buffer and not skipping:
        yield number, bytes(buffer)
