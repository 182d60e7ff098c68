"""A server's report that a mail of ours did not arrive: which mail it was, and what follows."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.marks import is_name_of
from gwarant.notify.models import DeadAddress, Delivery
from gwarant.notify.words import tell_of_address

LATEST = 300  # mails to one address among which that is looked for which came back
TOLD = ("failed", "delayed")


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


def came_back(recipient: str, message_id: str) -> Delivery | None:
    """The mail that bore that Message-ID and went to that very address; nobody else can name it."""
    name = message_id.rpartition("@")[0].rpartition(".")[2]
    if not name or not recipient:
        return None
    with scoped(ENGINE):
        sent = Delivery.objects.filter(medium="mail", address__iexact=recipient).select_related("notice")
        latest = sent.order_by("-pk")[:LATEST]
        return next((one for one in latest if is_name_of(one.notice.key, name)), None)


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
