"""What can be asked about a running instance: is it ready, and its figures. The caller sets the scope."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min, Sum
from procrastinate.contrib.django.models import ProcrastinateJob

from gwarant.engine.checks import AHEAD, is_ahead, last_check
from gwarant.engine.models import Heartbeat
from gwarant.intake.mailboxes.alarms import failing, why
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.models import RawMail
from gwarant.ledger.models import Unsealed
from gwarant.monitoring.alarms import losing, missing
from gwarant.monitoring.models import Prober
from gwarant.notify.alarms import failing as failing_accounts
from gwarant.notify.models import Delivery
from gwarant.tickets.models import Ticket, TicketClock

ALIVE = timedelta(seconds=30)
BEFORE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """One number, with the labels that tell it from its neighbours."""

    name: str
    meaning: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()
    kind: str = "gauge"


def is_migrated() -> bool:
    """Whether the database has every table of this version."""
    return _known() <= set(MigrationRecorder(connection).applied_migrations())


def engine_age(now: datetime) -> float | None:
    """Seconds since an engine last said that it lives; what says that it comes from the future is no sign of life."""
    latest = Heartbeat.objects.filter(at__lte=now + AHEAD).order_by("-at").values_list("at", flat=True).first()
    return None if latest is None else max(0.0, (now - latest).total_seconds())


def stalled(now: datetime) -> dict[str, float]:
    """Sweeps that no living engine brought to an end for half a minute, and for how many seconds; see LANES."""
    latest: dict[str, datetime] = {}
    for beat in Heartbeat.objects.filter(at__gt=now - ALIVE, at__lte=now + AHEAD):
        for sweep, at in beat.rounds.items():
            latest[sweep] = max(latest.get(sweep, BEFORE), datetime.fromisoformat(at))
    return {sweep: (now - at).total_seconds() for sweep, at in sorted(latest.items()) if now - at > ALIVE}


def ledger_state(now: datetime) -> str:
    """What the last check of the evidence found, in a sentence for whoever watches."""
    check = last_check()
    if check is None:
        return "not checked yet"
    if is_ahead(check, now):
        return f"the last check is of the future ({check.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}): gwarant ledger verify"
    said = "ok" if not check.problems else f"{check.problems} problems: gwarant ledger verify"
    return f"{said} (checked {check.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ})"


def mailboxes_state(now: datetime) -> str:
    """Whether every mailbox is read; of those that are not the name and why."""
    told = [f"{box.name}: {why(box)}" for box in failing(now)]
    return "; ".join(told) if told else "ok"


def accounts_state(now: datetime) -> str:
    """Whether our mail leaves by every account; of those that are not let in the address and why."""
    return "; ".join(f"{one.address}: {one.failure}" for one in failing_accounts(now)) or "ok"


def probers_state(now: datetime) -> str:
    """Whether every prober looks and keeps what it sees; of those that do not the place, the number and why."""
    told = [(one, why) for one, why in missing(now)]
    told += [(one, f"lost {one.lost} looks, the last {one.lost_at:%Y-%m-%dT%H:%M:%SZ}") for one in losing(now)]
    return "; ".join(f"{one.place.key} {one.pk}: {why}" for one, why in told) or "ok"


def mail_state(now: datetime) -> str:
    """Whether the mail that came in is read as it comes; of what has waited for long how much and how long."""
    count, age = mail_waiting(now)
    return f"{count} wait to be read, the oldest for {age:.0f} s" if age > ALIVE.total_seconds() else "ok"


def mail_waiting(now: datetime) -> tuple[int, float]:
    """How many messages nobody has looked at yet, and for how many seconds the oldest waits; 0 when none does."""
    found = (
        RawMail.objects.filter(outcome="waiting").exclude(due_at=None).aggregate(Count("pk"), oldest=Min("received_at"))
    )
    return found["pk__count"], max(0.0, (now - found["oldest"]).total_seconds()) if found["oldest"] else 0.0


def figures(now: datetime) -> Iterator[Figure]:
    """All figures; none names a customer or a person."""
    for state, count in _counted(Delivery.objects.outgoing(), "state"):
        yield Figure("gwarant_outbox_messages", "Messages on their way by state", count, (("state", state),))
    for status, count in _counted(Ticket.objects.open(), "status"):
        yield Figure("gwarant_open_tickets", "Tickets that are not finished, by state", count, (("status", status),))
    for status, count in _counted(ProcrastinateJob.objects, "status"):
        yield Figure("gwarant_jobs", "Background jobs by state", count, (("status", status),))
    meaning = "How long the oldest clock that is due has waited for an engine"
    yield Figure("gwarant_clock_lag_seconds", meaning, clock_lag(now))
    rows, waits = waiting(now)
    yield Figure("gwarant_ledger_waiting_rows", "Rows of evidence that wait to be sealed", rows)
    yield Figure("gwarant_ledger_waiting_age_seconds", "How long the oldest of them has waited", waits)
    yield Figure("gwarant_mailboxes", "Mailboxes that are to be read", Mailbox.objects.filter(is_active=True).count())
    yield Figure("gwarant_mailboxes_failing", "Mailboxes that could not be read for minutes", len([*failing(now)]))
    probers = Prober.objects.filter(retired_at=None, place__is_active=True).count()
    yield Figure("gwarant_probers", "Probers that are to look", probers)
    yield Figure("gwarant_probers_missing", "Probers that are silent or fail all they look at", len([*missing(now)]))
    lost = Prober.objects.aggregate(Sum("lost"))["lost__sum"] or 0
    yield Figure("gwarant_prober_lost_looks_total", "Looks that probers could not keep", lost, (), "counter")
    count, age = mail_waiting(now)
    yield Figure("gwarant_mail_waiting", "Messages that came in and were not read yet", count)
    yield Figure("gwarant_mail_waiting_age_seconds", "How long the oldest of them has waited", age)
    check = last_check()
    if check is not None:
        age = (now - check.at).total_seconds()
        problems = check.problems + is_ahead(check, now)  # a check of the future is a problem of its own
        yield Figure("gwarant_ledger_problems", "Problems that the last check of the evidence found", problems)
        yield Figure("gwarant_ledger_check_age_seconds", "Seconds since the evidence was checked", age)
    for beat in Heartbeat.objects.filter(at__lte=now + AHEAD).order_by("name"):
        yield from _of_engine(beat, now)


def clock_lag(now: datetime) -> float:
    """Seconds that the oldest due clock waits; 0 when none is due."""
    oldest = TicketClock.objects.due(now).order_by().aggregate(oldest=Min("acts_at"))["oldest"]
    return (now - oldest).total_seconds() if oldest else 0.0


def waiting(now: datetime) -> tuple[int, float]:
    """How many rows wait to be sealed, and for how many seconds the oldest; 0 when none waits."""
    found = Unsealed.objects.aggregate(rows=Count("pk"), oldest=Min("row__received_at"))
    return found["rows"], max(0.0, (now - found["oldest"]).total_seconds()) if found["oldest"] else 0.0


def _of_engine(beat: Heartbeat, now: datetime) -> Iterator[Figure]:
    engine = ("engine", beat.name)
    age = max(0.0, (now - beat.at).total_seconds())
    yield Figure("gwarant_engine_heartbeat_age_seconds", "Seconds since the engine said that it lives", age, (engine,))
    for sweep, at in sorted(beat.rounds.items()):
        since = max(0.0, (now - datetime.fromisoformat(at)).total_seconds())
        meaning = "Seconds since a sweep of the engine last came to its end"
        yield Figure("gwarant_sweep_age_seconds", meaning, since, (engine, ("sweep", sweep)))
    for sweep, count in sorted(beat.done.items()):
        labels = (engine, ("sweep", sweep))
        yield Figure("gwarant_sweep_rows_total", "Rows that a sweep acted on", count, labels, "counter")
    for sweep, count in sorted(beat.failed.items()):
        labels = (engine, ("sweep", sweep))
        yield Figure("gwarant_sweep_failures_total", "Rows that a sweep pushed back", count, labels, "counter")


def _counted(rows: Any, column: str) -> Iterable[tuple[str, int]]:
    return rows.order_by(column).values_list(column).annotate(Count("pk"))  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())
