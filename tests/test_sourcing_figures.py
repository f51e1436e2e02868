"""Figures of the sourcing notebooks: drawn from their tables, or a sentence where there is nothing to draw."""

import pandas as pd
import pytest

from isnad import framing, rtl, sourcing
from isnad.plots import coverage
from isnad.plots import sourcing as draw
from isnad.views import comparison
from sourcing_sample import corpus, said, three_outlets


@pytest.fixture
def sourced() -> pd.DataFrame:
    articles, quotes = three_outlets()
    return sourcing.describe_quotes(quotes, articles)


def figures(sourced: pd.DataFrame, language: str) -> dict:
    articles, _quotes = three_outlets()
    of_here = articles[articles["article_id"].isin(sourced["article_id"])]
    grid = sourcing.statement_matrix(sourced, of_here)
    speakers = sourcing.share(sourced, "speaker")
    return {
        "heat": draw.heat(speakers, language), "network": draw.network(speakers, language),
        "dumbbell": draw.dumbbell(sourcing.share(sourced, "form", unit=("statements", "words")), "direct", language, of="form"),
        "stack": draw.stack(sourcing.share(sourced, "naming"), "naming", language),
        "diversity": draw.diversity(sourcing.diversity(sourced), language),
        "relays": coverage.relays(sourcing.count_relays(sourced), language), "matrix": coverage.matrix(grid, language),
        "left_out": coverage.left_out(sourcing.coverage(grid, least=1), language),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_figure_is_drawn_with_a_title_and_no_control_characters(sourced, language):
    for name, fig in figures(sourced, language).items():
        assert fig is not None, name
        text = fig.to_json()
        assert fig.layout.title.text and not rtl.CONTROLS.search(text), name
        assert rtl.figure(fig) is not fig


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_to_draw_is_a_sentence(sourced, language):
    for name, fig in figures(sourced.iloc[:0], language).items():
        assert fig is None, name
    shown = comparison.figure(None, language=language, what="statements")
    assert "isnad-limit" in shown._repr_html_() and "{" not in shown.bundles[0]["text/plain"]
    stop = sourcing.Limit("no_quotes", (("articles", 3),), stops=True)
    assert (
        stop.say(language)
        in comparison.figure(None, language=language, what="matrix", limits=[stop]).bundles[0]["text/plain"]
    )


def test_the_matrix_shows_each_form_in_words(sourced):
    articles, _ = three_outlets()
    fig = coverage.matrix(sourcing.statement_matrix(sourced, articles), "ar")
    words = {trace.name: len(trace.x) for trace in fig.data}
    assert words == {"بالنص": 3, "مقتطف": 1, "بالمعنى": 1, "غائب": 4}


def test_hostile_texts_are_escaped_in_figures():
    articles, quotes = corpus(
        (
            "a",
            "x",
            "2021-01-01",
            "e",
            [said("<b onmouseover=alert(1)>نص</b>", "<script>alert(1)</script>", statement="s")],
        ),
        ("b", "y", "2021-01-01", "e", [said("كلام آخر", "<script>alert(1)</script>", statement="s")]),
    )
    hostile = sourcing.describe_quotes(quotes, articles)
    for fig in (
        coverage.matrix(sourcing.statement_matrix(hostile, articles), "en"),
        draw.heat(sourcing.share(hostile, "speaker"), "en"),
        draw.network(sourcing.share(hostile, "speaker"), "en"),
    ):
        assert "<script" not in fig.to_json() and "<b onmouseover" not in fig.to_json()


def test_many_outlets_are_cut_to_those_with_most_and_told():
    rows = [
        (f"a{k}", f"outlet-{k:02}", "2021-01-01", "e", [said(f"كلام {n} من {k}") for n in range(20 - k)])
        for k in range(14)
    ]
    articles, quotes = corpus(*rows)
    fig = draw.heat(sourcing.share(sourcing.describe_quotes(quotes, articles), "speaker"), "en")
    assert len(fig.layout.xaxis.categoryarray) == 9 and "9 of 14" in fig.layout.title.subtitle.text.replace(
        "<br>", " "
    )


def test_surer_differences_are_drawn_first():
    rows = [
        (
            f"{outlet}{k}",
            outlet,
            "2021-01-01",
            None,
            [said(f"كلام {n} من {k}", cue="زعم" if outlet == "x" else "قال") for n in range(3)],
        )
        for outlet in ("x", "y")
        for k in range(12)
    ]
    articles, quotes = corpus(*rows)
    odds = sourcing.log_odds(sourcing.describe_quotes(quotes, articles), "cue_type", group=None)
    fig = draw.log_odds(odds, "cue_type", "en")
    assert len(fig.data[0].x) == 2 and min(fig.data[0].x) > 4
    assert draw.log_odds(odds.assign(is_small=True), "cue_type", "en") is None


def test_names_are_drawn_with_their_concept():
    articles, quotes = corpus(
        ("a", "x", "2021-01-01", None, [said("القرم المحتلة")]),
        ("b", "y", "2021-01-01", None, [said("شبه جزيرة القرم")]),
    )
    names = framing.load_framing()
    fig = coverage.names(
        framing.count_names(framing.find_names(articles, quotes, names)),
        "ar",
        concepts=framing.concept_names(names, "ar"),
    )
    assert any("القرم المحتلة" in label.replace("<br>", " ") for label in fig.layout.yaxis.ticktext)
    assert (
        coverage.names(framing.count_names(framing.find_names(articles.iloc[:0], quotes, names)), "ar")
        is None
    )
