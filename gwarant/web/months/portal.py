"""The client's list of months."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gwarant.contracts.models import Contract
from gwarant.reports.month import months_of
from gwarant.reports.running import headlines_of
from gwarant.web.access import EVERY_CLIENT, AuthedRequest, customer_person, memberships
from gwarant.web.asked import page_asked
from gwarant.web.moment import now
from gwarant.web.months.rows import row_of

A_PAGE = 12


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
    heads = headlines_of(list(page.object_list), at)
    context = {
        "page": page,
        "rows": [row_of(one, heads[one.pk, period.name], "portal", at) for one, period in page.object_list],
        "is_several": len({contract.pk for contract, _ in pairs}) > 1,
    }
    return render(request, "months/portal.html", context)
