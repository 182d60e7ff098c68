"""Holidays as dated data: statutory ones by country and year, and the shoulders that a contract may put around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import holidays as statute

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.errors import CalendarError

HOLIDAYS_VERSION: str = statute.__version__  # type: ignore[attr-defined]


@dataclass(frozen=True, order=True)
class Holiday:
    """A local day on which the calendar is closed, and what it is called."""

    day: date
    name: str = ""


@dataclass(frozen=True)
class Shoulder:
    """How far a holiday reaches beyond its own day, in seconds: before its midnight and after its last one."""

    before: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.before <= 7 * DAY and 0 <= self.after <= 7 * DAY):
            raise CalendarError(f"{self} must lie between no seconds and seven days on either side")


def statutory(country: str, years: int | Iterable[int], subdivision: str | None = None) -> tuple[Holiday, ...]:
    """The public holidays of the years in date order, named in the country's own language where it has one.

    Raises CalendarError for a country or subdivision that the data set does not hold.
    """
    wanted = [years] if isinstance(years, int) else list(years)
    try:
        own = statute.country_holidays(country, subdiv=subdivision).default_language
        found = statute.country_holidays(country, subdiv=subdivision, years=wanted, expand=False, language=own)
    except NotImplementedError as unknown:
        place = f"{country!r}" if subdivision is None else f"{country!r} / {subdivision!r}"
        raise CalendarError(f"no holidays are known for {place}: write a code such as 'PL' ({unknown})") from unknown
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))
