"""The first page of a customer: what waits for them, what is open, what holds."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from gwarant.contracts.models import Contract, ContractVersion, VersionStatus
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Membership
from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.monitoring.models import Maintenance
from gwarant.pictures.keys import month_text
from gwarant.pictures.summary import sum_text
from gwarant.reports.claims.ending import claimable
from gwarant.reports.claims.letters import until_text
from gwarant.tickets.models import Status, Ticket, TicketQuerySet
from gwarant.web.access import (
    CLIENT_ADMINISTRATORS,
    EVERY_CLIENT,
    REPORTERS,
    AuthedRequest,
    customer_person,
    memberships,
)
from gwarant.web.corrections.page import corrections
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.rows import page_of

MOST_WAITING = 20
A_FEW = 50  # of the last corrections


@require_GET
@customer_person(*EVERY_CLIENT)
def home(request: AuthedRequest) -> HttpResponse:
    at = now()
    places = list(memberships(request.user))
    in_force = ContractVersion.objects.in_force(at).filter(customer__in=[one.customer for one in places])
    in_force = in_force.select_related("contract", "customer").defer("text", "document")
    page = {
        **_rows(request, at),
        "contracts": [(one, wording_of(one).defaults.timezone) for one in in_force.order_by("contract__number")],
        "offers": _offers(places),
        "may_report": any(one.role in REPORTERS for one in places),
        "places": places,
        "maintenance": _maintenance(places, at),
        "corrections": _corrections(places),
        "claims": _claims(places, at),
        "may_claim": {one.customer_id for one in places if one.role in CLIENT_ADMINISTRATORS},
    }
    return render(request, "portal/home.html", page)


@require_GET
@customer_person(*EVERY_CLIENT)
def rows(request: AuthedRequest) -> HttpResponse:
    """The tickets alone, for the page that is open."""
    answer = render(request, "portal/_home.html", _rows(request, now()))
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _rows(request: AuthedRequest, at: datetime) -> dict[str, Any]:
    customers = [one.customer_id for one in memberships(request.user)]
    mine = Ticket.objects.filter(customer_id__in=customers)
    _page, waiting = page_of(_waiting(mine), 1, at)
    page, running = page_of(mine.open().exclude(pk__in=[one.ticket.pk for one in waiting]).most_urgent_first(), 1, at)
    return {"waiting": waiting[:MOST_WAITING], "rows": running, "more": page.has_next(), "count": page.paginator.count}


def _offers(places: list[Membership]) -> list[ContractVersion]:
    """Wordings that this person could accept."""
    mine = [one.customer_id for one in places if one.role in CLIENT_ADMINISTRATORS]
    found = ContractVersion.objects.filter(status=VersionStatus.OFFERED, customer__in=mine).select_related("contract")
    return list(found.defer("text", "document").order_by("offered_at"))


def _maintenance(places: list[Membership], at: datetime) -> list[Maintenance]:
    """Work on their systems that lasts or comes."""
    own = Maintenance.objects.coming(at).filter(customer__in=[one.customer for one in places])
    return list(own.select_related("service")[:MOST_WAITING])


def _corrections(places: list[Membership]) -> list[Correction]:
    """Corrections of what was measured that wait for this person's consent."""
    mine = [one.customer for one in places if one.role in CLIENT_ADMINISTRATORS]
    found = corrections().filter(customer__in=mine, needs_consent=True).order_by("-asked_at")
    return [one for one in found[:A_FEW] if one.stands is Stands.WAITS]


def _claims(places: list[Membership], at: datetime) -> list[dict[str, Any]]:
    """What can be claimed for broken promises, the nearest last day first."""
    contracts = Contract.objects.filter(customer__in=[one.customer for one in places]).select_related("customer")
    found = [(contract, one) for contract in contracts for one in claimable(contract, at)]
    found.sort(key=lambda pair: (pair[1].last is None, pair[1].last or date.min, pair[1].last_at or 0))
    return [
        {
            "customer": contract.customer_id,
            "sum": sum_text(one.sum, one.currency, lang()),
            "month": month_text(one.month, lang()),
            "until": until_text(str(one.last or ""), str(one.last_at or ""), one.zone, lang()),
            "href": reverse("portal:month_claims", args=[one.number, one.month]),
        }
        for contract, one in found[:A_FEW]
    ]


def _waiting(tickets: TicketQuerySet) -> TicketQuerySet:
    """What stands still until the customer says something: a question to answer, a repair to confirm."""
    return tickets.filter(status__in=(Status.WAITING, Status.RESOLVED)).order_by("changed_at", "pk")
