"""Names completed once an article was read to its end: from what it says behind them, and in sentences without speech.

A title alone finds its bearer (``سلم رسالة لوزير الخارجية فلان`` → ``وزير الخارجية``), a head noun alone its body, a first word its name.
"""

from bisect import bisect_left

from isnad.attribution.fullforms import bodies, names_from, without_prefix
from isnad.attribution.naming import Naming
from isnad.attribution.phrases import noun_phrase
from isnad.attribution.sources import Source
from isnad.attribution.tokens import Sentence
from isnad.attribution.wordforms import covers, nationalities, skeleton, stem
from isnad.words import (
    CITY,
    COUNTRY,
    DEFINITE,
    GROUPS,
    INSTITUTION,
    MEDIA,
    NATIONALITY,
    ROLE,
    look_up,
    strip_article,
)

LEAD = 300


def settle(naming: Naming, sentences: list[Sentence]) -> None:
    """Complete the names once the whole article was read, and let titles alone find bearers named anywhere in it."""
    open_titles = [s for s in naming.met if s.kind == "role" and s.stands_for is None and s.words]
    if open_titles:
        _meet_bearers(naming, sentences, {stem(s.words[0]) for s in open_titles})
    _meet_names(naming, sentences)
    _meet_bodies(naming, sentences)
    for source in naming.met:
        if source.kind == "role" and source.stands_for is None:
            bearers = [
                o for o in naming.met if o.kind == "person" and o.title and covers(source.words, o.title)
            ]
            bearers = [
                b for b in bearers if not nationalities(b.title) - nationalities(source.words)
            ] or bearers
            if bearers and (len(source.words) > 1 or len({b.root().words[-1] for b in bearers}) == 1):
                source.stands_for = bearers[0]


def _meet_bearers(naming: Naming, sentences: list[Sentence], heads: set[str]) -> None:
    """Register the persons that sentences without speech name with a title that begins with one of *heads*."""
    for sentence in sentences:
        tokens, past = sentence.tokens, 0
        for at in sentence.roles:
            served = at > 0 and tokens[at - 1].word.flags & (ROLE | DEFINITE) == ROLE
            if at >= past and not served and stem(tokens[at].word.base) in heads:
                phrase = noun_phrase(without_prefix(tokens, at), at, bare_quote=False)
                if phrase is not None and phrase.is_person and phrase.title is not None:
                    naming.source(sentence, phrase)
                past = phrase.end if phrase is not None else at + 1


def _meet_names(naming: Naming, sentences: list[Sentence]) -> None:
    """Register the whole names that begin with a name which the article writes alone (``قال شي`` for ``شي جين بينغ``)."""
    single = [s for s in naming.met if s.kind == "person" and s.stands_for is None and len(s.words) == 1]
    alone = {s.words for s in single if not naming.folded.key.startswith(" ال", s.at + len(s.words[0]))}
    firsts = {w for (w,) in alone if w != "الله" and naming.longest_form((w,)) == (w,)}
    for sentence, phrase in names_from(sentences, firsts) if firsts else ():
        made = naming.make(sentence, phrase)
        if made.words[0] in firsts and not any((w,) in alone for w in made.words[1:]):
            naming.persons.setdefault(strip_article(skeleton(made.words[0])), []).append(made)


def _meet_bodies(naming: Naming, sentences: list[Sentence]) -> None:
    """Lead head nouns alone (``الحلف``, ``بيان الجائزة``) to the last body so named before them."""
    heads: dict[str, list[Source]] = {}
    whole = {(s.kind, strip_article(s.words[0])) for s in naming.met if len(s.words) > 1}
    for source in naming.met:
        head = _open_head(source)
        if head and (source.kind, head) not in whole:
            heads.setdefault(head, []).append(source)
    if not heads:
        return
    found: dict[str, list[Source]] = {}
    for sentence, phrase in bodies(sentences, set(heads)):
        made = naming.make(sentence, phrase)
        made.at = sentence.starts[phrase.start]
        found.setdefault(strip_article(made.words[0]), []).append(made)
    for head, named in found.items():
        if head.endswith("ات") and len({b.words for b in named}) > 1:
            continue
        if head in GROUPS["often_brands"] and len(named) == 1 and named[0].at > LEAD:
            continue
        widest: dict[tuple[str, ...], Source] = {}
        for body in named:
            for length in range(2, len(body.words) + 1):
                known = widest.setdefault(body.words[:length], body)
                if len(body.words) > len(known.words):
                    widest[body.words[:length]] = body
        for source in heads[head]:
            last = bisect_left(named, source.at, key=lambda body: body.at)
            source.stands_for = widest[named[last - 1].words] if last else None


def _open_head(source: Source) -> str:
    """The head noun of a body that is written alone; empty where there is none."""
    words = source.words
    if source.stands_for is not None or not words:
        return ""
    if source.kind == "document" and len(words) == 2:
        issued = words[0] in GROUPS["statements"] and words[1].startswith("ال")
        return strip_article(words[1]) if issued and not look_up(words[1]).flags & NATIONALITY else ""
    head = strip_article(words[0])
    if source.kind not in ("institution", "outlet") or len(words) != 1 or head == words[0]:
        return ""
    if not look_up(head).flags & (INSTITUTION | MEDIA) or look_up(words[0]).flags & (COUNTRY | CITY):
        return ""
    return head
