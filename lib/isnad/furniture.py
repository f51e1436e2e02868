"""Lines that many articles of one outlet carry, and headlines of its other articles: what no word list can know.

This looks at the whole corpus, so it is a step of its own, after reading and before extraction.
"""

from collections import Counter, defaultdict

import pandas as pd

from isnad.linewords import continues, line_key, line_keys
from isnad.schema import require, table

LEARNT = {"outlet": "str", "line": "str", "kind": "str", "articles_n": "int", "share": "float"}
EDGE = 3
LINE_MAX = 200
ARTICLES_MIN = 10
SHARE_MIN = 0.004
AT_EDGE = 0.8
HEADLINE_WORDS = 4
HEADLINE_MAX = 160
RELATED_MIN = 3
# A lead of another article: how far from the end it may stand, and how long it must be.
TEASERS = 6
TEASER_MIN = 60
HABIT = 0.1
# Lists of links: this share of an outlet's articles has a list, this share of the lines in them is known from elsewhere.
LISTS = 0.05
LISTED = 0.2
BULLETS = "*•-–>"
HEAD = 10
CLOSED = (".", ":", "،", "؛", "…")


def learn(articles: pd.DataFrame) -> pd.DataFrame:
    """The lines that are furniture, by outlet.

    Two kinds. ``edge``: a line (up to 200 characters) that stands among the first or last three lines of at least ten
    articles of an outlet and of at least 0.4 % of them, and hardly ever elsewhere: paragraphs of background that
    an outlet repeats stand in the middle. ``related``: a line without a full stop that is the title of another
    article of the outlet, that reads as a headline and stands in three articles or more, or that stands in a list of headlines
    in an outlet whose lists are links; and, in an outlet whose
    pages end so, a paragraph among the last lines of a body that is the first of another article or ends several.

    Parameters
    ----------
    articles : DataFrame
        ``outlet``, ``body``; ``title`` when there.

    Returns
    -------
    DataFrame: ``outlet`` · ``line`` (search key) · ``kind`` · ``articles_n`` (articles that carry it) · ``share`` of the outlet's articles.
    """
    require(articles, ["outlet", "body"], "furniture.learn")
    rows = []
    titles = articles["title"].tolist() if "title" in articles else [None] * len(articles)
    texts: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for outlet, body, title in zip(
        articles["outlet"].tolist(), articles["body"].tolist(), titles, strict=True
    ):
        if isinstance(outlet, str):
            texts[outlet].append((body, title if isinstance(title, str) else None))
    for outlet in sorted(texts):
        edge, related = _edge_lines(texts[outlet]), _related_lines(texts[outlet])
        for kind, counts in (("edge", edge), ("related", related)):
            rows += [
                {
                    "outlet": outlet,
                    "line": line,
                    "kind": kind,
                    "articles_n": n,
                    "share": n / len(texts[outlet]),
                }
                for line, n in sorted(counts.items())
            ]
    return table(rows, LEARNT)


def strip(articles: pd.DataFrame, learnt: pd.DataFrame | None = None) -> pd.DataFrame:
    """*articles* without the furniture of their outlets.

    Parameters
    ----------
    articles : DataFrame
        ``outlet``, ``body``; offsets into the bodies made before this step no longer hold.
    learnt : DataFrame, optional
        As `learn` gives it; learnt from *articles* when absent.

    Returns
    -------
    A new frame with the same index. ``edge`` lines are dropped at the edges of a body, ``related`` lines anywhere in it,
    and never a whole body. Where the frame has ``notes``, ``furniture`` is added to those of the articles that lost a line.
    """
    require(articles, ["outlet", "body"], "furniture.strip")
    known = learn(articles) if learnt is None else learnt
    result = articles.copy()
    if known.empty:
        return result
    lines = {
        (outlet, kind): frozenset(part) for (outlet, kind), part in known.groupby(["outlet", "kind"])["line"]
    }
    heads = {name: frozenset(line[:HEAD] for line in part) for name, part in lines.items()}
    none: frozenset[str] = frozenset()
    before = articles["body"].tolist()
    after = [
        _without(
            body,
            lines.get((outlet, "edge"), none),
            lines.get((outlet, "related"), none),
            heads.get((outlet, "related"), none),
        )
        for outlet, body in zip(articles["outlet"].tolist(), before, strict=True)
    ]
    changed = pd.Series(
        [a != b for a, b in zip(after, before, strict=True)], index=articles.index, dtype="bool"
    )
    result["body"] = pd.Series(after, index=articles.index, dtype="str")
    if "notes" in result:
        result.loc[changed, "notes"] = (result.loc[changed, "notes"].fillna("") + " furniture").str.strip()
    return result


def _edge_lines(texts: list[tuple[str, str | None]]) -> dict[str, int]:
    """Search keys of the lines at the edges of many of the texts, with the number of texts."""
    least = max(ARTICLES_MIN, SHARE_MIN * len(texts))
    if len(texts) < ARTICLES_MIN:
        return {}
    at_edge: Counter[str] = Counter()
    for body, _ in texts:
        at_edge.update(set(_edges(body.split("\n"))))
    # A line that is frequent in several spellings counts as one; one that is rare in each is left.
    by_key: Counter[str] = Counter()
    for line, n in at_edge.items():
        if n >= least / 2:
            by_key[line_key(line)] += n
    often = {name for name, n in by_key.items() if name and n >= least}
    if not often:
        return {}
    longest = 2 * max(map(len, often)) + 20
    everywhere: Counter[str] = Counter()
    for body, _ in texts:
        everywhere.update(
            often.intersection(line_keys([line for line in body.split("\n") if len(line) <= longest]))
        )
    return {name: by_key[name] for name in often if by_key[name] >= AT_EDGE * everywhere[name]}


def _related_lines(texts: list[tuple[str, str | None]]) -> dict[str, int]:
    """Search keys of headlines of other articles that stand in the texts, with the number of texts.

    An article that was published twice repeats all of its lines: what stands for itself counts once.
    """
    leads = Counter(body.split("\n", 1)[0] for body, _ in texts)
    titles = {line_key(title) for _, title in texts if title and title.count(" ") >= HEADLINE_WORDS - 1}
    counts: Counter[str] = Counter()
    own: Counter[str] = Counter()
    distinct: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    known: set[str] = set()
    for body, title in texts:
        lines = body.split("\n")
        names = set(line_keys([line for line in lines if is_headline(line)]))
        counts.update(names)
        if title and names and line_key(title) in names:
            own[line_key(title)] += 1
        if lines[0] in known or (title and title in known):
            continue
        known |= {lines[0], title or lines[0]}
        distinct.update(names)
        tails.update(line for line in lines[1:][-TEASERS:] if len(line) > TEASER_MIN)
        everywhere.update(line for line in set(lines) if len(line) > TEASER_MIN)
    found = {
        name: n
        for name, n in counts.items()
        if n > own[name] and (name in titles or (distinct[name] >= RELATED_MIN and not continues(name)))
    }
    found |= _link_lists([body for body, _ in texts], frozenset(found))
    return found | _teasers(tails, everywhere, leads, len(texts))


def _link_lists(bodies: list[str], known: frozenset[str]) -> dict[str, int]:
    """Headlines that stand in lists between the paragraphs, in an outlet where many lines of such lists are known to be links."""
    counts: Counter[str] = Counter()
    with_list = 0
    for body in bodies:
        run: list[str] = []
        listed = False
        before = ":"
        for line in [*body.split("\n"), "."]:
            if is_headline(line) and line[0] not in BULLETS and not line[0].isdigit():
                run.append(line)
                continue
            if len(run) > 1 and not before.endswith(":"):
                names = line_keys(run)
                if not any(map(continues, names)):
                    counts.update(names)
                    listed = True
            run, before = [], line
        with_list += listed
    linked = sum(n for name, n in counts.items() if name in known)
    habit = len(bodies) >= ARTICLES_MIN and with_list >= LISTS * len(bodies)
    return dict(counts) if habit and linked >= LISTED * counts.total() else {}


def _teasers(tails: Counter, everywhere: Counter, leads: Counter, articles_n: int) -> dict[str, int]:
    """Paragraphs of other articles among the last lines, in an outlet whose pages end so: leads of others, and what stands
    at the end of several articles and nowhere else, and does not go on from what is before it."""
    repeated = {
        line: n
        for line, n in tails.items()
        if n > 1 and n == everywhere[line] and not continues(line_key(line))
    }
    others = {line: n for line, n in tails.items() if line in leads}
    # An updated article keeps its old lead as the second paragraph: only a habit tells teasers from that.
    if articles_n < ARTICLES_MIN or sum((repeated | others).values()) < HABIT * articles_n:
        return {}
    return {line_key(line): n for line, n in (repeated | others).items()}


def is_headline(line: str) -> bool:
    """Whether a line reads as a headline: four words or more, not long, no mark at its end that closes a sentence."""
    return len(line) <= HEADLINE_MAX and line.count(" ") >= HEADLINE_WORDS - 1 and not line.endswith(CLOSED)


def _edges(lines: list[str]) -> list[str]:
    chosen = lines if len(lines) <= 2 * EDGE else [*lines[:EDGE], *lines[-EDGE:]]
    return [line for line in chosen if len(line) <= LINE_MAX]


def _without(body: str, edge: frozenset[str], related: frozenset[str], heads: frozenset[str]) -> str:
    if not edge and not related:
        return body
    lines = body.split("\n")
    last, teasers = len(lines) - EDGE, max(1, len(lines) - TEASERS)
    # The first letters tell most lines from all that are looked for: their whole key is not needed.
    kept = [
        line
        for i, line in enumerate(lines)
        if not (edge and (i < EDGE or i >= last) and len(line) <= LINE_MAX and line_key(line) in edge)
        and not (
            related
            and (is_headline(line) or i >= teasers > 0)
            and line_key(line[: 4 * HEAD])[:HEAD] in heads
            and line_key(line) in related
        )
    ]
    return "\n".join(kept) if kept else body
