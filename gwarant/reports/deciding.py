"""What a period needs decided: what contract and evidence say, and corrections that count once somebody agrees."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from gwarant.contracts.terms import wording_of
from gwarant.monitoring.corrections.models import Correction, CorrectionStep, Stands
from gwarant.monitoring.moments import milliseconds_of
from gwarant.pictures.summary import breaches
from gwarant.reports.causes import causes_of
from gwarant.reports.month import Month
from gwarant.sla.decisions import CLIENT, PROVIDER, Decision, Ground, decisions_of
from gwarant.sla.decisions.codes import APPROVAL, CONSENT
from gwarant.tickets.evidence import moment_of, stamp

WAITING = {Stands.ASKED: (APPROVAL, PROVIDER), Stands.WAITS: (CONSENT, CLIENT)}


def needed(month: Month) -> tuple[Decision, ...]:
    """As of the statement; of what nobody has stated, as it stands."""
    at = stamp(month.report.stated_at) if month.report else month.until
    broken = {one.ticket for one in breaches(month.assessment)}
    without = broken - causes_of(broken, month.told_until).keys()
    wordings = [wording_of(one) for one in month.versions]
    ground = Ground(month.assessment, wordings, month.evidence, at, len(without))
    return decisions_of(ground, waiting(month))


def waiting(month: Month) -> Iterator[Decision]:
    """Corrections of its time for which a word was missing then: none of them is a row of evidence yet."""
    until = None if month.told_until is None else moment_of(month.told_until)
    span = moment_of(month.period.start), moment_of(month.until)
    found = Correction.objects.filter(contract=month.contract, start_at__lt=span[1], end_at__gt=span[0])
    found = found if until is None else found.filter(asked_at__lt=until)
    for one in found.select_related("service").prefetch_related(Prefetch("steps", _said_by(until))).order_by("pk"):
        if one.stands in WAITING:
            code, by = WAITING[one.stands]
            told = {"start": milliseconds_of(one.start_at), "end": milliseconds_of(one.end_at)}
            yield Decision(what=code(service=one.service.key, **told), by=by)


def _said_by(until: datetime | None) -> QuerySet[CorrectionStep]:
    """The steps of corrections that had been taken by then."""
    steps = CorrectionStep.objects.order_by("number")
    return steps if until is None else steps.filter(at__lt=until)
