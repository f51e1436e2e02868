"""Speed of the extraction beside the limit, other tools, and more processes: one table, measured in one run.

    make bench                                   the seed articles, repeated
    make bench ARGS="articles.parquet"           your own text (anything `isnad load` reads)
    make bench ARGS="articles.parquet --peers"   with the other tools, installed into build/peers

The limit is the least any extractor does: decode the text and run one compiled expression over it.
"""

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

import isnad
from isnad import parallel, resources, scale

HERE = Path(__file__).parent
PEERS = resources.CHECKOUT / "build" / "peers"
PACKAGES = ("spacy", "dateparser")
SCAN = re.compile(
    '[وف]?(?:قال|أكد|أضاف|أوضح|أشار|ذكر|أعلن|اعتبر|نقل|كشف|رأى|أفاد|تابع|دعا|شدد|لفت|حذر|صرح|نفى|وصف)[تا]?\\b|[«»“”"]'
)
VERSIONS = ("isnad", "pandas", "numpy", "pyarrow", "joblib", "dask", "distributed", "papermill", "plotly")


def best(call: Callable[[], object], runs: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the quickest of *runs* calls; of the processor with ``clock=time.process_time``, which other work disturbs less."""
    took = []
    for _ in range(runs):
        start = clock()
        call()
        took.append(clock() - start)
    return min(took)


def read(path: str, articles: int) -> pd.DataFrame:
    """At most *articles* articles of *path*, drawn at random; the seeds, repeated, without a path."""
    if not path:
        seeds = isnad.load_articles(resources.seeds())
        parts = [
            seeds.assign(article_id=seeds["article_id"] + f"-{i}") for i in range(-(-articles // len(seeds)))
        ]
        found = pd.concat(parts, ignore_index=True).head(articles)
    else:
        found = isnad.load_articles(path, find_duplicates=False, learn_furniture=False)
        found = found.sample(min(articles, len(found)), random_state=0).reset_index(drop=True)
    found.attrs = {}
    return found


def extraction(frame: pd.DataFrame, runs: int) -> dict[str, float]:
    """Seconds of one core: the scan, and ours."""
    raw = [body.encode() for body in frame["body"]]
    isnad.extract_quotes(frame.head(20))
    isnad.extract_times(frame.head(20))
    return {
        "scan": best(
            lambda: [sum(1 for _ in SCAN.finditer(body.decode())) for body in raw], runs, time.process_time
        ),
        "quotes": best(lambda: isnad.extract_quotes(frame), runs, time.process_time),
        "times": best(lambda: isnad.extract_times(frame), runs, time.process_time),
    }


def both(frame: pd.DataFrame) -> pd.DataFrame:
    """Quotations, after the times were found too: one unit of work for other processes."""
    isnad.extract_times(frame)
    return isnad.extract_quotes(frame)


def processes(frame: pd.DataFrame, target: float, one: float) -> dict[str, float]:
    """Seconds for both extractions of at least *target* seconds of work, by engine; start-up is in them.

    *one* is what *frame* takes on one core; it is repeated until there is enough to do.
    """
    times = max(1, round(target / one))
    large = pd.concat(
        [frame.assign(article_id=frame["article_id"] + f"-r{i}") for i in range(times)], ignore_index=True
    )
    found = {"serial": best(lambda: both(large), 1)}
    found["joblib 2"] = best(
        lambda: parallel.map_chunks(large[[n for n in parallel.READ if n in large]], both, 2), 1
    )
    crews = {
        "partitions": {},
        "partitions, joblib 2": {"jobs": 2},
        "Dask 1": {"workers": 1},
        "Dask 2": {"workers": 2},
    }
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.parquet"
        large.to_parquet(corpus)
        start = time.perf_counter()
        scale.load_articles(corpus, Path(folder) / "read")
        found["read"] = time.perf_counter() - start
        for name, crew in crews.items():
            out = Path(folder) / name
            found[name] = best(lambda out=out, crew=crew: scale.extract(corpus, out, **crew, whole=False), 1)
    found["articles"], found["repeated"] = len(large), times
    return found


def peers(frame: pd.DataFrame) -> dict[str, dict]:
    """MB/s of other tools on (part of) the same articles, each in the environment of its own."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        texts, cues = Path(folder) / "texts.json", Path(folder) / "cues.json"
        texts.write_text(json.dumps(list(frame["body"]), ensure_ascii=False), encoding="utf-8")
        words = pd.read_csv(resources.lexicon("cues.csv"), comment="#", dtype="str")[
            ["past", "present"]
        ].stack()
        cues.write_text(json.dumps(sorted(set(words.dropna())), ensure_ascii=False), encoding="utf-8")
        for name in ("tokenise", "direct_quotations", "dates"):
            command = [str(python), str(HERE / "peers.py"), name, str(texts), str(cues)]
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
            found[name] = (
                json.loads(done.stdout)
                if done.returncode == 0
                else {"error": done.stderr.strip().splitlines()[-1:]}
            )
    return found


def site() -> dict[str, float]:
    """Seconds of `isnad report` on the seeds, whole and by notebook, and megabytes of what it writes."""
    from isnad.report import report

    folder = Path(tempfile.mkdtemp())
    try:
        start = time.perf_counter()
        made = report("", folder / "site", show=False)
        found: dict[str, float] = {"report, s": time.perf_counter() - start}
        found |= {f"notebook {run.name[:2]}, s": run.seconds for run in made.runs}
        sizes = {path: path.stat().st_size / 1e6 for path in (folder / "site").rglob("*") if path.is_file()}
        found["site, MB"] = sum(sizes.values())
        found["largest page, MB"] = max(size for path, size in sizes.items() if path.suffix == ".html")
        found |= first_figures(folder / "site")
    finally:
        shutil.rmtree(folder)
    return found


def first_figures(folder: Path) -> dict[str, float]:
    """Seconds from opening a page of the site at *folder* to its first figure, each in a browser just started; nothing without a Chromium."""
    name = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    pages = [
        page
        for page in sorted(folder.glob("[0-9]*.html"))
        if "isnad-plot" in page.read_text(encoding="utf-8")
    ]
    if not name or not pages:
        return {}
    from playwright.sync_api import sync_playwright

    took = []
    with sync_playwright() as play:
        for page in pages:
            browser = play.chromium.launch(
                executable_path=name,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            tab = browser.new_page()
            start = time.perf_counter()
            tab.goto(page.resolve().as_uri(), wait_until="commit")
            tab.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
            took.append(time.perf_counter() - start)
            browser.close()
    return {"first figure of a page, the quickest, s": min(took), "the slowest, s": max(took)}


def phases() -> dict[str, dict[str, float]]:
    """Seconds of each notebook on the seeds by phase, one at a time, when the tables are made: kernel, imports, data, the rest."""
    import papermill

    from isnad import corpora, export, runs

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        export.write_tables(corpora.open(), Path(folder) / "tables")
        with runs.environment(ISNAD_OUT=folder, ISNAD_TABLES=str(Path(folder) / "tables")):
            for path in runs.find_notebooks():
                start = time.perf_counter()
                done = papermill.execute_notebook(
                    str(path), str(Path(folder) / path.name), progress_bar=False
                )
                whole = time.perf_counter() - start
                cells = [
                    c["metadata"]["papermill"]["duration"] or 0.0
                    for c in done.cells
                    if c["cell_type"] == "code"
                ]
                # The first cell holds the parameters, the second imports, the third opens the corpus.
                parts = {"imports": cells[1], "data": cells[2], "figures and tables": sum(cells[3:])}
                found[path.stem[:2]] = {"kernel": whole - sum(parts.values()), **parts, "whole": whole}
    return found


def start_up() -> dict[str, float]:
    """Seconds that `import isnad` takes beyond pandas, and the first extraction of one article after it."""

    def seconds(program: str) -> float:
        return best(lambda: subprocess.run([sys.executable, "-c", program], check=True), 3)

    bare = seconds("import pandas")
    first = (
        "import pandas as pd, isnad; f = pd.DataFrame({'article_id': ['a'], 'body': ['قال فلان']}); "
        "isnad.extract_quotes(f); isnad.extract_times(f)"
    )
    return {
        "import isnad beyond pandas, s": seconds("import pandas, isnad") - bare,
        "first article, s": seconds(first) - bare,
    }


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    cpu, about = "", Path("/proc/cpuinfo")
    if about.exists():
        cpu = next(
            (
                line.split(":")[1].strip()
                for line in about.read_text().splitlines()
                if line.startswith("model name")
            ),
            "",
        )
    return {"processor": cpu or platform.processor(), "cores": os.cpu_count(), "system": platform.system(), "python": platform.python_version(),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None, "versions": {name: version(name) for name in VERSIONS}}  # fmt: skip


def table(result: dict) -> str:
    """The result as one Markdown table of ratios."""
    size, articles, one = result["MB"], result["articles"], result["one core"]
    rows = [
        ("the limit: decode and scan", one["scan"]),
        ("isnad: quotations", one["quotes"]),
        ("isnad: times", one["times"]),
        ("isnad: both", one["quotes"] + one["times"]),
    ]
    lines = [
        f"{articles:,} articles, {size:.1f} MB of UTF-8, one core unless told otherwise",
        "",
        "| what | MB/s | articles/s | times the limit |",
        "|---|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {size / took:.2f} | {articles / took:,.0f} | {took / one['scan']:.1f} |"
        for name, took in rows
    ]
    for name, found in result.get("peers", {}).items():
        if "error" in found:
            lines.append(f"| peer: {name} | failed | | |")
        else:
            lines.append(
                f"| peer: {found['what']} | {found['MB'] / found['seconds']:.2f} | {found['articles'] / found['seconds']:,.0f} | {found['seconds'] / found['MB'] * size / one['scan']:.0f} |"
            )
    more = result.get("processes")
    if more:
        lines += [
            "",
            f"Both extractions of {more['articles']:,} articles",
            "",
            "| engine | seconds | speed-up |",
            "|---|---:|---:|",
        ]
        names = {
            "serial": "one process",
            "joblib 2": "joblib, 2 processes",
            "partitions": "partitions to Parquet, one process",
            "partitions, joblib 2": "partitions to Parquet, joblib, 2 processes",
            "Dask 1": "partitions to Parquet, Dask, 1 worker",
            "Dask 2": "partitions to Parquet, Dask, 2 workers",
        }
        base = {
            name: "partitions"
            if name.startswith("partitions")
            else "Dask 1"
            if name.startswith("Dask")
            else "serial"
            for name in names
        }
        lines += [
            f"| {text} | {more[name]:.1f} | {more[base[name]] / more[name]:.2f} |"
            for name, text in names.items()
        ]
        lines += [
            "",
            f"Reading the corpus and cutting it into partitions, which one process does alone, is {more['read']:.1f} s of the last four.",
        ]
        lines += ["", "Speed-up against one process of the same kind; of Dask's two workers against its one."]
        load, cores = result["machine"]["load"], result["machine"]["cores"]
        if load and load > 0.75 * cores:
            lines += [
                "",
                f"The machine was busy with other work (load {load:.1f} on {cores} cores): the speed-ups of several processes are lower bounds.",
            ]
    by_phase = result.get("phases", {})
    if by_phase:
        heads = list(next(iter(by_phase.values())))
        lines += ["", "Seconds of a notebook by phase, one at a time, when the tables are made", ""]
        lines += ["| notebook | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
        lines += [
            f"| {name} | " + " | ".join(f"{row[head]:.1f}" for head in heads) + " |"
            for name, row in by_phase.items()
        ]
    rest = result.get("start-up", {}) | result.get("site", {})
    if rest:
        lines += [
            "",
            "| what | |",
            "|---|---:|",
            *(f"| {name} | {value:.2f} |" for name, value in rest.items()),
        ]
    return "\n".join(lines)


def main() -> None:
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("path", nargs="?", default="", help="articles; the seeds, repeated, without it")
    command.add_argument("--articles", type=int, default=2000, help="at most so many, drawn at random")
    command.add_argument("--runs", type=int, default=2, help="the quickest of so many runs counts")
    command.add_argument(
        "--seconds", type=float, default=60, help="work for the comparison of processes; 0 leaves it out"
    )
    command.add_argument(
        "--peers", action="store_true", help="measure other tools too (installs them into build/peers)"
    )
    command.add_argument("--text", help="what the text is, for the heading; the name of the file without it")
    command.add_argument("--no-site", action="store_true", help="leave out the notebooks")
    command.add_argument(
        "--name", default=time.strftime("%Y-%m-%d"), help="name of the result under bench/results"
    )
    given = command.parse_args()
    frame = read(given.path, given.articles)
    result = {
        "machine": machine(),
        "text": given.text or Path(given.path).name or "seeds, repeated",
        "articles": len(frame),
        "MB": frame["body"].str.encode("utf-8").str.len().sum() / 1e6,
    }
    result["one core"] = extraction(frame, given.runs)
    if given.peers:
        result["peers"] = peers(frame)
    if given.seconds:
        one = result["one core"]
        result["processes"] = processes(frame, given.seconds, one["quotes"] + one["times"])
    result["start-up"] = start_up()
    if not given.no_site:
        result["site"] = site()
        result["phases"] = phases()
    text = table(result)
    print(text)
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{given.name}.json").write_text(
        json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    about = result["machine"]
    head = (
        f"# {given.name}\n\n{result['text']}; {about['processor']}, {about['cores']} cores, Python {about['python']}; "
        + ", ".join(f"{n} {v}" for n, v in about["versions"].items())
    )
    (folder / f"{given.name}.md").write_text(f"{head}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
