"""A closed month is looked at as the client sees it, sent from the desk, and seen to be opened."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client
from service import START

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.store import folder
from gwarant.notify.models import Delivery
from gwarant.reports.actions import close
from gwarant.reports.delivery.links import path_of
from gwarant.reports.delivery.models import Opening, Paper, Sending, Unattended
from gwarant.reports.delivery.readers import add_address
from gwarant.reports.models import Report
from gwarant.reports.month import month_of
from gwarant.reports.paper.paper import data_of

Send = Callable[..., Any]
MONTH = "contracts/SHOP-2026-01/months/2026-05"
DELIVERY, CUSTOMER = f"/desk/{MONTH}/delivery", "/desk/customers/SHOP/reports"
BOARD = "board@shop.example"
JULY = START.replace(month=7, day=3)


@pytest.fixture
def report(house: World) -> Report:
    with scoped(ENGINE):
        add_address(house.customers["SHOP"], BOARD, "pl", by=house.olga, now=JULY)
        contract = Contract.objects.get(number="SHOP-2026-01")
        return close(contract, "2026-05", by=house.alice, now=JULY, note="Spokojny miesiąc.\n\nDziękujemy.")


def send_all(house: World, send: Send) -> None:
    to = {"to": [f"u{house.cora.pk}", f"u{house.celina.pk}", f"a{BOARD}"]}
    assert send(house.alice, DELIVERY, **to).status_code == 302


def test_a_word_is_asked_for_and_read_by_the_client(house: World, send: Send, visit: Send) -> None:
    closing = f"/desk/{MONTH}/closing"
    assert "po polsku" in visit(house.alice, closing).content.decode()
    answer = send(house.alice, closing, note="Spokojny miesiąc.")
    assert answer.headers["Location"] == DELIVERY
    for who, side in ((house.cora, "portal"), (house.alice, "desk")):
        page = visit(who, f"/{side}/{MONTH}").content.decode()
        assert "Od Twojego opiekuna" in page
        assert "Spokojny miesiąc." in page


def test_it_is_sent_to_whom_was_chosen_and_stands_there(report: Report, house: World, send: Send, visit: Send) -> None:
    page = visit(house.alice, DELIVERY).content.decode()
    assert "Umowa obiecuje raport do 15 czerwca 2026" in page
    assert page.count('name="to"') == 3
    send_all(house, send)
    page = visit(house.alice, DELIVERY).content.decode()
    assert "Wysłano do 3 odbiorców." in page
    assert 'name="to"' not in page
    assert page.count("w drodze") == 3
    assert page.count("jeszcze nie") == 2
    assert "tego nikt nie widzi" in page


def test_nobody_chosen_is_told(report: Report, house: World, send: Send) -> None:
    answer = send(house.alice, DELIVERY)
    assert answer.status_code == 422
    assert "Wybierz przynajmniej jednego odbiorcę." in answer.content.decode()


def test_one_button_sends_it_again(report: Report, house: World, send: Send, visit: Send) -> None:
    send_all(house, send)
    with scoped(ENGINE):
        own = Sending.objects.get(address=BOARD)
    again = f"{DELIVERY}/{own.pk}/again"
    assert send(house.alice, again).status_code == send(house.alice, again).status_code == 302
    page = visit(house.alice, DELIVERY).content.decode()
    assert "wysłano 2 razy" in page
    assert "Raport wysłano już ponownie" in page


def test_the_portal_page_of_the_report_counts_as_opened(report: Report, house: World, send: Send, visit: Send) -> None:
    send_all(house, send)
    visit(house.cora, f"/portal/{MONTH}")
    visit(house.cora, f"/portal/{MONTH}")
    visit(house.cyryl, f"/portal/{MONTH}")  # nobody sent it to him
    with scoped(ENGINE):
        assert [(one.sending.user, one.times) for one in Opening.objects.select_related("sending__user")] == [
            (house.cora, 2)
        ]
    assert "otwarto 2 razy" in visit(house.alice, DELIVERY).content.decode()


def test_a_page_that_is_fetched_ahead_is_not_opened(report: Report, house: World, send: Send) -> None:
    send_all(house, send)
    with scoped(ENGINE):
        key = Sending.objects.get(address=BOARD).key
    client = Client(headers={"Sec-Purpose": "prefetch"})
    assert b"".join(client.get(path_of(key)).streaming_content)
    with scoped(ENGINE):
        assert not Opening.objects.exists()


def test_the_link_gives_the_bytes_that_were_sent_and_is_counted(report: Report, house: World, send: Send) -> None:
    send_all(house, send)
    with scoped(ENGINE):
        own = Sending.objects.get(address=BOARD)
    for _ in range(2):
        answer = Client().get(path_of(own.key))
        assert b"".join(answer.streaming_content)[:5] == b"%PDF-"
    assert not answer.cookies
    assert "SHOP-2026-01-2026-05.pdf" in answer.headers["Content-Disposition"]
    with scoped(ENGINE):
        assert Opening.objects.get(sending=own).times == 2


def test_what_was_drawn_once_is_the_file_that_is_shown_taken_and_sent(
    report: Report, house: World, send: Send, visit: Send
) -> None:
    preview, download = f"/desk/{MONTH}/delivery/report.pdf?in=pl", f"/portal/{MONTH}/report.pdf"
    first = visit(house.alice, preview).content
    with scoped(ENGINE):
        house.customers["SHOP"].name = "Another Shop"
        house.customers["SHOP"].save()
    assert first == visit(house.cora, download).content == visit(house.alice, preview).content
    send_all(house, send)
    with scoped(ENGINE):
        kept, sent = Paper.objects.get(), Sending.objects.get(address=BOARD)
    assert (kept.sha256, kept.language, kept.size) == (sent.sha256, "pl", len(first))


def test_the_page_says_which_decisions_are_needed_as_the_paper_does(report: Report, house: World, visit: Send) -> None:
    with scoped(ENGINE):
        month = month_of(report.contract, report.period, "pl", JULY + timedelta(hours=1))
        drawn = data_of(month, report, "pl")
    (part,) = [one for one in drawn["parts"] if one["title"] == "Wymaga decyzji"]
    page = visit(house.cora, f"/portal/{MONTH}").content.decode()
    assert "Wymaga decyzji" in page
    rows = part["blocks"][0]["rows"]
    assert len(rows) >= 2
    assert all(escape(cell["text"]) in page for row in rows for cell in row)


def test_a_paper_whose_bytes_are_lost_is_drawn_anew_and_kept(report: Report, house: World, visit: Send) -> None:
    download = f"/portal/{MONTH}/report.pdf"
    first = visit(house.cora, download).content
    with scoped(ENGINE):
        folder().path(Paper.objects.get().sha256).unlink()
    assert visit(house.cora, download).content == first
    with scoped(ENGINE):
        assert not folder().fault(Paper.objects.get().sha256)


def test_a_link_ends_after_thirty_days(
    report: Report, house: World, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_all(house, send)
    with scoped(ENGINE), monkeypatch.context() as then:
        then.setattr("django.core.signing.time.time", START.timestamp)
        link = path_of(Sending.objects.get(address=BOARD).key)
    assert Client().get(link).status_code == 404
    with scoped(ENGINE):
        assert not Opening.objects.exists()


def test_the_house_sees_the_page_as_the_client_does(report: Report, house: World, visit: Send) -> None:
    page = visit(house.alice, f"/desk/{MONTH}/as-client").content.decode()
    assert "Tę stronę widzi Acme Shop sp. z o.o. <" in page
    assert "Spokojny miesiąc." in page
    assert not re.search(r'href="/portal/', page)
    assert visit(house.ben, f"/desk/{MONTH}/as-client").status_code == 403


def test_the_paper_is_looked_at_in_the_readers_languages(report: Report, house: World, visit: Send) -> None:
    assert visit(house.alice, f"{DELIVERY}/report.pdf?in=en").content.startswith(b"%PDF-")
    assert visit(house.alice, f"{DELIVERY}/report.pdf?in=de").status_code == 400


def test_addresses_and_the_day_are_set_with_the_customer(house: World, client: Client, send: Send, visit: Send) -> None:
    visit(house.alice, CUSTOMER)
    for address, status in (("Zarzad@Shop.example", 302), ("nobody", 422)):
        told = {"key": "0" * 32, "address": address, "language": "pl"}
        assert client.post(f"{CUSTOMER}/addresses", told).status_code == status
    assert send(house.alice, CUSTOMER, days="3", on_last_day="on").status_code == 302
    assert "zarzad@shop.example" in visit(house.alice, CUSTOMER).content.decode()
    with scoped(ENGINE):
        rule = Unattended.objects.get()
        assert (rule.days, rule.on_last_day, rule.changed_by) == (3, True, house.alice)
    assert send(house.alice, CUSTOMER, days="").status_code == 302
    assert send(house.alice, CUSTOMER, days="", on_last_day="on").status_code == 422
    with scoped(ENGINE):
        assert not Unattended.objects.exists()


def test_what_waits_stands_above_the_months_and_on_due_now(house: World, send: Send, visit: Send) -> None:
    assert "Zamknij miesiąc: Acme Shop" in visit(house.alice, "/desk/months").content.decode()
    assert "czeka" in visit(house.alice, "/desk/").content.decode()
    assert "Zamknij miesiąc" not in visit(house.ben, "/desk/months").content.decode()


def test_a_report_that_nobody_was_sent_waits(report: Report, house: World, send: Send, visit: Send) -> None:
    assert "Wyślij raport: Acme Shop" in visit(house.alice, "/desk/months").content.decode()
    send_all(house, send)
    assert "Wyślij raport: Acme Shop" not in visit(house.alice, "/desk/months").content.decode()


def test_what_came_back_is_seen(report: Report, house: World, send: Send, visit: Send) -> None:
    send_all(house, send)
    with scoped(ENGINE):
        mail = Delivery.objects.filter(address=BOARD, medium="mail")
        mail.update(state="sent", sent_at=JULY, bounced_at=JULY, bounce_code="5.1.1", bounce_said="No such user")
    page = visit(house.alice, DELIVERY).content.decode()
    assert "wrócił" in page
    assert "5.1.1 No such user" in page


def test_a_mailbox_that_keeps_the_heads_is_named_beside_the_readers(
    house: World, client: Client, send: Send, visit: Send
) -> None:
    visit(house.alice, CUSTOMER)
    for gets, key in (("heads", "1"), ("heads", "2"), ("reports", "3")):
        told = {"key": key * 32, "address": "audit@shop.example", "language": "pl", "gets": gets}
        assert client.post(f"{CUSTOMER}/addresses", told).status_code == 302
    shown = client.get(CUSTOMER).content.decode()
    assert shown.count("audit@shop.example · ") == 2
    assert "codziennie skrót rejestru dowodów" in shown
    assert "To już tam przychodzi" in shown
