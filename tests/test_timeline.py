"""Events on a timeline: merged, dated, attributed, and drawn."""

import pandas as pd
import pytest

import isnad
from isnad import schema, unfolding
from isnad.errors import ParameterError, SchemaError
from isnad.writing import Language

ARTICLES = pd.DataFrame({
    "article_id": ["a", "b", "c", "d"], "outlet": ["first", "second", "second", None],
    "title": ["", "", "", ""],
    "published": pd.to_datetime(["2021-06-08", "2021-06-09", "2021-06-10", None]),
    "body": [
        "التقى رئيس الوزراء وفد المفاوضين أمس في العاصمة القديمة. وقال المتحدث: «ستبدأ الجولة الجديدة في 14 يونيو».",
        "كان رئيس الوزراء قد التقى وفد المفاوضين الاثنين في العاصمة القديمة. واندلعت الأزمة عام 2014.",
        "افتتح المعرض الزراعي في الميناء يوم الاثنين 7 يونيو 2021 وسط حضور كبير.",
        "لا شيء مؤرخا هنا سوى أمس.",
    ],
})  # fmt: skip
TIMES = isnad.extract_times(ARTICLES)
QUOTES = pd.DataFrame({"article_id": ["a"], "start": [ARTICLES["body"][0].index("«") + 1], "end": [ARTICLES["body"][0].index("»")], "speaker": ["المتحدث"], "in_title": [False]})  # fmt: skip


def test_same_day_and_words_are_one_event_and_other_words_another():
    events = isnad.build_timeline(ARTICLES, TIMES, QUOTES)
    assert list(events.columns) == list(schema.EVENTS)
    day = events[events["earliest"] == pd.Timestamp("2021-06-07")]
    assert sorted(day["articles_n"]) == [1, 2]
    met = day[day["articles_n"] == 2].iloc[0]
    assert met["article_ids"] == ["a", "b"] and met["outlets"] == ["first", "second"]
    assert (met["reported_first"], met["reported_last"]) == (
        pd.Timestamp("2021-06-08"),
        pd.Timestamp("2021-06-09"),
    )
    assert met["grain"] == "day" and met["latest"] == pd.Timestamp("2021-06-08")


def test_speaker_of_a_quoted_event():
    events = isnad.build_timeline(ARTICLES, TIMES, QUOTES)
    ahead = events[events["earliest"] == pd.Timestamp("2021-06-14")].iloc[0]
    assert ahead["speaker"] == "المتحدث"
    assert events["speaker"].notna().sum() == 1
    assert isnad.build_timeline(ARTICLES, TIMES)["speaker"].isna().all()


def test_order_grain_and_what_has_no_date():
    events = isnad.build_timeline(ARTICLES, TIMES)
    assert events["earliest"].is_monotonic_increasing
    assert events.iloc[0]["grain"] == "year"
    assert "d" not in {name for names in events["article_ids"] for name in names}


def test_every_row_of_the_articles_in_any_order_gives_the_same_events():
    turned = isnad.build_timeline(ARTICLES.iloc[::-1], TIMES)
    same = isnad.build_timeline(ARTICLES, TIMES)
    assert sorted(map(sorted, turned["article_ids"])) == sorted(map(sorted, same["article_ids"]))


def test_empty_in_empty_out():
    events = isnad.build_timeline(ARTICLES.iloc[:0], TIMES.iloc[:0])
    assert events.empty and list(events.columns) == list(schema.EVENTS)


def test_missing_columns_are_named():
    with pytest.raises(SchemaError, match="time_id"):
        isnad.build_timeline(ARTICLES, TIMES.drop(columns="time_id"))


def test_words_for_a_time_are_no_finer_than_the_time():
    stamp = pd.Timestamp
    assert unfolding.when_text(stamp("2021-06-14"), stamp("2021-06-15"), "day", "ar") == "14 يونيو 2021"
    assert (
        unfolding.when_text(stamp("2021-06-14"), stamp("2021-06-15"), "day", Language("ar", "levant"))
        == "14 حزيران 2021"
    )
    assert (
        unfolding.when_text(stamp("2021-06-14"), stamp("2021-06-15"), "day", Language("ar", "algeria"))
        == "14 جوان 2021"
    )
    assert (
        unfolding.when_text(stamp("2021-08-01"), stamp("2021-09-01"), "month", Language("ar", "morocco"))
        == "غشت 2021"
    )
    assert unfolding.when_text(stamp("2014-01-01"), stamp("2015-01-01"), "year", "ar") == "عام 2014"
    assert unfolding.hijri_text(stamp("2021-04-27"), "ar") == "15 رمضان 1442 هـ"
    assert unfolding.hijri_text(stamp("1800-01-01"), "ar") == ""


def test_readable_and_finding():
    events = isnad.build_timeline(ARTICLES, TIMES, QUOTES)
    table = unfolding.readable(events, "ar")
    assert len(table) == len(events) and table["when"].notna().all()
    key, values = unfolding.describe(events, TIMES, ARTICLES, "ar")
    assert key == "times.finding" and values["day"] == "7 يونيو 2021" and values["ahead"] == 1
    assert unfolding.describe(events.iloc[:0], TIMES.iloc[:0], ARTICLES, "ar")[0] == "times.finding_few"


@pytest.mark.parametrize("lanes", ["outlet", "speaker"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_figure(lanes, language):
    from isnad.plots import timeline

    events = isnad.build_timeline(ARTICLES, TIMES, QUOTES)
    fig = timeline.unfold(events, ARTICLES, TIMES, language, lanes=lanes)
    buttons = fig.layout.updatemenus[0].buttons
    assert len(buttons) == 4 and all(len(button.args[0]["visible"]) == len(fig.data) for button in buttons)
    dots = [
        trace
        for trace in fig.data
        if trace.type == "scatter"
        and trace.mode == "markers"
        and trace.customdata is not None
        and trace.yaxis != "y2"
    ]
    assert (
        any("رمضان" in text or "شوال" in text for trace in dots for text in trace.customdata)
        or language == "en"
    )
    assert timeline.unfold(events.iloc[:0], ARTICLES, TIMES, language).layout.annotations
    bounded = timeline.unfold(events, ARTICLES, TIMES, language, start="2021-06-14", end="2021-06-14")
    assert (
        sum(
            len(trace.x)
            for trace in bounded.data
            if trace.type == "scatter" and trace.mode == "markers" and trace.yaxis != "y2"
        )
        == 1
    )
    with pytest.raises(ParameterError, match="lanes"):
        unfolding.in_lanes(events, "colour", language)


def test_sample_in_context():
    sample = unfolding.in_context(TIMES, ARTICLES, rows=3, seed=1)
    bodies = dict(zip(ARTICLES["article_id"], ARTICLES["body"], strict=True))
    assert len(sample) == 3
    assert all(f"{r.before}{r.text}{r.after}" in bodies[r.article_id] for r in sample.itertuples())


def test_publication_with_hours_zones_and_nonsense():
    stamps = ["2021-06-08T21:35:00+04:00", "2021-06-09T01:00:00+04:00", "2021-06-10T00:00:00+04:00", None]
    zoned = ARTICLES.assign(published=pd.to_datetime(pd.Series(stamps)))
    events = isnad.build_timeline(zoned, isnad.extract_times(zoned))
    assert pd.Timestamp("2021-06-08") in set(events["reported_first"])
    nonsense = ARTICLES.assign(published=["soon", "2021-06-09", "9999-99-99", ""])
    events = isnad.build_timeline(nonsense, isnad.extract_times(nonsense))
    assert set(events["reported_first"].dropna()) == {pd.Timestamp("2021-06-09")}


def test_a_corpus_that_spans_two_thousand_years_is_drawn():
    from isnad.plots import timeline

    articles = pd.DataFrame(
        {
            "article_id": ["a"],
            "outlet": ["bbc"],
            "body": [
                "في عام 70 ميلاديا دمرت المدينة. وقال الوزير اليوم الثلاثاء إن الأمر سهل. وفي 14 مارس 2099 يبدأ المشروع."
            ],
            "published": pd.to_datetime(["2021-04-13"]),
        }
    )
    times = isnad.extract_times(articles)
    figure = timeline.unfold(isnad.build_timeline(articles, times), articles, times, "ar")
    assert times["earliest"].dt.year.min() == 70 and len(figure.data) > 0
