"""The report of a closed period as a PDF, with all that its figures follow from."""

import json
from dataclasses import asdict
from typing import Any

from gwarant import __version__
from gwarant.accounts.models import Company
from gwarant.contracts.terms import wording_of
from gwarant.pictures.summary import breaches
from gwarant.reports.causes import causes_of
from gwarant.reports.deciding import waiting
from gwarant.reports.delivery.notes import note_of
from gwarant.reports.files import command_of, file_name, file_names
from gwarant.reports.models import Report
from gwarant.reports.month import Month
from gwarant.reports.paper.build import build
from gwarant.reports.paper.chain import chain_of, head_of
from gwarant.reports.paper.drawing import SCHEMA, Beside, Ground, drawn_of, without_pictures
from gwarant.reports.paper.typeset import Attached, pdf_of
from gwarant.reports.paper.words import said
from gwarant.reports.sealing.sealer import sealed_by_the_house
from gwarant.reports.stated import assessment_of, former_of
from gwarant.sla.contract.parse import canonical
from gwarant.sla.document import plain
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.tickets.evidence import stamp

JSON, LINES = "application/json", "application/x-ndjson"


def paper_of(month: Month, report: Report, lang: str) -> bytes:
    """The PDF with the house's seal. SealUnusable.

    The same report in the same language gives the same bytes, as long as its causes, the names of house and customer,
    the release and the house's key stand; not where an authority stamps it with the time. What was sent is kept.
    """
    return sealed_by_the_house(drawn(month, report, lang), report.stated_at)


def drawn(month: Month, report: Report, lang: str) -> bytes:
    """The PDF before it is sealed."""
    beside = beside_of(month, report, lang)
    data = drawn_of(_ground(month, report), beside)
    return pdf_of(data, attached_to(month, report, beside, data), report.stated_at)


def data_of(month: Month, report: Report, lang: str) -> dict[str, Any]:
    """All that is drawn."""
    return drawn_of(_ground(month, report), beside_of(month, report, lang))


def _ground(month: Month, report: Report) -> Ground:
    former = former_of(report)
    wordings = tuple(wording_of(one) for one in month.versions)
    return Ground(month.assessment, wordings, month.evidence, assessment_of(former) if former else None)


def beside_of(month: Month, report: Report, lang: str) -> Beside:
    """What the report says and its assessment does not hold."""
    broken, note = {one.ticket for one in breaches(month.assessment)}, note_of(report)
    return Beside(
        lang=lang,
        number=month.contract.number,
        revision=report.revision,
        customer=month.contract.customer.name,
        house=Company.objects.values_list("name", flat=True).first() or "",
        stated_at=stamp(report.stated_at),
        command=command_of(month),
        head=head_of(report),
        causes={key: one.words for key, one in causes_of(broken, month.told_until).items()},
        note=note.text if note else "",
        waiting=[plain(one) for one in waiting(month)],
    )


def attached_to(month: Month, report: Report, beside: Beside, data: dict[str, Any]) -> tuple[Attached, ...]:
    """The files that the printed command reads, the assessment that it gives, and what shows that all is whole."""
    names, lang, lines = file_names(month), beside.lang, "".join(write_lines(month.evidence))
    wordings = [
        Attached(file, canonical(wording_of(one)).decode() + "\n", JSON, said("file_wording", lang, name=one))
        for file, one in names.wordings
    ]
    former = former_of(report)
    before = file_name(month, f"r{former.revision}.json") if former else ""
    return (
        Attached(names.assessment, report.assessment + "\n", JSON, said("file_assessment", lang)),
        Attached(names.envelope, report.envelope + "\n", JSON, said("file_envelope", lang)),
        *wordings,
        Attached(names.evidence, lines, LINES, said("file_evidence", lang)),
        Attached(names.chain, chain_of(month, report), LINES, said("file_chain", lang)),
        Attached(names.pages, _pages(beside, data), JSON, said("file_pages", lang)),
        *([Attached(before, former.assessment + "\n", JSON, said("file_former", lang))] if former else ()),
    )


def _pages(beside: Beside, data: dict[str, Any]) -> str:
    """What is drawn, as a file: with it the pages are read again, whatever release draws them later."""
    made_by = {"schema": SCHEMA, "release": __version__, "build": build()}
    told = {**made_by, "beside": asdict(beside), "drawn": without_pictures(data)}
    return json.dumps(told, sort_keys=True, ensure_ascii=False) + "\n"
