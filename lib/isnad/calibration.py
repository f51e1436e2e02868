"""Is confidence honest? Of the quotations given 0.9, about nine in ten should be right from content to speaker."""

import numpy as np
import pandas as pd

from isnad.schema import require, table

CURVE = {
    "confidence_from": "float",
    "confidence_to": "float",
    "confidence": "float",
    "right": "float",
    "low": "float",
    "high": "float",
    "n": "int",
}


def verdicts(judged: pd.DataFrame) -> pd.DataFrame:
    """The finds among the judgements of `isnad.evaluate.judge_quotes`, with ``right``: content and speaker both right.

    Rows that are neither right nor wrong (ignored), gold that was missed, and finds without a confidence are left out.
    """
    require(judged, ["layer", "outcome", "speaker_right", "confidence"], "verdicts")
    finds = judged[
        judged["layer"].isin(["marked", "reported"])
        & judged["outcome"].isin(["hit", "extra"])
        & judged["confidence"].notna()
    ]
    return finds.assign(right=(finds["outcome"] == "hit") & finds["speaker_right"])


def curve(judged: pd.DataFrame, bins: int = 10) -> pd.DataFrame:
    """Share right per band of confidence.

    Parameters
    ----------
    bins : int
        Bands of equal width between 0 and 1; empty bands are left out.

    Returns
    -------
    DataFrame, (bands x CURVE): mean ``confidence`` and share ``right`` of a band with its Wilson interval.
    """
    finds = verdicts(judged)
    band = np.minimum((finds["confidence"].to_numpy() * bins).astype(int), bins - 1)
    records = []
    for number, rows in finds.groupby(band):
        records.append(
            {
                "confidence_from": number / bins,
                "confidence_to": (number + 1) / bins,
                "confidence": rows["confidence"].mean(),
            }
            | _share(rows)
        )  # type: ignore[operator]
    return table(records, CURVE)


def distance(judged: pd.DataFrame, bins: int = 10) -> float:
    """Mean distance between confidence and share right over the bands, weighted by finds; NaN without any."""
    bands = curve(judged, bins)
    return (
        float(np.average((bands["confidence"] - bands["right"]).abs(), weights=bands["n"]))
        if len(bands)
        else float("nan")
    )


def _share(rows: pd.DataFrame) -> dict:
    """Share right with its Wilson interval."""
    from isnad.sourcing.intervals import wilson

    n, share = len(rows), rows["right"].mean()
    low, high = wilson(share, n)
    return {"right": share, "low": low, "high": high, "n": n}


def expect(quotes: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """How many quotations of a corpus fall into each band, beside the share right that was measured there.

    Parameters
    ----------
    quotes : DataFrame, QUOTES
    bands : DataFrame, CURVE
        From `curve`. A band in which nothing was measured has NA as its share.

    Returns
    -------
    DataFrame, (bands x confidence_from, confidence_to, quotes, share, right, low, high, n): ``share`` of the corpus's
    quotations; the highest band first.
    """
    require(quotes, ["confidence"], "expect")
    steps = np.arange(0, 11) / 10
    known = quotes["confidence"].dropna()
    number = np.minimum((known.to_numpy() * 10).astype(int), 9)
    counted = pd.DataFrame(
        {
            "confidence_from": steps[:-1],
            "confidence_to": steps[1:],
            "quotes": np.bincount(number, minlength=10),
        }
    )
    counted["share"] = counted["quotes"] / max(len(known), 1)
    measured = bands.assign(place=(bands["confidence_from"] * 10).round().astype(int)).set_index("place")
    for name in ("right", "low", "high", "n"):
        counted[name] = measured[name].reindex(range(10)).to_numpy()
    counted["n"] = counted["n"].fillna(0).astype("int64")
    return counted[(counted["quotes"] > 0) | (counted["n"] > 0)].iloc[::-1].reset_index(drop=True)
