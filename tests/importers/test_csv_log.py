"""Logs with an event a row by `csv`: of states, and of activities."""

import pytest

from gwarant.importers import IMPORTERS, Imported
from gwarant.importers.csv_log import BY_EVENT
from gwarant.importers.imported import SNAPSHOT
from gwarant.sla.evidence.model import Kind
from gwarant.sla.problem import InputError

INCIDENTS = """\
SR Number;Change Date+Time;Status;Sub Status;SR Latest Impact;Owner
1-36;2010-03-31T15:59:42+01:00;Accepted;In Progress;Medium;Frederic
1-36;2010-03-31T16:00:56+01:00;Accepted;In Progress;Medium;Frederic
1-36;2010-04-06T15:44:07+01:00;Accepted;Wait - User;High;Anne
1-36;2010-04-06T15:45:07+01:00;Accepted;In Progress;High;Anne
1-36;2010-04-07T15:44:07+01:00;Completed;Resolved;High;Anne
1-36;2010-04-08T15:44:07+01:00;Queued;Awaiting Assignment;High;Anne
1-36;2010-04-09T15:44:07+01:00;Completed;Closed;High;Anne
"""
STATES = {"ticket": "SR Number", "at": "Change Date+Time", "state": "Sub Status"}
ACTIVITIES = """\
Incident;Stamp;Activity
IM4;07-01-2013 08:17:17;Reassignment
IM4;04-11-2013 13:41:30;Update from customer
IM4;04-11-2013 13:51:18;Closed
IM5;04-11-2013 14:00:00;Open
"""
KINDS = {"ticket": "Incident", "at": "Stamp", "kind": "Activity"}


def run(text: str, columns: dict[str, str], **options: object) -> Imported:
    return IMPORTERS["csv"](text, options={"columns": columns, **options}, file="log.csv")


def told(found: Imported) -> list[str]:
    return [" ".join(filter(None, (one.kind.value, one.class_, one.reason))) for one in found.evidence.events]


def test_a_log_of_states_tells_the_story_of_each_ticket() -> None:
    columns = {**STATES, "class": "SR Latest Impact"}
    found = run(INCIDENTS, columns, classes={"high": "serious", "*": "ordinary"})
    assert told(found) == [
        "reported ordinary",
        "acknowledged",
        "paused waiting_client",
        "classified serious",
        "resumed waiting_client",
        "resolved",
        "reopened",
        "resolved",
        "closed",
    ]
    assert any("begins with another state than new" in note for note in found.notes)


def test_entering_a_state_may_be_an_event_of_a_kind() -> None:
    found = run(
        "K;W;S\nT;2026-03-02 09:00;New\nT;2026-03-02 10:00;Bypass\n",
        dict(zip(("ticket", "at", "state"), "KWS", strict=True)),
        kinds={"Bypass": "restored"},
    )
    assert told(found) == ["reported", "acknowledged", "restored"]


@pytest.mark.parametrize(
    ("columns", "options", "says"),
    [
        ({**STATES, "kind": "Status"}, {}, "kind: has no effect on a log of states"),
        (STATES, {"events": {"reported": "Change Date+Time"}}, "option events: has no effect on a log of states"),
        (STATES, {"classes": {"a": "b"}}, "option classes: has no effect: no column is read as class"),
        (STATES, {"states": {"Resolved": "solved"}}, "'solved' is not a state"),
        (STATES, {"report_first": True}, "option report_first: has no effect"),
    ],
)
def test_what_has_no_effect_on_it_is_refused(columns: dict[str, str], options: dict[str, object], says: str) -> None:
    with pytest.raises(InputError) as refused:
        run(INCIDENTS, columns, **options)
    assert says in str(refused.value)


LIST = "K,W,S\n21,2026-03-02 09:00,Closed\n22,2026-03-02 10:00,Resolved\n23,2026-03-02 11:00,In Progress\n"
KWS = {"ticket": "K", "at": "W", "state": "S"}


def test_a_list_of_states_is_no_log_and_tells_of_the_reports_alone() -> None:
    found = run(LIST, KWS)
    assert found.notes[:2] == (SNAPSHOT, BY_EVENT)
    assert [(one.ticket, one.kind, one.snapshot) for one in found.evidence.events] == [
        (ticket, Kind.REPORTED, "reported") for ticket in ("21", "22", "23")
    ]
    assert found.account.fates == {"imported": 3}


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ("8,2026-03-02 09:00,Closed\n", ["reported"]),
        ("8,2026-03-02 09:00,In Progress\n8,2026-03-02 09:30,In Progress\n", ["reported"]),
        ("8,2026-03-02 09:00,Resolved\n8,2026-03-09 09:00,Closed\n", ["reported", "resolved", "closed"]),
    ],
)
def test_a_ticket_of_a_log_that_was_not_seen_to_get_where_it_is_could_not_be_checked(
    rows: str, kinds: list[str]
) -> None:
    moving = "K,W,S\n7,2026-03-02 09:00,New\n7,2026-03-02 09:20,In Progress\n7,2026-03-02 10:00,Resolved\n"
    found = run(moving + rows, KWS)
    own = [one for one in found.evidence.events if one.ticket == "8"]
    assert ([one.kind.value for one in own], own[0].snapshot) == (kinds, "reported")
    assert not any(one.snapshot for one in found.evidence.events if one.ticket == "7")
    assert SNAPSHOT not in found.notes
    assert any(" 1 (8)" in note for note in found.notes)


def test_a_log_of_activities_without_a_report_says_so_and_takes_the_first_row_for_it_when_told() -> None:
    words = {"Update from customer": "-"}
    found = run(ACTIVITIES, KINDS, kinds=words)
    assert told(found) == ["assigned", "closed", "reported"]
    assert any("tickets without a report, which nobody can judge: 1 (IM4)" in note for note in found.notes)
    first = run(ACTIVITIES, KINDS, kinds=words, report_first=True, default_class="ordinary")
    assert told(first) == ["assigned", "reported ordinary", "closed", "reported ordinary"]
    assert not any("without a report" in note for note in first.notes)


def test_a_first_row_that_is_an_answer_is_no_answer_within_no_time() -> None:
    text = "K;W;S\nA;2026-03-02 09:00;replied\nB;2026-03-02 09:00;assigned\nB;2026-03-02 09:30;replied\n"
    found = run(text, dict(zip(("ticket", "at", "kind"), "KWS", strict=True)), report_first=True)
    marks = {one.ticket: one.seen_from for one in found.evidence.events if one.kind is Kind.REPORTED}
    assert marks == {"A": found.evidence.events[0].at, "B": None}
    assert any(note.startswith("of them tickets whose first row is an answer") for note in found.notes)


def test_a_word_for_no_event_is_named_once_for_all_its_rows() -> None:
    many = ACTIVITIES + "".join(f"IM6;04-11-2013 14:00:{second:02};Hummed\n" for second in range(40))
    with pytest.raises(InputError) as refused:
        run(many, KINDS, kinds={"Update from customer": "-"})
    last = refused.value.problems[-1]
    assert (len(refused.value.problems), last.line) == (3, 8)
    assert "'Hummed' is not known here, as in 37 more rows" in last.message
    assert "--kind 'Hummed=noted'" in last.hint


def test_a_ticket_told_by_two_rows_is_one_and_two_moments_of_its_report_are_refused() -> None:
    wide = {"columns": {"ticket": "K"}, "events": {"reported": "C", "resolved": "D"}}
    head = "K,C,D\nT,2026-03-02 09:00,\n"
    found = IMPORTERS["csv"](head + "T,2026-03-02 09:00,2026-03-02 12:00\n", options=wide)
    assert told(found) == ["reported", "resolved"]
    assert "rows that tell of a ticket what a row before told, of which only what is new was taken: 1" in found.notes
    with pytest.raises(InputError, match="2: C: ticket 'T' was reported at another moment in line 3"):
        IMPORTERS["csv"](head + "T,2026-03-02 09:30,2026-03-02 12:00\n", options=wide)


def test_two_moments_of_an_end_without_a_reopening_are_refused_and_neither_wins_in_silence() -> None:
    rows = "K,C,D,R\nT,2026-03-02 09:00,2026-03-02 12:00,\nT,2026-03-02 09:00,2026-03-04 12:00,2026-03-03 12:00\n"
    wide = {"columns": {"ticket": "K"}, "events": {"reported": "C", "resolved": "D"}}
    turned = "\n".join([rows.splitlines()[0], *rows.splitlines()[:0:-1]])
    for text, older, newer in ((rows, 2, 3), (turned, 3, 2)):
        said = f"{older}: D: ticket 'T' was resolved at another moment in line {newer}"
        with pytest.raises(InputError, match=said) as refused:
            IMPORTERS["csv"](text, options=wide)
        assert "leave out the older row" in refused.value.problems[0].hint
        skipped = IMPORTERS["csv"](text, options={**wide, "skip_bad": True})
        assert skipped.account.fates == {"imported": 1, "unreadable": 1}
        assert any(said in note for note in skipped.notes)
        assert max(one.at for one in skipped.evidence.events) == 1772625600  # 4 March, 12:00
    again = {"columns": {"ticket": "K"}, "events": {"reported": "C", "resolved": "D", "reopened": "R"}}
    assert told(IMPORTERS["csv"](rows, options=again)) == ["reported", "resolved", "reopened", "resolved"]
