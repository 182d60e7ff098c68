"""What leaves the house by itself so that nothing is rewritten unnoticed, and what people see of a bad night."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from letters_out import mails
from service import START

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine.checks import last_check, record_check
from gwarant.engine.jobs import send_heads, verify_ledger
from gwarant.engine.letters import tell_heads
from gwarant.ledger.actions import seal
from gwarant.ledger.anchor import Known, known_in
from gwarant.ledger.report import Report
from gwarant.reports.anchors import anchor_of, anchors
from gwarant.reports.delivery.models import Gets
from gwarant.reports.delivery.readers import add_address, addresses_of, end_address

NOW = datetime(2026, 6, 1, 5, 20, tzinfo=UTC)


@pytest.fixture
def sealed(house: World) -> World:
    with scoped(ENGINE):
        for customer in house.customers.values():
            seal(customer.pk, START)
    return house


def wanted_by(*people: User) -> None:
    with scoped(ENGINE):
        User.objects.filter(pk__in=[one.pk for one in people]).update(wants_heads=True)


def sent() -> dict[str, str]:
    with scoped(ENGINE):
        return {one.address: one.text for one in mails().filter(notice__key__startswith="heads:")}


def test_nobody_gets_heads_who_did_not_ask(sealed: World) -> None:
    with scoped(ENGINE):
        assert tell_heads(anchors(), now=NOW) == 0


def test_who_asked_gets_their_own_heads_once_a_day_and_they_are_found_in_the_mail(sealed: World) -> None:
    wanted_by(sealed.cora, sealed.olga)
    with scoped(ENGINE):
        all_heads = [Known(one.head, one.customer, one.block) for one in anchors()]
        assert [tell_heads(anchors(), now=NOW + timedelta(hours=n)) for n in (0, 2, 24)] == [2, 0, 2]
    mails = sent()

    assert [one.customer for one in all_heads] == ["CLINIC", "PLANT", "SHOP", "UNI"]
    assert list(known_in(mails["olga@house.example"])) == all_heads
    assert [one.customer for one in known_in(mails["cora@shop.example"])] == ["SHOP"]
    assert "Zachowaj tę wiadomość" in mails["cora@shop.example"]


def test_an_address_that_a_customer_keeps_gets_its_own_head_once_a_day_until_it_is_ended(sealed: World) -> None:
    shop, olga = sealed.customers["SHOP"], sealed.olga
    with scoped(ENGINE):
        assert add_address(shop, "Audit@shop.example", "en", gets=Gets.HEADS, by=olga, now=NOW)
        assert addresses_of(shop) == []
        own = anchor_of(shop.pk)
        assert [tell_heads(anchors(), now=NOW + timedelta(hours=n)) for n in (0, 2, 24)] == [1, 0, 1]
    assert own is not None
    text = sent()["audit@shop.example"]
    assert list(known_in(text)) == [Known(own.head, "SHOP", own.block)]
    assert "gwarant verify REPORT.pdf --heads MAIL" in text
    assert "has this sent here" in text
    with scoped(ENGINE):
        assert end_address(shop, "audit@shop.example", gets=Gets.HEADS, by=olga, now=NOW + timedelta(days=2))
        assert tell_heads(anchors(), now=NOW + timedelta(days=2)) == 0


def test_who_left_gets_none(sealed: World) -> None:
    wanted_by(sealed.cora)
    with scoped(ENGINE):
        User.objects.filter(pk=sealed.cora.pk).update(is_active=False)
        assert tell_heads(anchors(), now=NOW) == 0


def test_a_head_is_that_of_the_last_block_sealed_by_a_moment(sealed: World) -> None:
    with scoped(ENGINE):
        shop = sealed.customers["SHOP"].pk
        now = anchor_of(shop)
        assert now is not None
        assert (now.customer, now.block, now.sealed_at) == ("SHOP", 1, START)
        assert anchor_of(shop, START) == now
        assert anchor_of(shop, START - timedelta(seconds=1)) is None


def test_the_jobs_of_the_night_keep_what_they_found(sealed: World) -> None:
    wanted_by(sealed.cora)
    verify_ledger(0)
    send_heads(0)
    with scoped(ENGINE):
        check = last_check()
        assert check is not None
        assert (check.problems, check.told, check.rows) == (0, [], 8)
    assert list(sent()) == ["cora@shop.example"]


def test_the_desk_says_what_a_night_found_until_another_is_clean(sealed: World) -> None:
    pages = {}
    for name in ("olga", "ben"):
        browser = Client()
        browser.force_login(sealed.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        pages[name] = browser
    with scoped(ENGINE):
        record_check(Report(problems=("SHOP: SHOP-1:0001 was changed",)), NOW)
    shown = {name: "SHOP-1:0001 was changed" in one.get("/desk/").content.decode() for name, one in pages.items()}
    with scoped(ENGINE):
        record_check(Report(), NOW + timedelta(days=1))

    assert shown == {"olga": True, "ben": False}
    assert "SHOP-1:0001 was changed" not in pages["olga"].get("/desk/").content.decode()


def test_a_person_asks_for_the_heads_in_the_profile(sealed: World) -> None:
    browser = Client()
    browser.force_login(sealed.cora, backend="allauth.account.auth_backends.AuthenticationBackend")
    told = {"name": "Cora Czarnecka", "phone": "", "language": "pl", "wants_heads": "on"}
    assert browser.post("/profile", told).status_code == 302
    assert User.objects.get(pk=sealed.cora.pk).wants_heads
    assert 'name="wants_heads"' in browser.get("/profile").content.decode()
    browser.post("/profile", {key: value for key, value in told.items() if key != "wants_heads"})
    assert not User.objects.get(pk=sealed.cora.pk).wants_heads


def test_a_months_page_and_its_envelope_hold_the_head(sealed: World) -> None:
    browser = Client()
    browser.force_login(sealed.cora, backend="allauth.account.auth_backends.AuthenticationBackend")
    month = "/portal/contracts/SHOP-2026-01/months/2026-05"
    page, envelope = (browser.get(f"{month}{more}").content.decode() for more in ("", "/envelope.json"))
    with scoped(ENGINE):
        head = str(anchor_of(sealed.customers["SHOP"].pk))
    assert [str(one) for one in known_in(page)] == [str(one) for one in known_in(envelope)] == [head]
