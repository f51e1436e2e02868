"""Intervals by resampling articles: what another draw of the same newsrooms' articles might have shown."""

import numpy as np
import pandas as pd

DRAWS = 500
LEVEL = 0.95
MIN_ARTICLES = 5
MIN_COUNT = 20
_CHUNK = 2_000_000


def resampled(counts, draws: int = DRAWS, seed: int = 0) -> np.ndarray:
    """Column sums of *counts* over articles drawn with replacement, (draws x columns).

    Parameters
    ----------
    counts : array or scipy sparse array, (articles x columns)
        What each article adds to each column.
    draws : int
    seed : int
        The same seed gives the same draws.

    Notes
    -----
    The article is the unit, not the quotation: quotations of one article hang together (one speech, one agency
    text), so drawing quotations would make every interval too narrow.
    """
    articles, columns = counts.shape
    rng = np.random.default_rng(seed)
    if articles == 0:
        return np.zeros((draws, columns))
    weights = np.full(articles, 1 / articles)
    step = max(1, _CHUNK // articles)
    parts = [
        np.asarray(rng.multinomial(articles, weights, size=min(step, draws - done)) @ counts, dtype=float)
        for done in range(0, draws, step)
    ]
    return np.vstack(parts)


def bounds(samples: np.ndarray, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper percentile of each column; NaN where no draw had a denominator."""
    tail = (1 - level) / 2
    known = ~np.isnan(samples).all(axis=0)
    low, high = np.full(samples.shape[1], np.nan), np.full(samples.shape[1], np.nan)
    whole = ~np.isnan(samples).any(axis=0)  # as nearly always, and many times as quick
    for columns, quantile in ((whole, np.quantile), (known & ~whole, np.nanquantile)):
        if columns.any():
            low[columns], high[columns] = quantile(samples[:, columns], [tail, 1 - tail], axis=0)
    return low, high


def wilson(share: float, n: float, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share of *n*: it stays within 0 and 1, and is no point where everything was right."""
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def ratio_bounds(counts, numerators, denominators, draws: int = DRAWS, seed: int = 0, level: float = LEVEL):
    """Bounds of sums(numerators) / sums(denominators), column lists of *counts*, over resampled articles.

    Fewer than MIN_ARTICLES articles give NaN: an interval from so few would only look like one.
    """
    if counts.shape[0] < MIN_ARTICLES:
        nothing = np.full(len(numerators), np.nan)
        return nothing, nothing.copy()
    sums = resampled(counts, draws, seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        return bounds(sums[:, numerators] / sums[:, denominators], level)


def article_counts(frame: pd.DataFrame, cells: pd.Series, weights: pd.Series):
    """Sparse (articles x cells) sums of *weights*, and the sorted cell labels of its columns."""
    from scipy.sparse import csr_array

    rows, _ = pd.factorize(frame["article_id"], sort=True)
    columns, labels = pd.factorize(cells, sort=True)
    shape = (int(rows.max(initial=-1)) + 1, len(labels))
    return csr_array((weights.to_numpy(dtype=float), (rows, columns)), shape=shape), labels
