"""Time zones from the packaged IANA database, never the machine's, so that an old reading can be counted again."""

import difflib
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple
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


class Agreed(NamedTuple):
    """The UTC offsets of a zone over `[since, until)`: from which moment on it is how many seconds ahead."""

    since: int
    until: int
    offsets: tuple[tuple[int, int], ...]


class AgreedZone(str):
    """The name of a zone that carries the offsets that were agreed; another one than the plain name."""

    __slots__ = ("agreed",)
    agreed: Agreed

    def __new__(cls, name: str, agreed: Agreed) -> "AgreedZone":
        found = super().__new__(cls, name)
        found.agreed = agreed
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AgreedZone) and str(self) == str(other) and self.agreed == other.agreed

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((str(self), self.agreed))

    def __reduce__(self) -> tuple[type, tuple[str, Agreed]]:
        return AgreedZone, (str(self), self.agreed)


class PackagedZone(ZoneInfo):
    """A zone that pickles by its name, which a ZoneInfo read from a file does not."""

    name: str

    def __reduce__(self) -> tuple[Callable[[str], ZoneInfo], tuple[str]]:
        return zone, (self.name,)


@cache
def zone(name: str) -> ZoneInfo:
    """The named zone, with the offsets that its name carries; raises UnknownZone with the nearest names."""
    if isinstance(name, AgreedZone):
        return _named(PackagedZone.from_file(BytesIO(_tzif(name)), key=str(name)), name)
    if name not in _names():
        near = difflib.get_close_matches(str(name)[:60], _names(), n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else "write an IANA name such as 'Europe/Warsaw'"
        raise UnknownZone(f"{name!r:.60} is not a time zone of tzdata {TZ_VERSION}: {hint}")
    return _installed(name)


def offsets_of(name: str, since: int, until: int) -> Agreed:
    """The zone's offsets over the stretch (UTC seconds)."""
    return Agreed(since, until, tuple((start, offset) for start, _, offset in segments(name, since, until)))


@lru_cache(maxsize=256)
def zone_of_agreed(name: str, agreed: Agreed) -> str:
    """The zone by the offsets that were agreed: its plain name where the installed database says the same."""
    is_known = name in _names() and offsets_of(name, agreed.since, agreed.until) == agreed
    return name if is_known else AgreedZone(name, agreed)


def name_of(found: ZoneInfo) -> str:
    """The name by which `zone` gives this zone."""
    return found.name if isinstance(found, PackagedZone) else found.key


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


def _installed(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return _named(PackagedZone.from_file(data, key=name), name)


def _named(found: PackagedZone, name: str) -> PackagedZone:
    found.name = name
    return found


def _tzif(name: AgreedZone) -> bytes:
    """The zone as a file of the second version (RFC 9636): before and after what was agreed as it is installed.

    A change to itself closes the agreed stretch, so that the rule at the file's end holds only after it.
    """
    agreed, plain = name.agreed, str(name)
    before = offsets_of(plain, *_years_before(agreed.since)).offsets if plain in _names() else agreed.offsets[:1]
    changes = [*before[1:], *agreed.offsets, (agreed.until, agreed.offsets[-1][1])]
    labels = [_label(plain, at, offset) for at, offset in changes]
    kinds = list(dict.fromkeys([(before[0][1], _label(plain, *before[0])), *zip_offsets(changes, labels)]))
    letters = b"".join(label.encode() + b"\0" for _, label in kinds)
    starts = [letters.index(label.encode() + b"\0") for _, label in kinds]
    body = struct.pack(f">{len(changes)}q", *(at for at, _ in changes))
    body += bytes(kinds.index((offset, label)) for (_, offset), label in zip(changes, labels, strict=True))
    body += b"".join(struct.pack(">lBB", offset, 0, at) for (offset, _), at in zip(kinds, starts, strict=True))
    head = b"TZif2" + bytes(15)
    counts = struct.pack(">6l", 0, 0, 0, len(changes), len(kinds), len(letters))
    return head + bytes(24) + head + counts + body + letters + _rule(plain)


def zip_offsets(changes: list[tuple[int, int]], labels: list[str]) -> Iterator[tuple[int, str]]:
    """Each offset with what the time is called then."""
    return ((offset, label) for (_, offset), label in zip(changes, labels, strict=True))


def _label(name: str, moment: int, offset: int) -> str:
    """What the zone's time is called at the moment; the offset itself where the installed database has another."""
    if name in _names() and _offset(zone(name), moment) == offset:
        return datetime.fromtimestamp(moment, zone(name)).tzname() or "-00"
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}{minutes:02}"


def _years_before(moment: int) -> tuple[int, int]:
    return max(FIRST_MOMENT, moment - 30 * 366 * 24 * HOUR), moment


def _rule(name: str) -> bytes:
    """The rule that holds after the last change, as the installed database ends its own file."""
    if name not in _names():
        return b"\n\n"
    data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    return b"\n" + data.rsplit(b"\n", 2)[1] + b"\n"


def _offset(tz: ZoneInfo, moment: int) -> int:
    shift = datetime.fromtimestamp(moment, tz).utcoffset()
    assert shift is not None
    return shift // _SECOND


def _year(moment: int) -> int:
    return datetime.fromtimestamp(moment, UTC).year


@cache
def _names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
