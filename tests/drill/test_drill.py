"""A part of the drills that kill and forge; the whole are `bin/drill`, `--mail` and `--forge`."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.begun_first

DRILL = Path(__file__).with_name("kills.py")


def test_nothing_accepted_is_lost_or_done_twice_when_programs_are_killed() -> None:
    command = [sys.executable, str(DRILL), "--kills", "7", "--clients", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "nothing lost, nothing twice" in done.stdout


def test_nothing_that_arrives_is_lost_or_there_twice_when_programs_are_killed() -> None:
    command = [sys.executable, str(DRILL.with_name("arrivals.py")), "--letters", "60", "--kills", "3", "--hurry"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "nothing lost, nothing twice" in done.stdout


def test_forged_evidence_is_found_by_the_command_and_refused_to_the_application() -> None:
    command = [sys.executable, str(DRILL.with_name("forge.py")), "--first", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "every forgery was found, every scope refused" in done.stdout
