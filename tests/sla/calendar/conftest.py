"""Calendars that the tests share."""

import pytest

from gwarant.sla.calendar import Calendar, Week, statutory


@pytest.fixture(scope="session")
def office() -> Calendar:
    return Calendar("Europe/Warsaw", Week.parse("Mon-Fri 08:00-16:00"), statutory("PL", range(2024, 2029)))
