"""What the lexicon knows of one word: its classes, and the cue it may be.

All lookups go through the search key (`isnad.text.key`). A word that is not listed is tried again without a written-on
conjunction (و، ف) and preposition (ل، ب، ك).
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache

from isnad import resources
from isnad.errors import LexiconError
from isnad.remembered import remembered
from isnad.text import key

ROLE, INSTITUTION, UNNAMED, DOCUMENT, MEDIUM, MEDIA, OUTLET, NAME_HEAD, TERM_HEAD = (1 << n for n in range(9))
TIME, ADVERB, PREPOSITION, RELATIVE, CONJUNCTION, NOT_NAME, COUNTRY, NATIONALITY, NAME = (
    1 << n for n in range(9, 18)
)
(
    COMPLEMENTISER,
    CITY,
    DEFINITE,
    WEEKDAY,
    DEMONSTRATIVE,
    PLACE,
    OWN_CLAUSE,
    OWN_VOICE,
    COMMON,
    ADDRESSEE,
    HONORIFIC,
    TIME_MODIFIER,
    POINTING,
    NAME_START,
) = (1 << n for n in range(18, 32))
NEVER_NAME = (
    PREPOSITION
    | CONJUNCTION
    | RELATIVE
    | COMPLEMENTISER
    | ADVERB
    | TIME
    | DEMONSTRATIVE
    | NATIONALITY
    | NOT_NAME
    | INSTITUTION
    | MEDIA
    | DOCUMENT
    | MEDIUM
    | UNNAMED
    | COUNTRY
    | PLACE
)
SOURCE_HEAD = ROLE | INSTITUTION | UNNAMED | DOCUMENT | MEDIA | OUTLET

VERB_ENDINGS = frozenset(("ت", "تا", "وا", "نا", "ا", "ه", "ها", "هم"))
POSSESSIVES = ("تها", "ها", "هم", "ته", "ه")
ENDINGS = ("هما", "ها", "هم", "ات", "ين", "ون", "ان", "ته", "تهم", "تها", "ه", "ا")
LAST_LETTERS = tuple({ending[-1] for ending in ENDINGS})
SUFFIXES = ("", "ه", "ها", "هم", "هما", "هن", "ني", "ي", "نا", "ك", "كم", "نه")
PRONOUN_GENDER = {"ه": "m", "ها": "f", "هم": "p", "هما": "p", "هن": "p", "نا": "p"}
CLASSES = {
    "roles": ROLE, "institutions": INSTITUTION, "brands": INSTITUTION, "unnamed": UNNAMED, "documents": DOCUMENT, "media_of_speech": MEDIUM,
    "media": MEDIA, "outlets": OUTLET, "name_heads": NAME_HEAD, "term_heads": TERM_HEAD, "time_words": TIME,
    "adverbs": ADVERB, "prepositions": PREPOSITION, "relatives": RELATIVE, "conjunctions": CONJUNCTION,
    "not_names": NOT_NAME, "weekdays": TIME | WEEKDAY, "demonstratives": DEMONSTRATIVE, "places": CITY | PLACE,
    "own_clause": OWN_CLAUSE, "own_voice": OWN_VOICE, "addressees": ADDRESSEE, "honorifics": HONORIFIC, "time_modifiers": TIME_MODIFIER, "pointing": POINTING, "name_starts": NAME_START,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One form of a cue: its lemma (``key`` is its search key) and stance class, what form it is, and what it governs.

    ``frames`` holds c (a clause after أن or إن), d (speech after a colon or marks), n (a noun phrase);
    ``gender`` is m, f, p or empty, that of the subject. ``needs`` guards words that are more than cues: comp (a clause,
    colon or marks must follow its subject), direct (they must follow within few words), or the preposition it takes.
    """

    lemma: str
    type: str
    form: str
    gender: str
    frames: str
    prepositions: frozenset[str]
    needs: str
    key: str


@dataclass(slots=True, eq=False)
class Word:
    """A word's classes, its cue if it is one, and the clitics that were split off."""

    key: str
    base: str
    flags: int
    cue: Cue | None
    conjunction: str
    preposition: str
    pronoun: str


@remembered
def look_up(word: str) -> Word:
    """All that the lexicon knows of *word*, given as a search key."""
    forms = _forms()
    found = forms.get(word)
    if word in GROUPS["own_letters"]:
        return Word(word, word, COMMON, None, "", "", "")
    if found and found[0] == COMMON and found[1] is None and (owned := _inflected_common(word) & SOURCE_HEAD):
        return Word(word, word, COMMON | owned, None, "", "", "")
    if found and not (found[0] == COMMON and found[1] is None and _is_prefixed(word)):
        return Word(word, word, found[0] | _definite(word), found[1], "", "", found[2])
    if len(word) > 2 and word[0] in "وف":
        rest = word[1:]
        found = forms.get(rest)
        if found:
            return Word(word, rest, found[0] | _definite(rest), found[1], word[0], "", found[2])
        inner = _with_preposition(rest)
        if inner:
            return Word(word, inner[1], inner[2], None, word[0], inner[0], "")
        if (
            rest.startswith("ال")
            and len(rest) > 3
            and (word[0] == "و" or (len(rest) > 5 and _of_definite(rest)))
        ):
            return Word(word, rest, _definite(rest) | _of_definite(rest), None, word[0], "", "")
        owned = _inflected_common(rest)
        if owned:
            return Word(word, rest, owned, None, word[0], "", "")
    inner = _with_preposition(word)
    if inner:
        found = forms.get(inner[1])
        own = found[1] if found else None
        own = (
            own
            if own is not None and own.form == "masdar" and own.type not in ("opinion", "evaluation")
            else None
        )
        return Word(word, inner[1], inner[2], own, "", inner[0], found[2] if found and own else "")
    named = NAME if word.startswith("عبدال") and len(word) > 7 else 0
    flags = _definite(word) | _of_definite(word) | _inflected_common(word) | named
    return Word(word, word, flags, None, "", "", "")


def _inflected_common(word: str) -> int:
    """Classes of a word that is a listed noun with an ending or a pronoun (``مساعده``, ``تهديداتها``)."""
    if not word.endswith(LAST_LETTERS):
        return 0
    forms = _forms()
    for ending in POSSESSIVES:
        if not word.endswith(ending):
            continue
        abstract = ending.startswith("ت") and word.endswith("ي" + ending)
        if len(word) - len(ending) >= 3 and not abstract:
            stem = word[: -len(ending)]
            owned = (forms.get(stem) or (0,))[0]
            owned |= (forms.get(stem + "ه") or (0,))[0] if ending.startswith("ت") else 0
            owned &= ROLE | INSTITUTION | UNNAMED
            if owned:
                return owned
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if any((forms.get(s) or (0,))[0] & COMMON for s in (stem, stem + "ه")):
                return COMMON
    return 0


def _is_prefixed(word: str) -> bool:
    """Whether a common form is a clitic on another listed word (``للصحفيين``, ``وقال``), which says more."""
    if len(word) == 3 and word[0] == "ل":
        return bool(_forms().get(word[1:], (0,))[0] & OUTLET)
    if len(word) == 3 and word[0] in "وف":
        return bool(_forms().get(word[1:], (0,))[0] & (COMPLEMENTISER | PREPOSITION | CONJUNCTION))
    if word[0] not in "لبوف" or len(word) < 4:
        return False
    flags, cue, _ = _forms().get(word[1:], (0, None, ""))
    if word.startswith(("بال", "كال")) and len(word) >= 6:
        return True
    inside = word[0] in "لب" and len(word) >= 6 and bool(flags & COMMON)
    return inside or word.startswith("لل") or bool(flags & ~COMMON) or (cue is not None and word[0] in "وف")


def is_listed(word: str) -> bool:
    """Whether any list holds *word* as it stands."""
    return word in _forms()


class Groups(dict[str, frozenset[str]]):
    """Search keys of the closed groups of the grammar (``words.toml``) by name, each read when it is first asked for."""

    def __missing__(self, name: str) -> frozenset[str]:
        self[name] = frozenset(key(word) for word in _lists()[name].split())
        return self[name]


GROUPS = Groups()


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads(resources.lexicon("words.toml").read_text(encoding="utf-8"))


@cache
def weak_pasts() -> frozenset[str]:
    """Past forms that end in ى, which folding makes equal to nouns in ي (``نفى``, ``نفي``)."""
    return frozenset(key(row["past"]) for row in _rows("cues.csv") if row["past"].endswith("ى"))


@cache
def known_names() -> frozenset[str]:
    """Search keys of names that are often set in quotation marks."""
    lists = _lists()
    return frozenset(
        key(name.strip())
        for line in lists["known_names"].split("\n")
        for name in line.split("|")
        if name.strip()
    )


@remembered
def strip_article(word: str) -> str:
    """*word* without ال."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _definite(word: str) -> int:
    """DEFINITE for ال, COMMON where it is a word's own letters (``التزامه``, ``ألقت``, but not ``القيادة``)."""
    if not word.startswith("ال") or len(word) < 4:
        return 0
    if not word.startswith(not_definite()):
        return DEFINITE
    stem = next(stem for stem in not_definite() if word.startswith(stem))
    if word != stem and is_listed(word[2:]) and word[len(stem) :] not in VERB_ENDINGS:
        return DEFINITE
    return COMMON


@cache
def not_definite() -> tuple[str, ...]:
    lists = _lists()
    return tuple(key(stem) for stem in lists["not_definite"].split())


def _of_definite(word: str) -> int:
    """Classes of a definite word from its form without the article; a name is none without it."""
    if not word.startswith("ال") or len(word) < 5:
        return 0
    found = _forms().get(word[2:])
    if found and word.endswith("ي") and (_forms().get(word[2:-1]) or (0,))[0] & ROLE:
        return found[0] & COMMON
    if found and found[1] is not None and found[1].form == "noun":
        return NOT_NAME
    return (
        found[0]
        & (
            (0 if found[0] & NAME else COMMON)
            | SOURCE_HEAD
            | MEDIUM
            | NATIONALITY
            | NAME_HEAD
            | NOT_NAME
            | TIME
        )
        if found
        else 0
    )


def _with_preposition(word: str) -> tuple[str, str, int] | None:
    """(preposition, rest, classes) where a preposition is written onto a listed or definite word."""
    if len(word) < 3 or word[0] not in "لبك" or (len(word) == 3 and not _is_prefixed(word)):
        return None
    if word.startswith("لل"):
        rest = "ال" + word[2:]
        listed = _forms().get(rest)
        return "ل", rest, DEFINITE | (listed[0] if listed else 0) | _of_definite(rest)
    rest = word[1:]
    listed = _forms().get(rest)
    if listed and listed[0] and not listed[0] & ~(CONJUNCTION | PREPOSITION | COMMON) and word[0] == "ك":
        return None
    if listed and listed[0] & CONJUNCTION and word[0] in "لب" and not listed[0] & (COMPLEMENTISER | DEFINITE):
        return None
    if listed and word[0] == "ك" and listed[0] & (NATIONALITY | CITY) and not rest.startswith("ال"):
        return None
    if listed and listed[0] == NAME and (len(rest) < 4 or word[0] in "بك"):
        return None
    if listed and listed[0]:
        return word[0], rest, listed[0] | _definite(rest) | _of_definite(rest)
    if rest.startswith("ال") and len(rest) > 4:
        return word[0], rest, DEFINITE | _of_definite(rest)
    return None


@cache
def _forms() -> dict[str, tuple[int, Cue | None, str]]:
    forms: dict[str, tuple[int, Cue | None, str]] = {}

    def add(word: str, flags: int, cue: Cue | None = None, pronoun: str = "") -> None:
        old = forms.get(word, (0, None, ""))
        forms[word] = (old[0] | flags, old[1] or cue, old[2] or pronoun)

    for name in _lines("names.txt"):
        add(name, NAME)
    for word in _lines("common.txt"):
        add(word, COMMON)
    for name in _lines("cities.txt"):
        add(key(name), CITY)
    add("علي*", NAME)
    add("آن*", NAME)
    add("بان*", NAME)
    add("امام*", ROLE)
    add("فان*", NAME)
    add("لولا*", NAME)
    lists = _lists()
    nouns = {key(word) for word in lists["not_cues"].split()}
    bodies = {key(word) for word in lists["institutions"].split()}
    for name, flag in CLASSES.items():
        for word in lists[name].split():
            for form in _inflected(key(word), name):
                if flag != ROLE or strip_article(form) == key(word) or strip_article(form) not in bodies:
                    add(form, flag)
    for row in _rows("countries.csv"):
        country = key(row["country"])
        for part in country.split():
            add(part, COUNTRY)
        for adjective in filter(None, row["nationality"].split("|")):
            word = key(adjective).split()[0]
            for form in (
                word,
                word + "ه",
                "ال" + word,
                "ال" + word + "ه",
                word + "ون",
                word + "ين",
                word + "ان",
                "ال" + word + "ين",
                "ال" + word + "ون",
                word + "تين",
            ):
                add(form, NATIONALITY)
    for stem in ("ان", "بان"):
        for suffix in SUFFIXES:
            add(stem + suffix, COMPLEMENTISER, None, PRONOUN_GENDER.get(suffix, "1" if suffix else ""))
    for row in _rows("cues.csv"):
        for form, cue, pronoun in _cue_forms(row):
            if form in nouns:
                continue
            add(form, 0, cue, pronoun)
    return {
        word: (flags & ~NAME if flags & NEVER_NAME else flags, cue, pronoun)
        for word, (flags, cue, pronoun) in forms.items()
    }


def _inflected(word: str, of: str) -> set[str]:
    if of == "roles":
        stem = word[:-1] if word.endswith("ه") else word
        plural = {stem + "ون", stem + "ين", stem + "ات", stem + "ي", stem + "و", stem + "ان", stem + "تان"}
        forms = {word, stem + "ه", *plural}
        construct = {stem + "ي", stem + "و"}
        return forms | {"ال" + form for form in forms - construct if len(form) > 2}
    if of in ("institutions", "documents", "media", "unnamed", "weekdays", "addressees"):
        return {word, "ال" + word} if not word.startswith("ال") else {word}
    return {word}


def _cue_forms(row: dict[str, str]):
    """Every form of one cue lemma: (search key, cue, gender of a pronoun written onto it)."""
    prepositions = frozenset(key(p) for p in row["prepositions"].split())
    lemma, past, present = key(row["lemma"]), key(row["past"]), key(row["present"])
    participle, masdar = key(row["participle"]), key(row["masdar"])

    def cue(form: str, gender: str) -> Cue:
        return Cue(
            row["lemma"], row["class"], form, gender, row["frames"], prepositions, key(row["needs"]), lemma
        )

    if past:
        weak = row["past"][-1] in "ىا" and len(past) > 2
        stem = past[:-1] if weak else past
        yield past, cue("past", "m"), ""
        yield stem + "ت", cue("past", "f"), ""
        yield stem + "وا", cue("past", "p"), ""
        if weak or len(past) > 3 or past[1] == "ا":
            yield (stem + "يا" if weak else past + "ا"), cue("past", "p"), ""
        yield stem + "تا", cue("past", "p"), ""
        for suffix in ("ه", "ها", "هم", "وه", "ته", "تها"):
            owns = row["needs"] not in ("comp", "clause") and ("n" in row["frames"] or "a" in row["frames"])
            if owns and (stem + "ا" if weak else stem) + suffix != masdar:
                yield (
                    (stem if not weak else stem + "ا") + suffix,
                    cue("past", "f" if suffix.startswith("ت") else "p" if suffix == "وه" else "m"),
                    PRONOUN_GENDER[suffix.lstrip("تو")],
                )
    if present:
        weak = present[-1] in "يوا" and len(present) > 3
        for suffix in ("ه", "ها", "هم") if "n" in row["frames"] and not weak else ():
            yield present + suffix, cue("present", "m"), PRONOUN_GENDER[suffix]
            yield "ت" + present[1:] + suffix, cue("present", "f"), PRONOUN_GENDER[suffix]
        yield present, cue("present", "m"), ""
        yield "ت" + present[1:], cue("present", "f"), ""
        yield (present[:-1] if weak else present) + "ون", cue("present", "p"), ""
        yield present + "ان", cue("present", "p"), ""
    if participle:
        weak = participle[-1] == "ي"
        yield participle + "ا", cue("participle", "m"), ""
        yield participle + "ه", cue("participle", "f"), ""
        yield (participle[:-1] if weak else participle) + "ين", cue("participle", "p"), ""
        yield participle + "ان", cue("participle", "p"), ""
        yield participle + "ات", cue("participle", "p"), ""
    if masdar:
        stem = masdar[:-1] + "ت" if row["masdar"].endswith("ة") else masdar
        yield masdar, cue("noun", ""), ""
        yield "ب" + "ال" + masdar, cue("noun", ""), ""
        for suffix in ("ه", "ها", "هم", "هما", "هن"):
            yield stem + suffix, cue("masdar", PRONOUN_GENDER[suffix]), PRONOUN_GENDER[suffix]


def _lines(name: str) -> list[str]:
    return [
        line
        for line in resources.lexicon(name).read_text(encoding="utf-8").split("\n")
        if line and not line.startswith("#")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    path = resources.lexicon(name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise LexiconError(
                f"{path.name} line {number}: expected {len(row) - (None in row)} cells; quote cells that hold commas"
            )
    return rows
