"""The command line as somebody uses it: files in, answers out, bad input told with its place."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gwarant.cli.inputs import wording_of
from gwarant.cli.main import app
from gwarant.sla.contract.resolve import fingerprint

CONTRACT = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1, extends: package/business, status: signed}
effective: {from: 2026-01-01}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 6000.00}
services: [{id: main, name: Shop}]
hours: {rates: {above: 200.00}}
remedy_rules: {settle: price_reduction}
"""
EVIDENCE = "\n".join(
    [
        '{"type": "ticket", "ticket": "T-1", "id": "1", "kind": "reported", "at": "2026-03-06T16:55:00Z",'
        ' "by": "customer", "class": "serious", "channel": "portal"}',
        '{"type": "ticket", "ticket": "T-1", "id": "2", "kind": "replied", "at": "2026-03-09T12:00:00Z"}',
        '{"type": "ticket", "ticket": "T-1", "id": "3", "kind": "resolved", "at": "2026-03-10T09:00:00Z"}',
    ]
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(CONTRACT)
    (tmp_path / "rows.jsonl").write_text(EVIDENCE + "\n")
    return lambda *words, **more: CliRunner().invoke(app, [str(word) for word in words], **more)


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").output.startswith("gwarant 0.")


def test_every_command_has_help(run: Run) -> None:
    for command in ("assess", "calendar", "clock", "contract", "evidence"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Usage" in result.output


def test_an_unknown_command_ends_with_2(run: Run) -> None:
    assert run("asess").exit_code == 2


def test_a_month_is_assessed_as_text(run: Run) -> None:
    result = run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03")
    assert result.exit_code == 0
    assert "SHOP-1" in result.output
    assert "T-1" in result.output


def test_a_month_is_assessed_as_json(run: Run) -> None:
    document = json.loads(run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--format", "json").stdout)
    assert document["schema"] == "gwarant.assessment/2"
    verdicts = {reading["clock"]: reading["verdict"] for reading in document["readings"]}
    assert verdicts["response"] == "breached"


def test_a_month_is_assessed_as_a_page(run: Run) -> None:
    result = run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--format", "html", "-o", "march.html")
    assert result.exit_code == 0
    assert Path("march.html").read_text().startswith("<!doctype html>")


def test_check_ends_with_1_when_a_promise_was_broken(run: Run) -> None:
    assert run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--check").exit_code == 1


def test_count_gives_the_counts_that_assess_gives(run: Run) -> None:
    judged = json.loads(run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--json").output)
    counted = json.loads(run("count", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--json").output)
    names = ("class", "clock", "met", "breached", "excluded", "not_reached", "could_not_check", "pending")
    shown = [tuple(row[name] for name in names) for row in counted["counts"]]
    assert sorted(shown) == sorted(tuple(row[name] for name in names) for row in judged["kept"])
    assert [row["key"] for row in counted["breaches"]] == ["T-1/response/1"]


def test_count_speaks_both_languages(run: Run) -> None:
    words = ("count", "shop.yaml", "rows.jsonl", "--period", "2026-03")
    assert "1 ticket, 1 breach" in run(*words).output
    assert "1 zgłoszenie, 1 naruszenie" in run(*words, "--lang", "pl").output
    assert run(*words, "--check").exit_code == 1


def test_count_names_what_is_wrong_with_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text(EVIDENCE.replace("replied", "repleid"))
    result = run("count", "shop.yaml", "bad.jsonl", "--period", "2026-03")
    assert (result.exit_code, "bad.jsonl:2: error: kind" in result.output) == (2, True)
    assert run("count", "shop.yaml", "-", "--period", "2026-03").exit_code == 2


def test_what_if_sets_contracts_beside_each_other(run: Run) -> None:
    Path("fast.yaml").write_text(CONTRACT.replace("package/business", "package/premium"))
    result = run("assess", "shop.yaml", "rows.jsonl", "--period", "2026-03", "--what-if", "fast.yaml")
    assert result.exit_code == 0
    assert "serious" in result.output.lower()


def test_why_shows_the_segments_of_a_clock(run: Run) -> None:
    result = run("clock", "shop.yaml", "rows.jsonl", "T-1", "--why", "--clock", "response")
    assert result.exit_code == 0
    assert "outside hours" in result.output


def test_the_readings_of_a_ticket_as_json_sum_to_their_total(run: Run) -> None:
    readings = json.loads(run("clock", "shop.yaml", "rows.jsonl", "T-1", "--json").stdout)
    for reading in readings:
        counted = sum(one["seconds"] for one in reading["segments"] if one["kind"] == "counted")
        assert counted == reading["used_seconds"]


def test_an_unknown_ticket_is_told_with_the_nearest(run: Run) -> None:
    result = run("clock", "shop.yaml", "rows.jsonl", "T-7")
    assert result.exit_code == 2
    assert "T-1" in result.stderr


def test_a_new_contract_is_yaml_that_lint_accepts(run: Run) -> None:
    for package in ("basic", "business", "premium"):
        Path("new.yaml").write_text(run("contract", "new", "--package", package).stdout)
        result = run("contract", "lint", "new.yaml")
        assert result.exit_code == 0, result.output
        assert "to be filled in" in result.output


def test_an_unknown_package_is_told_with_those_that_exist(run: Run) -> None:
    result = run("contract", "new", "--package", "gold")
    assert result.exit_code == 2
    assert "premium" in result.stderr


def test_lint_names_every_problem_with_line_and_column(run: Run) -> None:
    Path("bad.yaml").write_text(CONTRACT.replace("fee:", "fees:").replace("2026-01-01", "soon"))
    result = run("contract", "lint", "bad.yaml")
    assert result.exit_code == 1
    assert "bad.yaml:4:19" in result.output
    assert "did you mean 'fee'" in result.output


def test_lint_refuses_a_change_without_its_notice_and_names_the_earliest_day(run: Run) -> None:
    announced = "version: 2, announced: {date: 2026-03-10}"
    Path("two.yaml").write_text(CONTRACT.replace("version: 1", announced).replace("2026-01-01", "2026-03-20"))
    result = run("contract", "lint", "shop.yaml", "two.yaml")
    assert result.exit_code == 1
    assert "2026-04-11" in result.output


def test_show_tells_the_wording_in_force_on_a_day(run: Run) -> None:
    result = run("contract", "show", "shop.yaml", "--on", "2026-05-01")
    assert result.exit_code == 0
    assert "sha256:" in result.output


def test_show_before_the_contract_says_from_when_it_holds(run: Run) -> None:
    result = run("contract", "show", "shop.yaml", "--on", "2025-05-01")
    assert result.exit_code == 2
    assert "2026-01-01" in result.stderr


def test_a_change_lists_the_open_clocks_that_it_moves(run: Run) -> None:
    Path("slow.yaml").write_text(CONTRACT + "targets: {serious: {response: [8h, office]}}\n")
    result = run("contract", "moves", "shop.yaml", "slow.yaml", "rows.jsonl", "--at", "2026-03-09T09:00")
    assert result.exit_code == 1
    assert "T-1/response/1: 2026-03-09T10:55:00Z → 2026-03-09T14:55:00Z" in result.output
    assert "1 open clock would move" in result.output


def test_the_same_wording_moves_nothing(run: Run) -> None:
    result = run("contract", "moves", "shop.yaml", "shop.yaml", "rows.jsonl", "--at", "2026-03-09T09:00")
    assert result.exit_code == 0


def test_the_schema_is_json(run: Run) -> None:
    assert json.loads(run("contract", "schema").stdout)["type"] == "object"
    assert json.loads(run("evidence", "schema").stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assess", "absent.yaml", "rows.jsonl", "--period", "2026-03"), "absent.yaml"),
        (("assess", "shop.yaml", "absent.jsonl", "--period", "2026-03"), "absent.jsonl"),
        (("assess", "shop.yaml", "rows.jsonl", "--period", "2026-13"), "is not a period"),
        (("assess", ".", "rows.jsonl", "--period", "2026-03"), "directory"),
        (("assess", "rows.jsonl", "shop.yaml", "--period", "2026-03"), "rows.jsonl"),
        (("assess", "shop.yaml", "shop.yaml", "--period", "2026-03"), "shop.yaml:1"),
        (("calendar", "due", "yesterday", "4h"), "is not a moment"),
        (("calendar", "due", "2026-03-06T16:55", "a while"), "is not a time"),
        (("calendar", "due", "2026-03-06T16:55", "4h", "--zone", "Europe/Warszawa"), "Europe/Warsaw"),
        (("calendar", "due", "2026-03-06T16:55", "4h", "--week", "Moonday 08:00-16:00"), "Moonday"),
        (("evidence", "import", "rows.jsonl", "--from", "otrs", "-o", "x"), "no importer"),
        (("evidence", "import", "rows.jsonl", "--from", "status-log", "-o", "x"), "log"),
        (("clock", "shop.yaml", "rows.jsonl", "T-1", "--at", "noon"), "--at"),
    ],
)
def test_unusable_input_ends_in_a_sentence_and_2(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_bytes_that_are_no_text_are_told_with_their_line(run: Run) -> None:
    Path("latin.yaml").write_bytes(b"apiVersion: sla/v1\nname: \xb3\xf3d\xbc\n")
    result = run("contract", "lint", "latin.yaml")
    assert result.exit_code == 2
    assert "latin.yaml:2" in result.stderr


def test_problems_come_as_json_too(run: Run) -> None:
    found = json.loads(run("contract", "lint", "absent.yaml", "--json").stdout)
    assert found["problems"][0]["file"] == "absent.yaml"


def test_a_due_moment_is_printed_with_its_offset(run: Run) -> None:
    result = run("calendar", "due", "2026-06-12T15:00", "4h", "--week", "Mon-Fri 09:00-17:00")
    assert result.output.strip() == "2026-06-15T11:00:00+02:00"


def test_elapsed_seconds_leave_the_holidays_out(run: Run) -> None:
    result = run("calendar", "elapsed", "2026-12-23T15:00", "2026-12-28T09:00", "--json")
    assert json.loads(result.output) == {"seconds": 7200}


def test_holidays_are_known_over_the_whole_of_a_long_span(run: Run) -> None:
    whole = json.loads(run("calendar", "elapsed", "2020-01-01", "2040-01-01", "--json").output)["seconds"]
    parts = [("2020-01-01", "2030-01-01"), ("2030-01-01", "2040-01-01")]
    assert whole == sum(json.loads(run("calendar", "elapsed", *part, "--json").output)["seconds"] for part in parts)


def test_a_target_of_many_years_falls_due_after_all_their_holidays(run: Run) -> None:
    due = run("calendar", "due", "2020-01-02T08:00", "40000h").output.strip()
    seconds = json.loads(run("calendar", "elapsed", "2020-01-02T08:00", due, "--json").output)["seconds"]
    assert seconds == 40_000 * 3600


def test_a_contracts_calendar_does_not_answer_beyond_its_holidays(run: Run) -> None:
    result = run("calendar", "elapsed", "2026-01-01", "2050-01-01", "--contract", "shop.yaml", "--calendar", "office")
    assert result.exit_code == 2
    assert "holidays are known until" in result.stderr


def test_the_calendar_of_a_contract_can_be_asked(run: Run) -> None:
    result = run("calendar", "due", "2026-03-06T17:30", "1h", "--contract", "shop.yaml", "--calendar", "office")
    assert result.output.strip() == "2026-03-09T08:30:00+01:00"


def test_a_batch_answers_each_line_and_goes_on_after_a_bad_one(run: Run) -> None:
    case = '{"id": "a", "tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}, "holidays": [], "op": "add",'
    good = case + ' "start": "2026-03-02T09:00:00+00:00", "seconds": 3600, "pauses": []}'
    result = run("calendar", "batch", "--json", input=f"nonsense\n{good}\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert "error" in answers[0]
    assert answers[1] == {"id": "a", "result": "2026-03-02T10:00:00+00:00"}


def test_an_import_writes_evidence_and_says_what_it_assumed(run: Run) -> None:
    Path("log.csv").write_text("at,service,state\n2026-03-02T09:00:00Z,shop,up\n2026-03-02T10:00:00Z,shop,down\n")
    result = run(
        "evidence", "import", "--from", "status-log", "--log", "checks", "--every", "5m", "log.csv", "-o", "o.jsonl"
    )
    assert result.exit_code == 0, result.output
    assert "note:" in result.stderr
    assert run("evidence", "check", "o.jsonl").exit_code == 0


def test_a_failed_import_leaves_the_old_file_as_it_was(run: Run) -> None:
    Path("o.jsonl").write_text("kept")
    Path("log.csv").write_text("at,service,state\nnever,shop,up\n")
    result = run(
        "evidence", "import", "--from", "status-log", "--log", "checks", "--every", "5m", "log.csv", "-o", "o.jsonl"
    )
    assert result.exit_code == 2
    assert Path("o.jsonl").read_text() == "kept"


def test_lint_adds_the_rules_of_a_regime_when_asked(run: Run) -> None:
    assert "public-" not in run("contract", "lint", "shop.yaml").stdout
    assert "[public-open-ended]" in run("contract", "lint", "shop.yaml", "--profile", "public").stdout
    result = run("contract", "lint", "shop.yaml", "--profile", "dora")
    assert result.exit_code == 2
    assert "there is no profile 'dora'" in result.stderr


HOUSE = "apiVersion: sla/v1\nkind: Package\nmetadata: {id: house/all@1, level: corporate}\nterm: {notice: P3M}\n"


def layered(extends: str) -> str:
    return CONTRACT.replace("extends: package/business", f"extends: [{extends}, package/business]")


def test_a_contract_extends_a_file_beside_it_and_the_linter_names_it(run: Run) -> None:
    Path("deals").mkdir()
    Path("deals/house.yaml").write_text(HOUSE)
    Path("deals/own.yaml").write_text(layered("./house.yaml"))
    result = run("contract", "lint", "deals/own.yaml")
    assert "package/business@2026.1 has P1M, deals/house.yaml has P3M" in result.output
    assert "P3M" in run("contract", "show", "deals/own.yaml", "--json").stdout


def test_a_file_outside_the_contracts_folder_is_given_with_library(run: Run) -> None:
    Path("deals").mkdir()
    Path("house.yaml").write_text(HOUSE)
    Path("deals/own.yaml").write_text(layered("../house.yaml"))
    assert "leaves the contract's folder" in run("contract", "lint", "deals/own.yaml").output
    Path("deals/own.yaml").write_text(layered("house/all@1"))
    assert "there is no package 'house/all@1'" in run("contract", "lint", "deals/own.yaml").output
    assert "P3M" in run("contract", "show", "deals/own.yaml", "--library", "house.yaml", "--json").stdout


@pytest.mark.parametrize("name", ["./gone.yaml", "/etc/hostname"])
def test_a_file_that_cannot_be_extended_is_told(run: Run, name: str) -> None:
    Path("own.yaml").write_text(layered(name))
    result = run("contract", "lint", "own.yaml")
    assert result.exit_code != 0
    assert "metadata.extends" in result.output


def test_an_amendment_that_both_accepted_needs_no_notice(run: Run) -> None:
    amended = CONTRACT.replace("version: 1", "version: 2").replace(", status: signed", "").replace("01-01", "04-01")
    Path("v2.yaml").write_text(amended)
    row = {"type": "agreement", "id": "g2", "at": "2026-03-20T10:00:00Z", "contract": "SHOP-1", "version": 2}
    row |= {"act": "accepted", "fingerprint": fingerprint(wording_of("v2.yaml").required())}
    accepted = json.dumps({**row, "by": "customer", "person": "c1"})
    Path("agreed.jsonl").write_text(accepted + "\n")
    words = ["shop.yaml", "rows.jsonl", "--period", "2026-04", "--version-file", "v2.yaml"]
    for command in ("assess", "count"):
        alone = run(command, *words)
        assert (alone.exit_code, "metadata" in alone.output) == (2, True)
        assert run(command, *words[:2], "agreed.jsonl", *words[2:]).exit_code == 0
    before = run("count", "v2.yaml", "rows.jsonl", "agreed.jsonl", "--period", "2026-04", "--known", "2026-03-01T00:00")
    assert "had not been accepted" in before.output


def test_a_month_is_judged_as_it_was_known_at_another_moment(run: Run) -> None:
    late = json.loads(EVIDENCE.splitlines()[1]) | {"id": "0", "at": "2026-03-06T17:10:00Z", "person": "a1"}
    Path("late.jsonl").write_text(json.dumps({**late, "received": "2026-05-20T07:00:00Z"}) + "\n")
    words = ["shop.yaml", "rows.jsonl", "late.jsonl", "--period", "2026-03", "--json"]
    stated, later = (json.loads(run("assess", *words, *more).output) for more in ([], ["--known", "2026-06-01"]))
    assert [one["inputs"].get("receipts", 0) for one in (stated, later)] == [0, 1]
    assert stated["inputs"]["known"] == "2026-03-31T22:00:00Z"
    assert stated["readings"] != later["readings"]
