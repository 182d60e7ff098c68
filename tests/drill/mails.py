"""The drill of spoilt mail: messages of our own are spoilt and read in a child process; each must be accounted for.

A message is read, or it is unreadable for a reason that is its own. A reader that died, was killed, or failed is none.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "mail"))  # where samples.py and mutants.py lie

from mutants import mutants
from samples import varied

from gwarant.mail import Mail, Unreadable
from gwarant.mail.child import Parser

FAULTS = ("failed", "died", "took_too_long", "out_of_memory")


def outcome(found: Mail | Unreadable) -> str:
    """What became of a message, in a word."""
    if isinstance(found, Unreadable):
        return found.reason
    return found.automatic or "message"


def at_rank(seconds: list[float], share: float) -> float:
    """The value that so large a share does not pass."""
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def main() -> int:
    """Read the mutants; print what became of them; 1 when one was not accounted for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mutants", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--begin", type=int, default=0, help="the number of the first mutant")
    options.add_argument("--keep", type=Path, help="a folder for the mutants at which the reader failed")
    asked = options.parse_args()
    counts, seconds = Counter[str](), list[float]()
    begun = time.monotonic()
    with Parser() as parser:
        for number, raw in mutants(varied(), asked.seed, asked.mutants, asked.begin):
            before = time.perf_counter()
            found = parser.read(raw)
            seconds.append(time.perf_counter() - before)
            counts[outcome(found)] += 1
            if isinstance(found, Unreadable) and found.reason in FAULTS:
                print(f"mutant {number} of seed {asked.seed}: {found.reason} {found.detail}", flush=True)
                if asked.keep:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    (asked.keep / f"{asked.seed}-{number}.eml").write_bytes(raw)
            if len(seconds) % 10_000 == 0:
                print(f"{len(seconds)} of {asked.mutants} read", flush=True)
        deaths = parser.replaced
    took = time.monotonic() - begun
    for name, count in counts.most_common():
        print(f"{count:>8}  {name}")
    print(
        f"{len(seconds)} of {asked.mutants} accounted for, {deaths} worker deaths, {len(seconds) / took:.0f} a second,"
    )
    print(f"p50 {at_rank(seconds, 0.5):.4f} s, p99 {at_rank(seconds, 0.99):.4f} s, longest {max(seconds):.4f} s")
    faults = sum(counts[one] for one in FAULTS)
    print("nothing lost" if not deaths and not faults else f"{faults} messages were not read for a fault of ours")
    return 1 if deaths or faults else 0


if __name__ == "__main__":
    sys.exit(main())
