"""Places and monitors as a file says them, and what it would take to make them so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.actions import Facts, MonitorRefused, add_monitor, change_monitor, check, pause_monitor
from gwarant.monitoring.as_file import FileRefused, Path, Written, WrittenMonitor, WrittenPlace, settings_faults
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.giving import readable_secrets_of, settings_of
from gwarant.monitoring.kinds import TOLD, secret_names
from gwarant.monitoring.models import Monitor, Place
from gwarant.prober.checks import KINDS
from gwarant.prober.network import reference_of
from gwarant.prober.wrong import Wrong
from gwarant.sla.problem import Problem, did_you_mean

UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}
OWN_KEYS = {name: name for name in ("name", "every", "timeout", "places", "counts")} | {"kind": "check"}
TIME = re.compile(r"(\d{1,9})(ms|s|m|h)")


def applied(written: Written, *, by: User | None, now: datetime) -> list[str]:
    """Make places and monitors as they are written; what the file does not name stays. What was changed, a line each.

    All or nothing is the caller's transaction. Raises FileRefused with everything that is wrong.
    """
    problems = list(written.problems)
    told = [line for key in written.places for line in _put_place(written, key, now, problems)]
    order = sorted(written.monitors, key=lambda number: written.monitors[number].counts is not False)
    for number in order:
        told += _put_monitor(Faults(written, number, problems), by, now)
    if problems:
        raise FileRefused(problems)
    return told


@dataclass(frozen=True)
class Faults:
    """A monitor of the file, and where its faults go."""

    written: Written
    number: int
    problems: list[Problem]

    @property
    def one(self) -> WrittenMonitor:
        return self.written.monitors[self.number]

    def add(self, key: str, message: str, hint: str = "") -> None:
        path: Path = ("monitors", self.number, *(part for part in key.split(".") if part))
        self.problems.append(self.written.problem(path, message, hint, self.one.name))


def exported() -> str:
    """Everything that stands, as a file; secret settings are left out, and stay when it is applied again."""
    places = {one.key: _written_place(one) for one in Place.objects.select_related("customer").order_by("key")}
    found = Monitor.objects.kept().select_related("customer", "service").prefetch_related("places")
    monitors = [_written_monitor(one) for one in found.order_by("customer__key", "name")]
    return yaml.safe_dump({"places": places, "monitors": monitors}, allow_unicode=True, sort_keys=False)


def milliseconds(text: str) -> int:
    """A time as it is written. Raises ValueError."""
    found = TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no time; write 500ms, 60s, 5m or 1h")
    return int(found[1]) * UNITS[found[2]]


def time_of(ms: int) -> str:
    """The same the other way, in the largest unit that fits."""
    unit = next(name for name in ("h", "m", "s", "ms") if ms % UNITS[name] == 0)
    return f"{ms // UNITS[unit]}{unit}"


def _put_place(written: Written, key: str, now: datetime, problems: list[Problem]) -> Iterator[str]:
    one = written.places[key]
    customer = Customer.objects.filter(key=one.customer).first()
    if one.customer and customer is None:
        keys = Customer.objects.order_by("key").values_list("key", flat=True)
        message = f"there is no customer {one.customer!r}"
        problems.append(written.problem(("places", key, "customer"), message, did_you_mean(one.customer, keys)))
        return
    wrong = _wrong_references(one)
    if wrong:
        problems += [written.problem(("places", key, "references"), told) for told in wrong]
        return
    found = Place.objects.filter(key=key).first()
    if found is None:
        found = open_place(key, one.name, customer=customer, now=now)
        yield f"+ place {key}"
    elif found.customer != customer:
        hint = f"open another for {one.customer or 'the house'}"
        problems.append(written.problem(("places", key, "customer"), "a place stays where it stands", hint))
        return
    if (found.name, tuple(found.references)) != (one.name, one.references):
        found.name, found.references = one.name, list(one.references)
        found.save(update_fields=["name", "references"])
        yield f"~ place {key}"


def _wrong_references(one: WrittenPlace) -> list[str]:
    """What is no reference; a prober that was given it would end."""
    found = []
    for text in one.references:
        try:
            reference_of(text)
        except ValueError as error:
            found.append(str(error))
    return found


def _put_monitor(faults: Faults, by: User | None, now: datetime) -> Iterator[str]:
    """Make it as it is written, or say everything that is wrong with it."""
    one, before_all = faults.one, len(faults.problems)
    service, facts = _service(faults), _facts(faults)
    if service is None or facts is None:
        return
    before = Monitor.objects.kept().filter(customer=service.customer, name=one.name).first()
    _check(faults, service, facts, before)
    if before is not None and before.service_id != service.pk:
        hint = f"give one that looks at {service.key} another name"
        faults.add("service", "it looks at another system", hint)
    if len(faults.problems) > before_all:
        return
    if before is None:
        before = add_monitor(service, facts, by=by, now=now)
        yield f"+ monitor {one.customer} {one.name}"
    elif _differs(before, facts):
        change_monitor(before, facts, by=by, now=now)
        yield f"~ monitor {one.customer} {one.name}"
    if before.is_active is one.paused:
        pause_monitor(before, not one.paused, by=by, now=now)
        yield f"{'paused' if one.paused else 'resumed'} monitor {one.customer} {one.name}"


def _service(faults: Faults) -> Service | None:
    one = faults.one
    service = Service.objects.filter(customer__key=one.customer, key=one.service).select_related("customer").first()
    if service is not None:
        return service
    keys = list(Customer.objects.order_by("key").values_list("key", flat=True))
    if one.customer not in keys:
        faults.add("customer", f"there is no customer {one.customer!r}", did_you_mean(one.customer, keys))
        return None
    systems = Service.objects.filter(customer__key=one.customer).order_by("key").values_list("key", flat=True)
    hint = did_you_mean(one.service, systems)
    faults.add("service", f"there is no system {one.service!r} of a customer {one.customer!r}", hint)
    return None


def _facts(faults: Faults) -> Facts | None:
    """How it is looked at; None where that cannot be read."""
    one, times = faults.one, dict[str, int]()
    for key in ("every", "timeout"):
        try:
            times[key] = milliseconds(getattr(one, key))
        except ValueError as error:
            faults.add(key, *str(error).split("; ", 1))
    places = list(Place.objects.filter(key__in=one.places).order_by("key"))
    known = {place.key for place in places} | faults.written.named
    for missing in sorted(set(one.places) - known):
        keys = Place.objects.order_by("key").values_list("key", flat=True)
        faults.add("places", f"there is no place {missing}", did_you_mean(missing, {*keys, *known}))
    if len(one.kinds) != 1:
        message = "says of no kind what it is" if not one.kinds else "is of more than one kind"
        hint = "give check with its settings, heartbeat with its schedule, or reported with source and labels"
        faults.add("", message, hint)
        return None
    kind, key, settings = one.kinds[0]
    if kind not in (*KINDS, *TOLD):
        faults.add("check", f"{kind!r} is no kind of check", did_you_mean(kind, KINDS))
        return None
    if key != "settings" and one.settings:
        faults.add("settings", f"stands beside {key}, which has its own", f"write them under {key}")
    if len(times) < 2 or len(places) < len(set(one.places)):
        for name, message, hint in settings_faults(kind, settings):
            faults.add(f"{key}.{name}", message, hint)
        return None
    every, timeout = times["every"], times["timeout"]
    return Facts(
        name=one.name,
        kind=kind,
        settings=settings,
        places=tuple(places),
        every=every,
        timeout=timeout,
        counts=one.counts,
    )


def _check(faults: Faults, service: Service, facts: Facts, before: Monitor | None) -> None:
    """Everything that is wrong with the facts; of settings that cannot be read only that."""
    key = faults.one.kinds[0][1]
    unread = list(settings_faults(facts.kind, facts.settings))
    kept = readable_secrets_of(before) if before is not None and before.kind == facts.kind else {}
    for name, message, hint in unread:
        if not (message == "is missing" and name in kept):
            faults.add(f"{key}.{name}", message, hint)
    try:
        check(service, facts, before)
    except MonitorRefused as error:
        for one in error.problems:
            if not isinstance(one, Wrong):
                if not unread:
                    faults.add(key, one)
            elif one.field in OWN_KEYS:
                faults.add(OWN_KEYS[one.field], one.sentence % {"value": one.value})
            elif one.field not in {name for name, _message, _hint in unread}:
                faults.add(f"{key}.{one.field}", one.sentence % {"value": one.value})


def _differs(before: Monitor, facts: Facts) -> bool:
    """Whether anything would be another; a secret that is not written stays."""
    kept = settings_of(before)
    secrets = {name: value for name, value in kept.items() if name in secret_names(before.kind)}
    if facts.counts is not None and facts.counts is not before.counts:
        return True
    if facts.kind in TOLD:
        return (before.kind, kept) != (facts.kind, facts.settings)
    stood = (before.kind, before.every, before.timeout, kept, {one.pk for one in before.places.all()})
    wanted = {**secrets, **facts.settings} if facts.kind == before.kind else facts.settings
    return stood != (facts.kind, facts.every, facts.timeout, wanted, {one.pk for one in facts.places})


def _written_place(one: Place) -> dict[str, Any]:
    told: dict[str, Any] = {"name": one.name}
    if one.customer:
        told["customer"] = one.customer.key
    return told | ({"references": list(one.references)} if one.references else {})


def _written_monitor(one: Monitor) -> dict[str, Any]:
    told: dict[str, Any] = {"customer": one.customer.key, "service": one.service.key, "name": one.name}
    if one.kind in TOLD:
        told[one.kind] = one.settings
    else:
        told |= {"check": one.kind, "every": time_of(one.every), "timeout": time_of(one.timeout)}
        told |= {"places": sorted(place.key for place in one.places.all()), "settings": one.settings}
        if not one.counts:
            told["counts"] = False
    return told if one.is_active else told | {"paused": True}
