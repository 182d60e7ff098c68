"""An amendment where no notice is agreed, accepted in the portal: the command that its month prints runs."""

import shlex
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import paper
import pytest
from downloads import fetch
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.contracts import actions
from gwarant.database.scope import scoped, staff_scope
from gwarant.demo.cast import World

CASE = Path(__file__).parents[2] / "sla" / "cases" / "04"
AGREED = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def text(name: str, starts: str) -> str:
    """A wording of the case as the house would write it: unsigned, from another day, of a system that the shop has."""
    lines = (CASE / name).read_text(encoding="utf-8").splitlines()
    version = name[1]
    own = {"metadata": f"metadata: {{id: R-4, version: {version}}}", "effective": f"effective: {{from: {starts}}}"}
    return "\n".join(own.get(line.partition(":")[0], line) for line in lines) + "\n"


def test_the_printed_command_of_the_portal_runs_where_no_notice_is_agreed(
    world: World, visit: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = paper.accept(world, paper.offer(world, paper.draft(world, "R-4", text=text("v1.yaml", "2026-06-01"))))
    with scoped(staff_scope(world.olga.pk)):
        second = actions.amend(first, by=world.olga, text=text("v2.yaml", "2026-07-01"), now=AGREED)
    paper.accept(world, paper.offer(world, second, AGREED), AGREED)
    document = fetch(visit, world.cora, "/portal/contracts/R-4/months/2026-07", tmp_path / "month")
    monkeypatch.chdir(tmp_path / "month")
    program, *words = shlex.split(Path("command").read_text(encoding="utf-8"))
    done = CliRunner().invoke(app, words)
    assert (program, done.exit_code, done.stderr) == ("gwarant", 0, "")
    assert done.stdout_bytes == document
    assert b"R-4@2" in document
