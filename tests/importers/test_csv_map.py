"""Any CSV by a map of columns."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.problem import InputError

LONG = ["Key,What,When,Severity", "T-1,Reported,2026-03-02 08:00,high", "T-1,Resolved,2026-03-02 09:00,"]
LONG_MAP = {"columns": {"ticket": "Key", "kind": "What", "at": "When", "class": "Severity"}}
WIDE = ["Key,Created,First reply,Done,Prio", "T-1,2026-03-02 08:00,2026-03-02 08:30,,A", "T-2,,,,B"]
WIDE_MAP = {
    "columns": {"ticket": "Key", "class": "Prio"},
    "constants": {"service": "shop", "channel": "email"},
    "events": {"reported": "Created", "replied": "First reply", "resolved": "Done"},
}


def run(lines: list[str], options: dict[str, object], zone: str = "UTC") -> Imported:
    return IMPORTERS["csv"](lines, zone=zone, options=options, file="t.csv")


def problems(lines: list[str], options: dict[str, object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        run(lines, options)
    return [str(problem) for problem in caught.value.problems]


def test_each_row_becomes_a_row_of_evidence() -> None:
    events = run(LONG, LONG_MAP).evidence.events
    assert [(event.kind, event.class_, event.ticket) for event in events] == [
        (Kind.REPORTED, "high", "T-1"),
        (Kind.RESOLVED, "", "T-1"),
    ]


def test_imported_events_say_so() -> None:
    assert all(event.imported and event.source == "csv" for event in run(LONG, LONG_MAP).evidence.events)


def test_a_report_is_the_customers_unless_it_is_said_who_made_it() -> None:
    assert run(LONG, LONG_MAP).evidence.events[0].by is Role.CUSTOMER
    said = run(LONG, {**LONG_MAP, "constants": {"by": "system"}})
    assert said.evidence.events[0].by is Role.SYSTEM


def test_ids_depend_on_the_content_only_and_are_the_same_every_time() -> None:
    first, second = (run(LONG, LONG_MAP).evidence.events for _ in range(2))
    assert first == second
    assert len({event.id for event in first}) == 2
    assert first[0].id.startswith("csv:0000002:")


def test_in_wide_mode_every_filled_column_is_an_event() -> None:
    imported = run(WIDE, WIDE_MAP)
    assert [(event.kind, event.class_, event.channel, event.service) for event in imported.evidence.events] == [
        (Kind.REPORTED, "A", "email", "shop"),
        (Kind.REPLIED, "", "", "shop"),
    ]
    assert "rows without a time in any of the event columns, nothing made of them: 1" in imported.notes


def test_in_wide_mode_a_classification_keeps_the_class() -> None:
    options = {"columns": WIDE_MAP["columns"], "events": {"reported": "Created", "classified": "Done"}}
    events = run([WIDE[0], "T-1,2026-03-02 08:00,,2026-03-02 09:00,A"], options).evidence.events
    assert [event.class_ for event in events] == ["A", "A"]


def test_later_events_without_a_report_are_told() -> None:
    imported = run([WIDE[0], "T-1,,2026-03-02 08:30,,A"], WIDE_MAP)
    assert "rows with later events but without the report: 1" in imported.notes


def test_their_words_can_be_mapped_to_ours() -> None:
    options = {**LONG_MAP, "values": {"class": {"high": "critical"}}}
    assert run(LONG, options).evidence.events[0].class_ == "critical"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_in_the_header(delimiter: str) -> None:
    lines = [line.replace(",", delimiter) for line in LONG]
    assert run(lines, LONG_MAP).evidence == run(LONG, LONG_MAP).evidence or delimiter != ","
    assert len(run(lines, LONG_MAP).evidence.events) == 2


def test_quoted_newlines_and_a_byte_order_mark_are_no_trouble() -> None:
    lines = [
        "\ufeffKey,What,When,Severity\r\n",
        'T-1,reported,2026-03-02 08:00,"very\r\n',
        'high"\r\n',
        "T-2,x,y,z\r\n",
    ]
    assert any("t.csv:4: What: 'x' is not known here" in one for one in problems(lines, LONG_MAP))
    assert run(lines[:3], LONG_MAP).evidence.events[0].class_ == "very\nhigh"


def test_a_time_format_of_ones_own() -> None:
    options = {**LONG_MAP, "time_format": "%m/%d/%Y %I:%M %p"}
    (event,) = run([LONG[0], "T-1,reported,03/02/2026 08:00 PM,"], options, zone="Europe/Warsaw").evidence.events
    assert event.at == 1772478000


def test_other_row_types_are_mapped_the_same_way() -> None:
    options = {"row": "time", "columns": {"from": "Start", "to": "End", "person": "Who", "emergency": "SOS"}}
    lines = ["Start;End;Who;SOS", "02.03.2026 08:00;02.03.2026 09:30;p7;tak"]
    (entry,) = run(lines, options).evidence.entries
    assert (entry.end - entry.start, entry.person, entry.emergency) == (5400, "p7", True)


def test_whole_numbers_are_read() -> None:
    options = {"row": "check", "columns": {"at": "t", "service": "s", "state": "up", "duration": "ms"}}
    (check,) = run(["t,s,up,ms", "2026-03-02 08:00,shop,UP,120"], options).evidence.checks
    assert check.duration == 120


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "T-1,repoted,2026-03-02 08:00,",
            "t.csv:4: What: 'repoted' is not known here (did you mean 'reported'?; say",
        ),
        ("T-1,reported,soon,", "t.csv:4: When: 'soon' is not a time of a day"),
        (",reported,2026-03-02 08:00,", "t.csv:4: Key: is missing from this ticket row"),
        ("T-1,classified,2026-03-02 08:00,", "t.csv:4: Severity: is missing"),
        ("T-1", "t.csv:4: has cells: 1, where the header has 4"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(row: str, words: str) -> None:
    assert words in problems([*LONG, row], LONG_MAP)[0]
    notes = run([*LONG, row], {**LONG_MAP, "skip_bad": True}).notes
    assert any(words in note for note in notes)


def test_an_id_that_comes_twice_is_refused() -> None:
    options = {"columns": {**LONG_MAP["columns"], "id": "Key"}}
    assert "t.csv:3: Key: 'T-1' stands in line 2 already" in problems(LONG, options)[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "a ticket row needs at, ticket, kind"),
        ({**LONG_MAP, "row": "tikcet"}, "did you mean 'ticket'?"),
        ({"columns": {"tickte": "Key"}}, "'tickte' is not a key of this row type (did you mean 'ticket'?)"),
        ({"columns": {**LONG_MAP["columns"], "kind": "Wat"}}, "has no column 'Wat' (did you mean 'What'?)"),
        ({**LONG_MAP, "constants": {"by": "customr"}}, "by: 'customr' is not known here"),
        ({**LONG_MAP, "constants": {"kind": "reported"}}, "kind stands in columns as well"),
        ({**LONG_MAP, "events": {"reported": "When"}}, "gives kind already"),
        ({"columns": {"ticket": "Key"}, "events": {"repored": "When"}}, "did you mean 'reported'?"),
        ({"row": "proof", "columns": {"duty": "Key"}, "events": {"reported": "When"}}, "makes ticket events only"),
        ({**LONG_MAP, "values": {"class": "x"}}, "is not a mapping"),
        ({**LONG_MAP, "values": {"colour": {}}}, "'colour' is not a key"),
        ({**LONG_MAP, "cols": {}}, "is not an option"),
    ],
)
def test_a_wrong_map_is_refused(options: dict[str, object], words: str) -> None:
    assert words in problems(LONG, options)[0]


def test_what_was_imported_survives_writing_and_reading() -> None:
    for lines, options in ((LONG, LONG_MAP), (WIDE, WIDE_MAP)):
        evidence = run(lines, options).evidence
        assert read_lines(write_lines(evidence)) == evidence


@given(st.lists(st.text(max_size=40), max_size=4), st.sampled_from(["", "%d", "%", "%Q", "%Y-%m-%d %H:%M"]))
def test_any_text_is_read_or_refused(rows: list[str], time_format: str) -> None:
    for lines in (rows, [LONG[0], *rows], [LONG[0], *(f"T,reported,{row},x" for row in rows)]):
        with suppress(InputError):
            run(lines, {**LONG_MAP, "time_format": time_format})
