"""Pairs to groups: members whose pairs are likely, on average, to belong together."""

import heapq
from collections import Counter

import numpy as np

# A pair that was never compared shares no rare word: so likely it is to belong together all the same.
UNCOMPARED = 0.02


def groups(
    left: np.ndarray,
    right: np.ndarray,
    likely: np.ndarray,
    least: float,
    uncompared: float = UNCOMPARED,
    parts: np.ndarray | None = None,
    closest: float = 0.0,
) -> list[list[int]]:
    """Groups of positions by average linkage over the pairs (left, right) with probability *likely*.

    Two groups join, the likeliest first, while the mean over their pairs is at least *least* and their closest pair
    at least *closest*; a pair that is not given counts as *uncompared*. Where *parts* says which part (an article) each position is of, pairs within a part do not
    count: an article's own quotations join through what other articles say. Ties are broken by position, so that the
    same pairs give the same groups.
    """
    strong = likely >= uncompared
    if parts is not None:
        strong &= parts[left] != parts[right]
    sums: dict[int, dict[int, tuple[float, float]]] = {}
    for i, j, p in zip(left[strong].tolist(), right[strong].tolist(), likely[strong].tolist(), strict=True):
        sums.setdefault(i, {})[j] = sums.setdefault(j, {})[i] = (p - uncompared, p)
    members = {i: [i] for i in sums}
    held = {i: Counter([int(parts[i])] if parts is not None else ()) for i in sums}

    def mean(a: int, b: int, total: float) -> float:
        few, many = sorted((held[a], held[b]), key=len)
        counted = len(members[a]) * len(members[b]) - sum(n * many[part] for part, n in few.items())
        return total / counted + uncompared if counted else 0.0

    heap: list[tuple[float, int, int, int, int]] = []

    def offer(a: int, b: int) -> None:
        total, best = sums[a][b]
        now = mean(a, b, total)
        if now >= least and best >= closest:
            x, y = min(a, b), max(a, b)
            heapq.heappush(heap, (-now, x, y, len(members[x]), len(members[y])))

    for i, row in sums.items():
        for j in row:
            if i < j:
                offer(i, j)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if len(members.get(a, ())) != size_a or len(members.get(b, ())) != size_b:
            continue
        members[a] += members.pop(b)
        held[a].update(held.pop(b))
        for c, (total, best) in sums.pop(b).items():
            sums[c].pop(b)
            if c != a:
                old, highest = sums[a].get(c, (0.0, 0.0))
                sums[a][c] = sums[c][a] = (old + total, max(highest, best))
        for c in sums[a]:
            offer(a, c)
    return sorted(sorted(group) for group in members.values() if len(group) > 1)
