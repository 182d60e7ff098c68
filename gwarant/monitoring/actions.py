"""What people do with monitors: have something looked at, change how, pause it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import F

from gwarant.accounts.models import User
from gwarant.customers.models import Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import seal
from gwarant.monitoring.beats.expecting import readdress, reckon
from gwarant.monitoring.giving import purpose, readable_secrets_of
from gwarant.monitoring.kinds import HEARTBEAT, TOLD, secret_names, settings_of
from gwarant.monitoring.models import Monitor, Outage, Place
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.outages.stirring import stir
from gwarant.monitoring.proving.tying import found as duty_found
from gwarant.monitoring.proving.tying import tie
from gwarant.monitoring.telling.taking import adopt
from gwarant.prober.addresses import is_led_away, origin_of
from gwarant.prober.checks import SettingsRefused
from gwarant.prober.wrong import Unfit, Wrong
from gwarant.prober.wrong import said as _

SHORTEST, LONGEST = 5_000, 86_400_000  # milliseconds between two looks
QUICKEST = 100
KEPT_FOR = _("it was kept for %(value)s: type it once more for another server, or have it forgotten")
LEARNT = timedelta(minutes=1)  # until probers look by what was changed


@dataclass(frozen=True, kw_only=True)
class Facts:
    """How something is looked at: by which kind of check with which settings, how often, how long (milliseconds).

    One monitor of a service counts: promises are judged by it. `counts` None: a new one does where none does yet, and
    one that stands goes on as it was.
    """

    name: str
    kind: str
    settings: Mapping[str, Any]
    places: tuple[Place, ...]
    every: int = 60_000
    timeout: int = 10_000
    counts: bool | None = None
    forgets: tuple[str, ...] = ()  # secrets that are kept no longer


class MonitorRefused(ValueError):
    """What is wrong, a sentence for each fault with its field."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(self.problems))


class MonitorChanged(Exception):
    """Somebody changed it meanwhile; `monitor` is as it stands now."""

    def __init__(self, monitor: Monitor) -> None:
        super().__init__(str(monitor))
        self.monitor = monitor


class NameTaken(Exception):
    """The customer has another monitor of that name."""


def add_monitor(service: Service, facts: Facts, *, by: User | None, now: datetime) -> Monitor:
    """Have the service looked at from the next slot on. Raises MonitorRefused."""
    check(service, facts)
    is_first = facts.kind not in TOLD and counting(service) is None
    counts = is_first if facts.counts is None else facts.counts
    with _named(), transaction.atomic():
        found = Monitor.objects.create(
            customer=service.customer,
            service=service,
            created_at=now,
            counts=counts,
            counts_at=now if counts else None,
            asks_at=None if facts.kind in TOLD else now,
            **_columns(facts, by, now),
        )
        _seal(found, facts)
        found.places.set(facts.places)
        _expect(found, now)
    return found


def change_monitor(monitor: Monitor, facts: Facts, *, seen: int | None = None, by: User | None, now: datetime) -> None:
    """Look at it so from now on. A secret that is not given stays.

    `seen` is the revision on which the change rests. Raises MonitorRefused, MonitorChanged.
    """
    check(monitor.service, facts, monitor)
    turned = facts.counts is not None and facts.counts is not monitor.counts
    counted = {"counts": facts.counts, "counts_at": now} if turned else {}
    with _named(), transaction.atomic():
        stood = Monitor.objects.get(pk=monitor.pk)
        _turn(monitor, seen, _columns(facts, by, now) | counted)
        is_sealed = _seal(monitor, facts)
        if facts.kind not in TOLD and (is_sealed or _asks_otherwise(stood, facts)):
            _ask_anew(stood, now)
        monitor.places.set(facts.places)
        _expect(monitor, now)


def _asks_otherwise(stood: Monitor, facts: Facts) -> bool:
    secrets = secret_names(facts.kind)
    plain = {name: value for name, value in facts.settings.items() if name not in secrets}
    return (stood.kind, stood.settings, stood.timeout) != (facts.kind, plain, facts.timeout)


def _ask_anew(monitor: Monitor, now: datetime) -> None:
    """Until it has been up it may ask wrongly, and opens nothing; during an outage it goes on as a voice about that."""
    is_in_outage = Outage.objects.open().filter(service=monitor.service).exists()
    if monitor.was_never_up or not is_in_outage:
        Monitor.objects.filter(pk=monitor.pk).update(asks_at=now + LEARNT, up_at=None)


def pause_monitor(
    monitor: Monitor, is_active: bool, *, seen: int | None = None, by: User | None, now: datetime
) -> None:
    """Look at it no longer, or again. Raises MonitorChanged."""
    with transaction.atomic():
        _turn(monitor, seen, {"is_active": is_active, "changed_at": now, "changed_by": by})
        _expect(monitor, now)


def retire_monitor(monitor: Monitor, *, seen: int | None = None, by: User | None, now: datetime) -> None:
    """Look at it no more and forget its secrets; what was seen stays, its name is free. Raises MonitorChanged."""
    ended = {"is_active": False, "retired_at": now, "sealed": b"", "changed_at": now, "changed_by": by}
    counted = {"counts": False, "counts_at": now} if monitor.counts else {}
    with transaction.atomic():
        _turn(monitor, seen, ended | counted)
        _expect(monitor, now)


def readdress_job(monitor: Monitor, *, seen: int | None = None, by: User | None, now: datetime) -> None:
    """Another address for a job; under the former one nothing is heard any more. Raises MonitorChanged."""
    with transaction.atomic():
        _turn(monitor, seen, {"changed_at": now, "changed_by": by})
        readdress(monitor)


def _expect(monitor: Monitor, now: datetime) -> None:
    """What tells of itself is expected to, as it stands now."""
    found = Monitor.objects.select_related("customer").get(pk=monitor.pk)
    if found.kind == HEARTBEAT:
        reckon(found, now)
        with scoped(ENGINE):
            tie(found, now)
    if found.kind in TOLD:  # one that an earlier release let become a job lets go what it had taken
        adopt(found, now)


def _turn(monitor: Monitor, seen: int | None, columns: dict[str, Any]) -> None:
    """Change the row, which nobody has changed since that revision and nobody has retired."""
    stands = Monitor.objects.kept().filter(pk=monitor.pk)
    if seen is not None:
        stands = stands.filter(revision=seen)
    if not stands.update(revision=F("revision") + 1, **columns):
        raise MonitorChanged(Monitor.objects.get(pk=monitor.pk))
    stir([monitor.pk], milliseconds_of(columns["changed_at"]))  # whether it is down may be another question now


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "monitor_named" not in str(error):
            raise
        raise NameTaken from error


def _columns(facts: Facts, by: User | None, now: datetime) -> dict[str, Any]:
    secrets, is_told = secret_names(facts.kind), facts.kind in TOLD
    plain = {name: value for name, value in facts.settings.items() if name not in secrets}
    every, timeout = (0, 0) if is_told else (facts.every, facts.timeout)
    told = {"name": facts.name, "kind": facts.kind, "every": every, "timeout": timeout}
    return told | {"settings": plain, "changed_at": now, "changed_by": by}


def _seal(monitor: Monitor, facts: Facts) -> bool:
    """Keep its secrets; whether they are others now."""
    secrets = secret_names(facts.kind)
    kept = readable_secrets_of(monitor) if monitor.kind == facts.kind else {}
    given = {name: value for name, value in facts.settings.items() if name in secrets}
    wanted = {name: value for name, value in {**kept, **given}.items() if name not in facts.forgets}
    is_other = wanted != kept
    if is_other or monitor.kind != facts.kind:
        sealed = seal(purpose(monitor.pk), msgspec.json.encode(wanted)) if wanted else b""
        Monitor.objects.filter(pk=monitor.pk).update(sealed=sealed)
    return is_other


def counting(service: Service) -> Monitor | None:
    """The monitor by which promises of the service are judged."""
    return Monitor.objects.filter(service=service, counts=True).first()


def check(service: Service, facts: Facts, monitor: Monitor | None = None) -> None:
    """Whether the service can be looked at so, by a new monitor or by one that stands. Raises MonitorRefused."""
    found: list[str] = []
    other = counting(service) if facts.counts else None
    if other is not None and (monitor is None or other.pk != monitor.pk):
        found.append(
            Wrong("counts", _("%(value)s counts for this system already; one monitor of a system does"), other.name)
        )
    if not facts.name.strip():
        found.append(Wrong("name", _("it is missing")))
    found += _wrong_told(facts, service, monitor) if facts.kind in TOLD else _wrong_looks(facts)
    if monitor is not None and (monitor.kind in TOLD) is not (facts.kind in TOLD):
        found.append(Wrong("kind", _("what is looked at never tells of itself, nor the other way; add another one")))
    elif monitor is not None and facts.kind in TOLD and monitor.kind != facts.kind:
        found.append(Wrong("kind", _("a job is no state of another tool, nor the other way; add another one")))
    found += [
        Wrong("places", _("%(value)s looks for another customer"), place.key)
        for place in facts.places
        if place.customer_id not in (None, service.customer_id)
    ]
    try:
        settings_of(facts.kind, msgspec.json.encode(_whole(facts, monitor)))
    except SettingsRefused as error:
        found += error.problems
    found += carried_off(facts, monitor)
    if found:
        raise MonitorRefused(found)


def carried_off(facts: Facts, monitor: Monitor | None) -> Iterator[str]:
    """The kept secrets that nobody gave again, where the monitor would now send them to another server.

    Nobody is shown them, and who may only change an address shall not learn them from a server of their own.
    """
    if monitor is None or monitor.kind != facts.kind:
        return
    former, url = origin_of(str(monitor.settings.get("url", ""))), str(facts.settings.get("url", ""))
    for name in readable_secrets_of(monitor) if is_led_away(former, url) else ():
        if name not in facts.settings and name not in facts.forgets:
            yield Wrong(name, KEPT_FOR, former)


def _whole(facts: Facts, monitor: Monitor | None) -> dict[str, Any]:
    """The settings with the secrets that stay, though nobody gave them again."""
    kept = readable_secrets_of(monitor) if monitor is not None and monitor.kind == facts.kind else {}
    return {name: value for name, value in {**kept, **facts.settings}.items() if name not in facts.forgets}


def _wrong_looks(facts: Facts) -> Iterator[str]:
    yield from wrong_times(facts.every, facts.timeout)
    if not facts.places:
        yield Wrong("places", _("at least one from which it is looked at"))


def _wrong_told(facts: Facts, service: Service, monitor: Monitor | None) -> Iterator[str]:
    if facts.kind == HEARTBEAT and (duty := str(facts.settings.get("duty", ""))):
        try:
            duty_found(service, duty, monitor)
        except Unfit as error:
            yield error.of("duty")
    if facts.places:
        yield Wrong("places", _("none: it is not looked at, it tells of itself"))
    if facts.counts:
        yield Wrong("counts", _("promises are judged by what is looked at; what tells of itself only alarms"))


def wrong_times(every: int, timeout: int) -> Iterator[str]:
    """What is wrong with how often and how long something is looked at (milliseconds)."""
    if not SHORTEST <= every <= LONGEST:
        yield Wrong("every", _("from five seconds to a day"))
    elif not QUICKEST <= timeout < every:
        yield Wrong("timeout", _("at least a tenth of a second and less than the time between two looks"))
