"""Speakers as articles name them, to entities across articles.

The shipped table comes first, then whoever holds the office that is named, then names clustered over the corpus.
"""

from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from isnad import text
from isnad.entities import SPOKESPERSON, Gazetteer, gazetteer, kind_of, members, name_key, words_of
from isnad.schema import require
from isnad.words import ROLE, look_up

# Measured on name pairs: at this ratio of whole names, spaces aside, variants join and different people do not.
SAME_NAME = 86
# A surname alone is a full name's only within this many days of it.
SURNAME_DAYS = 3


class Speaker(NamedTuple):
    """Who a name stands for: its ids (several for joint speakers) and all they may speak for, with the steps to each."""

    ids: tuple[str, ...]
    voices: dict[str, int]
    kind: str | None


def resolve_speakers(
    quotes: pd.DataFrame, articles: pd.DataFrame, entities: str | Path | None = None
) -> pd.DataFrame:
    """Give every speaker an id that holds across articles, and a kind. Looks at the whole corpus.

    Parameters
    ----------
    quotes : DataFrame
        Needs ``article_id`` and ``speaker``; uses ``mention`` where it is there.
    articles : DataFrame
        Needs ``article_id``; ``published`` decides who held an office and which surname is whose.
    entities : str or Path, optional
        A CSV file with rows of your own for the table of entities (`isnad.entities.load_entities`).

    Returns
    -------
    DataFrame
        *quotes* with two columns, same index and order:

        ``speaker_id`` : the ``entity_id`` of the table, else ``name:`` and the commonest full spelling in this corpus;
        joint speakers are joined by ``+``; NA for unknown and unnamed sources, who are nobody across articles.
        A spokesperson without a name has the id of the institution.

        ``speaker_kind`` : person, institution, spokesperson, document, unnamed, group, or NA where the speaker is unknown.

    Notes
    -----
    People outside the table are joined by similarity of whole names, never by a surname alone, unless one person
    only bears it in the articles of the same days. Two people of exactly the same name are one id.

    Raises
    ------
    SchemaError
        A needed column is not there.
    LexiconError
        *entities* cannot be read.
    """
    require(quotes, ["article_id", "speaker"], "resolve_speakers")
    require(articles, ["article_id"], "resolve_speakers")
    found = identify(quotes, articles, gazetteer(None if entities is None else str(entities)))
    out = quotes.copy()
    out["speaker_id"] = pd.Series(["+".join(s.ids) or None for s in found], index=quotes.index, dtype="str")
    out["speaker_kind"] = pd.Series([s.kind for s in found], index=quotes.index, dtype="str")
    return out


def identify(quotes: pd.DataFrame, articles: pd.DataFrame, known: Gazetteer) -> list[Speaker]:
    """The `Speaker` of each row of *quotes*, in order."""
    days = _days(articles)
    names = [name if isinstance(name, str) and name.strip() else None for name in quotes["speaker"]]
    when = [days.get(article) for article in quotes["article_id"]]
    mentions = quotes["mention"] if "mention" in quotes else [None] * len(quotes)
    clusters = _Clusters(names, when, known)
    cache: dict = {}
    out = []
    for name, day, mention in zip(names, when, mentions, strict=True):
        says_so = isinstance(mention, str) and bool(SPOKESPERSON.match(text.key(mention).strip()))
        year = None if day is None else day.year
        short = name is not None and len(name.split()) == 1
        seen = (name, day if short else year, says_so)
        if seen not in cache:
            cache[seen] = _speaker(name, day, says_so, clusters, known)
        out.append(cache[seen])
    return out


@lru_cache(maxsize=1)
def nobody() -> Speaker:
    """The speaker of words that nobody is said to have spoken."""
    return Speaker((), {}, None)


def _speaker(
    name: str | None, day, is_spokesperson: bool, clusters: "_Clusters", known: Gazetteer
) -> Speaker:
    if name is None:
        return nobody()
    year = None if day is None else day.year
    kind = kind_of(name) if known is gazetteer() else _kind_with(name, known, year)
    parts = members(name) if known.find(name, year) is None else [name]
    ids, voices = [], {}
    for part in parts:
        id_, reach = _one(part, day, clusters, known)
        if id_ is not None and id_ not in ids:
            ids.append(id_)
        for voice, steps in reach.items():
            voices[voice] = min(steps, voices.get(voice, steps))
    if is_spokesperson and kind == "person":
        kind = "spokesperson"
    if kind == "unnamed" or kind == "group" and len(parts) == 1:
        ids = []
    return Speaker(tuple(sorted(ids)), voices, kind)


def _kind_with(name: str, known: Gazetteer, year: int | None) -> str | None:
    found = known.find(name, year)
    return known.entities[found].kind if found else kind_of(name)


def _one(name: str, day, clusters: "_Clusters", known: Gazetteer) -> tuple[str | None, dict[str, int]]:
    """The id of one source, and all it may speak for with the steps to each."""
    year = None if day is None else day.year
    listed = known.find(name, year)
    if listed:
        if known.entities[listed].kind == "institution" and _is_role(name):
            listed = known.holder(listed, year) or listed
        return listed, known.distances(listed, year)
    spokesman = SPOKESPERSON.match(text.key(name).strip())
    if spokesman:
        id_, voices = _one(spokesman["of"], day, clusters, known)
        return id_, voices
    id_ = clusters.id_of(name, day)
    voices = {id_: 0} if id_ else {}
    states, _ = known.role(name)
    if states and kind_of(name) != "person" or _is_role(name):
        # An office or body of one state speaks for it, at a distance; of several states, for the first.
        voices |= {state: 2 for state in states[:1]}
    inside = _institution_inside(name, known)
    if inside:
        voices |= {
            voice: steps + 1 for voice, steps in known.distances(inside, year).items() if voice not in voices
        }
    return id_, voices


def _institution_inside(name: str, known: Gazetteer) -> str | None:
    """The institution that a phrase ends with: ``مسؤول كبير في البيت الأبيض``."""
    words = name.split()
    for start in range(1, len(words)):
        found = known.find(" ".join(words[start:]))
        if found and known.entities[found].kind == "institution":
            return found
    return None


def _is_role(name: str) -> bool:
    return bool(look_up(text.key(name).split()[0]).flags & ROLE)


def _days(articles: pd.DataFrame) -> dict:
    if "published" not in articles:
        return {}
    published = pd.to_datetime(articles["published"], errors="coerce")
    return {a: d.date() for a, d in zip(articles["article_id"], published, strict=True) if pd.notna(d)}


class _Clusters:
    """Names outside the table, joined over the corpus: the commonest spelling leads, likes of it follow."""

    def __init__(self, names: list, when: list, known: Gazetteer) -> None:
        counts: Counter = Counter()
        self._days: dict[str, set] = defaultdict(set)
        spellings: dict[str, Counter] = defaultdict(Counter)
        for name, day in zip(names, when, strict=True):
            for part in members(name) if name else ():
                if known.find(part, None if day is None else day.year):
                    continue
                key = name_key(part)
                counts[key] += 1
                spellings[key][part] += 1
                self._days[key].add(day)
        self._leader: dict[str, str] = {}
        full = [key for key in counts if len(_any(spellings[key]).split()) > 1]
        self._join(sorted(full, key=lambda key: (-counts[key], key)))
        self._name = {key: min(spellings[key], key=lambda s: (-spellings[key][s], s)) for key in counts}
        self._surnames: dict[str, set[str]] = defaultdict(set)
        for key in full:
            self._surnames[words_of(_any(spellings[key]))[-1]].add(key)

    def id_of(self, name: str, day) -> str | None:
        key = name_key(name)
        if not key:
            return None
        if len(name.split()) == 1:
            near = {self._leader[full] for full in self._surnames.get(key, ()) if self._near(full, day)}
            key = near.pop() if len(near) == 1 else key
        key = self._leader.get(key, key)
        return f"name:{self._name.get(key, name)}"

    def _near(self, key: str, day) -> bool:
        return any(day is None or d is None or abs((d - day).days) <= SURNAME_DAYS for d in self._days[key])

    def _join(self, keys: list[str]) -> None:
        """Blocks by the first and by the last letters, so that no name meets all others."""
        from rapidfuzz import fuzz, process

        blocks: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            near = {leader for block in _blocks(key) for leader in blocks[block]}
            best = (
                process.extractOne(key, sorted(near), scorer=fuzz.ratio, score_cutoff=SAME_NAME)
                if near
                else None
            )
            self._leader[key] = self._leader[best[0]] if best else key
            if not best:
                for block in _blocks(key):
                    blocks[block].append(key)


def _blocks(key: str) -> tuple[str, str]:
    return "^" + key[:3], key[-3:] + "$"


def _any(counter: Counter) -> str:
    return next(iter(counter))
