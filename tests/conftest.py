"""What every test has: the way property tests search, how tests are shared out to processes, the service's fixtures."""

import gc
import os
import re
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

# Property tests: the same examples in every check of a change, new ones on a developer's machine.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady" if os.environ.get("CI") else "searching")

if find_spec("django"):
    from service import as_served as as_served
    from service import django_db_setup as django_db_setup
    from service import engine as engine
    from service import house as house
    from service import in_cast as in_cast
    from service import in_house as in_house
    from service import pytest_runtest_setup as pytest_runtest_setup
    from service import world as world


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: some tests wait for programs."""
    return (os.cpu_count() or 1) + 1


class Together(LoadScopeScheduling):
    """Whoever is free takes the next test; a file that is marked as a whole, and the browser's, stay in one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith("tests/browser/"):
            return "tests/browser"
        return file if _is_marked(file) else nodeid


@cache
def _is_marked(file: str) -> bool:
    text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    return bool(re.search(r"^pytestmark = .*begun_first", text, re.MULTILINE))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


def pytest_collection_finish() -> None:
    """What is loaded stays to the end: it is not looked through again and again for what nobody holds any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `begun_first` waits for programs, or shares something dear: it is not left for the end.

    Of the rest, files of one database stand together, and so do a file's tests of one: to go to another costs.
    """
    fixtures: dict[Path, Counter[str]] = {}
    for item in items:
        fixtures.setdefault(item.path, Counter())[_database(item)] += 1
    mostly = {path: many.most_common(1)[0][0] for path, many in fixtures.items()}
    place = {path: number for number, path in enumerate(fixtures)}
    items.sort(key=lambda item: (_waits(item), mostly[item.path], place[item.path], _database(item)))


def _waits(item: pytest.Item) -> bool:
    return item.get_closest_marker("begun_first") is None


def _database(item: pytest.Item) -> str:
    """The fixture that names the database which the test works in (see service.py)."""
    return next((name for name in ("in_house", "in_cast", "db") if name in getattr(item, "fixturenames", ())), "")
