"""A text's search key → paragraphs of sentences of tokens, a marked span being one token."""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from isnad.attribution.marks import Marked
from isnad.remembered import Answers
from isnad.text import Folded
from isnad.words import (
    COMMON,
    COMPLEMENTISER,
    DOCUMENT,
    GROUPS,
    NAME,
    ROLE,
    TIME,
    Word,
    is_listed,
    look_up,
    not_definite,
    weak_pasts,
)

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|\n")
ENDS = frozenset(".!?؟")
CLOSERS = frozenset(")]}»”")
LONGEST_SENTENCE = 300
HASH = "#"
QUOTE, PUNCTUATION, WORD = "q", "p", "w"


@dataclass(slots=True, eq=False)
class Token:
    """A word, a punctuation mark or a marked span: what it is, wherever it stands.

    Words and punctuation marks are shared by all places where they stand; where that is, the sentence holds. ``joins`` is
    whether the next token follows without a space. ``apart`` tells a word from another that is folded to the same letters:
    the place of a letter, what that letter is before folding where the other is meant, and the other's key. ``words`` counts
    those of a marked span.
    """

    kind: str
    text: str
    word: Word
    traits: int = 0
    joins: bool = False
    mark: Marked | None = None
    apart: tuple[int, str, str] | None = None
    words: int = 1

    @property
    def length(self) -> int:
        """Characters of the search key, quotation marks included."""
        return self.mark.outer_end - self.mark.outer_start if self.mark is not None else len(self.text)


class Sentence:
    """The tokens of a sentence, their offsets in the search key, and at which positions those stand that a reader looks for."""

    __slots__ = ("cues", "documents", "openers", "quotes", "roles", "starts", "tokens")

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.starts: list[int] = []
        self.quotes: list[int] = []
        self.cues: list[int] = []
        self.openers: list[int] = []
        self.documents: list[int] = []
        self.roles: list[int] = []

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Offsets in the search key of the tokens from *first* to before *end*."""
        last = self.tokens[end - 1]
        length = len(last.text) if last.mark is None else last.length
        return self.starts[first], self.starts[end - 1] + length

    def add(self, token: Token, start: int) -> None:
        """Append a token that begins at *start*."""
        at, traits = len(self.tokens), token.traits
        self.tokens.append(token)
        self.starts.append(start)
        if not traits & LOOKED_FOR:
            return
        if traits & MARKED:
            self.quotes.append(at)
        if traits & CUE:
            self.cues.append(at)
        if traits & OPENER:
            self.openers.append(at)
        if traits & PUBLISHED:
            self.documents.append(at)
        if traits & TITLE:
            self.roles.append(at)


ALI = "علي"
AN, AN_NAME = "ان", "آن*"
IMAM = frozenset(("امام", "وامام"))
HOMONYMS = frozenset(("فان", "لولا"))
FIRST_NAMES = {"فان": " دا ", "لولا": " دا ", "بان": " كي مون"}
NO_WORD = Word("", "", 0, None, "", "", "")
# Traits of a token: most have none, and are appended without another look.
STOP, HOMOGRAPH, MARKED, CUE, OPENER, PUBLISHED, TITLE = (1 << n for n in range(7))
LOOKED_FOR = MARKED | CUE | OPENER | PUBLISHED | TITLE


def sentences(folded: Folded, marks: list[Marked]) -> list[list[Sentence]]:
    """Paragraphs, each a list of sentences; marks nested in others are not tokens.

    A sentence of more than ``LONGEST_SENTENCE`` tokens is read in pieces, so that time stays linear on any text.
    """
    key, letters = folded.key, folded.letters
    paragraphs: list[list[Sentence]] = []
    paragraph: list[Sentence] = []
    sentence = Sentence()

    def end_sentence() -> None:
        nonlocal sentence
        if sentence.tokens:
            paragraph.extend(_pieces(sentence))
            sentence = Sentence()

    def end_paragraph() -> None:
        nonlocal paragraph
        end_sentence()
        if paragraph:
            paragraphs.append(paragraph)
            paragraph = []

    def plain(start: int, end: int) -> None:
        known = CHUNKS
        for number, line in enumerate(key[start:end].split("\n")):
            if number and not _goes_on(sentence.tokens):
                end_paragraph()
            add, place = sentence.tokens.append, sentence.starts.append
            for chunk in line.split(" "):
                alone, read, length = known[chunk]
                if alone is not None:
                    add(alone)
                    place(start)
                else:
                    for offset, token in read:
                        begin = start + offset
                        if token.traits & HOMOGRAPH:
                            apart = token.apart
                            if apart is None or letters[begin + apart[0]] in apart[1]:
                                token = _told_apart(token, begin, key, sentence.tokens)
                        traits = token.traits
                        if not traits & LOOKED_FOR:
                            add(token)
                            place(begin)
                        else:
                            sentence.add(token, begin)
                        if traits & STOP and _ends_sentence(key, begin + 1, sentence.tokens):
                            end_sentence()
                            add, place = sentence.tokens.append, sentence.starts.append
                start += length

    at = 0
    for mark in marks:
        if mark.depth or mark.outer_start < at:
            continue
        plain(at, mark.outer_start)
        last = len(sentence.tokens)
        if last and sentence.span(0, last)[1] == mark.outer_start:
            sentence.tokens[-1] = replace(sentence.tokens[-1], joins=True)
        if not mark.closed:
            mark = _cut_open(key, mark)
        text = key[mark.start : mark.end]
        traits = MARKED | (_traits(text, NO_WORD) & PUBLISHED)
        following = TOKEN.match(key, mark.outer_end)
        joins = following is not None and following.group() != HASH
        token = Token(QUOTE, text, NO_WORD, traits, joins, mark, None, len(text.split()))
        sentence.add(token, mark.outer_start)
        at = mark.outer_end
        if "\n" in text:
            end_paragraph()
    plain(at, len(key))
    end_paragraph()
    return paragraphs


def _goes_on(tokens: list[Token]) -> bool:
    """Whether a line broke inside a sentence: behind a word that nothing ends with (``عن كل``, ``أن``)."""
    return bool(tokens) and tokens[-1].text in GROUPS["unending"] and not tokens[-1].word.flags & NAME


def _pieces(sentence: Sentence) -> list[Sentence]:
    """A sentence, cut where it is longer than ``LONGEST_SENTENCE``."""
    if len(sentence.tokens) <= LONGEST_SENTENCE:
        return [sentence]
    pieces = [Sentence()]
    for token, start in zip(sentence.tokens, sentence.starts, strict=True):
        if len(pieces[-1].tokens) >= LONGEST_SENTENCE and token.kind != QUOTE:
            pieces.append(Sentence())
        pieces[-1].add(token, start)
    return pieces


def join(parts: list[Sentence]) -> Sentence:
    """Several sentences read as one."""
    if len(parts) == 1:
        return parts[0]
    whole = Sentence()
    for part in parts:
        for token, start in zip(part.tokens, part.starts, strict=True):
            whole.add(token, start)
    return whole


# What stands between two spaces: the one word without traits that it is, or its tokens with their offsets; and its length, one space included.
Chunk = tuple[Token | None, tuple[tuple[int, Token], ...], int]


def _chunk(text: str) -> Chunk:
    if text.isalnum():
        tokens: tuple[tuple[int, Token], ...] = ((0, _token(text, False)),)
    else:
        found = [match for match in TOKEN.finditer(text) if match.group() != HASH]
        begins = {match.start() for match in found}
        tokens = tuple((match.start(), _token(match.group(), match.end() in begins)) for match in found)
    plain = len(tokens) == 1 and tokens[0][0] == 0 and not tokens[0][1].traits
    alone, parts = (tokens[0][1], ()) if plain else (None, tokens)
    return alone, parts, len(text) + 1


class Chunks(Answers[str, Chunk]):
    """Chunks read before, but long ones: few forms make up most of any text."""

    longest = 40

    def __missing__(self, text: str) -> Chunk:
        return super().__missing__(text) if len(text) <= self.longest else self.function(text)


CHUNKS = Chunks(_chunk)


@lru_cache(maxsize=1 << 17)
def _token(text: str, joins: bool, told: str = "") -> Token:
    """The token of a text, *told* apart from others that are folded to the same letters."""
    if not text.isalnum():
        return Token(PUNCTUATION, text, NO_WORD, STOP if text in ENDS else 0, joins)
    word = look_up(told or text)
    if told.endswith("ة"):
        word = replace(look_up(text), cue=None, flags=look_up(text).flags & COMMON)
    traits, apart = _traits(text, word), None if told else _apart(text)
    if apart is not None or (not told and (text in HOMONYMS or text in FIRST_NAMES)):
        traits |= HOMOGRAPH
    return Token(WORD, text, word, traits, joins, None, apart)


def _traits(text: str, word: Word) -> int:
    return (
        (CUE if word.cue else 0)
        | (OPENER if text in adjunct_openers() or text == ALI else 0)
        | (PUBLISHED if word.flags & DOCUMENT or text in GROUPS["published_objects"] else 0)
        | (TITLE if word.flags & ROLE else 0)
    )


@cache
def adjunct_openers() -> frozenset[str]:
    """Words that open an adjunct, with and without a conjunction."""
    return frozenset(joined + word for word in adjunct_words() for joined in ("", "و", "ف"))


@cache
def adjunct_words() -> frozenset[str]:
    """Words that open an adjunct, without a conjunction."""
    return GROUPS["adjuncts"] | GROUPS["conjoined_adjuncts"]


def _apart(word: str) -> tuple[int, str, str] | None:
    """What tells *word* apart from others that are folded to its letters, whose keys are starred or have their hamza.

    The names علي and آن, إمام beside أمام, names that begin with إل or أل, nouns in ي beside past verbs in ى (``نفي``,
    ``نفى``), nouns in ة beside verbal nouns with a pronoun.
    """
    if word == ALI or word in weak_pasts():
        return len(word) - 1, "ي", word + "*"
    if word in IMAM:
        return len(word) - 4, "إ", word + "*"
    if word == AN:
        return 0, "آ", AN_NAME
    if word.startswith("ال") and len(word) > 3 and not word.startswith(not_definite()):
        if not is_listed(word):
            return 0, "أإآٱ", "أ" + word[1:]
        if look_up(word).flags & TIME:
            return 0, "أ", "أ" + word[1:]
    cue = look_up(word).cue
    if cue is not None and cue.form == "masdar" and word.endswith("ه"):
        return len(word) - 1, "ة", word[:-1] + "ة"
    return None


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


def _told_apart(token: Token, start: int, key: str, before: list[Token]) -> Token:
    """The token that is meant at *start*: the other one, where its letters before folding told so, or by what stands around."""
    text = token.text
    if token.apart is not None:
        return _token(text, token.joins, token.apart[2])
    named = text in FIRST_NAMES and key.startswith(FIRST_NAMES[text], start + len(text))
    named = named or (text in HOMONYMS and _follows_cue(before))
    return _token(text, token.joins, text + "*") if named else token


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


def without_prefix(tokens: list[Token], at: int) -> list[Token]:
    """The tokens, the one at *at* without the و, ل or ب that is written into it (``لوزير الخارجية``)."""
    word = tokens[at].word
    if not (word.preposition or word.conjunction):
        return tokens
    bare = replace(tokens[at], text=word.base, word=replace(word, preposition="", conjunction=""))
    return [*tokens[:at], bare, *tokens[at + 1 :]]
