"""People, institutions, agencies and outlets that news quotes: who they are, how they are written, for whom they speak.

``data/entities.csv`` lists those that are known beforehand; users add rows of their own. A name is looked up by its
*name key*: letters folded, without spaces, articles, and the spellings that differ by region (أميركي, أمريكي).
"""

import csv
import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from isnad import resources, text
from isnad.errors import LexiconError
from isnad.words import (
    CITY,
    COUNTRY,
    DOCUMENT,
    INSTITUTION,
    MEDIA,
    NAME,
    OUTLET,
    PREPOSITION,
    ROLE,
    UNNAMED,
    look_up,
)

COLUMNS = (
    "entity_id", "name_ar", "name_en", "variants", "kind", "country", "source_type", "speaks_for", "wikidata",
)  # fmt: skip
KINDS = ("person", "institution", "spokesperson", "document", "unnamed", "group")
# Measured on name pairs: at this ratio of whole names, spaces aside, variants join and different people do not.
SAME_NAME = 86
# Regional spellings of the same word, after folding.
SPELLINGS = (
    ("امريك", "اميرك"), ("ديموقراط", "ديمقراط"), ("انجل", "انكل"), ("انغل", "انكل"), ("فيدرال", "فدرال"),
    ("كيماوي", "كيميايي"), ("اوروب", "اورب"), ("مييه", "ميه"),
)  # fmt: skip
SPOKESPERSON = re.compile(r"^(?:ال)?(?:متحدث|ناطق)[هةات]*\s+(?:\S+\s+){0,2}?(?:باسم|بلسان|ل)\s*(?P<of>.+)$")
JOINT = re.compile(r"\s+و(?=\w{3})")
TOGETHER = re.compile(
    r"^(?:قاده|زعماء|رؤساء|روساء|وزراء خارجيه|حكومات|دول)?\s*(?:كل من|كلا من)\s+|^(?:قاده|زعماء|رؤساء|روساء)\s+(?=\S+ و)"
)
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_TERM = re.compile(r"(?P<id>[^@\s]+)(?:@(?P<first>\d{4})-(?P<last>\d{4})?)?")


class Entity(NamedTuple):
    """One row of the table; ``terms`` are (office or institution, first year, last year), years None where open."""

    id: str
    name: str
    kind: str
    country: str
    source_type: str
    terms: tuple[tuple[str, int | None, int | None], ...]


def load_entities(path: str | Path | None = None) -> pd.DataFrame:
    """The table of entities: the shipped one, with the rows of *path* added.

    Parameters
    ----------
    path : str or Path, optional
        A CSV file of the same columns (``entity_id``, ``name_ar`` and ``kind`` must be filled, the others may be
        absent). A row whose ``entity_id`` is already there replaces the shipped one.

    Returns
    -------
    DataFrame, one row an entity, every column of `COLUMNS` as text; empty strings where nothing is known.

    Raises
    ------
    LexiconError
        The file is not there, lacks a column, or a row has no id or name, an unknown kind, or terms that cannot be
        read; the message names file and line.
    """
    rows = {row["entity_id"]: row for row in _read(resources.data("entities.csv"))}
    if path is not None:
        rows |= {row["entity_id"]: row for row in _read(Path(path))}
    return pd.DataFrame(list(rows.values()), columns=list(COLUMNS), dtype="str")


@cache
def gazetteer(path: str | None = None) -> "Gazetteer":
    """The look-up tables over `load_entities`, built once a process."""
    return Gazetteer(load_entities(path))


class Gazetteer:
    """Names to entities, and entities to those they speak for."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.entities: dict[str, Entity] = {}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._single: set[str] = set()
        self._people: dict[str, list[str]] = defaultdict(list)
        self._nations: dict[str, str] = {}
        self._long_nations: list[tuple[str, str]] = []
        for row in table.to_dict("records"):
            terms = tuple(_terms(row["speaks_for"]))
            self.entities[row["entity_id"]] = Entity(
                row["entity_id"], row["name_ar"], row["kind"], row["country"], row["source_type"], terms
            )
            for name in (row["name_ar"], *filter(None, row["variants"].split("|"))):
                compact = name_key(name)
                if row["entity_id"] not in self._by_key[compact]:
                    self._by_key[compact].append(row["entity_id"])
                if len(name.split()) == 1:
                    self._single.add(compact)
                elif row["kind"] in ("person", "spokesperson"):
                    self._people[compact[:2]].append(compact)
                    self._people[compact[-2:]].append(compact)
        self._learn_nations(table)
        self._holders = _holders(self.entities)

    def find(self, name: str, year: int | None = None) -> str | None:
        """The entity that *name* is a name of; None where there is none, or more than one that fits.

        A title before or after a full name is passed over (``الرئيس الأميركي جو بايدن``). A surname alone counts only
        around the years in office.
        """
        compact = name_key(name)
        found = self._choose(self._by_key.get(compact, ()), year, compact in self._single)
        if found:
            return found
        words = words_of(name)
        if compact.endswith("ين") and len(words) == 1:
            return self._choose(self._by_key.get(compact[:-2] + "ون", ()), year, False)
        for size in range(min(len(words) - 1, 5), 1, -1):
            for part, rest in ((words[-size:], ""), (words[:size], words[size])):
                if rest.startswith("و"):
                    continue
                hit = self._choose(self._by_key.get("".join(part), ()), year, False)
                if hit and self.entities[hit].kind in ("person", "spokesperson"):
                    return hit
        return None

    def find_like(self, name: str, year: int | None = None) -> str | None:
        """The person whose listed full name is spelled nearly like *name* (`SAME_NAME`); None for a surname alone."""
        words = words_of(name)
        if not 2 <= len(words) <= 5:
            return None
        return self._choose(self._like("".join(words)), year, False)

    def institution_in(self, words: tuple[str, ...]) -> str | None:
        """The institution, state or outlet with the longest name among *words* (keys without article)."""
        for size in range(min(6, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                part = "".join(words[start : start + size])
                ids = [id_ for id_ in self._by_key.get(part, ()) if self.entities[id_].kind == "institution"]
                if len(ids) == 1 and (size > 1 or len(part) > 4):
                    return ids[0]
        return None

    def holder(self, office: str, year: int | None) -> str | None:
        """The one person who held *office* in *year*; None where the year is unknown or saw more than one."""
        if year is None:
            return None
        return self._holders.get((office, year))

    def voices(self, entity_id: str, year: int | None = None) -> frozenset[str]:
        """*entity_id* and all that it speaks for in *year*, directly or not (every term counts where the year is unknown)."""
        return frozenset(self.distances(entity_id, year))

    def distances(self, entity_id: str, year: int | None = None) -> dict[str, int]:
        """All that *entity_id* speaks for in *year*, itself included, with the number of steps to it."""
        found, edge, steps = {entity_id: 0}, [entity_id], 0
        while edge:
            steps += 1
            reached = [
                office
                for id_ in edge
                if id_ in self.entities
                for office, first, last in self.entities[id_].terms
                if year is None or ((first is None or first <= year) and (last is None or year <= last))
            ]
            edge = [office for office in dict.fromkeys(reached) if office not in found]
            found.update(dict.fromkeys(edge, steps))
        return found

    def nation(self, word: str) -> str | None:
        """The state that *word* (a key without article) names or is the adjective of: an entity id or the country's name."""
        if word in word_list("no_states"):
            return None
        return self._nations.get(word) or self._nations.get(re.sub(r"(?:ه|ون|ين|ان|تان|تين)$", "", word))

    def role(self, name: str) -> tuple[tuple[str, ...], frozenset[str]]:
        """*name* as (states named, other words): ``السفارة الروسية في لندن`` is ((ru, gb), {سفاره})."""
        phrase = " ".join(words_of(name))
        for long, state in self._long_nations:
            if long in phrase:
                mark = "=" + state.replace(" ", "_")
                phrase = re.sub(rf"(?<!\S){re.escape(long)}ه?(?!\S)", mark, phrase)
        nations, rest = [], []
        for word in phrase.split():
            state = word[1:].replace("_", " ") if word.startswith("=") else self.nation(word)
            if state:
                nations.append(state)
            elif len(word) > 2 and not look_up(word).flags & PREPOSITION:
                rest.append(word)
        return tuple(dict.fromkeys(nations)), frozenset(rest)

    @cache  # noqa: B019 (a gazetteer lives as long as the process)
    def _like(self, compact: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        near = self._people.get(compact[:2], []) + self._people.get(compact[-2:], [])
        best = process.extractOne(compact, near, scorer=fuzz.ratio, score_cutoff=SAME_NAME) if near else None
        return tuple(self._by_key[best[0]]) if best else ()

    def _choose(self, ids, year: int | None, surname: bool) -> str | None:
        fitting = [id_ for id_ in ids if not surname or self._in_years(self.entities[id_], year)]
        if len(fitting) > 1 and year is not None:
            fitting = [id_ for id_ in fitting if self._in_years(self.entities[id_], year)]
        return fitting[0] if len(fitting) == 1 else None

    def _in_years(self, entity: Entity, year: int | None) -> bool:
        bounded = [(first, last) for _, first, last in entity.terms if first is not None]
        if year is None or not bounded or entity.kind not in ("person", "spokesperson"):
            return True
        return any(first - 2 <= year and (last is None or year <= last + 2) for first, last in bounded)

    def _learn_nations(self, table: pd.DataFrame) -> None:
        states = {name_key(e.name): e.id for e in self.entities.values() if e.country.lower() == e.id}
        for row in table.to_dict("records"):
            if row["country"].lower() != row["entity_id"]:
                continue
            for name in (row["name_ar"], *filter(None, row["variants"].split("|"))):
                self._add_nation(name, row["entity_id"])
        with resources.lexicon("countries.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        known: dict[str, str] = {}
        for row in rows:
            state = states.get(name_key(row["country"]))
            for form in filter(None, row["nationality"].split("|")):
                if state:
                    known.setdefault(form, state)
        for row in rows:
            forms = [form for form in row["nationality"].split("|") if form]
            state = states.get(name_key(row["country"])) or next(
                (known[f] for f in forms if f in known), row["country"]
            )
            feminine = [" ".join(word + "ة" for word in form.split()) for form in forms if " " in form]
            for name in (row["country"], *forms, *feminine):
                self._add_nation(name, state)
        self._long_nations.sort(key=lambda pair: -len(pair[0]))

    def _add_nation(self, name: str, state: str) -> None:
        words = words_of(name)
        if len(words) == 1:
            self._nations.setdefault(words[0], state)
        elif not look_up(text.key(name.split()[0])).flags & INSTITUTION:
            self._long_nations.append((" ".join(words), state))


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """*name* reduced to what does not vary between outlets: folded letters without articles, spaces and marks."""
    return "".join(words_of(name))


@lru_cache(maxsize=1 << 16)
def words_of(name: str) -> tuple[str, ...]:
    """The words of *name* as keys: folded, without article, regional spellings made one."""
    folded = text.key(name).lower()
    for old, new in SPELLINGS:
        folded = folded.replace(old, new)
    return tuple(_bare(word) for word in _PUNCTUATION.sub(" ", folded).split())


def members(name: str) -> list[str]:
    """The speakers that *name* joins: ``ألمانيا وفرنسا`` is two; one name is itself alone."""
    folded = text.key(name)
    opening = TOGETHER.match(folded)
    if opening and len(folded) == len(name):
        name = name[opening.end() :]
    parts, start = [], 0
    for match in JOINT.finditer(name):
        rest = name[match.start() :].strip()
        if not _joins(name[start : match.start()], rest):
            continue
        parts.append(name[start : match.start()])
        start = match.end()
    parts.append(name[start:])
    found = [part.strip(" ،,") for part in parts if part.strip(" ،,")]
    return found or [name]


@lru_cache(maxsize=1 << 16)
def kind_of(name: str | None) -> str | None:
    """What sort of source *name* is, by the shipped table and the word lists alone.

    Parameters
    ----------
    name : str or None
        A speaker as an article names it.

    Returns
    -------
    One of `KINDS`, or None for an empty name: ``person``, ``institution`` (states, armies, parties, outlets too),
    ``spokesperson`` (named or not, who speaks for an institution), ``document``, ``unnamed`` (sources, officials and
    witnesses without a name), ``group`` (joint speakers, several people).
    """
    if not isinstance(name, str) or not name.strip():
        return None
    known = gazetteer().find(name)
    if known:
        return gazetteer().entities[known].kind
    if SPOKESPERSON.match(text.key(name).strip()):
        return "spokesperson"
    if len(members(name)) > 1:
        return "group"
    tokens = text.key(name).split()
    head = look_up(tokens[0])
    flags = head.flags
    if flags & (INSTITUTION | MEDIA):
        return "institution"
    if flags & DOCUMENT:
        return "document"
    if flags & (UNNAMED | ROLE) and not _named_after(tokens):
        return _kind_of_role(name, tokens, head.base, bool(flags & UNNAMED))
    states, rest = gazetteer().role(name)
    return "institution" if states and not rest else "person"


def _kind_of_role(name: str, tokens: list[str], head: str, unnamed: bool) -> str:
    """Of a role without a name: an office held by one (``مندوب بريطانيا``) is a person, any other nobody in particular."""
    if _plural(head):
        return "group"
    bare = head[2:] if head.startswith("ال") else head
    office = bare in word_list("offices") or not unnamed
    definite = (
        head.startswith("ال")
        or bool(gazetteer().role(name)[0])
        or (len(tokens) > 1 and tokens[1].startswith("ال"))
    )
    return "person" if office and definite else "unnamed"


def _named_after(tokens: list[str]) -> bool:
    """Whether a personal name ends the phrase, as in ``الناشط أحمد علي``."""
    return len(tokens) > 1 and bool(
        look_up(tokens[-1]).flags & NAME or (look_up(tokens[-2]).flags & NAME and len(tokens) > 2)
    )


def _plural(word: str) -> bool:
    bare = word[2:] if word.startswith("ال") else word
    return bool(re.search(r"(?:ون|ين|ان)$", bare)) or bare in word_list("plurals")


@cache
def word_list(name: str) -> frozenset[str]:
    """One list of lexicon/sources.toml, as search keys."""
    lists = tomllib.loads(resources.lexicon("sources.toml").read_text(encoding="utf-8"))
    return frozenset(text.key(word) for word in lists[name].split())


def _holders(entities: dict[str, Entity]) -> dict[tuple[str, int], str]:
    """(office, year) to the one person who held it."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for entity in entities.values():
        for office, first, last in entity.terms if entity.kind == "person" else ():
            for year in range(first or 0, (last or (first or 0) + 40) + 1) if first else ():
                found[office, year].append(entity.id)
    return {key: ids[0] for key, ids in found.items() if len(set(ids)) == 1}


def _joins(left: str, right: str) -> bool:
    """Whether و at the head of *right* adds a second source to *left*, and is not a letter of a word or within one name."""
    heads = text.key(right).split()
    if heads[0] in word_list("waw_initial"):
        return False
    if not look_up(text.key(left).split()[0]).flags & (INSTITUTION | MEDIA | DOCUMENT):
        return True
    after = look_up(heads[0][1:])
    return (
        bool(after.flags & (INSTITUTION | MEDIA | ROLE | UNNAMED | COUNTRY | OUTLET | CITY))
        or gazetteer().find(right[1:]) is not None
    )


def _bare(word: str) -> str:
    """*word* without the article (``للجيش`` like ``الجيش``); عبدالرحمن like عبد الرحمن."""
    if word.startswith("عبدال") and len(word) > 6 and not word.startswith("عبدالله"):
        return "عبد" + word[5:]
    return word[2:] if word.startswith(("ال", "لل")) and len(word) > 4 else word


def _terms(cell: str):
    for part in filter(None, cell.split("|")):
        match = _TERM.fullmatch(part)
        if match:
            first, last = match["first"], match["last"]
            yield match["id"], int(first) if first else None, int(last) if last else None


def _read(path: Path) -> list[dict[str, str]]:
    try:
        file = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise LexiconError(
            f"{path}: {error.strerror}; give a CSV file with the columns {', '.join(COLUMNS)}"
        ) from None
    with file:
        reader = csv.DictReader(file)
        missing = {"entity_id", "name_ar", "kind"} - set(reader.fieldnames or ())
        if missing:
            raise LexiconError(
                f"{path}: lacks the column(s) {', '.join(sorted(missing))}; it has {', '.join(reader.fieldnames or ())}"
            )
        rows = []
        for number, found in enumerate(reader, 2):
            if None in found:
                raise LexiconError(
                    f"{path} line {number}: more cells than columns; quote cells that hold commas"
                )
            row = {column: (found.get(column) or "").strip() for column in COLUMNS}
            _check(path, number, row)
            rows.append(row)
    return rows


def _check(path: Path, number: int, row: dict[str, str]) -> None:
    for column in ("entity_id", "name_ar"):
        if not row[column]:
            raise LexiconError(f"{path} line {number}: {column} is empty; fill it in")
    if row["kind"] not in KINDS:
        raise LexiconError(f"{path} line {number}: kind {row['kind']!r} is not one of {', '.join(KINDS)}")
    for part in filter(None, row["speaks_for"].split("|")):
        if not _TERM.fullmatch(part):
            raise LexiconError(
                f"{path} line {number}: speaks_for {part!r} is not an entity_id, or entity_id@2009-2017 with years"
            )
