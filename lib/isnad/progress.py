"""A bar for work that takes long enough to wonder: in a notebook and in a terminal, on standard error."""

from collections.abc import Callable

import pandas as pd

# Articles below which everything is over before a bar is read, and articles between two steps of it.
MANY, STEP = 1000, 100


def in_steps(
    function: Callable[[pd.DataFrame], pd.DataFrame],
    articles: pd.DataFrame,
    what: str,
    show: bool | None = None,
) -> pd.DataFrame:
    """``function(articles)``, computed a hundred articles at a time behind a progress bar where there are many.

    Parameters
    ----------
    function : function, DataFrame to DataFrame
        Looks at one article at a time, so that the parts make the whole; its index is that of new rows.
    what : str
        Stands before the bar.
    show : bool
        Whether a bar is drawn; by itself from 1000 articles on.
    """
    if len(articles) < MANY and not show:
        return function(articles)
    # The plain bar: the one for notebooks needs ipywidgets, and tells so with a warning where they are not.
    from tqdm import tqdm

    starts = range(0, len(articles), STEP)
    made = []
    with tqdm(total=len(articles), unit="", desc=what, leave=False, disable=show is False) as bar:
        for start in starts:
            part = articles.iloc[start : start + STEP]
            made.append(function(part))
            bar.update(len(part))
    return pd.concat(made, ignore_index=True)
