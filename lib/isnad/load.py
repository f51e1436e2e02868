"""Files of every kind → the table of articles, and what was rejected and why."""

import codecs
from collections import Counter
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

import pandas as pd

from isnad import (
    archives,
    clean,
    duplicates,
    formats,
    furniture,
    linewords,
    metadata,
    pagelines,
    repair,
    resources,
)
from isnad.documents import Document, Refusal
from isnad.errors import LoadError
from isnad.schema import ARTICLES, REJECTED, table

# Beside the columns of ARTICLES: the article that this one repeats (NA for none), and what was noticed on the way.
MORE = {"duplicate_of": "str", "notes": "str"}
ARABIC_SHARE = 0.4
# Reasons that speak of a value and not of an input: the article itself is accepted, or there is none.
OF_VALUES = frozenset(("metadata_unmatched", "bad_date"))


def load_articles(
    path, metadata=None, *, columns: dict[str, str] | None = None, encoding: str | None = None,
    find_duplicates: bool = True, learn_furniture: bool = True, progress: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Read a corpus as it is.

    Parameters
    ----------
    path : str, Path or list of them
        A file, a folder (read with all below it), a pattern (``pages/*.html``) or a list of these. Read are page text (.txt), HTML (.html,
        .htm, .xhtml, .mhtml), JSON, JSON Lines, CSV, TSV, Excel (.xlsx), Parquet, WARC and WACZ, and zip, gzip and
        zstandard packings of these. A folder written by ``isnad extract`` gives its articles back.
    metadata : DataFrame or path, optional
        A table keyed by ``article_id`` or ``source`` (the path or the file name); its ``outlet``, ``published``, ``title``,
        ``url``, ``byline``, ``agency``, ``language`` win over what the files say. For the shipped seeds,
        ``data/seeds.csv`` when nothing is given.
    columns : dict, optional
        Column of the files → field of the table, for columns whose names are not recognised (``{"khabar": "body"}``).
    encoding : str, optional
        Encoding of all files, where it is known. Otherwise it is found for each file.
    find_duplicates : bool
        Fill ``duplicate_of`` (looks at the whole corpus).
    learn_furniture : bool
        Drop lines that the corpus shows to be furniture of an outlet (looks at the whole corpus).
    progress : bool
        Show a progress bar.

    Returns
    -------
    DataFrame
        One row an article, in the order of the files: the columns of ``schema.ARTICLES``, then ``duplicate_of``
        (the article_id of an earlier article with the same address or text, else NA) and ``notes``
        (what was mended or noticed, separated by blanks: see data/README.md). ``attrs["rejected"]`` is the table REJECTED
        (``to_parquet`` does not keep it: write it on its own).
        ``body`` is the text of the article: title, captions, bylines, dateline, links and buttons are not in it.
        ``published`` is the outlet's wall clock, NaT where unknown; ``language`` is ``ar`` where the data says nothing.

    Raises
    ------
    LoadError: no such path, a pattern that matches nothing, an empty folder, a web address, a metadata table that cannot
    be read, a *columns* mapping that names no field, or an unknown *encoding*. A file or row that cannot be read does not raise: it is rejected.

    Notes
    -----
    Not done: no fetching, no OCR, no PDF or Word. Articles in other languages are rejected as ``no_arabic``, not translated.
    """
    frames = list(iter_articles(path, metadata, columns=columns, encoding=encoding, progress=progress))
    refused = pd.concat([frame.attrs["rejected"] for frame in frames], ignore_index=True)
    ready = pd.Series([one for frame in frames for one in frame.attrs["ready"]], dtype="bool")
    for frame in frames:
        frame.attrs = {}
    articles = pd.concat(frames, ignore_index=True)
    if learn_furniture and not ready.all():
        # What was cleaned or annotated before has offsets that count in its body as it is.
        stripped = furniture.strip(articles[~ready])
        articles.loc[~ready, ["body", "notes"]] = stripped[["body", "notes"]]
    if find_duplicates:
        articles = duplicates.mark(articles)
    articles.attrs["rejected"] = RejectedTable(refused)
    return articles


def iter_articles(
    path, metadata=None, *, chunk: int = 1000, columns: dict[str, str] | None = None, encoding: str | None = None,
    progress: bool = False,
) -> Iterator[pd.DataFrame]:  # fmt: skip
    """Read a corpus piece by piece: frames of about *chunk* articles, so that it need not fit into memory.

    Parameters as for `load_articles`. Each frame has the columns of `load_articles` and its part of the rejected inputs in
    ``attrs["rejected"]`` (and in ``attrs["ready"]`` which articles were cleaned before); at least one frame comes, and the last tells of metadata rows that matched nothing.
    ``duplicate_of`` stays NA and furniture is not learnt: both need the whole corpus (`duplicates.mark`, `furniture.strip`).

    Raises
    ------
    LoadError: as `load_articles`, when the first frame is asked for.
    """
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise LoadError(
                f"encoding: {encoding!r} is no encoding that Python knows; give for example windows-1256"
            ) from None
    reader = _Reader(path, metadata)
    table_path = str(metadata) if isinstance(metadata, (str, Path)) else None
    documents = formats.documents(path, columns, encoding, table_path)
    if progress:
        from tqdm.auto import tqdm

        documents = tqdm(documents, unit=" inputs", desc=_name(path))
    for document in documents:
        reader.take(document)
        if len(reader.records) + len(reader.refused) >= chunk:
            yield reader.frame()
    if not reader.inputs:
        raise LoadError(f"{_name(path)}: there is nothing in it to read")
    reader.refused += reader.metadata.unmatched() if reader.metadata else []
    yield reader.frame()


def rejected(articles: pd.DataFrame) -> pd.DataFrame:
    """What `load_articles` did not take: the table REJECTED (``source``, ``row``, ``reason``, ``detail``).

    ``reason`` is a fixed code; ``say("load." + reason)`` explains it. Empty where nothing was rejected, or where the frame no
    longer carries the table (pandas drops ``attrs`` in some operations, and it is not written into Parquet).
    """
    found = articles.attrs.get("rejected")
    return pd.DataFrame(found) if isinstance(found, pd.DataFrame) else table([], REJECTED)


def summary(articles: pd.DataFrame, refused: pd.DataFrame | None = None) -> pd.DataFrame:
    """What was found and what became of it, as counts.

    Parameters
    ----------
    articles : DataFrame
        As `load_articles` returns it.
    refused : DataFrame, optional
        What was rejected, where it does not lie in the attrs of *articles*.

    Returns
    -------
    DataFrame with ``state`` (found, accepted, duplicate, rejected, noticed), ``reason`` (NA, or a code) and ``count``.
    accepted + duplicate + rejected = found, where *accepted* counts articles that repeat no other. ``found`` counts inputs
    (files, rows), and an input that holds several articles once for each. ``noticed`` rows speak of values (a date that is none, a
    metadata row that matches nothing) and are not part of the sum.
    """
    left: pd.DataFrame = rejected(articles) if refused is None else refused
    repeats = int(articles["duplicate_of"].notna().sum()) if "duplicate_of" in articles else 0
    values = left["reason"].isin(OF_VALUES)
    rows = [
        {"state": "found", "count": len(articles) + int((~values).sum())},
        {"state": "accepted", "count": len(articles) - repeats},
        {"state": "duplicate", "count": repeats},
    ]
    for state, part in (("rejected", left[~values]), ("noticed", left[values])):
        counts = Counter(part["reason"])
        rows += [{"state": state, "reason": reason, "count": counts[reason]} for reason in sorted(counts)]
    return table(rows, {"state": "str", "reason": "str", "count": "int"})


def page_articles(path, encoding: str | None = None) -> tuple[str, list[tuple[str, clean.Found]]]:
    """The source and the articles, with their lines, of one page file (text or HTML); for `clean.clean_report`."""
    found = list(formats.documents(path, None, encoding))
    if len(found) != 1 or isinstance(found[0], Refusal) or found[0].clean:
        refused = [one for one in found if isinstance(one, Refusal)]
        why = (
            f"{refused[0].reason} {refused[0].detail}".strip() if refused else f"it holds {len(found)} inputs"
        )
        raise LoadError(f"{path}: a report on lines needs one page of text or HTML ({why})")
    document = found[0]
    parts = clean.articles_in(document.text, document.title, None, document.page)
    if not parts:
        lines = pagelines.labelled(document.text)
        return document.source, [("", clean.Found(lines))]
    return document.source, [(_page_id(document, i, len(parts)), part) for i, part in enumerate(parts)]


class RejectedTable(pd.DataFrame, list):
    """The table REJECTED as it lies in ``attrs``.

    pandas compares attrs as wholes when it joins frames, so ``==`` is one answer. It writes attrs as JSON into Parquet, which knows no
    frames: as a list, this becomes the names of its columns there, and the articles can be written.
    """

    @property
    def _constructor(self):
        return pd.DataFrame

    def __eq__(self, other) -> bool:  # type: ignore[override]
        return isinstance(other, pd.DataFrame) and self.equals(other)

    def __deepcopy__(self, memo) -> "RejectedTable":
        return RejectedTable(pd.DataFrame(self).copy())

    def __reduce_ex__(self, protocol):
        return RejectedTable, (pd.DataFrame(self),)


class _Reader:
    """Documents in, rows out. It keeps the ids that were given, and the rows of the frame being filled."""

    def __init__(self, path, table_of_metadata):
        if table_of_metadata is None and isinstance(path, (str, Path)) and Path(path).is_dir():
            if Path(path).resolve() == resources.seeds().resolve():
                table_of_metadata = resources.data("seeds.csv")
        self.metadata = metadata.read_metadata(table_of_metadata)
        self.records: list[dict] = []
        self.refused: list[dict] = []
        self.ready: list[bool] = []
        self.ids: set[str] = set()
        self.inputs = 0

    def frame(self) -> pd.DataFrame:
        frame = table(self.records, ARTICLES | MORE)
        frame.attrs = {"rejected": RejectedTable(table(self.refused, REJECTED)), "ready": self.ready}
        self.records, self.refused, self.ready = [], [], []
        return frame

    def take(self, document: Document | Refusal) -> None:
        self.inputs += 1
        if isinstance(document, Refusal):
            self.refused.append(document.record())
            return
        text = document.text
        if not text.strip():
            self.refuse(document, "no_text")
        elif (
            repair.arabic_share(text) < ARABIC_SHARE
            and repair.arabic_share(text + (document.title or "")) < ARABIC_SHARE
        ):
            self.refuse(document, "no_arabic")
        elif document.clean:
            self.accept(document, clean.Found([], title=document.title or "", body=text), None)
        else:
            outlet = str(document.fields.get("outlet") or "")
            found = clean.articles_in(text, document.title or None, outlet, document.page)
            if not found:
                self.refuse(document, "no_body")
            for i, one in enumerate(found):
                self.accept(document, one, i if len(found) > 1 else None)

    def refuse(self, document: Document, reason: str, detail: str = "") -> None:
        self.refused.append(Refusal(document.source, document.row, reason, detail).record())

    def accept(self, document: Document, found: clean.Found, part: int | None) -> None:
        """A row of the table from what the page, the record and the metadata table say."""
        article_id = self.new_id(document, part)
        fields = document.fields | (self.metadata.of(article_id, document.source) if self.metadata else {})
        url = metadata.web_address(fields.get("url"))
        published, basis = self.date(document, found, fields, url)
        text = {
            name: str(fields[name]).strip()
            for name in ("byline", "agency", "dateline", "standfirst", "language")
            if fields.get(name)
        }
        byline = text.get("byline") or found.byline
        outlet = metadata.outlet_of(str(fields.get("outlet") or ""), url, document.folder)
        self.ready.append(document.clean)
        self.records.append(
            {
                "article_id": article_id,
                "source": fields.get("source") or document.source,
                "outlet": outlet or None,
                "url": url or None,
                "title": str(fields.get("title") or found.title or document.title or "").strip() or None,
                "byline": byline or None,
                "agency": text.get("agency") or found.agency or linewords.agency_in(byline) or None,
                "dateline": text.get("dateline") or found.dateline or None,
                "standfirst": found.standfirst or text.get("standfirst") or None,
                "published": published,
                "published_basis": basis,
                "body": found.body,
                "language": text.get("language", "ar")[:10],
                "duplicate_of": fields.get("duplicate_of"),
                "notes": fields.get("notes") or " ".join(self.notes(document, found, outlet)) or None,
            }
        )

    def notes(self, document: Document, found: clean.Found, outlet: str) -> list[str]:
        """What was mended or noticed on the way to this article."""
        if not document.clean and (metadata.is_translated(outlet) or repair.looks_translated(found.body)):
            return [*document.flags, "machine_translated"]
        return document.flags

    def new_id(self, document: Document, part: int | None) -> str:
        """An id no other article has: the record's own or the file's stem; where that is taken, with folder, suffix or row."""
        own = document.fields.get("article_id")
        suffix = "" if part is None else f"#{part + 1}"
        relative = document.relative.replace("\\", "/")
        whole = relative if document.row is None else f"{relative}#{document.row}"
        if own is None:
            choices = [document.stem, whole if document.row else archives.stem_of(relative), whole]
        else:
            choices = [str(own).strip(), f"{archives.stem_of(relative)}#{str(own).strip()}", whole]
        numbered = (f"{whole}~{number}" for number in count(2))
        found = next(f"{one}{suffix}" for one in chain(choices, numbered) if f"{one}{suffix}" not in self.ids)
        self.ids.add(found)
        return found

    def date(self, document: Document, found: clean.Found, fields: dict, url: str) -> tuple[object, str]:
        """When it was published, and where that is known from."""
        given = fields.get("published")
        moment = metadata.parse_date(given)
        if moment:
            basis = str(fields.get("published_basis") or "metadata")
            return moment, basis if basis in metadata.BASES else "metadata"
        if given is not None and not metadata._is_missing(given):
            self.refuse(document, "bad_date", str(given)[:100])
        moment = metadata.date_in_url(url) if url else None
        if moment:
            return moment, "url"
        for line in found.date_text.split("\n"):
            moment = metadata.date_in_text(line)
            if moment:
                return moment, "text"
        return None, "none"


def _page_id(document: Document, part: int, parts: int) -> str:
    return document.stem if parts == 1 else f"{document.stem}#{part + 1}"


def _name(path) -> str:
    return (
        path
        if isinstance(path, str)
        else ", ".join(map(str, path))
        if isinstance(path, (list, tuple, set))
        else str(path)
    )
