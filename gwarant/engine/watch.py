"""What wakes an idle engine: one question for all its lanes, in place of all those that they would ask twice a second.

What is told here is worked on within half a second. A lane that nothing wakes looks by itself after `loop.LONGEST` for
what falls due by something that no index tells, and after `loop.RARELY` for all: a sweep of which this tells too little
is late and not lost.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import count

from django.db import connection, connections

from gwarant.database.backend.base import prepared
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.bell import Bell
from gwarant.engine.clock import clock
from gwarant.engine.lost import Outage
from gwarant.engine.sealing import GATHERED
from gwarant.engine.stop import Stop
from gwarant.notify.media import sending

EVERY = 0.5  # seconds
KEPT = 600  # rounds for which the connection is kept
_GATHERED = f"interval '{GATHERED.total_seconds()} s'"
_OLDEST = "SELECT r.{2} FROM (SELECT row_id FROM {0} ORDER BY row_id LIMIT 1) w JOIN {1} r ON r.id = w.row_id"


def _first(table: str, column: str, where: str = "") -> str:
    """The earliest moment of a column, by the index that is kept for it."""
    return f"SELECT {column} FROM {table} WHERE {where or f'{column} IS NOT NULL'} ORDER BY {column} LIMIT 1"


DUE: tuple[tuple[str, str], ...] = (  # a sweep, and the moment from which it has something to do
    ("clocks", _first("tickets_ticketclock", "acts_at")),
    ("closings", _first("tickets_ticket", "closes_at", "status = 'resolved'")),
    ("certificates", _first("monitoring_shown", "warns_at")),
    ("beats", _first("monitoring_pingaddress", "due_at")),
    ("outages", _first("monitoring_watch", "due_at")),
    ("calls", _first("monitoring_outage", "wakes_at")),
    ("calls", _first("monitoring_trouble", "wakes_at")),
    ("mail_in", _first("intake_rawmail", "due_at")),
    ("mail_in_large", _first("intake_rawmail", "due_at")),
    ("months", _first("reports_running", "due_at")),
    ("sealing", _OLDEST.format("ledger_unsealed", "ledger_row", f"received_at + {_GATHERED}")),
    ("sealing", _OLDEST.format("ledger_houseunsealed", "ledger_houserow", f"at + {_GATHERED}")),
    *(
        (name, _first("notify_delivery", "due_at", f"medium = '{one.name}' AND state = 'queued'"))
        for name, one in sending().items()
    ),
)
_MOMENTS = tuple(dict.fromkeys(moment for _sweep, moment in DUE))
_ASKED = f"SELECT {', '.join(f'({moment})' for moment in _MOMENTS)}"


def told() -> frozenset[str]:
    """The sweeps whose bell is rung whenever they have something to do."""
    return frozenset(sweep for sweep, _moment in DUE)


def run(bells: Mapping[tuple[str, ...], Bell], stop: Stop) -> None:
    """Ring the bell of each lane, given by its sweeps, that has something to do, until stopped."""
    outage = Outage()
    with scoped(ENGINE):
        for number in count():
            if stop.wait(outage.pause or EVERY):
                break
            if number % KEPT == 0:
                connections.close_all()
            try:
                ring(bells, due(clock()))
                outage.over()
            except Exception as error:
                outage.lasts(error, clock())
                connections.close_all()
        connections.close_all()


def ring(bells: Mapping[tuple[str, ...], Bell], sweeps: Collection[str]) -> None:
    """Wake the lanes of these sweeps."""
    for lane, bell in bells.items():
        if any(one in sweeps for one in lane):
            bell.ring()


def due(now: datetime) -> set[str]:
    """The sweeps of which the database says that they have something to do."""
    with prepared(connection), connection.cursor() as cursor:
        cursor.execute(_ASKED)
        moments = dict(zip(_MOMENTS, cursor.fetchone(), strict=True))
    return {sweep for sweep, asked in DUE if (at := moments[asked]) is not None and at <= now}
