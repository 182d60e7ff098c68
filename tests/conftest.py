"""Property tests: the same examples in every check of a change, new ones on a developer's machine."""

import os
from importlib.util import find_spec

from hypothesis import HealthCheck, settings

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
