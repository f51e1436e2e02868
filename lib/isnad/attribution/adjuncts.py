"""Attribution without a main verb: ``بحسب الكرملين``, ``حسبما ذكرت رويترز``, ``على حد قوله``."""

from dataclasses import dataclass, replace

from isnad.attribution.phrases import Phrase, noun_phrase, skip_adverbs
from isnad.attribution.tokens import (
    PUNCTUATION,
    QUOTE,
    WORD,
    Sentence,
    Token,
    adjunct_words,
    join,
    without_prefix,
)
from isnad.words import (
    ADVERB,
    COMMON,
    COMPLEMENTISER,
    COUNTRY,
    DEFINITE,
    DOCUMENT,
    GROUPS,
    INSTITUTION,
    MEDIA,
    NOT_NAME,
    OUTLET,
    PLACE,
    POSSESSIVES,
    ROLE,
    TIME,
    UNNAMED,
    Cue,
    look_up,
    strip_article,
)

MOST_ADJUNCTS = 20
MOST_ALONE = 30


@dataclass(slots=True, eq=False)
class Adjunct:
    """``بحسب X``: where it stands, whose words, through which medium, and the relays named inside it."""

    start: int
    end: int
    cue_end: int
    source: Phrase | None
    pronoun: str
    relays: tuple[Phrase, ...]


def find_adjuncts(sentence: Sentence) -> list[Adjunct]:
    """The adjuncts of one sentence, in order; none lies in another."""
    found: list[Adjunct] = []
    tokens = sentence.tokens
    past = 0
    for at in sentence.openers:
        if at < past or tokens[at].kind != WORD:
            continue
        if at and tokens[at - 1].text in GROUPS["relative_objects"]:
            continue
        adjunct = _adjunct(tokens, at)
        if adjunct is not None:
            found.append(adjunct)
            past = adjunct.end
        if len(found) == MOST_ADJUNCTS:
            break
    return found


def with_adjuncts(paragraph: list[Sentence]) -> list[Sentence]:
    """The sentences of a paragraph, one that is an adjunct alone joined to the one before (``… الأسعار. بحسب الوزارة.``)."""
    out: list[Sentence] = []
    for sentence in paragraph:
        if out and _is_adjunct_alone(sentence):
            out[-1] = join([out[-1], sentence])
        else:
            out.append(sentence)
    return out


def _is_adjunct_alone(sentence: Sentence) -> bool:
    tokens = sentence.tokens
    if len(tokens) > MOST_ALONE or sentence.openers[:1] != [0] or tokens[0].text not in GROUPS["adjuncts"]:
        return False
    adjunct = _adjunct(tokens, 0)
    if adjunct is None or adjunct.source is None:
        return False
    return all(t.kind == PUNCTUATION or t.word.flags & (TIME | ADVERB) for t in tokens[adjunct.end :])


def _adjunct(tokens: list[Token], at: int) -> Adjunct | None:
    token = tokens[at]
    base = token.text[1:] if token.text[0] in "وف" and token.text[1:] in adjunct_words() else token.text
    if base == "علي" and at + 2 < len(tokens) and tokens[at + 1].text in ("حد", "ذمه"):
        return _self_adjunct(tokens, at, at + 2)
    if base == "علي" and at + 2 < len(tokens) and tokens[at + 1].text == "ما" and not _is_object(tokens, at):
        return _verbal_adjunct(tokens, at, at + 2, base)
    if base == "علي":
        return None
    inner = at + 1
    if inner >= len(tokens) or (tokens[inner].text == "الله" and base == "وفق"):
        return None
    if base in GROUPS["conjoined_adjuncts"]:
        return _verbal_adjunct(tokens, at, inner, base)
    if tokens[inner].text in {"ل", "عن", "الي"}:
        inner += 1
    if inner >= len(tokens):
        return None
    if tokens[inner].text == "نص" and inner + 1 < len(tokens) and tokens[inner + 1].text == "ما":
        inner += 1
    if tokens[inner].text in ("ما", "لما"):
        return _verbal_adjunct(tokens, at, inner + 1, base)
    self_noun = _self_adjunct(tokens, at, inner)
    if self_noun:
        return self_noun
    if tokens[inner].kind == QUOTE:
        short = tokens[inner].words <= 5
        return (
            _with_relays(
                tokens, Adjunct(at, inner + 1, inner, Phrase(inner, inner + 1, None, None, OUTLET), "", ())
            )
            if short
            else None
        )
    source = noun_phrase(tokens, inner) or _with_preposition_phrase(tokens, inner)
    if source is not None and tokens[source.start].word.base in GROUPS["tallies"]:
        source = replace(source, head=source.head | DOCUMENT)
    if source is None or not _speaks(tokens, source, base):
        return None
    source = _released_by(tokens, source) or _with_mark(tokens, source)
    return _with_relays(tokens, Adjunct(at, source.end, inner, source, "", ()))


def _released_by(tokens: list[Token], source: Phrase) -> Phrase | None:
    """Who gave out a document, where its phrase ends before that (``بحسب الأرقام المعلنة من برنامج …``)."""
    at = source.end
    if not source.head & DOCUMENT or at + 1 >= len(tokens) or tokens[at].text not in ("من", "عن", "في"):
        return None
    who = noun_phrase(tokens, at + 1) if tokens[at - 1].text in GROUPS["released"] else None
    return who if who is not None and who.head & (MEDIA | OUTLET | INSTITUTION | ROLE) else None


def _with_mark(tokens: list[Token], source: Phrase) -> Phrase:
    """A document and in marks whose it is (``حسب معلومات «النهار» فإن``)."""
    alone = source.end - source.start == 1 and source.head & DOCUMENT and not source.head & DEFINITE
    following = tokens[source.end] if source.end < len(tokens) else None
    if not alone or following is None or following.kind != QUOTE or following.words > 3:
        return source
    return replace(source, end=source.end + 1)


def _is_object(tokens: list[Token], at: int) -> bool:
    """Whether على at *at* belongs to the word before it (``احتجاجا على ما وصفوه بـ``), so that it opens no adjunct."""
    before = tokens[at - 1] if at else None
    if before is None or before.kind != WORD:
        return False
    return before.text.endswith("ا") or (
        before.word.cue is not None and "علي" in before.word.cue.prepositions
    )


def _with_preposition_phrase(tokens: list[Token], at: int) -> Phrase | None:
    """The phrase behind ``وفقا لوكالة``: the preposition is written onto its first word."""
    if tokens[at].kind != WORD or tokens[at].word.preposition != "ل":
        return None
    return noun_phrase(without_prefix(tokens, at), at)


def _speaks(tokens: list[Token], source: Phrase, base: str) -> bool:
    """Whether what follows ``وفق`` can be a source: plans, laws and numbers of things are none."""
    head, noun = source.head, strip_article(tokens[source.start].word.base)
    if noun in GROUPS["criteria"] and not (head & DOCUMENT and base in ("بحسب", "حسب")):
        return False
    if noun == "عدد" and source.end - source.start > 1 and tokens[source.start + 1].text != "من":
        return False
    if source.is_person or source.joint:
        return True
    if head & (MEDIA | OUTLET | UNNAMED | DOCUMENT | INSTITUTION | ROLE):
        return True
    if base == "نقلا" or (head & COUNTRY and not head & NOT_NAME):
        return True
    return source.end - source.start == 1 and (bool(head & PLACE) or _is_resumed(tokens, source))


def _is_resumed(tokens: list[Token], source: Phrase) -> bool:
    """Whether a word of no class stands in front of its sentence as a name does (``وبحسب مرعشلي، فالوضع صعب``)."""
    end = source.end
    return (
        not source.head & ~COMMON
        and not tokens[end - 1].text.endswith(POSSESSIVES)
        and end + 1 < len(tokens)
        and tokens[end].text in ("،", ",")
        and (tokens[end + 1].word.conjunction == "ف" or tokens[end + 1].text in GROUPS["apodoses"])
    )


def _self_adjunct(tokens: list[Token], at: int, noun: int) -> Adjunct | None:
    """``على حد قوله``, ``بحسب تعبير الوزير``: the noun may hold the pronoun or be followed by the source."""
    if noun >= len(tokens) or tokens[noun].kind != WORD:
        return None
    word = tokens[noun].word.base if tokens[noun].word.preposition == "ل" else tokens[noun].text
    if (
        word in GROUPS["own_words"]
        and noun + 1 < len(tokens)
        and tokens[noun + 1].text not in GROUPS["given"]
    ):
        source = noun_phrase(tokens, noun + 1)
        if source is not None and (source.is_person or source.head != COMMON):
            return Adjunct(at, source.end, noun + 1, source, "", ())
    for suffix, gender in (("هما", "p"), ("هم", "p"), ("ها", "f"), ("ه", "m")):
        stem = word[: -len(suffix)]
        if word.endswith(suffix) and (
            stem in GROUPS["own_words"]
            or (stem + "ه" in GROUPS["own_words"] and stem + "ه" != word)
            or (stem.endswith("ت") and stem[:-1] + "ه" in GROUPS["own_words"])
        ):
            return Adjunct(at, noun + 1, noun, None, gender, ())
    return None


def _verbal_adjunct(tokens: list[Token], at: int, verb: int, base: str) -> Adjunct | None:
    """``حسبما ذكرت رويترز``, ``وفق ما نقلته وكالة X عن Y``, ``كما قال``."""
    if verb >= len(tokens) or tokens[verb].kind != WORD:
        return None
    if tokens[verb].text in {"قد", "كان", "كانت"} and verb + 1 < len(tokens):
        verb += 1
    word = tokens[verb]
    cue = word.word.cue
    if cue is None or cue.form not in ("past", "present"):
        cue = _with_object(word.text)
    if cue is None or cue.form not in ("past", "present") or not _reports(cue, base):
        return None
    inner = verb + 1
    if inner < len(tokens) and tokens[inner].text in {"عنه", "عنها", "عنهم"}:
        inner += 1
    source = (
        noun_phrase(tokens, skip_adverbs(tokens, inner), bare_quote=True) if inner < len(tokens) else None
    )
    if source is None:
        carrier = next(
            (k for k in range(inner, min(len(tokens) - 1, inner + 4)) if tokens[k].text == "في"), None
        )
        place = noun_phrase(tokens, carrier + 1) if carrier is not None else None
        carried = cue.lemma in {"جاء", "ورد", "نشر"} or (place is not None and not place.head & DOCUMENT)
        if place is not None and carried and place.head & (MEDIA | DOCUMENT | OUTLET | INSTITUTION):
            return Adjunct(at, place.end, verb, place, "", ())
        if base == "كما" or cue.lemma in ("نقل", "نشر"):
            return None
        end = inner + 2 if carrier == inner and cue.lemma in {"جاء", "ورد", "نشر"} else verb + 1
        return Adjunct(at, end, verb, None, cue.gender, ())
    following = tokens[source.end] if source.end < len(tokens) else None
    if (
        base == "كما"
        and following is not None
        and (
            following.word.flags & COMPLEMENTISER
            or following.text == ":"
            or following.kind == QUOTE
            or following.word.base in {"الي", "علي", "عن"}
            or following.word.preposition == "ب"
        )
    ):
        return None
    if base == "كما" and (at == 0 or not _speaks(tokens, source, base)):
        return None
    adjunct = Adjunct(at, source.end, verb, source, "", ())
    if cue.lemma in {"نقل", "أورد", "ذكر"}:
        for position in range(source.end, min(len(tokens), source.end + 4)):
            if tokens[position].text == "عن" and position + 1 < len(tokens):
                speaker = noun_phrase(tokens, position + 1)
                if speaker is not None:
                    return Adjunct(at, speaker.end, verb, speaker, "", (source,))
    return _with_relays(tokens, adjunct)


def _reports(cue: Cue, base: str) -> bool:
    """Whether a verb behind ما or كما tells what was said, not what was done or named (``كما يدين``, ``على ما وصفه بـ``)."""
    if base == "علي":
        return cue.lemma not in GROUPS["accusing"]
    if base != "كما":
        return True
    return cue.lemma != "قدّر" and "c" in cue.frames and cue.type not in ("directive", "criticism")


def _with_object(word: str) -> Cue | None:
    """The cue of a verb with an object pronoun: ``نقلته``, ``أعلنه``."""
    for suffix in ("ته", "تها", "ه", "ها", "وه"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            stem = word[: -len(suffix)]
            cue = look_up(stem + "ت").cue if suffix.startswith("ت") else look_up(stem).cue
            if cue is not None and cue.form in ("past", "present"):
                return cue
    return None


def _with_relays(tokens: list[Token], adjunct: Adjunct) -> Adjunct:
    """``بحسب صحيفة X نقلا عن Y``: Y is the source, X the relay."""
    at = adjunct.end
    if (
        at + 2 < len(tokens)
        and tokens[at].text == "نقلا"
        and tokens[at + 1].text == "عن"
        and adjunct.source is not None
    ):
        speaker = noun_phrase(tokens, at + 2)
        if speaker is not None:
            return replace(adjunct, end=speaker.end, source=speaker, relays=(adjunct.source,))
    return adjunct
