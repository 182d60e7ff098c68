"""What stands behind the numbers of a month: exactly those readings, exactly those tickets."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from gwarant.pictures.summary import period_name
from gwarant.pictures.words import say
from gwarant.reports.counted import COUNTS, counted
from gwarant.reports.month import Month
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.tickets.models import Ticket
from gwarant.web.access import AuthedRequest
from gwarant.web.asked import one_of, page_asked
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import cited
from gwarant.web.months.door import month_page, whole_month_page
from gwarant.web.templatetags.look import lang

A_PAGE = 50
JUDGED = "judged"
_FIELDS = {"clock": "clock", "class": "class_", "calendar": "calendar", "contract": "contract"}


@require_GET
@month_page
def readings(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The readings of a promise with a verdict, each with its ticket and its Why?."""
    one_of(request, "verdict", (JUDGED, *Verdict))
    asked = {name: request.GET[name] for name in (*_FIELDS, "verdict") if request.GET.get(name)}
    found = [one for one in month.assessment.readings if _fits(one, asked)]
    page = Paginator(found, A_PAGE).get_page(page_asked(request))
    titles = titles_of({one.ticket for one in page.object_list})
    rows = [
        {
            "reading": one,
            "title": titles.get(one.ticket, ""),
            "href": addresses.ticket(one.ticket),
            "why_href": addresses.why(one),
            "cited": cited(month, addresses, one.contract, "targets", one.clause),
        }
        for one in page
    ]
    count = ngettext("%(n)s reading", "%(n)s readings", len(found)) % {"n": len(found)}
    context = {**frame(month, addresses), "rows": rows, "page": page, "what": _what(month, asked), "count": count}
    return render(request, "months/readings.html", context)


@require_GET
@whole_month_page
def tickets(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The tickets behind a count."""
    of = request.GET.get("of", "reported")
    if of not in COUNTS:
        raise Http404
    found = counted(month.evidence, of, (month.period.start, month.until), month.contract.number)
    page: Page[Any] = Paginator(found, A_PAGE).get_page(page_asked(request))
    titles = titles_of({key for key, _at in page.object_list})
    rows = [(key, titles.get(key, ""), addresses.ticket(key), at) for key, at in page.object_list]
    count = ngettext("%(n)s ticket", "%(n)s tickets", len(found)) % {"n": len(found)}
    context = {**frame(month, addresses), "rows": rows, "page": page, "what": count_words(month)[of], "count": count}
    return render(request, "months/tickets.html", context)


def frame(month: Month, addresses: Addresses) -> dict[str, Any]:
    """What every page below a month shows around itself."""
    return {
        "base": f"{addresses.side}/base.html",
        "month": month,
        "addresses": addresses,
        "names": month.names,
        "zone": month.assessment.zone,
        "title": capfirst(period_name(month.period, lang())),
        "crumbs": [(addresses.page, f"{month.contract.number} · {period_name(month.period, lang())}")],
    }


def titles_of(keys: set[str]) -> dict[str, str]:
    """The titles of the tickets."""
    return dict(Ticket.objects.filter(key__in=keys).values_list("key", "title"))


def count_words(month: Month) -> dict[str, str]:
    """What each count counts; of a month that runs nobody knows the end yet."""
    if not month.is_month:
        return {
            "reported": _("Reported in this time"),
            "resolved": _("Resolved in this time"),
            "reopened": _("Reopened in this time"),
            "open": _("Open now") if month.is_running else pgettext("quarter or year", "Open at the end"),
        }
    return {
        "reported": _("Reported in this month"),
        "resolved": _("Resolved in this month"),
        "reopened": _("Reopened in this month"),
        "open": _("Open now") if month.is_running else _("Open at the end"),
    }


def _fits(reading: Reading, asked: dict[str, str]) -> bool:
    verdict = asked.get("verdict", "")
    verdicts: Sequence[str] = (Verdict.MET, Verdict.BREACHED) if verdict == JUDGED else (verdict,)
    own = all(getattr(reading, field) == asked[name] for name, field in _FIELDS.items() if name in asked)
    return own and not reading.reported_only and (not verdict or reading.verdict in verdicts)


def _what(month: Month, asked: dict[str, str]) -> str:
    names = month.names.under(asked.get("contract", ""))
    parts = [names.class_(asked["class"])] if "class" in asked else []
    parts += [names.clock(asked["clock"])] if "clock" in asked else []
    verdict = asked.get("verdict", "")
    known = {one.value for one in Verdict}
    parts += [_("with a verdict")] if verdict == JUDGED else [say(verdict, lang())] if verdict in known else []
    told = " · ".join(parts) or _("Every reading")
    version = month.wording(asked.get("contract", ""))
    if version is not None and len(month.judged_by) > 1:
        told += " · " + _("version %(n)s") % {"n": version.version}
    return told[:1].upper() + told[1:]
