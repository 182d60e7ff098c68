"""Values of several lines: bands of a remedy, dearer times, plain lists."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gwarant.pictures.clauses.figures import Figure, plain_number, read_percent
from gwarant.pictures.clauses.slip import Slip
from gwarant.sla.hours.condition import parse_condition

_N = r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%?"
_PAYS = r"\s*(?::|=|->|→)\s*(\S.*)"
_BELOW = re.compile(r"(?:<|below|under|less than|poniżej|mniej niż)\s*" + _N + _PAYS)
_BETWEEN = re.compile(r"(?:from |od )?\s*" + _N + r"\s*(?:-|–|—|to below|to|do poniżej|do)\s*(?:<\s*)?" + _N + _PAYS)
_FACTOR = re.compile(r"(.*\S)\s*(?::|=|×)\s*(?:x|×)?\s*(\d{1,3}(?:[.,]\d{1,4})?)")
_DAYS = {
    "Mon": "mon monday poniedziałek pon",
    "Tue": "tue tuesday wtorek wt",
    "Wed": "wed wednesday środa śr",
    "Thu": "thu thursday czwartek czw",
    "Fri": "fri friday piątek pt",
    "Sat": "sat saturday sobota sob soboty",
    "Sun": "sun sunday niedziela niedz nd niedziele",
    "holiday": "holiday holidays święto święta",
    "emergency": "emergency awaria nagłe",
}
_SPOKEN = {word: name for name, words in _DAYS.items() for word in words.split()}


def read_lines(text: str) -> str:
    """A list, one entry a line."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def read_bands(text: str) -> str:
    """Bands of a figure in percent, each with the share of the fee that it pays."""
    return "\n".join(_band(line.strip()) for line in text.splitlines() if line.strip())


def read_factors(text: str) -> str:
    """Dearer times with their factors."""
    return "\n".join(_factor(line.strip()) for line in text.splitlines() if line.strip())


def plain_bands(text: str) -> list[dict[str, Figure]]:
    """The rows of the contract that the lines stand for."""
    return [_row(line) for line in text.splitlines()]


def bands_of(plain: Any) -> str | None:
    """The lines of the rows; None for rows that lines cannot show."""
    rows = plain if isinstance(plain, list) else [None]
    lines = [_line(row) for row in rows]
    return None if None in lines else "\n".join(line for line in lines if line)


def plain_factors(text: str) -> list[dict[str, str]]:
    """The multipliers that the lines stand for."""
    pairs = (line.rpartition(": ") for line in text.splitlines())
    return [{"when": when, "x": Figure(x)} for when, _, x in pairs]


def factors_of(plain: Any) -> str | None:
    """The lines of the multipliers; None for rows that lines cannot show."""
    rows: list[Any] = plain if isinstance(plain, list) else [None]
    if any(not isinstance(row, Mapping) or set(row) != {"when", "x"} for row in rows):
        return None
    return "\n".join(f"{row['when']}: {plain_number(row['x'])}" for row in rows)


def _band(line: str) -> str:
    told = line.lower()
    if match := _BELOW.fullmatch(told):
        return f"<{_number(match[1])}: {read_percent(match[2], 10_000)}%"
    if match := _BETWEEN.fullmatch(told):
        low, high = sorted((_number(match[1]), _number(match[2])), key=Decimal)
        return f"{low}-{high}: {read_percent(match[3], 10_000)}%"
    raise Slip("band", text=line)


def _number(text: str) -> str:
    return read_percent(text)


def _row(line: str) -> dict[str, Figure]:
    ends, _, pays = line.partition(": ")
    low, _, high = ends.rpartition("-")
    shares = {"ge": low, "lt": high.removeprefix("<"), "pct": pays.removesuffix("%")}
    return {key: Figure(text) for key, text in shares.items() if text}


def _line(row: Any) -> str | None:
    if not isinstance(row, Mapping) or set(row) not in ({"ge", "lt", "pct"}, {"lt", "pct"}):
        return None
    figures = {key: plain_number(one) for key, one in row.items()}
    return f"{figures['ge']}-{figures['lt']}: {figures['pct']}%" if "ge" in row else "<{lt}: {pct}%".format(**figures)


def _factor(line: str) -> str:
    match = _FACTOR.fullmatch(line)
    if match is None:
        raise Slip("factor", text=line)
    when = " or ".join(_case(part) for part in re.split(r"\s+(?:or|lub|albo)\s+", match[1]))
    try:
        parse_condition(when)
    except ValueError:
        raise Slip("factor", text=line) from None
    return f"{when}: {plain_number(match[2].replace(',', '.'))}"


def _case(part: str) -> str:
    return " and ".join(_condition(one) for one in re.split(r"\s+(?:and|i|oraz)\s+", part))


def _condition(part: str) -> str:
    told = " ".join(part.split())
    if told.lower().startswith(("outside ", "poza ")):
        return f"outside {told.partition(' ')[2]}"
    return _SPOKEN.get(told.lower().rstrip("."), told)
