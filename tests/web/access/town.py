"""Two customers, each with one of everything that an address can name, and somebody in every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from letters_in import lie
from letters_out import mails, news
from matrix import MATRIX, ROLES, Thing, Who
from passkeys import just_signed_in, secure
from sent_files import png
from service import START

from gwarant.accounts.actions import create_user, leave
from gwarant.accounts.models import StaffRole, User
from gwarant.contracts import actions as contracts
from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.customers.actions import add_member, invite
from gwarant.customers.models import CustomerRole, Invitation, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World, make_cast
from gwarant.files.models import About, Attachment
from gwarant.files.store import store
from gwarant.hours.actions import log_time
from gwarant.intake.addresses.actions import open_address, register_domain
from gwarant.intake.mailboxes.actions import MailboxFacts, put_mailbox
from gwarant.intake.models import Flood, RawMail
from gwarant.ledger import filing
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.corrections.asking import ask, drafted, promised
from gwarant.monitoring.corrections.deciding import approve
from gwarant.monitoring.enrolling import enrol, open_place
from gwarant.monitoring.enrolling import invite as invite_prober
from gwarant.monitoring.maintenance.announcing import announce, planned
from gwarant.monitoring.objections.raising import object_to
from gwarant.monitoring.telling.taking import open_source
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.models import DeliveryState, Notice
from gwarant.oauth import Password
from gwarant.reports.actions import close
from gwarant.reports.delivery.readers import add_address, readers_of
from gwarant.reports.delivery.sending import deliver
from gwarant.reports.disputes.models import Dispute
from gwarant.reports.month import months_of
from gwarant.tickets import actions
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.evidence import moment_of
from gwarant.tickets.log import log_of
from gwarant.tickets.stopping import stop_path
from gwarant.web.files.links import PLACE, link_to
from gwarant.web.moment import now
from gwarant.web.people.letters import send_invitation

SCRIPT = "<script>alert(1)</script>"
NAMES = {
    "reader": "celina",
    "requester": "cyryl",
    "administrator": "cora",
    "neighbour": "zoe",
    "between": "bob",
    "leaver": "leon",
    "auditor": "ada",
    "engineer": "ben",
    "caretaker": "alice",
    "manager": "marek",
    "owner": "olga",
}
_UNCOUNTED = ("django_session", "usersessions_usersession", "accounts_keptform", "accounts_attempt")
_TABLES = "SELECT array_agg(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
_CHANGES = """
SELECT sum(
  pg_stat_get_xact_tuples_inserted(o) + pg_stat_get_xact_tuples_updated(o) + pg_stat_get_xact_tuples_deleted(o)
) FROM unnest(%s::oid[]) o
"""


@dataclass
class Town:
    """The world, the objects by kind, and a browser for each role."""

    world: World
    things: dict[str, list[Thing]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    tables: list[int] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)

    def user(self, role: str) -> User:
        return self.world.people[NAMES[role]]

    def browser(self, role: str, **how: Any) -> Client:
        """A browser in which somebody of that role has just signed in."""
        known = self.clients.get(f"{role} {how}") or Client(raise_request_exception=False, **how)
        self.clients[f"{role} {how}"] = known
        known.cookies = SimpleCookie(self.cookies.get(role, ""))
        return known

    def put(self, kind: str, /, **facts: Any) -> None:
        place = {name: facts.pop(name, "") for name in ("customer", "person", "author", "query")}
        self.things.setdefault(kind, []).append(Thing(args=facts, **place))

    def of(self, route: str, role: str) -> list[Thing]:
        """The objects that the route can name; of what belongs to persons, their own and one other's."""
        found = self.things[MATRIX[route].about]
        others = [one for one in found if one.person and one.person != role]
        return [one for one in found if one not in others[1:]]

    def changes(self) -> int:
        """How many rows were written in this transaction so far, sessions apart."""
        with connection.cursor() as cursor:
            cursor.execute(_CHANGES, [self.tables])
            return int(cursor.fetchone()[0])


def address(route: str, thing: Thing) -> str:
    return reverse(route, kwargs=thing.args) + thing.query


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> Town:
    """Everything, written by the product's own actions."""
    with scoped(ENGINE):
        town = Town(make_cast(START - timedelta(days=60), CLIENTS[:2]))
        town.put("nothing")
        _more_people(town)
        for client in CLIENTS[:2]:
            agree(town.world, client, date(2026, 5, 1), START - timedelta(days=50))
            _customer(town, client.key)
        _house(town)
        for role in NAMES:
            _own(town, role)
        town.tables = _counted()
    for role in ROLES:
        town.cookies[role.name] = _signed_in(town, role)
    with scoped(ENGINE):
        leave(town.user("leaver"), now=now())
    return town


def _more_people(town: Town) -> None:
    for short, role in (("bob", ""), ("leon", StaffRole.OWNER)):
        user = create_user(email=f"{short}@elsewhere.example", name=short.title(), staff_role=role, now=START)
        town.world.people[short] = user
    add_member(town.world.customers["SHOP"], town.world.people["bob"], CustomerRole.READER, now=START)
    add_member(town.world.customers["CLINIC"], town.world.people["bob"], CustomerRole.ADMINISTRATOR, now=START)


def _customer(town: Town, key: str) -> None:
    customer = town.world.customers[key]
    system = customer.services.order_by("pk").first()
    assert system is not None
    town.put("customer", customer=key, key=key)
    town.put("asked customer", customer=key, query=f"?customer={key}")
    town.put("system", customer=key, key=key, system=system.key)
    file = shelve(town, key, About.CUSTOMER, key)
    town.put("customer's file", customer=key, key=key, pk=file)
    town.put("customer's file at", customer=key, owner=key, pk=file)
    _tickets(town, key)
    _wordings(town, key)
    _corrections(town, key)
    _people(town, key)


def _tickets(town: Town, key: str) -> None:
    customer, ben = town.world.customers[key], town.world.people["ben"]
    by = Membership.objects.filter(customer=customer, role=CustomerRole.ADMINISTRATOR).order_by("pk")[0].user
    told = {"title": f"It fails {SCRIPT}", "text": "Since the morning.", "by": by, "service": customer.services.first()}
    early = actions.report(customer, class_id="serious", now=datetime(2026, 4, 20, 9, tzinfo=UTC), **told)
    assert early.version is None
    ticket = actions.report(customer, class_id="critical", now=now() - timedelta(hours=2), **told)
    actions.note(ticket, "Only for us.", by=ben, now=now() - timedelta(minutes=90))
    picture = store(png(), f"{SCRIPT}.png")
    actions.reply(ticket, "We look.", by=ben, now=now() - timedelta(minutes=80), files=[picture])
    if key == "SHOP":
        town.put("stop link", token=stop_path(ticket, by.opaque).rpartition("/")[2])
    file = Attachment.objects.get(subject=ticket.key)
    town.put("file", customer=key, key=ticket.key, pk=file.pk)
    town.put("any file", pk=file.pk)
    town.put("link", token=link_to(file).removeprefix(PLACE))
    for one in (early, ticket):
        town.put("ticket", customer=key, key=one.key)
    reading = readings_of(log_of(ticket), now())[0]
    place = {"clock": reading.clock, "cycle": reading.cycle, "link": reading.link}
    town.put("reading", customer=key, key=ticket.key, **place)
    start = now() - timedelta(hours=1)
    entry = log_time(ticket, person=ben, start_at=start, minutes=30, work="support", note="Looked.", now=now())
    town.put("row", customer=key, uid=entry.uid, key=key)
    town.put("entry", customer=key, author="engineer", key=ticket.key, uid=entry.uid)


def _wordings(town: Town, key: str) -> None:
    marek, number = town.world.people["marek"], f"{key}-2026-01"
    accepted = ContractVersion.objects.get(contract__number=number, version=1)
    draft = contracts.amend(accepted, by=marek, starts_on=now().date() + timedelta(days=200), now=now())
    contracts.offer(draft, by=marek, now=now())
    text = accepted.text.replace(number, f"{key}-C2")
    kind = {"package": accepted.package, "text": text, "by": marek}
    contracts.start_contract(town.world.customers[key], number=f"{key}-C2", now=now(), **kind)
    for version in (1, 2):
        town.put("wording", customer=key, number=number, version=version)
    town.put("draft", customer=key, number=f"{key}-C2", version=1)
    town.put("contract", customer=key, number=number)
    file = shelve(town, key, About.CONTRACT, number)
    town.put("contract's file", customer=key, number=number, pk=file)
    period = (now() - timedelta(hours=2)).astimezone(ZoneInfo("Europe/Warsaw")).strftime("%Y-%m")
    town.put("month", customer=key, number=number, period=period)
    _reports(town, key, accepted.contract)
    service = wording_of(accepted).availability[0].service
    town.put("system in a month", customer=key, number=number, period=period, service=service)
    town.put("system in a year", customer=key, number=number, service=service)


def _reports(town: Town, key: str, contract: Contract) -> None:
    """The last month that ended is closed and was sent; an address without an account gets reports too."""
    olga, customer = town.world.people["olga"], town.world.customers[key]
    add_address(customer, f"board@{key.lower()}.example", "en", by=olga, now=now())
    town.put("report address", customer=key, key=key, pk=customer.report_addresses.get().pk)
    period = next(one.name for one in months_of(contract, now()) if moment_of(one.end) <= now())
    report = close(contract, period, by=olga, now=now())
    (sent,) = deliver(report, readers_of(customer)[:1], by=olga, now=now())
    town.put("sent report", customer=key, number=contract.number, period=period, pk=sent.pk)


def _corrections(town: Town, key: str) -> None:
    """One that waits for the client, and a window that is to come."""
    ben, marek = town.world.people["ben"], town.world.people["marek"]
    about = next(one for one in promised() if one.contract.number == f"{key}-2026-01")
    stretch = now() - timedelta(hours=2), now() - timedelta(hours=1)
    told = {"reason": "maintenance", "text": SCRIPT, "shown": SCRIPT, "by": ben, "now": now()}
    made = approve(ask(drafted(about, *stretch, **told), now=now()), by=marek, now=now())
    town.put("correction", customer=key, pk=made.pk)
    town.put("any correction", pk=made.pk)
    by = Membership.objects.filter(customer=town.world.customers[key], role=CustomerRole.ADMINISTRATOR).order_by("pk")[
        0
    ]
    said = {"text": SCRIPT, "shown": SCRIPT, "by": by.user, "now": now()}
    objection = object_to(about.contract, about.service, *stretch, **said)
    town.put("objection", customer=key, pk=objection.pk)
    town.put("any objection", pk=objection.pk)
    figure = {"about": "figure", "figure": "hours", "month": "2026-05", "revision": 1, "until_at": now()}
    disputed = Dispute.objects.create(
        customer=town.world.customers[key],
        contract=about.contract,
        text=SCRIPT,
        raised_at=now(),
        raised_by=by.user,
        **figure,
    )
    town.put("dispute", customer=key, pk=disputed.pk)
    town.put("any dispute", pk=disputed.pk)
    window = now() + timedelta(days=9), now() + timedelta(days=9, hours=1)
    (one,) = announce(planned(about.service, [window], text=SCRIPT, by=ben, now=now()), now=now())
    town.put("window", pk=one.pk)


def shelve(town: Town, key: str, about: About, subject: str) -> int:
    """A picture that the house put there for both sides to see."""
    told = {"customer": town.world.customers[key], "about": about, "subject": subject, "is_public": True}
    (made,) = filing.add([store(png(), f"{SCRIPT}.png")], **told, by=town.world.people["marek"], now=START)
    return made.pk


def _people(town: Town, key: str) -> None:
    customer, marek = town.world.customers[key], town.world.people["marek"]
    member = Membership.objects.filter(customer=customer, role=CustomerRole.REQUESTER)[0]
    town.put("member", customer=key, pk=member.pk)
    town.put("member at", customer=key, key=key, pk=member.pk)
    told = {"by": marek, "send": send_invitation, "now": now()}
    invite(email=f"new@{key.lower()}.example", customer=customer, role=CustomerRole.READER, **told)
    invitation = customer.invitations.get()
    town.put("invitation", customer=key, pk=invitation.pk)
    town.put("any invitation", pk=invitation.pk)
    mails().filter(notice__customer=customer, notice__user=member.user).update(state=DeliveryState.DEAD)
    message = mails().filter(notice__customer=customer).exclude(notice__user=None).order_by("pk")[0]
    town.put("message", pk=message.pk)
    raw = f"From: who@else.example\nSubject: For {key}\n\nHello.\n".encode()
    lain = lie(raw, f"{key.lower()}@unknown.example", now())
    town.put("mail", pk=lain.pk)
    moments = {"begun_at": now(), "last_at": now(), "alarmed_at": now()}
    flood = Flood.objects.create(kind="address", name=key, sender="who@else.example", **moments)
    RawMail.objects.create(
        way="pipe",
        box=f"flood of {key}",
        sha256=lain.sha256,
        size=lain.size,
        arrived_at=now(),
        received_at=now(),
        outcome="flood",
        flood=flood,
    )
    town.put("flood", pk=flood.pk)


def _house(town: Town) -> None:
    told = {"by": town.world.people["olga"], "send": send_invitation, "now": now()}
    token = invite(email="new@house.example", staff_role=StaffRole.ENGINEER, **told)
    town.put("token", token=token)
    town.put("source", source="prom")
    town.put("ping", asked="00000000-0000-0000-0000-000000000000")
    town.put("any invitation", pk=Invitation.objects.get(customer=None).pk)
    town.put("colleague", pk=town.world.people["dorota"].pk)
    town.things["any wording"] = [*town.things["wording"], *town.things["draft"]]
    for kind, made in (
        ("domain", register_domain("gone.example", town.world.customers["SHOP"], now=now())),
        ("address", open_address("shop@house.example", customer=town.world.customers["SHOP"], now=now())),
    ):
        town.put("mail place", kind=kind, pk=made.pk)
    facts = MailboxFacts(address="shop@house.example", host="127.0.0.1", port=9, user="shop@house.example")
    town.put("mailbox", pk=put_mailbox("shop", facts, Password(password="hush"), now=now()).pk)
    stands = open_place("waw", "Warszawa", now=now())
    prober = enrol(invite_prober(stands, by=None, now=now()), bytes(range(32)), "1", now=now())
    facts = {"name": "Front page", "kind": "tcp", "settings": {"host": "127.0.0.1", "port": 9}, "places": (stands,)}
    watched = add_monitor(town.world.services["SHOP", "shop"], Facts(**facts), by=None, now=now())
    town.put("place", key=stands.key)
    open_source("prom", f"Prometheus {SCRIPT}", now=now())
    town.put("tool", key="prom")
    town.put("prober", pk=prober.pk)
    town.put("monitor", pk=watched.pk)
    told = Facts(name="Backup", kind="heartbeat", settings={"every": "1d"}, places=())
    town.put("job", pk=add_monitor(town.world.services["SHOP", "shop"], told, by=None, now=now()).pk)
    user = town.world.people["dorota"]
    key = default_token_generator.make_token(user)
    town.put("reset", uidb36=user_pk_to_url_str(user), key=key)


def _own(town: Town, role: str) -> None:
    """What belongs to a person alone."""
    user = town.user(role)
    letter = Letter("Hello", ("A line.",), path="/inbox", action="Look")
    tell([user], news(letter), key=f"own:{role}", customer=None, now=now())
    town.put("item", person=role, pk=Notice.objects.get(user=user, key__startswith="own:").pk)
    town.put("passkey", person=role, pk=secure(user).pk)


def _counted() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES + "AND relname <> ALL(%s)", [list(_UNCOUNTED)])
        return list(cursor.fetchone()[0])


def _signed_in(town: Town, who: Who) -> str:
    """The cookies of somebody who has just typed the password."""
    client = Client()
    if who.name in NAMES:
        client.force_login(town.user(who.name))
        just_signed_in(client.session, town.user(who.name))
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
