"""A month as files: the canonical assessment, the envelope beside it, and the evidence that it was judged from."""

import hashlib
import logging

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.reports.anchors import heads_of
from gwarant.reports.delivery.kept import PDF, bytes_of, kept_paper
from gwarant.reports.delivery.links import seen
from gwarant.reports.files import file_name
from gwarant.reports.models import Report
from gwarant.reports.month import Month
from gwarant.reports.sealing.sealer import SealUnusable
from gwarant.sla.assessment import envelope_of, to_bytes
from gwarant.sla.assessment.envelope import to_bytes as to_envelope
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.tickets.evidence import stamp
from gwarant.web.access import AuthedRequest
from gwarant.web.messages.reading import is_looked_at
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.door import month_page, whole_month_page
from gwarant.web.templatetags.look import lang

logger = logging.getLogger(__name__)


@require_GET
@whole_month_page
def document(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The same bytes as the command line writes."""
    body = (month.report.assessment.encode() if month.report else to_bytes(month.assessment)) + b"\n"
    headers = {"Content-Disposition": _saved_as(month, "json"), "ETag": f'"{hashlib.sha256(body).hexdigest()}"'}
    return HttpResponse(body, content_type="application/json", headers=headers)


@require_GET
@whole_month_page
def envelope(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """Who made the assessment, with what and when, and the head of the evidence's chain."""
    body = (month.report.envelope.encode() if month.report else _made_now(month)) + b"\n"
    headers = {"Content-Disposition": _saved_as(month, "envelope.json")}
    return HttpResponse(body, content_type="application/json", headers=headers)


@require_GET
@whole_month_page
def evidence(request: AuthedRequest, month: Month, addresses: Addresses) -> StreamingHttpResponse:
    """The rows in their canonical order; their hash stands on the month's page."""
    lines = (line.encode() for line in write_lines(month.evidence))
    headers = {"Content-Disposition": _saved_as(month, "jsonl")}
    return StreamingHttpResponse(lines, content_type="application/x-ndjson", headers=headers)


@require_GET
@month_page
def paper(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The report of a closed month, in the reader's language; 404 for one that nobody has closed.

    503 while the house's seal cannot be used: an unsealed one is none.
    """
    if month.report is None:
        raise Http404
    if addresses.side == "portal" and is_looked_at(request):
        seen(month.report, request.user, now=now())
    return paper_answer(month, month.report, lang(), "attachment")


def paper_answer(month: Month, report: Report, code: str, disposition: str) -> HttpResponse:
    """The PDF in that language as it was drawn first, or that it cannot be sealed."""
    headers = {"Content-Disposition": f'{disposition}; filename="{file_name(month, "pdf")}"'}
    try:
        paper = kept_paper(month, report, code, now())
        return HttpResponse(bytes_of(paper), content_type=PDF, headers=headers)
    except SealUnusable as error:
        return HttpResponse(not_sealed(report, error), status=503, content_type="text/plain; charset=utf-8")


def not_sealed(report: Report, error: SealUnusable) -> str:
    """What is said where the seal cannot be used; why stands in the log."""
    logger.error("the report %s cannot be sealed: %s", report, error)
    return _("The report cannot be sealed just now. Nothing of it is lost; the house has to look after its seal.")


def _made_now(month: Month) -> bytes:
    return to_envelope(envelope_of(month.assessment, stamp(now()), heads_of(month.contract.customer_id)))


def _saved_as(month: Month, kind: str) -> str:
    return f'attachment; filename="{file_name(month, kind)}"'
