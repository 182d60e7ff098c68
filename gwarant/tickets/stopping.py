"""Why each follower of a ticket hears of it, and the signed link by which they stop without signing in."""

from collections.abc import Iterable, Mapping

from django.core import signing
from django.urls import reverse

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.mail.quotes import split
from gwarant.notify.letter import cut
from gwarant.notify.models import Notice
from gwarant.notify.news import About
from gwarant.notify.reason import Reason
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.authors import EMAIL, Somebody, name_of
from gwarant.tickets.models import Ticket, TicketEvent

SALT = "gwarant.tickets.stop"
LONGEST = 1500  # signs of a report in the first mail to somebody who only follows


def stop_path(ticket: Ticket, name: str) -> str:
    """The path of the page on which whoever follows under that opaque id stops; it is good for ever."""
    return reverse("stop_following", args=[signing.dumps([ticket.key, name], salt=SALT)])


def stopping(token: str) -> tuple[Ticket, str] | None:
    """The ticket and the opaque id of a link; None where it is none of ours, or not whole."""
    try:
        key, name = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    found = Ticket.objects.select_related("customer").filter(key=str(key)).first()
    return (found, str(name)) if found else None


def reasons(ticket: Ticket, names: Iterable[str], people: Mapping[str, Somebody]) -> dict[str, Reason]:
    """For each opaque id why whoever follows under it does: the last word that had them follow counts."""
    begun = ticket.events.filter(kind=Kind.FOLLOWED, follower__in=[*names]).select_related("actor", "correspondent")
    return {one.follower: _reason(ticket, one, people.get(one.follower)) for one in begun.order_by("number")}


def new_among(ticket: Ticket, people: Iterable[Somebody]) -> set[Somebody]:
    """Those who were told nothing of the ticket before."""
    with scoped(ENGINE):
        told = Notice.objects.filter(about=About.TICKET.value, ref=ticket.key).values_list("user", "address")
        known = {part for row in told for part in row if part}
    return {one for one in people if (one.pk if isinstance(one, User) else one.email) not in known}


def matter_of(ticket: Ticket) -> tuple[str, ...]:
    """What the ticket is about, in the words of its report, in paragraphs and not too long."""
    report = ticket.events.select_related("message").filter(kind=Kind.REPORTED).first()
    text = report.message.body if report and hasattr(report, "message") and report.message.is_public else ""
    new = "".join(one.text for one in split(text) if one.kind == "words").strip() if text else ""
    return tuple(part.strip() for part in cut(new or text, LONGEST).split("\n\n") if part.strip())


def _reason(ticket: Ticket, event: TicketEvent, who: Somebody | None) -> Reason:
    by = name_of(event.author) if event.author != who else ""
    return Reason(ticket.key, by, event.channel == EMAIL, stop_path(ticket, event.follower))
