"""The contract of every function over frames, and properties that hold for any text."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import isnad
from isnad import duplicates, furniture, resources, schema
from isnad.gold import read_gold
from isnad.judge import judge_quotes, judge_times
from isnad.overview import count_articles, count_outlets
from isnad.reading import share_links
from isnad.sourcing import describe_quotes, diversity, share

# Pieces that news texts, and hostile ones, are made of.
PIECES = st.sampled_from([
    "قال الوزير سامي الحداد إن", "وأضاف", "«", "»", "“", "”", '"', "'", "‘", "’", ":", "،", ".", "؟", "\n", " ", "(", ")", "أعلن البيت الأبيض، في بيان، أن",
    "بحسب وكالة الأنباء", "مشيراً إلى أن", "الاتفاق نهائي", "اليوم الثلاثاء", "14 حزيران/يونيو", "قبل يومين", "2021", "عام ١٩٩٩", "1442هـ", "منذ",
    "ـــ", "قَالَ", "\u200f", "\u202b", "\u2067", "😀", "ﻻ", "گفت", "Biden", "NATO", "\u00a0", "\ufeff", "\t", "وفق", "لن تتراجع", "من جهته", "المتحدثة باسم الخارجية",
])  # fmt: skip
BODIES = (
    st.lists(PIECES, max_size=40).map(" ".join)
    | st.lists(PIECES, max_size=40).map("".join)
    | st.text(max_size=200)
)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def seeds() -> dict[str, pd.DataFrame]:
    """The tables of the annotated seeds, under an index that is not 0, 1, 2 …"""
    articles = isnad.load_articles(resources.seeds())
    articles.attrs = {}
    articles.index = pd.Index([f"row-{i}" for i in range(len(articles))])
    quotes = isnad.extract_quotes(articles)
    quotes.index = quotes.index + 100
    times = isnad.extract_times(articles)
    resolved = isnad.resolve_speakers(quotes, articles)
    found = {
        "articles": articles,
        "quotes": quotes,
        "times": times,
        "resolved": resolved,
        "events": isnad.find_events(articles),
    }
    found["matched"] = isnad.match_statements(resolved, articles)
    found["sourced"] = describe_quotes(found["matched"], found["events"])
    return found


# Rows are left out, and those that stay keep their index.
SOME = "some of the first table"
# Name, function, the tables that it takes, the table whose index its result keeps (None: a table of its own).
FUNCTIONS = [
    ("extract_quotes", isnad.extract_quotes, ["articles"], None),
    ("extract_times", isnad.extract_times, ["articles"], None),
    ("resolve_speakers", isnad.resolve_speakers, ["quotes", "articles"], "quotes"),
    ("match_statements", isnad.match_statements, ["resolved", "articles"], "resolved"),
    ("find_events", isnad.find_events, ["articles"], "articles"),
    ("build_timeline", isnad.build_timeline, ["articles", "times", "quotes"], None),
    ("duplicates.mark", duplicates.mark, ["articles"], "articles"),
    ("furniture.strip", furniture.strip, ["articles"], "articles"),
    ("describe_quotes", describe_quotes, ["matched", "events"], SOME),
    ("share", lambda sourced: share(sourced, "source_type", by="outlet"), ["sourced"], None),
    ("diversity", lambda sourced: diversity(sourced, by="outlet"), ["sourced"], None),
    ("count_outlets", count_outlets, ["articles", "quotes", "times"], None),
    ("count_articles", count_articles, ["articles", "quotes", "times"], SOME),
    ("share_links", share_links, ["quotes", "articles"], None),
    ("judge_quotes", lambda quotes: judge_quotes(read_gold(resources.gold()), quotes), ["quotes"], None),
    ("judge_times", lambda times: judge_times(read_gold(resources.gold()), times), ["times"], None),
]
contract = pytest.mark.parametrize(
    ("name", "function", "takes", "index"), FUNCTIONS, ids=[name for name, *_ in FUNCTIONS]
)
ADDS = [row for row in FUNCTIONS if row[0] not in ("judge_quotes", "judge_times")]
emptiable = pytest.mark.parametrize(
    ("name", "function", "takes", "index"), ADDS, ids=[name for name, *_ in ADDS]
)


@contract
def test_input_is_not_changed(seeds, name, function, takes, index):
    given_ = [seeds[table].copy(deep=True) for table in takes]
    function(*[seeds[table] for table in takes])
    for table, before in zip(takes, given_, strict=True):
        pd.testing.assert_frame_equal(seeds[table], before)


@contract
def test_index_is_kept_where_columns_are_added(seeds, name, function, takes, index):
    result = function(*[seeds[table] for table in takes])
    if index == SOME:
        assert result.index.is_unique and result.index.isin(seeds[takes[0]].index).all()
    elif index is None:
        assert list(result.index) == list(range(len(result)))
    else:
        assert result.index.equals(seeds[index].index)
        assert set(seeds[index].columns) <= set(result.columns)


@contract
def test_same_input_gives_the_same_output(seeds, name, function, takes, index):
    first, second = (function(*[seeds[table] for table in takes]) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


@emptiable
def test_empty_in_gives_empty_out_with_all_columns(seeds, name, function, takes, index):
    full, empty = (
        function(*[seeds[table] for table in takes]),
        function(*[seeds[table].iloc[:0] for table in takes]),
    )
    assert len(empty) == 0 and list(empty.columns) == list(full.columns)


@pytest.mark.parametrize(
    ("function", "columns"), [(isnad.extract_quotes, schema.QUOTES), (isnad.extract_times, schema.TIMES)]
)
def test_tables_have_the_columns_and_types_of_the_schema(seeds, function, columns):
    for frame in (function(seeds["articles"]), function(seeds["articles"].iloc[:0])):
        wanted = schema.table([], columns).dtypes
        pd.testing.assert_series_equal(frame.dtypes, wanted)


@pytest.mark.parametrize("function", [isnad.extract_quotes, isnad.extract_times])
def test_each_article_is_read_by_itself(seeds, function):
    articles = seeds["articles"]
    whole = function(articles)
    cut = pd.concat([function(articles.iloc[i : i + 1]) for i in range(len(articles))], ignore_index=True)
    turned = function(articles.iloc[::-1])
    pd.testing.assert_frame_equal(whole, cut)
    assert sorted(turned.iloc[:, 0]) == sorted(whole.iloc[:, 0])


@pytest.mark.parametrize("function", [isnad.extract_quotes, isnad.extract_times])
def test_missing_bodies_give_no_rows(seeds, function):
    articles = seeds["articles"].drop(columns="title").assign(body=pd.NA)
    assert function(articles).empty


@pytest.mark.parametrize(
    ("function", "missing"), [(isnad.extract_quotes, "body"), (isnad.extract_times, "article_id")]
)
def test_missing_column_is_named(seeds, function, missing):
    with pytest.raises(isnad.errors.SchemaError, match=missing):
        function(seeds["articles"].drop(columns=missing))


@calm
@given(body=BODIES, title=BODIES)
def test_any_text_is_an_article_and_every_find_is_its_slice(body, title):
    articles = pd.DataFrame(
        {
            "article_id": ["x"],
            "outlet": [None],
            "title": [title],
            "published": [pd.Timestamp("2021-06-08")],
            "body": [body],
        }
    )
    for row in isnad.extract_quotes(articles).itertuples():
        text = title if row.in_title else body
        assert row.text == text[row.start : row.end] and row.start < row.end and 0 <= row.confidence <= 1
        for name in ("cue", "mention"):
            start = getattr(row, f"{name}_start")
            if not pd.isna(start):
                assert text[start : getattr(row, f"{name}_end")] == getattr(row, name)
        if not pd.isna(row.content_start):
            assert 0 <= row.content_start <= row.start and row.end <= row.content_end <= len(text)
    last = 0
    for row in isnad.extract_times(articles).itertuples():
        assert row.text == body[row.start : row.end] and last <= row.start < row.end
        last = row.end
        assert pd.isna(row.earliest) or row.earliest < row.latest


@calm
@given(body=BODIES)
def test_quotations_and_times_have_ids_of_their_own(body):
    articles = pd.DataFrame({"article_id": ["x", "y"], "body": [body, body]})
    for frame in (isnad.extract_quotes(articles), isnad.extract_times(articles)):
        assert frame.iloc[:, 0].is_unique


@pytest.mark.parametrize("text", ["«" * 20_000, "“" * 20_000, '"' * 20_000, "قال إن " * 5_000, "وأضاف " * 5_000, "قال: " * 5_000, "بحسب " * 5_000, "«قال» " * 5_000,
                                  "يوم " * 5_000, "1 " * 10_000, "قبل بعد " * 4_000, "a" * 100_000, "\n" * 50_000, "قال فلان «" * 3_000])  # fmt: skip
def test_hostile_lengths_end(text):
    """No rule backtracks without bound: each of these ends well within the patience of a test run."""
    articles = pd.DataFrame({"article_id": ["x"], "body": [text]})
    for frame in (isnad.extract_quotes(articles), isnad.extract_times(articles)):
        assert all(
            text[start:end] == found
            for start, end, found in zip(frame["start"], frame["end"], frame["text"], strict=True)
        )
