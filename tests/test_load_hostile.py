"""load_articles on what is damaged or means harm: each file is named with its reason, and the good ones are read."""

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
from isnad.errors import LoadError
from loading_sample import BODY, PAGE, TITLE, reasons

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


# --- hostile ------------------------------------------------------------------------------------------------


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
