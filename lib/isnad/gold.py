"""Annotated articles as tables: what a careful reader marked, to be held against what the library finds."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from isnad.errors import LoadError
from isnad.schema import table

ARTICLES = {
    "article_id": "str", "outlet": "str", "title": "str", "published": "datetime", "body": "str", "event": "str",
}  # fmt: skip
QUOTES = {
    "quote_id": "str", "article_id": "str", "layer": "str", "class": "str", "nested": "bool", "start": "int", "end": "int",
    "text": "str", "marked": "bool", "speaker": "str", "aliases": "list", "cue": "str", "chain": "list", "medium": "str",
}  # fmt: skip
TIMES = {"article_id": "str", "start": "int", "end": "int", "text": "str", "type": "str", "value": "str"}
STATEMENTS = {"event": "str", "statement": "int", "quote_id": "str"}
LAYERS = ("marked", "reported", "acts")


@dataclass(frozen=True)
class Gold:
    """The tables of one folder of annotated articles.

    ``quotes`` holds three layers: ``marked`` (every span between marks, with its class), ``reported`` (clauses) and
    ``acts`` (speech acts without a clause, which are not scored). ``statements`` says which quotations of one event are
    the same statement; it is empty where nobody annotated that.
    """

    name: str
    articles: pd.DataFrame
    quotes: pd.DataFrame
    times: pd.DataFrame
    statements: pd.DataFrame

    @property
    def speech(self) -> pd.DataFrame:
        """The quotations proper: marked speech that is not nested, and reported clauses."""
        marked = (
            (self.quotes["layer"] == "marked") & (self.quotes["class"] == "speech") & ~self.quotes["nested"]
        )
        return self.quotes[marked | (self.quotes["layer"] == "reported")]


def read_gold(folder: str | Path) -> Gold:
    """Read a folder of annotated articles: one JSON file an article, and ``events/*.json`` for statements.

    Parameters
    ----------
    folder : path
        An article's file holds id, outlet, published, title, body and the lists marked, reported, acts, times.
        An entry names its words (``text``) and, where they stand there more than once, which occurrence (``n``, from 1).

    Returns
    -------
    Gold; offsets are code points in ``body``, end exclusive.

    Raises
    ------
    LoadError
        No such folder, no article in it, or a file that cannot be read; file and entry are named.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise LoadError(f"{folder}: no such folder of annotated articles")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise LoadError(f"{folder}: no annotated article (*.json) in it")
    articles, quotes, times = [], [], []
    for path in paths:
        article = _read(path)
        articles.append({name: article.get(name) or None for name in ("outlet", "title", "published", "event")}
                        | {"article_id": article["id"], "body": article["body"]})  # fmt: skip
        for layer in LAYERS:
            for number, entry in enumerate(article.get(layer, [])):
                quotes.append(_quote(path, article, layer, number, entry))
        for entry in article.get("times", []):
            start, end = _place(path, article["body"], "times", entry)
            times.append({"article_id": article["id"], "start": start, "end": end, "text": entry["text"],
                          "type": entry.get("type"), "value": entry.get("value")})  # fmt: skip
    return Gold(
        folder.name,
        table(articles, ARTICLES),
        table(quotes, QUOTES),
        table(times, TIMES),
        _statements(folder),
    )


def _read(path: Path) -> dict:
    try:
        article = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise LoadError(f"{path}: not an annotated article ({fault})") from None
    missing = [
        name
        for name in ("id", "body")
        if not isinstance(article, dict) or not isinstance(article.get(name), str)
    ]
    if missing:
        raise LoadError(f"{path}: an annotated article needs {' and '.join(missing)} as text")
    return article


def _quote(path: Path, article: dict, layer: str, number: int, entry: dict) -> dict:
    start, end = _place(path, article["body"], layer, entry)
    return {
        "quote_id": f"{article['id']}:{layer[0]}{number}", "article_id": article["id"], "layer": layer,
        "class": entry.get("class", "speech"), "nested": bool(entry.get("nested")), "start": start, "end": end,
        "text": entry["text"], "marked": layer == "marked", "speaker": entry.get("speaker"), "aliases": entry.get("aliases", []),
        "cue": entry.get("cue"), "chain": entry.get("chain", []), "medium": entry.get("medium"),
    }  # fmt: skip


def _place(path: Path, body: str, layer: str, entry: dict) -> tuple[int, int]:
    words, occurrence, start = entry.get("text") or "", entry.get("n", 1), -1
    for _ in range(occurrence):
        start = body.find(words, start + 1) if words else -1
        if start < 0:
            raise LoadError(f"{path}: {layer}: occurrence {occurrence} of {words[:60]!r} is not in the body")
    return start, start + len(words)


def _statements(folder: Path) -> pd.DataFrame:
    records = []
    for path in sorted((folder / "events").glob("*.json")):
        event = json.loads(path.read_text(encoding="utf-8"))
        for number, members in enumerate(event["clusters"]):
            records += [
                {"event": event["event"], "statement": number, "quote_id": member} for member in members
            ]
    return table(records, STATEMENTS)
