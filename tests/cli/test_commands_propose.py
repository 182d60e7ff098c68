"""`gwarant contract propose` as somebody uses it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gwarant import packages
from gwarant.cli.main import app

CONTRACT = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1, title: Shop, extends: package/business, status: signed}
effective: {from: 2026-01-01}
parties: {provider: {name: House}, client: {name: Client}}
fee: {monthly: 6000.00, parts: {hours: 1500.00}}
services: [{id: main, name: Shop}]
hours:
  rates: {above: 200.00}
  sizes: [{amount: 20h, fee: 2600.00}, {amount: 40h, discount: 30}]
remedy_rules: {settle: price_reduction}
"""
OFFER = CONTRACT.replace("SHOP-1", "SHOP-2").replace("title: Shop", "title: Bigger").replace("business", "premium")
Run = Callable[..., Result]


def rows(months: int) -> str:
    found = []
    for month in range(1, months + 1):
        for day in (5, 7):
            stretch = f'"from": "2026-{month:02}-{day:02}T08:00:00Z", "to": "2026-{month:02}-{day:02}T17:00:00Z"'
            found.append(f'{{"type": "time", "id": "{month}-{day}", {stretch}}}')
    return "\n".join(found) + "\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(CONTRACT)
    (tmp_path / "offer.yaml").write_text(OFFER)
    (tmp_path / "rows.jsonl").write_text(rows(4))
    return lambda *words, **more: CliRunner().invoke(app, ["contract", "propose", *words], **more)


def test_the_cheapest_is_named_with_its_saving(run: Run) -> None:
    result = run("shop.yaml", "rows.jsonl", "--offer", "offer.yaml", env={"COLUMNS": "120"})
    assert result.exit_code == 0
    assert "The cheapest is" in result.output
    assert "offer Bigger, 20 h" in result.output
    assert "1,000 resamples" in result.output
    assert "A proposal after 3 of 3 periods over the pool." in result.output


def test_it_speaks_polish(run: Run) -> None:
    result = run("shop.yaml", "rows.jsonl", "--lang", "pl")
    assert result.exit_code == 0
    assert "Najtańsza jest obecna umowa" in result.output or "Najtaniej wypada" in result.output
    assert "Warunek zapisany w umowie" in result.output


def test_as_json_it_holds_every_month_of_every_alternative(run: Run) -> None:
    found = json.loads(run("shop.yaml", "rows.jsonl", "--json").output)
    assert found["schema"] == "gwarant.proposal/1"
    assert [len(one["months"]) for one in found["alternatives"]] == [4, 4, 4]
    assert found["spread"]["resamples"] == 1000


def test_the_same_files_give_the_same_bytes(run: Run) -> None:
    assert run("shop.yaml", "rows.jsonl", "--json").output == run("shop.yaml", "rows.jsonl", "--json").output


def test_a_day_may_be_named_up_to_which_it_looks(run: Run) -> None:
    found = json.loads(run("shop.yaml", "rows.jsonl", "--until", "2026-02-28", "--json").output)
    assert found["months"] == ["2026-01", "2026-02"]
    assert found["spread"] is None


def test_a_day_beyond_all_months_is_no_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(CONTRACT.replace("from: 2026-01-01", "from: 2026-01-01, to: 2026-06-30"))
    result = run("shop.yaml", "rows.jsonl", "--until", "2190-12-31", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["months"][-1] == "2026-06"


def test_few_months_say_that_there_is_no_spread(run: Run) -> None:
    assert "Fewer than 3 whole months" in run("shop.yaml", "rows.jsonl", "--until", "2026-02-28").output


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--until", "2026-01-15"], "no whole month"),
        (["--until", "soon"], "--until"),
        (["--lang", "de"], "language"),
        (["--offer", "none.yaml"], "cannot be read"),
        (["--offer", "rows.jsonl"], "rows.jsonl"),
    ],
)
def test_what_cannot_be_used_is_told(run: Run, words: list[str], reason: str) -> None:
    result = run("shop.yaml", "rows.jsonl", *words)
    assert result.exit_code == 2
    assert reason in result.output
    assert "Traceback" not in result.output


def test_an_offer_whose_fee_is_blank_is_not_guessed(run: Run, tmp_path: Path) -> None:
    blank = OFFER.replace("monthly: 6000.00, parts: {hours: 1500.00}", "monthly: null")
    (tmp_path / "new.yaml").write_text(blank.replace("status: signed", "status: offered"))
    result = run("shop.yaml", "rows.jsonl", "--offer", "new.yaml")
    assert result.exit_code == 0
    assert "the monthly fee is blank" in result.output


def test_an_offer_may_be_a_package(run: Run) -> None:
    result = run("shop.yaml", "rows.jsonl", "--offer", str(Path(packages.__file__).parent / "premium.yaml"))
    assert result.exit_code == 0
    assert "the monthly fee is blank" in result.output


def test_no_line_is_wider_than_the_terminal(run: Run) -> None:
    for width in (60, 80, 120):
        for lang in ("en", "pl"):
            result = run(
                "shop.yaml", "rows.jsonl", "--offer", "offer.yaml", "--lang", lang, env={"COLUMNS": str(width)}
            )
            assert max(len(line) for line in result.output.splitlines()) <= width


def test_without_work_nothing_is_priced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("")
    result = run("shop.yaml", "rows.jsonl")
    assert (result.exit_code, "no time entries" in result.output) == (2, True)
