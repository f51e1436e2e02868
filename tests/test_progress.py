"""Long work shows a bar and gives what short work gives."""

import pandas as pd
import pytest

import isnad
from isnad import progress, resources


def test_steps_give_the_same_rows(capsys):
    seeds = isnad.load_articles(str(resources.seeds()))
    many = pd.concat(
        [seeds.assign(article_id=seeds["article_id"] + f"-{n}") for n in range(25)], ignore_index=True
    )
    for function in (isnad.extract_quotes, isnad.extract_times):
        pd.testing.assert_frame_equal(progress.in_steps(function, many, "x", show=True), function(many))
    assert "x:" in capsys.readouterr().err


@pytest.mark.parametrize("size", [0, 3])
def test_short_work_draws_nothing(size, articles, capsys):
    found = progress.in_steps(isnad.extract_times, articles.head(size), "x")
    assert list(found.columns) == list(isnad.extract_times(articles).columns)
    assert capsys.readouterr().err == ""
