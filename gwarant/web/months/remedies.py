"""What a month owes for its breaches, as computed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.notify.actions import house_of
from gwarant.pictures.account import extras
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.keys import month_text
from gwarant.pictures.owed import nothing_owed, remedy_named
from gwarant.pictures.summary import cap_texts, line_amount, line_base, owed_for, sum_text
from gwarant.reports.month import Month
from gwarant.sla.assessment.model import MonthOfMoney
from gwarant.sla.remedies.line import Line
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import cited
from gwarant.web.templatetags.look import lang


def remedies_of(month: Month, addresses: Addresses) -> list[dict[str, Any]]:
    """One settlement for each wording that owes for the month."""
    several = len(month.assessment.months) > 1
    return [_settlement(one, month, addresses, several) for one in month.assessment.months]


def _settlement(one: MonthOfMoney, month: Month, addresses: Addresses, several: bool) -> dict[str, Any]:
    found, currency = one.remedies, month.currency(one.contract)
    return {
        "title": month_text(one.month, lang()).capitalize() if several else "",
        "cited": cited(month, addresses, one.contract, "remedies"),
        "lines": [_line(line, currency, month, addresses) for line in found.lines],
        "nothing": nothing_owed(month.assessment, lang()),
        "total": sum_text(found.total, currency, lang()),
        "status": statuses()[found.status.value],
        "mode": _to_claim(month) if found.mode == "on_claim" else _("It is due without a claim."),
        "remarks": [
            *extras(one, currency, lang()),
            *cap_texts(found, currency, lang()),
            *tell_all(found.notes, lang(), month.assessment.zone),
        ],
    }


def statuses() -> dict[str, str]:
    """Where a settlement stands, in words."""
    return {
        "computed": pgettext("settlement", "computed"),
        "claimed": pgettext("settlement", "claimed"),
        "accepted": pgettext("settlement", "accepted"),
        "disputed": pgettext("settlement", "disputed"),
        "waived": pgettext("settlement", "waived"),
        "reduced": pgettext("settlement", "reduced"),
        "settled": pgettext("settlement", "settled"),
    }


def _line(line: Line, currency: str, month: Month, addresses: Addresses) -> dict[str, Any]:
    breach = line.breach
    clock = f"{addresses.ticket(breach.ticket)}/clocks/{breach.clock}/{breach.cycle}/{breach.link}"
    return {
        "remedy": remedy_named(line, month.names),
        "about": owed_for(line, month.names),
        "href": clock if breach.ticket and breach.clock else ("#availability" if breach.promise else ""),
        "base": line_base(line, currency, lang()),
        "amount": line_amount(line, currency, lang()),
        "kept": line.kept,
        "reason": tell(line.reason, lang(), month.assessment.zone) if line.reason else "",
    }


def _to_claim(month: Month) -> str:
    """That the client has to claim it, and where: in the portal, or in writing, by mail where answers are read."""
    address = house_of(month.contract.customer).answers
    if not address:
        return _("The client has to claim it: in the portal, or from the provider in writing.")
    return _("The client has to claim it: in the portal, or in writing, such as by e-mail to %(address)s.") % {
        "address": address
    }
