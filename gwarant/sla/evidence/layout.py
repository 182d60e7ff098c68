"""How an event of a ticket lies in a column: 22 bytes, its names as small numbers."""

from dataclasses import dataclass, field

import numpy as np
from msgspec import UNSET

from gwarant.sla.evidence.model import Kind, Role, TicketEvent

ZERO = 946_684_800  # 2000-01-01, from where moments are counted, so that they fit in four bytes
MOST = 2**31 - 1
ODD = 255  # the number of all names beyond what fits
KINDS = tuple(Kind)
ROLES = tuple(Role)
AUTOMATIC, STRANGE = 1, 2  # bits of `flags`; strange: a value did not fit, or is rare: the row must be read again

ROW = np.dtype(
    [
        ("ticket", np.int32),
        ("at", np.int32),  # seconds since ZERO
        ("lag", np.int32),  # received so much later
        ("line", np.uint32),
        ("kind", np.uint8),
        ("by", np.uint8),
        ("flags", np.uint8),
        ("class_", np.uint8),
        ("channel", np.uint8),
        ("reason", np.uint8),
        ("contract", np.uint8),
    ]
)

_KIND_OF = {kind: number for number, kind in enumerate(KINDS)}
_ROLE_OF = {role: number for number, role in enumerate(ROLES)}


class Numbers(dict[object, int]):
    """Names numbered as they come, from 0 for none; from ODD on they share its number."""

    def __init__(self) -> None:
        super().__init__({"": 0, UNSET: 0})
        self.names = [""]

    def __missing__(self, name: object) -> int:
        number = min(len(self.names), ODD)
        if number < ODD:
            self.names.append(str(name))
            self[name] = number
        return number


@dataclass
class Names:
    """The names that stand in the columns, by number."""

    classes: Numbers = field(default_factory=Numbers)
    channels: Numbers = field(default_factory=Numbers)
    reasons: Numbers = field(default_factory=Numbers)
    contracts: Numbers = field(default_factory=Numbers)


def record_of_event(line: int, event: TicketEvent, tickets: dict[str, int], names: Names) -> tuple[int, ...]:
    """The event as a ROW."""
    ticket = tickets.setdefault(event.ticket, len(tickets))
    at, lag = event.at - ZERO, event.received - event.at
    coded = (
        *(names.classes[event.class_], names.channels[event.channel], names.reasons[event.reason]),
        names.contracts[event.contract],
    )
    is_part = bool(event.snapshot) or event.seen_from is not None
    is_strange = max(abs(at), abs(lag)) > MOST or ODD in coded or is_part
    flags = AUTOMATIC * event.automatic | STRANGE * is_strange
    at, lag = (min(max(one, -MOST), MOST) for one in (at, lag))
    return ticket, at, lag, line, _KIND_OF[event.kind], _ROLE_OF[event.by], flags, *coded
