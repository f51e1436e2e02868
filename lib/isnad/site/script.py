"""The script that draws the figures of a page: the smallest build of Plotly that can draw them."""

import gzip
import re
from pathlib import Path

# Plotly's own "basic" build, a quarter of the whole one; its README says where it is from and how to renew it.
BASIC = Path(__file__).parent / "vendor" / "plotly-basic.min.js.gz"
BASIC_TRACES = frozenset({"bar", "pie", "scatter"})


def plotly_script(traces: frozenset[str]) -> str:
    """Plotly's script, for figures whose marks are of the kinds *traces*.

    The basic build holds bars, points, lines and pies, and takes half as long to load as the whole one (measured:
    ``bench/README.md``). The whole one, which comes with the Python package, is given where a figure has other marks,
    or where the package installed is made for another version of Plotly's script.
    """
    from plotly.offline import get_plotlyjs, get_plotlyjs_version

    basic = gzip.decompress(BASIC.read_bytes()).decode("utf-8")
    version = re.search(r"v([0-9.]+)", basic[:200])
    fits = version is not None and version[1] == get_plotlyjs_version()
    return basic if fits and traces <= BASIC_TRACES else get_plotlyjs()
