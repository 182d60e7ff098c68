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
from sweeps import IS_CHECK, examples
from xdist.scheduler import LoadScopeScheduling

# Property tests: the same examples in every check of a change, new ones on a developer's machine and in whole sweeps.
told: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "max_examples": examples(100),
}
settings.register_profile("steady", derandomize=True, **told)
settings.register_profile("searching", **told)
settings.load_profile("steady" if IS_CHECK else "searching")

if find_spec("django"):
    from service import as_served as as_served
    from service import django_db_setup as django_db_setup
    from service import engine as engine
    from service import house as house
    from service import in_cast as in_cast
    from service import in_house as in_house
    from service import pytest_runtest_setup as pytest_runtest_setup
    from service import world as world
    from word_forms import forms as forms


LANES = 2 if find_spec("django") else 0  # processes that take first what waits for programs, which the core never does


def pytest_xdist_auto_num_workers() -> int:
    """As many processes as there are processors, and beside them those that mostly wait for programs."""
    return (os.cpu_count() or 1) + LANES


class Together(LoadScopeScheduling):
    """Whoever is free takes the next test; a file that is marked as a whole, and the browser's, stay in one process.

    What is marked `begun_first` waits for programs: two processes take it first, the others what computes, so that
    no processor idles.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith("tests/browser/"):
            return BROWSER
        return file if _mark(file) else nodeid

    def _assign_work_unit(self, node: Any) -> None:
        if _is_first(next(iter(self.workqueue))) and int(node.gateway.id.removeprefix("gw")) >= LANES:
            other = next((scope for scope in self.workqueue if not _is_first(scope)), None)
            if other is not None:
                self.workqueue.move_to_end(other, last=False)
        super()._assign_work_unit(node)


BROWSER = "tests/browser"


def _is_first(scope: str) -> bool:
    return scope == BROWSER or (scope.endswith(".py") and _mark(scope) == "begun_first")


@cache
def _mark(file: str) -> str:
    """The mark that keeps a file's tests in one process; empty where each may go to another."""
    text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    found = re.search(r"^pytestmark = .*\b(begun_first|together)\b", text, re.MULTILINE)
    return found[1] if found else ""


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return Together(config, log)


def pytest_collection_finish() -> None:
    """What is loaded stays to the end: it is not looked through again and again for what nobody holds any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for programs comes first, of that the drills, which are the longest; then what is long as a whole.

    Of the rest, files of one database stand together, and so do a file's tests of one: to go to another costs.
    """
    fixtures: dict[Path, Counter[str]] = {}
    for item in items:
        fixtures.setdefault(item.path, Counter())[_database(item)] += 1
    mostly = {path: many.most_common(1)[0][0] for path, many in fixtures.items()}
    place = {path: number for number, path in enumerate(fixtures)}
    items.sort(
        key=lambda item: (
            *(item.get_closest_marker(name) is None for name in ("begun_first", "together")),
            item.path.parent.name != "drill",
            mostly[item.path],
            place[item.path],
            _database(item),
        )
    )


def _database(item: pytest.Item) -> str:
    """The fixture that names the database which the test works in (see service.py)."""
    return next((name for name in ("in_house", "in_cast", "db") if name in getattr(item, "fixturenames", ())), "")
