"""load_articles: files in, one table out, and nothing lost on the way."""

import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import zstandard

import isnad
from isnad import load, resources, schema
from isnad.errors import LoadError
from isnad.messages import LANGUAGES, catalogue

TITLE = "اتفاق على آلية لتقاسم بيانات النهر"
FIRST = "اتفق وزراء المياه في دول الحوض، اليوم الثلاثاء، على آلية مشتركة لتقاسم بيانات التدفق اليومية، بعد اجتماع استمر سبع ساعات."
SECOND = "وقال وزير المياه كريم الدالي في مؤتمر صحافي إن الاتفاق «خطوة أولى على طريق طويل»، مضيفاً أن بلاده ستنشر بياناتها قريباً."
THIRD = "ورأى خبراء أن نجاح الآلية مرهون بقدرة اللجنة الفنية على العمل بعيداً عن الخلافات السياسية التي عطلت اتفاقين سابقين."
BODY = "\n".join((FIRST, SECOND, THIRD))
PAGE = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


@pytest.fixture(scope="module")
def seeds() -> pd.DataFrame:
    return isnad.load_articles(resources.seeds(), metadata=resources.data("seeds.csv"))


def reasons(articles: pd.DataFrame) -> list[str]:
    return isnad.rejected(articles)["reason"].tolist()


def other(n: int) -> str:
    """A text of its own for every *n*, so that no two are duplicates."""
    words = (
        "النهر",
        "السد",
        "الجسر",
        "الميناء",
        "المطار",
        "السوق",
        "الملعب",
        "المتحف",
        "الجامعة",
        "المستشفى",
    )
    return "\n".join(
        f"زار الوفد رقم {n * 7 + i} موقع {words[(n + i) % 10]} واطلع على {words[(n * 3 + i) % 10]} قرب {words[(n * i) % 10]} في يوم {n + i} من الشهر."
        for i in range(1, 5)
    )


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


# --- bad input ----------------------------------------------------------------------------------------------


def test_bad_files_are_named_and_the_good_one_is_read(tmp_path):
    files = {
        "good.txt": PAGE.encode(), "windows.txt": PAGE.replace(TITLE, TITLE + " القديم").encode("windows-1256"), "empty.txt": b"", "blank.txt": b" \n \n",
        "binary.txt": bytes(range(256)) * 40, "english.txt": b"The ministers agreed on a mechanism for sharing data on the river's flow.",
        "cut.json": b'{"title": "x", "text": "y', "cut.parquet": b"PAR1 nothing", "cut.gz": b"\x1f\x8b\x08 no", "cut.txt.gz": gzip.compress(PAGE.encode())[:60],
        "photo.png": b"\x89PNG\r\n", "latin.txt": "élève déçu à l'école ".encode("latin-1") * 20, "book.xlsx": b"PK no", "list.json": b"[1, null]", "deep.json": b"[" * 100_000,
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    articles = isnad.load_articles(tmp_path)
    assert sorted(articles["article_id"]) == ["good", "windows"]
    assert articles["body"].tolist() == [BODY, BODY]
    found = {
        Path(source).name: reason for source, reason in isnad.rejected(articles)[["source", "reason"]].values
    }
    assert found == {
        "empty.txt": "empty", "blank.txt": "empty", "binary.txt": "binary", "english.txt": "no_arabic", "cut.json": "damaged", "cut.parquet": "damaged",
        "cut.gz": "unsupported", "cut.txt.gz": "damaged", "photo.png": "unsupported", "latin.txt": "undecodable", "book.xlsx": "damaged", "list.json": "bad_row", "deep.json": "too_deep",
    } | {"cut.gz": found["cut.gz"]}  # fmt: skip


@pytest.mark.parametrize("path", ["/nowhere/at/all", "no-*-match.txt", "https://example.org/a.html", 7])
def test_no_such_corpus_is_one_error(path):
    with pytest.raises(LoadError, match=r"no such|no file matches|network|expected a path"):
        isnad.load_articles(path)


def test_unknown_encoding_is_one_error(tmp_path):
    (tmp_path / "p.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(LoadError, match="windows-1256"):
        isnad.load_articles(tmp_path, encoding="klingon")


def test_empty_folder_is_one_error(tmp_path):
    with pytest.raises(LoadError, match="nothing in it"):
        isnad.load_articles(tmp_path)


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


def test_same_stem_in_two_folders_are_two_articles(tmp_path):
    for n, outlet in enumerate(("aawsat", "okaz")):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "001.txt").write_text(f"عنوان الخبر رقم {n} هنا\n\n{other(n)}", encoding="utf-8")
    articles = isnad.load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["001", "okaz/001"]
    assert articles["outlet"].tolist() == ["aawsat", "okaz"]


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


# --- formats ------------------------------------------------------------------------------------------------


RECORDS = [
    {
        "headline": "خبر أول عن النهر",
        "pub_date": "2024-03-05",
        "content": other(1),
        "author": "رويترز",
        "link": "https://www.aawsat.com/a/1",
    },
    {
        "headline": "خبر ثان عن السد",
        "pub_date": "2024-03-06",
        "content": other(2),
        "author": "نادر الخطيب",
        "link": "https://okaz.com.sa/2",
    },
]


def written(folder: Path, kind: str) -> Path:
    path, frame = folder / f"corpus{kind}", pd.DataFrame(RECORDS)
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS).encode()
    match kind:
        case ".json":
            path.write_text(json.dumps({"articles": RECORDS}), encoding="utf-8")
        case ".jsonl":
            path.write_bytes(lines)
        case ".jsonl.gz":
            path.write_bytes(gzip.compress(lines))
        case ".jsonl.zst":
            path.write_bytes(zstandard.compress(lines))
        case ".csv":
            frame.to_csv(path, index=False, encoding="utf-8-sig")
        case ".tsv":
            frame.to_csv(path, index=False, sep="\t")
        case ".xlsx":
            frame.to_excel(path, index=False)
        case ".parquet":
            frame.to_parquet(path)
        case ".zip":
            with zipfile.ZipFile(path, "w") as packed:
                packed.writestr("inside/rows.jsonl", lines)
    return path


@pytest.mark.parametrize(
    "kind", [".json", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv", ".tsv", ".xlsx", ".parquet", ".zip"]
)
def test_records_of_every_format_are_the_same_articles(tmp_path, kind):
    articles = isnad.load_articles(written(tmp_path, kind))
    assert reasons(articles) == []
    assert articles["body"].tolist() == [other(1), other(2)]
    assert articles["title"].tolist() == [record["headline"] for record in RECORDS]
    assert articles["outlet"].tolist() == ["aawsat", "okaz"]
    assert articles["published"].dt.strftime("%Y-%m-%d").tolist() == ["2024-03-05", "2024-03-06"]
    assert articles["agency"].tolist()[0] == "رويترز"
    assert articles["article_id"].is_unique


def test_arabic_column_names_and_a_mapping_of_ones_own(tmp_path):
    frame = pd.DataFrame({"العنوان": [TITLE], "khabar": [BODY], "تاريخ النشر": ["5 آذار/مارس 2024"]})
    frame.to_csv(tmp_path / "a.csv", index=False, sep=";", encoding="windows-1256")
    article = isnad.load_articles(tmp_path / "a.csv", columns={"khabar": "body"}).iloc[0]
    assert (article["title"], article["body"], str(article["published"].date())) == (
        TITLE,
        BODY,
        "2024-03-05",
    )
    with pytest.raises(LoadError, match="field"):
        isnad.load_articles(tmp_path / "a.csv", columns={"khabar": "nonsense"})


def test_glob_list_and_mixed_folder(tmp_path):
    for kind in (".jsonl", ".csv"):
        written(tmp_path, kind)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    assert len(isnad.load_articles(str(tmp_path / "*.txt"))) == 1
    assert len(isnad.load_articles([tmp_path / "page.txt", tmp_path / "corpus.csv"])) == 3
    articles = isnad.load_articles(tmp_path)
    assert articles["duplicate_of"].notna().sum() == 2


def test_warc_and_wacz(tmp_path):
    from fastwarc.warc import WarcRecord, WarcRecordType

    from sample_pages import BODY as PAGE_BODY
    from sample_pages import PAGES

    buffer = io.BytesIO()
    for url, status, html in (
        ("https://www.hespress.com/x.html", "200 OK", PAGES["drupal"]),
        ("https://www.hespress.com/gone", "404 Not Found", PAGES["tags"]),
    ):
        http = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + html.encode()
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.headers["WARC-Target-URI"] = url
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(http)
        record.write(buffer)
    (tmp_path / "crawl.warc").write_bytes(buffer.getvalue())
    (tmp_path / "crawl2.warc.gz").write_bytes(gzip.compress(buffer.getvalue()))
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as packed:
        packed.writestr("archive/data.warc.gz", gzip.compress(buffer.getvalue()))
        packed.writestr("pages/pages.jsonl", "{}")
    for name in ("crawl.warc", "crawl2.warc.gz", "crawl.wacz"):
        articles = isnad.load_articles(tmp_path / name)
        assert articles["body"].tolist() == [PAGE_BODY]
        assert articles["outlet"].tolist() == ["hespress"]


def test_own_table_comes_back_as_it_was(tmp_path, seeds):
    bare = seeds.copy()
    bare.attrs = {}
    bare.to_parquet(tmp_path / "articles.parquet")
    bare.to_csv(tmp_path / "articles.csv", index=False)
    (tmp_path / "quotes.parquet").write_bytes(b"not for this reader")
    again = isnad.load_articles(tmp_path)
    pd.testing.assert_frame_equal(again, bare, check_exact=True)


def test_annotated_article_is_taken_as_it_is(tmp_path):
    text = "بقلم: فلان\nنص قصير كتبه المراسل من مكان الحدث."
    (tmp_path / "g.json").write_text(
        json.dumps(
            {
                "id": "g-1",
                "outlet": "bbc",
                "published": "2018-07-12",
                "title": "عنوان",
                "body": text,
                "marked": [],
            }
        ),
        encoding="utf-8",
    )
    article = isnad.load_articles(tmp_path).iloc[0]
    assert (article["article_id"], article["body"], article["outlet"]) == ("g-1", text, "bbc")


def test_lines_of_annotated_articles_are_not_taken_for_furniture(tmp_path):
    rows = [
        {
            "id": f"g{i}",
            "outlet": "bbc",
            "title": f"عنوان {i}",
            "body": f"{other(i)}\nسطر يتكرر في كل مقال منها",
            "marked": [],
        }
        for i in range(15)
    ]
    (tmp_path / "g.json").write_text(json.dumps(rows), encoding="utf-8")
    assert isnad.load_articles(tmp_path)["body"].tolist() == [row["body"] for row in rows]
    for row in rows:
        del row["marked"]
    (tmp_path / "g.json").write_text(json.dumps(rows), encoding="utf-8")
    articles = isnad.load_articles(tmp_path)
    assert articles["body"].tolist() == [other(i) for i in range(15)]
    assert set(articles["notes"]) == {"furniture"}


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


# --- hostile --------------------------------------------------------------------------------------------------


def test_links_out_of_the_folder_are_refused(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "secret.txt"
    inside.mkdir()
    outside.write_text(PAGE, encoding="utf-8")
    (inside / "page.txt").write_text(PAGE, encoding="utf-8")
    os.symlink(outside, inside / "link.txt")
    os.symlink(tmp_path, inside / "loop")
    os.symlink(inside / "gone", inside / "broken.txt")
    os.mkfifo(inside / "pipe.txt")
    articles = isnad.load_articles(inside)
    assert len(articles) == 1
    assert sorted(reasons(articles)) == ["link_outside", "link_outside", "not_a_file", "unreadable"]


def test_unsafe_and_nested_zips(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("../../etc/x.txt", PAGE)
        packed.writestr("/abs.txt", PAGE)
        packed.writestr("ok/page.txt", PAGE)
        packed.writestr("bomb.txt", b"0" * (80 << 20), compress_type=zipfile.ZIP_DEFLATED)
    data = (tmp_path / "a.zip").read_bytes()
    for depth in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            packed.writestr(f"deeper{depth}.zip", data)
        data = buffer.getvalue()
    (tmp_path / "z.zip").write_bytes(data)
    articles = isnad.load_articles(tmp_path)
    assert articles["body"].tolist() == [BODY]
    assert sorted(reasons(articles)) == ["bomb", "nested", "unsafe_path", "unsafe_path"]


def test_gzip_and_zstandard_bombs(tmp_path):
    zeros = b"0" * (90 << 20)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(zeros))
    (tmp_path / "b.jsonl.zst").write_bytes(zstandard.compress(zeros))
    (tmp_path / "c.txt").write_text(PAGE, encoding="utf-8")
    articles = isnad.load_articles(tmp_path)
    assert len(articles) == 1
    assert set(reasons(articles)) <= {"bomb", "line_too_long"}
    assert len(reasons(articles)) >= 2


def test_a_line_without_end_is_passed_over(tmp_path):
    good = json.dumps({"id": "ok", "title": TITLE, "text": BODY}).encode()
    (tmp_path / "a.jsonl").write_bytes(
        b'{"text": "' + b"x" * (21 << 20) + b'"}\n' + good + b"\n" + b"[" * 50_000 + b"\n"
    )
    articles = isnad.load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["ok"]
    assert reasons(articles) == ["line_too_long", "too_deep"]


def test_markup_in_fields_is_kept_as_text_only(tmp_path):
    hostile = "<script>alert(1)</script>"
    (tmp_path / "a.json").write_text(
        json.dumps(
            {
                "id": hostile,
                "title": hostile + TITLE,
                "text": BODY,
                "outlet": hostile,
                "url": "data:text/html,x",
            }
        ),
        encoding="utf-8",
    )
    article = isnad.load_articles(tmp_path).iloc[0]
    assert article["body"] == BODY
    assert pd.isna(article["url"])


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
