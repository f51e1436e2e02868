"""Hard strings on every surface: what notebook 80 shows."""

import re

import pandas as pd
import pytest

from isnad import rtl, surfaces
from isnad.views.output import PLOTLY


@pytest.mark.parametrize("language", ["ar", "en"])
def test_each_surface_shows_every_string_wrong_and_right(language):
    texts = surfaces.hard_texts(language, "نص من عندي.")
    assert texts["text"][0] == "نص من عندي." and len(texts) == 11
    for surface in surfaces.WAYS:
        page = surfaces.side_by_side(texts, [surface], language)._repr_html_()
        assert page.count("<tr>") == 12 and len(re.findall(r"<td data-rtl-demo>", page)) == 11
        assert "isnad-note" in page and f'lang="{language}"' in page


def test_every_surface_is_told():
    told = surfaces.surfaces("ar")
    assert (
        len(told) == len(surfaces.SURFACES)
        and set(surfaces.WAYS) < set(surfaces.SURFACES)
        and told.notna().all(axis=None)
    )


def test_texts_are_escaped_on_every_surface():
    hostile = pd.DataFrame({"text": ["<img src=x onerror=alert(1)> نص"], "trap": ["<b>"]})
    assert "<img" not in surfaces.side_by_side(hostile, list(surfaces.WAYS), "ar")._repr_html_()


def test_the_right_way_holds_the_text_letter_for_letter():
    text = "صدر في 2021-06-14."
    for surface in ("html", "markdown", "notebook", "matplotlib", "terminal_bidi", "csv"):
        right = surfaces.WAYS[surface][1](text)
        assert rtl.strip(re.sub("<[^>]+>", "", right)) == text, surface


def test_figures_wrong_and_right():
    texts = surfaces.hard_texts("ar")
    wrong, right = (surfaces.in_plotly(texts, "ar", right=way).bundles[0][PLOTLY] for way in (False, True))
    assert wrong["layout"]["meta"]["rtl_demo"] and "meta" not in right["layout"]
    assert wrong["data"][0]["name"] == texts["text"][0] and right["data"][0]["name"] == rtl.line(
        texts["text"][0]
    )


def test_wrong_order_is_counted():
    articles = pd.DataFrame({"title": ["انتهى الاجتماع.", "عنوان", None, "Title"]})
    counts = surfaces.count_wrong(articles, pd.DataFrame({"text": ["نعم"]}))
    assert list(counts["texts"]) == [2, 1] and list(counts["wrong"]) == [1, 0]
    assert surfaces.describe(counts) == ("surfaces.finding", {"texts": 3, "wrong": 1, "share": "33%"})
    assert (
        surfaces.describe(surfaces.count_wrong(articles.iloc[:0], pd.DataFrame({"text": []})))[1]["share"]
        == "0%"
    )
