"""Formats, encodings, dates, duplicates and furniture, and inputs that mean harm."""

import io
import json
import re
from collections import Counter
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import isnad
from isnad import archives, duplicates, formats, furniture, metadata, pages, records, repair, schema
from isnad.documents import Document, Refusal
from sample_pages import BODY, PAGES, PARAGRAPHS, RELATED, STRUCTURES, TITLE

WORDS = "قال الوزير إن الاتفاق الجديد بين البلدين يدخل حيز التنفيذ مطلع الشهر المقبل في حضور ممثلي الدول المطلة على النهر وخبراء من المنطقة"
# Letters as they are shaped in a word, and one ligature: for this test only.
SHAPED = "\ufeb3\ufefc\ufee1 \ufdf2"


def file_of(name: str, data: bytes) -> archives.File:
    return archives.File(name, name, "", name, lambda: io.BytesIO(data))


def f1(found: str, wanted: str) -> float:
    a, b = Counter(re.findall(r"\w+", found)), Counter(re.findall(r"\w+", wanted))
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


# --- HTML ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_pages_in_the_manner_of_a_dozen_outlets(tmp_path, name):
    (tmp_path / "page.html").write_text(PAGES[name], encoding="utf-8")
    article = isnad.load_articles(tmp_path).iloc[0]
    assert f1(article["body"], BODY) >= 0.95
    assert article["title"] == TITLE
    assert article["published"].date().isoformat() == "2024-03-05"


@pytest.mark.parametrize("name", STRUCTURES)
def test_markup_of_many_kinds(tmp_path, name):
    html, paragraphs = STRUCTURES[name]
    encoding = "windows-1256" if "windows-1256" in html else "utf-8"
    (tmp_path / "page.html").write_bytes(html.encode(encoding, "xmlcharrefreplace"))
    article = isnad.load_articles(tmp_path).iloc[0]
    assert f1(article["body"], "\n".join(paragraphs)) >= 0.95
    assert article["title"] == TITLE


def test_page_in_an_old_encoding_that_it_declares(tmp_path):
    (tmp_path / "page.html").write_bytes(
        PAGES["divs"]
        .replace('charset="utf-8"', 'charset="windows-1256"')
        .encode("windows-1256", "xmlcharrefreplace")
    )
    article = isnad.load_articles(tmp_path).iloc[0]
    assert article["body"] == BODY
    assert "encoding:windows-1256" in article["notes"]


def test_title_with_entities_in_json_ld(tmp_path):
    ld = json.dumps(
        {"@type": "NewsArticle", "headline": "الوزير: &quot;لن نتراجع&quot; عن القرار"}, ensure_ascii=False
    )
    page = PAGES["tags"].replace("</head>", f'<script type="application/ld+json">{ld}</script></head>')
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert isnad.load_articles(tmp_path)["title"].tolist() == ['الوزير: "لن نتراجع" عن القرار']


def test_mime_archive_of_a_page(tmp_path):
    import quopri

    body = quopri.encodestring(PAGES["tags"].encode()).decode()
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n'
    (tmp_path / "page.mhtml").write_text(f"{head}{body}\n--B--\n", encoding="utf-8")
    assert isnad.load_articles(tmp_path)["body"].tolist() == [BODY]


def test_page_as_text_inside_a_record(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "r", "html": PAGES["drupal"], "url": "https://www.bbc.com/arabic/x"})
        + "\n"
        + json.dumps({"id": "s", "title": TITLE, "text": "".join(f"<p>{part}</p>" for part in PARAGRAPHS)}),
        encoding="utf-8",
    )
    articles = isnad.load_articles(tmp_path)
    assert articles["body"].tolist() == [BODY, BODY]
    assert articles["outlet"][0] == "bbc"


@pytest.mark.parametrize(
    "title, wanted",
    [
        (f"{TITLE} - اليوم السابع", TITLE),
        (f"{TITLE} | الجزيرة نت", TITLE),
        ("الحرب - السلام", "الحرب - السلام"),
        ("", ""),
    ],
)
def test_name_of_the_site_is_no_part_of_a_title(title, wanted):
    assert pages.without_site(title, "") == wanted


@pytest.mark.parametrize(
    "hostile",
    ["<" * 200_000, "<script " * 40_000, "<!--" * 50_000, "<div>" * 60_000, "<meta " * 40_000, "<p title='" * 20_000, "<script type=application/ld+json>" + "[" * 100_000, "<table><tr>" * 20_000],
    ids=["brackets", "scripts", "comments", "depth", "metas", "quotes", "json", "tables"],
)  # fmt: skip
def test_hostile_markup_ends(hostile):
    # Work that grew with the square of the page would not come to an end here.
    assert (
        len(
            list(
                formats.of_file(
                    file_of("x.html", f"<html><body>{hostile}</body></html>".encode()), None, None
                )
            )
        )
        == 1
    )


# --- encodings and letters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256", "iso-8859-6"])
def test_encodings_are_told_apart(name):
    assert repair.decode(WORDS.encode(name))[0] == WORDS


def test_a_character_cut_at_the_end_is_dropped():
    assert repair.decode(WORDS.encode()[:-1])[0] == WORDS[:-1]


@pytest.mark.parametrize("name", ["cp1252", "cp1256"])
def test_text_that_was_encoded_twice_is_read_again(name):
    raw = WORDS.encode()
    twice = "".join(_single(byte, name) for byte in raw)
    text, notes = repair.mend(twice)
    assert (text, notes) == (WORDS, ["double_encoded"])


def _single(byte: int, name: str) -> str:
    try:
        return bytes([byte]).decode(name)
    except UnicodeDecodeError:
        return chr(byte)


def test_shaped_letters_entities_and_controls():
    assert repair.mend(SHAPED) == ("سلام الله", ["presentation_forms"])
    assert repair.mend("قال &quot;نعم&quot; &laquo;لا&raquo;")[0] == 'قال "نعم" «لا»'
    text = "قال\u200f \u202bنعم\u202c"
    assert repair.mend(text) == (text, ["bidi_controls"])
    assert repair.mend("ایران")[1] == ["persian_letters"]
    assert repair.mend("a\x00b\r\nc") == ("ab\nc", ["control_characters"])
    assert repair.mend(WORDS) == (WORDS, [])


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data):
    try:
        text, _ = repair.decode(data)
    except repair.Undecodable:
        return
    assert isinstance(repair.mend(text)[0], str)


@given(st.text(max_size=300))
def test_mending_twice_is_mending_once(text):
    once = repair.mend(text)[0]
    if "&" not in once:
        assert repair.mend(once)[0] == once


# --- dates and outlets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, wanted",
    [
        ("2024-03-05", "2024-03-05T00:00"), ("2024-03-05T18:20:00+03:00", "2024-03-05T18:20"), ("Tue, 05 Mar 2024 18:20:00 GMT", "2024-03-05T18:20"), (1709662800, "2024-03-05T18:20"), ("1709662800000", "2024-03-05T18:20"),
        ("5 مارس 2024", "2024-03-05T00:00"), ("الثلاثاء ٥ آذار/مارس ٢٠٢٤ - 18:20", "2024-03-05T18:20"), ("05/03/2024 06:20 م", "2024-03-05T18:20"), ("5 كانون الأول 2023", "2023-12-05T00:00"), ("March 5, 2024", "2024-03-05T00:00"),
        ("12 غشت 2022", "2022-08-12T00:00"), ("2024/03/05", "2024-03-05T00:00"), (pd.Timestamp("2024-03-05 18:20", tz="UTC"), "2024-03-05T18:20"),
        ("31/02/2024", None), ("غداً", None), ("9999-01-01", None), ("", None), (None, None), (float("nan"), None), (True, None), ("1" * 5000, None), (10**30, None),
    ],
)  # fmt: skip
def test_dates(value, wanted):
    found = metadata.parse_date(value)
    assert (found and found.isoformat(timespec="minutes")) == wanted


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers()))
def test_any_value_is_a_date_in_range_or_none(value):
    found = metadata.parse_date(value)
    assert found is None or (isinstance(found, datetime) and 1900 <= found.year <= 2100)


@pytest.mark.parametrize(
    "url, wanted",
    [
        ("https://x.com/2021/04/13/a", "2021-04-13"),
        ("https://x.com/a-20210413.html", "2021-04-13"),
        ("http://arabic.cnn.com/2013/middle_east/8/3/syria/", "2013-08-03"),
        ("https://x.com/world/1041454", None),
    ],
)
def test_dates_in_addresses(url, wanted):
    found = metadata.date_in_url(url)
    assert (found and found.date().isoformat()) == wanted


@pytest.mark.parametrize(
    "name, wanted",
    [
        ("aawsat", "aawsat"),
        ("الشرق الأوسط", "aawsat"),
        ("Sky News Arabia (skynewsarabia.com)", "skynews"),
        ("arabic.euronews.com", "euronews"),
        ("صحيفة لا يعرفها أحد", "صحيفة لا يعرفها أحد"),
    ],
)
def test_names_of_outlets(name, wanted):
    assert metadata.outlet_named(name) == wanted


def test_outlet_by_address_and_by_folder():
    assert metadata.outlet_of("", "https://www.arabic.cnn.com/x", "f") == "cnn"
    assert metadata.outlet_of("", "https://nobody.example/x", "f") == "nobody.example"
    assert metadata.outlet_of("", "", "okaz") == "okaz"


def test_the_outlet_table_is_whole():
    table = metadata.outlets()
    assert table["outlet"].is_unique
    assert (table[["name_ar", "name_en", "country", "ownership", "funding", "source", "variant"]] != "").all(
        axis=None
    )
    hosts = [host for cell in table["hosts"] for host in cell.split("|")]
    assert len(hosts) == len(set(hosts))
    assert len(table) > 60


@pytest.mark.parametrize(
    "value, wanted",
    [
        ("https://x.org/a", "https://x.org/a"),
        ("x.org/a", "https://x.org/a"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ('https://x.org/"onload', ""),
        (None, ""),
    ],
)
def test_addresses(value, wanted):
    assert metadata.web_address(value) == wanted


# --- duplicates and furniture -----------------------------------------------------------------------------------


def articles(*rows: dict) -> pd.DataFrame:
    return schema.table(
        [{"article_id": str(i), **row} for i, row in enumerate(rows)],
        schema.ARTICLES | {"duplicate_of": "str", "notes": "str"},
    )


def test_duplicates_by_address_text_and_nearly():
    longer = " ".join(f"{word}{i}" if i % 9 == 0 else word for i, word in enumerate((WORDS * 6).split()))
    frame = articles(
        {"body": longer, "url": "https://www.x.org/a?utm=1"}, {"body": "نص آخر تماماً", "url": "http://x.org/a"}, {"body": longer.replace("الوزير", "الوزِير", 1) + "."},
        {"body": longer + " وختم بالقول إن العمل مستمر"}, {"body": "لا صلة لهذا النص بما سبق " * 8, "url": "https://x.org/b?id=7"}, {"body": "ولا لهذا " * 9, "url": "https://x.org/b?id=8"},
    )  # fmt: skip
    marked = duplicates.mark(frame)
    assert marked["duplicate_of"].fillna("").tolist() == ["", "0", "0", "0", "", ""]
    assert marked["notes"].fillna("").tolist()[1:4] == ["duplicate:url", "duplicate:text", "duplicate:near"]
    assert frame["duplicate_of"].isna().all()


def test_duplicates_of_nothing_and_index_kept():
    assert list(duplicates.mark(articles()).columns) == list(articles().columns)
    frame = articles({"body": WORDS}, {"body": WORDS}).set_axis([7, 3])
    assert duplicates.mark(frame).index.tolist() == [7, 3]


def test_lines_that_an_outlet_repeats_at_the_edges_are_learnt():
    rows = [
        {
            "outlet": "o",
            "title": f"عنوان الخبر الطويل رقم {i}",
            "body": f"خبر رقم {i} عن النهر والسد.\nتفاصيل رقم {i} من المكان.\nتصدر عن دار الضفتين للنشر",
        }
        for i in range(30)
    ]
    rows[3]["body"] = "خبر عن السد.\nعنوان الخبر الطويل رقم 9\nتفاصيل أخرى من المكان.\nونهاية الخبر."
    rows.append({"outlet": "other", "title": "ت", "body": "نص.\nتصدر عن دار الضفتين للنشر"})
    frame = articles(*rows)
    learnt = furniture.learn(frame)
    assert set(learnt["kind"]) == {"edge", "related"}
    cleaned = furniture.strip(frame, learnt)
    assert cleaned["body"].str.contains("دار الضفتين").sum() == 1
    assert cleaned["body"][3] == "خبر عن السد.\nتفاصيل أخرى من المكان.\nونهاية الخبر."
    assert cleaned["notes"][3] == "furniture"
    pd.testing.assert_frame_equal(frame, articles(*rows))


def test_background_in_the_middle_is_kept():
    rows = [
        {
            "outlet": "o",
            "body": f"خبر {i}.\nثان {i}.\nثالث {i}.\nوتشهد المنطقة جفافاً منذ عامين.\nرابع {i}.\nخامس {i}.\nسادس {i}.",
        }
        for i in range(30)
    ]
    assert furniture.learn(articles(*rows)).empty


# --- fuzz ---------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    "id",
                    "title",
                    "text",
                    "body",
                    "date",
                    "url",
                    "author",
                    "articles",
                    "source",
                    "html",
                    "marked",
                    "x",
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(JSON)
def test_any_json_is_articles_or_refusals(tmp_path, value):
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    found = isnad.load_articles(tmp_path)
    assert len(found) + len(isnad.rejected(found)) >= 1


@settings(deadline=None)
@given(
    st.sampled_from(
        (
            "x.txt",
            "x.html",
            "x.json",
            "x.jsonl",
            "x.csv",
            "x.tsv",
            "x.parquet",
            "x.xlsx",
            "x.zip",
            "x.csv.gz",
            "x.jsonl.zst",
            "x.mhtml",
        )
    ),
    st.binary(max_size=300),
    st.binary(max_size=6),
)
def test_any_bytes_in_any_format_are_documents_or_refusals(name, data, start):
    found = list(formats.of_file(file_of(name, start + data), None, None))
    assert found
    assert all(isinstance(one, Document | Refusal) for one in found)


@settings(deadline=None)
@given(st.integers(0, 1 << 16), st.integers(0, 255))
def test_a_damaged_table_is_refused_or_read(place, byte):
    buffer = io.BytesIO()
    pd.DataFrame({"id": ["a", "b"], "title": [TITLE, RELATED[0]], "text": [BODY, WORDS]}).to_parquet(buffer)
    data = bytearray(buffer.getvalue())
    data[place % len(data)] = byte
    assert list(formats.of_file(file_of("x.parquet", bytes(data)), None, None))


@given(st.lists(st.text(alphabet="abاب,;\"'\n\t=+-@", max_size=12), min_size=1, max_size=8))
def test_any_separated_values_are_survived(cells):
    data = ("id,text\n" + ",".join(cells)).encode()
    assert list(records.separated(file_of("x.csv", data), ",", None, None)) is not None
