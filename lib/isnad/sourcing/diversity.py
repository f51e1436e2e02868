"""Diversity of an outlet's speakers, and how far the speakers of two outlets overlap."""

from itertools import combinations

import numpy as np
import pandas as pd

from isnad.schema import require
from isnad.sourcing.intervals import DRAWS, LEVEL, MIN_ARTICLES, MIN_COUNT, article_counts, resampled

DIVERSITY = (
    "q",
    "statements",
    "articles",
    "speakers",
    "rarefied_to",
    "hill",
    "low",
    "high",
    "evenness",
    "is_small",
)
OVERLAP = (
    "outlet", "other", "speakers", "other_speakers", "shared", "jaccard", "overlap", "divergence", "low", "high",
    "chance", "is_small",
)  # fmt: skip


def hill(counts: np.ndarray, q: int, size: int | None = None) -> float:
    """Hill number of order *q*: the effective number of speakers, expected in *size* statements drawn from *counts*.

    ``q`` 0 counts every speaker alike, 1 weighs by share (the exponential of Shannon's entropy), 2 stresses the most quoted
    (one over Simpson's concentration). ``size`` None, or not smaller than the sum, gives the number of the whole sample.

    Notes
    -----
    The expectation is exact, after Hurlbert (1971) for q = 0 and the frequency counts of Chao et al. (2014) for q = 1; no draw is made.
    """
    counts = np.asarray(counts, dtype=float)
    counts = counts[counts > 0]
    n = counts.sum()
    if n == 0:
        return 0.0
    if size is None or size >= n:
        p = counts / n
        return float({0: len(p), 1: np.exp(-(p * np.log(p)).sum()), 2: 1 / (p**2).sum()}[q])
    sizes, times = np.unique(counts, return_counts=True)
    if q == 0:
        return float((times * (1 - _drawn(np.zeros(len(sizes)), n, sizes, size))).sum())
    if q == 2:
        return float(1 / (1 / size + (size - 1) / size * (times * sizes * (sizes - 1)).sum() / (n * (n - 1))))
    # A speaker of s statements is seen about s * size / n times: further than ten deviations away nothing is to be added.
    middle = sizes * size / n
    reach = 10 * np.sqrt(middle) + 10
    first = np.maximum(1, np.floor(middle - reach)).astype(int)
    last = np.minimum(np.minimum(sizes, size), np.ceil(middle + reach)).astype(int)
    lengths = np.maximum(0, last - first + 1)
    seen = np.arange(lengths.sum()) + np.repeat(first - np.append(0, np.cumsum(lengths)[:-1]), lengths)
    expected = np.repeat(times, lengths) * _drawn(seen, n, np.repeat(sizes, lengths), size)
    return float(np.exp(-(seen / size * np.log(seen / size) * expected).sum()))


def _drawn(seen: np.ndarray, n: float, sizes: np.ndarray, size: int) -> np.ndarray:
    """How likely *seen* of a speaker's *sizes* statements are among *size* drawn of *n* (hypergeometric)."""
    from scipy.special import gammaln

    def ways(of: np.ndarray, taken: np.ndarray) -> np.ndarray:
        possible = (taken >= 0) & (taken <= of)
        logs = gammaln(of + 1) - gammaln(np.abs(taken) + 1) - gammaln(np.abs(of - taken) + 1)
        return np.where(possible, logs, -np.inf)

    whole = np.array([n])
    return np.exp(ways(sizes, seen) + ways(n - sizes, size - seen) - ways(whole, whole * 0 + size))


def diversity(
    sourced: pd.DataFrame,
    *,
    of: str = "speaker_id",
    by: str = "outlet",
    min_count: int = MIN_COUNT,
    draws: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """Effective number of speakers of each outlet, all brought down to the same number of statements.

    Parameters
    ----------
    sourced : DataFrame
        What `describe_quotes` returns. Statements of unknown and unnamed sources are left out.
    min_count : int, statements
        Outlets with fewer are brought to their own size and marked ``is_small``; they do not set the common size.

    Returns
    -------
    DataFrame: *by*, then DIVERSITY, three rows an outlet (q = 0, 1, 2). ``rarefied_to`` is the common number of statements (that of
    the smallest outlet with *min_count*). ``evenness`` is hill(q) / hill(0). ``low`` and ``high``: 95 % interval over resampled articles,
    moved so that its middle is the estimate (a resample always holds fewer speakers than the sample it is drawn from); NaN under 5 articles.
    """
    require(sourced, ["article_id", by, of], "diversity")
    known = sourced[sourced[of].notna() & (sourced[of].astype(object) != "unknown")]
    sizes = known.groupby(by).size()
    enough = sizes[sizes >= min_count]
    common = int(enough.min()) if len(enough) else 0
    rows = []
    for value, group in known.groupby(by, sort=True):
        counts, _ = article_counts(group, group[of].astype(str), pd.Series(1, index=group.index))
        whole, size = np.asarray(counts.sum(axis=0)).ravel(), min(common or len(group), len(group))
        sums = resampled(counts, draws, seed) if counts.shape[0] >= MIN_ARTICLES else None
        first = hill(whole, 0, size)
        for q in (0, 1, 2):
            estimate = hill(whole, q, size)
            low, high = (
                (np.nan, np.nan) if sums is None else _centred(estimate, [hill(row, q, size) for row in sums])
            )
            rows.append(
                (
                    value,
                    q,
                    len(group),
                    counts.shape[0],
                    int((whole > 0).sum()),
                    size,
                    estimate,
                    low,
                    high,
                    estimate / first,
                    len(group) < min_count,
                )
            )
    return pd.DataFrame(rows, columns=[by, *DIVERSITY])


def _centred(estimate: float, samples: list[float]) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(samples, [tail, 1 - tail]) - np.mean(samples)
    return max(1.0, estimate + low), estimate + high


def divergence(one: np.ndarray, other: np.ndarray) -> float:
    """Jensen–Shannon divergence of two count vectors, base 2: 0 the same shares, 1 nobody in common; NaN when one is empty."""
    if one.sum() == 0 or other.sum() == 0:
        return float("nan")
    p, r = one / one.sum(), other / other.sum()
    m = (p + r) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(p > 0, p * np.log2(p / m), 0) + np.where(r > 0, r * np.log2(r / m), 0)
    return float(min(1.0, max(0.0, parts.sum() / 2)))


def overlap(
    sourced: pd.DataFrame,
    *,
    of: str = "speaker_id",
    by: str = "outlet",
    min_count: int = MIN_COUNT,
    draws: int = DRAWS // 5,
    seed: int = 0,
) -> pd.DataFrame:
    """For each pair of outlets, how far they quote the same people.

    Returns
    -------
    DataFrame, one row a pair (OVERLAP). ``jaccard``: speakers of both over speakers of either; ``overlap``: over the speakers of the one with
    fewer; ``divergence``: Jensen–Shannon of the shares (0 alike, 1 disjoint), ``low`` and ``high`` its 95 % interval over resampled
    articles of both; ``chance``: the mean divergence when the same articles are dealt to the two outlets at random: a divergence
    near it is no difference. Unknown and unnamed sources are left out.
    """
    require(sourced, ["article_id", by, of], "overlap")
    known = sourced[sourced[of].notna() & (sourced[of].astype(object) != "unknown")]
    groups = {value: group for value, group in known.groupby(by, sort=True)}
    drawn = {
        value: _drawn_again(group, of, draws, seed + k) for k, (value, group) in enumerate(groups.items())
    }
    rows = []
    for one, other in combinations(groups, 2):
        pair = pd.concat([groups[one], groups[other]])
        rows.append(_pair(pair, one, other, of, by, min_count, draws, seed, drawn))
    return pd.DataFrame(rows, columns=list(OVERLAP))


def _drawn_again(group: pd.DataFrame, of: str, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The speakers of an outlet, in order, and their statements in each draw of its articles."""
    counts, speakers = article_counts(group, group[of].astype(str), pd.Series(1, index=group.index))
    return np.asarray(speakers, dtype=object), resampled(counts, draws, seed)


def _aligned(speakers: np.ndarray, drawn: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """What was *drawn*, one column each of *speakers*."""
    own, sums = drawn
    found = np.zeros((len(sums), len(speakers)))
    found[:, np.searchsorted(speakers, own)] = sums
    return found


def _pair(pair, one, other, of, by, min_count, draws, seed, drawn) -> tuple:
    counts, speakers = article_counts(pair, pair[of].astype(str), pd.Series(1, index=pair.index))
    owner = pair.drop_duplicates("article_id").sort_values("article_id")[by].to_numpy() == one
    mine, theirs = (counts.T @ mask.astype(float) for mask in (owner, ~owner))
    shared = int(((mine > 0) & (theirs > 0)).sum())
    sizes = int((mine > 0).sum()), int((theirs > 0).sum())
    rng = np.random.default_rng(seed)
    whole = mine + theirs
    dealt = (counts.T @ rng.permutation(owner).astype(float) for _ in range(draws))
    chance = np.nanmean([divergence(hand, whole - hand) for hand in dealt])
    low = high = np.nan
    few = min(owner.sum(), (~owner).sum()) < MIN_ARTICLES
    estimate = divergence(mine, theirs)
    if not few:
        sums = [_aligned(np.asarray(speakers, dtype=object), drawn[value]) for value in (one, other)]
        low, high = _centred_divergence(estimate, [divergence(a, b) for a, b in zip(*sums, strict=True)])
    small = bool(few or min(mine.sum(), theirs.sum()) < min_count)
    return (
        one,
        other,
        *sizes,
        shared,
        shared / (sum(sizes) - shared),
        shared / min(sizes),
        estimate,
        low,
        high,
        float(chance),
        small,
    )


def _centred_divergence(estimate: float, samples: list[float]) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(samples, [tail, 1 - tail]) - np.nanmean(samples)
    return max(0.0, estimate + low), min(1.0, estimate + high)
