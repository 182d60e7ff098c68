"""A real engine beside a real database: what is due is done soon, once, and after every kill."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from socket import create_connection, create_server
from threading import Thread
from typing import Any
from urllib.request import urlopen
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import Error, connections, transaction
from imap_here import PASSWORD, Here
from instance import Instance, eventually, instance, now
from letters_out import mails
from procrastinate.contrib.django.models import ProcrastinateJob

from gwarant.database.jobs import defer
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.models import Heartbeat
from gwarant.engine.sweeps import LANES
from gwarant.intake.mailboxes.actions import MailboxFacts, put_mailbox
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.models import RawMail
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.beats.models import Listening, Ping, PingAddress
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.models import Watch
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.outages.stirring import stir
from gwarant.monitoring.outages.watching import watch_over
from gwarant.oauth import Password
from gwarant.tickets.models import ClockNotice, Ticket, TicketClock

pytestmark = pytest.mark.begun_first


@pytest.fixture(scope="module")
def house(pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: Any) -> Iterator[Instance]:
    with django_db_blocker.unblock(), instance(Path(pytestconfig.cache.mkdir("postgres"))) as made:
        yield made


@pytest.fixture
def connected(house: Instance, django_db_blocker: Any) -> Iterator[Instance]:
    with django_db_blocker.unblock():
        yield house
        for process in house.programs:
            if process.poll() is None:
                house.end(process)


def due_at(house: Instance, moment: datetime) -> int:
    """A ticket whose response is breached at that moment: its id."""
    first = TicketClock.objects.filter(clock="response").first() or house.report(now()).clocks.get(clock="response")
    return house.report(moment - timedelta(seconds=1) - (first.due_at - first.started_at)).pk


@contextmanager
def elsewhere() -> Iterator[Any]:
    """A connection beside the transaction at hand."""
    with psycopg.connect(**connections["default"].get_connection_params(), autocommit=True) as aside:
        yield aside


def defer_by(aside: Any, customer_id: int) -> None:
    aside.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'rejudge', %s)",
        (json.dumps({"customer_id": customer_id}),),
    )


def status_of(aside: Any) -> str:
    return str(aside.execute("SELECT status FROM procrastinate_jobs WHERE task_name = 'rejudge'").fetchone()[0])


def lives(process: Any) -> bool:
    return Heartbeat.objects.filter(name__endswith=f":{process.pid}").exists()


def breaches(*tickets: int) -> int:
    return ClockNotice.objects.filter(ticket__in=tickets, clock="response", percent=100).count()


def test_a_due_clock_is_acted_on_within_two_seconds_and_once_by_two_engines(connected: Instance) -> None:
    house = connected
    for process in (house.start("engine"), house.start("engine")):
        eventually(lambda: lives(process), 60)  # noqa: B023
    begun = time.monotonic()
    due_at(house, now() + timedelta(hours=1))
    base = now() + timedelta(seconds=5 + 40 * (time.monotonic() - begun))  # until all of them are written
    moments = [base + timedelta(seconds=n // 2) for n in range(16)]
    waiting = {due_at(house, moment): moment for moment in moments}
    assert now() < base, "this machine is too slow to say anything"
    lags: dict[int, float] = {}
    while len(lags) < len(waiting) and now() < moments[-1] + timedelta(seconds=60):
        told = ClockNotice.objects.filter(ticket__in=waiting, clock="response", percent=100)
        for pk in set(told.values_list("ticket", flat=True)) - set(lags):
            lags[pk] = time.time() - waiting[pk].timestamp()  # noqa: TID251
        time.sleep(0.02)
    assert len(lags) == len(waiting)
    print("lags in seconds:", [round(one, 2) for one in sorted(lags.values())])
    waiting_for_a_core = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert max(lags.values()) < 2 * waiting_for_a_core, sorted(lags.values())
    assert breaches(*waiting) == len(waiting)
    keys = list(mails().values_list("notice__key", flat=True))
    assert len(keys) == len(set(keys))


def test_of_two_engines_one_reads_a_mailbox_and_killed_it_leaves_nothing_unread_and_nothing_twice(
    connected: Instance, settings: Any
) -> None:
    settings.SECRET_KEY = "x" * 50  # the programs'
    shop = "shop@house.example"
    here = Here()
    here.start()
    facts = MailboxFacts(address=shop, host="127.0.0.1", port=here.port, security="none", user=shop)
    box = put_mailbox("shop", facts, Password(password=PASSWORD), now=now())
    engines = [connected.start("engine"), connected.start("engine")]
    eventually(lambda: Mailbox.objects.get(pk=box.pk).success_at, 60)
    assert sum(" LOGIN " in one or " AUTHENTICATE " in one for one in here.heard) == 1
    holder = next(one for one in engines if f":{one.pid} " in Mailbox.objects.get(pk=box.pk).held_by)
    sent = [f"From: cora@else.example\r\nSubject: {n}\r\n\r\n{n}\r\n".encode() for n in range(60)]
    for n, raw in enumerate(sent):
        here.deliver(shop, raw)
        if n == 30:
            eventually(lambda: RawMail.objects.count() > 5)
            connected.end(holder, signal.SIGKILL)
    Mailbox.objects.filter(pk=box.pk).update(held_until=now())  # as if its 90 seconds were over
    eventually(lambda: here.lying_in(shop) == [], 60)
    assert sorted(RawMail.objects.values_list("sha256", flat=True)) == sorted(sha256(one).hexdigest() for one in sent)
    here.stop()


def test_the_engine_says_that_it_lives_and_stops_when_told(connected: Instance) -> None:
    house = connected
    process = house.start("engine")
    eventually(lambda: lives(process))
    assert house.end(process) == 0
    assert not lives(process)


def test_a_job_is_queued_with_its_cause_or_not_at_all(connected: Instance) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name="rejudge")
    before = jobs.count()
    with transaction.atomic():
        defer("rejudge", customer_id=1)
        transaction.set_rollback(True)
    assert jobs.count() == before
    with transaction.atomic():
        defer("rejudge", customer_id=1)
    assert jobs.count() == before + 1
    connected.start("engine")
    eventually(lambda: not jobs.exists(), 60)


def test_a_job_whose_worker_was_killed_is_done_by_another(connected: Instance) -> None:
    house = connected
    ticket = house.report(now())
    jobs = ProcrastinateJob.objects.filter(task_name="rejudge")
    with transaction.atomic():
        Ticket.objects.select_for_update().get(pk=ticket.pk)  # holds the job up in the middle
        process = house.start("engine")
        with elsewhere() as aside:
            defer_by(aside, ticket.customer_id)
            eventually(lambda: status_of(aside) == "doing", 60)
        house.end(process, signal.SIGKILL)
    house.start("engine")
    eventually(lambda: not jobs.exists(), 90)


def test_the_engine_comes_back_when_the_database_does(connected: Instance) -> None:
    house = connected
    process = house.start("engine")
    eventually(lambda: lives(process))
    pk = due_at(house, now() + timedelta(seconds=8))
    house.server.stop()
    time.sleep(6)
    assert process.poll() is None
    house.server.start()
    eventually(lambda: _asks(lambda: breaches(pk)))
    defer("rejudge", customer_id=1)
    eventually(lambda: not ProcrastinateJob.objects.filter(task_name="rejudge").exists(), 60)
    assert process.poll() is None
    text = house.log.read_text()
    assert (
        text.count("the database is away") <= len(LANES) + 3
    )  # one for each lane, the mailboxes, the worker and the watch


def test_a_killed_engine_leaves_nothing_undone(connected: Instance) -> None:
    house = connected
    tickets = [due_at(house, now() + timedelta(seconds=6 + n)) for n in range(6)]
    for _ in range(5):
        process = house.start("engine")
        time.sleep(2.5)
        house.end(process, signal.SIGKILL)
    house.start("engine")
    eventually(lambda: breaches(*tickets) == len(tickets))
    assert not TicketClock.objects.due(now() - timedelta(seconds=10)).exists()


def _asks(question: Any) -> Any:
    try:
        return question()
    except Error:
        connections.close_all()
        return None


def test_looks_are_taken_while_an_engine_reads_those_of_their_service_and_are_read_next(connected: Instance) -> None:
    service, at = connected.world.services["CLINIC", "booking"], now()
    places, url = (open_place("waw", "Warsaw", now=at),), {"url": "https://clinic.example/"}
    monitor = add_monitor(service, Facts(name="Page", kind="http", settings=url, places=places), by=None, now=at)
    stir([monitor.pk], milliseconds_of(at))

    def looks_at_it() -> None:
        with scoped(ENGINE):
            watch_over(service.pk, now=at)
        connections.close_all()

    engine = Thread(target=looks_at_it)
    with elsewhere() as aside, aside.transaction():
        aside.execute("LOCK TABLE monitoring_seenlook IN ACCESS EXCLUSIVE MODE")  # its reading takes as long as we like
        engine.start()
        eventually(lambda: aside.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0])
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '5s'")
            stir([monitor.pk], milliseconds_of(at))
    engine.join(30)
    assert Watch.objects.get(service=service).due_at == at


def test_a_ping_that_was_answered_is_stored_whatever_is_killed_then(connected: Instance) -> None:
    house = connected
    told = {"name": "Nightly", "kind": "heartbeat", "settings": {"every": "1h"}, "places": ()}
    service = house.world.services["CLINIC", "booking"]
    code = add_monitor(service, Facts(**told), by=None, now=now()).ping_address.code  # type: ignore[arg-type]
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    web = house.start("web", "--port", str(port), GWARANT_THREADS="8")
    answered: list[UUID] = []

    def ping() -> None:
        with suppress(OSError):
            while True:
                run = uuid4()
                with urlopen(f"http://127.0.0.1:{port}/ping/{code}?rid={run}", timeout=20) as answer:
                    answered.extend([run] if answer.read() == b"OK" else [])

    eventually(lambda: listens(port), 60)
    pinging = [Thread(target=ping) for _ in range(8)]
    for one in pinging:
        one.start()
    eventually(lambda: len(answered) > 100, 60)
    for worker in Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split():
        os.kill(int(worker), signal.SIGKILL)
    web.kill()
    for one in pinging:
        one.join(30)
    assert len(answered) > 100
    assert set(answered) <= set(Ping.objects.values_list("run", flat=True))
    assert Listening.objects.exists()
    address = PingAddress.objects.get(code=code)
    assert (address.state, address.last_at) == ("up", Ping.objects.latest("at").at)


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with suppress(OSError):
        create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False
