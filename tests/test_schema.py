"""Tables have exactly their columns and types, however little is known."""

import pandas as pd
import pytest

from isnad import schema
from isnad.errors import SchemaError

TABLES = ["ARTICLES", "QUOTES", "TIMES", "EVENTS", "LINES", "REJECTED"]
each = pytest.mark.parametrize("name", TABLES)


@each
def test_empty_table_has_all_columns_with_their_types(name):
    columns = getattr(schema, name)
    frame = schema.table([], columns)
    assert list(frame.columns) == list(columns) and len(frame) == 0
    assert [str(kind) for kind in frame.dtypes] == [schema.DTYPES[kind] for kind in columns.values()]


@each
def test_types_do_not_depend_on_the_rows(name):
    columns = getattr(schema, name)
    sample = {
        "str": "نص",
        "int": 3,
        "int?": None,
        "float": 0.5,
        "bool": True,
        "datetime": "2021-04-13",
        "list": ["a"],
    }
    frame = schema.table([{column: sample[kind] for column, kind in columns.items()}], columns)
    pd.testing.assert_series_equal(frame.dtypes, schema.table([], columns).dtypes)


def test_absent_values_are_missing():
    frame = schema.table([{"article_id": "a"}], schema.ARTICLES)
    assert frame.loc[0, "article_id"] == "a"
    assert frame.drop(columns="article_id").isna().all(axis=None)
    quotes = schema.table([{"start": 0, "end": 1, "marked": True, "in_title": False}], schema.QUOTES)
    assert (
        quotes.loc[0, "chain"] == []
        and pd.isna(quotes.loc[0, "cue_start"])
        and pd.isna(quotes.loc[0, "confidence"])
    )


def test_unknown_column_is_an_error():
    with pytest.raises(SchemaError, match="titel"):
        schema.table([{"titel": "x"}], schema.ARTICLES)


def test_lists_are_not_shared_between_rows():
    frame = schema.table([{}, {}], {"chain": "list"})
    frame.loc[0, "chain"].append("x")  # type: ignore[union-attr]
    assert frame.loc[1, "chain"] == []


def test_require_names_every_missing_column_and_who_asked():
    with pytest.raises(SchemaError, match=r"extract_x: .*body, title.*article_id"):
        schema.require(pd.DataFrame({"article_id": []}), ["article_id", "body", "title"], "extract_x")


@pytest.mark.parametrize("wrong", [None, [1], {"body": []}, "articles.csv"])
def test_require_wants_a_frame(wrong):
    with pytest.raises(SchemaError, match="expected a DataFrame"):
        schema.require(wrong, ["body"], "extract_x")
