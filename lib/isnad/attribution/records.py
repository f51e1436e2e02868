"""Rows of the reading → records of the table: names settled, offsets those of the original text."""

import csv
from functools import cache

from isnad import resources
from isnad.attribution.contents import Claim
from isnad.attribution.memory import Reading, Row
from isnad.attribution.naming import Naming
from isnad.attribution.sources import Source

PRIOR_ROWS = 8


def record(row: Row, state: Reading, body_naming: Naming | None = None) -> dict:
    """The record of a quotation, names settled and offsets those of the original."""
    folded = state.naming.folded
    claim = row.claim
    start, end = folded.span(claim.start, claim.end)
    frame = claim.frame
    name = _name(row.speaker, state.naming, body_naming)
    chain = []
    for source, medium in row.chain:
        link = _name(source, state.naming, body_naming)
        if source.root().kind == "document" and link and " " not in link and not link.startswith("ال"):
            continue
        if link and link != name and all(link != other["name"] for other in chain):
            chain.append({"name": link, "medium": medium} if medium else {"name": link})
    made = {
        "start": start, "end": end, "text": folded.text[start:end], "marked": claim.marked, "in_title": row.in_title,
        "kind": _kind(claim), "cue_type": row.cue_type, "speaker": name, "speaker_basis": row.basis, "chain": chain,
        "medium": row.medium, "rule": claim.rule, "confidence": _confidence(row),
    }  # fmt: skip
    if claim.content is not None:
        made["content_start"], made["content_end"] = folded.span(*claim.content)
    if row.cue_span is not None:
        a, b = folded.span(*row.cue_span)
        made["cue"], made["cue_start"], made["cue_end"] = folded.text[a:b], a, b
    if (row.mention is not None and frame is not None and frame.subject is not None) or (
        row.mention is not None and frame is None
    ):
        a, b = folded.span(*row.mention)
        made["mention"], made["mention_start"], made["mention_end"] = folded.text[a:b], a, b
    return made


def _name(source: Source | None, naming: Naming, body_naming: Naming | None) -> str | None:
    if source is None:
        return None
    if body_naming is not None:
        return body_naming.name(source)
    return naming.name(source)


def _kind(claim: Claim) -> str:
    if not claim.marked:
        return "direct" if claim.rule in ("colon", "labelled") else "indirect"
    return "mixed" if claim.rule in ("clause-marked", "act-marked") else "direct"


def _confidence(row: Row) -> float:
    """The share of annotated quotations with this basis and rule that were right in content and speaker."""
    shares = _shares()
    return shares.get((row.basis, row.claim.rule), shares.get((row.basis, ""), shares[("", "")]))


@cache
def _shares() -> dict[tuple[str, str], float]:
    """Shares by (basis, rule), by basis and over all; few rows are drawn to what is wider, as ``PRIOR_ROWS`` rows of it."""
    counts: dict[tuple[str, str], list[int]] = {}
    with resources.lexicon("confidence.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in ((row["basis"], row["rule"]), (row["basis"], ""), ("", "")):
                total = counts.setdefault(name, [0, 0])
                total[0] += int(row["right"])
                total[1] += int(row["rows"])
    shares: dict[tuple[str, str], float] = {}
    for name in sorted(counts):
        right, rows = counts[name]
        wider = ("", "") if not name[1] else (name[0], "")
        prior = shares.get(wider, right / rows)
        shares[name] = round((right + PRIOR_ROWS * prior) / (rows + PRIOR_ROWS), 2)
    return shares
