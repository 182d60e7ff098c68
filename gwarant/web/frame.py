"""What every page needs around itself."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from gwarant.accounts.models import StaffRole, User
from gwarant.engine.checks import is_ahead, last_check
from gwarant.intake.models import Flood, RawMail
from gwarant.monitoring.models import Monitor
from gwarant.notify.models import Delivery, DeliveryState, Notice
from gwarant.tickets.models import Ticket
from gwarant.web.access import REPORTERS, memberships
from gwarant.web.moment import now


def frame(request: HttpRequest) -> dict[str, Any]:
    """The company, the reader's language, which side of the house this is, and what waits."""
    found = getattr(request, "user", None)
    user = found if isinstance(found, User) else None
    return {
        "company": getattr(request, "company", None),
        "lang": translation.get_language() or "en",
        "unread": Notice.objects.of(user).filter(read_at=None).count() if user else 0,
        "shell": "desk/base.html" if user and user.is_inside else "portal/base.html",
        "nav": _nav(user) if user else {},
    }


def _nav(user: User) -> dict[str, Any]:
    """The navigation's numbers, the last check of the evidence; for a customer's person what there is for them."""
    if user.is_inside:
        return _waiting(user)
    watched = Monitor.objects.kept().filter(customer__in=memberships(user).values("customer"))
    return {"may_report": memberships(user, REPORTERS).exists(), "is_watched": watched.exists()}


def _waiting(user: User) -> dict[str, Any]:
    """What stands in the desk's navigation with a number."""
    counts: dict[str, Any] = {
        "uncovered": Ticket.objects.without_contract().open().count(),
        "mail": RawMail.objects.to_decide().count() + Flood.objects.open().count(),
    }
    if user.leads or user.staff_role == StaffRole.AUDITOR:
        counts["dead"] = Delivery.objects.outgoing().filter(state=DeliveryState.DEAD).count()
        check = last_check()
        counts |= {"ledger": check, "is_check_ahead": is_ahead(check, now())}
    return counts
