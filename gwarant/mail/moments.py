"""Times as mail programs write them into texts, for people."""

import re
from datetime import UTC, datetime

from gwarant.mail.trace import FIRST, LAST, moment_of

_MONTHS = (
    "jan sty jän janv ene gen led янв січ", "feb lut fév febr úno únor фев лют", "mar mär mrz mars maart bře мар бер",
    "apr kwi avr abr dub апр кві", "may maj mai mag mei kvě мая май тра", "jun cze juin giu čer čvn июн чер",
    "jul lip juil lug čvc júl июл лип", "aug sie août ago srp авг сер", "sep wrz sept set zář сен вер",
    "oct paź okt ott říj out окт жов", "nov lis нов лис ноя", "dec gru dez déc dic pro дек гру",
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?!\d|[./]\d)\s{0,3}([ap])?\.?m?", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})[./-](\d{4})")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.?\s{0,3}(?:de\s)?([^\W\d_]{3,12})\.?,?\s{0,3}(?:de\s)?(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s{0,3}(\d{1,2}),?\s{0,3}(\d{4})")


def local_moment(text: str, offset: int) -> int | None:
    """The moment, UTC seconds; None where it cannot be read. Without a zone it is `offset` seconds east of UTC."""
    if re.search(r"[+-]\d{4}", text) and (exact := moment_of(text)) is not None:
        return exact
    day = _day(text[:200])
    clock = _CLOCK.search(text[:200])
    if day is None or clock is None:
        return None
    hour = int(clock[1]) % 12 + (12 if clock[4].lower() == "p" else 0) if clock[4] else int(clock[1])
    try:
        moment = int(datetime(*day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=UTC).timestamp()) - offset
    except ValueError:
        return None
    return moment if FIRST <= moment <= LAST else None


def _day(text: str) -> tuple[int, int, int] | None:
    """Year, month, day. Numbers with slashes are month first, as Americans write them, unless they cannot be."""
    if found := _ISO.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMBERS.search(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        is_american = found[2] == "/" and first <= 12
        return (year, first, second) if is_american else (year, second, first)
    for one in _DAY_FIRST.finditer(text):
        if month := _month(one[2]):
            return int(one[3]), month, int(one[1])
    for one in _MONTH_FIRST.finditer(text):
        if month := _month(one[1]):
            return int(one[3]), month, int(one[2])
    return None


def _month(name: str) -> int | None:
    lower = name.lower()
    return next((_MONTH[lower[:length]] for length in (5, 4, 3) if lower[:length] in _MONTH), None)
