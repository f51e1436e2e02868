"""Every kind of input is the same articles: records of each format, lists and patterns, web archives, our own tables."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import zstandard

import isnad
from isnad import resources
from isnad.errors import LoadError
from loading_sample import BODY, PAGE, TITLE, other, reasons

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


def test_own_table_comes_back_as_it_was(tmp_path):
    bare = isnad.load_articles(resources.seeds(), metadata=resources.data("seeds.csv"))
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
