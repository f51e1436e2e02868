"""Judging against gold: what counts as found, as right, and as neither; measures, intervals, errors, calibration."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isnad
from isnad import calibration, evaluate, judge, resources, schema
from isnad.errors import LoadError, SchemaError
from isnad.gold import read_gold

BODY = (
    "قال الوزير سامي الحداد إن «القرار نهائي ولا رجعة عنه»، وفق وكالة الأنباء. وأضاف أن بلاده لن تتراجع. ووصف معاهدة «السلام» بأنها قديمة.\n"
    "ودعا إلى وقف إطلاق النار يوم الثلاثاء."
)
SHARED = resources.CHECKOUT.parent / "shared"


def entry(text: str, **more) -> dict:
    return {"text": text, "n": 1, **more}


GOLD = {
    "id": "a", "outlet": "aawsat", "published": "2021-06-09", "title": "الوزير: القرار نهائي", "body": BODY,
    "marked": [
        entry("القرار نهائي ولا رجعة عنه", **{"class": "speech"}, speaker="سامي الحداد", aliases=["الوزير", "البيان"], cue="قال",
              chain=[{"name": "وكالة الأنباء"}]),
        entry("السلام", **{"class": "name"}),
    ],
    "reported": [entry("بلاده لن تتراجع", speaker="سامي الحداد", aliases=[], cue="أضاف", chain=[])],
    "acts": [entry("وقف إطلاق النار", speaker="سامي الحداد", cue="دعا إلى")],
    "times": [entry("يوم الثلاثاء", type="DATE", value="2021-06-08")],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "a.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    return tmp_path


@pytest.fixture
def gold(folder):
    return read_gold(folder)


def quote(
    text: str, marked: bool = True, speaker: str | None = "سامي الحداد", chain: list | None = None, **more
) -> dict:
    start = BODY.index(text)
    return {"quote_id": text[:9], "article_id": "a", "start": start, "end": start + len(text), "text": text, "marked": marked, "in_title": False,
            "speaker": speaker, "chain": chain or [], "confidence": 0.9, "rule": "test", **more}  # fmt: skip


def judged(gold, *rows: dict) -> pd.DataFrame:
    return judge.judge_quotes(gold, schema.table(list(rows), schema.QUOTES))


RIGHT = [
    quote("القرار نهائي ولا رجعة عنه", chain=[{"name": "وكالة الأنباء", "medium": None}]),
    quote("بلاده لن تتراجع", marked=False),
]


def test_gold_is_read_into_tables(gold):
    assert list(gold.quotes["quote_id"]) == ["a:m0", "a:m1", "a:r0", "a:a0"] and len(gold.speech) == 2
    for table in (gold.quotes, gold.times):
        assert all(
            BODY[s:e] == t for s, e, t in zip(table["start"], table["end"], table["text"], strict=True)
        )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not an annotated article"),
        ('{"id": "x"}', "needs body"),
        (json.dumps({**GOLD, "times": [entry("غدًا")]}), "times: occurrence 1 of"),
    ],
)
def test_broken_gold_names_the_file_and_what_is_wrong(tmp_path, text, told):
    (tmp_path / "bad.json").write_text(text, encoding="utf-8")
    with pytest.raises(LoadError, match=told) as error:
        read_gold(tmp_path)
    assert "bad.json" in str(error.value)


def test_no_gold_is_one_readable_error(tmp_path):
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LoadError, match=r"annotated article"):
            read_gold(place)


def test_everything_right(gold):
    scores = evaluate.measure(gold, [judged(gold, *RIGHT)], draws=10).set_index("measure")
    for name in (
        "marked_f1",
        "marked_end_to_end_f1",
        "reported_f1",
        "all_end_to_end_f1",
        "all_chain_f1",
        "all_chain_exact",
        "marked_exact_f1",
    ):
        assert scores.loc[name, "value"] == 1.0
    assert scores.loc["label_false_quote_rate", "value"] == 0.0 and scores.loc["all_f1", "n"] == 2
    assert scores["low"].isna().all(), "one article gives no interval"


def test_nothing_found(gold):
    found = judged(gold)
    assert list(found["outcome"]) == ["missed", "left", "missed"]
    scores = evaluate.measure(gold, [found], draws=10).set_index("measure")["value"]
    assert scores["all_recall"] == 0.0 and np.isnan(scores["all_precision"]) and scores["all_f1"] == 0.0


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (quote("«القرار نهائي ولا رجعة عنه»"), "hit"),
        (quote("القرار نهائي ولا رجعة"), "hit"),
        (quote("القرار نهائي"), "extra"),
        (quote("بلاده لن", marked=False), "hit"),
        (quote("بلاده لن تتراجع"), "extra"),
        (quote("وقف إطلاق النار", marked=False), "ignored"),
        (quote("دعا إلى وقف إطلاق النار", marked=False), "ignored"),
        (quote("القرار نهائي ولا رجعة عنه", in_title=True), None),
    ],
)
def test_what_counts_as_found(gold, row, outcome):
    found = judged(gold, row)
    finds = found[found["text"].notna() & (found["layer"] != "label")]
    assert list(finds["outcome"]) == ([outcome] if outcome else [])


def test_name_taken_for_speech_is_told(gold):
    found = judged(gold, *RIGHT, quote("السلام"))
    assert list(found.loc[found["layer"] == "label", "outcome"]) == ["taken"]
    assert (
        evaluate.measure(gold, [found], draws=2).set_index("measure").loc["label_false_quote_rate", "value"]
        == 1.0
    )


@pytest.mark.parametrize(
    ("speaker", "right", "named"),
    [
        ("سامي الحدّاد", True, True),
        ("سامي حداد", True, True),
        ("الوزير", True, False),
        ("البيان", False, False),
        (None, False, False),
        ("سامي", False, False),
    ],
)
def test_speaker_is_right_under_any_name_that_says_who(gold, speaker, right, named):
    row = judged(gold, {**RIGHT[0], "speaker": speaker}).iloc[0]
    assert (row["speaker_right"], row["named_right"]) == (right, named)


def test_joint_speakers_in_any_order():
    assert (
        judge._together("ألمانيا وفرنسا") == judge._together("فرنسا وألمانيا") != judge._together("ألمانيا")
    )


@pytest.mark.parametrize(
    ("chain", "hits", "exact"),
    [([{"name": "وكالة الأنباء"}], 1, True), ([{"name": "وكالة الأنباء الرسمية"}], 1, True), ([], 0, False), ([{"name": "رويترز"}], 0, False),
     ([{"name": "الوزارة"}, {"name": "وكالة الأنباء"}], 1, False)],
)  # fmt: skip
def test_chain_counts_links_and_the_whole(gold, chain, hits, exact):
    row = judged(gold, {**RIGHT[0], "chain": chain}).iloc[0]
    assert (row["chain_hit"], row["relayed"], row["relayed_right"]) == (hits, True, exact)


@pytest.mark.parametrize(("value", "right"), [("2021-06-08", True), ("2021-06-09", False), (None, False)])
def test_time_is_found_by_overlap_and_right_by_value(gold, value, right):
    start = BODY.index("الثلاثاء")
    row = {
        "time_id": "t",
        "article_id": "a",
        "start": start,
        "end": start + 8,
        "text": "الثلاثاء",
        "type": "DATE",
        "value": value,
    }
    found = judge.judge_times(gold, schema.table([row], schema.TIMES)).iloc[0]
    assert (found["outcome"], found["exact"], found["value_right"]) == ("hit", False, right)


def test_find_that_is_no_slice_is_an_error(gold):
    with pytest.raises(SchemaError, match=r"a: text is not body\[start:end\]"):
        judged(gold, {**RIGHT[0], "start": 0})


def test_every_error_stands_in_its_sentence(gold):
    found = judged(gold, {**RIGHT[0], "speaker": "رويترز"}, quote("السلام"))
    told = evaluate.errors(gold, [found])
    assert list(told["error"]) == ["speaker", "missed", "label", "extra"] or sorted(told["error"]) == [
        "extra",
        "label",
        "missed",
        "speaker",
    ]
    assert all(
        "[[" in sentence and sentence.replace("[[", "").replace("]]", "") in BODY
        for sentence in told["sentence"]
    )
    wrong = told[told["error"] == "speaker"].iloc[0]
    assert (wrong["expected"], wrong["found"], wrong["marks"], wrong["outlet"]) == (
        "سامي الحداد",
        "رويترز",
        "«»",
        "aawsat",
    )


@pytest.mark.parametrize(
    ("mark", "style"),
    [("«", "«»"), ("“", "“”"), ('"', '""'), ("‘", "‘’"), ("'", "''"), (" ", "other"), ("« ", "«»")],
)
def test_style_of_the_marks(mark, style):
    body = f"قال: {mark}نعم"
    assert judge.mark_style(body, body.index("نعم")) == style


def test_statements_are_judged_by_pairs(folder):
    for name in ("b", "c"):
        (folder / f"{name}.json").write_text(
            json.dumps({**GOLD, "id": name, "event": "e"}, ensure_ascii=False), encoding="utf-8"
        )
    (folder / "a.json").write_text(json.dumps({**GOLD, "event": "e"}, ensure_ascii=False), encoding="utf-8")
    (folder / "events").mkdir()
    (folder / "events" / "e.json").write_text(
        json.dumps({"event": "e", "clusters": [["a:m0", "b:m0", "c:m0"]]}), encoding="utf-8"
    )
    gold = read_gold(folder)

    def half(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
        ids = {"a:m0": "s1", "b:m0": "s1", "a:r0": "s2", "b:r0": "s2"}
        return quotes.assign(statement_id=quotes["quote_id"].map(ids))

    found = judge.judge_statements(gold, half)
    assert sorted(found["outcome"]) == ["extra", "hit", "missed", "missed"]
    scores = evaluate.measure(gold, [found], draws=5).set_index("measure")["value"]
    assert scores["statements_precision"] == 0.5 and scores["statements_recall"] == pytest.approx(1 / 3)


@pytest.fixture(scope="module")
def seeds() -> evaluate.Judged:
    return evaluate.judge()


def test_seeds_are_measured_with_intervals(seeds):
    scores = evaluate.measure(seeds.gold, seeds.all, draws=200)
    again = evaluate.measure(seeds.gold, seeds.all, draws=200)
    pd.testing.assert_frame_equal(scores, again)
    known = scores.dropna(subset=["value", "low", "high"])
    assert (
        len(known) > 25
        and ((known["low"] <= known["value"] + 1e-9) & (known["value"] <= known["high"] + 1e-9)).mean() > 0.9
    )
    assert scores["measure"].is_unique and known[["value", "low", "high"]].stack().between(0, 1).all()


def test_groups_add_up(seeds):
    by = evaluate.measure_by(seeds.gold, seeds.quotes, "outlet", draws=5)
    whole = evaluate.measure(seeds.gold, [seeds.quotes], draws=5).set_index("measure")
    assert by.loc[by["measure"] == "all_recall", "n"].sum() == whole.loc["all_recall", "n"]
    marks = evaluate.measure_by(seeds.gold, seeds.quotes, "marks", draws=5)
    assert marks.loc[marks["measure"] == "marked_recall", "n"].sum() == whole.loc["marked_recall", "n"]


def test_finding_has_a_sentence_in_both_languages(seeds):
    from isnad.messages import say

    for judged_, key in ((seeds, "evaluate.finding"),):
        found, values = evaluate.describe(judged_, evaluate.measure(judged_.gold, judged_.all, draws=50))
        assert found == key
        for language in ("ar", "en"):
            assert "nan" not in say(found, language, **values)


def test_few_annotations_are_not_measured(gold):
    one = evaluate.Judged(
        gold, judged(gold, *RIGHT), judge.judge_times(gold, schema.table([], schema.TIMES)), pd.DataFrame()
    )
    assert evaluate.describe(one, evaluate.measure(gold, one.all, draws=2)) == (
        "evaluate.finding_few",
        {"quotes": 2, "articles": 1},
    )


def test_sample_is_seeded(seeds):
    pd.testing.assert_frame_equal(evaluate.sample(seeds, 5, 1), evaluate.sample(seeds, 5, 1))
    assert len(evaluate.sample(seeds, 10_000)) == len(seeds.quotes)


def test_calibration_of_honest_and_boastful_finds(gold):
    rows = [
        {"layer": "marked", "outcome": "hit", "speaker_right": i < 90, "confidence": 0.9, "rule": "r"}
        for i in range(100)
    ]
    frame = pd.DataFrame(rows)
    band = calibration.curve(frame).iloc[0]
    assert (band["n"], band["right"]) == (100, 0.9) and band["low"] < 0.9 < band["high"]
    assert calibration.distance(frame) == pytest.approx(0)
    assert calibration.distance(frame.assign(confidence=1.0)) == pytest.approx(0.1)
    assert np.isnan(calibration.distance(frame.iloc[:0])) and calibration.curve(frame.iloc[:0]).empty


def test_expected_share_in_a_corpus(seeds):
    quotes = isnad.extract_quotes(seeds.gold.articles)
    told = calibration.expect(quotes, calibration.curve(seeds.quotes))
    assert told["quotes"].sum() == len(quotes) and told["share"].sum() == pytest.approx(1)
    assert list(told["confidence_from"]) == sorted(told["confidence_from"], reverse=True)


def test_shipped_figures_are_figures():
    scores = evaluate.shipped()
    assert (
        list(scores.columns) == ["measure", "value", "low", "high", "n", "gold"]
        and scores["measure"].is_unique
    )
    assert scores["value"].dropna().between(0, 1).all() and set(scores["measure"]) >= {
        "marked_f1",
        "all_end_to_end_f1",
        "times_value_f1",
    }
    bands = evaluate.shipped(evaluate.CURVE_FILE)
    assert list(bands.columns) == [*calibration.CURVE, "gold"]


def test_command_writes_numbers_alone(folder, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    evaluate.main([str(folder), "--out", str(out)])
    assert "all_end_to_end_f1" in capsys.readouterr().out
    assert not any(
        "\u0621" <= letter <= "\u064a"
        for path in out.iterdir()
        for letter in path.read_text(encoding="utf-8")
    )


@pytest.mark.skipif(
    not (SHARED / "tools" / "score.py").exists(), reason="the second scorer lies beside some checkouts only"
)
@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_another_scorer_gives_the_same_numbers(name, monkeypatch):
    monkeypatch.syspath_prepend(str(SHARED / "tools"))
    spec = importlib.util.spec_from_file_location("score", SHARED / "tools" / "score.py")
    score = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "score", score)
    spec.loader.exec_module(score)  # type: ignore[union-attr]
    judged_ = evaluate.judge(SHARED / "gold" / name)
    mine = evaluate.measure(judged_.gold, judged_.all, draws=2).set_index("measure")["value"].fillna(0.0)
    articles = [score.gold.load(path) for path in sorted((SHARED / "gold" / name).glob("*.json"))]
    table = score.to_articles(articles)
    theirs = score.score_quotes(articles, isnad.extract_quotes(table), []) | score.score_times(
        articles, isnad.extract_times(table), []
    )
    theirs |= score.score_statements(SHARED / "gold" / name, articles, isnad.match_statements, [])
    for measure in set(mine.index) & set(theirs):
        assert mine[measure] == pytest.approx(theirs[measure]), measure
