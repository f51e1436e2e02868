"""Pairs of quotations worth comparing: same days, a rare word in common, speakers who may stand for one another."""

import numpy as np

from isnad.pairs import STRANGERS, Material, agreement
from isnad.similarity import meeting, weighted

# A word found in more quotations than this is no index entry: it would pair everything with everything.
COMMON = 1500
# Least cosine of the rare words of two clauses.
LEAST = 0.04


def candidates(made: Material, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions (left, right) of the pairs to compare, left < right; no further apart than *days*, where both have a date."""
    if len(made.texts) < 2:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    bags = [clause + quoted for clause, quoted in zip(made.clause_bags, made.text_bags, strict=True)]
    left, right, _ = meeting(weighted(bags, made.rare), made.days, days, LEAST, COMMON)
    agreed = _Agreement(made).of(left, right)
    return left[agreed], right[agreed]


class _Agreement:
    """Whether the speakers of pairs may stand for one another, each pair of speakers asked once."""

    def __init__(self, made: Material) -> None:
        self.made = made
        keys: dict = {}
        self.code = np.array([
            keys.setdefault((id(speaker), relays), len(keys))
            for speaker, relays in zip(made.speakers, made.relays, strict=True)
        ])  # fmt: skip
        self.known: dict[int, bool] = {}

    def of(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        both = self.code[left].astype(np.int64) * (self.code.max(initial=0) + 1) + self.code[right]
        codes, first, back = np.unique(both, return_index=True, return_inverse=True)
        for code, k in zip(codes.tolist(), first, strict=True):
            if code not in self.known:
                self.known[code] = agreement(self.made, int(left[k]), int(right[k])) > STRANGERS
        return (
            np.array([self.known[code] for code in codes.tolist()], dtype=bool)[back]
            if len(codes)
            else np.zeros(0, dtype=bool)
        )
