"""A house with two customers and a chain of three blocks, made by the product's own actions, for forgers to try."""

from datetime import date, datetime, timedelta

from looks_in import looked_at

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World, make_cast
from gwarant.files.models import About
from gwarant.files.store import store
from gwarant.hours.actions import log_time
from gwarant.intake.actions import lay_aside
from gwarant.intake.addresses.actions import open_address
from gwarant.intake.changes import Deed, Kind, note
from gwarant.intake.handling import handle
from gwarant.intake.receive import keep
from gwarant.ledger import filing
from gwarant.ledger.actions import seal
from gwarant.ledger.book import seal_book
from gwarant.mail.reading import read
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket


def lay_out(now: datetime) -> World:
    """SHOP and CLINIC with contracts; SHOP has two tickets, hours, files, a day of looks, a change that was offered."""
    with scoped(ENGINE):
        world = make_cast(now - timedelta(days=60), CLIENTS[:2])
        for client in CLIENTS[:2]:
            agree(world, client, date(2026, 5, 1), now - timedelta(days=50))
            _seal(world, now - timedelta(days=45))
        first = _ticket(world, "SHOP", "It broke.", now)
        _ticket(world, "CLINIC", "It stopped.", now)
        actions.reply(first, "We look at it.", by=world.ben, now=now + timedelta(minutes=5))
        _worked(world, first, now + timedelta(hours=1))
        looked_at(world.services["SHOP", "shop"], "shop", now + timedelta(hours=1))
        _seal(world, now + timedelta(hours=2))
        second = _ticket(world, "SHOP", "Again.", now + timedelta(hours=3))
        actions.reply(second, "We look at it again.", by=world.ben, now=now + timedelta(hours=4))
        wording = ContractVersion.objects.get(contract__number="SHOP-2026-01")
        actions.note(first, "Ask them nothing more.", by=world.ben, now=now + timedelta(hours=4))
        draft = contracts.amend(wording, by=world.marek, starts_on=date(2026, 8, 1), now=now + timedelta(hours=4))
        contracts.offer(draft, by=world.marek, now=now + timedelta(hours=4))
        _papers(world, now + timedelta(hours=4))
        _post(world, first, now + timedelta(hours=4))
        _seal(world, now + timedelta(hours=5))
        _worked(world, second, now + timedelta(hours=6))
        _seal(world, now + timedelta(hours=6))
    return world


def _ticket(world: World, key: str, text: str, now: datetime) -> Ticket:
    client = next(one for one in CLIENTS if one.key == key)
    service, person = world.services[key, client.services[0][0]], world.people[client.people[0][0]]
    return actions.report(
        world.customers[key], title="t", text=text, class_id="critical", service=service, by=person, now=now
    )


def _papers(world: World, now: datetime) -> None:
    """The signed copy, and an annex that was erased."""
    files = [store(name.encode(), name) for name in ("signed.pdf", "annex.pdf")]
    _signed, annex = filing.add(
        files,
        customer=world.customers["SHOP"],
        about=About.CONTRACT,
        subject="SHOP-2026-01",
        is_public=True,
        by=world.marek,
        now=now,
    )
    filing.erase(annex, by=world.olga, reason="Not theirs.", now=now)


def _post(world: World, ticket: Ticket, now: datetime) -> None:
    """A note with a file, a mail of a stranger that was laid aside, and a domain that was opened."""
    actions.note(ticket, "Look.", by=world.ben, files=[store(b"12:00 no basket", "shop.log")], now=now)
    came = b"From: A Stranger <a@stranger.example>\r\nTo: help@house.example\r\nSubject: Hello\r\n\r\nHello?\r\n"
    to = {"sender": "a@stranger.example", "recipients": ["help@house.example"]}
    raw = keep(store(came), way="pipe", box="help@house.example", **to, now=now)  # type: ignore[arg-type]
    handle(raw.pk, read, now)
    lay_aside(raw, is_spam=True, by=world.ben, now=now)
    facts = {"customer": ("", "Acme Shop")}
    open_address("shop@house.example", customer=world.customers["SHOP"], by=world.olga, now=now)
    note(Kind.DOMAIN, "shop.example", Deed.OPENED, facts=facts, why="They write from it.", by=world.olga, now=now)


def _worked(world: World, ticket: Ticket, now: datetime) -> None:
    start = now - timedelta(minutes=30)
    log_time(ticket, person=world.ben, start_at=start, minutes=20, work="support", note="looked", now=now)


def _seal(world: World, now: datetime) -> None:
    for pk in Customer.objects.values_list("pk", flat=True):
        seal(pk, now)
    seal_book(now)
