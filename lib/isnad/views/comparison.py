"""What the notebooks that compare outlets show besides tables: limits in a sentence, and one statement in all its versions."""

import hashlib
import html
from typing import TYPE_CHECKING

import pandas as pd

from isnad import resources, rtl, wording
from isnad.labels import outlet_names
from isnad.messages import say
from isnad.sourcing.describe import ARROW
from isnad.sourcing.limits import Limit
from isnad.sourcing.named import in_words
from isnad.views import output
from isnad.views.output import Shown
from isnad.writing import date_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

ORDERS = ("day", "outlet", "kept")
SHOWN = ["measure", "value", "low", "high", "n"]


def notes(limits: list[Limit], language: str, *, errors: pd.DataFrame | None = None) -> Shown:
    """What cannot be compared, one sentence a limit; and the extractor's own error (`isnad.sourcing.extractor_error`) where it is given."""
    sentences = [limit.say(language) for limit in limits]
    items = "".join(rtl.html(sentence, "p", language, class_="isnad-limit") for sentence in sentences)
    if errors is not None:
        key = "sourcing.error_none" if errors.empty else "sourcing.error_note"
        items += rtl.html(say(key, language), "p", language, class_="isnad-note")
        sentences.append(say(key, language))
        items += (
            ""
            if errors.empty
            else output.table(
                in_words(errors[SHOWN], language), language=language, rows=len(errors)
            )._repr_html_()
        )
    page = f'{_css()}<div dir="{output._side(language)}" lang="{language}">{items}</div>' if items else ""
    return Shown({"text/html": page, "text/plain": "\n".join(sentences)})


def figure(
    drawn: "go.Figure | None",
    *,
    language: str,
    what: str,
    limits: list[Limit] | None = None,
    stem: str = "",
    data: pd.DataFrame | None = None,
) -> Shown:
    """*drawn* as `isnad.views.figure` shows it; where there is nothing to draw, the sentence that says why.

    Parameters
    ----------
    what : str
        Message (``sourcing.nothing_<what>``) of what is missing, used where no limit of *limits* stops the comparison.
    """
    if drawn is not None:
        return output.figure(drawn, language=language, stem=stem, data=data)
    stop = next((limit for limit in limits or [] if limit.stops), None)
    return notes(
        [stop or Limit("nothing_left", (("what", say(f"sourcing.nothing_{what}", language)),))], language
    )


def versions(
    table: pd.DataFrame,
    language: str,
    *,
    order: str = "day",
    limits: list[Limit] | None = None,
    most: int = 30,
) -> Shown:
    """Every version of one statement, word by word against the reference, right to left; re-ordered by day, outlet or closeness without a kernel.

    Parameters
    ----------
    table : DataFrame
        What `isnad.versions.list_versions` returns. Empty gives the sentence that there is nothing to compare.
    order : {"day", "outlet", "kept"}
        The order that is chosen when the page opens.
    most : int
        Cards to show; what is left out is told below them. Versions of one day, wording and chain are one card with all their outlets.

    Notes
    -----
    Everything is escaped. Kept words are plain, changed forms underlined with dots, synonyms with dashes, moved words underlined, added words on green with a line
    below, dropped words struck through: no difference rests on colour alone. Words between quotation marks are bold.
    """
    if table.empty:
        return figure(None, language=language, what="versions", limits=limits)
    cards = _joined(table, language)
    tied = table.loc[table["is_first"], "outlet"].nunique() > 1
    reference = wording.words(table.loc[table["is_reference"], "text"].iloc[0])
    ranks = {
        "day": _ranks(list(range(len(cards)))), "outlet": _ranks([row["names"] for row in cards]),
        "kept": _ranks([-2 if row["is_reference"] else -row["kept_share"] for row in cards]),
    }  # fmt: skip
    shown = "".join(
        _card(row, reference, {key: rank[place] for key, rank in ranks.items()}, tied, language)
        for place, row in enumerate(cards[:most])
    )
    title = say("sourcing.versions_title", language, versions=len(table), outlets=table["outlet"].nunique())
    known = table["speaker"].dropna()
    speaker = rtl.strip(known.mode().iloc[0]) if len(known) else say("codes.speaker_unknown", language)
    group = "isnad-v" + hashlib.sha256("".join(table["text"]).encode()).hexdigest()[:10]
    rest = (
        ""
        if len(cards) <= most
        else rtl.html(
            say("interface.rows", language, shown=most, total=len(cards)), "p", language, class_="isnad-note"
        )
    )
    side = output._side(language)
    who = _around("versions_speaker", "speaker", speaker, language)
    head = f"{rtl.html(title, 'p', language, class_='isnad-versions-title')}<p>{who}</p>{_legend(language)}{_sorter(group, order, language)}"
    page = (
        f'{_css()}<section class="isnad-versions" dir="{side}" lang="{language}" aria-label="{html.escape(title)}">'
        f'{head}<div class="isnad-cards">{shown}</div>{rest}</section>'
    )
    return Shown({"text/html": page, "text/plain": title})


def _joined(table: pd.DataFrame, language: str) -> list[dict]:
    """One dict a card: versions of one day, wording and chain together, with the names of their outlets."""
    named = table.assign(names=outlet_names(table["outlet"], language))
    keys = [named[name].astype(str) for name in ("text", "path", "published")]
    comma = say("interface.comma", language)
    found = []
    for _, group in named.groupby(keys, sort=False):
        base = group[group["is_reference"]] if group["is_reference"].any() else group
        found.append({**base.iloc[0].to_dict(), "names": comma.join(dict.fromkeys(group["names"]))})
    return found


def _card(row: dict, reference: list[wording.Word], ranks: dict[str, int], tied: bool, language: str) -> str:
    style = ";".join(f"--{key}:{rank}" for key, rank in ranks.items())
    chips = [_when(row, tied, language)]
    if row["is_reference"]:
        chips.append(say("sourcing.versions_reference", language))
    else:
        chips.append(say("sourcing.versions_kept", language, share=row["kept_share"]))
    marks = "".join(rtl.html(chip, "span", language, class_="isnad-chip") for chip in chips)
    if isinstance(row["cue"], str):
        marks += f'<span class="isnad-chip">{_around("versions_cue", "cue", row["cue"], language)}</span>'
    chain = ""
    if isinstance(row["path"], str):
        label = html.escape(say("sourcing.versions_chain", language))
        chain = f'<p class="isnad-chain"><span class="isnad-soft">{label}:</span> {_path(row["path"])}</p>'
    name = rtl.html(row["names"], "strong")
    return (
        f'<article class="isnad-card{" isnad-card-base" if row["is_reference"] else ""}" style="{style}"><header>{name} {marks}</header>{chain}'
        f'<p class="isnad-wording" dir="rtl" lang="ar">{_wording(row, reference)}</p></article>'
    )


def _wording(row: dict, reference: list[wording.Word]) -> str:
    """The version's text, its words marked, the reference's dropped words put in where they stood."""
    text = row["text"]
    words = wording.words(text)
    quoted = _quoted(row)
    steps = (
        wording.compare(reference, words)
        if not row["is_reference"]
        else [wording.Step("kept", k, k) for k in range(len(words))]
    )
    out, at, gone = [], 0, []
    for step in steps:
        if step.other is None:
            gone += (
                [html.escape(rtl.strip(reference[step.reference].text))] if step.reference is not None else []
            )
            continue
        word = words[step.other]
        out += [html.escape(rtl.strip(text[at : word.start])), _dropped(gone)]
        gone = []
        out.append(
            _marked(
                step.status,
                html.escape(rtl.strip(word.text)),
                any(start <= word.start < end for start, end in quoted),
            )
        )
        at = word.end
    out += [html.escape(rtl.strip(text[at:])), _dropped(gone)]
    return "".join(out)


def _marked(status: str, word: str, is_quoted: bool) -> str:
    word = f"<b>{word}</b>" if is_quoted else word
    tags = {
        "kept": word,
        "form": f'<span class="isnad-form">{word}</span>',
        "synonym": f'<span class="isnad-synonym">{word}</span>',
        "moved": f'<span class="isnad-moved">{word}</span>',
        "added": f'<ins class="isnad-added">{word}</ins>',
    }
    return tags[status]


def _dropped(words: list[str]) -> str:
    return f' <del class="isnad-dropped">{" ".join(words)}</del> ' if words else ""


def _quoted(row: dict) -> list[tuple[int, int]]:
    if not isinstance(row["quoted"], str):
        return []
    spans, at = [], 0
    for part in row["quoted"].split(" … "):
        start = row["text"].find(part, at)
        if start >= 0:
            spans.append((start, start + len(part)))
            at = start + len(part)
    return spans


def _when(row: dict, tied: bool, language: str) -> str:
    """The day, and how long after the first; where outlets share the first day nobody is called first."""
    if pd.isna(row["published"]):
        return say("sourcing.versions_undated", language)
    day = date_text(row["published"], language)
    if row["is_first"] and not tied:
        return f"{day} · {say('sourcing.versions_first', language)}"
    days = int(row["days_after"])
    if days == 0:
        return f"{day} · {say('sourcing.versions_same_day', language)}"
    size = {1: "one", 2: "two"}.get(days, "few" if days <= 10 else "many")
    return f"{day} · {say(f'sourcing.versions_after_{size}', language, days=days)}"


def _around(message: str, name: str, value: str, language: str) -> str:
    """A message with one value in an isolate of its own: a word of one language beside a label of another."""
    before, after = say(f"sourcing.{message}", language, **{name: "\0"}).split("\0")
    return f"{html.escape(before)}{rtl.html(value, 'bdi')}{html.escape(after)}"


def _path(path: str) -> str:
    """Speaker and relays from right to left, each in an isolate of its own."""
    hands = ' <span aria-hidden="true">←</span> '.join(rtl.html(part, "bdi") for part in path.split(ARROW))
    return f'<bdi dir="rtl">{hands}</bdi>'


def _legend(language: str) -> str:
    parts = [
        _marked(status, html.escape(say(f"sourcing.legend_{status}", language)), False)
        for status in ("kept", "form", "synonym", "moved", "added")
    ]
    parts.append(f'<del class="isnad-dropped">{html.escape(say("sourcing.legend_dropped", language))}</del>')
    parts.append(f"<b>{html.escape(say('sourcing.legend_quoted', language))}</b>")
    return f'<p class="isnad-legend" dir="{output._side(language)}" lang="{language}">{" · ".join(f"<bdi>{part}</bdi>" for part in parts)}</p>'


def _sorter(group: str, order: str, language: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="{group}" class="isnad-by-{key}"{" checked" if key == order else ""}> '
        f"<bdi>{html.escape(say(f'sourcing.versions_by_{key}', language))}</bdi></label>"
        for key in ORDERS
    )
    show = html.escape(say("sourcing.versions_show_dropped", language))
    dropped = f'<label class="isnad-show"><input type="checkbox" class="isnad-show-dropped" checked> <bdi>{show}</bdi></label>'
    return f'<fieldset class="isnad-sorter"><legend>{html.escape(say("sourcing.versions_sort", language))}</legend>{choices}{dropped}</fieldset>'


def _ranks(values: list) -> list[int]:
    order = sorted(range(len(values)), key=lambda place: (values[place], place))
    return [order.index(place) for place in range(len(values))]


def _css() -> str:
    return f"<style>{(resources.PACKAGE / 'site' / 'comparison.css').read_text(encoding='utf-8')}</style>"
