"""Corrections: read, laid over, told when stale, and kept through reruns; the input is never changed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad import corpora, correctionfile, corrections, extract_quotes, load_articles, resources
from isnad.errors import LoadError, SchemaError
from isnad.export import write_tables
from isnad.messages import say
from isnad.schema import QUOTES

HEAD = "kind,article_id,text,n,value,note\n"
PAGE = """محافظ المدينة: الجسر يُفتح في الربيع
قال محافظ المدينة سالم الرفاعي إن الجسر الجديد سيُفتح أمام السيارات في مطلع الربيع المقبل، وأكد أن «الأعمال انتهت تماما».
وأضاف الرفاعي أن كلفة المشروع لم تتجاوز ما كان مقررا لها، وأن ملحق السلامة سيُنشر قبل نهاية الشهر الحالي.
من جهتها قالت المهندسة هدى الزين إن «الفحص لم يكتمل بعد»، وإن فريقها طلب شهرا إضافيا قبل السماح بمرور الشاحنات.
وكانت المدينة قد شهدت خلال العامين الماضيين ازدحاما شديدا بسبب إغلاق الطريق القديم الذي يصل بين ضفتي النهر.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "bridge.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path / "news"


def write(folder, *rows: str, name: str = "corrections.csv") -> str:
    (folder / name).write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return str(folder / name)


def test_a_speaker_is_put_right_and_survives_a_rerun(folder):
    before = (folder / "bridge.txt").read_bytes()
    write(folder, "speaker,bridge,الأعمال انتهت,,هدى الزين,سمعته")
    for _ in range(2):
        data = corpora.open(str(folder))
        row = data.quotes[data.quotes["text"] == "الأعمال انتهت تماما"].iloc[0]
        assert (
            row["speaker"] == "هدى الزين"
            and row["speaker_basis"] == "corrected"
            and row["rule"] == "corrected"
        )
        assert row["speaker_id"] == "name:هدى الزين" and list(data.corrected["state"]) == ["applied"]
        assert len(data.articles) == 1 and data.rejected.empty
    assert (folder / "bridge.txt").read_bytes() == before


def test_quotations_are_deleted_classed_moved_and_added(folder):
    write(
        folder,
        "quotation,bridge,الفحص لم يكتمل,,delete,",
        "quotation,bridge,الأعمال انتهت تماما,,انتهت تماما,",
        "quotation,bridge,كلفة المشروع,,direct,",
        "quotation,bridge,شهدت خلال العامين الماضيين,,add,",
        "speaker,bridge,شهدت خلال العامين,,هدى الزين,",
    )
    data = corpora.open(str(folder))
    body = data.articles["body"][0]
    quotes = data.quotes[~data.quotes["in_title"]].set_index("text")
    assert list(data.corrected["state"]) == ["applied"] * 5
    assert "الفحص لم يكتمل بعد" not in quotes.index and "انتهت تماما" in quotes.index
    assert quotes.loc["شهدت خلال العامين الماضيين", "speaker"] == "هدى الزين"
    assert [body[a:b] for a, b in zip(quotes["start"], quotes["end"], strict=True)] == list(quotes.index)
    assert list(quotes["start"]) == sorted(quotes["start"]) and data.quotes["quote_id"].is_unique
    assert {name: str(kind) for name, kind in data.quotes.dtypes.items()} == {
        name: str(kind) for name, kind in corpora.open(str(folder), "", write(folder)).quotes.dtypes.items()
    }


def test_a_chain_is_put_right_and_survives_a_rerun(folder, tmp_path):
    row = "chain,bridge,الأعمال انتهت,,الناطق باسم البلدية (بيان)؛ وكالة رويترز,"
    before = corpora.open(str(folder)).quotes["chain"].tolist()
    path = write(folder, row)
    wanted = [{"name": "الناطق باسم البلدية", "medium": "بيان"}, {"name": "وكالة رويترز"}]
    for _ in range(2):
        data = corpora.open(str(folder))
        place = data.quotes["text"].tolist().index("الأعمال انتهت تماما")
        assert data.quotes["chain"].tolist() == [*before[:place], wanted, *before[place + 1 :]]
        assert (
            data.quotes["rule"][place] == "corrected" and data.quotes["speaker_basis"][place] != "corrected"
        )
        assert corrections.describe(data.corrected, "en") == "Corrections applied: 1."
    # Over tables on disk it is the same, and there it is said once more.
    write_tables(data, tmp_path / "site")
    again = corpora.open(str(tmp_path / "site"), "", path)
    assert list(again.corrected["state"]) == ["applied", "unchanged"]
    assert [link["name"] for link in again.quotes["chain"][place]] == [link["name"] for link in wanted]


@pytest.mark.parametrize(("value", "state", "chain"), [
    ("الناطق؛ وكالة الأنباء", "applied", [{"name": "الناطق"}, {"name": "وكالة الأنباء", "medium": "برقية"}]),
    ("الناطق (مقابلة) ← وكالة الأنباء ()", "applied", [{"name": "الناطق", "medium": "مقابلة"}, {"name": "وكالة الأنباء"}]),
    ("قناة الغد\nوكالة الأنباء;", "applied", [{"name": "قناة الغد"}, {"name": "وكالة الأنباء", "medium": "برقية"}]),
    ("وكالة الأنباء", "unchanged", [{"name": "وكالة الأنباء", "medium": "برقية"}]),
    ("وكالة الانباء (برقية)", "applied", [{"name": "وكالة الانباء", "medium": "برقية"}]),
    (None, "applied", []), ("-", "applied", []),
])  # fmt: skip
def test_chains_as_they_are_written(articles, quotes, tmp_path, value, state, chain):
    from isnad.schema import table

    row = {"line": 2, "kind": "chain", "article_id": "a#1", "text": "القرار نهائي", "value": value}
    given_ = table([row], correctionfile.CORRECTIONS)
    quotes.to_parquet(tmp_path / "quotes.parquet")
    for frame in (quotes, pd.read_parquet(tmp_path / "quotes.parquet")):
        made, states = corrections.correct_quotes(frame, articles, given_)
        told = [{k: v for k, v in link.items() if v is not None} for link in made["chain"][1]]
        assert states == {2: state} and told == chain
        assert [len(links) for links in made["chain"]] == [0, len(chain), 0]


def test_rows_that_no_longer_fit_are_named_and_change_nothing(folder):
    plain = corpora.open(str(folder)).quotes
    path = write(
        folder,
        "speaker,gone,الأعمال,,سالم,",
        "speaker,bridge,كلمات ليست في النص,,سالم,",
        "quotation,bridge,وكانت المدينة قد,,delete,",
        "merge,,لا أحد بهذا الاسم,,سالم الرفاعي,",
        "quotation,bridge,الأعمال انتهت تماما,,direct,",
        "date,gone,,,2020-01-01,",
        name="../mine.csv",
    )
    data = corpora.open(str(folder), "", path)
    kind = plain.set_index("text").loc["الأعمال انتهت تماما", "kind"]
    wanted = [
        "no_article",
        "no_text",
        "no_quotation",
        "no_speaker",
        "unchanged" if kind == "direct" else "applied",
        "no_article",
    ]
    assert list(data.corrected["state"]) == wanted
    told = corrections.describe(data.corrected, "en")
    assert "no longer fit the text: 5 (lines of the table: 2, 3, 4, 5, 7)" in told
    assert list(data.quotes["quote_id"]) == list(plain["quote_id"])


def test_words_in_several_places_want_a_number(folder):
    text = PAGE + "وقال محافظ المدينة سالم الرفاعي مرة أخرى إن «الفحص لم يكتمل بعد».\n"
    (folder / "bridge.txt").write_text(text, encoding="utf-8")
    path = write(
        folder, "speaker,bridge,الفحص لم يكتمل بعد,,سالم,", "speaker,bridge,الفحص لم يكتمل بعد,2,سالم,"
    )
    data = corpora.open(str(folder), "", path)
    assert list(data.corrected["state"]) == ["ambiguous", "applied"]
    said = data.quotes[data.quotes["text"] == "الفحص لم يكتمل بعد"]
    assert list(said["speaker"]) == ["هدى الزين", "سالم"]


def test_speakers_are_merged_everywhere(folder):
    write(folder, "merge,,هدى الزين,,سالم الرفاعي,")
    data = corpora.open(str(folder))
    assert "name:هدى الزين" not in set(data.quotes["speaker_id"])
    assert "هدى الزين" not in set(data.quotes["speaker"]) and "المهندسة هدى الزين" in str(
        set(data.quotes["mention"])
    )


def test_a_role_without_id_is_merged_and_named(folder):
    text = PAGE.replace("قالت المهندسة هدى الزين", "قالت مصادر في البلدية")
    (folder / "bridge.txt").write_text(text, encoding="utf-8")
    write(
        folder,
        "merge,,مصادر في البلدية,,هدى الزين,",
        "merge,,سالم الرفاعي,,سالم بن علي الرفاعي,",
        "merge,,هدى الزين,,هدى الزين,",
    )
    data = corpora.open(str(folder))
    assert list(data.corrected["state"]) == ["applied", "applied", "unchanged"]
    named = data.quotes[data.quotes["speaker"] == "هدى الزين"]
    assert set(named["speaker_id"]) == {"name:هدى الزين"} and set(named["speaker_kind"]) == {"person"}
    assert "سالم بن علي الرفاعي" in set(data.quotes["speaker"])


def test_a_date_moves_the_times(folder):
    write(folder, "date,bridge,,,2023-11-20,")
    data = corpora.open(str(folder))
    assert (
        str(data.articles["published"][0].date()) == "2023-11-20"
        and data.articles["published_basis"][0] == "corrected"
    )
    assert "2023-11" in set(data.times["value"])
    assert list(data.corrections_met["kind"]) == ["date"], "a page that shows no quotation"


def test_extracted_tables_are_corrected_as_pages_are(folder, tmp_path, monkeypatch):
    write_tables(corpora.open(str(folder)), tmp_path / "tables")
    path = write(folder, "speaker,bridge,الأعمال انتهت,,هدى الزين,", "date,bridge,,,2023-11-20,")
    whole, again = corpora.open(str(folder)), corpora.open(str(tmp_path / "tables"), "", path)
    assert list(again.corrected["state"]) == ["applied"] * 2
    for name in ("speaker", "speaker_id"):
        assert list(again.quotes[name].fillna("")) == list(whole.quotes[name].fillna(""))
    assert list(again.times["value"]) == list(whole.times["value"]) and len(again.timeline) == len(
        whole.timeline
    )
    assert again.statements["statement_id"].isna().all() and "event_id" in again.events
    # A report writes them once; its notebooks read them as they are, and still count.
    write_tables(whole, tmp_path / "site")
    monkeypatch.setenv("ISNAD_TABLES", str(tmp_path / "site"))
    ready = corpora.open(str(folder))
    assert ready.has_corrections and list(ready.corrected["state"]) == ["applied"] * 2
    assert ready.fingerprint == whole.fingerprint


def test_the_page_counts_what_changed_it(folder):
    from isnad import views

    write(folder, "speaker,bridge,الأعمال انتهت,,هدى الزين,", "date,bridge,,,2023-11-20,")
    data = corpora.open(str(folder))
    told = views.finding("guide.finding_none", "en", data, articles=1).bundles[0]
    assert "Corrections applied: 1." in told["text/html"], "the date alone: no quotation was asked for"
    data.quotes  # noqa: B018
    told = views.finding("guide.finding_none", "en", data, articles=1).bundles[0]
    assert "Corrections applied: 2." in told["text/html"] and data.fingerprint in told["text/html"]


def test_no_corrections_no_word_about_them(folder):
    data = corpora.open(str(folder))
    assert not data.has_corrections and corrections.describe(data.corrected, "ar") == ""


@pytest.mark.parametrize(("rows", "told"), [
    (["speker,a,b,,c,"], "line 2: kind 'speker' is not one of speaker, quotation, chain, merge, date (did you mean speaker?)"),
    (["speaker,a,,,c,"], "needs text"), (["merge,,a,,,"], "needs value"), (["date,a,,,13/4/2021,"], "written 2021-04-13"),
    (["date,a,,,1500-01-01,"], "written"), (["speaker,a,b,0,c,"], "n is a whole number"), (["quotation,a,b,,remove,"], "not one of delete, add"),
    (["quotation,a,b,,delet,", "x,,,,,"], "did you mean delete?); line 3"),
    (["chain,a,,,c,"], "needs text"), (["chain,a,b,,الناطق، رويترز,"], "line 2: 'الناطق، رويترز' is no link of a chain: write the names nearest to the speaker first with ؛ between"),
    (["chain,a,b,,رويترز (برقية,"], "no link"), (["chain,a,b,,رويترز؛ (برقية),"], "'(برقية)' is no link"), (["chain,a,b,,قناة الغد؛ رويترز؛ قناة الغد (بث),"], "'قناة الغد' stands twice"),
])  # fmt: skip
def test_bad_rows_are_named_with_their_line(tmp_path, rows, told):
    with pytest.raises(SchemaError) as raised:
        correctionfile.read_corrections(write(tmp_path, *rows))
    assert told in str(raised.value)


def test_bad_files(tmp_path, folder):
    with pytest.raises(LoadError, match="rename the file"):
        corpora.open(str(folder), "", write(folder, name="mine.csv"))
    with pytest.raises(LoadError, match="no such file"):
        correctionfile.find_file("", str(tmp_path / "no.csv"))
    (tmp_path / "a.csv").write_text("kind,value\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="lacks the column"):
        correctionfile.read_corrections(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(LoadError):
        correctionfile.read_corrections(tmp_path / "b.csv")
    (tmp_path / "c.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(LoadError):
        correctionfile.read_corrections(tmp_path / "c.xlsx")


def test_semicolons_bom_and_workbooks_are_read(tmp_path):
    text = "﻿Kind;article_id;text;value\nMerge;;أ;ب\n;;;\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = correctionfile.read_corrections(tmp_path / "a.csv")
    assert list(found["kind"]) == ["merge"] and list(found["line"]) == [2]
    pd.DataFrame([{"kind": "date", "article_id": "x", "text": "", "value": "2020-01-01"}]).to_excel(
        tmp_path / "a.xlsx", index=False
    )
    assert list(correctionfile.read_corrections(tmp_path / "a.xlsx")["value"]) == ["2020-01-01"]


def test_a_single_file_and_the_seeds():
    assert (
        correctionfile.find_file("") is None
        and correctionfile.find_file(str(resources.data("seeds.csv"))) is None
    )
    assert all(say(f"codes.state_{state}", "ar") for state in (*corrections.STALE, "applied", "unchanged"))


SEEDS = load_articles(str(resources.seeds()), find_duplicates=False)
FOUND = extract_quotes(SEEDS)
rows = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["speaker", "quotation", "chain"]),
        "article_id": st.sampled_from([*SEEDS["article_id"], "gone"]),
        "text": st.one_of(
            st.sampled_from([t[:20] for t in FOUND["text"]]),
            st.sampled_from([t[-30:] for t in FOUND["text"]]),
            st.text(min_size=1),
        ),
        "n": st.one_of(st.none(), st.integers(1, 3)),
        "value": st.sampled_from(
            ["delete", "add", "direct", "indirect", "بايدن", "في", "الرئيس", "الناطق (بيان)؛ رويترز"]
        ),
    }
)


@settings(deadline=None, max_examples=60)
@given(st.lists(rows, max_size=6))
def test_any_corrections_leave_a_sound_table(records):
    from isnad.schema import table

    given_ = table([{**row, "line": n} for n, row in enumerate(records, start=2)], correctionfile.CORRECTIONS)
    before = FOUND.copy()
    made, states = corrections.correct_quotes(FOUND, SEEDS, given_)
    pd.testing.assert_frame_equal(FOUND, before)
    assert set(states) == set(given_["line"]) and list(made.columns) == list(QUOTES)
    assert made["quote_id"].is_unique and made.index.equals(pd.RangeIndex(len(made)))
    texts = SEEDS.set_index("article_id")
    for row in made[made["rule"] == "corrected"].itertuples():
        assert texts.at[row.article_id, "title" if row.in_title else "body"][row.start : row.end] == row.text
    again, _ = corrections.correct_quotes(FOUND, SEEDS, given_)
    pd.testing.assert_frame_equal(made, again)
