"""Runs printed commands where nothing but the light part is, as another release, with other holidays and time zones.

    python elsewhere.py FOLDER

Each folder in it holds the files of a month and its command; what the command prints is written beside it. The holidays
that are installed here are none, every zone is that of Tokyo: whatever a command needs must stand in its files.
"""

import io
import os
import shlex
import sys
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

import gwarant

gwarant.__version__ = "99.0"

from typer.testing import CliRunner  # noqa: E402

from gwarant.cli.main import app  # noqa: E402
from gwarant.sla.calendar import HOLIDAYS_VERSION, TZ_VERSION, statutory, zone  # noqa: E402


def main(folder: Path) -> None:
    _prove_that_nothing_is_as_it_was()
    for place in sorted(folder.iterdir()):
        os.chdir(place)
        program, *words = shlex.split(Path("command").read_text(encoding="utf-8"))
        assert program == "gwarant", program
        done = CliRunner().invoke(app, words)
        Path("said").write_bytes(done.stdout_bytes)
        Path("complaint").write_text(f"{done.exit_code} {done.stderr}", encoding="utf-8")


def _prove_that_nothing_is_as_it_was() -> None:
    assert (HOLIDAYS_VERSION, TZ_VERSION) == ("0", "1999z"), (HOLIDAYS_VERSION, TZ_VERSION)
    assert statutory("PL", 2026) == ()
    assert datetime(2026, 7, 1, tzinfo=zone("Europe/Warsaw")).utcoffset() == timedelta(hours=9)
    with redirect_stdout(io.StringIO()):
        try:
            import django  # noqa: F401, PLC0415
        except ImportError:
            return
    raise AssertionError("Django is installed here")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
