"""A resolved contract: nothing to look up any more, so that the same inputs give the same bytes in ten years."""

import hashlib
from dataclasses import replace
from datetime import date

from gwarant.sla.calendar import HOLIDAYS_VERSION, TZ_VERSION, statutory
from gwarant.sla.contract.model import Contract, Resolution
from gwarant.sla.contract.model.hours_of_service import CalendarTerms, FreeDay
from gwarant.sla.contract.parse import canonical

OPEN_ENDED_YEARS = 10


def resolve(contract: Contract) -> Contract:
    """The contract with its statutory holidays written out for its period and the data versions named."""
    if contract.resolved.through:
        return contract
    years = _years(contract)
    calendars = {name: _expanded(terms, years) for name, terms in contract.calendars.items()}
    resolution = Resolution(holidays=HOLIDAYS_VERSION, tz=TZ_VERSION, through=years[-1])
    return replace(contract, calendars=calendars, resolved=resolution)


def fingerprint(contract: Contract) -> str:
    """The SHA-256 of the resolved contract's canonical bytes: what acceptance and signature name."""
    return "sha256:" + hashlib.sha256(canonical(resolve(contract))).hexdigest()


def _years(contract: Contract) -> range:
    start = contract.effective.from_ or date(2000, 1, 1)
    last = contract.effective.to.year if contract.effective.to else start.year + OPEN_ENDED_YEARS
    return range(start.year - 1, last + 2)


def _expanded(terms: CalendarTerms, years: range) -> CalendarTerms:
    if terms.holidays == "none":
        return terms
    own = {row.day: row for row in terms.free_days}
    legal = {row.day: FreeDay(day=row.day, name=row.name) for row in statutory(terms.holidays, years)}
    days = {**legal, **own}
    return replace(terms, free_days=tuple(days[day] for day in sorted(days)))
