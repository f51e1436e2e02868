"""Statements as they are counted, and shares with their intervals."""

import numpy as np
import pandas as pd
import pytest

from isnad import sourcing, text, versions
from isnad.errors import ParameterError, SchemaError
from isnad.sourcing import describe, intervals, sources
from isnad.sourcing.describe import SOURCED
from sourcing_sample import corpus, said, three_outlets


def many(n: int = 12, outlets: tuple[str, ...] = ("aawsat", "bbc")) -> pd.DataFrame:
    rows = []
    for k in range(n):
        for outlet in outlets:
            who = ("وزير الخارجية الفرنسي", "person") if (k + len(outlet)) % 3 else ("مصدر مطلع", "unnamed")
            rows.append((f"{outlet}{k}", outlet, "2021-01-01", None, [
                said(f"الكلام رقم {k} طويل بعض الشيء", who[0], kind=who[1], cue="زعم" if outlet == "bbc" else "قال"),
                said("كلام ثان", "هدى سالم", marked=False),
            ]))  # fmt: skip
    articles, quotes = corpus(*rows)
    return sourcing.describe_quotes(quotes, articles)


def test_describe_keeps_the_index_and_does_not_change_its_input():
    articles, quotes = three_outlets()
    quotes.index = quotes.index + 100
    before = quotes.copy(deep=True)
    sourced = sourcing.describe_quotes(quotes, articles)
    assert list(sourced.columns) == list(SOURCED)
    assert sourced.index.equals(quotes.index)
    pd.testing.assert_frame_equal(quotes, before)


def test_describe_of_nothing_has_all_columns():
    articles, quotes = three_outlets()
    for empty in (
        sourcing.describe_quotes(quotes.iloc[:0], articles),
        sourcing.describe_quotes(quotes, articles.iloc[:0]),
    ):
        assert empty.empty and list(empty.columns) == list(SOURCED)
        assert sourcing.share(empty, "speaker").empty
        assert sourcing.log_odds(empty).empty
        assert sourcing.diversity(empty).empty
        assert sourcing.overlap(empty).empty
        assert sourcing.count_relays(empty).empty


def test_describe_names_every_missing_column():
    articles, quotes = three_outlets()
    with pytest.raises(SchemaError, match="speaker"):
        sourcing.describe_quotes(quotes.drop(columns="speaker"), articles)


def test_titles_are_not_counted():
    articles, quotes = three_outlets()
    assert len(sourcing.describe_quotes(quotes.assign(in_title=True), articles)) == 0


def test_a_copy_within_an_outlet_counts_once_and_in_two_outlets_twice():
    articles, _quotes = three_outlets()
    same = articles.iloc[[0]].assign(article_id="copy")
    other = articles.iloc[[0]].assign(article_id="elsewhere", outlet="bbc")
    kept = sourcing.without_copies(pd.concat([articles, same, other], ignore_index=True))
    assert "copy" not in set(kept["article_id"]) and "elsewhere" in set(kept["article_id"])
    marked = articles.assign(outlet="x", duplicate_of=pd.Series([pd.NA, "a1", pd.NA, pd.NA], dtype="str"))
    assert "b1" not in set(sourcing.without_copies(marked)["article_id"])


@pytest.mark.parametrize(("words", "kind"), [
    ("وزير الخارجية الروسي", "government"), ("المتحدث باسم الجيش", "security"), ("الأمين العام للأمم المتحدة", "international"), ("خبير اقتصادي", "expert"),
    ("صحيفة محلية", "media"), ("شهود عيان", "citizen"), ("مسؤول كبير", "government"), ("مسؤول في شركة طيران", "business"), ("سامي الحداد", None),
])  # fmt: skip
def test_the_words_that_stand_with_a_name_tell_its_type(words, kind):
    assert sources.source_type(words) == kind


@pytest.mark.parametrize(("words", "country"), [
    ("وزير الخارجية الروسي", "RU"), ("السفارة الروسية في لندن", "RU"), ("مندوب بريطانيا", "GB"), ("الرئيس الأميركي", "US"), ("شرطة باريس", "FR"),
    ("ألمانيا وفرنسا", None), ("سامي الحداد", None),
])  # fmt: skip
def test_the_words_that_stand_with_a_name_tell_its_country(words, country):
    assert sources.country_in(words) == country


@pytest.mark.parametrize(("speaker", "kind", "naming"), [
    ("سامي الحداد", "person", "named"), ("الرئيس الصيني", "person", "role_only"), ("مندوب بريطانيا", "person", "role_only"), ("متحدث باسم الجيش", "spokesperson", "role_only"),
    ("البيت الأبيض", "institution", "institution"), ("مصدر مطلع", "unnamed", "unnamed"), (None, None, "unknown"), (np.nan, None, "unknown"),
])  # fmt: skip
def test_how_fully_a_source_is_named(speaker, kind, naming):
    assert sources.naming(speaker, kind) == naming


def test_the_way_words_came():
    articles, quotes = corpus(
        ("a", "aawsat", "2021-01-01", None, [
            said("النتائج جيدة", frame="قال سامي الحداد لـ«الشرق الأوسط» إن «{}»."),
            said("سنواصل العمل", cue="أضاف", frame="وأضاف أن «{}»."),
            said("لا تعليق", "ليلى منصور", chain=[{"name": "وكالة رويترز", "medium": None}]),
            said("لا تغيير", "هدى سالم", chain=[{"name": "مكتب الوزير", "medium": "بيان"}]),
            said("نعم", "نادر قاسم", medium="مؤتمر صحافي"),
            said("ربما", "عمر زيدان"),
        ]),
    )  # fmt: skip
    sourced = sourcing.describe_quotes(quotes, articles)
    assert sourced["origin"].tolist() == ["outlet", "outlet", "agency", "relay", "public", "unstated"]
    assert sourced["is_agency"].tolist() == [False, False, True, False, False, False]
    assert sourced["path"][2] == "ليلى منصور ← وكالة رويترز"
    assert sourced["links"][3] == ["مكتب الوزير"]


def test_a_common_noun_is_not_the_name_of_the_outlet():
    articles, quotes = corpus(
        (
            "a",
            "alwatan",
            "2021-01-01",
            None,
            [said("نعمل من أجل الجميع", frame="قدم خدمة للوطن وكان يعمل بصمت، «{}».")],
        )
    )
    assert sourcing.describe_quotes(quotes, articles)["origin"].tolist() == ["unstated"]


def test_chains_read_from_parquet_are_arrays(tmp_path):
    articles, quotes = three_outlets()
    quotes.to_parquet(tmp_path / "q.parquet")
    again = sourcing.describe_quotes(pd.read_parquet(tmp_path / "q.parquet"), articles)
    assert again["relay"].tolist() == sourcing.describe_quotes(quotes, articles)["relay"].tolist()


def test_sides_are_countries_unless_given():
    sourced = many(3)
    assert set(sourced["side"].dropna()) == {"FR"}
    articles, quotes = corpus(
        ("a", "x", "2021-01-01", None, [said("نعم", "وزير الخارجية الفرنسي"), said("لا", "هدى سالم")])
    )
    given = sourcing.describe_quotes(quotes, articles, sides=sourcing.read_sides(["الغرب: FR GB"]))
    assert given["side"].tolist()[0] == "الغرب" and pd.isna(given["side"].iloc[1])


@pytest.mark.parametrize("line", ["no colon", ": FR", "name:", ""])
def test_a_side_that_cannot_be_read_is_refused(line):
    with pytest.raises(ParameterError, match="sides"):
        sourcing.read_sides([line])


def test_one_country_cannot_stand_in_two_sides():
    with pytest.raises(ParameterError, match="FR"):
        sourcing.read_sides(["أ: FR", "ب: FR"])


def test_shares_add_up_and_have_their_denominator():
    sourced = many()
    table = sourcing.share(sourced, "naming")
    assert table.groupby("outlet")["share"].sum().round(9).eq(1).all()
    assert (table["n"] / table["total"]).round(12).equals(table["share"].round(12))
    assert (table["total"] == 24).all() and (table["group_articles"] == 12).all()
    assert not table["is_small"].any()
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_shares_of_words_and_of_articles():
    sourced = many()
    words = sourcing.share(sourced, "form", by=None, unit="words")
    assert words["total"].iloc[0] == sourced["words"].sum()
    told = sourcing.share(sourced, "speaker", by=None, unit="articles")
    assert told.loc[told["speaker"] == "هدى سالم", "share"].item() == 1
    both = sourcing.share(sourced, "form", unit=("statements", "words"))
    assert both["unit"].tolist() == ["statements"] * 4 + ["words"] * 4


def test_an_unknown_unit_is_refused():
    with pytest.raises(ParameterError, match="lines"):
        sourcing.share(many(2), "form", unit="lines")


def test_small_groups_are_marked_not_dropped():
    table = sourcing.share(many(3), "naming", min_count=20)
    assert table["is_small"].all() and set(table["outlet"]) == {"aawsat", "bbc"}
    assert table["low"].isna().all()
    assert [limit.key for limit in sourcing.few_groups(table, minimum=20)] == ["few"]


def test_the_same_seed_gives_the_same_interval():
    sourced = many()
    one, two = sourcing.share(sourced, "naming", seed=5), sourcing.share(sourced, "naming", seed=5)
    pd.testing.assert_frame_equal(one, two)


def test_the_order_of_rows_does_not_matter():
    sourced = many()
    shuffled = sourced.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(sourcing.share(sourced, "naming"), sourcing.share(shuffled, "naming"))


def test_intervals_are_wider_when_articles_are_uniform_inside():
    """Ten articles that each speak with one voice tell less than a hundred statements seem to."""
    values = np.zeros((10, 2))
    values[:5, 0], values[5:, 0] = 10, 0
    values[:, 1] = 10
    low, high = intervals.ratio_bounds(values, [0], [1])
    assert high[0] - low[0] > 0.4


def test_log_odds_compare_with_the_other_outlets():
    table = sourcing.log_odds(many(), "cue_type", group=None)
    row = table[(table["outlet"] == "bbc") & (table["cue_type"] == "distancing")].iloc[0]
    assert row["n"] == 12 and row["other_n"] == 0 and row["log_odds"] > 1
    assert row["low"] <= row["log_odds"] <= row["high"] and row["high"] - row["low"] > 1
    other = table[(table["outlet"] == "aawsat") & (table["cue_type"] == "neutral")].iloc[0]
    assert other["log_odds"] > 0


def test_log_odds_leave_out_what_has_nothing_to_compare_with():
    sourced = many(6, outlets=("bbc",))
    assert sourcing.log_odds(sourced, "cue_type").empty


def test_relays_of_one_body_count_together():
    articles, quotes = corpus(
        ("a", "x", "2021-01-01", None, [said("نعم", chain=[{"name": "البيت الأبيض", "medium": None}]), said("لا", chain=[{"name": "الرئاسة الأميركية", "medium": "بيان"}])]),
    )  # fmt: skip
    relays = sourcing.count_relays(sourcing.describe_quotes(quotes, articles))
    assert relays["n"].tolist() == [2] and relays["total"].tolist() == [2]


@pytest.mark.parametrize(
    ("case", "key"),
    [("none", "no_articles"), ("silent", "no_quotes"), ("one", "one_article"), ("outlet", "one_outlet")],
)
def test_what_cannot_be_compared_is_said(case, key):
    articles, quotes = three_outlets()
    articles, quotes = {
        "none": (articles.iloc[:0], quotes.iloc[:0]), "silent": (articles, quotes.iloc[:0]), "one": (articles.iloc[:1], quotes.iloc[:2]),
        "outlet": (articles.assign(outlet="bbc"), quotes),
    }[case]  # fmt: skip
    found = sourcing.limits(articles, quotes, compare="events")
    assert found[0].key == key and found[0].stops
    for language in ("ar", "en"):
        assert "{" not in found[0].say(language)


def test_one_outlet_is_described_where_outlets_are_only_counted():
    articles, quotes = three_outlets()
    found = sourcing.limits(articles.assign(outlet="bbc"), quotes)
    assert found[0].key == "one_outlet" and not found[0].stops


def test_events_and_statements_that_nobody_shares_are_told():
    articles, quotes = three_outlets()
    apart = articles.assign(event_id=articles["article_id"])
    assert sourcing.limits(apart, quotes, compare="events")[0].key == "no_shared_event"
    alone = quotes.assign(statement_id=pd.Series([pd.NA] * len(quotes), dtype="str"))
    assert sourcing.limits(articles, alone, compare="statements")[0].key == "no_shared_statement"
    assert sourcing.limits(articles, quotes, compare="statements") == []


def test_ten_thousand_copies_are_told():
    articles, quotes = three_outlets()
    copies = pd.concat([articles.iloc[[0]]] * 10_000, ignore_index=True)
    copies["article_id"] = [f"c{k}" for k in range(len(copies))]
    copies["outlet"] = [f"outlet-{k % 4}" for k in range(len(copies))]
    found = sourcing.limits(copies, quotes.assign(article_id="c0"))
    assert {limit.key for limit in found} >= {"copies", "same_text", "silent_outlets"}
    assert "9,996" in next(limit for limit in found if limit.key == "copies").say("en")


def test_the_finding_refuses_small_numbers():
    sourced = many(4)
    articles = pd.DataFrame({"article_id": sourced["article_id"].unique()})
    assert sourcing.find_quoted(sourced, articles, minimum=1000)[0] == "sourcing.finding_quoted_few"
    key, values = sourcing.find_quoted(sourced, articles, minimum=5)
    assert key == "sourcing.finding_quoted" and values["top"] == "هدى سالم" and values["n"] == 16
    assert sourcing.find_quoted(sourced.iloc[:0], articles)[0] == "sourcing.finding_none"


def test_tables_are_put_in_words():
    shares = sourcing.share(many(3), "naming")
    told = sourcing.in_words(shares, "ar")
    assert "الشرق الأوسط" in set(told["outlet"]) and "مصدر مجهول" in set(told["naming"])
    assert "bbc" in set(shares["outlet"])
    assert sourcing.in_words(sourcing.share(many(3), "side"), "en")["side"].isin(["France", "unknown"]).all()


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("سامر الغزالي", "فاز المدرب المغربي سامر الغزالي بالكأس. وقال الغزالي إنه سعيد.", ("sport", "MA")),
        (
            "سلمى حداد",
            "قالت سلمى حداد، أستاذة التاريخ في الجامعة التونسية، إن الوثيقة أصلية.",
            ("expert", "TN"),
        ),
        ("وزارة الزراعة", "أعلنت وزارة الزراعة المصرية خطة. وقالت وزارة الزراعة إنها جاهزة.", (None, "EG")),
        ("رامي عون", "كانت الحكومة الفرنسية قد رفضت طلب الشركة حول مشروع تقدم به رامي عون.", (None, None)),
        ("رامي عون", "لا أحد هنا.", (None, None)),
        ("", "", (None, None)),
    ],
)
def test_titles_anywhere_in_the_article_tell_type_and_country(name, body, expected):
    kind, country = sources.elsewhere(text.key(name), text.key(body))
    assert (kind if expected[0] else None, country) == expected


def test_finance_is_not_mali():
    assert sources.country_in("وزير المالية الياباني") == "JP"
    assert sources.country_in("المحلل المالي") is None
    assert sources.country_in("حكومة مالي") == "ML"


def test_of_very_many_events_those_of_most_outlets_are_compared():
    events = pd.DataFrame({"event_id": ["e:1", "e:2", "e:3"]})
    articles = pd.DataFrame({"article_id": ["a", "b", "c", "d"], "event_id": ["e:2", "e:3", None, "e:1"]})
    assert list(sourcing.most_covered(articles, events, 2)["article_id"]) == ["a", "d"]
    assert sourcing.most_covered(articles, events, 3) is articles
    assert not sourcing.many_events(events, 3)
    (note,) = sourcing.many_events(events, 2)
    assert not note.stops and "3" in note.say("ar") and "2" in note.say("en")


def test_of_very_many_statements_those_of_most_outlets_are_compared():
    articles, quotes = three_outlets()
    again = said("العمل متوقف منذ أمس", "هدى سالم", statement="s3")
    added, told = corpus(*((name, name, "2021-04-16", "strike", [again]) for name in ("x", "y")))
    articles, quotes = (pd.concat(parts, ignore_index=True) for parts in ((articles, added), (quotes, told)))
    titles = quotes[quotes["statement_id"] == "s3"].assign(article_id="d1", in_title=True)
    quotes = pd.concat([quotes, titles], ignore_index=True)
    carried = sourcing.count_carried(quotes, articles)
    assert carried["statement_id"].tolist() == ["s1", "s3"] and carried["outlets"].tolist() == [3, 2]
    assert sourcing.most_carried(quotes, carried) is quotes and not sourcing.many_statements(carried)
    assert set(sourcing.most_carried(quotes, carried, most=1)["statement_id"]) == {"s1"}
    for wanted in ("s3", "متوقف", "هدى"):
        assert set(sourcing.most_carried(quotes, carried, wanted, 1)["statement_id"]) == {"s1", "s3"}
    (note,) = sourcing.many_statements(carried, 1)
    assert not note.stops and "2" in note.say("ar") and "1" in note.say("en")
    sourced = sourcing.describe_quotes(sourcing.most_carried(quotes, carried, most=1), articles)
    statements = versions.list_statements(sourced, articles)
    key, values = sourcing.find_versions(statements, articles, quotes, "ar", total=len(carried))
    assert key == "sourcing.finding_versions_most" and values["total"] == 2 and values["n"] == 1


def test_parts_of_a_large_corpus_are_described_as_the_whole(monkeypatch):
    articles, quotes = three_outlets()
    whole = sourcing.describe_quotes(quotes, articles)
    monkeypatch.setattr(describe, "BLOCK", 2)
    pd.testing.assert_frame_equal(sourcing.describe_quotes(quotes, articles), whole)


def test_texts_of_equal_edges_are_copies_only_when_all_of_them_is_equal():
    edge = "كلمة " * 40
    frame = pd.DataFrame(
        {"article_id": list("abcde"), "outlet": list("xxxyx"), "body": [f"{edge}{word}{edge}" for word in ("أول", "ثان", "أول", "أول")] + [None]}
    )  # fmt: skip
    assert sourcing.without_copies(frame.iloc[[0, 3, 4]])["article_id"].tolist() == ["a", "d", "e"]
    assert sourcing.without_copies(frame)["article_id"].tolist() == ["a", "b", "d", "e"]


def test_intervals_where_a_denominator_is_missing_in_some_draws():
    samples = np.array([[1.0, np.nan, np.nan], [2.0, 1.0, np.nan], [3.0, 3.0, np.nan]])
    low, high = intervals.bounds(samples, level=1.0)
    np.testing.assert_array_equal(low, [1, 1, np.nan])
    np.testing.assert_array_equal(high, [3, 3, np.nan])
