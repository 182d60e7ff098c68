"""Keeping what was typed into a form that came after its session had ended, for a short time and one browser.

Whose it is shows the mark of the browser, often before anybody is signed in: hence the engine's scope.
"""

from datetime import datetime, timedelta

from django.db import transaction

from gwarant.accounts.models import KeptForm, User
from gwarant.database.scope import ENGINE, scoped

GOOD_FOR = timedelta(hours=1)
MOST = 5  # forms of one browser, and of one person whatever the browsers
Fields = list[list[str]]


def keep(browser: str, person: int | None, *, path: str, page: str, fields: Fields, now: datetime) -> KeptForm | None:
    """Keep it; the oldest of the browser and of the person give way, and what is too old. None for one who has left."""
    if person is not None and not User.objects.filter(pk=person, is_active=True).exists():
        return None
    with scoped(ENGINE), transaction.atomic():
        clear_kept(now=now)
        own = KeptForm.objects.filter(browser=browser).order_by("-kept_at", "-pk")
        KeptForm.objects.filter(pk__in=own.values("pk")[MOST - 1 :]).delete()
        if person is not None:
            theirs = KeptForm.objects.filter(person_id=person).order_by("-kept_at", "-pk")
            KeptForm.objects.filter(pk__in=theirs.values("pk")[MOST - 1 :]).delete()
        told = {"path": path[:1000], "page": page[:1000], "fields": fields, "kept_at": now}
        return KeptForm.objects.create(browser=browser, person_id=person, **told)


def kept_by(browser: str, user: User, *, now: datetime) -> list[KeptForm]:
    """What the person typed in this browser, the newest first."""
    return _fresh(browser, user, now)


def kept_by_somebody(browser: str, *, now: datetime) -> list[KeptForm]:
    """What one of several people typed in this browser, and nobody can tell who; the newest first."""
    return _fresh(browser, None, now)


def claim_kept(found: KeptForm, user: User) -> None:
    """The person says that it is theirs, if nobody did before."""
    with scoped(ENGINE):
        KeptForm.objects.filter(pk=found.pk, person=None).update(person=user)


def forget_kept(found: KeptForm) -> None:
    """It was sent, or nobody wants it any more."""
    with scoped(ENGINE):
        KeptForm.objects.filter(pk=found.pk).delete()


def clear_kept(*, now: datetime) -> int:
    """Forget what is older than an hour."""
    with scoped(ENGINE):
        return KeptForm.objects.filter(kept_at__lte=now - GOOD_FOR).delete()[0]


def _fresh(browser: str, person: User | None, now: datetime) -> list[KeptForm]:
    with scoped(ENGINE):
        found = KeptForm.objects.filter(browser=browser, person=person, kept_at__gt=now - GOOD_FOR)
        return list(found.order_by("-kept_at", "-pk"))
