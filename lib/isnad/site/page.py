"""One executed notebook as the inside of a page: prose, figures, tables, code folded away; and its finding."""

import html
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from isnad import rtl
from isnad.runs import read_notebook
from isnad.site import prose
from isnad.views.output import FINDING, PLOTLY

TEMPLATES = Path(__file__).parent / "templates"
HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.S)
ID_CELL = re.compile(r'(<td class="isnad-id"><span [^>]*>)([^<]+)</span></td>')
SIBLING = re.compile(r'href="(\d\d-[a-z0-9-]+)\.ipynb"')


@dataclass(frozen=True)
class Page:
    """What the site needs of a notebook; *traces* are the kinds of marks in its figures."""

    name: str
    about: dict[str, Any]
    body: str
    outline: list[tuple[str, str, str]]
    findings: list[str]
    figures: int
    traces: frozenset[str]


def read_page(path: Path, language: str, siblings: set[str], articles: dict[str, str] | None = None) -> Page:
    """The page of the executed notebook at *path*.

    Links to notebooks outside *siblings* lose their address; ids in tables that are keys of *articles* become
    links to the page of the article (its value, a file name).
    """
    notebook = read_notebook(path)
    findings = [bundle[FINDING]["text"] for bundle in _bundles(notebook) if FINDING in bundle]
    notes = [note for bundle in _bundles(notebook) if (note := bundle.get(FINDING, {}).get("note"))]
    figures = [bundle[PLOTLY] for bundle in _bundles(notebook) if PLOTLY in bundle]
    traces = frozenset(trace.get("type", "scatter") for figure in figures for trace in figure.get("data", []))
    body = _convert(_prepared(notebook, path.stem, path.parent / "pictures", language), language)
    body = SIBLING.sub(lambda m: f'href="{m[1]}.html"' if m[1] in siblings else 'class="isnad-absent"', body)
    # The foot of the page says the same.
    body = re.sub(r'<p [^>]*class="isnad-note isnad-made"[^>]*>.*?</p>', "", body, flags=re.S)
    body = _linked(body, articles or {})
    body, outline = _outlined(body)
    told = "".join(rtl.html(text, "p", language, class_="isnad-finding isnad-first") for text in findings)
    told += "".join(rtl.html(text, "p", language, class_="isnad-note") for text in notes)
    # What was found, before what is asked in more words.
    body = body.replace("</h1>", "</h1>" + told, 1)
    about = notebook["metadata"].get("isnad", {})
    return Page(path.stem, about, body, outline, findings, len(figures), traces)


def _linked(body: str, articles: dict[str, str]) -> str:
    def link(match: re.Match) -> str:
        target = articles.get(html.unescape(match[2]))
        return (
            f'{match[1]}<a href="articles/{target}">{match[2]}</a></span></td>' if target else match.group()
        )

    return ID_CELL.sub(link, body)


def _outlined(body: str) -> tuple[str, list[tuple[str, str, str]]]:
    """*body* with an anchor on each heading of the prose, and (level, anchor, words) of each."""
    outline: list[tuple[str, str, str]] = []

    def anchored(match: re.Match) -> str:
        words = re.sub("<[^>]+>", "", match[2]).strip()
        if prose.is_machinery(f"## {html.unescape(words)}"):
            return match.group()
        outline.append((match[1], f"s{len(outline) + 1}", words))
        return f'<h{match[1]} id="s{len(outline)}">{match[2]}</h{match[1]}>'

    return HEADING.sub(anchored, body), outline


def _bundles(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        output["data"] for cell in notebook["cells"] for output in cell.get("outputs", []) if "data" in output
    ]


def _prepared(notebook: dict[str, Any], name: str, pictures: Path, language: str) -> dict[str, Any]:
    """A copy with its prose in *language*, in which each figure is an element that the page's script draws, and styles are left to the site."""
    copy = json.loads(json.dumps(notebook))
    title = notebook["metadata"].get("isnad", {}).get("title", "")
    for cell in copy["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = prose.choose("".join(cell["source"]), language, title)
        for output in cell.get("outputs", []):
            if output["output_type"] == "execute_result":
                output["output_type"] = "display_data"
                output.pop("execution_count", None)
    _fold_machinery(copy["cells"])
    for number, bundle in enumerate(_bundles(copy)):
        if PLOTLY in bundle:
            bundle["text/html"] = _figure(
                bundle.pop(PLOTLY), f"{name}-{number}", "".join(bundle.get("text/plain", "")), pictures
            )
            bundle.pop("image/png", None)
        elif "text/html" in bundle:
            bundle["text/html"] = re.sub(r"<style>.*?</style>", "", "".join(bundle["text/html"]), flags=re.S)
    return copy


def _fold_machinery(cells: list[dict[str, Any]]) -> None:
    """Mark the first and the last cell of the sections that only who runs the notebook needs, which the template folds into one element."""
    heads = {
        place: opens
        for place, cell in enumerate(cells)
        if cell["cell_type"] == "markdown" and (opens := prose.is_machinery(cell["source"])) is not None
    }
    inside = [place for place, machinery in heads.items() if machinery]
    after = [place for place in heads if inside and place > inside[-1]]
    if inside and after:
        cells[inside[0]]["metadata"]["isnad_fold"] = "open"
        cells[after[0] - 1]["metadata"]["isnad_fold"] = "close" if after[0] - 1 > inside[0] else "both"


def _figure(spec: dict[str, Any], anchor: str, title: str, pictures: Path) -> str:
    # A "<" inside a string could end the script element.
    text = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    height = int(spec.get("layout", {}).get("height") or 450)
    label = rtl.html(re.sub(r"<br\s*/?>", " ", title), "")
    demo = " data-rtl-demo" if (spec.get("layout", {}).get("meta") or {}).get("rtl_demo") else ""
    return (f'<figure class="isnad-plot"{demo} style="min-height:{height}px" aria-label="{re.sub("<[^>]+>", "", label)}">'
            f'{_figcaption(spec)}<script type="application/json" id="figure-{anchor}">{text}</script></figure>{_pictures(spec, pictures)}')  # fmt: skip


def _pictures(spec: dict[str, Any], folder: Path) -> str:
    """Links to the pictures of a figure, where they were asked for."""
    name = spec.get("config", {}).get("toImageButtonOptions", {}).get("filename", "")
    found = [path for path in (folder / f"{name}.svg", folder / f"{name}.png") if name and path.exists()]
    links = " · ".join(
        f'<a href="pictures/{path.name}" download dir="ltr">{path.suffix[1:].upper()}</a>' for path in found
    )
    return f'<p class="isnad-note get">{links}</p>' if links else ""


def _figcaption(spec: dict[str, Any]) -> str:
    """Title and subtitle as HTML, for screens on which the figure has no room for them; see site.js."""
    title = spec.get("layout", {}).get("title") or {}
    parts = ((title.get("text") or "", "strong"), ((title.get("subtitle") or {}).get("text") or "", "span"))
    return "".join(
        [
            "<figcaption>",
            *(rtl.html(re.sub("<[^>]+>", " ", text), tag) for text, tag in parts if text),
            "</figcaption>",
        ]
    )


def _convert(notebook: dict[str, Any], language: str) -> str:
    import nbformat

    body, _ = _exporter(language).from_notebook_node(nbformat.reads(json.dumps(notebook), as_version=4))
    return body


@cache
def _exporter(language: str) -> Any:
    from nbconvert.exporters import HTMLExporter

    from isnad.messages import say

    class PageExporter(HTMLExporter):
        """nbconvert's HTML with a template of our own: no style sheet, no script, no outside address."""

        def _init_resources(self, resources: Any) -> Any:
            made = super()._init_resources(resources)
            made["say_code"], made["say_machinery"] = (
                say("site.code", language),
                say("site.machinery", language),
            )
            made["language"], made["side"] = language, "rtl" if language == "ar" else "ltr"
            return made

    return PageExporter(template_file="cells.html.j2", template_name="base", extra_template_paths=[str(TEMPLATES)], exclude_anchor_links=True, exclude_input_prompt=True,
                        exclude_output_prompt=True)  # fmt: skip
