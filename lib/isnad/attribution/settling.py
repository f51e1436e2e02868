"""Names completed once an article was read to its end: from what it says behind them, and in sentences without speech.

A title alone finds its bearer (``سلم رسالة لوزير الخارجية فلان`` → ``وزير الخارجية``), a head noun alone its body, a first word its name.
"""

from bisect import bisect_left

from isnad.attribution.fullforms import bodies, names_from
from isnad.attribution.naming import Naming
from isnad.attribution.phrases import Phrase, noun_phrase
from isnad.attribution.sources import Source
from isnad.attribution.tokens import Sentence, Token, without_prefix
from isnad.attribution.wordforms import covers, is_same_noun, name_key, nationalities, stem
from isnad.words import (
    CITY,
    COMMON,
    COUNTRY,
    DEFINITE,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    NAME,
    NATIONALITY,
    NOT_NAME,
    ROLE,
    look_up,
    strip_article,
)

PLURALS = ("ون", "ين", "ات", "ان")
LEAD = 300
NEXT = 500
# A title is no longer than so many words where a name follows it.
NAME_AHEAD = 10


def settle(naming: Naming, sentences: list[Sentence], headline: list[Source]) -> None:
    """Complete the names once the whole article was read, and let titles alone, those of its headline too, find bearers."""
    for source in headline:
        source.at = len(naming.folded.key)
    naming.met += headline
    open_titles = [s for s in naming.met if _is_open_title(s)]
    if open_titles:
        _meet_bearers(naming, sentences, {stem(s.words[0]) for s in open_titles})
    _meet_names(naming, sentences)
    _meet_bodies(naming, sentences)
    _meet_papers(naming)
    for source in naming.met:
        if source.stands_for is None and source.words:
            source.stands_for = surname_meant(source, naming)
    for source in open_titles:
        if source.stands_for is None:
            bearers = [
                o for o in naming.met if o.kind == "person" and o.title and covers(source.words, o.title)
            ]
            bearers = [
                b for b in bearers if not nationalities(b.title) - nationalities(source.words)
            ] or bearers
            if bearers and (len(source.words) > 1 or len({b.root().words[-1] for b in bearers}) == 1):
                source.stands_for = bearers[0]
            elif not bearers:
                source.stands_for = (
                    _athlete(naming, source)
                    or _author(naming, source)
                    or _named_next(naming, source)
                    or _gone_on(source)
                )


def _is_open_title(source: Source) -> bool:
    """Whether a source is a title that no name was found for, one without the article in construct too (``نائب المحافظ``)."""
    if source.stands_for is not None or not source.words:
        return False
    if source.kind == "unnamed" and len(source.words) > 1 and look_up(source.words[0]).flags & ROLE:
        return source.words[1].startswith("ال")
    return source.kind == "role"


def _gone_on(source: Source) -> Source | None:
    """Whom an epithet means that a verb of going on has as its subject (``وأضاف المخرج المغربي``): the person who spoke before."""
    if source.follows is None or not source.goes_on or source.words[0].endswith(PLURALS):
        return None
    person = source.follows.root()
    if person.kind != "person" or not _fits(source.words[0], person) or _is_other_office(source, person):
        return None
    return person


def _is_other_office(source: Source, person: Source) -> bool:
    """Whether a title names another office than the one a person has (``وأضاف رئيس الوزراء`` behind ``وزير التعليم``)."""
    offices = {stem(word[0]) for word in (source.words, person.title) if word} & GROUPS["offices"]
    return len(offices) > 1


def _athlete(naming: Naming, source: Source) -> Source | None:
    """The one bearer of a sports title whose own nationality the short form adds (``المدرب البرتغالي``, who trains whomever)."""
    *title, nation = source.words
    sports = any(strip_article(word) in GROUPS["sports_roles"] for word in title)
    if not sports or not look_up(nation).flags & NATIONALITY or not look_up(nation).flags & DEFINITE:
        return None
    bearers = {
        id(o.root()): o
        for o in naming.met
        if o.kind == "person" and o.title and covers(tuple(title), o.title)
    }
    return next(iter(bearers.values())).root() if len(bearers) == 1 else None


def _author(naming: Naming, source: Source) -> Source | None:
    """Whom an epithet of those who write or study means (``الكاتبة``): the one person met before it, or who spoke last, if no other such was met."""
    head = source.words[0]
    noun = strip_article(head).removesuffix("ه")
    athlete = len(source.words) > 1 and noun in GROUPS["sports_roles"]
    if not head.startswith("ال") or not (athlete or noun in GROUPS["epithets"]):
        return None
    persons: dict[int, Source] = {}
    for other in naming.met:
        if other.at >= source.at:
            continue
        if other.kind == "person":
            persons[id(other.root())] = other.root()
        elif other.root() is not source and other.words and is_same_noun(other.words[0], head):
            return None
    if len(persons) > 1 and athlete:
        return None
    person = next(iter(persons.values())) if len(persons) == 1 else _last_of_kind(source)
    return person if person is not None and _fits(head, person) else None


def _last_of_kind(source: Source) -> Source | None:
    """The person who spoke last, where no title but an epithet stands with him and an epithet of few words follows."""
    if source.follows is None or len(source.words) > 2:
        return None
    person = source.follows.root()
    alike = not person.title or strip_article(person.title[0]).removesuffix("ه") in GROUPS["epithets"]
    return person if person.kind == "person" and alike else None


def _fits(head: str, person: Source) -> bool:
    """Whether a title's head noun is of the gender that a person's verbs and own title have."""
    feminine = head.endswith("ه")
    if person.gender == ("m" if feminine else "f"):
        return False
    return not person.title or person.title[0].endswith("ه") == feminine


def _named_next(naming: Naming, source: Source) -> Source | None:
    """Whom the next sentences name with the bare title of a spokesman (``المتحدث باسم الحكومة … وأوضح المتحدث فلان``)."""
    if strip_article(source.words[0]) not in GROUPS["generic_speakers"]:
        return None
    for other in naming.met:
        near = source.at < other.at < source.at + NEXT and other.kind == "person"
        if near and len(other.title) == 1 and is_same_noun(other.title[0], source.words[0]):
            return other.root() if len(other.root().words) > 1 else None
    return None


def _meet_bearers(naming: Naming, sentences: list[Sentence], heads: set[str]) -> None:
    """Register the persons that sentences without speech name with a title that begins with one of *heads*."""
    for sentence in sentences:
        tokens, past = sentence.tokens, 0
        for at in sentence.roles:
            served = at > 0 and tokens[at - 1].word.flags & (ROLE | DEFINITE) == ROLE
            if at >= past and not served and stem(tokens[at].word.base) in heads:
                ahead = any(not t.word.flags or t.word.flags & NAME for t in tokens[at + 1 : at + NAME_AHEAD])
                phrase = noun_phrase(without_prefix(tokens, at), at, bare_quote=False) if ahead else None
                named = phrase if phrase is not None and phrase.is_person else _named_before(tokens, at)
                if named is not None and named.title is not None:
                    naming.source(sentence, named)
                past = phrase.end if phrase is not None else at + 1


def _named_before(tokens: list[Token], at: int) -> Phrase | None:
    """The person behind whose name a title at *at* stands in apposition (``اعتذر فلان الفلاني، نائب المحافظ``)."""
    end = at - 1 if at and tokens[at - 1].text in ("،", ",") else at
    for start in range(max(0, end - 5), end - 1):
        first = tokens[start].word
        if not first.flags & NAME or first.conjunction or first.preposition:
            continue
        phrase = noun_phrase(tokens, start, bare_quote=False)
        if phrase is not None and phrase.name is not None and phrase.name[1] == end:
            apposed = any(role is not None and role[0] == at for role in (phrase.title, phrase.apposed))
            return phrase if apposed else None
    return None


def _meet_names(naming: Naming, sentences: list[Sentence]) -> None:
    """Register the whole names that begin with a name which the article writes alone (``قال شي`` for ``شي جين بينغ``)."""
    single = [s for s in naming.met if s.kind == "person" and s.stands_for is None and len(s.words) == 1]
    alone = {s.words for s in single if not naming.folded.key.startswith(" ال", s.at + len(s.words[0]))}
    firsts = {w for (w,) in alone if w != "الله" and naming.longest_form((w,)) == (w,)}
    for sentence, phrase in names_from(sentences, firsts) if firsts else ():
        made = naming.make(sentence, phrase)
        if made.words[0] in firsts and not any((w,) in alone for w in made.words[1:]):
            naming.persons.setdefault(name_key(made.words[0]), []).append(made)


def _meet_bodies(naming: Naming, sentences: list[Sentence]) -> None:
    """Lead head nouns alone (``الحلف``, ``بيان الجائزة``) to the last body so named before them."""
    opened = [(source, head) for source in naming.met if (head := _open_head(source))]
    if not opened:
        return
    heads: dict[str, list[Source]] = {}
    whole = {
        (s.kind, strip_article(s.words[0])) for s in naming.met if len(s.words) > 1 and not _is_described(s)
    }
    for source, head in opened:
        if (source.kind, head) not in whole:
            heads.setdefault(head, []).append(source)
    if not heads:
        return
    found: dict[str, list[Source]] = {}
    for sentence, phrase in bodies(sentences, set(heads)):
        made = naming.make(sentence, phrase)
        made.at = sentence.starts[phrase.start]
        head = strip_article(made.words[0])
        if head in heads and len(made.words) > 1:
            found.setdefault(head, []).append(made)
    for head, named in found.items():
        if head.endswith("ات") and len({b.words for b in named}) > 1:
            continue
        widest: dict[tuple[str, ...], Source] = {}
        for body in named:
            for length in range(2, len(body.words) + 1):
                known = widest.setdefault(body.words[:length], body)
                if len(body.words) > len(known.words):
                    widest[body.words[:length]] = body
        for source in heads[head]:
            if len(source.words) > 1 and source.kind != "document":
                wide = widest.get(source.words, source)
                source.stands_for = wide if len(wide.words) > 2 and wide.words[2].startswith("ل") else None
                if source.kind != "outlet" or source.stands_for is not None:
                    continue
            last = bisect_left(named, source.at, key=lambda body: body.at)
            passing = head in GROUPS["often_brands"] and len(named) == 1 and named[0].at > LEAD
            if last and not (passing and source.at - named[0].at > LEAD):
                source.stands_for = widest[named[last - 1].words]


def surname_meant(source: Source, naming: Naming) -> Source | None:
    """The person whose surname is an ordinary word (``الصدر``), alone or behind a rank, where the article has the whole name."""
    *title, last = source.words
    if title:
        first = look_up(title[0]).flags if title[0].startswith("ال") and len(title) < 3 else 0
        could = DEFINITE | NAME | (NATIONALITY if first & HONORIFIC else 0)
        ranked = first & (ROLE | HONORIFIC) and source.kind != "person"
    else:
        could, ranked = COMMON | DEFINITE | NAME | NOT_NAME, source.kind in ("institution", "outlet")
    if not ranked or look_up(last).flags & ~could:
        return None
    whole = naming.longest_form((last,))
    ends = whole[-1] == last or (len(whole) == 2 and whole[1].startswith("ال"))
    known = len(whole) > 1 and ends and look_up(whole[0]).flags & NAME
    return Source(naming.spelt(whole, source), whole, "person") if known else None


def _meet_papers(naming: Naming) -> None:
    """Lead ``الصحيفة`` that no paper is written with to the magazine or paper met last (``مجلة «كيكر» … الصحيفة``)."""
    last = None
    for source in naming.met:
        if (
            source.kind != "outlet"
            or not source.words
            or strip_article(source.words[0]) not in GROUPS["press"]
        ):
            continue
        if not _open_head(source):
            last = source.root()
        elif last is not None and not nationalities(last.words) - nationalities(source.words):
            source.stands_for = last


def _is_described(source: Source) -> bool:
    """Whether a body is written as head and nationality (``المرصد الليبي``): elsewhere ``لـ…`` may follow."""
    words = source.words
    return len(words) == 2 and words[0].startswith("ال") and bool(look_up(words[1]).flags & NATIONALITY)


def _open_head(source: Source) -> str:
    """The head noun of a body that is written alone or with an adjective; empty where there is none."""
    words = source.words
    if source.stands_for is not None or not words:
        return ""
    if source.kind == "document" and len(words) == 2:
        issued = words[0] in GROUPS["statements"] and words[1].startswith("ال")
        return strip_article(words[1]) if issued and not look_up(words[1]).flags & NATIONALITY else ""
    head = strip_article(words[0])
    alone = len(words) == 1 or _is_described(source)
    if source.kind not in ("institution", "outlet") or not alone or head == words[0]:
        return ""
    if not look_up(head).flags & (INSTITUTION | MEDIA) or look_up(words[0]).flags & (COUNTRY | CITY):
        return ""
    return head
