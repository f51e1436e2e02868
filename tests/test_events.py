"""Articles on one event. All texts are invented."""

import pandas as pd
import pytest

import isnad
from isnad.errors import ParameterError, SchemaError

FLOOD = (
    "فيضانات في مدينة الواحة تشرد مئات الأسر",
    "اجتاحت فيضانات مفاجئة مدينة الواحة ليل الأحد وشردت مئات الأسر، وأعلنت البلدية فتح المدارس لإيواء المتضررين من فيضانات الوادي.",
)
FLOOD_TOO = (
    "مئات الأسر بلا مأوى بعد فيضانات الواحة",
    "قالت بلدية الواحة إن مئات الأسر نزحت بعد فيضانات مفاجئة اجتاحت أحياء الوادي، وفتحت المدارس لإيواء المتضررين.",
)
MATCH = (
    "الاتحاد يفوز بكأس السلة",
    "فاز فريق الاتحاد بكأس السلة بعد مباراة مثيرة انتهت بفارق نقطتين أمام جمهور كبير في صالة الشباب.",
)
TRADE = (
    "البنك المركزي يخفض سعر الفائدة",
    "خفض البنك المركزي سعر الفائدة ربع نقطة لدعم الاقتصاد وسط تباطؤ النمو وتراجع الاستثمار الأجنبي.",
)


def corpus(*rows):
    return pd.DataFrame({
        "article_id": [f"a{n}" for n in range(len(rows))], "title": [text[0] for text, _ in rows],
        "body": [text[1] for text, _ in rows], "published": pd.to_datetime([day for _, day in rows]),
    })  # fmt: skip


def test_one_event_and_two_articles_alone():
    found = isnad.find_events(
        corpus((FLOOD, "2020-03-01"), (MATCH, "2020-03-01"), (FLOOD_TOO, "2020-03-02"), (TRADE, "2020-03-02"))
    )
    assert found["event_id"][0] == found["event_id"][2] == "e:a0"
    assert found["event_id"][[1, 3]].isna().all()
    assert list(found["event_basis"].fillna("-")) == ["dated", "-", "dated", "-"]


def test_the_same_words_weeks_later_are_another_event():
    found = isnad.find_events(
        corpus((FLOOD, "2020-03-01"), (FLOOD_TOO, "2020-05-01"), (MATCH, "2020-03-01"), (TRADE, "2020-05-01"))
    )
    assert found["event_id"].isna().all()


def test_without_dates_words_decide_and_the_basis_says_so():
    articles = corpus((FLOOD, None), (FLOOD, None), (MATCH, None), (TRADE, None))
    found = isnad.find_events(articles)
    assert found["event_id"][0] == found["event_id"][1]
    assert set(found["event_basis"].dropna()) == {"undated"}
    assert isnad.find_events(articles.drop(columns=["published", "title"]))["event_id"][0] == "e:a0"


def test_index_kept_input_unchanged():
    articles = corpus((FLOOD, "2020-03-01"), (FLOOD_TOO, "2020-03-02"))
    articles.index = [5, 2]
    before = articles.copy()
    found = isnad.find_events(articles)
    pd.testing.assert_frame_equal(articles, before)
    assert list(found.index) == [5, 2]


@pytest.mark.parametrize("size", [0, 1])
def test_too_few_articles_for_an_event(size):
    found = isnad.find_events(corpus((FLOOD, "2020-03-01")).iloc[:size])
    assert len(found) == size and found["event_id"].isna().all() and "event_basis" in found


def test_empty_and_missing_bodies():
    articles = corpus((FLOOD, "2020-03-01"), (MATCH, "2020-03-01"), (TRADE, "2020-03-01"))
    articles.loc[0, "body"] = ""
    articles.loc[1, "body"] = None
    articles.loc[2, "title"] = None
    assert len(isnad.find_events(articles)) == 3


def test_errors():
    with pytest.raises(SchemaError, match="body"):
        isnad.find_events(pd.DataFrame({"article_id": ["a"]}))
    with pytest.raises(ParameterError, match="days"):
        isnad.find_events(corpus((FLOOD, "2020-03-01")), days=-1)


def test_two_articles_alone_are_enough_and_common_words_are_not():
    plain = (
        "الرئيس يبحث العلاقات مع الوزير",
        "بحث الرئيس مع الوزير العلاقات الثنائية والتعاون بين البلدين خلال لقاء اليوم في العاصمة.",
    )
    other = (
        "الملك يستقبل الوزير اليوم",
        "استقبل الملك الوزير اليوم وبحث معه التعاون والعلاقات بين البلدين في مختلف المجالات.",
    )
    assert (
        isnad.find_events(corpus((FLOOD, "2020-03-01"), (FLOOD_TOO, "2020-03-01")))["event_id"].nunique() == 1
    )
    assert (
        isnad.find_events(corpus((plain, "2020-03-01"), (FLOOD, "2020-03-01"), (TRADE, "2020-03-01")))[
            "event_id"
        ]
        .isna()
        .all()
    )
    assert isnad.find_events(corpus((plain, "2020-03-01"), (other, "2020-03-05")))["event_id"].isna().all()


def test_copies_are_one_event_with_what_is_like_them():
    found = isnad.find_events(
        corpus(*[(FLOOD, "2020-03-01")] * 300, (FLOOD_TOO, "2020-03-01"), (TRADE, "2020-03-01"))
    )
    assert found["event_id"][:301].nunique() == 1 and found["event_id"][:301].notna().all()
    assert pd.isna(found["event_id"][301])
    again = isnad.find_events(corpus((TRADE, "2020-03-01"), (TRADE, "2020-03-01")))
    assert again["event_id"].nunique() == 1
