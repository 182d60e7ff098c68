"""A part of the drills that search for what breaks a reader; the whole are `bin/drill --spoilt` and `--fields`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def test_spoilt_messages_are_all_accounted_for() -> None:
    command = [sys.executable, str(HERE / "mails.py"), "--mutants", "400"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "400 of 400 accounted for, 0 worker deaths" in done.stdout


def test_fields_of_a_contract_are_changed_in_the_editor_and_counted() -> None:
    command = [sys.executable, str(HERE / "fields.py"), "--text", "clinic", "--first", "12"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "12 changes tried in 1 texts, 0 against the law" in done.stdout
