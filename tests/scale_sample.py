"""Tables that were extracted in parts, read so that they can be compared: for the tests of scale."""

from pathlib import Path

import pandas as pd

# Articles in a part of the corpus of twelve.
PARTITION = 2


def rows(out: Path, name: str) -> pd.DataFrame:
    """A table as it lies in the folder, read as one."""
    return alike(pd.read_parquet(out / f"{name}.parquet"))


def alike(frame: pd.DataFrame) -> pd.DataFrame:
    """*frame* as Parquet gives it back: every link of a chain has both keys, and no time is kept in seconds."""
    moments = frame.select_dtypes("datetime").columns
    frame = frame.astype(dict.fromkeys(moments, "datetime64[s]"))
    if "chain" not in frame:
        return frame
    pairs = [[(link["name"], link.get("medium")) for link in chain] for chain in frame["chain"]]
    return frame.assign(chain=pd.Series(pairs, index=frame.index, dtype="object"))
