"""What happened to a ticket, in the order in which it happened, in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent, Service
from gwarant.files.models import Attachment
from gwarant.mail.shown import Shown, shown
from gwarant.pictures.words import known
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.actions.pausing import pauses_of
from gwarant.tickets.authors import EMAIL, MONITORING, PHONE, name_of
from gwarant.tickets.files import files_of
from gwarant.tickets.lifecycle import is_hidden
from gwarant.tickets.log import Log
from gwarant.tickets.models import Message, Ticket, TicketEvent
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.seen import seen
from gwarant.web.tickets.wording import class_label

LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class Entry:
    """One thing that happened: who, what, when, the words that were said, and the id of its evidence.

    `written_at` says when it was written down, where that was later. `folded` is what a mail quotes, and its signature;
    `forwarded` the message of somebody else that it brings.
    """

    number: int
    uid: str
    at: datetime
    who: str
    words: str
    note: str = ""
    body: str = ""
    folded: str = ""
    forwarded: str = ""
    forwarded_of: str = ""
    is_internal: bool = False
    written_at: datetime | None = None
    files: Sequence[Attachment] = ()

    @property
    def is_wordless(self) -> bool:
        """Whether files alone were sent."""
        return bool(self.files) and not (self.body or self.forwarded or self.folded)

    @property
    def css(self) -> str:
        """How it looks: an internal note, words that both sides read, or a fact alone."""
        if self.is_internal:
            return "internal"
        return "public" if self.body or self.forwarded or self.files else "event"


def history(log: Log, *, is_inside: bool) -> list[Entry]:
    """Everything, the last first; a customer never sees what is internal.

    What was written down late stands where it happened.
    """
    events = [one for one in log.events if is_inside or not is_hidden(one)]
    return entries_of(log.ticket, sorted(events, key=lambda one: (one.at, one.number), reverse=True))


def entries_of(ticket: Ticket, events: Iterable[TicketEvent]) -> list[Entry]:
    files = files_of(ticket)
    return [_entry(ticket, one, files.get(one.uid, ())) for one in events]


def said_in(event: TicketEvent) -> Message | None:
    """The words of an event, if there are any and the reader may see them."""
    return getattr(event, "message", None)


def words_of(ticket: Ticket, event: TicketEvent) -> str:
    """What was done, after the name of who did it."""
    kind = Kind(event.kind)
    if event.channel == MONITORING and event.by == Role.SYSTEM:
        return _classified(ticket, event) if kind is Kind.CLASSIFIED else seen(ticket, kind, event)
    return _TOLD[kind](ticket, event) if kind in _TOLD else _done(kind, event)


def _done(kind: Kind, event: TicketEvent) -> str:
    match kind:
        case Kind.REPORTED if event.ref:
            return _("wrote about %(key)s, which could not be reopened any more") % {"key": event.ref}
        case Kind.REPORTED if event.channel == PHONE and _contact(event):
            return _("reported it by phone: %(who)s rang") % {"who": _contact(event)}
        case Kind.REPORTED if event.channel == EMAIL and event.by == Role.PROVIDER and event.reporter:
            return _("forwarded what %(who)s wrote") % {"who": _name(event.reporter)}
        case Kind.REPORTED if event.channel in (PHONE, EMAIL):
            return _("reported it by phone") if event.channel == PHONE else _("reported it by e-mail")
        case Kind.CLOSED if event.by == Role.SYSTEM:
            return _("closed it: nobody said anything in time")
        case Kind.REJECTED | Kind.REOPENED if event.by == Role.PROVIDER and event.ref:
            return _("took the customer's word as a refusal")
        case Kind.REPLIED if event.by == Role.PROVIDER and event.ref:
            return _("asked whether it is fixed")
    return _words().get(kind, event.kind)


def _entry(ticket: Ticket, event: TicketEvent, files: Sequence[Attachment]) -> Entry:
    message = said_in(event)
    parts = parted(ticket, event, message.body if message else "")
    return Entry(
        number=event.number,
        uid=event.uid,
        at=event.at,
        who=name_of(event.author) or _("Gwarant"),
        words=words_of(ticket, event),
        note=_note(ticket, event),
        body=parts.words,
        folded=parts.folded,
        forwarded=parts.forwarded,
        forwarded_of=parts.who,
        is_internal=is_hidden(event),
        written_at=event.received_at if event.received_at - event.at >= LATE else None,
        files=files,
    )


def parted(ticket: Ticket, event: TicketEvent, text: str) -> Shown:
    """The words of an event, and what a mail brought along: a forwarded message, quotes and the signature."""
    if event.channel != EMAIL or not text:
        return Shown(text)
    return shown(text, "" if event.kind == Kind.REPORTED else ticket.key)


def _noted(ticket: Ticket, event: TicketEvent) -> str:
    if event.reason:
        return _("asks a colleague to agree that it is no report")
    if event.ref:
        return _("noted that nothing is to be done about what the customer wrote")
    return _("noted for our people only")


def _classified(ticket: Ticket, event: TicketEvent) -> str:
    return _("set the class to %(label)s") % {"label": class_label(ticket, event.class_id, lang())}


def _decided(ticket: Ticket, event: TicketEvent) -> str:
    return _("agreed to the pause") if event.approved else _("refused the pause: it does not count")


def _assigned(ticket: Ticket, event: TicketEvent) -> str:
    said = {"to": _name(event.assignee), "who": _name(event.leaver)}
    if event.leaver:
        given = _("gave it to %(to)s, because %(who)s leaves") if event.assignee else _("gave it back: %(who)s leaves")
        return given % said
    if event.actor is not None and event.actor.opaque == event.assignee:
        return _("works on it from now on")
    return _("gave it to %(who)s") % {"who": said["to"]} if event.assignee else _("gave it back")


def _left(ticket: Ticket, event: TicketEvent) -> str:
    said = {"who": _name(event.leaver), "to": _name(event.reporter)}
    if event.reporter:
        return _("told that %(who)s has left: from now on %(to)s is asked about it") % said
    return _("told that %(who)s has left: from now on the administrators are asked about it") % said


def _recognised(ticket: Ticket, event: TicketEvent) -> str:
    return _("told whose address it is: from now on %(to)s is asked about it") % {"to": _name(event.reporter)}


def _followed(ticket: Ticket, event: TicketEvent) -> str:
    if event.author is not None and event.author.opaque == event.follower:
        return _("follows the ticket from now on")
    if event.channel == EMAIL:
        return _("put in copy: %(who)s, who follows the ticket from now on") % {"who": _name(event.follower)}
    return _("added to the followers: %(who)s") % {"who": _name(event.follower)}


def _unfollowed(ticket: Ticket, event: TicketEvent) -> str:
    if event.author is not None and event.author.opaque == event.follower:
        return _("stopped following")
    return _("removed from the followers: %(who)s") % {"who": _name(event.follower)}


def _called(ticket: Ticket, event: TicketEvent) -> str:
    who = {"who": _contact(event)}
    if not who["who"]:
        return _("called")
    return _("wrote down a call: %(who)s rang") % who if event.incoming else _("rang %(who)s") % who


def _attempted(ticket: Ticket, event: TicketEvent) -> str:
    who = _contact(event)
    return _("rang %(who)s and reached nobody") % {"who": who} if who else _("tried to reach you")


def _contact(event: TicketEvent) -> str:
    """Who of the customer was on the telephone, as far as it was written down."""
    message = said_in(event)
    if event.contact:
        return _name(event.contact)
    caller = User.objects.filter(opaque=event.reporter).first() if event.reporter else None
    return caller.name if caller else (message.contact if message else "")


def _adopted(ticket: Ticket, event: TicketEvent) -> str:
    return _("put it under the contract %(number)s") % {"number": event.contract}


def _moved(ticket: Ticket, event: TicketEvent) -> str:
    place = Service.objects.filter(customer_id=ticket.customer_id, key=event.service_key).first()
    said = {"system": place.name if place else event.service_key, "number": event.contract}
    if event.contract:
        return _("moved it to the system %(system)s, under the contract %(number)s") % said
    return _("moved it to the system %(system)s, which no contract covers") % said


def _merged(ticket: Ticket, event: TicketEvent) -> str:
    told = {
        Kind.MERGED: _("merged it into %(key)s: it goes on there"),
        Kind.UNMERGED: _("parted it from %(key)s again: the merge was an error"),
        Kind.ABSORBED: _("merged %(key)s into it"),
        Kind.RELEASED: _("parted %(key)s from it again"),
    }
    return told[Kind(event.kind)] % {"key": event.ref}


_TOLD: dict[Kind, Callable[[Ticket, TicketEvent], str]] = {
    Kind.CALLED: _called,
    Kind.ATTEMPTED: _attempted,
    Kind.CLASSIFIED: _classified,
    Kind.NOTED: _noted,
    Kind.PAUSE_DECIDED: _decided,
    Kind.ASSIGNED: _assigned,
    Kind.LEFT: _left,
    Kind.RECOGNISED: _recognised,
    Kind.FOLLOWED: _followed,
    Kind.UNFOLLOWED: _unfollowed,
    Kind.ADOPTED: _adopted,
    Kind.MOVED: _moved,
    Kind.MERGED: _merged,
    Kind.UNMERGED: _merged,
    Kind.ABSORBED: _merged,
    Kind.RELEASED: _merged,
}


def _name(opaque: str) -> str:
    person = User.objects.filter(opaque=opaque).values_list("name", flat=True).first()
    address = None if person else Correspondent.objects.filter(opaque=opaque).first()
    return person or (str(address) if address and address.email else "") or _("a person who left")


def _note(ticket: Ticket, event: TicketEvent) -> str:
    """Why: the reason of a pause and what shows it; which word was taken as a refusal."""
    if event.kind in (Kind.REJECTED, Kind.REOPENED):
        return event.ref
    if event.kind != Kind.PAUSED:
        return _("it is down") if event.down else ""
    label = next((one.label for one in pauses_of(ticket) if one.id == event.reason), "") or event.reason
    return " · ".join(part for part in (known(label, lang()), event.ref) if part)


def _words() -> dict[Kind, str]:
    return {
        Kind.REPORTED: _("reported it"),
        Kind.REPLIED: _("replied"),
        Kind.REMARKED: _("remarked, and may only look"),
        Kind.ACKNOWLEDGED: _("confirmed it and took it on"),
        Kind.ASKED: _("asked"),
        Kind.PAUSED: _("paused the clocks"),
        Kind.RESUMED: _("let the clocks run again"),
        Kind.QUOTED: _("sent a quote"),
        Kind.WORK_STARTED: _("began to work on it"),
        Kind.RESTORED: _("made it work again by a workaround"),
        Kind.RESTORATION_FAILED: _("says that the workaround does not hold"),
        Kind.RESOLVED: _("resolved it"),
        Kind.ACCEPTED: _("confirmed that it works"),
        Kind.REJECTED: _("says that it is not fixed"),
        Kind.REOPENED: _("reopened it"),
        Kind.CLOSED: pgettext("a ticket", "closed it"),
        Kind.DISMISSED: _("laid it aside as no report"),
        Kind.TAKEN_UP: _("took it up again: it is a report"),
    }


def opening(ticket: Ticket, entries: Sequence[Entry]) -> Entry | None:
    """The report itself."""
    return next((one for one in entries if one.number == 1), None)
