"""A status log read as changes and as single checks."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.model import State
from gwarant.sla.problem import InputError

LOG = [
    "at,service,state,http_code,total_ms",
    "2026-08-11T10:00:00+00:00,Shop,up,200,51",
    "2026-08-11T10:00:30+00:00,My Blog,up,200,70",
    "2026-08-11T11:00:00+00:00,Shop,down,0,0",
    "2026-08-11T11:10:00+00:00,Shop,up,200,60",
    "2026-08-11T12:00:00+00:00,My Blog,degraded,503,9000",
]


def run(lines: list[str], **options: object) -> Imported:
    return IMPORTERS["status-log"](lines, zone="UTC", options={"every": "5m", **options}, file="log.csv")


def problems(lines: list[str], **options: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        run(lines, **options)
    return [str(problem) for problem in caught.value.problems]


def test_a_change_holds_until_the_services_next_row_or_the_end_of_the_log() -> None:
    shop = [one for one in run(LOG, log="changes").evidence.states if one.service == "Shop"]
    assert [(one.state, (one.end - one.start) // 60_000) for one in shop] == [
        (State.UP, 60),
        (State.DOWN, 10),
        (State.UP, 50),
    ]


def test_an_interval_says_how_often_the_monitor_looked_and_from_no_place() -> None:
    interval = run(LOG, log="changes").evidence.states[0]
    assert (interval.every, interval.place, interval.code) == (300, "", "200")


def test_the_last_row_of_the_log_holds_for_no_time_and_is_told() -> None:
    notes = run(LOG, log="changes").notes
    assert any(note.startswith("rows that hold for no time") and note.endswith(": 1") for note in notes)


def test_the_longest_state_without_another_row_is_told() -> None:
    assert "the longest state held without another row lasts 2.0 hours" in run(LOG, log="changes").notes


def test_a_check_is_one_look() -> None:
    checks = run(LOG, log="checks", timeout="10s").evidence.checks
    assert len(checks) == 5
    assert (checks[0].every, checks[0].timeout, checks[0].code, checks[0].duration) == (300, 10, "200", 51)


def test_checks_that_cover_little_say_so() -> None:
    assert any("say log: changes" in note for note in run(LOG, log="checks").notes)


def test_names_of_services_stay_as_they_stand() -> None:
    assert {one.service for one in run(LOG, log="checks").evidence.checks} == {"Shop", "My Blog"}


def test_without_the_reading_the_difference_is_explained() -> None:
    (problem,) = problems(LOG)
    assert "option log: is missing" in problem
    assert "holds until the service's next row" in problem
    assert "one look that says nothing about the time between" in problem


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"log": "change"}, "'change' is not a reading of a log"),
        ({"log": "changes", "every": ""}, "'' is not a length of time"),
        ({"log": "changes", "every": 0}, "option every: is missing"),
        ({"log": "changes", "every": "often"}, "'often' is not a length of time"),
        ({"log": "changes", "timeout": 10}, "belongs to single looks"),
        ({"log": "changes", "interval": 5}, "is not an option"),
    ],
)
def test_a_wrong_option_is_refused(options: dict[str, object], words: str) -> None:
    assert words in problems(LOG, **options)[0]


@pytest.mark.parametrize("every", [300, "300", "300s", "5m", "PT5M"])
def test_the_time_between_looks_is_written_in_several_ways(every: object) -> None:
    assert run(LOG, log="changes", every=every).evidence.states[0].every == 300


def test_times_without_an_offset_are_read_in_the_zone() -> None:
    lines = ["timestamp;service;status", "2026-08-11 12:00:00;Shop;UP", "2026-08-11T10:00:01Z;Shop;down"]
    imported = IMPORTERS["status-log"](lines, zone="Europe/Warsaw", options={"log": "checks", "every": 60})
    first, second = imported.evidence.checks
    assert second.at - first.at == 1000
    assert "times without an offset were read in the zone Europe/Warsaw" in imported.notes


def test_rows_need_not_be_in_order() -> None:
    assert run([LOG[0], *reversed(LOG[1:])], log="changes").evidence == run(LOG, log="changes").evidence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("yesterday,Shop,up,200,1", "log.csv:7: at: 'yesterday' is not a time"),
        ("2026-08-11T12:00:00Z,,up,200,1", "log.csv:7: service: must not be empty"),
        (
            "2026-08-11T12:00:00Z,Shop,upp,200,1",
            "state: 'upp' is not known here (did you mean 'up'?; or say what it means",
        ),
        ("2026-08-11T12:00:00Z,Shop,up,200,-1", "total_ms: '-1' is not a number of milliseconds"),
        ("2026-08-11T12:00:00Z,Shop,up,200,nan", "total_ms: 'nan' is not a number"),
        ("2026-08-11T12:00:00Z,Shop", "has cells: 2, where the header has 5"),
        ('2026-08-11T12:00:00Z,"Shop,up,200,1', "log.csv:7: opens a quote that nothing closes"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(row: str, words: str) -> None:
    assert words in problems([*LOG, row], log="checks")[0]


def test_bad_rows_can_be_skipped_and_are_then_listed() -> None:
    imported = run([*LOG, "2026-08-11T12:00:00Z,Shop,on,200,1"], log="checks", skip_bad="true")
    assert len(imported.evidence.checks) == 5
    assert any("state: 'on' is not known" in note for note in imported.notes)


def test_a_log_without_rows_gives_no_evidence() -> None:
    for log in ("changes", "checks"):
        assert run(LOG[:1], log=log).evidence.sources == ("status-log",)


@given(st.lists(st.text(max_size=60), max_size=4), st.sampled_from(["changes", "checks"]))
def test_any_text_is_read_or_refused(rows: list[str], log: str) -> None:
    for lines in (rows, [LOG[0], *rows]):
        with suppress(InputError):
            run(lines, log=log)


def test_the_real_log_as_changes_covers_nearly_all_the_time(status_log: list[str]) -> None:
    states = run(status_log, log="changes").evidence.states
    whole = (max(one.end for one in states) - min(one.start for one in states)) * 18
    assert len(states) == 313
    assert sum(one.end - one.start for one in states) / whole > 0.8


def test_the_real_log_as_checks_covers_hardly_any(status_log: list[str]) -> None:
    imported = run(status_log, log="checks")
    assert len(imported.evidence.checks) == 314
    assert "such checks cover at most 0.6% of the time" in imported.notes[1]


@pytest.mark.parametrize("log", ["changes", "checks"])
def test_the_real_log_survives_writing_and_reading(status_log: list[str], log: str) -> None:
    evidence = run(status_log, log=log).evidence
    assert read_lines(write_lines(evidence)) == evidence
