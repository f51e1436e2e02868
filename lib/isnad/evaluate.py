"""Scores against annotated articles: every measure with an interval, every error in its sentence.

A *judgement* is one row: a gold entry that was found or missed, or a find that is not gold. All measures are ratios of
sums over judgements, so that one resampling of the articles gives every interval.
"""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from isnad import text
from isnad.gold import Gold
from isnad.judge import LEAST, judge_quotes, judge_statements, judge_times, letters
from isnad.schema import require, table

SCORES = {"measure": "str", "value": "float", "low": "float", "high": "float", "n": "int"}
ERRORS = {
    "layer": "str", "error": "str", "article_id": "str", "outlet": "str", "marks": "str", "expected": "str", "found": "str",
    "sentence": "str", "rule": "str", "confidence": "float",
}  # fmt: skip
DRAWS = 1000


def measure(
    gold: Gold, judged: Iterable[pd.DataFrame], *, draws: int = DRAWS, seed: int = 0, level: float = 0.95
) -> pd.DataFrame:
    """Every measure that the judgements allow, with an interval from resampling the articles.

    Parameters
    ----------
    judged : iterable of DataFrame
        What `judge_quotes`, `judge_times`, `judge_statements` gave, in any number and order.
    draws, seed, level
        Of the resampling; the same seed gives the same interval.

    Returns
    -------
    DataFrame, (measures x SCORES)
        ``value`` 0 to 1, NaN where nothing could be counted; ``low`` and ``high`` NaN for fewer than five articles;
        ``n`` is what is counted: gold entries for an F1 or a recall, finds for a precision, hits for an accuracy.
    """
    from isnad.sourcing.intervals import MIN_ARTICLES, bounds, resampled

    ids = pd.Index(gold.articles["article_id"])
    weights = resampled(np.eye(len(ids)), draws, seed) if len(ids) >= MIN_ARTICLES else None
    ones = np.ones((1, len(ids)))
    records = []
    for frame in judged:
        count = _counter(frame, ids)
        for name, (formula, n) in _measures(frame).items():
            low, high = (
                bounds(formula(count(weights))[:, None], level) if weights is not None else ([None], [None])
            )
            counts = count(ones)
            records.append({"measure": name, "value": float(formula(counts)[0]), "low": low[0], "high": high[0], "n": int(counts[n][0])})  # fmt: skip
    return table(records, SCORES)


def measure_by(
    gold: Gold, judged: pd.DataFrame, by: str, *, draws: int = DRAWS, seed: int = 0
) -> pd.DataFrame:
    """`measure` for each group of judgements of quotations.

    Parameters
    ----------
    by : str
        A column of *judged* (``marks``: the style of the marks) or ``outlet``.

    Returns
    -------
    DataFrame: the column *by*, then SCORES; groups in falling order of gold quotations, measures without any left out.
    """
    frame = (
        judged.merge(gold.articles[["article_id", "outlet"]], on="article_id") if by == "outlet" else judged
    )
    require(frame, [by], "measure_by")
    parts = []
    for group, rows in frame.groupby(by, sort=True):
        members = (
            gold.articles[gold.articles["article_id"].isin(rows["article_id"])]
            if by == "outlet"
            else gold.articles
        )
        part = Gold(gold.name, members.reset_index(drop=True), gold.quotes, gold.times, gold.statements)
        scores = measure(part, [rows], draws=draws, seed=seed)
        parts.append(
            scores[scores["value"].notna()].assign(**{by: group}, size=rows["gold_text"].notna().sum())
        )
    if not parts:
        return table([], {by: "str"} | SCORES)
    joined = pd.concat(parts, ignore_index=True).sort_values("size", ascending=False, kind="stable")
    return joined[[by, *SCORES]].reset_index(drop=True)


def errors(gold: Gold, judged: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Every error of quotations and times, in its sentence.

    Returns
    -------
    DataFrame, (errors x ERRORS), by article and offset
        ``error`` is missed, extra, speaker, chain, value, or label (a name or term taken for speech). ``sentence`` holds
        the span in double square brackets. A hit can be wrong in its speaker or, with the speaker right, in its chain.
    """
    bodies = dict(zip(gold.articles["article_id"], gold.articles["body"], strict=True))
    outlets = dict(zip(gold.articles["article_id"], gold.articles["outlet"], strict=True))
    records = []
    for frame in judged:
        for row in frame.to_dict("records"):
            told = _fault(row)
            if told:
                records.append({
                    "layer": row["layer"], "error": told[0], "article_id": row["article_id"], "outlet": outlets[row["article_id"]],
                    "marks": row.get("marks"), "expected": told[1], "found": told[2],
                    "sentence": in_sentence(bodies[row["article_id"]], row["start"], row["end"]),
                    "rule": row.get("rule"), "confidence": row.get("confidence"), "_start": row["start"],
                })  # fmt: skip
    records.sort(key=lambda record: (record["article_id"], record["_start"]))
    return table([{name: record[name] for name in ERRORS} for record in records], ERRORS)


def in_sentence(body: str, start: int, end: int) -> str:
    """The sentence or sentences of *body* around a span, the span in double square brackets; line breaks become spaces."""
    around = [(a, b) for a, b in text.sentences(body) if a < end and b > start] or [(start, end)]
    left, right = min(around[0][0], start), max(around[-1][1], end)
    return f"{body[left:start]}[[{body[start:end]}]]{body[end:right]}".replace("\n", " ")


def _fault(row: dict) -> tuple[str, str | None, str | None] | None:
    """What is wrong in a judgement: (error, expected, found), or None."""
    if row["outcome"] == "missed":
        return "missed", row["gold_text"], None
    if row["outcome"] == "extra":
        return "extra", None, row["text"]
    if row["outcome"] == "taken":
        return "label", None, row["text"]
    if row["outcome"] != "hit":
        return None
    if row["layer"] == "times":
        return (
            ("value", row["gold_value"], row["value"]) if row["valued"] and not row["value_right"] else None
        )
    if not row["speaker_right"]:
        return "speaker", row["gold_speaker"], row["speaker"]
    if not len(set(row["chain"])) == len(set(row["gold_chain"])) == row["chain_hit"]:
        return "chain", " ← ".join(row["gold_chain"]), " ← ".join(row["chain"])
    return None


def _counter(frame: pd.DataFrame, ids: pd.Index) -> Callable[[np.ndarray], dict[str, np.ndarray]]:
    """A function from article weights (draws x articles) to the weighted sums of the frame's counts."""
    counts = _counts(frame)
    rows = ids.get_indexer(frame["article_id"])
    others = ids.get_indexer(frame["other_id"]) if "other_id" in frame else None

    def count(weights: np.ndarray) -> dict[str, np.ndarray]:
        each = weights[:, rows] * (weights[:, others] if others is not None else 1)
        return {name: each @ values.to_numpy(dtype=float) for name, values in counts.items()}

    return count


def _counts(frame: pd.DataFrame) -> dict[str, pd.Series]:
    hit, missed, extra = (frame["outcome"] == outcome for outcome in ("hit", "missed", "extra"))
    if "layer" not in frame or "type_right" in frame:
        counts = {"hit": hit, "gold": hit | missed, "pred": hit | extra}
        return counts | {
            name: hit & frame[name]
            for name in ("exact", "type_right", "valued", "value_right")
            if name in frame
        }
    counts = {"labels": frame["layer"] == "label", "taken": frame["outcome"] == "taken"}
    for layer in LEAST:
        here = frame["layer"] == layer
        found = here & hit
        counts |= {
            f"{layer}_hit": found,
            f"{layer}_gold": here & (hit | missed),
            f"{layer}_pred": here & (hit | extra),
        }
        counts |= {
            f"{layer}_{name}": found & frame[name]
            for name in ("exact", "speaker_right", "named_right", "relayed", "relayed_right")
        }
        counts |= {
            f"{layer}_chain_hit": found * frame["chain_hit"],
            f"{layer}_chain_gold": found
            * frame["gold_chain"].map(lambda chain: len(set(map(letters, chain)))),
            f"{layer}_chain_pred": found * frame["chain"].map(lambda chain: len(set(map(letters, chain)))),
        }
    both = {name[7:] for name in counts if name.startswith("marked_")}
    return counts | {f"all_{name}": counts[f"marked_{name}"] + counts[f"reported_{name}"] for name in both}


def _measures(frame: pd.DataFrame) -> dict[str, tuple[Callable[[dict], np.ndarray], str]]:
    """Measure to its formula over counts, and the count that is its n."""
    if "other_id" in frame:
        return {f"statements_{name}": rule for name, rule in _retrieval("").items()}
    if "type_right" in frame:
        value = _ratio("value_right", "valued")
        return {f"times_{name}": rule for name, rule in _retrieval("").items()} | {
            "times_strict_f1": (_f1("exact", "gold", "pred"), "gold"),
            "times_type_accuracy": (_ratio("type_right", "hit"), "hit"),
            "times_value_accuracy": (value, "valued"),
            "times_value_f1": (lambda c: _f1("hit", "gold", "pred")(c) * value(c), "gold"),
        }
    found = {}
    for layer in LEAST:
        found |= {f"{layer}_{name}": rule for name, rule in _retrieval(f"{layer}_").items()}
        found |= {
            f"{layer}_exact_f1": (_f1(f"{layer}_exact", f"{layer}_gold", f"{layer}_pred"), f"{layer}_gold"),
            f"{layer}_speaker_accuracy": (_ratio(f"{layer}_speaker_right", f"{layer}_hit"), f"{layer}_hit"),
            f"{layer}_full_name_accuracy": (_ratio(f"{layer}_named_right", f"{layer}_hit"), f"{layer}_hit"),
        } | _attribution(layer)
    found |= {"all_f1": (_f1("all_hit", "all_gold", "all_pred"), "all_gold")} | _attribution("all")
    return found | {"label_false_quote_rate": (_ratio("taken", "labels"), "labels")}


def _retrieval(prefix: str) -> dict:
    hit, gold, pred = f"{prefix}hit", f"{prefix}gold", f"{prefix}pred"
    return {
        "precision": (_ratio(hit, pred), pred),
        "recall": (_ratio(hit, gold), gold),
        "f1": (_f1(hit, gold, pred), gold),
    }


def _attribution(layer: str) -> dict:
    return {
        f"{layer}_end_to_end_f1": (
            _f1(f"{layer}_speaker_right", f"{layer}_gold", f"{layer}_pred"),
            f"{layer}_gold",
        ),
        f"{layer}_chain_f1": (
            _f1(f"{layer}_chain_hit", f"{layer}_chain_gold", f"{layer}_chain_pred"),
            f"{layer}_chain_gold",
        ),
        f"{layer}_chain_exact": (_ratio(f"{layer}_relayed_right", f"{layer}_relayed"), f"{layer}_relayed"),
    }


def _ratio(part: str, whole: str) -> Callable[[dict], np.ndarray]:
    return lambda c: np.divide(c[part], c[whole], out=np.full(len(c[whole]), np.nan), where=c[whole] > 0)


def _f1(hit: str, gold: str, pred: str) -> Callable[[dict], np.ndarray]:
    def formula(c: dict) -> np.ndarray:
        both = c[gold] + c[pred]
        return np.divide(2 * c[hit], both, out=np.full(len(both), np.nan), where=both > 0)

    return formula


def main(arguments: list[str] | None = None) -> None:
    """``python -m isnad.evaluate GOLD [--out FILE.csv]``: print the measures, and write them as the table of errors."""
    import argparse

    import isnad
    from isnad.gold import read_gold

    command = argparse.ArgumentParser(
        prog="python -m isnad.evaluate",
        description="Measure the extractor on a folder of annotated articles.",
    )
    command.add_argument("gold", help="folder of annotated articles")
    command.add_argument(
        "--out", help="CSV to write: measure, value, low, high, n, gold (numbers alone, no text)"
    )
    given = command.parse_args(arguments)
    gold = read_gold(given.gold)
    judged = [
        judge_quotes(gold, isnad.extract_quotes(gold.articles)),
        judge_times(gold, isnad.extract_times(gold.articles)),
    ]
    if len(gold.statements):
        judged.append(judge_statements(gold, isnad.match_statements))
    scores = measure(gold, judged).round(4)
    print(scores.to_string(index=False))
    if given.out:
        scores.assign(gold=gold.name).to_csv(given.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
