"""Tables, figures and findings as notebook outputs, each with its CSV beside it."""

import html
import os
import re
import sys
from importlib.metadata import version
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from isnad import corrections, resources, rtl, writing
from isnad.errors import IsnadError, ParameterError
from isnad.export import write_csv
from isnad.labels import code_names, outlet_names
from isnad.messages import catalogue, say

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from isnad.corpora import Corpus
    from isnad.params import Parameters

FINDING = "application/vnd.isnad.finding+json"
PLOTLY = "application/vnd.plotly.v1+json"
STEM = re.compile(r"[0-9]{2}-[a-z0-9-]+")
ISO_DATE = "%Y-%m-%d"
# Letters from which a column needs the room of a sentence.
LONG = 45
# Rows from which a table scrolls in a window of its own.
TALL = 25


class Shown:
    """Something a notebook displays: a bundle of MIME type to data, or several in a row."""

    def __init__(self, *bundles: dict[str, Any]):
        self.bundles = bundles

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.bundles[0]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for bundle in self.bundles:
            if any(bundle.values()):  # nothing to say is no output
                display(bundle, raw=True)

    def _repr_html_(self) -> str:
        return "".join(bundle.get("text/html", "") for bundle in self.bundles)


def table(
    frame: pd.DataFrame,
    *,
    language: str,
    rows: int = 10,
    stem: str = "",
    columns: dict[str, str] | None = None,
) -> Shown:
    """*frame* as an HTML table: the first *rows* rows, how many there are, and a link to all of them as CSV.

    Headers come from the catalogue (``columns.<name>``), else the column's own name. Each cell has its own direction,
    no word is cut, everything is escaped; http(s) addresses become links. Missing values are shown as a dash, floats with
    two digits, shares (columns named share or …_share) as percentages, lists joined; dates as ISO dates (with the time when there is one),
    in words where names of months or digits were chosen (`isnad.writing.Language`).

    Parameters
    ----------
    language : str
        Of headers and caption; decides the side the table starts from.
    rows : int
        Rows to show; the CSV has all.
    stem : str
        ``NN-words`` of the CSV in the folder of tables; empty writes none.
    columns : dict
        Headers for columns that the catalogue does not know or names otherwise.

    Raises
    ------
    ParameterError: *stem* is not of that form.
    """
    link = _write(frame, stem)
    shown = _worded(frame.head(rows), language)
    names = {str(name): _header(str(name), language, columns or {}) for name in frame.columns}
    head = "".join(f'<th scope="col">{rtl.html(names[str(name)])}</th>' for name in frame.columns)
    kinds = [_kind(str(name), dtype) for name, dtype in zip(shown.columns, shown.dtypes, strict=True)]
    styles = _classes(shown)
    body = "".join(
        "<tr>"
        + "".join(
            _cell(value, kind, style, language) for value, kind, style in zip(row, kinds, styles, strict=True)
        )
        + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    if shown.empty:
        body = f'<tr><td colspan="{max(len(frame.columns), 1)}">{rtl.html(say("interface.no_rows", language))}</td></tr>'
    caption = _caption(len(shown), len(frame), link, language)
    side, tall = _side(language), " isnad-tall" if len(shown) > TALL else ""
    html_ = (
        f'<div class="isnad-table{tall}" dir="{side}" lang="{language}" tabindex="0" role="region" aria-label="{html.escape(_label(stem, language))}">'
        f'<table dir="{side}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="isnad-note" dir="{side}" lang="{language}">{caption}</p>'
    )
    return Shown({"text/html": html_, "text/plain": _count(len(shown), len(frame), language)})


def figure(fig: "go.Figure", *, language: str, stem: str = "", data: pd.DataFrame | None = None) -> Shown:
    """*fig*, made right for Arabic, and under it a link to the numbers it draws (*data*, written as ``<stem>.csv``).

    Raises
    ------
    ParameterError: *stem* is not of the form ``NN-words``.
    """
    import json

    ready = json.loads(rtl.figure(writing.figure(fig, language)).to_json())
    title = rtl.strip(((fig.layout.title.text or "") if fig.layout.title else "") or "figure")
    config = {
        "displaylogo": False,
        "responsive": True,
        **({"toImageButtonOptions": {"filename": stem}} if stem else {}),
    }
    # Readers that draw no Plotly (GitHub, plain nbconvert) show the sentence instead of nothing.
    told = rtl.html(title, "strong") + " " + rtl.html(say("interface.figure_elsewhere", language))
    instead = f'<p class="isnad-note" dir="{_side(language)}" lang="{language}">{told}</p>'
    bundles: list[dict[str, Any]] = [
        {PLOTLY: {**ready, "config": config}, "text/html": instead, "text/plain": title}
    ]
    link = _write(data, stem) if data is not None else ""
    if link:
        note = f'<p class="isnad-note" dir="{_side(language)}" lang="{language}">{_link(link, language)}</p>'
        bundles.append({"text/html": note, "text/plain": link})
    return Shown(*bundles)


def together(*shown: Shown) -> Shown:
    """Several tables or figures as one output of a cell, in their order."""
    return Shown(*[bundle for one in shown for bundle in one.bundles])


def finding(key: str, language: str, corpus: "Corpus | None" = None, /, **values: object) -> Shown:
    """The sentence *key* of the catalogue with computed *values*: shown here, and told on the first page of the site.

    Parameters
    ----------
    corpus : Corpus
        Where given, lines under the sentence tell the fingerprint of the data and the versions that were used, count the corrections in the
        tables that were asked of it, and name those that no longer fit.

    Raises
    ------
    IsnadError: no such message, or a placeholder without its value.
    """
    sentence = say(
        key,
        language,
        **{name: rtl.strip(value) if isinstance(value, str) else value for name, value in values.items()},
    )
    note = corrections.describe(corpus.corrections_met, language) if corpus else ""
    made = made_line(corpus, language) if corpus else ""
    told = (
        rtl.html(line, "p", language, class_=kind)
        for line, kind in ((note, "isnad-note"), (made, "isnad-note isnad-made"))
        if line
    )
    return Shown({"text/html": "".join([rtl.html(sentence, "p", language, class_="isnad-finding"), *told]), "text/plain": f"{sentence} {note}".strip(),
                  FINDING: {"key": key, "language": language, "text": sentence, "note": note, "made": made}})  # fmt: skip


def made_line(corpus: "Corpus", language: str) -> str:
    """The data and the versions behind a page, in one line."""
    return say("site.made_line", language, version=version("isnad"), fingerprint=corpus.fingerprint, python=sys.version.split()[0],
               pandas=version("pandas"), plotly=version("plotly"))  # fmt: skip


def parameters(given: "Parameters") -> str:
    """The parameters as an HTML table in readable Arabic, with the styles that all later outputs of the notebook use."""
    from isnad.params import label

    values = given.values()
    language = values.get("language", "en")
    rows = "".join(
        f'<tr><th scope="row">{rtl.html(label(name, language))}</th><td><code dir="ltr">{html.escape(name)}</code></td>'
        f"<td>{rtl.html(_told(name, value, language))}</td></tr>"
        for name, value in values.items()
    )
    return f'{style()}<div class="isnad-table isnad-parameters" dir="{_side(language)}" lang="{language}"><table dir="{_side(language)}"><tbody>{rows}</tbody></table></div>'


def style() -> str:
    """The ``<style>`` element for outputs in JupyterLab; the site carries the same rules in its own sheet."""
    return f"<style>{(resources.PACKAGE / 'site' / 'outputs.css').read_text(encoding='utf-8')}</style>"


def folder() -> Path:
    """Where a notebook's tables go: ``tables`` under ISNAD_OUT, else under the working directory."""
    return Path(os.environ.get("ISNAD_OUT") or Path.cwd()) / "tables"


def _worded(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """*frame* with outlets and codes in words; the CSV keeps the ids."""
    found = frame.copy()
    for place, name in enumerate(frame.columns):
        if name == "outlet":
            found.isetitem(place, outlet_names(frame.iloc[:, place], language))
        elif any(key.startswith(f"codes.{name}_") for key in catalogue()):
            found.isetitem(place, code_names(frame.iloc[:, place], str(name), language))
    return found


def _write(frame: pd.DataFrame, stem: str) -> str:
    if not stem:
        return ""
    if not STEM.fullmatch(stem):
        raise ParameterError(f"stem: {stem!r} is not NN-words, such as 10-articles-per-outlet")
    try:
        write_csv(frame, folder() / f"{stem}.csv")
    except OSError as refused:
        raise IsnadError(
            f"{folder()}: the table {stem}.csv cannot be written ({refused.strerror}); set ISNAD_OUT to a folder of yours"
        ) from None
    return f"tables/{stem}.csv"


def _count(shown: int, total: int, language: str) -> str:
    if shown < total:
        return say("interface.rows", language, shown=f"{shown:,}", total=f"{total:,}")
    return say("interface.all_rows", language, total=f"{total:,}")


def _caption(shown: int, total: int, link: str, language: str) -> str:
    return rtl.html(_count(shown, total, language)) + (f" · {_link(link, language)}" if link else "")


def _label(stem: str, language: str) -> str:
    return say("interface.table", language) + (f" {stem}" if stem else "")


def _link(link: str, language: str) -> str:
    return f'<a href="{html.escape(link)}" download>{rtl.html(say("interface.csv", language))}</a>'


def _header(name: str, language: str, given: dict[str, str]) -> str:
    key = f"columns.{name}"
    return given.get(name) or (say(key, language) if key in catalogue() else name)


def _kind(name: str, dtype: Any) -> str:
    if not pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_bool_dtype(dtype):
        return "text"
    return "share" if name == "share" or name.endswith("_share") else "number"


def _classes(frame: pd.DataFrame) -> list[str]:
    """A class for columns of ids, which may be broken anywhere, and of sentences, which need room."""
    found = []
    for place, name in enumerate(frame.columns):
        if name in ("source", "rule") or str(name).endswith(("_id", "_ids")):
            found.append("isnad-id")
        else:
            longest = max((len(_words(value, "en")) for value in frame.iloc[:, place]), default=0)
            found.append("isnad-long" if longest > LONG else "")
    return found


def _cell(value: Any, kind: str, style: str, language: str) -> str:
    words = (
        writing.number(value, language, ".0%")
        if kind == "share" and not pd.isna(value)
        else _words(value, language)
    )
    if kind != "text":
        return f'<td class="isnad-number"><bdi dir="ltr">{words}</bdi></td>'
    if words.startswith(("http://", "https://")) and not re.search(r"\s", words):
        return f'<td><a href="{html.escape(words)}" rel="noopener noreferrer" dir="ltr">{html.escape(words)}</a></td>'
    if isinstance(value, pd.Timestamp) and not writing.has_choice(language):
        return f'<td><bdi dir="ltr">{words}</bdi></td>'
    if style != "isnad-id":
        words = writing.figures(words, language)
    return f'<td class="{style}">{rtl.html(words)}</td>' if style else f"<td>{rtl.html(words)}</td>"


def _words(value: Any, language: str) -> str:
    if isinstance(value, (list, tuple)) or (hasattr(value, "tolist") and getattr(value, "ndim", 0)):
        return say("interface.comma", language).join(_words(item, language) for item in value) or "–"
    if isinstance(value, dict):
        return " · ".join(_words(item, language) for item in value.values() if item)
    if pd.isna(value) or value == "":
        return "–"
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return say("interface.yes" if value else "interface.no", language)
    if isinstance(value, pd.Timestamp):
        return _day(value, language)
    if isinstance(value, Real) and not isinstance(value, Integral):
        value = float(value)
        return writing.number(value, language, ",.0f" if value.is_integer() and abs(value) >= 10 else ",.2f")
    return writing.number(value, language) if isinstance(value, Integral) else str(value)


def _day(value: pd.Timestamp, language: str) -> str:
    has_time = value != value.normalize()
    if writing.has_choice(language):
        return writing.date_text(value, language) + (
            writing.digits(f" {value:%H:%M}", language) if has_time else ""
        )
    return value.strftime(f"{ISO_DATE} %H:%M" if has_time else ISO_DATE)


def _told(name: str, value: Any, language: str) -> str:
    if value in ("", []):
        key = f"parameters.{name}_empty"
        return say(key if key in catalogue() else "interface.empty", language)
    if f"codes.{name}_{value}" in catalogue():
        return say(f"codes.{name}_{value}", language)
    # The folder above a corpus is nobody's business when a page is shared.
    return (
        Path(value).name
        if name in ("corpus", "metadata", "corrections", "framing", "gold")
        else _words(value, language)
    )


def _side(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"
