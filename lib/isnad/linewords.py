"""What a line of a page is made of: furniture phrases, dates, sources, photo credits.

The word lists are in ``lexicon/`` (lines, places, agencies, datewords) and ``data/outlets.csv``; all comparison is by search key.
"""

import csv
import re
from functools import cache, lru_cache
from typing import NamedTuple

from isnad import resources
from isnad.errors import LexiconError
from isnad.text import fold, key

ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
WORD = re.compile(r"\w+")
DATE_CORE = re.compile(r"\b\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}\b|\b\d{1,2}:\d\d\b")
EDGES = " \t.,،؛;:؟?!…*|/\\-–—ـ_•·»«<>()[]{}\"'“”‘’#+=~^&%"
SITE = re.compile(r"(?:https?://)?(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}/?", re.I)
EMAIL = re.compile(r"\S+@\S+\.[A-Za-z]{2,}|@\w{2,}")
COPYRIGHT = re.compile(
    r"(?:\s|^)(?:Copyright|©|\(c\)|حقوق النشر:?|حقوق الصورة:?|مصدر الصورة:?)\s*(?P<owner>[^.؟!]{0,45})$", re.I
)
DIGIT = re.compile(r"\d")
COPYRIGHT_HINTS = ("opyright", "©", "حقوق", "مصدر", "(c)", "(C)")
CREDIT = re.compile(r"[(\[]\s*(?:تصوير|صورة|صور|عن|من)?\s*[:/]?\s*(?P<owner>[^()\[\]]{2,45})[)\]]$")
# Words that make a name in brackets the source of a statement and not of a photo.
ATTRIBUTED = re.compile(
    r"(?:وفق|بحسب|حسب|نقل|ذكر|افاد|وكاله|اورد|قناه|صحيفه|موقع|تنظيم|حزب|حركه|منظمه|شبكه)\w*\b[^.]*$"
)
# A dash, a tatweel that stands for one, a bar, a slash, a colon.
SEPARATOR = re.compile(r"\s*(?:--+|[-–—|/\\:؛،,()\[\]«»“”\"]|(?<=\s)ـ+(?=\s))+\s*")
BYLINE_SEPARATOR = re.compile(r"\s*(?:--+|[-–—|/\\]|(?<=\s)ـ+(?=\s))+\s*|\s*:\s+")
NAME_JOINTS = frozenset(("بن", "بنت", "ال", "د", "ا", "م", "ابو", "ام", "ولد"))
# The first word of a text lies within its first half.
HEAD_WORD = 80
PROCLITIC = re.compile("^(?:[وف])?(?:ال|لل|بال|كال|[بلك](?=..))?")
STOP = frozenset(
    key(
        "في من على إلى عن مع أن إن لا ما هذا هذه التي الذي بعد قبل بين كل كما قد لم لن هو هي ثم أو حول خلال عند منذ ضد"
    ).split()
)


# How a form of lines.csv is looked for.
PREFIXES = ("prefix", "word", "byline", "person", "short", "quoted")
KINDS = (*PREFIXES, "phrase", "inside", "cut", "tags", "credit", "link")
TRAILING_EMAIL = re.compile(r"(?:^|\s)[\w.+-]{1,40}@[\w-]{1,40}(?:\.[A-Za-z]{2,6}){1,3}\s*$")


class Furniture(NamedTuple):
    """What a furniture line is, and how far it reaches."""

    role: str
    scope: str


def line_key(text: str) -> str:
    """Search key of a whole line: letters made one, punctuation at the edges dropped, blanks made one, lower case."""
    return " ".join(key(text).strip(EDGES).split()).casefold()


def line_keys(texts: list[str]) -> list[str]:
    """`line_key` of each of *texts*, which hold no line breaks; all letters are made one in one go."""
    folded = key("\n".join(texts)).casefold().split("\n") if texts else []
    return [" ".join(one.strip(EDGES).split()) for one in folded]


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
    begun = _begun(name, text)
    if begun:
        return begun
    if len(name) <= 120 and lists.inside.search(name):
        return next(found for form, found in lists.by_inside.items() if form in name)
    if len(name) < 60 and EMAIL.fullmatch(text.strip()):
        return Furniture("boilerplate", "line")
    return None


def _begun(name: str, text: str) -> Furniture | None:
    """What the form at the head of the line says, where its condition holds."""
    match = _lines().prefixes.match(name)
    if not match:
        return None
    found, kind = _lines().by_prefix[match.group()]
    rest = name[match.end() :]
    if kind == "byline":
        return found if _is_byline(text, match.group()) else None
    if kind == "person":
        return found if _is_byline(text, match.group()) and is_person(byline_name(text)) else None
    if kind == "word" and rest and rest[0] not in " :،-":
        return None
    if kind == "short" and (len(name.split()) > 9 or text.endswith((".", "؟"))):
        return None
    if kind == "quoted" and not (re.match(r"\s*[«“\"{]", rest) and len(name.split()) <= 6):
        return None
    # A marker that brings its link along points to that one only.
    return Furniture(found.role, "line") if found.scope == "list" and len(WORD.findall(rest)) > 2 else found


def is_notice(text: str) -> bool:
    """Whether a long line begins as a notice of the site does (rights, opinions, rules for comments)."""
    match = _lines().prefixes.match(line_key(text[:60]))
    return match is not None and _lines().by_prefix[match.group()] == (
        Furniture("boilerplate", "line"),
        "prefix",
    )


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
    inside: re.Pattern
    by_inside: dict[str, Furniture]
    runs: re.Pattern
    first_words: frozenset[str]
    cuts: re.Pattern
    tags: re.Pattern
    links: re.Pattern
    hints: tuple[str, ...]

    def longest_in(self, name: str) -> Furniture:
        return self.exact[max((form for form in self.exact if form in name), key=len)]


@cache
def _lines() -> _Lines:
    forms: dict[str, dict[str, Furniture]] = {kind: {} for kind in KINDS}
    by_prefix: dict[str, tuple[Furniture, str]] = {}
    hints: set[str] = set()
    for number, row in enumerate(_rows("lines.csv", ("form", "match", "role", "scope")), 2):
        kind, found = row["match"], Furniture(row["role"], row["scope"])
        if kind not in KINDS:
            raise LexiconError(
                f"lexicon/lines.csv, row {number}: match is {kind!r}, not one of {', '.join(KINDS)}"
            )
        form = (
            key(row["form"]).casefold() if kind in ("cut", "inside") else line_key(row["form"]) or row["form"]
        )
        if kind in ("cut", "tags"):
            hints |= {row["form"].split()[0], form.split()[0], form.split()[0].casefold()}
        if kind in PREFIXES:
            by_prefix[form] = (found, kind)
        else:
            forms[kind][form] = found
    glued = _alternation(forms["phrase"])
    tags = _alternation(forms["tags"])
    return _Lines(
        # Longest first and atomic: no way back into a shorter phrase, so the time is linear.
        phrases=re.compile(rf"(?>(?>{glued})[\W\d_]*+)++"),
        exact=forms["phrase"],
        initials=frozenset(form[0] for form in forms["phrase"]),
        prefixes=re.compile(_alternation(by_prefix)),
        by_prefix=by_prefix,
        inside=re.compile(_alternation(forms["inside"])),
        by_inside=forms["inside"],
        runs=re.compile(rf"\W*(?>(?>{glued})\b[\W\d_]*+){{2,}}+"),
        first_words=frozenset(word[0] for word in map(WORD.findall, forms["phrase"]) if word),
        cuts=re.compile(_alternation(forms["cut"])),
        # The first word of each, in the letters of the text itself: for most lines the search ends here.
        hints=tuple(sorted(hints)),
        links=re.compile(rf"(?:{_alternation(forms['link'])})(?:\s*:|(?: \w+){{0,4}}\s*(?:\.\.+|…))"),
        tags=re.compile(rf"(?:^|(?<=[.!؟?…»”\"]))\s*(?:{tags})\s*:?\s+[^.،؛؟!:]{{2,160}}$"),
    )


def _alternation(forms) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


def head_furniture(text: str) -> int:
    """Offset in *text* where a run of two or more furniture phrases at its head ends; 0 where there is none."""
    first = WORD.search(key(text[:HEAD_WORD]))
    if first and first.end() < HEAD_WORD // 2 and first.group().casefold() not in _lines().first_words:
        return 0
    head = text[:240]
    folded = fold(head)
    match = _lines().runs.match(folded.key.casefold())
    if not match or not 0 < match.end() < len(folded.key):
        return 0
    return folded.at(match.end())


def tail_furniture(text: str) -> int:
    """Offset in *text* where furniture at its end begins (tags, a link back, `// انتهى //`); its length where there is none."""
    begin, end = max(0, len(text) - 600), len(text)
    tail = text[begin:]
    if any(map(tail.__contains__, _lines().hints)):
        folded = fold(tail)
        name = folded.key.casefold()
        match = _lines().cuts.search(name) or _lines().tags.search(name)
        end = begin + folded.at(match.start()) if match else end
    if "@" in tail:
        email = TRAILING_EMAIL.search(text, begin, end)
        end = email.start() if email else end
    return end


def is_link(name: str) -> bool:
    """Whether a line with the key *name* begins as a call to look elsewhere: `شاهد..`, `اقرأ:`, `أيضا في الاقتصاد..`."""
    return _lines().links.match(name) is not None


def is_site_name(text: str) -> bool:
    """Whether the line is a host name, or the name of an outlet that the outlet table knows, and nothing else."""
    if len(text) > 60:
        return False
    name = line_key(text)
    return SITE.fullmatch(text) is not None or (" " in name and name in outlet_names())


def is_tag_line(text: str) -> bool:
    """Whether the line is hashtags and nothing else."""
    return text.startswith("#") and re.fullmatch(r"(?:#\w+[\s،,|]*)+", text) is not None


# --- dates, sources, credits --------------------------------------------------------------------------------


def is_date_line(name: str, text: str) -> bool:
    """Whether the line is a date or a time and nothing else (a weekday, a month, digits, `بتوقيت …`)."""
    if len(name) > 110 or not DIGIT.search(name) or "%" in text or text[0] in "•*":
        return False
    words, known = WORD.findall(name), _date_words()
    if any(
        not word.isdigit() and word not in known and not re.fullmatch(r"\d+\D{1,2}", word) for word in words
    ):
        return False
    return DATE_CORE.search(name) is not None or any(word in _month_words() for word in words)


def is_credit_line(text: str) -> bool:
    """Whether the line ends in a photo credit in brackets and is no sentence: `… (رويترز)`."""
    if not text.endswith((")", "]")) or len(text) > 260:
        return False
    match = CREDIT.search(text)
    if not match or text.count("(") > 1 or ATTRIBUTED.search(key(text[: match.start()])[-60:]):
        return False
    owners = [part for part in re.split(r"\s*[-–—/،,]\s*", match["owner"]) if part]
    return any(is_source(owner) or line_key(owner) in _credit_words() for owner in owners)


def without_copyright(text: str) -> str | None:
    """The line without the copyright notice at its end; None where it has none."""
    match = (
        COPYRIGHT.search(text) if len(text) < 400 and any(map(text.__contains__, COPYRIGHT_HINTS)) else None
    )
    return text[: match.start()].rstrip() if match else None


def is_source(name: str) -> bool:
    """Whether *name* is an agency or an outlet."""
    folded = line_key(name)
    return folded in agencies() or folded in outlet_names()


def is_place(name: str) -> bool:
    return line_key(name) in _places()


def is_source_line(text: str) -> bool:
    """Whether the line says who wrote and from where: `فرانس 24 / أ ف ب`, `عين اليوم – متابعات`, `فلان الفلاني – عين اليوم`.

    One part must be an agency, an outlet or a place; one other, first or last, may be a name of two to four words.
    """
    if len(text) > 80 or text.endswith((".", "؟", "!", ":")):
        return False
    parts = [part for part in BYLINE_SEPARATOR.split(text) if part.strip()]
    if not 2 <= len(parts) <= 4:
        return len(parts) == 1 and len(text) > 3 and line_key(text) in agencies()
    kinds = [kind_of(part) for part in parts]
    unknown = [part for part, kind in zip(parts, kinds, strict=True) if kind == "unknown"]
    if not unknown:
        return "source" in kinds
    return len(unknown) == 1 and is_person(unknown[0], least=1)


def is_person(text: str, least: int = 2) -> bool:
    """Whether *text* can be the name of one person, or of two joined by و: two to six words, all but one of them known names.

    *least* is the number of known names that is enough for two words.
    """
    words = [word for word in line_key(text).split() if word not in NAME_JOINTS]
    if not 2 <= len(words) <= 6 or not all(word.isalpha() for word in words):
        return False
    known = sum(
        word in _names() or word.removeprefix("و") in _names() or word.removeprefix("ال") in _names()
        for word in words
    )
    return known >= max(least, len(words) - 1)


def is_latin_name(text: str) -> bool:
    """Whether the line is two to four capitalised Latin words and nothing else."""
    return re.fullmatch(r"[A-Z][A-Za-z'.-]{1,20}(?: [A-Z][A-Za-z'.-]{0,20}){1,3}", text) is not None


def kind_of(part: str) -> str:
    """Whether *part* of a line is a place, a source (an agency, an outlet) or unknown."""
    # Many papers are called by the name of a town: there, the town is meant.
    if is_place(part):
        return "place"
    return "source" if is_source(part) else "unknown"


def ends_sentence(text: str) -> bool:
    """Whether *text* ends in a mark that closes a sentence, or in a quotation mark."""
    return re.search(r"(?:[.!…؛:][»”\"’')\]]*|[»”\"])$", text) is not None


def continues(text: str) -> bool:
    """Whether a paragraph goes on from the one before: it begins with و or ف and a word, not with a word that has them as its first letter."""
    first = key(text[:40]).split(" ")[0].strip(EDGES)
    return (len(first) > 2 and first[0] in "وف" and first not in _waw_words()) or first in (
        "كما",
        "من جهته",
        "لكن",
        "غير",
    )


def byline_name(text: str) -> str:
    """The name in a byline, without `بقلم:` and the like."""
    parts = re.split(r"\s*[:/：|–—-]\s*", text.strip(), maxsplit=1)
    found = _lines().by_prefix.get(line_key(parts[0]))
    return parts[1].strip() if len(parts) == 2 and found and found[1] in ("byline", "person") else text


@lru_cache(maxsize=4096)
def agency_in(text: str) -> str:
    """The news agency (one name for all its forms) that *text* names among its parts, or an empty string."""
    for part in [text, *SEPARATOR.split(text)]:
        agency = agencies().get(line_key(part))
        if agency:
            return agency
    return ""


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
def agencies() -> dict[str, str]:
    return {line_key(row["form"]): row["agency"] for row in _rows("agencies.csv", ("form", "agency"))}


@cache
def _names() -> frozenset[str]:
    return frozenset(resources.lexicon("names.txt").read_text(encoding="utf-8").split())


@cache
def _waw_words() -> frozenset[str]:
    return frozenset(line_key(row["form"]) for row in _rows("wawwords.csv", ("form",)))


@cache
def _places() -> frozenset[str]:
    towns = {line_key(row["form"]) for row in _rows("places.csv", ("form",))}
    return frozenset(towns | {line_key(row["country"]) for row in _rows("countries.csv", ("country",))})


@cache
def _date_words() -> frozenset[str]:
    return frozenset(
        word for row in _rows("datewords.csv", ("form",)) for word in line_key(row["form"]).split()
    )


@cache
def _month_words() -> frozenset[str]:
    rows = [row for row in _rows("datewords.csv", ("form", "month")) if row["month"]]
    return frozenset(line_key(row["form"]).split()[0] for row in rows)


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
