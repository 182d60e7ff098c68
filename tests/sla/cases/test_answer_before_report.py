"""An answer that is dated before its report counts from the report: nothing used, the same in head and verdict."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from gwarant.cli.inputs import contracts_of, evidence_of
from gwarant.cli.main import app
from gwarant.sla.assessment import assess
from gwarant.sla.assessment.codes import EARLY
from gwarant.sla.bulk.count import count_tickets
from gwarant.sla.clocks.early import ANSWERS, early_answers
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.model import Evidence, Kind, Role, TicketEvent
from gwarant.sla.terms import Terms

HERE = Path(__file__).parent / "14-answer-before-the-report"
FILES = [str(HERE / "contract.yaml"), str(HERE / "evidence.jsonl")]
MARCH = (1772319600, 1774994400)  # in Warsaw
REPORT = 1772442000


def test_each_clock_is_met_with_nothing_used_and_no_ticket_is_open() -> None:
    found = assess(contracts_of(FILES[:1]), evidence_of(FILES[1:]), "2026-03")
    used = {(one.ticket, one.clock): (one.verdict, one.used) for one in found.readings}
    assert set(used.values()) == {(Verdict.MET, 0), (Verdict.MET, 7200)}
    assert [key for key, (_, seconds) in used.items() if seconds] == [("B", "resolution")]
    assert (found.counts.resolved, found.counts.open_at_end) == (3, 0)
    assert EARLY(rows=("r0001", "r0003"), more=0) in found.notes


@pytest.mark.parametrize("command", [["evidence", "check", FILES[1]], ["evidence", "check", FILES[1], "--json"]])
def test_checking_the_file_names_them(command: list[str]) -> None:
    said = CliRunner().invoke(app, command).output
    assert "resolved at 2026-03-02T08:00:00Z (r0001) is dated before its report" in said
    assert "ticket B: replied" in said
    assert "ticket C" not in said


def test_importing_them_names_them(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("id,opened,solved,class\nA,2026-03-02 10:00,2026-03-02 09:00,critical\n")
    out = ["-o", str(tmp_path / "out.jsonl"), "--event", "reported=opened", "--event", "resolved=solved"]
    said = CliRunner().invoke(
        app, ["evidence", "import", str(table), "--from", "csv", "--map", "ticket=id", "--map", "class=class", *out]
    )
    assert said.exit_code == 0, said.output
    assert "ticket A: resolved at 2026-03-02T09:00:00Z" in said.output


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_every_kind_of_answer_is_lifted_to_the_report(kind: Kind) -> None:
    (ticket,) = tickets_of([event(Kind.REPORTED, REPORT, Role.CUSTOMER), event(kind, REPORT - 60)])
    assert [(one.kind, one.at) for one in ticket.events] == [(Kind.REPORTED, REPORT), (kind, REPORT)]


def test_what_the_customer_wrote_first_is_no_answer_and_begins_the_matter() -> None:
    first = event(Kind.REPLIED, REPORT - 60, Role.CUSTOMER)
    between = event(Kind.RESOLVED, REPORT - 30)
    assert early_answers([event(Kind.REPORTED, REPORT, Role.CUSTOMER), first, between]) == []


@given(st.lists(st.tuples(st.sampled_from(sorted(Kind)), st.integers(-300, 300)), max_size=6))
def test_an_answer_used_no_time_before_the_report_and_both_ways_of_counting_agree(
    told: list[tuple[Kind, int]],
) -> None:
    kinds = {Kind.REPLIED, Kind.CALLED, Kind.RESOLVED, Kind.CLOSED, Kind.RESTORED}
    rows = [event(kind, REPORT + 60 * at, n=n) for n, (kind, at) in enumerate(told) if kind in kinds]
    evidence = Evidence(events=(event(Kind.REPORTED, REPORT, Role.CUSTOMER), *rows))
    contracts = contracts_of(FILES[:1])
    found = assess(contracts, evidence, "2026-03")
    assert all(one.used >= 0 and one.late >= 0 for one in found.readings)
    lines = "".join(write_lines(evidence)).encode()
    counted = count_tickets([Terms(contracts[0])], read_columns(lambda: [lines]), lambda: [lines], MARCH)
    verdicts = {(key[2], verdict): n for key, tally in counted.tallies.items() for verdict, n in tally.items()}
    assert verdicts == {(one.clock, one.verdict): 1 for one in found.readings}


def event(kind: Kind, at: int, by: Role = Role.PROVIDER, n: int = 99) -> TicketEvent:
    made = TicketEvent(id=f"e{n}{kind}", at=at, received=at, ticket="T", kind=kind, by=by, person="p", service="main")
    return replace(made, class_="critical", channel="email") if kind is Kind.REPORTED else made
