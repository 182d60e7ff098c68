"""A month of the shop, judged from the ledger."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time
from gwarant.reports.causes import causes_of
from gwarant.reports.counted import counted
from gwarant.reports.headline import judged
from gwarant.reports.month import NotInForce, month_of, period_of
from gwarant.sla.assessment import to_bytes
from gwarant.sla.contract.parse import canonical
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

REPORTED = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)  # a Monday
NOW = datetime(2026, 7, 6, 8, 0, tzinfo=UTC)


@pytest.fixture
def solved(house: World) -> Ticket:
    """A critical fault answered and solved a day late, with an hour and a half of work."""
    with scoped(ENGINE):
        ticket = actions.report(
            house.customers["SHOP"],
            title="Checkout fails",
            text="…",
            class_id="critical",
            by=house.cyryl,
            now=REPORTED,
            service=house.services["SHOP", "shop"],
        )
        late = REPORTED + timedelta(days=2)
        actions.reply(ticket, "On it.", by=house.ben, now=late)
        words = "A full disk.\n\nWe have added an alarm."
        ticket = actions.resolve(ticket, words, by=house.ben, now=late + timedelta(hours=1))
        start = late - timedelta(minutes=30)
        log_time(ticket, person=house.ben, start_at=start, minutes=90, work="support", note="disk", now=NOW)
    return ticket


@pytest.fixture
def contract(engine: None, solved: Ticket) -> Contract:
    assert solved.version is not None
    return solved.version.contract


def test_the_month_counts_the_breaches_and_the_hours(contract: Contract) -> None:
    month = month_of(contract, "2026-06", "en", NOW)
    assert any(row.breached for row in month.assessment.kept)
    hours = month.assessment.months[0].hours
    assert hours is not None
    assert (hours.real, len(month.entries), month.is_running) == (5400, 1, False)


def test_the_cause_is_the_first_paragraph_of_the_resolution(contract: Contract, solved: Ticket) -> None:
    month = month_of(contract, "2026-06", "en", NOW)
    assert causes_of([solved.key], month.until)[solved.key].words == "A full disk."


def test_a_running_month_states_its_hours_and_nothing_that_lies_ahead(contract: Contract) -> None:
    now = REPORTED + timedelta(days=1)
    month = month_of(contract, "2026-06", "en", now)
    assert month.is_running
    assert month.assessment.counts.resolved == 0
    assert month_of(contract, "2026-06", "en", REPORTED + timedelta(days=3)).assessment.months[0].hours is not None


@pytest.mark.parametrize("of", ["reported", "resolved", "reopened", "open"])
def test_the_list_behind_a_count_is_as_long_as_the_count(contract: Contract, of: str) -> None:
    month = month_of(contract, "2026-06", "en", NOW)
    field = "open_at_end" if of == "open" else of
    found = counted(month.evidence, of, (month.period.start, month.until), contract.number)
    assert len(found) == getattr(month.assessment.counts, field)


@pytest.mark.parametrize("name", ["2026-04", "2026-08", "2026-13", "June", "2025", ""])
def test_a_month_that_is_not_the_contracts_is_refused(contract: Contract, name: str) -> None:
    with pytest.raises(NotInForce):
        period_of(contract, name, NOW)


def test_the_headline_says_what_the_month_says_and_changes_with_the_evidence(
    contract: Contract, solved: Ticket, house: World
) -> None:
    month = month_of(contract, "2026-06", "en", NOW)
    first = judged(contract, [month.period], NOW)[0]
    assert first.judged == sum(row.judged for row in month.assessment.kept)
    assert (first.undetermined, first.used) == (1, 5400)
    log_time(solved, person=house.ben, start_at=REPORTED, minutes=60, work="support", note="", now=NOW)
    assert judged(contract, [month.period], NOW)[0].used == 9000


def test_the_command_line_gives_the_same_bytes_from_the_downloaded_files(contract: Contract, tmp_path: Path) -> None:
    for now in (NOW, REPORTED + timedelta(days=3)):
        month = month_of(contract, "2026-06", "en", now)
        evidence = "".join(write_lines(month.evidence))
        assert f"sha256:{hashlib.sha256(evidence.encode()).hexdigest()}" == month.assessment.inputs.evidence
        wording, rows = tmp_path / "contract.json", tmp_path / "evidence.jsonl"
        wording.write_bytes(canonical(wording_of(month.versions[0])))
        rows.write_text(evidence)
        until = ["--until", now.isoformat()] if month.is_running else []
        command = ["assess", str(wording), str(rows), "--period", "2026-06", *until, "--json"]
        result = CliRunner().invoke(app, command)
        assert json.loads(result.stdout) == json.loads(to_bytes(month.assessment))
        assert result.stdout.encode() == to_bytes(month.assessment) + b"\n"
