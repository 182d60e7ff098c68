"""Calls that fall due: each by itself, or in a storm together, so that nobody is called thirty times at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gwarant.accounts.models import User
from gwarant.monitoring.beats.models import Trouble
from gwarant.monitoring.outages import letters
from gwarant.monitoring.outages.models import Outage
from gwarant.monitoring.outages.rules import rule_of
from gwarant.monitoring.outages.waking import AGAIN, TOGETHER, Matter, latest, wake, whom
from gwarant.notify.actions import tell
from gwarant.tickets.recording import holding
from gwarant.tickets.standing import standing_of

AT_ONCE = 200  # that are told together
KINDS: tuple[type[Outage] | type[Trouble], ...] = (Outage, Trouble)  # of what is called about


def call_next(kind: type[Outage] | type[Trouble], pk: int, *, now: datetime) -> bool:
    """Call whoever is next about an outage, or about what tells of itself, that nobody has taken."""
    with transaction.atomic():
        matter: Matter | None = kind.objects.open().whole().select_for_update(of=("self",)).filter(pk=pk).first()
        if matter is None:
            kind.objects.filter(pk=pk).update(wakes_at=None)
            return False
        with holding(matter.ticket) as own:
            matter.ticket = own.ticket
            before = matter.steps
            wake(matter, standing_of(own, now), rule_of(matter.service, now).contract, now)
        matter.save()
        return matter.steps > before


def bring_forward(now: datetime) -> int:
    """Bring calls forward that were set while the clock was ahead, and would come as much too late; how many."""
    with transaction.atomic():
        found = 0
        for kind in KINDS:
            own = kind.objects.open().whole().filter(_may_be_ahead(now), wakes_at__isnull=False)
            matters: list[Matter] = [*own.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]]
            for matter in matters:
                was = matter.wakes_at
                last = latest(matter, rule_of(matter.service, now).contract, now)
                matter.wakes_at = min(was, last) if was else last
                matter.save(update_fields=["wakes_at", "paged_at"])
                found += matter.wakes_at != was
        return found


def _may_be_ahead(now: datetime) -> Q:
    """Of what the next call is further away than usual, or the first one lies ahead; a ladder may have long steps."""
    return Q(paged_at__gt=now) | Q(wakes_at__gt=now + AGAIN) | Q(paged_at=None, wakes_at__gt=now + TOGETHER)


def waiting(now: datetime) -> int:
    """About how many somebody is to be called now."""
    return sum(one.objects.open().to_wake(now).count() for one in KINDS)


def call_together(now: datetime) -> int:
    """Call everybody who is next about all that is due, each person once; about how many."""
    with transaction.atomic():
        matters: list[Matter] = []
        for kind in KINDS:
            due = kind.objects.open().whole().to_wake(now).select_for_update(of=("self",), skip_locked=True)
            matters += due[:AT_ONCE]
        calls: dict[User, list[Matter]] = {}
        for matter in matters:
            with holding(matter.ticket) as own:
                matter.ticket = own.ticket
                contract = rule_of(matter.service, now).contract
                for person in whom(matter, standing_of(own, now), contract, now):
                    calls.setdefault(person, []).append(matter)
            matter.save()
        for person, about in calls.items():
            key = f"outages:{about[0].about}:{about[0].steps}:{now.isoformat()}"
            tell([person], letters.calls_together(about), key=key, customer=None, now=now)
        return len(matters)
