"""Calls that fall due: each by itself, or in a storm together, so that nobody is called thirty times at once."""

from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.models import Outage
from gwarant.monitoring.outages.rules import rule_of
from gwarant.monitoring.outages.waking import wake, whom
from gwarant.notify.actions import tell
from gwarant.tickets.recording import holding
from gwarant.tickets.standing import standing_of

AT_ONCE = 200  # outages that are told together


def call_next(outage_pk: int, *, now: datetime) -> bool:
    """Call whoever is next about an outage that nobody has taken."""
    with transaction.atomic():
        found = Outage.objects.open().select_for_update(of=("self",)).select_related("ticket", "service")
        outage = found.filter(pk=outage_pk).first()
        if outage is None:
            Outage.objects.filter(pk=outage_pk).update(wakes_at=None)
            return False
        with holding(outage.ticket) as own:
            outage.ticket = own.ticket
            before = outage.steps
            wake(outage, standing_of(own, now), rule_of(outage.service, now).contract, now)
        outage.save()
        return outage.steps > before


def call_together(now: datetime) -> int:
    """Call everybody who is next about all that is due, each person once; of how many outages."""
    with transaction.atomic():
        due = Outage.objects.open().to_wake(now).select_for_update(of=("self",), skip_locked=True)
        outages = list(due.select_related("ticket", "service__customer")[:AT_ONCE])
        calls: dict[User, list[Outage]] = {}
        for outage in outages:
            with holding(outage.ticket) as own:
                outage.ticket = own.ticket
                contract = rule_of(outage.service, now).contract
                for person in whom(outage, standing_of(own, now), contract, now):
                    calls.setdefault(person, []).append(outage)
            outage.save()
        for person, about in calls.items():
            key = f"outages:{about[0].pk}:{about[0].steps}:{now.isoformat()}"
            tell([person], letters.calls_together(about), key=key, customer=None, now=now)
        return len(outages)
