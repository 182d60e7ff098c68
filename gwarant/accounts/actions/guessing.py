"""Counting what is guessed at an account: passwords and codes, whoever guesses and from wherever.

Strangers share one budget for each account, and a browser in which the person has signed in before has its own, so
that nobody keeps somebody out by guessing; for codes only one in which the person has finished the second step, so
that whoever reads their mail cannot make such browsers. What was refused is not counted: the window always moves on.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from gwarant.accounts.models import Attempt, User

COUNTED_FOR = timedelta(days=1)
PASSWORD, CODE = "password", "code"


@dataclass(frozen=True)
class Limit:
    """So many guesses within that time."""

    most: int
    within: timedelta


OF_STRANGERS = {PASSWORD: Limit(30, timedelta(hours=1)), CODE: Limit(10, timedelta(hours=1))}
OF_A_KNOWN_BROWSER = Limit(10, timedelta(minutes=15))


def begin_guess(what: str, address: str, *, browser: str = "", now: datetime) -> Attempt | None:
    """Count a guess before it is looked at; None when there were too many. A right one is taken off by `guessed`.

    `address` is whose account it is, known or not; `browser` the mark of one in which they have signed in before,
    for a CODE: with their second step.
    """
    limit = OF_A_KNOWN_BROWSER if browser else OF_STRANGERS[what]
    same = {"what": what, "key": key_of(address), "browser": browser}
    with transaction.atomic():
        attempt = Attempt.objects.create(**same, at=now)
        if Attempt.objects.filter(**same, at__gt=now - limit.within).count() > limit.most:
            attempt.delete()
            return None
        return attempt


def guessed(attempt: Attempt) -> None:
    """It was right: neither it nor what this browser of the person's tried before counts any more."""
    attempt.delete()
    if attempt.browser:
        Attempt.objects.filter(what=attempt.what, key=attempt.key, browser=attempt.browser).delete()


def forgive(user: User, *what: str) -> None:
    """Such guesses at the account count no more: PASSWORD after a link in a mail, which says nothing of a CODE."""
    Attempt.objects.filter(key=key_of(user.email), what__in=what).delete()


def key_of(address: str) -> str:
    """All that is kept of an address."""
    return sha256(address.strip().lower().encode()).hexdigest()


def clear_attempts(*, now: datetime) -> int:
    """Forget what nothing counts any more."""
    return Attempt.objects.filter(at__lte=now - COUNTED_FOR).delete()[0]
