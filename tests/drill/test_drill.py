"""A part of the drills that kill and forge; the whole are `bin/drill`, `--mail` and `--forge`."""

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.begun_first
Drill = Callable[..., str]


def test_nothing_accepted_is_lost_or_done_twice_when_programs_are_killed(drill: Drill) -> None:
    assert "nothing lost, nothing twice" in drill("kills.py", "--kills", "5", "--clients", "2")


def test_nothing_that_arrives_is_lost_or_there_twice_when_programs_are_killed(drill: Drill) -> None:
    assert "nothing lost, nothing twice" in drill("arrivals.py", "--letters", "60", "--kills", "3", "--hurry")


def test_forged_evidence_is_found_by_the_command_and_refused_to_the_application(drill: Drill) -> None:
    assert "every forgery was found, every scope refused" in drill("forge.py", "--first", "1")
