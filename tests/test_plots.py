"""The common look: sides, ticks, wrapped labels, nothing to draw."""

import numpy as np
import pandas as pd
import pytest

from isnad import overview, reading
from isnad.plots import overview as draw
from isnad.plots import reading as draw_reading
from isnad.plots import style
from isnad.plots import surfaces as draw_surfaces

FRAME = pd.DataFrame({"who": ["أ", "أ", "ب"], "part": ["س", "ص", "س"], "n": [1, 2, 3]})


@pytest.mark.parametrize(("language", "side", "autorange"), [("ar", "right", "reversed"), ("en", None, None)])
def test_bars_start_at_the_readers_side(language, side, autorange):
    fig = style.bars(
        FRAME, category="who", value="n", color="part", language=language, title="ع", measure="عدد"
    )
    assert fig.layout.yaxis.side == side and fig.layout.xaxis.autorange == autorange and len(fig.data) == 2
    assert fig.layout.yaxis.autorange == "reversed" and fig.layout.showlegend


def test_parts_keep_their_order_and_colour():
    fig = style.bars(
        FRAME[FRAME["part"] == "ص"],
        category="who",
        value="n",
        color="part",
        language="ar",
        title="ع",
        measure="عدد",
        order=["س", "ص"],
    )
    assert [trace.name for trace in fig.data] == ["ص"] and fig.data[0].marker.color == style.PALETTE[1]


@pytest.mark.parametrize("days", [0, 3, 20, 90, 400, 4000])
def test_ticks_are_few_and_in_arabic(days):
    first = pd.Timestamp("2021-04-13")
    values, texts = style.ticks(first, first + pd.Timedelta(days=days), "ar")
    assert 1 <= len(values) <= 9 and len(values) == len(texts) and len(set(texts)) == len(texts)
    assert style.date_text(first, "ar") == "13 أبريل 2021" and style.date_text(first, "en") == "13 April 2021"


def test_wrap_never_cuts_a_word():
    text = "المؤسسة العربية الوطنية للدراسات والبحوث والنشر"
    assert style.wrap(text, 20).replace("<br>", " ") == text and all(
        len(line) <= 22 for line in style.wrap(text, 20).split("<br>")
    )


@pytest.mark.parametrize("language", ["ar", "en"])
def test_figures_draw_everything_and_nothing(articles, quotes, times, language):
    counts = overview.count_outlets(articles, quotes, times)
    shares = reading.share_links(quotes, articles)
    for fig in (*(draw.outlets(counts, language, name) for name in ("articles", "words", "quotes", "times")), draw.published(articles, language),
                draw_reading.links(shares, language), draw_surfaces.labels(pd.DataFrame({"text": ["نص."]}), language, True)):  # fmt: skip
        assert fig.layout.title.text and len(fig.data) >= 1
    for fig in (
        draw.outlets(counts.iloc[:0], language),
        draw.published(articles.iloc[2:], language),
        draw_reading.links(shares.iloc[:0], language),
    ):
        assert len(fig.data) == 0 and fig.layout.annotations[0].text


@pytest.mark.parametrize(("years", "period"), [(1, "D"), (3, "W"), (30, "M")])
def test_dates_of_a_large_corpus_are_counted_by_period(years, period):
    n = 20_000
    published = pd.Timestamp("2018-01-01") + pd.to_timedelta(np.arange(n) * years * 365 // n, unit="D")
    large = pd.DataFrame(
        {"outlet": [f"o{i % 5}" for i in range(n)], "published": published, "title": "عنوان"}
    )
    counts, found = draw.count_periods(large)
    assert found == period and len(counts) <= draw.MOST_MARKS and counts["articles"].sum() == n
    for language in ("ar", "en"):
        fig = draw.published(large, language)
        assert len(fig.data[0].x) == len(counts)
