"""Looks whose state is another than the one before: what was said there is kept, because no block holds it."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from gwarant.monitoring.models import Standing, Turn
from gwarant.prober.protocol import STATES, Batch


def keep_turns(
    place: int, batch: Batch, rows: NDArray[np.void], numbers: NDArray[np.intp], whose: Mapping[int, int]
) -> None:
    """Keep the turns among these rows of a batch; `whose` gives each monitor's customer. Before it stands otherwise."""
    order = numbers[np.lexsort((rows["slot"][numbers], rows["target"][numbers]))]
    stands = Standing.objects.filter(place=place, monitor__in=np.unique(rows["target"][order]).tolist())
    before = {monitor: (slot, state) for monitor, slot, state in stands.values_list("monitor_id", "slot", "state")}
    said = {one.row: one.said for one in batch.seen}
    turned = [_turn(place, batch, rows[one], said.get(one, ""), whose) for one in _turned(rows, order, said, before)]
    if turned:
        Turn.objects.bulk_create(turned, ignore_conflicts=True)


def _turned(
    rows: NDArray[np.void],
    order: NDArray[np.intp],
    said: Mapping[int, str],
    before: Mapping[int, tuple[int, str]],
) -> Iterator[int]:
    """Of a look that comes late nobody knows what was before it: it is one where something was said."""
    targets, slots, states = (rows[name][order].tolist() for name in ("target", "slot", "state"))
    last: tuple[int, str] | None = None
    for number, monitor, slot, place in zip(order.tolist(), targets, slots, states, strict=True):
        state = STATES[place].value
        if last is None or last[0] != monitor:
            stood = before.get(monitor)
            is_turn = bool(said.get(number)) if stood and stood[0] >= slot else stood is None or stood[1] != state
        else:
            is_turn = last[1] != state
        last = monitor, state
        if is_turn:
            yield number


def _turn(place: int, batch: Batch, row: np.void, said: str, whose: Mapping[int, int]) -> Turn:
    monitor = int(row["target"])
    return Turn(
        monitor_id=monitor,
        place_id=place,
        customer_id=whose[monitor],
        slot=int(row["slot"]),
        state=STATES[row["state"]].value,
        code=batch.texts[row["code"]][:20],
        said=said,
        address=batch.texts[row["address"]][:45],
        certificate=batch.texts[row["certificate"]],
    )
