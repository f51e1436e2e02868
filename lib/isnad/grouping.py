"""Pairs to groups: quotations whose pairs are likely, on average, to convey one statement."""

import heapq

import numpy as np

# A pair that was never compared shares no rare word: so likely it is to convey one statement all the same.
UNCOMPARED = 0.03


def groups(
    left: np.ndarray, right: np.ndarray, likely: np.ndarray, least: float, uncompared: float = UNCOMPARED
) -> list[list[int]]:
    """Groups of positions by average linkage over the pairs (left, right) with probability *likely*.

    Two groups join, the likeliest first, while the mean over all their pairs is at least *least*. Ties are broken by
    position, so that the same pairs give the same groups. A pair that is not given counts as *uncompared*.
    """
    strong = likely >= uncompared
    sums: dict[int, dict[int, float]] = {}
    for i, j, p in zip(left[strong].tolist(), right[strong].tolist(), likely[strong].tolist(), strict=True):
        sums.setdefault(i, {})[j] = p - uncompared
        sums.setdefault(j, {})[i] = p - uncompared
    members = {i: [i] for i in sums}
    heap = [
        (-(p + uncompared), i, j, 1, 1)
        for i, row in sums.items()
        for j, p in row.items()
        if i < j and p + uncompared >= least
    ]
    heapq.heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if len(members.get(a, ())) != size_a or len(members.get(b, ())) != size_b:
            continue
        members[a] += members.pop(b)
        row = sums.pop(b)
        for c, p in row.items():
            sums[c].pop(b)
            if c != a:
                sums[a][c] = sums[c][a] = sums[a].get(c, 0.0) + p
        for c, p in sums[a].items():
            mean = p / (len(members[a]) * len(members[c])) + uncompared
            if mean >= least:
                x, y = min(a, c), max(a, c)
                heapq.heappush(heap, (-mean, x, y, len(members[x]), len(members[y])))
    return sorted(sorted(group) for group in members.values() if len(group) > 1)
