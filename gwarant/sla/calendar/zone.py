"""Time zones from the packaged IANA database, never the machine's, so that an old reading can be counted again."""

import difflib
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from gwarant.sla.calendar.clock import HOUR
from gwarant.sla.calendar.errors import RangeError, UnknownZone

TZ_VERSION: str = tzdata.IANA_VERSION

FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST_MOMENT = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
LAST_MOMENT = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp())

_PROBE = 12 * HOUR
_SECOND = timedelta(seconds=1)
_NO_ZONE = datetime(1970, 1, 1)  # noqa: DTZ001


class PackagedZone(ZoneInfo):
    """A zone that pickles by its name, which a ZoneInfo read from a file does not."""

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return zone, (self.key,)


@cache
def zone(name: str) -> ZoneInfo:
    """The named zone; raises UnknownZone with the nearest names."""
    if name not in _names():
        near = difflib.get_close_matches(str(name)[:60], _names(), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else "write an IANA name such as 'Europe/Warsaw'"
        raise UnknownZone(f"{name!r:.60} is not a time zone of tzdata {TZ_VERSION}: {hint}")
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return PackagedZone.from_file(data, key=name)


def check_moments(*moments: int) -> None:
    """Raises RangeError for a moment outside the years that are counted."""
    for moment in moments:
        if not FIRST_MOMENT <= moment <= LAST_MOMENT:
            raise RangeError(f"the moment {moment} lies outside the years {FIRST_YEAR} to {LAST_YEAR} that are counted")


def segments(name: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of one UTC offset within [start, end), as (from, to, offset) in seconds."""
    since, offset = start, _offset(zone(name), start)
    for year in range(_year(start), _year(end) + 1):
        for moment, later in _changes(name, year):
            if start < moment < end:
                yield since, moment, offset
                since, offset = moment, later
    yield since, end, offset


def local_time(name: str, moment: int) -> int:
    """What the zone's wall clock shows at the moment, in seconds since 1970-01-01 00:00 of no zone."""
    return moment + _offset(zone(name), moment)


def moment_of(name: str, local: int) -> int:
    """The first moment at which the clock shows the local time; a skipped one is read with the offset before it."""
    naive = _NO_ZONE + timedelta(seconds=local)
    return int(naive.replace(tzinfo=zone(name)).timestamp())


@lru_cache(maxsize=8192)
def _changes(name: str, year: int) -> tuple[tuple[int, int], ...]:
    tz = zone(name)
    start, end = (int(datetime(y, 1, 1, tzinfo=UTC).timestamp()) for y in (year, year + 1))
    probes = range(start, end + 1, _PROBE)
    offsets = [_offset(tz, moment) for moment in probes]
    return tuple(
        (_first_with(tz, probes[i], offsets[i], after), after)
        for i, after in enumerate(offsets[1:])
        if after != offsets[i]
    )


def _first_with(tz: ZoneInfo, probe: int, before: int, after: int) -> int:
    return bisect_left(range(probe, probe + _PROBE), True, key=lambda t: _offset(tz, t) == after) + probe


def _offset(tz: ZoneInfo, moment: int) -> int:
    shift = datetime.fromtimestamp(moment, tz).utcoffset()
    assert shift is not None
    return shift // _SECOND


def _year(moment: int) -> int:
    return datetime.fromtimestamp(moment, UTC).year


@cache
def _names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
