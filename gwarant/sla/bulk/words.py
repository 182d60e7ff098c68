"""What an event is, as one number: kind, role, automatic or not, from monitoring or not.

Every question that the fold asks of a single event is asked here once for each such number, of a sample event,
and looked up for millions: the rule itself stands in the fold alone.
"""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.clocks.pauses import closes, opens
from gwarant.sla.clocks.ticket import MONITORING, RANK, may_start, occurrences
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Moment, Pause, Response
from gwarant.sla.evidence.columns import Rows
from gwarant.sla.evidence.layout import AUTOMATIC, KINDS, ROLES, Names
from gwarant.sla.evidence.model import Kind, TicketEvent

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_RANKS = np.array([RANK.get(kind, 2) for kind in KINDS])
_OTHER = "\n"  # a reason that no pause has


def rank_of(kinds: NDArray[np.uint8]) -> Ints:
    """The place of each kind among events of one second."""
    return _RANKS[kinds]


def code_of(rows: Rows, names: Names) -> Ints:
    """The number of each row's word."""
    is_monitoring = rows["channel"] == names.channels.get(MONITORING, -1)
    is_automatic = rows["flags"] & AUTOMATIC != 0
    found: Ints = ((rows["kind"].astype(np.int64) * len(ROLES) + rows["by"]) * 2 + is_automatic) * 2 + is_monitoring
    return found


def kinds_where(*kinds: Kind) -> Flags:
    """By the number of a kind, whether it is one of these."""
    return np.array([kind in kinds for kind in KINDS])


@cache
def moments_where(moment: Moment, response_by: tuple[Response, ...], auto_reply_counts: bool = False) -> Flags:
    """By the number of a word, whether such an event is the moment."""
    return answers(lambda event: bool(occurrences(moment, [event], response_by, auto_reply_counts)))


def opening_where(pause: Pause, codes: Ints, reasons: Ints, names: Names) -> Flags:
    """Which events open the pause, unless it is open."""
    return _by_reason(_opening(pause), pause, codes, reasons, names)


def closing_where(pause: Pause, codes: Ints, reasons: Ints, names: Names) -> Flags:
    """Which events close the pause, if it is open."""
    return _by_reason(_closing(pause), pause, codes, reasons, names)


def starting_where(contract: Contract, codes: Ints, channels: Ints, names: Names) -> Flags:
    """Which events may start a clock."""
    tables = [answers(lambda event: may_start(event, contract), channel=name) for name in names.channels.names]
    tables += [np.zeros_like(tables[0])]  # for names beyond what fits; their tickets are read again anyway
    which = np.minimum(channels, len(tables) - 1)
    found: Flags = np.stack(tables)[which, codes]
    return found


def answers(test: Callable[[TicketEvent], bool], reason: str = "", channel: str = "") -> Flags:
    """The answers of the test to every word; a channel stands in place of that of words not from monitoring."""
    return np.array([test(event) for event in _samples(reason, channel)])


def _by_reason(tables: Flags, pause: Pause, codes: Ints, reasons: Ints, names: Names) -> Flags:
    which = np.full(256, 2)
    which[0], which[names.reasons.get(pause.id, 255)] = 0, 1
    found: Flags = tables[which[reasons], codes]
    return found


@cache
def _opening(pause: Pause) -> Flags:
    """For no reason, the pause's own and any other, whether a word opens it."""
    return np.stack([answers(lambda event: opens(pause, event, (event,)), one) for one in ("", pause.id, _OTHER)])


@cache
def _closing(pause: Pause) -> Flags:
    return np.stack([answers(lambda event: closes(pause, event), one) for one in ("", pause.id, _OTHER)])


@cache
def _samples(reason: str, channel: str) -> tuple[TicketEvent, ...]:
    words = product(KINDS, ROLES, (False, True), (channel, MONITORING))
    return tuple(
        TicketEvent(id="", at=0, received=0, ticket="", kind=kind, by=by, automatic=sent, channel=way, reason=reason)
        for kind, by, sent, way in words
    )
