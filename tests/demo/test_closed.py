"""The demo's months are closed by the product's own action, and their reports hold."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.demo.closed import BROKEN, KEPT, QUIET, UNKNOWN, close_months, words_for
from gwarant.reports.delivery.standing import Mail, Standing, standing_of
from gwarant.reports.headline import Headline, of_report
from gwarant.reports.models import Report
from gwarant.reports.month import month_of
from gwarant.reports.paper.paper import paper_of

NOW = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)


def of_everybody() -> list[Standing]:
    return [one for report in Report.objects.all() for one in standing_of(report)]


def test_what_has_ended_is_closed_but_for_the_last_month_and_verifies(house: World, tmp_path: Path) -> None:
    closed = close_months(house, NOW)
    with scoped(ENGINE):
        assert closed == Contract.objects.count() == Report.objects.filter(period__regex=r"^\d{4}-\d\d$").count()
        assert set(Report.objects.values_list("period", flat=True)) == {"2026-05"}
        assert None not in Report.objects.values_list("stated_by", flat=True)
        assert {one.mail for one in of_everybody()} == {Mail.WAITS, Mail.CAME_BACK}
        assert {one.name for one in of_everybody() if one.opened} == {"Cora Czarnecka"}
        for report in Report.objects.filter(period__regex=r"^\d{4}-\d\d$"):
            assert str(report.note) in words_for(of_report(report)).values()
        month = month_of(Contract.objects.get(number="CLINIC-2026-01"), "2026-05", "pl", NOW)
        assert month.report is not None
        file = tmp_path / "report.pdf"
        file.write_bytes(paper_of(month, month.report, "pl"))
    assert CliRunner().invoke(app, ["verify", str(file)]).exit_code == 0


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"met": 3, "judged": 3}, KEPT),
        ({"beside": 2, "beside_met": 2}, KEPT),
        ({"met": 2, "judged": 3, "breached": 1, "undetermined": 1}, BROKEN),
        ({"met": 3, "judged": 3, "undetermined": 1}, UNKNOWN),
        ({"could_not_check": 1}, UNKNOWN),
        ({"pending": 1}, QUIET),
    ],
)
def test_the_caretakers_word_follows_the_month(figures: dict[str, int], words: dict[str, str]) -> None:
    nothing = dict.fromkeys(
        ("met", "judged", "pending", "could_not_check", "breached", "undetermined", "beside", "beside_met"), 0
    )
    hours = {"has_hours": False, "used": 0, "there": 0, "over": 0, "owed": None, "currency": "PLN"}
    month = Headline(name="2026-05", first=date(2026, 5, 1), until=0, is_running=False, **nothing | figures, **hours)  # type: ignore[arg-type]
    assert words_for(month) is words
