"""What we laid aside as no report: the customer sees each with the reason, and can say that it is one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.tickets.models import Ticket
from gwarant.web.access import EVERY_CLIENT, REPORTERS, AuthedRequest, customer_person, memberships
from gwarant.web.asked import page_asked
from gwarant.web.tickets.dismissal import aside_of
from gwarant.web.tickets.rows import found
from gwarant.web.tickets.wording import house_zone

A_PAGE = 40


@require_GET
@customer_person(*EVERY_CLIENT)
def aside(request: AuthedRequest) -> HttpResponse:
    """The tickets of the person's customers that are laid aside, the latest first."""
    places, q = list(memberships(request.user)), request.GET.get("q", "").strip()
    own = Ticket.objects.aside().filter(customer_id__in=[one.customer_id for one in places])
    related = (
        found(own, q.replace("\x00", ""))
        .select_related("customer", "reporter", "correspondent")
        .order_by("-reported_at", "-pk")
    )
    page = Paginator(related, A_PAGE).get_page(page_asked(request))
    may = frozenset(one.customer_id for one in places if one.role in REPORTERS)
    told = {"page": page, "rows": aside_of(list(page), may), "q": q}
    told["crumbs"] = [(reverse("portal:tickets"), _("Tickets"))]
    return render(request, "portal/aside.html", {**told, "zone": house_zone()})
