"""One page as one file, to be mailed: style, scripts and tables stand inside it."""

import base64
import re
from pathlib import Path

STYLE = re.compile(r'<link rel="stylesheet" href="(assets/[^"]+)">')
SCRIPT = re.compile(r'<script src="(assets/[^"]+)" defer></script>')
TABLE = re.compile(r'href="((?:tables/)?[^"/]+\.(?:csv|ipynb))"( download)?')
ELSEWHERE = re.compile(r'<a href="(?:articles/)?[^"#:]+\.html(?:#[^"]*)?"')


def single(page: Path, target: Path) -> Path:
    """Write *page* of a site to *target* with everything it needs inside it.

    Links to other pages of the site lose their address; tables and the notebook become downloads from the file itself.
    """
    site = page.parent
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"<nav\b.*?</nav>", "", text, flags=re.S)
    text = STYLE.sub(lambda m: f"<style>{(site / m[1]).read_text(encoding='utf-8')}</style>", text)
    text = ELSEWHERE.sub("<a", text)
    text = TABLE.sub(
        lambda m: _download(site / m[1]) if (site / m[1]).exists() else 'class="isnad-absent"', text
    )
    # At the end of the body: an inline script cannot be deferred, and needs the page above it.
    scripts = "".join(
        f"<script>{_inline((site / name).read_text(encoding='utf-8'))}</script>"
        for name in SCRIPT.findall(text)
    )
    head, _, tail = SCRIPT.sub("", text).rpartition("</body>")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"{head}{scripts}</body>{tail}", encoding="utf-8")
    return target


def _download(path: Path) -> str:
    kind = "text/csv" if path.suffix == ".csv" else "application/x-ipynb+json"
    return f'href="data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}" download="{path.name}"'


def _inline(script: str) -> str:
    return script.replace("</script", "<\\/script")
