"""The article reader: one article as it was published, with its quotations, cues, speakers, chains and times marked.

Static HTML: the layers are switched by check boxes and style rules alone, so it works without a kernel, from a
file, and in print.
"""

import html
import os
import re
from typing import Any

import pandas as pd

from isnad import rtl
from isnad.labels import code_names, outlet_names
from isnad.messages import say
from isnad.schema import require
from isnad.text import fold, key, paragraphs
from isnad.views.output import Shown
from isnad.writing import date_text, number

LAYERS = ("quote", "cue", "speaker", "chain", "time")
Span = tuple[int, int, str, str]
# Days a time spans at most, and how its ends are written.
GRAINS = ((7, "d MMMM y"), (300, "MMMM y"), (10**7, "y"))


def reader(
    article: pd.Series, quotes: pd.DataFrame, times: pd.DataFrame, language: str, *, heading: int = 3
) -> Shown:
    """One article with every mark, and the list of its quotations, each linked to its place.

    Parameters
    ----------
    article : Series
        A row of the articles; needs article_id, title, body; shows outlet, published, byline and url when there.
    quotes, times : DataFrame, QUOTES and TIMES
        Rows of other articles are ignored. Quotations in the title are marked there.
    language : str
        Of the legend, the labels and the dates.
    heading : int
        Level of the title; 1 where the article is a page of its own. The list of quotations is one below.

    With the environment variable ISNAD_NO_BODIES set (``isnad report --no-bodies``) the text of the article is left out,
    a sentence says so, and its quotations remain.

    Returns
    -------
    Shown; anchors are ``#<slug>-q1``, ``#<slug>-q2`` … in the order of the text.
    """
    require(quotes, ["article_id", "start", "end", "in_title", "speaker", "chain", "cue"], "reader")
    mine = quotes[quotes["article_id"] == article["article_id"]].sort_values(
        ["in_title", "start", "end"], ascending=[False, True, False]
    )
    rows: list[dict[str, Any]] = mine.to_dict("records")
    name = slug(str(article["article_id"]))
    for place, row in enumerate(rows, start=1):
        row["number"], row["shown"], row["anchor"] = place, number(place, language), f"{name}-q{place}"
    timed = times[times["article_id"] == article["article_id"]].to_dict("records")
    title, body = _text(article.get("title")), _text(article.get("body"))
    in_title = [row for row in rows if row["in_title"]]
    in_body = [row for row in rows if not row["in_title"]]
    if os.environ.get("ISNAD_NO_BODIES"):
        told = rtl.html(say("reader.no_body", language), "p", language, class_="isnad-about")
        marked_body = told + "".join(f'<span id="{row["anchor"]}"></span>' for row in in_body)
    else:
        spans = [
            *_spans(body, in_body),
            *((t["start"], t["end"], "time", _time_note(t, language)) for t in timed),
        ]
        marked_body = _paragraphs(body, in_body, spans)
    parts = [
        f'<article class="isnad-reader" dir="rtl" lang="ar" id="{name}">',
        _legend(name, rows, timed, language),
        f'<div class="isnad-columns"><div class="isnad-text"><header><h{heading} dir="rtl">{_marked(title, _spans(title, in_title), in_title)}</h{heading}>{_about(article, language)}</header>',
        marked_body,
        f"</div>{_list(rows, article, language, heading + 1)}</div></article>",
    ]
    return Shown({"text/html": "".join(parts), "text/plain": f"{title} ({len(rows)})"})


def slug(article_id: str) -> str:
    """*article_id* as a file name and anchor: ASCII letters, digits and hyphens; other letters become their code."""
    plain = re.sub(
        r"[^A-Za-z0-9_-]", lambda m: "-" if ord(m.group()) < 128 else f"{ord(m.group()):x}", article_id
    ).strip("-")
    return plain if re.match("[A-Za-z]", plain) else f"a{plain}"


def chain(row: dict[str, Any] | pd.Series, outlet: str) -> str:
    """The way of the words as HTML: speaker ← who passed them on ← outlet."""
    links = [(_text(row["speaker"]) or "؟", _text(row.get("medium")))] + [
        (_text(link.get("name")), _text(link.get("medium"))) for link in _links(row["chain"])
    ]
    steps = [f'<span class="isnad-step{" isnad-who" if not place else ""}"><bdi>{html.escape(name)}</bdi>{f" <small>({html.escape(medium)})</small>" if medium else ""}</span>'
             for place, (name, medium) in enumerate(links) if name or medium]  # fmt: skip
    steps.append(f'<span class="isnad-step isnad-outlet"><bdi>{html.escape(outlet)}</bdi></span>')
    return f'<span class="isnad-way" dir="rtl">{"<i aria-hidden=true> ← </i>".join(steps)}</span>'


def _spans(text: str, rows: list[dict]) -> list[Span]:
    """Everything to mark in *text*: quotations, cues, mentions of speakers, links of chains."""
    found: list[Span] = []
    for row in rows:
        found.append((row["start"], row["end"], "quote", row["anchor"]))
        if not row.get("marked", True):
            found.append((row["start"], row["end"], "reported", row["anchor"]))
        for layer, column in (("cue", "cue"), ("speaker", "mention")):
            start, end = row[f"{column}_start"], row[f"{column}_end"]
            if not (pd.isna(start) or pd.isna(end)):
                found.append((int(start), int(end), layer, row["anchor"]))
        for link in _links(row["chain"]):
            where = _nearest(text, _text(link.get("name")), row)
            if where:
                found.append((*where, "chain", row["anchor"]))
    return found


def _nearest(text: str, name: str, row: dict) -> tuple[int, int] | None:
    """Where *name* stands nearest to the quotation, in its paragraph or the two beside it."""
    wanted = key(name)
    if not wanted:
        return None
    lines = paragraphs(text)
    here = next((n for n, (start, end) in enumerate(lines) if start <= row["start"] < end), 0)
    start, end = lines[max(here - 1, 0)][0], lines[min(here + 1, len(lines) - 1)][1]
    folded = fold(text[start:end])
    places = [
        tuple(start + at for at in folded.span(m.start(), m.end()))
        for m in re.finditer(rf"(?<!\w){re.escape(wanted)}|{re.escape(wanted)}", folded.key)
    ]
    outside = [place for place in places if not (row["start"] <= place[0] < row["end"])]
    return min(outside, key=lambda place: abs(place[0] - row["start"]), default=None)  # type: ignore[return-value]


def _paragraphs(body: str, rows: list[dict], spans: list[Span]) -> str:
    out = []
    for start, end in paragraphs(body):
        inside = [
            (max(a, start) - start, min(b, end) - start, layer, note)
            for a, b, layer, note in spans
            if a < end and b > start
        ]
        opened = [{**row, "start": row["start"] - start} for row in rows if start <= row["start"] < end]
        out.append(
            f'<p dir="{rtl.direction(body[start:end])}">{_marked(body[start:end], inside, opened)}</p>'
        )
    return "".join(out)


def _marked(text: str, spans: list[Span], rows: list[dict]) -> str:
    """*text* cut at every boundary; each piece carries the classes of the layers over it, numbers stand before quotations."""
    numbers: dict[int, list[dict]] = {}
    for row in rows:
        numbers.setdefault(row["start"], []).append(row)
    cuts = sorted({0, len(text), *numbers, *(a for a, *_ in spans), *(b for _, b, *_ in spans)})
    out = []
    for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True):
        out += [
            f'<a class="isnad-mark" id="{row["anchor"]}" href="#{row["anchor"]}-row"><bdi>{row["shown"]}</bdi></a>'
            for row in numbers.get(a, ())
        ]
        if a == b:
            continue
        over = [span for span in spans if span[0] <= a and span[1] >= b]
        piece = rtl.html(text[a:b], "")
        layers = [layer for layer in LAYERS if any(span[2] == layer for span in over)]
        if layers:
            told = next((span[3] for span in over if span[2] == "time"), "")
            tip = f' title="{html.escape(told)}"' if told else ""
            reported = " isnad-reported" if any(span[2] == "reported" for span in over) else ""
            piece = f'<span class="{" ".join(f"isnad-{layer}" for layer in layers)}{reported}"{tip}>{piece}</span>'
        out.append(piece)
    return "".join(out)


def _legend(name: str, rows: list[dict], timed: list[dict], language: str) -> str:
    counts = {"quote": len(rows), "cue": sum(bool(_text(row["cue"])) for row in rows), "speaker": sum(bool(_text(row["speaker"])) for row in rows),
              "chain": sum(bool(_links(row["chain"])) for row in rows), "time": len(timed)}  # fmt: skip
    boxes = "".join(
        f'<label class="isnad-layer"><input type="checkbox" checked class="isnad-show-{layer}"><span class="isnad-{layer}">{html.escape(say(f"reader.{layer}", language))}</span> <bdi class="isnad-count">{number(counts[layer], language)}</bdi></label>'
        for layer in LAYERS
    )
    return f'<fieldset class="isnad-legend" dir="{_side(language)}" lang="{language}"><legend>{html.escape(say("reader.layers", language))}</legend>{boxes}</fieldset>'


def _about(article: pd.Series, language: str) -> str:
    facts = [outlet_names(pd.Series([article.get("outlet")]), language).iloc[0]]
    published = article.get("published")
    facts.append(
        say("reader.undated", language)
        if pd.isna(published)
        else date_text(pd.Timestamp(published), language)
    )
    facts += [_text(article.get(name)) for name in ("agency", "byline") if _text(article.get(name))]
    url = _text(article.get("url"))
    link = (
        f' · <a href="{html.escape(url)}" rel="noopener noreferrer">{html.escape(say("reader.original", language))}</a>'
        if re.match(r"https?://\S+$", url)
        else ""
    )
    return f'<p class="isnad-about" dir="{_side(language)}">{" · ".join(f"<bdi>{html.escape(fact)}</bdi>" for fact in facts)}{link}</p>'


def _list(rows: list[dict], article: pd.Series, language: str, level: int) -> str:
    side, heading = _side(language), html.escape(say("reader.list", language))
    if not rows:
        return f'<div class="isnad-list" dir="{side}" lang="{language}"><h{level}>{heading}</h{level}><p>{html.escape(say("reader.no_quotes", language))}</p></div>'
    outlet = outlet_names(pd.Series([article.get("outlet")]), "ar").iloc[0]
    kinds = code_names(pd.Series([row.get("kind") for row in rows], dtype="object"), "kind", language)
    items = "".join(
        f'<li id="{row["anchor"]}-row" value="{row["number"]}"><a class="isnad-mark" href="#{row["anchor"]}" title="{html.escape(say("reader.back", language))}"><bdi>{row["shown"]}</bdi></a>'
        f'{chain(row, outlet)}<q dir="rtl">{rtl.html(_text(row.get("text")), "")}</q>'
        f'<span class="isnad-how" dir="{side}">{html.escape(_text(kind))}{_cue(row, language)}</span></li>'
        for row, kind in zip(rows, kinds, strict=True)
    )
    return f'<div class="isnad-list" dir="{side}" lang="{language}"><h{level}>{heading}</h{level}><ol>{items}</ol></div>'


def _cue(row: dict, language: str) -> str:
    cue = _text(row["cue"])
    return (
        f' · {html.escape(say("reader.cue_word", language))} <bdi lang="ar">{html.escape(cue)}</bdi>'
        if cue
        else ""
    )


def _time_note(row: dict, language: str) -> str:
    """What an expression stands for, in words; its kind alone where that is no stretch of the calendar."""
    kind = str(code_names(pd.Series([row["type"]]), "type", language).iloc[0])
    earliest, latest = row.get("earliest"), row.get("latest")
    if pd.isna(earliest) or pd.isna(latest):
        return kind
    days = (pd.Timestamp(latest) - pd.Timestamp(earliest)).days
    form = next(form for widest, form in GRAINS if days <= widest)
    last = pd.Timestamp(latest) - pd.Timedelta(seconds=1)
    words = list(dict.fromkeys(date_text(pd.Timestamp(day), language, form) for day in (earliest, last)))
    return f"{kind}: {' – '.join(words)}"


def _links(value: Any) -> list[dict]:
    return (
        [link for link in value if isinstance(link, dict)]
        if isinstance(value, (list, tuple)) or hasattr(value, "tolist")
        else []
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _side(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"
