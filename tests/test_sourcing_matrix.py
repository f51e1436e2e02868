"""Statements against outlets: what each carries, in what form, and what it left out."""

import pandas as pd
import pytest

from isnad import sourcing
from isnad.errors import ParameterError, SchemaError
from sourcing_sample import corpus, said, three_outlets


@pytest.fixture
def grid() -> pd.DataFrame:
    articles, quotes = three_outlets()
    return sourcing.statement_matrix(sourcing.describe_quotes(quotes, articles), articles)


def cell(grid: pd.DataFrame, statement: str, outlet: str) -> str:
    return grid[(grid["statement_id"] == statement) & (grid["outlet"] == outlet)]["cell"].item()


def test_forms(grid):
    assert cell(grid, "s1", "aawsat") == "verbatim"
    assert cell(grid, "s1", "euronews") == "excerpt"
    assert cell(grid, "s1", "bbc") == "indirect"
    assert cell(grid, "s2", "bbc") == "absent"


def test_absence_is_claimed_of_outlets_that_cover_the_event_only(grid):
    assert "cnn" not in set(grid["outlet"]) and "alone" not in set(grid["event_id"])
    assert set(grid["outlets_covering"]) == {3}


def test_who_was_first(grid):
    first = grid[grid["is_first"] & (grid["statement_id"] == "s1")]
    assert first["outlet"].tolist() == ["aawsat"]


def test_a_statement_that_nothing_matches_is_one_of_its_outlet(grid):
    alone = sourcing.list_alone(grid)
    assert "المفاوضات تسير ببطء شديد" in set(alone["text"]) and set(alone["outlet"]) == {"aawsat", "euronews"}


def test_fragments_of_one_clause_are_one_statement():
    clause = "الاتفاق «{}» يبقى ممكنا «قريبا»"
    articles, quotes = corpus(
        (
            "a",
            "aawsat",
            "2021-01-01",
            "e",
            [said("النهائي", frame=f"قال الحداد إن {clause}.", clause=clause, form="mixed")],
        ),
        ("b", "bbc", "2021-01-01", "e", [said("لا جديد", "ليلى منصور")]),
    )
    second = quotes.iloc[[0]].assign(
        quote_id="a:9",
        text="قريبا",
        start=articles["body"][0].index("قريبا"),
        end=articles["body"][0].index("قريبا") + 5,
    )
    grid = sourcing.statement_matrix(
        sourcing.describe_quotes(pd.concat([quotes, second], ignore_index=True), articles), articles
    )
    assert grid["statement_id"].nunique() == 2


def test_left_out_is_counted_out_of_what_others_carry(grid):
    table = sourcing.coverage(grid, least=2).set_index("outlet")
    assert table.loc["bbc", "statements"] == 1 and table.loc["bbc", "left_out"] == 0
    table = sourcing.coverage(grid, least=1).set_index("outlet")
    assert table.loc["bbc", "left_out"] == 2 and table.loc["bbc", "statements"] == 3
    assert table.loc["aawsat", "alone"] == 1 and table.loc["aawsat", "carried"] == 2
    assert table["low"].isna().all() and table["is_small"].all()


def test_left_out_by_speaker(grid):
    table = sourcing.coverage(grid, of="speaker", least=1)
    assert table[(table["speaker"] == "ليلى منصور") & (table["outlet"] == "bbc")]["left_out"].item() == 1


def test_where_two_outlets_cover_an_event_the_other_one_counts():
    articles, quotes = three_outlets()
    articles = articles[articles["outlet"] != "bbc"]
    grid = sourcing.statement_matrix(sourcing.describe_quotes(quotes, articles), articles)
    assert sourcing.coverage(grid, least=2).set_index("outlet").loc["aawsat", "statements"] == 2


def test_claims_of_absence_can_be_checked(grid):
    articles, _ = three_outlets()
    sample = sourcing.sample_absent(grid, articles, 10, seed=1)
    assert len(sample) == (grid["cell"] == "absent").sum()
    assert sample["titles"].map(len).gt(0).all() and sample["article_ids"].map(len).gt(0).all()


def test_nothing_in_common_gives_an_empty_table_with_its_columns():
    articles, quotes = three_outlets()
    apart = articles.assign(event_id=articles["article_id"])
    grid = sourcing.statement_matrix(sourcing.describe_quotes(quotes, apart), apart)
    assert grid.empty and "cell" in grid.columns
    assert sourcing.coverage(grid).empty and sourcing.list_alone(grid).empty
    assert (
        sourcing.find_left_out(grid, sourcing.coverage(grid), apart, "ar")[0] == "sourcing.finding_event_none"
    )


def test_events_must_have_been_found_first():
    articles, quotes = three_outlets()
    sourced = sourcing.describe_quotes(quotes, articles)
    with pytest.raises(SchemaError, match="event_id"):
        sourcing.statement_matrix(sourced, articles.drop(columns="event_id"))


def test_events_are_listed_and_chosen():
    articles, _ = three_outlets()
    events = sourcing.count_events(articles)
    assert events["event_id"].tolist() == ["strike"] and events["outlets"].tolist() == [3]
    assert (
        sourcing.choose_event(events)
        == sourcing.choose_event(events, "strike")
        == sourcing.choose_event(events, "خبر a1")
        == "strike"
    )
    assert len(sourcing.of_event(articles, "strike")) == 3 and sourcing.of_event(articles, "").empty
    with pytest.raises(ParameterError, match="event"):
        sourcing.choose_event(events, "حدث لا وجود له")
    assert sourcing.choose_event(events.iloc[:0]) == ""


def test_the_finding_names_the_outlet_that_left_out_most(grid):
    articles, _ = three_outlets()
    key, values = sourcing.find_left_out(grid, sourcing.coverage(grid, least=1), articles, "ar")
    assert (
        key == "sourcing.finding_left_out" and values["outlet"] == "بي بي سي عربي" and values["left_out"] == 2
    )


def test_the_finding_of_an_event():
    articles, quotes = three_outlets()
    of_event = sourcing.of_event(articles, "strike")
    key, values = sourcing.find_event(sourcing.describe_quotes(quotes, of_event), of_event)
    assert key == "sourcing.finding_event" and values["n"] == 5 and values["agency"] == pytest.approx(0.2)
    assert (
        sourcing.find_event(sourcing.describe_quotes(quotes, articles.iloc[:0]), articles.iloc[:0])[0]
        == "sourcing.finding_event_none"
    )


def test_articles_that_share_two_statements_are_of_one_event():
    articles, quotes = corpus(
        ("a", "x", "2021-01-01", None, [said("نعم لهذا", statement="s"), said("لا لذاك", statement="t")]),
        ("b", "y", "2021-01-01", None, [said("نعم لهذا", statement="s"), said("لا لذاك", statement="t")]),
        ("c", "z", "2021-01-01", None, [said("نعم لهذا", statement="s")]),
        ("d", "z", "2021-01-01", "old", [said("كلام آخر")]),
    )
    before = articles.copy(deep=True)
    linked = sourcing.link_events(articles, quotes)
    pd.testing.assert_frame_equal(articles, before)
    assert (
        linked["event_id"].tolist()[:2] == ["e:a", "e:a"]
        and pd.isna(linked["event_id"][2])
        and linked["event_id"][3] == "old"
    )
    known = articles.assign(event_id=pd.Series(["one", "two", None, "old"], dtype="str"))
    assert sourcing.link_events(known, quotes)["event_id"].tolist()[:2] == ["one", "one"]
    pd.testing.assert_frame_equal(sourcing.link_events(articles, quotes.iloc[:0]), articles)
