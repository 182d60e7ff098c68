"""What monitoring saw: a ticket that nobody reported, and what becomes of it. No words: who reads it says them."""

from datetime import datetime

from django.db import transaction

from gwarant.customers.models import Customer, Service
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.actions.reporting import opened
from gwarant.tickets.authors import MONITORING
from gwarant.tickets.lifecycle import is_allowed
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.recording import Attempt, holding, record, settle
from gwarant.tickets.standing import Standing


def detect(
    customer: Customer, *, title: str, class_id: str, service: Service, at: datetime, key: str, now: datetime
) -> Standing:
    """Open a ticket for what was first seen at a moment, from which its clocks run; how it stands.

    Whom to tell knows the caller. `key` makes it happen once: a second time is an IntegrityError.
    """
    attempt = Attempt(None, now, MONITORING, key=key)
    with transaction.atomic():
        ticket = opened(customer, title, class_id, attempt, service, None, at)
        done = record(
            Log(ticket),
            Kind.REPORTED,
            attempt,
            title=title,
            class_id=class_id,
            service_key=service.key,
            contract=ticket.version.contract.number if ticket.version else "",
            at=at,
            automatic=True,
        )
        return settle(done, now, is_new=True)


def see_restored(ticket: Ticket, *, at: datetime, now: datetime) -> Standing:
    """It has worked again since a moment. What is over already only notes it."""
    attempt = Attempt(None, now, MONITORING)
    with holding(ticket) as own:
        kind = Kind.RESTORED if is_allowed(Kind.RESTORED, Status(own.ticket.status), attempt.role) else Kind.NOTED
        reason = "" if kind is Kind.RESTORED else "restored"
        return settle(record(own, kind, attempt, is_public=False, automatic=True, at=at, reason=reason), now)


def see(ticket: Ticket, what: str, *, ref: str = "", at: datetime, now: datetime) -> Standing:
    """Note a fact for our people, by its code, with the key of another ticket or system that it is about."""
    with holding(ticket) as own:
        attempt = Attempt(None, now, MONITORING)
        noted = record(own, Kind.NOTED, attempt, is_public=False, automatic=True, at=at, reason=what, ref=ref)
        return settle(noted, now)
