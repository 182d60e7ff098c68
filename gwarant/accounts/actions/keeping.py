"""Keeping what was typed into a form that came after its session had ended, for a short time and one browser."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from gwarant.accounts.models import KeptForm, User

GOOD_FOR = timedelta(hours=1)
MOST = 5  # forms of one browser, and of one person whatever the browsers
Fields = list[list[str]]


def keep(browser: str, person: int | None, *, path: str, page: str, fields: Fields, now: datetime) -> KeptForm | None:
    """Keep it; the oldest of the browser and of the person give way, and what is too old. None for one who has left."""
    if person is not None and not User.objects.filter(pk=person, is_active=True).exists():
        return None
    with transaction.atomic():
        clear_kept(now=now)
        own = KeptForm.objects.filter(browser=browser).order_by("-kept_at", "-pk")
        KeptForm.objects.filter(pk__in=own.values("pk")[MOST - 1 :]).delete()
        if person is not None:
            theirs = KeptForm.objects.filter(person_id=person).order_by("-kept_at", "-pk")
            KeptForm.objects.filter(pk__in=theirs.values("pk")[MOST - 1 :]).delete()
        told = {"path": path[:1000], "page": page[:1000], "fields": fields, "kept_at": now}
        return KeptForm.objects.create(browser=browser, person_id=person, **told)


def kept_by(browser: str, user: User, *, now: datetime) -> "QuerySet[KeptForm]":
    """What the person typed in this browser, the newest first."""
    fresh = KeptForm.objects.filter(browser=browser, kept_at__gt=now - GOOD_FOR)
    return fresh.filter(person=user).order_by("-kept_at", "-pk")


def kept_by_somebody(browser: str, *, now: datetime) -> "QuerySet[KeptForm]":
    """What one of several people typed in this browser, and nobody can tell who."""
    fresh = KeptForm.objects.filter(browser=browser, kept_at__gt=now - GOOD_FOR)
    return fresh.filter(person=None).order_by("-kept_at", "-pk")


def clear_kept(*, now: datetime) -> int:
    """Forget what is older than an hour."""
    return KeptForm.objects.filter(kept_at__lte=now - GOOD_FOR).delete()[0]
