"""What looks at the whole corpus, over extracted tables that need not fit into memory: the second pass.

Statements and events compare articles a few days apart, so the corpus is cut into windows of days; each holds the days after
it too that its last articles are compared with, and is matched by itself, wherever there is room. Groups of two windows that
share a member are one. Duplicates and speakers are found over narrow columns, the timeline by ranges of dates.
How the corpus is cut depends on its articles alone, so that the result is the same on any number of workers.
"""

import hashlib
import json
import os
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from isnad.cluster import Crew
from isnad.export import ABOUT, arrow_types, write_json, write_parquet
from isnad.schema import QUOTES, table

# Articles in the days of a window: what a worker holds at a time while it matches, with the days after them.
SIZE = 2500
# Days after a window that it is compared with: those of `match_statements`, which looks further than `find_events`.
DAYS = 3
# So many articles without a date are compared with all others, in every window; more than these among themselves alone.
UNDATED = 1000
# Expressions of time in a range of dates.
RANGE = 50_000
# Files open for writing at a time.
OPEN = 200
WINDOWS, MENTIONS, PLAN = "windows", "mentions", "plan.json"
EVENT = ["event_id", "event_basis"]


def second_pass(out: Path, crew: Crew, key: str) -> list[str]:
    """Add what needs the whole corpus to the tables of *out*, and write the timeline; the texts of what failed.

    Articles gain ``duplicate_of`` and ``event_id``; quotations ``speaker_id``, ``speaker_kind`` and the statement columns.
    Each part keeps its rows and its name, and is replaced when its new form is complete. Windows and ranges that an
    earlier run finished are not computed again; nothing is replaced while one has failed.
    """
    # What a worker remembers of the words of articles, some 200 MB, matching does not need.
    crew.renew()
    articles = _marked(out)
    failed = _matched(out, articles, crew, key) + _timeline(out, crew, key)
    if failed:
        return failed
    events = joined(_results(out, "events"), "article_id", "event_id")
    statements = joined(_results(out, "statements"), "quote_id", "statement_id", "match_score")
    _add_to_articles(out, articles, events)
    _add_to_quotes(out, _speakers(out, articles), statements)
    _put_timeline(out)
    for folder in (WINDOWS, MENTIONS):
        shutil.rmtree(out / folder)
    return []


def cut(
    when: np.ndarray, size: int | None = None, days: int = DAYS, undated: int | None = None
) -> pd.DataFrame:
    """Windows of a corpus: one row for each article in each window that it is read in.

    Parameters
    ----------
    when : array of float
        The day of each article as a number, NaN where it has none.
    size : int
        Articles of a window before its margin (SIZE without it); a day is never cut. A corpus of no more is one window.
    days : int
        How far articles are compared: the margin after a window.
    undated : int
        So many articles without a date are read in every window (UNDATED without it). More of them are windows of their own,
        in the order of the corpus, and are not compared with dated ones: that would cost the square of their number.

    Returns
    -------
    DataFrame: ``row`` (position of the article), ``window``, ``core`` (whether it is the window's own; each article is in
    one window only), by window and row. Two dated articles up to *days* apart are together in at least one window.
    """
    size, undated = size or SIZE, UNDATED if undated is None else undated
    if len(when) <= size:
        return pd.DataFrame({"row": np.arange(len(when)), "window": 0, "core": True})
    bare = np.flatnonzero(np.isnan(when))
    order = np.argsort(when, kind="stable")[: len(when) - len(bare)]
    starts, held = [], size
    for day, count in zip(*np.unique(when[order], return_counts=True), strict=True):
        if held + count > size:
            starts.append(day)
            held = 0
        held += count
    first = np.searchsorted(when[order], starts, side="left")
    ends = [*first[1:], len(order)]
    pieces = []
    for window, (begin, end) in enumerate(zip(first, ends, strict=True)):
        last = int(np.searchsorted(when[order], when[order][end - 1] + days, side="right"))
        rows = [order[begin:last], bare] if len(bare) <= undated else [order[begin:last]]
        core = [np.arange(begin, last) < end, np.full(len(bare), window == 0)]
        pieces.append(_piece(np.concatenate(rows), window, np.concatenate(core[: len(rows)])))
    if len(bare) > undated or not starts:
        for begin in range(0, len(bare), size):
            pieces.append(_piece(bare[begin : begin + size], len(pieces), True))
    return pd.concat(pieces, ignore_index=True)


def joined(found: pd.DataFrame, member: str, group: str, score: str = "") -> pd.DataFrame:
    """Groups of several windows as one table: groups that share a member are one, and bear the smallest of their ids.

    Parameters
    ----------
    found : DataFrame
        ``window``, the columns *member* and *group*, and what else is known of a member in that window.
    score : str
        Column by which the window is chosen whose row a member keeps (the highest, then the first window).

    Returns
    -------
    DataFrame, indexed by *member*, without ``window``.
    """
    nodes = pd.factorize(pd.MultiIndex.from_frame(found[["window", group]]))[0]
    leader = list(range(int(nodes.max(initial=-1)) + 1))

    def root(node: int) -> int:
        while leader[node] != node:
            leader[node] = node = leader[leader[node]]
        return node

    first: dict[object, int] = {}
    for name, node in zip(found[member].tolist(), nodes.tolist(), strict=True):
        one, other = root(first.setdefault(name, node)), root(node)
        leader[max(one, other)] = min(one, other)
    roots = pd.Series([root(node) for node in nodes.tolist()], index=found.index, dtype="int64")
    named = found.assign(**{group: found[group].groupby(roots).transform("min")})
    by = [member, *([score] if score else []), "window"]
    ranked = named.sort_values(by, ascending=[name != score for name in by], kind="stable")
    return ranked.drop_duplicates(member).drop(columns="window").set_index(member)


def match_window(folder: str, number: int, key: str) -> list[str]:
    """Events and statements of one window of *folder*, written beside it; groups without an article of its own are left to the next."""
    import isnad
    from isnad.statements import ADDED

    here = Path(folder) / WINDOWS
    articles = pd.read_parquet(here / f"articles-{number:05d}.parquet")
    path = here / f"quotes-{number:05d}.parquet"
    quotes = pd.read_parquet(path) if path.exists() else table([], QUOTES)
    own = set(articles["article_id"][articles.pop("core")])
    events = isnad.find_events(articles)[["article_id", *EVENT]]
    write_parquet(_of_own(events, "event_id", own), here / f"events-{number:05d}.parquet")
    said = isnad.match_statements(quotes, articles)[["quote_id", "article_id", *ADDED]]
    found = _of_own(said, "statement_id", own).drop(columns="article_id")
    write_parquet(found, here / f"statements-{number:05d}.parquet")
    return []


def list_mentions(folder: str, number: int, key: str) -> list[str]:
    """What the timeline is merged from, of one part of *folder*, with the range of dates that each belongs to."""
    from isnad import timeline

    out = Path(folder)
    read = [pd.read_parquet(_part(out, name, number)) for name in ("articles", "times", "quotes")]
    found = pd.DataFrame(timeline.list_mentions(*read))
    if len(found):
        edges = pd.to_datetime(json.loads((out / MENTIONS / PLAN).read_text(encoding="utf-8"))["edges"])
        found["range"] = np.searchsorted(edges.to_numpy(), found["earliest"].to_numpy(), side="right")
        found = found.sort_values("range", kind="stable")
        write_parquet(found, out / MENTIONS / "parts" / f"{number:05d}.parquet")
    (out / MENTIONS / f"listed-{number:05d}").touch()
    return []


def merge_range(folder: str, number: int, key: str) -> list[str]:
    """The events of one range of dates, merged across all parts of *folder*."""
    from isnad import timeline

    here = Path(folder) / MENTIONS
    parts = sorted((here / "parts").glob("*.parquet"))
    found = [pd.read_parquet(path, filters=[("range", "==", number)]).drop(columns="range") for path in parts]
    mentions = pd.concat(found, ignore_index=True).to_dict("records") if found else []
    for mention in mentions:
        for name in ("outlet", "published", "speaker"):
            if pd.isna(mention[name]):
                mention[name] = None
    write_parquet(timeline.merge_mentions(mentions), here / f"events-{number:05d}.parquet")
    return []


def _matched(out: Path, articles: pd.DataFrame, crew: Crew, key: str) -> list[str]:
    """Cut the corpus into windows and match each."""
    from isnad.pairs import day_numbers

    when = day_numbers(articles["article_id"], articles)
    windows = cut(when)
    numbers = sorted(set(windows["window"].tolist()))
    here, plan = out / WINDOWS, {"key": key, "articles": len(articles), "windows": len(numbers)}
    if _is_new(here, plan):
        place = windows.assign(**articles[["article_id", "part"]].iloc[windows["row"]].reset_index(drop=True))
        _spread(out, "articles", place, None)
        _spread(out, "quotes", place.drop(columns="core"), list(QUOTES))
        write_json(plan, here / PLAN)
    waiting = [n for n in numbers if not (here / f"statements-{n:05d}.parquet").exists()]
    days = windows.assign(day=when[windows["row"]]).groupby("window")["day"].agg(["min", "max"])
    return crew.run(match_window, str(out), waiting, key, lambda n: _days_of(days.loc[n]), "statements")


def _timeline(out: Path, crew: Crew, key: str) -> list[str]:
    """List what times tell, part by part, and merge it by ranges of dates."""
    earliest = [pd.read_parquet(path, columns=["earliest"])["earliest"] for path in parts(out, "times")]
    moments = pd.concat(earliest, ignore_index=True).dropna().sort_values(ignore_index=True)
    edges = sorted(set(moments.iloc[RANGE::RANGE]))
    here, plan = out / MENTIONS, {"key": key, "times": len(moments), "edges": [str(edge) for edge in edges]}
    if _is_new(here, plan):
        write_json(plan, here / PLAN)
    waiting = [n for n in range(len(earliest)) if not (here / f"listed-{n:05d}").exists()]
    failed = crew.run(list_mentions, str(out), waiting, key, what="times")
    if failed:
        return failed
    waiting = [n for n in range(len(edges) + 1) if not (here / f"events-{n:05d}.parquet").exists()]
    return crew.run(merge_range, str(out), waiting, key, "range {} of the timeline".format, "timeline")


def _marked(out: Path) -> pd.DataFrame:
    """The narrow columns of all articles, their ``part``, and what they repeat; one part's bodies in memory at a time."""
    from isnad import duplicates

    frames, prints = [], []
    for number, path in enumerate(parts(out, "articles")):
        frame = pd.read_parquet(path)
        prints.append(duplicates.fingerprint(frame["body"].tolist()))
        narrow = [n for n in ("article_id", "url", "published", "duplicate_of", "notes") if n in frame]
        frames.append(frame[narrow].assign(part=number))
    return duplicates.mark(pd.concat(frames, ignore_index=True), duplicates.together(prints))


def _speakers(out: Path, articles: pd.DataFrame) -> pd.DataFrame:
    """Speakers of all quotations, indexed by ``quote_id``."""
    import isnad

    columns = ["quote_id", "article_id", "speaker", "mention"]
    frames = [pd.read_parquet(path, columns=columns) for path in parts(out, "quotes")]
    quotes = pd.concat(frames, ignore_index=True)
    found = isnad.resolve_speakers(quotes, articles[["article_id", "published"]])
    return found.set_index("quote_id")[["speaker_id", "speaker_kind"]]


def _add_to_articles(out: Path, articles: pd.DataFrame, events: pd.DataFrame) -> None:
    """Write what was found into the articles, and the fingerprint of the corpus beside them."""
    digest = hashlib.sha256()
    marks = articles.set_index("article_id")[[n for n in ("duplicate_of", "notes") if n in articles]]
    for path in parts(out, "articles"):
        frame = pd.read_parquet(path)
        told = frame[[n for n in ("article_id", "outlet", "title", "published", "body") if n in frame]]
        digest.update(
            told.to_json(orient="split", date_format="iso", index=False, force_ascii=False).encode()
        )
        write_parquet(_with(_with(frame, "article_id", marks), "article_id", events[EVENT]), path)
    write_json({"fingerprint": digest.hexdigest()[:16]}, out / ABOUT)


def _add_to_quotes(out: Path, speakers: pd.DataFrame, statements: pd.DataFrame) -> None:
    for path in parts(out, "quotes"):
        frame = _with(pd.read_parquet(path, columns=list(QUOTES)), "quote_id", speakers)
        frame = _with(frame, "quote_id", statements)
        for name in ("matched_words", "matched_numbers"):
            frame[name] = [[] if isinstance(words, float) else list(words) for words in frame[name]]
        write_parquet(frame, path)


def _with(frame: pd.DataFrame, by: str, more: pd.DataFrame) -> pd.DataFrame:
    """*frame* with the columns of *more*, which is indexed by what *by* holds; in place where it has them."""
    return frame.assign(**{name: more[name].reindex(frame[by]).set_axis(frame.index) for name in more})


def _put_timeline(out: Path) -> None:
    target = out / "timeline.parquet"
    shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    target.mkdir()
    for number, path in enumerate(sorted((out / MENTIONS).glob("events-*.parquet"))):
        os.replace(path, target / f"part-{number:05d}.parquet")


def _spread(out: Path, name: str, place: pd.DataFrame, columns: list[str] | None) -> None:
    """Write the table *name* anew by windows, each part of it read once for `OPEN` windows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for begin in range(0, int(place["window"].max()) + 1, OPEN):
        here = place[place["window"].between(begin, begin + OPEN - 1)].drop(columns="row")
        by_part = {number: rows.drop(columns="part") for number, rows in here.groupby("part")}
        with ExitStack() as stack:
            writers: dict[Any, Any] = {}
            for number, path in enumerate(parts(out, name)):
                if number not in by_part:
                    continue
                frame = pd.read_parquet(path, columns=columns).drop(columns=EVENT, errors="ignore")
                for window, rows in frame.merge(by_part[number], on="article_id").groupby("window"):
                    rows = rows.drop(columns="window")
                    if window not in writers:
                        to = out / WINDOWS / f"{name}-{window:05d}.parquet"
                        to.parent.mkdir(parents=True, exist_ok=True)
                        writers[window] = stack.enter_context(pq.ParquetWriter(to, arrow_types(rows)))
                    types = writers[window].schema
                    writers[window].write_table(pa.Table.from_pandas(rows, types, preserve_index=False))


def _is_new(folder: Path, plan: dict[str, Any]) -> bool:
    """Whether *folder* is to be filled by *plan*: it is emptied where another plan, or none, filled it."""
    try:
        if json.loads((folder / PLAN).read_text(encoding="utf-8")) == plan:
            return False
    except (OSError, ValueError):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return True


def _results(out: Path, name: str) -> pd.DataFrame:
    paths = sorted((out / WINDOWS).glob(f"{name}-*.parquet"))
    return pd.concat([pd.read_parquet(p).assign(window=n) for n, p in enumerate(paths)], ignore_index=True)


def _of_own(found: pd.DataFrame, group: str, own: set[str]) -> pd.DataFrame:
    """The rows of the groups in which an article of *own* is."""
    ours = found[group][found["article_id"].isin(own)].dropna()
    return found[found[group].isin(set(ours))].reset_index(drop=True)


def _piece(rows: np.ndarray, window: int, core: Any) -> pd.DataFrame:
    return pd.DataFrame({"row": rows, "window": window, "core": core}).sort_values("row", ignore_index=True)


def _days_of(bounds: pd.Series) -> str:
    if np.isnan(bounds["min"]):
        return "matching of articles without a date"
    first, last = (f"{pd.Timestamp(bounds[name], unit='D'):%Y-%m-%d}" for name in ("min", "max"))
    return f"matching of the days {first} … {last}"


def parts(out: Path, name: str) -> list[Path]:
    """The files of a table in partitions, in their order."""
    return sorted((out / f"{name}.parquet").glob("part-*.parquet"))


def _part(out: Path, name: str, number: int) -> Path:
    return out / f"{name}.parquet" / f"part-{number:05d}.parquet"
