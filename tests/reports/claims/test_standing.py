"""Parts of a month with lines of tickets: while it runs, after its contract's end, and where the client chooses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.claims.acting import NotDone, choose, claim, contest, grant
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.month import month_of
from gwarant.tickets import actions

pytestmark = pytest.mark.usefixtures("engine")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)  # a Monday
MONTH = "2026-06"
LATE, SLOW = "late-workaround", "late-response"


def agreed(house: World, rules: str, until: str = "") -> Contract:
    """A contract of the plant on the package Premium whose remedies are claimed."""
    text = f"""apiVersion: sla/v1
kind: Contract
metadata: {{id: PLANT-2026-02, version: 1, extends: package/premium, status: draft}}
effective: {{from: 2026-06-01{until}}}
parties:
  provider: {{name: House}}
  client: {{name: Plant}}
fee: {{monthly: 10000}}
services:
  mes: {{name: MES}}
  main: null
availability: {{main-up: {{service: mes}}}}
hours: {{rates: {{above: 240}}}}
remedy_rules: {{settle: price_reduction, mode: on_claim, {rules}}}
"""
    begun, marek, pawel = datetime(2026, 5, 20, 8, 0, tzinfo=UTC), house.marek, house.people["pawel"]
    plant = house.customers["PLANT"]
    named = {"number": "PLANT-2026-02", "package": "premium", "title": "Premium", "text": text}
    draft = contracts.start_contract(plant, **named, by=marek, now=begun)
    offered = contracts.offer(draft, by=marek, now=begun + HOUR)
    contracts.accept(offered, by=pawel, fingerprint=offered.fingerprint, now=begun + 2 * HOUR)
    return Contract.objects.get(number="PLANT-2026-02")


def broken(house: World, at: datetime, hours: int) -> str:
    """A critical fault that is answered and solved so many hours after its report."""
    told: dict[str, Any] = {"title": "It stands", "text": "…", "class_id": "critical"}
    mes, pawel = house.services["PLANT", "mes"], house.people["pawel"]
    ticket = actions.report(house.customers["PLANT"], **told, by=pawel, now=at, service=mes)
    actions.resolve(ticket, "A full disk.", by=house.ben, now=at + hours * HOUR)
    return ticket.key


def by_key(contract: Contract, now: datetime) -> dict[tuple[str, str], Owed]:
    return {one.key: one for one in standing_of(contract, MONTH, now)}


def states(contract: Contract, now: datetime) -> dict[tuple[str, str], str]:
    return {key: one.state.value for key, one in by_key(contract, now).items()}


def test_a_line_of_a_month_that_runs_is_claimed_within_its_own_days(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P10D, anchor: breach, decide_by: P14D}")
    first = broken(house, FIRST, 30)
    now = FIRST + 3 * DAY
    assert states(contract, now)[LATE, first] == State.OPEN
    claim(contract, MONTH, [(LATE, first)], by=house.people["pawel"], now=now)
    assert states(contract, now)[LATE, first] == State.CLAIMED
    assert AmountStep.objects.get().decide_until == date(2026, 6, 25)
    second = broken(house, FIRST + 7 * DAY, 30)
    later = FIRST + 21 * DAY
    found = states(contract, later)
    assert (found[LATE, first], found[LATE, second]) == ("claimed", "lapsed")
    with pytest.raises(NotDone, match="lapsed"):
        claim(contract, MONTH, [(LATE, second)], by=house.people["pawel"], now=later)


def test_what_was_claimed_while_the_month_ran_is_claimed_when_it_is_closed(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P10D, anchor: breach}")
    key = (LATE, broken(house, FIRST, 30))
    claim(contract, MONTH, [key], by=house.people["pawel"], now=FIRST + 3 * DAY)
    closed = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    close(contract, MONTH, by=house.olga, now=closed)
    one = by_key(contract, closed)[key]
    assert (one.state, one.entry and one.entry.stands) == (State.CLAIMED, one.comes_to)


def test_several_lines_are_claimed_at_once_and_each_decided_by_itself(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}")
    keys = [(LATE, broken(house, FIRST + n * 7 * DAY, 26 + n)) for n in range(2)]
    closed = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    close(contract, MONTH, by=house.olga, now=closed)
    claim(contract, MONTH, keys, by=house.people["pawel"], now=closed)
    grant(contract, MONTH, keys[0], text="", by=house.olga, now=closed + DAY)
    found = states(contract, closed + DAY)
    assert [found[key] for key in keys] == ["granted", "claimed"]
    assert len({one.pk for one in AmountStep.objects.all()}) == 3


def test_the_client_chooses_the_remedy_where_the_contract_lets_it(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}, combine: {same_incident: client_elects}")
    ticket = broken(house, FIRST, 30)
    closed = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    close(contract, MONTH, by=house.olga, now=closed)
    before = by_key(contract, closed)
    assert (before[LATE, ticket].state, before[SLOW, ticket].state) == (State.OPEN, State.ASIDE)
    assert before[SLOW, ticket].may_choose
    choose(contract, MONTH, (SLOW, ticket), by=house.people["pawel"], now=closed)
    after = by_key(contract, closed)
    assert (after[LATE, ticket].state, after[SLOW, ticket].state) == (State.ASIDE, State.OPEN)
    assert after[SLOW, ticket].comes_to == 200
    with pytest.raises(NotDone, match="meanwhile"):
        choose(contract, MONTH, (SLOW, ticket), by=house.people["pawel"], now=closed)


def test_a_part_that_stands_aside_is_claimed_with_its_dispute_and_does_not_lapse(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}, combine: {same_incident: client_elects}")
    ticket = broken(house, FIRST, 30)
    closed = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    close(contract, MONTH, by=house.olga, now=closed)
    contest(contract, MONTH, (SLOW, ticket), ref="PLANT:d1", by=house.people["pawel"], now=closed)
    assert list(AmountStep.objects.values_list("remedy", "status")) == [(SLOW, "claimed"), (SLOW, "disputed")]
    later = by_key(contract, closed + 90 * DAY)
    assert (later[LATE, ticket].state, later[SLOW, ticket].state) == (State.LAPSED, State.DISPUTED)
    assert later[SLOW, ticket].open == 200


def test_where_the_contract_decides_nobody_chooses(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}")
    ticket = broken(house, FIRST, 30)
    with pytest.raises(NotDone, match="meanwhile"):
        choose(contract, MONTH, (SLOW, ticket), by=house.people["pawel"], now=FIRST + 5 * DAY)


def test_the_last_month_is_claimed_after_the_contract_has_ended(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}", ", to: 2026-06-30")
    key = (LATE, broken(house, FIRST, 30))
    now = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)
    assert states(contract, now)[key] == State.OPEN
    claim(contract, MONTH, [key], by=house.people["pawel"], now=now)
    assert states(contract, now + 60 * DAY)[key] == State.CLAIMED
    other = datetime(2026, 8, 1, 8, 0, tzinfo=UTC)
    assert states(contract, other)[key] == State.CLAIMED


def test_a_month_without_a_breach_owes_nothing(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}")
    assert standing_of(contract, MONTH, FIRST) == ()


def test_the_months_own_page_and_the_parts_tell_the_same_sum(house: World) -> None:
    contract = agreed(house, "claim: {deadline: P1M}")
    for n in range(2):
        broken(house, FIRST + n * 7 * DAY, 26 + n)
    closed = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
    report = close(contract, MONTH, by=house.olga, now=closed)
    (money,) = month_of(report.contract, MONTH, "en", closed).assessment.months
    assert sum(one.comes_to or 0 for one in standing_of(contract, MONTH, closed)) == money.remedies.total
