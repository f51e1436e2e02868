"""Tables, figures, findings and the reader as HTML."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from isnad import views
from isnad.errors import IsnadError, ParameterError
from isnad.views.output import FINDING, PLOTLY
from isnad.views.reader import slug


@pytest.fixture(autouse=True)
def out(tmp_path, monkeypatch):
    monkeypatch.setenv("ISNAD_OUT", str(tmp_path))
    return tmp_path


def test_table_counts_links_and_escapes(articles, out):
    html = views.table(articles, language="ar", rows=2, stem="10-articles")._repr_html_()
    assert "2 من 3" in html and 'href="tables/10-articles.csv"' in html and html.count("<tr>") == 3
    assert (out / "tables" / "10-articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    whole = views.table(articles, language="en")._repr_html_()
    assert "<script" not in whole and "<img" not in whole and 'href="javascript' not in whole


def test_table_says_when_there_is_nothing(articles):
    assert "لا صفوف" in views.table(articles.iloc[:0], language="ar")._repr_html_()


def test_table_keeps_whole_words_and_direction(articles):
    html = views.table(articles[["title", "published", "outlet"]], language="ar")._repr_html_()
    assert (
        "الوزير: «لن نتراجع» عن القرار" in html
        and 'dir="rtl"' in html
        and "2021-04-13" in html
        and "الشرق الأوسط" in html
    )
    assert '<bdi dir="ltr">-5.2%</bdi>' in html


def test_table_does_not_change_the_frame(articles):
    before = articles.copy(deep=True)
    views.table(articles, language="ar", stem="10-x")
    pd.testing.assert_frame_equal(articles, before)


def test_csv_is_formula_safe(out):
    frame = pd.DataFrame(
        {"text": ["=1+1", "+x", "@y", "نص"], "n": [-1, 2, 3, 4], "chain": [[{"name": "أ"}], [], [], []]}
    )
    views.table(frame, language="en", stem="10-formulas")
    back = pd.read_csv(out / "tables" / "10-formulas.csv", encoding="utf-8-sig")
    assert (
        list(back["text"]) == ["'=1+1", "'+x", "'@y", "نص"]
        and list(back["n"]) == [-1, 2, 3, 4]
        and back["chain"][0] == '[{"name": "أ"}]'
    )


@pytest.mark.parametrize("stem", ["articles", "../10-x", "10-X y"])
def test_stem_is_checked(stem, articles):
    with pytest.raises(ParameterError, match="stem"):
        views.table(articles, language="ar", stem=stem)


def test_figure_is_marked_and_has_its_csv(out):
    frame = pd.DataFrame({"outlet": ["الجزيرة"], "n": [1]})
    shown = views.figure(go.Figure(go.Bar(x=["الجزيرة"], y=[1])), language="ar", stem="10-bars", data=frame)
    assert shown.bundles[0][PLOTLY]["data"][0]["x"][0].startswith("\u2067")
    assert "tables/10-bars.csv" in shown.bundles[1]["text/html"] and (out / "tables" / "10-bars.csv").exists()


def test_finding_is_a_sentence_that_the_site_can_collect():
    shown = views.finding("reading.finding_none", "ar")
    assert shown.bundles[0][FINDING]["text"] in shown._repr_html_().replace("&amp;", "&")
    with pytest.raises(IsnadError):
        views.finding("reading.no_such_message", "ar")


def test_reader_marks_every_layer_and_links_both_ways(articles, quotes, times):
    html = views.reader(articles.iloc[0], quotes, times, "ar")._repr_html_()
    for layer in ("quote", "cue", "speaker", "chain", "time"):
        assert f'class="isnad-show-{layer}"' in html and re.search(rf'class="[^"]*isnad-{layer}\b', html)
    for n in (1, 2, 3):
        assert f'id="a-1-q{n}"' in html and f'id="a-1-q{n}-row"' in html and f'href="#a-1-q{n}-row"' in html
    assert "isnad-reported" in html and 'title="تاريخ: 13 أبريل 2021"' in html


def test_reader_keeps_the_text_letter_for_letter(articles, quotes, times):
    html = views.reader(articles.iloc[0], quotes, times, "en")._repr_html_()
    text = html[html.index("</header>") : html.index('<div class="isnad-list"')]
    bare = re.sub(r"<[^>]+>", "", re.sub(r'<a class="isnad-mark".*?</a>', "", text))
    assert bare == articles["body"][0].replace("\n", "")


def test_reader_escapes_and_refuses_scripts(articles, quotes, times):
    html = views.reader(articles.iloc[2], quotes, times, "ar")._repr_html_()
    assert "<script" not in html and "<img" not in html and "javascript:" not in html and "لا اقتباس" in html


def test_reader_works_on_empty_tables(articles, quotes, times):
    assert (
        "isnad-reader" in views.reader(articles.iloc[1], quotes.iloc[:0], times.iloc[:0], "en")._repr_html_()
    )


@pytest.mark.parametrize(
    ("article_id", "name"), [("000_4c#2", "a000_4c-2"), ("خبر 1", "a62e628631-1"), ("abc", "abc")]
)
def test_slug_is_ascii(article_id, name):
    assert slug(article_id) == name
