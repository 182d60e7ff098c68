"""A part of the drills of monitoring, which mostly wait; the whole are `bin/drill --monitoring` and `--outages`."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.begun_first
Drill = Callable[..., str]


def test_every_slot_is_told_and_nothing_falsely_while_probers_and_server_fail(drill: Drill) -> None:
    said = drill("monitoring.py", "--part", "--monitors", "9")
    assert "every slot told, nothing lost, nothing twice, nobody called for nothing" in said


def test_each_outage_has_one_ticket_and_is_told_once_at_whichever_statement_the_engine_is_killed(drill: Drill) -> None:
    assert "each outage has one ticket, told once and ended once" in drill("borders.py", "--every", "30")
