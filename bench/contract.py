"""How long it takes to read and lint a contract together with its package: `python bench/contract.py [FILE]`."""

import platform
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from gwarant.packages import library
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import fingerprint

EXAMPLE = Path(__file__).parents[1] / "examples" / "contracts" / "premium-shop.yaml"
ROUNDS = 50


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    text = file.read_text(encoding="utf-8")
    packages = library()
    rows: dict[str, list[float]] = {"parse": [], "lint": [], "hash": []}
    for _ in range(ROUNDS + 1):
        start = perf_counter()
        parsed = parse(text, file.name, packages)
        read = perf_counter()
        lint(parsed)
        linted = perf_counter()
        fingerprint(parsed.required())
        for name, took in zip(rows, (read - start, linted - read, perf_counter() - linted), strict=True):
            rows[name].append(took * 1000)
    print(f"{platform.machine()}, Python {platform.python_version()}, {file.name}, {len(text)} bytes, {ROUNDS} rounds")
    for name, times in rows.items():
        print(f"{name:6} {median(times[1:]):7.2f} ms, slowest {max(times[1:]):7.2f}, first {times[0]:7.2f}")


if __name__ == "__main__":
    main()
