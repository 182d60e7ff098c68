"""The client's list of months."""

from collections.abc import Iterable
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from gwarant.contracts.models import Contract
from gwarant.pictures.summary import period_name
from gwarant.reports.models import Report
from gwarant.reports.month import longer_of, months_of
from gwarant.reports.running import headlines_of
from gwarant.web.access import EVERY_CLIENT, AuthedRequest, customer_person, memberships
from gwarant.web.asked import page_asked
from gwarant.web.moment import now
from gwarant.web.months.rows import row_of
from gwarant.web.templatetags.look import lang

A_PAGE = 12
LONGER = 4


@require_GET
@customer_person(*EVERY_CLIENT)
def months(request: AuthedRequest) -> HttpResponse:
    """The months of each of the person's contracts, the newest first."""
    at = now().replace(second=0)
    customers = [one.customer_id for one in memberships(request.user)]
    found = Contract.objects.filter(customer_id__in=customers).select_related("customer").order_by("number")
    pairs = [(contract, period) for contract in found for period in months_of(contract, at)]
    pairs.sort(key=lambda pair: (-pair[1].start, pair[0].number))
    page = Paginator(pairs, A_PAGE).get_page(page_asked(request))
    closed = set(Report.objects.filter(contract__in=found).values_list("contract", "period"))
    heads = headlines_of(list(page.object_list), at)
    context = {
        "page": page,
        "rows": [
            row_of(one, heads[one.pk, period.name], "portal", at) | {"is_open": (one.pk, period.name) not in closed}
            for one, period in page.object_list
        ],
        "longer": _longer(found, at),
        "is_several": len({contract.pk for contract, _ in pairs}) > 1,
    }
    return render(request, "months/portal.html", context)


def _longer(contracts: Iterable[Contract], at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Of each contract its newest quarters and years: its number, and their addresses and names."""
    return [
        (
            one.number,
            [
                (reverse("portal:month", args=[one.number, period.name]), capfirst(period_name(period, lang())))
                for period in longer_of(one, at)[:LONGER]
            ],
        )
        for one in contracts
    ]
