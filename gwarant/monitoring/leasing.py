"""Which prober looks at which share of a place's monitors: any number of probers, no monitor twice, none forgotten."""

from collections.abc import Sequence
from math import ceil

from django.db import transaction

from gwarant.monitoring.models import Place, Prober, Share
from gwarant.prober.protocol import Lease

SHARES = 32  # of each place; no more probers than that can work side by side there
HELD = 60_000  # milliseconds for which a share is given; a prober asks every ten seconds


def share_of(monitor: int) -> int:
    """The share in which a monitor lies, for ever."""
    return monitor % SHARES


def lease(prober: Prober, alive: int, now: int) -> tuple[Lease, ...]:
    """Give the prober its part: what it holds goes on, what nobody holds is taken up, what is too much is let go.

    `alive` is how many probers stand at the place, this one among them; `now` in milliseconds.
    """
    part = ceil(SHARES / max(1, alive))
    with transaction.atomic():
        shares = list(Share.objects.select_for_update().filter(place=prober.place_id).order_by("number"))
        mine = [one for one in shares if one.prober_id == prober.pk and one.until > now]
        free = [one for one in shares if one.prober_id is None or one.until <= now]
        for share in mine[part:]:
            share.prober, share.until = None, now
        kept, taken = mine[:part], free[: max(0, part - len(mine))]
        for share in taken:
            _hand(share, prober, now)
        for share in kept + taken:
            share.until = now + HELD
        _save([*mine, *taken])
    return tuple(Lease(one.number, one.token, one.until) for one in kept + taken)


def open_shares(place: Place) -> None:
    """The shares of a new place."""
    Share.objects.bulk_create([Share(place=place, number=number) for number in range(SHARES)])


def _hand(share: Share, prober: Prober, now: int) -> None:
    if share.prober_id != prober.pk:  # who took no one's place in the meantime goes on under its token
        share.prober, share.token, share.given_at = prober, share.token + 1, now


def _save(shares: Sequence[Share]) -> None:
    Share.objects.bulk_update(shares, ["prober", "token", "given_at", "until"])
