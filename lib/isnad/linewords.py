"""What a line of a page is made of: furniture phrases, dates, sources, photo credits, datelines.

The word lists are in ``lexicon/`` (lines, places, agencies, datewords) and ``data/outlets.csv``; all comparison is by search key.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from isnad import resources
from isnad.errors import LexiconError
from isnad.text import key

ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
WORD = re.compile(r"\w+")
EDGES = " \t.,،؛;:؟?!…*|/\\-–—ـ_•·»«<>()[]{}\"'“”‘’#+=~^&%"
SITE = re.compile(r"(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}/?", re.I)
EMAIL = re.compile(r"\S+@\S+\.[A-Za-z]{2,}|@\w{2,}")
COPYRIGHT = re.compile(
    r"(?:\s|^)(?:Copyright|©|\(c\)|حقوق النشر:?|حقوق الصورة:?|مصدر الصورة:?)\s*(?P<owner>[^.؟!]{0,45})$", re.I
)
CREDIT = re.compile(r"[(\[]\s*(?:تصوير|صورة|صور|عن|من)?\s*[:/]?\s*(?P<owner>[^()\[\]]{2,45})[)\]]$")
# A dash, a tatweel that stands for one, a bar, a slash, a colon.
SEPARATOR = re.compile(r"\s*(?:--+|[-–—|/\\:؛،,()\[\]«»“”\"]|(?<=\s)ـ+(?=\s))+\s*")
DATELINE_END = re.compile(r"\s*(?:--+|—|–|-|\||:|(?<=\s)ـ+(?=\s))+\s*")
DATELINE_MAX = 90
PROCLITIC = re.compile("^(?:[وف])?(?:ال|لل|بال|كال|[بلك](?=..))?")
STOP = frozenset(
    key(
        "في من على إلى عن مع أن إن لا ما هذا هذه التي الذي بعد قبل بين كل كما قد لم لن هو هي ثم أو حول خلال عند منذ ضد"
    ).split()
)


class Furniture(NamedTuple):
    """What a furniture line is, and how far it reaches."""

    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the head of a paragraph: the offset where the text begins, its words, the agency it names."""

    end: int
    dateline: str
    agency: str


def line_key(text: str) -> str:
    """Search key of a whole line: letters made one, punctuation at the edges dropped, blanks made one, lower case."""
    return " ".join(key(text).strip(EDGES).split()).casefold()


def content_words(text: str) -> set[str]:
    """The words of *text* without article and attached particles, function words left out."""
    words = (PROCLITIC.sub("", word, count=1) for word in WORD.findall(key(text)) if word not in STOP)
    return {word for word in words if len(word) > 1}


# --- furniture ----------------------------------------------------------------------------------------------


def furniture(name: str, text: str) -> Furniture | None:
    """What the line list says of a line with the key *name*, or None."""
    lists = _lines()
    if len(name) <= 160 and name[:1] in lists.initials and lists.phrases.fullmatch(name):
        return lists.exact.get(name) or lists.longest_in(name)
    match = lists.prefixes.match(name)
    if match:
        form = match.group()
        found, kind = lists.by_prefix[form]
        rest = name[len(form) :]
        if kind == "byline":
            return found if _is_byline(text, form) else None
        if kind == "word" and rest and rest[0] not in " :،-":
            return None
        return found
    if len(name) < 60 and EMAIL.fullmatch(text.strip()):
        return Furniture("boilerplate", "line")
    return None


def _is_byline(text: str, form: str) -> bool:
    """`بقلم: فلان`, `كتب - فلان`: the word, a mark, and a rest too short for a sentence."""
    parts = re.split(r"\s*[:/：|–—-]\s*", text.strip(), maxsplit=1)
    return len(parts) == 2 and line_key(parts[0]) == form and len(WORD.findall(parts[1])) <= 8


class _Lines(NamedTuple):
    phrases: re.Pattern
    exact: dict[str, Furniture]
    initials: frozenset[str]
    prefixes: re.Pattern
    by_prefix: dict[str, tuple[Furniture, str]]

    def longest_in(self, name: str) -> Furniture:
        return self.exact[max((form for form in self.exact if form in name), key=len)]


@cache
def _lines() -> _Lines:
    exact: dict[str, Furniture] = {}
    by_prefix: dict[str, tuple[Furniture, str]] = {}
    for number, row in enumerate(_rows("lines.csv", ("form", "match", "role", "scope")), 2):
        form, found = line_key(row["form"]) or row["form"], Furniture(row["role"], row["scope"])
        if row["match"] == "phrase":
            exact[form] = found
        elif row["match"] in ("prefix", "word", "byline"):
            by_prefix[form] = (found, row["match"])
        elif row["match"] != "credit":
            raise LexiconError(
                f"lexicon/lines.csv, row {number}: match is {row['match']!r}, not phrase, prefix, word, byline or credit"
            )
    # Longest first and atomic: no way back into a shorter phrase, so the time is linear.
    glued = "|".join(re.escape(form) for form in sorted(exact, key=len, reverse=True))
    begun = "|".join(re.escape(form) for form in sorted(by_prefix, key=len, reverse=True))
    phrases = re.compile(rf"(?>(?>{glued})[\W\d_]*+)++")
    return _Lines(phrases, exact, frozenset(form[0] for form in exact), re.compile(begun), by_prefix)


def is_site_name(text: str) -> bool:
    """Whether the line is a host name, or the name of an outlet that the outlet table knows, and nothing else."""
    return len(text) <= 60 and (SITE.fullmatch(text) is not None or line_key(text) in outlet_names())


def is_tag_line(text: str) -> bool:
    """Whether the line is two or more hashtags and nothing else."""
    return (
        text.startswith("#") and text.count("#") >= 2 and re.fullmatch(r"(?:#\w+[\s،,|]*)+", text) is not None
    )


# --- dates, sources, credits --------------------------------------------------------------------------------


def is_date_line(name: str, text: str) -> bool:
    """Whether the line is a date or a time and nothing else (a weekday, a month, digits, `بتوقيت …`)."""
    if len(name) > 110 or not any(character.isdigit() for character in name):
        return False
    words = WORD.findall(name)
    known = _date_words()
    if any(
        not word.isdigit() and word not in known and not re.fullmatch(r"\d+\D{1,2}", word) for word in words
    ):
        return False
    return len(words) > 1 and (
        re.search(r"\d[/:.-]\d", text) is not None or any(word in known for word in words)
    )


def is_credit_line(text: str) -> bool:
    """Whether the line ends in a photo credit in brackets and is no sentence: `… (رويترز)`."""
    if not text.endswith((")", "]")) or len(text) > 260:
        return False
    match = CREDIT.search(text)
    if not match:
        return False
    owners = [part for part in re.split(r"\s*[-–—/،,]\s*", match["owner"]) if part]
    return any(is_source(owner) or line_key(owner) in _credit_words() for owner in owners)


def without_copyright(text: str) -> str | None:
    """The line without the copyright notice at its end; None where it has none."""
    match = COPYRIGHT.search(text) if len(text) < 400 else None
    return text[: match.start()].rstrip() if match else None


def is_source(name: str) -> bool:
    """Whether *name* is an agency or an outlet."""
    folded = line_key(name)
    return folded in _agencies() or folded in outlet_names()


def is_place(name: str) -> bool:
    return line_key(name) in _places()


def is_source_line(text: str) -> bool:
    """Whether the line says who wrote and from where: `فرانس 24 / أ ف ب`, `عين اليوم – متابعات`, `فلان الفلاني – عين اليوم`.

    One part must be an agency, an outlet or a place; one other, first or last, may be a name of two to four words.
    """
    if len(text) > 80 or text.endswith((".", "؟", "!", ":")):
        return False
    parts = [part for part in SEPARATOR.split(text) if part.strip()]
    if not 2 <= len(parts) <= 4:
        return len(parts) == 1 and len(text) > 3 and line_key(text) in _agencies()
    kinds = [_kind(part) for part in parts]
    unknown = [part for part, kind in zip(parts, kinds, strict=True) if kind == "unknown"]
    if not unknown:
        return True
    named = (
        len(unknown) == 1 and 2 <= len(unknown[0].split()) <= 4 and not any(c.isdigit() for c in unknown[0])
    )
    return (
        named
        and "unknown" in (kinds[0], kinds[-1])
        and "،" not in text
        and ":" not in text
        and "(" not in text
    )


def _kind(part: str) -> str:
    if is_source(part):
        return "source"
    return "place" if is_place(part) else "unknown"


def byline_name(text: str) -> str:
    """The name in a byline, without `بقلم:` and the like."""
    parts = re.split(r"\s*[:/：|–—-]\s*", text.strip(), maxsplit=1)
    found = _lines().by_prefix.get(line_key(parts[0]))
    return parts[1].strip() if len(parts) == 2 and found and found[1] == "byline" else text


def agency_in(text: str) -> str:
    """The news agency (one name for all its forms) that *text* names among its parts, or an empty string."""
    for part in [text, *SEPARATOR.split(text)]:
        agency = _agencies().get(line_key(part))
        if agency:
            return agency
    return ""


def split_dateline(text: str, outlet: str | None = None) -> Dateline | None:
    """The dateline at the head of a paragraph: places, agencies and outlets up to a dash, bar or colon.

    `واشنطن- يورو عربي | …`, `دمشق، سوريا (CNN) -- …`, `القاهرة (رويترز) - …`, `الرياض: …`. A name that no list
    knows is taken only after a place and before a bar, in quotation marks, or when it is *outlet*.
    """
    head = text[:DATELINE_MAX]
    best = None
    for match in DATELINE_END.finditer(head):
        if match.end() >= len(head):
            break
        words = head[: match.start()].strip()
        if words and _is_dateline(words, match.group().strip(), outlet):
            best = Dateline(match.end(), words, _dateline_agency(words))
    return best


def _is_dateline(words: str, mark: str, outlet: str | None) -> bool:
    parts = [part for part in SEPARATOR.split(words) if part.strip()]
    if not parts or len(parts) > 5:
        return False
    kinds = [_kind(part) for part in parts]
    if kinds == ["place"]:
        return True
    for part, kind in zip(parts, kinds, strict=True):
        if (
            kind != "unknown"
            or outlet
            and line_key(part) == line_key(outlet)
            or is_date_line(line_key(part), part)
        ):
            continue
        quoted = re.search(rf"[«“\"]{re.escape(part)}[»”\"]", words) is not None
        if not (kinds[0] == "place" and len(part.split()) <= 4 and (mark == "|" or quoted)):
            return False
    return "place" in kinds or kinds == ["source"] and mark != ":"


def _dateline_agency(words: str) -> str:
    parts = [part for part in SEPARATOR.split(words) if part.strip()]
    known = next((_agencies()[line_key(part)] for part in parts if line_key(part) in _agencies()), "")
    return known or next((part for part in parts if not is_place(part) and not part.strip().isdigit()), "")


# --- the lists ----------------------------------------------------------------------------------------------


@cache
def outlet_names() -> dict[str, str]:
    """Every name of an outlet (search key) to its id."""
    from isnad.metadata import outlets

    names: dict[str, str] = {}
    for row in outlets().itertuples():
        for name in (row.name_ar, row.name_en, *row.aliases.split("|")):
            if name:
                names.setdefault(line_key(name), row.outlet)
    return names


@cache
def _agencies() -> dict[str, str]:
    return {line_key(row["form"]): row["agency"] for row in _rows("agencies.csv", ("form", "agency"))}


@cache
def _places() -> frozenset[str]:
    return frozenset(line_key(row["form"]) for row in _rows("places.csv", ("form",)))


@cache
def _date_words() -> frozenset[str]:
    return frozenset(
        word for row in _rows("datewords.csv", ("form",)) for word in line_key(row["form"]).split()
    )


@cache
def _credit_words() -> frozenset[str]:
    return frozenset(
        line_key(row["form"]) for row in _rows("lines.csv", ("form", "match")) if row["match"] == "credit"
    )


def _rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    path = resources.lexicon(name)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise LexiconError(f"{path.name}: the column(s) {', '.join(sorted(missing))} are missing")
        return list(reader)
