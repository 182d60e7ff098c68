"""What every test has: the way property tests search, how tests are shared out to processes, the service's fixtures."""

import os
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

# Property tests: the same examples in every check of a change, new ones on a developer's machine.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady" if os.environ.get("CI") else "searching")

if find_spec("django"):
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


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `begun_first` waits for programs, or shares something dear: one process has the file, early."""
    for item in items:
        if (marker := item.get_closest_marker("begun_first")) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(marker.kwargs.get("group", item.path.stem)))
    items.sort(key=lambda item: item.get_closest_marker("begun_first") is None)
