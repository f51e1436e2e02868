"""What is known of a source from the shipped tables, and from the words that stand with its name."""

import re
from collections import Counter, defaultdict
from functools import cache, lru_cache

import pandas as pd

from isnad import resources, text
from isnad.entities import gazetteer
from isnad.errors import IsnadError
from isnad.words import ROLE, look_up

_STOP = re.compile(r"[،,؛;:.!؟?\n«»“”\"()]")
_REACH = 80


def identity(row: dict) -> str | None:
    """The id a statement's speaker is counted under: ``speaker_id``, else the name's letters; None when nobody is named."""
    found = row.get("speaker_id")
    if isinstance(found, str) and found:
        return found
    name = row.get("speaker")
    return text.key(name) if isinstance(name, str) and name.strip() else None


def describe_speakers(rows: list[dict], bodies: dict[str, str]) -> dict[str, dict]:
    """Name, country and type of each speaker of *rows* (QUOTES records): the shipped table first, then the corpus's own words."""
    names, types, countries = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    for row in rows:
        who = identity(row)
        if who is None:
            continue
        names[who][row["speaker"]] += 1
        words = standing_with(row, bodies.get(row["article_id"], ""))
        kind, country = source_type(words), country_in(words)
        types[who].update([kind] if kind else [])
        countries[who].update([country] if country else [])
    return {
        who: {
            "name": _full_name(who) or _most(counted),
            "country": _common(who, "country") or _most(countries[who]),
            "source_type": _common(who, "source_type") or _most(types[who]),
        }
        for who, counted in names.items()
    }


def _full_name(who: str) -> str | None:
    """The shipped table's name of a person, or of persons together; institutions keep the name that the corpus gives them."""
    found = [entities().get(part, {}) for part in who.split("+")]
    return (
        " و".join(row["name"] for row in found) if all(row.get("kind") == "person" for row in found) else None
    )


def _common(who: str, what: str) -> str | None:
    """What the shipped table says of an id, or of all the ids joined by +."""
    found = {entities().get(part, {}).get(what) for part in who.split("+")}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1 << 14)
def link_identity(name: str) -> str:
    """One id for the names of one relay: that of the entity, else the name's letters."""
    return gazetteer().find(name) or text.key(name)


def standing_with(row: dict, body: str) -> str:
    """The speaker's name with the words before and after its mention: title, office, country."""
    parts = [str(row["speaker"])]
    start, end, cue_end = (_offset(row.get(name)) for name in ("mention_start", "mention_end", "cue_end"))
    if isinstance(row.get("mention"), str):
        parts.insert(0, row["mention"])
    if start is not None and end is not None and not row.get("in_title"):
        before = _STOP.split(body[max(0, start - _REACH) : start])[-1]
        if cue_end is not None and start - len(before) <= cue_end <= start:
            before = body[cue_end:start]
        after = _STOP.split(body[end : end + _REACH // 2])[0] if body[end : end + 1] in ("،", ",") else ""
        parts.insert(0, f"{before} {body[start:end]} {after}")
    return "\n".join(parts)


def _offset(value: object) -> int | None:
    return int(value) if isinstance(value, (int, float)) and value == value else None


def source_type(words: str) -> str | None:
    """The type of the first word (or words) of *words* that lexicon/source_types.csv knows."""
    table = _types()
    for line in text.key(words).split("\n"):
        tokens = re.findall(r"\w+", line)
        for i in range(len(tokens)):
            for size in (4, 3, 2, 1):
                if i + size > len(tokens):
                    continue
                found = table.get(" ".join(tokens[i : i + size]))
                if found:
                    return found
    return None


def country_in(words: str) -> str | None:
    """The country that *words* name: the first adjective of nationality, else the only country; ISO letters, or its Arabic name."""
    adjectives, names = _nationalities(), _countries()
    key = text.key(words)
    for token in re.findall(r"\w+", key):
        bare = re.sub(r"^(?:و?ال|لل)", "", token)
        found = next(
            (adjectives[form] for form in (bare, re.sub(r"(?:ه|ون|ين|ات)$", "", bare)) if form in adjectives),
            None,
        )
        if found:
            return found
    found = {
        names[name]
        for name in names
        if name in key and re.search(rf"(?<!\w)[وفبل]?{re.escape(name)}(?!\w)", key)
    }
    if not found:
        found = {
            code
            for name, code in _places().items()
            if name in key and re.search(rf"(?<!\w)[وفبل]?{re.escape(name)}(?!\w)", key)
        }
    return found.pop() if len(found) == 1 else None


def naming(speaker: object, kind: object) -> str:
    """How fully the source is named: named, role_only, institution, document, group, unnamed, unknown."""
    if not isinstance(speaker, str) or not speaker.strip():
        return "unknown"
    if kind in ("institution", "document", "group", "unnamed"):
        return str(kind)
    tokens = re.findall(r"\w+", text.key(speaker))
    if not tokens or not look_up(tokens[0]).flags & ROLE:
        return "named"
    rest = any(token.startswith("ال") for token in tokens[1:]) or country_in(" ".join(tokens[1:])) is not None
    return "role_only" if tokens[0].startswith("ال") or rest else "named"


@cache
def link_kind(name: str) -> str:
    """agency, media, or other: what passed the words on."""
    key = text.key(name).strip('«»"“” ')
    if key in _agencies():
        return "agency"
    known = outlets_by_name().get(key)
    if known:
        return "agency" if known == "agency" else "media"
    return (
        "agency"
        if key.startswith("وكاله ان")
        else (source_type(key.split(" ")[0]) == "media" and "media") or "other"
    )


@cache
def entities() -> dict[str, dict]:
    """Id to name, country, source_type, kind from data/entities.csv; empty where the table is not there."""
    return {
        row["entity_id"]: {
            "name": row.get("name_ar"),
            "country": row.get("country"),
            "source_type": row.get("source_type"),
        }
        for row in _table("entities.csv")
    }


@cache
def outlets() -> dict[str, dict]:
    """Id to the row of data/outlets.csv; empty where the table is not there."""
    return {row["outlet"]: row for row in _table("outlets.csv")}


def outlet_names(outlet: str) -> list[str]:
    """The names of an outlet, its Arabic one first, without صحيفة or قناة before them."""
    row = outlets().get(outlet, {})
    names = [row.get("name_ar") or "", *(row.get("aliases") or "").split("|")]
    bare = (re.sub(r"^(?:صحيفة|قناة|موقع|وكالة|جريدة|مجلة|شبكة)\s+", "", name.strip()) for name in names)
    return list(dict.fromkeys(name for name in bare if name))


@cache
def outlets_by_name() -> dict[str, str]:
    """Folded name to the kind of outlet."""
    return {
        text.key(name): row.get("kind") or "media"
        for outlet, row in outlets().items()
        for name in outlet_names(outlet)
    }


def country_label(country: str, language: str = "ar") -> str:
    """The name of a country (ISO letters) in *language*; anything else is returned as it is."""
    return _territories(language).get(country, country)


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    return {code: str(name) for code, name in Locale.parse(language).territories.items()}


def _table(name: str) -> list[dict]:
    try:
        frame = pd.read_csv(resources.data(name), dtype=str, keep_default_na=False)
    except IsnadError:
        return []
    return [{key: value or None for key, value in row.items()} for row in frame.to_dict("records")]


@cache
def _types() -> dict[str, str]:
    frame = pd.read_csv(resources.lexicon("source_types.csv"), dtype=str, keep_default_na=False)
    return {text.key(word): kind for word, kind in zip(frame["word"], frame["type"], strict=True)}


@cache
def _country_codes() -> dict[str, str]:
    """Folded nationality or country name to ISO letters (the Arabic name where the standard has none)."""
    frame = pd.read_csv(resources.lexicon("countries.csv"), dtype=str, keep_default_na=False)
    iso = {
        text.key(name): code for code, name in _territories("ar").items() if len(code) == 2 and code.isalpha()
    }
    codes: dict[str, str] = {}
    for name, nationality in zip(frame["country"], frame["nationality"], strict=True):
        code = iso.get(text.key(name))
        for form in nationality.split("|"):
            if code:
                codes.setdefault(text.key(form), code)
    for name, nationality in zip(frame["country"], frame["nationality"], strict=True):
        forms = [text.key(form) for form in nationality.split("|") if form]
        code = iso.get(text.key(name)) or next((codes[form] for form in forms if form in codes), name)
        codes["\t" + text.key(name)] = code
        for form in forms:
            codes.setdefault(form, code)
    return codes


@cache
def _nationalities() -> dict[str, str]:
    return {form: code for form, code in _country_codes().items() if not form.startswith("\t")}


@cache
def _countries() -> dict[str, str]:
    return {form[1:]: code for form, code in _country_codes().items() if form.startswith("\t")}


@cache
def _places() -> dict[str, str]:
    frame = pd.read_csv(resources.lexicon("places.csv"), dtype=str, keep_default_na=False)
    return {text.key(form): country for form, country in zip(frame["form"], frame["country"], strict=True)}


@cache
def stances() -> dict[str, str]:
    """Class of a cue to the stance it takes to the words: neutral, endorsing, distancing."""
    frame = pd.read_csv(
        resources.lexicon("stance.csv"), dtype=str, keep_default_na=False, usecols=["class", "stance"]
    )
    return dict(zip(frame["class"], frame["stance"], strict=True))


@cache
def _agencies() -> frozenset[str]:
    frame = pd.read_csv(resources.lexicon("agencies.csv"), dtype=str, keep_default_na=False)
    return frozenset(text.key(name) for name in (*frame["form"], *frame["agency"]))


def _most(counted: Counter) -> str | None:
    return min(counted, key=lambda name: (-counted[name], -len(name), name)) if counted else None
