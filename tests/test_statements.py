"""The same statement across outlets, and what must not be taken for it. All texts are invented."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import isnad
from isnad import text
from isnad.clauses import Span, whole_clauses
from isnad.copies import collapse
from isnad.errors import ParameterError, SchemaError
from isnad.grouping import groups
from isnad.similarity import concepts, encoder_installed, numbers, polarities, rooted
from isnad.statements import ADDED, TIERS

ENCODERS = [False, pytest.param(True, marks=pytest.mark.skipif(not encoder_installed(), reason="no encoder"))]
# What else the papers wrote, so that words have a rarity.
FILLER = (
    "افتتح وزير التربية مدرسة جديدة في المدينة. وشهدت الأسواق إقبالا كبيرا قبل العيد. "
    "وتوقعت الأرصاد هطول أمطار غزيرة على المرتفعات. وفاز المنتخب في مباراته الودية بهدفين.\n"
)


def corpus(*rows, day="2021-05-04"):
    """Tables from (outlet, speaker, sentence with the content between ⟦ and ⟧); marked where « stands before it."""
    quotes, articles = [], []
    for n, (outlet, speaker, sentence, *other) in enumerate(rows):
        body = FILLER + sentence
        start = body.index("⟦")
        end = body.index("⟧") - 1
        body = body.replace("⟦", "").replace("⟧", "")
        articles.append(
            {
                "article_id": f"{outlet}-{n}",
                "outlet": outlet,
                "published": pd.Timestamp(other[0] if other else day),
                "body": body,
            }
        )
        quotes.append({
            "quote_id": f"q{n}", "article_id": f"{outlet}-{n}", "start": start, "end": end, "text": body[start:end],
            "marked": body[start - 1] == "«", "speaker": speaker,
        })  # fmt: skip
    return pd.DataFrame(quotes), pd.DataFrame(articles)


def matched(*rows, **options):
    quotes, articles = corpus(*rows)
    return isnad.match_statements(quotes, articles, **options)


def together(found):
    return found["statement_id"].notna().all() and found["statement_id"].nunique() == 1


@pytest.mark.parametrize("encoder", ENCODERS)
def test_word_for_word_and_nearly(encoder):
    found = matched(
        ("أ", "أنغيلا ميركل", "قالت ميركل: «⟦لن نقبل بإغلاق الحدود أمام الأطباء والممرضات في هذه الأزمة⟧»."),
        ("ب", "ميركل", "وقالت «⟦لن نقبل بإغلاق الحدود أمام الأطباء والممرضات في هذه الأزمة⟧»."),
        ("ج", "انغيلا ميركل", "وذكرت أن «⟦لن نقبل إغلاق الحدود أمام الأطباء والممرضات في هذه الأزمة⟧»."),
        encoder=encoder,
    )
    assert together(found)
    assert found["match_tier"][0] == "exact" and found["match_tier"][2] in ("near", "excerpt")
    assert set(found["match_tier"]) <= set(TIERS)
    assert found["match_score"].between(0, 1).all()


@pytest.mark.parametrize("encoder", ENCODERS)
def test_institution_speaks_for_the_person_and_a_fragment_for_its_clause(encoder):
    found = matched(
        (
            "أ",
            "البيت الأبيض",
            "أعلن البيت الأبيض أن ⟦الرئيس اقترح عقد قمة ثلاثية حول مياه النهر في جنيف الشهر المقبل⟧.",
        ),
        ("ب", "جو بايدن", "واقترح بايدن عقد قمة ثلاثية حول مياه النهر في «⟦جنيف⟧» الشهر المقبل."),
        encoder=encoder,
    )
    assert together(found)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_told_indirectly_elsewhere(encoder):
    found = matched(
        ("أ", "سيرغي لافروف", "قال لافروف: «⟦سنطرد عشرين دبلوماسيا من السفارة قبل نهاية الأسبوع⟧»."),
        (
            "ب",
            "وزارة الخارجية الروسية",
            "وأعلنت الوزارة أن ⟦موسكو ستطرد عشرين دبلوماسيا من السفارة قبل نهاية الأسبوع⟧.",
        ),
        encoder=encoder,
    )
    assert together(found)


@pytest.mark.parametrize("encoder", ENCODERS)
def test_strangers_do_not_match(encoder):
    found = matched(
        ("أ", "إيمانويل ماكرون", "قال ماكرون إن ⟦سفينة المساعدات ستصل إلى المرفأ غدا⟧."),
        ("ب", "حسن نصر الله", "وقال نصر الله إن ⟦سفينة المساعدات ستصل إلى المرفأ بعد أسبوعين⟧."),
        encoder=encoder,
    )
    assert found["statement_id"].isna().all()


@pytest.mark.parametrize("encoder", ENCODERS)
def test_unrelated_statements_of_one_speaker_do_not_match(encoder):
    found = matched(
        ("أ", "إيمانويل ماكرون", "قال ماكرون إن ⟦إصلاح نظام التقاعد لا يحتمل التأجيل⟧."),
        ("ب", "إيمانويل ماكرون", "وقال ماكرون إن ⟦باريس ترسل مستشفى ميدانيا إلى المناطق المنكوبة⟧."),
        encoder=encoder,
    )
    assert found["statement_id"].isna().all()


def test_days_apart_do_not_match():
    words = "قال ماكرون إن ⟦إصلاح نظام التقاعد لا يحتمل التأجيل⟧."
    found = matched(
        ("أ", "إيمانويل ماكرون", words, "2021-05-04"),
        ("ب", "إيمانويل ماكرون", words, "2021-06-20"),
        encoder=False,
    )
    assert found["statement_id"].isna().all()


def test_articles_without_a_date_are_compared_with_all():
    words = "قال ماكرون إن ⟦إصلاح نظام التقاعد لا يحتمل التأجيل بعد اليوم⟧."
    found = matched(
        ("أ", "إيمانويل ماكرون", words, "2021-05-04"), ("ب", "إيمانويل ماكرون", words, None), encoder=False
    )
    assert together(found) and found["matched_days"].isna().all()


def test_denial_lowers_the_score():
    same = "قال ماكرون إن ⟦باريس ستنسحب من الاتفاق النووي قبل الشتاء⟧."
    alike = matched(("أ", "ماكرون", same), ("ب", "ماكرون", same), encoder=False)["match_score"].fillna(0)
    other = matched(
        ("أ", "ماكرون", same),
        ("ب", "ماكرون", "قال ماكرون إن ⟦باريس لن تنسحب من الاتفاق النووي قبل الشتاء⟧."),
        encoder=False,
    )["match_score"].fillna(0)
    assert other.max() < alike.max()


def test_evidence_names_words_and_numbers():
    found = matched(
        ("أ", "تيريزا ماي", "أعلنت ماي أن ⟦بريطانيا ستطرد 23 دبلوماسيا بسبب تسميم الجاسوس⟧."),
        ("ب", "تيريزا ماي", "وقالت إن ⟦لندن قررت طرد 23 دبلوماسيا بعد تسميم الجاسوس السابق⟧."),
        encoder=False,
    )
    assert together(found)
    assert found["matched_numbers"][0] == ["23"]
    assert {"دبلوماسيا", "الجاسوس"} & set(found["matched_words"][0])
    assert list(found["matched_quote"]) == ["q1", "q0"]


def test_one_article_alone_gives_no_statement():
    quotes, articles = corpus(("أ", "ماكرون", "قال ماكرون إن ⟦الإصلاح لا يحتمل التأجيل⟧."))
    again = quotes.assign(quote_id="again")
    found = isnad.match_statements(pd.concat([quotes, again], ignore_index=True), articles, encoder=False)
    assert found["statement_id"].isna().all()


def test_copies_of_an_agency_text_are_one_statement_and_do_not_drown_it():
    said = "قال الوزير سالم المنصوري: «⟦لن نسمح بإغلاق الموانئ أمام سفن القمح مهما طال الخلاف⟧»."
    other = "وأكد سالم المنصوري أن ⟦بلاده لن تسمح بإغلاق الموانئ أمام سفن القمح⟧."
    rows = [(f"ص{n}", "سالم المنصوري", said) for n in range(2000)]
    found = matched(
        *rows,
        ("آخر", "سالم المنصوري", other),
        ("آخر", "هدى الشامي", "قالت هدى الشامي: «⟦المهرجان ناجح هذا العام⟧»."),
    )
    assert found["statement_id"].nunique() == 1 and found["statement_id"].notna().sum() == 2001
    assert set(found["match_tier"][:2000]) == {"exact"} and found["match_tier"][2000] != "exact"
    assert (found["matched_quote"] != found["quote_id"]).all() and (found["match_score"][:2001] > 0.5).all()
    assert pd.isna(found["statement_id"][2001])


def test_the_same_article_twice():
    quotes, articles = corpus(("أ", "ماكرون", "قال ماكرون: «⟦لن نغلق المدارس هذا الشتاء⟧»."))
    found = isnad.match_statements(
        pd.concat([quotes, quotes.assign(quote_id="q9", article_id="copy")], ignore_index=True),
        pd.concat([articles, articles.assign(article_id="copy")], ignore_index=True),
    )
    assert together(found) and list(found["matched_quote"]) == ["q9", "q0"]


def test_nothing_in_nothing_out_and_columns():
    quotes, articles = corpus(("أ", "ماكرون", "قال إن ⟦الإصلاح ضروري⟧."))
    found = isnad.match_statements(quotes.iloc[:0], articles, encoder=False)
    assert found.empty and set(ADDED) <= set(found.columns)


def test_index_kept_input_unchanged_and_repeatable():
    words = "قال ماكرون إن ⟦إصلاح نظام التقاعد لا يحتمل التأجيل بعد اليوم⟧."
    quotes, articles = corpus(("أ", "ماكرون", words), ("ب", "ماكرون", words), ("ج", "ماكرون", words))
    quotes.index = [7, 3, 11]
    before = quotes.copy()
    found = isnad.match_statements(quotes, articles, encoder=False)
    pd.testing.assert_frame_equal(quotes, before)
    assert list(found.index) == [7, 3, 11]
    pd.testing.assert_frame_equal(found, isnad.match_statements(quotes, articles, encoder=False))


def test_bodies_that_are_missing_or_shorter_than_the_offsets():
    quotes, articles = corpus(("أ", "ماكرون", "قال «⟦الإصلاح⟧»."), ("ب", None, "قال «⟦الإصلاح⟧»."))
    articles.loc[0, "body"] = "قصير"
    articles.loc[1, "body"] = None
    assert len(isnad.match_statements(quotes, articles, encoder=False)) == 2


def test_errors():
    quotes, articles = corpus(("أ", "ماكرون", "قال إن ⟦الإصلاح ضروري⟧."))
    with pytest.raises(SchemaError, match="speaker"):
        isnad.match_statements(quotes.drop(columns="speaker"), articles)
    with pytest.raises(ParameterError, match="days"):
        isnad.match_statements(quotes, articles, days=-1)


def test_a_fragment_takes_the_clause_of_its_cue():
    body = "قال الوزير أمس إن الاتفاق سيكون «تاريخيا» لشعوب المنطقة، مضيفا أن التوقيع قريب."
    start = body.index("تاريخيا")
    (clause,) = whole_clauses(body, [Span(start, start + 7, True)])
    assert clause.strip() == "الاتفاق سيكون «تاريخيا» لشعوب المنطقة،"


def test_members_of_a_list_of_fragments_are_read_one_by_one():
    body = "وصف الوزير القرار بأنه «متسرع» و«خطير» و«ظالم»."
    spans = [Span(m.start(1), m.end(1), True) for m in re.finditer("«(.*?)»", body)]
    clauses = whole_clauses(body, spans)
    assert ["متسرع" in c for c in clauses] == [True, False, False]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("سنوقع الاتفاق", {0}),
        ("لن نوقع الاتفاق", {1}),
        ("لا أرى سببا لئلا نوقع", {0}),
        ("لا بديل سوى التوقيع", {0}),
    ],
)
def test_denials_cancel_out(words, expected):
    assert polarities(words) == expected


def test_states_numbers_and_own_country():
    assert concepts("موسكو")[0] == concepts("روسيا")[0] == concepts("بلاده", "ru")[0] == "=ru"
    assert numbers("٢٣ دبلوماسيا و1,500 جندي") == {"23", "1500"}


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=200))
def test_any_text_has_concepts_and_clauses(words):
    assert all(concepts(words))
    polarities(words)
    assert len(whole_clauses(words, [Span(0, min(3, len(words)), True)])) == 1


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_every_position_is_a_copy_of_one_key(keys):
    found = collapse(keys)
    assert sorted(i for same in found for i in same) == list(range(len(keys)))
    assert all(len({keys[i] for i in same}) == 1 for same in found)
    assert len(found) == len(set(keys))


def test_roots_join_forms_that_stems_keep_apart():
    for one, other in (("محرجا", "إحراجا"), ("قتل", "مقتل"), ("اختلاق", "اختلقت"), ("يخطط", "التخطيط")):
        assert rooted(text.key(one)) == rooted(text.key(other))
    assert rooted(text.key("موسكو")) == rooted(text.key("الروسية")) == "=ru"
    assert rooted(text.key("زراعة")) != rooted(text.key("صناعة"))


def test_groups_need_the_mean_of_all_their_pairs():
    import numpy as np

    left, right = np.array([0, 1, 2]), np.array([1, 2, 3])
    likely = np.array([0.9, 0.3, 0.9])
    assert groups(left, right, likely, 0.5) == [[0, 1], [2, 3]]
    assert groups(left, right, likely, 0.05) == [[0, 1, 2, 3]]
    assert groups(left, right, likely, 0.05, parts=np.array([0, 0, 1, 1])) == [[1, 2]]
    assert groups(left[:0], right[:0], likely[:0], 0.5) == []
