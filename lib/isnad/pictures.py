"""Figures as files for print and for places that run no script: SVG, PNG and PDF, on request.

A Chromium that is there already draws them, the same engine that the pages are tested in; nothing is installed or fetched.
It is looked for in BROWSER_PATH, then on PATH. Arabic is drawn with the fonts of this machine.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isnad import rtl, writing
from isnad.errors import IsnadError, ParameterError
from isnad.views.output import PLOTLY

if TYPE_CHECKING:
    import plotly.graph_objects as go

FORMATS = ("svg", "png", "pdf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SECONDS = 120
WIDTH = 900
PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>@page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}</style>
<script src="plotly.min.js"></script><script type="application/json" id="figures">{figures}</script><div id="out"></div>
<script>(async () => {{
  const out = document.getElementById("out");
  for (const one of JSON.parse(document.getElementById("figures").textContent)) {{
    const url = await Plotly.toImage({{data: one.data, layout: one.layout}}, {{format: "{kind}", width: one.width, height: one.height, scale: {scale}}});
    if ({inline}) out.insertAdjacentHTML("beforeend", decodeURIComponent(url.slice(url.indexOf(",") + 1)));
    else {{ const made = document.createElement("i"); made.textContent = url; out.append(made); }}
  }}
  out.dataset.done = "1";
}})()</script>"""


def write(
    fig: "go.Figure",
    path: str | Path,
    *,
    language: str = "ar",
    width: int = WIDTH,
    height: int = 0,
    scale: float = 2,
) -> Path:
    """Write *fig*, made right for Arabic, to *path*: ``.svg``, ``.png`` or ``.pdf``.

    Parameters
    ----------
    fig : Figure
        As the functions of `isnad.plots` return it; it is not changed.
    language : str
        Whose digits and names of months are used (`isnad.writing.Language`).
    width, height : int
        Pixels of CSS (96 to the inch); height 0 keeps the figure's own, or 450.
    scale : float
        Pixels of a PNG to one of CSS; no matter to SVG and PDF.

    Returns
    -------
    Path of the file. SVG and PDF name their fonts and do not hold them all: an SVG looks as the fonts of its reader allow. The text
    layer of a PDF is not to be relied on for search or copying: browsers store joined letters there.

    Raises
    ------
    ParameterError: another ending. IsnadError: no Chromium, or one that draws nothing.
    """
    target = Path(path)
    kind = target.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise ParameterError(
            f"{target.name}: pictures are {', '.join(FORMATS)}; give a path with one of these endings"
        )
    spec = json.loads(str(rtl.figure(writing.figure(fig, language)).to_json()))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(draw([spec], kind, width=width, height=height, scale=scale)[0])
    return target


def draw(
    specs: list[dict[str, Any]], kind: str, *, width: int = WIDTH, height: int = 0, scale: float = 2
) -> list[bytes]:
    """Pictures of *specs* (Plotly figures as JSON, ready for Arabic), all in one start of the browser; a PDF each takes one more.

    Raises
    ------
    IsnadError: no Chromium, or one that draws nothing.
    """
    if not specs:
        return []
    sized = [
        {**spec, "width": width, "height": height or int(spec.get("layout", {}).get("height") or 450)}
        for spec in specs
    ]
    if kind == "pdf":
        return [_run([spec], "svg", scale, printed=True) for spec in sized]
    found = re.findall(r"<i>([^<]*)</i>", _run(sized, kind, scale).decode("utf-8"))
    if len(found) != len(specs):
        raise IsnadError(f"{browser()}: drew {len(found)} of {len(specs)} figures")
    return [_content(url) for url in found]


def add(notebooks: list[Path], folder: Path) -> list[Path]:
    """Draw every figure of executed *notebooks* into *folder* as SVG and PNG, and put the PNG into the notebook beside the figure.

    So GitHub, and any reader of notebooks without Plotly, shows a picture. The notebooks are written anew; JupyterLab and VS Code
    show the living figure as before. A figure without a file name of its own is named after its notebook and place.

    Returns
    -------
    The files made, SVG and PNG of one figure after the other.
    """
    read = {path: json.loads(path.read_text(encoding="utf-8")) for path in notebooks}
    found = [
        (output, name or f"{path.stem[:2]}-figure-{place}")
        for path, notebook in read.items()
        for place, (output, name) in enumerate(_figures(notebook), start=1)
    ]
    specs = [output["data"][PLOTLY] for output, _ in found]
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for (output, name), svg, png in zip(found, draw(specs, "svg"), draw(specs, "png"), strict=True):
        made += [folder / f"{name}.svg", folder / f"{name}.png"]
        made[-2].write_bytes(svg)
        made[-1].write_bytes(png)
        output["data"]["image/png"] = base64.b64encode(png).decode("ascii")
        output["data"].pop("text/html", None)
        output.setdefault("metadata", {})["image/png"] = {"width": WIDTH}
    for path, notebook in read.items():
        path.write_text(
            json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
    return made


def _figures(notebook: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The outputs that hold a figure made right for Arabic, each with the name of its table."""
    outputs = [
        output
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if PLOTLY in output.get("data", {})
    ]
    specs = [output["data"][PLOTLY] for output in outputs]
    return [
        (output, spec.get("config", {}).get("toImageButtonOptions", {}).get("filename", ""))
        for output, spec in zip(outputs, specs, strict=True)
        if not (spec.get("layout", {}).get("meta") or {}).get("rtl_demo")
    ]


def browser() -> str:
    """The Chromium to draw with.

    Raises
    ------
    IsnadError: there is none.
    """
    wanted = os.environ.get("BROWSER_PATH")
    found = shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        place = f"BROWSER_PATH={wanted} is no program" if wanted else "no Chromium or Chrome was found"
        raise IsnadError(f"pictures: {place}; install one or set BROWSER_PATH to it")
    return found


def _run(specs: list[dict[str, Any]], kind: str, scale: float, printed: bool = False) -> bytes:
    """What the browser makes of a page that draws *specs*: the page as it stands at the end, or (*printed*) a PDF."""
    from plotly.offline import get_plotlyjs

    program = browser()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")
        # A "<" inside a string could end the script element.
        figures = json.dumps([_bare(spec) for spec in specs], ensure_ascii=False).replace("<", "\\u003c")
        page = PAGE.format(figures=figures, kind=kind, scale=scale if kind == "png" else 1, inline="true" if printed else "false",
                           width=specs[0]["width"], height=specs[0]["height"])  # fmt: skip
        (folder / "page.html").write_text(page, encoding="utf-8")
        command = [program, "--headless", "--disable-gpu", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run",
                   f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=60000"]  # fmt: skip
        # Chromium refuses to sandbox itself for root, as in containers.
        command += ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []
        command += (
            [f"--print-to-pdf={folder / 'out.pdf'}", "--no-pdf-header-footer"] if printed else ["--dump-dom"]
        )
        try:
            done = subprocess.run(
                [*command, (folder / "page.html").as_uri()], capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise IsnadError(f"{program}: did not finish drawing within {SECONDS} seconds") from None
        if printed and (folder / "out.pdf").exists():
            return (folder / "out.pdf").read_bytes()
        if printed or b'data-done="1"' not in done.stdout:
            told = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise IsnadError(f"{program}: drew nothing ({told[-1] if told else 'it says nothing'})")
        return done.stdout


def _bare(spec: dict[str, Any]) -> dict[str, Any]:
    """Data, layout and size alone: a figure leaves its size to its page, and what it has to press is of no use on paper."""
    layout = {
        key: value
        for key, value in spec.get("layout", {}).items()
        if key not in ("autosize", "width", "height", "updatemenus")
    }
    return {"data": spec["data"], "layout": layout, "width": spec["width"], "height": spec["height"]}


def _content(url: str) -> bytes:
    from html import unescape
    from urllib.parse import unquote

    head, _, body = unescape(url).partition(",")
    return base64.b64decode(body) if head.endswith("base64") else unquote(body).encode("utf-8")
