"""Floors on annotated articles: the figures below may rise and may not fall.

A change that earns more raises its floor to just under what it reaches, in the same commit.
The seeds travel with the project; a larger annotated folder beside the checkout is scored where there is one.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from isnad import evaluate, resources

LARGER = resources.CHECKOUT.parent / "shared" / "gold" / "dev"
FLOORS = {
    "marked_f1": 0.95, "marked_end_to_end_f1": 0.86, "reported_f1": 0.91, "reported_end_to_end_f1": 0.87, "all_end_to_end_f1": 0.87,
    "all_chain_f1": 0.70, "times_f1": 0.96, "times_value_f1": 0.95, "statements_f1": 0.60,
}  # fmt: skip
FOLDERS = [pytest.param(resources.gold(), id="seeds")]
if LARGER.is_dir():
    FOLDERS.append(pytest.param(LARGER, id="larger"))


@cache
def scores(folder: Path) -> pd.Series:
    judged = evaluate.judge(folder)
    return evaluate.measure(judged.gold, judged.all, draws=2).set_index("measure")["value"]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("measure", FLOORS)
def test_figure_stays_above_its_floor(folder, measure):
    assert scores(folder)[measure] >= FLOORS[measure]
