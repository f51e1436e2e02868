"""One row a statement, with everything it is counted by: whose it is, of what kind, how it came, where it stands."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from isnad import text
from isnad.clauses import Span, whole_clauses
from isnad.schema import DTYPES, require
from isnad.sourcing import sources
from isnad.words import MEDIUM, look_up

SOURCED = {
    "quote_id": "str", "article_id": "str", "outlet": "str", "published": "datetime", "event_id": "str", "statement_id": "str",
    "match_tier": "str", "speaker": "str", "speaker_id": "str", "speaker_kind": "str", "country": "str", "side": "str",
    "source_type": "str", "is_official": "str", "naming": "str", "form": "str", "cue": "str", "cue_type": "str", "stance": "str",
    "origin": "str", "is_agency": "bool", "relay": "str", "path": "str", "path_id": "str", "links": "list", "position": "float", "is_lead": "bool",
    "words": "int", "marked": "bool", "start": "int", "end": "int", "text": "str", "clause_start": "int", "clause_end": "int",
}  # fmt: skip
OFFICIAL = ("government", "legislature", "judiciary", "security")
LEAD = 1 / 3
ARROW = " ← "
ALSO_READ = (
    "in_title", "kind", "content_start", "content_end", "cue_start", "cue_end", "mention", "mention_start", "mention_end", "chain", "medium",
)  # fmt: skip
WORD = re.compile(r"\w[\w\u064b-\u0652ـ]*")
_OWN = r"(?:مراسل(?:نا|تنا|ها|ه)?|موقعنا|صحيفتنا|قناتنا|جريدتنا|وكالتنا)"
_OWN_WORDS = ("مراسل", "موقعنا", "صحيفتنا", "قناتنا", "جريدتنا", "وكالتنا")
_HEADS = r"(?:صحيفه|قناه|موقع|وكاله|جريده|مجله|اذاعه|شبكه|تلفزيون)\s+"
_NEAR = 100
# Letters of a text that are compared before all of it; quotations that are dicts at a time.
EDGE, BLOCK = 80, 20_000
_SENTENCE_END = re.compile(r"[.!؟?\n]")


def describe_quotes(
    quotes: pd.DataFrame, articles: pd.DataFrame, *, sides: dict[str, str] | None = None
) -> pd.DataFrame:
    """The quotations of a corpus as countable statements.

    Parameters
    ----------
    quotes : DataFrame
        QUOTES, best after `resolve_speakers` and `match_statements`; ``statement_id`` may be absent.
    articles : DataFrame
        ARTICLES; ``event_id`` and ``duplicate_of`` are used when there.
    sides : dict, optional
        Country (ISO 3166 letters), speaker_id or source_type to the name of a side; without it the side is the country, or ``international`` for an international body.

    Returns
    -------
    DataFrame, columns SOURCED, the index of *quotes* kept. Left out: quotations of titles (they repeat the body), and
    articles that repeat another article of the same outlet (`without_copies`).

    ``speaker_id`` is NA for unknown and unnamed sources: one «مصدر أمني» is not another.
    ``source_type``, ``country`` come from data/entities.csv, else from the words that stand with the name anywhere in the corpus
    (وزير الخارجية الروسي); "unknown" where nothing is said. ``is_official`` is "yes" for government, legislature, judiciary and security
    forces, "no" for other known types, else "unknown". ``naming``: named, role_only, institution, document, group, unnamed, unknown.
    ``origin``: how the words came, by the text's own account: outlet (told to the outlet itself, and what the same source goes on to say), agency, media, relay (another source passed
    them on), public (statement, post, conference …), unstated. ``is_agency``: an agency is in the chain or signs the article.
    ``stance``: neutral, endorsing (أكد، أوضح) or distancing (زعم، اعتبر), by lexicon/stance.csv. ``links`` and ``relay``: the links of the chain as list and text, nearest to the speaker first; ``path`` puts the
    speaker before them, in the article's words; ``path_id`` is one for all names of the same hands.
    ``position`` is where the words start in the body, 0–1; ``is_lead``: in its first third. ``words`` counts the words of ``text``.
    ``clause_start`` and ``clause_end`` span the whole clause round a fragment, and equal ``start`` and ``end`` elsewhere.

    Raises
    ------
    SchemaError: a needed column is missing.
    """
    require(quotes, ["quote_id", "article_id", "start", "end", "text", "speaker"], "describe_quotes")
    require(articles, ["article_id", "outlet", "body"], "describe_quotes")
    # Nothing of a large corpus is copied that is not needed: neither texts nor columns.
    own = ~are_copies(articles)
    bodies = Bodies(articles, own.to_numpy())
    kept = articles.drop(columns="body")[own]
    kept = kept.drop_duplicates("article_id").set_index("article_id")
    counted = quotes["article_id"].isin(kept.index)
    if "in_title" in quotes:
        counted &= ~quotes["in_title"].astype(bool)
    frame = quotes[[name for name in quotes if name in SOURCED or name in ALSO_READ]][counted]
    out = pd.DataFrame(index=frame.index)
    for name in SOURCED:
        if name in frame:
            out[name] = frame[name]
        elif name in kept:
            out[name] = kept[name].reindex(frame["article_id"]).to_numpy()
    out["outlet"] = out["outlet"].fillna("unknown")
    letters = bodies.lengths.reindex(frame["article_id"]).to_numpy(dtype="float64")
    out["position"] = frame["start"] / np.maximum(letters, 1)
    out["is_lead"] = out["position"] < LEAD
    out["words"] = [len(WORD.findall(str(words))) for words in frame["text"]]
    out["marked"] = frame["marked"].astype(bool) if "marked" in frame else True
    out["form"] = _form(frame, out["marked"])
    for edge in ("start", "end"):
        clause = (
            frame[f"content_{edge}"].astype("Float64")
            if f"content_{edge}" in frame
            else pd.Series(pd.NA, frame.index)
        )
        out[f"clause_{edge}"] = clause.fillna(frame[edge]).astype("int64")
    out["stance"] = out["cue_type"].map(sources.stances()) if "cue_type" in out else None
    _add_sources(out, frame, bodies, sides or {})
    _add_origin(out, frame, bodies, kept)
    _widen_fragments(out, frame, bodies)
    return _typed(out)


def without_copies(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles without those that repeat another article of the same outlet (`are_copies`), index kept."""
    return articles[~are_copies(articles)]


def are_copies(articles: pd.DataFrame) -> pd.Series:
    """Whether each article repeats another of its outlet.

    A copy is an article whose text equals, letter for letter, an earlier one of its outlet, or that ``duplicate_of`` ties to one. A text that
    two outlets carry counts once for each: that they carry it is what is compared.
    """
    require(articles, ["article_id", "outlet", "body"], "without_copies")
    alike = edges(articles["body"]).assign(outlet=articles["outlet"]).duplicated(keep=False).to_numpy()
    body = articles["body"][alike]
    texts = body.where(body.notna(), articles["article_id"][alike])
    repeated = pd.Series(False, index=articles.index)
    repeated[alike] = (
        pd.DataFrame({"outlet": articles["outlet"][alike], "text": texts}).duplicated().to_numpy()
    )
    if "duplicate_of" in articles:
        home = articles.drop_duplicates("article_id").set_index("article_id")["outlet"]
        repeated |= (articles["duplicate_of"].map(home) == articles["outlet"]).fillna(False)
    return repeated


def edges(bodies: pd.Series) -> pd.DataFrame:
    """Length and edges of texts: whole texts are compared where these are equal, which in a large corpus are few."""
    texts = bodies.astype("str")
    return pd.DataFrame({"letters": texts.str.len(), "first": texts.str[:EDGE], "last": texts.str[-EDGE:]})


def _form(frame: pd.DataFrame, marked: pd.Series) -> pd.Series:
    guess = marked.map({True: "direct", False: "indirect"})
    return frame["kind"].fillna(guess) if "kind" in frame else guess


def records(frame: pd.DataFrame, *names: str) -> Iterator[dict]:
    """Rows of *frame* as dicts of the columns *names*, as far as they are there; dicts of all rows at a time would be most of the memory of a large corpus."""
    narrow = frame[[name for name in names if name in frame]]
    for begin in range(0, len(narrow), BLOCK):
        part = narrow.iloc[begin : begin + BLOCK]
        columns = [part[name].to_numpy(dtype=object).tolist() for name in part]
        yield from (dict(zip(part, values, strict=True)) for values in zip(*columns, strict=True))


class Bodies(Mapping):
    """Texts by ``article_id``, left where the table holds them: as Python strings they would be twice as large."""

    def __init__(self, articles: pd.DataFrame, chosen: np.ndarray):
        self._texts = articles["body"].fillna("").astype("str").array
        places = np.flatnonzero(chosen)
        # Of several articles with one id the first counts.
        self._places = dict(
            zip(articles["article_id"].iloc[places[::-1]], places[::-1].tolist(), strict=True)
        )
        self._last: tuple[object, str] = (None, "")

    def __getitem__(self, article_id: object) -> str:
        if self._last[0] != article_id:
            self._last = article_id, str(self._texts[self._places[article_id]])
        return self._last[1]

    def __iter__(self) -> Iterator:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def lengths(self) -> pd.Series:
        """Letters of each text, by ``article_id``."""
        letters = pd.Series(self._texts).str.len().to_numpy()
        return pd.Series(letters[list(self._places.values())], index=list(self._places))


def _add_sources(out: pd.DataFrame, frame: pd.DataFrame, bodies: Bodies, sides: dict) -> None:
    mentions = ("mention", "mention_start", "mention_end", "cue_end", "in_title")
    described = sources.describe_speakers(
        records(frame, "article_id", "speaker", "speaker_id", *mentions), bodies
    )
    ids = [sources.identity(row) for row in records(frame, "speaker_id", "speaker")]
    kinds = frame["speaker_kind"].tolist() if "speaker_kind" in frame else [None] * len(frame)
    unnamed = [kind == "unnamed" for kind in kinds]
    out["speaker_id"] = [None if nobody else i for i, nobody in zip(ids, unnamed, strict=True)]
    out["speaker"] = [described[i]["name"] if i else None for i in ids]
    out["country"] = [described[i]["country"] if i else None for i in ids]
    out["source_type"] = [described[i]["source_type"] if i else None for i in ids]
    out["is_official"] = out["source_type"].map(
        lambda value: "unknown" if pd.isna(value) else "yes" if value in OFFICIAL else "no"
    )
    out["naming"] = [
        sources.naming(speaker, kind) for speaker, kind in zip(frame["speaker"], kinds, strict=True)
    ]
    out["side"] = [
        sides.get(str(i))
        or sides.get(str(c))
        or sides.get(str(t))
        or (None if sides else c or ("international" if t == "international" else None))
        for i, c, t in zip(ids, out["country"], out["source_type"], strict=True)
    ]


def _add_origin(out: pd.DataFrame, frame: pd.DataFrame, bodies: Bodies, kept: pd.DataFrame) -> None:
    outlets = kept["outlet"].to_dict()
    signed = kept["agency"].notna().to_dict() if "agency" in kept else {}
    origins, agency, relays, chains, ways = [], [], [], [], []
    told: set[tuple] = set()
    read = records(frame, "article_id", "start", "end", "cue_start", "speaker", "medium", "chain")
    for row, speaker in zip(read, out["speaker_id"], strict=True):
        links = _links(row.get("chain"))
        kinds = [sources.link_kind(link["name"]) for link in links]
        article = row["article_id"]
        if _told(row, bodies[article], outlets[article]):
            origin = "outlet"
            told.add((article, speaker))
        elif "agency" in kinds:
            origin = "agency"
        elif "media" in kinds:
            origin = "media"
        elif links:
            origin = "relay"
        elif signed.get(article):
            origin = "agency"
        else:
            origin = "public" if isinstance(row.get("medium"), str) else "unstated"
            if origin == "unstated" and speaker is not None and (article, speaker) in told:
                origin = "outlet"
        origins.append(origin)
        agency.append("agency" in kinds or bool(signed.get(article)))
        chains.append([link["name"] for link in links])
        relays.append(ARROW.join(link["name"] for link in links) or None)
        way = [row.get("speaker"), *chains[-1]]
        ways.append(ARROW.join(name for name in way if isinstance(name, str)) or None)
    out["origin"], out["is_agency"], out["relay"] = origins, agency, relays
    out["links"] = pd.Series(chains, index=out.index, dtype="object")
    out["path"] = ways
    out["path_id"] = [
        "<".join([str(speaker if isinstance(speaker, str) else ""), *map(sources.link_identity, links)])
        for speaker, links in zip(out["speaker_id"], chains, strict=True)
    ]


def _widen_fragments(out: pd.DataFrame, frame: pd.DataFrame, bodies: Bodies) -> None:
    """Give marked fragments that the table holds for their own clause the clause in which they stand."""
    starts, ends = out["clause_start"].to_list(), out["clause_end"].to_list()
    for place, row in enumerate(records(frame, "article_id", "start", "end", "marked", "cue")):
        if not row.get("marked") or starts[place] < row["start"] or ends[place] > row["end"]:
            continue
        body = bodies[row["article_id"]]
        first = body.rfind("\n", 0, row["start"]) + 1
        last = body.find("\n", row["end"])
        line = body[first : last if last >= 0 else len(body)]
        span = Span(
            row["start"] - first,
            row["end"] - first,
            True,
            row.get("cue") if isinstance(row.get("cue"), str) else None,
        )
        clause = whole_clauses(line, [span])[0]
        at = line.find(clause, max(0, span.end - len(clause)))
        if 0 <= at <= span.start:
            starts[place], ends[place] = first + at, first + at + len(clause)
    out["clause_start"], out["clause_end"] = starts, ends


def _links(chain: object) -> list[dict]:
    """The links of a chain that have a name; a chain read from Parquet is an array."""
    links = chain if isinstance(chain, list) else chain.tolist() if isinstance(chain, np.ndarray) else []
    return [link for link in links if isinstance(link, dict) and link.get("name")]


def _told(row: dict, body: str, outlet: str) -> bool:
    """Whether the sentence says that the words were told to the outlet itself (قال لـ«عكاظ», في تصريح لهسبريس)."""
    first = row["start"] if pd.isna(row.get("cue_start")) else min(int(row["cue_start"]), row["start"])
    begin = max(0, first - _NEAR, body.rfind("\n", 0, row["start"]) + 1)
    before = text.key(body[begin : row["start"]])
    after = text.key(_SENTENCE_END.split(body[row["end"] : row["end"] + _NEAR])[0])
    pattern, named = _told_pattern(outlet), _told_names(outlet)
    return any(
        _is_address(match)
        for near in (before, after)
        if any(name in near for name in named)  # in few sentences, and looked up sooner than the pattern
        for match in pattern.finditer(near)
    )


def _is_address(match: re.Match) -> bool:
    """A name between marks or after صحيفة is one; a bare word (للوطن) only where a word of saying stands before it."""
    if match["clear"]:
        return True
    before = [look_up(word) for word in re.findall(r"\w+", match.string[: match.start()])[-4:]]
    return any(word.cue is not None or word.flags & MEDIUM for word in before)


@lru_cache(maxsize=1024)
def _told_names(outlet: str) -> tuple[str, ...]:
    """Letters of which some stand in whatever `_told_pattern` finds."""
    names = (text.key(name) for name in sources.outlet_names(outlet))
    return (*(name[1:] if name.startswith("ال") else name for name in names), *_OWN_WORDS)


@lru_cache(maxsize=1024)
def _told_pattern(outlet: str) -> re.Pattern:
    names = [re.escape(text.key(name)) for name in sources.outlet_names(outlet)] or ["(?!)"]
    name = "|".join(names)
    joined = "|".join(f"ل{name[1:]}" for name in names if name.startswith("ال")) or "(?!)"
    to = r"(?<!\w)(?:ل[ـ\s]?|(?:الي|مع)\s+)"
    clear = rf"{to}(?:{_OWN}|{_HEADS}(?:{name})(?!\w)|(?:{_HEADS})?[«\"“](?:{name})[»\"”])"
    return re.compile(rf"(?P<clear>{clear})|(?:{to}(?:{name})|(?<!\w)(?:{joined}))(?!\w)")


def _typed(out: pd.DataFrame) -> pd.DataFrame:
    for name, kind in SOURCED.items():
        if name not in out:
            out[name] = pd.Series([None] * len(out), index=out.index, dtype="object")
        values = pd.to_datetime(out[name]) if kind == "datetime" else out[name]
        out[name] = values.astype(DTYPES[kind])
    return out[list(SOURCED)]
