"""Bytes → text, and text → text as a reader sees it: encodings, entities, presentation forms.

What is published is kept letter for letter. Only what a machine has broken on the way is mended, and each
mending is named in the article's ``notes``.
"""

import html
import re
import unicodedata

from isnad.linewords import ARABIC

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SINGLE_BYTE = ("windows-1256", "iso-8859-6")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
LETTERS = re.compile(r"[^\W\d_]+")
ARABIC_RUNS = re.compile(ARABIC.pattern + "+")
PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf9\ufe70-\ufefc]+")
PERSIAN = re.compile("[\u06a9\u06cc\u06c1\u06be\u06d5]")
CONTROLS = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
LONE_WORD = re.compile(r"[.»”] [\u0621-\u064a]{3,}\.(?:\s|$)")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# One look finds the texts that need a closer one.
UNUSUAL = re.compile(
    f"[{PRESENTATION.pattern[1:-2]}{PERSIAN.pattern[1:-1]}{CONTROLS.pattern[1:-1]}{FORBIDDEN.pattern[1:-1]}]"
)
# UTF-8 bytes of Arabic letters, read as a single-byte encoding.
DOUBLED = {
    "cp1252": (
        "ØÙÚÛ",
        re.compile("[ØÙÚÛ][\u0080-\u00bf\u2018-\u201e\u2020-\u2026\u2030\u2039\u203aŒœŠšŽžŸƒˆ˜€™]"),
    ),
    "cp1256": ("طظ", re.compile("[طظ][\u00a0-\u00bf\u0600-\u06ff\u2010-\u203a€™ˆƒœŒ]")),
}
COMMON = ("ال", " من ", " في ", " على ", "ون", "ات", " أن ", "ية")


class Undecodable(ValueError):
    """Bytes that are no text in any encoding that is tried."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """*data* as text, and the encoding it was in.

    A byte-order mark decides; else *declared*, if it fits without an error; else UTF-8; else, of windows-1256 and
    ISO-8859-6, the one that gives more Arabic. A cut-off character at the end of UTF-8 is dropped.

    Raises
    ------
    Undecodable: the bytes are binary, or no encoding gives Arabic text.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strict(data, name), name
    if b"\x00" in data[:4096]:
        return _without_mark(data)
    for name in (declared, "utf-8"):
        if name and not (
            name.lower().replace("_", "-") in ("iso-8859-1", "latin-1", "windows-1252") and _high(data)
        ):
            try:
                return data.decode(name), name
            except (UnicodeDecodeError, LookupError):
                pass
    try:
        return data[: len(data) - 3].decode("utf-8") + data[-3:].decode("utf-8", "ignore"), "utf-8"
    except UnicodeDecodeError:
        pass
    best, score = "", 0.0
    for name in SINGLE_BYTE:
        text = data.decode(name, "replace")
        likeness = _arabic_likeness(text)
        if likeness > score:
            best, score = name, likeness
    if score < 0.3:
        raise Undecodable("no encoding tried (UTF-8, windows-1256, ISO-8859-6) gives Arabic text")
    return data.decode(best, "replace"), best


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as problem:
        raise Undecodable(f"marked as {name}, but not valid: {problem.reason}") from None


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 without a mark has its zero bytes on one side only; all else with zero bytes is binary."""
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _arabic_likeness(text) > 0.3:
            return text, name
    raise Undecodable("binary data")


def _high(data: bytes) -> bool:
    return any(byte > 127 for byte in data[:65536])


def _arabic_likeness(text: str) -> float:
    """Between 0 and 1: the share of Arabic letters, lowered where the commonest letter pairs of Arabic are missing."""
    sample = text[:20000]
    letters = sum(character.isalpha() for character in sample)
    if not letters:
        return 0.0
    arabic = len(ARABIC.findall(sample)) / letters
    broken = sample.count("\ufffd") + len(FORBIDDEN.findall(sample))
    common = sum(sample.count(pair) for pair in COMMON)
    return arabic * min(1.0, 0.4 + 20 * common / len(sample)) * max(0.0, 1 - 20 * broken / len(sample))


def mend(text: str) -> tuple[str, list[str]]:
    """*text* with what machines broke put right, and the names of what was done or noticed.

    Done: ``entities`` (HTML entities decoded), ``double_encoded`` (UTF-8 read as a single-byte encoding, read again),
    ``presentation_forms`` (shaped letters made plain), ``control_characters`` (removed; they are not text).
    Noticed and left: ``bidi_controls`` (zero-width and bidirectional controls), ``persian_letters``.
    """
    flags = []
    if "&" in text and ENTITY.search(text):
        text, flags = html.unescape(text), ["entities"]
    head = text[:4000]
    for name, (leads, pattern) in DOUBLED.items():
        # From the cheapest test to the certain one, the round trip.
        if sum(map(head.count, leads)) > len(head) / 8 and len(pattern.findall(head)) > len(head) / 8:
            again = _read_again(text, name)
            if again is not None:
                text = again
                flags.append("double_encoded")
                break
    if UNUSUAL.search(text):
        if PRESENTATION.search(text):
            text = PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
            flags.append("presentation_forms")
        if CONTROLS.search(text):
            flags.append("bidi_controls")
        if PERSIAN.search(text):
            flags.append("persian_letters")
        if FORBIDDEN.search(text):
            text = FORBIDDEN.sub("", text)
            flags.append("control_characters")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, flags


def _read_again(text: str, name: str) -> str | None:
    raw = bytearray()
    for character in text:
        try:
            raw += character.encode(name)
        except UnicodeEncodeError:
            if ord(character) > 255:
                return None
            raw.append(ord(character))
    try:
        again = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return again if ARABIC.search(again) and len(again) < len(text) else None


def arabic_share(text: str) -> float:
    """The share of Arabic letters among the letters of *text*; 0 where there are no letters."""
    # A page in Arabic may begin with its English menu: look at the head, and further only where that is not enough.
    share = _share(text[:300])
    return share if share > 0.6 or len(text) <= 300 else _share(text[:20000])


def _share(sample: str) -> float:
    others = ARABIC_RUNS.sub("", sample)
    arabic = len(sample) - len(others)
    letters = arabic + sum(map(len, LETTERS.findall(others)))
    return arabic / letters if letters else 0.0


def looks_translated(text: str) -> bool:
    """Whether *text* bears the marks of machine translation from English: blanks before most commas, and sentences of one
    word, where a linked word was put at the end."""
    commas = text.count("،")
    return commas >= 5 and text.count(" ،") >= 0.6 * commas and LONE_WORD.search(text) is not None
