"""Writing down what happened: the event, its words, its row of evidence, and the columns that follow from it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Generic, NotRequired, TypedDict, TypeVar

from gwarant.database.rows import update_all
from gwarant.database.together import add, ask, ask_once, is_to_be_added, later, nested, write_now
from gwarant.files.store import Stored
from gwarant.ledger.actions import append
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.authors import Author, correspondent_of, person_of, role_of, usual_channel
from gwarant.tickets.clocks import refresh
from gwarant.tickets.evidence import evidence_event, own_ticket
from gwarant.tickets.files import attach_to
from gwarant.tickets.indexing import Said, add_words, shows
from gwarant.tickets.lifecycle import BACK, FOLLOWING, INTERNAL, check_move, status_after, status_of
from gwarant.tickets.log import Log, logs_of
from gwarant.tickets.models import WRITTEN_ONCE, Message, Status, Ticket, TicketEvent
from gwarant.tickets.problem import Changed
from gwarant.tickets.recalling import recall
from gwarant.tickets.standing import Standing, class_held, standing_of
from gwarant.tickets.texts import body_of, name_of_contact, title_of

ENDINGS = (Kind.RESOLVED, Kind.CLOSED)
SAVED = tuple(one.name for one in Ticket._meta.concrete_fields if one.name not in WRITTEN_ONCE)


By = TypeVar("By", bound=Author)


class Way(TypedDict, Generic[By]):
    """How every action on a ticket is called, by these names; what each is says `Attempt`."""

    by: By
    now: datetime
    channel: NotRequired[str]
    seen: NotRequired[int | None]
    key: NotRequired[str]
    fits: NotRequired[Callable[[Log], object] | None]
    files: NotRequired[Sequence[Stored]]


@dataclass(frozen=True)
class Attempt:
    """Who acts, by which way, from which form: what it had seen, and the key that makes it happen once.

    `fits` looks at the ticket when nobody else can change it any more, and raises what stands in the way.
    """

    by: Author
    now: datetime
    channel: str = ""  # empty: where this side usually works
    seen: int | None = None
    key: str = ""
    fits: Callable[[Log], object] | None = None
    files: Sequence[Stored] = ()  # that came with it

    @property
    def further(self) -> "Attempt":
        """What follows from the same deed."""
        return Attempt(self.by, self.now, self.channel)

    @property
    def role(self) -> Role:
        return role_of(self.by)

    @property
    def way(self) -> str:
        return self.channel or usual_channel(self.by)


@contextmanager
def holding(ticket: Ticket) -> Iterator[Log]:
    """The ticket's log in a transaction: nobody else adds to it until that ends."""
    with nested():
        yield ask_once("held", ticket.pk, lambda: held([ticket.pk])[ticket.pk])


def held(numbers: Sequence[int]) -> dict[int, Log]:
    """The logs of tickets, each held until the transaction ends, by their keys; held in the order of the keys."""
    related = Ticket.objects.select_related(
        "customer__caretaker",
        "customer__deputy",
        "service",
        "version__contract",
        "assignee",
        "reporter",
        "correspondent",
    )
    related = related.defer("version__text", "version__document")  # long; what is counted with is kept by terms_of
    found = related.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers).order_by("pk")
    return {log.ticket.pk: log for log in logs_of(list(found))}


def was_done(key: str) -> bool:
    """Whether a form with this key has been taken already."""
    return bool(key) and ask("done", key, TicketEvent.objects.filter(key=key).exists)


def check_seen(log: Log, attempt: Attempt) -> None:
    """Changed when somebody else acted since the form was opened.

    What the author cannot see is in nobody's way, and who else is told neither.
    """
    if attempt.seen is None or attempt.seen >= log.ticket.events_count:
        return
    unseen = (*FOLLOWING, *(INTERNAL if attempt.role is Role.CUSTOMER else ()))
    since = [event for event in log.events if event.number > attempt.seen and event.kind not in unseen]
    others = [event for event in since if event.author != attempt.by]
    if others:
        raise Changed(others)


def record(
    log: Log,
    kind: Kind,
    attempt: Attempt,
    *,
    title: str = "",
    body: str = "",
    contact_name: str = "",
    is_public: bool = True,
    **facts: Any,
) -> Log:
    """Add an event to the log of a held ticket; MoveNotAllowed when it cannot happen.

    It is received now, whatever anybody says; `at` is when it happened as they say, not after now.
    """
    ticket = log.ticket
    status = Status(ticket.status)
    check_move(kind, status, attempt.role)
    title, body = title_of(title) if title else "", body_of(body)
    said = facts.pop("at", None)
    event = TicketEvent(
        ticket=ticket,
        customer_id=ticket.customer_id,
        number=ticket.events_count + 1,
        uid=f"{ticket.key}:{ticket.events_count + 1:04}",
        kind=kind.value,
        at=min(said, attempt.now) if said else _moment(log, kind, attempt.now),
        received_at=attempt.now,
        by=attempt.role.value,
        actor=person_of(attempt.by),
        correspondent=correspondent_of(attempt.by),
        files=" ".join(one.sha256 for one in attempt.files),
        key=attempt.key or None,
        **{"channel": attempt.way, **facts},
    )
    add(event)
    said = Message(
        event=event, ticket=ticket, customer_id=ticket.customer_id, title=title, is_public=is_public, body=body
    )
    said.contact = name_of_contact(contact_name)
    if said.words:
        add(said)
    if attempt.files:
        attach_to(event, attempt.files, is_public=is_public)
    shown = shows(event, said.is_public if said.words else None)
    add_words(Said(ticket, event, shown, said.body, said.contact, [one.name for one in attempt.files]))
    row = evidence_event(event, ticket)
    append(row, customer=ticket.customer, subject=ticket.key, text=said.words, now=attempt.now)
    recall(event)
    done = log.after(event)
    ticket.status = status_of(done.events) if kind in BACK else status_after(kind, status, attempt.role)
    ticket.events_count = event.number
    ticket.class_id = event.class_id or ticket.class_id
    ticket.changed_at = max(ticket.changed_at, attempt.now)  # whoever was later may have read the clock earlier
    return done


def settle(log: Log, now: datetime, *, is_new: bool = False) -> Standing:
    """Bring the columns up to date after the last event of an action; how the ticket stands then."""
    stands = standing_of(log, now)
    if log.ticket.absorbed:
        log.ticket.class_id = class_held(log, own_ticket(log, stands.events))
    write(stands, is_new=is_new)
    return stands


def write(stands: Standing, *, is_new: bool = False) -> None:
    """Save the columns of a ticket that was folded already; of a new one nothing is there to be taken away."""
    refresh(stands, is_new=is_new)
    if not is_to_be_added(stands.ticket):
        later(_save_all, [stands.ticket])


def save(tickets: Sequence[Ticket]) -> None:
    """Save the columns of tickets that were not folded yet."""
    later(_save_all, tickets)
    write_now()


def _save_all(tickets: list[Ticket]) -> None:
    update_all(tickets, SAVED)


def moment_of_word(log: Log, came: datetime | None, now: datetime) -> datetime | None:
    """When a word was said that came at a moment and is written down only now; None: now.

    What the other side has seen of the ticket until now was said in ignorance of the word, so the word comes after it:
    it answers a question that was there when it is read, and takes nothing back.
    """
    if came is None:
        return None
    known = tuple(one for one in log.events if one.kind not in INTERNAL)
    said = _moment(replace(log, events=known), Kind.REPLIED, came)
    return said if said <= now else None


def _moment(log: Log, kind: Kind, now: datetime) -> datetime:
    """What is done now comes after all that was, and what follows an ending after it."""
    last = max(log.events, key=lambda one: (one.at, one.number), default=None)
    if last is None:
        return now
    apart = timedelta(seconds=1 if last.kind in ENDINGS and kind not in ENDINGS else 0)
    return max(now, last.at + apart)
