"""Rates of the calendar engine and of four other libraries, on the same cases and in one run.

Run with: uv run --group bench python bench/business_time.py [--quick | --full]
`--full` gives every peer all 100,000 cases, which takes the slowest some ten minutes; otherwise a few seconds each.
"""

import platform
import random
import statistics
import sys
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter, process_time

import businesstimedelta
import numpy as np
import pandas as pd
import pytz
from business_duration import businessDuration
from workalendar.europe import Poland

from gwarant.sla.calendar import HOLIDAYS_VERSION, TZ_VERSION, Calendar, Week, statutory, zone

QUICK, FULL = "--quick" in sys.argv, "--full" in sys.argv
CASES = 10_000 if QUICK else 100_000
MANY = 1_000_000
ROUNDS = 3 if QUICK else 7
PEER_SECONDS = 1e9 if FULL else 1.0 if QUICK else 4.0

WARSAW = zone("Europe/Warsaw")
HOLIDAYS = statutory("PL", range(2024, 2029))
DAYS_OFF = [holiday.day for holiday in HOLIDAYS]
OFFICE = Calendar("Europe/Warsaw", Week.parse("Mon-Fri 08:00-16:00"), HOLIDAYS)
FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=WARSAW).timestamp()) for year in (2025, 2027))
HOURS = OFFICE.compile(*(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2024, 2029)))

Case = tuple[datetime, int, datetime]


def best_and_median(run: Callable[[], object], count: int, clock: Callable[[], float]) -> tuple[float, float]:
    """Answers a second: the best round and the median one."""
    rates = []
    for _ in range(ROUNDS):
        begun = clock()
        run()
        rates.append(count / (clock() - begun))
    return max(rates), statistics.median(rates)


def show(name: str, run: Callable[[], object], count: int) -> float:
    """Prints the rate by CPU time and by wall-clock time, and gives back the best one by CPU time."""
    cpu = best_and_median(run, count, process_time)
    wall = best_and_median(run, count, perf_counter)
    print(f"{name:<52}{cpu[0]:>14,.0f}{cpu[1]:>14,.0f}{wall[0]:>14,.0f}{wall[1]:>14,.0f}")
    return cpu[0]


def cases(hours: int) -> list[Case]:
    """Starts over two years, the target, and an end within a day after it was due."""
    chance = random.Random(20260529)
    made = []
    for _ in range(CASES):
        start = datetime.fromtimestamp(chance.randrange(FIRST, LAST), WARSAW)
        due = HOURS.due_at(start, hours * 3600)
        made.append((start, hours * 3600, datetime.fromtimestamp(due.timestamp() + chance.randrange(86_400), WARSAW)))
    return made


def pandas_due(some: Sequence[Case]) -> list[datetime]:
    offset = pd.offsets.CustomBusinessHour(n=some[0][1] // 3600, start="08:00", end="16:00", holidays=DAYS_OFF)
    return [pd.Timestamp(start) + offset for start, _, _ in some]


RULES = businesstimedelta.Rules(
    [
        businesstimedelta.WorkDayRule(time(8), time(16), [0, 1, 2, 3, 4], tz=pytz.timezone("Europe/Warsaw")),
        businesstimedelta.HolidayRule(DAYS_OFF, tz=pytz.timezone("Europe/Warsaw")),
    ]
)


def businesstimedelta_due(some: Sequence[Case]) -> list[datetime]:
    return [start + businesstimedelta.BusinessTimeDelta(RULES, seconds=seconds) for start, seconds, _ in some]


def businesstimedelta_elapsed(some: Sequence[Case]) -> list[float]:
    return [RULES.difference(start, end).timedelta.total_seconds() for start, _, end in some]


def business_duration_elapsed(some: Sequence[Case]) -> list[float]:
    naive = [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, _, end in some]
    return [businessDuration(a, b, time(8), time(16), holidaylist=DAYS_OFF, unit="sec") for a, b in naive]


def working_days(some: Sequence[Case]) -> list[tuple[date, int]]:
    """The deemed day of the start, and the target as days of eight hours, at least one."""
    opened = [OFFICE.next_open(int(start.timestamp())) for start, _, _ in some]
    return [
        (datetime.fromtimestamp(at, WARSAW).date(), max(1, seconds // 28_800))
        for at, (_, seconds, _) in zip(opened, some, strict=True)
    ]


def workalendar_days(some: Sequence[Case]) -> list[date]:
    poland = Poland()
    return [poland.add_working_days(day, n) for day, n in working_days(some)]


def our_days(some: Sequence[Case]) -> list[date]:
    starts = [int(start.timestamp()) for start, _, _ in some]
    found = [OFFICE.nth_working_day(at, max(1, case[1] // 28_800)) for at, case in zip(starts, some, strict=True)]
    return [datetime.fromtimestamp(at, WARSAW).date() for at in found]


def our_due(some: Sequence[Case]) -> list[datetime]:
    due_at = HOURS.due_at
    return [due_at(start, seconds) for start, seconds, _ in some]


def our_elapsed(some: Sequence[Case]) -> list[int]:
    elapsed_between = HOURS.elapsed_between
    return [elapsed_between(start, end) for start, _, end in some]


Run = Callable[[Sequence[Case]], Sequence[object]]
PEERS: list[tuple[str, str, Run, Run]] = [
    ("pandas CustomBusinessHour", "due", pandas_due, our_due),
    ("businesstimedelta", "due", businesstimedelta_due, our_due),
    ("businesstimedelta", "elapsed", businesstimedelta_elapsed, our_elapsed),
    ("business-duration", "elapsed", business_duration_elapsed, our_elapsed),
    ("workalendar", "working days", workalendar_days, our_days),
]


def compare(name: str, operation: str, peer: Run, ours: Run, some: Sequence[Case]) -> None:
    """Prints one peer's rate on as many of the cases as it can do in a few seconds, and how it compares."""
    begun = process_time()
    peer(some[:20])
    sample = some[: max(20, min(len(some), int(20 * PEER_SECONDS / (process_time() - begun))))]
    begun = process_time()
    theirs = peer(sample)
    rate = len(sample) / (process_time() - begun)
    mine = ours(sample)
    begun = process_time()
    ours(some)
    our_rate = len(some) / (process_time() - begun)
    differing = [i for i, (a, b) in enumerate(zip(theirs, mine, strict=True)) if a != b]
    print(
        f"{name:<27}{operation:<14}{len(sample):>8,}{rate:>12,.0f}{our_rate:>12,.0f}"
        f"{our_rate / rate:>10,.1f}x{len(differing):>10,}"
    )
    for i in differing[:2]:
        print(f"    {some[i][0]} .. {some[i][2]}: {theirs[i]} against {mine[i]}")


def arrays() -> None:
    """Prints the rates over a million cases."""
    chance = np.random.default_rng(20260529)
    for name, week in (("office", "Mon-Fri 08:00-16:00"), ("with a lunch break", "Mon-Fri 08:00-12:00, 12:30-16:30")):
        hours = Calendar("Europe/Warsaw", Week.parse(week), HOLIDAYS).compile(HOURS.start, HOURS.end)
        starts = chance.integers(FIRST, LAST, MANY)
        seconds = chance.integers(1, 200 * 3600, MANY)
        ends = starts + chance.integers(0, 60 * 86_400, MANY)
        hours.due_many(starts[:1], seconds[:1])
        show(f"elapsed_many, {MANY:,} cases, {name}", lambda h=hours, a=starts, b=ends: h.elapsed_many(a, b), MANY)
        show(f"due_many, {MANY:,} cases, {name}", lambda h=hours, a=starts, n=seconds: h.due_many(a, n), MANY)


def cpu_model() -> str:
    """What the processor calls itself."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def main() -> None:
    """Prints every table."""
    warnings.simplefilter("ignore")
    print(f"CPU {cpu_model()}, Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}")
    print(f"tz database {TZ_VERSION}, holidays {HOLIDAYS_VERSION}; {ROUNDS} rounds; Europe/Warsaw, Polish holidays\n")
    columns = "".join(f"{title:>14}" for title in ("CPU best", "CPU median", "wall best", "wall median"))
    print(f"{'answers a second':<52}{columns}")
    arrays()
    spans = {"short, 4 h": cases(4), "long, 200 h": cases(200)}
    for name, some in spans.items():
        show(f"elapsed_between, {CASES:,} cases, {name}", lambda s=some: our_elapsed(s), CASES)
        show(f"due_at, {CASES:,} cases, {name}", lambda s=some: our_due(s), CASES)
    show("compile, five years (a second)", lambda: OFFICE.compile(HOURS.start, HOURS.end), 1)
    for name, some in spans.items():
        print(f"\n{name}: the first of the same {CASES:,} cases, by CPU time")
        titles = f"{'cases':>8}{'theirs/s':>12}{'ours/s':>12}{'ratio':>11}{'differing':>10}"
        print(f"{'':<27}{'':<14}{titles}")
        for peer in PEERS:
            compare(*peer, some)


if __name__ == "__main__":
    main()
