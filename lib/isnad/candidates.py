"""Pairs of quotations worth comparing: same days, a rare word in common, speakers who may stand for one another."""

import numpy as np

from isnad.pairs import STRANGERS, Material, agreement
from isnad.similarity import meeting, weighted

# A word found in more quotations than this is no index entry: it would pair everything with everything. In a small corpus
# more than the first number are many, in a larger one more than that share of them, in any more than the last.
COMMON_LEAST, COMMON_SHARE, COMMON = 500, 0.011, 1500
# Least cosine of the rare words of two clauses.
LEAST = 0.04
# Pairs looked at together: memory of a hundred megabytes.
PIECE = 500_000


def candidates(made: Material, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions (left, right) of the pairs to compare, left < right; no further apart than *days*, where both have a date."""
    if len(made.texts) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    bags = [clause + quoted for clause, quoted in zip(made.clause_bags, made.text_bags, strict=True)]
    common = int(min(COMMON, max(COMMON_LEAST, COMMON_SHARE * len(bags))))
    left, right, _ = meeting(weighted(bags, made.rare), made.days, days, LEAST, common)
    agreed = _Agreement(made).of(left, right)
    return left[agreed], right[agreed]


class _Agreement:
    """Whether the speakers of pairs may stand for one another, each pair of different speakers asked once."""

    def __init__(self, made: Material) -> None:
        self.made = made
        keys: dict[tuple, int] = {}
        # All that `agreement` looks at, so that one speaker in many articles is one.
        self.code = np.array([
            keys.setdefault((s.ids, s.kind is None, frozenset(s.voices.items()), relays, name), len(keys))
            for s, relays, name in zip(made.speakers, made.relays, made.names, strict=True)
        ], dtype=np.int64)  # fmt: skip
        self.codes = len(keys)
        self.unknown = np.array([key[1] for key in keys], dtype=bool)
        self.nameless = np.array([not key[0] for key in keys], dtype=bool)
        self.touching = _touching(list(keys))
        self.known: dict[int, bool] = {}

    def of(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        agreed = np.zeros(len(left), dtype=bool)
        for at in range(0, len(left), PIECE):
            one, other = self.code[left[at : at + PIECE]], self.code[right[at : at + PIECE]]
            both = one * self.codes + other
            place = np.minimum(np.searchsorted(self.touching, both), len(self.touching) - 1)
            asked = (self.touching[place] == both) | self.unknown[one] | self.unknown[other]
            some = np.flatnonzero(asked | (self.nameless[one] & self.nameless[other]))
            agreed[at + some] = self._asked(both[some], left[at + some], right[at + some])
        return agreed

    def _asked(self, both: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        codes, first, back = np.unique(both, return_index=True, return_inverse=True)
        for code, k in zip(codes.tolist(), first.tolist(), strict=True):
            if code not in self.known:
                self.known[code] = agreement(self.made, int(left[k]), int(right[k])) > STRANGERS
        return np.array([self.known[code] for code in codes.tolist()], dtype=bool)[back]


def _touching(keys: list[tuple]) -> np.ndarray:
    """Pairs of speakers, each pair as one number, in order, that have anything in common by which they could agree."""
    columns: dict[str, int] = {}
    own = [{*ids, *relays} for ids, _, _, relays, _ in keys]
    spoken_for = [{*ids, *(voice for voice, _ in said)} for ids, _, said, _, _ in keys]
    close = [{voice for voice, steps in said if steps <= 1} for _, _, said, _, _ in keys]
    named = [{"." + word for word in name} for *_, name in keys]
    own, spoken_for, close, named = (_incidence(bags, columns) for bags in (own, spoken_for, close, named))
    width = (len(keys), max(len(columns), 1))
    for matrix in (own, spoken_for, close, named):
        matrix.resize(width)
    crossed = own @ spoken_for.T
    found = (crossed + crossed.T + close @ close.T + named @ named.T).tocoo()
    return np.sort(np.append(found.row.astype(np.int64) * len(keys) + found.col, -1))


def _incidence(bags: list[set[str]], columns: dict[str, int]):
    """Sparse matrix, one row a bag, 1 in the column of each word of it; *columns* grows by new words."""
    from scipy.sparse import csr_matrix

    places = [(row, columns.setdefault(name, len(columns))) for row, bag in enumerate(bags) for name in bag]
    at = np.array(places, dtype=np.int64).reshape(-1, 2)
    ones = np.ones(len(at), dtype=np.int32)
    return csr_matrix((ones, (at[:, 0], at[:, 1])), (len(bags), max(len(columns), 1)))
