"""Where shipped files lie: the same names in a checkout and in an installed wheel."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from isnad.errors import IsnadError

PACKAGE = Path(str(files("isnad")))
CHECKOUT = PACKAGE.parent.parent


def lexicon(name: str) -> Path:
    """Path of a word list in ``lib/isnad/lexicon``."""
    return _existing(PACKAGE / "lexicon" / name)


def messages() -> Path:
    """Folder of the message catalogue."""
    return _existing(PACKAGE / "messages")


def data(name: str = "") -> Path:
    """Path of a table in ``data/`` (the folder itself when *name* is empty)."""
    return _shared("data", name)


def notebooks(name: str = "") -> Path:
    """Path of a notebook (the folder itself when *name* is empty)."""
    return _shared("notebooks", name)


def seeds(name: str = "") -> Path:
    """Path of a seed document (the folder itself when *name* is empty)."""
    return _shared("seeds", name)


def gold(name: str = "") -> Path:
    """Path of an annotated seed article (the folder itself when *name* is empty)."""
    shipped = _home() / "gold" if _home() != CHECKOUT else CHECKOUT / "tests" / "gold"
    return _existing(shipped / name)


@cache
def _home() -> Path:
    shipped = PACKAGE / "_shipped"
    return shipped if shipped.is_dir() else CHECKOUT


def _shared(folder: str, name: str) -> Path:
    return _existing(_home() / folder / name)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise IsnadError(f"{path}: not found; isnad is not installed completely, install it again")
    return path
