"""From the export of a helpdesk to the verdicts of a month, as somebody does it on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gwarant.cli.main import app

EXPORTS = Path(__file__).parents[1] / "importers" / "exports"
CONTRACT = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-C1, version: 1, extends: package/business, status: signed}
effective: {from: 2026-01-01}
parties: {provider: {name: Softhouse Example}, client: {name: Acme Shop}}
fee: {monthly: 6000.00}
services: [{id: main, name: Shop}]
availability: []
remedies: {main-up-credit: null}
hours: {rates: {above: 200.00}}
remedy_rules: {settle: price_reduction}
"""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(CONTRACT)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def verdicts(run: Run, kind: str, *options: str) -> dict[str, tuple[str, int]]:
    """Verdict and counted seconds by ticket/clock/cycle, for March 2026 under package Business."""
    imported = run("evidence", "import", "--from", kind, EXPORTS / f"{kind}.json", "-o", "rows.jsonl", *options)
    assert imported.exit_code == 0, imported.output
    assert "note:" in imported.stderr
    assert run("evidence", "check", "rows.jsonl").exit_code == 0
    judged = run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--format", "json")
    assert judged.exit_code == 0, judged.output
    readings = json.loads(judged.stdout)["readings"]
    return {f"{one['ticket']}/{one['clock']}/{one['cycle']}": (one["verdict"], one["used_seconds"]) for one in readings}


def test_issues_of_jira_become_readings_counted_by_hand(run: Run) -> None:
    found = verdicts(run, "jira")
    assert found["SHOP-1/response/1"] == ("met", 25 * 60 + 11)
    # 09:15:00 to 15:20 less the wait from 10:05 to 11:30.
    assert found["SHOP-1/resolution/1"] == ("met", 4 * 3600 + 40 * 60)
    assert found["SHOP-2/workaround/1"] == ("met", 30 * 60)
    assert found["SHOP-2/workaround/2"] == ("met", 2 * 3600 + 40 * 60)
    assert not [key for key in found if key.startswith("SHOP-3")]


def test_a_channel_of_theirs_may_be_told_to_be_the_phone(run: Run) -> None:
    found = verdicts(run, "jira", "--channel", "jira=phone", "--agent", "712020:alice", "--agent", "712020:ben")
    # Reported in a night of a weekend: nobody had answered by Tuesday, 18:00.
    assert found["SHOP-3/response/1"] == ("breached", 20 * 3600)


def test_tickets_of_zammad_become_readings_counted_by_hand(run: Run) -> None:
    found = verdicts(run, "zammad", "--state", "pending reminder=waiting_client")
    assert found["22007/response/1"] == ("met", 24 * 60)
    # Monday 09:15 to 18:00 and Tuesday 08:00 to 11:00, less the wait from 10:05 to 11:30.
    assert found["22007/resolution/1"] == ("met", (8 * 60 + 45 + 3 * 60 - 85) * 60)
    # Called back at 18:10, ten minutes after closing: half an hour of open time.
    assert found["22008/response/1"] == ("met", 30 * 60)
    assert not [key for key in found if key.startswith("22009")]


def test_an_option_that_an_importer_does_not_have_is_refused(run: Run) -> None:
    result = run("evidence", "import", "--from", "servicenow", EXPORTS / "jira.json", "-o", "x", "--agent", "alice")
    assert result.exit_code == 2
    assert "is not used by servicenow" in result.stderr


@pytest.mark.parametrize("kind", ["jira", "zammad"])
def test_a_file_of_something_else_ends_in_sentences(run: Run, kind: str) -> None:
    result = run("evidence", "import", "--from", kind, "shop.yaml", "-o", "x")
    assert result.exit_code == 2
    assert "shop.yaml:1: error: is not JSON" in result.stderr
