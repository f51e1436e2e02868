"""What a reader of one article remembers: who spoke last, and the quotations so far."""

from dataclasses import dataclass, field

from isnad.attribution.contents import Claim
from isnad.attribution.naming import Naming
from isnad.attribution.sources import Source
from isnad.words import GROUPS, strip_article

MEMORY = 6


@dataclass(slots=True, eq=False)
class Row:
    """One quotation before its names are settled."""

    claim: Claim
    speaker: Source | None
    basis: str
    chain: list[tuple[Source, str | None]]
    medium: str | None
    sentence: int
    in_title: bool = False
    cue_span: tuple[int, int] | None = None
    cue_type: str | None = None
    mention: tuple[int, int] | None = None


@dataclass(slots=True, eq=False)
class Reading:
    """What a reader of the article remembers: recent speakers, and the last quotation."""

    naming: Naming
    outlet: str | None
    labels: frozenset[str] = frozenset()
    recent: list[tuple[Source, int]] = field(default_factory=list)
    topic: tuple[Source, int] | None = None
    told: tuple[Source | None, list[tuple[Source, str | None]], int] | None = None
    rows: list[Row] = field(default_factory=list)
    number: int = 0


def remember(state: Reading, source: Source | None) -> None:
    if source is None or (source.words and source.words[0] in GROUPS["prophets"]):
        return
    root = source.root()
    if state.recent and state.recent[-1][0] is source:
        state.recent[-1] = (source, state.number)
        return
    state.recent = [spoke for spoke in state.recent if spoke[0].root() is not root][-12:]
    state.recent.append((source, state.number))


def agreeing(state: Reading, gender: str) -> Source | None:
    """The most recent speaker whose gender fits the verb; the most recent one where none fits, but no one person for many."""
    near = [(s, n) for s, n in reversed(state.recent) if state.number - n <= MEMORY]
    for source, _ in near:
        if fits(source, gender):
            return source
    last = near[0][0] if near else (state.recent[-1][0] if state.recent else None)
    if last is not None and gender == "p" and last.kind == "person" and not last.members:
        return None
    return last


def _is_plural(source: Source) -> bool:
    """Whether a source is men in the plural (``مسؤولون``): a verb in the singular that goes on is not theirs."""
    first = strip_article(source.words[0]) if source.words else ""
    return first.endswith(("ون", "ين")) and len(first) > 4


def fits(source: Source, gender: str) -> bool:
    own = source.gender or source.root().gender
    if gender in ("m", "f") and source.kind in ("unnamed", "role") and _is_plural(source):
        return False
    if not gender or not own or own == gender:
        return True
    several = bool(source.words) and source.words[0] in GROUPS["collectives"]
    several = several or (source.words or ("",))[0].endswith(("ون", "ين", "و"))
    return gender == "p" and (several or source.kind in ("group", "unnamed"))
