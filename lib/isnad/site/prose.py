"""The prose of a notebook, written in Arabic and in English in each cell: what of it stands on a page in one language."""

import re
from functools import cache

from isnad.messages import catalogue

# As they stand in a cell: a blank line inside, so that Markdown is read there too.
ARABIC = re.compile(r'<div dir="rtl" lang="ar">\n\n(.*?)\n\n</div>', re.S)
ENGLISH = re.compile(r'<details lang="en"><summary>([^<]*)</summary>\n\n(.*?)\n\n</details>', re.S)
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.M)
# Sections that matter to who runs the notebook, not to who reads the page.
MACHINERY = ("parameters", "setup", "load")


def choose(source: str, language: str, title: str = "") -> str:
    """The Markdown of one cell in *language*; what is in neither block stands in both.

    Headings are written once, in Arabic: in English they are those of the catalogue, and *title* that of the page.
    """
    if language == "ar":
        return ENGLISH.sub("", ARABIC.sub(lambda match: match[1], source))
    said = english_headings()

    def headings(match: re.Match) -> str:
        found = HEADING.findall(match[1])
        return "\n\n".join(
            f"{mark} {said.get(words, title if mark == '#' else words)}" for mark, words in found
        )

    return ENGLISH.sub(lambda match: match[2], ARABIC.sub(headings, source))


def is_machinery(source: str) -> bool | None:
    """Whether a cell opens a section of MACHINERY; None if it opens no section."""
    match = re.search(r"^## (.+)$", source, re.M)
    return match[1].strip() in _machinery() if match else None


@cache
def english_headings() -> dict[str, str]:
    """Arabic headings of notebooks to English ones."""
    return {texts["ar"]: texts["en"] for key, texts in catalogue().items() if key.startswith("headings.")}


@cache
def _machinery() -> set[str]:
    return {words for name in MACHINERY for words in catalogue()[f"headings.{name}"].values()}
