"""One page or record as it was read, before anything is decided about it, or the reason why it was not."""

from dataclasses import dataclass, field

from isnad import pages, repair
from isnad.archives import Refused


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
    page: bool = False
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


def of_html(
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
        flags = with_encoding([], used)
    found = pages.read(data, url)
    text, mended = repair.mend(found.text)
    fields = {name: value for name, value in found.fields.items() if value}
    return Document(
        source,
        row,
        stem,
        folder,
        relative,
        text,
        repair.mend(found.title)[0] or None,
        False,
        True,
        fields,
        [*flags, *mended],
    )


def with_encoding(flags: list[str], used: str) -> list[str]:
    return flags if used in ("utf-8", "utf-8-sig") else [f"encoding:{used}", *flags]


def attempt(source: str, row: int, make) -> Document | Refusal:
    """What *make* gives, or the reason why this row cannot be read."""
    try:
        return make()
    except Refused as refused:
        return Refusal(source, row, refused.reason, refused.detail)
    except repair.Undecodable as problem:
        return Refusal(source, row, "undecodable", str(problem))
    except (ValueError, LookupError, RecursionError, TypeError) as problem:
        return Refusal(source, row, "damaged", f"{type(problem).__name__}: {problem}"[:300])
