"""Times as other tools write them: ISO 8601, with day or month first, of twelve hours, or seconds since 1970.

Whether day or month stands first is one for a file. No single time is read for itself.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

from gwarant.sla.calendar import UnknownZone
from gwarant.sla.calendar import zone as named_zone
from gwarant.sla.evidence.value import FIRST_YEAR, LAST_YEAR, Unfit, shown
from gwarant.sla.problem import InputError, Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_CLOCK = r"[ T,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: *([AaPp])\.?[Mm]\.?)?"
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})" + _CLOCK)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})" + _CLOCK)
_NAMED = re.compile(r"([0-9]{1,2})([-/. ])([^\W\d_]{3,12})\.?\2([0-9]{4}|[0-9]{2})" + _CLOCK)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,12})\.? ([0-9]{1,2}), ([0-9]{4})" + _CLOCK)
# The months as Jira, Zendesk and others name them: English, Polish as it stands alone and in a date, German.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "sty", "styczeń", "stycznia", "januar"),
            ("feb", "february", "lut", "luty", "lutego", "februar"),
            ("mar", "march", "marzec", "marca", "mär", "märz"),
            ("apr", "april", "kwi", "kwiecień", "kwietnia"),
            ("may", "maj", "maja", "mai"),
            ("jun", "june", "cze", "czerwiec", "czerwca", "juni"),
            ("jul", "july", "lip", "lipiec", "lipca", "juli"),
            ("aug", "august", "sie", "sierpień", "sierpnia"),
            ("sep", "sept", "september", "wrz", "wrzesień", "września"),
            ("oct", "october", "paź", "październik", "października", "okt", "oktober"),
            ("nov", "november", "lis", "listopad", "listopada"),
            ("dec", "december", "gru", "grudzień", "grudnia", "dez", "dezember"),
        ),
        1,
    )
    for name in names
}
_SINCE_1970 = re.compile(r"([0-9]{10})([0-9]{3})?(?:\.[0-9]+)?")
_HINT = "write 2016-02-29 01:16, 2016-02-29T01:16:00+01:00 or, day first, 29-02-2016 01:16"
_SHORT = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{2})" + _CLOCK)
_SHORT_YEAR = (
    "its year has two digits: say how it is written, such as --time-format '%m/%d/%y %I:%M %p' or '%d.%m.%y %H:%M'"
)
_SAY = "say --time-format '%d/%m/%Y %H:%M' or '%m/%d/%Y %H:%M', as it is written"
DAY, MONTH = "day", "month"
ZERO = "0000-00-00 00:00:00"  # what MySQL writes where nothing happened

Told = tuple[int, str, str]  # the line, the column and the text of a time


class LocalTimes:
    """Reads times in a zone where they carry no offset, and remembers what it had to assume."""

    def __init__(self, zone: str, pattern: str = "") -> None:
        self.name, self.zone, self.pattern = zone, _zone(zone), pattern
        self.known: dict[str, int] = {}
        self.without_offset = 0
        self.first = ""  # what stands first in dates whose year stands last, once a file has shown it
        self.year_last = 0
        self.since_1970 = 0
        self.twice_or_never: list[str] = []

    def decide(self, told: Iterable[Told], file: str) -> None:
        """Find what stands first in all dates of a file whose year stands last; InputError where it shows nothing.

        With dots it is the day, with dashes too unless a date shows the month, and a pattern that was given says it.
        """
        shown_by: dict[str, Told] = {}
        doubtful: Told | None = None
        for one in told if not self.pattern else ():
            match = _YEAR_LAST.fullmatch(one[2].strip())
            if match is None or match[2] == ".":
                continue
            left, right = int(match[1]), int(match[3])
            if left <= 12 and right <= 12:
                doubtful = doubtful or (one if left != right and match[2] == "/" else None)
            elif min(left, right) <= 12:
                shown_by.setdefault(DAY if left > 12 else MONTH, one)
        if len(shown_by) > 1:
            (line, column, text), (_, _, other) = shown_by[MONTH], shown_by[DAY]
            message = f"{shown(text)} puts the month first and {shown(other)} the day; a file does either"
            raise InputError([Problem(file, line, 0, column, message, "mend the one that is wrong", "import")])
        if doubtful and not shown_by:
            line, column, text = doubtful
            message = f"{shown(text)} may be read with day or month first, and no time of the file shows which"
            raise InputError([Problem(file, line, 0, column, message, _SAY, "import")])
        self.first = next(iter(shown_by), DAY)

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
        if self.year_last:
            notes.append(f"dates such as 03/04/2016 were read {self.first or DAY} first")
        if self.since_1970:
            notes.append("numbers were read as seconds, or of thirteen digits as milliseconds, since 1970 (UTC)")
        if self.twice_or_never:
            some = f"{len(self.twice_or_never)} ({', '.join(self.twice_or_never[:3])})"
            notes.append(
                f"different times that fall where the clocks change in {self.name}: {some}; "
                "one that comes twice was read as the first, one that is skipped as so much later"
            )
        return notes

    def _read(self, text: str) -> int:
        when = self._parsed(text.removesuffix(" UTC").removesuffix(" GMT"))
        if text.endswith((" UTC", " GMT")) and when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        if when.tzinfo is None:
            when = self._in_zone(when, text)
        if not FIRST_YEAR <= when.year <= LAST_YEAR:
            raise Unfit(f"{shown(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
        return (when - _EPOCH) // _MILLISECOND

    def _parsed(self, text: str) -> datetime:
        try:
            if self.pattern:
                return datetime.strptime(text, self.pattern)  # noqa: DTZ007
            if match := _YEAR_LAST.fullmatch(text):
                self.year_last += 1
                one, dot, other, year, *clock = match.groups()
                day, month = (other, one) if self.first == MONTH and dot != "." else (one, other)
                return datetime(int(year), int(month), int(day), *_clock(clock))  # noqa: DTZ001
            if match := _YEAR_FIRST.fullmatch(text):
                year, _, month, day, *clock = match.groups()
                return datetime(int(year), int(month), int(day), *_clock(clock))  # noqa: DTZ001
            if match := _NAMED.fullmatch(text):
                day, _, name, year, *clock = match.groups()
                return datetime(_full(year), _MONTHS[name.lower()], int(day), *_clock(clock))  # noqa: DTZ001
            if match := _NAME_FIRST.fullmatch(text):
                name, day, year, *clock = match.groups()
                return datetime(int(year), _MONTHS[name.lower()], int(day), *_clock(clock))  # noqa: DTZ001
            if match := _SINCE_1970.fullmatch(text):
                self.since_1970 += 1
                return datetime.fromtimestamp(int(match[1]), UTC) + int(match[2] or 0) * _MILLISECOND
            if ":" in text:
                return datetime.fromisoformat(text)
        except (ValueError, KeyError, re.error):
            pass
        wanted = f"the time_format is {shown(self.pattern)}" if self.pattern else _hint(text)
        raise Unfit(f"{shown(text)} is not a time of a day", wanted)

    def _in_zone(self, when: datetime, text: str) -> datetime:
        self.without_offset += 1
        first, second = when.replace(tzinfo=self.zone), when.replace(tzinfo=self.zone, fold=1)
        if first.utcoffset() != second.utcoffset():
            self.twice_or_never.append(text)
        return first


def _clock(parts: list[str | None]) -> tuple[int, int, int]:
    """Hour, minute and second; of twelve hours where it is said which half of the day. ValueError for none."""
    hour, minute, second = (int(one or 0) for one in parts[:3])
    half = (parts[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("no hour of twelve")
    return hour % 12 + 12 * (half == "p") if half else hour, minute, second


def _hint(text: str) -> str:
    return _SHORT_YEAR if _SHORT.fullmatch(text) else _HINT


def _full(year: str) -> int:
    """The year; of two digits one of this century."""
    return int(year) if len(year) == 4 else 2000 + int(year)


def _zone(name: str) -> tzinfo:
    try:
        return named_zone(name)
    except UnknownZone as unknown:
        raise InputError([Problem("", 0, 0, "zone", str(unknown), code="option")]) from None
