"""Hill numbers, rarefaction, overlap."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.sourcing.diversity import divergence, diversity, hill, overlap

COUNTS = st.lists(st.integers(1, 30), min_size=1, max_size=12)


def statements(**outlets: list[str]) -> pd.DataFrame:
    """One statement a speaker's name, five to an article."""
    rows = [
        {"outlet": outlet, "article_id": f"{outlet}{k // 5}", "speaker_id": name}
        for outlet, names in outlets.items()
        for k, name in enumerate(names)
    ]
    return pd.DataFrame(rows)


def test_equal_shares_give_the_number_of_speakers_in_every_order():
    assert [round(hill(np.array([7, 7, 7, 7]), q), 9) for q in (0, 1, 2)] == [4, 4, 4]


@settings(deadline=None)
@given(COUNTS)
def test_higher_orders_never_give_more(counts):
    values = [hill(np.array(counts), q) for q in (0, 1, 2)]
    assert values[0] >= values[1] - 1e-9 and values[1] >= values[2] - 1e-9 and values[2] >= 1 - 1e-9


@settings(deadline=None)
@given(COUNTS, st.integers(1, 20))
def test_rarefaction_never_gives_more_than_the_whole_sample(counts, size):
    counts = np.array(counts)
    for q in (0, 1, 2):
        assert hill(counts, q, size) <= hill(counts, q) + 1e-6
        assert hill(counts, q, size) <= size + 1e-9


def test_rarefaction_is_the_mean_of_all_draws():
    """Two statements of three (a, a, b): ab twice out of three draws, aa once."""
    counts = np.array([2, 1])
    assert hill(counts, 0, 2) == pytest.approx(2 * 2 / 3 + 1 / 3)


def test_outlets_are_brought_to_one_size():
    table = diversity(statements(a=["x", "y"] * 20, b=["x", "y", "z", "w"] * 10 + ["v"] * 60), min_count=20)
    assert set(table["rarefied_to"]) == {40}
    first = table[table["q"] == 0].set_index("outlet")
    assert first.loc["a", "hill"] == pytest.approx(2) and first.loc["b", "hill"] < 5
    assert ((table["low"] <= table["hill"]) & (table["hill"] <= table["high"])).all()


def test_small_outlets_do_not_set_the_size():
    table = diversity(statements(a=["x", "y"] * 20, b=["x"]), min_count=20)
    assert table[table["outlet"] == "a"]["rarefied_to"].eq(40).all()
    assert table[table["outlet"] == "b"]["is_small"].all()


def test_nobody_known_gives_an_empty_table():
    table = diversity(statements(a=["x"]).assign(speaker_id=pd.Series([pd.NA], dtype="str")))
    assert table.empty and "hill" in table.columns


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=8))
def test_divergence_is_symmetric_and_bounded(pairs):
    one, other = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    if one.sum() and other.sum():
        assert 0 <= divergence(one, other) <= 1
        assert divergence(one, other) == pytest.approx(divergence(other, one))
        assert divergence(one, one * 3) == pytest.approx(0)


def test_overlap_of_outlets():
    table = overlap(statements(a=["x", "y"] * 15, b=["y", "z"] * 15, c=["x", "y"] * 15))
    pairs = table.set_index(["outlet", "other"])
    assert pairs.loc[("a", "b"), "jaccard"] == pytest.approx(1 / 3) and pairs.loc[
        ("a", "b"), "overlap"
    ] == pytest.approx(1 / 2)
    assert pairs.loc[("a", "c"), "divergence"] == pytest.approx(0)
    assert pairs.loc[("a", "b"), "divergence"] > pairs.loc[("a", "b"), "chance"]
    assert (table["low"] <= table["divergence"]).all() and (table["divergence"] <= table["high"]).all()


def test_overlap_needs_two_outlets():
    assert overlap(statements(a=["x"] * 9)).empty
