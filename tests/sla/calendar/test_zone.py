"""Zones come from the package, by name."""

import pickle
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import tzdata

from gwarant.sla.calendar import TZ_VERSION, CalendarError, UnknownZone, zone
from gwarant.sla.calendar.zone import segments


def test_a_zone_is_loaded_once_and_names_its_database():
    assert zone("Europe/Warsaw") is zone("Europe/Warsaw")
    assert zone("Europe/Warsaw").key == "Europe/Warsaw"
    assert tzdata.IANA_VERSION == TZ_VERSION


@pytest.mark.parametrize("name", ["UTC", "Europe/Kiev", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_links_and_nested_names_are_zones(name):
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    assert moment.astimezone(zone(name)).utcoffset() == moment.astimezone(ZoneInfo(name)).utcoffset()


def test_a_misspelt_zone_is_refused_with_a_near_name():
    with pytest.raises(UnknownZone, match="did you mean 'Europe/Warsaw'"):
        zone("Europe/Warsow")


@pytest.mark.parametrize("name", ["", ".", "../zones", "/etc/localtime", "Europe", "Europe/Warsaw\0", "x" * 10_000])
def test_what_is_no_zone_is_refused(name):
    with pytest.raises(CalendarError, match="is not a time zone"):
        zone(name)


def test_a_time_in_a_packaged_zone_pickles():
    moment = datetime(2026, 5, 29, 16, tzinfo=zone("Europe/Warsaw"))
    assert pickle.loads(pickle.dumps(moment)) == moment


def test_offsets_change_at_the_exact_second():
    start, end = (int(datetime(2026, month, 1, tzinfo=UTC).timestamp()) for month in (1, 12))
    spring, autumn = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)
    edges = start, int(spring.timestamp()), int(autumn.timestamp()), end
    expected = list(zip(edges, edges[1:], (3600, 7200, 3600), strict=False))
    assert list(segments("Europe/Warsaw", start, end)) == expected
