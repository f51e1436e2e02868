"""The day of publication from the article's own words: found where they fix it, and nowhere else."""

from datetime import date

import pandas as pd
import pytest

import isnad
from isnad.errors import ParameterError, SchemaError
from isnad.published import infer_day, infer_published


@pytest.mark.parametrize(("body", "day"), [
    ("قال الوزير اليوم (الثلاثاء) 8 يونيو 2021 إن القمة ستعقد الاثنين.", date(2021, 6, 8)),
    ("أعلن البيت الأبيض أمس الإثنين 7 حزيران/يونيو 2021 أن القمة ستعقد في 14 حزيران/يونيو الحالي.", date(2021, 6, 8)),
    ("قال الوزير اليوم الثلاثاء 8 يونيو الجاري إن الاجتماع عقد بعد انتخابات 2020.", date(2021, 6, 8)),
    ("بدأ صباح اليوم 3 مارس 2019 الإضراب.", date(2019, 3, 3)),
])  # fmt: skip
def test_fixed_by_the_text(body, day):
    found = infer_day(body)
    assert found is not None and found[0] == day and found[1] and 0.8 < found[2] <= 1


@pytest.mark.parametrize("body", [
    "", "قال الوزير اليوم (الخميس) إنه باق.", "وقعت الهجمات في 11 سبتمبر 2001.", "تأسست الشركة عام 1998 في الكويت.",
    "قال الوزير اليوم الثلاثاء إن القمة ستعقد في 14 يونيو الحالي.", "يلتقي الرئيسان الخميس.",
])  # fmt: skip
def test_abstains(body):
    assert infer_day(body) is None


def test_address():
    assert infer_day("", "https://example.org/world/2018/02/18/خبر")[:2] == (date(2018, 2, 18), "2018/02/18")
    assert infer_day("", "https://example.org/20180218-news.html")[0] == date(2018, 2, 18)
    assert infer_day("", "https://example.org/2018/02/") is None
    assert infer_day("", "https://example.org/99999999/20181340") is None
    assert infer_day("", "https://example.org/2018/02/18/from-2017/01/01") is None


def test_window_settles_the_year():
    body = "قال الوزير اليوم الثلاثاء 8 يونيو إن القمة باقية."
    assert infer_day(body) is None
    articles = pd.DataFrame({"body": [body]})
    result = infer_published(articles, earliest="2021-01-01", latest="2021-12-31")
    assert result["published"][0] == pd.Timestamp("2021-06-08")


def test_frame_is_labelled_and_known_days_stay():
    articles = pd.DataFrame({
        "body": ["بدأ صباح اليوم 3 مارس 2019 الإضراب.", "بدأ صباح اليوم 3 مارس 2019 الإضراب.", "لا شيء.", None],
        "published": pd.to_datetime([None, "2020-01-01", None, None]), "published_basis": ["none", "metadata", "none", "none"],
    }, index=[4, 5, 6, 7])  # fmt: skip
    before = articles.copy()
    result = infer_published(articles)
    pd.testing.assert_frame_equal(articles, before)
    assert list(result.index) == [4, 5, 6, 7]
    assert result["published_basis"].tolist() == ["inferred", "metadata", "none", "none"]
    assert (
        result.loc[4, "published"] == pd.Timestamp("2019-03-03")
        and "3 مارس 2019" in result.loc[4, "published_evidence"]
    )
    assert result.loc[5, "published"] == pd.Timestamp("2020-01-01") and pd.isna(
        result.loc[5, "published_evidence"]
    )
    assert result.loc[[6, 7], "published"].isna().all()


def test_empty_and_missing():
    empty = infer_published(pd.DataFrame({"body": pd.Series([], dtype="str")}))
    assert empty.empty and "published_evidence" in empty
    with pytest.raises(SchemaError, match="body"):
        infer_published(pd.DataFrame({"text": ["x"]}))


@pytest.mark.parametrize(
    "window",
    [
        ("2021-01-01", None),
        ("soon", "2021-01-01"),
        ("2021-02-01", "2021-01-01"),
        ("1900-01-01", "2021-01-01"),
    ],
)
def test_windows_that_are_none(window):
    with pytest.raises(ParameterError, match="earliest"):
        infer_published(pd.DataFrame({"body": ["x"]}), *window)


def test_published_texts_of_several_time_zones_keep_the_outlets_day():
    articles = pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "body": ["قال اليوم الثلاثاء."] * 3,
            "published": ["2021-04-13T23:30:00+03:00", "2021-04-13T10:00:00Z", "2021-04-13"],
        }
    )
    assert set(isnad.extract_times(articles)["value"]) == {"2021-04-13"}
    assert list(infer_published(articles)["published"].dt.day) == [13, 13, 13]
