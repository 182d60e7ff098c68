"""A log that begins in the middle: nobody saw what went before its first row, and nothing is made of that."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.assessment import assess
from gwarant.sla.assessment.codes import BEGUN
from gwarant.sla.bulk.count import count_tickets
from gwarant.sla.clocks.codes import BEGAN_BEFORE
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.problem import InputError
from gwarant.sla.terms import Terms

WORDING = parse("""
apiVersion: sla/v1
kind: Contract
metadata: {id: R-23, version: 1, status: signed, signed: {date: 2025-12-20}}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: EUR, money: {round: half-up, scale: 2}}
parties: {provider: {name: House}, client: {name: Client}}
calendars: {always: {week: 24/7, holidays: none}}
classes: [{id: critical}]
clocks: {response: {stop: first_human_reply}, resolution: {stop: resolved}}
pauses: {waiting_client: {start: question_sent, stop: client_reply}}
targets: {critical: {response: [1h, always], resolution: [4h, always]}}
""").required()
HEAD = "number,incident_state,sys_mod_count,opened_at,sys_updated_at,priority"
LATE_END = 1_780_000_000
WHOLE = """\
INC9,New,0,2026-03-01 09:00,2026-03-01 09:00,1
INC9,Active,1,2026-03-01 09:00,2026-03-01 09:10,1
INC9,Resolved,2,2026-03-01 09:00,2026-03-01 09:20,1
""".splitlines()


def rows(ticket: str, *changes: tuple[int, str, str], opened: str = "09:00") -> list[str]:
    return [f"{ticket},{state},{n},2026-03-02 {opened},2026-03-02 {at},1" for n, at, state in changes]


def snow(lines: Sequence[str]) -> Imported:
    return IMPORTERS["servicenow"]([HEAD, *WHOLE, *lines], zone="UTC")


def csv(text: str) -> Imported:
    columns = {"ticket": "K", "at": "W", "state": "S"}
    return IMPORTERS["csv"](f"K,W,S\n{text}", zone="UTC", options={"columns": columns, "default_class": "critical"})


def verdicts(found: Imported) -> dict[tuple[str, str], Verdict]:
    terms = Terms(WORDING)
    read = (one for ticket in tickets_of(found.evidence.events) for one in read_clocks(ticket, terms, LATE_END))
    return {(one.ticket, one.clock): one.verdict for one in read}


@pytest.mark.parametrize(
    ("changes", "response", "resolution"),
    [
        ([(3, "09:30", "Active"), (4, "10:00", "Resolved")], Verdict.MET, Verdict.MET),
        ([(3, "12:30", "Active"), (4, "12:40", "Resolved")], Verdict.COULD_NOT_CHECK, Verdict.MET),
        ([(3, "12:30", "Active"), (4, "14:00", "Resolved")], Verdict.COULD_NOT_CHECK, Verdict.COULD_NOT_CHECK),
        ([(3, "12:30", "Active"), (4, "17:00", "Resolved")], Verdict.COULD_NOT_CHECK, Verdict.BREACHED),
        ([(3, "12:30", "Awaiting User Info"), (4, "12:40", "Active")], Verdict.COULD_NOT_CHECK, Verdict.BREACHED),
        ([(0, "12:30", "Active"), (1, "14:00", "Resolved")], Verdict.BREACHED, Verdict.BREACHED),
    ],
)
def test_late_is_what_the_time_that_was_seen_makes_late(
    changes: list[tuple[int, str, str]], response: Verdict, resolution: Verdict
) -> None:
    found = verdicts(snow(rows("INC1", *changes)))
    assert (found["INC1", "response"], found["INC1", "resolution"]) == (response, resolution)


def test_import_and_assessment_tell_it() -> None:
    found = snow(rows("INC1", (3, "12:30", "Active"), (4, "14:00", "Resolved")))
    assert any(
        note.startswith("tickets whose log begins in the middle") and note.endswith(": 1") for note in found.notes
    )
    month = assess([WORDING], found.evidence, "2026-03")
    assert BEGUN(tickets=1) in month.notes
    reasons = {one.reason for one in month.readings if one.ticket == "INC1"}
    assert reasons == {BEGAN_BEFORE(since=found.evidence.events[-2].at)}


def test_without_a_counter_the_time_since_the_opening_tells_it() -> None:
    lines = [line.split(",") for line in rows("INC1", (0, "12:30", "Active"), (0, "12:45", "Resolved"))]
    lines += [line.replace("INC9", "INC8").split(",") for line in WHOLE]
    bare = [
        ",".join(cells[:2] + cells[3:]) for cells in ([*HEAD.split(",")], *(line.split(",") for line in WHOLE), *lines)
    ]
    found = verdicts(IMPORTERS["servicenow"](bare, zone="UTC"))
    assert found["INC1", "response"] is Verdict.COULD_NOT_CHECK
    assert found["INC9", "response"] is found["INC8", "response"] is Verdict.MET


def test_where_most_tickets_begin_as_new_one_that_does_not_was_reported_before() -> None:
    found = csv(
        "A,2026-03-02 09:00,New\nA,2026-03-02 09:30,In Progress\nA,2026-03-02 10:00,Resolved\n"
        "B,2026-03-02 09:00,Open\nB,2026-03-02 10:30,Resolved\n"
        "C,2026-03-02 09:00,On hold\nC,2026-03-02 10:30,Resolved\n"
    )
    assert {clock: one for (ticket, clock), one in verdicts(found).items() if ticket == "C"} == {
        "response": Verdict.COULD_NOT_CHECK,
        "resolution": Verdict.COULD_NOT_CHECK,
    }
    assert any("begins in the middle" in note and note.endswith("1 (C)") for note in found.notes)


def test_a_tool_without_a_state_for_new_tickets_reports_with_the_first_row_and_answers_with_no_row() -> None:
    found = csv("A,2026-03-02 09:00,Accepted\nA,2026-03-02 10:00,Resolved\n")
    assert verdicts(found) == {("A", "response"): Verdict.COULD_NOT_CHECK, ("A", "resolution"): Verdict.MET}


def test_files_and_heaps_of_tickets_say_the_same_and_keep_it() -> None:
    lines = [*rows("INC1", (3, "12:30", "Active"), (4, "14:00", "Resolved")), *rows("INC2", (5, "09:30", "Active"))]
    evidence = snow(lines).evidence
    text = [*write_lines(evidence)]
    assert read_lines(text).events == evidence.events
    found, heap = assess([WORDING], evidence, "2026-03"), "".join(text).encode()
    start, end = found.period.start, found.period.end
    counted = count_tickets([Terms(WORDING)], read_columns(lambda: [heap]), lambda: [heap], (start, end), end)
    tallies = {key[2]: dict(one) for key, one in counted.tallies.items()}
    assert tallies["response"] == {Verdict.COULD_NOT_CHECK: 1, Verdict.MET: 2}
    assert sum(one.could_not_check for one in found.kept) == sum(
        one.get(Verdict.COULD_NOT_CHECK, 0) for one in tallies.values()
    )


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('"kind":"replied","seen_from":"2026-03-02T10:00:00Z"', "stands in another event than the report"),
        ('"kind":"reported","seen_from":"2026-03-02T08:00:00Z"', "lies before the report"),
        ('"kind":"reported","seen_from":"noon"', "seen_from"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(key: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        read_lines([f'{{"type":"ticket","id":"a","at":"2026-03-02T09:00:00Z","ticket":"T",{key}}}'])
    assert says in str(refused.value)


STATES = st.lists(st.sampled_from(["Active", "Awaiting User Info", "On Hold"]), max_size=4)


@settings(max_examples=examples(80))
@given(STATES, st.lists(st.integers(1, 150), min_size=6, max_size=6), st.integers(1, 5))
def test_a_log_that_lost_its_beginning_says_what_the_whole_log_says_or_that_nobody_knows(
    states: list[str], gaps: list[int], cut: int
) -> None:
    minutes, said = 540, []
    for number, (state, gap) in enumerate(zip(["New", *states, "Resolved"], [0, *gaps], strict=False)):
        minutes += gap
        said.append((number, f"{minutes // 60 % 24:02}:{minutes % 60:02}", state))
    said = [one for one in said if one[1] >= "09:00"]
    whole, part = verdicts(snow(rows("INC1", *said))), verdicts(snow(rows("INC1", *said[cut:])))
    for key in part:
        assert part[key] in (whole[key], Verdict.COULD_NOT_CHECK)
