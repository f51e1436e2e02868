"""load_articles: files in, one table out, and nothing lost on the way."""

import gzip
import json

import pandas as pd
import pytest

import isnad
from isnad import load, resources, schema
from isnad.errors import LoadError
from isnad.messages import LANGUAGES, catalogue
from loading_sample import BODY, PAGE, TITLE, other, reasons


@pytest.fixture(scope="module")
def seeds() -> pd.DataFrame:
    return isnad.load_articles(resources.seeds(), metadata=resources.data("seeds.csv"))


# --- the seeds ----------------------------------------------------------------------------------------------


def test_five_pages_are_six_articles(seeds):
    assert len(seeds) == 6
    assert seeds["article_id"].tolist()[:2] == ["000_4cf484f6e151e26c#1", "000_4cf484f6e151e26c#2"]
    assert list(seeds.columns)[: len(schema.ARTICLES)] == list(schema.ARTICLES)
    assert reasons(seeds) == []


@pytest.mark.parametrize("row", range(6))
def test_bodies_of_the_seeds_are_their_gold(seeds, row):
    folder = resources.gold() if hasattr(resources, "gold") else None
    if folder is None:
        pytest.skip("no annotated seeds here")
    names = {"000_4cf484f6e151e26c#1": "000-1", "000_4cf484f6e151e26c#2": "000-2"}
    article = seeds.iloc[row]
    name = names.get(article["article_id"], article["article_id"][:3])
    gold = json.loads((folder / f"seed-{name}.json").read_text(encoding="utf-8"))
    assert article["body"] == gold["body"]
    assert article["title"] == gold["title"]
    assert article["published"].date().isoformat() == gold["published"]
    assert article["outlet"] == gold["outlet"]


def test_fields_of_the_seeds(seeds):
    by_id = seeds.set_index("article_id")
    assert by_id.loc["002_7ea65c7fb41ba78a", "dateline"] == "واشنطن- يورو عربي"
    assert by_id.loc["001_d2a5b9d6f0470ea3", "byline"] == "يورونيوز"
    assert by_id.loc["004_3c23b7db6eabfe86", "standfirst"].startswith("الرئيس الأميركي جو بايدن يلتقي")
    assert set(by_id["published_basis"]) == {"inferred"}
    assert set(by_id["language"]) == {"ar"}


def test_shipped_seeds_bring_their_metadata():
    assert isnad.load_articles(resources.seeds())["published"].notna().all()


def test_evidence_of_the_seeds_names_the_right_weekdays():
    table = pd.read_csv(resources.data("seeds.csv"))
    weekday = dict(zip(table["article_id"], pd.to_datetime(table["published"]).dt.day_name(), strict=True))
    assert (
        weekday["000_4cf484f6e151e26c#1"]
        == weekday["001_d2a5b9d6f0470ea3"]
        == weekday["004_3c23b7db6eabfe86"]
        == "Tuesday"
    )
    assert weekday["000_4cf484f6e151e26c#2"] == weekday["003_5210205829861ca6"] == "Thursday"
    assert table["evidence"].str.len().gt(40).all()


# --- metadata -----------------------------------------------------------------------------------------------


def test_metadata_by_source_and_as_a_frame(tmp_path):
    (tmp_path / "p.txt").write_text(PAGE, encoding="utf-8")
    table = pd.DataFrame({"source": ["p.txt"], "outlet": ["الشرق الأوسط"], "date": ["2024-03-05"]})
    article = isnad.load_articles(tmp_path, metadata=table).iloc[0]
    assert (article["outlet"], article["published"], article["published_basis"]) == (
        "aawsat",
        pd.Timestamp("2024-03-05"),
        "metadata",
    )


def test_metadata_row_without_article_is_reported(tmp_path):
    (tmp_path / "p.txt").write_text(PAGE, encoding="utf-8")
    table = pd.DataFrame({"article_id": ["p", "nobody"], "outlet": ["okaz", "okaz"]})
    found = isnad.rejected(isnad.load_articles(tmp_path, metadata=table))
    assert found[["row", "reason", "detail"]].values.tolist() == [[2, "metadata_unmatched", "nobody"]]


@pytest.mark.parametrize("bad", ["nowhere.csv", pd.DataFrame({"x": [1]})])
def test_unusable_metadata_is_one_error(tmp_path, bad):
    (tmp_path / "p.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(LoadError, match=r"nowhere.csv|article_id or source"):
        isnad.load_articles(tmp_path, metadata=bad)


def test_metadata_table_inside_the_folder_is_no_input(tmp_path):
    (tmp_path / "p.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "about.csv").write_text("source,outlet\np.txt,okaz\n", encoding="utf-8")
    articles = isnad.load_articles(tmp_path, metadata=tmp_path / "about.csv")
    assert articles["outlet"].tolist() == ["okaz"]
    assert reasons(articles) == []


# --- ids ----------------------------------------------------------------------------------------------------


def test_same_id_twice_gives_two_articles(tmp_path):
    rows = [{"id": "x", "title": TITLE, "text": BODY}, {"id": "x", "title": TITLE, "text": other(1)}]
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(rows), encoding="utf-8")
    articles = isnad.load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["x", "a#x", "b#x", "b.json#2"]
    assert reasons(articles) == []
    assert articles["duplicate_of"].fillna("").tolist() == ["", "", "x", "a#x"]


def test_same_stem_in_one_folder_are_distinct_articles(tmp_path):
    for n, name in enumerate(("a.txt", "a.html", "a.csv", "a.txt.gz")):
        text = f"عنوان الخبر رقم {n} هنا\n\n{other(n)}"
        if name == "a.csv":
            text = f'title,body\nعنوان {n},"{other(n)}"\n'
        if name == "a.html":
            text = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>"
        data = text.encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    articles = isnad.load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["a#1", "a", "a.txt", "a.txt.gz"]
    assert reasons(articles) == []


def test_an_article_of_a_page_and_a_row_do_not_share_an_id(tmp_path):
    page = resources.seeds() / "000_4cf484f6e151e26c.txt"
    (tmp_path / "a.txt").write_bytes(page.read_bytes())
    (tmp_path / "a.csv").write_text(f'title,body\nعنوان,"{other(1)}"\n', encoding="utf-8")
    assert isnad.load_articles(tmp_path)["article_id"].tolist() == ["a#1", "a.txt#1", "a#2"]


def test_a_file_that_a_list_names_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{BODY}", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x")
    articles = isnad.load_articles([tmp_path, tmp_path / "a.txt", str(tmp_path / "*.txt"), tmp_path])
    assert articles["article_id"].tolist() == ["a"] and reasons(articles) == ["hidden"]


def test_same_stem_in_two_folders_are_two_articles(tmp_path):
    for n, outlet in enumerate(("aawsat", "okaz")):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "001.txt").write_text(f"عنوان الخبر رقم {n} هنا\n\n{other(n)}", encoding="utf-8")
    articles = isnad.load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["001", "okaz/001"]
    assert articles["outlet"].tolist() == ["aawsat", "okaz"]


# --- dates and language -------------------------------------------------------------------------------------


def test_bad_date_is_noticed_and_the_article_kept(tmp_path):
    (tmp_path / "a.json").write_text(
        json.dumps({"title": TITLE, "text": BODY, "date": "غداً إن شاء الله", "url": "javascript:alert(1)"}),
        encoding="utf-8",
    )
    articles = isnad.load_articles(tmp_path)
    assert articles["published"].isna().all()
    assert articles["url"].isna().all()
    assert reasons(articles) == ["bad_date"]
    counts = load.summary(articles).set_index("state")["count"]
    assert counts["found"] == counts["accepted"] == 1
    assert counts["noticed"] == 1


def test_what_a_page_says_of_its_date_and_of_its_language(tmp_path):
    (tmp_path / "p.txt").write_text(f"{TITLE}\nاليوم 18:20\n5 آذار 2024\n{BODY}", encoding="utf-8")
    (tmp_path / "q.txt").write_text(
        f"{TITLE}\n{BODY}".replace("،", " ،").replace("ساعات.", "ساعات ، كما قيل ، وذكر ، وأضيف. بلدان."),
        encoding="utf-8",
    )
    articles = isnad.load_articles(tmp_path, find_duplicates=False)
    assert articles["published"].dt.date.astype(str).tolist()[0] == "2024-03-05"
    assert articles["published_basis"].tolist() == ["text", "none"]
    assert articles["notes"].fillna("").tolist() == ["", "machine_translated"]


# --- nothing lost -------------------------------------------------------------------------------------------


def test_accepted_duplicates_and_rejected_add_up(tmp_path):
    rows = [{"id": i, "title": f"خبر رقم {i}", "text": other(i % 7)} for i in range(20)] + [
        {"id": 99},
        "no record",
        {"id": 3, "text": other(50)},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    articles = isnad.load_articles(tmp_path)
    counts = load.summary(articles)
    total = counts.groupby("state")["count"].sum()
    assert total["found"] == len(rows) == total["accepted"] + total["duplicate"] + total["rejected"]
    assert total["accepted"] == 8
    assert total["rejected"] == 2


def test_streaming_gives_the_same_rows(tmp_path):
    rows = [{"id": i, "title": f"خبر رقم {i}", "text": other(i)} for i in range(25)]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    frames = list(load.iter_articles(tmp_path, chunk=10))
    assert [len(frame) for frame in frames] == [10, 10, 5]
    whole = isnad.load_articles(tmp_path, find_duplicates=False, learn_furniture=False)
    joined = pd.concat(frames, ignore_index=True)
    joined.attrs, whole.attrs = {}, {}
    pd.testing.assert_frame_equal(joined, whole)


def test_loading_twice_is_the_same(seeds):
    again = isnad.load_articles(resources.seeds(), metadata=resources.data("seeds.csv"))
    pd.testing.assert_frame_equal(again, seeds)


def test_articles_with_rejected_inputs_are_written_as_parquet(tmp_path):
    import pickle
    import warnings

    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{BODY}", encoding="utf-8")
    (tmp_path / "b.bin").write_bytes(b"x")
    articles = isnad.load_articles(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for frame in (articles, pd.concat([articles, articles]), articles.merge(articles[["article_id"]])):
            frame.to_parquet(tmp_path / "out.parquet")
            again = pd.read_parquet(tmp_path / "out.parquet")
            assert again["body"].tolist() == frame["body"].tolist() and isnad.rejected(again).empty
    assert reasons(articles) == ["unsupported"]
    assert isnad.rejected(pickle.loads(pickle.dumps(articles))).equals(isnad.rejected(articles))


def test_joining_frames_works(seeds):
    assert len(pd.concat([seeds, seeds])) == 12


def test_the_inventory_adds_up_and_stays_short(tmp_path):
    from isnad import inventory

    rows = [
        {
            "id": i,
            "title": f"=خبر رقم {i}",
            "text": other(i % 50),
            "date": "nonsense" if i == 1 else "2024-03-05",
        }
        for i in range(60)
    ]
    (tmp_path / "a.jsonl").write_text(
        "\n".join(json.dumps(row) for row in [*rows, {"id": 99}, 5]), encoding="utf-8"
    )
    articles = isnad.load_articles(tmp_path)
    refused = isnad.rejected(articles)
    lines = inventory.report("mine", articles, refused, rows=3)
    assert lines[0] == "mine: 60 articles, 1 outlets, 2 rejected"
    assert lines[1].strip() == "62 found = 50 accepted + 10 duplicates + 2 rejected"
    assert "2024-03-05" in lines[2] and "1 without a date" in lines[2]
    assert any(line.strip().startswith("1  bad_row: ") for line in lines) and len(lines) < 20
    table = inventory.inputs(articles, refused)
    assert table["state"].value_counts().to_dict() == {
        "accepted": 50,
        "duplicate": 10,
        "rejected": 2,
        "noticed": 1,
    }
    assert table.loc[table["state"] == "rejected", "row"].tolist() == [61, 62]
    assert inventory.report("none", articles.iloc[:0], refused.iloc[:0])[2].strip() == "none has a date"
    assert inventory.inputs(articles.iloc[:0], refused.iloc[:0]).columns.tolist() == list(inventory.INPUTS)


def test_every_reason_has_a_message_in_both_languages():
    import re

    source = "".join(
        (resources.PACKAGE / f"{name}.py").read_text(encoding="utf-8")
        for name in ("load", "formats", "records", "archives", "documents", "metadata")
    )
    codes = set(re.findall(r'Refus(?:ed|al)\([^()]*?"([a-z_]+)"', source)) | {
        "metadata_unmatched",
        "bad_date",
        "no_arabic",
        "no_body",
    }
    assert len(codes) > 15
    for code in codes:
        assert set(catalogue()[f"load.{code}"]) == set(LANGUAGES)
