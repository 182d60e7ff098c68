"""The worked example says what a run says."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from gwarant.importers import IMPORTERS
from gwarant.sla.evidence.model import Evidence

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
PAGE = (ROOT / "docs" / "worked-example.md").read_text(encoding="utf-8")
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the public data files are not beside the checkout")


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "examples" / "worked" / "table.py"))


def imported(kind: str, name: str, **options: object) -> Evidence:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines(keepends=True)
    return IMPORTERS[kind](lines, zone="UTC", options=options, file=name).evidence


@needs_data
@pytest.mark.parametrize("part", ["months", "promises"])
def test_the_tables_of_the_incidents_are_those_of_a_run(table: dict[str, Any], part: str) -> None:
    for row in table[part](imported("servicenow", "servicenow_incidents.csv")):
        assert row in PAGE


@needs_data
def test_the_table_of_the_status_log_is_that_of_a_run(table: dict[str, Any]) -> None:
    for row in table["availability"](imported("status-log", "upptime_checks.csv", log="changes", every="5m")):
        assert row in PAGE
