"""Names of months and digits by choice: what follows the choice, and what is left as it was published."""

import copy
import pickle
import re

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad import views, writing
from isnad.errors import ParameterError
from isnad.messages import catalogue, say
from isnad.plots import style
from isnad.views.output import PLOTLY
from isnad.writing import Language

EASTERN = Language("ar", "levant", "arabic")
DAY = pd.Timestamp("2021-06-14")


def test_a_language_is_its_code():
    assert EASTERN == "ar" and {"ar": 1}[EASTERN] == 1 and f"title_{EASTERN}" == "title_ar"
    for twin in (pickle.loads(pickle.dumps(EASTERN)), copy.deepcopy(EASTERN)):
        assert twin == "ar" and (twin.months, twin.digits) == ("levant", "arabic")


@pytest.mark.parametrize(
    ("months", "digits", "told"), [("klingon", "western", "levant"), ("egypt", "roman", "arabic")]
)
def test_a_wrong_choice_names_the_choices(months, digits, told):
    with pytest.raises(ParameterError, match=told):
        Language("ar", months, digits)


@pytest.mark.parametrize(("months", "told"), [
    ("egypt", "14 يونيو 2021"), ("gulf", "14 يونيو 2021"), ("levant", "14 حزيران 2021"), ("iraq", "14 حزيران 2021"), ("algeria", "14 جوان 2021"),
    ("tunisia", "14 جوان 2021"), ("morocco", "14 يونيو 2021"), ("mauritania", "14 يونيو 2021"), ("both", "14 حزيران/يونيو 2021"),
])  # fmt: skip
def test_months_have_the_names_of_the_country(months, told):
    assert writing.date_text(DAY, Language("ar", months)) == told
    assert writing.date_text(DAY, Language("en", months)) == "14 June 2021"


def test_without_a_choice_nothing_changes():
    assert writing.date_text(DAY, "ar") == writing.date_text(DAY, Language("ar")) == "14 يونيو 2021"
    assert writing.number(1234.5, "ar", ",.1f") == "1,234.5" and not writing.has_choice(Language("ar"))
    fig = go.Figure(go.Bar(x=[1], y=["أ"]))
    assert writing.figure(fig, "ar") is fig and writing.figure(fig, Language("en", digits="arabic")) is fig


@pytest.mark.parametrize(("text", "told"), [
    ("45%", "٤٥٪"), ("30–48%", "٣٠–٤٨٪"), ("1,234 (7)", "١٬٢٣٤ (٧)"), ("-5.2%", "-٥٫٢٪"), ("3 / 7", "٣ / ٧"),
    ("2021-06-14", "2021-06-14"), ("3.11.2", "3.11.2"), ("P2Y", "P2Y"), ("قال 3 رجال", "قال 3 رجال"), ("", ""),
])  # fmt: skip
def test_only_figures_are_figures(text, told):
    assert writing.figures(text, EASTERN) == told and writing.figures(text, "ar") == text


def test_messages_write_numbers_and_leave_words():
    said = say("interface.rows", EASTERN, shown="10", total="1,234")
    assert "١٠" in said and "١٬٢٣٤" in said and not re.search("[0-9]", said)
    assert (
        writing.fill("{who}: 95% من {n:,}، Python 3.11.2", {"who": "وحدة 8200", "n": 1200}, EASTERN)
        == "وحدة 8200: ٩٥٪ من ١٬٢٠٠، Python 3.11.2"
    )
    assert say("interface.rows", Language("en", digits="arabic"), shown=1, total=2) == "1 of 2 rows"


@given(st.sampled_from(sorted(catalogue())))
def test_every_message_can_be_written_so(key):
    values = {name: 7 for name in re.findall(r"\{(\w+)", catalogue()[key]["ar"])}
    eastern, western = say(key, EASTERN, **values), say(key, "ar", **values)
    assert eastern.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٪٫٬", "0123456789%.,")) == western.translate(
        str.maketrans("٪٫٬", "%.,")
    )


def test_tables_follow_and_their_files_do_not(tmp_path, monkeypatch):
    monkeypatch.setenv("ISNAD_OUT", str(tmp_path))
    frame = pd.DataFrame(
        {
            "text": ["قال في 2021"],
            "published": [DAY],
            "n": [1234],
            "share": [0.45],
            "article_id": ["7"],
            "range": ["3–5"],
        }
    )
    html = views.table(frame, language=EASTERN, stem="10-x")._repr_html_()
    for told in ("قال في 2021", "١٤ حزيران ٢٠٢١", "١٬٢٣٤", "٤٥٪", ">7<", "٣–٥"):
        assert told in html
    assert "2021-06-14,1234,0.45" in (tmp_path / "tables" / "10-x.csv").read_text(encoding="utf-8-sig")
    assert "2021-06-14" in views.table(frame, language="ar")._repr_html_()


def test_figures_follow():
    frame = pd.DataFrame({"who": ["قناة 24", "ب"], "n": [12, 1300]})
    fig = style.bars(frame, category="who", value="n", language=EASTERN, title="عدد", measure="عدد")
    shown = views.figure(fig, language=EASTERN).bundles[0][PLOTLY]
    assert shown["data"][0]["text"][1] == "١٬٣٠٠" and "24" in shown["data"][0]["y"][0]
    aliases = shown["layout"]["xaxis"]["labelalias"]
    assert aliases["500"] == "٥٠٠" and aliases["1,000"] == "١٬٠٠٠" and len(aliases) < 400


@pytest.mark.parametrize(("values", "form", "told"), [
    ([0.2, 0.9], ".0%", {"20%": "٢٠٪"}), ([-0.5, 1.2], "", {"−0.5": "−٠٫٥", "1": "١"}), ([0, 0], "", {}),
])  # fmt: skip
def test_ticks_are_renamed_in_their_own_format(values, form, told):
    fig = go.Figure(go.Scatter(x=values, y=["أ", "ب"])).update_xaxes(tickformat=form)
    aliases = writing.figure(fig, EASTERN).layout.xaxis.labelalias or {}
    assert told.items() <= aliases.items() and (bool(told) or not aliases)
    assert fig.layout.xaxis.labelalias is None
