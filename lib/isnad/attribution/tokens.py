"""A text's search key → paragraphs of sentences of tokens, a marked span being one token."""

import re
from dataclasses import dataclass, replace

from isnad.attribution.marks import Marked
from isnad.text import Folded
from isnad.words import COMMON, COMPLEMENTISER, ROLE, TIME, Word, is_listed, look_up, not_definite, weak_pasts

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|\n")
ENDS = frozenset(".!?؟")
CLOSERS = frozenset(")]}»”")
LONGEST_SENTENCE = 300
QUOTE, PUNCTUATION, WORD = "q", "p", "w"


@dataclass(slots=True, eq=False)
class Token:
    """A word, a punctuation mark or a marked span; offsets count in the search key and include the quotation marks."""

    kind: str
    text: str
    start: int
    end: int
    word: Word
    mark: Marked | None


ALI, ALI_NAME = "علي", "علي*"
AN, AN_NAME = "ان", "آن*"
IMAM = frozenset(("امام", "وامام"))
HOMONYMS = frozenset(("فان", "لولا"))
FIRST_NAMES = {"فان": " دا ", "لولا": " دا ", "بان": " كي مون"}
NO_WORD = Word("", "", 0, None, "", "", "")


def sentences(folded: Folded, marks: list[Marked]) -> list[list[list[Token]]]:
    """Paragraphs, each a list of sentences, each a list of tokens; marks nested in others are not tokens.

    A sentence of more than ``LONGEST_SENTENCE`` tokens is read in pieces, so that time stays linear on any text.
    """
    key = folded.key
    ambiguous = weak_pasts() | IMAM | {ALI, AN}
    paragraphs: list[list[list[Token]]] = []
    paragraph: list[list[Token]] = []
    sentence: list[Token] = []

    def end_sentence() -> None:
        nonlocal sentence
        if sentence:
            paragraph.append(sentence)
            sentence = []

    def end_paragraph() -> None:
        nonlocal paragraph
        end_sentence()
        if paragraph:
            paragraphs.append(paragraph)
            paragraph = []

    def plain(start: int, end: int) -> None:
        for match in TOKEN.finditer(key, start, end):
            text = match.group()
            if len(sentence) >= LONGEST_SENTENCE:
                end_sentence()
            if text == "\n":
                end_paragraph()
            elif text == "#":
                continue
            elif text.isalnum():
                begin, stop = match.span()
                alike = text in ambiguous or text.startswith("ال")
                told = _told_apart(text, folded, begin, stop) if alike else text
                before_surname = text in FIRST_NAMES and key.startswith(FIRST_NAMES[text], stop)
                if before_surname or (text in HOMONYMS and _follows_cue(sentence)):
                    told = text + "*"
                word = look_up(told)
                if (
                    word.cue is not None
                    and word.cue.form == "masdar"
                    and folded.text[folded.at(stop - 1)] == "ة"
                ):
                    word = replace(word, cue=None, flags=word.flags & COMMON)
                sentence.append(Token(WORD, text, begin, stop, word, None))
            else:
                sentence.append(Token(PUNCTUATION, text, match.start(), match.end(), NO_WORD, None))
                if text in ENDS and _ends_sentence(key, match.end(), sentence):
                    end_sentence()

    at = 0
    for mark in marks:
        if mark.depth or mark.outer_start < at:
            continue
        plain(at, mark.outer_start)
        if not mark.closed:
            mark = _cut_open(key, mark)
        sentence.append(
            Token(QUOTE, key[mark.start : mark.end], mark.outer_start, mark.outer_end, NO_WORD, mark)
        )
        at = mark.outer_end
        if "\n" in key[mark.start : mark.end]:
            end_paragraph()
    plain(at, len(key))
    end_paragraph()
    return paragraphs


def _follows_cue(sentence: list[Token]) -> bool:
    """Whether a finite cue, or one and a title, has just been read: فان is then a name (``وقال المدرب فان غال``), not فإن."""
    if sentence and sentence[-1].word.flags & ROLE and sentence[-1].text.startswith("ال"):
        sentence = sentence[:-1]
    cue = sentence[-1].word.cue if sentence else None
    return cue is not None and cue.form in ("past", "present")


def _cut_open(key: str, mark: Marked) -> Marked:
    """An unclosed span, cut where the narration takes the word again: at a participle cue with a clause of its own."""
    words = list(TOKEN.finditer(key, mark.start, mark.end))
    for at, match in enumerate(words[:-2]):
        cue = look_up(match.group()).cue
        if cue is None or cue.form != "participle" or at < 3:
            continue
        ahead = [look_up(w.group()) for w in words[at + 1 : at + 3]]
        if any(w.flags & COMPLEMENTISER for w in ahead):
            end = words[at - 1].start() if words[at - 1].group() in "،," else words[at - 1].end()
            return replace(mark, end=len(key[:end].rstrip()), outer_end=end)
    return mark


def _told_apart(word: str, folded: Folded, start: int, end: int) -> str:
    """Words that folding makes equal to others, under keys of their own (starred, or with their hamza).

    The names علي and آن, إمام beside أمام, names that begin with إل or أل, nouns in ي beside past verbs in ى (``نفي``, ``نفى``).
    """
    if word == ALI:
        return ALI_NAME if folded.text[folded.at(end - 1)] == "ي" else word
    if word in weak_pasts():
        return word + "*" if folded.text[folded.at(end - 1)] == "ي" else word
    if word in IMAM:
        return word + "*" if folded.text[folded.at(end - 4)] == "إ" else word
    if word == AN:
        return AN_NAME if folded.text[folded.at(start)] == "آ" else word
    if (
        word.startswith("ال")
        and len(word) > 3
        and folded.text[folded.at(start)] != "ا"
        and (not is_listed(word) or (look_up(word).flags & TIME and folded.text[folded.at(start)] == "أ"))
        and not word.startswith(not_definite())
    ):
        return "أ" + word[1:]
    return word


def _ends_sentence(key: str, at: int, sentence: list[Token]) -> bool:
    """Whether the stop before *at* ends a sentence: not one inside a number, an abbreviation or a row of dots."""
    after = key[at : at + 1]
    if after and not after.isspace() and after not in CLOSERS:
        glued = (
            len(sentence) > 1
            and len(sentence[-2].text) > 2
            and sentence[-2].kind in (WORD, QUOTE)
            and "ء" <= after <= "ي"
        )
        return glued and at + 2 < len(key) and key[at + 1].isalpha() and key[at + 2].isalpha()
    before = sentence[-2] if len(sentence) > 1 else None
    if (
        before is not None
        and before.kind == WORD
        and len(before.text) == 1
        and not before.text.isdigit()
        and after == " "
        and sentence[-1].text == "."
    ):
        return False
    return True
