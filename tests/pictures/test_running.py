"""A verdict of a period that still runs stands so far, in the terminal and on the page of an assessment."""

from datetime import datetime

from gwarant.pictures.faces import Face, Tone
from gwarant.pictures.running import so_far
from gwarant.sla.assessment import assess
from tests.sla.assessment.cast import UP, WARSAW, contract, outages, rows

KEPT = Face(Tone.FINE, "kept", "✓")
WATCHED = rows(outages("2026-03-01T00:00", "2026-03-15T00:00"))


def test_a_running_month_is_judged_so_far_and_one_that_has_ended_is_not() -> None:
    half = int(datetime(2026, 3, 15, tzinfo=WARSAW).timestamp())
    running = assess([contract(UP)], WATCHED, "2026-03", half)
    assert (so_far(KEPT, running, "en").word, so_far(KEPT, running, "pl").word) == ("kept so far", "kept na razie")
    assert so_far(KEPT, assess([contract(UP)], WATCHED, "2026-03"), "en") is KEPT
