"""Whether what a wording promises to be up is looked at as it says, told before it is signed and afterwards."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.refusals import NotFit
from gwarant.contracts.terms import wording_of
from gwarant.monitoring.actions import MonitorRefused
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.proposing import Gap, gaps, make_monitors
from gwarant.monitoring.rarely import too_rare
from gwarant.monitoring.written import time_of
from gwarant.sla.contract.model import Contract as Wording
from gwarant.web.access import WORKERS, AuthedRequest, get_version, staff
from gwarant.web.moment import now


def watching(found: ContractVersion, terms: Wording) -> dict[str, Any]:
    """What is missing, a sentence each, and where the monitors are made that the wording asks for."""
    missing = gaps(found.customer, terms)
    return {
        "gaps": [*((_missing(one), _mend(one)) for one in missing), *_rare(found, terms)],
        "makes": sum(one.facts is not None for one in missing),
        "make_page": reverse("desk:make_monitors", args=[found.contract.number, found.version]),
    }


@require_POST
@staff(*WORKERS)
def make(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Make the monitors that the wording asks for."""
    found = get_version(request, number, version)
    terms = read(found)
    try:
        made = make_monitors(found.customer, terms, by=request.user, now=now()) if terms else []
    except MonitorRefused as refusal:
        messages.error(request, "; ".join(refusal.problems))
    else:
        n = len(made)
        told = ngettext("%(n)s system is looked at from now on.", "%(n)s systems are looked at from now on.", n)
        messages.success(request, told % {"n": n} if n else _("There was nothing to make."))
    return redirect("desk:contract", number) if found.document else redirect("desk:offer_contract", number, version)


def read(found: ContractVersion) -> Wording | None:
    """The terms, also of a draft that could be offered."""
    if found.document:
        return wording_of(found)
    try:
        return actions.would_offer(found, now=now())[0]
    except NotFit:
        return None


def _rare(found: ContractVersion, terms: Wording) -> Iterator[tuple[str, str]]:
    """What is looked at more rarely than the wording says, and how to mend it."""
    counting = Monitor.objects.kept().filter(customer=found.customer, counts=True).select_related("service")
    for one in counting.order_by("service__key"):
        every = too_rare(one, terms)
        if every is not None:
            told = {"system": one.service.name, "every": time_of(every), "stands": time_of(one.every)}
            yield (
                _("%(system)s: a look every %(every)s is promised, and it is looked at every %(stands)s.") % told,
                _("Have its monitor look more often; each look that is missing counts in the lower bound as failed."),
            )


def _missing(gap: Gap) -> str:
    told = {"system": gap.service.name if gap.service else gap.promise.service, "needed": gap.needed, "n": gap.places}
    if not gap.places and gap.is_told:
        words = _(
            "%(system)s: availability is promised, and only jobs or other tools tell of it, which is not counted. "
            "Its months would be unknown."
        )
        return words % told
    if not gap.places:
        return _("%(system)s: availability is promised, and nothing looks at it. Its months would be unknown.") % told
    return (
        ngettext(
            "%(system)s: %(needed)s places are promised, and it is looked at from %(n)s.",
            "%(system)s: %(needed)s places are promised, and it is looked at from %(n)s.",
            gap.places,
        )
        % told
    )


def _mend(gap: Gap) -> str:
    if gap.facts and gap.would_look >= gap.needed:
        return _("Can be made with one click.")
    if gap.facts:
        return _("There are too few places of ours; open more of them.")
    if gap.monitor and not gap.monitor.is_active:
        return _("Its monitor is paused; end the pause.")
    if gap.service and not gap.service.address and gap.monitor is None:
        return _("Write the system’s address down, or add a monitor yourself.")
    return _("Open more places.") if gap.service else _("The customer has no such system.")
