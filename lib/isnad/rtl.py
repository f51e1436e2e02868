"""Right-to-left text on each surface.

Stored text is in logical order and carries no marks of ours. The functions here are used at the drawing edge
only: they return a second string (or figure) and never change the first. All are idempotent.

What a surface lacks decides what it gets. Browsers, Plotly and matplotlib (3.11 and later) order and join
letters themselves but lay every line out as left-to-right: they need the direction of the line, an isolate
(RLI … PDI), and nothing else. HTML needs ``dir``. Only surfaces with no bidirectional algorithm of their own
(terminals, plain image drawing) get reshaped, visually ordered text; given to a browser, it would read backwards.
"""

import html as _html
import os
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
ARABIC = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"
)
CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
OPENING = re.compile("[\u2066-\u2068]")
LETTER = re.compile(r"[^\W\d_]")
# What an Arabic line would turn round: ISO dates (with a time or not), signed numbers, percentages. A letter may stand
# before dates and percentages (و5%), not before a sign: that is a hyphen (كوفيد-19).
DIGITS = r"[0-9\u0660-\u0669]+(?:[.,\u066b\u066c][0-9\u0660-\u0669]+)*"
NUMBER = (
    r"(?:(?<![0-9A-Za-z-])[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?(?![\w-])"
    rf"|(?<!\w)[-+\u2212]{DIGITS}[ \u00a0]?[%\u066a]?"
    rf"|(?<![0-9A-Za-z\u0660-\u0669.,-]){DIGITS}[ \u00a0]?[%\u066a])"
)
PIECE = re.compile(rf"(?P<place>%\{{[^}}]*\}})|(?P<tag><[^<>]+>|&\w+;)|(?P<number>{NUMBER})")
BREAK = re.compile(r"(<br\s*/?>|\n)")
# Share of Arabic letters from which a line that starts with a Latin word still reads right to left.
ARABIC_SHARE = 0.4


def direction(text: str) -> str:
    """``"rtl"`` when the first letter is Arabic, or at least 40 % of the letters are; else ``"ltr"``."""
    arabic = len(ARABIC.findall(text))
    if not arabic:
        return "ltr"
    letters = LETTER.findall(text)
    return "rtl" if ARABIC.match(letters[0]) or arabic / len(letters) >= ARABIC_SHARE else "ltr"


def strip(text: str) -> str:
    """*text* without bidirectional controls."""
    return CONTROLS.sub("", text)


def isolate(text: str) -> str:
    """*text* in a first-strong isolate, to be put inside a line of any direction."""
    return text if text.startswith(FSI) or not text else f"{FSI}{text}{PDI}"


def line(text: str) -> str:
    """*text* ready for Plotly and other left-to-right surfaces that run the bidirectional algorithm.

    Each line (``<br>`` and line breaks end one) that reads right to left is wrapped in RLI … PDI; inside it ISO
    dates, signed numbers and percentages stand in LRI … PDI and Plotly placeholders (``%{x}``) in FSI … PDI.
    Lines that read left to right are returned as they are.
    """
    return "".join(part if BREAK.fullmatch(part) else _line(part) for part in BREAK.split(text))


def plain(text: str) -> str:
    """*text* with isolates round its numbers but without a direction, for a surface that has one."""
    return "".join(part if BREAK.fullmatch(part) else _numbers(part) for part in BREAK.split(text))


def html(text: object, tag: str = "span", language: str = "", **attributes: str) -> str:
    """*text* escaped, in an element with its own ``dir``; dates and signed numbers in ``<bdi dir="ltr">``.

    Parameters
    ----------
    tag : str
        Element to make; empty gives the escaped inside alone.
    language : str
        ``lang`` of the element; empty leaves it out.
    attributes : str
        Further attributes; ``class_`` stands for ``class``.
    """
    words = strip(str(text))
    inside, last = [], 0
    for match in re.finditer(NUMBER, words) if ARABIC.search(words) else ():
        inside += [_html.escape(words[last : match.start()]), f'<bdi dir="ltr">{match.group()}</bdi>']
        last = match.end()
    inside.append(_html.escape(words[last:]))
    if not tag:
        return "".join(inside)
    extra = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_html.escape(value)}"' for name, value in attributes.items()
    )
    lang = f' lang="{language}"' if language else ""
    return f'<{tag} dir="{direction(words)}"{lang}{extra}>{"".join(inside)}</{tag}>'


def markdown(text: str) -> str:
    """Markdown *text* as a block that reads right to left in JupyterLab and on exported pages.

    Left-to-right text is returned as it is. The Markdown inside is still interpreted.
    """
    if direction(text) == "ltr" or text.startswith("<div dir="):
        return text
    return f'<div dir="rtl" lang="ar">\n\n{plain(text)}\n\n</div>'


def matplotlib(text: str) -> str:
    """*text* for matplotlib and Pillow with Raqm: isolates from matplotlib 3.11 on, visual order before."""
    from importlib.metadata import version

    if tuple(int(part) for part in version("matplotlib").split(".")[:2]) >= (3, 11):
        return line(text)
    return picture(text)


def picture(text: str) -> str:
    """*text* joined and in visual order, for drawing that knows nothing of Arabic (Pillow's basic layout).

    Never for a browser, Plotly or matplotlib 3.11: there it would read backwards.
    """
    return "\n".join(_visual(part) for part in strip(text).split("\n"))


def terminal(text: str, surface: str = "auto") -> str:
    """*text* for a terminal.

    Parameters
    ----------
    surface : str
        ``"bidi"`` for terminals that order text themselves (GNOME Terminal and others on VTE, Konsole, mintty),
        ``"plain"`` for those that do not (xterm, most editors), ``"file"`` for text that is not read on a screen,
        ``"auto"`` decides by the environment. No string is right on the first two alike.
    """
    if surface == "auto":
        surface = _terminal_kind()
    if surface == "bidi":
        return line(text)
    return picture(text) if surface == "plain" else strip(text)


def figure(fig: "go.Figure") -> "go.Figure":
    """A copy of *fig* in which every Arabic string (titles, ticks, legends, labels, hover, categories) reads right.

    Category values get the same marks wherever they stand, so they still match. Hover labels are set right-aligned
    and uncut. Text on WebGL, which cannot be ordered, is moved to SVG. *fig* is not changed.
    """
    import plotly.graph_objects as go

    spec = fig.to_plotly_json()
    marked = _marked(spec)
    for trace in marked["data"]:
        if any(ARABIC.search(text) for text in _strings(trace)):
            _direct(trace)
        if trace.get("type") == "scattergl" and "text" in str(trace.get("mode", "")):
            trace["type"] = "scatter"
    out = go.Figure(marked)
    if any(ARABIC.search(text) for text in _strings(spec)):
        out.update_layout(hoverlabel={"align": "right", "namelength": -1})
    return out


def _line(text: str) -> str:
    if len(OPENING.findall(text)) != text.count(PDI):
        text = strip(text)
    # Letters of tags and placeholders are nobody's words.
    if text.startswith(RLI) or direction(PIECE.sub("", text)) == "ltr":
        return text
    return f"{RLI}{_numbers(text)}{PDI}"


def _numbers(text: str) -> str:
    if LRI in text or FSI in text:
        return text
    return PIECE.sub(_piece, text)


def _piece(match: re.Match) -> str:
    if match["place"]:
        return f"{FSI}{match.group()}{PDI}"
    return match.group() if match["tag"] else f"{LRI}{match.group()}{PDI}"


def _visual(text: str) -> str:
    from arabic_reshaper import ArabicReshaper
    from bidi.algorithm import get_display

    if direction(text) == "ltr" and not ARABIC.search(text):
        return text
    # python-bidi knows no isolates: a date or a signed number goes through as one left-to-right letter of private use.
    numbers = dict(
        zip(map(chr, range(0xE000, 0xF000)), dict.fromkeys(re.findall(NUMBER, text)), strict=False)
    )
    held = re.sub(
        NUMBER,
        lambda match: next((k for k, number in numbers.items() if number == match.group()), match.group()),
        text,
    )
    shaped = ArabicReshaper({"delete_harakat": False, "support_ligatures": True}).reshape(held)
    shown = str(get_display(shaped, base_dir="R" if direction(text) == "rtl" else "L"))
    return "".join(numbers.get(sign, sign) for sign in shown)


def _terminal_kind() -> str:
    import sys

    if not sys.stdout.isatty():
        return "file"
    known = (
        os.environ.get("VTE_VERSION")
        or os.environ.get("KONSOLE_VERSION")
        or os.environ.get("TERM_PROGRAM") == "mintty"
    )
    return "bidi" if known else "plain"


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return line(value)
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_marked(item) for item in value]
    if hasattr(value, "dtype") and value.dtype.kind in "OUT":
        return [_marked(item) for item in value.tolist()]
    return value


def _direct(trace: dict[str, Any]) -> None:
    """Give the templates of an Arabic *trace* a direction where they are nothing but placeholders (``%{y}: %{text}``)."""
    for name in ("hovertemplate", "texttemplate"):
        if isinstance(trace.get(name), str):
            trace[name] = "".join(_template(part) for part in BREAK.split(trace[name]))


def _template(text: str) -> str:
    bare = PIECE.sub("", text).strip()
    if not bare or text.startswith(RLI) or LETTER.search(bare) or not PIECE.search(text):
        return text
    body, tail = (
        (text[: text.index("<extra>")], text[text.index("<extra>") :]) if "<extra>" in text else (text, "")
    )
    return f"{RLI}{_numbers(body)}{PDI}{tail}"


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, (list, tuple)) or (hasattr(value, "dtype") and value.dtype.kind in "OUT"):
        return [text for item in value for text in _strings(item)]
    return []
