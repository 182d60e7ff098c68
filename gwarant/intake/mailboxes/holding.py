"""Who reads a mailbox, and how it goes: conditional updates, so that of two engines one has it at a time.

What is written here is written by whoever holds the mailbox; a reader that has lost it is told so and stops.
"""

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce

from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.models import Mailbox

LEASE = timedelta(seconds=90)  # that long an engine that was killed keeps others from it
FIRST, LONGEST = timedelta(seconds=5), timedelta(minutes=1)  # between tries where it may pass by itself
SLOW, SLOWEST = timedelta(minutes=1), timedelta(minutes=15)  # where somebody has to mend it: accounts get locked


class NotOurs(Exception):
    """Somebody has paused, changed or removed the mailbox, or another engine reads it."""


def take(pk: int, who: str, now: datetime) -> Mailbox | None:
    """Have the mailbox for a while; None where somebody else was first."""
    free = Mailbox.objects.free(now).filter(pk=pk)
    if not free.update(held_by=f"{who[:100]} {token_hex(6)}", held_until=now + LEASE):  # each visit by its own name
        return None
    return Mailbox.objects.get(pk=pk)


def hold(box: Mailbox, now: datetime, **state: Any) -> None:
    """Keep it for longer and note the state; NotOurs where it is ours no more."""
    ours = Mailbox.objects.filter(pk=box.pk, held_by=box.held_by, is_active=True, changed_at=box.changed_at)
    if not ours.filter(held_until__isnull=False).update(held_until=now + LEASE, **state):
        raise NotOurs
    for name, value in state.items():
        setattr(box, name, value)


def went_well(box: Mailbox, now: datetime) -> None:
    """All that there was has been read."""
    hold(box, now, success_at=now, failing_since=None, failure="", said="", tries=0)


def went_wrong(box: Mailbox, failed: ReadingFailed, now: datetime) -> None:
    """Note why, give it back, and have it tried again later."""
    ours = Mailbox.objects.filter(pk=box.pk, held_by=box.held_by, changed_at=box.changed_at)
    ours.update(
        failure=failed.code,
        said=failed.said,
        failing_since=Coalesce("failing_since", Value(now)),
        tries=min(box.tries + 1, 1000),
        due_at=now + pause(box.tries, is_passing=failed.is_passing),
        held_until=None,
    )


def give_back(box: Mailbox, now: datetime) -> None:
    """Leave it to whoever comes next, at once."""
    Mailbox.objects.filter(pk=box.pk, held_by=box.held_by).update(held_until=None, due_at=now)


def pause(tries: int, *, is_passing: bool) -> timedelta:
    """How long to wait after so many failures before this one."""
    first, longest = (FIRST, LONGEST) if is_passing else (SLOW, SLOWEST)
    return min(first * (1 << min(tries, 10)), longest)
