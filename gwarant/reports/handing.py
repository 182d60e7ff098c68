"""What a contract's months have handed to the running one, kept beside its running figures."""

import logging
import pickle
import zlib
from dataclasses import dataclass, is_dataclass, replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from io import BytesIO
from typing import Any

from django.db.models import Max

from gwarant import __version__
from gwarant.ledger.evidence import OF_TICKETS, Left, evidence_since, is_all_there
from gwarant.ledger.models import COMMON, Row
from gwarant.monitoring.evidence import Counts, looks_until
from gwarant.reports.gathering import concerning, contracts_of, gather, wordings_of
from gwarant.reports.looked import promised
from gwarant.reports.marks import Fingerprints, Mark
from gwarant.reports.models import Running
from gwarant.sla.assessment.assess import Judgement, judgement
from gwarant.sla.assessment.handed import Handed, Reached
from gwarant.sla.assessment.handing import handed_of
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.counting import CURRENT
from gwarant.tickets.evidence import moment_of

logger = logging.getLogger(__name__)

FORM = 2  # of what is kept: another one is made anew
MADE_BY = (__version__, CURRENT, FORM)
DAY = 86_400
_OURS = (__name__, "gwarant.ledger.evidence")
_PLAIN: dict[tuple[str, str], type] = {
    ("fractions", "Fraction"): Fraction,
    ("decimal", "Decimal"): Decimal,
    ("datetime", "date"): date,
    ("datetime", "datetime"): datetime,
    ("datetime", "timezone"): timezone,
    ("datetime", "timedelta"): timedelta,
    ("builtins", "frozenset"): frozenset,
}


@dataclass(frozen=True)
class Kept:
    """What a month handed on, and all that it depends on beside the rows of the ledger.

    `looks` are those of each state up to the last day but one of the month, `closings` how many there were.
    """

    made_by: tuple[str, int, int]
    versions: Fingerprints
    others: Fingerprints
    closings: int
    looks: Counts
    left: Left
    handed: Handed


def following(mark: Mark, period: CivilPeriod) -> Judgement | None:
    """The month of the mark from what was handed to it; None where nothing is kept, or it does not hold any more."""
    kept = _kept_for(mark, period)
    if kept is None:
        return None
    found = evidence_since(mark.customer, moment_of(mark.until), kept.left)
    evidence = concerning(mark, found, since=kept.handed.sight.end)
    try:
        return judgement(contracts_of(mark), evidence, mark.name, mark.until, handed=kept.handed)
    except Reached:
        return None


def hand_on(former: CivilPeriod, mark: Mark, period: CivilPeriod, before: Mark) -> None:
    """Keep what the former month hands to the running one, which has the mark; `before` is that of the former month.

    Nothing is done where it is there and still holds.
    """
    if _kept_for(mark, period) is not None:
        return
    there = _there(before, former)  # before anything is read: what comes in between makes it anew
    judged = following(before, former)
    judged = judged or judgement(contracts_of(before), gather(before), before.name, before.until)
    kept = replace(_kept(before, judged, there), versions=mark.versions, others=mark.others)
    Running.objects.filter(contract=mark.contract).update(handed=zlib.compress(pickle.dumps(kept), 1))


def _kept_for(mark: Mark, period: CivilPeriod) -> Kept | None:
    """What was handed to the month of the mark, if it is kept and nothing that it depends on has changed."""
    packed = Running.objects.filter(contract=mark.contract).values_list("handed", flat=True).first()
    kept = _unpacked(bytes(packed)) if packed else None
    if kept is None or kept.handed.sight.end != period.start:
        return None
    same = (kept.versions, kept.others, kept.closings) == (mark.versions, mark.others, _closings(mark.customer))
    same = same and kept.looks == _looks(mark, period.start)
    return kept if same and is_all_there(mark.customer, kept.left) else None


@dataclass(frozen=True)
class _There:
    """What was there before the month was judged: the last row of the customer, how many, closings and looks."""

    last_row: int
    rows: int
    closings: int
    looks: Counts


def _there(mark: Mark, period: CivilPeriod) -> _There:
    own = Row.objects.filter(customer=mark.customer)
    last = own.aggregate(last=Max("pk"))["last"] or 0
    rows = own.filter(pk__lte=last).count()
    return _There(last, rows, _closings(mark.customer), _looks(mark, period.end))


def _kept(mark: Mark, judged: Judgement, there: _There) -> Kept:
    handed, whole = handed_of(judged), judged.past.now.whole
    end, known = moment_of(handed.sight.end), moment_of(handed.sight.known)
    own = Row.objects.filter(customer=mark.customer, pk__lte=there.last_row, type__in=OF_TICKETS)
    late = own.filter(received_at__gte=known, at__lt=end)
    read = {event.ticket for event in whole.events} | {row.ticket for row in whole.unread if row.ticket}
    left = Left(
        end=end,
        known=known,
        last_row=there.last_row,
        rows=there.rows,
        unread=tuple(sorted(row.id for row in whole.unread)),
        late=tuple(late.order_by("pk").values_list("pk", flat=True)),
        tickets=tuple(sorted(read - handed.left)),
        hours=tuple(sorted(handed.hours.later)) if handed.hours else None,
    )
    return Kept(MADE_BY, mark.versions, mark.others, there.closings, there.looks, left, handed)


def _closings(customer_id: int) -> int:
    """How many months of the customer's were closed: a closing may change how a month was stated."""
    return Row.objects.filter(customer=customer_id, type="closing").exclude(type__in=COMMON).count()


def _looks(mark: Mark, end: int) -> Counts:
    """The looks of each state up to the last day but one before the moment (UTC seconds); later ones are read."""
    at = (end - DAY) * 1000
    return looks_until(mark.customer, promised(wordings_of(mark.versions)), {at})[at]


def _unpacked(packed: bytes) -> Kept | None:
    """What was kept; None where another release wrote it."""
    try:
        found = _Reader(BytesIO(zlib.decompress(packed))).load()
    except Exception:  # whatever stands there: it is a cache, and is made anew
        logger.info("what months handed on cannot be read and is made anew", exc_info=True)
        return None
    return found if isinstance(found, Kept) and found.made_by == MADE_BY else None


class _Reader(pickle.Unpickler):
    """Takes records and words of the core alone: what is kept is data, and runs nothing when it is read."""

    def find_class(self, module: str, name: str) -> Any:
        found = _PLAIN.get((module, name))
        if found is None and (module.startswith("gwarant.sla.") or module in _OURS):
            found = super().find_class(module, name)
        if found in _PLAIN.values() or (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record of the core")
