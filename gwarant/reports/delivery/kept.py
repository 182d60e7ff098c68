"""The PDF of a statement as bytes that stay: drawn once in each language, the same file whoever looks at it later."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.store import Stored, claim, folder, store
from gwarant.ledger.models import Seal
from gwarant.reports.delivery.models import Paper, Sending
from gwarant.reports.files import file_name
from gwarant.reports.models import Report
from gwarant.reports.month import Month
from gwarant.reports.paper.paper import paper_of
from gwarant.reports.statements import uid_of

PDF = "application/pdf"


def kept_paper(month: Month, report: Report, lang: str, now: datetime) -> Stored:
    """The PDF in the language as it was drawn or sent first; drawn where it was not yet, or its bytes are lost.

    Drawn anew it could be another file of the same revision: names, sentences and releases change. SealUnusable.
    """
    name = file_name(month, "pdf")
    if there := _there(report, lang, name):
        return there
    made = store(paper_of(month, report, lang), name)
    if _is_chained(report):
        with scoped(ENGINE), transaction.atomic():
            claim([made])
            told = {"customer_id": report.customer_id, "size": made.size, "drawn_at": now}
            Paper.objects.get_or_create(report=report, language=lang, sha256=made.sha256, defaults=told)
    return _there(report, lang, name) or made


def bytes_of(paper: Stored) -> bytes:
    """What lies in the folder."""
    return folder().path(paper.sha256).read_bytes()


def _there(report: Report, lang: str, name: str) -> Stored | None:
    """What was sent to an address, then what was drawn, the oldest first, of which the bytes are whole."""
    with scoped(ENGINE):
        found = list(_known(report, lang))
    whole = (Stored(sha256, size, PDF, name) for sha256, size in found if not folder().fault(sha256))
    return next(whole, None)


def _known(report: Report, lang: str) -> Iterator[tuple[str, int]]:
    sent = Sending.objects.filter(report=report, language=lang).exclude(sha256="")
    yield from sent.order_by("pk").values_list("sha256", "size")[:1]  # a release before kept what it sent alone
    yield from Paper.objects.filter(report=report, language=lang).order_by("pk").values_list("sha256", "size")


def _is_chained(report: Report) -> bool:
    """Whether the row of the statement stands in the chain already: a PDF from before says less than it could."""
    with scoped(ENGINE):
        uid = uid_of(report.contract.number, report.period, report.revision)
        return Seal.objects.filter(row__uid=uid).exists()
