"""Announcing maintenance, one window or those of a rule: written once, in the ledger too, and told to the customer."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Membership, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.actions import append
from gwarant.monitoring.maintenance.letters import announced
from gwarant.monitoring.maintenance.meaning import row_of
from gwarant.monitoring.maintenance.models import Maintenance
from gwarant.notify.actions import tell
from gwarant.sla.calendar.monthly import recurring
from gwarant.texts import words_of

MOST = 60  # windows of one announcement
LONGEST, FURTHEST = timedelta(days=14), timedelta(days=400)
Window = tuple[datetime, datetime]


class NotAnnounced(ValueError):
    """Why not, by a code: `over`, `backwards`, `long`, `far`, `many`, `none`."""


def planned(
    service: Service, windows: Iterable[Window], *, text: str = "", is_emergency: bool = False, by: User, now: datetime
) -> list[Maintenance]:
    """What would be announced, not saved. Raises NotAnnounced."""
    found = sorted(windows)
    if not found:
        raise NotAnnounced("none")
    if len(found) > MOST:
        raise NotAnnounced("many")
    for start, end in found:
        if end <= start:
            raise NotAnnounced("backwards")
        if end <= now or start < now - timedelta(minutes=1):
            raise NotAnnounced("over")  # what began before it was announced is a correction
        if end - start > LONGEST:
            raise NotAnnounced("long")
        if start > now + FURTHEST:
            raise NotAnnounced("far")
    return [
        Maintenance(
            customer=service.customer,
            service=service,
            start_at=max(start, now),
            end_at=end,
            announced_at=now,
            announced_by=by,
            is_emergency=is_emergency,
            text=words_of(text),
        )
        for start, end in found
    ]


def announce(planned: Sequence[Maintenance], *, now: datetime) -> list[Maintenance]:
    """Write the windows down as evidence and tell everybody of the customer, in one transaction."""
    with transaction.atomic():
        for one in planned:
            one.save(force_insert=True)
            append(row_of(one, one.uid), customer=one.customer, text=one.text, now=now)
        first = planned[0]
        with scoped(ENGINE):
            active = Membership.objects.active().filter(customer=first.customer).select_related("user")
            people = [one.user for one in active]
        tell(people, announced(planned), key=f"maintenance:{first.uid}", customer=first.customer, now=now)
    return list(planned)


def windows_by(rule: str, zone: str, first: date, last: date) -> list[Window]:
    """The windows of a rule such as "Sun 01:00-05:00" or "last Sun 02:00-06:00", from one day to another of the zone.

    Raises CalendarError where the rule is none.
    """
    around = ZoneInfo(zone)
    start = datetime.combine(first, time.min, around)
    end = datetime.combine(last + timedelta(days=1), time.min, around)
    spans = recurring(rule, zone).spans(int(start.timestamp()), int(end.timestamp()))
    return list(_moments(spans))


def _moments(spans: Iterable[tuple[int, int]]) -> Iterator[Window]:
    for start, end in spans:
        yield datetime.fromtimestamp(start, ZoneInfo("UTC")), datetime.fromtimestamp(end, ZoneInfo("UTC"))
