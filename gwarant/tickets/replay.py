"""A ticket's columns out of its events: what a row says besides them is nowhere else written, and so not known."""

from collections.abc import Mapping, Sequence
from typing import Any

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging, wording_under
from gwarant.customers.models import Correspondent, Service
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.authors import opaque_of
from gwarant.tickets.following import following
from gwarant.tickets.lifecycle import status_of
from gwarant.tickets.log import Log
from gwarant.tickets.merges import absorbed, merged_into
from gwarant.tickets.models import Status, Ticket, TicketEvent

TAKEN = (Kind.ACKNOWLEDGED, Kind.ASSIGNED)


def replayed(events: Sequence[TicketEvent]) -> dict[str, Any]:
    """The columns that the events tell, by name; people by their opaque ids, a contract by its number.

    Events of releases before 2027 do not tell all: the title, whom a ticket was given to, who reported it when somebody
    of the house wrote it down. What they do not tell is not among the columns.
    """
    first = events[0]
    told: dict[str, Any] = {
        "customer_id": first.customer_id,
        "channel": first.channel,
        "reported_at": first.at,
        "changed_at": max(event.received_at for event in events),
        "events_count": len(events),
        "status": status_of(events),
        "class_id": "",
        "followers": following(events),
        "merged_into": merged_into(events),
        "absorbed": absorbed(events),
        **_report(first),
    }
    for event in events:
        told |= _told_by(event)
    return told


def columns(ticket: Ticket) -> dict[str, Any]:
    """The same columns as they stand."""
    return {
        "customer_id": ticket.customer_id,
        "title": ticket.title,
        "channel": ticket.channel,
        "reported_at": ticket.reported_at,
        "changed_at": ticket.changed_at,
        "events_count": ticket.events_count,
        "status": Status(ticket.status),
        "class_id": ticket.class_id,
        "service": ticket.service.key if ticket.service else "",
        "contract": ticket.version.contract.number if ticket.version else "",
        "reporter": opaque_of(ticket.reported_by),
        "assignee": opaque_of(ticket.assignee),
        "followers": list(ticket.followers),
        "merged_into": ticket.merged_into.key if ticket.merged_into else "",
        "absorbed": list(ticket.absorbed),
    }


def write_columns(log: Log, told: Mapping[str, Any]) -> None:
    """Give the ticket the columns that its events tell (not saved); what is written once stays."""
    ticket = log.ticket
    ticket.status, ticket.class_id, ticket.followers = told["status"], told["class_id"], told["followers"]
    ticket.merged_into = Ticket.objects.filter(key=told["merged_into"] or None).first()
    ticket.absorbed = told["absorbed"]
    ticket.events_count, ticket.changed_at = told["events_count"], told["changed_at"]
    ticket.service = Service.objects.filter(customer_id=ticket.customer_id, key=told["service"] or None).first()
    if "assignee" in told:
        ticket.assignee = _person(told["assignee"])
    if "reporter" in told:
        found = Correspondent.objects.filter(opaque=told["reporter"] or None, customer_id=ticket.customer_id)
        ticket.reported_by = _person(told["reporter"]) or found.first()
    if "contract" in told:
        _put_under(log, told)


def _person(opaque: str) -> User | None:
    return User.objects.filter(opaque=opaque or None).first()


def _put_under(log: Log, told: Mapping[str, Any]) -> None:
    """The wording that the events lead to; where none can be found the ticket keeps one of the contract they name."""
    pk, ticket = wording_told(log, told), log.ticket
    is_named = ticket.version is not None and ticket.version.contract.number == told["contract"]
    if pk is not None:
        ticket.version = ContractVersion.objects.select_related("contract").get(pk=pk)
    elif not is_named:
        ticket.version = None


def wording_told(log: Log, told: Mapping[str, Any]) -> int | None:
    """The wording that judges a ticket whose events tell this: the named contract's for its report."""
    if not told.get("contract"):
        return None
    own, came, number = log.ticket.customer_id, told["reported_at"], told["contract"]
    place = Service.objects.filter(customer_id=own, key=told["service"]).first()
    if place is None:  # which systems the customer has may have changed since
        found = wording_under(number, own, came, log.received_at)
    else:
        found = judging(own, place, came, log.received_at)
    return found.pk if found and found.contract.number == number else None


def _report(event: TicketEvent) -> dict[str, Any]:
    """What the report itself tells, and later events may change."""
    told: dict[str, Any] = {"service": event.service_key}
    if event.reporter or not (event.actor and event.actor.staff_role):
        told["reporter"] = event.reporter or opaque_of(event.author)
    message = getattr(event, "message", None)
    if message is not None and message.title:
        told |= {"title": message.title, "assignee": "", "contract": event.contract}
    return told


def _told_by(event: TicketEvent) -> dict[str, Any]:
    """The columns that one event sets."""
    told: dict[str, Any] = {}
    if event.class_id:
        told["class_id"] = event.class_id
    if event.kind == Kind.MOVED:
        told |= {"service": event.service_key, "contract": event.contract}
    elif event.contract:
        told["contract"] = event.contract
    if event.kind == Kind.ASSIGNED or (event.kind in TAKEN and event.assignee):
        told["assignee"] = event.assignee
    if event.kind in (Kind.LEFT, Kind.RECOGNISED):
        told["reporter"] = event.reporter
    return told
