"""Whatever the text: no exception, slices of the body, in order, apart from each other."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad import timex
from isnad.timegrammar import OPENERS, RULES, rules
from isnad.times import times_in
from isnad.timewords import CODES, PARTS, lexicon

WORDS = sorted(lexicon().words) + [
    " ".join([head, *entry[0]]) for head, entries in sorted(lexicon().heads.items()) for entry in entries[:1]
]
TOKENS = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 10**12).map(str),
    st.sampled_from(list('/-().,،:\n «»"ـ\u200f٣٪%²')),
    st.text(max_size=4),
)
BODIES = st.lists(st.tuples(TOKENS, st.sampled_from(["", " ", "/", " ، "])), max_size=40).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)
DAYS = st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31)))


def check(body, published):
    last = 0
    for start, end, type_, value, basis, rule in times_in(body, published):
        assert last <= start < end <= len(body)
        last = end
        assert (
            type_ in ("DATE", "TIME", "DURATION", "SET")
            and basis in ("explicit", "published", "context")
            and rule
        )
        bounds = timex.interval(value)
        assert bounds is None or bounds[0] < bounds[1]
        assert (timex.grain(value) is None) == (bounds is None)


@settings(max_examples=300, deadline=None)
@given(BODIES, DAYS)
def test_words_of_time_in_any_order(body, published):
    check(body, published)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), DAYS)
def test_any_text(body, published):
    check(body, published)


def test_digits_by_the_thousand():
    for body in (
        "1" * 50_000,
        "1 " * 20_000,
        "12/" * 20_000,
        "2018-" * 10_000,
        "10:30 " * 10_000,
        "خمسة " * 20_000,
        "و5 " * 20_000,
        "بعد " * 20_000,
        "(" * 50_000,
        "يوم الأحد " * 10_000,
    ):
        check(body, date(2021, 6, 8))


CLASSES = st.text(st.sampled_from(sorted({*CODES.values(), *"NnY_!&~<>,:;/-"})), max_size=12)


@pytest.mark.parametrize("name", RULES)
@settings(deadline=None)
@given(data=st.data())
def test_rules_are_asked_at_every_class_they_can_begin_with(name, data):
    codes = data.draw(st.from_regex(RULES[name]))
    found = re.search(RULES[name], codes)
    assert found is not None and codes[found.start()] in OPENERS[name]


@settings(deadline=None, max_examples=300)
@given(CLASSES)
def test_rules_by_class_find_what_all_rules_find(codes):
    for start in range(len(codes)):
        every = [name for name, rule in RULES.items() if re.compile(rule).match(codes, start)]
        asked = [name for name, rule in rules().get(codes[start], []) if rule.match(codes, start)]
        assert asked == every


@settings(deadline=None)
@given(BODIES | st.text(max_size=40))
def test_parts_are_words_numbers_and_what_stands_between(text):
    parts = PARTS.findall(text)
    assert parts == re.findall(r"\d+|[^\W\d]+|\W+", text) and "".join(parts) == text
