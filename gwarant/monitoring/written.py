"""Places and monitors as a file says them, and what it would take to make them so."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import yaml

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.monitoring.actions import Facts, MonitorRefused, add_monitor, change_monitor, check, pause_monitor
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.giving import settings_of
from gwarant.monitoring.kinds import HEARTBEAT, REPORTED, TOLD, secret_names
from gwarant.monitoring.models import Monitor, Place
from gwarant.prober.network import reference_of

UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}
TIME = re.compile(r"(\d{1,9})(ms|s|m|h)")


class WrittenPlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place, under its key; `customer` is the key of the one in whose network it stands."""

    name: str
    customer: str = ""
    references: tuple[str, ...] = ()


class WrittenMonitor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A monitor, known by its customer and name. `every` and `timeout` are written `500ms`, `60s`, `5m` or `1h`.

    It is looked at (`check`, `places`, `settings`), tells of itself (`heartbeat`: its schedule), or another tool tells
    of it (`reported`: the source, and the labels of its states).
    """

    customer: str
    service: str
    name: str
    check: str = ""
    places: tuple[str, ...] = ()
    settings: dict[str, Any] = {}
    heartbeat: dict[str, Any] | None = None
    reported: dict[str, Any] | None = None
    every: str = "60s"
    timeout: str = "10s"
    counts: bool | None = None
    paused: bool = False


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    places: dict[str, WrittenPlace] = {}
    monitors: tuple[WrittenMonitor, ...] = ()


class FileRefused(ValueError):
    """What is wrong, each with its place in the file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read(text: str) -> Written:
    """What the YAML says. Raises FileRefused."""
    try:
        return msgspec.convert(yaml.safe_load(text) or {}, Written)
    except yaml.YAMLError as error:
        raise FileRefused([_no_yaml(error)]) from error
    except msgspec.ValidationError as error:
        raise FileRefused([str(error)]) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a day or number that is none
        raise FileRefused([f"no YAML: {' '.join(str(error).split())[:200]}"]) from error


def _no_yaml(error: yaml.YAMLError) -> str:
    """What is wrong and where in the file, by line and column."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return f"no YAML: {' '.join(str(error).split())[:200]}"
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{place}no YAML: {' '.join(part for part in (error.context, error.problem) if part)}"


def applied(written: Written, *, by: User | None, now: datetime) -> list[str]:
    """Make places and monitors as they are written; what the file does not name stays. What was changed, a line each.

    All or nothing is the caller's transaction. Raises FileRefused with everything that is wrong.
    """
    problems: list[str] = []
    told = [line for key, one in written.places.items() for line in _put_place(key, one, now, problems)]
    for number, one in sorted(enumerate(written.monitors), key=lambda pair: pair[1].counts is not False):
        try:
            told += _put_monitor(one, by, now)
        except (MonitorRefused, ValueError) as error:
            found = error.problems if isinstance(error, MonitorRefused) else [str(error)]
            problems += [f"monitors[{number}] {one.name!r}: {told_wrong}" for told_wrong in found]
    if problems:
        raise FileRefused(problems)
    return told


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


def _put_place(key: str, one: WrittenPlace, now: datetime, problems: list[str]) -> Iterator[str]:
    customer = Customer.objects.filter(key=one.customer).first()
    if one.customer and customer is None:
        problems.append(f"places.{key}: there is no customer {one.customer!r}")
        return
    wrong = _wrong_references(one)
    if wrong:
        problems += [f"places.{key}: {told}" for told in wrong]
        return
    found = Place.objects.filter(key=key).first()
    if found is None:
        found = open_place(key, one.name, customer=customer, now=now)
        yield f"+ place {key}"
    elif found.customer != customer:
        problems.append(f"places.{key}: a place stays where it stands; open another for {one.customer or 'the house'}")
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


def _put_monitor(one: WrittenMonitor, by: User | None, now: datetime) -> Iterator[str]:
    service = Service.objects.filter(customer__key=one.customer, key=one.service).select_related("customer").first()
    if service is None:
        raise ValueError(f"there is no system {one.service!r} of a customer {one.customer!r}")
    places = tuple(Place.objects.filter(key__in=one.places).order_by("key"))
    if missing := set(one.places) - {place.key for place in places}:
        raise ValueError(f"there is no place {', '.join(sorted(missing))}")
    told = {HEARTBEAT: one.heartbeat, REPORTED: one.reported}
    kind, settings = next(
        ((name, found) for name, found in told.items() if found is not None), (one.check, one.settings)
    )
    if bool(one.check) + sum(found is not None for found in told.values()) != 1:
        raise ValueError(
            "give check with its settings, heartbeat with its schedule, or reported with source and labels"
        )
    every, timeout = milliseconds(one.every), milliseconds(one.timeout)
    facts = Facts(
        name=one.name,
        kind=kind,
        settings=settings,
        places=places,
        every=every,
        timeout=timeout,
        counts=one.counts,
    )
    before = Monitor.objects.kept().filter(customer=service.customer, name=one.name).first()
    check(service, facts, before)
    if before is None:
        before = add_monitor(service, facts, by=by, now=now)
        yield f"+ monitor {one.customer} {one.name}"
    elif before.service_id != service.pk:
        raise ValueError(f"it looks at another system; give one that looks at {service.key} another name")
    elif _differs(before, facts):
        change_monitor(before, facts, by=by, now=now)
        yield f"~ monitor {one.customer} {one.name}"
    if before.is_active is one.paused:
        pause_monitor(before, not one.paused, by=by, now=now)
        yield f"{'paused' if one.paused else 'resumed'} monitor {one.customer} {one.name}"


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
