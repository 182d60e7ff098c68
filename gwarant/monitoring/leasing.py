"""Which prober looks at which share of a place's monitors: any number of probers, no monitor twice, none forgotten."""

import json
from collections.abc import Sequence
from math import ceil

from django.conf import settings
from django.db import connection, transaction

from gwarant.monitoring.models import Place, Prober, Share
from gwarant.monitoring.moments import AHEAD
from gwarant.prober.protocol import SHARES, Lease

REMEMBERED = 200  # ends of former leases of a share
COLUMNS = ("prober_id", "token", "ends", "holders", "until", "free")
SAVED = f"""
UPDATE monitoring_share AS s SET {", ".join(f"{one} = n.{one}" for one in COLUMNS)}
FROM jsonb_to_recordset(%s::jsonb) AS n
     (id bigint, prober_id bigint, token bigint, ends bigint[], holders bigint[], until bigint, free bigint)
WHERE s.id = n.id
"""
NOBODY = 0  # in place of a prober's number


def held() -> int:
    """Milliseconds for which a share is given; a prober asks six times in these."""
    return int(settings.ENV.prober_lease) * 1000


def alive() -> int:
    """Milliseconds since a prober last asked after which its part goes to others."""
    return held() * 3 // 4


def share_of(monitor: int) -> int:
    """The share in which a monitor lies, for ever."""
    return monitor % SHARES


def lease(prober: Prober, there: int, now: int, heard: int | None = None) -> tuple[Lease, ...]:
    """Give the prober its part; `there` is how many probers stand at the place, this one among them.

    `heard` is our moment of the last answer that it has and will not forget; None where it does not say that.
    """
    with transaction.atomic():
        shares = list(Share.objects.select_for_update().filter(place=prober.place_id).order_by("number"))
        kept, changed = apportion(shares, prober.pk, there, heard, now)
        _save(changed)
    return tuple(map(told, kept))


def apportion(
    shares: Sequence[Share], prober: int, there: int, heard: int | None, now: int
) -> tuple[list[Share], list[Share]]:
    """What the prober holds goes on, what nobody holds is taken up, what is too much is let go; its part, what changed.

    What claims to be held for longer than is ever given was given while our own clock was ahead, and is free. `now` in
    milliseconds.
    """
    part = ceil(SHARES / max(1, there))
    for share in shares:
        if share.prober_id == prober and _is_known(share, heard, now):
            share.free = 0
    mine = [one for one in shares if one.prober_id == prober and one.until > now]
    own = {one.number for one in mine}
    free = [one for one in shares if one.number not in own and (one.prober_id is None or not _holds(one, now))]
    for share in mine[part:]:
        share.prober_id, share.until = None, now
    kept, taken = mine[:part], free[: max(0, part - len(mine))]
    for share in taken:
        if share.prober_id != prober:  # who took no one's place in the meantime goes on under its token
            _hand(share, prober, now)
    for share in kept + taken:
        share.until = now + held()
    return kept + taken, [*mine, *taken]


def told(share: Share) -> Lease:
    """What the holder hears, as long as it has not said that it has: also since when nobody looked."""
    return Lease(share.number, share.token, share.until, share.free, _given(share))


def end_of(share: Share, prober: int, token: int, now: int) -> int:
    """Until when the lease of that token held (milliseconds): one that still holds until `now`, an unknown one never.

    A prober that was cut off hands over later what it saw before somebody else had its share, whoever has it by then.
    Another prober's lease is as good as none. Of leases from before it was kept whose they were that is not asked.
    """
    behind = share.token - token
    if token < 1 or not 0 <= behind <= len(share.ends) or _holder(share, behind) not in (prober, NOBODY):
        return 0
    if behind == 0:
        return now
    return min(share.ends[-behind], now)


def open_shares(place: Place) -> None:
    """The shares of a new place."""
    Share.objects.bulk_create([Share(place=place, number=number) for number in range(SHARES)])


def _holds(share: Share, now: int) -> bool:
    return now < share.until <= now + held() + AHEAD


def _holder(share: Share, behind: int) -> int:
    """Whose the lease was that is so many behind the present one."""
    return share.holders[-1 - behind] if behind < len(share.holders) else NOBODY


def _given(share: Share) -> int:
    """When its holder got it."""
    return share.ends[-1] if share.ends else 0


def _is_known(share: Share, heard: int | None, now: int) -> bool:
    """Whether its holder knows that it has it: of earlier releases one that has asked again for so long."""
    return now - _given(share) > held() if heard is None else heard >= _given(share)


def _hand(share: Share, prober: int, now: int) -> None:
    """It is another's: who speaks for what lies since the last one who knew that it had it let it go, or lost it."""
    if not share.free:
        share.free = (share.prober_id is None and share.until) or now
    share.free = min(share.free, now)
    share.holders = [*(share.holders or [share.prober_id or NOBODY]), prober][-REMEMBERED - 1 :]
    share.prober_id, share.token, share.ends = prober, share.token + 1, [*share.ends, now][-REMEMBERED:]


def _save(shares: Sequence[Share]) -> None:
    """All of them at once: a prober asks for its part every few seconds, and half of a place's may have changed."""
    rows = [{"id": one.pk, **{name: getattr(one, name) for name in COLUMNS}} for one in shares]
    with connection.cursor() as cursor:
        cursor.execute(SAVED, [json.dumps(rows)])
