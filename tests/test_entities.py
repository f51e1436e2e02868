"""Names to entities, kinds of sources, and users' own rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.entities import COLUMNS, KINDS, gazetteer, kind_of, load_entities, members, name_key
from isnad.errors import LexiconError


def test_shipped_table_is_consistent():
    table = load_entities()
    assert len(table) >= 300
    assert list(table.columns) == list(COLUMNS)
    assert table["entity_id"].is_unique
    assert set(table["kind"]) <= set(KINDS)
    ids = set(table["entity_id"])
    for cell in table["speaks_for"]:
        for term in filter(None, cell.split("|")):
            assert term.split("@")[0] in ids


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("دونالد ترامب", "دونالد ترمب"),
        ("موسكو", "روسيا"),
        ("الخارجية الروسية", "وزارة الخارجية الروسية"),
        ("أنطونيو غوتيريش", "انطونيو غوتيريس"),
        ("وزارة الدفاع الأمريكية", "البنتاغون"),
        ("عبد الفتاح السيسي", "عبدالفتاح السيسي"),
        ("الرئيس الروسي فلاديمير بوتين", "فلاديمير بوتن"),
    ],
)
def test_spellings_and_names_of_one_entity(one, other):
    known = gazetteer()
    assert known.find(one, 2018) == known.find(other, 2018) is not None


def test_a_name_of_nobody_in_the_table():
    assert gazetteer().find("سالم بن راجح الوهمي") is None


def test_surname_counts_only_around_the_years_in_office():
    known = gazetteer()
    assert known.find("ميركل", 2015) == "angela-merkel"
    assert known.find("ميركل", 1975) is None


def test_spokesperson_speaks_for_the_institution_and_its_state():
    assert {"ru-foreign", "ru"} <= gazetteer().voices("maria-zakharova", 2018)
    assert "us-presidency" not in gazetteer().voices("donald-trump", 2012)


def test_names_are_not_merged_by_likeness_of_a_part():
    assert gazetteer().find("محمد بن سلمان") != gazetteer().find("خالد بن سلمان")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("محمد بن سلمان", "person"),
        ("سعاد الراوي", "person"),
        ("وزارة الصحة", "institution"),
        ("موسكو", "institution"),
        ("وكالة رويترز", "institution"),
        ("متحدث باسم الجيش", "spokesperson"),
        ("المتحدثة باسم الخارجية الأميركية", "spokesperson"),
        ("مصدر أمني", "unnamed"),
        ("مصادر طبية", "unnamed"),
        ("مسؤول كبير في البيت الأبيض", "unnamed"),
        ("مندوب الكويت", "person"),
        ("بيان", "document"),
        ("تقرير الأمم المتحدة", "document"),
        ("شهود عيان", "group"),
        ("ألمانيا وفرنسا", "group"),
        ("المحللون", "group"),
        (None, None),
        ("  ", None),
    ],
)
def test_kinds(name, kind):
    assert kind_of(name) == kind


def test_joint_speakers_are_parted_and_words_with_their_own_waw_are_not():
    assert members("قادة كل من فرنسا وألمانيا والولايات المتحدة") == ["فرنسا", "ألمانيا", "الولايات المتحدة"]
    assert members("عادل الجبير وزير الخارجية") == ["عادل الجبير وزير الخارجية"]
    assert members("هيئة الإعلام المرئي والمسموع") == ["هيئة الإعلام المرئي والمسموع"]


def test_own_rows_are_added_and_replace(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "entity_id,name_ar,kind,variants,speaks_for\nsalma,سلمى الطائي,person,س. الطائي,iq@2019-\nus,أرض الأحرار,institution,,\n",
        encoding="utf-8",
    )
    table = load_entities(path).set_index("entity_id")
    assert table.loc["salma", "name_ar"] == "سلمى الطائي"
    assert table.loc["us", "name_ar"] == "أرض الأحرار"
    assert gazetteer(str(path)).find("سلمى الطائي") == "salma"
    assert "iq" in gazetteer(str(path)).voices("salma", 2020)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("entity_id,kind\na,person\n", "name_ar"),
        ("entity_id,name_ar,kind\na,,person\n", "line 2"),
        ("entity_id,name_ar,kind\na,ب,robot\n", "robot"),
        ("entity_id,name_ar,kind,speaks_for\na,ب,person,us@soon\n", "us@soon"),
        ("entity_id,name_ar,kind\na,ب,person,too,many\n", "line 2"),
    ],
)
def test_bad_rows_are_named(tmp_path, content, told):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=told):
        load_entities(path)


def test_no_such_file(tmp_path):
    with pytest.raises(LexiconError, match=r"nowhere\.csv"):
        load_entities(tmp_path / "nowhere.csv")


@given(st.text(max_size=60))
def test_any_text_is_a_name(name):
    name_key(name)
    assert kind_of(name) in (None, *KINDS)
    gazetteer().find(name, 2018)
    assert members(name)
