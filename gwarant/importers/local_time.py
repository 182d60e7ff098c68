"""Times as other tools write them: with an offset or without, ISO 8601 or day first."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from gwarant.sla.calendar import UnknownZone
from gwarant.sla.calendar import zone as named_zone
from gwarant.sla.evidence.value import FIRST_YEAR, LAST_YEAR, Unfit, shown
from gwarant.sla.problem import InputError, Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_HINT = "write 2016-02-29 01:16, 2016-02-29T01:16:00+01:00 or, day first, 29-02-2016 01:16"


class LocalTimes:
    """Reads times in a zone where they carry no offset, and remembers what it had to assume."""

    def __init__(self, zone: str, pattern: str = "") -> None:
        self.name, self.zone, self.pattern = zone, _zone(zone), pattern
        self.known: dict[str, int] = {}
        self.without_offset = 0
        self.day_first = 0
        self.twice_or_never: list[str] = []

    def milliseconds(self, text: str) -> int:
        """The moment in milliseconds since 1970; raises Unfit for what is not a time."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self._read(text.strip())
        return found

    def seconds(self, text: str) -> int:
        """The same in whole seconds, a fraction cut off."""
        return self.milliseconds(text) // 1000

    def notes(self) -> list[str]:
        """What was assumed about the times read so far."""
        notes = [f"times without an offset were read in the zone {self.name}"] if self.without_offset else []
        if self.day_first:
            notes.append("dates such as 03/04/2016 were read day first")
        if self.twice_or_never:
            some = f"{len(self.twice_or_never)} ({', '.join(self.twice_or_never[:3])})"
            notes.append(
                f"different times that fall where the clocks change in {self.name}: {some}; "
                "one that comes twice was read as the first, one that is skipped as so much later"
            )
        return notes

    def _read(self, text: str) -> int:
        when = self._parsed(text)
        if when.tzinfo is None:
            when = self._in_zone(when, text)
        if not FIRST_YEAR <= when.year <= LAST_YEAR:
            raise Unfit(f"{shown(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
        return (when - _EPOCH) // _MILLISECOND

    def _parsed(self, text: str) -> datetime:
        try:
            if self.pattern:
                return datetime.strptime(text, self.pattern)  # noqa: DTZ007
            if match := _DAY_FIRST.fullmatch(text):
                self.day_first += 1
                day, _, month, year, hour, minute, second = match.groups(default="0")
                return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))  # noqa: DTZ001
            if ":" in text:
                return datetime.fromisoformat(text)
        except (ValueError, re.error):
            pass
        wanted = f"the time_format is {shown(self.pattern)}" if self.pattern else _HINT
        raise Unfit(f"{shown(text)} is not a time of a day", wanted)

    def _in_zone(self, when: datetime, text: str) -> datetime:
        self.without_offset += 1
        first, second = when.replace(tzinfo=self.zone), when.replace(tzinfo=self.zone, fold=1)
        if first.utcoffset() != second.utcoffset():
            self.twice_or_never.append(text)
        return first


def _zone(name: str) -> tzinfo:
    try:
        return named_zone(name)
    except UnknownZone as unknown:
        raise InputError([Problem("", 0, 0, "zone", str(unknown), code="option")]) from None
