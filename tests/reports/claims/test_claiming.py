"""A credit is claimed line by line, once; the house grants, refuses with a reason, and pays."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from june import CLOSED, claimable_june

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.notify.models import Notice
from gwarant.reports.claims import acting, evidence
from gwarant.reports.claims.acting import NotDone, claim, drop, grant, pay, refuse
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.month import month_of
from gwarant.sla.evidence.model import AmountDecision, AmountStatus, Role

pytestmark = pytest.mark.usefixtures("engine")
DAY = timedelta(days=1)
LAST = datetime(2026, 7, 30, 21, 59, 59, tzinfo=UTC)  # the last second of the thirtieth day, in Warsaw
MONTH = "2026-06"


@pytest.fixture
def contract(house: World) -> Contract:
    """The shop's contract, in whose June the shop was down for a day; its credit is to be claimed within 30 days."""
    return claimable_june(house)


def only(contract: Contract, now: datetime) -> Owed:
    (one,) = standing_of(contract, MONTH, now)
    return one


def rows() -> tuple[AmountDecision, ...]:
    return read_rows(Row.objects.filter(type="amount")).reading().evidence.amounts


def heard(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("user__email", flat=True))


def test_a_part_says_what_it_comes_to_and_until_when_it_is_claimed(contract: Contract) -> None:
    one = only(contract, CLOSED)
    assert (one.state, one.remedy, str(one.last)) == (State.OPEN, "main-up-credit", "2026-07-30")
    assert one.comes_to == Decimal("810.00")  # 15 % of 5400
    assert one.label


def test_a_claim_is_a_row_of_evidence_and_the_ledger_tells_it(contract: Contract, house: World) -> None:
    (one,) = claim(contract, MONTH, [only(contract, CLOSED).key], by=house.cora, now=CLOSED + DAY)
    (row,) = rows()
    assert (row.status, row.by, row.person, row.contract) == (
        AmountStatus.CLAIMED,
        Role.CUSTOMER,
        house.cora.opaque,
        "SHOP-2026-01",
    )
    assert (row.month, row.remedy, row.incident, row.source) == (MONTH, one.remedy, one.incident, "gwarant/portal")
    assert only(contract, CLOSED + DAY).state is State.CLAIMED
    (entry,) = month_of(contract, "2026-07", "en", CLOSED + 2 * DAY).assessment.ledger
    assert (entry.status.value, entry.remedy, entry.stands) == ("claimed", one.remedy, Decimal("810.00"))
    assert house.marek.email in heard("amount_claimed")
    assert [*evidence.unwritten(contract.customer_id)] == []
    assert evidence.originals([row.id])[row.id].line == Row.objects.get(type="amount").line


def test_two_people_who_claim_at_once_make_one_claim(contract: Contract, house: World) -> None:
    key = only(contract, CLOSED).key
    claim(contract, MONTH, [key, key], by=house.cora, now=CLOSED)
    with pytest.raises(NotDone, match="meanwhile") as told:
        claim(contract, MONTH, [key], by=house.cora, now=CLOSED)
    assert told.value.one is not None
    assert told.value.one.state is State.CLAIMED
    assert AmountStep.objects.count() == len(rows()) == 1


def test_the_last_second_of_the_last_day_is_in_time_and_the_next_one_late(contract: Contract, house: World) -> None:
    key = only(contract, LAST).key
    with pytest.raises(NotDone, match="lapsed") as told:
        claim(contract, MONTH, [key], by=house.cora, now=LAST + timedelta(seconds=1))
    assert told.value.one is not None
    assert str(told.value.one.last) == "2026-07-30"
    assert rows() == ()
    claim(contract, MONTH, [key], by=house.cora, now=LAST)
    assert only(contract, LAST + 9 * DAY).state is State.CLAIMED


def test_what_is_not_of_the_month_is_not_claimed(contract: Contract, house: World) -> None:
    with pytest.raises(NotDone, match="unknown"):
        claim(contract, MONTH, [("main-up-credit", "nothing")], by=house.cora, now=CLOSED)


def test_the_house_refuses_with_a_reason_and_grants_and_pays_after_that(contract: Contract, house: World) -> None:
    key = only(contract, CLOSED).key
    claim(contract, MONTH, [key], by=house.cora, now=CLOSED)
    with pytest.raises(NotDone, match="silent"):
        refuse(contract, MONTH, key, text=" ", by=house.marek, now=CLOSED + DAY)
    refuse(contract, MONTH, key, text="It was your provider.", by=house.marek, now=CLOSED + DAY)
    assert only(contract, CLOSED + DAY).state is State.REFUSED
    assert house.cora.email in heard("amount_decided")
    with pytest.raises(NotDone, match="meanwhile"):
        refuse(contract, MONTH, key, text="Again.", by=house.marek, now=CLOSED + DAY)
    grant(contract, MONTH, key, text="", by=house.marek, now=CLOSED + 2 * DAY)
    assert only(contract, CLOSED + 2 * DAY).state is State.GRANTED
    with pytest.raises(NotDone, match="unnumbered"):
        pay(contract, MONTH, key, ref=" ", amount=None, by=house.marek, now=CLOSED + 3 * DAY)
    step = pay(contract, MONTH, key, ref="KOR/7/2026", amount=None, by=house.marek, now=CLOSED + 3 * DAY)
    one = only(contract, CLOSED + 3 * DAY)
    assert (one.state, one.open, step.amount) == (State.PAID, 0, Decimal("810.00"))
    with pytest.raises(NotDone, match="meanwhile"):
        pay(contract, MONTH, key, ref="KOR/8/2026", amount=None, by=house.marek, now=CLOSED + 3 * DAY)
    assert [row.status for row in rows()] == ["claimed", "disputed", "accepted", "settled"]
    assert rows()[-1].ref == "KOR/7/2026"
    assert evidence.originals([rows()[-1].id])[rows()[-1].id].line == Row.objects.get(uid=rows()[-1].id).line


@pytest.mark.parametrize("amount", ["0", "-10", "810.01", "8100"])
def test_no_more_than_is_open_and_more_than_nothing_is_paid(contract: Contract, house: World, amount: str) -> None:
    told = {"by": house.marek, "now": CLOSED + DAY}
    key = only(contract, CLOSED).key
    claim(contract, MONTH, [key], by=house.cora, now=CLOSED)
    with pytest.raises(NotDone, match="beyond") as refused:
        pay(contract, MONTH, key, ref="KOR/7", amount=Decimal(amount), **told)
    assert refused.value.one is not None
    assert refused.value.one.open == 810
    assert len(rows()) == 1
    pay(contract, MONTH, key, ref="KOR/7", amount=Decimal("809.99"), **told)
    with pytest.raises(NotDone, match="beyond"):
        pay(contract, MONTH, key, ref="KOR/8", amount=Decimal("0.02"), by=house.marek, now=CLOSED + 2 * DAY)
    pay(contract, MONTH, key, ref="KOR/8", amount=Decimal("0.01"), by=house.marek, now=CLOSED + 2 * DAY)
    assert only(contract, CLOSED + 3 * DAY).open == 0


def test_a_claim_past_the_lock_is_told_as_the_second(
    contract: Contract, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = standing_of(contract, MONTH, CLOSED)
    claim(contract, MONTH, [stale[0].key], by=house.cora, now=CLOSED)
    monkeypatch.setattr(acting, "standing_of", lambda *_: stale)
    with pytest.raises(NotDone, match="meanwhile") as told:
        claim(contract, MONTH, [stale[0].key], by=house.cora, now=CLOSED)
    assert told.value.one is not None
    assert told.value.one.state is State.CLAIMED
    assert AmountStep.objects.count() == len(rows()) == 1


def test_a_lapsed_part_may_be_granted_and_a_client_gives_one_up(contract: Contract, house: World) -> None:
    key = only(contract, CLOSED).key
    late = LAST + 40 * DAY
    assert only(contract, late).state is State.LAPSED
    grant(contract, MONTH, key, text="All the same.", by=house.marek, now=late)
    assert only(contract, late).state is State.GRANTED
    with pytest.raises(NotDone, match="meanwhile"):
        drop(contract, MONTH, key, by=house.cora, now=late)


def test_what_is_given_up_is_owed_no_more(contract: Contract, house: World) -> None:
    key = only(contract, CLOSED).key
    drop(contract, MONTH, key, by=house.cora, now=CLOSED)
    one = only(contract, CLOSED)
    assert (one.state, one.open) == (State.WAIVED, 0)
