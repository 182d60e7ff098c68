"""Makes `first.jsonl` and `demo.jsonl.xz`, instances that the first release (commit 6f8688d) wrote by its own actions.

It is run with that release's code, never with this one's:

    git worktree add --detach /tmp/first 6f8688d && cd /tmp/first && bin/setup --quiet
    bin/uv run --frozen python …/tests/upgrade/make.py …/tests/upgrade/first.jsonl
    bin/uv run --frozen python …/tests/upgrade/make.py …/tests/upgrade/demo.jsonl.xz

The first is small, its story is told here; the second is the demo of that release, of a few months that end at DEMO.
The tables stand in them as rows of JSON, which any PostgreSQL reads back; beside them what that release said of each
month. A dump of a database would hold the schema as well, which the first migrations still make. Passwords are left
out, and of the long letters all but SOME.
"""

import json
import lzma
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path[:0] = [str(Path.cwd()), str(Path.cwd() / "tests")]

import psycopg  # noqa: E402
from django.apps import apps  # noqa: E402
from pg import test_server  # noqa: E402
from service import migrated, point_at  # noqa: E402 - sets Django up

from gwarant.accounts.models import User  # noqa: E402
from gwarant.contracts import actions as contracts  # noqa: E402
from gwarant.contracts.models import Contract, ContractVersion  # noqa: E402
from gwarant.customers.models import Customer  # noqa: E402
from gwarant.database import roles  # noqa: E402
from gwarant.database.embedded import Embedded  # noqa: E402
from gwarant.database.scope import ENGINE, scoped  # noqa: E402
from gwarant.demo.agreement import agree  # noqa: E402
from gwarant.demo.build import build  # noqa: E402
from gwarant.demo.cast import CLIENTS, World, make_cast  # noqa: E402
from gwarant.hours.actions import log_time, reverse  # noqa: E402
from gwarant.hours.models import TimeEntry  # noqa: E402
from gwarant.ledger.actions import seal  # noqa: E402
from gwarant.reports.month import month_of, months_of  # noqa: E402
from gwarant.sla.assessment.model import Assessment  # noqa: E402
from gwarant.tickets import actions  # noqa: E402
from gwarant.tickets.models import Ticket, TicketClock  # noqa: E402

OWN = ("accounts", "customers", "contracts", "tickets", "hours", "ledger", "notify")
SOME = 6  # of the letters, which are long
NOW = datetime(2026, 6, 5, 8, 0, tzinfo=UTC)
DEMO, DEMO_MONTHS = datetime(2026, 11, 18, 10, 0, tzinfo=UTC), 4
HOUR = timedelta(hours=1)
FASTER = "\nclasses: {serious: {label: Grave fault}}\ntargets: {serious: {response: [2h, office]}}\n"


def main(file: Path) -> None:
    server = test_server(Path(tempfile.mkdtemp()), migrated, tag="first")
    point_at(server)
    if file.suffix == ".xz":
        play_demo()
        made_for = DEMO
    else:
        with scoped(ENGINE):
            tell(make_cast(at(2, 10)))
        made_for = NOW
    with scoped(ENGINE):
        told = list(months(made_for))
    parts = {"release": ["6f8688d"], "made_for": [made_for.isoformat()], "months": told, **tables(server)}
    lines = ({"of": name, "row": row} for name, rows in parts.items() for row in rows)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    file.write_bytes(lzma.compress(text, preset=9) if file.suffix == ".xz" else text)


def play_demo() -> None:
    """The demo, sealed as the engine does; then somebody still answers and logs time, which is not sealed yet."""
    built = DEMO - HOUR
    build(built, print, months=DEMO_MONTHS)
    with scoped(ENGINE):
        for customer in Customer.objects.all():
            while seal(customer.pk, built):
                pass
        ben = User.objects.get(email="ben@house.example")
        waiting = Ticket.objects.get(customer__key="SHOP", status="new")
        answered = actions.reply(waiting, "Już to widzimy.", by=ben, now=built + HOUR / 2)
        log_time(answered, person=ben, start_at=built, minutes=25, work="support", note="", now=built + HOUR / 2)


def at(month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def tell(world: World) -> None:
    """Two months and a half: contracts, an amendment, an offer taken back, tickets of every course, hours, seals."""
    shop, _, plant, uni = CLIENTS
    first = agree(world, shop, date(2026, 3, 1), at(2, 10))
    agree(world, uni, date(2026, 3, 1), at(2, 11))
    prompt(world)
    late(world)
    adopted = report(world, "PLANT", "mes", "pawel", "serious", at(3, 5))
    agree(world, plant, date(2026, 3, 1), at(3, 20))
    actions.adopt(adopted, by=world.alice, now=at(3, 24))
    actions.resolve(adopted, "A loose cable.", by=world.ben, now=at(3, 24, 10))
    seal_all(world, at(3, 31))
    second = amended(world, first)
    after_the_change(world)
    called(world)
    offer = contracts.amend(
        ContractVersion.objects.get(contract__number="UNI-2026-01"),
        by=world.marek,
        starts_on=date(2026, 8, 1),
        now=at(5, 4),
    )
    offer = contracts.offer(offer, by=world.marek, now=at(5, 4, 9))
    contracts.withdraw(offer, by=world.marek, now=at(5, 5))
    contracts.amend(second, by=world.marek, starts_on=date(2026, 9, 1), now=at(5, 6))
    let_engine_act(at(5, 20))
    seal_all(world, at(5, 20))
    running(world)


def report(world: World, customer: str, system: str, by: str, class_id: str, now: datetime, **more: object) -> Ticket:
    told = {"title": "It fails", "text": "Every time, since this morning.", "class_id": class_id}
    return actions.report(
        world.customers[customer],
        by=world.people[by],
        now=now,
        service=world.services[customer, system],
        **told,
        **more,
    )


def prompt(world: World) -> None:
    """Answered, asked about, restored, repaired and confirmed, with hours that were partly taken back."""
    ticket = report(world, "SHOP", "shop", "cyryl", "critical", at(3, 3), is_down=True)
    ticket = actions.acknowledge(ticket, by=world.ben, now=at(3, 3, 8, 10))
    ticket = actions.ask(ticket, "Which browser?", by=world.ben, now=at(3, 3, 8, 30))
    ticket = actions.reply(ticket, "All of them.", by=world.cyryl, now=at(3, 3, 10))
    ticket = actions.restore(ticket, "Restarted.", by=world.ben, now=at(3, 3, 11))
    ticket = actions.note(ticket, "Look at the disk.", by=world.ben, now=at(3, 3, 11, 5))
    ticket = actions.resolve(ticket, "A full disk.\n\nWe added an alarm.", by=world.ben, now=at(3, 4, 9))
    ticket = actions.confirm(ticket, by=world.cora, now=at(3, 4, 12))
    logged(ticket, world, at(3, 3, 8, 30), 95)
    wrong = logged(ticket, world, at(3, 4, 8), 20)
    reverse(wrong, by=world.ben, note="another ticket", now=at(3, 5))
    ticket = actions.reopen(ticket, "Again.", by=world.cyryl, now=at(3, 9, 9))
    actions.resolve(ticket, "A second disk.", by=world.dorota, now=at(3, 9, 13))


def late(world: World) -> None:
    """Answered too late, closed by silence; a second one was classified higher and refused once."""
    ticket = report(world, "SHOP", "erp", "cyryl", "serious", at(3, 10))
    let_engine_act(at(3, 11, 9))
    actions.resolve(ticket, "A wrong setting.", by=world.ben, now=at(3, 11, 10))
    logged(ticket, world, at(3, 11, 9), 60)
    other = report(world, "UNI", "exams", "umar", "ordinary", at(3, 12))
    other = actions.reply(other, "We look.", by=world.ben, now=at(3, 12, 9))
    other = actions.classify(other, "serious", by=world.ben, now=at(3, 12, 10))
    other = actions.resolve(other, "Done.", by=world.ben, now=at(3, 13, 10))
    other = actions.refuse(other, "Not yet.", by=world.ula, now=at(3, 13, 12))
    actions.resolve(other, "Done now.", by=world.ben, now=at(3, 16, 10))
    let_engine_act(at(3, 30))


def amended(world: World, first: ContractVersion) -> ContractVersion:
    """Another first answer from the middle of April on, accepted by the shop."""
    draft = contracts.amend(first, by=world.marek, starts_on=date(2026, 4, 16), text=first.text + FASTER, now=at(4, 8))
    offer = contracts.offer(draft, by=world.marek, now=at(4, 8, 9))
    return contracts.accept(offer, by=world.cora, fingerprint=offer.fingerprint, now=at(4, 10))


def after_the_change(world: World) -> None:
    """One of before the change, answered in time, and one after it that was answered too late for the new target."""
    for now in (at(4, 14), at(4, 20)):
        ticket = report(world, "SHOP", "shop", "cora", "serious", now)
        ticket = actions.reply(ticket, "We are at it.", by=world.ben, now=now + 3 * HOUR)
        actions.resolve(ticket, "A broken link.", by=world.ben, now=now + 6 * HOUR)
        logged(ticket, world, now + 4 * HOUR, 90)
    change = report(world, "SHOP", "shop", "cora", "change", at(4, 21))
    actions.quote(change, "Three days.", by=world.ben, now=at(4, 22))
    let_engine_act(at(4, 30))


def called(world: World) -> None:
    """A call that was written down a day after it came."""
    told = {"channel": "phone", "at": at(5, 7, 9), "reporter": world.umar}
    ticket = report(world, "UNI", "enrol", "ben", "serious", at(5, 8), **told)
    actions.call(ticket, "They restarted it.", by=world.ben, now=at(5, 8, 9))
    actions.resolve(ticket, "Restarted.", by=world.ben, now=at(5, 8, 10))
    logged(ticket, world, at(5, 8, 9), 45)


def running(world: World) -> None:
    """What still runs when the release is changed; its rows are not sealed yet."""
    ticket = report(world, "SHOP", "shop", "cyryl", "ordinary", at(6, 3))
    actions.reply(ticket, "We look at it.", by=world.ben, now=at(6, 3, 12))
    report(world, "UNI", "exams", "umar", "critical", NOW - HOUR)
    report(world, "PLANT", "mes", "pawel", "ordinary", NOW - HOUR)


def logged(ticket: Ticket, world: World, start: datetime, minutes: int) -> TimeEntry:
    work = {"minutes": minutes, "work": "support", "note": "looked", "now": start + timedelta(minutes=minutes)}
    return log_time(ticket, person=world.ben, start_at=start, **work)


def let_engine_act(now: datetime) -> None:
    while clock := TicketClock.objects.due(now).first():
        actions.act_on_clock(clock.pk, now=clock.acts_at or now)
    for ticket in Ticket.objects.filter(status="resolved", closes_at__lte=now):
        actions.close_by_silence(ticket.pk, now=ticket.closes_at or now)


def seal_all(world: World, now: datetime) -> None:
    for customer in world.customers.values():
        seal(customer.pk, now)


def months(now: datetime) -> Iterator[dict[str, object]]:
    """What that release says of every month of every contract."""
    for contract in Contract.objects.order_by("number"):
        for period in reversed(months_of(contract, now)):
            found = month_of(contract, period.name, "en", now).assessment
            kept = [[one.clock, one.class_, one.target, one.met, one.breached, one.pending] for one in found.kept]
            counts = found.counts
            hours = [[one.month, one.hours.real, one.hours.charged] for one in found.months if one.hours]
            told = {
                "contract": contract.number,
                "month": period.name,
                "kept": kept,
                "tickets": [counts.reported, counts.resolved, counts.reopened, counts.open_at_end],
                "availability": [str(one.figure.verdict) for one in found.availability],
                "hours": hours,
                "owed": [[one.month, str(one.remedies.total)] for one in found.months],
            }
            yield told | ({"readings": readings(found), "money": money(found)} if now == DEMO else {})


def readings(found: Assessment) -> list[list[object]]:
    """Each clock with its verdict and the moments and lengths that it rests on."""
    return [
        [one.key, one.class_, one.state, one.verdict, one.target, one.used, one.started_at, one.due_at, one.stopped_at]
        for one in found.readings
    ]


def money(found: Assessment) -> list[list[object]]:
    """What the hours of each part of the month cost, drained and left over."""
    return [
        [one.month, str(one.hours.amount), one.hours.drained, one.hours.overage, len(one.remedies.lines)]
        for one in found.months
        if one.hours
    ]


def tables(server: Embedded) -> dict[str, list[object]]:
    """All rows of the release's own tables, in their order."""
    names = [model._meta.db_table for name in OWN for model in apps.get_app_config(name).get_models()]
    found = {}
    with psycopg.connect(server.dsn(roles.ADMIN, "gwarant")) as connection:
        for name in names:
            rows = connection.execute(f"SELECT to_jsonb(t) FROM {name} t ORDER BY 1").fetchall()
            found[name] = [without_secrets(row) for (row,) in rows][: SOME if name == "notify_outbox" else None]
    return {name: rows for name, rows in found.items() if rows}


def without_secrets(row: dict[str, object]) -> dict[str, object]:
    return row | ({"password": "!"} if "password" in row else {})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
