"""Folding with a map back to offsets, paragraphs and sentences.

The stored text is never changed. Folding makes a *search key*: a second string in which spelling variants
are one, with a map from its positions to positions of the text, so that every find is a slice of the original.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Pairs of equal length: applying them keeps every offset.
SAME_LENGTH = (
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ة", "ه"), ("ؤ", "و"), ("ئ", "ي"),
    ("ک", "ك"), ("ی", "ي"), ("ہ", "ه"), ("ھ", "ه"), ("ە", "ه"), ("\u00a0", " "), ("\u202f", " "),
)  # fmt: skip
# Diacritics, tatweel, zero-width and bidirectional controls: nothing to a reader's search.
NOTHING = "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
# An expression that begins with a class that is not repeated is searched for fast.
IGNORED = re.compile(f"{NOTHING}{NOTHING}*")
DIACRITICS = frozenset(map(chr, (*range(0x64B, 0x660), 0x670)))
SENTENCE_END = re.compile(r"(?:[.!?؟]+[»”\"’)]*(?=\s|$)|\n)")


@dataclass(frozen=True, slots=True)
class Folded:
    """A search key and the way back: ``text[span(a, b)]`` of the original holds ``key[a:b]``.

    ``letters`` is the key before its letters were made one, as long as the key.
    """

    key: str
    text: str
    letters: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def at(self, position: int) -> int:
        """The offset in the original of the key's character at *position* (the end maps to the end)."""
        if not self.starts:
            return position
        i = bisect_right(self.starts, position) - 1
        return position + (self.shifts[i] if i >= 0 else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of ``key[start:end]``, ignored characters inside and diacritics of the last letter included."""
        if not self.starts:
            return start, max(start, end)
        if end <= start:
            return self.at(start), self.at(start)
        last = self.at(end - 1) + 1
        while last < len(self.text) and self.text[last] in DIACRITICS:
            last += 1
        return self.at(start), last


def fold(text: str) -> Folded:
    """The search key of *text*: alef, yeh, teh marbuta, hamza seats and Persian letters made one, marks dropped.

    Digits, Latin letters, punctuation and case are left as they are. Idempotent on the key.
    """
    starts: list[int] = []
    shifts: list[int] = []
    original = text
    if ignored := list(IGNORED.finditer(text)):
        pieces, last, dropped = [], 0, 0
        for match in ignored:
            pieces.append(text[last : match.start()])
            dropped += match.end() - match.start()
            starts.append(match.end() - dropped)
            shifts.append(dropped)
            last = match.end()
        pieces.append(text[last:])
        text = "".join(pieces)
    return Folded(folded_letters(text), original, text, tuple(starts), tuple(shifts))


def folded_letters(text: str) -> str:
    """*text* with letter variants made one; the length stays the same."""
    for old, new in SAME_LENGTH:
        if old in text:
            text = text.replace(old, new)
    return text


def key(text: str) -> str:
    """The search key alone, for comparing words and names."""
    return folded_letters(IGNORED.sub("", text))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the non-empty lines of *text*, in order."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, in order; a line break always ends one, a closing mark belongs to what it closes.

    Full stops inside numbers (``35.5``) and dotted abbreviations without a following space (``د.ب.أ``) do not end one.
    """
    spans, start = [], 0
    for match in SENTENCE_END.finditer(text):
        end = match.start() if match.group() == "\n" else match.end()
        _append_trimmed(spans, text, start, end)
        start = match.end()
    _append_trimmed(spans, text, start, len(text))
    return spans


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Common characters of two spans over all characters of both, 0 to 1."""
    common = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return common / ((a[1] - a[0]) + (b[1] - b[0]) - common) if common else 0.0


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
