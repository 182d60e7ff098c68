"""How far from today a day or a moment that somebody types may lie: what is asked about, and what is refused.

The only place for these bounds: forms, actions, addresses and the command line look here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from gwarant.sla.evidence.value import FIRST_YEAR, LAST_YEAR

FIRST_MOMENT = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)  # the first that no row can hold any more
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 2), date(LAST_YEAR, 12, 30)  # whole in every zone
YEAR = 366


class Standing(StrEnum):
    """What is to be done about a day: nothing, ask, refuse."""

    FINE = "fine"
    PAST = "past"  # asked about
    AHEAD = "ahead"  # asked about
    TOO_OLD = "too_old"  # refused
    TOO_FAR = "too_far"  # refused

    @property
    def is_odd(self) -> bool:
        return self in (Standing.PAST, Standing.AHEAD)

    @property
    def is_absurd(self) -> bool:
        return self in (Standing.TOO_OLD, Standing.TOO_FAR)


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """In days from today: what lies further than `usual_*` is asked about, further than `most_*` refused."""

    usual_past: int
    most_past: int
    usual_ahead: int
    most_ahead: int

    def of(self, day: date, today: date) -> Standing:
        """Where the day stands."""
        lag = today.toordinal() - day.toordinal()
        if lag > self.most_past or day < FIRST_DAY:
            return Standing.TOO_OLD
        if -lag > self.most_ahead or day > LAST_DAY:
            return Standing.TOO_FAR
        if lag > self.usual_past:
            return Standing.PAST
        return Standing.AHEAD if -lag > self.usual_ahead else Standing.FINE

    def oldest(self, today: date) -> date:
        """The oldest day that is not refused."""
        return max(FIRST_DAY, date.fromordinal(max(1, today.toordinal() - self.most_past)))

    def furthest(self, today: date) -> date:
        """The furthest day that is not refused."""
        return min(LAST_DAY, date.fromordinal(min(date.max.toordinal(), today.toordinal() + self.most_ahead)))


WORK = Bounds(usual_past=62, most_past=10 * YEAR, usual_ahead=0, most_ahead=0)  # logged hours
REPORT = Bounds(usual_past=7, most_past=7, usual_ahead=0, most_ahead=0)  # what was reported is written up within days
CALL = Bounds(usual_past=7, most_past=YEAR, usual_ahead=0, most_ahead=0)  # a call that is written down afterwards
CONTRACT = Bounds(usual_past=3 * YEAR, most_past=30 * YEAR, usual_ahead=YEAR, most_ahead=20 * YEAR)  # its first day
CHANGE = Bounds(usual_past=62, most_past=3 * YEAR, usual_ahead=YEAR, most_ahead=10 * YEAR)  # the first day of a wording


def meant(day: date, today: date) -> date | None:
    """The day that was probably meant by one whose year lost or changed its century (0026) or its digits (2062)."""
    years = [today.year - today.year % 100 + day.year % 100]
    if sorted(f"{day.year:04}") == sorted(f"{today.year:04}"):
        years.append(today.year)
    for year in years:
        try:
            found = day.replace(year=year)
        except ValueError:  # 29 February
            continue
        if abs(found - today) <= timedelta(days=YEAR):
            return found
    return None


def is_kept(moment: datetime) -> bool:
    """Whether a row can hold the moment; one that names no zone is taken as UTC."""
    told = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return FIRST_MOMENT <= told.astimezone(UTC) < LAST_MOMENT
    except OverflowError:
        return False
