"""How often invitations are mailed: a growing pause before the next to an address, so many an hour of an inviter."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gwarant.accounts.actions.guessing import COUNTED_FOR, key_of
from gwarant.accounts.models import Attempt, User
from gwarant.customers.models import Customer, Invitation
from gwarant.customers.refusals import TooSoon
from gwarant.database.scope import ENGINE, scoped

TO, OF = "invited", "inviter"  # what is counted: mails to an address, mails of an inviter
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 20, 60, 240))  # before the first mail, the second, …
MOST, WITHIN = 30, timedelta(hours=1)


def count_mail(by: User, customer: Customer | None, email: str, now: datetime) -> None:
    """Count one more mail in the caller's transaction; TooSoon with the moment from which it may be sent."""
    with scoped(ENGINE):
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one mail of an inviter after the other
        of, to = key_of(by.email), _key(customer.pk if customer else None, email)
        sent = _times(OF, [of], now - WITHIN).get(of, [])
        if len(sent) >= MOST:
            raise TooSoon(sent[-MOST] + WITHIN, to_one=False)
        again_at = _again_at(_times(TO, [to], now - COUNTED_FOR).get(to, []))
        if again_at and now < again_at:
            raise TooSoon(again_at, to_one=True)
        Attempt.objects.bulk_create([Attempt(what=OF, key=of, at=now), Attempt(what=TO, key=to, at=now)])


def pauses_of(invitations: Sequence[Invitation], now: datetime) -> dict[int, datetime]:
    """From when each can be sent again, by its number; those that can be sent now are not there."""
    keys = {one.pk: _key(one.customer_id, one.email) for one in invitations}
    times = _times(TO, list(keys.values()), now - COUNTED_FOR)
    found = {pk: _again_at(times.get(key, [])) for pk, key in keys.items()}
    return {pk: at for pk, at in found.items() if at and now < at}


def _again_at(sent: list[datetime]) -> datetime | None:
    return sent[-1] + PAUSES[min(len(sent), len(PAUSES) - 1)] if sent else None


def _times(what: str, keys: list[str], since: datetime) -> dict[str, list[datetime]]:
    """When such mails went out, by key, in order."""
    found: dict[str, list[datetime]] = {}
    counted = Attempt.objects.filter(what=what, key__in=keys, at__gt=since).order_by("at")
    for key, at in counted.values_list("key", "at"):
        found.setdefault(key, []).append(at)
    return found


def _key(customer: int | None, email: str) -> str:
    """The house's and each customer's mails to an address are counted apart: nobody learns of another's."""
    return key_of(f"{customer or ''} {email.lower()}")
