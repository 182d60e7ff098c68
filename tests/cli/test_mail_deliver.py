"""A message by the pipe: whatever keeps us from storing it, the mail server keeps it and tries again."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from gwarant.cli.handing_over import deliver

SECRET = "x" * 50


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"GWARANT_PORT": "none"},
        {"GWARANT_SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://nobody:x@127.0.0.1:9/none?connect_timeout=1"},
    ],
    ids=["no secret", "a wrong setting", "no database"],
)
def test_what_cannot_be_stored_is_tried_again_and_the_reason_told(tmp_path: Path, settings: dict[str, str]) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GWARANT_", "DATABASE_URL"))}
    done = subprocess.run(
        [sys.executable, "-m", "gwarant.cli", "mail", "deliver", "--to", "shop@house.example"],
        env=clean | {"GWARANT_STATE_DIR": str(tmp_path)} | settings,
        input=b"From: a@shop.example\n\nHello\n",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 75
    assert done.stderr.strip()
    assert b"Traceback" not in done.stderr


class Broken:
    """An input that fails in a way of which nobody has thought."""

    def read(self, size: int) -> bytes:
        raise RuntimeError("the pipe fell down")


def test_a_fault_that_nobody_has_foreseen_is_tried_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Broken()))
    told: list[str] = []
    assert deliver("shop@house.example", "", told.append) == 75
    assert told == ["not stored, try again: the pipe fell down"]
