"""Looks whose state is another than the one before: what was said there is kept, because no block holds it."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from gwarant.monitoring.models import Turn
from gwarant.monitoring.storing import Stood
from gwarant.prober.protocol import STATES, Batch


def keep_turns(
    place: int, batch: Batch, rows: NDArray[np.void], numbers: NDArray[np.intp], before: Mapping[int, Stood]
) -> None:
    """Keep the turns among these rows of a batch, by how each of their monitors stood before."""
    order = numbers[np.lexsort((rows["slot"][numbers], rows["target"][numbers]))]
    said = {one.row: one.said for one in batch.seen}
    turned = [_turn(place, batch, rows[one], said.get(one, ""), before) for one in _turned(rows, order, said, before)]
    if turned:
        Turn.objects.bulk_create(turned, ignore_conflicts=True)


def _turned(
    rows: NDArray[np.void],
    order: NDArray[np.intp],
    said: Mapping[int, str],
    before: Mapping[int, Stood],
) -> Iterator[int]:
    """Of a look that comes late nobody knows what was before it: it is one where something was said."""
    targets, slots, states = (rows[name][order].tolist() for name in ("target", "slot", "state"))
    last: tuple[int, str] | None = None
    for number, monitor, slot, place in zip(order.tolist(), targets, slots, states, strict=True):
        state = STATES[place].value
        if last is None or last[0] != monitor:
            stood = before[monitor]
            is_late = stood.slot is not None and stood.slot >= slot
            is_turn = bool(said.get(number)) if is_late else stood.state != state
        else:
            is_turn = last[1] != state
        last = monitor, state
        if is_turn:
            yield number


def _turn(place: int, batch: Batch, row: np.void, said: str, before: Mapping[int, Stood]) -> Turn:
    monitor = int(row["target"])
    return Turn(
        monitor_id=monitor,
        place_id=place,
        customer_id=before[monitor].customer,
        slot=int(row["slot"]),
        state=STATES[row["state"]].value,
        code=batch.texts[row["code"]][:20],
        said=said,
        address=batch.texts[row["address"]][:45],
        certificate=batch.texts[row["certificate"]],
    )
