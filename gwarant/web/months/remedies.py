"""What a month owes for its breaches, as computed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gwarant.notify.actions import house_of
from gwarant.pictures.account import extras, is_undecided, status_text
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.keys import month_text
from gwarant.pictures.owed import nothing_owed, remedy_named
from gwarant.pictures.summary import cap_texts, line_amount, line_base, owed_for, sum_text
from gwarant.pictures.words import say
from gwarant.reports.month import Month
from gwarant.sla.assessment.model import MonthOfMoney
from gwarant.sla.remedies import Entry
from gwarant.sla.remedies.line import Line
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import cited
from gwarant.web.templatetags.look import lang


def remedies_of(month: Month, addresses: Addresses, today: Month | None) -> list[dict[str, Any]]:
    """One settlement for each wording that owes for the month, as it stands `today`, or by the month itself."""
    ledger, several = (today or month).assessment.ledger, len(month.assessment.months) > 1
    return [_settlement(one, month, addresses, ledger, several) for one in month.assessment.months]


def _settlement(
    one: MonthOfMoney, month: Month, addresses: Addresses, ledger: Sequence[Entry], several: bool
) -> dict[str, Any]:
    found, currency = one.remedies, month.currency(one.contract)
    entries = entries_of(one, ledger)
    mode = _to_claim(month) if found.mode == "on_claim" else _("It is due without a claim.")
    return {
        "title": capfirst(month_text(one.month, lang())) if several else "",
        "cited": cited(month, addresses, one.contract, "remedies"),
        "lines": [_line(line, currency, month, addresses) for line in found.lines],
        "nothing": nothing_owed(month.assessment, lang()),
        "total": sum_text(found.total, currency, lang()),
        "status": ", ".join(dict.fromkeys(status_text(entry, lang()) for entry in entries))
        or say(f"amount_{found.status.value}", lang()),
        "mode": mode if not entries or any(map(is_undecided, entries)) else "",
        "remarks": [
            *extras(one, currency, lang()),
            *cap_texts(found, currency, lang()),
            *tell_all(found.notes, lang(), month.assessment.zone),
        ],
    }


def entries_of(one: MonthOfMoney, ledger: Iterable[Entry]) -> list[Entry]:
    """The amounts of the ledger that are the settlement's: of the whole month, or of one of its lines."""
    lines = {(line.remedy, line.incident) for line in one.remedies.lines}
    own = (entry for entry in ledger if entry.month == one.month)
    return [entry for entry in own if not entry.remedy or (entry.remedy, entry.incident) in lines]


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
