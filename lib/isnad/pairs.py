"""Evidence that two quotations convey one statement: a number each, for pairs of quotations."""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from isnad import text
from isnad.clauses import Span, whole_clauses
from isnad.entities import Gazetteer, words_of
from isnad.identities import Speaker
from isnad.similarity import concept, forms, meanings, numbers, paired, polarities, rarity, rooted, weighted
from isnad.speakers import identify
from isnad.words import look_up

# How far two speakers agree: the same; one speaks for the other; both speak for one institution; one passed the other's
# words on; nobody is said to speak; no common ground.
SAME, FOR_OTHER, COLLEAGUES, RELAYED, UNKNOWN, STRANGERS = 1.0, 0.9, 0.7, 0.8, 0.5, 0.0
_WORD = re.compile(r"\w+")


class Material(NamedTuple):
    """What is compared, one entry a quotation, in the order of the table."""

    texts: list[str]
    clauses: list[str]
    articles: np.ndarray
    days: np.ndarray
    speakers: list[Speaker]
    relays: list[frozenset[str]]
    text_bags: list[list[str]]
    clause_bags: list[list[str]]
    rare: dict[str, float]
    fragment: np.ndarray
    denied: list[bool]
    names: list[frozenset[str]]
    text_roots: list[list[str]]
    clause_roots: list[list[str]]
    root_rare: dict[str, float]

    def only(self, positions: list[int]) -> "Material":
        """The entries at *positions*; rarity stays that of all."""
        return self._make(
            value[positions]
            if isinstance(value, np.ndarray)
            else [value[i] for i in positions]
            if isinstance(value, list)
            else value
            for value in self
        )


def prepare(quotes: pd.DataFrame, articles: pd.DataFrame, known: Gazetteer) -> Material:
    """Clauses, stems, days and speakers of every quotation; rarity of stems over the sentences of the corpus."""
    bodies = {
        a: b for a, b in zip(articles["article_id"], articles["body"], strict=True) if isinstance(b, str)
    }
    speakers = identify(quotes, articles, known)
    texts = [t if isinstance(t, str) else "" for t in quotes["text"]]
    clauses = _clauses(quotes, bodies, texts)
    own = [_country(s, known) for s in speakers]
    names = [forms(name) if isinstance(name, str) else [] for name in quotes["speaker"]]
    text_forms = [forms(t, state) for t, state in zip(texts, own, strict=True)]
    clause_forms = [
        quoted if clause is words else forms(clause, state)
        for clause, words, quoted, state in zip(clauses, texts, text_forms, own, strict=True)
    ]
    sample = [forms(body[a:b]) for body in _spread(list(bodies.values())) for a, b in text.sentences(body)]
    text_bags, clause_bags, rare = _bags(concept, text_forms, clause_forms, names, sample)
    text_roots, clause_roots, root_rare = _bags(rooted, text_forms, clause_forms, names, sample)
    codes = pd.factorize(quotes["article_id"])[0]
    words = np.array([len(_WORD.findall(t)) for t in texts])
    marked = (
        quotes["marked"].to_numpy(dtype=bool) if "marked" in quotes else np.zeros(len(quotes), dtype=bool)
    )
    return Material(
        texts, clauses, codes, day_numbers(quotes["article_id"], articles), speakers, _relays(quotes, known),
        text_bags, clause_bags, rare, marked & (words < 6), _denied(quotes),
        [_name_words(name) for name in quotes["speaker"]], text_roots, clause_roots, root_rare,
    )  # fmt: skip


def _bags(
    of, texts: list[list[str]], clauses: list[list[str]], names: list[list[str]], sample: list[list[str]]
):
    """Bags of texts and of clauses without the speaker's own name, by *of* (stem or root) a word, and how rare each is."""
    quoted = [list(map(of, words)) for words in texts]
    around = [
        [s for s in map(of, words) if s not in name or s[0] == "="] or bag
        for words, name, bag in zip(clauses, ({of(w) for w in n} for n in names), quoted, strict=True)
    ]
    return quoted, around, _complete(rarity([list(map(of, words)) for words in sample]), around)


class _Overlap:
    """What clauses and texts have in common, by one kind of bag."""

    def __init__(self, texts: list[list[str]], clauses: list[list[str]], rare: dict[str, float]) -> None:
        clause, quoted = weighted(clauses, rare), weighted(texts, rare)
        self.clause, self.length = clause, np.sqrt(_mass(clause.multiply(clause))) + 1e-9
        self.mass, self.own = _mass(clause) + 1e-9, _mass(quoted) + 1e-9
        self.clause_root, self.quoted_root = clause.sqrt(), quoted.sqrt()

    def of(self, left: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
        mass = paired(self.clause_root, left, right)
        crossed = np.maximum(
            _dot(self.quoted_root, self.clause_root, left, right) / self.own[left],
            _dot(self.clause_root, self.quoted_root, left, right) / self.own[right],
        )
        return {
            "shared": paired(self.clause, left, right) / (self.length[left] * self.length[right]),
            "mass": mass,
            "held": mass / np.minimum(self.mass[left], self.mass[right]),
            "quoted": crossed,
            "both": paired(self.quoted_root, left, right) / np.minimum(self.own[left], self.own[right]),
        }


class Compared:
    """The tables over all quotations that evidence is read from, made once."""

    def __init__(self, made: Material) -> None:
        self.made = made
        self.stems = _Overlap(made.text_bags, made.clause_bags, made.rare)
        self.roots = _Overlap(made.text_roots, made.clause_roots, made.root_rare)
        neighbours = [_neighbours(bag) for bag in made.clause_bags]
        self.order = weighted(neighbours, dict.fromkeys((n for bag in neighbours for n in bag), 1.0))
        self.steps = np.maximum(_mass(self.order), 1)
        self.sizes = _sizes(made.clause_bags)
        self.clause_keys = [text.key(c) for c in made.clauses]
        self.text_keys = [text.key(t) for t in made.texts]
        self.denials = [
            frozenset(1 - p for p in polarities(c)) if flipped else polarities(c)
            for c, flipped in zip(made.clauses, made.denied, strict=True)
        ]
        self.figures = [numbers(c) for c in made.clauses]


def evidence(compared: Compared, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """What words alone tell of each pair (left[k], right[k]): one row a pair.

    ``shared`` cosine of the clauses over words weighted by rarity · ``mass`` weight of the words in common ·
    ``held`` share of the smaller clause that the other holds · ``quoted`` share of the words quoted that the other
    clause holds · ``both`` that the other's quoted words hold · ``order`` share of neighbouring words in common ·
    ``ratio`` likeness of the clauses letter by letter · ``part`` of the shorter text within the longer · ``denial`` 1
    where one denies what the other does not · ``figures`` 1 where the numbers disagree · ``agree`` how far the
    speakers agree · ``within`` 1 in one article · ``apart`` days between · ``fragments`` how many of the two are
    marked fragments · ``size`` words of the smaller clause.
    """
    from rapidfuzz import fuzz, process

    made, c = compared.made, compared
    pairs = list(zip(left.tolist(), right.tolist(), strict=True))
    ratio = process.cpdist(
        [c.clause_keys[i] for i, _ in pairs], [c.clause_keys[j] for _, j in pairs], scorer=fuzz.ratio
    )
    part = process.cpdist(
        [c.text_keys[i] for i, _ in pairs], [c.text_keys[j] for _, j in pairs], scorer=fuzz.partial_ratio
    )
    return pd.DataFrame({
        **c.stems.of(left, right),
        "order": paired(c.order, left, right) / np.minimum(c.steps[left], c.steps[right]),
        "ratio": ratio / 100,
        "part": part / 100,
        "denial": [float(not c.denials[i] & c.denials[j]) for i, j in pairs],
        "figures": [float(bool(c.figures[i] and c.figures[j] and not c.figures[i] & c.figures[j])) for i, j in pairs],
        "agree": [agreement(made, i, j) for i, j in pairs],
        "within": (made.articles[left] == made.articles[right]).astype(float),
        "apart": np.nan_to_num(np.abs(made.days[left] - made.days[right]), nan=0.0),
        "fragments": made.fragment[left].astype(float) + made.fragment[right],
        "size": np.minimum(c.sizes[left], c.sizes[right]).astype(float),
    })  # fmt: skip


def by_roots(compared: Compared, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """What each pair has in common counted by root instead of stem: the columns of `_Overlap`, one row a pair."""
    return pd.DataFrame(compared.roots.of(left, right))


def _neighbours(bag: list[str]) -> list[str]:
    """Pairs of words next to each other, or with one word between."""
    return [f"{a} {b}" for step in (1, 2) for a, b in zip(bag, bag[step:], strict=False)]


def _sizes(bags: list[list[str]]) -> np.ndarray:
    return np.array([len(set(bag)) for bag in bags], dtype=int)


def closeness(made: Material, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How close the pairs are in meaning: the closer of clause with clause and of text with clause."""
    needed = np.unique(np.concatenate([left, right])) if len(left) else np.zeros(0, dtype=int)
    strings = dict.fromkeys([made.clauses[i] for i in needed])
    strings.update(dict.fromkeys(made.texts[i] for i in needed if len(_WORD.findall(made.texts[i])) > 2))
    row = {s: n for n, s in enumerate(strings)}
    vectors = meanings(list(strings))
    at_clause = np.zeros(len(made.texts), dtype=int)
    at_text = np.zeros(len(made.texts), dtype=int)
    for i in needed:
        at_clause[i] = row[made.clauses[i]]
        at_text[i] = row.get(made.texts[i], at_clause[i])
    options = [(at_clause, at_clause), (at_text, at_clause), (at_clause, at_text), (at_text, at_text)]
    return (
        np.max([paired(vectors, a[left], b[right]) for a, b in options], axis=0) if len(left) else np.zeros(0)
    )


def agreement(made: Material, i: int, j: int) -> float:
    """How far the speakers of two quotations agree: one of SAME … STRANGERS."""
    a, b = made.speakers[i], made.speakers[j]
    if a.kind is None or b.kind is None:
        return UNKNOWN
    if set(a.ids) & set(b.ids):
        return SAME
    if len(a.ids) > 1 or len(b.ids) > 1:
        return STRANGERS
    if any(id_ in b.voices for id_ in a.ids) or any(id_ in a.voices for id_ in b.ids):
        return FOR_OTHER
    if made.relays[i] & set(b.ids) or made.relays[j] & set(a.ids):
        return RELAYED
    if any(steps <= 1 and b.voices.get(voice, 9) <= 1 for voice, steps in a.voices.items()):
        return COLLEAGUES
    one, other = sorted((made.names[i], made.names[j]), key=len)
    if not a.ids and not b.ids:
        return FOR_OTHER if len(one) > 1 and one == other else UNKNOWN
    return COLLEAGUES if len(one) > 1 and one <= other else STRANGERS


def _name_words(name: object) -> frozenset[str]:
    return (
        frozenset(word for word in words_of(name) if len(word) > 2) if isinstance(name, str) else frozenset()
    )


def _country(speaker: Speaker, known: Gazetteer) -> str | None:
    """The id of the one state that the speaker is of."""
    states = {known.entities[id_].country.lower() for id_ in speaker.ids if id_ in known.entities} - {""}
    return states.pop() if len(states) == 1 else None


def _clauses(quotes: pd.DataFrame, bodies: dict[str, str], texts: list[str]) -> list[str]:
    found = list(texts)
    titled = (
        quotes["in_title"].fillna(False).to_numpy(dtype=bool)
        if "in_title" in quotes
        else np.zeros(len(quotes), dtype=bool)
    )
    marked = (
        quotes["marked"].to_numpy(dtype=bool) if "marked" in quotes else np.zeros(len(quotes), dtype=bool)
    )
    cues = list(quotes["cue"]) if "cue" in quotes else [None] * len(quotes)
    cue_ends = (
        [None if pd.isna(end) else int(end) for end in quotes["cue_end"]]
        if "cue_end" in quotes
        else [None] * len(quotes)
    )
    starts, ends = quotes["start"].to_numpy(), quotes["end"].to_numpy()
    for article, rows in quotes.reset_index(drop=True).groupby("article_id", sort=False).groups.items():
        body = bodies.get(article)
        inside = [i for i in rows if not titled[i]]
        if body is None or not inside:
            continue
        spans = [Span(int(starts[i]), int(ends[i]), bool(marked[i]), cues[i], cue_ends[i]) for i in inside]
        for i, clause in zip(inside, whole_clauses(body, spans), strict=True):
            found[i] = clause
    return found


def _denied(quotes: pd.DataFrame) -> list[bool]:
    """Whether each quotation stands under a cue of denial (``نفى أن …``), which turns what it says about."""
    if "cue_type" in quotes:
        return [kind == "denial" for kind in quotes["cue_type"]]
    cues = quotes["cue"] if "cue" in quotes else [None] * len(quotes)
    heads = [text.key(cue).split()[:1] if isinstance(cue, str) else [] for cue in cues]
    found = [look_up(head[0]).cue if head else None for head in heads]
    return [cue is not None and cue.type == "denial" for cue in found]


def _relays(quotes: pd.DataFrame, known: Gazetteer) -> list[frozenset[str]]:
    if "chain" not in quotes:
        return [frozenset()] * len(quotes)
    found = []
    for links in quotes["chain"]:
        names = [link.get("name") for link in links] if isinstance(links, (list, tuple, np.ndarray)) else []
        ids = [known.find(name) for name in names if isinstance(name, str)]
        found.append(frozenset(id_ for id_ in ids if id_))
    return found


def day_numbers(ids: pd.Series, articles: pd.DataFrame) -> np.ndarray:
    """Days since 1970 of the article of each of *ids*; NaN where it has no date."""
    if "published" not in articles:
        return np.full(len(ids), np.nan)
    published = pd.to_datetime(articles["published"], errors="coerce", utc=True).dt.tz_localize(None)
    numbers_ = published.to_numpy().astype("datetime64[D]")
    days = {
        a: float(d.astype(int)) if not np.isnat(d) else np.nan
        for a, d in zip(articles["article_id"], numbers_, strict=True)
    }
    return np.array([days.get(a, np.nan) for a in ids], dtype=float)


def _spread(bodies: list[str], most: int = 4000) -> list[str]:
    """At most *most* bodies, evenly spread: rarity needs no more."""
    step = max(1, len(bodies) // most)
    return bodies[::step]


def _complete(rare: dict[str, float], bags: list[list[str]]) -> dict[str, float]:
    """Stems of *bags* that the sample does not hold are as rare as the rarest."""
    most = max(rare.values(), default=1.0)
    for bag in bags:
        for stem_ in bag:
            rare.setdefault(stem_, most)
    return rare


def _mass(matrix) -> np.ndarray:
    return np.asarray(matrix.sum(axis=1), dtype=float).ravel()


def _dot(a, b, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray(a[left].multiply(b[right]).sum(axis=1)).ravel()
