"""The breaches of a month, large: which promise, how late, what the clock waited for, and the house's own words."""

from collections.abc import Iterator
from typing import Any

from gwarant.pictures.account import facts_text
from gwarant.pictures.bar import STILL, PieceKind
from gwarant.pictures.facts import tell
from gwarant.pictures.segments import lines_of
from gwarant.pictures.sentence import class_note, target_of
from gwarant.pictures.summary import breaches, late_text, stood_text
from gwarant.pictures.words import duration, elapsed, say
from gwarant.reports.causes import causes_of
from gwarant.reports.month import Month
from gwarant.sla.assessment.model import Corrected
from gwarant.sla.clocks.codes import READING
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.facts import Told
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import cited
from gwarant.web.months.lists import titles_of
from gwarant.web.templatetags.look import lang

TOP = 12
OUTSIDE = (PieceKind.OUTSIDE_HOURS, PieceKind.HOLIDAY)


def breaches_of(month: Month, addresses: Addresses) -> dict[str, Any]:
    """The breaches, those that are the latest first; beyond a dozen they stand in a list of their own."""
    found = breaches(month.assessment)
    shown = found[:TOP]
    keys = {one.ticket for one in shown}
    titles, causes = titles_of(keys), causes_of(keys, month.told_until)
    rows = [
        {
            "reading": one,
            "class_label": month.names.under(one.contract).class_(one.class_),
            "title": titles.get(one.ticket, ""),
            "late": late_text(one, lang()),
            "is_running": one.stopped_at is None,
            "facts": [fact for fact in (target_of(one, lang()), class_note(one, lang())) if fact],
            "cited": cited(month, addresses, one.contract, "targets", one.clause),
            "cause": causes.get(one.ticket),
            "times": list(_times(one)),
            "href": addresses.ticket(one.ticket),
            "why_href": addresses.why(one),
        }
        for one in shown
    ]
    more = max(0, len(found) - TOP)
    return {"rows": rows, "n": len(found), "more": more, "href": addresses.readings(verdict="breached")}


def _times(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Where the time went: what counted, what waited and for what, what lay outside hours."""
    sums: dict[tuple[PieceKind, Told | None], int] = {}
    for line in lines_of(reading):
        why = line.why if line.kind in STILL else None
        sums[line.kind, why] = sums.get((line.kind, why), 0) + line.until - line.since
    for (kind, why), seconds in sorted(sums.items(), key=lambda row: (row[0][0] in OUTSIDE, -row[1])):
        told = duration if kind in (PieceKind.COUNTED, PieceKind.OVER) else elapsed
        yield say(kind.value, lang()), told(seconds, lang()), tell(why, lang()) if why else ""


def corrections_of(month: Month, addresses: Addresses) -> list[dict[str, Any]]:
    """What this month has changed about earlier ones."""
    return [_correction(one, month, addresses) for one in month.assessment.corrections]


def _correction(one: Corrected, month: Month, addresses: Addresses) -> dict[str, Any]:
    of_ticket, zone = READING.is_of(one.what), month.assessment.zone
    return {
        "key": tell(one.what, lang(), zone),
        "href": addresses.ticket(one.what["ticket"]) if of_ticket else "",
        "before": stood_text(one.before, lang()),
        "after": stood_text(one.after, lang()),
        "reason": tell(one.reason, lang(), zone) if one.reason else facts_text(one.facts, zone, lang()),
        "cited": cited(month, addresses, one.contract, "targets" if of_ticket else "availability"),
    }
