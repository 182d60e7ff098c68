"""Why something about a contract was not done."""

from datetime import date, datetime

from gwarant.accounts.models import User
from gwarant.sla.problem import Problem


class Refused(Exception):
    """It cannot be done; nothing was."""


class NumberTaken(Refused):
    """Another contract has this number already."""


class StillUnderWay(Refused):
    """A wording of this contract is being written or waits for an answer; that one comes first."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version} is still under way")
        self.version = version


class NotFit(Refused):
    """The wording has errors or blanks."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class NotTheirs(Refused):
    """Only an administrator of the customer may do this."""


class TooLate(Refused):
    """The day from which the change was to hold has passed."""

    def __init__(self, day: date) -> None:
        super().__init__(f"it was to hold from {day}")
        self.day = day


class Overlaps(Refused):
    """Another wording of the contract holds in that time."""


class Changed(Exception):
    """Somebody acted meanwhile: who and when, as far as it is known."""

    def __init__(self, who: User | None, at: datetime) -> None:
        super().__init__(f"{who} at {at}")
        self.who = who
        self.at = at
