"""What a month owes, part by part, as both sides see it: what it comes to, until when, where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.pictures.facts import tell
from gwarant.pictures.incidents import incident_text
from gwarant.pictures.owed import remedy_named
from gwarant.pictures.summary import line_amount, line_base, owed_for, period_name, sum_text
from gwarant.pictures.words import full, long_day
from gwarant.reports.claims.acting import DROPPED
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.claims.standing import Owed, State, standing_of
from gwarant.reports.disputes.until import until_of
from gwarant.reports.month import Month
from gwarant.sla.evidence.model import AmountStatus, Role
from gwarant.sla.money import total
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.lists import frame
from gwarant.web.templatetags.look import lang

APART = ":"  # between a remedy and an incident, in forms; no id of a remedy holds it
TONES = {
    State.OPEN: "at_risk",
    State.DUE: "at_risk",
    State.CLAIMED: "at_risk",
    State.GRANTED: "fine",
    State.REFUSED: "breached",
    State.DISPUTED: "at_risk",
    State.REDUCED: "fine",
    State.WAIVED: "paused",
    State.PAID: "fine",
    State.LAPSED: "paused",
    State.ASIDE: "paused",
}


@dataclass(frozen=True)
class Said:
    """One step of a part's history."""

    step: AmountStep
    words: str
    is_ours: bool


def page_of(month: Month, addresses: Addresses) -> dict[str, Any]:
    """All that the page shows."""
    if not month.is_month:
        raise Http404
    found = standing_of(month.contract, month.period.name, now())
    said = AmountStep.objects.filter(contract=month.contract, month=month.period.name).select_related("by")
    rows = [row_of(one, month, addresses, [step for step in said if _is_of(step, one)]) for one in found]
    return {
        **frame(month, addresses),
        "kicker": f"{month.contract.number} · {month.contract.customer.name}",
        "side": addresses.side,
        "named": period_name(month.period, lang()),
        "rows": rows,
        "open": [row for row in rows if row["one"].state is State.OPEN],
    }


def row_of(one: Owed, month: Month, addresses: Addresses, said: Sequence[AmountStep]) -> dict[str, Any]:
    """One part in words."""
    line = one.lines[0]
    clock = f"{addresses.ticket(line.breach.ticket)}/clocks/{line.breach.clock}/{line.breach.cycle}/{line.breach.link}"
    bases = dict.fromkeys(line_base(each, one.currency, lang()) for each in one.lines)
    return {
        "one": one,
        "value": f"{one.remedy}{APART}{one.incident}",
        "label": remedy_named(line, month.names),
        "about": about_of(one, month),
        "href": clock if line.breach.ticket and line.breach.clock else addresses.page + "#availability",
        "base": ", ".join(base for base in bases if base),
        "amount": amount_text(one),
        "last": last_of(one, month.assessment.zone),
        "decide_until": _decide_by(one, said),
        "tone": TONES[one.state],
        "word": state_words()[one.state],
        "why": _why(one, month.assessment.zone),
        "may_drop": one.state in DROPPED,
        "dispute_href": _disputing(one, month) if addresses.side == "portal" else "",
        "said": [Said(step, step_words()[_done(step)], step.side is Role.PROVIDER) for step in said],
        "paid": sum_text(one.entry.paid, one.currency, lang()) if one.entry and one.entry.paid else "",
        "left": sum_text(one.open, one.currency, lang()) if one.open and one.entry and one.entry.paid else "",
    }


def last_of(one: Owed, zone: str) -> str:
    """Until when it can be claimed: a day to its end, or a moment; empty where there is no end."""
    if one.last_at is not None:
        return full(one.last_at, zone, lang())
    return long_day(one.last, lang()) if one.last else ""


def about_of(one: Owed, month: Month) -> str:
    """The breaches that it answers: a ticket with its clock, a figure, an outage by its beginning."""
    line = one.lines[0]
    if line.breach.outage:
        return incident_text(one.incident, month.assessment.zone, lang())
    return owed_for(line, month.names)


def amount_text(one: Owed) -> str:
    """What it comes to; in kind where it is no money."""
    given = dict.fromkeys(line_amount(each, one.currency, lang()) for each in one.lines if each.grants)
    return ", ".join(given) or sum_text(one.comes_to, one.currency, lang())


def sum_of(found: Iterable[Owed]) -> str:
    """What several come to together."""
    rows = list(found)
    whole = total(one.comes_to for one in rows)
    return sum_text(whole, rows[0].currency if rows else "", lang())


def keys_of(values: Iterable[str]) -> list[tuple[str, str]]:
    """The parts that a form names."""
    return [(remedy, incident) for remedy, _apart, incident in (value.partition(APART) for value in values)]


def state_words() -> dict[State, str]:
    """Where a part stands, in words."""
    return {
        State.OPEN: pgettext("an amount", "open to claim"),
        State.DUE: pgettext("an amount", "due without a claim"),
        State.CLAIMED: pgettext("an amount", "claimed"),
        State.GRANTED: pgettext("an amount", "granted"),
        State.REFUSED: pgettext("an amount", "refused"),
        State.DISPUTED: pgettext("an amount", "disputed by the client"),
        State.REDUCED: pgettext("an amount", "reduced"),
        State.WAIVED: pgettext("an amount", "given up"),
        State.PAID: pgettext("an amount", "paid"),
        State.LAPSED: pgettext("an amount", "lapsed"),
        State.ASIDE: pgettext("an amount", "does not count"),
    }


def step_words() -> dict[str, str]:
    """What was done, in words."""
    return {
        "claimed": pgettext("an amount", "Claimed"),
        "elected": pgettext("an amount", "Chosen"),
        "accepted": pgettext("an amount", "Granted"),
        "refused": pgettext("an amount", "Refused"),
        "disputed": pgettext("an amount", "Disputed"),
        "waived": pgettext("an amount", "Given up"),
        "reduced": pgettext("an amount", "Reduced"),
        "settled": pgettext("an amount", "Paid"),
    }


def refusal_words(code: str, one: Owed | None, zone: str) -> str:
    """Why something was not done, and what stands instead."""
    said = {
        "day": last_of(one, zone) if one is not None else "",
        "stands": state_words()[one.state] if one is not None else "",
        "open": sum_text(one.open, one.currency, lang()) if one is not None else "",
    }
    return {
        "unknown": _("The month owes nothing of that name any more: look at it again."),
        "lapsed": _("It could be claimed until %(day)s, and was not: it is not due any more.") % said,
        "meanwhile": _("Somebody was quicker, or it cannot be done any more. It stands as: %(stands)s.") % said,
        "silent": _("Please say why: the client reads it."),
        "unnumbered": _("Please give the number of the credit note or the payment."),
        "unpriced": _("Nobody knows what is open of it: type the amount."),
        "beyond": _("Open of it is %(open)s: type no more than that, and more than nothing.") % said,
        "unmarked": _("Please mark what you claim."),
    }[code]


def _done(step: AmountStep) -> str:
    is_refusal = step.status == AmountStatus.DISPUTED and step.side is Role.PROVIDER
    return "refused" if is_refusal else step.status


def _disputing(one: Owed, month: Month) -> str:
    """Where the amount is disputed, once the month is closed and within the house's days."""
    if month.report is None or now() >= until_of(month.report).ends_at:
        return ""
    if one.state in (State.WAIVED, State.LAPSED, State.DISPUTED):
        return ""
    address = reverse("portal:dispute_new", args=[month.contract.number, month.period.name])
    return f"{address}?{urlencode({'part': f'{one.remedy}{APART}{one.incident}'})}"


def _is_of(step: AmountStep, one: Owed) -> bool:
    return (step.remedy, step.incident) == one.key


def _decide_by(one: Owed, said: Sequence[AmountStep]) -> str:
    """Until when the house may decide about what was claimed."""
    days: list[date] = [step.decide_until for step in said if step.decide_until]
    is_decided = one.state not in (State.CLAIMED, State.DISPUTED) or any(step.side is Role.PROVIDER for step in said)
    return long_day(days[0], lang()) if days and not is_decided else ""


def _why(one: Owed, zone: str) -> str:
    """Why it does not count."""
    reasons = dict.fromkeys(tell(line.reason, lang(), zone) for line in one.lines if line.reason)
    return "; ".join(reasons) if one.state is State.ASIDE else ""
