"""The report of a closed month as a PDF, with all that its figures follow from."""

from typing import Any

from gwarant.accounts.models import Company
from gwarant.contracts.terms import wording_of
from gwarant.pictures.opening import is_empty, lead
from gwarant.pictures.summary import breaches, period_name
from gwarant.pictures.words import day_of, long_day
from gwarant.reports.anchors import anchor_of
from gwarant.reports.causes import causes_of
from gwarant.reports.files import command_of, file_names
from gwarant.reports.models import Report
from gwarant.reports.month import Month
from gwarant.reports.paper.blocks import plain
from gwarant.reports.paper.sections import ANNEX, SECTIONS, Stated, facts_of, parts_of
from gwarant.reports.paper.typeset import Attached, pdf_of
from gwarant.reports.paper.words import said
from gwarant.reports.stated import revision_of
from gwarant.sla.contract.parse import canonical
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.model import MaintenanceWindow
from gwarant.sla.evidence.voids import counting
from gwarant.tickets.evidence import stamp

MS = 1000


def paper_of(month: Month, report: Report, lang: str) -> bytes:
    """The PDF; the same report in the same language gives the same bytes, as long as its causes stand."""
    return pdf_of(data_of(month, report, lang), attached_to(month, report, lang), report.stated_at)


def data_of(month: Month, report: Report, lang: str) -> dict[str, Any]:
    """All that is drawn."""
    found, contract, zone = month.assessment, month.contract, month.assessment.zone
    period, when = period_name(found.period, lang), long_day(day_of(stamp(report.stated_at), zone), lang)
    number, n = contract.number, report.revision
    stated = said("closed", lang, when=when) if n == 1 else said("revision", lang, n=n, when=when)
    told, house = _told(month, report, lang), Company.objects.values_list("name", flat=True).first() or ""
    return {
        "title": f"{contract.customer.name} · {period} · {number}",
        "house": house,
        "lang": lang,
        "kicker": " · ".join(part for part in (house, said("kicker", lang, number=number)) if part),
        "name": f"{contract.customer.name} · {period}",
        "about": f"{stated[:1].upper()}{stated[1:]}. {said('state_of', lang, zone=zone)}",
        "lead": said("nothing", lang) if is_empty(found) else lead(found, lang),
        "facts": [list(one) for one in facts_of(told)],
        "parts": [plain(part) for part in parts_of(told, SECTIONS)],
        "annex": [plain(part) for part in parts_of(told, ANNEX)],
        "annex-title": said("annex", lang),
        "footer": said("footer", lang, number=number, period=period, n=n),
    }


def _planned(month: Month) -> list[MaintenanceWindow]:
    """The windows that touch the period and were not taken back."""
    rows, span = counting(month.evidence).maintenance, (month.period.start * MS, month.period.end * MS)
    gone = {one.of for one in rows if one.of and one.start >= one.end}
    found = (one for one in rows if not one.of and one.id not in gone)
    return sorted((one for one in found if one.start < span[1] and one.end > span[0]), key=lambda one: one.start)


def attached_to(month: Month, report: Report, lang: str) -> tuple[Attached, ...]:
    """The files that the printed command reads, beside the assessment that it gives and its envelope."""
    names, json, lines = file_names(month), "application/json", "".join(write_lines(month.evidence))
    wordings = [
        Attached(file, canonical(wording_of(one)).decode() + "\n", json, said("file_wording", lang, name=one))
        for file, one in names.wordings
    ]
    return (
        Attached(names.assessment, report.assessment + "\n", json, said("file_assessment", lang)),
        Attached(names.envelope, report.envelope + "\n", json, said("file_envelope", lang)),
        *wordings,
        Attached(names.evidence, lines, "application/x-ndjson", said("file_evidence", lang)),
    )


def _told(month: Month, report: Report, lang: str) -> Stated:
    broken = {one.ticket for one in breaches(month.assessment)}
    anchor = anchor_of(month.contract.customer_id, report.stated_at)
    return Stated(
        assessment=month.assessment,
        names=month.names,
        lang=lang,
        causes=causes_of(broken, month.until),
        command=command_of(month),
        head=str(anchor) if anchor else "",
        revised=revision_of(report),
        planned=_planned(month),
    )
