"""What did not arrive of the mails about a ticket, and whom no mail reaches, as the house sees it."""

from dataclasses import dataclass
from datetime import datetime

from gwarant.accounts.models import User
from gwarant.notify.dead import dead
from gwarant.notify.models import Delivery
from gwarant.notify.news import About
from gwarant.notify.replies import as_said
from gwarant.tickets.following import followers_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.people import asked_about, responsible

LATEST = 100  # mails that came back of one ticket


@dataclass(frozen=True)
class Unarrived:
    """An address, how many mails to it came back and what was said of the last; `is_dead`: no more goes there.

    `mail` is the number of the mail that showed it, `colleague` whoever of us has the address and is told of clocks.
    """

    address: str
    at: datetime
    code: str
    said: str
    mails: int
    mail: int
    is_dead: bool
    colleague: str = ""

    @property
    def words(self) -> str:
        """What was said of the last."""
        return as_said(self.code, self.said)


def unarrived(ticket: Ticket) -> list[Unarrived]:
    """Whom mail about the ticket did not reach, or would not: the last that came back first."""
    about = Delivery.objects.filter(notice__about=About.TICKET.value, notice__ref=ticket.key)
    rows = list(about.exclude(bounced_at=None).order_by("-bounced_at", "-pk")[:LATEST])
    ours = {one.email.lower(): one.name for one in responsible(ticket)}
    asked = [one.email if isinstance(one, User) else one.address for one in asked_about(ticket)]
    followers = [one.email for one in followers_of(ticket).values()]
    stopped = dead([*(one.address for one in rows), *ours, *asked, *followers])
    by_address: dict[str, list[Delivery]] = {}
    for row in rows:
        by_address.setdefault(row.address.lower(), []).append(row)
    found = [
        Unarrived(
            name,
            last.bounced_at or last.created_at,
            last.bounce_code,
            last.bounce_said,
            1 + len(rest),
            last.pk,
            name in stopped,
            ours.get(name, ""),
        )
        for name, (last, *rest) in by_address.items()
    ]
    more = [one for name, one in stopped.items() if name not in by_address]
    return found + [
        Unarrived(one.address, one.since_at, one.code, one.said, 0, one.delivery_id, True, ours.get(one.address, ""))
        for one in more
    ]
