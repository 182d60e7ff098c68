"""Whoever leads the house hears, once for each time, that no mail leaves by an account, and that it does again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from gwarant.accounts.models import StaffRole, User
from gwarant.notify.actions import tell
from gwarant.notify.models import Account
from gwarant.notify.news import About, News
from gwarant.notify.told import Told
from gwarant.notify.words import AccountFails, AccountWorks, CredentialEnds, ends_soon
from gwarant.oauth import warns_at

PATIENCE = timedelta(minutes=5)


def run_once(now: datetime) -> int:
    """Tell of what has begun or ended; how many accounts."""
    begun = [one for one in failing(now) if one.alarmed_at is None]
    over = Account.objects.filter(alarmed_at__isnull=False, failing_since=None)
    told = sum(_alarm(one, now) for one in begun) + sum(_all_clear(one, now) for one in over)
    return told + sum(_ends(one, now) for one in Account.objects.filter(warns_at__lte=now))


def failing(now: datetime) -> Iterator[Account]:
    """Accounts that have not been let in for too long."""
    yield from Account.objects.filter(failing_since__lte=now - PATIENCE).order_by("pk")


def _alarm(account: Account, now: datetime) -> bool:
    told = AccountFails(address=account.address, failure=account.failure, called=account.said)
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, alarmed_at=None).update(alarmed_at=now):
            return False
        _tell(told, f"account:{account.pk}:{now.isoformat()}:fails", now)
    return True


def _all_clear(account: Account, now: datetime) -> bool:
    with transaction.atomic():
        if not Account.objects.filter(pk=account.pk, alarmed_at=account.alarmed_at).update(alarmed_at=None):
            return False
        _tell(AccountWorks(address=account.address), f"account:{account.pk}:{account.alarmed_at}:works", now)
    return True


def _ends(account: Account, now: datetime) -> bool:
    """Its credential ends soon: told thirty days before, seven and one."""
    with transaction.atomic():
        following = warns_at(account.ends_at, now)
        if not Account.objects.filter(pk=account.pk, warns_at=account.warns_at).update(warns_at=following):
            return False
        if account.ends_at is None or account.ends_at <= now:
            return False
        told = CredentialEnds(address=account.address, **ends_soon(account.ends_at, now))
        _tell(told, f"account:{account.pk}:{account.warns_at}:ends", now)
    return True


def _tell(told: Told, key: str, now: datetime) -> None:
    leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
    tell(leaders, News(told=told, kind="mailbox", about=About.HOUSE), key=key, customer=None, now=now)
