"""Addresses that take no mail: which they are, and that one works again."""

from collections.abc import Iterable
from datetime import datetime

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.models import DeadAddress


def dead(addresses: Iterable[str]) -> dict[str, DeadAddress]:
    """Those of the addresses to which no mail goes now, in small letters."""
    wanted = {one.lower() for one in addresses}
    with scoped(ENGINE):
        found = DeadAddress.objects.filter(address__in=wanted, ended_at=None) if wanted else []
        return {one.address: one for one in found}


def works_again(address: str, *, by: User | None, now: datetime) -> bool:
    """Mail goes there again, on somebody's word, or because whoever reads there has just shown it; False: it did."""
    with scoped(ENGINE):
        own = DeadAddress.objects.filter(address=address.lower(), ended_at=None)
        return bool(own.update(ended_at=now, ended_by=by))
