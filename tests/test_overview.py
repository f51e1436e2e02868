"""Counts, context, chains and first looks: the tables of notebooks 00, 10, 40 and 80."""

import pandas as pd
import pytest

from isnad import guide, overview, reading, surfaces
from isnad.errors import ParameterError, SchemaError
from isnad.messages import say


def test_counts_per_article_and_outlet(articles, quotes, times):
    each = overview.count_articles(articles, quotes, times)
    assert list(each["quotes"]) == [3, 0, 0] and list(each["times"]) == [1, 0, 0] and each["words"].min() > 0
    assert each.index.equals(articles.index)
    outlets = overview.count_outlets(articles, quotes, times)
    assert outlets["articles"].sum() == 3 and outlets["dated"].sum() == 2 and "" in set(outlets["outlet"])
    assert overview.count_bases(articles)["articles"].sum() == 3


def test_words_are_counted_a_part_of_the_texts_at_a_time(articles, quotes, times, monkeypatch):
    whole = overview.count_articles(articles, quotes, times)
    monkeypatch.setattr(overview, "BLOCK", 2)
    pd.testing.assert_frame_equal(overview.count_articles(articles, quotes, times), whole)


def test_counts_of_nothing_are_empty_with_columns(articles, quotes, times):
    empty = overview.count_outlets(articles.iloc[:0], quotes.iloc[:0], times.iloc[:0])
    assert empty.empty and list(empty.columns) == list(
        overview.count_outlets(articles, quotes, times).columns
    )
    assert reading.share_links(quotes.iloc[:0], articles).empty
    assert reading.sample_context(quotes.iloc[:0], articles, 5, 1).empty


def test_counts_name_what_is_missing(articles, quotes, times):
    with pytest.raises(SchemaError, match="title"):
        overview.count_articles(articles.drop(columns="title"), quotes, times)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_findings_are_whole_sentences(articles, quotes, times, language):
    found = [overview.describe(articles, quotes, times, language), overview.describe(articles.iloc[2:], quotes, times, language), reading.describe(quotes),
             reading.describe(quotes.iloc[:0]), guide.describe(articles, quotes), guide.describe(articles, quotes.iloc[:0]),
             surfaces.describe(surfaces.count_wrong(articles, quotes)), surfaces.describe(surfaces.count_wrong(articles.iloc[:0], quotes.iloc[:0]))]  # fmt: skip
    for key, values in found:
        sentence = say(key, language, **values)
        assert sentence.endswith(".") and "nan" not in sentence and "{" not in sentence


def test_pick_article(articles, quotes):
    assert reading.pick_article(articles, quotes)["article_id"] == "a#1"
    assert reading.pick_article(articles, quotes, "b")["article_id"] == "b"
    assert reading.pick_article(articles, quotes.iloc[:0])["article_id"] == "a#1"
    with pytest.raises(ParameterError, match="a#1"):
        reading.pick_article(articles, quotes, "a#2")


def test_chains_are_counted(articles, quotes):
    assert list(reading.count_links(quotes)) == [0, 1, 0]
    shares = reading.share_links(quotes, articles)
    assert shares["quotes"].sum() == 3 and shares["share"].sum() == pytest.approx(1)


def test_context_shows_the_quotation_in_its_sentence(articles, quotes):
    drawn = reading.sample_context(quotes, articles, 10, 1)
    assert len(drawn) == 3 and all(drawn["context"].str.contains("⟦"))
    assert "«⟦القرار نهائي⟧»" in " ".join(drawn["context"])
    pd.testing.assert_frame_equal(drawn, reading.sample_context(quotes, articles, 10, 1))


def test_texts_that_turn():
    assert (
        surfaces.turns("انتهى الاجتماع.")
        and surfaces.turns("Euronews يورونيوز")
        and not surfaces.turns("نعم")
    )
    assert len(surfaces.hard_texts("ar", "نص")) == len(surfaces.hard_texts("en")) + 1
    assert surfaces.surfaces("ar").notna().all(axis=None)


def test_guide_lists_every_notebook():
    assert (
        next(iter(guide.list_notebooks("en")["number"])) == "00"
        and (guide.list_notebooks("ar")["question"].str.len() > 3).all()
    )


def test_first_quotes_keeps_the_index(articles, quotes):
    assert guide.first_quotes(quotes, articles).index.equals(quotes.index)


def test_errors_of_cleaning_count_all_first():
    found = overview.cleaning_errors()
    each, whole = found.iloc[1:], found.iloc[0]
    assert whole["articles_checked"] == each["articles_checked"].sum() >= 100 and whole["outlet"] == ""
    assert (found["furniture_left"] <= found["articles_checked"]).all()
