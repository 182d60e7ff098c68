"""What a prober says of itself where it stands."""

from pathlib import Path

from typer.testing import CliRunner

from gwarant.cli.prober import app
from gwarant.monitoring.moments import milliseconds_of
from gwarant.prober.identity import Identity, keep, new_key
from gwarant.prober.journal import Journal
from gwarant.prober.spool import Spool
from gwarant.web.moment import precisely


def told(folder: Path) -> tuple[int, list[str]]:
    done = CliRunner().invoke(app, ["status", "--folder", str(folder)])
    return done.exit_code, done.output.splitlines()


def test_a_prober_tells_what_waits_and_what_it_lost(tmp_path: Path) -> None:
    assert told(tmp_path)[0] == 2
    keep(tmp_path, Identity(server="https://sla.example", prober="7", place="waw", key=new_key()))
    now = milliseconds_of(precisely())
    journal, spool = Journal(tmp_path), Spool(tmp_path / "spool")
    spool.put(now - 30_000, 1, b"x")
    code, (first, last) = told(tmp_path)
    assert (code, first) == (0, "prober 7 at waw, https://sla.example")
    assert last.startswith("1 batches wait for the server, the oldest for 3")
    journal.watch((), (), now)
    journal.write(now, [], now, 12)
    spool.put(now - 90_000, 2, b"x")
    code, lines = told(tmp_path)
    assert code == 1
    assert lines[2] == "12 looks lost since it began"
    assert lines[3].startswith("2 batches wait for the server, the oldest for 9")
