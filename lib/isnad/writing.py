"""How dates and numbers are written: the names of the months, and the digits.

A reader in Damascus, Tunis and Cairo calls June by three names, and some write it with other digits. Both are chosen
in a notebook's parameters and travel with the language, `Language`, to everything that is shown. What an article says
is never rewritten: only what isnad writes itself (axes, tables, findings, legends) follows the choice, and files of
tables keep ISO dates and the digits 0-9.
"""

import re
import string
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from isnad.errors import ParameterError

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    import plotly.graph_objects as go

# Names of months a reader may choose, and the locale of CLDR that writes them; "both" is the pair that agencies write.
MONTHS = {
    "egypt": "ar_EG", "gulf": "ar_AE", "levant": "ar_SY", "iraq": "ar_IQ", "algeria": "ar_DZ", "tunisia": "ar_TN", "morocco": "ar_MA",
    "mauritania": "ar_MR", "both": "ar_EG",
}  # fmt: skip
DIGITS = ("western", "arabic")
ARABIC_DIGITS = str.maketrans("0123456789%.,", "٠١٢٣٤٥٦٧٨٩٪٫٬")
# A number standing alone in a message: no part of a name, a version or an address.
ALONE = re.compile(r"(?<![\w.,/-])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?%?(?![\w/]|\.\w)", re.ASCII)
# A text that is nothing but figures: 45%, 1,234, 30–48%, 12 (3), 3 / 7; dates and versions are not.
ONE = r"\(?[-+−]?\d+(?:,\d{3})*(?:\.\d+)?%?\)?"
FIGURES = re.compile(rf"{ONE}(?:\s*[–/·:]\s*{ONE}|\s+{ONE})*", re.ASCII)
STEPS = (1, 2, 2.5, 5)
# Labels written in advance for one axis; more steps than these are not seen at once.
MOST_LABELS = 120


class Language(str):
    """``"ar"`` or ``"en"`` with a way of writing; equal to the plain code, so it goes wherever a language is asked for.

    Parameters
    ----------
    code : str
    months : str
        A key of MONTHS: how Arabic months are called. English has its own.
    digits : str
        ``western`` (0-9) or ``arabic`` (٠-٩, with their own percent sign, point and comma). English keeps 0-9.

    Raises
    ------
    ParameterError: *months* or *digits* is not one of the choices.
    """

    __slots__ = ("digits", "months")

    def __new__(cls, code: str, months: str = "egypt", digits: str = "western") -> "Language":
        for name, value, choices in (("months", months, MONTHS), ("digits", digits, DIGITS)):
            if value not in choices:
                raise ParameterError(f"{name}: {value!r} is not one of {', '.join(choices)}")
        made = super().__new__(cls, code)
        made.months, made.digits = months, digits
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:
        return str(self), self.months, self.digits


def has_choice(language: str) -> bool:
    """Whether months or digits were chosen for *language*: then tables write dates in words."""
    return isinstance(language, Language) and language == "ar" and (language.months != "egypt" or language.digits != "western")  # fmt: skip


def has_arabic_digits(language: str) -> bool:
    """Whether numbers are to be written with the digits ٠-٩."""
    return isinstance(language, Language) and language == "ar" and language.digits == "arabic"


def digits(text: str, language: str) -> str:
    """*text*, all of it made by isnad, with its digits as *language* writes them."""
    return text.translate(ARABIC_DIGITS) if has_arabic_digits(language) else text


def number(value: object, language: str, form: str = ",") -> str:
    """*value* in the format *form* (``","``, ``".0%"`` …) with the digits of *language*."""
    return digits(format(value, form), language)


def figures(text: str, language: str) -> str:
    """*text* with the digits of *language* when it is nothing but figures (``45%``, ``30–48%``, ``1,234 (7)``); else as it is."""
    return digits(text, language) if has_arabic_digits(language) and FIGURES.fullmatch(text) else text


def fill(template: str, values: Mapping[str, Any], language: str) -> str:
    """*template*, a message, filled with *values* as ``str.format`` does it, its numbers with the digits of *language*.

    Values that are text stay as they are, unless they are nothing but figures: they may be somebody's words.
    """
    if not has_arabic_digits(language):
        return template.format(**values)
    made, formatter = [], string.Formatter()
    for literal, name, form, conversion in formatter.parse(template):
        made.append(ALONE.sub(lambda match: digits(match.group(), language), literal))
        if name is not None:
            value, _ = formatter.get_field(name, (), values)
            text = formatter.format_field(formatter.convert_field(value, conversion), form or "")
            made.append(figures(text, language) if isinstance(value, str) else digits(text, language))
    return "".join(made)


def date_text(day: "pd.Timestamp", language: str, form: str = "d MMMM y") -> str:
    """*day* in words; *form* is a pattern of CLDR (``d MMMM y``, ``MMMM y``, ``y`` …)."""
    months = language.months if isinstance(language, Language) else "egypt"
    return digits(_date_text(day.date(), form, months if language == "ar" else ""), language)


@lru_cache(maxsize=20_000)
def _date_text(day: "date", form: str, months: str) -> str:
    from babel.dates import format_date

    if months != "both":
        return format_date(day, form, locale=MONTHS.get(months, "en"))
    text, name = (
        format_date(day, form, locale=MONTHS["both"]),
        format_date(day, "MMMM", locale=MONTHS["both"]),
    )
    return text.replace(name, f"{format_date(day, 'MMMM', locale=MONTHS['levant'])}/{name}")


def figure(fig: "go.Figure", language: str) -> "go.Figure":
    """A copy of *fig* whose numbers stand in the digits of *language*: ticks of numeric axes, and labels that are only figures.

    Ticks are renamed where Plotly writes them itself (``labelalias``), so they follow a change of the window as far as the
    names written in advance reach. Names and sentences stay as they are. Without Arabic digits *fig* itself is returned.
    """
    if not has_arabic_digits(language):
        return fig
    import plotly.graph_objects as go

    out = go.Figure(fig)
    for trace in out.data:
        for name in ("text", "customdata"):
            if name in trace and trace[name] is not None:
                trace[name] = _translated(trace[name], language)
    for axis in [*out.select_xaxes(), *out.select_yaxes()]:
        if axis.ticktext is not None:
            axis.ticktext = [figures(str(text), language) for text in axis.ticktext]
        elif axis.type in (None, "linear", "-"):
            axis.labelalias = {text: digits(text, language) for text in _labels(out, axis)}
    return out


def _translated(value: Any, language: str) -> Any:
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, str):
        return figures(value, language)
    return [_translated(item, language) for item in value] if isinstance(value, (list, tuple)) else value


def _labels(fig: "go.Figure", axis: Any) -> list[str]:
    """What Plotly may write along a numeric *axis*: multiples of every round step that gives no more labels than can be read."""
    reach, has_negative = _reach(fig, axis.plotly_name)
    if not reach:
        return []
    first = -1 if has_negative else 0
    steps = [part * 10.0**power for power in range(-4, 10) for part in STEPS]
    counts = {
        step: int(1.3 * reach / step) + 1 for step in steps if reach / MOST_LABELS <= step <= 1.3 * reach
    }
    return list(dict.fromkeys(_label(place * step, axis.tickformat or "", step)
                              for step, count in counts.items() for place in range(first * count, count + 1)))  # fmt: skip


def _reach(fig: "go.Figure", axis: str) -> tuple[float, bool]:
    """How far the values along *axis* (``xaxis``, ``yaxis2`` …) go from 0, bars stacked, and whether some are negative; 0 for names and dates."""
    import numpy as np

    letter, reference = axis[0], axis.replace("axis", "")
    found = [np.asarray(fig.layout[axis].range or [], dtype="object")]
    found += [np.asarray(trace[letter], dtype="object") for trace in fig.data
              if letter in trace and trace[letter] is not None and (trace[f"{letter}axis"] or letter) == reference]  # fmt: skip
    sizes = [
        np.asarray([value for value in values.ravel() if isinstance(value, (int, float))], dtype="float64")
        for values in found
    ]
    sizes = [values[np.isfinite(values)] for values in sizes]
    return float(sum(np.abs(values).max(initial=0) for values in sizes)), any(
        (values < 0).any() for values in sizes
    )


def _label(value: float, form: str, step: float) -> str:
    """*value* as Plotly's d3 writes it; the minus is U+2212 there."""
    if form.endswith("%") or form.endswith("f"):
        text = format(abs(value), form.replace("~", ""))
    elif form.endswith("d"):
        text = format(round(abs(value)), form)
    else:
        places = max(0, -int(f"{step:e}".split("e")[1])) + (1 if f"{step:e}".startswith("2.5") else 0)
        text = f"{abs(value):,.{places}f}"
    return f"−{text}" if value < 0 and text.strip("0.%,") else text
