"""The availability of one system in a year: its months in rows, each with the figure that its page states."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import names_under_all, terms_of
from gwarant.pictures.frame import Frame
from gwarant.pictures.hours_strip import HoursOfDay, found_in, hours_of
from gwarant.pictures.hours_strip_svg import hours_svg, piece_svg
from gwarant.pictures.month import MS
from gwarant.pictures.summary import availability, bound, milliseconds, period_name
from gwarant.pictures.words import known, say, short_day
from gwarant.reports.figures import figures
from gwarant.reports.latency import SHARES, by_month
from gwarant.reports.looked import promised
from gwarant.reports.month import accepted, months_of
from gwarant.sla.assessment.model import Promised
from gwarant.sla.availability import Figure
from gwarant.sla.civil import CivilPeriod, day_of
from gwarant.tickets.evidence import stamp
from gwarant.web.access import AuthedRequest, get_contract, person
from gwarant.web.asked import one_of
from gwarant.web.availability.closed import closed_of
from gwarant.web.availability.lengths import latency_words
from gwarant.web.moment import now
from gwarant.web.months.figures import figure_words, safe, unmeasured
from gwarant.web.templatetags.look import lang


@dataclass(frozen=True)
class Row:
    """A figure of a month, and the wording that judged it."""

    month: CivilPeriod
    until: int  # UTC seconds: the month's end, or as of when it stands
    promised: Promised
    version: ContractVersion

    @property
    def is_running(self) -> bool:
        """Whether its figures will change still."""
        return self.until < self.month.end


@require_GET
@person
def availability_of_year(request: AuthedRequest, side: str, number: str, service: str) -> HttpResponse:
    """The year that is asked for by `?year=`, else the latest."""
    if request.user.is_inside != (side == "desk"):
        raise Http404
    contract, at = get_contract(request, number), now().replace(second=0)
    months = months_of(contract, at)
    years = sorted({f"{one.first.year:04}" for one in months})
    year = one_of(request, "year", years) or (years[-1] if years else "")
    rows = _rows(contract, service, [one for one in reversed(months) if f"{one.first.year:04}" == year], at)
    versions = accepted(contract)
    names = names_under_all(versions, lang())
    name = names.under(rows[-1].promised.contract).service(service) if rows else service[:60]
    context = {
        "base": f"{side}/base.html",
        "title": f"{name}, {year}" if year else name,
        "kicker": f"{_('Availability')} · {contract.customer.name}",
        "crumbs": _crumbs(side, contract),
        "groups": [_group(own, name, side, contract, n) for n, own in enumerate(_grouped(rows))],
        "latency": _latency(contract, service, [row.month for row in rows]),
        "years": [(f"?year={one}", one, one == year, 0) for one in years] if len(years) > 1 else [],
    }
    return render(request, "availability/year.html", context, status=200 if rows else 404)


def _rows(contract: Contract, service: str, months: Sequence[CivilPeriod], at: datetime) -> list[Row]:
    versions = {terms_of(one).name: one for one in accepted(contract)}
    if service not in promised(list(versions.values())):
        return []
    found = []
    for month, own in zip(months, figures(contract, months, at), strict=True):
        until = min(month.end, stamp(at))
        found += [Row(month, until, one, versions[one.contract]) for one in own if one.figure.service == service]
    return found


def _grouped(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each promise, in the order in which the promises come."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.promised.figure.promise, []).append(row)
    return list(found.values())


def _latency(contract: Contract, service: str, months: Iterable[CivilPeriod]) -> dict[str, Any] | None:
    """How fast it answered in each month, by its sealed days, and in all of them."""
    own = list({one.name: one for one in months}.values())
    found = by_month(contract.customer_id, service, own)
    if found is None:
        return None
    named = [(period_name(month, lang()), part) for month, part in zip(own, found.months, strict=True) if part]
    rows = [(name, part.looks, _by_share(part.whole)) for name, part in named]
    whole = (_("Together"), found.together.looks, _by_share(found.together.whole))
    return {"shares": SHARES, "rows": rows, "whole": whole}


def _group(rows: Sequence[Row], name: str, side: str, contract: Contract, n: int) -> dict[str, Any]:
    days = _days(rows, terms_of(rows[0].version).zone)
    last = rows[-1].promised
    label = name if last.label == last.figure.promise else known(last.label, lang())
    bounds = list(dict.fromkeys(bound(row.promised.target, lang()) for row in rows))
    return {
        "label": label,
        "bound": bounds[0] if len(bounds) == 1 else "",
        "picture": safe(hours_svg(days, label, lang(), Frame(f"y{n}", alone=False))),
        "legend": [(safe(piece_svg(state)), say(state.value, lang())) for state in found_in(days)],
        "lines": [_line(row, side, contract) for row in rows],
        **_sums([row.promised.figure for row in rows]),
        "point": _together(rows),
        "is_running": any(row.is_running for row in rows),
    }


def _together(rows: Sequence[Row]) -> str:
    """What was measured of the whole: each stretch with the time that its point is a share of."""
    measured = [one for one in _apart([row.promised.figure for row in rows]) if one.point is not None]
    counted = sum(one.counted_ms for one in measured)
    if not counted:
        return "–"
    whole = sum((one.point * one.counted_ms for one in measured if one.point is not None), Fraction(0))
    return availability(whole / counted, rows[-1].promised, lang())


def _sums(own: Sequence[Figure]) -> dict[str, Any]:
    apart, is_measured = _apart(own), any(not unmeasured(one) for one in own)
    outages = len({(outage.start, outage.end) for one in own for outage in one.outages})
    return {
        "down": _length(sum((one.downtime.point for one in apart), Fraction(0))),
        "unknown": _length(sum(one.time.unknown for one in apart)),
        "outages": outages if is_measured or outages else "–",
    }


def _apart(own: Sequence[Figure]) -> list[Figure]:
    """What lies in several figures counts once: a promise of a year repeats its months."""
    apart: list[Figure] = []
    for one in sorted(own, key=lambda figure: figure.start - figure.end):
        if all(one.end <= other.start or one.start >= other.end for other in apart):
            apart.append(one)
    return apart


def _days(rows: Sequence[Row], zone: str) -> list[HoursOfDay]:
    """Each day once: of figures that overlap, the last one that was stated; a day that is cut, by its longer part."""
    found: dict[Any, HoursOfDay] = {}
    for row in rows:
        for day in hours_of(row.promised.figure, closed_of(row.promised, row.version), zone):
            before = found.get(day.day)
            if before is None or sum(day.lengths.values()) >= sum(before.lengths.values()):
                found[day.day] = day
    return [found[day] for day in sorted(found)]


def _line(row: Row, side: str, contract: Contract) -> dict[str, Any]:
    figure, own = row.promised.figure, row.promised
    is_measured = not unmeasured(figure)
    return {
        "month": period_name(row.month, lang()),
        "href": reverse(f"{side}:month_availability", args=[contract.number, row.month.name, figure.service]),
        "bound": bound(own.target, lang()),
        "face": figure_words(own),
        "is_running": row.is_running,
        "is_measured": is_measured,
        "point": availability(figure.point, own, lang()) if is_measured else "–",
        "lower": availability(figure.lower, own, lang()),
        "upper": availability(figure.upper, own, lang()),
        "down": _length(figure.downtime.point),
        "unknown": _length(figure.time.unknown),
        "part": _part(row),
        "outages": len(figure.outages) if is_measured or figure.outages else "–",
    }


def _length(ms: Fraction | int) -> str:
    return milliseconds(int(ms), lang()) if ms else "–"


def _part(row: Row) -> str:
    """The days of a figure that is not of exactly its month."""
    zone, figure = terms_of(row.version).zone, row.promised.figure
    if figure.period == (row.month.start * MS, row.until * MS):
        return ""
    first, last = day_of(figure.start // MS, zone), day_of((figure.end - 1) // MS, zone)
    return f"{short_day(first, lang())} – {short_day(last, lang())}"


def _crumbs(side: str, contract: Contract) -> list[tuple[str, str]]:
    if side == "desk":
        return [(reverse("desk:contract", args=[contract.number]), contract.number)]
    return [(reverse("portal:months"), _("Months"))]


def _by_share(lengths: Iterable[float]) -> list[tuple[int, str]]:
    """Each length with the share of answers that took no longer, which a narrow page says at it."""
    return [(share, latency_words(one)) for share, one in zip(SHARES, lengths, strict=True)]
