"""Names of the same thing: found in the text, counted by outlet, discovered in versions."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad import framing, resources, schema, sourcing, variants
from isnad.errors import LexiconError
from isnad.messages import catalogue
from sourcing_sample import corpus, said

NAMES = pd.DataFrame(
    [("gulf", "الخليج", "the Gulf", variant, side, "", "") for variant, side in
     (("الخليج العربي", "arab"), ("الخليج الفارسي", "iran"), ("الخليج", "neutral"), ("خليج عمان", "neutral"))],
    columns=list(framing.TABLE),
)  # fmt: skip


def articles(**bodies: tuple[str, str]) -> pd.DataFrame:
    return schema.table(
        [
            {"article_id": key, "outlet": outlet, "body": body, "published": "2021-01-01"}
            for key, (outlet, body) in bodies.items()
        ],
        schema.ARTICLES,
    )


def test_the_longest_name_counts_and_what_is_written_on_is_left_off():
    made = articles(a=("x", "سفن في الخليج العربي، وبالخليجِ الفارسيّ سفن، وللخليج أهله، والخليجي غيره."))
    found = framing.find_names(made, names=NAMES)
    assert found["text"].tolist() == ["الخليج العربي", "الخليجِ الفارسيّ", "لخليج"]
    assert found["variant"].tolist() == ["الخليج العربي", "الخليج الفارسي", "الخليج"]
    assert [made["body"][0][s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found[
        "text"
    ].tolist()


def test_a_name_in_a_quotation_is_the_speakers():
    made, quotes = corpus(("a", "x", "2021-01-01", None, [said("أمن الخليج العربي مسؤوليتنا")]))
    made["body"] = made["body"] + "\nوتطل الدولة على الخليج العربي."
    found = framing.find_names(made, quotes, NAMES)
    assert found["in_quote"].tolist() == [True, False]
    counts = framing.count_names(found)
    assert counts["n"].tolist() == [2] and counts["own_voice"].tolist() == [1]


def test_counts_have_their_denominator_and_the_rest_to_compare_with():
    made = articles(
        **{f"a{k}": ("x", "في الخليج العربي سفن رقم " + str(k)) for k in range(8)},
        **{f"b{k}": ("y", "في الخليج الفارسي سفن رقم " + str(k)) for k in range(8)},
    )
    counts = framing.count_names(framing.find_names(made, names=NAMES))
    assert counts["share"].tolist() == [1, 1] and counts["other_share"].tolist() == [0, 0]
    assert (counts["log_odds"] > 3).all() and (counts["keyness"] > 15).all()
    assert (counts["log_odds_low"] <= counts["log_odds"]).all()


def test_an_outlet_alone_has_nothing_to_compare_with():
    counts = framing.count_names(framing.find_names(articles(a=("x", "الخليج العربي")), names=NAMES))
    assert counts["keyness"].isna().all() and counts["other_share"].isna().all() and counts["is_small"].all()


def test_no_name_gives_an_empty_table_with_its_columns():
    found = framing.find_names(articles(a=("x", "لا شيء هنا")), names=NAMES)
    assert found.empty and list(found.columns) == list(framing.FOUND)
    assert list(framing.count_names(found).columns) == list(framing.COUNTS)


@settings(deadline=None)
@given(st.text(alphabet="الخليج العربيفسوبمنة ًّـ\n.«»\u200f", max_size=80))
def test_every_find_is_a_slice(body):
    made = articles(a=("x", body))
    found = framing.find_names(made, names=NAMES)
    assert all(
        made["body"][0][s:e] == t for s, e, t in zip(found["start"], found["end"], found["text"], strict=True)
    )


def test_the_shipped_table_can_be_read_and_says_on_what_ground():
    names = framing.load_framing()
    assert len(names) > 80 and names["basis"].str.len().min() > 3
    assert {"القرم المحتلة", "ترمب", "الاحتلال"} <= set(names["variant"])
    words = catalogue()
    assert all(f"codes.naming_side_{side}" in words for side in names["side"].unique())
    assert names.groupby("concept")[["concept_ar", "concept_en"]].nunique().eq(1).all(axis=None)
    assert framing.concept_names(names, "en")["crimea"] == "Crimea"


@pytest.mark.parametrize(("text", "what"), [
    ("concept\nx\n", "variant"), ("concept,variant\n,نعم\n", "line 2"), ("concept,variant\nx,أمل\nx,امل\n", "line 3"),
])  # fmt: skip
def test_a_table_that_cannot_be_used_says_where(tmp_path, text, what):
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=what):
        framing.load_framing(path)


def test_a_table_that_is_not_there_says_so(tmp_path):
    with pytest.raises(LexiconError, match="no such table"):
        framing.load_framing(tmp_path / "none.csv")


def test_a_table_of_two_columns_is_enough(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("concept,variant\nمصنع,المصنع\nمصنع,المعمل\n", encoding="utf-8")
    names = framing.load_framing(path)
    counts = framing.count_names(framing.find_names(articles(a=("x", "المعمل والمصنع")), names=names))
    assert counts["n"].sum() == 2 and framing.concept_names(names, "ar") == {"مصنع": "مصنع"}


def test_names_that_take_each_others_place_are_found():
    made, quotes = corpus(
        ("a", "x", "2021-01-01", "e", [said("نحشد قواتنا في القرم المحتلة منذ أيام", statement="s")]),
        ("b", "y", "2021-01-01", "e", [said("نحشد قواتنا في شبه جزيرة القرم منذ أيام", statement="s")]),
    )
    found = variants.discover_names(sourcing.describe_quotes(quotes, made), made)
    pairs = {frozenset(pair) for pair in zip(found["name"], found["other"], strict=True)}
    assert frozenset(("القرم المحتلة", "شبه جزيرة القرم")) in pairs
    known = pd.DataFrame({"concept": ["i", "i"], "variant": ["القرم المحتلة", "شبه جزيرة القرم"]})
    assert variants.discover_names(sourcing.describe_quotes(quotes, made), made, names=known).empty


def test_two_spellings_of_a_name_are_found():
    made, quotes = corpus(
        ("a", "x", "2021-01-01", "e", [said("قال ترامب إن الحل قريب جدا", statement="s")]),
        ("b", "y", "2021-01-01", "e", [said("قال ترمب إن الحل قريب جدا", statement="s")]),
    )
    found = variants.discover_names(sourcing.describe_quotes(quotes, made), made)
    assert ("spelling", "ترامب", "ترمب") in set(
        zip(found["basis"], found["name"], found["other"], strict=True)
    )


def test_nothing_shared_means_nothing_discovered():
    made, quotes = corpus(("a", "x", "2021-01-01", "e", [said("نعم")]))
    found = variants.discover_names(sourcing.describe_quotes(quotes, made), made)
    assert found.empty and list(found.columns) == list(variants.DISCOVERED)


def test_the_table_travels_with_the_package():
    assert resources.data("framing.csv").is_file()
