"""Hard strings on every surface, the wrong way and the right way: what notebook 80 shows."""

import html
import re

import pandas as pd

from isnad import resources, rtl
from isnad.messages import say
from isnad.schema import require
from isnad.views.output import PLOTLY, Shown, figure

# Counting asks a bidirectional algorithm twice a text; this many are enough for a share.
MOST_TEXTS = 2000
ARABIC_WORD = re.compile(r"[\u0621-\u064a]+")
SURFACES = (
    "plotly", "hover", "static", "html", "markdown", "notebook", "print", "matplotlib", "picture", "terminal_bidi", "terminal", "csv",
)  # fmt: skip


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


def side_by_side(texts: pd.DataFrame, shown: list[str], language: str) -> Shown:
    """*texts* (``text``, ``trap``) on each surface of *shown*: what goes wrong there and why, then the wrong way beside the right one.

    Parameters
    ----------
    shown : list of str
        Of html, markdown, notebook, matplotlib, picture, terminal_bidi, terminal, csv. Surfaces that are no browser are shown as they would
        draw: one without a bidirectional algorithm puts letters down in the order in which they are stored.
    """
    return Shown(
        {
            "text/html": "".join(_surface(texts, surface, language) for surface in shown),
            "text/plain": "\n".join(texts["text"]),
        }
    )


def _surface(texts: pd.DataFrame, surface: str, language: str) -> str:
    wrong, right = WAYS[surface]
    told = say(
        "surfaces.why",
        language,
        **{name: say(f"surfaces.{surface}_{name}", language) for name in ("lacks", "cure", "never")},
    )
    heads = "".join(
        f'<th scope="col">{rtl.html(say(f"surfaces.{name}", language))}</th>'
        for name in ("trap", "wrong_way", "right_way")
    )
    rows = "".join(
        f"<tr><td>{rtl.html(row.trap)}</td><td data-rtl-demo>{wrong(str(row.text))}</td><td>{right(str(row.text))}</td></tr>"
        for row in texts.itertuples()
    )
    side = "rtl" if language == "ar" else "ltr"
    name = say(f"surfaces.{surface}_surface", language)
    return (
        f"{rtl.html(name, 'p', language, class_='isnad-surface')}{rtl.html(told, 'p', language, class_='isnad-note')}"
        f'<div class="isnad-table" dir="{side}" lang="{language}" tabindex="0" role="region" aria-label="{html.escape(name)}"><table dir="{side}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _left(text: str) -> str:
    return f'<p dir="ltr">{html.escape(text)}</p>'


def _as_browser(text: str) -> str:
    """Shaped, visually ordered *text* on a surface that orders text itself: it is turned round once more."""
    return f'<p dir="ltr" style="text-align:start">{html.escape(rtl.picture(text))}</p>'


def _as_stored(text: str) -> str:
    """Letters one after the other from the left, as a surface without a bidirectional algorithm puts them, unjoined."""
    letters = "\u200c".join(html.escape(sign) for sign in text)
    return f'<code dir="ltr" style="unicode-bidi:bidi-override;display:block">{letters}</code>'


def _as_drawn(text: str) -> str:
    """Shaped, visually ordered *text* there; right, and no example for the audit of pages, whose order is that of a browser."""
    return f'<code data-rtl-demo dir="ltr" style="unicode-bidi:bidi-override;display:block">{html.escape(rtl.picture(text))}</code>'


def _isolated(text: str) -> str:
    return f'<code dir="ltr" style="display:block">{html.escape(rtl.line(text))}</code>'


def _searched(text: str) -> str:
    """*text* as stored, and whether its longest word is found in it by a search."""
    word = max(ARABIC_WORD.findall(text), key=len, default=text)
    stored = rtl.picture(text)
    return f'<p dir="ltr">{html.escape(stored)} {"✓" if word in stored else "✗"}</p>'


def _paragraph(text: str) -> str:
    return rtl.html(text, "p")


# Surface to the wrong and the right way of a text, as HTML.
WAYS = {
    "html": (_left, rtl.html), "markdown": (_left, _paragraph), "notebook": (_left, _paragraph), "matplotlib": (_as_browser, _isolated),
    "picture": (_as_stored, _as_drawn), "terminal_bidi": (_left, _isolated), "terminal": (_as_stored, _as_drawn), "csv": (_searched, _paragraph),
}  # fmt: skip


def in_plotly(texts: pd.DataFrame, language: str, right: bool) -> Shown:
    """*texts* as ticks, legend and hover labels of a chart: as they are (*right* False), or through `isnad.rtl.figure`."""
    from isnad.plots.surfaces import labels

    fig = labels(texts, language, right)
    if right:
        return figure(fig, language=language)
    fig.update_layout(meta={"rtl_demo": True})
    import json

    return Shown(
        {
            PLOTLY: {**json.loads(str(fig.to_json())), "config": {"displaylogo": False, "responsive": True}},
            "text/html": rtl.html(say("surfaces.wrong", language), "p", language, class_="isnad-note"),
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
