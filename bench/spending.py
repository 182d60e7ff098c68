"""Seconds of a processor, of a benchmark and of the PostgreSQL that it started."""

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

Spent = Callable[[], float]


def spent_by(state: Path) -> Spent:
    """Seconds of a processor of this process and of all that PostgreSQL runs."""
    first = int((next(state.rglob("postmaster.pid"))).read_text().split()[0])

    def spent() -> float:
        ticks = 0
        for one in Path("/proc").glob("[0-9]*/stat"):
            try:
                told = one.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(told[1]) == first or one.parent.name == str(first):
                ticks += int(told[11]) + int(told[12])
        return process_time() + ticks / os.sysconf("SC_CLK_TCK")

    return spent
