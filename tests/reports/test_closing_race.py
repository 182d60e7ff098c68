"""Two who close a month in the same moment: one states it, the other is told."""

from collections.abc import Iterator

import pytest
from june import CLOSED
from paper import accepted
from racing import at_once, committing
from service import START

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import make_cast
from gwarant.ledger.models import Row
from gwarant.reports.actions import AlreadyClosed, close
from gwarant.reports.models import Report


@pytest.fixture(autouse=True)
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with committing(django_db_blocker, "accounts_company", "accounts_user", "customers_customer", "reports_sealkey"):
        yield


def test_a_month_and_its_quarter_are_stated_once_with_one_row_of_evidence_each() -> None:
    with scoped(ENGINE):
        world = make_cast(START)
    number = accepted(world).contract.number
    with scoped(ENGINE):
        contract = Contract.objects.get(number=number)
        answers = at_once(
            (AlreadyClosed,),
            *(lambda by=by: close(contract, "2026-06", by=by, now=CLOSED).revision for by in (world.olga, world.marek)),
        )
        assert sorted(map(str, answers)) == ["1", str(AlreadyClosed)]
        assert sorted(Report.objects.values_list("period", flat=True)) == ["2026-06", "2026-Q2"]
        rows = Row.objects.exclude(type="agreement").values_list("type", flat=True)
        assert sorted(rows) == ["closing", "statement", "statement"]
