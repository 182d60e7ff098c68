"""By which words a ticket is found: written with each event in its transaction, written anew, and held against it.

Names of people, customers and systems are written nowhere here: a term says who somebody is (`@` and their opaque id,
`#` and a customer's number, `%` with a system's key), and whoever looks for a name finds first whose it is. So a name
that changes or is forgotten leaves no trace.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from gwarant.customers.models import Service
from gwarant.database.together import later
from gwarant.files.models import About, Attachment
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.lifecycle import INTERNAL
from gwarant.tickets.models import Ticket, TicketEvent, TicketWords
from gwarant.wordforms import vector
from gwarant.wordforms.dictionary import maker
from gwarant.wordforms.vector import Vector, vectors_of

UNWRITTEN = "unwritten"  # a ticket from before there was a search
_ADD = """
SELECT gwarant_add_words(told.ticket, told.is_public, told.title::tsvector, told.words::tsvector, told.places, %s)
FROM unnest(%s::bigint[], %s::boolean[], %s::text[], %s::text[], %s::int[])
  AS told (ticket, is_public, title, words, places)
"""
_CLEAR = "SELECT gwarant_clear_words(%s)"
_TERMS = """
SELECT w.ticket_id, w.for_house, w.for_customer, tsvector_to_array(w.words), tsvector_to_array(w.title)
FROM tickets_ticketwords w WHERE w.ticket_id = ANY (%s) AND w.maker = %s
"""


@dataclass(frozen=True)
class Said:
    """What an event adds to the words of its ticket."""

    ticket: Ticket
    event: TicketEvent
    is_public: bool
    body: str = ""
    contact: str = ""
    files: Sequence[str] = ()  # their names


@dataclass(frozen=True)
class _Row:
    ticket: int
    is_public: bool
    title: Vector
    words: Vector


def person(opaque: str) -> str:
    """The term of somebody."""
    return f"@{opaque}"


def customer(pk: int) -> str:
    """The term of a customer's tickets."""
    return f"#{pk}"


def system(service: Service) -> str:
    """The term of a system of a customer."""
    return _system(service.customer_id, service.key)


def shows(event: TicketEvent, shown: bool | None) -> bool:
    """Whether a customer may find the ticket by what the event adds; `shown`: whether they see its words, if any."""
    return event.kind not in INTERNAL if shown is None else shown


def add_words(said: Said) -> None:
    """Have the ticket found by what was said, within the caller's transaction."""
    later(_write, [said])


def write_anew(ticket: Ticket) -> None:
    """Write the words of a held ticket again, as its events have them."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, [ticket.pk])
    _write(list(_said_of(ticket)))


def write_due(most: int) -> int:
    """Write those anew that were written with other basic forms than today's; how many tickets there were.

    Without a dictionary those alone that nobody has written yet: nobody could write the others better.
    """
    today = maker()
    others = Q(maker__lt=today) | Q(maker__gt=today) if today else Q(maker=UNWRITTEN)
    due = TicketWords.objects.filter(others).values_list("ticket", flat=True)
    done = 0
    for pk in list(dict.fromkeys(due[:most])):
        with transaction.atomic():
            held = Ticket.objects.select_for_update(no_key=True).get(pk=pk)
            write_anew(held)
            done += 1
    return done


def differences(tickets: Sequence[Ticket]) -> Iterator[tuple[Ticket, str, set[str], set[str]]]:
    """Where what is kept is not what the events have: the ticket, for whom, and the terms of the one and the other.

    What other basic forms wrote is due, and no difference.
    """
    today = maker()
    kept: dict[tuple[int, str], set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [[one.pk for one in tickets], today])
        for pk, for_house, for_customer, words, title in cursor.fetchall():
            for side in ("house",) * for_house + ("customer",) * for_customer:
                kept.setdefault((pk, side), set()).update(words, (f"title {one}" for one in title))
    due = set(TicketWords.objects.filter(ticket__in=tickets).exclude(maker=today).values_list("ticket_id", flat=True))
    for ticket in tickets:
        if ticket.pk in due:
            continue
        said = list(_said_of(ticket))
        for side in ("house", "customer"):
            told = _terms(said, side == "house")
            found = kept.get((ticket.pk, side), set())
            if told != found:
                yield ticket, side, found, told


def _terms(said: Iterable[Said], is_inside: bool) -> set[str]:
    rows = [row for one in said for row in _rows(one) if is_inside or row.is_public]
    titles = {f"title {term}" for row in rows for term in row.title.terms}
    return titles | {term for row in rows for term in row.words.terms}


def _said_of(ticket: Ticket) -> Iterator[Said]:
    """What the events of a ticket add, in their order."""
    names: dict[str, list[str]] = {}
    files = Attachment.objects.filter(about=About.TICKET, subject=ticket.key).order_by("pk")
    for part, name in files.values_list("part", "name"):
        names.setdefault(part, []).append(name)
    for event in ticket.events.select_related("message", "actor", "correspondent").order_by("number"):
        words = getattr(event, "message", None)
        shown = shows(event, words.is_public if words else None)
        body, contact = (words.body, words.contact) if words else ("", "")
        yield Said(ticket, event, shown, body, contact, names.get(event.uid, ()))


def _write(said: list[Said]) -> None:
    rows = [row for one in said for row in _rows(one)]
    if not rows:
        return
    columns = (
        [row.ticket for row in rows],
        [row.is_public for row in rows],
        [str(row.title) for row in rows],
        [str(row.words) for row in rows],
        [row.words.last for row in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [maker(), *columns])


def _rows(said: Said) -> Iterator[_Row]:
    """The rows that an event adds: none for what is inside the house and has no words."""
    ticket, texts = said.ticket, _texts(said)
    if not said.is_public and not texts:
        return
    title = Vector()
    if said.event.kind == Kind.REPORTED:
        head = [(ticket.key, vector.TITLE), (ticket.title, vector.TITLE)]
        title = next(vectors_of(head))
        texts = [*head, *texts]
    for number, words in enumerate(vectors_of(texts, _signs(said))):
        yield _Row(ticket.pk, said.is_public, title if number == 0 else Vector(), words)


def _texts(said: Said) -> list[tuple[str, str]]:
    named = [(one, vector.NAMES) for one in (said.contact, *said.files) if one]
    return [*named, (said.body, vector.BODY)] if said.body else named


def _signs(said: Said) -> list[str]:
    event = said.event
    people = {event.author.opaque if event.author else "", event.reporter, event.contact} - {""}
    signs = [person(one) for one in sorted(people)]
    if event.service_key:
        signs.append(_system(said.ticket.customer_id, event.service_key))
    return [*signs, customer(said.ticket.customer_id)] if event.kind == Kind.REPORTED else signs


def _system(customer_id: int, key: str) -> str:
    return f"%{customer_id}/{key}"
