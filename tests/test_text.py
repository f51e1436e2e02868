"""Folding keeps the way back to the original; paragraphs and sentences are slices of it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.remembered import remembered
from isnad.text import IGNORED, SAME_LENGTH, fold, folded_letters, key, paragraphs, sentences

ARABIC = st.text(
    st.sampled_from('ابتثأإآٱىيةهؤئوكیکلمن ًٌَُّْٰـ\u200f\u200e\u2067\u2069\ufeff\u00a0.؟!:«»"()\n 12٣٤aZ😀'),
    max_size=60,
)
ANY = ARABIC | st.text(max_size=60)
calm = settings(deadline=None)


@calm
@given(ANY)
def test_every_position_of_the_key_leads_to_its_character(text):
    folded = fold(text)
    for position, letter in enumerate(folded.key):
        assert folded_letters(text[folded.at(position)]) == letter
        assert folded.letters[position] == text[folded.at(position)]
    assert folded.at(len(folded.key)) <= len(text) and len(folded.letters) == len(folded.key)


@calm
@given(ANY, st.data())
def test_slice_of_the_key_is_the_key_of_the_slice(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.key)))
    end = data.draw(st.integers(start, len(folded.key)))
    a, b = folded.span(start, end)
    assert 0 <= a <= b <= len(text)
    assert key(text[a:b]) == folded.key[start:end]


@calm
@given(ANY)
def test_folding_twice_is_folding_once(text):
    assert key(key(text)) == key(text) == fold(text).key
    assert not IGNORED.search(key(text))


@pytest.mark.parametrize(("old", "new"), SAME_LENGTH)
def test_letter_variants_are_one(old, new):
    assert len(old) == len(new) == 1 and key(f"ب{old}ب") == f"ب{new}ب"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد", "محمد"),
        ("الأمـــيركي", "الاميركي"),
        ("إلى", "الي"),
        ("مسؤول", "مسوول"),
        ("\u200fقال\u200e", "قال"),
        ("علی", "علي"),
        ("کلمة", "كلمه"),
    ],
)
def test_spellings_of_one_word_share_a_key(one, other):
    assert key(one) == key(other)


def test_last_letter_takes_its_diacritics_along():
    text = "قالَ وزيرٌ إنَّه"
    folded = fold(text)
    start = folded.key.index("وزير")
    a, b = folded.span(start, start + 4)
    assert text[a:b] == "وزيرٌ"


@calm
@given(ANY)
def test_paragraphs_are_the_lines_that_hold_something(text):
    spans = paragraphs(text)
    assert [text[a:b] for a, b in spans] == [line for line in text.split("\n") if line.strip()]


@calm
@given(ANY)
def test_sentences_cover_everything_but_blanks(text):
    spans = sentences(text)
    assert all(a < b and not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert [ch for ch in covered if not ch.isspace()] == [ch for ch in text if not ch.isspace()]
    assert not any("\n" in text[a:b] for a, b in spans)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("انتهى الاجتماع. وبدأ آخر.", 2),
        ("بلغت النسبة 35.5 في المئة.", 1),
        ("قالت (د.ب.أ) إن", 1),
        ("هل انتهى؟ نعم!", 2),
        ("قال «انتهى الأمر.» ثم خرج.", 2),
        ("سطر\nسطر", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, count):
    assert len(sentences(text)) == count


def test_answers_are_kept_and_forgotten_when_there_are_too_many(monkeypatch):
    asked = []
    monkeypatch.setattr("isnad.remembered.MOST", 3)
    doubled = remembered(lambda word: asked.append(word) or word * 2)
    assert [doubled(word) for word in "abab"] == ["aa", "bb", "aa", "bb"] and asked == ["a", "b"]
    assert [doubled(word) for word in "cda"] == ["cc", "dd", "aa"] and asked == list("abcda")
