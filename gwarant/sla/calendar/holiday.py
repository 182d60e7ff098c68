"""Holidays as dated data: statutory ones by country and year, and the shoulders that a contract may put around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays as statute
from holidays.registry import COUNTRIES

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.errors import CalendarError

_MOST_REGIONS = 8
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


def statutory(
    country: str, years: int | Iterable[int], subdivision: str | None = None, *, language: str = ""
) -> tuple[Holiday, ...]:
    """The public holidays of the years in date order, named in the country's own language where it has one.

    A region stands behind its country (`GB-ENG`, `US-TX`) or by itself; `language` is another one of the data set.
    Raises CalendarError for what the data set does not hold.
    """
    wanted = [years] if isinstance(years, int) else list(years)
    if subdivision is None and "-" in country:
        country, _, subdivision = country.partition("-")
    try:
        own = statute.country_holidays(country, subdiv=subdivision).default_language
        is_own = language in ("", own)
        if not is_own and language not in statute.list_localized_countries().get(country, ()):
            raise CalendarError(f"the holidays of {country} are not named in {language}")
        own = language or own
        found = statute.country_holidays(country, subdiv=subdivision, years=wanted, expand=False, language=own)
    except NotImplementedError as unknown:
        raise CalendarError(f"no holidays are known for {_unknown(country, subdivision)}") from unknown
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))


def check_place(code: str) -> None:
    """Raise CalendarError for what is no land (PL) or region of one (GB-ENG)."""
    land, dash, region = code.partition("-")
    regions = _places().get(land)
    if regions is None or (dash and not (region in regions or (not regions and region.isalnum()))):
        raise CalendarError(f"there is no land {_unknown(land, region if dash else None)}")


@cache
def _places() -> dict[str, list[str]]:
    return {land: list(regions) for land, regions in statute.list_supported_countries().items()}


def _unknown(land: str, region: str | None) -> str:
    """The code and what would be right: the regions of its land, or how lands are written."""
    if region is None or land not in _places():
        whole = land if region is None else f"{land}-{region}"
        meant = _codes_by_name().get(_plain(whole), "") if _plain(whole) else ""
        return f"{whole!r}: write " + (meant or "a code such as 'PL', or one of a region such as 'GB-ENG'")
    regions = ", ".join(f"{land}-{one}" for one in _places()[land][:_MOST_REGIONS])
    return f"'{land}-{region}': " + (f"write {land}, or a region such as {regions}" if regions else f"write {land}")


@cache
def _codes_by_name() -> dict[str, str]:
    """What is to be written for the name of a land or region, or for its code written otherwise."""
    regions: dict[str, str] = {}
    lands: dict[str, str] = {}
    for name, (entity, land, *_) in COUNTRIES.items():
        for region, code in getattr(statute, entity).subdivisions_aliases.items():
            regions[_plain(region)] = f"{land}, or {land}-{code} for the region"
        regions |= {_plain(f"{land}{code}"): f"{land}-{code}" for code in _places().get(land, ())}
        lands |= {_plain(name): land, _plain(land): land}
    return regions | lands


def _plain(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalnum())
