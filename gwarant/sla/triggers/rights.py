"""The rights of a wording that arose, when, from what, and until when they may be used."""

from collections.abc import Iterator
from datetime import date

from gwarant.sla.calendar import Calendar, Week
from gwarant.sla.civil import add_period, day_of
from gwarant.sla.contract.model.money import Right
from gwarant.sla.contract.values import Period
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms
from gwarant.sla.triggers.conditions import occasions_of
from gwarant.sla.triggers.model import Arisen, History, Occasion


def rights_of(terms: Terms, reign: Span, history: History, period: Span) -> Iterator[Arisen]:
    """The rights that arose in the period while the wording held; before them the last earlier one that still is open.

    A right is open as of the period's end.
    """
    for right in terms.contract.triggers:
        found = [one for one in occasions_of(right.if_, history) if reign[0] <= one.at < min(reign[1], period[1])]
        arisen = [_arisen(right, terms, one, period[1]) for one in found]
        earlier = [one for one in arisen if one.at < period[0]][-1:]
        yield from (one for one in earlier if one.use_until is None or one.use_until >= day_of(period[0], terms.zone))
        yield from (one for one in arisen if one.at >= period[0])


def _arisen(right: Right, terms: Terms, occasion: Occasion, as_of: int) -> Arisen:
    until = _use_until(right, terms, occasion.at)
    return Arisen(
        id=right.id,
        right=right.right,
        of=right.of,
        contract=terms.name,
        clause=terms.contract.clause_of(f"triggers.{right.id}"),
        at=occasion.at,
        because=occasion.because,
        notice=str(right.notice) if right.notice else "",
        use_until=until,
        is_open=until is None or day_of(as_of - 1, terms.zone) <= until,
    )


def _use_until(right: Right, terms: Terms, at: int) -> date | None:
    """The last day of use, counted from the day on which the right arose."""
    if right.use_within is None:
        return None
    if isinstance(right.use_within, Period):
        return add_period(day_of(at, terms.zone), right.use_within)
    offices = (name for name, row in terms.contract.calendars.items() if row.holidays != "none")
    name = next(offices, "")
    calendar = terms.calendars[name] if name else Calendar(terms.zone, Week.parse("24/7"))
    return day_of(terms.moment(right.use_within, calendar, at) - 1, terms.zone)
