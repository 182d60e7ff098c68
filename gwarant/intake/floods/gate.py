"""Which messages are let through: each takes a token of its correspondent's bucket, or is kept back in a flood."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from gwarant.accounts.models import StaffRole, User
from gwarant.intake.deciding import Decision, box_of
from gwarant.intake.floods.buckets import DOMAIN, DOOR, MACHINES, PEOPLE, Draw, take
from gwarant.intake.floods.letters import FloodBegins
from gwarant.intake.floods.models import Flood, Kind
from gwarant.intake.models import Outcome, RawMail
from gwarant.intake.trust import Trust, trust_in
from gwarant.mail import Mail, Unreadable
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.tickets.models import Ticket

FREE = (Outcome.OWN, Outcome.BOUNCE)  # they end where they came in, and nobody has to look at each
AGAIN = timedelta(hours=1)  # after so long without mail a flood is a new one for whoever leads the house


def kept_back(
    own: RawMail, mail: Mail | Unreadable, decision: Decision, servers: Collection[str], now: datetime
) -> bool:
    """Whether the message, held and described, is over what its sender may send: then it lies in a flood, and nothing
    else becomes of it.

    What somebody released is not asked again.
    """
    if decision.outcome in FREE or own.flood_id is not None:
        return False
    over = next((one for one in draws_of(own, mail, decision, servers) if not take(one, own.arrived_at)), None)
    if over is None:
        return False
    own.flood, own.outcome = _flood(over, own, now), Outcome.FLOOD
    return True


def draws_of(raw: RawMail, mail: Mail | Unreadable, decision: Decision, servers: Collection[str]) -> list[Draw]:
    """The buckets of which the message takes a token, always in this order, so that nobody waits for each other.

    Whoever is known has a bucket for themselves alone. Senders whom nobody knows share two more, because a new name
    costs nothing.
    """
    writer, trust = decision.writer, trust_in(mail, servers) if isinstance(mail, Mail) else Trust.UNSAID
    box = box_of(raw, decision)
    email = writer.email or f"nobody at {box}"
    if trust is Trust.FORGED:  # it takes nothing of whose name it bears
        return [Draw(Kind.ADDRESS, f"forged {email}", PEOPLE, email), *_of_crowd(box, email)]
    is_wide = decision.machine is not None or (writer.staff is not None and trust is Trust.PROVEN)
    whose = f"proven {email}" if trust is Trust.PROVEN else email  # what is only said to be theirs empties another one
    own = Draw(Kind.ADDRESS, whose, MACHINES if is_wide else PEOPLE, email)
    is_known = writer.staff or writer.person or decision.machine or writer.by == "address"
    return [own] if is_known else [own, *_of_crowd(box, email)]


def _of_crowd(box: str, email: str) -> list[Draw]:
    domain = email.rpartition("@")[2]
    return [Draw(Kind.DOMAIN, f"{domain} at {box}", DOMAIN, domain), Draw(Kind.DOOR, box, DOOR, box)]


def _flood(over: Draw, own: RawMail, now: datetime) -> Flood:
    """The bucket's flood, with this message; whoever leads the house hears when it begins."""
    at = own.arrived_at
    found = _open(over)
    if found is None:
        told = {"sender": over.shown[:254], "customer": own.customer, "ticket": own.ticket or _last_of(over, own)}
        moments = {"begun_at": at, "last_at": at, "alarmed_at": now}
        try:
            with transaction.atomic():
                found = Flood.objects.create(kind=over.kind, name=over.name, **told, **moments)
        except IntegrityError:  # another engine was first
            return _flood(over, own, now)
        _alarm(found, own, now)
        return found
    if at - found.last_at > AGAIN:
        found.alarmed_at = now
        _alarm(found, own, now)
    found.begun_at, found.last_at = min(found.begun_at, at), max(found.last_at, at)
    found.save(update_fields=["begun_at", "last_at", "alarmed_at"])
    return found


def _open(over: Draw) -> Flood | None:
    same = Flood.objects.select_related("ticket", "customer").filter(kind=over.kind, name=over.name, ended_at=None)
    return same.select_for_update(of=("self",), no_key=True).first()


def _last_of(over: Draw, own: RawMail) -> Ticket | None:
    """Where the sender's last message lies that was let through."""
    if over.kind is not Kind.ADDRESS:
        return None
    since = own.received_at - timedelta(days=1)
    earlier = RawMail.objects.filter(outcome__in=(Outcome.TICKET, Outcome.REPLY), received_at__gte=since)
    last = earlier.filter(sender=own.sender).exclude(ticket=None).select_related("ticket").order_by("-pk").first()
    return last.ticket if last else None


def _alarm(flood: Flood, own: RawMail, now: datetime) -> None:
    told = FloodBegins(
        sender=flood.sender,
        box=own.box,
        kind=flood.kind,
        customer=flood.customer.name if flood.customer else "",
        key=flood.ticket.key if flood.ticket else "",
        path=f"/desk/mail/floods/{flood.pk}",
    )
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    news = News(told=told, kind="flood", about=About.HOUSE)
    tell(leaders, news, key=f"flood:{flood.pk}:{flood.alarmed_at.isoformat()}", customer=None, now=now)
