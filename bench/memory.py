"""Peak memory of every process of a run of `isnad extract`, by sampling; the result goes to bench/results.

    .venv/bin/python bench/memory.py articles.parquet --workers 2
    .venv/bin/python bench/memory.py "corpora/*.parquet" --jobs 2

What is not `--name` or `--keep` is passed on to `isnad extract`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

HERE = Path(__file__).parent
PROGRAM = "from isnad.cli import main; main()"
# A process with less of the processor than this (a tracker, a shell) does no work.
IDLE_SECONDS = 2


def watch(command: list[str]) -> dict:
    """Run *command*; its exit code, seconds, and for each process that worked: role, peak megabytes, processor seconds."""
    start = time.monotonic()
    run = subprocess.Popen(command)
    main, peaks, spent = psutil.Process(run.pid), {}, {}
    while run.poll() is None:
        try:
            for process in (main, *main.children(recursive=True)):
                peaks[process.pid] = max(peaks.get(process.pid, 0), process.memory_info().rss)
                spent[process.pid] = sum(process.cpu_times()[:2])
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.2)
    rows = [
        {"role": "reads, joins" if pid == run.pid else "worker", "MB": peaks[pid] / 1e6, "cpu": spent[pid]}
        for pid in spent
        if spent[pid] > IDLE_SECONDS
    ]
    return {"exit": run.returncode, "seconds": time.monotonic() - start, "processes": rows}


def table(result: dict) -> str:
    """The result as Markdown."""
    lines = [
        f"{result['articles']:,} articles, {result['quotes']:,} quotations, {result['times']:,} expressions of time; "
        f"{result['seconds']:,.0f} s with {result['with']}",
        "",
        "| process | peak MB | processor seconds |",
        "|---|---:|---:|",
        *(f"| {row['role']} | {row['MB']:,.0f} | {row['cpu']:,.0f} |" for row in result["processes"]),
    ]
    return "\n".join(lines)


def main() -> None:
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("corpus", help="articles: anything `isnad load` reads")
    command.add_argument("--name", default=time.strftime("%Y-%m-%d") + "-memory", help="name of the result")
    command.add_argument("--keep", type=Path, help="folder for the tables, which are thrown away without it")
    given, more = command.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        out = given.keep or Path(folder) / "tables"
        run = [sys.executable, "-c", PROGRAM, "extract", given.corpus, "--out", str(out), "--no-csv", *more]
        result = watch(run)
        if result["exit"]:
            sys.exit(f"isnad extract ended with code {result['exit']}")
        result |= json.loads((out / "manifest.json").read_text(encoding="utf-8"))["rows"]
    result |= {"with": " ".join(more) or "one process", "cores": os.cpu_count(), "load": os.getloadavg()[0]}
    print(table(result))
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{given.name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (folder / f"{given.name}.md").write_text(f"# {given.name}\n\n{table(result)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
