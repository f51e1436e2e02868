"""Every find held against the gold: one row a judgement, with the verdict on content, speaker, chain and value."""

import re
import unicodedata
from collections.abc import Callable

import pandas as pd

from isnad import text
from isnad.errors import SchemaError
from isnad.gold import Gold
from isnad.schema import require, table
from isnad.text import overlap

JUDGED_QUOTES = {
    "article_id": "str", "layer": "str", "outcome": "str", "start": "int", "end": "int", "marks": "str", "gold_text": "str",
    "text": "str", "exact": "bool", "gold_speaker": "str", "speaker": "str", "speaker_right": "bool", "named_right": "bool",
    "gold_chain": "list", "chain": "list", "chain_hit": "int", "relayed": "bool", "relayed_right": "bool", "cue": "str",
    "speaker_basis": "str", "rule": "str", "confidence": "float",
}  # fmt: skip
JUDGED_TIMES = {
    "article_id": "str", "layer": "str", "outcome": "str", "start": "int", "end": "int", "gold_text": "str", "text": "str",
    "exact": "bool", "type_right": "bool", "valued": "bool", "gold_value": "str", "value": "str", "value_right": "bool", "rule": "str",
}  # fmt: skip
JUDGED_PAIRS = {
    "event": "str", "outcome": "str", "article_id": "str", "other_id": "str", "text": "str", "other_text": "str",
}  # fmt: skip

# A marked span and a reported clause count as found from this share of common characters (intersection over union).
LEAST = {"marked": 0.8, "reported": 0.5}
# What surrounds words without being part of them: left aside on both sides before spans are compared.
EDGE = " \n\t\u00a0.،,؛:!؟?«»“”\"'‘’()…-–"
# An alias that could stand for any source says nothing about who it is.
GENERIC = frozenset("البيان التقرير المصدر المصادر الوثيقة الإعلان التصريح الدراسة البلاغ الرسالة".split())
STYLES = {"«": "«»", "»": "«»", "“": "“”", "”": "“”", "„": "“”", '"': '""', "‘": "‘’", "’": "‘’", "'": "''"}
JOINT = re.compile(r"\s+و(?=\w{3})")


def judge_quotes(gold: Gold, quotes: pd.DataFrame) -> pd.DataFrame:
    """Every quotation, gold or found, with the verdict on it.

    Parameters
    ----------
    gold : Gold
    quotes : DataFrame, QUOTES
        Quotations of the gold articles; those of titles are left aside.

    Returns
    -------
    DataFrame, (n x JUDGED_QUOTES)
        ``layer`` is marked, reported, or label (a marked name or term; ``outcome`` taken when it was taken for speech,
        else left). Otherwise ``outcome`` is hit, missed, extra, or ignored (a find over a nested span or a speech act,
        neither right nor wrong). A marked span is found at a character overlap of 0.8, a reported clause at 0.5,
        pairs chosen one to one within an article. ``speaker_right``: the letters equal the gold name or an alias;
        ``named_right``: they equal the fullest name. ``start`` and ``end`` are the gold entry's, else the find's.

    Raises
    ------
    SchemaError: a column is missing, or a text is not the slice of its article that it claims to be.
    """
    require(quotes, ["article_id", "start", "end", "text", "marked", "speaker", "chain"], "judge_quotes")
    body = quotes[~quotes["in_title"].astype(bool)] if "in_title" in quotes else quotes
    found = {key: rows.to_dict("records") for key, rows in body.groupby("article_id")}
    golds = {key: rows.to_dict("records") for key, rows in gold.quotes.groupby("article_id")}
    records: list[dict] = []
    for article_id, words in zip(gold.articles["article_id"], gold.articles["body"], strict=True):
        records += _judge_article(article_id, words, golds.get(article_id, []), found.get(article_id, []))
    return table(records, JUDGED_QUOTES)


def judge_times(gold: Gold, times: pd.DataFrame) -> pd.DataFrame:
    """Every expression of time, gold or found, with the verdict on it.

    Parameters
    ----------
    times : DataFrame, TIMES

    Returns
    -------
    DataFrame, (n x JUDGED_TIMES)
        ``outcome`` is hit (any overlap, one to one), missed or extra. ``value_right`` counts only where ``valued``:
        the gold says which value it is.

    Raises
    ------
    SchemaError: a column is missing.
    """
    require(times, ["article_id", "start", "end", "text", "type", "value"], "judge_times")
    found = {key: rows.to_dict("records") for key, rows in times.groupby("article_id")}
    golds = {key: rows.to_dict("records") for key, rows in gold.times.groupby("article_id")}
    records: list[dict] = []
    for article_id in gold.articles["article_id"]:
        wanted, got = golds.get(article_id, []), found.get(article_id, [])
        pairs = _pairs([(g["start"], g["end"]) for g in wanted], [(r["start"], r["end"]) for r in got], 1e-9)
        records += [_time_verdict(article_id, entry, row) for entry, row in _matched(wanted, got, pairs)]
    return table(records, JUDGED_TIMES)


def judge_statements(gold: Gold, match: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Pairs of gold quotations of different articles that are one statement, by the gold or by *match*.

    Parameters
    ----------
    match : function
        `isnad.match_statements` or one like it: given quotations and articles it returns the quotations with ``statement_id``.
        It is given the gold quotations, so that only the matching is judged, one event at a time.

    Returns
    -------
    DataFrame, (pairs x JUDGED_PAIRS): outcome is hit, missed or extra.
    """
    records: list[dict] = []
    truth = gold.statements.set_index("quote_id")["statement"]
    for event in gold.statements["event"].drop_duplicates():
        articles = gold.articles[gold.articles["event"] == event].drop(columns="event").reset_index(drop=True)
        quotes = gold.speech[gold.speech["article_id"].isin(articles["article_id"])]
        quotes = quotes.drop(columns=["layer", "class", "nested", "aliases"]).reset_index(drop=True)
        matched = match(quotes, articles)
        label = dict(zip(matched["quote_id"], matched["statement_id"], strict=True))
        rows = quotes.sort_values("quote_id", kind="stable").to_dict("records")
        for i, a in enumerate(rows):
            for b in rows[i + 1 :]:
                if a["article_id"] == b["article_id"]:
                    continue
                x, y = a["quote_id"], b["quote_id"]
                same = x in truth.index and y in truth.index and truth[x] == truth[y]
                claimed = pd.notna(label.get(x)) and label.get(x) == label.get(y)
                if same or claimed:
                    records.append({
                        "event": event, "outcome": "hit" if same and claimed else "missed" if same else "extra",
                        "article_id": a["article_id"], "other_id": b["article_id"], "text": a["text"], "other_text": b["text"],
                    })  # fmt: skip
    return table(records, JUDGED_PAIRS)


def mark_style(body: str, start: int) -> str:
    """Which marks open the span that starts at *start*: one of the values of STYLES, or ``other``."""
    before = body[max(0, start - 3) : start].rstrip()
    return STYLES.get(before[-1:], "other")


def letters(name: object) -> str | None:
    """A name reduced to its letters: no diacritics or marks, one form a letter, no article before words; None for none."""
    if not isinstance(name, str):
        return None
    bare = "".join(
        ch for ch in unicodedata.normalize("NFC", text.key(name)) if not unicodedata.combining(ch)
    ).lower()
    words = re.findall(r"\w+", bare)
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words) or None


def _judge_article(article_id: str, body: str, golds: list[dict], found: list[dict]) -> list[dict]:
    for row in found:
        if body[row["start"] : row["end"]] != row["text"]:
            raise SchemaError(
                f"judge_quotes: {article_id}: text is not body[start:end]: {row['text'][:60]!r}"
            )
        row["span"] = _trimmed(body, row["start"], row["end"])
    for entry in golds:
        entry["span"] = _trimmed(body, entry["start"], entry["end"])
    acts = [e["span"] for e in golds if e["layer"] == "acts"]
    nested = [e["span"] for e in golds if e["nested"]]
    labels = [e for e in golds if e["layer"] == "marked" and e["class"] != "speech" and not e["nested"]]
    records: list[dict] = []
    for layer, least in LEAST.items():
        wanted = [e for e in golds if e["layer"] == layer and e["class"] == "speech" and not e["nested"]]
        got = [row for row in found if bool(row["marked"]) == (layer == "marked")]
        pairs = _pairs([e["span"] for e in wanted], [row["span"] for row in got], least)
        aside = nested if layer == "marked" else nested + acts
        for entry, row in _matched(wanted, got, pairs):
            records.append(_verdict(article_id, body, layer, entry, row))
            if entry is None and row and any(_neither(row["span"], span, span in acts) for span in aside):
                records[-1]["outcome"] = "ignored"
        if layer == "marked":
            records += [_label(article_id, body, entry, got) for entry in labels]
    return records


def _time_verdict(article_id: str, entry: dict | None, row: dict | None) -> dict:
    place = entry or row or {}
    record = {"article_id": article_id, "layer": "times", "start": place["start"], "end": place["end"], "exact": False,
              "type_right": False, "valued": False, "value_right": False}  # fmt: skip
    if entry:
        record |= {"outcome": "missed", "gold_text": entry["text"], "gold_value": entry["value"]}
    if row:
        record |= {"outcome": "extra", "text": row["text"], "value": row["value"], "rule": row.get("rule")}
    if entry and row:
        valued = isinstance(entry["value"], str)
        record |= {"outcome": "hit", "exact": (entry["start"], entry["end"]) == (row["start"], row["end"]), "valued": valued,
                   "type_right": entry["type"] == row["type"], "value_right": valued and entry["value"] == row["value"]}  # fmt: skip
    return record


def _neither(find: tuple[int, int], span: tuple[int, int], act: bool) -> bool:
    """Whether a find is neither right nor wrong: it is that nested span, or tells of that speech act and little more."""
    if overlap(find, span) >= 0.5:
        return True
    return (
        act
        and find[0] <= span[0]
        and span[1] <= find[1]
        and find[1] - find[0] <= 2 * (span[1] - span[0]) + 20
    )


def _verdict(article_id: str, body: str, layer: str, entry: dict | None, row: dict | None) -> dict:
    record = {"article_id": article_id, "layer": layer, "outcome": "hit", "exact": False, "speaker_right": False, "named_right": False,
              "chain_hit": 0, "relayed": False, "relayed_right": False}  # fmt: skip
    place = entry or row or {}
    record |= {
        "start": place["start"],
        "end": place["end"],
        "marks": mark_style(body, place["start"]) if layer == "marked" else "none",
    }
    if entry:
        record |= {
            "gold_text": entry["text"],
            "gold_speaker": entry["speaker"],
            "cue": entry["cue"],
            "gold_chain": _names(entry["chain"]),
        }
    if row:
        record |= {"text": row["text"], "speaker": row["speaker"], "chain": _names(row["chain"]), "rule": row.get("rule"),
                   "speaker_basis": row.get("speaker_basis"), "confidence": row.get("confidence")}  # fmt: skip
        record["cue"] = record.get("cue") or row.get("cue")
    if not row:
        return record | {"outcome": "missed"}
    if not entry:
        return record | {"outcome": "extra"}
    wanted, got = _chain(entry["chain"]), _chain(row["chain"])
    return record | {
        "exact": entry["span"] == row["span"], "speaker_right": _right_speaker(entry, row["speaker"]),
        "named_right": _together(entry["speaker"]) == _together(row["speaker"]), "chain_hit": _shared_links(set(got), set(wanted)),
        "relayed": bool(wanted), "relayed_right": bool(wanted) and len(got) == len(wanted) and all(map(_same_source, got, wanted)),
    }  # fmt: skip


def _label(article_id: str, body: str, entry: dict, got: list[dict]) -> dict:
    taken = next((row for row in got if overlap(row["span"], entry["span"]) >= LEAST["marked"]), None)
    return {
        "article_id": article_id, "layer": "label", "outcome": "taken" if taken else "left", "start": entry["start"], "end": entry["end"],
        "marks": mark_style(body, entry["start"]), "gold_text": entry["text"], "text": taken and taken["text"], "exact": False,
        "speaker_right": False, "named_right": False, "chain_hit": 0, "relayed": False, "relayed_right": False,
        "rule": taken and taken.get("rule"), "confidence": taken and taken.get("confidence"), "speaker": taken and taken["speaker"],
    }  # fmt: skip


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    while start < end and body[start] in EDGE:
        start += 1
    while end > start and body[end - 1] in EDGE:
        end -= 1
    return start, end


def _pairs(golds: list[tuple[int, int]], found: list[tuple[int, int]], least: float) -> dict[int, int]:
    """Gold index to find index, one to one, the greatest overlap first."""
    overlaps = ((overlap(g, f), i, j) for i, g in enumerate(golds) for j, f in enumerate(found))
    chosen: dict[int, int] = {}
    for _, i, j in sorted((o for o in overlaps if o[0] >= least), key=lambda o: (-o[0], o[1], o[2])):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return chosen


def _matched(golds: list[dict], found: list[dict], pairs: dict[int, int]):
    """Every gold entry with its find or None, then every find without a gold entry."""
    yield from ((entry, found[pairs[i]] if i in pairs else None) for i, entry in enumerate(golds))
    taken = set(pairs.values())
    yield from ((None, row) for j, row in enumerate(found) if j not in taken)


def _names(chain: object) -> list[str]:
    return [] if chain is None or isinstance(chain, float) else [link["name"] for link in chain]  # type: ignore[union-attr]


def _chain(chain: object) -> list[str]:
    return [name for name in map(letters, _names(chain)) if name]


def _same_source(a: str, b: str) -> bool:
    """Whether one name is the other or the other with words left out."""
    x, y = set(a.split()), set(b.split())
    return x <= y or y <= x


def _shared_links(got: set[str], wanted: set[str]) -> int:
    left, shared = sorted(wanted), 0
    for name in sorted(got):
        same = next((other for other in left if _same_source(name, other)), None)
        if same is not None:
            left.remove(same)
            shared += 1
    return shared


def _together(name: object) -> frozenset | None:
    """Joint speakers in any order."""
    return None if letters(name) is None else frozenset(letters(part) for part in JOINT.split(str(name)))


def _right_speaker(entry: dict, speaker: object) -> bool:
    if letters(entry["speaker"]) is None:
        return letters(speaker) is None
    generic = {letters(word) for word in GENERIC}
    names = [entry["speaker"], *(alias for alias in entry["aliases"] if letters(alias) not in generic)]
    return _together(speaker) in {_together(name) for name in names}
