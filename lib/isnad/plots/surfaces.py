"""The figure of notebook 80: hard strings as labels."""

from typing import TYPE_CHECKING

import pandas as pd

from isnad.messages import say
from isnad.plots import style

if TYPE_CHECKING:
    import plotly.graph_objects as go


def labels(texts: pd.DataFrame, language: str, right: bool) -> "go.Figure":
    """Bars as long as each text has letters, with the text at the bar, in the legend and in the hover label."""
    frame = pd.DataFrame({"text": texts["text"], "letters": texts["text"].str.len()})
    fig = style.bars(
        frame, category="text", value="letters", color="text", language=language, title=say("surfaces.right" if right else "surfaces.wrong", language),
        measure=say("surfaces.letters", language),
    )  # fmt: skip
    room = 40 + 22 * len(frame)
    legend = {"orientation": "v", "y": 0, "yref": "container", "yanchor": "bottom"}
    return fig.update_layout(height=fig.layout.height + room, margin_b=room + 60, legend=legend)
