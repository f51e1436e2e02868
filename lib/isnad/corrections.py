"""What a reader has put right: a table of corrections, laid over what was extracted each time a corpus is opened.

A row names its place by the words that stand there, not by a number, so that it survives a rerun and a new version. The files
of the corpus are never changed; a row that no longer fits is told, not applied.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from isnad import text
from isnad.correctionfile import QUOTE_KINDS, chain_links
from isnad.messages import say
from isnad.schema import QUOTES, require, table

APPLIED, UNCHANGED = "applied", "unchanged"
# The states of rows that no longer fit.
STALE = ("no_article", "no_text", "no_quotation", "no_speaker", "ambiguous")
# The kinds of rows that correct a quotation, in the order in which they are applied.
QUOTED = ("quotation", "speaker", "chain")
MARKS = " \n\t«»“”„\"'‘’"


def correct_dates(articles: pd.DataFrame, corrections: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, str]]:
    """*articles* with the dates of the rows of kind ``date``, and what became of each row.

    Parameters
    ----------
    articles : DataFrame
        Needs ``article_id`` and ``published``.

    Returns
    -------
    DataFrame, index and order kept, ``published_basis`` ``corrected`` (``none`` for an empty value), and a dict of line to state.

    Raises
    ------
    SchemaError: a column is missing.
    """
    require(articles, ["article_id", "published"], "correct_dates")
    out, states = articles.copy(), {}
    rows = corrections[corrections["kind"] == "date"]
    places = _where(articles, rows)
    for row in rows.itertuples():
        if row.article_id not in places:
            states[row.line] = "no_article"
            continue
        day = pd.to_datetime(row.value) if isinstance(row.value, str) else pd.NaT
        before = out.at[places[row.article_id], "published"]
        same = (pd.isna(before) and pd.isna(day)) or before == day
        states[row.line] = UNCHANGED if same else APPLIED
        if not same:
            out.at[places[row.article_id], "published"] = day
            out.at[places[row.article_id], "published_basis"] = "none" if pd.isna(day) else "corrected"
    return out, states


def correct_quotes(
    quotes: pd.DataFrame, articles: pd.DataFrame, corrections: pd.DataFrame
) -> tuple[pd.DataFrame, dict[int, str]]:
    """*quotes* with the rows of kind ``quotation`` (first), ``speaker`` and ``chain`` (then), and what became of each row.

    Parameters
    ----------
    quotes : DataFrame, QUOTES
    articles : DataFrame
        Needs ``article_id`` and ``body``; uses ``title``.

    Returns
    -------
    DataFrame with a fresh index: deleted quotations are gone, added ones stand where they belong, a corrected one has ``rule``
    ``corrected`` and confidence 1, and ``speaker_basis`` ``corrected`` where the speaker was. And a dict of line to state.
    ``speaker_id`` is not looked at: resolve speakers afterwards.

    Raises
    ------
    SchemaError: a column is missing.
    """
    require(quotes, ["quote_id", "article_id", "start", "end", "text", "speaker"], "correct_quotes")
    require(articles, ["article_id", "body"], "correct_quotes")
    rows = corrections[corrections["kind"].isin(QUOTED)]
    if rows.empty:
        return quotes.copy(), {}
    edited = _Quotes(quotes, articles, rows)
    states = {
        row.line: edited.apply(row) for kind in QUOTED for row in rows[rows["kind"] == kind].itertuples()
    }
    return edited.frame(), states


def merge_speakers(quotes: pd.DataFrame, corrections: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, str]]:
    """*quotes* with the speakers of the rows of kind ``merge`` made one, and what became of each row.

    ``text`` and ``value`` are names or ids of speakers: whoever ``text`` is becomes who ``value`` is, in all articles or, where an
    ``article_id`` is given, in that one. A ``value`` that is no speaker of the corpus nor of the table of entities becomes ``name:`` and the
    name. Where ``value`` is a name, ``speaker`` is written so too.

    Returns
    -------
    DataFrame, index and order kept, and a dict of line to state.

    Raises
    ------
    SchemaError: a column is missing.
    """
    require(quotes, ["article_id", "speaker", "speaker_id", "speaker_kind"], "merge_speakers")
    out, states = quotes.copy(), {}
    for row in corrections[corrections["kind"] == "merge"].itertuples():
        inside = out["article_id"] == row.article_id if isinstance(row.article_id, str) else True
        sources, target = _ids_of(out, row.text), _target(out, row.value)
        here = (out["speaker_id"].map(lambda ids, s=sources: isinstance(ids, str) and bool(s & set(ids.split("+")))) | _called(out, row.text)) & inside  # fmt: skip
        if not here.any():
            states[row.line] = "no_speaker"
            continue
        before = out.loc[here, ["speaker", "speaker_id"]]
        out.loc[here, "speaker_id"] = [
            "+".join(dict.fromkeys(target if one in sources else one for one in ids.split("+")))
            if isinstance(ids, str)
            else target
            for ids in before["speaker_id"]
        ]
        alone = here & (out["speaker_id"] == target)
        if target != row.value:
            out.loc[alone, "speaker"] = row.value.removeprefix("name:")
        out.loc[alone, "speaker_kind"] = _kind(quotes, target, row.value)
        states[row.line] = UNCHANGED if before.equals(out.loc[here, ["speaker", "speaker_id"]]) else APPLIED
    return out, states


def describe(corrections: pd.DataFrame, language: str) -> str:
    """One line for a page: how many corrections were applied and which rows no longer fit; empty where there are none.

    Parameters
    ----------
    corrections : DataFrame, CORRECTIONS, with ``state``
    """
    applied = int((corrections["state"] == APPLIED).sum())
    stale = corrections[corrections["state"].isin(STALE)]
    told = [say("corrections.applied", language, n=applied)] if applied else []
    if len(stale):
        lines = say("interface.comma", language).join(str(line) for line in stale["line"].head(10))
        told.append(say("corrections.stale", language, n=len(stale), lines=lines))
    return " ".join(told)


class _Quotes:
    """The quotations of one corpus, edited row by row."""

    def __init__(self, quotes: pd.DataFrame, articles: pd.DataFrame, rows: pd.DataFrame):
        self.quotes, self.articles = quotes.reset_index(drop=True).copy(), articles
        self.at = _where(articles, rows)
        concerned = self.quotes["article_id"].isin(list(self.at))
        self.records = {
            place: {**self.quotes.loc[place].to_dict(), "place": place}
            for place in self.quotes.index[concerned]
        }
        self.touched: set[int] = set()
        self.added: list[dict] = []

    def apply(self, row: Any) -> str:
        """The state of the correction *row* after it was laid over the quotations."""
        if row.article_id not in self.at:
            return "no_article"
        places = list(self.places(row))
        if not places:
            return "no_text"
        if row.kind == "quotation" and row.value == "add":
            return self.add(row, places)
        found = self.target(row, places)
        if isinstance(found, str):
            return found
        before = dict(found)
        if row.kind == "speaker":
            _set_speaker(found, row.value)
        elif row.kind == "chain":
            _set_chain(found, row.value)
        elif row.value == "delete":
            found["deleted"] = True
        elif row.value in QUOTE_KINDS:
            found["kind"] = row.value
        else:
            span = self.nearest(row.article_id, found, row.value)
            if span is None:
                return "no_text"
            found.update(start=span[0], end=span[1], text=span[2])
            if pd.notna(found.get("content_start")) and not (
                found["content_start"] <= span[0] and span[1] <= found["content_end"]
            ):
                found.update(content_start=None, content_end=None)
        changed = {k: v for k, v in found.items() if k not in before or not _same(before[k], v)}
        if not changed:
            return UNCHANGED
        found.update(rule="corrected", confidence=1.0)
        self.touched.add(found.get("place", -1))
        return APPLIED

    def add(self, row: Any, places: list[tuple[bool, int, int]]) -> str:
        """A new quotation over the words, unless one stands there already."""
        if len(places) > 1:
            return "ambiguous"
        in_title, start, end = places[0]
        if any(_overlap(one, places[0]) > 0.8 for one in self.of(row.article_id)):
            return UNCHANGED
        words = self.words(row.article_id, in_title)
        marked = words[:start].rstrip()[-1:] in MARKS.strip() and words[end:].lstrip()[:1] in MARKS.strip()
        marked = marked and bool(words[:start].strip()) and bool(words[end:].strip())
        self.added.append({
            "quote_id": f"{row.article_id}:c{row.line}", "article_id": row.article_id, "start": start, "end": end,
            "text": words[start:end], "marked": marked, "in_title": in_title, "kind": "direct" if marked else "indirect",
            "chain": [], "rule": "corrected", "confidence": 1.0,
        })  # fmt: skip
        return APPLIED

    def target(self, row: Any, places: list[tuple[bool, int, int]]) -> dict | str:
        """The one quotation that stands at the words, or the state that says why there is none."""
        hits = [(one, _overlap(one, place)) for place in places for one in self.of(row.article_id)]
        hits = [(one, share) for one, share in hits if share > 0]
        if not hits:
            return "no_quotation"
        best = max(share for _, share in hits)
        chosen = {id(one): one for one, share in hits if share == best}
        return next(iter(chosen.values())) if len(chosen) == 1 else "ambiguous"

    def of(self, article_id: str) -> Iterator[dict]:
        """The quotations of an article that are there, as the table first had them or as they are now."""
        for record in [*self.records.values(), *self.added]:
            if record["article_id"] == article_id and not record.get("deleted"):
                yield record

    def places(self, row: Any) -> Iterator[tuple[bool, int, int]]:
        """Where the words stand in title and body: the one occurrence asked for, else each."""
        found = [(in_title, *span) for in_title in (True, False)
                 for span in occurrences(self.words(row.article_id, in_title), row.text.strip(MARKS))]  # fmt: skip
        if pd.notna(row.n):
            inside = [place for place in found if not place[0]] or found
            found = inside[row.n - 1 : row.n]
        yield from found

    def nearest(self, article_id: str, record: dict, words: str) -> tuple[int, int, str] | None:
        """The occurrence of *words* that is nearest to the quotation."""
        whole = self.words(article_id, bool(record["in_title"]))
        spans = occurrences(whole, words.strip(MARKS))
        if not spans:
            return None
        start, end = min(
            spans,
            key=lambda s: (-_overlap(record, (bool(record["in_title"]), *s)), abs(s[0] - record["start"])),
        )
        return start, end, whole[start:end]

    def words(self, article_id: str, in_title: bool) -> str:
        """The title or the body of an article."""
        name = "title" if in_title else "body"
        value = self.articles.at[self.at[article_id], name] if name in self.articles else None
        return value if isinstance(value, str) else ""

    def frame(self) -> pd.DataFrame:
        """The table as it is now."""
        changed = {place: self.records[place] for place in sorted(self.touched) if place >= 0}
        kept = self.quotes.drop(index=list(changed))
        new = [r for r in [*changed.values(), *self.added] if not r.pop("deleted", False)]
        if not new:
            return kept.reset_index(drop=True)
        columns = {name: QUOTES.get(name) for name in self.quotes.columns}
        made = table(
            [{k: _plain(v) for k, v in r.items() if k in QUOTES} for r in new],
            {n: k for n, k in columns.items() if k},
        )
        for name in self.quotes.columns.difference(made.columns):
            made[name] = pd.Series([r.get(name) for r in new], dtype="object").astype(self.quotes[name].dtype)
        both = pd.concat([kept, made[list(self.quotes.columns)].astype(self.quotes.dtypes.to_dict())])
        order = {article_id: place for place, article_id in enumerate(self.articles["article_id"])}
        keys = pd.DataFrame(
            {
                "a": both["article_id"].map(order),
                "t": ~both["in_title"].astype(bool),
                "s": both["start"],
                "e": both["end"],
            }
        )
        return both.iloc[
            keys.reset_index(drop=True).sort_values(["a", "t", "s", "e"], kind="stable").index
        ].reset_index(drop=True)


def _set_speaker(record: dict, name: object) -> None:
    """Give the quotation another speaker; the words that stood for the old one are no longer his."""
    if _same(record.get("speaker"), name):
        return
    record.update(speaker=name, mention=None, mention_start=None, mention_end=None,
                  speaker_basis="corrected" if isinstance(name, str) else None)  # fmt: skip


def _set_chain(record: dict, value: object) -> None:
    """Give the quotation other relays; one that is written without brackets keeps the medium that was found for it."""
    before = {link["name"]: link.get("medium") for link in _plain(record.get("chain")) or []}
    found = {text.key(name): medium for name, medium in before.items()}
    after = {
        link["name"]: link.get("medium", found.get(text.key(link["name"]))) or None
        for link in chain_links(value if isinstance(value, str) else None)
    }
    if list(after.items()) != list(before.items()):
        record["chain"] = [{"name": name, "medium": medium} if medium else {"name": name} for name, medium in after.items()]  # fmt: skip


def occurrences(whole: str, words: str) -> list[tuple[int, int]]:
    """Where *words* stand in *whole*: letter for letter, else by search key (hamzas, diacritics and spaces set aside)."""
    if not words:
        return []
    found, at = [], whole.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = whole.find(words, at + 1)
    if found:
        return found
    folded, key = text.fold(whole), " ".join(text.key(words).split())
    at = folded.key.find(key) if key else -1
    while at >= 0:
        found.append(folded.span(at, at + len(key)))
        at = folded.key.find(key, at + 1)
    return found


def _overlap(record: dict | tuple, place: tuple[bool, int, int]) -> float:
    """How far a quotation and a place are one; 0 where one stands in the title, the other in the body."""
    in_title, start, end = (
        record if isinstance(record, tuple) else (bool(record["in_title"]), record["start"], record["end"])
    )
    return text.overlap((start, end), place[1:]) if in_title == place[0] else 0.0


def _where(articles: pd.DataFrame, rows: pd.DataFrame) -> dict[str, Any]:
    """The index label of each article that the corrections name."""
    named = articles[articles["article_id"].isin(rows["article_id"].dropna())]
    return dict(zip(named["article_id"], named.index, strict=True))


def _ids_of(quotes: pd.DataFrame, name: str) -> set[str]:
    """The ids of the speaker *name*, which is an id itself or a name as articles write it."""
    known = {one for ids in quotes["speaker_id"].dropna().unique() for one in ids.split("+")}
    if name in known:
        return {name}
    spoken = quotes.loc[_called(quotes, name), "speaker_id"].dropna()
    key = text.key(name).strip()
    return {ids for ids in spoken if "+" not in ids} | {one for one in known if one.startswith("name:") and text.key(one[5:]).strip() == key}  # fmt: skip


def _called(quotes: pd.DataFrame, name: str) -> pd.Series:
    """Which quotations name their speaker so."""
    key = text.key(name).strip()
    return quotes["speaker"].map(lambda one: isinstance(one, str) and text.key(one).strip() == key).astype(bool)  # fmt: skip


def _kind(quotes: pd.DataFrame, speaker_id: str, name: str) -> str | None:
    """The kind that the speaker has in the table; else what the table of entities or the name tells."""
    from isnad.entities import gazetteer, kind_of

    kinds = quotes.loc[quotes["speaker_id"] == speaker_id, "speaker_kind"].dropna()
    if len(kinds):
        return str(kinds.iloc[0])
    known = gazetteer().entities.get(speaker_id)
    return known.kind if known else kind_of(name.removeprefix("name:"))


def _target(quotes: pd.DataFrame, name: str) -> str:
    from isnad.entities import gazetteer

    if name in gazetteer().entities:
        return name
    return (
        next(iter(sorted(_ids_of(quotes, name))), None)
        or gazetteer().find(name)
        or f"name:{name.removeprefix('name:')}"
    )


def _same(a: object, b: object) -> bool:
    if isinstance(a, (list, dict)) or hasattr(a, "tolist"):
        return a is b
    return (pd.isna(a) and pd.isna(b)) or a == b  # type: ignore[arg-type]


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist") and getattr(value, "ndim", 0):
        return value.tolist()
    return value if isinstance(value, (list, dict)) or not pd.isna(value) else None
