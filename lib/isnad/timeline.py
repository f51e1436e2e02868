"""Dated events: what is told of a day, by whom, in which outlets, and when it was reported."""

from bisect import bisect_right
from collections import Counter
from itertools import combinations

import pandas as pd

from isnad import schema, timex
from isnad.text import key, sentences
from isnad.timecues import guards
from isnad.times import publication_days

# Grains of TIMEX3 values -> grains of the events table; earliest and latest keep the exact bounds.
GRAINS = {
    "minute": "minute", "part": "day", "day": "day", "week": "week", "month": "month", "quarter": "quarter",
    "season": "quarter", "half": "year", "year": "year", "decade": "decade", "century": "decade",
}  # fmt: skip
SAME_EVENT = 0.5  # share of the shorter sentence's informative words that two sentences must have in common
COMMON_WORD = 40  # a word in more sentences of one day than this leads no search for its like


def build_timeline(
    articles: pd.DataFrame, times: pd.DataFrame, quotes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row for each thing told of a day (or week, month …), merged across articles.

    Parameters
    ----------
    articles : DataFrame
        Needs ``article_id`` and ``body``; uses ``outlet`` and ``published`` when there.
    times : DataFrame
        From ``extract_times`` on the same articles. Rows without ``earliest`` (durations, sets, vague values) are left out.
    quotes : DataFrame, optional
        From ``extract_quotes``; where an expression stands in a quotation, its ``speaker`` is taken over.

    Returns
    -------
    DataFrame with the columns of ``schema.EVENTS``, by ``earliest``, then from fine to coarse grain. ``earliest`` and ``latest`` bound
    *when it happened* (half open, to the grain of the words); ``reported_first`` and ``reported_last`` are days of
    *publication*, NaT if no article has one. ``text`` is the sentence of the first report. ``mentions`` counts expressions,
    ``articles_n`` articles. ``speaker`` is NA outside quotations.

    Two sentences are one event when they give the same interval and share most of their informative words;
    two wordings of one event without common words stay apart. Looks at the whole corpus.

    Raises
    ------
    SchemaError: a table lacks a column.
    """
    schema.require(articles, ["article_id", "body"], "build_timeline (articles)")
    schema.require(
        times,
        ["time_id", "article_id", "start", "end", "value", "earliest", "latest"],
        "build_timeline (times)",
    )
    if quotes is not None:
        schema.require(quotes, ["article_id", "start", "end", "speaker"], "build_timeline (quotes)")
    return merge_mentions(list_mentions(articles, times, quotes))


def merge_mentions(mentions: list[dict]) -> pd.DataFrame:
    """The table of `build_timeline` from what `list_mentions` gives; mentions of different intervals never meet."""
    events = [_event(group) for same in _by_interval(mentions) for group in _same_event(same)]
    events.sort(
        key=lambda e: (e["earliest"], e["latest"] - e["earliest"], e["reported_first"], e["event_time_id"])
    )
    return schema.table(events, schema.EVENTS)


def list_mentions(articles: pd.DataFrame, times: pd.DataFrame, quotes: pd.DataFrame | None) -> list[dict]:
    """What each dated expression of time tells: its interval, sentence, speaker and article. One article is looked at."""
    dated = times[times["earliest"].notna()]
    by_article = {name: rows for name, rows in dated.groupby("article_id", sort=False)}
    said = _quoted_spans(quotes)
    outlets = articles["outlet"].tolist() if "outlet" in articles.columns else [None] * len(articles)
    published = publication_days(articles)
    found = []
    for article_id, body, outlet, day in zip(
        articles["article_id"].tolist(), articles["body"].tolist(), outlets, published, strict=True
    ):
        rows = by_article.get(article_id)
        if rows is None or not isinstance(body, str):
            continue
        spans = sentences(body)
        starts = [start for start, _ in spans]
        for row in rows.itertuples(index=False):
            at = max(0, bisect_right(starts, row.start) - 1)
            start, end = spans[at]
            found.append({
                "time_id": row.time_id, "article_id": article_id, "outlet": outlet if isinstance(outlet, str) else None,
                "published": None if day is None else pd.Timestamp(day), "earliest": row.earliest,
                "latest": row.latest, "grain": GRAINS.get(timex.grain(row.value) or "", "day"), "text": body[start:end],
                "speaker": _speaker(said.get(article_id, []), row.start, row.end),
            })  # fmt: skip
    return found


def _quoted_spans(quotes: pd.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    spans: dict[str, list[tuple[int, int, str]]] = {}
    if quotes is None or quotes.empty:
        return spans
    body = quotes[~quotes["in_title"].astype(bool)] if "in_title" in quotes.columns else quotes
    for row in body.itertuples(index=False):
        if isinstance(row.speaker, str):
            spans.setdefault(row.article_id, []).append((row.start, row.end, row.speaker))
    return spans


def _speaker(spans: list[tuple[int, int, str]], start: int, end: int) -> str | None:
    """Who says it: the speaker of the narrowest quotation around the expression."""
    around = [(b - a, who) for a, b, who in spans if a <= start and end <= b]
    return min(around)[1] if around else None


def _by_interval(mentions: list[dict]) -> list[list[dict]]:
    groups: dict[tuple, list[dict]] = {}
    for mention in mentions:
        groups.setdefault((mention["earliest"], mention["latest"]), []).append(mention)
    return list(groups.values())


def _same_event(mentions: list[dict]) -> list[list[dict]]:
    """Groups of mentions (of one interval) whose sentences tell the same."""
    bags = [_informative(mention["text"]) for mention in mentions]
    leader = list(range(len(mentions)))

    def root(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    sentence_of: dict[tuple[str, str], int] = {}
    for i, mention in enumerate(
        mentions
    ):  # the same sentence of the same article is one mention more, no new event
        first = sentence_of.setdefault((mention["article_id"], mention["text"]), i)
        leader[i] = root(first)
    distinct = sorted(set(sentence_of.values()))
    places: dict[str, list[int]] = {}
    for i in distinct:
        for word in bags[i]:
            places.setdefault(word, []).append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for found in places.values():
        if len(found) <= COMMON_WORD:
            shared.update(combinations(found, 2))
    for (i, j), n in sorted(shared.items()):
        if n >= 2 and root(i) != root(j) and _alike(bags[i], bags[j]):
            leader[max(root(i), root(j))] = min(root(i), root(j))
    groups: dict[int, list[dict]] = {}
    for i, mention in enumerate(mentions):
        groups.setdefault(root(i), []).append(mention)
    return list(groups.values())


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    common = len(a & b)
    return common >= 3 and common >= SAME_EVENT * min(len(a), len(b))


def _informative(sentence: str) -> frozenset[str]:
    """The sentence's words without function words, single clitics and the article off."""
    small = guards()["function"]
    words = set()
    for word in key(sentence).split():
        word = word.strip('"«»“”().,،؛:!؟-–…')
        if len(word) > 3 and word[0] in "وفبل" and word[1:3] == "ال":
            word = word[1:]
        word = word[2:] if word.startswith("ال") and len(word) > 4 else word
        if len(word) > 2 and word not in small:
            words.add(word)
    return frozenset(words)


def _event(group: list[dict]) -> dict:
    dated = [m["published"] for m in group if m["published"] is not None]
    first = min(group, key=lambda m: (m["published"] is None, m["published"] or pd.Timestamp(0)))
    articles = list(dict.fromkeys(m["article_id"] for m in group))
    speakers = [m["speaker"] for m in group if m["speaker"]]
    return {
        "event_time_id": first["time_id"], "article_ids": articles,
        "outlets": list(dict.fromkeys(m["outlet"] for m in group if m["outlet"])),
        "earliest": first["earliest"], "latest": first["latest"], "grain": first["grain"], "text": first["text"],
        "speaker": first["speaker"] or (speakers[0] if speakers else None),
        "reported_first": min(dated) if dated else pd.NaT, "reported_last": max(dated) if dated else pd.NaT,
        "mentions": len(group), "articles_n": len(articles),
    }  # fmt: skip
