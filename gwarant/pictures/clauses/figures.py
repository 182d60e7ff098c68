"""Numbers, money, percentages and dates as people type them, to what stands in the YAML."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from gwarant.pictures.clauses.slip import Slip
from gwarant.pictures.phrases import MONTHS, MONTHS_ALONE
from gwarant.sla.contract.checks.bounds import TRILLION
from gwarant.sla.contract.plain import Figure as Figure
from gwarant.sla.contract.values import FIRST_YEAR, LAST_YEAR

_CURRENCY = re.compile(r"(?i)\b(?:pln|eur|usd|gbp|chf|netto|net|brutto|gross)\b|zł|€|\$|£")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d{1,2})?")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*r\.?)?")
_WORDED = re.compile(r"(\d{1,2})\.?\s+([^\W\d]+)\s+(\d{4})(?:\s*r\.?)?")
_PERCENT = re.compile(r"(\d{1,5}(?:[.,]\d{1,8})?)\s*(?:%|proc\.?|procent|percent|per cent)?")


def read_money(text: str) -> str:
    """An amount: "1 200,00", "1,200.00", "900 zł"; a separator before three digits parts thousands."""
    told = _SPACES.sub("", _CURRENCY.sub("", text).strip())
    if match := _GROUPED.fullmatch(told):
        told = told.replace(match[1], "")
    told = told.replace(",", ".")
    if not re.fullmatch(r"\d{1,13}(?:\.\d{1,2})?", told):
        raise Slip("money", text=text)
    amount = Decimal(told)
    if amount > TRILLION:
        raise Slip("money", text=text)
    return f"{amount:.2f}"


def read_percent(text: str, most: int = 100) -> str:
    """A percentage: "99,5", "99.5 %"."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None or Decimal(match[1].replace(",", ".")) > most:
        raise Slip("percent", text=text, most=most)
    return plain_number(match[1].replace(",", "."))


def read_whole(text: str, most: int = 999) -> str:
    """A whole number."""
    told = text.strip()
    if not (told.isascii() and told.isdecimal()) or len(told) > 6 or int(told) > most:
        raise Slip("whole", text=text, most=most)
    return str(int(told))


def read_date(text: str) -> str:
    """A day: "2026-12-01", "1.12.2026", "1 grudnia 2026"."""
    told = " ".join(text.split())
    try:
        day = _day(told)
    except ValueError:
        raise Slip("date", text=text) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Slip("date", text=text)
    return day.isoformat()


def plain_number(value: Any) -> str:
    """A number without needless digits; any other text as it is."""
    try:
        number = Decimal(str(value).strip().removesuffix("%").strip())
        return format(number.normalize(), "f") if number.is_finite() and abs(number.adjusted()) < 30 else str(value)
    except ArithmeticError:
        return str(value)


def _day(told: str) -> date:
    if match := _DAY.fullmatch(told):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _WORDED.fullmatch(told):
        return date(int(match[3]), _month(match[2].lower()), int(match[1]))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", told):
        raise ValueError(told)
    return date.fromisoformat(told)


def _month(name: str) -> int:
    for names in (*MONTHS.values(), *MONTHS_ALONE.values()):
        for number, one in enumerate(names, 1):
            if one.lower() == name:
                return number
    raise ValueError(name)
