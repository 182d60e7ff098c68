"""Whatever befalls the probers of a place and their server: of each slot somebody tells, and nothing seen is hidden."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fleet import BEGUN, Fleet, holes, looks_up
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.prober import looking
from gwarant.prober.model import Target

KINDS = ("killed", "stopped", "cut", "lost", "full", "slow", "away", "forward", "backward")
Mishap = tuple[int, str, int, int]  # milliseconds after the one before, what, to whom, for how many milliseconds
MEMORY = "/dev/shm"  # a disk that is fast: what is not synced is no subject here
mishaps = st.lists(
    st.tuples(
        st.integers(0, 60_000),
        st.sampled_from(KINDS),
        st.integers(0, 1),
        st.sampled_from((300, 3_000, 30_000, 100_000)),
    ),
    max_size=7,
)


@pytest.fixture(autouse=True)
def is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "KINDS", {"tcp": replace(looking.KINDS["tcp"], begin=looks_up)})


def target(number: int) -> Target:
    phase, there = number * 1_700 % 10_000, b'{"host": "x.example", "port": 1}'
    return Target(id=number, kind="tcp", every=10_000, timeout=4_000, phase=phase, settings=there)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mishaps, st.integers(0, 999))
@example([(42_000, "slow", 0, 100_000)], 10)  # a share was let go, and whoever got it never heard of it
@example([(0, "killed", 1, 100_000), (6_200, "cut", 0, 30_000), (500, "forward", 0, 300)], 23)
@example([(18_400, "lost", 1, 100_000), (8_800, "forward", 1, 100_000)], 141)  # two answers set one clock
def test_of_each_slot_somebody_tells(happens: list[Mishap], seed: int) -> None:
    with TemporaryDirectory(dir=MEMORY if Path(MEMORY).is_dir() else None) as folder:
        fleet = Fleet(Path(folder), [target(number) for number in (0, 5, 20, 31)], seed=seed)
        fleet.until(BEGUN + 30_000)
        for later, kind, who, length in happens:
            fleet.until(fleet.now + later)
            fleet.befall(kind, who, length)
        calm = fleet.ends()
        fleet.until(calm)
        fleet.settle()
        fleet.end()
    assert [*holes(fleet, calm + 30_000), *fleet.house.hidden] == []
