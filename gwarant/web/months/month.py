"""The page of a month: what was promised, what was kept, what was broken and why, what it cost."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.accounts.models import Company
from gwarant.notify.actions import mark_matter_read
from gwarant.notify.news import About
from gwarant.pictures.decisions import DECISION_TITLES, decision_rows
from gwarant.pictures.facts import tell_all
from gwarant.pictures.revised import revised_rows
from gwarant.pictures.summary import not_judged_texts, period_name
from gwarant.pictures.words import count, say
from gwarant.reports.anchors import anchor_of
from gwarant.reports.deciding import needed
from gwarant.reports.delivery.links import seen
from gwarant.reports.delivery.notes import note_of
from gwarant.reports.delivery.sending import ref_of
from gwarant.reports.files import command_of, file_name
from gwarant.reports.headline import headline_of
from gwarant.reports.lead import lead
from gwarant.reports.month import Month, longer_of, months_of
from gwarant.reports.sealing.sealer import seal_told
from gwarant.reports.stated import revision_of
from gwarant.sla.assessment import envelope_of
from gwarant.sla.assessment.codes import UNSIGNED
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.decisions import CLIENT, PROVIDER
from gwarant.sla.facts import Told
from gwarant.tickets.evidence import stamp
from gwarant.web.access import AuthedRequest
from gwarant.web.disputes.page import disputes_of, with_disputes
from gwarant.web.messages.reading import is_looked_at
from gwarant.web.moment import now
from gwarant.web.months.account import account_of, today_of
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.breaches import breaches_of, corrections_of
from gwarant.web.months.closing import may_close
from gwarant.web.months.door import month_page
from gwarant.web.months.figures import availability_of, facts_of, kept_of, leaves_out, tickets_of_month
from gwarant.web.months.hours import hours_of
from gwarant.web.months.lists import frame
from gwarant.web.months.promises import promises_of
from gwarant.web.months.remedies import remedies_of
from gwarant.web.templatetags.look import lang


@require_GET
@month_page
def month(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The whole month; details of a clock are one link away."""
    is_desk = addresses.side == "desk"
    if month.report and not is_desk and is_looked_at(request):
        seen(month.report, request.user, now=now())
        mark_matter_read(request.user, About.MONTH, ref_of(month.report), now=now())
    told: dict[str, Any] = {
        "may_close": is_desk and _can_close(month) and may_close(request.user),
        "may_send": is_desk and month.report and may_close(request.user),
        "crumbs": [(reverse(f"{addresses.side}:months"), _("Months"))],
    }
    page, disputes = shown(month, addresses), disputes_of(request, month, addresses)
    told |= {"disputes": disputes, "breaches": with_disputes(page["breaches"], disputes)}
    return render(request, "months/month.html", {**page, **told, **neighbours(month, addresses)})


def shown(month: Month, addresses: Addresses) -> dict[str, Any]:
    """What the page says, to whomever."""
    head, today = headline_of(month.assessment, month.until, month.is_running), today_of(month)
    return {
        **frame(month, addresses),
        "kicker": f"{month.contract.number} · {month.contract.customer.name}",
        "lead": lead(head),
        "head": head,
        "note": note_of(month.report) if month.report else None,
        "decisions": _decisions(month),
        "unread": month.unread,
        "facts": facts_of(month, head, addresses),
        "breaches": breaches_of(month, addresses),
        "kept": kept_of(month, addresses),
        "availability": availability_of(month, addresses),
        "leaves_out": leaves_out(month),
        "promises": list(promises_of(month, addresses)),
        "corrections": corrections_of(month, addresses),
        "tickets": tickets_of_month(month, addresses),
        "hours": hours_of(month, addresses),
        "remedies": remedies_of(month, addresses, today),
        "may_claim": month.is_month and any(one.remedies.lines for one in month.assessment.months),
        "account": account_of(month, addresses, today),
        "not_judged": not_judged_texts(month.assessment, lang(), month.names),
        "notes": tell_all(_notes(month), lang(), month.assessment.zone),
        "proof": _proof(month, addresses),
        "around": around(month, addresses),
        "revised": _revised(month),
    }


def _decisions(month: Month) -> dict[str, Any]:
    """What needs a decision, of whom, until when: what the PDF says."""
    house = Company.objects.values_list("name", flat=True).first() or ""
    sides = {CLIENT: month.contract.customer.name, PROVIDER: house}
    rows = decision_rows(needed(month), month.names, month.assessment.zone, lang(), sides)
    return {"title": say("decisions", lang()), "titles": [say(one, lang()) for one in DECISION_TITLES], "rows": rows}


def _can_close(month: Month) -> bool:
    return month.is_month and not month.is_running and not month.report


def _notes(month: Month) -> list[Told]:
    """The core's notes. It reads a wording's status as it was written down; here every wording has been accepted."""
    return [one for one in month.assessment.notes if not UNSIGNED.is_of(one)]


def _revised(month: Month) -> list[tuple[str, str, str]]:
    """What a revision says otherwise than what was stated before."""
    found = revision_of(month.report) if month.report else None
    return revised_rows(found, month.assessment, lang()) if found else []


def _proof(month: Month, addresses: Addresses) -> dict[str, Any]:
    """What it was computed from, and the command that computes it again."""
    inputs = None if month.follows else month.assessment.inputs
    files = [(one, addresses.wording(one), addresses.wording(one, "contract_json")) for one in month.versions]
    return {
        "inputs": inputs,
        "made": json.loads(month.report.envelope) if month.report else envelope_of(month.assessment, stamp(now())),
        "anchor": anchor_of(month.contract.customer_id, month.report.stated_at if month.report else now()),
        "seal": seal_told(month.report.stated_at) if month.report else "",
        "rows": count(inputs.rows, "row", lang()) if inputs else "",
        "wordings": files,
        "fingerprints": {one.name: one.fingerprint for one in month.assessment.wordings},
        "command": command_of(month),
        "evidence_name": file_name(month, "jsonl"),
    }


def around(month: Month, addresses: Addresses) -> list[tuple[str, str]]:
    """Of a month the quarter and the years that it is a part of, of these their months: addresses and names."""
    own = month.period
    if month.is_month:
        longer = reversed(longer_of(month.contract, now()))
        found = [one for one in longer if one.first <= own.first and own.after <= one.after]
    else:
        months = reversed(months_of(month.contract, now()))
        found = [one for one in months if own.first <= one.first and one.after <= own.after]
    name = f"{addresses.leading}:month"
    return [(reverse(name, args=[month.contract.number, one.name]), period_name(one, lang())) for one in found]


def _alike(month: Month) -> list[CivilPeriod]:
    """The quarters, or the years that begin in the same month."""
    return [one for one in longer_of(month.contract, now()) if _kind(one) == _kind(month.period)]


def _kind(period: CivilPeriod) -> tuple[bool, int]:
    is_quarter = "Q" in period.name
    return is_quarter, 0 if is_quarter else period.first.month


def neighbours(month: Month, addresses: Addresses, page: str = "month", *more: str) -> dict[str, Any]:
    """The same page of the month before and of the month after, where the contract has them."""
    alike = months_of(month.contract, now()) if month.is_month else _alike(month)
    months = {one.name: one for one in sorted(alike)}
    names = list(months)
    at = names.index(month.period.name)
    pairs = {"former": names[at - 1] if at else "", "next": names[at + 1] if at + 1 < len(names) else ""}
    found = {}
    for key, name in pairs.items():
        if name:
            href = reverse(f"{addresses.side}:{page}", args=[month.contract.number, name, *more])
            found[f"{key}_month"] = (href, period_name(months[name], lang()))
    return found
