"""The hours of a ticket: who worked when, and the form to log more."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from gwarant.accounts.models import User
from gwarant.hours.models import TimeEntry
from gwarant.tickets.models import Ticket
from gwarant.web.hours.forms import LogForm, ReversalForm
from gwarant.web.hours.words import work_word
from gwarant.web.tickets.wording import zone_of

Costs = Mapping[str, Sequence[Any]]  # the id of an entry → what it is charged in each month, of `charged.py`


def log_context(
    ticket: Ticket, user: User, now: datetime, form: LogForm | None = None, costs: Costs | None = None
) -> dict[str, Any]:
    """What `hours/_log.html` shows, all under the one name `hours`; with `costs`, what each entry is charged."""
    found = ticket.entries.select_related("person", "reverses", "reversal").order_by("-start_at", "-pk")
    entries = list(found)
    standing = [one for one in entries if one.reverses_id is None and taken_back(one) is None]
    return {
        "hours": {
            "form": (form or LogForm(ticket=ticket, now=now, auto_id="hours_%s")) if user.may_change else None,
            "href": reverse("desk:ticket_hours", args=[ticket.key]),
            "rows": [_row(one, ticket, user, costs or {}) for one in entries if one.reverses_id is None],
            "total": int(sum((one.end_at - one.start_at for one in standing), timedelta(0)).total_seconds()),
            "zone": zone_of(ticket),
        }
    }


def taken_back(entry: TimeEntry) -> TimeEntry | None:
    """The entry that takes this one back."""
    return getattr(entry, "reversal", None)


def may_take_back(entry: TimeEntry, user: User) -> bool:
    """One's own entries, and everybody's for those who lead."""
    is_free = entry.reverses_id is None and taken_back(entry) is None
    return is_free and user.may_change and (entry.person_id == user.pk or user.leads)


def _row(entry: TimeEntry, ticket: Ticket, user: User, costs: Costs) -> dict[str, Any]:
    may, back = may_take_back(entry, user), taken_back(entry)
    return {
        "entry": entry,
        "work": work_word(entry.work),
        "length": int((entry.end_at - entry.start_at).total_seconds()),
        "back": back,
        "charged": [one for uid in (entry.uid, back.uid if back else "") for one in costs.get(uid, ())],
        "form": ReversalForm(auto_id=f"back_{entry.pk}_%s") if may else None,
        "href": reverse("desk:ticket_hours_reversal", args=[ticket.key, entry.uid]),
    }
