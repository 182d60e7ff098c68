"""A part of the drill of monitoring, which mostly waits; the whole is `bin/drill --monitoring`."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.begun_first

DRILL = Path(__file__).with_name("monitoring.py")


def test_every_slot_is_told_and_nothing_falsely_while_probers_and_server_fail() -> None:
    command = [sys.executable, str(DRILL), "--share", "0.02", "--monitors", "12"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert "every slot told, nothing lost, nothing twice, nobody called for nothing" in done.stdout
