"""Parameters: read, checked, declared."""

import pytest

from isnad import params
from isnad.errors import ParameterError

GOOD = {"corpus": "", "metadata": "", "language": "ar"}


def test_read_gives_values_by_name():
    p = params.read({**GOOD, "rows": 3, "_i": "x"}, rows=params.whole(1, 10))
    assert (
        p.rows == 3 and p.language == "ar" and list(p.values()) == ["corpus", "metadata", "language", "rows"]
    )


@pytest.mark.parametrize(("change", "told"), [
    ({"langage": "en"}, "did you mean language"), ({"language": "fr"}, "not one of ar, en"), ({"corpus": 5}, "expected text"),
    ({"rows": 0}, "below the minimum"), ({"rows": 99}, "above the maximum"), ({"rows": "3"}, "expected a whole number"), ({"rows": True}, "expected a whole number"),
    ({"rows": 2.5}, "expected a whole number"),
])  # fmt: skip
def test_read_tells_the_fault(change, told):
    with pytest.raises(ParameterError, match=told):
        params.read({**GOOD, "rows": 3, **change}, rows=params.whole(1, 10))


def test_read_tells_all_faults_at_once():
    with pytest.raises(ParameterError, match=r"colour: no such parameter.*language.*rows: missing"):
        params.read({**GOOD, "language": 1, "colour": "red"}, rows=params.whole())


def test_read_in_a_kernel_looks_at_papermills_cell_only():
    history = ["", "corpus = ''", '# Parameters\nold = "x"', '# Parameters\nlanguage = "en"', "later = 3"]
    assert params.read({**GOOD, "language": "en", "later": 3, "In": history}).language == "en"
    with pytest.raises(ParameterError, match="langage"):
        params.read({**GOOD, "In": [*history, '# Parameters\nlangage = "en"']})


@pytest.mark.parametrize(("check", "good", "bad"), [
    (params.day(), "2021-04-13", "13/4/2021"), (params.day(), "", 20210413), (params.texts("a", "b"), ["a"], ["c"]), (params.texts(), [], [1]),
    (params.flag(), True, 1), (params.number(0, 1), 1, 1.5), (params.text("x"), "x", "y"),
])  # fmt: skip
def test_checks(check, good, bad):
    assert check.fault(good) == "" and check.fault(bad)


def cell(source: str) -> dict:
    return {
        "cells": [
            {
                "cell_type": "code",
                "metadata": {"tags": ["parameters"]},
                "source": source.splitlines(keepends=True),
            }
        ]
    }


def test_declared_reads_names_defaults_and_help():
    found = params.declared(cell('corpus = ""  # the articles\nrows = 10  # how many\n'))
    assert [(line.name, line.default, line.help) for line in found.values()] == [
        ("corpus", "", "the articles"),
        ("rows", 10, "how many"),
    ]
    assert params.declared({"cells": []}) == {}


def test_declared_refuses_derived_values():
    with pytest.raises((ParameterError, ValueError)):
        params.declared(cell("a = 1\nb = a * 2"))


@pytest.mark.parametrize(
    ("given", "default", "value"),
    [("3", 1, 3), ("0.5", 1.0, 0.5), ("true", False, True), ("أ، ب", [], ["أ", "ب"]), ("قمة", "", "قمة")],
)
def test_convert(given, default, value):
    assert params.convert("x", given, default) == value


def test_convert_refuses_another_type():
    with pytest.raises(ParameterError, match="rows: expected a whole number"):
        params.convert("rows", "many", 10)


def test_echo_shows_readable_arabic_and_no_path():
    html = params.read(
        {**GOOD, "corpus": "/home/someone/أخبار", "article": "قمة"}, article=params.text()
    )._repr_html_()
    assert "أخبار" in html and "قمة" in html and "/home/someone" not in html
