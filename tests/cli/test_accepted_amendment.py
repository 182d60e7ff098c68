"""An amendment on the command line: its notice, a signature, or its acceptance among the evidence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gwarant.cli.inputs import wording_of
from gwarant.cli.main import app
from gwarant.sla.contract.resolve import fingerprint

FIRST = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1, extends: package/business, status: signed}
effective: {from: 2026-01-01}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 6000.00}
services: [{id: main, name: Shop}]
hours: {rates: {above: 200.00}}
remedy_rules: {settle: price_reduction}
"""
SECOND = FIRST.replace("version: 1", "version: 2").replace("2026-01-01", "2026-03-15")
Assess = Callable[..., Result]


@pytest.fixture
def assess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assess:
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text(FIRST)
    Path("two.yaml").write_text(SECOND)
    second = fingerprint(wording_of("two.yaml").required())

    def run(**row: object) -> Result:
        told = {"type": "agreement", "id": "g1", "at": "2026-03-02T10:00:00Z", "contract": "SHOP-1", "version": 2}
        line = {**told, "act": "accepted", "fingerprint": second, "by": "customer", **row}
        Path("rows.jsonl").write_text(json.dumps(line) + "\n")
        command = "assess one.yaml rows.jsonl --version-file two.yaml --period 2026-03 --json"
        return CliRunner().invoke(app, command.split())

    return run


def test_what_the_client_accepted_needs_no_notice(assess: Assess) -> None:
    result = assess()
    assert result.exit_code == 0, result.stderr
    assert [one["name"] for one in json.loads(result.stdout)["wordings"]] == ["SHOP-1@1", "SHOP-1@2"]


@pytest.mark.parametrize(("at", "held"), [("2026-03-16T10:00:00Z", 2), ("2026-04-16T10:00:00Z", 1)])
def test_one_that_was_accepted_after_its_first_day_is_no_error_and_rewrites_no_month(
    assess: Assess, at: str, held: int
) -> None:
    result = assess(at=at)
    assert result.exit_code == 0, result.stderr
    assert len(json.loads(result.stdout)["wordings"]) == held


@pytest.mark.parametrize(
    "row",
    [
        {"act": "offered", "by": "provider"},
        {"fingerprint": "sha256:00"},
        {"version": 1},
        {"contract": "SHOP-2"},
    ],
    ids=lambda row: next(iter(row)),
)
def test_anything_else_leaves_it_without_agreement(assess: Assess, row: dict[str, object]) -> None:
    result = assess(**row)
    assert result.exit_code == 2
    assert "two.yaml" in result.stderr
