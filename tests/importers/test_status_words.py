"""The words and numbers of the common monitors, read as our states, or asked about."""

import pytest

from gwarant.importers import IMPORTERS
from gwarant.sla.problem import InputError

CHECKS: dict[str, object] = {"log": "checks", "every": "5m"}


def read(*states: str, column: str = "state", **options: object) -> list[str]:
    rows = [f"2026-03-02 09:{number:02},shop,{state}" for number, state in enumerate(states)]
    text = "\n".join([f"at,service,{column}", *rows])
    mapped = {} if column in ("state", "status") else {"columns": {"state": column}}
    found = IMPORTERS["status-log"](text, options={**CHECKS, **mapped, **options})
    return [one.state.value for one in found.evidence.checks]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("OK|UP|up|passing|Healthy|Operational|online|success|Działa|true", "up"),
        ("WARNING|WARN|degraded|Degraded Performance|Partial Outage|Down (Partial)", "degraded"),
        ("CRITICAL|CRIT|failing|DOWN|PROBLEM|ALARM|Major Outage|offline|Nie działa|unhealthy", "down"),
        ("UNKNOWN|PENDING|Paused|No Data|INSUFFICIENT_DATA|Under Maintenance|UNREACHABLE", "unknown"),
    ],
)
def test_words_of_the_common_monitors_are_known(words: str, state: str) -> None:
    assert set(read(*words.split("|"))) == {state}


def test_numbers_with_a_two_or_a_three_are_those_of_nagios() -> None:
    assert read("0", "1", "2", "3") == ["up", "degraded", "down", "unknown"]


@pytest.mark.parametrize("column", ["up", "probe_success", "Is available"])
def test_ones_and_noughts_are_read_where_the_column_says_what_a_one_is(column: str) -> None:
    assert read("1", "0", column=column) == ["up", "down"]


def test_ones_and_noughts_of_nothing_are_asked_about_and_the_answer_is_followed() -> None:
    with pytest.raises(InputError, match="--state 1=up --state 0=down, or as Nagios has it"):
        read("1", "0")
    assert read("1", "0", states={"1": "up", "0": "down"}) == ["up", "down"]
    assert read("1", "0", states={"1": "degraded", "0": "up"}) == ["degraded", "up"]


def test_every_other_word_is_read_as_told_and_rows_are_left_out_as_told() -> None:
    assert read("hm", "Ack", "OK", states={"*": "unknown", "Ack": "-"}) == ["unknown", "up"]
    assert read("hm", "down", states={"*": "-", "down": "down"}) == ["down"]
    with pytest.raises(InputError, match="'upp' is not a state"):
        read("hm", states={"hm": "upp"})


def test_rows_with_an_end_of_their_own_are_no_log_of_changes() -> None:
    text = "Time,Recovery time,Status,Host\n2026-03-02 09:15,2026-03-02 09:41,RESOLVED,shop\n"
    with pytest.raises(InputError, match="--row state --map from=Time --map to=Recovery time"):
        IMPORTERS["status-log"](text, options={"log": "changes", "every": "1m"})


@pytest.mark.parametrize("row", ["check", "state"])
def test_csv_reads_states_alike(row: str) -> None:
    text = "from,to,at,service,state\n2026-03-02 09:00,2026-03-02 10:00,2026-03-02 09:00,shop,CRITICAL\n"
    keys = {"check": ("at", "service", "state"), "state": ("from", "to", "service", "state")}[row]
    found = IMPORTERS["csv"](text, options={"row": row, "columns": dict(zip(keys, keys, strict=True))}).evidence
    assert [one.state.value for one in (*found.checks, *found.states)] == ["down"]
