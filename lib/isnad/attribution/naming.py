"""Mentions → sources within one article: the fullest name for every short form, anaphora, agreement.

Only the article itself is looked at: a surname is completed from where the article writes the whole name, a title alone
(``الوزير``) from who bears it, ``البيان`` or ``الوكالة`` from what was named before.
"""

import re
from collections import Counter
from itertools import product

from isnad.attribution.issuers import issuer, publisher
from isnad.attribution.phrases import Phrase, noun_phrase
from isnad.attribution.sources import SAME, Source, gender_of, kind_of, words_of
from isnad.attribution.tokens import QUOTE, WORD, Sentence, Token
from isnad.attribution.wordforms import (
    agrees,
    bearer_of_kunya,
    covers,
    extends,
    is_same_noun,
    is_short_form,
    name_key,
    names_before,
    nationalities,
    skeleton,
    stem,
)
from isnad.text import Folded, fold
from isnad.words import (
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    DOCUMENT,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    NAME,
    NATIONALITY,
    ROLE,
    UNNAMED,
    look_up,
    strip_article,
)  # fmt: skip

TATWEEL = "ـ"
LOOK_BACK = 200
GENERIC_BACK = 3
HEADED = re.compile(r"(?<!\w)(\w+) ([«“\"]?)$")
CLOSING = re.compile(r"[^«»“”\"\n]{0,30}[»”\"]")
WORDS = re.compile(r"[^\W_]+")


class Naming:
    """The sources of one article, in the order they were met."""

    def __init__(self, folded: Folded, title: str | None):
        self.folded = folded
        self.title = fold(title) if title else None
        self.met: list[Source] = []
        self.persons: dict[str, list[Source]] = {}
        self.full: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.introduced: dict[str, list[tuple[Sentence, int]]] = {}
        self.issuers: dict[str, Source | None] = {}
        self.scanned: dict[tuple[str, ...], tuple[str, ...] | None] = {}
        self.whole: dict[tuple[tuple[str, ...], str], str] = {}

    def source(self, sentence: Sentence, phrase: Phrase, gender: str = "") -> Source:
        """The source a phrase names; registered, with what it stands for where it is a short form."""
        tokens = sentence.tokens
        if phrase.joint:
            members = tuple(self.source(sentence, part) for part in phrase.joint)
            made = Source(" و".join(m.text for m in members), (), "group", gender="p", members=members)
        else:
            made = self.make(sentence, issuer(tokens, phrase), gender)
            if phrase.head & DOCUMENT and not phrase.head & ROLE:
                made.document = strip_article(tokens[phrase.start].word.base)
        made.at = sentence.starts[phrase.start]
        self.met.append(made)
        if made.kind == "person" and made.words:
            for word in set(map(name_key, made.words)):
                self.persons.setdefault(word, []).append(made)
        if made.kind == "person" or (
            len(made.words) <= 2 and made.kind in ("institution", "outlet") and self._surname_of(made)
        ):
            same = self._same_person if made.kind == "person" else self._surname_of
            made.stands_for = same(made)
        elif (
            made.kind == "role"
            and len(made.words) <= 2
            and "".join(made.words[:1]).startswith("ال")
            and (bearer := self._surname_of(made, made.words[-1:]))
        ):
            made.stands_for = bearer
        elif made.kind != "group":
            short = len(made.words) < 2 or made.kind in ("document", "unnamed")
            same = None
            if not (short and made.words and made.words[0].startswith("ال")):
                kind, words, earlier = made.kind, made.words, self.met[-LOOK_BACK - 1 : -1]
                same = next((s for s in earlier if s.words == words and s.kind == kind), None)
            made.stands_for = same.root() if same is not None else self._antecedent(made)
        return made

    def _alike(self, source: Source) -> list[Source]:
        """Persons met that share a word with *source*, in the order they were met, of the last mentions."""
        ends = dict.fromkeys(map(name_key, source.words[:1] + source.words[-1:]))
        return [s for end in ends for s in self.persons.get(end, [])[-LOOK_BACK:]]

    def _surname_of(self, source: Source, words: tuple[str, ...] = ()) -> Source | None:
        """The person met before whose last name a single word (or marked word) is: ``«الحذيفي»``, ``تيري``, ``العقيد القرشي``."""
        words = words or source.words
        for other in reversed(self._alike(source)):
            if len(other.words) > len(words) and tuple(map(skeleton, words)) == tuple(
                map(skeleton, other.words[-len(words) :])
            ):
                return other.root()
        return None

    def _same_person(self, person: Source) -> Source | None:
        """The person met before whose name this one is, or is a part of; a kunya's bearer where the text names him beside it."""
        if person.words[0].startswith("ابو") and len("".join(person.words)) > 5:
            bearer = bearer_of_kunya(person.words, self.folded.key)
            if bearer:
                known = next(
                    (o for o in self._alike(Source("", bearer, "person")) if o.words == bearer), None
                )
                return known.root() if known else Source(" ".join(bearer), bearer, "person", gender="m")
        for other in reversed(self._alike(person)):
            if other is not person and (
                is_short_form(person.words, other.words) or is_short_form(other.words, person.words)
            ):
                root = other.root()
                root.gender = root.gender or person.gender
                if person.title and not root.title:
                    root.title = person.title
                return root
        return None

    def note_documents(self, sentence: Sentence) -> None:
        """Remember the documents that a sentence introduces (``نشرت الوزارة تقريرا``, ``تقرير لخبراء``)."""
        tokens = sentence.tokens
        for at in sentence.documents:
            token = tokens[at]
            flags = token.word.flags
            introduced = flags & DOCUMENT and not flags & (ROLE | DEFINITE | NAME) and token.word.cue is None
            pointed = flags & DOCUMENT and at > 0 and tokens[at - 1].word.flags & DEMONSTRATIVE
            if introduced or pointed or token.text in GROUPS["published_objects"]:
                document = strip_article(token.word.base).removesuffix("ا")
                self.introduced.setdefault(document, []).append((sentence, at))
                self.issuers.pop(document, None)

    def _issuer_of(self, document: str) -> Source | None:
        """Who issued the document that was introduced last under this noun, and was said to be issued by somebody."""
        if document not in self.issuers:
            self.issuers[document] = None
            for sentence, at in reversed(self.introduced.get(document, [])):
                tokens = sentence.tokens
                pointed = at > 0 and tokens[at - 1].word.flags & DEMONSTRATIVE
                pointed = pointed and tokens[at].word.flags & DOCUMENT
                who = None if pointed else self._stated_issuer(tokens, at)
                who = who or publisher(tokens, at)
                if who is not None:
                    self.issuers[document] = self._known(sentence, who)
                    break
        return self.issuers[document]

    def _stated_issuer(self, tokens: list[Token], at: int) -> Phrase | None:
        phrase = noun_phrase(tokens, at, bare_quote=False)
        if phrase is None or phrase.start != at or phrase.joint:
            return None
        stated = issuer(tokens, phrase)
        return stated if stated is not phrase else None

    def _known(self, sentence: Sentence, phrase: Phrase) -> Source:
        """The source that *phrase* names, as it was met before, if it was."""
        made = self.make(sentence, phrase, "")
        if made.kind == "person" and made.words:
            made.stands_for = self._same_person(made)
            return made
        return next((s for s in reversed(self.met) if s.kind == made.kind and s.words == made.words), made)

    def make(self, sentence: Sentence, phrase: Phrase, gender: str = "") -> Source:
        """The source that a phrase names, not yet compared with others."""
        tokens, begin = sentence.tokens, phrase.start
        while (
            begin + 1 < phrase.end
            and tokens[begin].word.flags & HONORIFIC
            and tokens[begin + 1].word.flags & ROLE
        ):
            begin += 1
        if phrase.name:
            words = words_of(tokens, *phrase.name)
            title = words_of(tokens, *phrase.title) if phrase.title else ()
            title += words_of(tokens, *phrase.apposed) if phrase.apposed else ()
            text = self._text(sentence, *phrase.name)
            if tokens[phrase.name[0]].kind == QUOTE:
                while len(words) > 1 and look_up(words[0]).flags & HONORIFIC:
                    words, text = words[1:], text.partition(" ")[2]
            made = Source(text, words, "person", title, gender)
        else:
            words = words_of(tokens, phrase.start, phrase.end)
            words = tuple([w for w in words if not look_up(w).flags & HONORIFIC]) or words
            if any([token.word.flags & DEMONSTRATIVE for token in tokens[phrase.start : phrase.end]]):
                words = tuple([w for w in words if not look_up(w).flags & DEMONSTRATIVE]) or words
            kind = kind_of(tokens[phrase.start], phrase)
            text = self._text(sentence, begin, phrase.end)
            made = Source(text, words, kind, words, gender or gender_of(tokens[phrase.start], kind))
        return made

    def _text(self, sentence: Sentence, start: int, end: int) -> str:
        tokens = sentence.tokens
        a, b = self.folded.span(*sentence.span(start, end))
        raw = self.folded.text[a:b]
        first = tokens[start].word
        cut = len(first.conjunction) + (len(first.preposition) if first.preposition else 0)
        if (
            cut
            and tokens[start].kind == WORD
            and not (first.flags & NAME and not first.conjunction and not first.preposition)
        ):
            raw = (
                "ال" + raw[cut + 1 :]
                if first.preposition == "ل"
                and tokens[start].text[len(first.conjunction) :].startswith("لل")
                and first.base.startswith("ال")
                else raw[cut:].lstrip(TATWEEL)
            )
        text = " ".join(raw.replace("#", " ").replace("_", " ").split()).strip(" ،,-")
        return text.strip("«»“”\"'‘’") if end == start + 1 and tokens[start].kind == QUOTE else text

    def _antecedent(self, source: Source) -> Source | None:
        """Who a definite short form stands for: ``الوزير``, ``البيان``, ``الوكالة``, ``المصدر نفسه``."""
        if not source.words or not source.words[0].startswith("ال"):
            return None
        head = source.words[0]
        bare = strip_article(head)
        previous = self.met[-LOOK_BACK - 1 : -1][::-1]
        if source.kind == "document":
            if bare.endswith("ات") or bare in GROUPS["plural_documents"]:
                return None
            same = next(
                (
                    s
                    for s in previous
                    if s.document == bare
                    and not (s.kind == "document" and s.stands_for is None and s.words[0].startswith("ال"))
                ),
                None,
            )
            if same is not None:
                return same.root()
            if (known := self._issuer_of(bare)) is not None:
                return known.root()
            kinds = ("institution", "person", "role", "group", "unnamed")
            kinds = kinds if bare in GROUPS["statements"] else kinds[:1]
            issuers = [s for s in previous if s.kind in kinds] or [s for s in previous if s.kind == "outlet"]
            return issuers[0].root() if issuers else None
        if len(source.words) == 1 and SAME.search(source.text):
            alike = ("person", "role") if source.kind in ("role", "person") else ("institution", "outlet")
            named = [
                s for s in previous if s.kind == source.kind and strip_article(s.words[0]) == bare and s.words
            ]
            nearest = [s for s in named if len(s.words) > 1] or [s for s in previous if s.kind in alike]
            if bare == "مصدر":
                alike = ("institution", "outlet", "document")
                nearest = [s for s in previous if s.kind == "unnamed" and is_same_noun(s.words[0], head)]
                nearest = nearest or [s for s in previous if s.kind in alike]
            if (source.kind in {"role", "institution", "outlet"} or bare == "مصدر") and nearest:
                return nearest[0].root()
        if (
            source.kind in ("institution", "outlet")
            and len(source.words) <= 4
            and all(w.startswith("ال") or w == "غير" for w in source.words)
        ):
            named = [
                s for s in previous if s.words and strip_article(s.words[0]) == bare and s.kind == source.kind
            ]
            whole = [s for s in named if not s.words[0].startswith("ال")]
            fitting = [s for s in whole if len(source.words) == 1 or agrees(source.words[1:], s.words)]
            if source.kind == "outlet":
                fitting += [s for s in whole if not nationalities(s.words)]
            return fitting[0].root() if fitting else None
        if source.kind in ("unnamed", "role") and len(source.words) <= 2 and look_up(head).flags & UNNAMED:
            rest = [w for w in source.words[1:] if not look_up(w).flags & DEMONSTRATIVE]
            same = next(
                (
                    s.root()
                    for s in previous
                    if s.kind == "unnamed"
                    and s.words
                    and is_same_noun(s.words[0], head)
                    and all(stem(w) in map(stem, s.words) for w in rest)
                ),
                None,
            )
            if same is not None:
                return same
        if source.kind in ("role", "unnamed"):
            return self._bearer(source, previous)
        return None

    def _bearer(self, source: Source, previous: list[Source]) -> Source | None:
        if strip_article(source.words[0]) in GROUPS["generic_speakers"] and len(source.words) <= 2:
            return next((s.root() for s in previous[:GENERIC_BACK] if s.kind == "person"), None)
        for other in previous[:40]:
            if other.kind != "person" or not other.title:
                if (
                    other.kind == "role"
                    and other is not source
                    and len(other.words) > len(source.words)
                    and covers(source.words, other.words)
                ):
                    return other.root()
                continue
            if covers(source.words, other.title):
                return other.root()
        return None

    def name(self, source: Source) -> str | None:
        """The fullest name that the article gives to *source*, as the article spells it."""
        root = source.root()
        if root.kind == "group" and root.members:
            return " و".join(filter(None, (self.name(member) for member in root.members)))
        if root.kind == "person" and root.words:
            return self._fullest(
                source if source.kind == "person" and len(source.words) > len(root.words) else root
            )
        if root.kind == "outlet" and len(root.words) <= 2:
            whole = [
                s
                for s in self.met
                if s.kind == "outlet"
                and len(s.words) > len(root.words)
                and s.words[1 : 1 + len(root.words)] == root.words
            ]
            if whole:
                return max(whole, key=lambda s: len(s.words)).text
        if root.kind == "institution" and len(root.words) == 1 and look_up(root.words[0]).flags & NATIONALITY:
            scanned = self._scan(root.words)
            if scanned:
                return self.spelt(scanned, root)
        if root.kind in ("institution", "outlet") and root.words:
            headed = self._headed(root)
            if headed:
                return headed
        if root.kind in {"institution", "outlet", "role", "unnamed"} and root.words:
            longer = [
                s
                for s in self.met
                if s.kind == root.kind and len(s.words) > len(root.words) and extends(root.words, s.words)
            ]
            if longer and root.words[0].startswith("ال") and len(root.words) == 1:
                return longer[0].text
        if root.kind == "institution" and len(root.words) > 1:
            key = (root.words, root.text)
            if key not in self.whole:
                self.whole[key] = self._whole(root)
            return self.whole[key] or None
        return root.text or None

    def _whole(self, body: Source) -> str:
        """The longest form met of a body's name, where no two of them part; with its nationality."""
        whole = [s for s in self.met if s.kind == body.kind and s.words[: len(body.words)] == body.words]
        longest = max(whole, key=lambda s: len(s.words), default=body)
        parted = any(s.words != longest.words[: len(s.words)] for s in whole)
        return body.text if parted else self._with_nationality(longest)

    def _with_nationality(self, source: Source) -> str:
        """The name with the one nationality that the article ever gives it (``وزارة الداخلية التونسية``)."""
        if any(look_up(w).flags & (NATIONALITY | COUNTRY) for w in source.words):
            return source.text
        wanted = " ".join(source.words) + " "
        found: dict[str, tuple[int, int]] = {}
        key, at = self.folded.key, self.folded.key.find(wanted)
        while at >= 0:
            match = WORDS.match(key, at + len(wanted))
            adjective = match.group() if match is not None else ""
            if (
                match is not None
                and look_up(adjective).flags & NATIONALITY
                and not adjective.endswith(("ين", "ون"))
            ):
                found.setdefault(adjective, (at, match.end()))
            at = key.find(wanted, at + len(wanted))
        if len(found) != 1:
            return source.text
        start, end = self.folded.span(*next(iter(found.values())))
        return self.folded.text[start:end]

    def _headed(self, source: Source) -> str | None:
        """The name with its head noun where the article writes it so: ``شركة تويتر``, ``وزارة الخارجية الروسية``."""
        first = source.words[0] if source.words else ""
        ministry = first in GROUPS["ministries"]
        if len(source.words) > 4 or (
            look_up(first).flags & (INSTITUTION | MEDIA) and not (ministry or first in GROUPS["brands"])
        ):
            return None
        heads = ("وزاره",) if ministry else GROUPS["named_heads"]
        wanted = " ".join(source.words)
        key, at = self.folded.key, self.folded.key.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            head = HEADED.search(key[max(0, at - 24) : at])
            whole = (end == len(key) or not key[end].isalnum()) and not key.startswith(" لل", end)
            if head is not None and whole and head.group(1) in heads:
                closing = CLOSING.match(key, end) if head.group(2) else None
                end = closing.end() if closing else end
                start, end = self.folded.span(at - len(head.group(0)), end)
                return self.folded.text[start:end]
            at = key.find(wanted, end)
        return None

    def _fullest(self, person: Source) -> str:
        key = person.words
        if key not in self.full:
            self.full[key] = self.longest_form(key)
        return self.spelt(self.full[key], person)

    def longest_form(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The longest name of the article that *words* are a short form of."""
        best = words
        for other in self.persons.get(name_key(words[0]), []):
            if len(other.words) > len(best) and is_short_form(words, other.words):
                best = other.words
        if len(words) <= 2:
            if words not in self.scanned:
                self.scanned[words] = self._scan(words)
            scanned = self.scanned[words]
            if scanned and len(scanned) > len(best):
                best = scanned
        return best

    def _scan(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        """The most frequent longer name in the text that ends with *words*; one with و or ل before it (``وإياد علاوي``) where no other is."""
        forms = [words]
        if len(words) == 1 and strip_article(words[0]) != words[0]:
            forms.append(("ال", strip_article(words[0])))
        found: Counter = Counter()
        for folded, form in product((self.folded, self.title), forms):
            if folded is None:
                continue
            wanted = " ".join(form)
            at = folded.key.find(wanted)
            while at >= 0:
                end = at + len(wanted)
                whole = (at == 0 or not folded.key[at - 1].isalnum()) and (
                    end == len(folded.key) or not folded.key[end].isalnum()
                )
                if whole:
                    before = names_before(folded.key, at, lambda k, f=folded: f.text[f.at(k)] == "ي")
                    if before:
                        start = at - len(" ".join(before)) - 1
                        found[(*before, *form)] += not (start > 0 and folded.key[start - 1].isalnum())
                at = folded.key.find(wanted, end)
        if not found:
            return None
        return max(
            found,
            key=lambda name: (found[name] > 0, bool(look_up(name[0]).flags & NAME), found[name], len(name)),
        )

    def spelt(self, words: tuple[str, ...], person: Source) -> str:
        """*words* as the article writes them: the first place where they stand."""
        if words == person.words:
            return person.text
        known = self.persons.get(name_key(words[0]), [])
        met = next((s for s in known if s.words == words), None)
        if met is not None:
            return met.text
        wanted = " ".join(words)
        for folded in (self.folded, self.title):
            if folded is None:
                continue
            at = folded.key.find(wanted)
            if at >= 0:
                start, end = folded.span(at, at + len(wanted))
                return " ".join(folded.text[start:end].replace("#", " ").replace("_", " ").split())
        return person.text
