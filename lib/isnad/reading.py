"""One article to read, quotations in their context, and how far words travelled: the tables of notebook 40."""

import difflib

import pandas as pd

from isnad.errors import ParameterError
from isnad.schema import require

CONTEXT = 80


def pick_article(articles: pd.DataFrame, quotes: pd.DataFrame, wanted: str = "") -> pd.Series:
    """The row of the article *wanted* (its id); when empty, of the one with the longest chains, then the most quotations.

    Raises
    ------
    ParameterError: no article has that id; names those like it.
    """
    require(articles, ["article_id", "title", "body"], "pick_article")
    ids = articles["article_id"].astype("str")
    if wanted and wanted not in set(ids):
        near = difflib.get_close_matches(wanted, list(ids), n=3, cutoff=0.3) or list(ids[:3])
        raise ParameterError(
            f"article: {wanted!r} is not in the corpus; there are, for example, {', '.join(near)}"
        )
    if not wanted:
        ranked = (
            pd.DataFrame({"links": count_links(quotes), "article_id": quotes["article_id"]})
            .groupby("article_id")["links"]
            .agg(["sum", "size"])
        )
        ordered = ranked.sort_values(["sum", "size"], ascending=False, kind="stable")
        wanted = str(ordered.index[0]) if len(ordered) else str(ids.iloc[0])
    return articles.loc[ids == wanted].iloc[0]


def count_links(quotes: pd.DataFrame) -> pd.Series:
    """Length of each quotation's chain (0: the outlet heard the speaker itself, or does not say), index kept."""
    require(quotes, ["chain"], "count_links")
    return quotes["chain"].map(len).astype("int64").rename("links")


def share_links(quotes: pd.DataFrame, articles: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """Quotations per outlet and length of chain; *most* and more count as one.

    Returns
    -------
    DataFrame, (outlets x lengths): ``outlet``, ``links`` (0 to *most*), ``quotes``, ``share`` (of the outlet's quotations, 0 to 1).
    """
    found = pd.DataFrame({
        "outlet": quotes["article_id"].map(articles.set_index("article_id")["outlet"]).fillna(""),
        "links": count_links(quotes).clip(upper=most),
    }).groupby(["outlet", "links"], as_index=False).size().rename(columns={"size": "quotes"})  # fmt: skip
    return found.assign(share=found["quotes"] / found.groupby("outlet")["quotes"].transform("sum"))


def sample_context(quotes: pd.DataFrame, articles: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """*n* quotations drawn with *seed*, each in its context, to be judged by a reader.

    Returns
    -------
    DataFrame, (min(n, quotes) x 6): ``article_id``, ``context`` (the quotation between ⟦ and ⟧ with 80 characters round it),
    ``speaker``, ``cue``, ``chain``, ``rule``.
    """
    require(
        quotes,
        ["article_id", "start", "end", "in_title", "speaker", "cue", "chain", "rule"],
        "sample_context",
    )
    drawn = quotes.sample(min(n, len(quotes)), random_state=seed).sort_index()
    texts = articles.set_index("article_id")[["title", "body"]].fillna("")
    context = [
        _context(
            str(texts.at[row.article_id, "title" if row.in_title else "body"]), int(row.start), int(row.end)
        )
        for row in drawn.itertuples()
    ]
    return drawn[["article_id"]].assign(
        context=pd.Series(context, index=drawn.index, dtype="str"),
        **{name: drawn[name] for name in ("speaker", "cue", "chain", "rule")},
    )


def describe(quotes: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """The message key of the finding of notebook 40 and its values (for `isnad.views.finding`)."""
    if quotes.empty:
        return "reading.finding_none", {}
    named = quotes["speaker"].notna() & (quotes["speaker"] != "")
    relayed = count_links(quotes) > 0
    return "reading.finding", {"quotes": len(quotes), "named": int(named.sum()), "named_share": f"{named.mean():.0%}",
                               "relayed": int(relayed.sum()), "relayed_share": f"{relayed.mean():.0%}"}  # fmt: skip


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    return f"{'… ' if start > CONTEXT else ''}{before}⟦{text[start:end]}⟧{after}{' …' if end + CONTEXT < len(text) else ''}".replace(
        "\n", " "
    )
