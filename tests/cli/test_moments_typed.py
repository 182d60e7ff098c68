"""A moment or a day of the command line lies in the years that rows and contracts can hold."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gwarant.cli.inputs import day_in, moment_of
from gwarant.cli.main import app
from gwarant.sla.problem import InputError


@pytest.mark.parametrize(
    "text", ["0026-11-27T10:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "2199-01-01T12:00"]
)
def test_a_moment_that_nothing_can_hold_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="lies outside the years 1901 to 2198"):
        moment_of(text, "Europe/Warsaw")


@pytest.mark.parametrize(
    ("text", "said"), [("0026-11-27", "outside the years"), ("9999-12-31", "outside"), ("soon", "not a day")]
)
def test_a_day_that_nothing_can_hold_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        day_in(text)


def test_usual_ones_are_taken() -> None:
    assert moment_of("2026-06-12T15:00", "Europe/Warsaw") == 1_781_269_200
    assert str(day_in("2026-12-31")) == "2026-12-31"


def test_a_moment_after_the_period_cuts_nothing_off_and_is_refused() -> None:
    case = Path(__file__).parents[1] / "sla" / "cases" / "17-half-a-month"
    words = ["assess", str(case / "contract.yaml"), str(case / "evidence.jsonl"), "--period", "2026-03", "--until"]
    found = CliRunner().invoke(app, [*words, "2026-05-01T00:00:00Z"])
    assert (found.exit_code, "--until" in found.output, "--known" in found.output) == (2, True, True)
    assert CliRunner().invoke(app, [*words, "2026-04-01T00:00:00+02:00"]).exit_code == 0
