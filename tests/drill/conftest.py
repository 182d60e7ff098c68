"""How a part of a drill runs among the tests."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def drill(pytestconfig: pytest.Config, django_db_setup: None) -> Callable[..., str]:
    """Runs one to its end and says what it said; its instance is a copy of the migrated one of the tests."""
    (made,) = Path(pytestconfig.cache.mkdir("postgres")).glob("template-main-*")

    def run(file: str, *options: str) -> str:
        command = [sys.executable, str(Path(__file__).with_name(file)), *options]
        told = os.environ | {"DRILL_COPIES": str(made)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=told)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    return run
