"""Lines that many articles of one outlet carry at their edges: furniture that no word list can know.

This looks at the whole corpus, so it is a step of its own, after reading and before extraction.
"""

from collections import Counter

import pandas as pd

from isnad.linewords import line_key
from isnad.schema import require, table

LEARNT = {"outlet": "str", "line": "str", "articles_n": "int", "share": "float"}
EDGE = 3
LINE_MAX = 200
ARTICLES_MIN = 10
SHARE_MIN = 0.004
AT_EDGE = 0.8


def learn(articles: pd.DataFrame) -> pd.DataFrame:
    """The lines that are furniture, by outlet.

    A line (up to 200 characters) is furniture where it stands among the first or last three lines of at least ten articles of an
    outlet and of at least 0.4 % of them, and hardly ever elsewhere: paragraphs of background that an outlet
    repeats stand in the middle.

    Parameters
    ----------
    articles : DataFrame
        ``outlet``, ``body``.

    Returns
    -------
    DataFrame: ``outlet`` · ``line`` (search key) · ``articles_n`` · ``share`` of the outlet's articles.
    """
    require(articles, ["outlet", "body"], "furniture.learn")
    rows = []
    for outlet, bodies in articles.groupby("outlet", sort=True)["body"]:
        if len(bodies) < ARTICLES_MIN:
            continue
        edge: Counter[str] = Counter()
        for body in bodies.tolist():
            edge.update({line.strip() for line in _edges(body.split("\n"))})
        likely = {
            line for line, n in edge.items() if n >= max(ARTICLES_MIN // 2, SHARE_MIN * len(bodies) / 2)
        }
        by_key: Counter[str] = Counter()
        for line in likely:
            by_key[line_key(line)] += edge[line]
        often = {
            name for name, n in by_key.items() if name and n >= max(ARTICLES_MIN, SHARE_MIN * len(bodies))
        }
        if often:
            everywhere = _counts(bodies, often)
            rows += [
                {
                    "outlet": outlet,
                    "line": name,
                    "articles_n": by_key[name],
                    "share": by_key[name] / len(bodies),
                }
                for name in sorted(often)
                if by_key[name] >= AT_EDGE * everywhere[name]
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
    A new frame with the same index. Only lines at the edges of a body are dropped, and never a whole body; where the
    frame has ``notes``, ``furniture`` is added to those of the articles that lost a line.
    """
    require(articles, ["outlet", "body"], "furniture.strip")
    learnt = learn(articles) if learnt is None else learnt
    result = articles.copy()
    if learnt.empty:
        return result
    known = {outlet: frozenset(lines) for outlet, lines in learnt.groupby("outlet")["line"]}
    bodies = [
        _without(body, known.get(outlet))
        for outlet, body in zip(articles["outlet"].tolist(), articles["body"].tolist(), strict=True)
    ]
    changed = pd.Series(bodies, index=articles.index, dtype="str") != articles["body"]
    result["body"] = pd.Series(bodies, index=articles.index, dtype="str")
    if "notes" in result:
        result.loc[changed, "notes"] = (result.loc[changed, "notes"].fillna("") + " furniture").str.strip()
    return result


def _edges(lines: list[str]) -> list[str]:
    chosen = lines if len(lines) <= 2 * EDGE else [*lines[:EDGE], *lines[-EDGE:]]
    return [line for line in chosen if len(line) <= LINE_MAX]


def _counts(bodies: pd.Series, names: set[str]) -> Counter[str]:
    lengths = {len(name) for name in names}
    longest = max(lengths) * 2 + 20
    counts: Counter[str] = Counter()
    for body in bodies.tolist():
        counts.update(
            {name for line in body.split("\n") if len(line) <= longest and (name := line_key(line)) in names}
        )
    return counts


def _without(body: str, known: frozenset[str] | None) -> str:
    if not known:
        return body
    lines = body.split("\n")
    while len(lines) > 1 and any(line_key(line) in known for line in lines[-EDGE:]):
        last = max(i for i in range(max(0, len(lines) - EDGE), len(lines)) if line_key(lines[i]) in known)
        del lines[last]
    while len(lines) > 1 and any(line_key(line) in known for line in lines[:EDGE]):
        del lines[next(i for i, line in enumerate(lines[:EDGE]) if line_key(line) in known)]
    return "\n".join(lines)
