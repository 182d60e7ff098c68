"""A client objects within the contract's days; the house refuses with a reason, or accepts by a correction."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from looks_in import each_hour, watched
from outages_in import NOON

from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.ledger.verify import verify
from gwarant.monitoring.corrections.asking import NotAsked, Promised, ask, drafted, left_out, promised
from gwarant.monitoring.corrections.deciding import approve, refuse
from gwarant.monitoring.corrections.models import COUNTS_AGAIN, WAS_DOWN, Correction
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.objections import answering
from gwarant.monitoring.objections.answering import NotAnswered
from gwarant.monitoring.objections.models import Objection
from gwarant.monitoring.objections.raising import NotRaised, object_to
from gwarant.monitoring.objections.until import days_under, last_day, last_judged, until_of
from gwarant.notify.models import Notice
from gwarant.reports.corrected import effects_of
from gwarant.reports.originals import TABLES
from gwarant.sla.civil import midnight
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import ObjectionAct, ObjectionRecord
from gwarant.sla.terms import Terms

pytestmark = pytest.mark.usefixtures("engine")
HOUR = timedelta(hours=1)
START, END = NOON - 3 * HOUR, NOON - HOUR
PLACES = "waw", "krk", "fra"
CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1}
effective: {from: 2026-02-10}
defaults: {timezone: Europe/Warsaw}
parties: {provider: {name: House}, client: {name: Shop}}
services: [{id: shop, name: Shop}]
"""
PROMISED = "id: shop, service: shop, target: {ge: 99.9}"


def about(house: World) -> Promised:
    return next(one for one in promised() if one.key == "SHOP-2026-01/shop")


def raised(house: World, now: datetime = NOON, **other: Any) -> Objection:
    own = about(house)
    told = {"start_at": START, "end_at": END, "text": "Nobody could buy.", "by": house.cora, "now": now} | other
    return object_to(own.contract, own.service, **told)


def rows() -> tuple[ObjectionRecord, ...]:
    return read_rows(Row.objects.filter(type="objection")).reading().evidence.objections


def heard(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("user__email", flat=True))


def asked(house: World, reason: str, **told: Any) -> Correction:
    given = {"text": "They are right.", "shown": "SHOP-7", "by": house.ben, "now": NOON} | told
    return ask(drafted(about(house), START, END, reason=reason, **given), now=NOON)


def test_an_objection_is_evidence_and_refused_with_a_reason_that_the_client_is_told(house: World) -> None:
    one = raised(house)
    (row,) = rows()
    assert (row.id, row.act, row.person, row.contract) == (
        one.uid,
        ObjectionAct.RAISED,
        house.cora.opaque,
        "SHOP-2026-01",
    )
    assert house.marek.email in heard("objection_raised")
    with pytest.raises(NotRaised, match="twice"):
        raised(house)
    with pytest.raises(NotAnswered, match="silent"):
        answering.refuse(one, text=" ", by=house.ben, now=NOON)
    answering.refuse(one, text="It was up.", by=house.ben, now=NOON + HOUR)
    with pytest.raises(NotAnswered, match="meanwhile"):
        answering.refuse(one, text="It was up.", by=house.marek, now=NOON + HOUR)
    (_, answer) = rows()
    assert (answer.act, answer.of, answer.ref, answer.person) == ("refused", one.uid, "", house.ben.opaque)
    assert house.cora.email in heard("objection_refused")
    assert verify(tables=TABLES).problems == ()


def test_it_is_accepted_when_a_correction_counts_that_answers_it(house: World) -> None:
    day = NOON - 24 * HOUR
    shop = watched(house.services["SHOP", "shop"], PLACES, day - HOUR)
    each_hour(shop, PLACES, milliseconds_of(day), range(24))
    one = raised(house)
    refused = refuse(asked(house, WAS_DOWN, answers=one), by=house.marek, now=NOON)
    assert refused.answers == one
    assert Objection.objects.waiting().get().correcting is None
    correction = asked(house, WAS_DOWN, answers=one)
    with pytest.raises(NotAnswered, match="correcting"):
        answering.refuse(Objection.objects.told().get(), text="No.", by=house.marek, now=NOON)
    approve(correction, by=house.marek, now=NOON + HOUR)
    (_, answer) = rows()
    assert (answer.act, answer.of, answer.ref) == ("accepted", one.uid, correction.uid)
    assert house.cora.email in heard("objection_accepted")
    assert verify(tables=TABLES).problems == ()


def test_what_a_correction_left_out_counts_again_with_a_second_person_of_us(house: World) -> None:
    own = about(house)
    shop = watched(house.services["SHOP", "shop"], PLACES, NOON - 30 * HOUR)
    each_hour(shop, PLACES, milliseconds_of(NOON - 24 * HOUR), range(24), down=range(21, 23))
    with pytest.raises(NotAsked, match="reason"):
        asked(house, COUNTS_AGAIN)
    excluded = approve(asked(house, "client_action"), by=house.marek, now=NOON)
    assert left_out(own.contract, own.service, START, END) == [excluded]
    back = asked(house, COUNTS_AGAIN, excluded=excluded, answers=raised(house), shown="")
    assert not back.needs_consent
    (would,) = effects_of(back, NOON)
    assert would.before.figure.point > would.after.figure.point  # type: ignore[operator]
    approve(back, by=house.marek, now=NOON + HOUR)
    assert left_out(own.contract, own.service, START, END) == []
    found = read_rows(Row.objects.filter(type="exclusion")).reading().evidence.exclusions
    assert [(row.id, row.of) for row in found] == [(excluded.uid, ""), (back.uid, excluded.uid)]
    assert Objection.objects.get().answer.act == "accepted"
    assert verify(tables=TABLES).problems == ()


def test_the_days_run_from_the_end_of_the_month_or_from_a_later_decision(house: World) -> None:
    own, stretch = about(house), (START, END)
    assert (START.month, START.year) == (6, 2026)
    last = until_of(own.contract, own.service, *stretch)
    assert last is not None
    assert (last.last.isoformat(), last.zone) == ("2026-07-14", "Europe/Warsaw")  # type: ignore[union-attr]
    over = datetime(2026, 7, 14, 22, tzinfo=UTC)  # midnight in Warsaw
    assert raised(house, over - timedelta(seconds=1)).until_at == over
    with pytest.raises(NotRaised, match="late") as late:
        raised(house, over)
    assert late.value.until == last
    approve(asked(house, "client_action"), by=house.marek, now=over)
    after = until_of(own.contract, own.service, *stretch)
    assert (after and after.last and after.last.isoformat()) == "2026-07-29"


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("calendar_month", date(2026, 2, 28)),
        ("calendar_quarter", date(2026, 3, 31)),
        ("calendar_year", date(2026, 12, 31)),
        ("contract_year", date(2027, 2, 9)),
    ],
)
def test_the_days_run_from_the_end_of_the_period_over_which_the_promise_is_judged(kind: str, last: date) -> None:
    terms = Terms(resolve(parse(f"{CONTRACT}availability: [{{{PROMISED}, period: {kind}}}]\n").required()))
    (promise,) = terms.contract.availability
    assert last_judged(promise, terms, midnight(date(2026, 2, 20), terms.zone)) == last
    assert last_judged(promise, terms, midnight(last + timedelta(days=1), terms.zone) - 1) == last


def test_each_promise_has_its_own_last_day_from_the_end_of_its_own_period() -> None:
    days = "decided: {by: provider, client_objection: P14D}"
    quarterly = f"id: q, service: api, target: {{ge: 99}}, {days}, period: calendar_quarter"
    promises = f"{{{PROMISED}, {days}, period: calendar_month}}, {{{quarterly}}}"
    text = CONTRACT.replace("name: Shop}]", "name: Shop}, {id: api, name: API}]")
    terms = Terms(resolve(parse(f"{text}availability: [{promises}]\n").required()))
    found = dict(days_under(terms, midnight(date(2026, 3, 1), terms.zone) - 1))
    assert found == {"shop": date(2026, 3, 14), "api": date(2026, 4, 14)}


def test_without_a_period_nothing_is_too_late() -> None:
    days = [date(2026, 6, 30), date(2026, 1, 31)]
    assert last_day(None, days) is None
    assert last_day(Period(months=1), days) == date(2026, 7, 30)
    assert last_day(Period(months=1), days[1:]) == date(2026, 2, 28)


def test_what_cannot_be_objected_to_is_refused_with_its_reason(house: World) -> None:
    before = datetime(2020, 1, 1, tzinfo=UTC)
    for wrong, why in (
        ({"end_at": START}, "backwards"),
        ({"end_at": NOON + HOUR}, "future"),
        ({"text": " \n"}, "silent"),
        ({"start_at": before, "end_at": before + HOUR}, "unpromised"),
    ):
        with pytest.raises(NotRaised, match=why):
            raised(house, **wrong)
    assert rows() == ()
