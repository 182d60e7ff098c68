from pathlib import Path

import pytest

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def _lines(name: str) -> list[str]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real data file {name} is not here")
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


@pytest.fixture(scope="session")
def incidents() -> list[str]:
    """A part of a real incident log: 3370 rows of 511 incidents."""
    return _lines("servicenow_incidents.csv")


@pytest.fixture(scope="session")
def status_log() -> list[str]:
    """Eleven days of a real status log: 314 rows of 18 services."""
    return _lines("upptime_checks.csv")
