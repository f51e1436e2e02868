"""Versions of one statement: compared word by word, listed, shown."""

import re

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from isnad import sourcing, versions, wording
from isnad.errors import ParameterError
from isnad.views import comparison
from sourcing_sample import corpus, said, three_outlets

TEXT = st.text(alphabet="ابتدرسعلمنوي ه،.", max_size=60)


def statuses(reference: str, other: str) -> list[str]:
    return [step.status for step in wording.compare(wording.words(reference), wording.words(other))]


@pytest.fixture
def told():
    articles, quotes = three_outlets()
    return sourcing.describe_quotes(quotes, articles), articles


def test_the_same_words_are_kept_whatever_their_spelling():
    assert set(statuses("الإمارات لن تتراجع أبداً", "الامارات لن تتراجع أبدا")) == {"kept"}


def test_words_that_changed_their_form_and_words_that_came_and_went():
    found = wording.counts(
        wording.compare(
            wording.words("العمال يرفضون الاتفاق الجديد"), wording.words("عمال المصنع يرفضون الاتفاق")
        )
    )
    assert found["form"] == 1 and found["added"] == 1 and found["dropped"] == 1 and found["kept"] == 2


def test_a_word_that_moved_is_neither_dropped_nor_added():
    found = wording.counts(
        wording.compare(
            wording.words("اقترح الوزير عقد مؤتمر دولي"), wording.words("الوزير عقد مؤتمر دولي اقترح")
        )
    )
    assert found["moved"] == 1 and found["added"] == found["dropped"] == 0


def test_particles_alone_align_nothing():
    assert "kept" not in statuses("في البيت", "في المدرسة")


@settings(deadline=None)
@given(TEXT, TEXT)
def test_every_word_of_both_is_told_once(reference, other):
    steps = wording.compare(wording.words(reference), wording.words(other))
    assert sorted(step.reference for step in steps if step.reference is not None) == list(
        range(len(wording.words(reference)))
    )
    assert sorted(step.other for step in steps if step.other is not None) == list(
        range(len(wording.words(other)))
    )
    assert [step.other for step in steps if step.other is not None] == list(range(len(wording.words(other))))


@settings(deadline=None)
@given(TEXT)
@example("معها")
def test_a_wording_keeps_all_of_itself(text):
    assert set(statuses(text, text)) <= {"kept", "dropped", "added"} and not {"moved", "form"} & set(
        statuses(text, text)
    )


def test_statements_that_outlets_share(told):
    statements = versions.list_statements(*told)
    assert statements["statement_id"].tolist() == ["s1"]
    row = statements.iloc[0]
    assert row["outlets"] == 3 and row["versions"] == 3 and row["outlet_ids"] == ["aawsat", "bbc", "euronews"]
    assert not row["different_chains"]


def test_chains_that_differ_are_told():
    articles, quotes = corpus(
        ("a", "x", "2021-01-01", "e", [said("سنعقد قمة في الربيع المقبل", statement="s", chain=[{"name": "البيت الأبيض", "medium": None}])]),
        ("b", "y", "2021-01-01", "e", [said("سنعقد قمة في الربيع المقبل", statement="s", chain=[{"name": "الكرملين", "medium": None}])]),
        ("c", "x", "2021-01-02", "e", [said("العمل مستمر في كل مكان", statement="t", chain=[{"name": "الرئاسة الأميركية", "medium": None}])]),
        ("d", "y", "2021-01-02", "e", [said("العمل مستمر في كل مكان", statement="t", chain=[{"name": "البيت الأبيض", "medium": "بيان"}])]),
    )  # fmt: skip
    statements = versions.list_statements(sourcing.describe_quotes(quotes, articles), articles).set_index(
        "statement_id"
    )
    assert statements.loc["s", "different_chains"] and not statements.loc["t", "different_chains"]
    assert statements.loc["s", "paths"] == ["سامي الحداد ← البيت الأبيض", "سامي الحداد ← الكرملين"]
    key, values = sourcing.find_versions(statements.reset_index(), articles, quotes, "ar")
    assert key == "sourcing.finding_versions" and values["n"] == 2 and values["different"] == 1


def test_one_line_a_statement_and_outlet(told):
    statements = versions.list_statements(*told)
    lines = versions.by_outlet(statements)
    assert len(lines) == statements["outlets"].sum()
    assert set(lines["outlet"]) == {outlet for ids in statements["outlet_ids"] for outlet in ids}
    assert versions.by_outlet(statements.iloc[:0]).empty


def test_versions_in_order_of_publication(told):
    table = versions.list_versions(*told, "s1")
    assert table["outlet"].tolist() == ["aawsat", "euronews", "bbc"]
    assert table["is_first"].tolist() == [True, False, False] and table["days_after"].tolist() == [0, 1, 2]
    assert table["is_reference"].tolist() == [True, False, False] and table["kept_share"][0] == 1
    bodies = told[1].set_index("article_id")["body"]
    assert all(bodies[row.article_id][row.start : row.end] == row.text for row in table.itertuples())
    assert versions.list_versions(*told, "s1", reference="bbc")["is_reference"].tolist() == [
        False,
        False,
        True,
    ]
    assert versions.list_versions(*told, "none").empty


def test_a_reference_that_is_not_there_is_refused(told):
    with pytest.raises(ParameterError, match="these have one: aawsat"):
        versions.list_versions(*told, "s1", reference="cnn")


def test_a_statement_is_chosen_by_its_words_or_its_speaker(told):
    statements = versions.list_statements(*told)
    for wanted in ("", "s1", "حقوق العمال", "سامي الحدّاد"):
        assert versions.choose_statement(statements, wanted) == "s1"
    with pytest.raises(ParameterError, match="statement"):
        versions.choose_statement(statements, "كلام لم يقله أحد")
    assert versions.choose_statement(statements.iloc[:0]) == ""


def test_articles_without_a_date_come_last(told):
    sourced, articles = told
    undated = sourced.assign(published=sourced["published"].mask(sourced["outlet"] == "aawsat"))
    table = versions.list_versions(undated, articles, "s1")
    assert (
        table["outlet"].tolist()[-1] == "aawsat"
        and pd.isna(table["days_after"].iloc[-1])
        and not table["is_first"].iloc[-1]
    )


def test_the_view_reads_right_to_left_and_hides_nothing_behind_colour(told):
    page = comparison.versions(versions.list_versions(*told, "s1"), "ar")._repr_html_()
    assert page.count("<article") == 3 and 'dir="rtl"' in page
    assert "<del" in page and "<b>" in page
    assert re.search(r'class="isnad-by-day" checked', page)
    assert "data-" not in page and "<script" not in page


def test_the_view_escapes_everything():
    articles, quotes = corpus(
        (
            "a",
            "<i>x</i>",
            "2021-01-01",
            "e",
            [said("<img src=x onerror=alert(1)> كلام طويل هنا", "<script>", statement="s")],
        ),
        (
            "b",
            "y",
            "2021-01-01",
            "e",
            [said("<img src=y onerror=alert(2)> كلام طويل هناك", "<script>", statement="s", marked=False)],
        ),
    )
    page = comparison.versions(
        versions.list_versions(sourcing.describe_quotes(quotes, articles), articles, "s"), "en"
    )._repr_html_()
    assert "<img" not in page and "<script" not in page and "<i>" not in page


def test_versions_of_one_wording_share_a_card():
    rows = [
        (f"a{k}", f"outlet-{k}", "2021-01-01", "e", [said("نص واحد وزعته الوكالة على الجميع", statement="s")])
        for k in range(6)
    ]
    articles, quotes = corpus(*rows)
    page = comparison.versions(
        versions.list_versions(sourcing.describe_quotes(quotes, articles), articles, "s"), "en"
    )._repr_html_()
    assert page.count("<article") == 1 and "outlet-5" in page


def test_nothing_to_compare_is_said(told):
    empty = versions.list_versions(*told, "none")
    limits = sourcing.limits(
        told[1].iloc[:1], pd.DataFrame({"article_id": ["a1"], "statement_id": [None]}), compare="statements"
    )
    for language in ("ar", "en"):
        assert "isnad-limit" in comparison.versions(empty, language)._repr_html_()
        assert (
            limits[0].say(language)
            in comparison.versions(empty, language, limits=limits).bundles[0]["text/plain"]
        )
