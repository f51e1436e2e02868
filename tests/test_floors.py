"""Floors on annotated articles: the figures below may rise and may not fall.

A change that earns more raises its floor to just under what it reaches, in the same commit.
The seeds travel with the project; a larger annotated folder beside the checkout is scored where there is one.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import isnad
from isnad import evaluate, resources
from isnad.gold import read_gold
from isnad.judge import judge_quotes, judge_times

LARGER = resources.CHECKOUT.parent / "shared" / "gold" / "dev"
FLOORS = {
    "marked_f1": 0.85,
    "marked_end_to_end_f1": 0.65,
    "reported_f1": 0.60,
    "times_f1": 0.80,
    "times_value_f1": 0.65,
}
FOLDERS = [pytest.param(resources.gold(), id="seeds")]
if LARGER.is_dir():
    FOLDERS.append(pytest.param(LARGER, id="larger"))


@cache
def scores(folder: Path) -> pd.Series:
    gold = read_gold(folder)
    judged = [
        judge_quotes(gold, isnad.extract_quotes(gold.articles)),
        judge_times(gold, isnad.extract_times(gold.articles)),
    ]
    return evaluate.measure(gold, judged, draws=2).set_index("measure")["value"]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("measure", FLOORS)
def test_figure_stays_above_its_floor(folder, measure):
    assert scores(folder)[measure] >= FLOORS[measure]
