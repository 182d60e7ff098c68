"""Owners and managers hear, once for each time, that a mailbox cannot be read, and that it can again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from gwarant.accounts.models import StaffRole, User
from gwarant.intake.mailboxes.letters import MailboxFails, MailboxWorks
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.notify.told import Told
from gwarant.notify.words import CredentialEnds, ends_soon
from gwarant.oauth import warns_at

PATIENCE = timedelta(minutes=5)


def run_once(now: datetime) -> int:
    """Tell of what has begun or ended; how many mailboxes."""
    begun = Mailbox.objects.silent(now - PATIENCE).filter(alarmed_at=None)
    over = Mailbox.objects.filter(alarmed_at__isnull=False, success_at__gt=F("alarmed_at"))
    ends = Mailbox.objects.filter(warns_at__lte=now, is_active=True)
    told = sum(_alarm(box, now) for box in begun) + sum(_all_clear(box, now) for box in over)
    return told + sum(_ends(box, now) for box in ends)


def failing(now: datetime) -> Iterator[Mailbox]:
    """Mailboxes that should be read and have not been for too long."""
    yield from Mailbox.objects.silent(now - PATIENCE)


def why(box: Mailbox) -> str:
    """The code of what is wrong with a mailbox from which nothing is read."""
    return box.failure or "not_read"


def _alarm(box: Mailbox, now: datetime) -> bool:
    heard = box.success_at or box.changed_at
    told = MailboxFails(
        name=box.name,
        address=box.address,
        failure=why(box),
        called=box.said,
        minutes=int((now - heard).total_seconds() // 60),
    )
    with transaction.atomic():
        if not Mailbox.objects.filter(pk=box.pk, alarmed_at=None).update(alarmed_at=now):
            return False
        _tell(told, f"mailbox:{box.pk}:{now.isoformat()}:fails", now)
    return True


def _all_clear(box: Mailbox, now: datetime) -> bool:
    with transaction.atomic():
        if not Mailbox.objects.filter(pk=box.pk, alarmed_at=box.alarmed_at).update(alarmed_at=None):
            return False
        _tell(MailboxWorks(name=box.name, address=box.address), f"mailbox:{box.pk}:{box.alarmed_at}:works", now)
    return True


def _ends(box: Mailbox, now: datetime) -> bool:
    """Its credential ends soon: told thirty days before, seven and one; of what has ended the failure is told."""
    with transaction.atomic():
        following = warns_at(box.ends_at, now)
        if not Mailbox.objects.filter(pk=box.pk, warns_at=box.warns_at).update(warns_at=following):
            return False
        if box.ends_at is None or box.ends_at <= now:
            return False
        told = CredentialEnds(address=box.address, path=f"/desk/mail/boxes/{box.pk}", **ends_soon(box.ends_at, now))
        _tell(told, f"mailbox:{box.pk}:{box.warns_at}:ends", now)
    return True


def _tell(told: Told, key: str, now: datetime) -> None:
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    tell(leaders, News(told=told, kind="mailbox", about=About.HOUSE), key=key, customer=None, now=now)
