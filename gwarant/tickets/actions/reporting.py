"""A report comes in."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any, Unpack

from django.db import IntegrityError, connection

from gwarant.contracts.terms import judging
from gwarant.customers.models import Customer, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.together import add, ask, later, nested
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.authors import Author, Somebody, correspondent_of, is_known_sender, opaque_of, person_of
from gwarant.tickets.classes import check_class
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.recording import Attempt, Way, record, settle
from gwarant.tickets.texts import title_of
from gwarant.tickets.untaken import Untaken

_NEXT = "UPDATE customers_customer SET next_ticket = next_ticket + 1 WHERE id = %s RETURNING next_ticket - 1"
_ADVANCE = """
UPDATE customers_customer AS c SET next_ticket = next_ticket + told.many
FROM unnest(%s::bigint[], %s::int[]) AS told (id, many) WHERE c.id = told.id
"""


def report(
    customer: Customer,
    *,
    title: str,
    text: str,
    class_id: str,
    service: Service | None = None,
    is_down: bool = False,
    reporter: Somebody | None = None,
    contact_name: str = "",
    at: datetime | None = None,
    is_answered: bool = True,
    is_stranger: bool = False,
    is_of_domain: bool = False,
    instead: Ticket | None = None,
    untaken: Sequence[Untaken] = (),
    **way: Unpack[Way[Author]],
) -> Ticket:
    """Open a ticket; the same form twice gives the same ticket. NotAClass for a class that the contract lacks.

    A call that is written up later came `at` its own moment: the clocks start then; `contact_name`: who rang, if
    that is nobody whom we know. Whoever reported hears that we have it; unless `is_answered`, in their inbox alone.
    `is_stranger`: nobody knows them, so that they hear its number alone, and from the house. `is_of_domain`: the domain
    of their address is registered for the customer.
    `instead`: the closed ticket about which it was written, and which cannot be opened again. `untaken`: files of the
    mail that are not among the ticket's.
    """
    attempt = Attempt(**way)
    came, former = min(at or attempt.now, attempt.now), instead.key if instead else ""
    try:
        with nested():
            ticket = opened(customer, title, class_id, attempt, service, reporter or attempt.by, came)
            facts: dict[str, Any] = {
                "class_id": class_id,
                "down": is_down,
                "service_key": _key(service),
                "contract": ticket.version.contract.number if ticket.version else "",
                "reporter": opaque_of(reporter) if reporter != attempt.by else "",
                "at": came,
                "ref": former,
                "known_sender": is_known_sender(reporter or attempt.by, attempt.way, is_of_domain),
            }
            log = record(
                Log(ticket), Kind.REPORTED, attempt, title=title, body=text, contact_name=contact_name, **facts
            )
            stands = settle(log, attempt.now, is_new=True)
            told = letters.received_from_stranger(stands) if is_stranger else letters.received(stands, former, untaken)
            received = replace(told, quiet=not is_answered)
            reported = letters.reported(stands, attempt.by, text, former)
            people.tell_of_report(ticket, reported, received, attempt.now)
            return ticket
    except IntegrityError:
        known = TicketEvent.objects.select_related("ticket").filter(key=attempt.key).first() if attempt.key else None
        if known is None:
            raise
        return known.ticket


def opened(
    customer: Customer,
    title: str,
    class_id: str,
    attempt: Attempt,
    service: Service | None,
    reporter: Author,
    came: datetime,
) -> Ticket:
    """A new ticket that came at a moment; what is reported is still to be recorded. NotAClass."""
    version = judging(customer.pk, service, came, attempt.now)
    check_class(version, class_id)
    ticket = Ticket(
        key=f"{customer.key}-{_next_number(customer)}",
        customer=customer,
        service=service,
        version=version,
        title=title_of(title),
        class_id=class_id,
        channel=attempt.way,
        reporter=person_of(reporter),
        correspondent=correspondent_of(reporter),
        reported_at=came,
        changed_at=came,
    )
    add(ticket)
    return ticket


def _key(service: Service | None) -> str:
    return service.key if service else ""


def _next_number(customer: Customer) -> int:
    """The customer's next number; reports of one customer wait here for each other."""
    held = ask("next ticket", customer.pk, lambda: None)
    if held is not None:
        later(_advance, [customer.pk])
        return next(held)
    with scoped(ENGINE), connection.cursor() as cursor:
        cursor.execute(_NEXT, [customer.pk])
        return int(cursor.fetchone()[0])


def next_numbers(customers: Collection[int]) -> dict[int, Iterator[int]]:
    """The numbers of the next tickets of customers, held until the transaction ends."""
    held = Customer.objects.select_for_update(no_key=True).filter(pk__in=customers).order_by("pk")
    return {pk: count(number) for pk, number in held.values_list("pk", "next_ticket")}


def _advance(customers: list[int]) -> None:
    """Take so many numbers of each customer as it stands there."""
    told = Counter(customers)
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [list(told), list(told.values())])
