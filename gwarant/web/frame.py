"""What every page needs around itself."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation

from gwarant.accounts.models import StaffRole, User
from gwarant.database.rows import counts
from gwarant.engine.checks import is_ahead, last_check
from gwarant.intake.models import Flood, RawMail
from gwarant.monitoring.models import Monitor
from gwarant.notify.models import Delivery, DeliveryState, Notice
from gwarant.tickets.models import Ticket
from gwarant.web.access import REPORTERS, has_role
from gwarant.web.moment import now


def frame(request: HttpRequest) -> dict[str, Any]:
    """The company, the reader's language, which side of the house this is, and what waits."""
    found = getattr(request, "user", None)
    user = found if isinstance(found, User) else None
    return {
        "company": getattr(request, "company", None),
        "lang": translation.get_language() or "en",
        "shell": "desk/base.html" if user and user.is_inside else "portal/base.html",
        **(_nav(request, user) if user else {"unread": 0, "nav": {}}),
    }


def _nav(request: HttpRequest, user: User) -> dict[str, Any]:
    """How much is unread, and the navigation's numbers; for a customer's person what there is for them."""
    unread = Notice.objects.of(user).filter(read_at=None)
    if user.is_inside:
        return _waiting(user, unread)
    watched = Monitor.objects.kept().filter(customer__in=getattr(request, "places", {}))
    found = counts(unread, watched)
    return {"unread": found[0], "nav": {"may_report": has_role(request, REPORTERS), "is_watched": found[1] > 0}}


def _waiting(user: User, unread: "QuerySet[Notice]") -> dict[str, Any]:
    """The same of the desk, with the last check of the evidence."""
    mail, floods = RawMail.objects.to_decide(), Flood.objects.open()
    told = [unread, Ticket.objects.without_contract().open(), mail, floods]
    is_shown = user.leads or user.staff_role == StaffRole.AUDITOR
    if is_shown:
        told.append(Delivery.objects.outgoing().filter(state=DeliveryState.DEAD))
    found = counts(*told)
    nav: dict[str, Any] = {"uncovered": found[1], "mail": found[2] + found[3]}
    if is_shown:
        check = last_check()
        nav |= {"dead": found[4], "ledger": check, "is_check_ahead": is_ahead(check, now())}
    return {"unread": found[0], "nav": nav}
