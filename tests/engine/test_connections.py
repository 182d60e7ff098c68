"""An engine has a connection for each of its threads: a lane that works long takes none from the deadlines."""

from django.conf import settings

from gwarant.engine.sweeps import LANES

MAILBOXES, JOBS = 8, 2  # threads beside the lanes, in a house with many mailboxes


def test_no_lane_waits_for_the_connection_of_another() -> None:
    assert settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] >= len(LANES) + MAILBOXES + JOBS
