"""Scores against annotated articles: every measure with an interval, every error in its sentence.

A *judgement* is one row: a gold entry that was found or missed, or a find that is not gold. All measures are ratios of
sums over judgements, so that one resampling of the articles gives every interval.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from isnad import calibration, resources, text
from isnad.gold import Gold, read_gold
from isnad.judge import LEAST, judge_quotes, judge_statements, judge_times, letters
from isnad.schema import require, table

SCORES = {"measure": "str", "value": "float", "low": "float", "high": "float", "n": "int"}
ERRORS = {
    "layer": "str", "error": "str", "article_id": "str", "outlet": "str", "marks": "str", "expected": "str", "found": "str",
    "sentence": "str", "rule": "str", "confidence": "float",
}  # fmt: skip
CURVE_FILE, SCORES_FILE = "extractor-calibration.csv", "extractor-errors.csv"
DRAWS = 1000
# Fewer annotated quotations than this, and a finding says so instead of a figure.
FEW = 20


@dataclass(frozen=True)
class Judged:
    """A gold folder and the judgements on what the library finds in it; ``statements`` is empty where nobody annotated them."""

    gold: Gold
    quotes: pd.DataFrame
    times: pd.DataFrame
    statements: pd.DataFrame

    @property
    def all(self) -> list[pd.DataFrame]:
        """The judgements, for `measure`."""
        return [self.quotes, self.times] + ([self.statements] if len(self.gold.statements) else [])


def judge(folder: str | Path = "") -> Judged:
    """Extract from the articles of a gold folder (the annotated seeds without one) and judge every find.

    Raises
    ------
    LoadError: no such folder, or a file in it that cannot be read.
    """
    import isnad
    from isnad.judge import JUDGED_PAIRS

    gold = read_gold(folder or resources.gold())
    pairs = (
        judge_statements(gold, isnad.match_statements) if len(gold.statements) else table([], JUDGED_PAIRS)
    )
    quotes, times = isnad.extract_quotes(gold.articles), isnad.extract_times(gold.articles)
    return Judged(gold, judge_quotes(gold, quotes), judge_times(gold, times), pairs)


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


def sample(judged: Judged, size: int = 10, seed: int = 0) -> pd.DataFrame:
    """*size* judgements of quotations drawn at random, right and wrong alike, each in its sentence.

    Returns
    -------
    DataFrame: outlet, layer, outcome (wrong_speaker for a find that is given to somebody else), gold_speaker, speaker,
    sentence; in the order of the articles.
    """
    bodies = judged.gold.articles.set_index("article_id")["body"]
    outlets = judged.gold.articles.set_index("article_id")["outlet"]
    drawn = judged.quotes.sample(min(size, len(judged.quotes)), random_state=seed).sort_index()
    places = zip(drawn["article_id"], drawn["start"], drawn["end"], strict=True)
    wrong = (drawn["outcome"] == "hit") & ~drawn["speaker_right"]
    told = drawn.assign(outcome=drawn["outcome"].mask(wrong, "wrong_speaker"), outlet=drawn["article_id"].map(outlets).astype("str"),
                        sentence=pd.Series([in_sentence(bodies[a], b, e) for a, b, e in places], index=drawn.index, dtype="str"))  # fmt: skip
    return told[["outlet", "layer", "outcome", "gold_speaker", "speaker", "sentence"]].reset_index(drop=True)


def shipped(name: str = SCORES_FILE) -> pd.DataFrame:
    """What was measured beforehand on more articles, which do not travel with isnad: SCORES_FILE or CURVE_FILE, with ``gold``."""
    return pd.read_csv(resources.data(name), dtype={"measure": "str", "gold": "str"})


def beside_shipped(scores: pd.DataFrame) -> pd.DataFrame:
    """*scores* with the same measures taken beforehand on more articles: ``more_value``, ``more_low``, ``more_high``, ``more_n``."""
    more = shipped().drop(columns="gold").set_index("measure").add_prefix("more_")
    joined = scores.join(more, on="measure")
    return joined.astype({"more_n": "Int64"})


def describe(judged: Judged, scores: pd.DataFrame) -> tuple[str, dict[str, object]]:
    """The finding of notebook 90: message key and values."""
    found = scores.set_index("measure")
    quotes, articles = int(found.loc["all_recall", "n"]), len(judged.gold.articles)
    if quotes < FEW:
        return "evaluate.finding_few", {"quotes": quotes, "articles": articles}
    ends = found.loc["all_end_to_end_f1"]
    values = {"quotes": quotes, "articles": articles, "recall": found.loc["all_recall", "value"], "precision": found.loc["all_precision", "value"],
              "speaker": found.loc["all_speaker_accuracy", "value"], "f1": ends["value"], "low": ends["low"], "high": ends["high"]}  # fmt: skip
    return ("evaluate.finding" if pd.notna(ends["low"]) else "evaluate.finding_bare"), values


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
            f"{layer}_full_name_accuracy": (_ratio(f"{layer}_named_right", f"{layer}_hit"), f"{layer}_hit"),
        } | _attribution(layer)
    found |= {f"all_{name}": rule for name, rule in _retrieval("all_").items()} | _attribution("all")
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
        f"{layer}_speaker_accuracy": (_ratio(f"{layer}_speaker_right", f"{layer}_hit"), f"{layer}_hit"),
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
    """``python -m isnad.evaluate [GOLD] [--out FOLDER]``: print the measures; write them and the calibration as tables."""
    import argparse

    command = argparse.ArgumentParser(
        prog="python -m isnad.evaluate",
        description="Measure the extractor on a folder of annotated articles.",
    )
    command.add_argument(
        "gold", nargs="?", default="", help="folder of annotated articles; the seeds without one"
    )
    command.add_argument("--out", help=f"folder for {SCORES_FILE} and {CURVE_FILE} (numbers alone, no text)")
    given = command.parse_args(arguments)
    judged = judge(given.gold)
    scores = measure(judged.gold, judged.all).round(4)
    print(scores.to_string(index=False))
    if given.out:
        name = judged.gold.name
        scores.assign(gold=name).to_csv(Path(given.out) / SCORES_FILE, index=False, lineterminator="\n")
        bands = calibration.curve(judged.quotes).round(4).assign(gold=name)
        bands.to_csv(Path(given.out) / CURVE_FILE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
