"""The law of the month: whoever runs the printed command, anywhere and with any release, gets the page's bytes.

Every contract and month of the demo, before and after an amendment, in an environment that has only the light part.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import tzdata
from amending import amend
from downloads import fetch

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.build import tell_stories
from gwarant.demo.cast import CLIENTS, World
from gwarant.demo.turns import AMENDED
from gwarant.reports.month import month_of
from gwarant.web.months.addresses import written
from tests.sla.said import unfounded

pytestmark = pytest.mark.together

Visit = Callable[..., Any]
ROOT = Path(__file__).parents[3]
LIGHT = ROOT / ".venv-light" / "bin" / "python"
SCRIPT = Path(__file__).with_name("elsewhere.py")
CLOSED = ("2026-05", "2026-06", "2026-07")
RUNNING = datetime(2026, 7, 20, 10, tzinfo=UTC)
CHANGE, ACCEPTED = date(2026, 6, 16), datetime(2026, 6, 9, 8, tzinfo=UTC)
HOLIDAYS = """
__version__ = "0"


class Nothing(dict):
    default_language = None


def country_holidays(*of, **more):
    return Nothing()
"""


@pytest.fixture(scope="module")
def light() -> Path:
    """The Python that has only the light part."""
    made = subprocess.run([ROOT / "bin" / "light", "--setup"], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"the light environment cannot be made here: {made.stderr.strip()[-200:]}")
    return LIGHT


@pytest.fixture
def other_data(tmp_path: Path) -> Path:
    """Packages in the way of the installed ones: no holidays at all, and a database in which every zone is Tokyo's."""
    place = tmp_path / "other"
    (place / "holidays").mkdir(parents=True)
    (place / "holidays" / "__init__.py").write_text(HOLIDAYS)
    (place / "holidays" / "registry.py").write_text("COUNTRIES: dict[str, tuple[str, ...]] = {}\n")
    source = Path(tzdata.__file__).parent
    shutil.copytree(source, place / "tzdata")
    shutil.copy(source / "zoneinfo" / "Asia" / "Tokyo", place / "tzdata" / "zoneinfo" / "Europe" / "Warsaw")
    init = place / "tzdata" / "__init__.py"
    init.write_text(re.sub(r'IANA_VERSION = ".*"', 'IANA_VERSION = "1999z"', init.read_text()))
    return place


def fetch_all(house: World, visit: Visit, folder: Path, when: str) -> dict[str, bytes]:
    """Every month of every contract, from the portal or the desk in turn."""
    found = {}
    for n, client in enumerate(CLIENTS):
        for at in (*CLOSED, RUNNING):
            inside = n % 2 == 0
            who = house.ben if inside else house.people[client.people[0][0]]
            month = at if isinstance(at, str) else f"{at:%Y-%m}?at={written(at)}"
            address = f"/{'desk' if inside else 'portal'}/contracts/{client.key}-2026-01/months/{month}"
            place = f"{client.key} {'running' if isinstance(at, datetime) else at} {when}"
            found[place] = fetch(visit, who, address, folder / place)
    return found


def assert_every_text_is_founded(house: World, folder: Path) -> None:
    """Every text of the months is an id, a code, a date, a number, or stands in what the client downloads."""
    for client in CLIENTS:
        with scoped(ENGINE):
            contract = house.customers[client.key].contracts.get()
            months = [month_of(contract, month, "en", RUNNING) for month in CLOSED]
        for month, judged in zip(CLOSED, months, strict=True):
            files = (folder / f"{client.key} {month} after").iterdir()
            inputs = "".join(one.read_text(encoding="utf-8") for one in files if one.suffix in (".json", ".jsonl"))
            assert unfounded(judged.assessment, inputs) == [], (client.key, month)


def test_the_printed_command_gives_the_same_bytes_anywhere(
    house: World, visit: Visit, light: Path, other_data: Path, tmp_path: Path
) -> None:
    with scoped(ENGINE):
        a_month = {"SHOP": 2, "CLINIC": 1, "PLANT": 1, "UNI": 1}
        tell_stories(house, CLIENTS, date(2026, 5, 1), datetime(2026, 7, 25, tzinfo=UTC), a_month, CHANGE)
    folder = tmp_path / "months"
    expected = fetch_all(house, visit, folder, "before")
    for client in (one for one in CLIENTS if one.key != AMENDED):  # that one is amended within its story
        amend(house, client.key, CHANGE, ACCEPTED)
    expected |= fetch_all(house, visit, folder, "after")
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPYCACHEPREFIX") if name in os.environ}
    environment = kept | {"PYTHONPATH": str(other_data), "LC_ALL": "C.UTF-8"}
    done = subprocess.run([light, SCRIPT, folder], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for place, document in expected.items():
        complaint = (folder / place / "complaint").read_text(encoding="utf-8")
        assert complaint == "0 ", place
        assert (folder / place / "said").read_bytes() == document, place
    assert_every_text_is_founded(house, folder)
    assert len(expected) == len(CLIENTS) * 8
    changed = {place for place in expected if place.endswith("after")}
    changed = {one for one in changed if expected[one] != expected[one.replace("after", "before")]}
    assert {one.split()[1] for one in changed} == {"2026-06", "2026-07", "running"}
