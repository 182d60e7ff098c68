"""The dated parts of a calendar that override its week."""

from dataclasses import dataclass
from datetime import date

from gwarant.sla.calendar.errors import CalendarError
from gwarant.sla.calendar.week import Week, Windows, tidy, windows_of


@dataclass(frozen=True)
class DatedHours:
    """The windows that replace one whole local day, holidays included; none closes it."""

    day: date
    windows: Windows = ()
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows", tidy(self.windows))

    @classmethod
    def parse(cls, day: date, hours: str, name: str = "") -> "DatedHours":
        """Reads "10:00-14:00, 15:00-16:00" or "closed"."""
        return cls(day, () if hours.strip() in ("", "closed") else windows_of(hours), name)


@dataclass(frozen=True)
class Season:
    """A stretch of local days, `until` exclusive, in which another week holds."""

    first: date
    until: date
    week: Week
    name: str = ""

    def __post_init__(self) -> None:
        if self.first >= self.until:
            raise CalendarError(f"the season from {self.first} ends on {self.until}: it must end on a later day")
