"""A client disputes a verdict, an amount, a figure of a closed month; the house refuses, or accepts by a correction."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from june import CLOSED, HOUR, REPORTED, claimable_june, late_ticket, log
from letters_out import mails

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.notify.models import Notice
from gwarant.reports.actions import close
from gwarant.reports.claims.acting import NotDone, claim, drop, grant, pay, refuse
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.claims.waiting import waiting
from gwarant.reports.disputes import answering, evidence
from gwarant.reports.disputes.answers import NotAnswered
from gwarant.reports.disputes.correcting import corrections_since
from gwarant.reports.disputes.models import About, Dispute, DisputeAnswer, Figure
from gwarant.reports.disputes.raising import NotDisputed, Subject, dispute
from gwarant.reports.disputes.until import until_of
from gwarant.reports.month import month_of
from gwarant.reports.stated import last_stated
from gwarant.sla.evidence.model import ObjectionRecord
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("engine")
DAY = timedelta(days=1)
MONTH = "2026-06"
HOURS = Subject(about=About.FIGURE, figure=Figure.HOURS.value)


@pytest.fixture
def ticket(house: World) -> Ticket:
    """A critical fault that was answered two days late."""
    return late_ticket(house)


@pytest.fixture
def contract(house: World, ticket: Ticket) -> Contract:
    """Whose June is closed."""
    return claimable_june(house)


def verdict(ticket: Ticket) -> Subject:
    return Subject(about=About.VERDICT, ticket=ticket.key, clock="response", cycle=1, link=1)


def disputed(contract: Contract, subject: Subject, house: World, now: datetime = CLOSED + DAY, **other: Any) -> Dispute:
    return dispute(contract, MONTH, subject, **{"text": "We see it otherwise.", "by": house.cora, "now": now} | other)


def rows() -> tuple[ObjectionRecord, ...]:
    return read_rows(Row.objects.filter(type="objection")).reading().evidence.objections


def heard(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("user__email", flat=True))


def test_a_verdict_is_disputed_once_and_refused_with_a_reason(contract: Contract, ticket: Ticket, house: World) -> None:
    one = disputed(contract, verdict(ticket), house)
    (row,) = rows()
    assert (row.id, row.month, row.ticket, row.clock, row.act) == (one.uid, MONTH, ticket.key, "response", "raised")
    assert (row.person, row.service, one.revision) == (house.cora.opaque, "", 1)
    assert house.marek.email in heard("dispute_raised")
    with pytest.raises(NotDisputed, match="twice"):
        disputed(contract, verdict(ticket), house)
    with pytest.raises(NotAnswered, match="silent"):
        answering.refuse(one, text=" ", by=house.marek, now=CLOSED + 2 * DAY)
    answering.refuse(one, text="We rang you.", decided_by="The mediator", by=house.marek, now=CLOSED + 2 * DAY)
    with pytest.raises(NotAnswered, match="meanwhile"):
        answering.refuse(one, text="Again.", by=house.olga, now=CLOSED + 2 * DAY)
    assert (rows()[1].act, rows()[1].of, rows()[1].ref) == ("refused", one.uid, "")
    assert house.cora.email in heard("dispute_answered")
    assert [*evidence.unwritten(contract.customer_id)] == []
    lines = {uid: told.line for uid, told in evidence.originals([row.id for row in rows()]).items()}
    assert lines == dict(Row.objects.filter(type="objection").values_list("uid", "line"))


def test_it_is_accepted_by_a_row_that_came_since_and_the_next_closing_revises(
    contract: Contract, ticket: Ticket, house: World
) -> None:
    one = disputed(contract, verdict(ticket), house)
    with pytest.raises(NotAnswered, match="uncorrected"):
        answering.accept(one, ref="SHOP:closing", by=house.marek, now=CLOSED + 2 * DAY)
    spoke: dict[str, Any] = {"contact": house.cyryl, "at": REPORTED + HOUR / 2, "by": house.ben}
    actions.call(ticket, "We spoke.", **spoke, now=CLOSED + 2 * DAY)
    row = corrections_since(one)[-1]
    answering.accept(one, ref=row.uid, by=house.marek, now=CLOSED + 3 * DAY)
    assert (rows()[1].act, rows()[1].ref) == ("accepted", row.uid)
    close(contract, "2026-07", by=house.olga, now=CLOSED + 31 * DAY)
    revised = last_stated(contract, MONTH, CLOSED + 32 * DAY)
    assert revised is not None
    assert revised.revision == 2


def test_a_verdict_is_corrected_by_rows_of_its_own_ticket(contract: Contract, ticket: Ticket, house: World) -> None:
    one = disputed(contract, verdict(ticket), house)
    other = late_ticket(house)
    log(other, house, CLOSED + 2 * DAY)
    assert {row.subject for row in corrections_since(one)} <= {ticket.key}


def test_a_correction_is_taken_behind_however_much_was_written_after_it(
    contract: Contract, ticket: Ticket, house: World
) -> None:
    one = disputed(contract, verdict(ticket), house)
    for n in range(32):
        actions.reply(ticket, f"Once more {n}.", by=house.ben, now=CLOSED + 2 * DAY + n * HOUR)
    found = corrections_since(one)
    assert len(found) == 32
    answering.accept(one, ref=found[-1].uid, by=house.marek, now=CLOSED + 5 * DAY)
    assert rows()[1].ref == found[-1].uid


def test_neither_the_clients_words_nor_a_note_correct_a_verdict(
    contract: Contract, ticket: Ticket, house: World
) -> None:
    one = disputed(contract, verdict(ticket), house)
    actions.reply(ticket, "You never rang.", by=house.cyryl, now=CLOSED + 2 * DAY)
    actions.note(ticket, "We look.", by=house.ben, now=CLOSED + 2 * DAY)
    log(ticket, house, CLOSED + 2 * DAY)
    assert corrections_since(one) == []


def test_a_figure_is_corrected_by_what_can_have_moved_it_in_this_contract(
    contract: Contract, ticket: Ticket, house: World
) -> None:
    one = disputed(contract, HOURS, house)
    clinic, service = (
        house.customers["CLINIC"],
        next(found for (key, _name), found in house.services.items() if key == "CLINIC"),
    )
    told: dict[str, Any] = {"title": "It stands", "text": "…", "class_id": "critical"}
    other = actions.report(clinic, **told, by=house.zoe, now=CLOSED + 2 * DAY, service=service)
    log(other, house, CLOSED + 3 * DAY)
    aside = late_ticket(house)
    Ticket.objects.filter(pk=aside.pk).update(version=None)
    log(aside, house, CLOSED + 3 * DAY)
    log(ticket, house, CLOSED + 3 * DAY)
    close(contract, "2026-07", by=house.olga, now=CLOSED + 31 * DAY)
    subjects = {(row.type, row.subject) for row in corrections_since(one)}
    assert subjects == {("time", ticket.key)}


def only(contract: Contract, now: datetime) -> Owed:
    return standing_of(contract, MONTH, now)[0]


def amount(contract: Contract) -> Subject:
    one = only(contract, CLOSED)
    return Subject(about=About.AMOUNT, remedy=one.remedy, incident=one.incident)


def steps() -> list[str]:
    return list(AmountStep.objects.values_list("status", flat=True))


def test_an_amount_that_is_disputed_before_it_was_claimed_is_claimed_with_it_and_does_not_lapse(
    contract: Contract, house: World
) -> None:
    one = disputed(contract, amount(contract), house)
    assert steps() == ["claimed", "disputed"]
    assert AmountStep.objects.get(status="disputed").ref == one.uid
    assert "amount_claimed" in set(Notice.objects.values_list("code", flat=True))
    later = only(contract, CLOSED + 60 * DAY)
    assert (later.state, later.open) == (State.DISPUTED, 810)
    (entry,) = month_of(contract, "2026-09", "en", CLOSED + 80 * DAY).assessment.ledger
    assert (entry.lapsed, entry.stands) == (False, 810)
    with pytest.raises(NotDone, match="meanwhile"):
        claim(contract, MONTH, [later.key], by=house.cora, now=CLOSED + 2 * DAY)


def test_a_claim_that_its_client_disputes_waits_still(contract: Contract, house: World) -> None:
    key = only(contract, CLOSED).key
    (one,) = claim(contract, MONTH, [key], by=house.cora, now=CLOSED + HOUR)
    disputed(contract, amount(contract), house)
    assert [step.remedy for step in waiting()] == [one.remedy]
    grant(contract, MONTH, key, text="", by=house.marek, now=CLOSED + 2 * DAY)
    assert list(waiting()) == []


def test_a_claim_that_is_given_up_waits_no_more(contract: Contract, house: World) -> None:
    key = only(contract, CLOSED).key
    claim(contract, MONTH, [key], by=house.cora, now=CLOSED + HOUR)
    drop(contract, MONTH, key, by=house.cora, now=CLOSED + DAY)
    assert list(waiting()) == []


@pytest.mark.parametrize("way", ["grant", "pay"])
def test_deciding_about_the_amount_answers_its_dispute(contract: Contract, house: World, way: str) -> None:
    key = only(contract, CLOSED).key
    claim(contract, MONTH, [key], by=house.cora, now=CLOSED + HOUR)
    refuse(contract, MONTH, key, text="Your cable.", by=house.marek, now=CLOSED + 2 * HOUR)
    one = disputed(contract, amount(contract), house)
    assert only(contract, CLOSED + DAY).state is State.DISPUTED
    assert corrections_since(one) == []
    told: dict[str, Any] = {"by": house.marek, "now": CLOSED + 2 * DAY}
    step = (
        grant(contract, MONTH, key, text="You are right.", **told)
        if way == "grant"
        else pay(contract, MONTH, key, ref="KOR/7", amount=None, **told)
    )
    assert (rows()[1].act, rows()[1].of, rows()[1].ref) == ("accepted", one.uid, step.uid)
    assert not Dispute.objects.waiting().exists()
    with pytest.raises(NotAnswered, match="meanwhile"):
        answering.refuse(one, text="No.", by=house.olga, now=CLOSED + 3 * DAY)
    assert [*evidence.unwritten(contract.customer_id)] == []


@pytest.mark.parametrize("door", ["amount", "dispute"])
def test_an_amount_is_refused_with_its_dispute_through_either_door(contract: Contract, house: World, door: str) -> None:
    one = disputed(contract, amount(contract), house)
    told: dict[str, Any] = {"text": "Your cable.", "by": house.marek, "now": CLOSED + 2 * DAY}
    if door == "amount":
        refuse(contract, MONTH, (one.remedy, one.incident), **told)
    else:
        answering.refuse(one, decided_by="The mediator", **told)
    answer = DisputeAnswer.objects.get()
    assert (answer.act, answer.ref, answer.text) == ("refused", "", "Your cable.")
    assert answer.decided_by == ("" if door == "amount" else "The mediator")
    assert only(contract, CLOSED + 3 * DAY).state is State.REFUSED
    assert steps() == ["claimed", "disputed", "disputed"]
    assert house.cora.email in heard("amount_decided")
    assert heard("dispute_answered") == set()
    again = disputed(contract, amount(contract), house, CLOSED + 4 * DAY)
    assert [*Dispute.objects.waiting()] == [again]
    with pytest.raises(NotAnswered, match="meanwhile"):
        answering.refuse(one, **told)
    assert only(contract, CLOSED + 5 * DAY).state is State.DISPUTED


def test_what_was_given_up_is_answered_by_itself(contract: Contract, house: World) -> None:
    one = disputed(contract, amount(contract), house)
    drop(contract, MONTH, (one.remedy, one.incident), by=house.cora, now=CLOSED + 2 * DAY)
    answering.refuse(one, text="You gave it up.", by=house.marek, now=CLOSED + 3 * DAY)
    assert steps() == ["claimed", "disputed", "waived"]
    assert house.cora.email in heard("dispute_answered")


def test_the_last_day_is_the_houses_own_and_the_next_moment_is_late(contract: Contract, house: World) -> None:
    report = last_stated(contract, MONTH, CLOSED)
    assert report is not None
    until = until_of(report)
    assert str(until.last) == "2026-08-02"
    with pytest.raises(NotDisputed, match="late") as told:
        disputed(contract, HOURS, house, until.ends_at)
    assert told.value.until == until
    disputed(contract, HOURS, house, until.ends_at - timedelta(seconds=1))


def test_what_is_not_stated_or_not_of_the_month_is_not_disputed(contract: Contract, house: World) -> None:
    with pytest.raises(NotDisputed, match="unknown"):
        disputed(contract, Subject(about=About.VERDICT, ticket="SHOP-99", clock="response", cycle=1), house)
    with pytest.raises(NotDisputed, match="unknown"):
        disputed(contract, Subject(about=About.AMOUNT, remedy="x", incident="y"), house)
    with pytest.raises(NotDisputed, match="silent"):
        disputed(contract, HOURS, house, text=" ")
    with pytest.raises(NotDisputed, match="open"):
        dispute(contract, "2026-07", HOURS, text="x", by=house.cora, now=CLOSED)
    assert rows() == ()


def test_files_stand_beside_the_contract_for_both_sides(contract: Contract, house: World) -> None:
    one = disputed(contract, HOURS, house, files=[store(b"a log", "log.txt")])
    (row,) = read_rows(Row.objects.filter(type="file")).reading().evidence.files
    assert (len(one.files), row.contract, row.shared) == (1, contract.number, True)


def test_a_figure_of_a_quarter_is_disputed_and_what_is_a_months_with_its_month(
    contract: Contract, ticket: Ticket, house: World
) -> None:
    one = dispute(contract, "2026-Q2", HOURS, text="Too many.", by=house.cora, now=CLOSED + DAY)
    (row,) = rows()
    assert (row.month, row.figure, one.until_at) == ("2026-Q2", "hours", disputed(contract, HOURS, house).until_at)
    with pytest.raises(NotDisputed, match="by_month"):
        dispute(contract, "2026-Q2", verdict(ticket), text="x", by=house.cora, now=CLOSED + DAY)
    with pytest.raises(NotDisputed, match="open"):
        dispute(contract, "2026", HOURS, text="x", by=house.cora, now=CLOSED + DAY)
    answering.refuse(one, text="They were worked.", by=house.marek, now=CLOSED + 2 * DAY)
    told = [one.subject for one in mails().filter(notice__code="dispute_answered")]
    assert ["2. kwartał 2026" in one for one in told] == [True]


def test_a_house_that_takes_disputes_for_longer_lengthens_what_it_states_from_then_on(
    contract: Contract, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, dispute_days=45))
    report = last_stated(contract, MONTH, CLOSED)
    july = close(contract, "2026-07", by=house.olga, now=CLOSED + 31 * DAY)
    assert report is not None
    assert [str(until_of(one).last) for one in (report, july)] == ["2026-08-02", "2026-09-17"]
