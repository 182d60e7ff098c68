"""What is looked after, when, and how a report becomes a ticket of a class."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from gwarant.pictures.lands import land_words
from gwarant.pictures.told.free import case_words
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, is_whole_week, plain
from gwarant.sla.calendar import CalendarError, statutory
from gwarant.sla.contract.model.desk import Agreement, Class, Service
from gwarant.sla.contract.model.hours_of_service import CalendarTerms, FreeDay


def services(teller: Teller) -> Iterator[Told]:
    """The systems in care, and the agreements behind the contract."""
    for one in teller.contract.services:
        yield from _service(teller, one)
    if not teller.contract.services:
        yield teller.told("services", "no_services")
    for agreement in teller.contract.agreements:
        yield from _agreement(teller, agreement)


def calendars(teller: Teller) -> Iterator[Told]:
    """When each calendar is open."""
    for name, terms in teller.contract.calendars.items():
        yield from _calendar(teller, name, terms)


def tickets(teller: Teller) -> Iterator[Told]:
    """How a report comes in, and who says how grave it is."""
    contract, rules = teller.contract, teller.contract.classification
    yield from _channels(teller)
    intake = contract.intake
    yield teller.told("intake.outside_calendar", f"outside: {intake.outside_calendar}")
    yield teller.told("intake.split_multi_topic", "split" if intake.split_multi_topic else "no_split")
    if contract.classes:
        yield teller.told("classes", "classes", classes=teller.classes(one.id for one in contract.classes))
    for one in contract.classes:
        yield from _class(teller, one)
    yield teller.told("classification.set_by", "set_by", who=teller.term("who", rules.set_by))
    for key, value in rules.dispute.items():
        yield _dispute(teller, key, value)
    if rules.raise_grace.seconds:
        length = teller.length_of(rules.raise_grace)
        yield teller.told("classification.raise_grace", "raise_grace", length=length)
    else:
        yield teller.told("classification.raise_grace", "no_raise_grace")


def own_free_days(terms: CalendarTerms) -> tuple[FreeDay, ...]:
    """The free days that the law does not give."""
    return tuple(one for one in terms.free_days if (one.day, one.name) not in _legal(terms))


def legal_free_days(terms: CalendarTerms, start: date, end: date) -> tuple[tuple[date, str], ...]:
    """The statutory days from one day to before another that a resolved calendar has written out."""
    legal = _legal(terms)
    return tuple((one.day, one.name) for one in terms.free_days
                 if start <= one.day < end and (one.day, one.name) in legal)  # fmt: skip


def _legal(terms: CalendarTerms) -> frozenset[tuple[date, str]]:
    years = frozenset(one.day.year for one in terms.free_days)
    return _statutory(terms.holidays, years) if terms.holidays != "none" and years else frozenset()


@cache
def _statutory(country: str, years: frozenset[int]) -> frozenset[tuple[date, str]]:
    try:
        return frozenset((one.day, one.name) for one in statutory(country, years))
    except CalendarError:
        return frozenset()


def _service(teller: Teller, service: Service) -> Iterator[Told]:
    path, name = f"services.{service.id}", teller.service(service.id)
    if not service.name and teller.contract.kind != "Package" and service.id == "main":
        name = teller.or_blank("")
    if service.covered_from:
        yield teller.told(path, "service_from", name=name, day=teller.day(service.covered_from))
    else:
        yield teller.told(path, "service", name=name)
    yield teller.told(f"{path}.env", "env", name=name, env=teller.term("env", service.env))
    if service.critical_paths:
        flows = teller.all_of(map(plain, service.critical_paths))
        yield teller.told(f"{path}.critical_paths", "critical_paths", name=name, flows=flows)


def _agreement(teller: Teller, one: Agreement) -> Iterator[Told]:
    path, name = f"agreements.{one.id}", one.label or one.id
    yield teller.told(path, "agreement", kind=teller.term("agreement", one.kind), name=name)
    for key in ("number", "party", "document"):
        if value := getattr(one, key):
            yield teller.told(f"{path}.{key}", f"agreement_{key}", name=name, **{key: value})
    services = teller.all_of(teller.service(service) for service in one.services)
    key = "agreement_services" if services else "agreement_all"
    yield teller.told(f"{path}.services", key, name=name, services=services)


def _calendar(teller: Teller, name: str, terms: CalendarTerms) -> Iterator[Told]:
    path, calendar = f"calendars.{name}", teller.calendar(name)
    yield _week(teller, path, calendar, terms)
    own = own_free_days(terms)
    if own:
        days = "; ".join(f"{teller.day(one.day)}{f' ({one.name})' if one.name else ''}" for one in own)
        yield teller.told(f"{path}.free_days", "free_days", calendar=calendar, days=days)
    if terms.shoulder:
        hours = {"start": terms.shoulder.from_, "end": terms.shoulder.to}
        yield teller.told(f"{path}.shoulder", "shoulder", calendar=calendar, **hours)
    for day, hours_of_day in terms.exceptions.items():
        said = teller.say("closed") if hours_of_day == "closed" else hours_of_day.replace("-", "–")
        yield teller.told(f"{path}.exceptions.{day}", "exception", calendar=calendar, day=teller.day(day), hours=said)
    if terms.timezone:
        yield teller.told(f"{path}.timezone", "calendar_zone", calendar=calendar, zone=terms.timezone)


def _week(teller: Teller, path: str, calendar: str, terms: CalendarTerms) -> Told:
    if terms.week.strip() == "closed":
        return teller.told(path, "never", calendar=calendar)
    if terms.holidays == "none" and is_whole_week(terms.week):
        return teller.told(path, "always", calendar=calendar)
    country = land_words(terms.holidays, teller.lang)
    free = teller.say("holidays", country=country) if terms.holidays != "none" else ""
    return teller.told(path, "week", calendar=calendar, week=teller.week(terms.week), holidays=free)


def _channels(teller: Teller) -> Iterator[Told]:
    channels = teller.contract.intake.channels
    for key, counts in (("channels", True), ("no_start", False)):
        names = [teller.term("channel", one.id) for one in channels if one.counts is counts]
        if names:
            yield teller.told("intake.channels", key, names=teller.all_of(names))
    if not channels:
        yield teller.told("intake.channels", "any_channel")
    for one in channels:
        if one.becomes_ticket:
            length = teller.length_of(one.becomes_ticket)
            names_ = {"channel": teller.term("channel", one.id), "length": length}
            yield teller.told(f"intake.channels.{one.id}.becomes_ticket", "becomes_ticket", **names_)


def _class(teller: Teller, row: Class) -> Iterator[Told]:
    path, name = f"classes.{row.id}", teller.class_(row.id)
    if row.when:
        yield teller.told(f"{path}.when", "class_when", name=name, when=case_words(teller, row.when))
    if row.workaround_exists is not None:
        key = "class_with" if row.workaround_exists else "class_without"
        yield teller.told(f"{path}.workaround_exists", key, name=name)


def _dispute(teller: Teller, key: str, value: str) -> Told:
    said = teller.term("who" if key == "by" else "settled", value)
    name = f"dispute: {key}" if teller.known(f"dispute: {key}") else "dispute"
    return teller.told(f"classification.dispute.{key}", name, key=plain(key), value=said)
