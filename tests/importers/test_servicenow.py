"""The incident event log of ServiceNow: rows to events, oddities and all."""

import csv
import random
import re
from collections import Counter
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.problem import InputError

HEADER = (
    "number,incident_state,sys_mod_count,reopen_count,opened_at,sys_updated_at,"
    "contact_type,priority,resolved_at,closed_at"
)
OPENED = "01-03-2016 08:00"


def log(*updates: str, opened: str = OPENED, ends: str = "?,?", header: str = HEADER) -> list[str]:
    """A log of one ticket; an update is "state mod reopen hh:mm priority" with parts after the state optional."""
    lines = [header]
    for number, update in enumerate(updates):
        state, time, *rest = (part.strip() for part in update.split("|"))
        more = dict(part.split("=") for part in rest)
        mod, reopen, priority = more.get("mod", number), more.get("reopen", "0"), more.get("priority", "3 - Moderate")
        when = time if "-" in time else f"01-03-2016 {time}"
        lines.append(f"INC1,{state},{mod},{reopen},{opened},{when},Phone,{priority},{ends}")
    return lines


def run(lines: list[str], **options: object) -> Imported:
    return IMPORTERS["servicenow"](lines, zone="UTC", options=options, file="log.csv")


def events(lines: list[str], **options: object) -> tuple[TicketEvent, ...]:
    return run(lines, **options).evidence.events


def told(lines: list[str]) -> list[str]:
    """The events as "kind hh:mm" with by, class and reason where they say something."""
    return [" ".join(filter(None, (one.kind.value, clock(one.at), one.class_, one.reason))) for one in events(lines)]


def clock(at: int) -> str:
    return f"{at // 3600 % 24:02}:{at // 60 % 60:02}"


def problems(lines: list[str], **options: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        run(lines, **options)
    return [str(problem) for problem in caught.value.problems]


def noted(lines: list[str], words: str, **options: object) -> bool:
    return any(words in note for note in run(lines, **options).notes)


def test_a_plain_incident_is_reported_taken_resolved_and_closed() -> None:
    lines = log("New|08:05", "Active|08:30", "Resolved|10:00", "Closed|06-03-2016 10:00")
    assert told(lines) == ["reported 08:00 ordinary", "acknowledged 08:30", "resolved 10:00", "closed 10:00"]


def test_every_event_says_that_it_was_imported_and_from_where() -> None:
    for event in events(log("New|08:05", "Resolved|10:00")):
        assert (event.imported, event.source, event.ticket) == (True, "servicenow", "INC1")


def test_the_report_is_the_customers_by_phone() -> None:
    (report, *_) = events(log("New|08:05"))
    assert (report.by, report.channel) == (Role.CUSTOMER, "phone")


def test_waiting_for_the_user_is_a_question_and_its_end_is_nobodys() -> None:
    lines = log("Active|08:10", "Awaiting User Info|09:00", "Active|11:00")
    assert told(lines)[2:] == ["asked 09:00 waiting_client", "resumed 11:00 waiting_client"]
    assert events(lines)[-1].by is Role.SYSTEM


@pytest.mark.parametrize(
    ("state", "reason"),
    [("Awaiting Vendor", "third_party"), ("Awaiting Evidence", "waiting_client"), ("Awaiting Problem", "problem")],
)
def test_other_waits_are_pauses_with_their_reason(state: str, reason: str) -> None:
    lines = log("Active|08:10", f"{state}|09:00", "Resolved|11:00")
    assert told(lines)[2:] == [f"paused 09:00 {reason}", f"resumed 11:00 {reason}", "resolved 11:00"]


def test_one_wait_can_follow_another() -> None:
    lines = log("Active|08:10", "Awaiting User Info|09:00", "Awaiting Problem|10:00", "Resolved|11:00")
    assert told(lines)[3:5] == ["resumed 10:00 waiting_client", "paused 10:00 problem"]


def test_a_new_ticket_that_waits_for_others_was_taken_first() -> None:
    assert told(log("New|08:05", "Awaiting Problem|09:00"))[1:] == ["acknowledged 09:00", "paused 09:00 problem"]


def test_a_question_is_no_acknowledgement() -> None:
    assert told(log("New|08:05", "Awaiting User Info|09:00"))[1:] == ["asked 09:00 waiting_client"]


def test_repeated_resolved_rows_are_one_resolution() -> None:
    lines = log("New|08:05", "Resolved|09:00", "Resolved|10:00", ends="01-03-2016 10:00,?")
    assert told(lines)[1:] == ["resolved 09:00"]
    assert noted(lines, "another resolved_at than their last change to Resolved, the change counts: 1")


def test_a_reopening_is_the_customers_when_the_count_rose() -> None:
    lines = log("New|08:05", "Resolved|09:00", "Active|10:00|reopen=1", "Resolved|11:00|reopen=1")
    assert told(lines)[1:] == ["resolved 09:00", "reopened 10:00", "resolved 11:00"]
    assert events(lines)[2].by is Role.CUSTOMER


def test_a_reopening_without_a_raised_count_is_the_providers() -> None:
    lines = log("New|08:05", "Resolved|09:00", "Active|10:00")
    assert events(lines)[-1].kind is Kind.REOPENED
    assert events(lines)[-1].by is Role.PROVIDER


def test_a_late_row_of_an_older_counter_reopens_nothing() -> None:
    lines = log("New|08:05|mod=1", "Resolved|09:00|mod=2", "New|09:07|mod=1", "Closed|12:00|mod=3")
    assert told(lines)[1:] == ["resolved 09:00", "closed 12:00"]
    assert noted(lines, "stale, left out: 1")


def test_a_change_of_priority_is_a_classification() -> None:
    lines = log("New|08:05", "New|08:20|priority=1 - Critical", "New|08:30|priority=4 - Low")
    assert told(lines)[1:] == ["classified 08:20 critical", "classified 08:30 ordinary"]


def test_a_change_of_priority_within_a_class_is_only_counted() -> None:
    lines = log("New|08:05", "New|08:20|priority=4 - Low")
    assert len(events(lines)) == 1
    assert noted(lines, "changes of priority within a class, no event made: 1")


def test_classes_can_be_named_by_the_option() -> None:
    classes = {"3 - Moderate": "powazny", "critical": "krytyczny"}
    found = events(log("New|08:05", "New|08:20|priority=1 - Critical"), classes=classes)
    assert [event.class_ for event in found] == ["powazny", "krytyczny"]


def test_a_priority_without_a_class_is_a_bad_row() -> None:
    assert "log.csv:2: priority: 'P9' has no class" in problems(log("New|08:05|priority=P9"))[0]


def test_rows_before_the_opening_count_from_the_opening() -> None:
    lines = log("Active|07:10", "Resolved|09:00")
    assert told(lines) == ["reported 08:00 ordinary", "acknowledged 08:00", "resolved 09:00"]
    assert noted(lines, "rows dated before their ticket was opened, what they changed set to the opening: 1")


def test_the_rows_are_followed_in_time_and_then_by_their_counter() -> None:
    lines = log("New|08:05|mod=0", "Resolved|09:00|mod=3", "Active|09:00|mod=2")
    assert told(lines)[1:] == ["acknowledged 09:00", "resolved 09:00"]


def test_a_closing_without_a_resolved_row_takes_the_resolution_from_the_column() -> None:
    lines = log("Active|08:10", "Closed|12:00", ends="01-03-2016 11:00,01-03-2016 12:00")
    assert told(lines)[2:] == ["resolved 11:00", "closed 12:00"]
    assert noted(lines, "taken from resolved_at: 1")


def test_a_resolution_before_the_last_open_row_is_moved_to_it() -> None:
    lines = log("Active|08:10", "Closed|12:00", ends="01-03-2016 07:00,01-03-2016 12:00")
    assert told(lines)[2:] == ["resolved 08:10", "closed 12:00"]
    assert noted(lines, "moved to the nearest row: 1")


def test_a_wait_ends_where_the_column_says_that_it_was_resolved() -> None:
    lines = log("Awaiting User Info|09:00", "Closed|12:00", ends="01-03-2016 11:00,?")
    assert told(lines)[2:] == ["resumed 11:00 waiting_client", "resolved 11:00", "closed 12:00"]


def test_a_closing_without_any_resolution_is_told() -> None:
    assert noted(log("Active|08:10", "Closed|12:00"), "closed without any resolution that the log knows: 1")


def test_a_log_that_breaks_off_is_ended_by_its_columns() -> None:
    lines = log("New|08:05", "Active|08:10", ends="01-03-2016 11:00,06-03-2016 11:00")
    assert told(lines)[2:] == ["resolved 11:00", "closed 11:00"]


def test_an_old_resolution_does_not_end_a_reopened_ticket() -> None:
    lines = log("New|08:05", "Resolved|09:00", "Active|10:00|reopen=1", ends="01-03-2016 09:00,?")
    assert told(lines)[-1] == "reopened 10:00"


def test_one_row_an_incident_without_states_is_enough() -> None:
    lines = ["Number;Opened;Resolved;Closed", "INC1;2016-03-01 08:00;2016-03-01 09:00:30;?"]
    assert told(lines) == ["reported 08:00", "resolved 09:00"]
    assert noted(lines, "columns missing and done without: incident_state")


def test_columns_are_found_in_any_order_and_others_are_named_as_unused() -> None:
    header = "Extra," + ",".join(reversed(HEADER.split(",")))
    row = "x," + ",".join(reversed(f"INC1,Active,0,0,{OPENED},01-03-2016 08:30,Phone,2 - High,?,?".split(",")))
    assert told([header, row]) == ["reported 08:00 serious"]
    assert noted([header, row], "columns not used: Extra")


@pytest.mark.parametrize("opened", ["01-03-2016 08:00", "1.3.2016 08:00", "2016-03-01 08:00:00", "2016-03-01T08:00Z"])
def test_times_are_read_in_the_ways_of_this_source(opened: str) -> None:
    assert told(log("New|08:05", opened=opened))[0] == "reported 08:00 ordinary"


def test_times_are_read_in_the_zone() -> None:
    (report, *_) = IMPORTERS["servicenow"](log("New|08:05"), zone="Europe/Warsaw").evidence.events
    assert clock(report.at) == "07:00"


def test_a_time_that_comes_twice_is_the_first_and_is_told() -> None:
    lines = log("New|31-10-2027 02:30", opened="31-10-2027 02:30")
    imported = IMPORTERS["servicenow"](lines, zone="Europe/Warsaw")
    assert clock(imported.evidence.events[0].at) == "00:30"
    assert any("the clocks change in Europe/Warsaw: 1 (31-10-2027 02:30)" in note for note in imported.notes)


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Europe/Warsaw"):
        IMPORTERS["servicenow"](log("New|08:05"), zone="Europe/Warszawa")


@pytest.mark.parametrize("state", ["-100", "?", ""])
def test_a_row_of_unknown_state_changes_no_state(state: str) -> None:
    lines = log("Active|08:10", f"{state}|09:00", "Resolved|10:00")
    assert told(lines)[1:] == ["acknowledged 08:10", "resolved 10:00"]
    assert noted(lines, "rows without a known state, read as if the state stayed: 1")


def test_a_state_of_ones_own_needs_the_option() -> None:
    lines = log("New|08:05", "Parked|09:00")
    assert "'Parked' is not a known state" in problems(lines)[0]
    assert events(lines, states={"Parked": "awaiting_vendor"})[-1].reason == "third_party"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (log("New|08:05", opened="30-02-2016 08:00"), "log.csv:2: opened_at: '30-02-2016 08:00' is not a time"),
        (log("New|?"), "log.csv:2: sys_updated_at: "),
        (log("New|08:05|mod=x"), "sys_mod_count: 'x' is not a count"),
        ([HEADER, "INC1,New"], "log.csv:2: has cells: 2, where the header has 10"),
        ([HEADER, "?,New,0,0,01-03-2016 08:00,01-03-2016 08:00,?,?,?,?"], "number: must not be empty"),
        ([], "has no header row"),
        (["a,b,c", "1,2,3"], "has no column 'number'"),
        (["number,priority"], "has no column 'opened_at'"),
        (["number,number,opened_at"], "has 2 columns 'number'"),
    ],
)
def test_what_cannot_be_read_is_named_by_line_and_column(lines: list[str], words: str) -> None:
    assert words in problems(lines)[0]


def test_bad_rows_can_be_skipped_and_are_then_listed() -> None:
    lines = log("New|08:05", "New|99:99", "Resolved|10:00")
    assert len(problems(lines)) == 1
    notes = run(lines, skip_bad=True).notes
    assert "bad rows left out, as skip_bad asks: 1" in notes
    assert any(note.startswith("log.csv:3: sys_updated_at") for note in notes)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"clases": {}}, "did you mean 'classes'?"),
        ({"classes": "x"}, "is not a mapping"),
        ({"states": {"New": "nwe"}}, "'nwe' is not a state (did you mean 'new'?)"),
        ({"service_column": "cmdb_ci"}, "has no column 'cmdb_ci'"),
        ({"skip_bad": "perhaps"}, "is neither true nor false"),
    ],
)
def test_a_wrong_option_is_refused(options: dict[str, object], words: str) -> None:
    assert words in problems(log("New|08:05"), **options)[0]


def test_the_service_is_given_once_or_by_a_column() -> None:
    lines = log("New|08:05")
    assert events(lines, service="erp")[0].service == "erp"
    assert events(lines, service_column="contact_type")[0].service == "Phone"


_CELLS = st.text(max_size=12) | st.sampled_from(["INC1", "New", "Closed", "?", "1", OPENED, "2016-03-01 09:00"])


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=10).map(",".join), max_size=4))
def test_any_cells_are_read_or_refused(rows: list[str]) -> None:
    for lines in ([HEADER, *rows], rows):
        with suppress(InputError):
            assert run(lines, skip_bad=True).notes


def test_the_real_log_gives_every_ticket_one_report_and_one_closing(incidents: list[str]) -> None:
    kinds = Counter(event.kind for event in events(incidents))
    assert kinds[Kind.REPORTED] == kinds[Kind.CLOSED] == 511
    assert len({event.ticket for event in events(incidents)}) == 511


def test_every_change_of_state_in_the_real_log_is_an_event(incidents: list[str]) -> None:
    kinds = Counter(event.kind.value for event in events(incidents))
    assert kinds == {
        "reported": 511,
        "acknowledged": 309,
        "asked": 185,
        "paused": 21,
        "resumed": 206,
        "classified": 26,
        "resolved": 515,
        "reopened": 4,
        "closed": 511,
    }


def test_each_ticket_of_the_real_log_stays_in_order(incidents: list[str]) -> None:
    by_ticket: dict[str, list[TicketEvent]] = {}
    for event in events(incidents):
        by_ticket.setdefault(event.ticket, []).append(event)
    for own in by_ticket.values():
        assert [event.id for event in own] == [f"servicenow:{own[0].ticket}:{n:04}" for n in range(len(own))]
        assert own[0].kind is Kind.REPORTED


def test_the_last_resolution_of_the_real_log_is_its_column_or_is_told(incidents: list[str]) -> None:
    column = {row["number"]: row["resolved_at"] for row in csv.DictReader(incidents)}
    last = {event.ticket: event.at for event in events(incidents) if event.kind is Kind.RESOLVED}
    expected = {ticket: moment(text) for ticket, text in column.items() if text != "?"}
    assert sum(last[ticket] != at for ticket, at in expected.items()) == 11
    assert all(last[ticket] <= at for ticket, at in expected.items())


def moment(text: str) -> int:
    return int(datetime.strptime(f"{text} +0000", "%d-%m-%Y %H:%M %z").timestamp())


def test_the_real_log_in_any_order_gives_the_same_evidence(incidents: list[str]) -> None:
    rows = incidents[1:]
    random.Random(7).shuffle(rows)
    assert run([incidents[0], *rows]).evidence == run(incidents).evidence


def test_the_real_log_with_its_dates_written_otherwise_is_the_same(incidents: list[str]) -> None:
    dates = re.compile(r"0?(\d+)-0?(\d+)-(\d{4}) ")
    slashed = [dates.sub(r"\1/\2/\3 ", line) for line in incidents]
    assert slashed[1] != incidents[1]
    assert run(slashed).evidence == run(incidents).evidence


@pytest.mark.parametrize("rows", [2, 100, 1001, 2222])
def test_a_part_of_the_real_log_still_ends_every_ticket(incidents: list[str], rows: int) -> None:
    kinds = Counter(event.kind for event in events(incidents[:rows]))
    assert kinds[Kind.REPORTED] == kinds[Kind.CLOSED]


def test_the_real_log_survives_writing_and_reading(incidents: list[str]) -> None:
    evidence = run(incidents).evidence
    assert read_lines(write_lines(evidence)) == evidence
