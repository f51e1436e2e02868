"""Right-to-left text: what each surface is given."""

import re

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad import rtl

HARD = [
    "حلف «الناتو»", "نظام SolarWinds", "14 حزيران/يونيو 2021", 'قال "نعم"', "انتهى الاجتماع.", "Euronews يورونيوز", "التغير -5.2%",
    "كُتِبَ الخبرُ", "الأمين لا إله", "تاريخ 2021-06-14", "(AFP) أ.ف.ب", "هل انتهى؟",
]  # fmt: skip
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
PIECES = [*"ابتثسلم ؟.«»()-%0123456789abcXYZ\n", "\u064e", "<br>", "%{x}", "<b>", "\u2067", "\u2069"]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize("text", HARD)
def test_line_wraps_in_isolates_and_keeps_the_letters(text):
    marked = rtl.line(text)
    assert marked.startswith(rtl.RLI) and marked.endswith(rtl.PDI)
    assert rtl.strip(marked) == text and not FORMS.search(marked)


@given(texts)
def test_line_is_idempotent_and_adds_only_controls(text):
    once = rtl.line(text)
    assert rtl.line(once) == once
    assert rtl.strip(once) == rtl.strip(text)


@given(texts)
def test_html_escapes_everything(text):
    inside = rtl.html(text + "<script>", "p")
    assert "<script" not in inside and inside.count("<p ") == 1


def test_line_leaves_latin_alone():
    assert rtl.line("Reuters said -5% on 2021-06-14") == "Reuters said -5% on 2021-06-14"


def test_each_line_gets_its_own_isolate():
    first, second = rtl.line("سطر أول<br>سطر ثان").split("<br>")
    assert (first[0], first[-1], second[0], second[-1]) == (rtl.RLI, rtl.PDI, rtl.RLI, rtl.PDI)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("بتاريخ 2021-06-14", "2021-06-14"),
        ("تراجع -5.2%", "-5.2%"),
        ("نسبة 45%", "45%"),
        ("عند 2021-06-14 10:30", "2021-06-14 10:30"),
        ("36% و6%", "6%"),
        ("و2021-06-14", "2021-06-14"),
    ],
)
def test_numbers_read_left_to_right(text, number):
    assert f"{rtl.LRI}{number}{rtl.PDI}" in rtl.line(text)
    assert f'<bdi dir="ltr">{number}</bdi>' in rtl.html(text)


def test_placeholders_are_isolated_and_kept():
    assert f"{rtl.FSI}%{{x:.0%}}{rtl.PDI}" in rtl.line("الحصة: %{x:.0%}")


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("نعم", "rtl"),
        ("NATO الناتو", "rtl"),
        ("The word نعم in a long English sentence", "ltr"),
        ("2021", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction(text, side):
    assert rtl.direction(text) == side


def test_figure_marks_categories_everywhere_alike_and_leaves_the_input():
    fig = go.Figure(go.Bar(y=["الجزيرة", "Reuters"], x=[1, 2], orientation="h", name="عدد -3"))
    fig.update_layout(title="العنوان.", yaxis={"categoryarray": ["Reuters", "الجزيرة"]})
    before = fig.to_json()
    out = rtl.figure(fig)
    assert fig.to_json() == before
    assert out.data[0].y[0] == out.layout.yaxis.categoryarray[1] == rtl.line("الجزيرة")
    assert out.layout.hoverlabel.align == "right" and out.data[0].y[1] == "Reuters"
    assert rtl.figure(out) == out


def test_figure_moves_text_off_webgl():
    out = rtl.figure(go.Figure(go.Scattergl(x=[1], y=[1], mode="markers+text", text=["نص"])))
    assert out.data[0].type == "scatter"


def test_markdown_makes_a_block_once():
    block = rtl.markdown("**نص** عربي")
    assert block.startswith('<div dir="rtl"') and rtl.markdown(block) == block
    assert rtl.markdown("English") == "English"


def test_terminal_surfaces():
    from bidi.algorithm import get_display

    text = "قال «نعم»"
    assert rtl.terminal(text, "bidi") == rtl.line(text)
    assert rtl.terminal(text, "file") == text
    plain = rtl.terminal(text, "plain")
    assert FORMS.search(plain) and plain != text
    # python-bidi as a second oracle of the order: unjoined letters come out in the same order.
    assert plain.replace(" ", "")[0] == get_display(text, base_dir="R")[0]


def test_matplotlib_gets_logical_text():
    pytest.importorskip("matplotlib")
    assert rtl.strip(rtl.matplotlib("حلف «الناتو»")) == "حلف «الناتو»"


def test_a_hyphen_is_no_sign():
    assert rtl.line("كوفيد-19") == f"{rtl.RLI}كوفيد-19{rtl.PDI}"


def test_a_template_of_placeholders_has_a_direction():
    fig = go.Figure(go.Bar(x=[1], y=["قناة"], hovertemplate="%{y}: %{x}<br>%{x}<extra></extra>"))
    told = rtl.figure(fig).data[0].hovertemplate
    assert (
        told
        == f"{rtl.RLI}{rtl.FSI}%{{y}}{rtl.PDI}: {rtl.FSI}%{{x}}{rtl.PDI}{rtl.PDI}<br>%{{x}}<extra></extra>"
    )
    assert rtl.figure(rtl.figure(fig)).data[0].hovertemplate == told
    latin = go.Figure(go.Bar(x=[1], y=["AFP"], hovertemplate="%{y}: %{x}"))
    assert rtl.figure(latin).data[0].hovertemplate == "%{y}: %{x}"


@pytest.mark.parametrize(
    ("text", "number"),
    [("صدر في 2021-06-14", "2021-06-14"), ("هبط -5.2% أمس", "-5.2%"), ("من -3 إلى -3", "-3")],
)
def test_a_picture_keeps_dates_and_signs(text, number):
    drawn = rtl.picture(text)
    assert number in drawn and drawn.count(number) == text.count(number)


def test_letters_of_tags_and_placeholders_do_not_count():
    assert rtl.line("(AFP) أ.ف.ب: %{text}<extra></extra>").startswith(rtl.RLI)
