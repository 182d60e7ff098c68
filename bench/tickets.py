"""A year of tickets read and counted: rates, memory, and the ratio to plain `json` over the same file in the same run.

Run with: uv run python bench/tickets.py [--full | --only TICKETS]
Each size has a process of its own, so that its memory can be told. `--full` adds a million tickets.
"""

import json
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import msgspec
import numpy as np
import year

from gwarant.packages import library
from gwarant.sla.bulk import count_tickets
from gwarant.sla.civil import civil_period
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.columns import Source, read_columns
from gwarant.sla.terms import Terms

SIZES = (10_000, 100_000)
FULL = 1_000_000
PIECE = 1 << 20


def cpu_model() -> str:
    """What the processor calls itself."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def timed(run: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, and how many seconds of CPU and of the wall clock it took."""
    cpu, wall = process_time(), perf_counter()
    found = run()
    return found, process_time() - cpu, perf_counter() - wall


def source_of(file: Path) -> Source:
    def pieces() -> Iterator[bytes]:
        with file.open("rb") as opened:
            while piece := opened.read(PIECE):
                yield piece

    return pieces


def measure(file: Path) -> None:
    """Prints one row of the table, from a process that does nothing else."""
    terms = [Terms(resolve(parse(year.CONTRACT, "bench", library()).required()))]
    civil = civil_period("2026", terms[0].zone)
    source = source_of(file)
    columns, read, read_wall = timed(lambda: read_columns(source))
    lines, tickets = columns.lines, len(columns.tickets)
    counted, judged, judged_wall = timed(lambda: count_tickets(terms, columns, source, (civil.start, civil.end)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verdicts = sum(sum(tally.values()) for tally in counted.tallies.values())
    share = 1 - counted.folded / counted.tickets
    print(
        f"{tickets:>10,}{lines:>12,}{read:>9.1f}{read_wall:>9.1f}{lines / read:>12,.0f}"
        f"{judged:>9.1f}{judged_wall:>9.1f}{tickets / judged:>12,.0f}{peak:>9,.0f}{share:>9.1%}"
        f"{verdicts:>12,}{len(counted.breaches):>10,}",
        end="",
    )


def plain(file: Path) -> tuple[float, float]:
    """The seconds that `json.loads` takes for every line, by CPU and by the wall clock."""

    def run() -> None:
        with file.open(encoding="utf-8") as opened:
            for line in opened:
                json.loads(line)

    return timed(run)[1:]


def compare(tickets: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(year.lines(tickets))
        command = [sys.executable, __file__, "--measure", str(file)]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        cpu, wall = plain(file)
        read = float(found.split()[2])
        print(f"{found}{cpu:>9.1f}{wall:>9.1f}{cpu / read:>8.1f}x", flush=True)


def main() -> None:
    """Prints every row."""
    if "--measure" in sys.argv:
        measure(Path(sys.argv[-1]))
        return
    if "--only" in sys.argv:
        sizes: tuple[int, ...] = (int(sys.argv[-1]),)
    else:
        sizes = (*SIZES, FULL) if "--full" in sys.argv else SIZES
    print(
        f"CPU {cpu_model()}, Python {platform.python_version()}, numpy {np.__version__}, msgspec {msgspec.__version__}"
    )
    titles = "tickets lines read wall lines/s judge wall tickets/s peak/MB columns verdicts breaches json wall ratio"
    widths = (10, 12, 9, 9, 12, 9, 9, 12, 9, 9, 12, 10, 9, 9, 9)
    print("".join(f"{title:>{width}}" for title, width in zip(titles.split(), widths, strict=True)))
    for tickets in sizes:
        compare(tickets)


if __name__ == "__main__":
    main()
