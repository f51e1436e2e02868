"""Datelines: the places, agencies and reporters before the first words of an article."""

import re
from dataclasses import dataclass

from isnad.linewords import (
    DIGIT,
    SEPARATOR,
    agencies,
    is_date_line,
    is_person,
    is_place,
    is_source,
    kind_of,
    line_key,
    outlet_names,
)

END = re.compile(r"\s*(?:--+|—|–|-|\||:|(?<=\s)ـ+(?=\s))+\s*")
MARK = re.compile("[-–—|:ـ]")
DASH = re.compile("[-–—|/ـ]")
BRACKETS = re.compile(r"\([^()]*\)")
LENGTH = 90
# Parts of a dateline, and words in a part that no list knows.
PARTS = 5
WORDS = 4


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the head of a paragraph: the offset where the text begins, its words, the agency it names."""

    end: int
    dateline: str
    agency: str


def split_dateline(text: str, outlet: str | None = None) -> Dateline | None:
    """The dateline at the head of a paragraph: places, agencies and outlets up to a dash, bar or colon.

    `واشنطن- يورو عربي | …`, `دمشق، سوريا (CNN) -- …`, `القاهرة (رويترز) - …`, `الرياض: …`. A name that no list
    knows is taken only after a place and before a bar, in quotation marks, or beside *outlet*; beside *outlet* the last mark may
    be missing (`فلان الفلاني – عين اليوم أعلنت …`).
    """
    head = text[:LENGTH]
    if not MARK.search(head):
        return None
    best = None
    for match in END.finditer(head):
        if match.end() >= len(head):
            break
        words = head[: match.start()].strip()
        if words and _is_dateline(words, match.group().strip(), outlet):
            best = Dateline(match.end(), words, _agency(words))
    end = _unmarked(head, best.end if best else 0, outlet) if outlet else 0
    return Dateline(end, head[:end].strip(), "") if end else best


def _is_dateline(words: str, mark: str, outlet: str | None) -> bool:
    parts = [part for part in SEPARATOR.split(words) if part.strip()]
    if not parts or len(parts) > PARTS:
        return False
    kinds = [kind_of(part) for part in parts]
    if kinds == ["place"]:
        return True
    own = [is_own(part, outlet) for part in parts]
    # Beside its own name an outlet writes reporters, towns and desks that no list knows.
    short = all(len(part.split()) <= WORDS for part in parts)
    plain = BRACKETS.sub("", words)
    if any(own) and short and mark == ":" and not re.search("[:(]", plain) and DASH.search(plain):
        return True
    for part, kind, is_outlet in zip(parts, kinds, own, strict=True):
        if kind != "unknown" or is_outlet or is_date_line(line_key(part), part):
            continue
        # A reporter's name stands beside the outlet's own.
        if is_person(part, least=1) and any(own) and "place" in kinds:
            continue
        quoted = re.search(rf"[«“\"]{re.escape(part)}[»”\"]", words) is not None
        if not (kinds[0] == "place" and len(part.split()) <= WORDS and (mark == "|" or quoted)):
            return False
    if "place" in kinds:
        return True
    return kinds == ["source"] and (line_key(parts[0]) in agencies() or own[0])


def _unmarked(head: str, begin: int, outlet: str | None) -> int:
    """Where the text begins after a reporter or an agency beside the outlet's own name with no mark between them and the text; 0 for none."""
    first = END.search(head)
    before = head[: first.start()].strip() if first else ""
    if begin and is_own(before, outlet):
        word = re.match(r"\w+(?=\s)", head[begin:])
        return begin + word.end() + 1 if word and agencies().get(line_key(word[0])) == word[0] else 0
    if not first or begin or not (is_person(before, least=1) or is_place(before)):
        return 0
    words = re.finditer(r"\w+(?=\s)", head[first.end() :])
    ends = [first.end() + word.end() for _, word in zip(range(3), words, strict=False)]
    return next((end + 1 for end in reversed(ends) if is_own(head[first.end() : end], outlet)), 0)


def is_own(name: str, outlet: str | None) -> bool:
    """Whether *name* is a name of the outlet called *outlet*."""
    from isnad.metadata import outlet_named

    return bool(outlet) and outlet_names().get(line_key(name)) == outlet_named(outlet)


def is_dateline_line(text: str) -> bool:
    """Whether the line is a place, a date and an agency: `الرياض 26 شوال 1436 هـ الموافق 11 أغسطس 2015 م واس`."""
    if len(text) > 110 or not DIGIT.search(text):
        return False
    words = re.findall(r"\d+|[^\W\d]+|[^\w\s]+", text)
    first = next((i for i, word in enumerate(words) if word.isdecimal()), 0)
    if not 0 < first <= PARTS or len(words) < 4:
        return False
    last = words[-1].removeprefix("م") if words[-1].startswith("مو") else words[-1]
    between = " ".join(words[first:-1])
    # A whole date before the agency's name says enough: its place need not be known.
    return is_source(last) and (
        is_date_line(line_key(between), between)
        and (is_place(" ".join(words[:first])) or len(between) > len("1 5 2015"))
    )


def _agency(words: str) -> str:
    parts = [part for part in SEPARATOR.split(words) if part.strip()]
    known = next((agencies()[line_key(part)] for part in parts if line_key(part) in agencies()), "")
    return known or next((part for part in parts if not is_place(part) and not part.strip().isdigit()), "")
