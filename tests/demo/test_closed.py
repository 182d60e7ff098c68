"""The demo's months are closed by the product's own action, and their reports hold."""

from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from gwarant.cli.main import app
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.demo.closed import close_months
from gwarant.reports.delivery.standing import Mail, Standing, standing_of
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
        month = month_of(Contract.objects.get(number="CLINIC-2026-01"), "2026-05", "pl", NOW)
        assert month.report is not None
        file = tmp_path / "report.pdf"
        file.write_bytes(paper_of(month, month.report, "pl"))
    assert CliRunner().invoke(app, ["verify", str(file)]).exit_code == 0
