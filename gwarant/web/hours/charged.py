"""What a ticket's entries cost, each in the month in which it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gwarant.hours.models import TimeEntry
from gwarant.pictures.summary import period_name
from gwarant.reports.month import Month, month_of, months_of
from gwarant.tickets.evidence import stamp
from gwarant.tickets.models import Ticket
from gwarant.web.hours.derived import Derived
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.hours import derived_of
from gwarant.web.templatetags.look import lang

MONTHS = 6  # the newest ones with work; what is older is read on the pages of its months


@dataclass(frozen=True)
class Charged:
    """An entry in a month, whose page says what the whole month costs."""

    month: str
    href: str
    own: Derived


def charged_of(ticket: Ticket, entries: Sequence[TimeEntry], now: datetime) -> dict[str, list[Charged]]:
    """What each entry is in the months of the contract, by its id; nothing where no contract judges the ticket."""
    if ticket.version is None or not entries:
        return {}
    contract = ticket.version.contract
    edges = [(stamp(one.start_at), stamp(one.end_at)) for one in entries]
    touched = [month for month in months_of(contract, now) if any(a < month.end and month.start < b for a, b in edges)]
    uids, found = {one.uid for one in entries}, dict[str, list[Charged]]()
    for period in touched[:MONTHS]:
        month = month_of(contract, period.name, lang(), now)
        for uid, own in derived_of(month).items():
            if uid in uids:
                found.setdefault(uid, []).append(_charged(month, own))
    return found


def _charged(month: Month, own: Derived) -> Charged:
    addresses = Addresses("desk", month.contract.number, month.period.name)
    return Charged(period_name(month.period, lang()), f"{addresses.page}#hours", own)
