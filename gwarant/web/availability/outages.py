"""The outages of a system with their evidence: from when to when, what was seen at the edges, the ticket about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.models import Place, Shown, Turn
from gwarant.pictures.outage_words import none_seen
from gwarant.pictures.summary import milliseconds, outage_note
from gwarant.reports.edges import Edges, Glance, edges_of
from gwarant.reports.month import Month
from gwarant.sla.assessment.model import Promised
from gwarant.sla.availability import Outage
from gwarant.sla.availability.codes import REPORTED_ALONE, REPORTED_UNSEEN
from gwarant.sla.evidence.model import Looks
from gwarant.web.monitors.words import reason_words
from gwarant.web.months.addresses import Addresses
from gwarant.web.templatetags.look import lang

MOST = 100


@dataclass(frozen=True)
class Known:
    """Certificates by their print, what was said by place and slot, names of places, tickets by ids of their events."""

    certificates: dict[str, Shown]
    said: dict[tuple[str, int], str]
    places: dict[str, str]
    tickets: dict[str, str]


def outages_of(
    promised: Sequence[Promised], month: Month, addresses: Addresses, rows: Sequence[Looks]
) -> dict[str, Any]:
    """The outages of all figures in the order of time, each once; the first MOST of them with their looks."""
    found: dict[tuple[int, int], Outage] = {}
    for one in promised:
        found |= {(outage.start, outage.end): outage for outage in one.figure.outages}
    own = [found[key] for key in sorted(found)]
    seen = [(outage, edges_of(outage, rows)) for outage in own[:MOST]]
    known = _known(seen, month, promised[-1].figure.service)
    return {
        "none": list(dict.fromkeys(none_seen(one.figure, lang()) for one in promised)) if not own else [],
        "reported": _reported(promised, known, addresses),
        "lines": [_line(outage, edges, known, addresses) for outage, edges in seen],
        "more": len(own) - len(seen),
        "counted": milliseconds(sum(one.counted_ms for one in own), lang()),
    }


def _reported(promised: Sequence[Promised], known: Known, addresses: Addresses) -> list[tuple[str, str]]:
    """The tickets by which the system was reported as down while no measurement shows it, or nobody measured."""
    notes = [note for one in promised for note in one.figure.notes]
    alone = [note for note in notes if REPORTED_ALONE.is_of(note) or REPORTED_UNSEEN.is_of(note)]
    rows = [row for note in alone for row in note["reports"]]
    keys = dict.fromkeys(known.tickets[row] for row in rows if row in known.tickets)
    return [(key, addresses.ticket(key)) for key in keys]


def _known(seen: Sequence[tuple[Outage, Edges]], month: Month, service: str) -> Known:
    """Servers show certificates to everybody, and evidence names places: a customer may see those of its own looks."""
    glances = [one for _, edges in seen for one in _glances(edges)]
    prints, places = {one.certificate for one in glances} - {""}, {one.place for one in glances}
    slots = [edges.failed.slot for _, edges in seen if edges.failed]
    with scoped(ENGINE):
        shown = Shown.objects.filter(customer=month.contract.customer_id)
        own = Turn.objects.filter(customer=month.contract.customer_id, monitor__service__key=service, slot__in=slots)
        return Known(
            said={(place, slot): text for place, slot, text in own.values_list("place__key", "slot", "said")},
            certificates={one.print: one for one in shown.filter(print__in=prints)} if prints else {},
            places={one.key: one.called for one in Place.objects.filter(key__in=places)} if places else {},
            tickets={row.id: row.ticket for row in month.evidence.events},
        )


def _line(outage: Outage, edges: Edges, known: Known, addresses: Addresses) -> dict[str, Any]:
    failed, tickets = edges.failed, known.tickets
    about = dict.fromkeys(tickets[one] for one in outage.evidence if one in tickets)
    return {
        "since": outage.start // 1000,
        "until": outage.end // 1000,
        "length": milliseconds(outage.end - outage.start, lang()),
        "counted": milliseconds(outage.counted_ms, lang()),
        "at_least": milliseconds(outage.at_least.end - outage.at_least.start, lang()) if outage.at_least else "",
        "at_most": milliseconds(outage.at_most.end - outage.at_most.start, lang()),
        "remark": outage_note(outage, lang()),
        "failed": failed,
        "failed_at": failed.at // 1000 if failed else None,
        "place": known.places.get(failed.place, failed.place) if failed else "",
        "reason": reason_words(failed.code) if failed else "",
        "said": known.said.get((failed.place, failed.slot), "") if failed else "",
        "certificates": _told(edges, known.certificates),
        "stretch": (outage.start // 1000, -(-outage.end // 1000)),
        "tickets": [(key, addresses.ticket(key)) for key in about],
    }


def _told(edges: Edges, shown: dict[str, Shown]) -> list[Shown]:
    """The certificates at the edges, each once."""
    prints = dict.fromkeys(one.certificate for one in _glances(edges) if one.certificate)
    return [shown[one] for one in prints if one in shown]


def _glances(edges: Edges) -> list[Glance]:
    return [one for one in (edges.before, edges.failed, edges.after) if one]
