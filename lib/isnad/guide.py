"""What notebook 00 shows: the notebooks, what each asks, and a first look at who speaks."""

import pandas as pd

from isnad import runs
from isnad.schema import require


def list_notebooks(language: str) -> pd.DataFrame:
    """The shipped notebooks in order: ``number``, ``question``, ``summary`` (in *language*), ``minutes``."""
    rows = []
    for path in runs.find_notebooks():
        about = runs.read_notebook(path)["metadata"].get("isnad", {})
        end = "_ar" if language == "ar" else ""
        rows.append(
            {
                "number": path.stem[:2],
                "question": about.get(f"title{end}", path.stem),
                "summary": about.get(f"summary{end}", ""),
                "minutes": int(about.get("minutes", 0)),
            }
        )
    return pd.DataFrame(rows, columns=["number", "question", "summary", "minutes"])


def first_quotes(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Quotations as a reader wants them first: ``outlet``, ``speaker``, ``text``, ``cue``, ``chain``; index kept."""
    require(quotes, ["article_id", "speaker", "text", "cue", "chain"], "first_quotes")
    outlets = quotes["article_id"].map(articles.set_index("article_id")["outlet"])
    return quotes[["speaker", "text", "cue", "chain"]].assign(outlet=outlets)[
        ["outlet", "speaker", "text", "cue", "chain"]
    ]


def describe(articles: pd.DataFrame, quotes: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """The message key of the finding of notebook 00 and its values (for `isnad.views.finding`)."""
    spoken = quotes["speaker"].dropna()
    if spoken.empty:
        return "guide.finding_none", {"articles": len(articles)}
    counts = quotes["speaker"].value_counts()
    most = sorted(counts[counts == counts.max()].index)[0]
    return "guide.finding", {
        "articles": len(articles),
        "quotes": len(quotes),
        "speaker": most,
        "most": int(counts.max()),
    }
