"""What monitoring did to a ticket, in words: what it saw of a system is other than what a job or a tool told it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from gwarant.customers.models import Service
from gwarant.monitoring.kinds import HEARTBEAT
from gwarant.monitoring.models import Monitor
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Ticket, TicketEvent

OWN = ("up_for_now", "down_again", "restored", "not_watched")  # what a ticket is about; the rest is about others


def seen(ticket: Ticket, kind: Kind, event: TicketEvent) -> str:
    """What monitoring saw or heard, after its name."""
    about = {Kind.REPORTED: "reported", Kind.RESTORED: "restored"}.get(kind, event.reason)
    if about in ("reported", *OWN):
        words, name = _voice(ticket)
        return words().get(about, "") % {"name": name}
    told = {
        "also_down": _("sees down, because of this: %(name)s"),
        "also_up": _("sees up again: %(name)s"),
        "also_fails": _("hears of no success meanwhile, which may be because of this: %(name)s"),
        "also_works": _("hears of success again: %(name)s"),
        "cause_found": _("sees its cause in %(name)s: nobody is called until that is over"),
    }
    return told.get(event.reason, _("noted for our people only")) % {"name": _system(ticket, event.ref)}


def _voice(ticket: Ticket) -> tuple[Callable[[], dict[str, str]], str]:
    """In whose words what the ticket is about is told: those of what counts, of a look beside it, a job or a tool."""
    outages = ticket.outages.values_list("counts", flat=True)
    trouble = None if outages else ticket.troubles.select_related("monitor").order_by("pk").first()
    if trouble is None:
        return _down if not outages or any(outages) else _beside, ""
    return _job if trouble.monitor.kind == HEARTBEAT else _tool, trouble.monitor.name


def _down() -> dict[str, str]:
    return {
        "reported": _("saw that it is down"),
        "restored": _("saw that it is up again"),
        "up_for_now": _("sees it up again, and waits whether it stays so"),
        "down_again": _("sees it down again: it is the same outage"),
        "not_watched": _("looks at it no more: nobody will see whether it is up"),
    }


def _beside() -> dict[str, str]:
    return _down() | {
        "reported": _("saw a look fail by which no promise is counted"),
        "restored": _("saw that look succeed again"),
    }


def _job() -> dict[str, str]:
    return {
        "reported": _("heard of a failure of the job %(name)s, or of no success in time"),
        "restored": _("heard that the job %(name)s succeeded"),
        "up_for_now": _("hears of success of the job %(name)s, and waits whether it stays so"),
        "down_again": _("hears of no success of the job %(name)s again: it is the same trouble"),
        "not_watched": _("listens to the job %(name)s no more: nobody will hear whether it succeeds"),
    }


def _tool() -> dict[str, str]:
    return {
        "reported": _("heard from another tool: %(name)s"),
        "restored": _("heard from the other tool that it is over: %(name)s"),
        "up_for_now": _("hears from the other tool that it is over, and waits whether it stays so: %(name)s"),
        "down_again": _("hears of it from the other tool again, it is the same trouble: %(name)s"),
        "not_watched": _("listens to the other tool no more, nobody will hear whether it is over: %(name)s"),
    }


def _system(ticket: Ticket, key: str) -> str:
    """The name of the customer's system or monitor, else what was named."""
    kind, _colon, number = key.partition(":")
    if kind == "monitor" and number.isdecimal():
        own = Monitor.objects.filter(customer_id=ticket.customer_id, pk=int(number))
        return own.values_list("name", flat=True).first() or key
    found = Service.objects.filter(customer_id=ticket.customer_id, key=key) if key else Service.objects.none()
    return found.values_list("name", flat=True).first() or key
