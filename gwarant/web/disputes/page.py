"""A dispute as both sides see it, and the list of those of a month."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.contracts.terms import names_under_all, wording_of
from gwarant.files.models import Attachment
from gwarant.pictures.summary import period_name
from gwarant.pictures.told.telling import tell
from gwarant.pictures.words import long_day
from gwarant.reports.disputes.models import About, Dispute
from gwarant.reports.disputes.until import until_of
from gwarant.reports.month import Month, accepted, zone_of
from gwarant.sla.civil import civil_period
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model import Contract
from gwarant.web.access import CLIENT_ADMINISTRATORS, AuthedRequest, role_at
from gwarant.web.disputes.words import Line, line_of
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.templatetags.look import lang


def dispute_of(request: AuthedRequest, pk: int) -> Dispute:
    """The dispute of that number; for its customer's own people only, and for staff."""
    found: Dispute | None = Dispute.objects.told().filter(pk=pk).first()
    if found is None or not (request.user.is_inside or role_at(request, found.customer)):
        raise Http404
    return found


def page_of(one: Dispute, side: str) -> dict[str, Any]:
    """All that its page shows."""
    versions, zone = accepted(one.contract), zone_of(one.contract)
    settles = _settles(wording_of(versions[-1])) if one.about == About.VERDICT else []
    month_href = reverse(f"{side}:month", args=[one.contract.number, one.month])
    return {
        "line": line_of(one, names_under_all(versions, lang()), zone),
        "dispute": one,
        "answer": getattr(one, "answer", None),
        "base": f"{side}/base.html",
        "side": side,
        "zone": zone,
        "month": named(one),
        "month_href": month_href,
        "ticket_href": f"/{side}/tickets/{one.ticket}" if one.ticket else "",
        "claims_href": reverse(f"{side}:month_claims", args=[one.contract.number, one.month]),
        "files": list(Attachment.objects.filter(pk__in=one.files).select_related("erasure__by").order_by("pk")),
        "files_href": f"/{side}/contracts/{one.contract.number}",
        "settles": settles,
        "crumbs": [(month_href, f"{one.contract.number} · {named(one)}")],
    }


def named(one: Dispute) -> str:
    """Of which month, quarter or year it is."""
    return period_name(civil_period(one.month, "UTC"), lang())


def _settles(wording: Contract) -> list[str]:
    """The annex's own sentences about who settles a dispute over a class."""
    told = (told for section in tell(wording, lang()) for told in section.told)
    return [one.text for one in told if one.path.startswith("classification.dispute")]


def disputes_of(request: AuthedRequest, month: Month, addresses: Addresses) -> dict[str, Any]:
    """The disputes of a closed month, quarter or year, and where this person raises one; nothing of what is open."""
    if month.report is None:
        return {"lines": [], "by_clock": {}}
    found = Dispute.objects.told().filter(contract=month.contract, month=month.period.name).order_by("pk")
    lines = [line_of(one, month.names, month.assessment.zone) for one in found]
    until = until_of(month.report)
    may = addresses.side == "portal" and role_at(request, month.contract.customer) in CLIENT_ADMINISTRATORS
    href = reverse("portal:dispute_new", args=[month.contract.number, month.period.name]) if may else ""
    is_over = now() >= until.ends_at
    return {
        "lines": lines,
        "by_clock": {(one.one.ticket, one.one.clock, one.one.cycle, one.one.link): one for one in lines},
        "href": "" if is_over else href,
        "last": long_day(until.last, lang()),
        "is_over": is_over,
        "is_month": month.is_month,
    }


def with_disputes(breaches: dict[str, Any], disputes: dict[str, Any]) -> dict[str, Any]:
    """The breaches, each with its dispute, or with the address that disputes it."""
    for row in breaches["rows"]:
        one: Reading = row["reading"]
        named = {"ticket": one.ticket, "clock": one.clock, "cycle": one.cycle, "link": one.link}
        row["dispute"] = disputes["by_clock"].get(tuple(named.values()))
        href = disputes.get("href", "") if disputes.get("is_month") else ""  # each deadline is its month's
        row["dispute_href"] = f"{href}?{urlencode(named)}" if href and row["dispute"] is None else ""
    return breaches


def lines_of(found: Sequence[Dispute]) -> list[Line]:
    """Disputes of several contracts as rows of a list."""
    return [line_of(one, names_under_all(accepted(one.contract), lang()), zone_of(one.contract)) for one in found]


def ways_of(one: Dispute) -> str:
    """Through which door it is corrected, in words."""
    return {
        About.VERDICT.value: _("Correct the ticket first: its class, a pause, a call that was not written down."),
        About.AMOUNT.value: _("Decide about the amount: that it is granted or paid answers this too."),
        About.FIGURE.value: _("Correct it first where it is written: hours, ticket, proof, what was measured."),
    }[one.about]
