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
def load(
    corpus: Corpus = "",
    metadata: Metadata = "",
    corrections: Corrections = "",
    rows: Annotated[int, typer.Option("--rows", min=0, help="Articles, and rejected inputs, to print.")] = 20,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write every input with what became of it as a table (CSV).", show_default=False)] = None,
) -> None:  # fmt: skip
    """Print what is found in CORPUS: articles, what was rejected and why, and what became of each correction."""
    from isnad import corpora, export, inventory

    data = corpora.open(corpus, metadata, corrections)
    for line in inventory.report(data.name, data.articles, data.rejected, rows):
        _say(line)
    if out:
        _say(f"Every input: {export.write_csv(inventory.inputs(data.articles, data.rejected), out)}")
    elif max(len(data.articles), len(data.rejected)) > rows:
        _say("The whole list: give --out inputs.csv, or a larger --rows.")
    if data.has_corrections:
        _say("Corrections:")
        for row in data.corrected.itertuples():
            _say(
                f"  line {row.line}: {row.kind} {_or_dash(row.text if isinstance(row.text, str) else row.article_id)}: {row.state}"
            )


@app.command(short_help="Write the tables as Parquet and CSV.")
def extract(
    corpus: Corpus = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables: new, or that of an earlier run on the same corpus.")] = Path("build/tables"),
    metadata: Metadata = "",
    jobs: Annotated[int, typer.Option("--jobs", "-j", help="Processes of this machine; -1 is one a processor.")] = 1,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes of a local Dask cluster, instead of --jobs: one that dies is replaced.")] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="Work on a running Dask cluster whose workers see OUT under the same path.", show_default=False)] = "",
    partition: Annotated[int, typer.Option("--partition", min=1, help="Articles in a partition: what a process holds at a time.")] = 1000,
    csv: Annotated[bool, typer.Option("--csv/--no-csv", help="Write each table as CSV for spreadsheets too.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:  # fmt: skip
    """Write the tables (articles, quotes, times, timeline, rejected) as Parquet and as CSV for spreadsheets.

    The corpus is read piece by piece and worked on in partitions, so that it need not fit into memory: NAME.parquet is a folder of parts, which pandas and all else reads as one table.
    A run that was broken off goes on where it was when the same command is given again.
    Exit code 1: a partition or an article could not be extracted (it is named, the others are finished).
    """
    from isnad import scale

    done = scale.extract(
        corpus,
        out,
        metadata=metadata or None,
        jobs=jobs,
        workers=workers,
        scheduler=scheduler,
        partition=partition,
        csv=csv,
        show=not quiet,
    )
    for name, rows in done.rows.items():
        _say(f"{out / name}.parquet{', .csv' if csv and not done.failed else ''}: {rows:,} rows")
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
            f"-p {reserved[0]}=…: give it as {'the argument CORPUS' if reserved[0] == 'corpus' else f'--{reserved[0]}'} instead"
        )
    return {name.strip(): value for name, value in pairs.items()}


def _or_dash(value: object) -> str:
    return value if isinstance(value, str) and value else "–"


def _say(text: str) -> None:
    from isnad import rtl

    typer.echo(
        "\n".join(rtl.terminal(part) if rtl.ARABIC.search(part) else part for part in text.split("\n"))
    )
