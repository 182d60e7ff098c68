"""An export with one row a ticket is no log: its columns are the truth, and what they do not tell nobody knows."""

from collections.abc import Callable, Mapping

import pytest
from case_files import text

from gwarant.importers import IMPORTERS
from gwarant.importers.imported import SNAPSHOT as SNAPSHOT_NOTE
from gwarant.importers.servicenow import LOG
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.codes import SNAPSHOT
from gwarant.sla.bulk.count import count_tickets
from gwarant.sla.clocks.codes import NOT_EXPORTED
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError
from gwarant.sla.terms import Terms

WORDING = parse("""
apiVersion: sla/v1
kind: Contract
metadata: {id: R-20, version: 1, status: signed, signed: {date: 2025-12-20}}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: EUR, money: {round: half-up, scale: 2}}
parties: {provider: {name: House}, client: {name: Client}}
calendars: {always: {week: "Mon-Sun 00:00-24:00", holidays: none}}
classes: [{id: serious}]
clocks:
  response: {start: reported, stop: first_human_reply}
  update: {start: reported, stop: public_update, repeats: true}
  workaround: {start: reported, stop: service_restored}
  resolution: {start: reported, stop: resolved}
targets: {serious: {response: [4h, always], update: [1d, always], workaround: [1h, always], resolution: [2h, always]}}
""").required()
MARCH = "2026-03"


def imported(rows: list[str], kind: str = "servicenow", **options: object) -> Evidence:
    return IMPORTERS[kind](rows, zone="UTC", options=options, file="export.csv").evidence


def judged(evidence: Evidence) -> tuple[Assessment, Mapping[tuple[str, str], Reading]]:
    found = assess([WORDING], evidence, MARCH)
    return found, {(one.ticket, one.clock): one for one in found.readings}


def test_the_columns_are_the_truth_and_the_last_edit_is_no_resolution() -> None:
    rows = text("20-snapshot-is-no-log/export.csv").splitlines()
    found = IMPORTERS["servicenow"](rows, zone="UTC", file="export.csv")
    assert found.notes[0] == SNAPSHOT_NOTE
    kinds = {(one.ticket, one.kind.value): one.at for one in found.evidence.events}
    opened = kinds["INC10", "reported"]
    assert (kinds["INC10", "resolved"], kinds["INC11", "closed"]) == (opened + 5400, opened + 3 * 86_400 + 5400)
    assert {kind for ticket, kind in kinds if ticket == "INC12"} == {"reported"}


def test_what_the_columns_do_not_tell_could_not_be_checked_neither_late_nor_kept() -> None:
    found, by_name = judged(imported(text("20-snapshot-is-no-log/export.csv").splitlines()))
    assert found.notes[0] == SNAPSHOT(tickets=3)
    for ticket in ("INC10", "INC11", "INC12"):
        for clock in ("response", "update", "workaround"):
            reading = by_name[ticket, clock]
            assert (reading.verdict, reading.reason) == (Verdict.COULD_NOT_CHECK, NOT_EXPORTED())
    verdicts = [by_name[ticket, "resolution"].verdict for ticket in ("INC10", "INC11", "INC12")]
    assert verdicts == [Verdict.MET, Verdict.MET, Verdict.BREACHED]


def test_a_list_in_other_columns_and_with_a_reopened_or_undated_ticket() -> None:
    rows = [
        "Number;Incident state;Opened;Resolved;Updated;Priority",
        "INC1;On Hold;2026-03-02 09:00;2026-03-02 10:00;2026-03-03 09:00;2",
        "INC2;Resolved;2026-03-02 09:00;;2026-03-02 10:00;2",
        "INC2;Resolved;2026-03-02 09:00;;2026-03-02 10:00;2",
    ]
    found = [(one.ticket, one.kind.value) for one in imported(rows).events]
    assert found == [("INC1", "reported"), ("INC2", "reported"), ("INC2", "resolved")]


def test_a_log_stays_a_log() -> None:
    rows = [
        "number,state,opened_at,resolved_at,sys_updated_on,priority",
        "INC1,New,2026-03-02 09:00,,2026-03-02 09:00,2",
        "INC1,Active,2026-03-02 09:00,,2026-03-02 09:20,2",
    ]
    found, by_name = judged(imported(rows))
    assert by_name["INC1", "response"].verdict is not Verdict.COULD_NOT_CHECK
    assert not any(SNAPSHOT.is_of(one) for one in found.notes)


COUNTERLESS = ["number,state,priority,opened_at,resolved_at,closed_at,sys_updated_on"]
TWICE = [
    "INC1,New,2 - High,2026-03-02 09:00,,,2026-03-02 09:05",
    "INC2,In Progress,2 - High,2026-03-02 09:00,,,2026-03-02 09:25",
    "INC1,Resolved,2 - High,2026-03-02 09:00,2026-03-02 15:00,,2026-03-02 15:00",
    "INC2,Closed,2 - High,2026-03-02 09:00,2026-03-02 11:00,2026-03-09 09:25,2026-03-09 09:25",
]


def without_ends(rows: list[str]) -> list[str]:
    return [",".join((*row.split(",")[:4], row.split(",")[-1])) for row in rows]


@pytest.mark.parametrize("shape", [list, without_ends])
@pytest.mark.parametrize("rows", [TWICE, TWICE[::-1], TWICE[::2], TWICE[1::2]])
def test_what_may_be_a_log_or_lists_put_together_is_asked_about_where_no_counter_tells_which(
    rows: list[str], shape: Callable[[list[str]], list[str]]
) -> None:
    with pytest.raises(InputError) as refused:
        imported(shape([*COUNTERLESS, *rows]))
    (problem,) = refused.value.problems
    assert "a row for each update or lists put together" in problem.message
    assert "--map ticket=number --map at=sys_updated_on --map state=state" in problem.hint
    columns = {"ticket": "number", "at": "sys_updated_on", "state": "state", "class": "priority"}
    asked = IMPORTERS["csv"](shape([*COUNTERLESS, *rows]), options={"columns": columns})
    assert asked.account.imported > 0


def test_a_row_that_knows_its_end_or_quick_changes_make_a_log_without_a_counter() -> None:
    knowing = [row.replace("09:00,,,", "09:00,2026-03-02 15:00,,") if "New" in row else row for row in TWICE[::2]]
    quick = [TWICE[0], TWICE[2].replace("15:00", "10:00")]
    for rows in (knowing, quick):
        assert IMPORTERS["servicenow"]([*COUNTERLESS, *rows], file="e.csv").notes[0] == LOG


HEAD = "number,state,priority,opened_at,resolved_at,closed_at,sys_updated_on,sys_mod_count"
WEEKLY = [
    "INC1,In Progress,2 - High,2026-03-02 09:00,,,2026-03-06 15:00,4",
    "INC2,New,2 - High,2026-03-02 09:00,,,2026-03-02 09:00,0",
    "INC1,Resolved,2 - High,2026-03-02 09:00,2026-03-02 10:30,,2026-03-09 10:00,9",
    "INC2,Resolved,2 - High,2026-03-02 09:00,2026-03-02 10:30,,2026-03-02 10:30,6",
]


@pytest.mark.parametrize("rows", [WEEKLY, WEEKLY[::-1], [WEEKLY[0], WEEKLY[2]], [WEEKLY[1], WEEKLY[3]]])
def test_lists_of_two_weeks_in_one_file_are_no_log_and_the_row_that_was_updated_last_counts(rows: list[str]) -> None:
    found = IMPORTERS["servicenow"]([HEAD, *rows], zone="UTC", file="export.csv")
    assert found.notes[0] == SNAPSHOT_NOTE
    assert found.account.fates == {"imported": len(rows) // 2, "replaced": len(rows) // 2}
    verdicts = {clock: one.verdict for (_, clock), one in judged(found.evidence)[1].items()}
    assert (verdicts["response"], verdicts["resolution"]) == (Verdict.COULD_NOT_CHECK, Verdict.MET)


def test_a_ticket_that_was_exported_again_makes_no_log_of_a_list() -> None:
    first, second, *rest = text("20-snapshot-is-no-log/export.csv").splitlines()[1:]
    header = text("20-snapshot-is-no-log/export.csv").splitlines()[0]
    again = second.replace("2026-06-01 08:00", "2026-04-01 08:00")
    assert again != second
    assert imported([header, first, again, second, *rest]).events == imported([header, first, second, *rest]).events


def test_of_two_rows_with_other_stamps_those_of_the_later_update_count() -> None:
    rows = [
        "INC1,Closed,1,2026-03-02 09:00,2026-03-04 10:30,2026-03-06 10:30,2026-03-09 08:00,",
        "INC1,Resolved,1,2026-03-02 09:00,2026-03-02 10:30,,2026-03-03 08:00,",
        "INC2,In Progress,1,2026-03-02 09:00,,,2026-03-03 08:00,",
    ]
    by_kind = {one.kind.value: one.at - 1772442000 for one in imported([HEAD, *rows]).events if one.ticket == "INC1"}
    assert by_kind == {"reported": 0, "resolved": 2 * 86_400 + 5400, "closed": 4 * 86_400 + 5400}


def test_a_list_without_columns_of_ends_tells_of_the_report_alone() -> None:
    rows = ["number,state,opened_at,sys_updated_on", "INC1,Closed,2026-03-02 09:00,2026-03-09 09:00"]
    (report,) = imported(rows).events
    assert report.snapshot == "reported"


def test_a_ticket_that_a_log_shows_only_at_its_end_could_not_be_checked() -> None:
    log = [f"INC{n},{state},1,2026-03-02 09:00,,,{at},{mod}" for n in (1, 2) for state, at, mod in STEPS]
    late = "INC3,Closed,1,2026-03-02 09:00,2026-03-02 10:00,2026-03-02 10:00,2026-03-09 09:00,8"
    found = IMPORTERS["servicenow"]([HEAD, *log, late], zone="UTC", file="export.csv")
    assert found.notes[0] == LOG
    assert any("shows only when they were finished" in note and note.endswith(": 1") for note in found.notes)
    assert [(one.kind.value, one.snapshot) for one in found.evidence.events if one.ticket == "INC3"] == [
        ("reported", "reported resolved closed"),
        ("resolved", ""),
        ("closed", ""),
    ]
    assert found.account.fates == {"imported": 7}


STEPS = [("New", "2026-03-02 09:00", 0), ("In Progress", "2026-03-02 09:20", 1), ("Resolved", "2026-03-02 10:00", 2)]


@pytest.mark.parametrize(("answers", "verdict"), [({}, Verdict.COULD_NOT_CHECK), ({"replied": "Answer"}, Verdict.MET)])
def test_a_table_of_any_tool_is_judged_by_the_columns_that_it_has(answers: dict[str, str], verdict: Verdict) -> None:
    rows = ["Key,Created,Answer,Done", "A-1,2026-03-02T09:00:00Z,2026-03-02T09:30:00Z,2026-03-02T10:00:00Z"]
    events = {"reported": "Created", **answers, "resolved": "Done"}
    evidence = imported(rows, "csv", columns={"ticket": "Key"}, constants={"class": "serious"}, events=events)
    by_name = judged(evidence)[1]
    assert by_name["A-1", "response"].verdict is verdict
    assert by_name["A-1", "resolution"].verdict is Verdict.MET


def test_files_and_heaps_of_tickets_say_the_same() -> None:
    evidence = imported(text("20-snapshot-is-no-log/export.csv").splitlines())
    lines = list(write_lines(evidence))
    assert judged(read_lines(lines))[1] == judged(evidence)[1]
    heap = "\n".join(lines).encode()
    found = judged(evidence)[0]
    start, end = (found.period.start, found.period.end)
    counted = count_tickets([Terms(WORDING)], read_columns(lambda: [heap]), lambda: [heap], (start, end), end)
    tallies = {key[2]: dict(one) for key, one in counted.tallies.items()}
    assert tallies["response"] == {Verdict.COULD_NOT_CHECK: 3}
    assert tallies["resolution"] == {Verdict.MET: 2, Verdict.BREACHED: 1}


@pytest.mark.parametrize(("kind", "told"), [("reported", "resolved solved"), ("resolved", "resolved")])
def test_a_snapshot_names_kinds_and_stands_in_the_report(kind: str, told: str) -> None:
    row = f'{{"type":"ticket","id":"a","at":"2026-03-02T09:00:00Z","ticket":"T","kind":"{kind}","snapshot":"{told}"}}'
    with pytest.raises(InputError, match="snapshot"):
        read_lines([row])
    with pytest.raises(InputError, match="snapshot"):
        read_columns(lambda: [row.encode()])


@pytest.mark.parametrize(
    ("columns", "cells", "verdict"),
    [
        ("resolved_at,closed_at", ",", Verdict.COULD_NOT_CHECK),  # finished, and nobody knows when
        ("resolved_at", "", Verdict.COULD_NOT_CHECK),
        ("closed_at", "2026-03-02 10:30", Verdict.MET),  # resolved by then
        ("closed_at", "2026-03-05 10:30", Verdict.COULD_NOT_CHECK),  # and maybe long before
        ("resolved_at,closed_at", ",2026-03-05 10:30", Verdict.BREACHED),  # closed, and never resolved
        ("resolved_at,sys_updated_on", ",2026-03-02 10:30", Verdict.MET),
        ("resolved_at,sys_updated_on", ",2026-03-05 10:30", Verdict.COULD_NOT_CHECK),
    ],
)
def test_a_finished_ticket_is_late_only_where_the_row_says_when_it_was_finished(
    columns: str, cells: str, verdict: Verdict
) -> None:
    row = f"INC1,Closed,2 - High,2026-03-02 09:00,{cells}"
    evidence = imported([f"number,state,priority,opened_at,{columns}", row])
    assert judged(evidence)[1]["INC1", "resolution"].verdict is verdict
