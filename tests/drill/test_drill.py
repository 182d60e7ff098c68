"""A part of the drills; the whole are `bin/drill`, `--mail`, `--monitoring`, `--forge`, `--fields` and `--spoilt`."""

import subprocess
import sys
from pathlib import Path

import pytest

DRILL = Path(__file__).with_name("kills.py")


@pytest.mark.begun_first
def test_nothing_accepted_is_lost_or_done_twice_when_programs_are_killed() -> None:
    command = [sys.executable, str(DRILL), "--kills", "7", "--clients", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "nothing lost, nothing twice" in done.stdout


@pytest.mark.begun_first
def test_nothing_that_arrives_is_lost_or_there_twice_when_programs_are_killed() -> None:
    command = [sys.executable, str(DRILL.with_name("arrivals.py")), "--letters", "60", "--kills", "3", "--hurry"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "nothing lost, nothing twice" in done.stdout


@pytest.mark.begun_first
def test_forged_evidence_is_found_by_the_command_and_refused_to_the_application() -> None:
    command = [sys.executable, str(DRILL.with_name("forge.py")), "--first", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "every forgery was found, every scope refused" in done.stdout


@pytest.mark.begun_first
def test_every_slot_is_told_and_nothing_falsely_while_probers_and_server_fail() -> None:
    command = [sys.executable, str(DRILL.with_name("monitoring.py")), "--share", "0.02", "--monitors", "12"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "every slot told, nothing lost, nothing twice, nobody called for nothing" in done.stdout


def test_spoilt_messages_are_all_accounted_for() -> None:
    command = [sys.executable, str(DRILL.with_name("mails.py")), "--mutants", "2000"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "2000 of 2000 accounted for, 0 worker deaths" in done.stdout


def test_fields_of_a_contract_are_changed_in_the_editor_and_counted() -> None:
    command = [sys.executable, str(DRILL.with_name("fields.py")), "--text", "clinic", "--first", "12"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "12 changes tried in 1 texts, 0 against the law" in done.stdout
