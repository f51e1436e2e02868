"""What is known of a source from the shipped tables, and from the words that stand with its name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

import pandas as pd

from isnad import resources, text
from isnad.entities import gazetteer, kind_of, word_list
from isnad.errors import IsnadError
from isnad.identities import surroundings
from isnad.words import INSTITUTION, RELATIVE, ROLE, look_up

_STOP = re.compile(r"[،,؛;:.!؟?\n«»“”\"()]")
_REACH = 80
_WORD, _PREFIXED = re.compile(r"\w+"), re.compile(r"(?<!\w)[وفبل]?(?:ال|لل)?$")
# Share of the countries read beside a name that must agree.
AGREED = 0.75


def identity(row: dict) -> str | None:
    """The id a statement's speaker is counted under: ``speaker_id``, else the name's letters; None when nobody is named."""
    found = row.get("speaker_id")
    if isinstance(found, str) and found:
        return found
    name = row.get("speaker")
    return text.key(name) if isinstance(name, str) and name.strip() else None


def describe_speakers(rows: Iterable[dict], bodies: Mapping[str, str]) -> dict[str, dict]:
    """Name, country and type of each speaker of *rows* (QUOTES records): the shipped table first, then the corpus's own words."""
    names, types, countries = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    titled: dict[tuple[str, str], Counter] = defaultdict(Counter)
    left: dict[str, dict[str, Counter]] = defaultdict(dict)
    for row in rows:
        who = identity(row)
        if who is None:
            continue
        names[who][row["speaker"]] += 1
        if _common(who, "country") and _common(who, "source_type"):
            continue
        left[row["article_id"]].setdefault(who, Counter())[row["speaker"]] += 1
        words = standing_with(row, bodies.get(row["article_id"], ""))
        kind, country = source_type(words), country_in(words)
        types[who].update([kind] if kind else [])
        countries[who].update([country] if country else [])
    for article, speakers in left.items():
        unknown = [who for who in speakers if not (types[who] and countries[who])]
        body = text.key(bodies.get(article, "")) if unknown else ""
        for who in unknown:
            for name, times in speakers[who].items():
                kind, country = elsewhere(text.key(name), body)
                titled[who, "type"][kind] += times
                titled[who, "country"][country] += times
    for (who, what), counted in titled.items():
        told = types[who] if what == "type" else countries[who]
        if not told:
            told.update({found: times for found, times in counted.items() if found})
    return {
        who: {
            "name": _full_name(who) or _most(counted),
            "country": _common(who, "country") or _agreed(countries[who], counted),
            "source_type": _common(who, "source_type") or _most(types[who]),
        }
        for who, counted in names.items()
    }


def elsewhere(name: str, body: str) -> tuple[str | None, str | None]:
    """Type and country of *name* from the titles it bears anywhere in *body* (search keys both).

    Where several words before a name have a type, the nearest counts. An institution that is named without its country
    (``وزارة الخارجية``, ``الشرطة``) has that of the same words with an adjective of nationality behind them.
    """
    kind = country = None
    head = look_up(name.split()[0]).flags if name else 0
    if head & (INSTITUTION | ROLE):
        country = next(filter(None, map(_adjective, _words_behind(name.removeprefix("ال"), body))), None)
    elif " " in name:
        for before, after in surroundings(body, name):
            after = "" if look_up(after.split()[0] if after else "").flags & RELATIVE else after
            kind = kind or _nearest_type(before) or source_type(after)
            near = [*reversed(before.split()[-3:]), *after.split()[:5]]
            country = country or next(filter(None, map(_adjective, near)), None)
    return kind, country


def _words_behind(name: str, body: str) -> Iterator[str]:
    """The word behind each *name* in *body*, where nothing but a conjunction, preposition or article is written onto it."""
    at = body.find(name)
    while at >= 0:
        end = at + len(name)
        if body[end : end + 1] == " " and _PREFIXED.search(body, max(0, at - 4), at):
            if match := _WORD.match(body, end + 1):
                yield match[0]
        at = body.find(name, at + 1)


def _nearest_type(words: str) -> str | None:
    found = list(_types_in(words))
    strong = [kind for kind, weak in found if not weak] or [kind for kind, _ in found]
    return strong[-1] if strong else None


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


@lru_cache(maxsize=1 << 16)
def source_type(words: str) -> str | None:
    """The type of the first word (or words) of *words* that lexicon/source_types.csv knows; weak words only where no other is there."""
    found = [kind for line in text.key(words).split("\n") for kind in _types_in(line)]
    return next((kind for kind, weak in found if not weak), found[0][0] if found else None)


def _types_in(line: str):
    tokens = re.findall(r"\w+", line)
    for i, token in enumerate(tokens):
        for size in range(min(4, len(tokens) - i), 0, -1):
            bare = [token[1:], *tokens[i + 1 : i + size]] if token[:1] in "لبو" and len(token) > 3 else []
            found = _types().get(" ".join(tokens[i : i + size])) or _types().get(" ".join(bare))
            if found:
                yield found
                break


@lru_cache(maxsize=1 << 16)
def country_in(words: str) -> str | None:
    """The country that *words* name, as ISO letters: the first adjective of nationality, else the only country, else the only place."""
    key = text.key(words)
    for token in re.findall(r"\w+", key):
        found = _adjective(token)
        if found:
            return found
    for names in (_countries(), _places()):
        found = {
            code
            for name, code in names.items()
            if name in key and re.search(rf"(?<!\w)[وفبل]?{re.escape(name)}(?!\w)", key)
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _adjective(token: str) -> str | None:
    """The country whose adjective of nationality *token* (a search key) is."""
    bare = re.sub(r"^(?:و?ال|لل)", "", token)
    if bare in word_list("no_states") or (bare == "مالي" and bare != token):
        return None
    return _nationalities().get(bare) or _nationalities().get(re.sub(r"(?:ه|ون|ين|ات)$", "", bare))


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
            "kind": row.get("kind"),
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
def _types() -> dict[str, tuple[str, bool]]:
    frame = pd.read_csv(resources.lexicon("source_types.csv"), dtype=str, keep_default_na=False)
    rows = zip(frame["word"], frame["type"], frame["weak"], strict=True)
    return {text.key(word): (kind, weak == "yes") for word, kind, weak in rows}


@cache
def _country_codes() -> dict[str, str]:
    """Folded nationality, or a tab and the folded name of a country, to ISO letters; peoples without a state are left out."""
    frame = pd.read_csv(resources.lexicon("countries.csv"), dtype=str, keep_default_na=False)
    iso = {
        text.key(name): code for code, name in _territories("ar").items() if len(code) == 2 and code.isalpha()
    } | _places()
    rows = [
        (text.key(name), [text.key(form) for form in given.split("|") if form])
        for name, given in zip(frame["country"], frame["nationality"], strict=True)
    ]
    codes: dict[str, str] = {}
    for name, forms in rows:
        codes |= {form: iso[name] for form in forms if name in iso and form not in codes}
    for name, forms in rows:
        code = (
            iso.get(name)
            or next((codes[form] for form in forms if form in codes), None)
            or _nation_code(name, *forms)
        )
        if code:
            codes["\t" + name] = code
            codes |= {form: code for form in forms if form not in codes}
    return codes


def _nation_code(*names: str) -> str | None:
    known = gazetteer()
    found = (known.entities.get(known.nation(re.sub("^ال", "", name)) or "") for name in names)
    return next((entity.country for entity in found if entity and entity.country), None)


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


def _agreed(countries: Counter, names: Counter) -> str | None:
    """The commonest country, if nearly all agree; of a source that is no person, nearly all of its statements must say so.

    The police of many countries are one name (``الشرطة``) and of no country.
    """
    found = _most(countries)
    generic = kind_of(_most(names)) != "person"
    total = max(names.total(), countries.total()) if generic else countries.total()
    return found if found and countries[found] >= AGREED * total else None


def _most(counted: Counter) -> str | None:
    return min(counted, key=lambda name: (-counted[name], -len(name), name)) if counted else None
