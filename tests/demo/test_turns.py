"""What happens once in the demo's months: each month cites the wording that judged it; a call written late corrects."""

from datetime import UTC, date, datetime

from gwarant.contracts.models import Contract, ContractVersion, VersionStatus
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.build import tell_stories
from gwarant.demo.cast import CLIENTS, World
from gwarant.reports.month import month_of
from gwarant.sla.clocks.reading import Verdict
from gwarant.tickets.models import TicketEvent
from gwarant.tickets.recompute import check

TURN, UNTIL = date(2026, 7, 1), datetime(2026, 7, 20, 10, tzinfo=UTC)


def test_a_contract_is_amended_in_the_portal_and_a_call_is_written_down_in_the_next_month(house: World) -> None:
    told = [one for one in CLIENTS if one.key in ("SHOP", "PLANT")]
    tell_stories(house, told, date(2026, 5, 1), UNTIL, {"SHOP": 1}, TURN)
    with scoped(ENGINE):
        version = ContractVersion.objects.get(customer__key="SHOP", version=2)
        assert (version.status, version.accepted_by) == (VersionStatus.ACCEPTED, house.cora)
        names = [month_of(version.contract, month, "pl", UNTIL).in_force_in(month) for month in ("2026-06", "2026-07")]
        assert names == [("SHOP-2026-01@1",), ("SHOP-2026-01@2",)]
        called = TicketEvent.objects.get(kind="called")
        assert (called.at.month, called.received_at.month) == (5, 6)
        plant = Contract.objects.get(customer__key="PLANT")
        june = month_of(plant, "2026-06", "pl", UNTIL)
        [changed] = june.assessment.corrections
        assert "clock='response'" in str(changed.what)
        assert (changed.before.verdict, changed.after.verdict) == (Verdict.BREACHED, Verdict.MET)
        assert check().differences == ()
