"""The catalogue: every message in both languages, with the same values, in letters of its language."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from isnad import resources
from isnad.errors import IsnadError, ParameterError
from isnad.messages import LANGUAGES, catalogue, say

ARABIC = re.compile("[\u0621-\u064a]")
# Names that are written in Latin letters in Arabic text too.
LATIN_AS_IT_IS = re.compile(r"^[\W\d_]*(?:TIMEX3|URL|CSV|HTML|isnad|plotly|[Nn]|F1|q|rtl\.\w+)?[\W\d_]*$")
MESSAGES = sorted(catalogue().items())
each = pytest.mark.parametrize(("key", "texts"), MESSAGES, ids=[key for key, _ in MESSAGES])


def values(text: str) -> dict[str, set[str]]:
    """Placeholders of a message and the kinds of format asked of each."""
    found: dict[str, set[str]] = {}
    for _, name, form, _ in string.Formatter().parse(text):
        if name is not None:
            found.setdefault(name, set()).add((form or "")[-1:] if form and form[-1] in "%d,f" else "")
    return found


@each
def test_both_languages_and_nothing_else(key, texts):
    assert set(texts) == set(LANGUAGES)
    assert all(
        isinstance(text, str) and (text == text.strip() or not re.search(r"\w", text))
        for text in texts.values()
    )
    assert bool(texts["ar"]) == bool(texts["en"])


@each
def test_same_values_in_both(key, texts):
    assert set(values(texts["ar"])) == set(values(texts["en"]))
    assert all(re.fullmatch(r"[a-z_0-9]+", name) for name in values(texts["ar"])), (
        "a value is named, not numbered or looked up"
    )


@each
def test_arabic_is_arabic_and_english_is_english(key, texts):
    bare = re.sub(r"\{[^}]*\}", "", texts["ar"])
    assert ARABIC.search(bare) or LATIN_AS_IT_IS.match(bare), texts["ar"]
    assert not re.search(r"[٠-٩۰-۹]", bare), "digits are 0-9"
    assert not re.search(r"[\ufb50-\ufdff\ufe70-\ufeff]", texts["ar"]), "letters are stored unshaped"
    assert not re.search(r"[,;?]\s", bare), "Arabic has its own comma, semicolon and question mark"
    quoted = re.sub("«[^»]*»|“[^”]*”", "", texts["en"])
    assert not ARABIC.search(quoted), texts["en"]


def test_no_key_stands_twice():
    for path in sorted(resources.messages().glob("*.toml")):
        tomllib.loads(path.read_text(encoding="utf-8"))
        names = re.findall(r"^\[([^\]]+)\]", path.read_text(encoding="utf-8"), re.M)
        assert len(names) == len(set(names)), path.name


def test_every_key_that_the_code_names_is_there():
    missing = []
    for path in sorted(resources.PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say"
                and node.args
            ):
                first = node.args[0]
                if (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and first.value not in catalogue()
                ):
                    missing.append(f"{path.name}:{node.lineno} {first.value}")
    assert not missing


@pytest.mark.parametrize("path", sorted(resources.messages().glob("*.toml")), ids=lambda path: path.stem)
def test_file_says_what_it_is_about(path: Path):
    assert path.read_text(encoding="utf-8").startswith("#")


def test_unknown_language_and_message_are_readable_errors():
    key = next(iter(catalogue()))
    with pytest.raises(ParameterError, match="'fr' is not one of ar, en"):
        say(key, "fr")
    with pytest.raises(IsnadError, match=r"no\.such"):
        say("no.such", "ar")
