"""The same article twice: one address, one text, or nearly one text (agency copy in several outlets).

Duplicates are marked, never dropped. This looks at the whole corpus, so it is a step of its own.
"""

import re
import zlib
from collections import Counter

import pandas as pd

from isnad.linewords import EDGES
from isnad.schema import require
from isnad.text import IGNORED, SAME_LENGTH

# A text that shares this share of its word fives with an earlier one is nearly the same.
NEAR = 0.8
# For single tokens one table is quicker than the search key of a text, and gives the same.
PLAIN = str.maketrans(dict(SAME_LENGTH)) | {
    code: None for code in range(0x600, 0x2070) if IGNORED.match(chr(code))
}
RUN = 5
# One run in SAMPLE is looked at, chosen by its first word: the same ones in every text.
SAMPLE = 4
RUNS_MIN = 4
WORDS_MIN = 25
COMMON_MAX = 50
TRACKING = re.compile(r"[?#].*$")


def mark(articles: pd.DataFrame) -> pd.DataFrame:
    """*articles* with ``duplicate_of``: the article_id of the first article that this one repeats, else NA.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``body``; ``url`` and ``notes`` are used when there. Marks that are there already are kept.

    Returns
    -------
    A new frame with the same index. An article repeats an earlier one (in the order of the frame) that has the same address,
    the same text by search key, or at least 80 % of all different runs of five words of the two in common. Texts below
    25 words count as the same only when they are equal. Where ``notes`` is there, it says how: ``duplicate:url``,
    ``duplicate:text``, ``duplicate:near``.
    """
    require(articles, ["article_id", "body"], "duplicates.mark")
    result = articles.copy()
    urls = articles["url"] if "url" in articles else pd.Series(None, index=articles.index, dtype="str")
    given = (
        articles["duplicate_of"]
        if "duplicate_of" in articles
        else pd.Series(None, index=articles.index, dtype="str")
    )
    finder = _Finder()
    marks, kinds = [], []
    for article_id, body, url, known in zip(
        articles["article_id"], articles["body"], urls, given, strict=True
    ):
        if isinstance(known, str):
            marks.append(known)
            kinds.append("")
            continue
        first, kind = finder.find(article_id, body, url if isinstance(url, str) else "")
        marks.append(first)
        kinds.append(f"duplicate:{kind}" if kind else "")
    result["duplicate_of"] = pd.Series(marks, index=articles.index, dtype="str")
    if "notes" in result:
        joined = [
            f"{flag if isinstance(flag, str) else ''} {kind}".strip()
            for flag, kind in zip(result["notes"].tolist(), kinds, strict=True)
        ]
        result["notes"] = pd.Series([text or None for text in joined], index=articles.index, dtype="str")
    return result


class _Codes(dict):
    """A number for every token: the same for all its spellings and punctuations, -1 for what is no word."""

    def __missing__(self, token: str) -> int:
        word = token.translate(PLAIN).strip(EDGES)
        code = self[token] = zlib.crc32(word.encode()) if word else -1
        return code


class _Finder:
    """The first articles seen so far, by address, by text, and by sampled runs of words."""

    def __init__(self):
        self.codes = _Codes()
        self.urls: dict[str, str] = {}
        self.texts: dict[int, str] = {}
        self.runs: dict[int, list[int]] = {}
        self.sizes: list[int] = []
        self.ids: list[str] = []

    def find(self, article_id: str, body: str, url: str) -> tuple[str | None, str]:
        """The id of the first article that this one repeats and how, or (None, "") after remembering this one."""
        address = _address(url)
        if address and address in self.urls:
            return self.urls[address], "url"
        codes = [code for code in map(self.codes.__getitem__, body.split()) if code >= 0]
        text = hash(tuple(codes))
        if codes and text in self.texts:
            return self.texts[text], "text"
        runs = set()
        if len(codes) >= WORDS_MIN:
            runs = {
                hash(tuple(codes[i : i + RUN]))
                for i, code in enumerate(codes[: 1 - RUN])
                if not code % SAMPLE
            }
        near = self.nearest(runs)
        if address:
            self.urls[address] = near or article_id
        self.texts[text] = near or article_id
        if near:
            return near, "near"
        self.remember(article_id, runs)
        return None, ""

    def remember(self, article_id: str, runs: set[int]) -> None:
        number = len(self.ids)
        self.ids.append(article_id)
        self.sizes.append(len(runs))
        for run in runs:
            same = self.runs.setdefault(run, [])
            if len(same) < COMMON_MAX:
                same.append(number)

    def nearest(self, runs: set[int]) -> str | None:
        """The first article that has nearly all of *runs* and few others."""
        if len(runs) < RUNS_MIN:
            return None
        shared = Counter(number for run in runs if run in self.runs for number in self.runs[run])
        near = [number for number, n in shared.items() if n >= NEAR * (len(runs) + self.sizes[number] - n)]
        return self.ids[min(near)] if near else None


def _address(url: str) -> str:
    """*url* for comparing: without scheme, `www.`, fragment and tracking, kept with a query that names an article."""
    bare = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", url.strip(), flags=re.I)
    query = re.search(r"[?&](?:id|articleid|article|p|newsid|story|nid)=([^&#]+)", bare, re.I)
    path = TRACKING.sub("", bare).rstrip("/")
    if "/" not in path and not query:
        return ""
    return f"{path}?{query[1]}" if query else path
