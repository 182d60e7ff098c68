"""Logging work, and taking it back."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.hours.models import TimeEntry
from gwarant.ledger.actions import append
from gwarant.sla.bounds import WORK, is_kept
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import ChargedTo, Hours, WorkKind
from gwarant.sla.evidence.model import TimeEntry as EvidenceEntry
from gwarant.sla.hours.free import CLASS
from gwarant.sla.hours.part import kind_of, price_of
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import SOURCE, stamp
from gwarant.tickets.models import Status, Ticket

USUAL = ("support", "change", "own_defect", "warranty", "travel")
LONGEST = timedelta(hours=24)


class NotLogged(Exception):
    """The work was not logged; `str()` says why."""


def kinds_of_work(ticket: Ticket, at: datetime) -> tuple[WorkKind, ...]:
    """The kinds of work to choose from, each as the wording in force at the moment charges it.

    A contract that names kinds of its own offers those, and ordinary support beside them; else the usual ones. On a
    ticket of a class that is free every one of them is.
    """
    terms = _terms(ticket, at)
    own = tuple(one.id for one in terms.work)
    usual = (USUAL[0],) if own else USUAL
    free = (name for name in terms.not_charged if not name.startswith(CLASS))
    return tuple(kind_of(terms, work, ticket.class_id) for work in dict.fromkeys((*usual, *own, *free)))


def _terms(ticket: Ticket, at: datetime) -> Hours:
    """What the ticket's contract says of hours at the moment; nothing where no contract covers it."""
    found = _wording(ticket, at)
    return found.hours if found else Hours()


def _wording(ticket: Ticket, at: datetime) -> Contract | None:
    if ticket.version is None:
        return None
    found = ContractVersion.objects.in_force(at).filter(contract_id=ticket.version.contract_id).first()
    return wording_of(found or ticket.version)


def _price(ticket: Ticket, work: str, at: datetime) -> dict[str, str]:
    """The rate of an hour of that work on its day, and the wording that states it; no rate where none is charged."""
    wording = _wording(ticket, at)
    if wording is None:
        return {}
    is_charged = kind_of(wording.hours, work, ticket.class_id).charge is not ChargedTo.NEVER
    rate = price_of(wording.hours, work) if is_charged else None
    return {"rate": "" if rate is None else f"{rate:f}", "rule": Terms(wording).name}


def standing(person: User, start: datetime, end: datetime) -> QuerySet[TimeEntry]:
    """What the person has logged of these minutes and nobody took back, on any ticket."""
    own = TimeEntry.objects.filter(person=person, start_at__lt=end, end_at__gt=start, reverses=None, reversal=None)
    return own.select_related("ticket").order_by("start_at", "pk")


def log_time(
    ticket: Ticket,
    *,
    person: User,
    start_at: datetime,
    minutes: int,
    work: str,
    note: str,
    now: datetime,
    key: str = "",
) -> TimeEntry:
    """Log work on a ticket; the same form twice logs once. NotLogged for a length or a moment that cannot be."""
    length = timedelta(minutes=minutes)
    if not timedelta(0) < length <= LONGEST:
        raise NotLogged(_("Work lasts from one minute to 24 hours."))
    if not is_kept(start_at) or WORK.of(start_at.date(), now.date()).is_absurd:
        raise NotLogged(_("Work of so long ago cannot be logged: look at the year."))
    if start_at + length > now:
        raise NotLogged(_("Work that lies ahead cannot be logged yet."))
    if work not in {one.id for moment in (start_at, now) for one in kinds_of_work(ticket, moment)}:
        raise NotLogged(_("Choose a kind of work from the list."))
    with transaction.atomic():
        own = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
        known = TimeEntry.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        if own.status == Status.ASIDE:
            raise NotLogged(_("This ticket is laid aside as no report: nothing is charged for it."))
        times = {"start_at": start_at, "end_at": start_at + length, "received_at": now}
        price = _price(ticket, work, start_at)
        return _written(ticket, person=person, work=work, note=note, key=key or None, **times, **price)


def reverse(entry: TimeEntry, *, by: User, note: str, now: datetime, key: str = "") -> TimeEntry:
    """Take an entry back by another that names it; NotLogged when that was done already."""
    with transaction.atomic():
        ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=entry.ticket_id)
        known = TimeEntry.objects.filter(key=key).first() if key else None
        if known is not None:
            return known
        if entry.reverses_id is not None or TimeEntry.objects.filter(reverses=entry).exists():
            raise NotLogged(_("This entry has been taken back already."))
        times = {**_times_of(entry, now), "received_at": now}
        return _written(ticket, person=by, work=entry.work, note=note, reverses=entry, key=key or None, **times)


def _times_of(entry: TimeEntry, now: datetime) -> dict[str, datetime]:
    """The stretch of an entry's reversal: the entry's own; of one that nobody can read, as long until now."""
    if is_kept(entry.start_at) and is_kept(entry.end_at):
        return {"start_at": entry.start_at, "end_at": entry.end_at}
    return {"start_at": now - min(entry.end_at - entry.start_at, LONGEST), "end_at": now}


def _written(ticket: Ticket, **facts: object) -> TimeEntry:
    number = ticket.entries.count() + 1
    entry = TimeEntry(uid=f"{ticket.key}:h{number:03}", customer_id=ticket.customer_id, ticket=ticket, **facts)
    entry.save(force_insert=True)
    append(evidence_entry(entry), customer=ticket.customer, subject=ticket.key, text=entry.note, now=entry.received_at)
    return entry


def evidence_entry(entry: TimeEntry) -> EvidenceEntry:
    """The row of evidence of an entry."""
    return EvidenceEntry(
        id=entry.uid,
        start=stamp(entry.start_at),
        end=stamp(entry.end_at),
        received=stamp(entry.received_at),
        person=entry.person.opaque,
        ticket=entry.ticket.key,
        work=entry.work,
        reverses=entry.reverses.uid if entry.reverses else "",
        rate=Decimal(entry.rate) if entry.rate else None,
        rule=entry.rule,
        source=SOURCE,
    )
