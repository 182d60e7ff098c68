"""A resolved contract: nothing to look up any more, so that the same inputs give the same bytes in ten years."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

from gwarant.sla.calendar import statutory
from gwarant.sla.calendar.zone import offsets_of
from gwarant.sla.contract.model import ClockChange, Contract, Resolution, ZoneTerms
from gwarant.sla.contract.model.hours_of_service import CalendarTerms, FreeDay
from gwarant.sla.contract.parse import canonical
from gwarant.sla.contract.values import LAST_YEAR
from gwarant.sla.counting import CURRENT

OPEN_ENDED_YEARS = 10


def resolve(contract: Contract) -> Contract:
    """The contract with its statutory holidays and the changes of its zones' clocks written out for its period.

    What it was resolved with is not named: the days and moments themselves are what is agreed.
    """
    if contract.resolved.through:
        return contract
    years = _years(contract)
    calendars = {name: _expanded(terms, years) for name, terms in contract.calendars.items()}
    zones = sorted({contract.defaults.timezone, *(row.timezone for row in calendars.values() if row.timezone)})
    written = tuple(_written(name, years) for name in zones)
    resolution = Resolution(through=years[-1], counting=CURRENT, zones=written)
    return replace(contract, calendars=calendars, resolved=resolution)


def fingerprint(contract: Contract) -> str:
    """The SHA-256 of the resolved contract's canonical bytes: what acceptance and signature name."""
    return "sha256:" + hashlib.sha256(canonical(resolve(contract))).hexdigest()


def _years(contract: Contract) -> range:
    start = contract.effective.from_ or date(2000, 1, 1)
    last = contract.effective.to.year if contract.effective.to else start.year + OPEN_ENDED_YEARS
    return range(start.year - 1, min(last + 1, LAST_YEAR) + 1)


def _written(name: str, years: range) -> ZoneTerms:
    """The zone's clock over the years."""
    since, until = (datetime(year, 1, 1, tzinfo=UTC) for year in (years[0], years[-1] + 1))
    (_, first), *later = offsets_of(name, int(since.timestamp()), int(until.timestamp())).offsets
    changes = tuple(ClockChange(at=_iso(datetime.fromtimestamp(at, UTC)), offset=offset) for at, offset in later)
    return ZoneTerms(id=name, from_=_iso(since), to=_iso(until), offset=first, changes=changes)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _expanded(terms: CalendarTerms, years: range) -> CalendarTerms:
    if terms.holidays == "none":
        return terms
    own = {row.day: row for row in terms.free_days}
    legal = {row.day: FreeDay(day=row.day, name=row.name) for row in statutory(terms.holidays, years)}
    days = {**legal, **own}
    return replace(terms, free_days=tuple(days[day] for day in sorted(days)))
