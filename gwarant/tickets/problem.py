"""What can stand in the way of an action on a ticket; each is an ordinary answer, told to the person who tried."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Status, TicketEvent


class TicketProblem(Exception):
    """The action was not done; `str()` says why."""


class MoveNotAllowed(TicketProblem):
    """The ticket stands where this cannot happen."""

    def __init__(self, kind: Kind, status: Status) -> None:
        self.kind, self.status = kind, status
        super().__init__(_refusal(kind, status))


class NotAClass(TicketProblem):
    """The contract knows no such class."""


class NotAPause(TicketProblem):
    """The contract's closed list of pauses does not have it, or what it needs is missing."""


class NotYours(TicketProblem):
    """Only the other side may do it."""


class AlreadyThere(TicketProblem):
    """The ticket stands already where it was to be put."""


class NotCovered(TicketProblem):
    """No contract judges the ticket there."""


class NothingSaid(TicketProblem):
    """There is no word of the customer to go by."""


class Unfit(TicketProblem):
    """It would change nothing as the ticket stands, or mean something else."""


class NotHere(TicketProblem):
    """A file that was sent before is not kept any more; carries its name."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is not here any more. Please choose it again.") % {"name": name})


class TooLate(TicketProblem):
    """The time to do it is over."""


class Changed(TicketProblem):
    """Somebody acted since the form was opened; `since` are the events it had not seen."""

    def __init__(self, since: Sequence[TicketEvent]) -> None:
        self.since = tuple(since)
        super().__init__(_("Somebody else acted on this ticket while you were writing."))


def _refusal(kind: Kind, status: Status) -> str:
    if status is Status.ASIDE:
        return _("This ticket is laid aside as no report. Take it up again first.")
    if status is Status.MERGED:
        return _("This ticket goes on in another one. Write there.")
    if kind is Kind.TAKEN_UP:
        return _("It is not laid aside: there is nothing to take up again.")
    if status is Status.CLOSED:
        return _("This ticket is closed. Reopen it, or report a new one.")
    if status is Status.RESOLVED and kind in (Kind.RESOLVED, Kind.RESTORED, Kind.ASKED, Kind.ACKNOWLEDGED):
        return _("This ticket is resolved and waits for the customer to confirm.")
    if kind in (Kind.ACCEPTED, Kind.REJECTED):
        return _("There is nothing to confirm yet: the ticket is not resolved.")
    if kind is Kind.REOPENED:
        return _("The ticket is open: there is nothing to reopen.")
    return _("This cannot be done with the ticket as it stands.")
