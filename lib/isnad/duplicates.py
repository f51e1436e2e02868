"""The same article twice: one address, one text, or nearly one text (agency copy in several outlets).

Duplicates are marked, never dropped. This looks at the whole corpus, so it is a step of its own.
"""

import re
import zlib
from collections import defaultdict

import pandas as pd

from isnad.schema import require
from isnad.text import key

# A text that shares this share of its word fives with an earlier one is nearly the same.
NEAR = 0.8
SHINGLE = 5
# One shingle in SAMPLE is looked at, chosen by its first word's hash: the same ones in every text.
SAMPLE = 4
WORDS_MIN = 25
COMMON_MAX = 50
WORD = re.compile(r"\w+")
TRACKING = re.compile(r"[?#].*$")


def mark(articles: pd.DataFrame) -> pd.DataFrame:
    """*articles* with ``duplicate_of``: the article_id of the first article that this one repeats, else NA.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``body``; ``url`` and ``flags`` are used when there. Marks that are there already are kept.

    Returns
    -------
    A new frame with the same index. An article repeats an earlier one (in the order of the frame) that has the same address,
    the same text by search key, or at least 80 % of all different runs of five words of the two in common. Texts below
    25 words count as the same only when they are equal. Where ``flags`` is there, it says how: ``duplicate:url``,
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
    if "flags" in result:
        joined = [
            f"{flag if isinstance(flag, str) else ''} {kind}".strip()
            for flag, kind in zip(result["flags"], kinds, strict=True)
        ]
        result["flags"] = pd.Series([text or None for text in joined], index=articles.index, dtype="str")
    return result


class _Finder:
    """The first articles seen so far, by address, by text, and by sampled runs of words."""

    def __init__(self):
        self.urls: dict[str, str] = {}
        self.texts: dict[int, str] = {}
        self.runs: dict[int, list[int]] = defaultdict(list)
        self.sizes: list[int] = []
        self.ids: list[str] = []
        self.hashes: dict[str, int] = {}

    def find(self, article_id: str, body: str, url: str) -> tuple[str | None, str]:
        """The id of the first article that this one repeats and how, or (None, "") after remembering this one."""
        address = _address(url)
        if address and address in self.urls:
            return self.urls[address], "url"
        words = WORD.findall(key(body))
        text = hash_of(" ".join(words))
        if text in self.texts:
            return self.texts[text], "text"
        runs = self.sampled(words) if len(words) >= WORDS_MIN else set()
        near = self.nearest(runs)
        if address:
            self.urls[address] = near or article_id
        self.texts[text] = near or article_id
        if near:
            return near, "near"
        number = len(self.ids)
        self.ids.append(article_id)
        self.sizes.append(len(runs))
        for run in runs:
            if len(self.runs[run]) < COMMON_MAX:
                self.runs[run].append(number)
        return None, ""

    def sampled(self, words: list[str]) -> set[int]:
        """Hashes of the runs of words that begin with a sampled word."""
        hashes = self.hashes
        codes = []
        for word in words:
            code = hashes.get(word)
            if code is None:
                code = hashes[word] = zlib.crc32(word.encode())
            codes.append(code)
        runs = set()
        for i in range(len(codes) - SHINGLE + 1):
            if codes[i] % SAMPLE == 0:
                a, b, c, d, e = codes[i : i + SHINGLE]
                runs.add(((((a * 31 + b) * 1000003 ^ c) * 31 + d) * 1000003 ^ e) & 0xFFFFFFFFFFFF)
        return runs

    def nearest(self, runs: set[int]) -> str | None:
        if len(runs) < 4:
            return None
        shared: dict[int, int] = defaultdict(int)
        for run in runs:
            for number in self.runs.get(run, ()):
                shared[number] += 1
        best = None
        for number, n in shared.items():
            if n / (len(runs) + self.sizes[number] - n) >= NEAR and (best is None or number < best):
                best = number
        return None if best is None else self.ids[best]


def hash_of(text: str) -> int:
    """A hash of *text* that is the same in every run."""
    data = text.encode()
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _address(url: str) -> str:
    """*url* for comparing: without scheme, `www.`, fragment and tracking, kept with a query that names an article."""
    bare = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", url.strip(), flags=re.I)
    query = re.search(r"[?&](?:id|articleid|article|p|newsid|story|nid)=([^&#]+)", bare, re.I)
    path = TRACKING.sub("", bare).rstrip("/")
    if "/" not in path and not query:
        return ""
    return f"{path}?{query[1]}" if query else path
