"""The availability of one system in a month: its days, its figures with their bounds, its outages and what was seen."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.contracts.terms import terms_of
from gwarant.monitoring.corrections.models import Stands
from gwarant.pictures.frame import Frame
from gwarant.pictures.hours_strip import found_in, hours_of
from gwarant.pictures.hours_strip_svg import hours_svg, piece_svg
from gwarant.pictures.summary import figure_facts, figure_times, milliseconds, period_name, promised_remarks
from gwarant.pictures.words import known, say
from gwarant.reports.latency import SHARES, Latency, latency_of
from gwarant.reports.month import Month
from gwarant.sla.assessment.availability import caps_over
from gwarant.sla.assessment.model import Promised
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.evidence.model import Looks
from gwarant.sla.evidence.voids import counting
from gwarant.tickets.evidence import moment_of
from gwarant.web.access import AuthedRequest
from gwarant.web.availability.closed import closed_of
from gwarant.web.availability.lengths import latency_words
from gwarant.web.availability.objecting import objecting, of_stretch
from gwarant.web.availability.outages import outages_of
from gwarant.web.corrections.page import corrections, line_of
from gwarant.web.monitors.words import phase_names
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.door import month_page
from gwarant.web.months.figures import NO_LOOKS, figure_of, safe
from gwarant.web.months.lists import frame
from gwarant.web.months.month import neighbours
from gwarant.web.templatetags.look import lang


@require_GET
@month_page
def availability(request: AuthedRequest, month: Month, addresses: Addresses, service: str) -> HttpResponse:
    """Every promise about the system in the month, as its page states it."""
    promised = [one for one in month.assessment.availability if one.figure.service == service]
    if not promised:
        return _none(request, month, addresses, service)
    rows = [row for row in month.evidence.looks if row.service == service]
    name = month.names.under(promised[-1].contract).service(service)
    objections = objecting(request, month, addresses, service)
    outages = outages_of(promised, month, addresses, rows)
    for line in outages["lines"]:
        line["object_href"] = of_stretch(objections.get("object_href", ""), *line["stretch"])
    context = {
        **frame(month, addresses),
        "title": f"{name}, {period_name(month.period, lang())}",
        "kicker": f"{_('Availability')} · {month.contract.customer.name}",
        "figures": [_figure(one, month, addresses, n) for n, one in enumerate(promised)],
        "outages": outages,
        "corrections": _corrections(month, service),
        "ask_href": _ask(month, service) if addresses.side == "desk" and request.user.may_change else "",
        **objections,
        "latency": _latency(rows, promised),
        "year_href": _year(month, addresses, service),
        **neighbours(month, addresses, "month_availability", service),
    }
    return render(request, "availability/month.html", context)


def _none(request: AuthedRequest, month: Month, addresses: Addresses, service: str) -> HttpResponse:
    told = {"service": service[:60], "month": period_name(month.period, lang())}
    words = _("The contract promises no availability of “%(service)s” in %(month)s.") % told
    context = {"base": f"{addresses.side}/base.html", "words": words, "href": addresses.page, "action": _("The month")}
    return render(request, "availability/none.html", context, status=404)


def _year(month: Month, addresses: Addresses, service: str) -> str:
    address = reverse(f"{addresses.side}:availability", args=[month.contract.number, service])
    return f"{address}?year={month.period.first.year:04}"


def _figure(one: Promised, month: Month, addresses: Addresses, n: int) -> dict[str, Any]:
    zone = month.assessment.zone
    days = hours_of(one.figure, closed_of(one, month.wording(one.contract)), zone)
    told = figure_of(one, month, addresses)
    picture = hours_svg(days, told["name"], lang(), Frame(f"h{n}", alone=False))
    return told | {
        "label": "" if one.label == one.figure.promise else known(one.label, lang()),
        "picture": safe(picture),
        "legend": [(safe(piece_svg(state)), say(state.value, lang())) for state in found_in(days)],
        "facts": figure_facts(one.figure, zone, lang()) if told["is_measured"] else [],
        "times": figure_times(one.figure, lang()),
        "remarks": [*promised_remarks(one, month.assessment.zone, lang(), NO_LOOKS), *_caps(one, month)],
    }


def _caps(one: Promised, month: Month) -> Iterator[str]:
    """What the down time in maintenance has spent of the cap, and what of it counts because it lies beyond."""
    version = month.wording(one.contract)
    if version is None:
        return
    terms, figure = terms_of(version), one.figure
    promise = by_id(terms.contract.availability, figure.promise)
    if promise.maintenance is None or promise.maintenance.cap is None or "maintenance" not in figure.time.excluded:
        return
    span = figure.start // 1000, -(-figure.end // 1000)
    for cap in caps_over(terms, promise, span, counting(month.evidence)):
        told = {name: milliseconds(getattr(cap, name), lang()) for name in ("spent", "cap", "beyond")}
        if cap.beyond:
            yield (
                _("In maintenance it was down for %(spent)s, all of the cap, and for %(beyond)s more that count.")
                % told
            )
        elif cap.spent:
            yield _("In maintenance it was down for %(spent)s of the %(cap)s that leave the count.") % told


def _corrections(month: Month, service: str) -> list[dict[str, Any]]:
    """What was corrected of the system in the month, or waits for somebody."""
    start, end = moment_of(month.period.start), moment_of(month.period.end)
    own = corrections().filter(contract=month.contract, service__key=service, start_at__lt=end, end_at__gt=start)
    return [line_of(one) for one in own.order_by("start_at", "pk") if one.stands is not Stands.ENDED]


def _ask(month: Month, service: str) -> str:
    return f"{reverse('desk:correction_new')}?{urlencode({'promise': f'{month.contract.number}/{service}'})}"


def _latency(rows: Sequence[Looks], promised: Sequence[Promised]) -> dict[str, Any] | None:
    """Percentiles in milliseconds, the parts that there were below the whole."""
    span = min(one.figure.start for one in promised), max(one.figure.end for one in promised)
    found = latency_of((row for row in rows if row.start < span[1] and row.end > span[0]), span)
    if found is None:
        return None
    return {"shares": SHARES, "looks": found.looks, "rows": _parts(found)}


def _parts(found: Latency) -> list[tuple[str, list[str]]]:
    told = [(name, part) for name, part in zip(phase_names(), found.parts, strict=True) if any(part)]
    told.append((_("The whole answer"), found.whole))
    return [(name, [latency_words(one) for one in part]) for name, part in told]
