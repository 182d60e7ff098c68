"""Which prober looks at which share of a place's monitors: any number of probers, no monitor twice, none forgotten."""

from collections.abc import Sequence
from math import ceil

from django.conf import settings
from django.db import transaction

from gwarant.monitoring.models import Place, Prober, Share
from gwarant.monitoring.moments import AHEAD
from gwarant.prober.protocol import SHARES, Lease

REMEMBERED = 200  # ends of former leases of a share


def held() -> int:
    """Milliseconds for which a share is given; a prober asks six times in these."""
    return int(settings.ENV.prober_lease) * 1000


def alive() -> int:
    """Milliseconds since a prober last asked after which its part goes to others."""
    return held() * 3 // 4


def share_of(monitor: int) -> int:
    """The share in which a monitor lies, for ever."""
    return monitor % SHARES


def lease(prober: Prober, there: int, now: int) -> tuple[Lease, ...]:
    """Give the prober its part: what it holds goes on, what nobody holds is taken up, what is too much is let go.

    What claims to be held for longer than is ever given was given while our own clock was ahead, and is free.
    `there` is how many probers stand at the place, this one among them; `now` in milliseconds.
    """
    part = ceil(SHARES / max(1, there))
    with transaction.atomic():
        shares = list(Share.objects.select_for_update().filter(place=prober.place_id).order_by("number"))
        mine = [one for one in shares if one.prober_id == prober.pk and one.until > now]
        free = [one for one in shares if one not in mine and (one.prober_id is None or not _holds(one, now))]
        for share in mine[part:]:
            share.prober, share.until = None, now
        kept, taken = mine[:part], free[: max(0, part - len(mine))]
        for share in taken:
            share.free = share.until if share.prober_id is None else 0
            _hand(share, prober, now)
        for share in kept + taken:
            share.until = now + held()
        _save([*mine, *taken])
    return tuple(_told(one, now) for one in kept + taken)


def _told(share: Share, now: int) -> Lease:
    """What the holder hears: for a lease's length also since when nobody had the share, as an answer may be lost."""
    given = share.ends[-1] if share.ends else 0
    return Lease(share.number, share.token, share.until, share.free if now - given <= held() else 0, given)


def end_of(share: Share, token: int, now: int) -> int:
    """Until when the lease of that token held (milliseconds): one that still holds until `now`, an unknown one never.

    A prober that was cut off hands over later what it saw before somebody else had its share, whoever has it by then.
    """
    behind = share.token - token
    if behind == 0:
        return now
    return min(share.ends[-behind], now) if 0 < behind <= len(share.ends) else 0


def open_shares(place: Place) -> None:
    """The shares of a new place."""
    Share.objects.bulk_create([Share(place=place, number=number) for number in range(SHARES)])


def _holds(share: Share, now: int) -> bool:
    return now < share.until <= now + held() + AHEAD


def _hand(share: Share, prober: Prober, now: int) -> None:
    if share.prober_id != prober.pk:  # who took no one's place in the meantime goes on under its token
        share.prober, share.token, share.ends = prober, share.token + 1, [*share.ends, now][-REMEMBERED:]


def _save(shares: Sequence[Share]) -> None:
    Share.objects.bulk_update(shares, ["prober", "token", "ends", "until", "free"])
