"""One name to who it stands for: its ids, and all that it may speak for.

The shipped table comes first, then whoever holds the office that is named, then names clustered over the corpus. What
a person speaks for is also read from the titles beside the name: ``رئيس جهاز الأمن الأوكراني فاسيل غريتساك``.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from isnad import text
from isnad.entities import SAME_NAME, SPOKESPERSON, Gazetteer, kind_of, members, name_key, word_list, words_of
from isnad.words import INSTITUTION, PREPOSITION, ROLE, look_up

# A surname alone is a full name's only within this many days of it.
SURNAME_DAYS = 3
# Letters before and after a name in which its titles are sought, and how often.
REACH, OCCURRENCES = 90, 3
_BREAK = re.compile(r"[،,؛;:.!؟?\n«»“”\"()\[\]]")
# Marks around a short name (منظمة «مراسلون بلا حدود») part no title from its name.
_MARKED_NAME = re.compile(r"[«“\"]((?:[^\W\d_]+ ?){1,4})[»”\"]")
_FEMININE = re.compile(r"(?<=\w{3})ه$")
UN = "الأمم المتحدة"
_CUE_FORMS = {"past", "present", "participle"}


class Speaker(NamedTuple):
    """Who a name stands for: its ids (several for joint speakers) and all they may speak for, with the steps to each."""

    ids: tuple[str, ...]
    voices: dict[str, int]
    kind: str | None


NOBODY = Speaker((), {}, None)


def speaker(
    name: str, day, is_spokesperson: bool, body: str, clusters: "Clusters", known: Gazetteer
) -> Speaker:
    """Who *name* stands for on *day* (None if unknown) in an article whose search key is *body*."""
    year = None if day is None else day.year
    listed = known.find(name, year)
    kind = known.entities[listed].kind if listed else kind_of(name)
    parts = [name] if listed else members(name)
    ids: list[str] = []
    voices: dict[str, int] = {}
    for part in parts:
        id_, reach = _one(part, day, body, clusters, known)
        if id_ is not None and id_ not in ids:
            ids.append(id_)
        for voice, steps in reach.items():
            voices[voice] = min(steps, voices.get(voice, steps))
    if is_spokesperson and kind == "person":
        kind = "spokesperson"
    if kind == "unnamed" or (kind == "group" and len(parts) == 1):
        voices = {voice: max(1, steps) for voice, steps in voices.items() if not voice.startswith("name:")}
        ids = []
    return Speaker(tuple(sorted(ids)), voices, kind)


def _one(
    name: str, day, body: str, clusters: "Clusters", known: Gazetteer
) -> tuple[str | None, dict[str, int]]:
    """The id of one source, and all it may speak for with the steps to each."""
    year = None if day is None else day.year
    listed = known.find(name, year) or known.find_like(name, year)
    if listed:
        if known.entities[listed].kind == "institution" and _is_role(name):
            listed = known.holder(listed, year) or listed
        voices = known.distances(listed, year)
        return listed, voices if len(voices) > 1 or known.entities[listed].kind == "institution" else _titled(
            name, body, voices, year, known
        )
    spokesman = SPOKESPERSON.match(text.key(name).strip())
    if spokesman:
        return _one(spokesman["of"], day, "", clusters, known)
    words = words_of(name)
    if len(words) > 2 and words[-1] in word_list("newly"):
        return _one(name.rsplit(maxsplit=1)[0], day, body, clusters, known)
    states, rest = known.role(name)
    if states and next(iter(words)) in word_list("governments") and len(rest) <= 2:
        return states[0], known.distances(states[0], year)
    mission = _mission(states, known) if _is_role(name) else None
    if mission:
        holder = known.holder(mission, year) or mission
        return holder, known.distances(holder, year)
    id_ = clusters.id_of(name, day, known)
    voices = {id_: 0} if id_ else {}
    whole = _staff_of(name, year, known) or _part_of(name, year, known)
    if whole:
        return id_, known.distances(whole, year) | {whole: 1} | voices
    if kind_of(name) == "person" and not _is_role(name):
        voices = _titled(name, body, voices, year, known)
        holder = _holder(name, voices, year, known)
        return (holder, known.distances(holder, year)) if holder else (id_, voices)
    return id_, _spoken_for(words, voices, year, known)


def _titled(
    name: str, body: str, voices: dict[str, int], year: int | None, known: Gazetteer
) -> dict[str, int]:
    """*voices* and what the titles that *body* gives *name* speak for."""
    for title in titles(body, text.key(name)):
        words = words_of(title)
        heads = [word for word in title.split() if look_up(word).flags & (ROLE | INSTITUTION)]
        if heads:
            voices = _spoken_for(words, voices, year, known)
        for head in heads:
            if head.startswith("ال") and look_up(head).flags & INSTITUTION:
                named = known.institution_in(_named_before(head[2:], body, text.key(name)))
                voices = ({named: 1} if named else {}) | voices
    return voices


def _named_before(head: str, body: str, name: str) -> tuple[str, ...]:
    """The words after the last *head* (``منظمة``) that *body* has before *name*: what ``رئيس المنظمة`` is the head of."""
    at = body.find(name)
    start = body.rfind(f"{head} ", 0, max(at, 0))
    return words_of(" ".join(body[start : start + REACH].split()[:5])) if start >= 0 else ()


def titles(body: str, name: str) -> list[str]:
    """The words before *name* in *body* (search keys both), and those between commas after it, at its first occurrences."""
    return [title for around in surroundings(body, name) for title in around if title]


def surroundings(body: str, name: str) -> list[tuple[str, str]]:
    """`titles`, as (before, after) for each of the first occurrences."""
    found, at = [], -1
    for _ in range(OCCURRENCES if name else 0):
        at = body.find(name, at + 1)
        if at < 0:
            break
        if body[at + len(name) : at + len(name) + 1].isalpha() or not _starts_word(body, at):
            continue
        before = _MARKED_NAME.sub(r"\1", body[max(0, at - REACH) : at]).rstrip(" ،,")
        before = _BREAK.split(before)[-1].split()
        verbs = [n for n, word in enumerate(before) if (cue := look_up(word).cue) and cue.form in _CUE_FORMS]
        rest = body[at + len(name) : at + len(name) + REACH].lstrip()
        after = _BREAK.split(rest[1:])[0].split()[:8] if rest[:1] in ("،", ",", "(") else []
        found.append((" ".join(before[verbs[-1] + 1 if verbs else 0 :][-8:]), " ".join(after)))
    return found


def _starts_word(body: str, at: int) -> bool:
    """Whether a word starts at *at*, a prefix of one letter aside (``لماي``)."""
    return not body[at - 1 : at].isalpha() or (
        body[at - 1] in "وفبلك" and not body[at - 2 : at - 1].isalpha()
    )


def _spoken_for(
    words: tuple[str, ...], voices: dict[str, int], year: int | None, known: Gazetteer
) -> dict[str, int]:
    """*voices* and the institution, the state and the body of a state that *words* (an office or institution) name."""
    inside = known.institution_in(words)
    if inside:
        for voice, steps in known.distances(inside, year).items():
            voices = voices | {voice: min(steps + 1, voices.get(voice, 9))}
    states, rest = known.role(" ".join(words))
    for state in states[:1]:
        voices = {state: 2} | voices
        mission = _mission(states, known)
        voices = (known.distances(mission, year) if mission else {}) | voices
        bodies = {
            f"{state}/{bare}"
            for word in rest
            if len(bare := _FEMININE.sub("", word)) > 2
            and not look_up(word).flags & (ROLE | PREPOSITION)
            and not {word, bare} & word_list("general")
        }
        voices = dict.fromkeys(sorted(bodies), 1) | voices
    return voices


def _mission(states: tuple[str, ...], known: Gazetteer) -> str | None:
    """The mission to the United Nations of the first of *states*, where the second is the United Nations."""
    mission = f"{states[0]}-mission-un" if len(states) > 1 and states[1] in ("un", UN) else None
    return mission if mission in known.entities else None


def _holder(name: str, voices: dict[str, int], year: int | None, known: Gazetteer) -> str | None:
    """Who holds an office that *voices* name, where *name* is part of that person's name (``الملك عبد الله``)."""
    key = name_key(name)
    for office in voices:
        who = known.holder(office, year) if len(key) > 3 else None
        if who and key in name_key(known.entities[who].name):
            return who
    return None


def _staff_of(name: str, year: int | None, known: Gazetteer) -> str | None:
    """The person whose office or team *name* is (``المكتب الإعلامي للعبادي``, ``محامي ترامب``)."""
    words = text.key(name).split()
    head = words[0].removeprefix("ال")
    if head not in word_list("staff") or len(words) < 2:
        return None
    for size in range(min(3, len(words) - 1), 0, -1):
        tail = " ".join(words[-size:])
        for form in (tail, re.sub(r"^لل", "ال", tail), re.sub(r"^ل", "", tail)):
            found = known.find(form, year)
            if found and known.entities[found].kind == "person":
                return found
    return None


def _part_of(name: str, year: int | None, known: Gazetteer) -> str | None:
    """The institution that *name* names before a preposition: ``الجمهوريون في لجنة العلاقات الخارجية``."""
    words = name.split()
    for n, word in enumerate(words[1:], 1):
        if look_up(text.key(word)).flags & PREPOSITION:
            found = known.find(" ".join(words[:n]), year)
            return found if found and known.entities[found].kind == "institution" else None
    return None


def _is_role(name: str) -> bool:
    return bool(look_up(text.key(name).split()[0]).flags & ROLE)


class Clusters:
    """Names outside the table, joined over the corpus: the commonest spelling leads, likes of it follow."""

    def __init__(self, names: list, when: list, known: Gazetteer) -> None:
        counts: Counter = Counter()
        self._days: dict[str, set] = defaultdict(set)
        spellings: dict[str, Counter] = defaultdict(Counter)
        for (name, day), times in Counter(zip(names, when, strict=True)).items():
            for part in members(name) if name else ():
                if known.find(part, None if day is None else day.year):
                    continue
                key = _cluster_key(part, known)
                counts[key] += times
                spellings[key][part] += times
                self._days[key].add(day)
        self._leader: dict[str, str] = {}
        full = [key for key in counts if len(_any(spellings[key]).split()) > 1]
        self._join(sorted(full, key=lambda key: (-counts[key], key)))
        self._name = {key: min(spellings[key], key=lambda s: (-spellings[key][s], s)) for key in counts}
        self._surnames: dict[str, set[str]] = defaultdict(set)
        for key in full:
            self._surnames[words_of(_any(spellings[key]))[-1]].add(key)

    def id_of(self, name: str, day, known: Gazetteer) -> str | None:
        """``name:`` and the commonest spelling of the cluster that *name* belongs to."""
        key = _cluster_key(name, known)
        if not key:
            return None
        if len(name.split()) == 1:
            near = {self._leader[full] for full in self._surnames.get(key, ()) if self._near(full, day)}
            key = near.pop() if len(near) == 1 else key
        key = self._leader.get(key, key)
        return f"name:{self._name.get(key, name)}"

    def _near(self, key: str, day) -> bool:
        return any(day is None or d is None or abs((d - day).days) <= SURNAME_DAYS for d in self._days[key])

    def _join(self, keys: list[str]) -> None:
        """Blocks by the first and by the last letters, so that no name meets all others."""
        from rapidfuzz import fuzz, process

        blocks: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            near = {leader for block in _blocks(key) for leader in blocks[block]}
            best = (
                process.extractOne(key, sorted(near), scorer=fuzz.ratio, score_cutoff=SAME_NAME)
                if near and ":" not in key
                else None
            )
            self._leader[key] = self._leader[best[0]] if best else key
            if not best and ":" not in key:
                for block in _blocks(key):
                    blocks[block].append(key)


def _cluster_key(name: str, known: Gazetteer) -> str:
    """The name key; for a body of a state its states and other words, in whatever order and with whatever prepositions."""
    if kind_of(name) == "institution":
        states, rest = known.role(name)
        if states:
            return "+".join(states) + ":" + "".join(sorted(rest))
    return name_key(name)


def _blocks(key: str) -> tuple[str, str]:
    return "^" + key[:3], key[-3:] + "$"


def _any(counter: Counter) -> str:
    return next(iter(counter))
