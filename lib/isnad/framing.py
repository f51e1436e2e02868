"""Naming and framing: by which of several names each outlet calls the same thing, and whose words these are."""

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from isnad import resources, text
from isnad.errors import LexiconError
from isnad.schema import require
from isnad.sourcing.describe import without_copies
from isnad.sourcing.intervals import DRAWS, MIN_ARTICLES, MIN_COUNT, article_counts, bounds, resampled

TABLE = ("concept", "concept_ar", "concept_en", "variant", "side", "basis", "note")
FOUND = (
    "article_id",
    "outlet",
    "concept",
    "variant",
    "side",
    "start",
    "end",
    "text",
    "in_quote",
    "speaker_id",
)
COUNTS = (
    "concept", "variant", "side", "outlet", "n", "total", "articles", "own_voice", "share", "low", "high", "other_share",
    "log_odds", "log_odds_low", "log_odds_high", "keyness", "is_small",
)  # fmt: skip


def load_framing(path: str | Path | None = None) -> pd.DataFrame:
    """The table of names: ``concept`` (with its name in Arabic and English), ``variant``, ``side``, ``basis`` (where the judgement comes from), ``note``.

    Parameters
    ----------
    path : str or Path, optional
        A table of your own; only ``concept`` and ``variant`` are needed. Without it data/framing.csv.

    Raises
    ------
    LexiconError: a column is missing, a row lacks its concept or variant, or one variant stands twice in a concept.
    """
    path = Path(path) if path else resources.data("framing.csv")
    if not path.is_file():
        raise LexiconError(f"{path}: no such table of names; its columns are {', '.join(TABLE)}")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = [name for name in ("concept", "variant") if name not in frame.columns]
    if missing:
        raise LexiconError(f"{path.name}: lacks the column(s) {', '.join(missing)}")
    frame = frame.reindex(columns=list(TABLE), fill_value="")
    seen: dict[tuple, int] = {}
    for line, (concept, variant) in enumerate(zip(frame["concept"], frame["variant"], strict=True), 2):
        if not concept.strip() or not variant.strip():
            raise LexiconError(f"{path.name} line {line}: a row needs both concept and variant")
        folded = (concept, text.key(variant))
        if folded in seen:
            raise LexiconError(f"{path.name} line {line}: {variant} stands in line {seen[folded]} already")
        seen[folded] = line
    return frame


def concept_names(names: pd.DataFrame, language: str) -> dict[str, str]:
    """Each concept's name in *language*, its id where the table has none."""
    given = names.get(f"concept_{language}", names["concept"])
    return {concept: name or concept for concept, name in zip(names["concept"], given, strict=True)}


def find_names(
    articles: pd.DataFrame, quotes: pd.DataFrame | None = None, names: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every occurrence of a listed name in the bodies.

    Parameters
    ----------
    quotes : DataFrame, optional
        QUOTES: an occurrence inside a quotation gets ``in_quote`` True and the ``speaker_id``; the others are the outlet's own voice.
    names : DataFrame, optional
        What `load_framing` returns; without it the shipped table.

    Returns
    -------
    DataFrame (FOUND): offsets in ``body``, ``text == body[start:end]`` without a written-on و، ف، ب، ل، ك. Where names overlap the longest
    counts: القرم المحتلة is not also القرم. Articles that repeat another of their outlet are left aside. Letters are folded (hamza, alef, yeh,
    teh marbuta, diacritics).
    """
    require(articles, ["article_id", "outlet", "body"], "find_names")
    table = names if names is not None else load_framing()
    rows = zip(table["concept"], table["variant"], table["side"], strict=True)
    owners = sorted(rows, key=lambda row: (-len(row[1]), row))
    variants = [text.key(variant) for _, variant, _ in owners]
    spans = _quoted(quotes)
    rows = []
    kept = without_copies(articles)
    for article, outlet, body in zip(
        kept["article_id"], kept["outlet"], kept["body"].fillna(""), strict=True
    ):
        folded = text.fold(body)
        for place, first_key, last_key in _spans(folded.key, variants):
            start, end = folded.span(first_key, last_key)
            inside = next(
                (speaker for first, last, speaker in spans.get(article, ()) if first <= start < last), None
            )
            rows.append(
                (
                    article,
                    outlet,
                    *owners[place],
                    start,
                    end,
                    body[start:end],
                    inside is not None,
                    inside or None,
                )
            )
    frame = pd.DataFrame(rows, columns=list(FOUND))
    return frame.astype({"start": "int64", "end": "int64", "in_quote": "bool"})


def count_names(
    found: pd.DataFrame, *, min_count: int = MIN_COUNT, draws: int = DRAWS, seed: int = 0
) -> pd.DataFrame:
    """How often each outlet uses each name of a thing, out of all its names for it, and how far that sets it apart.

    Returns
    -------
    DataFrame (COUNTS), one row a concept, name and outlet that names the thing. ``share`` = n / total, total being all names of that concept in the outlet;
    ``low``, ``high`` its 95 % interval over resampled articles (NaN under 5). ``own_voice``: how many of ``n`` stand outside quotations. ``other_share``: the same
    share in all other outlets. ``log_odds`` against them (one half added to each count) with its interval; ``keyness`` the log-likelihood ratio G²
    of the 2 × 2 table (3.84 and more: unlikely by chance alone if occurrences were independent, which within one article they are not).
    """
    require(found, ["article_id", "outlet", "concept", "variant"], "count_names")
    parts = [
        _count(group, concept, min_count, draws, seed)
        for concept, group in found.groupby("concept", sort=True)
    ]
    if not parts:
        return pd.DataFrame(columns=list(COUNTS))
    out = pd.concat(parts, ignore_index=True)[list(COUNTS)]
    return out.sort_values(
        ["concept", "outlet", "n", "variant"], ascending=[True, True, False, True], ignore_index=True
    )


def _count(group: pd.DataFrame, concept: str, min_count: int, draws: int, seed: int) -> pd.DataFrame:
    sides = group.drop_duplicates("variant").set_index("variant")["side"]
    own = group[~group["in_quote"]].groupby(["outlet", "variant"]).size()
    counts, labels = article_counts(
        group, group["outlet"] + "\t" + group["variant"], pd.Series(1, index=group.index)
    )
    outlets, variants = (
        np.array(part) for part in zip(*(label.split("\t") for label in labels), strict=True)
    )
    here = (outlets[:, None] == outlets[None, :]).astype(float)
    same = (variants[:, None] == variants[None, :]).astype(float)

    def measures(sums):
        n, total, of_name = sums, sums @ here, sums @ same
        other, elsewhere = of_name - n, sums.sum(axis=1, keepdims=True) - total
        with np.errstate(invalid="ignore", divide="ignore"):
            odds = np.log((n + 0.5) * (elsewhere - other + 0.5) / ((total - n + 0.5) * (other + 0.5)))
            return n, total, other, elsewhere, n / total, other / elsewhere, odds

    observed = np.asarray(counts.sum(axis=0)).reshape(1, -1)
    n, total, other, elsewhere, share, other_share, odds = (value[0] for value in measures(observed))
    drawn = measures(resampled(counts, draws, seed))
    spread = group.groupby("outlet")["article_id"].nunique()
    articles = group.groupby(["outlet", "variant"])["article_id"].nunique()
    enough = pd.Series(outlets).map(spread).to_numpy() >= MIN_ARTICLES
    low, high = bounds(drawn[4])
    odds_low, odds_high = bounds(drawn[6])
    error = 1.96 * np.sqrt(sum(1 / (count + 0.5) for count in (n, total - n, other, elsewhere - other)))
    alone = elsewhere == 0
    pairs = list(zip(outlets, variants, strict=True))
    return pd.DataFrame(
        {
            "concept": concept, "variant": variants, "side": sides.reindex(variants).to_numpy(), "outlet": outlets, "n": n.astype(int),
            "total": total.astype(int), "articles": articles.reindex(pairs).to_numpy(), "own_voice": own.reindex(pairs, fill_value=0).to_numpy(),
            "share": share, "low": np.where(enough, low, np.nan), "high": np.where(enough, high, np.nan), "other_share": other_share,
            "log_odds": np.where(alone, np.nan, odds), "log_odds_low": np.where(enough & ~alone, np.minimum(odds_low, odds - error), np.nan),
            "log_odds_high": np.where(enough & ~alone, np.maximum(odds_high, odds + error), np.nan),
            "keyness": np.where(alone, np.nan, _keyness(n, total, other, elsewhere)), "is_small": (total < min_count) | ~enough,
        }
    )  # fmt: skip


def _keyness(n, total, other, elsewhere) -> np.ndarray:
    """Log-likelihood ratio of each 2 x 2 table (Dunning 1993)."""
    cells = np.array([n, total - n, other, elsewhere - other], dtype=float)
    whole = cells.sum(axis=0)
    rows = np.array([total, total, elsewhere, elsewhere])
    columns = np.array([n + other, whole - n - other, n + other, whole - n - other])
    with np.errstate(divide="ignore", invalid="ignore"):
        return 2 * np.where(cells > 0, cells * np.log(cells * whole / (rows * columns)), 0).sum(axis=0)


def _quoted(quotes: pd.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    if quotes is None or quotes.empty:
        return {}
    inside = quotes if "in_title" not in quotes else quotes[~quotes["in_title"].astype(bool)]
    speakers = inside["speaker_id"] if "speaker_id" in inside else pd.Series("", index=inside.index)
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for article, start, end, speaker in zip(
        inside["article_id"], inside["start"], inside["end"], speakers, strict=True
    ):
        spans.setdefault(article, []).append((start, end, speaker if isinstance(speaker, str) else ""))
    return spans


@lru_cache(maxsize=4096)
def _pattern(variant: str) -> re.Pattern:
    """A folded name as it stands in a sentence; the group ``name`` leaves out what is written onto it."""
    words = r"\s+".join(re.escape(word) for word in variant.split())
    if variant.startswith("ال"):
        rest = words[2:]
        return re.compile(rf"(?<!\w)[وف]?(?:[بك]?(?P<name>ال{rest})|ل(?P<after_l>ل{rest}))(?!\w)")
    return re.compile(rf"(?<!\w)[وف]?[بلك]?(?P<name>{words})(?!\w)")


def _spans(key: str, variants: list[str]) -> list[tuple[int, int, int]]:
    """(place of the name, start, end) in a folded text; *variants* are folded, the longest first; no overlaps."""
    taken: list[tuple[int, int, int]] = []
    for place, variant in enumerate(variants):
        if variant.split()[0].removeprefix("ال") not in key:
            continue
        for match in _pattern(variant).finditer(key):
            start, end = match.span(match.lastgroup or 0)
            if not any(first < end and start < last for _, first, last in taken):
                taken.append((place, start, end))
    return sorted(taken, key=lambda span: span[1])
