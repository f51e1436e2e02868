"""Hard strings on every surface, the wrong way and the right way: what notebook 80 shows."""

import html

import pandas as pd

from isnad import resources, rtl
from isnad.messages import say
from isnad.schema import require
from isnad.views.output import PLOTLY, Shown, figure

# Counting asks a bidirectional algorithm twice a text; this many are enough for a share.
MOST_TEXTS = 2000
SURFACES = (
    "plotly",
    "html",
    "markdown",
    "notebook",
    "matplotlib",
    "picture",
    "terminal_bidi",
    "terminal",
    "csv",
)


def hard_texts(language: str, own: str = "") -> pd.DataFrame:
    """The strings that go wrong, each with its trap in *language*; *own*, when given, comes first.

    Returns
    -------
    DataFrame, (strings x 2): ``text``, ``trap``.
    """
    table = pd.read_csv(resources.lexicon("surfaces.csv"), dtype="str")
    found = pd.DataFrame({"text": table["text"], "trap": table[f"trap_{language}"]})
    first = pd.DataFrame({"text": [own], "trap": [say("surfaces.own", language)]}) if own else found.iloc[:0]
    return pd.concat([first, found], ignore_index=True).astype("str")


def surfaces(language: str) -> pd.DataFrame:
    """One row a surface: ``surface``, ``lacks``, ``cure``, ``never``, in *language*."""
    return pd.DataFrame(
        {
            name: [say(f"surfaces.{surface}_{name}", language) for surface in SURFACES]
            for name in ("surface", "lacks", "cure", "never")
        },
    ).astype("str")


def in_html(texts: pd.DataFrame, language: str) -> Shown:
    """A table of *texts* (``text``, ``trap``) as a left-to-right page shows them, and as they should read."""
    heads = "".join(
        f'<th scope="col">{rtl.html(say(f"surfaces.{name}", language))}</th>'
        for name in ("trap", "wrong", "right")
    )
    rows = "".join(
        f'<tr><td>{rtl.html(row.trap)}</td><td data-rtl-demo dir="ltr">{html.escape(str(row.text))}</td><td>{rtl.html(row.text)}</td></tr>'
        for row in texts.itertuples()
    )
    side = "rtl" if language == "ar" else "ltr"
    return Shown({"text/html": f'<div class="isnad-table" dir="{side}" lang="{language}" tabindex="0"><table dir="{side}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>',
                  "text/plain": "\n".join(texts["text"])})  # fmt: skip


def in_terminal(texts: pd.DataFrame, language: str) -> Shown:
    """*texts* as a terminal without a bidirectional algorithm draws them: raw, and through `isnad.rtl.picture`."""
    box = '<pre data-rtl-demo dir="ltr" style="unicode-bidi:bidi-override;overflow-x:auto;padding:.6rem 1rem;border:1px solid var(--isnad-line,#dfe3e8);line-height:1.9">{}</pre>'
    parts = []
    for name, draw in (("wrong", str), ("right", rtl.picture)):
        lines = "\n".join(html.escape(draw(str(text))) for text in texts["text"])
        parts.append(rtl.html(say(f"surfaces.{name}", language), "p", language) + box.format(lines))
    return Shown({"text/html": "".join(parts), "text/plain": "\n".join(texts["text"])})


def in_plotly(texts: pd.DataFrame, language: str, right: bool) -> Shown:
    """*texts* as labels of a bar chart: as they are (*right* False), or through `isnad.rtl.figure`."""
    from isnad.plots.surfaces import labels

    fig = labels(texts, language, right)
    if right:
        return figure(fig, language=language)
    fig.update_layout(meta={"rtl_demo": True})
    import json

    return Shown(
        {
            PLOTLY: {**json.loads(str(fig.to_json())), "config": {"displaylogo": False, "responsive": True}},
            "text/plain": say("surfaces.wrong", language),
        }
    )


def count_wrong(articles: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """How many titles and quotations would stand in another order on a left-to-right surface.

    Decided by python-bidi: a text is counted when its order with a left-to-right base differs from that with a
    right-to-left base. At most 2000 of each kind are looked at, the first ones.

    Returns
    -------
    DataFrame, (2 x 4): ``kind`` (title, quotation), ``texts``, ``wrong``, ``share`` (0 to 1; 0 without texts).
    """
    require(articles, ["title"], "count_wrong")
    require(quotes, ["text"], "count_wrong")
    rows = []
    for kind, column in (("title", articles["title"]), ("quotation", quotes["text"])):
        texts = [rtl.strip(text) for text in column.dropna().head(MOST_TEXTS) if rtl.direction(text) == "rtl"]
        wrong = sum(map(turns, texts))
        rows.append(
            {"kind": kind, "texts": len(texts), "wrong": wrong, "share": wrong / len(texts) if texts else 0.0}
        )
    return pd.DataFrame(rows, columns=["kind", "texts", "wrong", "share"])


def turns(text: str) -> bool:
    """Whether *text* stands in another order when the line is taken to start at the left."""
    from bidi.algorithm import get_display

    return get_display(text, base_dir="L") != get_display(text, base_dir="R")


def describe(counts: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """The message key of the finding of notebook 80 and its values (for `isnad.views.finding`)."""
    texts, wrong = int(counts["texts"].sum()), int(counts["wrong"].sum())
    return "surfaces.finding", {
        "texts": texts,
        "wrong": wrong,
        "share": f"{wrong / texts if texts else 0:.0%}",
    }
