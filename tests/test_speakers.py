"""Speakers across articles: one id for one source, however it is spelled."""

import pandas as pd
import pytest

import isnad
from isnad.errors import SchemaError


def told(*rows):
    """Quotes and articles from (article, day, body, speaker)."""
    quotes = pd.DataFrame(
        {"article_id": [r[0] for r in rows], "speaker": pd.Series([r[3] for r in rows], dtype="str")}
    )
    articles = pd.DataFrame({
        "article_id": [r[0] for r in rows], "published": pd.to_datetime([r[1] for r in rows]), "body": [r[2] for r in rows],
    }).drop_duplicates("article_id")  # fmt: skip
    return quotes, articles


def test_spellings_of_people_outside_the_table_share_an_id():
    quotes, articles = told(
        ("a", "2021-03-01", "", "غيورغي دولينسكي"),
        ("b", "2021-03-02", "", "غيورغي دولنسكي"),
        ("c", "2021-03-02", "", "سليم المرعي"),
    )
    found = isnad.resolve_speakers(quotes, articles)
    assert found["speaker_id"][0] == found["speaker_id"][1]
    assert found["speaker_id"][2] == "name:سليم المرعي"


def test_a_surname_is_the_full_name_of_the_same_days_only():
    quotes, articles = told(
        ("a", "2021-03-01", "", "هيثم القاضوري"),
        ("b", "2021-03-02", "", "القاضوري"),
        ("c", "2022-09-02", "", "القاضوري"),
    )
    ids = list(isnad.resolve_speakers(quotes, articles)["speaker_id"])
    assert ids[0] == ids[1] != ids[2]


def test_kinds_and_ids():
    quotes, articles = told(
        ("a", "2021-03-01", "", "متحدث باسم الكرملين"), ("b", "2021-03-01", "", "مصدر أمني"), ("c", "2021-03-01", "", None),
        ("d", "2021-03-01", "", "ألمانيا وفرنسا"), ("e", "2021-03-01", "", "الرئيس الأميركي"),
    )  # fmt: skip
    found = isnad.resolve_speakers(quotes, articles)
    assert list(found["speaker_kind"].fillna("-")) == ["spokesperson", "unnamed", "-", "group", "institution"]
    assert found["speaker_id"][0] == "ru-presidency"
    assert found["speaker_id"].isna().tolist() == [False, True, True, False, False]
    assert found["speaker_id"][3] == "de+fr"


def test_an_office_is_its_holder_where_the_year_has_one():
    quotes, articles = told(("a", "2019-05-01", "", "الرئيس الأميركي"), ("b", None, "", "الرئيس الأميركي"))
    assert list(isnad.resolve_speakers(quotes, articles)["speaker_id"]) == ["donald-trump", "us-presidency"]


def test_index_kept_and_input_unchanged():
    quotes, articles = told(("a", "2019-05-01", "", "موسكو"))
    quotes.index = [41]
    before = quotes.copy()
    found = isnad.resolve_speakers(quotes, articles)
    pd.testing.assert_frame_equal(quotes, before)
    assert list(found.index) == [41]


def test_nothing_in_nothing_out():
    quotes, articles = told(("a", "2019-05-01", "", "موسكو"))
    found = isnad.resolve_speakers(quotes.iloc[:0], articles.iloc[:0])
    assert found.empty and {"speaker_id", "speaker_kind"} <= set(found.columns)


def test_missing_columns_are_named():
    with pytest.raises(SchemaError, match="speaker"):
        isnad.resolve_speakers(pd.DataFrame({"article_id": []}), pd.DataFrame({"article_id": []}))


def test_own_rows(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("entity_id,name_ar,kind\nsalma,سلمى الطائي,person\n", encoding="utf-8")
    quotes, articles = told(("a", "2019-05-01", "", "سلمى الطائي"))
    assert isnad.resolve_speakers(quotes, articles, entities=path)["speaker_id"][0] == "salma"


def voices(name, body="", day="2018-06-01"):
    from isnad.entities import gazetteer
    from isnad.speakers import identify

    quotes, articles = told(("a", day, body, name))
    return identify(quotes, articles, gazetteer())[0]


def test_offices_and_who_works_for_whom():
    assert voices("سفيرة الولايات المتحدة في الأمم المتحدة").ids == ("nikki-haley",)
    assert "us-mission-un" in voices("السفيرة الأميركية لدى الأمم المتحدة", day="2010-01-01").voices
    assert voices("وزير الداخلية الألماني الجديد").ids == ("horst-seehofer",)
    assert "haider-abadi" in voices("المكتب الإعلامي للعبادي").voices
    assert "sa" in voices("وكالة الأنباء السعودية").voices
    assert "us-republicans" in voices("الجمهوريين في لجنة العلاقات الخارجية").voices


def test_titles_in_the_article_name_the_person_and_the_institution():
    king = voices("عبد الله", "استقبل العاهل الأردني الملك عبد الله وفدا من النقابات.")
    assert king.ids == ("king-abdullah2",)
    head = voices(
        "نادر سلمان", "أدانت منظمة «أطباء بلا حدود» القصف. وقال نادر سلمان، رئيس المنظمة، إن المشفى مدمر."
    )
    assert "msf" in head.voices
    nobody = voices("نادر سلمان", "قال نادر سلمان إن المشفى مدمر.")
    assert set(nobody.voices) == {"name:نادر سلمان"}


def test_finance_is_no_state():
    assert "ml" not in voices("وزير المالية").voices
