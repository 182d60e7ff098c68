"""Every row of an export is accounted for: imported, merged into another, or left out and why."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.importers import IMPORTERS
from gwarant.sla.evidence.account import Account

EXPORTS = Path(__file__).parent / "exports"
SNOW = (
    "number,incident_state,opened_at,sys_updated_at,priority",
    [
        "INC1,New,2026-03-02 09:00,2026-03-02 09:00,1 - Critical",
        "INC1,Active,2026-03-02 09:00,2026-03-02 09:30,1 - Critical",
        "INC1,Active,2026-03-02 09:00,2026-03-02 09:40,1 - Critical",
        "INC1,Resolved,2026-03-02 09:00,2026-03-02 10:00,1 - Critical",
        "INC2,Foo,2026-03-02 09:00,2026-03-02 09:00,1 - Critical",
        "INC2,New,2026-03-02 09:00,?,1 - Critical",
    ],
)
LOG = (
    "at,service,state",
    [
        "2026-03-02 09:00,shop,UP",
        "2026-03-02 09:00,shop,CRITICAL",
        "2026-03-02 10:00,shop,PAUSED",
        "2026-03-02 11:00,blog,up",
        "yesterday,blog,down",
        "2026-03-02 11:00,blog,so-so",
    ],
)
WIDE = (
    "Key,Created,Done,Prio",
    [
        "T-1,2026-03-02 09:00,,high",
        "T-1,2026-03-02 09:00,2026-03-02 12:00,high",
        "T-1,2026-03-02 09:01,2026-03-02 12:00,high",
        "T-2,,,high",
        "T-3,soon,2026-03-02 12:00,high",
    ],
)
STORY = (
    "Key,When,State",
    [
        "T-1,2026-03-02 09:00,New",
        "T-1,2026-03-02 09:10,New",
        "T-1,2026-03-02 09:20,In Progress",
        "T-1,2026-03-02 09:30,Resolved",
        "T-2,2026-03-02 09:30,Moved",
        "T-2,2026-03-02 09:30,So so",
    ],
)
LONG = (
    "Key,When,What",
    [
        "T-1,2026-03-02 09:00,Open",
        "T-1,2026-03-02 09:10,Reassignment",
        "T-1,2026-03-02 09:20,Hummed",
        "T-1,2026-03-02 09:20,Sang",
    ],
)
TICKET = {"ticket": "Key", "at": "When"}
KINDS = [
    ("servicenow", SNOW, {}),
    ("status-log", LOG, {"log": "changes", "every": "5m"}),
    ("status-log", LOG, {"log": "checks", "every": "5m", "states": {"paused": "-"}}),
    (
        "csv",
        WIDE,
        {"columns": {"ticket": "Key", "class": "Prio"}, "events": {"reported": "Created", "resolved": "Done"}},
    ),
    ("csv", STORY, {"columns": {**TICKET, "state": "State"}, "states": {"Moved": "-"}}),
    ("csv", LONG, {"columns": {**TICKET, "kind": "What"}, "kinds": {"Hummed": "-"}}),
]
ODD = [",,,,", ",,", ",", "a,b", "", '"x', 'T-9,"a\nb",c', "1,2,3,4,5,6,7,8"]


@pytest.mark.parametrize(("kind", "table", "options"), KINDS)
@given(st.data())
def test_the_fates_of_the_rows_add_up_to_the_rows_of_the_file(
    kind: str, table: tuple[str, list[str]], options: dict[str, object], data: st.DataObject
) -> None:
    header, rows = table
    chosen = data.draw(st.lists(st.sampled_from([*rows, *rows, *ODD]), max_size=9))
    text = "\n".join([header, *chosen]) + "\n"
    found = IMPORTERS[kind](text, options={**options, "skip_bad": True})
    account = found.account
    assert not [*account.faults()]
    if '"x' not in chosen:
        assert account.rows == sum(bool(cells) for cells in csv.reader(text.splitlines(keepends=True))) - 1
    made = sum(len(rows) for rows in (found.evidence.events, found.evidence.checks, found.evidence.states))
    assert (account.imported == 0) == (made == 0)


@pytest.mark.parametrize(
    ("number", "fates"),
    [
        (0, {"imported": 3, "quiet": 1, "unreadable": 2}),
        (1, {"imported": 2, "timeless": 2, "unreadable": 2}),
        (2, {"imported": 3, "unwanted": 1, "unreadable": 2}),
        (3, {"imported": 2, "eventless": 1, "unreadable": 2}),
        (4, {"imported": 3, "quiet": 1, "unwanted": 1, "unreadable": 1}),
        (5, {"imported": 2, "unwanted": 1, "unreadable": 1}),
    ],
)
def test_each_row_meets_the_fate_that_it_should(number: int, fates: dict[str, int]) -> None:
    kind, (header, rows), options = KINDS[number]
    text = "\n".join([header, *rows, rows[0], ",".join("" for _ in header.split(","))])
    account = IMPORTERS[kind](text, options={**options, "skip_bad": True}).account
    assert account.fates == {"imported": 0, **fates, "repeated": 1, "blank": 1}
    assert account.rows == len(rows) + 2


@pytest.mark.parametrize("kind", ["jira", "zammad"])
def test_issues_and_tickets_of_helpdesks_are_accounted_for_too(kind: str) -> None:
    text = (EXPORTS / f"{kind}.json").read_text(encoding="utf-8")
    whole = IMPORTERS[kind](text).account
    assert (whole.rows, [*whole.fates]) == (whole.imported, ["imported"])
    twice = IMPORTERS[kind](text + text).account
    assert twice.imported == whole.imported
    assert twice.rows == whole.rows + twice.replaced
    broken = IMPORTERS[kind](text + "\n[7]\n{nonsense\n", options={"skip_bad": True}).account
    assert broken.unreadable >= 1
    assert broken.imported + broken.unreadable == broken.rows


def test_the_command_line_says_it_in_words_and_as_json_and_hands_it_on(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("\n".join([LONG[0], *LONG[1], LONG[1][0]]), encoding="utf-8")
    words = ["evidence", "import", str(tmp_path / "in.csv"), "--from", "csv", "-o", str(tmp_path / "out")]
    words += [
        "--map",
        "ticket=Key",
        "--map",
        "at=When",
        "--map",
        "kind=What",
        "--kind",
        "Hummed=-",
        "--kind",
        "*=noted",
    ]
    told = CliRunner().invoke(app, words)
    said = "5 rows of an export (csv): 3 imported, 1 merged, because they repeat another, 1 left out as asked"
    assert said in told.stderr
    found = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert found["exports"] == [{"source": "csv", "rows": 5, "imported": 3, "repeated": 1, "unwanted": 1}]
    assert said in CliRunner().invoke(app, ["evidence", "check", str(tmp_path / "out")]).stderr


def test_an_account_says_what_was_merged_left_out_and_lost() -> None:
    one = Account(rows=10, imported=4, repeated=1, replaced=1, quiet=1, unreadable=3)
    assert (one.merged, one.left_out, one.lost) == (2, 4, 3)
