"""Looks as rows of evidence: `looks_of` is the one door through which they are read, sealed or not."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256

import numpy as np
from django.db.models import Count, Max, Min, Q, Sum

from gwarant.customers.models import Customer, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.days import IN_TIME, Block, blocks, hot
from gwarant.monitoring.models import DAY, DayOfLooks, Monitor, Place, SeenLook
from gwarant.monitoring.moments import date_of, milliseconds_of, start_of
from gwarant.sla.evidence.model import Looks, SealedLooks
from gwarant.sla.evidence.packed import STATES as PACKED
from gwarant.sla.evidence.packed import pack, unpack
from gwarant.sla.evidence.receipts import had_come
from gwarant.sla.evidence.unpacking import chosen
from gwarant.sla.spans import Span

SOURCE = "gwarant"
STATES = tuple(state.value for state in PACKED)
Counts = tuple[int, ...]
NO_LOOKS: Counts = (0,) * len(STATES)


def looks_of(service: Service, span: Span, came: int | None = None) -> tuple[Looks, ...]:
    """What is known of the service over the span (UTC milliseconds): a row a counting monitor, place and day.

    The same rows, byte for byte, before a day is sealed and afterwards. With `came`, a whole second, only what had come
    before that moment; of days that a former release sealed, which kept no receipts, what had begun.
    """
    monitors = list(Monitor.objects.filter(service=service).values_list("pk", flat=True))
    if not monitors or span[0] >= span[1]:
        return ()
    places = _places()
    rows = [*_sealed(service, monitors, span, places, came), *_unsealed(service, monitors, span, places, came)]
    return tuple(sorted(rows, key=lambda row: (row.start, row.received, row.id)))


def every_look_of(service: Service) -> Iterator[Looks]:
    """All that was ever seen of the service by what counts, a month at a time."""
    own = {"monitor__service": service}
    first = DayOfLooks.objects.filter(**own).aggregate(one=Min("day"))["one"]
    hot = SeenLook.objects.filter(**own).aggregate(one=Min("slot"), last=Max("slot"))
    sealed = DayOfLooks.objects.filter(**own).aggregate(one=Max("day"))["one"]
    begins = [*([start_of(first)] if first else []), *([hot["one"] // DAY * DAY] if hot["one"] else [])]
    ends = [*([start_of(sealed)] if sealed else []), *([hot["last"] + DAY] if hot["last"] else [])]
    if begins:
        for start in range(min(begins), max(ends) + 1, 31 * DAY):
            yield from looks_of(service, (start, start + 31 * DAY))


def evidence_of(block: DayOfLooks) -> SealedLooks:
    """What the ledger says of a sealed block; it needs customer, place, and the monitor with its service."""
    start, sealed = start_of(block.day), milliseconds_of(block.sealed_at)
    return SealedLooks(
        id=sealed_uid(block),
        at=sealed,
        received=sealed,
        start=start,
        end=start + DAY,
        service=block.monitor.service.key,
        monitor=str(block.monitor_id),
        sha256=block.sha256,
        place=block.place.key,
        known=block.known,
        counts=block.counts,
        up=block.up,
        degraded=block.degraded,
        down=block.down,
        unknown=block.unknown,
        receipts="" if block.receipts is None else sha256(bytes(block.receipts)).hexdigest(),
        source=SOURCE,
    )


def uid_of(customer: Customer, monitor: int, place: int, day: int, number: int) -> str:
    """The id of a row of looks, whether they are sealed or not."""
    return f"{customer.key}:l{monitor}.{place}.{date_of(day):%Y%m%d}.{number}"


def sealed_uid(block: DayOfLooks) -> str:
    """The id of the row in which the ledger tells of the block."""
    return uid_of(block.customer, block.monitor_id, block.place_id, start_of(block.day), block.number) + ":sealed"


def looks_until(customer_id: int, services: Collection[str], moments: Collection[int]) -> dict[int, Counts]:
    """How many counting looks of each state there are of the services up to the day of each moment (UTC milliseconds).

    None is ever changed or taken away, and sealing changes no number: as long as they stay, nothing was added.
    """
    own = Monitor.objects.filter(customer=customer_id, service__key__in=services)
    monitors = list(own.values_list("pk", flat=True))
    if not monitors or not moments:
        return dict.fromkeys(moments, NO_LOOKS)
    keys = {(at, state): f"{state}_{at}" for at in moments for state in STATES}
    sums = {key: Sum(state, filter=Q(day__lte=date_of(at))) for (at, state), key in keys.items()}
    ends = {at: (at // DAY + 1) * DAY for at in moments}
    counts = {key: Count("slot", filter=Q(slot__lt=ends[at], state=state)) for (at, state), key in keys.items()}
    sealed = DayOfLooks.objects.filter(monitor__in=monitors, counts=True).aggregate(**sums)
    others = SeenLook.objects.filter(monitor__in=monitors, counts=True).aggregate(**counts)
    return {at: tuple((sealed[keys[at, one]] or 0) + others[keys[at, one]] for one in STATES) for at in moments}


def row_of_block(block: DayOfLooks) -> Looks:
    """A sealed block as a row without names, for whoever reads its looks alone."""
    start = start_of(block.day)
    packed = b64encode(bytes(block.packed)).decode()
    return Looks(id=f"{block.number}", start=start, end=start + DAY, received=start + DAY, service="", packed=packed)


def _places() -> dict[int, str]:
    """The keys of all places: also those where the house's probers stand, which a customer does not see."""
    with scoped(ENGINE):
        return dict(Place.objects.values_list("pk", "key"))


def _sealed(
    service: Service, monitors: Iterable[int], span: Span, places: Mapping[int, str], came: int | None
) -> Iterator[Looks]:
    days = date_of(span[0]), date_of(span[1] - 1)
    found = DayOfLooks.objects.filter(monitor__in=monitors, counts=True, day__range=days)
    columns = ("monitor_id", "place_id", "day", "number", "known", "packed", "receipts")
    for monitor, place, day, number, known, block, receipts in found.values_list(*columns).iterator(500):
        start, packed = start_of(day), bytes(block)
        if came is not None and receipts is not None and came < (start + DAY + IN_TIME if known is None else known):
            packed = _come(packed, bytes(receipts), came)
        if packed:
            uid = uid_of(service.customer, monitor, place, start, number)
            yield _row(uid, service, places[place], start, known, packed)


def _come(packed: bytes, receipts: bytes, came: int) -> bytes:
    """What is packed of the looks that had come before the moment; nothing where none had."""
    looks = unpack(packed)
    own = np.flatnonzero(had_come(receipts, looks.at, came))
    if len(own) in (0, len(looks.slot)):
        return packed if len(own) else b""
    return pack(chosen(looks, own))


def _unsealed(
    service: Service, monitors: Iterable[int], span: Span, places: Mapping[int, str], came: int | None
) -> Iterator[Looks]:
    for looks in hot(monitors, (span[1] - 1) // DAY * DAY + DAY):
        for one in blocks(looks if came is None else looks.chosen(np.flatnonzero(looks.received < came))):
            if one.counts and one.day < span[1] and one.day + DAY > span[0]:
                yield _row_of(one, service, places[one.place])


def _row_of(block: Block, service: Service, place: str) -> Looks:
    """The row of a block that is not sealed."""
    uid = uid_of(service.customer, block.monitor, block.place, block.day, block.number)
    return _row(uid, service, place, block.day, block.known, pack(block.looks))


def _row(uid: str, service: Service, place: str, start: int, known: int | None, packed: bytes) -> Looks:
    return Looks(
        id=uid,
        start=start,
        end=start + DAY,
        received=start + DAY if known is None else known,
        service=service.key,
        packed=b64encode(packed).decode(),
        place=place,
        source=SOURCE,
    )
