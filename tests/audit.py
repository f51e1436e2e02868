"""Whether Arabic reads right on a page, decided in a real browser; the rules stand in audit.js."""

from pathlib import Path

SCRIPT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")


def audit(page, inside: str = "body") -> tuple[int, list[str]]:
    """How many Arabic paragraphs stand in the elements *inside* of a loaded page, and what is wrong with them."""
    found = page.evaluate(SCRIPT, inside)
    return found["read"], found["faults"]


def faults(page, inside: str = "body", least: int = 1) -> list[str]:
    """What reads wrong; looking at fewer than *least* paragraphs is a fault of the test."""
    read, found = audit(page, inside)
    assert read >= least, f"{inside}: {read} Arabic paragraphs looked at, expected {least}"
    return found
