"""The same article twice: one address, one text, or nearly one text (agency copy in several outlets).

Duplicates are marked, never dropped. This looks at the whole corpus, so it is a step of its own.
"""

import re
import zlib
from typing import NamedTuple

import numpy as np
import pandas as pd

from isnad.linewords import EDGES
from isnad.schema import require
from isnad.text import key

# A text that shares this share of its different runs of words with an earlier one is nearly the same.
NEAR = 0.8
RUN = 5
# One run in SAMPLE is looked at, chosen by its first word: the same ones in every text.
SAMPLE = 4
RUNS_MIN = 4
WORDS_MIN = 25
# A run that stands in more texts than this is a formula: of those texts only neighbours are compared.
COMMON_MAX = 50
CHUNK = 20_000
TRACKING = re.compile(r"[?#].*$")
QUERY = re.compile(r"[?&](?:id|articleid|article|p|newsid|story|nid)=([^&#]+)", re.I)
SCHEME = re.compile(r"^https?://(?:www\.|m\.|amp\.)?", re.I)


class Prints(NamedTuple):
    """What of texts is compared: a hash of each (0 for one without words), and the sampled runs (text number, hash)."""

    texts: list[int]
    numbers: np.ndarray
    hashes: np.ndarray


def mark(articles: pd.DataFrame, prints: Prints | None = None) -> pd.DataFrame:
    """*articles* with ``duplicate_of``: the article_id of the first article that this one repeats, else NA.

    Parameters
    ----------
    articles : DataFrame
        ``article_id``, ``body``; ``url`` and ``notes`` are used when there. Marks that are there already are kept.
    prints : Prints, optional
        Of the bodies, from `fingerprint` and `together` in this process, where they do not fit into memory at once;
        ``body`` is then not needed.

    Returns
    -------
    A new frame with the same index. An article repeats an earlier one (in the order of the frame) that has the same address,
    the same text (letters made one, punctuation aside), or at least 80 % of all different runs of five words of the two in common
    (estimated from a quarter of the runs, the same quarter in every text). Texts below 25 words count as the
    same only when they are equal. Where ``notes`` is there, it says how: ``duplicate:url``, ``duplicate:text``,
    ``duplicate:near``.
    """
    require(articles, ["article_id", "body"] if prints is None else ["article_id"], "duplicates.mark")
    result = articles.copy()
    ids = articles["article_id"].tolist()
    given = articles["duplicate_of"].tolist() if "duplicate_of" in articles else [None] * len(ids)
    urls = articles["url"].tolist() if "url" in articles else [None] * len(ids)
    marks = [known if isinstance(known, str) else None for known in given]
    kinds = [""] * len(ids)
    found = fingerprint(articles["body"].tolist()) if prints is None else prints
    _mark_equal([_address(url) if isinstance(url, str) else "" for url in urls], "url", ids, marks, kinds)
    _mark_equal(found.texts, "text", ids, marks, kinds)
    for earlier, later in _near_pairs(found.numbers, found.hashes, len(ids)):
        if marks[later] is None and marks[earlier] is None:
            marks[later], kinds[later] = ids[earlier], "near"
    result["duplicate_of"] = pd.Series(marks, index=articles.index, dtype="str")
    if "notes" in result:
        before = [note if isinstance(note, str) else "" for note in articles["notes"].tolist()]
        after = [
            f"{note} duplicate:{kind}".strip() if kind else note
            for note, kind in zip(before, kinds, strict=True)
        ]
        result["notes"] = pd.Series([note or None for note in after], index=articles.index, dtype="str")
    return result


def _mark_equal(names: list, kind: str, ids: list[str], marks: list, kinds: list[str]) -> None:
    """Mark the articles whose name (address or text) an earlier unmarked article has; an empty name equals none."""
    first: dict[object, str] = {}
    for i, name in enumerate(names):
        if not name:
            continue
        if name in first and marks[i] is None:
            marks[i], kinds[i] = first[name], kind
        first.setdefault(name, marks[i] or ids[i])


def fingerprint(bodies: list[str]) -> Prints:
    """What is compared of *bodies*. Hashes of texts hold in one process only."""
    texts: list[int] = []
    numbers, hashes = [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    for begin in range(0, len(bodies), CHUNK):
        codes, lengths = _codes(bodies[begin : begin + CHUNK])
        ends = np.cumsum(lengths)
        raw = codes.astype(np.uint32)
        texts += [
            hash(raw[end - n : end].tobytes()) if n else 0 for n, end in zip(lengths, ends, strict=True)
        ]
        owner = np.repeat(np.arange(len(lengths)), lengths)
        chosen, run = _sampled(codes, owner, lengths)
        numbers.append(chosen + begin)
        hashes.append(run)
    return Prints(texts, np.concatenate(numbers), np.concatenate(hashes))


def together(prints: list[Prints]) -> Prints:
    """The prints of texts that were read in several pieces, as if they had been read in one."""
    begins = np.cumsum([0, *(len(one.texts) for one in prints)])
    return Prints(
        [text for one in prints for text in one.texts],
        np.concatenate([one.numbers + begin for one, begin in zip(prints, begins, strict=False)]),
        np.concatenate([one.hashes for one in prints]),
    )


def _codes(bodies: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The words of all *bodies* in one array of numbers, spellings and punctuation made one, and how many each body has."""
    import pyarrow
    import pyarrow.compute

    split = pyarrow.compute.utf8_split_whitespace(pyarrow.array(bodies, pyarrow.large_string()))
    words = split.flatten().dictionary_encode()
    table = np.array(_word_codes(words.dictionary.to_pylist()) or [0], np.uint64)
    codes = table[words.indices.to_numpy(zero_copy_only=False)] if len(words) else np.zeros(0, np.uint64)
    counts = pyarrow.compute.list_value_length(split).to_numpy(zero_copy_only=False).astype(np.int64)
    owner = np.repeat(np.arange(len(bodies)), counts)
    kept = codes > 0
    return codes[kept], np.bincount(owner[kept], minlength=len(bodies))


def _word_codes(words: list[str]) -> list[int]:
    """A number for each word, the same for all spellings of it; 0 for punctuation. Letters are made one in one go."""
    plain = (word.strip(EDGES) for word in key("\n".join(words)).split("\n"))
    return [zlib.crc32(word.encode()) | 1 << 32 if word else 0 for word in plain]


def _sampled(codes: np.ndarray, owner: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Text number and hash of the runs that begin with a sampled word, each once a text."""
    if len(codes) < RUN:
        return np.zeros(0, np.int64), np.zeros(0, np.uint64)
    last = len(codes) - RUN + 1
    whole = (
        (owner[:last] == owner[RUN - 1 :])
        & (codes[:last] % SAMPLE == 0)
        & (lengths[owner[:last]] >= WORDS_MIN)
    )
    at = np.flatnonzero(whole)
    run = codes[at].copy()
    for step in range(1, RUN):
        run = run * np.uint64(0x9E3779B97F4A7C15) + codes[at + step]
        run ^= run >> np.uint64(29)
    order = np.lexsort((run, owner[at]))
    number, run = owner[at][order], run[order]
    new = np.ones(len(run), bool)
    new[1:] = (number[1:] != number[:-1]) | (run[1:] != run[:-1])
    return number[new], run[new]


def _near_pairs(number: np.ndarray, run: np.ndarray, texts_n: int) -> list[tuple[int, int]]:
    """Pairs of text numbers (earlier, later) that are nearly the same, ordered by the later, then the earlier."""
    sizes = np.bincount(number, minlength=texts_n)
    order = np.lexsort((number, run))
    number, run = number[order], run[order]
    keys = []
    for step in range(1, COMMON_MAX):
        same = np.flatnonzero(run[step:] == run[:-step]) if step < len(run) else np.zeros(0, np.int64)
        if not len(same):
            break
        keys.append(number[same + step].astype(np.int64) * texts_n + number[same])
    if not keys:
        return []
    pair, shared = np.unique(np.concatenate(keys), return_counts=True)
    later, earlier = pair // texts_n, pair % texts_n
    least = np.minimum(sizes[later], sizes[earlier]) >= RUNS_MIN
    near = least & (shared >= NEAR * (sizes[later] + sizes[earlier] - shared))
    return list(zip(earlier[near].tolist(), later[near].tolist(), strict=True))


def _address(url: str) -> str:
    """*url* for comparing: without scheme, `www.`, fragment and tracking, kept with a query that names an article."""
    bare = SCHEME.sub("", url.strip())
    query = QUERY.search(bare)
    path = TRACKING.sub("", bare).rstrip("/")
    if "/" not in path and not query:
        return ""
    return f"{path}?{query[1]}" if query else path
