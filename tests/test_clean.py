"""Pages of text to lines with roles: one title, one body, and a reason for everything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import isnad
from isnad import clean, datelines, furniture, pagelines, resources, schema
from isnad.errors import LoadError
from isnad.messages import LANGUAGES, catalogue
from sample_pages import CAPTION, PARAGRAPHS, RELATED, STANDFIRST, TITLE

OTHER_TITLE = "مهندسون ينهون ترميم الجسر القديم قبل موعده بشهرين"
OTHER = (
    "أنهى مهندسون، اليوم (الخميس)، ترميم الجسر القديم في وسط المدينة قبل موعده بشهرين، وفق ما أعلنت البلدية.",
    "وقال رئيس البلدية وليد الشامي إن «الجسر سيفتح أمام المشاة أولاً»، على أن يفتح أمام السيارات مطلع الشهر المقبل.",
)


def bodies(text: str, **known) -> list[str]:
    return [found.body for found in clean.articles_in(text, **known)]


def roles(text: str, **known) -> dict[str, str]:
    return {line.text: line.role for found in clean.articles_in(text, **known) for line in found.lines}


def page(*parts: str) -> str:
    return "\n\n".join(parts)


# --- pages --------------------------------------------------------------------------------------------------


def masthead(title: str, caption: str) -> str:
    return f"{title}\n\n{caption}\n{caption}\nTT\n\n{title}\n\n{caption}\n{caption}\n\n"


@pytest.mark.parametrize("n", [1, 2, 3])
def test_page_that_repeats_its_masthead_for_each_article(n):
    texts = [(TITLE, CAPTION, PARAGRAPHS), (OTHER_TITLE, "الجسر القديم كما بدا أمس (د.ب.أ)", OTHER),
             ("بلدية المدينة تعلن مواعيد فتح الجسر", "لافتة عند مدخل الجسر (أ.ف.ب)", OTHER[::-1])][:n]  # fmt: skip
    found = clean.articles_in(
        "\n\n\n\n".join(masthead(title, caption) + "\n".join(text) for title, caption, text in texts)
    )
    assert [one.title for one in found] == [title for title, _, _ in texts]
    assert [one.body for one in found] == ["\n".join(text) for _, _, text in texts]


def test_buttons_captions_bylines_and_related_links():
    text = page(
        TITLE, "وزراء المياه خلال اجتماع سابق", "وزراء المياه خلال اجتماع سابق Copyright أ ب\nCopyright أ ب\nبقلم:  يورونيوز مع رويترز\nنشرت في 05/03/2024 - 18:20 GMT+2\nشارك هذا المقالمحادثة\nشارك هذا المقالClose Button",
        PARAGRAPHS[0], "اعلان", *PARAGRAPHS[1:4], "اقرأ أيضا:", RELATED[0], *PARAGRAPHS[4:], "شارك هذا المقالمحادثة", "مواضيع إضافية", *RELATED,
    )  # fmt: skip
    (found,) = clean.articles_in(text)
    assert found.body == "\n".join(PARAGRAPHS)
    assert (found.title, found.byline, found.agency) == (TITLE, "يورونيوز مع رويترز", "")
    assert found.date_text.startswith("نشرت في")
    assert {line.role for line in found.lines} == {
        "title",
        "caption",
        "byline",
        "date",
        "boilerplate",
        "advertisement",
        "body",
        "related",
    }


def test_site_name_and_tagline_above_the_title():
    text = page(
        "Daffatan.net",
        "يقدم موقع الضفتين آخر أخبار الأنهار والبحيرات من كل أنحاء العالم باللغة العربية.",
        TITLE,
        *PARAGRAPHS,
        "READ  خبر لا صلة له بما سبق",
    )
    (found,) = clean.articles_in(text)
    assert (found.title, found.body) == (TITLE, "\n".join(PARAGRAPHS))


def test_dateline_is_a_field():
    (found,) = clean.articles_in(
        page(
            TITLE,
            f"عمّان- موقع الضفتين | {PARAGRAPHS[0]}",
            *PARAGRAPHS[1:],
            "إقرأ أيضًا:",
            RELATED[0],
            "اترك رد",
            "لن يتم نشر عنوان بريدك الإلكتروني.",
        )
    )
    assert (found.dateline, found.agency, found.body) == (
        "عمّان- موقع الضفتين",
        "موقع الضفتين",
        "\n".join(PARAGRAPHS),
    )


def test_standfirst_restates_and_a_reporting_paragraph_stays():
    standfirst = "وزير المياه كريم الدالي يقول في مؤتمر صحافي أعقب الجلسة الختامية إن الاتفاق خطوة أولى. والدول الأربع ستعقد اجتماعاً ثانياً قبل نهاية العام لبحث تمويل محطات القياس الجديدة."
    (found,) = clean.articles_in("\n".join((TITLE, standfirst, *PARAGRAPHS)))
    assert (found.standfirst, found.body) == (standfirst, "\n".join(PARAGRAPHS))
    assert bodies("\n".join((TITLE, *PARAGRAPHS))) == ["\n".join(PARAGRAPHS)]


def test_headline_between_title_and_text_is_no_body():
    assert bodies(page(TITLE, STANDFIRST, *PARAGRAPHS)) == ["\n".join(PARAGRAPHS)]


def test_subheads_stay_in_the_body():
    text = page(TITLE, *PARAGRAPHS[:3], "تفاصيل الآلية", *PARAGRAPHS[3:])
    assert roles(text)["تفاصيل الآلية"] == "subheading"
    assert "تفاصيل الآلية" in bodies(text)[0]


def test_whole_text_twice_is_one_body():
    assert bodies(page(TITLE, *PARAGRAPHS, TITLE, *PARAGRAPHS)) == ["\n".join(PARAGRAPHS)]


def test_record_with_known_title():
    text = "\n".join(
        (
            TITLE,
            "شارك من خلال تويتر فيسبوك جوجل بلس اكتب رأيك " + PARAGRAPHS[0],
            *PARAGRAPHS[1:6],
            PARAGRAPHS[6] + " وسوم مياه سدود أنهار",
            "نادر الخطيب - الرياض",
            "// انتهى // 15:37 ت م",
        )
    )
    (found,) = clean.articles_in(text, title=TITLE)
    assert found.body == "\n".join(PARAGRAPHS)
    assert found.byline == "نادر الخطيب - الرياض"


def test_agency_date_line_and_footer():
    (found,) = clean.articles_in(
        "\n".join(
            ("الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس", *PARAGRAPHS, "// انتهى //", "19:23 ت م")
        ),
        title=TITLE,
    )
    assert found.body == "\n".join(PARAGRAPHS)


def test_title_that_opens_like_a_caption():
    title = "جانب من حياة مهندس أفنى عمره على ضفة النهر"
    (found,) = clean.articles_in(page(title, *PARAGRAPHS))
    assert (found.title, found.body) == (title, "\n".join(PARAGRAPHS))


def test_page_without_article():
    assert bodies("") == []
    assert bodies("الرئيسية\n\nتويتر\n\nاعلان\n\nجميع الحقوق محفوظة") == []


P = PARAGRAPHS
MANNERS = {
    "masthead with subtitle": (f"{TITLE}\n\n{STANDFIRST}\n\n{CAPTION}\n{CAPTION}\nTT\n\n{TITLE}\n\n{STANDFIRST}\n\n{CAPTION}\n{CAPTION}\n\n" + "\n".join(P), "\n".join(P)),
    "bylines and places": (page(TITLE, "لندن: «الشرق الأوسط»", "عمّان: نادر الخطيب", CAPTION, "TT", TITLE, CAPTION, "لندن: «الشرق الأوسط»", "\n".join(P)), "\n".join(P)),
    "topics at the end": (page(TITLE, CAPTION, "\n".join(P), "مواضيع", "العالم", "أخبار المياه"), "\n".join(P)),
    "link inside": (page(TITLE, f"لندن – موقع الضفتين | {P[0]}", *P[1:4], "اقرأ أيضًا: " + RELATED[0], *P[4:], "تابعونا عبر قناتنا على تلغرام", "قد يعجبك ايضا", RELATED[1], "اترك رد"), "\n".join(P)),
    "author box": (page("daffatan.com", TITLE, *P[:4], "READ  خبر آخر", *P[4:], "Mona Nader", '"محبة للأنهار. كاتبة. مسافرة دائمة."'), "\n".join(P)),
    "lists inside": (page(TITLE, STANDFIRST, "النهر كما بدا أمس (الفرنسية)", "5/3/2024", "|", "آخر تحديث: 5/3/202406:20 م (بتوقيت مكة المكرمة)", *P[:3], "اقرأ أيضا", "list 1 of 2", RELATED[0], "list 2 of 2", RELATED[1], "end of list", *P[3:], "المصدر : الجزيرة + وكالات"), "\n".join(P)),
    "proposed stories": (page(TITLE, "مصدر الصورة، Getty Images", "التعليق على الصورة، النهر", "5 مارس/ آذار 2024", *P[:3], "تخطى القصص المقترحة وواصل القراءة", "قصص مقترحة", *RELATED, "قصص مقترحة نهاية", *P[3:], "مواضيع ذات صلة", *RELATED), "\n".join(P)),
    "bread crumbs": ("\n".join(("الرئيسية", "أخبار", "العالم", "الرئيسية > أخبار > العالم", TITLE, "كتب: نادر الخطيب", "الثلاثاء، 05 مارس 2024 06:20 م", *P, "موضوعات متعلقة", *RELATED)), "\n".join(P)),
    "place line": (page(TITLE, "أخبار العالم", "2024-03-05 18:20", "سكاي نيوز عربية - أبوظبي", *P, "أخبار ذات صلة", *RELATED, "#المياه #السدود"), "\n".join(P)),
}  # fmt: skip


@pytest.mark.parametrize("name", MANNERS)
def test_pages_in_the_manner_of_many_sites(name):
    text, wanted = MANNERS[name]
    (found,) = clean.articles_in(text)
    assert (found.title, found.body) == (TITLE, wanted)


# --- lines --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, dateline",
    [
        ("واشنطن- يورو عربي | تحدث الرئيس", "واشنطن- يورو عربي"), ("دمشق، سوريا (CNN) -- أكدت جهات", "دمشق، سوريا (CNN)"), ("القاهرة (رويترز) - قال وزير", "القاهرة (رويترز)"),
        ("لندن ـ «القدس العربي»: قالت", "لندن ـ «القدس العربي»"), ("الرياض: أعلنت الوزارة", "الرياض"), ("واشنطن/ الأناضول - بحث الرئيس", "واشنطن/ الأناضول"), ("(أ ف ب) - قتل شخصان", "(أ ف ب)"),
        ("قال الوزير: لن نتراجع", None), ("الاتفاق النووي - كما يراه الخبراء - لم يمت", None), ("بايدن: سنرد", None), ("موسكو تعلن سحب قواتها", None),
    ],
)  # fmt: skip
def test_datelines(text, dateline):
    found = datelines.split_dateline(text)
    assert (found and found.dateline) == dateline
    assert found is None or text[found.end :][:1].isalpha()


@pytest.mark.parametrize(
    "text, body",
    [
        ("سبق- متابعة: أعلنت الوزارة", "أعلنت الوزارة"), ("عوض الحداد- سبق- المنعطف: أعلنت الوزارة", "أعلنت الوزارة"), ("سامي الحداد (تصوير: نادر علي)- سبق- جدة: أعلنت الوزارة", "أعلنت الوزارة"),
        ("سامي الحداد- سبق- جدة: قالت الوزيرة: لن نتراجع", "قالت الوزيرة: لن نتراجع"), ("\"سبق\" تقول للمسؤول: أين الحل؟", None), ("قال لسبق - وهو غاضب: لن نتراجع", None),
        ("سامي الحداد – سبق أعلنت الوزارة أمس", "أعلنت الوزارة أمس"), ("سبق – متابعات أعلنت الوزارة أمس", "أعلنت الوزارة أمس"), ("سبق – أعلنت الوزارة أمس", "أعلنت الوزارة أمس"),
    ],
)  # fmt: skip
def test_datelines_beside_the_name_of_the_outlet(text, body):
    found = datelines.split_dateline(text, "sabq")
    assert (found and text[found.end :].lstrip()) == body


def test_lines_of_an_article_published_twice_are_not_furniture():
    lead = "افتتح الوزير الجسر الجديد صباح اليوم."
    ends = [f"وهذه الفقرة الأخيرة من الخبر رقم {n}، وهي أطول من أن تكون عنواناً لخبر آخر." for n in range(20)]
    rows = [
        {
            "article_id": str(n),
            "outlet": "o",
            "title": f"خبر رقم {n} عن الجسر",
            "body": f"{n} {lead}\n{ends[n]}\nنهاية الخبر وهي سطر أطول من ستين حرفاً كي يصلح مقدمة {n}.",
        }
        for n in range(20)
    ]
    twice = schema.table(
        [*rows, *({**row, "article_id": f"x{row['article_id']}"} for row in rows)], schema.ARTICLES
    )
    assert furniture.strip(twice)["body"].tolist() == twice["body"].tolist()


@pytest.mark.parametrize(
    "text, role",
    [
        ("شارك هذا المقالمحادثة", "boilerplate"), ("اعلان", "advertisement"), ("إقرأ أيضًا:", "related"), ("READ  خبر آخر", "related"), ("بقلم: سلمى الحاج", "byline"),
        ("الثلاثاء 5 مارس 2024 - 18:20", "date"), ("فرانس 24 / أ ف ب", "byline"), ("الوزير خلال الجلسة (رويترز)", "caption"), ("#مياه #سدود", "tags"), ("--------", "boilerplate"),
        ("تبليسي (جورجيا) 26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس", "dateline"), ("Minufiyah.com", "boilerplate"), ("قال الوزير إن الاتفاق قريب.", ""), ("وفق ما ذكرته وكالة الأنباء السعودية (واس)", ""), ("شارك ألفا شخص في المسيرة", ""), ("كتب الوزير على تويتر أن الاتفاق قريب", ""),
        ("اليوم نفتح صفحة جديدة", ""), ("70- السعودية (-3)", ""), ("مصر والسودان", ""),
    ],
)  # fmt: skip
def test_roles_by_words_alone(text, role):
    line = pagelines.Line(1, text)
    pagelines.label(line)
    assert line.role == role


HOSTILE = {
    "end markers": PARAGRAPHS[0] + "\n" + "اترك رد\n" * 100_000, "link lists": PARAGRAPHS[0] + "\n" + "اقرأ أيضا:\nعنوان خبر آخر هنا\n" * 50_000,
    "mastheads": f"{TITLE}\n{CAPTION}\n" * 30_000, "one line": " ".join(PARAGRAPHS * 3000), "phrases glued": "شارك هذا المقال" * 60_000,
    "brackets": "(" * 500_000, "dashes": "الرياض - " * 100_000, "blanks": PARAGRAPHS[0] + " " * 1_000_000 + "x",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("title", [None, TITLE])
def test_hostile_text_ends(name, title):
    # Work that grew with the square of the text would not come to an end here.
    assert len(clean.articles_in(HOSTILE[name], title=title)) <= 1


# --- the report ---------------------------------------------------------------------------------------------


def test_report_has_every_line_once_with_its_reason():
    path = resources.seeds("001_d2a5b9d6f0470ea3.txt")
    report = isnad.clean_report(path)
    lines = [
        (n, line.strip())
        for n, line in enumerate(path.read_text(encoding="utf-8").replace("\u00a0", " ").split("\n"), 1)
        if line.strip()
    ]
    assert list(zip(report["line"], report["text"], strict=True)) == lines
    assert list(report.columns) == list(schema.LINES)
    assert report["role"].str.len().gt(0).all()
    for reason in report["reason"].unique():
        assert set(catalogue()[f"load.line_{reason}"]) == set(LANGUAGES)


def test_report_of_two_articles_and_of_a_dateline():
    assert isnad.clean_report(resources.seeds("000_4cf484f6e151e26c.txt"))[
        "article_id"
    ].unique().tolist() == ["000_4cf484f6e151e26c#1", "000_4cf484f6e151e26c#2"]
    report = isnad.clean_report(resources.seeds("002_7ea65c7fb41ba78a.txt"))
    assert report[report["line"] == 3]["role"].tolist() == ["dateline", "body"]


def test_report_needs_one_page(tmp_path):
    with pytest.raises(LoadError, match="no such file"):
        isnad.clean_report(tmp_path / "nothing.txt")
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(LoadError, match="empty"):
        isnad.clean_report(tmp_path / "a.txt")


def test_every_reason_of_the_rules_has_a_message():
    import re

    source = "".join(
        (resources.PACKAGE / name).read_text(encoding="utf-8") for name in ("clean.py", "pagelines.py")
    )
    for reason in set(re.findall(r'decide\(\s*[^()]*?"([a-z_]+)"\s*\)', source)):
        assert f"load.line_{reason}" in catalogue(), reason


# --- properties ---------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    (
        *PARAGRAPHS,
        *OTHER,
        TITLE,
        OTHER_TITLE,
        CAPTION,
        STANDFIRST,
        *RELATED,
        "TT",
        "اعلان",
        "اترك رد",
        "اقرأ أيضا:",
        "",
        "",
        "شارك هذا المقال",
        "بقلم: فلان الفلاني",
        "5/3/2024",
        "* * *",
    )
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=25), st.booleans())
def test_lines_are_never_lost_nor_changed(lines, known):
    text = "\n".join(lines)
    found = clean.articles_in(text, title=TITLE if known else None)
    kept = [line for one in found for line in one.body.split("\n")]
    assert all(line in text for line in kept)
    assert all(line == line.strip() and line for line in kept)
    for one in found:
        assert all(line.role for line in one.lines)


@settings(deadline=None)
@given(st.lists(LINES, max_size=25))
def test_cleaning_a_clean_body_changes_little(lines):
    for one in clean.articles_in("\n".join(lines)):
        again = clean.articles_in(one.body, title=one.title)
        assert not again or set(again[0].body.split("\n")) <= set(one.body.split("\n"))


@settings(deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_any_text_is_survived(text, title):
    for one in clean.articles_in(text, title=title):
        assert one.body


def test_a_name_and_the_line_under_it_sign_the_text():
    (found,) = clean.articles_in("\n".join([*PARAGRAPHS[:3], "* محمد حسن علي", "باحث وكاتب"]), TITLE)
    assert found.body == "\n".join(PARAGRAPHS[:3]) and [line.role for line in found.lines[-2:]] == [
        "byline",
        "byline",
    ]


def test_lists_of_headlines_are_links_where_an_outlet_has_the_habit():
    def rows(outlet, listed):
        return [
            {"article_id": f"{outlet}{n}", "outlet": outlet, "title": f"وزراء المياه يتفقون على بند جديد رقم {n}",
             "body": f"{n} {PARAGRAPHS[0]}\n" + (f"وزراء المياه يتفقون على بند جديد رقم {n - 1}\nعنوان لا يعرفه أحد وهو خبر قديم {n}\n" if n % listed == 0 else "") + f"{PARAGRAPHS[1]} {n}\nوالمكونات هي:\nنصف كيلو من الدقيق الأبيض {n}\nملعقتان من السكر الأبيض الناعم {n}\n{PARAGRAPHS[2]} {n}"}
            for n in range(1, 41)
        ]  # fmt: skip

    articles = schema.table([*rows("habit", 2), *rows("rare", 39)], schema.ARTICLES)
    bodies = furniture.strip(articles)["body"]
    for outlet, left in (("habit", 0), ("rare", 1)):
        text = "\n".join(bodies[articles["outlet"] == outlet])
        assert (
            text.count("عنوان لا يعرفه أحد") == left and text.count("نصف كيلو") == text.count("ملعقتان") == 40
        )


@pytest.mark.parametrize("text, kept", [
    ("شاهد.. هذه محطات القياس الجديدة", False), ("أيضاً في الاقتصاد.. ارتفاع أسعار القمح", False), ("اقرأ: لماذا فشل الاتفاق السابق", False),
    ("شاهد الوزير محطات القياس الجديدة", True), ("شاهد الناس المحطة.. وعادوا.", True), ("تفاصيل الآلية", True),
])  # fmt: skip
def test_calls_to_look_elsewhere(text, kept):
    (found,) = clean.articles_in("\n".join([*PARAGRAPHS[:2], text, *PARAGRAPHS[2:4]]), TITLE)
    assert (text in found.body) == kept
