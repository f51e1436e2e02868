"""What is quoted, by whom, through whom: own sentences, each for one construction of reporting Arabic."""

import gc
import sys

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import isnad
from isnad.errors import SchemaError
from isnad.quotes import quotes_of


def first(body: str, **more) -> dict:
    found = quotes_of(body, **more)
    assert found, f"no quotation found in: {body}"
    return found[0]


def links(row: dict) -> list[str]:
    return [link["name"] for link in row["chain"]]


# Body, text of its first quotation, whether marked, speaker.
CONTENTS = [
    ("قال الوزير سامي الحداد إن الاتفاق نهائي.", "الاتفاق نهائي", False, "سامي الحداد"),
    ("وقالت الوزيرة ليلى منصور إنها لن تستقيل.", "لن تستقيل", False, "ليلى منصور"),
    ("وأكد المتحدث باسم الوزارة أن الطريق مفتوح", "الطريق مفتوح", False, "المتحدث باسم الوزارة"),
    ("أشار سامي الحداد إلى أن الأسعار ارتفعت", "الأسعار ارتفعت", False, "سامي الحداد"),
    ("قال سامي الحداد: «لن نتراجع عن القرار».", "لن نتراجع عن القرار", True, "سامي الحداد"),
    ("قال سامي الحداد “لن نتراجع عن القرار”.", "لن نتراجع عن القرار", True, "سامي الحداد"),
    ('قال سامي الحداد "لن نتراجع عن القرار".', "لن نتراجع عن القرار", True, "سامي الحداد"),
    ("قال سامي الحداد »لن نتراجع عن القرار«.", "لن نتراجع عن القرار", True, "سامي الحداد"),
    ("قال سامي الحداد إن «القرار نهائي ولا رجعة فيه».", "القرار نهائي ولا رجعة فيه", True, "سامي الحداد"),
    ("«لن نتراجع عن القرار أبدا»، قال سامي الحداد.", "لن نتراجع عن القرار أبدا", True, "سامي الحداد"),
    ("ارتفعت الأسعار خلال الشهر الماضي، بحسب وزارة الاقتصاد.", "ارتفعت الأسعار خلال الشهر الماضي", False, "وزارة الاقتصاد"),
    ("وقال سامي الحداد: نحن مستعدون للحوار.", "نحن مستعدون للحوار", False, "سامي الحداد"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text", "marked", "speaker"), CONTENTS)
def test_contents(body, text, marked, speaker):
    row = first(body)
    assert (row["text"], row["marked"], row["speaker"]) == (text, marked, speaker)
    assert body[row["start"] : row["end"]] == text


NO_QUOTATIONS = [
    "أعلن الجيش الحرب على جارته.",
    "تابع المدرب المباراة من المدرجات.",
    "لم يقل الوزير إن الاتفاق نهائي.",
    "ويرى بعض المحللين أن الاتفاق نهائي.",
    "وهم الذين رفضوا أن يكون الاتفاق نهائيا.",
    "شاهد الجمهور فيلم «عودة الغائب» في القاعة.",
    "وصل قائد حركة «النهضة» إلى العاصمة أمس.",
    "قال تعالى في كتابه الكريم: وقل اعملوا.",
    "",
    "   \n\n ",
    "«»",
    "وتعتبر «بحيرة الغزلان الكبرى» أول محمية في البلاد.",
    "وسجل سعر «النعيمي» 1200 ريال في السوق أمس.",
    "انقر على «حفظ» ثم حدد عرض النافذة «حفظ وإغلاق» في الأعلى.",
    "تلقت الشرطة بلاغا يفيد العثور على «س.م» في منزله.",
    "أصيب عشرة بجروح «رجالا ونساء» وصفت بعضها بالخطيرة في حادث.",
    "أعربت تنسيقية وهي «التيار الوطني» و«الوحدة» و«التكتل من أجل العمل» عن قلقها.",
    "وناشد «العطار» ولي العهد التوجيه بعلاج ابنه.",
    "زاد إنفاق الأسر في يونيو وهو ما يشير إلى أن الاقتصاد يتعافى.",
    "يكتب الإنسان كل يوم، أريد أن أقول ما في قلبي.",
    "كانت ليلى منصور تتمنى أن تدفن في مدينتها.",
    "وتوقعت الأمانة كسر الرقم خلال الأسبوعين المقبلين إن شاء الله.",
    "وفق الله الجميع لما يحب ويرضى وجعل عملنا خالصا.",
    "صور المخرج وضعه في فيلم رائع اسمه «الحلم»: إنه عن مصمم سيارات.",
]


@pytest.mark.parametrize("body", NO_QUOTATIONS)
def test_what_is_no_quotation(body):
    assert quotes_of(body) == []


SPEAKERS = [
    ("قال ريتشار فيران مسؤول الكتلة إن الأمر صعب.", "ريتشار فيران"),
    ("أكد المتحدث باسم القوات العقيد تركي السالمي أن الطريق مفتوح.", "تركي السالمي"),
    ("قال مسؤول تركي كبير إن الأمر صعب.", "مسؤول تركي كبير"),
    ("قال بي كي سينغ، وهو مسؤول كبير، إن الأمر صعب.", "بي كي سينغ"),
    ("وبحسب تقرير فقد كان الوزير على متن الطائرة.", "تقرير"),
    ("وقال تحليل اقتصادي صدر أمس إن الأسعار ارتفعت.", "تحليل اقتصادي"),
    ("وأظهر استطلاع أجراه معهد كارتر أن الأسعار ارتفعت.", "معهد كارتر"),
    ("يرى التقرير أن الأسعار ارتفعت.", "التقرير"),
    ("قال الرئيس الفرنسي الأسبق فرانسوا مارتان إن الأمر صعب.", "فرانسوا مارتان"),
    ("قال اللواء المتقاعد ناصر الشامي إن المعارك انتهت.", "ناصر الشامي"),
    ("وقال سامي الحداد أكبر عضو في المجلس إن الجلسة كانت مفيدة.", "سامي الحداد"),
    ("وقال سامي الحداد، مؤسس مبادرة «بصمة»، إن العمل مستمر.", "سامي الحداد"),
    ("كان القرار صائبا حسب التقارير الإعلامية.", "التقارير الإعلامية"),
    ("وذكرت عائلته أنه توفي في مكتبه.", "عائلته"),
    ("وأكد والده أن ابنه توفي في مكتبه.", "والده"),
    ("ونفت غوغل استخدام برامج مخالفة. وقالت إنها ستتعاون مع السلطات.", "غوغل"),
    ("أوقفت وزارة التجارة بيع المنتج في الأسواق وأكدت أنها ستتابع المحلات.", "وزارة التجارة"),
    ("واعتبر 51 بالمئة من المستجيبين أن الأمر صعب.", "51 بالمئة من المستجيبين"),
    ("وكان رئيس البلدية الشيخ حمد بن خالد آل ثامر قال -في مؤتمر صحفي- إن المشروع كبير.", "حمد بن خالد آل ثامر"),
    ("كاتب التقرير وهو نبيل العطار يقول إن المدينة تغيرت كثيرا.", "نبيل العطار"),
    ("قال عماد عبد العزيز كركوتي إن الشقة احترقت.", "عماد عبد العزيز كركوتي"),
    ("وقال النائب صلاح حسب الله إن القانون سيعرض غدا.", "صلاح حسب الله"),
    ("أعلنت البحرية الإيطالية أن السفينة غرقت.", "البحرية الإيطالية"),
    ("لكن منتقدين يقولون إن القانون ناقص.", "منتقدين"),
    ("وقالت الشرطة وشهود عيان إن السيارة انفجرت.", "الشرطة وشهود عيان"),
    ("وقال وزير الخارجية، السفير نبيل العطار، إن اللقاء مثمر.", "نبيل العطار"),
    ("أكد المشرف على المعرض سلطان الحربي أن الزوار كثر.", "سلطان الحربي"),
    ("وقالت مصادر في قطاع الطاقة إن السعر سيرتفع.", "مصادر في قطاع الطاقة"),
    ("وأكد مصدر مسؤول أن الرحلة ألغيت.", "مصدر مسؤول"),
    ("كشفت دراسة كندية أن النوم مفيد.", "دراسة كندية"),
    ("وكانت إيران رحبت بالقرار، واتهمت فرنسا بممارسة «سياسة الوجهين».", "إيران"),
    ("وصف وزير النقل سامي الحداد الحادثة بأنها «كارثة».", "سامي الحداد"),
    ("وقال المدرب لويس فان دام إن الفريق جاهز.", "لويس فان دام"),
    ("وأضاف فان دام: «سنفوز غدا».", "فان دام"),
    ("كشف نبيل العطار أن الرئيس نور أبلغه أن الجلسة تأجلت.", "نور"),
    ("يشار إلى أن الادعاء العام كان قد أعلن أنه أغلق الملف.", "الادعاء العام"),
    ("قال مدير عام الصحة وشؤون المستشفيات بمحافظة الساحل، نبيل العطار، إن الجرحى بخير.", "نبيل العطار"),
    ("وقال فور وصوله إن الاتفاق نهائي.", None),
    ("ذكرت تقارير صحفية في فرنسا أن الشركة أفلست.", "تقارير صحفية في فرنسا"),
    ("وأوضحت الشؤون الصحية بمنطقة الساحل أن الجرحى بخير.", "الشؤون الصحية بمنطقة الساحل"),
    ("كشفت دراسة كندية حديثة أن النوم مفيد.", "دراسة كندية حديثة"),
    ("وخلص تحقيق داخلي العام الماضي إلى أن الشركة أخطأت.", "تحقيق داخلي"),
    ("وأكد عمدة هذه البلدة سامي الحداد أن الطريق مفتوح.", "سامي الحداد"),
    ("ونقلت الوكالة عن كبير المهندسين، لي تشانغ قوله: «سنعود قريبا إلى العمل».", "لي تشانغ"),
    ("وأعلن الانفصاليون الموالون لروسيا أن المدينة سقطت.", "الانفصاليون الموالون لروسيا"),
    ("وقال نائب محافظ الهيئة للتدريب الدكتور نبيل العطار إن البرنامج جديد.", "نبيل العطار"),
    ("نشرت القيادة صورا وقالت إن القوات تقدمت.", "القيادة"),
    ("قال محافظ منطقة عطنوان نبيل العطار إن الجرحى بخير.", "نبيل العطار"),
    ("ولفت الدكتور الأصقه، إلى أنه سيعود.", "الأصقه"),
    ("فقال الشيخ نبيل العودة: «سنعود قريبا إلى الحوار».", "نبيل العودة"),
    ("وعلق مصدر إيراني آخر بقوله إن الاتفاق نهائي.", "مصدر إيراني آخر"),
    ("أوضح ذلك رئيس النادي نبيل العطار، وقال إن المجال مفتوح.", "نبيل العطار"),
    ("ذكر مدير الشراكة في جامعة الملك سعود عبد الله الصقعبي أن العدد كبير.", "عبد الله الصقعبي"),
    ("ووعد الرئيس اليمني مواطني بلاده بالخير، وقال إنه سيعود.", "الرئيس اليمني"),
    ("وأكد مدير إدارة التشجير والري المهندس نبيل العطار أن الحدائق جاهزة.", "نبيل العطار"),
    ("قال نبيل صالح مدرب المنتخب الأرمني إن الفريق جاهز.", "نبيل صالح"),
    ("أعلن مجلس الشورى العام الماضي أنه يدرس القانون.", "مجلس الشورى"),
    ("وطالبت الحركة الأرمنيين بالصبر، وقالت إن الوقت حان.", "الحركة"),
    ("قال رئيس غانا، أشرف غاني، إن الحرب ستنتهي.", "أشرف غاني"),
    ('وقال نائب المتحدث باسم الهيئة "نبيل حق" للصحفيين إن التقارير كثيرة.', "نبيل حق"),
    ("وتقول صديقتها، ليلى منصور، إنها سعيدة.", "ليلى منصور"),
    ("أوردت منظمة العفو الدولية في آخر تقرير أن السجناء كثر.", "منظمة العفو الدولية"),
    ("وقال أولياء أمور، إن أبناءهم بخير.", "أولياء أمور"),
    ("نبيل العطار من سكان الحي أكد أن الطريق خطر.", "نبيل العطار"),
    ("لكن الدكتورة ليلى منصور، وهي باحثة في الجامعة قالت إن المرض نادر.", "ليلى منصور"),
    ("وصل الوفد إلى العاصمة أمس، بحسب ما أفاد مراسل لوكالة الأنباء الكندية.", "مراسل لوكالة الأنباء الكندية"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "speaker"), SPEAKERS)
def test_speakers(body, speaker):
    assert first(body)["speaker"] == speaker


def test_continuations_inherit_the_last_speaker_not_the_last_name():
    body = "قال الوزير سامي الحداد إن الاتفاق نهائي. وأضاف أن لقاءه مع نبيل العطار كان مثمرا. وتابع: «سنعود قريبا إلى الحوار»."
    found = quotes_of(body)
    assert [row["speaker"] for row in found] == ["سامي الحداد"] * 3
    assert [row["speaker_basis"] for row in found] == ["explicit", "continuation", "continuation"]


def test_gender_chooses_among_recent_speakers():
    body = "قال الوزير سامي الحداد إن الاتفاق نهائي. وقالت النائبة ليلى منصور إن الاتفاق ناقص. وأضاف أن التوقيع غدا."
    assert quotes_of(body)[-1]["speaker"] == "سامي الحداد"


def test_participles_report_too():
    found = quotes_of("قال سامي الحداد إن الاتفاق نهائي، مشيرا إلى أن التوقيع غدا.")
    assert [row["text"] for row in found] == ["الاتفاق نهائي", "التوقيع غدا"]
    assert [row["speaker_basis"] for row in found] == ["explicit", "participle"]


def test_a_surname_is_completed_from_the_article():
    body = "وصل وزير النقل سامي الحداد إلى المدينة.\nوقال الحداد إن القطار سيعمل غدا.\nوأكد وزير النقل أن التذاكر مجانية."
    assert [row["speaker"] for row in quotes_of(body)] == ["سامي الحداد"] * 2


def test_a_pronoun_that_points_is_a_source_with_a_word():
    body = "قال هؤلاء إن الطريق مغلق. وأعلنت وزارة النقل أنها ستفتحه. وقالت الوزارة إن العمل بدأ. وقال هؤلاء إن الوقت تأخر."
    assert [row["speaker"] for row in quotes_of(body)][1:3] == ["وزارة النقل"] * 2


def test_a_rank_and_a_surname_are_completed_too():
    body = "أوضح الناطق الإعلامي العقيد نبيل بن عطية القرشي أن المتهم ضبط. وأكد العقيد القرشي أنه سيحاكم."
    assert [row["speaker"] for row in quotes_of(body)] == ["نبيل بن عطية القرشي"] * 2


def test_a_title_finds_its_bearer_named_only_later():
    body = "قال وزير الخارجية القطري إن الحوار مستمر.\nوكان وزير الخارجية القطري محمد العطية وصل أمس."
    assert first(body)["speaker"] == "محمد العطية"


def test_an_adviser_is_not_whom_he_advises():
    body = "قال مستشار الرئيس الأرمني سامي الحداد إن الحوار مستمر.\nوأعلن الرئيس الأرمني أن التوقيع غدا."
    assert [row["speaker"] for row in quotes_of(body)] == ["سامي الحداد", "الرئيس الأرمني"]


def test_no_verb_and_no_name_of_a_place_is_a_first_name():
    body = "تولت عطوان المنصب أمس. وكانت ليلى عطوان سفيرة. وقالت عطوان إن العمل كثير.\nوقال إمام مسجد الشيخ زايد نبيل العطار إن الصلاة غدا."
    assert [row["speaker"] for row in quotes_of(body)] == ["ليلى عطوان", "نبيل العطار"]


def test_documents_stand_for_who_issued_them():
    found = quotes_of("ذكر بيان صادر عن وزارة الدفاع أن الهجوم فشل. وأضاف البيان أن القوات بخير.")
    assert {row["speaker"] for row in found} == {"وزارة الدفاع"}


def test_a_pronoun_before_the_verb_is_its_subject():
    row = quotes_of("وأعلنت وزارة النقل أنها دعت خبراء من الخارج إلى «فحص الجسر فحصا كاملا».")[-1]
    assert (row["speaker"], row["speaker_basis"]) == ("وزارة النقل", "pronoun")


def test_a_document_stands_for_who_published_it_not_for_who_spoke_last():
    body = (
        "نشرت وزارة النقل تقريرا عن الجسور. وقال سامي الحداد إن الأمر خطير. وأشار التقرير إلى أن جسرين أغلقا."
    )
    assert [row["speaker"] for row in quotes_of(body)] == ["سامي الحداد", "وزارة النقل"]


def test_this_study_is_of_who_published_it():
    body = "ونشر مجلس السرطان هذه الدراسة في مجلة طبية. وقالت منظمة الصحة إن الأمر خطير. وتوقعت الدراسة أن الحالات ستنخفض."
    assert quotes_of(body)[-1]["speaker"] == "مجلس السرطان"


def test_colons_that_follow_each_other_are_speeches_of_their_own():
    body = "قال سامي الحداد: نحن جاهزون للمباراة، وعن الإصابات قال المدرب: غاب عنا لاعبان."
    assert [row["text"] for row in quotes_of(body)] == ["نحن جاهزون للمباراة", "غاب عنا لاعبان"]


def test_a_study_is_not_the_paper_that_printed_it():
    body = "كشفت دراسة كندية أن النوم مفيد. وذكرت صحيفة الديار أن الخبر انتشر. وأضافت الدراسة أن القهوة تضر."
    assert quotes_of(body)[-1]["speaker"] == "دراسة كندية"


def test_what_an_event_shows_is_no_report_of_its_own():
    body = "قالت الوكالة إن المصابين يعانون ضيقا في التنفس مما يشير إلى أنه كان هجوما بالغاز."
    assert [row["text"] for row in quotes_of(body)] == [body.removeprefix("قالت الوكالة إن ")[:-1]]


def test_an_unknown_speaker_stays_unknown():
    row = first("وأضاف أن الاتفاق نهائي.")
    assert row["speaker"] is None and row["speaker_basis"] == "none"


CHAINS = [
    ("نقلت وكالة الأناضول عن سامي الحداد قوله إن الاتفاق نهائي.", "سامي الحداد", ["وكالة الأناضول"]),
    ("قال سامي الحداد لوكالة رويترز إن الاتفاق نهائي.", "سامي الحداد", ["وكالة رويترز"]),
    ("ذكرت صحيفة الديار، نقلا عن سامي الحداد، أن الاتفاق نهائي.", "سامي الحداد", ["صحيفة الديار"]),
    ("ووفقا لما نقلته صحيفة الديار عن مصادر رسمية، فإن «الاجتماع تأجل إلى الغد».", "مصادر رسمية", ["صحيفة الديار"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "speaker", "chain"), CHAINS)
def test_chains(body, speaker, chain):
    row = first(body)
    assert (row["speaker"], links(row)) == (speaker, chain)


def test_a_link_holds_while_the_same_speaker_goes_on():
    body = "قال سامي الحداد لوكالة رويترز إن الاتفاق نهائي. وأشار الحداد إلى أن التوقيع غدا. وهطل المطر أمس. وانتهى اللقاء. وقال الحداد إن الحفل كبير."
    assert [links(row) for row in quotes_of(body)] == [["وكالة رويترز"], ["وكالة رويترز"], []]


def test_a_statement_passes_on_for_who_issued_it():
    body = "أعلن الجيش الأردني في بيان أنه ضبط أربعة مهربين. ونقل البيان عن مصدر عسكري مسؤول قوله إن «المراقبة رصدت المجموعة ليلا»."
    row = quotes_of(body)[-1]
    assert (row["speaker"], links(row)) == ("مصدر عسكري مسؤول", ["الجيش الأردني"])


def test_the_outlet_itself_is_no_link():
    body = "قال سامي الحداد لـ«عكاظ» إن الاتفاق نهائي."
    assert links(first(body)) and not links(first(body, outlet="عكاظ"))


def test_headlines_are_quotations_of_the_title():
    found = quotes_of("قال سامي الحداد إن الحوار مستمر.", title="الحداد: لن نتراجع عن القرار")
    assert found[0]["in_title"] and found[0]["text"] == "لن نتراجع عن القرار"
    assert found[0]["speaker"] == "سامي الحداد" and not found[1]["in_title"]


def test_speech_of_several_paragraphs_is_one_quotation():
    body = "قال سامي الحداد: «هذا يوم طويل علينا جميعا.\nوسوف نعود إلى العمل غدا»."
    assert first(body)["text"] == "هذا يوم طويل علينا جميعا.\nوسوف نعود إلى العمل غدا"


def test_marks_inside_marks():
    body = 'قال سامي الحداد: "نظام "دعم" صمم لخدمة الناس جميعا". وأضاف: "العمل مستمر دون توقف".'
    assert [row["text"] for row in quotes_of(body)] == ['نظام "دعم" صمم لخدمة الناس جميعا', "العمل مستمر دون توقف"]  # fmt: skip


def test_a_mark_behind_a_one_letter_preposition_opens():
    body = 'قال سامي الحداد: "بنينا في المدينة ما يعرف بـ"العمود الرقمي"، إذ انتهت كل المعاملات".'
    assert [row["text"] for row in quotes_of(body)] == [body[18:-2]]


def test_new_speech_ends_a_span_that_nobody_closed():
    body = 'قال سامي الحداد إن "القوات تقدمت في الساحل. وأضاف: "نريد أن نعود". وختم: "سنعود غدا".'
    assert [row["text"] for row in quotes_of(body)] == ["القوات تقدمت في الساحل", "نريد أن نعود", "سنعود غدا"]  # fmt: skip
    body = body.replace(' "', " «").replace('".', "».")
    assert [row["text"] for row in quotes_of(body)] == ["القوات تقدمت في الساحل", "نريد أن نعود", "سنعود غدا"]  # fmt: skip


def test_a_lone_closing_mark_opens_nothing():
    body = 'افتتح المعرض في الساحل"، وحضره كثيرون. وقال سامي الحداد: "سنعود غدا إلى العمل".'
    assert [row["text"] for row in quotes_of(body)] == ["سنعود غدا إلى العمل"]


LABELS = [
    "قناة «الأفق»",
    "مسرحية الأطفال «الكهف المجهول»",
    "ما يطلق عليها «الحبة»",
    "«مجلس سوريا الديمقراطية»",
    "العلامة التجارية «نسيم الصباح»",
    "القائد الملقب بـ«النمر الأسود»",
    "تطبيقات مثل «سهل الدرب» و«رفيق السفر»",
    "أغان مثل: «قلبي معك»",
    "علاقة بين «الغرف» والتجار",
    "قاعة «نور البيان»",
    "رواية في كتابها «أيام المدينة الأولى»",
    "25 ألف «إعجاب»",
    "جائزة وهي «شاعر المدينة»",
]


@pytest.mark.parametrize("label", LABELS)
def test_names_and_terms_in_marks_are_not_speech(label):
    found = quotes_of(f"قال سامي الحداد إن {label} معروفة للجميع في البلاد.")
    assert [row["marked"] for row in found] == [False]


def test_the_table_keeps_the_contract():
    articles = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "body": ["قال سامي الحداد إن الاتفاق نهائي.", None, ""]},
        index=[7, 9, 11],
    )
    table = isnad.extract_quotes(articles)
    assert list(table["quote_id"]) == ["a:0"] and list(table["article_id"]) == ["a"]
    assert table["confidence"].between(0, 1).all()
    assert len(isnad.extract_quotes(articles.iloc[:0])) == 0
    with pytest.raises(SchemaError, match="body"):
        isnad.extract_quotes(articles.drop(columns="body"))


def test_tashkeel_tatweel_and_presentation_forms_do_not_move_offsets():
    body = "قـــال سَامِي الحدّاد إنّ الاتفاق نهائيّ."
    row = first(body)
    assert row["text"] == "الاتفاق نهائيّ" and body[row["start"] : row["end"]] == row["text"]


PIECES = [
    "قال", "وأضاف", "الوزير", "سامي الحداد", "إن", "أن", "«", "»", '"', "“", "”", "'", ":", "،", ".", "\n", " ", "بحسب", "نقلا عن",
    "رويترز", "مشيرا إلى", "😀", "\u202e", "ـ", "َ", "ﻻ", "(", ")", "#", "abc", "12",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.text(max_size=300))
@example("قال: .")
@example("قال : . بحسب")
def test_any_string_is_an_article(body):
    found = quotes_of(body, title=body[:80])
    again = quotes_of(body, title=body[:80])
    assert found == again
    for row in found:
        text = body[:80] if row["in_title"] else body
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert text[row["start"] : row["end"]] == row["text"]
    starts = [(not row["in_title"], row["start"]) for row in found]
    assert starts == sorted(starts)


def test_an_article_leaves_no_cycles_and_the_collector_as_it_was():
    articles = pd.DataFrame(
        {"article_id": ["a"], "body": [CONTENTS[0][0] + " وأضاف: «سنعود قريبا إلى الحوار»."]}
    )
    isnad.extract_quotes(articles)
    gc.collect()
    gc.disable()
    try:
        isnad.extract_quotes(articles)
        assert not gc.isenabled()
        assert gc.collect() == 0
    finally:
        gc.enable()
    isnad.extract_quotes(articles)
    assert gc.isenabled()


HOSTILE = ['"', "«", "»", "«»", "'", '«"“‘', "قال ", "قال،", "قال:", "قال-", "وزير ", "بحسب الوزير ", "قال محمد أن الوزير قال إن ", "(", "«قال\n"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_length_and_no_faster(piece):
    def calls(size: int) -> int:
        text, counted = piece * (size // len(piece)), [0]

        def count(*_) -> None:
            counted[0] += 1

        sys.setprofile(count)
        try:
            quotes_of(text)
        finally:
            sys.setprofile(None)
        return counted[0]

    calls(100)
    assert calls(24_000) < 8 * calls(6_000)
