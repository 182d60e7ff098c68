"""The house's list of months: every customer's contracts in one month."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.contracts.models import Contract, VersionStatus
from gwarant.pictures.summary import period_name
from gwarant.reports.claims.waiting import waiting
from gwarant.reports.disputes.models import Dispute
from gwarant.reports.held import held_by
from gwarant.reports.running import headlines_of
from gwarant.sla.civil import CivilPeriod, day_of, month_of
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff
from gwarant.web.asked import page_asked
from gwarant.web.moment import now
from gwarant.web.months.door import SOME_ZONE, named
from gwarant.web.months.rows import row_of
from gwarant.web.months.todo import lines_of, waits_for
from gwarant.web.templatetags.look import lang

A_PAGE = 25


@require_GET
@staff(*EVERYBODY_INSIDE)
def months(request: AuthedRequest) -> HttpResponse:
    """One row for each contract that was in force in the month."""
    at = now().replace(second=0)
    asked = request.GET.get("period", "")
    month = named(asked) if asked else month_of(day_of(stamp(at), SOME_ZONE), SOME_ZONE)
    if month is None:
        words = _("“%(period)s” is no month. A month is written 2026-10.") % {"period": asked[:40]}
        place = {"base": "desk/base.html", "words": words, "href": reverse("desk:months"), "action": _("This month")}
        return render(request, "months/none.html", place, status=404)
    page = Paginator(_in_force(month, at), A_PAGE).get_page(page_asked(request))
    context = {
        "page": page,
        "rows": _rows(list(page.object_list), month, at),
        "title": capfirst(period_name(month, lang())),
        "is_running": month.start <= stamp(at) < month.end,
        "is_ahead": month.start > stamp(at),
        "at": at,
        "claims": sum(1 for _one in waiting()),
        "disputes": Dispute.objects.waiting().count(),
        "zone": SOME_ZONE,
        "former": _beside(month, -1),
        **(lines_of(waits_for(request.user, at)) if not asked else {}),
        "next": None if month.end > stamp(at) else _beside(month, 1),
    }
    return render(request, "months/desk.html", context)


def _in_force(month: CivilPeriod, at: datetime) -> Any:
    """The contracts of which a wording held in the month and was accepted by its end; the zone is looked at later."""
    day = timedelta(days=1)
    found = Contract.objects.filter(
        versions__status=VersionStatus.ACCEPTED,
        versions__holds_from_at__lt=min(moment_of(month.end) + day, at),
        versions__accepted_at__lt=moment_of(month.end) + day,
    )
    return found.select_related("customer").distinct().order_by("customer__name", "number")


def _rows(contracts: Sequence[Contract], month: CivilPeriod, at: datetime) -> list[dict[str, Any]]:
    held = held_by(contracts, at)
    own = {pk: next((one for one in months if one.name == month.name), None) for pk, months in held.items()}
    pairs = [(one, period) for one in contracts if (period := own.get(one.pk)) is not None]
    heads = headlines_of(pairs, at)
    return [row_of(contract, heads[contract.pk, period.name], "desk", at) for contract, period in pairs]


def _beside(month: CivilPeriod, step: int) -> tuple[str, str] | None:
    """The address and the name of the month before or after; None beyond the years that are counted."""
    day = month.first - timedelta(days=1) if step < 0 else month.after
    other = named(f"{day.year:04}-{day.month:02}")
    if other is None:
        return None
    return f"{reverse('desk:months')}?period={other.name}", period_name(other, lang())
