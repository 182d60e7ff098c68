"""Mail of the demo world: people in copy, a mail that comes back, and messages that wait for a decision."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.addresses.actions import open_address, register_domain
from gwarant.intake.dismissing import dismiss
from gwarant.intake.handling import handle
from gwarant.intake.models import RawMail, Way
from gwarant.intake.receive import receive
from gwarant.mail import read
from gwarant.notify.delivery import parcel_of
from gwarant.notify.marks import mark_of
from gwarant.notify.mime import header_seal, message_id
from gwarant.notify.models import Delivery
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

OURS, SHOPS = "pomoc@house.example", "sklep@house.example"


def mail_comes_in(world: World, now: datetime) -> None:
    """The last hours' mail: the shop writes to an address of its own, others to the one for all."""
    with scoped(ENGINE):
        open_address(OURS, customer=None, now=now - timedelta(days=90))
        shop = world.customers["SHOP"]
        service = world.services["SHOP", "shop"].pk
        open_address(SHOPS, customer=shop, service_id=service, class_id="ordinary", now=now - timedelta(days=90))
        register_domain("uni.example", world.customers["UNI"], now=now - timedelta(days=90))
        register_domain("shop.example", shop, now=now - timedelta(days=90))
    _a_conversation(world, now)
    _no_report(world, now)
    for minutes, sender, subject, text, more in (
        (95, "Nina Nowak <nina@nowa-firma.example>", "Zapytanie o formularz kontaktowy", UNKNOWN, {}),
        (70, "Umar Usmani <umar@uni.example>", "Automatic reply: Plagiarism check does not start", ABSENT, REPLIED),
        (40, "Beniamin Bąk <ben@house.example>", "Odp: Rejestracja internetowa nie działa", COLLEAGUE, {}),
    ):
        told = _about(world, "CLINIC") if sender.endswith("<ben@house.example>") else {}
        _come(_mail(sender, OURS, subject, text, now - timedelta(minutes=minutes), **more, **told), OURS, now, minutes)


def _a_conversation(world: World, now: datetime) -> None:
    raw = _mail(CORA, SHOPS, "Faktury bez numeru NIP", REPORT, now - timedelta(hours=5), Cc=COPIES)
    ticket = _come(raw, SHOPS, now, 300).ticket
    assert ticket is not None, "a known person's mail is a report"
    with scoped(ENGINE):
        actions.reply(ticket, ANSWER, by=world.people["ben"], now=now - timedelta(hours=4))
    mark = f"<{mark_of(ticket.key)}.1@house.example>"
    told = {"In-Reply-To": mark, "References": mark}
    _come(_came_back(ticket, KASIA, now - timedelta(minutes=239)), OURS, now, 239)
    _come(_mail(CORA, SHOPS, f"Odp: [{ticket.key}] Faktury", WORD, now - timedelta(hours=3), **told), SHOPS, now, 180)


def _no_report(world: World, now: datetime) -> None:
    """What came to the shop's address and is none of its reports."""
    at = now - timedelta(minutes=110)
    ticket = _come(_mail(LOTTERY, SHOPS, "Wygrali Państwo weekend w spa", PRIZE, at), SHOPS, now, 110).ticket
    assert ticket is not None, "whoever writes to the customer's own address reports"
    with scoped(ENGINE):
        dismiss(
            ticket,
            "spam",
            "Reklama, rozesłana na wiele adresów.",
            by=world.people["ben"],
            now=at + timedelta(minutes=9),
        )


def _came_back(ticket: Ticket, address: str, at: datetime) -> bytes:
    """What the shop's mail server says of our answer to that address: nobody reads there."""
    with scoped(ENGINE):
        sent = Delivery.objects.filter(medium="mail", address=address, notice__ref=ticket.key)
        row = sent.select_related("notice").order_by("-pk")[0]
        parcel = parcel_of(row)
        name = message_id(parcel, settings.ENV.email_from)
    return RETURNED.format(to=OURS, at=format_datetime(at), address=address, id=name, seal=header_seal(parcel)).encode()


def _about(world: World, key: str) -> dict[str, str]:
    """What an answer to our mails about that customer's newest ticket carries."""
    with scoped(ENGINE):
        ticket = Ticket.objects.filter(customer=world.customers[key]).order_by("-pk")[0]
    mark = f"<{mark_of(ticket.key)}.1@house.example>"
    return {"In-Reply-To": mark, "References": mark}


def _mail(sender: str, to: str, subject: str, text: str, at: datetime, **more: str) -> bytes:
    made = EmailMessage()
    told = {"From": sender, "To": to, "Subject": subject, "Date": format_datetime(at), **more}
    for name, value in told.items():
        made[name] = value
    made.set_content(text)
    return made.as_bytes()


def _come(raw: bytes, box: str, now: datetime, minutes: int) -> RawMail:
    """The message received so many minutes ago, and handled."""
    at = now - timedelta(minutes=minutes)
    kept = receive(raw, way=Way.SMTP, box=box, recipients=[box], now=at)
    with scoped(ENGINE):
        handle(kept.pk, read, at)
        return RawMail.objects.select_related("ticket").get(pk=kept.pk)


LOTTERY = "Klub Wygranych <nagroda@wygrane.example>"
PRIZE = "Prosimy odebrać nagrodę w ciągu 24 godzin. Wystarczy kliknąć i podać numer karty."
REPLIED = {"Auto-Submitted": "auto-replied"}
CORA, KASIA = "Cora Czarnecka <cora@shop.example>", "kasia.kos@shop.example"
COPIES = f"Cyryl Cichy <cyryl@shop.example>, Kasia Kos <{KASIA}>, ksiegowosc@biuro-rachunkowe.example"
RETURNED = """\
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.shop.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: {at}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="parts"

--parts
Content-Type: text/plain; charset=utf-8

This is the mail system at host mx.shop.example. Your message could not be delivered.

--parts
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{address}>: Recipient address rejected: User unknown

--parts
Content-Type: text/rfc822-headers

Message-ID: {id}
X-Gwarant-Delivery: {seal}

--parts--
"""
REPORT = """\
Dzień dobry,

od dzisiaj faktury dla firm wychodzą bez numeru NIP. Klienci je odsyłają.

Pozdrawiam
Cora Czarnecka
-- \n\
Acme Shop sp. z o.o., tel. 22 555 01 02
"""
ANSWER = "Widzimy to. Czy dotyczy to wszystkich firm, czy tylko nowych kont?"
WORD = """\
Tylko kont założonych po wczorajszej zmianie formularza.

W dniu 30.11.2026 o 10:00 Beniamin Bąk napisał(a):
> Widzimy to. Czy dotyczy to wszystkich firm, czy tylko nowych kont?
"""
UNKNOWN = """\
Dzień dobry, od wczoraj nie dostajemy wiadomości z formularza na naszej stronie. Proszę o sprawdzenie.

Nina Nowak, Nowa Firma
"""
ABSENT = "I am out of the office until Monday. In urgent matters please write to Ursula Unwin.\n"
COLLEAGUE = "Wysłane z telefonu: od 9:40 rejestracja działa, obserwujemy ją jeszcze godzinę.\n"
