"""Every string a user sees, in Arabic and English, keyed; ``language`` chooses.

The catalogue is the TOML files beside this module, one a subject. A message is a table with the keys
``ar`` and ``en``; its key is ``subject.name`` (file stem and table name). Placeholders are those of ``str.format``.
"""

import tomllib
from functools import cache

from isnad import resources, writing
from isnad.errors import IsnadError, ParameterError

LANGUAGES = ("ar", "en")


def say(key: str, language: str = "ar", /, **values: object) -> str:
    """The message *key* in *language*, with *values* filled in; its numbers are written as *language* asks (`isnad.writing`).

    Raises
    ------
    ParameterError: *language* is not one of LANGUAGES.
    IsnadError: no such message.
    """
    if language not in LANGUAGES:
        raise ParameterError(f"language: {language!r} is not one of {', '.join(LANGUAGES)}")
    try:
        return writing.fill(catalogue()[key][language], values, language)
    except KeyError as missing:
        raise IsnadError(f"message {key!r} ({language}): {missing} is not there") from None


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message: key to language to text."""
    found = {}
    for path in sorted(resources.messages().glob("*.toml")):
        for name, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[f"{path.stem}.{name}"] = texts
    return found
