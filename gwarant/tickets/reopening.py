"""Until when a closed ticket can be opened again, as its contract says."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from gwarant.contracts.terms import wording_of
from gwarant.sla.civil import add_period, day_of
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.evidence import stamp
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status
from gwarant.tickets.problem import TooLate
from gwarant.tickets.recording import ENDINGS


def check_in_time(log: Log, at: datetime) -> None:
    """TooLate once the contract's time for it is over."""
    if is_too_late(log, at):
        raise TooLate(_("The time to reopen this ticket is over. Please report a new one and name this number."))


def is_closed_for_good(log: Log, at: datetime) -> bool:
    """Whether it is closed and could not be opened again at that moment."""
    return log.ticket.status == Status.CLOSED and is_too_late(log, at)


def is_too_late(log: Log, at: datetime) -> bool:
    """Whether the contract's time to reopen it was over by then; without a contract it never is."""
    last, version = last_day(log), log.ticket.version
    return last is not None and version is not None and day_of(stamp(at), wording_of(version).defaults.timezone) > last


def last_day(log: Log) -> date | None:
    """The last day on which it can be opened again, in the contract's zone; None where nothing limits it."""
    ended, version = _ended(log), log.ticket.version
    if version is None or ended is None:
        return None
    wording = wording_of(version)
    return add_period(day_of(stamp(ended), wording.defaults.timezone), wording.reopen.within)


def _ended(log: Log) -> datetime | None:
    """When it was over, as the clocks see it: with the repair, not with the confirmation or the silence after it."""
    ended: datetime | None = None
    for event in log.events:
        if event.kind in (Kind.REOPENED, Kind.REJECTED):
            ended = None
        elif event.kind in ENDINGS:
            ended = ended or event.at
    return ended
