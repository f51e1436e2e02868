"""The command line: ``isnad load``, ``isnad extract``, ``isnad report``, ``isnad validate``, ``isnad notebooks``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isnad.errors import IsnadError, ParameterError

if TYPE_CHECKING:
    from isnad.validate import Coding

app = typer.Typer(
    name="isnad", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Who is quoted in Arabic news, through whom the words came, when things happened, and how outlets differ.\n\n"
    "Start with `isnad report`, which makes an offline site of the articles that come with isnad, then give it your own: `isnad report my-articles --out my-site`.",
)  # fmt: skip

Corpus = Annotated[
    str,
    typer.Argument(
        help="Articles: a file, a folder, a pattern in quotes, or a folder made by `isnad extract`. Without it, the articles that come with isnad.",
        show_default=False,
    ),
]
Metadata = Annotated[
    str,
    typer.Option(
        "--metadata",
        "-m",
        help="Table (CSV or Parquet) with outlet and published, keyed by article_id or source.",
        show_default=False,
    ),
]
Corrections = Annotated[
    str,
    typer.Option(
        "--corrections",
        help="Table of corrections (CSV). Without it, corrections.csv in the folder of the articles, if there is one.",
        show_default=False,
    ),
]


@app.command(short_help="Print which articles are found, and what is rejected.")
def load(corpus: Corpus = "", metadata: Metadata = "", corrections: Corrections = "") -> None:
    """Print what is found in CORPUS: articles, what was rejected and why, and what became of each correction."""
    import pandas as pd

    from isnad import corpora

    data = corpora.open(corpus, metadata, corrections)
    _say(
        f"{data.name}: {len(data.articles):,} articles, {data.articles['outlet'].nunique():,} outlets, {len(data.rejected):,} rejected"
    )
    for row in data.articles.itertuples():
        day = "no date   " if pd.isna(row.published) else f"{row.published:%Y-%m-%d}"
        _say(f"  {row.article_id}  {day}  {_or_dash(row.outlet)}  {_or_dash(row.title)}")
    if len(data.rejected):
        _say("Rejected:")
    for row in data.rejected.itertuples():
        where = row.source if pd.isna(row.row) else f"{row.source}, row {row.row}"
        _say(f"  {where}: {row.reason} ({_or_dash(row.detail)})")
    if data.has_corrections:
        _say("Corrections:")
        for row in data.corrected.itertuples():
            _say(f"  line {row.line}: {row.kind} {_or_dash(row.text or row.article_id)}: {row.state}")


@app.command(short_help="Write the tables as Parquet and CSV.")
def extract(
    corpus: Corpus = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")] = Path("build/tables"),
    metadata: Metadata = "",
    workers: Annotated[int, typer.Option("--workers", min=0, help="Work in partitions on so many processes of a local Dask cluster: for large corpora.")] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="Work in partitions on a running Dask cluster whose workers see OUT under the same path.", show_default=False)] = "",
    partition: Annotated[int, typer.Option("--partition", min=0, help="Work in partitions of so many articles (1000 with --workers or --scheduler); alone, in this process.")] = 0,
) -> None:  # fmt: skip
    """Write the tables (articles, quotes, times, timeline, rejected) as Parquet and as CSV for spreadsheets.

    In partitions, the tables are folders of Parquet parts without CSV, and a run that was broken off goes on where it was when the same command is given again.
    Exit code 1: a partition or an article could not be extracted (it is named, the others are finished).
    """
    from isnad import corpora
    from isnad.export import write_tables

    if out.is_file():
        raise ParameterError(f"{out} is a file; give a folder for the tables")
    if workers or scheduler or partition:
        return _extract_in_partitions(corpus, out, metadata, workers, scheduler, partition)
    written = write_tables(corpora.open(corpus, metadata), out)
    for name, frame in written.items():
        _say(f"{out / name}.parquet, .csv: {len(frame):,} rows")


def _extract_in_partitions(
    corpus: str, out: Path, metadata: str, workers: int, scheduler: str, partition: int
) -> None:
    from isnad import scale

    size = partition or scale.PARTITION
    done = scale.extract(
        corpus,
        out,
        metadata=metadata or None,
        workers=workers,
        scheduler=scheduler,
        partition=size,
        show=True,
    )
    for name, rows in done.rows.items():
        _say(f"{out / name}.parquet: {rows:,} rows")
    _say(f"{done.computed:,} of {done.partitions:,} partitions computed now")
    for text in done.failed:
        typer.echo(text, err=True)
    if done.failed:
        raise typer.Exit(1)


@app.command(short_help="Run the notebooks and build an offline site.")
def report(
    corpus: Corpus = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the site; must be new, empty, or made by an earlier report.")] = Path("build/site"),
    metadata: Metadata = "",
    corrections: Corrections = "",
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="A parameter of the notebooks, for example -p language=en; may be repeated. `isnad notebooks` lists them.", show_default=False)] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Number or name of a notebook to run; may be repeated. All without it.", show_default=False)] = None,
    notebooks: Annotated[Path | None, typer.Option("--notebooks", help="Folder of other notebooks, named NN-question.ipynb.", show_default=False, exists=True, file_okay=False)] = None,
    single: Annotated[list[str] | None, typer.Option("--single", help="Number or name of a notebook to run and to write as one file that can be mailed, OUT/single/NAME.html; may be repeated.", show_default=False)] = None,
    no_bodies: Annotated[bool, typer.Option("--no-bodies", help="Leave out the texts of the articles, for material that may not be published again.")] = False,
    pictures: Annotated[bool, typer.Option("--pictures", help="Write every figure as SVG and PNG too, and show it where notebooks are read without Plotly (GitHub). Needs a Chromium.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-j", min=0, help="Notebooks to run at a time; 0 is one a processor, at least two.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:  # fmt: skip
    """Run the notebooks on CORPUS and build one offline site.

    The site holds a page a notebook, a page an article, every table as CSV and every notebook as it ran.
    Exit code 1: a notebook failed (the others are finished). 2: a wrong parameter, or a corpus that cannot be read.
    """
    from isnad.report import report as make
    from isnad.site import single as one_file

    made = make(
        corpus,
        out,
        metadata=metadata,
        corrections=corrections,
        parameters=_pairs(parameter or []),
        only=[*(only or []), *(single or [])],
        notebooks=notebooks,
        bodies=not no_bodies,
        pictures=pictures,
        workers=workers,
        show=not quiet,
    )
    for run in made.failed:
        typer.echo(f"{run.name} failed in {run.error}", err=True)
    for run in made.runs:
        if not run.error and any(name in (run.name, run.name[:2]) for name in single or []):
            _say(
                str(
                    one_file(
                        made.index.with_name(f"{run.name}.html"),
                        made.index.parent / "single" / f"{run.name}.html",
                    )
                )
            )
    _say(f"{made.index}: {len(made.runs) - len(made.failed)} of {len(made.runs)} notebooks")
    if made.failed:
        raise typer.Exit(1)


@app.command(short_help="Check the extraction by hand: write a coding sheet, read it back.")
def validate(
    corpus: Corpus = "",
    n: Annotated[int, typer.Option("--n", "-n", min=5, help="Quotations to draw; passages, times and pairs come in proportion.")] = 50,
    out: Annotated[Path, typer.Option("--out", "-o", help="Without --read: the coding sheet, an .xlsx file that is not there yet. With --read: a folder for the results as CSV.", show_default="sheet.xlsx")] = Path("sheet.xlsx"),
    metadata: Metadata = "",
    corrections: Corrections = "",
    language: Annotated[str, typer.Option("--language", "-l", help="Language of the sheet and of the results, ar or en.")] = "ar",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Number of the random sample.")] = 1,
    read: Annotated[list[Path] | None, typer.Option("--read", help="A sheet that a coder has filled in; once for each coder.", show_default=False)] = None,
    answers: Annotated[str, typer.Option("--answers", help="The file of answers written with the sheet, where it is not beside it.", show_default=False)] = "",
) -> None:  # fmt: skip
    """Check the extraction by hand on your own corpus.

    First `isnad validate CORPUS --out sheet.xlsx` draws quotations, passages, times and pairs of quotations, and writes a sheet with a guide for people to fill in.
    What the program found is kept in sheet.answers.json beside it: do not show it to the coders. For two coders, copy the sheet.
    Then `isnad validate --read sheet.xlsx` (and --read sheet-2.xlsx) tells how often the program was right, with intervals, and how far the coders agree;
    with --out FOLDER it also writes every difference and a draft of corrections.csv.
    """
    from isnad import corpora, params
    from isnad import validate as coding

    fault = params.SHARED["language"].fault(language)
    if fault:
        raise ParameterError(f"--language: {fault}")
    if read:
        return _tell_validation(coding.read(list(read), answers), language, out)
    drawn = coding.write(corpora.open(corpus, metadata, corrections), n, out, seed=seed, language=language)
    _say(f"{out}: " + ", ".join(f"{name} {count}" for name, count in drawn.items()))
    _say(f"{out.with_name(out.stem + coding.ENDING)}: what the program found; not for the coders")


def _tell_validation(coding: "Coding", language: str, out: Path) -> None:
    from isnad import agreement
    from isnad.export import write_csv
    from isnad.messages import say

    tables = agreement.tables(coding)
    for name in ("figures", "agreement"):
        if len(tables[name]):
            _say(say(f"validate.title_{name}", language, coders=len(coding.coders)))
        for line in agreement.lines(tables[name], language):
            _say(f"  {line}")
    _say(say("validate.differences", language, n=len(tables["differences"])))
    if out.suffix.casefold() == ".xlsx":
        return
    if out.is_file():
        raise ParameterError(f"{out} is a file; give a folder for the results")
    for name, frame in tables.items():
        _say(f"{write_csv(frame, out / f'{name}.csv')}: {len(frame):,} rows")


@app.command(short_help="List the notebooks and their parameters.")
def notebooks() -> None:
    """List the notebooks: what each asks, its parameters, their defaults and what they mean."""
    from isnad import params, runs

    for path in runs.find_notebooks():
        notebook = runs.read_notebook(path)
        _say(f"{path.stem}\n  {notebook['metadata'].get('isnad', {}).get('title', '')}")
        for line in params.declared(notebook).values():
            _say(f"    -p {line.name}={line.default}\n        {line.help}")


def main() -> None:
    """Entry point; an error made on purpose becomes one line and exit code 2."""
    try:
        app(standalone_mode=True)
    except IsnadError as error:
        typer.echo(f"isnad: {error}", err=True)
        sys.exit(2)


def _pairs(given: list[str]) -> dict[str, str]:
    wrong = [pair for pair in given if "=" not in pair]
    if wrong:
        raise ParameterError(f"-p {wrong[0]}: write it as name=value")
    pairs = dict(pair.split("=", 1) for pair in given)
    reserved = [name for name in ("corpus", "metadata", "corrections") if name in pairs]
    if reserved:
        raise ParameterError(
            f"-p {reserved[0]}=…: give it as {'the argument CORPUS' if reserved[0] == 'corpus' else '--metadata'} instead"
        )
    return {name.strip(): value for name, value in pairs.items()}


def _or_dash(value: object) -> str:
    return value if isinstance(value, str) and value else "–"


def _say(text: str) -> None:
    from isnad import rtl

    typer.echo(
        "\n".join(rtl.terminal(part) if rtl.ARABIC.search(part) else part for part in text.split("\n"))
    )
