"""The coding sheet: blind, drawn fairly, read back with every fault named; what comes out of it."""

import openpyxl
import pandas as pd
import pytest

from coder import answers_of, carry, fill
from isnad import agreement, codingsheet, corpora, corrections, validate
from isnad.errors import LoadError, ParameterError, SchemaError
from isnad.messages import say


@pytest.fixture(scope="module")
def seeds():
    return corpora.open()


@pytest.fixture(scope="module")
def written(seeds, tmp_path_factory):
    """A sheet on the seeds; nothing is filled in."""
    path = tmp_path_factory.mktemp("sheet") / "sheet.xlsx"
    validate.write(seeds, 40, path)
    return path


def edit(path, out, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(out)
    carry(path, out)
    return out


def test_the_sheet_is_blind_and_reads_from_right_to_left(written):
    rows = answers_of(written)["rows"]
    book = openpyxl.load_workbook(written)
    assert [sheet.title for sheet in book.worksheets] == [
        "الدليل",
        "الأقوال",
        "الفقرات",
        "الأزمنة",
        "الأزواج",
        "نصوص المقالات",
    ]
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    for sheet in book.worksheets[1:5]:
        keys = [cell.value for cell in sheet[1]]
        asked = next(asked for asked in codingsheet.ASKED.values() if set(asked) <= set(keys))
        assert sheet.row_dimensions[1].hidden and all(cell.value for cell in sheet[2])
        for cells in sheet.iter_rows(min_row=3):
            assert not [
                cell.value for key, cell in zip(keys, cells, strict=True) if key in asked and cell.value
            ]
        assert len(sheet.data_validations.dataValidation) == sum(kind != "text" for kind in asked.values())
        assert "found" not in keys and "rule" not in keys and "confidence" not in keys
    assert {row["found"] is None for row in rows["spans"]} == {True, False}, "some words are nobody's"
    assert not any(
        cell.value and "quotes:" in str(cell.value)
        for sheet in book.worksheets
        for line in sheet
        for cell in line
    )


def test_the_guide_stands_in_both_languages(written):
    guide = openpyxl.load_workbook(written).worksheets[0]
    for row, name in enumerate(codingsheet.GUIDE, start=1):
        assert [cell.value for cell in guide[row]] == [
            say(f"validate.guide_{name}", "ar"),
            say(f"validate.guide_{name}", "en"),
        ]


def test_the_draw_has_every_outlet_and_repeats_with_its_seed(seeds):
    drawn = validate.draw(seeds, 20, 3)
    assert drawn == validate.draw(seeds, 20, 3) != validate.draw(seeds, 20, 4)
    assert len(drawn["passages"]) == 12 and len(drawn["times"]) == 8
    assert {row["outlet"] for row in drawn["spans"]} == set(seeds.articles["outlet"])
    bodies = seeds.articles.set_index("article_id")["body"]
    for row in drawn["spans"]:
        assert f"⟦{bodies[row['article_id']][row['start'] : row['end']]}⟧" in row["context"]


def test_a_coder_who_agrees_finds_no_fault(written, tmp_path):
    coding = validate.read([fill(written, tmp_path / "a.xlsx")])
    found = agreement.figures(coding).set_index("measure")
    ones = found.drop(index="statements_missed")
    assert (ones["value"] == 1).all() and (ones["low"] < 1).all() and (ones["high"] == 1).all()
    assert found.loc["statements_missed", "value"] == 0
    assert (
        agreement.differences(coding).empty
        and agreement.propose(coding).empty
        and agreement.agreement(coding).empty
    )
    assert (agreement.shares(coding)["difference"] == 0).all()


def test_a_coder_who_does_not_is_counted_and_proposes_corrections(written, tmp_path, seeds):
    def change(name, row, told):
        if name == "spans" and row["found"] and row["found"]["marked"]:
            return {"said": "no"}
        if name == "spans" and row["found"]:
            return told | {"speaker": "سعاد الخطيب", "speaker_kind": "unnamed"}
        if name == "passages":
            words = [row["passage"].split(".")[0][:60].strip()] if not row["found"] else []
            return told | ({"quotes_n": 1, "words_1": words[0], "speaker_1": "سعاد الخطيب"} if words else {})
        return told

    coding = validate.read([fill(written, tmp_path / "a.xlsx", change, language="en")])
    found = agreement.figures(coding).set_index("measure")
    assert found.loc["marked_precision", "value"] == 0 and found.loc["reported_precision", "value"] == 1
    assert found.loc["speaker", "value"] == 0 and found.loc["quotes_recall", "value"] < 1
    assert found.loc["quotes_f1", "low"] <= found.loc["quotes_f1", "value"] <= found.loc["quotes_f1", "high"]
    proposed = agreement.propose(coding)
    assert {"delete", "add", "سعاد الخطيب"} == set(proposed["value"])
    (tmp_path / "c.csv").write_text(proposed.to_csv(index=False), encoding="utf-8")
    states = corpora.open("", "", str(tmp_path / "c.csv")).corrected["state"]
    assert (states == corrections.APPLIED).mean() > 0.8, "what a coder says can be laid over the corpus"
    told = agreement.shares(coding).set_index(["column", "code"])
    assert told.loc[("speaker_kind", "unnamed"), "coders"] == 1


def test_a_chain_that_coders_mend_is_proposed_where_a_correction_can_say_it(written, tmp_path):
    told_of = {}

    def change(name, row, told):
        if name != "spans" or not row["found"]:
            return told
        chain = ("قناة الغد (بث)؛ وكالة رويترز", "قناة الغد، وكالة رويترز", "-")[len(told_of) % 3]
        told_of[row["id"]] = (chain, row["found"])
        return told | {"chain": chain}

    proposed = agreement.propose(validate.read([fill(written, tmp_path / "a.xlsx", change)]))
    assert set(proposed["kind"]) == {"chain"}
    wanted = [(found["text"], chain) for chain, found in told_of.values() if "؛" in chain]
    gone = [(found["text"], "") for chain, found in told_of.values() if chain == "-" and found["chain"]]
    assert sorted(zip(proposed["text"], proposed["value"].fillna(""), strict=True)) == sorted(wanted + gone)
    (tmp_path / "c.csv").write_text(proposed.to_csv(index=False), encoding="utf-8")
    states = corpora.open("", "", str(tmp_path / "c.csv")).corrected["state"]
    assert (states == corrections.APPLIED).mean() > 0.8


def test_two_coders_agree_as_far_as_they_do(written, tmp_path):
    turned = []

    def change(name, row, told):
        if name == "spans" and row["found"] and len(turned) < 10:
            turned.append(row["id"])
            return {"said": "no"}
        return told

    pair = [fill(written, tmp_path / "a.xlsx"), fill(written, tmp_path / "b.xlsx", change)]
    coding = validate.read(pair)
    found = agreement.agreement(coding).set_index("question")
    rows = len(answers_of(written)["rows"]["spans"])
    assert found.loc["said", "percent"] == pytest.approx(1 - 10 / rows) and 0 < found.loc["said", "kappa"] < 1
    assert found.loc["times_n", "percent"] == 1
    figures = agreement.figures(coding).set_index("measure")
    spans = sum(row["found"] is not None for row in answers_of(written)["rows"]["spans"])
    assert figures.loc["quotes_precision", "value"] == pytest.approx(1 - 10 / (2 * spans))
    assert agreement.propose(coding).empty, "only what all coders say"
    assert agreement.lines(agreement.agreement(coding), "ar") and agreement.lines(
        agreement.figures(coding), "en"
    )


def test_an_unfinished_sheet_counts_as_far_as_it_goes(written, tmp_path):
    path = fill(
        written,
        tmp_path / "a.xlsx",
        lambda name, row, told: told if row["id"].endswith(("1", "2", "3")) else None,
    )
    coding = validate.read([path])
    assert 0 < len(coding.coders["a"]["spans"]) < len(coding.rows["spans"])
    assert agreement.figures(coding)["n"].max() < 40


def sheet_of(book, column):
    return next(one for one in book.worksheets if column in [cell.value for cell in one[1]])


def change_id(book):
    sheet_of(book, "said")["A5"].value = "x"


def repeat_id(book):
    sheet_of(book, "said")["A5"].value = sheet_of(book, "said")["A4"].value


def drop_column(book):
    sheet = sheet_of(book, "said")
    sheet.delete_cols([cell.value for cell in sheet[1]].index("stance") + 1)


def drop_sheet(book):
    book.remove(sheet_of(book, "quotes_n"))


def write_into(column, value, where=4):
    def change(book):
        sheet = sheet_of(book, column)
        sheet.cell(where, [cell.value for cell in sheet[1]].index(column) + 1).value = value

    return change


@pytest.mark.parametrize(("change", "told"), [
    (change_id, "row 5: the id 'x' is not one that was given out"), (repeat_id, "stands twice"), (drop_column, "the column(s) stance are gone"),
    (drop_sheet, "sheet الفقرات: it is gone"), (write_into("speaker_kind", "شخصص"), "'شخصص' is not one of شخص"), (write_into("quotes_n", "كثير"), "not a whole number"),
    (write_into("said", None), "row 4: begun, but said is empty"), (write_into("words_1", "كلمات لا ترد في الفقرة أبدا"), "do not stand in the passage|the words of"),
])  # fmt: skip
def test_a_spoiled_sheet_is_told_apart(written, tmp_path, change, told):
    filled = fill(written, tmp_path / "a.xlsx")
    with pytest.raises(SchemaError) as raised:
        validate.read([edit(filled, tmp_path / "b.xlsx", change)])
    assert any(part in str(raised.value) for part in told.split("|")), str(raised.value)
    assert "b.xlsx" in str(raised.value)


def test_half_a_row_is_told(written, tmp_path):
    path = fill(
        written, tmp_path / "a.xlsx", lambda name, row, told: {"said": "yes"} if name == "spans" else told
    )
    with pytest.raises(SchemaError, match="begun, but speaker, speaker_kind, stance is empty"):
        validate.read([path])


def test_nothing_filled_in_and_no_sheet(written, tmp_path):
    with pytest.raises(SchemaError, match="nothing is filled in"):
        validate.read([written])
    with pytest.raises(LoadError, match="no such coding sheet"):
        validate.read([tmp_path / "no.xlsx"])
    (tmp_path / "x.xlsx").write_text("no workbook")
    with pytest.raises(LoadError, match="not an Excel workbook"):
        validate.read([tmp_path / "x.xlsx"])
    pd.DataFrame({"a": [1]}).to_excel(tmp_path / "y.xlsx")
    with pytest.raises(SchemaError, match="not a coding sheet"):
        validate.read([tmp_path / "y.xlsx"])


def test_answers_must_be_of_this_coding(written, seeds, tmp_path):
    filled = fill(written, tmp_path / "a.xlsx")
    (tmp_path / "sheet.answers.json").unlink()
    with pytest.raises(LoadError, match="--answers"):
        validate.read([filled])
    assert validate.read([filled], written.with_name("sheet.answers.json")).coders
    (tmp_path / "other").mkdir()
    validate.write(seeds, 10, tmp_path / "other" / "sheet.xlsx", seed=9)
    other = fill(tmp_path / "other" / "sheet.xlsx", tmp_path / "other" / "b.xlsx")
    with pytest.raises(SchemaError, match="not of"):
        validate.read([filled, other], written.with_name("sheet.answers.json"))
    with pytest.raises(SchemaError, match="twice"):
        validate.read([filled, filled])


def test_a_sheet_is_not_written_over(written, seeds, tmp_path):
    with pytest.raises(ParameterError, match="there already"):
        validate.write(seeds, 10, written)
    with pytest.raises(ParameterError, match="below the minimum"):
        validate.write(seeds, 2, tmp_path / "a.xlsx")
    with pytest.raises(ParameterError, match="ends in"):
        validate.write(seeds, 10, tmp_path / "a.csv")


def test_a_corpus_without_quotations(tmp_path, articles):
    articles = articles.assign(body="انتهى الاجتماع الذي استمر ساعات طويلة بلا بيان ختامي ولا مؤتمر صحفي.")
    articles.iloc[:2].to_parquet(tmp_path / "plain.parquet")
    drawn = validate.write(
        corpora.open(str(tmp_path / "plain.parquet")), 10, tmp_path / "s.xlsx", language="en"
    )
    assert drawn["spans"] == 2 and drawn["pairs"] == 0
    assert not openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets[1].sheet_view.rightToLeft


def test_hostile_text_is_no_formula(tmp_path, articles):
    hostile = articles.assign(
        title="=HYPERLINK(1)",
        body="=1+1 قال الوزير سامي الحداد إن «القرار نهائي ولا رجعة فيه»\x07 وإن اللجنة ستجتمع غدا.",
    )
    hostile.iloc[:2].to_parquet(tmp_path / "h.parquet")
    validate.write(corpora.open(str(tmp_path / "h.parquet")), 10, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert not [cell for sheet in book.worksheets for line in sheet for cell in line if cell.data_type == "f"]


def test_notebook_tables_without_sheets_are_empty():
    assert all(frame.empty for frame in agreement.of_sheets([], "ar").values())


def test_names_are_compared_as_people_mean_them():
    found = {"speaker": "جو بايدن", "speaker_id": "biden"}
    assert agreement.same_speaker("بايدن", found) and agreement.same_speaker("الرئيس جو بايدن", found)
    assert not agreement.same_speaker("فلاديمير بوتين", found) and not agreement.same_speaker("-", found)
    assert agreement.same_speaker("-", {"speaker": None}) and agreement.same_speaker(None, {"speaker": None})
