"""A server's report that a mail of ours did not arrive: which mail it was, by what proof, and what follows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.mail import Bounce
from gwarant.notify.marks import TRIAL, Borne, is_sealed, number_in
from gwarant.notify.models import DeadAddress, Delivery
from gwarant.notify.words import tell_of_address

TOLD = ("delayed", "failed")
RECENT = timedelta(days=14)  # servers try for five days, few for longer
MOST = 20  # addresses with a seal that are looked up for one report
_EXTENSION = re.compile(r"\+([0-9a-f-]{3,60})@", re.IGNORECASE)


@dataclass(frozen=True)
class Came:
    """How a report came: to which addresses, whether there is no sender to whom it could be answered, and when."""

    to: Sequence[str]
    is_null: bool
    at: datetime


@dataclass(frozen=True)
class Failed:
    """What the report says of one recipient: `failed` or `delayed`, the code (5.1.1), and the server's words."""

    action: str
    code: str
    said: str

    @property
    def is_hard(self) -> bool:
        """Whether no later mail will arrive either."""
        return self.action == "failed" and self.code.startswith("5.")


def came_back(bounces: Iterable[Bounce], came: Came) -> list[tuple[Delivery, Failed]]:
    """The mails of ours that a report is about by proof, each with what it says of it.

    It proves it by the address to which it came, where our mails have one each; where they have none by the head that
    it brings back, if it is about the very address to which the mail went. No report has a sender to answer (RFC 3464).
    """
    told = [(one, Failed(one.action, one.status, one.diagnostic)) for one in bounces]
    if not came.is_null:
        return []
    with scoped(ENGINE):
        own = addressed(came.to)
        if own is not None and told:  # each mail has one recipient; a server behind it may name another
            return [(own, max((said for _, said in told), key=_weight))] if _is_recent(own, came.at) else []
        if is_enveloped():
            return []
        found = [(_returned(one, came.at), said) for one, said in told]
        return [(row, said) for row, said in found if row is not None]


def addressed(addresses: Iterable[str]) -> Delivery | None:
    """The mail whose envelope bore one of the addresses as its sender: nobody can make one up."""
    seals = [seal for one in addresses for seal in _EXTENSION.findall(one[:254]) if number_in(seal) is not None][:MOST]
    rows = {one.pk: one for one in _mails(number_in(seal) or 0 for seal in seals)} if seals else {}
    true = ((rows.get(number_in(seal) or 0), seal) for seal in seals)
    return next((row for row, seal in true if row and is_sealed(seal, row.notice.key, Borne.ENVELOPE)), None)


def is_trial(address: str) -> bool:
    """Whether it is the sender in the envelope of a message that only tries the way out and in."""
    seals = _EXTENSION.findall(address[:254])
    return any(number_in(seal) == 0 and is_sealed(seal, TRIAL, Borne.ENVELOPE) for seal in seals)


def is_enveloped() -> bool:
    """Whether reports come to an address of each mail's own; Graph puts the mailbox's into its place."""
    return bool(settings.ENV.email_bounces) and not settings.ENV.email_url.startswith("graph:")


def note(delivery: Delivery, failed: Failed, *, now: datetime) -> bool:
    """Write down that the mail did not arrive; False where the report says nothing of the kind, or nothing new.

    After a hard failure nothing more goes to its address, and whoever manages the house is told once.
    """
    with scoped(ENGINE), transaction.atomic():
        own = Delivery.objects.select_for_update(no_key=True, of=("self",)).select_related("notice").get(pk=delivery.pk)
        is_known = own.bounced_at is not None and (own.bounce_code.startswith("5.") or not failed.is_hard)
        if failed.action not in TOLD or is_known:
            return False
        own.bounced_at, own.bounce_code, own.bounce_said = now, failed.code[:12], failed.said[:500]
        own.save(update_fields=["bounced_at", "bounce_code", "bounce_said"])
        if failed.is_hard:
            _mark(own, now)
        return True


def _mails(numbers: Iterable[int]) -> Iterable[Delivery]:
    return Delivery.objects.filter(medium="mail", pk__in=set(numbers)).select_related("notice")


def _returned(one: Bounce, at: datetime) -> Delivery | None:
    """The mail whose head the report brings back, if it went to that very address."""
    number = number_in(one.mark)
    row = next(iter(_mails([number])), None) if number is not None else None
    if row is None or not is_sealed(one.mark, row.notice.key, Borne.HEADER):
        return None
    is_about = row.address.lower() in (one.recipient.lower(), one.original.lower())
    return row if is_about and _is_recent(row, at) else None


def _is_recent(row: Delivery, at: datetime) -> bool:
    return at - (row.sent_at or row.created_at) <= RECENT


def _weight(failed: Failed) -> tuple[bool, int]:
    return failed.is_hard, TOLD.index(failed.action) if failed.action in TOLD else -1


def _mark(row: Delivery, now: datetime) -> None:
    """Stop mail to the address, unless somebody said since the mail went that it works."""
    address = row.address.lower()
    sent_at = row.sent_at or row.created_at
    if DeadAddress.objects.filter(address=address, ended_at__gte=sent_at).exists():
        return
    told = {"delivery": row, "code": row.bounce_code, "said": row.bounce_said, "since_at": now}
    found, is_new = DeadAddress.objects.get_or_create(address=address, ended_at=None, defaults=told)
    if is_new:
        tell_of_address(found, now=now)
