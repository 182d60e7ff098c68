"""Whether day or month stands first is one for a file: shown by it, or asked; and no option is without effect."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.importers import IMPORTERS
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError

HERE = Path(__file__).parent / "21-month-first-dates"
MONTH_FIRST, DAY_FIRST = "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M"


def read(text: str, kind: str = "servicenow", **options: object) -> Evidence:
    return IMPORTERS[kind](text, zone="UTC", options=options, file="f.csv").evidence


def reported(evidence: Evidence) -> dict[str, str]:
    return {
        one.ticket: f"{datetime.fromtimestamp(one.at, UTC):%Y-%m-%d %H:%M}"
        for one in evidence.events
        if one.kind == "reported"
    }


def test_one_date_that_can_be_read_in_one_way_alone_settles_all_of_the_file() -> None:
    assert reported(read((HERE / "sure.csv").read_text())) == {
        "INC1": "2025-03-04 06:04",
        "INC2": "2025-03-17 13:49",
        "INC3": "2025-03-09 09:00",
        "INC4": "2024-12-11 09:00",
    }


def test_a_file_that_shows_nothing_is_asked_about_with_its_line() -> None:
    with pytest.raises(InputError) as refused:
        read((HERE / "ambiguous.csv").read_text())
    (problem,) = refused.value.problems
    assert (problem.line, problem.path) == (2, "opened_at")
    assert "--time-format" in problem.hint


@pytest.mark.parametrize(("pattern", "first"), [(MONTH_FIRST, "2025-03-04 06:04"), (DAY_FIRST, "2025-04-03 06:04")])
def test_the_answer_is_followed(pattern: str, first: str) -> None:
    text = (HERE / "ambiguous.csv").read_text()
    if pattern == DAY_FIRST:
        text = text.replace("1/12/2025", "1/12/2026")
    assert reported(read(text, time_format=pattern))["INC1"] == first


STATUS = "at,service,state\n{},main,up\n{},main,down\n"
TABLE = "id,opened\nA,{}\nB,{}\n"
MAPPED = {"columns": {"ticket": "id"}, "events": {"reported": "opened"}}


@pytest.mark.parametrize(
    ("kind", "text", "options"), [("status-log", STATUS, {"log": "checks", "every": "5m"}), ("csv", TABLE, MAPPED)]
)
def test_every_importer_of_tables_asks_and_is_settled_alike(kind: str, text: str, options: dict[str, object]) -> None:
    with pytest.raises(InputError, match="day or month first"):
        read(text.format("3/4/2025 6:04", "3/9/2025 9:00"), kind, **options)
    with pytest.raises(InputError, match="a file does either"):
        read(text.format("3/17/2025 6:04", "17/3/2025 9:00"), kind, **options)
    found = read(text.format("3/4/2025 6:04", "3/17/2025 9:00"), kind, **options)
    (first, _) = (*found.checks, *found.events)
    assert datetime.fromtimestamp(first.at // (1000 if found.checks else 1), UTC).month == 3


@given(
    st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), min_size=1, max_size=6),
    st.sampled_from([MONTH_FIRST, DAY_FIRST, "%m/%d/%Y %I:%M %p", "%d-%m-%Y %H:%M"]),
)
def test_what_was_written_in_one_order_comes_back_or_is_asked_about(moments: list[datetime], pattern: str) -> None:
    text = "id,opened\n" + "".join(f"T{n},{one.strftime(pattern)}\n" for n, one in enumerate(moments))
    shows = any(one.day > 12 for one in moments) or all(one.day == one.month for one in moments)
    if not shows and "/" in pattern:
        with pytest.raises(InputError, match="day or month first"):
            read(text, "csv", **MAPPED)
    else:
        found = reported(read(text, "csv", **MAPPED))
        assert found == {f"T{n}": f"{one:%Y-%m-%d %H:%M}" for n, one in enumerate(moments)}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("03.04.2025 06:04", "2025-04-03 06:04"),
        ("2025-04-03 12:05 AM", "2025-04-03 00:05"),
        ("2025-04-03 12:05 pm", "2025-04-03 12:05"),
        ("2025/4/3 1:05 p.m.", "2025-04-03 13:05"),
        ("1743660240", "2025-04-03 06:04"),
        ("2025-04-03 06:04:00 UTC", "2025-04-03 06:04"),
        ("03/Apr/25 6:04 AM", "2025-04-03 06:04"),
        ("03/kwi/25 6:04 PM", "2025-04-03 18:04"),
        ("3 października 2025 06:04", "2025-10-03 06:04"),
        ("Apr 3, 2025 6:04 am", "2025-04-03 06:04"),
        ("1743660240000", "2025-04-03 06:04"),
    ],
)
def test_times_of_twelve_hours_with_dots_and_since_1970_are_read(written: str, meant: str) -> None:
    assert reported(read(f"id;opened\nA;{written}\n", "csv", **MAPPED)) == {"A": meant}


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        *(
            ("servicenow", one)
            for one in ("--report-first", "--event=reported=a", "--row=time", "--log=checks", "--every=5m")
        ),
        *(("jira", one) for one in ("--time-format=%d", "--map=a=b", "--log=checks", "--report-first")),
        *(("status-log", one) for one in ("--class=a=b", "--agent=a", "--kind=a=b", "--row=time")),
        *(("csv", one) for one in ("--agent=a", "--service=a", "--every=5m", "--log=checks")),
    ],
)
def test_an_option_that_the_importer_does_not_use_is_refused_by_its_name(
    kind: str, option: str, tmp_path: Path
) -> None:
    words = ["evidence", "import", str(HERE / "sure.csv"), "--from", kind, "-o", str(tmp_path / "out"), option]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 2
    assert f"{option.partition('=')[0]}: " in found.output or option.partition("=")[0] in found.output
    assert f"is not used by {kind}" in found.output
    assert not (tmp_path / "out").exists()


def test_a_year_of_two_digits_is_refused_and_the_option_that_reads_it_is_named() -> None:
    rows = "Key,Created\nT-1,3/17/25 1:49 PM\n"
    options = {"columns": {"ticket": "Key"}, "events": {"reported": "Created"}}
    with pytest.raises(InputError, match="--time-format '%m/%d/%y %I:%M %p'"):
        IMPORTERS["csv"](rows, options=options)
    (report,) = IMPORTERS["csv"](rows, options={**options, "time_format": "%m/%d/%y %I:%M %p"}).evidence.events
    assert report.at == 1742219340


@pytest.mark.parametrize("never", ["0000-00-00 00:00:00", "?", ""])
def test_a_moment_that_never_came_is_no_time(never: str) -> None:
    rows = f"number,state,opened_at,resolved_at,closed_at\nT-1,1,2026-03-02 09:00,{never},{never}\n"
    options = {"columns": {"ticket": "number"}, "events": {"reported": "opened_at", "resolved": "resolved_at"}}
    for kind, own in (("servicenow", {}), ("csv", options)):
        assert [one.kind for one in IMPORTERS[kind](rows, options=own).evidence.events] == ["reported"]


def test_all_options_without_effect_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("time,service,state\n2026-03-02 09:00,shop,up\n", encoding="utf-8")
    words = ["import", str(tmp_path / "log.csv"), "--from", "status-log", "-o", "-", "--class", "a=b", "--report-first"]
    said = CliRunner().invoke(app, ["evidence", *words])
    assert said.exit_code == 2
    assert [line.split(":")[0] for line in said.output.splitlines()] == ["--class", "--report-first"]
