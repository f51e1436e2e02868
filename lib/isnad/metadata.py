"""Who published an article, and when: column names, the outlet table, dates from fields, addresses and text."""

import csv
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd

from isnad import linewords, resources
from isnad.errors import LexiconError, LoadError
from isnad.text import key

BASES = ("metadata", "url", "text", "inferred", "corrected", "none")
YEARS = (1900, 2100)
EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
IN_URL_SPLIT = re.compile(r"/((?:19|20)\d\d)/[a-z_-]{2,30}/(\d{1,2})/(\d{1,2})/", re.I)
IN_URL_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
DAY_FIRST = re.compile(r"(?<![\d/.:-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d)(?!\d)")
YEAR_FIRST = re.compile(r"(?<![\d/.:-])((?:19|20)\d\d)\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,2})(?!\d)")
CLOCK = re.compile(
    r"(?<![\d/.-])([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s*(ص|م|صباحا|مساء|am|pm)?(?!\w)", re.I
)


# --- columns ------------------------------------------------------------------------------------------------


@cache
def synonyms() -> dict[str, tuple[str, int]]:
    """Column name (search key) to the field it means and its rank: lower ranks win where two columns mean one field."""
    found: dict[str, tuple[str, int]] = {}
    with resources.lexicon("columns.csv").open(encoding="utf-8", newline="") as file:
        for rank, row in enumerate(csv.DictReader(file)):
            found.setdefault(column_key(row["name"]), (row["field"], rank))
    return found


def column_key(name: object) -> str:
    """A column name for comparing: search key, lower case, only letters and digits."""
    return re.sub(r"[\W_]+", "", key(str(name)).casefold())


def fields_of(names: list, columns: dict[str, str] | None = None) -> dict[str, object]:
    """Field to column name, for a table or record with the columns *names*.

    Parameters
    ----------
    names : list
        Column names as they stand in the file.
    columns : dict, optional
        Column of the file to field of the articles table, or the other way round; it wins over the synonyms.

    Raises
    ------
    LoadError: *columns* names a field that does not exist.
    """
    return dict(_fields_of(tuple(names), tuple(sorted((columns or {}).items()))))


@lru_cache(maxsize=1024)
def _fields_of(names: tuple, columns: tuple[tuple[str, str], ...]) -> dict[str, object]:
    fields = {field for field, _ in synonyms().values()}
    chosen: dict[str, object] = {}
    for left, right in columns:
        column, field = (left, right) if right in fields else (right, left)
        if field not in fields:
            raise LoadError(
                f"columns: neither {left!r} nor {right!r} is a field; the fields are {', '.join(sorted(fields))}"
            )
        if column in names:
            chosen[field] = column
    ranked = sorted(
        (synonyms()[column_key(name)][1], i, name)
        for i, name in enumerate(names)
        if column_key(name) in synonyms()
    )
    for _, _, name in ranked:
        field = synonyms()[column_key(name)][0]
        if field not in chosen and name not in chosen.values():
            chosen[field] = name
    return chosen


# --- outlets ------------------------------------------------------------------------------------------------


@cache
def outlets() -> pd.DataFrame:
    """The outlet table (``data/outlets.csv``): one row an outlet, every cell text, empty where nothing is known."""
    frame = pd.read_csv(resources.data("outlets.csv"), dtype="str", keep_default_na=False)
    if frame["outlet"].duplicated().any():
        raise LexiconError("data/outlets.csv: an outlet id stands twice")
    return frame


@cache
def _hosts() -> dict[str, str]:
    return {host: row.outlet for row in outlets().itertuples() for host in row.hosts.split("|") if host}


@cache
def _ids() -> frozenset[str]:
    return frozenset(outlets()["outlet"])


@cache
def outlet_named(name: str) -> str:
    """The id of the outlet called *name* (id, Arabic or English name, alias, host; `Name (host)` as well), or the name itself."""
    name = name.strip()
    if name in _ids():
        return name
    plain, _, bracket = name.partition("(")
    for candidate in (name, plain, bracket.rstrip(") ")):
        known = linewords.outlet_names().get(linewords.line_key(candidate)) if candidate else None
        known = known or outlet_of_host(candidate)
        if known:
            return known
    return name


def outlet_of_host(host: str) -> str:
    """The id of the outlet that publishes on *host* or on a domain above it; empty where the table has none."""
    host = host.strip().lower().split("/")[0].split(":")[0]
    while "." in host:
        if host in _hosts():
            return _hosts()[host]
        host = host.split(".", 1)[1]
    return ""


def host_of(url: str) -> str:
    """The host of *url* without ``www.``; empty where there is none."""
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@cache
def is_translated(outlet: str) -> bool:
    """Whether the outlet table says that this outlet publishes machine translations."""
    table = outlets()
    return bool(((table["outlet"] == outlet) & (table["variant"] == "machine-translated")).any())


def web_address(value: object) -> str:
    """*value* where it is an address on the web (a bare host and path gets `https://`); empty for anything else, such as `javascript:`."""
    text = str(value or "").strip()
    if re.match(r"https?://[^\s<>\"']{3,2000}$", text, re.I):
        return text
    return (
        f"https://{text}"
        if re.match(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}(?:/[^\s<>\"']{0,2000})?$", text, re.I)
        else ""
    )


def outlet_of(named: str, url: str, folder: str) -> str:
    """The outlet by its name in the data, else by the host of the address, else by the folder's name."""
    if named:
        return outlet_named(named)
    host = host_of(url) if url else ""
    if host:
        return outlet_of_host(host) or host
    return outlet_named(folder) if folder else ""


# --- dates --------------------------------------------------------------------------------------------------


def parse_date(value: object) -> datetime | None:
    """The moment that *value* names, as the outlet's wall clock reads it (a UTC offset is left off); None where it is none.

    Takes dates and timestamps, ISO 8601, RFC 2822, seconds or milliseconds since 1970, and Arabic or numeric dates
    (day first). Years outside 1900–2100 are no dates.
    """
    if value is None or value is pd.NaT:
        return None
    if type(value) is datetime:
        found = value
    elif isinstance(value, (datetime, pd.Timestamp)):
        found = pd.Timestamp(value).to_pydatetime(warn=False)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        found = _from_epoch(float(value))
    else:
        found = _from_text(str(value).strip()[:200])
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        return None
    return found.replace(tzinfo=None, microsecond=0)


def _from_epoch(number: float) -> datetime | None:
    if number != number or number < 1e8:
        return None
    try:
        return datetime(1970, 1, 1) + timedelta(seconds=number / 1000 if number > 1e11 else number)
    except OverflowError:
        return None


def _from_text(text: str) -> datetime | None:
    text = text.translate(EASTERN_DIGITS)
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", text):
        return _from_epoch(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    found = date_in_text(text)
    if found:
        return found
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None


def date_in_text(text: str) -> datetime | None:
    """The first full date (day, month, year) that *text* writes out, with its time of day where one stands; Hijri dates are skipped."""
    text = key(text).translate(EASTERN_DIGITS).casefold()
    day = None
    for match in YEAR_FIRST.finditer(text):
        day = day or _date(match[1], match[2], match[3])
    for match in DAY_FIRST.finditer(text):
        day = day or _date(match[3], match[2], match[1])
    for match in _named_dates().finditer(text):
        month = _months()[" ".join((match["month"] or match["month_first"]).split())]
        day = day or _date(match["year"] or match["year_last"], month, match["day"] or match["day_second"])
    if day is None:
        return None
    clock = CLOCK.search(text)
    if not clock:
        return day
    hour = (
        int(clock[1]) % 12 + 12 if clock[3] in ("م", "مساء", "pm") and int(clock[1]) <= 12 else int(clock[1])
    )
    return day.replace(hour=hour % 24, minute=int(clock[2]))


def date_in_url(url: str) -> datetime | None:
    """The day that stands in the path of *url* (`/2021/04/13/`, `20210413`)."""
    path = unquote(url)
    for match in (*IN_URL.finditer(path), *IN_URL_SPLIT.finditer(path), *IN_URL_COMPACT.finditer(path)):
        found = _date(match[1], match[2], match[3])
        if found:
            return found
    return None


def _date(year: object, month: object, day: object) -> datetime | None:
    try:
        return datetime(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    with resources.lexicon("datewords.csv").open(encoding="utf-8", newline="") as file:
        return {
            linewords.line_key(row["form"]): int(row["month"])
            for row in csv.DictReader(file)
            if row["calendar"] == "gregorian"
        }


@cache
def _named_dates() -> re.Pattern:
    names = "|".join(
        re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_months(), key=len, reverse=True)
    )
    month = rf"(?:{names})(?:\s*[/\\-]\s*(?:{names}))?"
    one = rf"(?P<month>{names})(?:\s*[/\\(-]\s*(?:{names})\)?)?"
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:من\s+)?(?:شهر\s+)?[،,-]?\s*{one}\s*[،,/-]?\s*(?:عام\s+|سنه\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
        rf"|(?<!\w)(?P<month_first>{names})(?:\s*[/\\]\s*{month})?\s+(?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?\s*[،,]?\s*(?P<year_last>(?:19|20)\d\d)(?!\d)"
    )


# --- a metadata table ---------------------------------------------------------------------------------------


class Metadata:
    """Rows of a metadata table by article_id and by source; it remembers which were used."""

    def __init__(self, table: pd.DataFrame, name: str):
        self.name = name
        chosen = fields_of(list(table.columns))
        by_source = next(
            (
                column
                for column in table.columns
                if column_key(column) in ("source", "file", "filename", "path")
            ),
            None,
        )
        if "article_id" not in chosen and by_source is None:
            raise LoadError(
                f"{name}: a metadata table needs a column article_id or source; it has {', '.join(map(str, table.columns))}"
            )
        if by_source is not None and chosen.get("outlet") == by_source:
            del chosen["outlet"]
        self.rows: dict[str, dict[str, object]] = {}
        self.numbers: dict[str, int] = {}
        self.used: set[str] = set()
        for number, record in enumerate(table.to_dict("records"), 1):
            fields = {
                field: record[column] for field, column in chosen.items() if not _is_missing(record[column])
            }
            name_of_row = fields.pop("article_id", None)
            name_of_row = record[by_source] if name_of_row is None and by_source is not None else name_of_row
            if not _is_missing(name_of_row):
                self.rows[str(name_of_row)] = fields
                self.numbers[str(name_of_row)] = number

    def of(self, article_id: str, source: str) -> dict[str, object]:
        """The fields that the table gives for an article: by its id, its source (whole, or its file name), the id of its page."""
        page = re.sub(r"#\d+$", "", article_id)
        for name in (article_id, source, re.split(r"[/\\!]", source)[-1], page):
            if name in self.rows:
                self.used.add(name)
                return self.rows[name]
        return {}

    def unmatched(self) -> list[dict[str, object]]:
        """A record of the table REJECTED for every row that no article has used."""
        return [
            {"source": self.name, "row": number, "reason": "metadata_unmatched", "detail": name}
            for name, number in self.numbers.items()
            if name not in self.used
        ]


def read_metadata(metadata) -> Metadata | None:
    """*metadata* as given to `load_articles` (None, a DataFrame, or the path of a table), ready for look-up.

    Raises
    ------
    LoadError: no such file, not a table, or no column to match by.
    """
    if metadata is None:
        return None
    if isinstance(metadata, pd.DataFrame):
        table = metadata.reset_index() if metadata.index.name in ("article_id", "source") else metadata
        return Metadata(table, "metadata")
    path = Path(str(metadata))
    if not path.is_file():
        raise LoadError(f"{path}: the metadata table does not exist")
    return Metadata(_read_table(path), str(metadata))


def _read_table(path: Path) -> pd.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        if path.suffix == ".xlsx":
            return pd.read_excel(path, dtype="object")
        if path.suffix in (".json", ".jsonl", ".ndjson"):
            return pd.read_json(path, lines=path.suffix != ".json", convert_dates=False, dtype=False)
        return pd.read_csv(
            path, sep="\t" if path.suffix == ".tsv" else ",", dtype="str", encoding="utf-8-sig"
        )
    except (ValueError, OSError, ImportError) as problem:
        raise LoadError(
            f"{path}: the metadata table cannot be read ({problem}); give CSV, TSV, Excel, JSON or Parquet"
        ) from None


def _is_missing(value: object) -> bool:
    return (
        value is None
        or value is pd.NaT
        or (isinstance(value, float) and value != value)
        or value is pd.NA
        or value == ""
    )
