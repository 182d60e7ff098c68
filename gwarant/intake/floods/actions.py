"""What people say about a flood: let it through, or lay it aside, all of it at once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.intake.booked import RELATED, book_mails
from gwarant.intake.floods.buckets import fill
from gwarant.intake.floods.models import Ending, Flood
from gwarant.intake.models import Outcome, RawMail, RawMailQuerySet


class Ended(Exception):
    """Somebody has said already what becomes of the flood; `str()` says who."""

    def __init__(self, flood: Flood) -> None:
        who = flood.ended_by.name if flood.ended_by else _("Nobody")
        super().__init__(_("%(who)s has decided about this flood already.") % {"who": who})


def release(flood: Flood, *, by: User, now: datetime) -> int:
    """Have each message that is kept back handled like any other; how many. Their sender begins with a full bucket."""
    with transaction.atomic():
        own = _ended(flood, Ending.RELEASED, by, now)
        fill(own.kind, own.name)
        again = {"due_at": now, "turn_at": now, "handled_at": None, "tries": 0}
        return _become(own, now, outcome=Outcome.WAITING, **again)


def lay_aside_flood(flood: Flood, *, is_spam: bool, by: User, now: datetime) -> int:
    """Nothing becomes of them; they stay on the record. How many."""
    ending, outcome = (Ending.SPAM, Outcome.SPAM) if is_spam else (Ending.REFUSED, Outcome.REFUSED)
    with transaction.atomic():
        own = _ended(flood, ending, by, now)
        return _become(own, now, outcome=outcome, decided_by=by, decided_at=now)


def end_if_empty(flood: Flood, *, by: User, now: datetime) -> None:
    """The flood is over once each of its messages was decided by itself."""
    if not _kept(flood).exists():
        open_ones = Flood.objects.open().filter(pk=flood.pk)
        open_ones.update(ended_at=now, ended_by=by, ending=Ending.DECIDED)


def _ended(flood: Flood, ending: Ending, by: User, now: datetime) -> Flood:
    related = Flood.objects.select_related("ended_by")
    own = related.select_for_update(of=("self",), no_key=True).get(pk=flood.pk)
    if own.ended_at is not None:
        raise Ended(own)
    own.ended_at, own.ended_by, own.ending = now, by, ending
    own.save(update_fields=["ended_at", "ended_by", "ending"])
    return own


def _become(flood: Flood, now: datetime, **facts: Any) -> int:
    """Change what is kept back, and write each message down as it stands then; how many."""
    kept = list(_kept(flood).values_list("pk", flat=True))
    done = RawMail.objects.filter(pk__in=kept).update(**facts)
    book_mails(RawMail.objects.filter(pk__in=kept).select_related(*RELATED).order_by("pk").iterator(2000), now)
    return done


def _kept(flood: Flood) -> RawMailQuerySet:
    return RawMail.objects.filter(flood=flood, outcome=Outcome.FLOOD)
