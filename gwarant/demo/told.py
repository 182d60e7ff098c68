"""What tells of itself in the demo: jobs with three months of nights behind them, and alerts of another tool."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from gwarant.database.scope import ENGINE, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.beats import troubles, waiting
from gwarant.monitoring.beats.asked import BODY, Asked, asked_by
from gwarant.monitoring.beats.keeping import Came, keep
from gwarant.monitoring.beats.models import Listening, Source, Trouble
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.proving import reading
from gwarant.monitoring.proving.tying import duties_of, named
from gwarant.monitoring.telling.reading import State
from gwarant.monitoring.telling.taking import open_source, take
from gwarant.tickets import actions

ZONE = ZoneInfo("Europe/Warsaw")
NIGHTS = 92
MISSED, FAILED = 9, 4  # nights ago: the job did not run; it failed, and was run again
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """A job of a system: at what time of the night it runs, how long it takes, whom it tells, which duty it proves."""

    customer: str
    service: str
    name: str
    hour: int
    minutes: int
    tells: str
    duty: str = ""


JOBS = (
    Job("SHOP", "shop", "Kopia nocna sklepu", 2, 24, "contract", "backup"),
    Job("CLINIC", "records", "Kopia dokumentacji", 1, 51, "contract"),  # its duty asks for one an hour
    Job("CLINIC", "booking", "Sprzątanie sesji", 3, 1, "house"),
    Job("UNI", "enrol", "Nightly import of students", 4, 12, "contract"),
)


def tell_of_themselves(world: World, now: datetime, nights: int = NIGHTS) -> None:
    """Make the jobs and the alerts, and let happen what happened in so many nights."""
    begun = (now - nights * DAY).astimezone(ZONE).replace(hour=12, minute=0, second=0, microsecond=0)
    with scoped(ENGINE):
        # a web process would have said so every other second
        Listening.objects.create(name="demo", since=begun, until=now)
        jobs = {job: _made(world, job, begun) for job in JOBS}
        for night in range(nights, 0, -1):
            keep(list(_night(jobs, begun + (nights - night) * DAY, night)), now)
            reading.run_once(min(now, begun + (nights - night + 1) * DAY))
            if night == MISSED:
                _missed(world, jobs[JOBS[0]], begun + (nights - night + 1) * DAY)
        waiting.run_once(now)
        troubles.run_once(now)
        _alerts(world, now)


def _made(world: World, job: Job, begun: datetime) -> Monitor:
    settings = {"cron": f"30 {job.hour} * * *", "zone": ZONE.key, "grace": "2h", "tells": job.tells}
    duties = duties_of(world.customers[job.customer])
    proves = next((named(contract, duty) for contract, duty in duties if duty.id == job.duty), "")
    facts = Facts(name=job.name, kind="heartbeat", settings=settings | ({"duty": proves} if proves else {}), places=())
    return add_monitor(world.services[job.customer, job.service], facts, by=world.people["olga"], now=begun)


def _night(jobs: Mapping[Job, Monitor], noon: datetime, night: int) -> Iterator[Came]:
    """What the jobs say in the night after the noon."""
    for job, monitor in sorted(jobs.items(), key=lambda pair: pair[0].hour):
        is_first = job is JOBS[0]
        if is_first and night == MISSED:
            continue
        at = (noon + DAY).replace(hour=job.hour, minute=30, second=4)
        if is_first and night == FAILED:
            yield from _run(monitor, at, 3 * MINUTE, 1, b"pg_dump: error: connection to server was lost\n")
            at += 40 * MINUTE
        yield from _run(monitor, at, job.minutes * MINUTE + night % 7 * 11 * MINUTE / 10, 0, b"")


def _run(monitor: Monitor, at: datetime, took: timedelta, code: int, words: bytes) -> Iterator[Came]:
    path, run = str(monitor.ping_address.code), f"rid={uuid4()}"
    for end, moment, body in (("start", at, b""), (str(code), at + took, words[:BODY])):
        asked = asked_by(f"{path}/{end}", run, "198.51.100.24", "curl/8.14", body)
        if isinstance(asked, Asked):
            yield asked, moment


def _missed(world: World, monitor: Monitor, noon: datetime) -> None:
    """Nobody heard of it: the ticket about that is taken, and resolved when the job has run again."""
    morning = noon.replace(hour=5)
    waiting.run_once(morning)
    troubles.run_once(morning)
    found = Trouble.objects.filter(monitor=monitor).select_related("ticket").first()
    if found is None:
        return
    ben, told = world.people["ben"], "Dysk kopii był pełny. Miejsce jest, następna kopia pójdzie w nocy."
    with scoped(staff_scope(ben.pk)):
        actions.acknowledge(found.ticket, by=ben, now=morning + 20 * MINUTE)
        actions.resolve(found.ticket, told, by=ben, now=morning + 95 * MINUTE)


def _alerts(world: World, now: datetime) -> None:
    """Prometheus tells of the shop: what fired is over, one thing fires now, and one fits no monitor."""
    open_source("prom", "Prometheus", now=now - 20 * DAY)
    source = Source.objects.get(key="prom")
    facts = Facts(
        name="Alerty sklepu", kind="reported", settings={"source": "prom", "labels": {"job": "shop"}}, places=()
    )
    add_monitor(world.services["SHOP", "shop"], facts, by=world.people["olga"], now=now - 20 * DAY)
    slow = {"alertname": "SlowCheckout", "job": "shop", "severity": "warning"}
    disk = {"alertname": "DiskWillFill", "job": "shop", "severity": "page", "instance": "db-1"}
    mail = {"alertname": "MailQueue", "job": "mail", "severity": "warning"}
    was, is_ = now - 3 * DAY, now - 25 * MINUTE
    take(
        source, [State("a1", "SlowCheckout", slow, "Half of the checkouts take longer than 3 s", True, was, None)], was
    )
    ended = State("a1", "SlowCheckout", slow, "Half of the checkouts take longer than 3 s", False, was, was + HOUR)
    take(source, [ended], was + HOUR)
    fires = [
        State("b7", "DiskWillFill", disk, "The disk of db-1 is full in four hours", True, is_, None),
        State("m2", "MailQueue", mail, "212 messages wait", True, is_, None),
    ]
    take(source, fires, is_)
    troubles.run_once(is_ + MINUTE)
