"""The extraction validated on one's own corpus: a blind coding sheet is drawn and written, filled in by people, and read back.

What the program found is kept apart from the sheet, in a file of answers beside it. What came out is counted by `isnad.agreement`.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from isnad import codingsheet, text
from isnad.corpora import Corpus
from isnad.errors import LoadError, ParameterError, SchemaError

CONTEXT = 400
PASSAGE = (60, 1500)
# Rows for each quotation that is drawn: sentences without one, passages, times, pairs.
DECOYS, PASSAGES, TIMES, PAIRS = 0.2, 0.6, 0.4, 0.4
ENDING = ".answers.json"
# How the ids of a sheet begin.
LETTERS = {"spans": "q", "passages": "p", "times": "t", "pairs": "r"}


@dataclass(frozen=True)
class Coding:
    """What was drawn (``rows``, a list of records a sheet, the program's answers among them) and what each coder wrote (``coders``)."""

    id: str
    rows: dict[str, list[dict[str, Any]]]
    coders: dict[str, dict[str, pd.DataFrame]]


def write(corpus: Corpus, n: int = 50, out: str | Path = "sheet.xlsx", *, seed: int = 1, language: str = "ar") -> dict[str, int]:  # fmt: skip
    """Draw a sample of *corpus* and write the coding sheet *out*, and beside it ``…answers.json``, which coders must not open.

    Parameters
    ----------
    n : int
        Quotations to draw; passages, times and pairs of quotations come in proportion, as far as the corpus has them. Rows are drawn at even
        steps from lists ordered by outlet and kind, so that each outlet has its share and every row the same chance; headlines are left aside.
    seed : int
        The same seed draws the same rows from the same corpus.
    language : str
        Of heads and choices.

    Returns
    -------
    dict of sheet to the number of its rows.

    Raises
    ------
    ParameterError: *n* below 5, *out* no .xlsx, or one that is there already (a filled-in sheet is not written over).
    LoadError: the sheet cannot be written.
    """
    path = Path(out)
    if n < 5:
        raise ParameterError(f"n: {n} is below the minimum, 5")
    if path.suffix.casefold() != ".xlsx":
        raise ParameterError(f"{path}: a coding sheet ends in .xlsx")
    if path.exists():
        raise ParameterError(f"{path} is there already; give another name, so that no work is written over")
    rows = draw(corpus, n, seed)
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:6]  # fmt: skip
    rng = np.random.default_rng(seed)
    for name, records in rows.items():
        rows[name] = [records[place] for place in rng.permutation(len(records))]
        for number, record in enumerate(rows[name], start=1):
            record["id"] = f"{digest}-{LETTERS[name]}{number:03d}"
    named = {record["article_id"] for records in rows.values() for record in records}
    named |= {record["other_id"] for record in rows["pairs"]}
    articles = corpus.articles[corpus.articles["article_id"].isin(named)]
    codingsheet.write_sheet(path, {name: pd.DataFrame(records) for name, records in rows.items()}, articles, language)  # fmt: skip
    about = {"id": digest, "corpus": corpus.name, "fingerprint": corpus.fingerprint, "n": n, "seed": seed}
    told = json.dumps(about | {"rows": rows}, ensure_ascii=False, indent=1)
    path.with_name(path.stem + ENDING).write_text(told + "\n", encoding="utf-8")
    return {name: len(records) for name, records in rows.items()}


def read(sheets: list[str | Path], answers: str | Path = "") -> Coding:
    """Read filled-in sheets of one coding, a sheet a coder.

    Parameters
    ----------
    sheets : list of path
    answers : path
        The file of answers that was written with the sheet; by default the one of this coding in the folder of a sheet.

    Raises
    ------
    LoadError: a sheet or the answers are not there or cannot be read.
    SchemaError: the sheets are of different codings, or something is wrong in one (`isnad.codingsheet.read_sheet`); all is named.
    """
    if not sheets:
        raise ParameterError("no coding sheet was given")
    paths = [Path(sheet) for sheet in sheets]
    if len({path.resolve() for path in paths}) < len(paths):
        raise SchemaError("the same sheet was given twice; give one sheet for each coder")
    codings = {path: sorted({one.split("-")[0] for one in codingsheet.ids_in(path)}) for path in paths}
    for path, found in codings.items():
        if not found:
            raise SchemaError(f"{path}: not a coding sheet of isnad: no sheet of it has a hidden first row with the key id")  # fmt: skip
    candidates = [Path(answers)] if answers else sorted({one for path in paths for one in path.parent.glob(f"*{ENDING}")})  # fmt: skip
    about = next((made for one in candidates if (made := _answers(one, bool(answers)))["id"] in codings[paths[0]]), None)  # fmt: skip
    if about is None:
        raise LoadError(f"{paths[0]}: the answers of coding {', '.join(codings[paths[0]])} are not there; give the file that was written beside the sheet with --answers")  # fmt: skip
    ids = {name: [record["id"] for record in records] for name, records in about["rows"].items()}
    coders: dict[str, dict[str, pd.DataFrame]] = {}
    for path in paths:
        if about["id"] not in codings[path]:
            raise SchemaError(f"{path}: of coding {', '.join(codings[path])}, not of {about['id']} as {paths[0].name}")  # fmt: skip
        name = path.stem if path.stem not in coders else str(path)
        coders[name] = codingsheet.read_sheet(path, ids)
        _place_words(path, coders[name], about["rows"])
    return Coding(about["id"], about["rows"], coders)


def draw(corpus: Corpus, n: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, not yet in random order: what is shown and, under ``found``, what the program found."""
    from isnad.sourcing import describe_quotes

    articles = corpus.articles.drop_duplicates("article_id").set_index("article_id", drop=False)
    quotes = corpus.quotes[~corpus.quotes["in_title"].astype(bool)]
    sourced = describe_quotes(corpus.quotes, corpus.articles)
    quotes = quotes.assign(stance=sourced["stance"].reindex(quotes.index), outlet=quotes["article_id"].map(articles["outlet"]).fillna(""))  # fmt: skip
    rng = np.random.default_rng(seed)
    spans = [_span(articles.loc[row["article_id"]], row, _found(row)) for row in _steps(quotes, ["outlet", "marked"], n, rng)]  # fmt: skip
    empty = pd.DataFrame(_empty_sentences(articles, quotes), columns=["article_id", "outlet", "start", "end"])
    spans += [_span(articles.loc[row["article_id"]], row, None) for row in _steps(empty, ["outlet"], round(n * DECOYS), rng)]  # fmt: skip
    passages = pd.DataFrame(_passages(articles, quotes, corpus.times), columns=["article_id", "outlet", "start", "end", "found", "times_n", "any"])  # fmt: skip
    times = corpus.times.assign(outlet=corpus.times["article_id"].map(articles["outlet"]).fillna(""))
    return {
        "spans": spans,
        "passages": [_passage(articles.loc[row["article_id"]], row) for row in _steps(passages, ["outlet", "any"], round(n * PASSAGES), rng)],
        "times": [_time(articles.loc[row["article_id"]], row) for row in _steps(times, ["outlet", "type"], round(n * TIMES), rng)],
        "pairs": _pairs(articles, corpus.statements, round(n * PAIRS), rng),
    }  # fmt: skip


def _steps(frame: pd.DataFrame, by: list[str], n: int, rng: np.random.Generator) -> list[dict[str, Any]]:
    """*n* rows at even steps from *frame* ordered by the columns *by* and by chance within them."""
    if frame.empty or n < 1:
        return []
    ordered = frame.iloc[rng.permutation(len(frame))].sort_values(by, kind="stable")
    n = min(n, len(ordered))
    places = np.floor((np.arange(n) + rng.random()) * len(ordered) / n).astype(int)
    return ordered.iloc[places].to_dict("records")


def _found(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(row.get(name)) for name in ("text", "marked", "speaker", "speaker_id", "speaker_kind", "stance", "cue", "rule", "confidence")} | {
        "chain": [link["name"] for link in row["chain"]]}  # fmt: skip


def _about(article: pd.Series) -> dict[str, Any]:
    day = article["published"]
    return {"article_id": article["article_id"], "outlet": _plain(article["outlet"]), "title": _plain(article["title"]),
            "published": None if pd.isna(day) else f"{day:%Y-%m-%d}"}  # fmt: skip


def _span(article: pd.Series, row: dict[str, Any], found: dict[str, Any] | None) -> dict[str, Any]:
    start, end = int(row["start"]), int(row["end"])
    return _about(article) | {"context": _context(article["body"], start, end), "start": start, "end": end, "found": found}  # fmt: skip


def _passage(article: pd.Series, row: dict[str, Any]) -> dict[str, Any]:
    start, end = int(row["start"]), int(row["end"])
    return _about(article) | {"passage": article["body"][start:end], "start": start, "end": end, "found": row["found"],
                              "times_n": int(row["times_n"])}  # fmt: skip


def _time(article: pd.Series, row: dict[str, Any]) -> dict[str, Any]:
    found = {name: _plain(row[name]) for name in ("text", "type", "value", "rule")}
    return _span(article, row, found)


def _empty_sentences(articles: pd.DataFrame, quotes: pd.DataFrame) -> list[tuple]:
    """Sentences in which nothing was found."""
    taken = _spans(quotes)
    return [
        (article_id, outlet, start, end)
        for article_id, outlet, body in _bodies(articles)
        for start, end in text.sentences(body)
        if 30 <= end - start <= 300 and not any(a < end and b > start for a, b in taken.get(article_id, ()))
    ]


def _passages(articles: pd.DataFrame, quotes: pd.DataFrame, times: pd.DataFrame) -> list[tuple]:
    """Paragraphs with the quotations and the number of times that were found in each."""
    found = {key: rows.to_dict("records") for key, rows in quotes.groupby("article_id")}
    dated = _spans(times)
    rows = []
    for article_id, outlet, body in _bodies(articles):
        for start, end in text.paragraphs(body):
            if not PASSAGE[0] <= end - start <= PASSAGE[1]:
                continue
            inside = [{**_found(row), "start": int(row["start"]) - start, "end": int(row["end"]) - start}
                      for row in found.get(article_id, ()) if start <= row["start"] and row["end"] <= end]  # fmt: skip
            count = sum(start <= a and b <= end for a, b in dated.get(article_id, ()))
            rows.append((article_id, outlet, start, end, inside, count, bool(inside)))
    return rows


def _pairs(articles: pd.DataFrame, quotes: pd.DataFrame, n: int, rng: np.random.Generator) -> list[dict[str, Any]]:  # fmt: skip
    """Pairs of quotations of two articles: half of them matched, half of one speaker in one week and not matched."""
    body = quotes[~quotes["in_title"].astype(bool)]
    days = body["article_id"].map(articles["published"])
    frame = body.assign(day=days, order=np.arange(len(body))).to_dict("records")
    matched, other = [], []
    for column, kept in (("statement_id", matched), ("speaker_id", other)):
        groups = pd.DataFrame(frame).dropna(subset=[column]).groupby(column) if frame else ()
        for _, rows in groups:
            members = rows.to_dict("records")
            # A great group gives a few of its pairs: no one statement fills the sheet.
            drawn = rng.permutation(len(members))[:8]
            chosen = [members[place] for place in sorted(drawn)]
            kept += [(a, b) for i, a in enumerate(chosen) for b in chosen[i + 1 :] if a["article_id"] != b["article_id"]]  # fmt: skip
    same = {(a["quote_id"], b["quote_id"]) for a, b in matched}
    other = [(a, b) for a, b in other if (a["quote_id"], b["quote_id"]) not in same and not _one(a, b) and _near(a["day"], b["day"])]  # fmt: skip
    picked = [(pair, True) for pair in _some(matched, n - n // 2, rng)] + [(pair, False) for pair in _some(other, n // 2, rng)]  # fmt: skip
    return [
        _about(articles.loc[a["article_id"]]) | {
            "context": _context(articles.at[a["article_id"], "body"], a["start"], a["end"]), "other_id": b["article_id"],
            "other_outlet": _plain(articles.at[b["article_id"], "outlet"]),
            "other_context": _context(articles.at[b["article_id"], "body"], b["start"], b["end"]), "found": {"same": same_, "tier": _plain(b.get("match_tier")) if same_ else None},
        }
        for (a, b), same_ in picked
    ]  # fmt: skip


def _one(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return pd.notna(a["statement_id"]) and a["statement_id"] == b["statement_id"]


def _near(a: Any, b: Any) -> bool:
    return bool(pd.isna(a) or pd.isna(b) or abs((a - b).days) <= 7)


def _some(pairs: list, n: int, rng: np.random.Generator) -> list:
    return [pairs[place] for place in sorted(rng.permutation(len(pairs))[:n])]


def _bodies(articles: pd.DataFrame):
    for article_id, outlet, body in zip(articles["article_id"], articles["outlet"], articles["body"], strict=True):  # fmt: skip
        yield article_id, outlet if isinstance(outlet, str) else "", body if isinstance(body, str) else ""


def _spans(frame: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    return {key: list(zip(rows["start"], rows["end"], strict=True)) for key, rows in frame.groupby("article_id")}  # fmt: skip


def _context(body: str, start: int, end: int) -> str:
    before, after = body[max(0, start - CONTEXT) : start], body[end : end + CONTEXT // 2]
    return f"{'… ' if start > CONTEXT else ''}{before}⟦{body[start:end]}⟧{after}{' …' if end + CONTEXT // 2 < len(body) else ''}"  # fmt: skip


def _place_words(path: Path, answers: dict[str, pd.DataFrame], rows: dict[str, list[dict[str, Any]]]) -> None:
    """Check that the words that a coder copied stand in their passage and agree with the number that was given."""
    from isnad.corrections import occurrences

    passages = {record["id"]: record["passage"] for record in rows["passages"]}
    faults = []
    for row in answers.get("passages", pd.DataFrame()).to_dict("records"):
        words = [row[f"words_{slot}"] for slot in range(1, codingsheet.SLOTS + 1)]
        given = [word for word in words if word]
        if len(given) < min(row["quotes_n"], codingsheet.SLOTS) or len(given) > row["quotes_n"]:
            faults.append(f"{row['id']}: {row['quotes_n']} quotations are counted, the words of {len(given)} are given")  # fmt: skip
        faults += [f"{row['id']}: the words {word[:40]!r} do not stand in the passage" for word in given if not occurrences(passages[row["id"]], word)]  # fmt: skip
    if faults:
        raise SchemaError(f"{path}: " + "; ".join(faults[:12]))


def _answers(path: Path, asked_for: bool) -> dict[str, Any]:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return {"id": str(about["id"]), "rows": about["rows"]}
    except (OSError, ValueError, KeyError, TypeError):
        if asked_for:
            raise LoadError(f"{path}: not the answers of a coding sheet") from None
        return {"id": "", "rows": {}}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, dict)) or value is None:
        return value
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
