"""The whole site from executed notebooks and the tables they were made of."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from isnad import corrections, rtl
from isnad.corpora import EXTRACTED, Corpus
from isnad.export import CSV_MOST
from isnad.labels import outlet_names
from isnad.messages import say
from isnad.overview import count_articles
from isnad.runs import Run, environment
from isnad.site.page import TEMPLATES, Page, read_page
from isnad.site.reference import reference
from isnad.site.script import plotly_script
from isnad.views.output import made_line
from isnad.views.reader import reader, slug
from isnad.writing import date_text, has_arabic_digits

HOME = Path(__file__).parent
# Beyond these the site would grow too large to open: what is left out is said on the first page.
MOST_ARTICLES = 300
MOST_TEXT = 3_000_000


def build(out: Path, runs: list[Run], corpus: Corpus, language: str, *, bodies: bool = True) -> Path:
    """Write ``index.html``, a page a notebook, a page an article (the first 300), and ``assets``; return the index.

    Parameters
    ----------
    out : Path
        The folder that holds the executed notebooks and ``tables``.
    runs : list of Run
        In the order of the pages; a failed one gets a page that says so.
    language : str
        Of everything; what a notebook says in one language only stays as it is.
    bodies : bool
        False: no text of an article is written; see `isnad.report.report`.
    """
    names = {run.name for run in runs}
    links = {
        str(article_id): f"{slug(str(article_id))}.html"
        for article_id in corpus.articles["article_id"].head(MOST_ARTICLES)
    }
    pages = {run.name: read_page(run.path, language, names, links) for run in runs if run.path.exists()}
    _write_assets(out, frozenset().union(*(page.traces for page in pages.values())))
    entries = [_entry(run, pages.get(run.name), language) for run in runs]
    shared = {
        "language": language,
        "side": "rtl" if language == "ar" else "ltr",
        "digits": "arabic" if has_arabic_digits(language) else "western",
        "pages": entries,
        "made": made_line(corpus, language),
        "root": "",
        "here": "",
    }
    for run in runs:
        page = pages.get(run.name)
        if page:
            title = _entry(run, page, language)["title"]
            _render(out / f"{run.name}.html", "notebook.html.j2", **{**shared, "here": f"{run.name}.html"}, title=title, body=page.body,
                    outline=page.outline, notebook=f"{run.name}.ipynb", error=run.error, figures=page.figures)  # fmt: skip
    with environment(ISNAD_NO_BODIES="" if bodies else "1"):
        listed = _articles(out, corpus, shared, language)
    docs, with_bodies = _index(corpus, listed, bodies)
    _render(
        out / "reference.html",
        "reference.html.j2",
        **{**shared, "here": "reference.html"},
        title="Reference",
        modules=reference(),
        figures=0,
    )
    files = sorted(path.name for path in (out / "tables").glob("*.csv"))
    facts = say(
        "site.corpus_line",
        language,
        name=corpus.name,
        articles=len(corpus.articles),
        outlets=corpus.articles["outlet"].nunique(),
        quotes=len(corpus.quotes),
    )
    note = corrections.describe(corpus.corrected, language)
    facts = f"{facts} · {note}" if note else facts
    _render(out / "index.html", "index.html.j2", **{**shared, "here": "index.html"}, title="", facts=facts, cards=entries, articles=listed,
            total=len(corpus.articles), files=files, large=_large(corpus, files), most=CSV_MOST, index=docs, bodies_searched=with_bodies,
            search_count=say("site.search_count", language, n="{n}"), figures=0)  # fmt: skip
    return out / "index.html"


def _entry(run: Run, page: Page | None, language: str) -> dict[str, Any]:
    about = page.about if page else {}
    ar = language == "ar"
    title = about.get("title_ar" if ar else "title") or about.get("title") or run.name
    summary = about.get("summary_ar" if ar else "summary") or ""
    return {"number": run.name[:2], "href": f"{run.name}.html", "notebook": f"{run.name}.ipynb", "title": title, "summary": summary,
            "findings": page.findings if page else [], "error": run.error}  # fmt: skip


def _articles(out: Path, corpus: Corpus, shared: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Write the article pages; return what the index lists of them."""
    folder = out / "articles"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    chosen = corpus.articles.iloc[:MOST_ARTICLES]
    counts = count_articles(chosen, corpus.quotes, corpus.times)
    outlets = outlet_names(chosen["outlet"], language)
    quotes, times = _by_article(corpus.quotes, chosen), _by_article(corpus.times, chosen)
    slugs = [slug(str(article_id)) for article_id in chosen["article_id"]]
    listed, corrected = [], corpus.corrected
    for place, (_, article) in enumerate(chosen.iterrows()):
        article_id = article["article_id"]
        shown = reader(
            article,
            quotes.get(article_id, corpus.quotes.iloc[:0]),
            times.get(article_id, corpus.times.iloc[:0]),
            language,
            heading=1,
        )
        title = article["title"] if isinstance(article["title"], str) else str(article_id)
        note = corrections.describe(corrected[corrected["article_id"] == article_id], language)
        _render(folder / f"{slugs[place]}.html", "article.html.j2", **{**shared, "root": "../"}, title=title, note=note, body=shown.bundles[0]["text/html"], figures=0,
                previous=slugs[place - 1] if place else "", next=slugs[place + 1] if place + 1 < len(slugs) else "")  # fmt: skip
        day = article["published"]
        listed.append({"slug": slugs[place], "article_id": article_id, "title": title, "outlet": outlets.iloc[place],
                       "date": say("reader.undated", language) if pd.isna(day) else date_text(day, language),
                       "quotes": say("site.quotes_of", language, n=int(counts["quotes"].iloc[place]))})  # fmt: skip
    return listed


def _by_article(rows: pd.DataFrame, articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each of *articles*; those of others are left before they are parted."""
    return dict(list(rows[rows["article_id"].isin(articles["article_id"])].groupby("article_id")))


def _index(corpus: Corpus, listed: list[dict[str, Any]], wanted: bool) -> tuple[str, bool]:
    """What the search looks through, as JSON; the texts of articles only while they are small enough to inline."""
    with_bodies = wanted and int(corpus.articles["body"].str.len().sum()) <= MOST_TEXT
    bodies = corpus.articles.set_index("article_id")["body"]
    groups = _by_article(corpus.quotes, corpus.articles.iloc[:MOST_ARTICLES])
    docs = []
    for entry in listed:
        rows = groups.get(entry["article_id"], corpus.quotes.iloc[:0]).sort_values(
            ["in_title", "start", "end"], ascending=[False, True, False]
        )
        said = [
            [place, row.speaker if isinstance(row.speaker, str) else "", row.text]
            for place, row in enumerate(rows.itertuples(), start=1)
        ]
        docs.append({"u": entry["slug"], "t": entry["title"], "o": entry["outlet"], "d": entry["date"], "q": said,
                     "b": bodies[entry["article_id"]] if with_bodies else ""})  # fmt: skip
    return json.dumps(docs, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"), with_bodies


def _large(corpus: Corpus, files: list[str]) -> list[str]:
    """Names of the tables of *corpus* that are too large to lie here as CSV."""
    return [name for name in EXTRACTED if len(getattr(corpus, name)) and f"{name}.csv" not in files]


def _write_assets(out: Path, traces: frozenset[str]) -> None:
    assets = out / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    (assets / "plotly.min.js").write_text(plotly_script(traces), encoding="utf-8")
    sheet = "".join(
        (HOME / f"{name}.css").read_text(encoding="utf-8") for name in ("site", "outputs", "comparison")
    )
    (assets / "site.css").write_text(sheet, encoding="utf-8")
    (assets / "site.js").write_text((HOME / "site.js").read_text(encoding="utf-8"), encoding="utf-8")


def _render(path: Path, template: str, **values: Any) -> None:
    def said(key: str, **filled: Any) -> str:
        return say(key, values["language"], **filled)

    text = _environment().get_template(template).render(say=said, **values)
    path.write_text(text, encoding="utf-8")


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    made = Environment(loader=FileSystemLoader(str(TEMPLATES)), autoescape=True, trim_blocks=True)
    made.filters["inline"] = lambda text: Markup(rtl.html(text, ""))
    made.filters["block"] = lambda text: Markup(rtl.html(text))
    # Made by our own code, which has escaped what is inside.
    made.globals["trusted"] = Markup
    return made
