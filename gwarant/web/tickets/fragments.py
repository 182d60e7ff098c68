"""Answers that desk and portal share: the live clocks, and the page that explains one."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from gwarant.sla.clocks.reading import Reading
from gwarant.tickets.log import Log
from gwarant.web.access import AuthedRequest
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.clocks import Card, evidence_of, mark_of, total_of, why_rows
from gwarant.web.tickets.doing import Site
from gwarant.web.tickets.wording import names_in


def clocks_fragment(
    request: AuthedRequest, log: Log, clocks: Mapping[str, list[Card]], page: dict[str, Any]
) -> HttpResponse:
    """The clocks; 304 while they look as they did."""
    mark = mark_of(log, clocks)
    known = request.headers.get("If-None-Match", "").removeprefix("W/") == mark
    answer = HttpResponseNotModified() if known else render(request, "tickets/_clocks.html", page)
    answer.headers["ETag"] = mark
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie", "Accept-Language"])
    return answer


def why_page(request: AuthedRequest, site: Site, log: Log, reading: Reading) -> HttpResponse:
    """How a reading was counted, row by row, down to the evidence."""
    ticket = log.ticket
    href = site.address(ticket)
    page = {
        "base": site.base,
        "ticket": ticket,
        "reading": reading,
        "names": names_in(ticket.version, lang()),
        "rows": why_rows(reading, ticket, href),
        "total": total_of(reading),
        "evidence": evidence_of(reading, ticket, href),
        "lost": list(log.lost.items()),
        "crumbs": [(f"/{site.name}/tickets", _("Tickets")), (href, ticket.key)],
    }
    return render(request, "tickets/why.html", page)
