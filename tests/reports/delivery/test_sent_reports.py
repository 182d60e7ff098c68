"""A report is sent once to each reader, again where somebody asks, and what was sent is kept as it was."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from june import CLOSED, HOUR, REPORTED, late_ticket
from sent import BOARD, JUNE, mail_to, proofs, stated

from gwarant.contracts.models import Contract
from gwarant.customers.models import CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.mailed import PLACE
from gwarant.files.store import folder
from gwarant.notify.bouncing import Failed, note
from gwarant.notify.models import Delivery, Notice
from gwarant.notify.recipients import Correspondent
from gwarant.reports.actions import close
from gwarant.reports.delivery import kept
from gwarant.reports.delivery.links import path_of, sent_by
from gwarant.reports.delivery.models import Sending
from gwarant.reports.delivery.readers import add_address, addresses_of, end_address, readers_of
from gwarant.reports.delivery.sending import NobodyToSend, Superseded, again, deliver
from gwarant.reports.models import Report
from gwarant.tickets import actions

SENT = CLOSED + HOUR


@pytest.fixture
def contract(engine: None, house: World) -> Contract:
    version = late_ticket(house).version
    assert version is not None
    return version.contract


@pytest.fixture
def report(contract: Contract, house: World) -> Report:
    return stated(contract, house)


def test_it_goes_to_administrators_readers_and_named_addresses(report: Report, house: World) -> None:
    to = readers_of(house.customers["SHOP"])
    assert to == [house.celina, house.cora, Correspondent(BOARD, "en")]
    assert [one.user or one.address for one in deliver(report, to, by=house.olga, now=SENT)] == [*to[:2], BOARD]
    told = {one.user_id: one for one in Notice.objects.filter(code="report_sent")}
    assert set(told) == {house.celina.pk, house.cora.pk, None}
    assert told[None].address == BOARD


def test_nobody_gets_it_twice(report: Report, house: World) -> None:
    to = readers_of(house.customers["SHOP"])
    deliver(report, to[:1], by=house.olga, now=SENT)
    assert [one.user for one in deliver(report, [*to, *to], by=house.ben, now=SENT + HOUR)] == [house.cora, None]
    assert deliver(report, to, by=house.olga, now=SENT + 2 * HOUR) == []
    assert Sending.objects.count() == Notice.objects.filter(code="report_sent").count() == 3


def test_a_person_gets_a_link_and_an_address_the_pdf(report: Report, house: World) -> None:
    deliver(report, readers_of(house.customers["SHOP"]), by=house.olga, now=SENT)
    cora, board = (mail_to(one) for one in (house.cora.email, BOARD))
    assert "/portal/contracts/SHOP-2026-01/months/2026-06" in cora.text
    assert cora.payload["files"] == []
    sent = Sending.objects.get(address=BOARD)
    assert board.payload["files"] == [[sent.sha256, "SHOP-2026-01-2026-06.pdf", "application/pdf"]]
    assert folder().path(sent.sha256).read_bytes().startswith(b"%PDF")
    assert "/portal/" not in board.text


def test_what_is_larger_than_mail_takes_goes_as_a_link(report: Report, house: World, settings: Any) -> None:
    settings.ENV = replace(settings.ENV, email_files=0)
    deliver(report, [Correspondent(BOARD, "en")], by=house.olga, now=SENT)
    assert mail_to(BOARD).payload["files"] == []
    assert "/files/" in mail_to(BOARD).text
    assert "The link works for 30 days, and we see that it was opened." in mail_to(BOARD).text


def test_the_mail_says_the_verdict_who_is_asked_and_how_it_is_checked(report: Report, house: World) -> None:
    deliver(report, readers_of(house.customers["SHOP"]), by=house.olga, now=SENT)
    text = " ".join(mail_to(BOARD).text.split())
    assert "Contract SHOP-2026-01. 2 of 4 ticket deadlines were kept, 2 were broken." in text
    assert "Alicja Adamska (alice@house.example)" in text
    assert "Every figure can be computed again" in text


def test_a_mail_that_nobody_wrote_is_no_persons_word(report: Report, house: World) -> None:
    deliver(report, [Correspondent(BOARD, "en")], by=house.olga, now=SENT)
    assert mail_to(BOARD).payload["is_word"] is False


def test_again_is_once_more_for_each_time_that_it_was_seen(report: Report, house: World) -> None:
    (first,) = deliver(report, [house.cora], by=house.olga, now=SENT)
    second = again(first, by=house.olga, now=SENT + HOUR)
    assert second is not None
    assert again(first, by=house.olga, now=SENT + HOUR) is None
    assert again(second, by=house.olga, now=SENT + 2 * HOUR) is not None
    assert Notice.objects.filter(code="report_sent", user=house.cora).count() == 3


def test_who_has_left_is_nobody(report: Report, house: World) -> None:
    house.cora.is_active = False
    house.cora.save()
    with pytest.raises(NobodyToSend):
        deliver(report, [house.cora], by=house.olga, now=SENT)
    assert not Sending.objects.exists()


def test_again_reaches_no_address_that_was_taken_off_and_nobody_who_left_the_customer(
    report: Report, house: World
) -> None:
    shop = house.customers["SHOP"]
    board, cora = deliver(report, [Correspondent(BOARD, "en"), house.cora], by=house.olga, now=SENT)
    assert sent_by(path_of(board.key).removeprefix(PLACE)) == board
    end_address(shop, BOARD, by=house.olga, now=SENT)
    Membership.objects.filter(user=house.cora, customer=shop).update(ended_at=SENT)
    assert again(board, by=house.olga, now=SENT + HOUR) is None
    assert again(cora, by=house.olga, now=SENT + HOUR) is None
    assert sent_by(path_of(board.key).removeprefix(PLACE)) is None


@pytest.mark.parametrize("name", ["ben", "zoe"])
def test_no_report_goes_to_an_address_of_somebody_who_is_not_the_customers(
    house: World, engine: None, name: str
) -> None:
    with pytest.raises(ValidationError):
        add_address(house.customers["SHOP"], house.people[name].email.upper(), "pl", by=house.olga, now=SENT)


def test_only_the_newest_statement_is_sent(contract: Contract, report: Report, house: World) -> None:
    ticket = house.customers["SHOP"].tickets.get()
    told = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
    actions.call(ticket, "We spoke.", **told, by=house.ben, now=CLOSED + 24 * HOUR)
    close(contract, "2026-07", by=house.olga, now=CLOSED + timedelta(days=31))
    revised = Report.objects.get(period=JUNE, revision=2)
    with pytest.raises(Superseded) as told_so:
        deliver(report, [house.cora], by=house.olga, now=CLOSED + timedelta(days=32))
    assert told_so.value.report == revised
    deliver(revised, [house.cora], by=house.olga, now=CLOSED + timedelta(days=32))
    assert "korekta 2" in mail_to(house.cora.email).subject


def test_the_first_sending_of_a_month_proves_the_duty_once(report: Report, house: World) -> None:
    deliver(report, [house.cora], by=house.olga, now=SENT)
    deliver(report, readers_of(house.customers["SHOP"]), by=house.olga, now=SENT + HOUR)
    (row,) = map(json.loads, proofs())
    assert (row["duty"], row["contract"], row.get("state", "passed")) == ("report", "SHOP-2026-01", "passed")
    assert (row["at"], row["slot"]) == ("2026-07-03T09:00:00Z", "2026-05-31T22:00:00Z")
    assert row["person"] == house.olga.opaque


def test_what_reaches_nobody_proves_nothing(report: Report, house: World) -> None:
    deliver(report, [house.cora], by=house.olga, now=SENT)  # any mail of ours that came back
    mail = Delivery.objects.filter(medium="mail").latest("pk")
    Delivery.objects.filter(pk=mail.pk).update(sent_at=SENT)
    note(mail, Failed("failed", "5.1.1", "no such user"), now=SENT + HOUR)
    july = close(report.contract, "2026-07", by=house.olga, now=CLOSED + timedelta(days=31))
    was = len(proofs())
    deliver(july, [Correspondent(house.cora.email, "pl")], by=house.olga, now=CLOSED + timedelta(days=32))
    assert len(proofs()) == was


def test_what_was_sent_is_never_changed(report: Report, house: World) -> None:
    deliver(report, [house.cora], by=house.olga, now=SENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sending.objects.update(language="en")
    with pytest.raises(DatabaseError), transaction.atomic():
        Sending.objects.all().delete()


def test_an_address_is_named_once_and_ended(house: World) -> None:
    shop = house.customers["SHOP"]
    with scoped(ENGINE):
        assert add_address(shop, "Board@Shop.example", "pl", by=house.olga, now=CLOSED)
        assert not add_address(shop, BOARD, "en", by=house.olga, now=CLOSED)
        assert [one.language for one in addresses_of(shop)] == ["pl"]
        assert end_address(shop, BOARD, by=house.olga, now=CLOSED)
        assert not end_address(shop, BOARD, by=house.olga, now=CLOSED)
        assert add_address(shop, BOARD, "en", by=house.olga, now=CLOSED)


def test_an_address_of_somebody_who_signs_in_is_that_person(house: World) -> None:
    shop = house.customers["SHOP"]
    with scoped(ENGINE):
        add_address(shop, house.cora.email, "pl", by=house.olga, now=CLOSED)
        assert readers_of(shop) == [house.celina, house.cora]
        assert CustomerRole.REQUESTER not in [one.role for one in shop.memberships.filter(user__in=readers_of(shop))]


def test_what_is_stated_while_the_pdf_is_drawn_is_not_passed_over(
    report: Report, house: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = kept.paper_of

    def meanwhile(*told: Any) -> bytes:
        ticket = house.customers["SHOP"].tickets.get()
        said = {"contact": house.cyryl, "at": REPORTED + HOUR / 2}
        actions.call(ticket, "We spoke.", **said, by=house.ben, now=CLOSED + 24 * HOUR)
        close(report.contract, "2026-07", by=house.olga, now=CLOSED + timedelta(days=31))
        return drawn(*told)

    monkeypatch.setattr(kept, "paper_of", meanwhile)
    with pytest.raises(Superseded) as told_so:
        deliver(report, [Correspondent(BOARD, "en")], by=house.olga, now=CLOSED + timedelta(days=30))
    assert told_so.value.report.revision == 2
    assert not Sending.objects.exists()


def test_again_is_the_same_file_when_the_customer_is_called_otherwise(report: Report, house: World) -> None:
    board, office = Correspondent(BOARD, "en"), Correspondent("office@shop.example", "en")
    (first,) = deliver(report, [board], by=house.olga, now=SENT)
    house.customers["SHOP"].name = "Another Shop"
    house.customers["SHOP"].save()
    report = Report.objects.get(pk=report.pk)
    second = again(first, by=house.olga, now=SENT + HOUR)
    (other,) = deliver(report, [office], by=house.olga, now=SENT + HOUR)
    assert second is not None
    assert [second.sha256, other.sha256, other.size] == [first.sha256, first.sha256, first.size]
    assert mail_to("office@shop.example").payload["files"][0][0] == first.sha256


def test_each_language_is_its_own_file_and_lost_bytes_are_drawn_anew(report: Report, house: World) -> None:
    (first,) = deliver(report, [Correspondent(BOARD, "en")], by=house.olga, now=SENT)
    (polish,) = deliver(report, [Correspondent("office@shop.example", "pl")], by=house.olga, now=SENT)
    assert polish.sha256 != first.sha256
    folder().path(first.sha256).unlink()
    assert again(first, by=house.olga, now=SENT + HOUR) is not None
    assert not folder().fault(first.sha256)
