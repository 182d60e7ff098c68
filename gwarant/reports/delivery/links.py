"""Signed links to what was sent, and that it was opened; whoever has the mail may use its link for thirty days."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import F

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.mailed import DAYS, PLACE
from gwarant.reports.delivery.models import Opening, Sending
from gwarant.reports.models import Report

SALT = "gwarant.reports.sent"


def path_of(key: str) -> str:
    """The path of the link to the PDF of a sending, by its key."""
    return f"{PLACE}{signing.dumps(key, salt=SALT)}"


def sent_by(token: str) -> Sending | None:
    """What a link of ours means, in the engine's scope; None where it is too old or its address was taken off."""
    try:
        key = signing.loads(token, salt=SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return None
    found = Sending.objects.select_related("report__contract").filter(key=str(key)).exclude(sha256="").first()
    if found is None or not found.customer.report_addresses.filter(address=found.address, ended_at=None).exists():
        return None
    return found


def seen(report: Report, by: User, *, now: datetime) -> None:
    """The person looks at a report that was sent to them."""
    with scoped(ENGINE):
        own = Sending.objects.filter(report=report, user=by, sent_at__lte=now).order_by("-pk").first()
        if own is not None:
            opened(own, now=now)


def opened(sending: Sending, *, now: datetime) -> None:
    """Count that what was sent was opened once more. In the engine's scope."""
    with transaction.atomic():
        again = Opening.objects.filter(sending=sending)
        if again.update(times=F("times") + 1, last_at=now):
            return
        told = {"customer_id": sending.customer_id, "first_at": now, "last_at": now}
        if not Opening.objects.get_or_create(sending=sending, defaults=told)[1]:
            again.update(times=F("times") + 1, last_at=now)
