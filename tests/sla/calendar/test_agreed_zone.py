"""A zone by the offsets that were agreed, whatever database is installed."""

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.calendar import Calendar, Week, zone
from gwarant.sla.calendar.zone import Agreed, AgreedZone, offsets_of, segments, zone_of_agreed

WARSAW = "Europe/Warsaw"
SINCE, UNTIL = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2025, 2031))
AGREED = offsets_of(WARSAW, SINCE, UNTIL)
NEVER = Agreed(SINCE, UNTIL, ((SINCE, 3600),))  # a Warsaw that gave up summer time


def test_what_agrees_with_the_installed_database_is_the_plain_zone() -> None:
    assert type(zone_of_agreed(WARSAW, AGREED)) is str


@pytest.mark.parametrize("name", [WARSAW, "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"])
@given(moment=st.integers(SINCE, UNTIL - 1))
def test_a_zone_from_its_written_offsets_shows_what_the_installed_one_shows(name: str, moment: int) -> None:
    carried = AgreedZone(name, offsets_of(name, SINCE, UNTIL))
    ours, theirs = (datetime.fromtimestamp(moment, zone(one)) for one in (carried, name))
    assert (ours.utcoffset(), ours.tzname()) == (theirs.utcoffset(), theirs.tzname())
    local = datetime.fromtimestamp(moment, UTC).replace(tzinfo=None)
    assert local.replace(tzinfo=zone(carried)).timestamp() == local.replace(tzinfo=zone(name)).timestamp()


@pytest.mark.parametrize("year", [2000, 2024, 2031, 2060, 2150])
def test_before_and_after_the_agreed_years_the_installed_database_answers(year: int) -> None:
    carried = AgreedZone(WARSAW, NEVER)
    for month in (1, 7):
        moment = int(datetime(year, month, 15, tzinfo=UTC).timestamp())
        assert list(segments(carried, moment, moment + 1)) == list(segments(WARSAW, moment, moment + 1))


def test_hours_are_counted_by_the_agreed_offsets() -> None:
    week = Week.parse("Mon-Fri 08:00-16:00")
    july = int(datetime(2026, 7, 1, tzinfo=UTC).timestamp())
    plain, agreed = (Calendar(name, week).spans(july, july + 86_400)[0] for name in (WARSAW, AgreedZone(WARSAW, NEVER)))
    assert (plain[0] + 3600, plain[1] + 3600) == agreed


def test_a_zone_that_is_not_installed_can_be_counted_with_all_the_same() -> None:
    moment = int(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp())
    far = AgreedZone("Mars/Base", Agreed(SINCE, UNTIL, ((SINCE, 5400), (moment, -1800))))
    assert [offset for _, _, offset in segments(far, moment - 10, moment + 10)] == [5400, -1800]
    assert datetime.fromtimestamp(moment, zone(far)).tzname() == "-0030"


def test_it_is_another_zone_than_its_name_and_survives_pickling() -> None:
    carried = AgreedZone(WARSAW, NEVER)
    assert carried != WARSAW
    assert carried == AgreedZone(WARSAW, NEVER)
    assert carried != AgreedZone(WARSAW, AGREED)
    assert pickle.loads(pickle.dumps(carried)) == carried
    assert pickle.loads(pickle.dumps(zone(carried))).name == carried
    assert str(carried) == WARSAW
