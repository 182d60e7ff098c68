"""Messages that wait and go no more: whoever they are for has no place any more, or what they tell is void.

Each keeps why, by a code of `failures.py`. What a person was told in the inbox stands there all the same.
"""

from datetime import datetime

from django.db.models import Q

from gwarant.customers.models import Invitation, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.failures import LEFT, NO_PLACE, REVOKED
from gwarant.notify.models import Delivery, DeliveryState, Notice
from gwarant.notify.news import About

INVITED = "invitation:"  # how the key of an invitation's notice begins; its hash follows


def void(notice: Notice, now: datetime) -> str:
    """Why the notice is told to nobody by now, as a code; empty where it may go. Its person has to be there."""
    if notice.key.startswith(INVITED):
        waiting = Invitation.objects.waiting().filter(token_hash=notice.key.removeprefix(INVITED), expires_at__gt=now)
        return "" if waiting.exists() else REVOKED
    person = notice.user
    if person is None:
        return ""
    if not person.is_active or notice.created_at < person.joined_at:
        return LEFT
    if person.staff_role or notice.customer_id is None:
        return ""
    place = Membership.objects.active().filter(user=person, customer_id=notice.customer_id)
    return "" if place.exists() else NO_PLACE


def withdraw(delivery: Delivery, why: str) -> bool:
    """Have a message that waits go no more; False where it has left or was given up meanwhile.

    The link in a personal one is wiped, as in one that was sent.
    """
    wiped = {"payload": {"subject": delivery.subject}} if delivery.notice.is_personal else {}
    return _withdrawn(Q(pk=delivery.pk), why, **wiped) == 1


def withdraw_about(ref: str, why: str, only: Q | None = None) -> int:
    """Have what waits about a ticket go no more, all of it or some; how many."""
    return _withdrawn(Q(notice__about=About.TICKET.value, notice__ref=ref) & (only or Q()), why)


def put_back(ref: str, why: str, now: datetime) -> int:
    """Send what waited about a ticket and was withdrawn for that reason, because it holds no longer; how many."""
    with scoped(ENGINE):
        own = Delivery.objects.filter(notice__about=About.TICKET.value, notice__ref=ref, failure=why)
        return own.filter(state=DeliveryState.WITHDRAWN).update(state=DeliveryState.QUEUED, due_at=now, failure="")


def _withdrawn(which: Q, why: str, **more: object) -> int:
    with scoped(ENGINE):
        waiting = Delivery.objects.filter(which, state=DeliveryState.QUEUED)
        return waiting.update(state=DeliveryState.WITHDRAWN, due_at=None, failure=why, last_error="", **more)
