"""Sending a report: once to each person and address, again where somebody asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gwarant.accounts.models import User
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.store import Stored, claim
from gwarant.notify.actions import tell
from gwarant.notify.dead import dead
from gwarant.notify.enclosed import Enclosed, parted
from gwarant.notify.news import About, News
from gwarant.notify.recipients import Correspondent, Recipient, by_key
from gwarant.reports.claims.ending import claimable_of
from gwarant.reports.delivery.duty import prove
from gwarant.reports.delivery.kept import PDF, kept_paper
from gwarant.reports.delivery.letters import AS_LINK, IN_MAIL, ReportSent
from gwarant.reports.delivery.links import path_of
from gwarant.reports.delivery.models import Sending
from gwarant.reports.delivery.notes import note_of
from gwarant.reports.delivery.readers import who_still_reads
from gwarant.reports.delivery.until import last_days
from gwarant.reports.models import Report
from gwarant.reports.month import month_of, period_of


class NotSent(Exception):
    """It cannot be sent; nothing was."""


class Superseded(NotSent):
    """The month was stated anew since: `report` is what is sent now."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report} is newer")
        self.report = report


class NobodyToSend(NotSent):
    """Nobody was named who is still there."""


def deliver(report: Report, to: Sequence[Recipient], *, by: User | None, now: datetime) -> list[Sending]:
    """Send it to those of them to whom it was not sent yet; the first sending of a month proves the contract's duty.

    People with an account are told of its page by the media that they chose, addresses alone get the PDF in the mail,
    or a link where it is larger than mail takes. Superseded, NobodyToSend, SealUnusable.
    """
    if not by_key([to], ""):
        raise NobodyToSend
    return _send(report, to, by, now)


def again(sending: Sending, *, by: User, now: datetime) -> Sending | None:
    """Send it once more to the same reader; None where that was done since, or they have left. Superseded."""
    report = Report.objects.select_related("contract__customer").get(pk=sending.report_id)
    to = sending.user or Correspondent(sending.address, sending.language)
    there = who_still_reads(report.contract.customer, [to])
    return next(iter(_send(report, there, by, now, after=sending)), None)


def _send(
    report: Report, to: Sequence[Recipient], by: User | None, now: datetime, after: Sending | None = None
) -> list[Sending]:
    _refuse_older(report)
    papers = {lang: _paper(report, lang, now) for lang in {one.language for one in to if not isinstance(one, User)}}
    with scoped(ENGINE), transaction.atomic():
        contract = (
            Contract.objects.select_for_update(of=("self",))
            .select_related("customer__caretaker")
            .get(pk=report.contract_id)
        )
        _refuse_older(report)  # it may have been stated anew while the PDF was drawn
        claim(one for one in papers.values())
        is_first = not Sending.objects.filter(report__contract=contract, report__period=report.period).exists()
        sent = [
            _sent(report, contract, one, key, papers, by, now)
            for one, _n in by_key([to], "").values()
            for key in _key(report, one, after)
        ]
        if is_first and _reaches(sent):
            prove(report, period_of(contract, report.period, now), by=by, now=now)
    return sent


def _refuse_older(report: Report) -> None:
    """Superseded where there is a newer statement, whatever its moment."""
    same = Report.objects.filter(contract=report.contract_id, period=report.period)
    newest = same.select_related("contract__customer").latest("revision")
    if newest != report:
        raise Superseded(newest)


def _key(report: Report, one: Recipient, after: Sending | None) -> list[str]:
    """What names the sending; none where the reader has it already, or has it since `after`."""
    own = Sending.objects.filter(report=report)
    own = own.filter(user=one) if isinstance(one, User) else own.filter(user=None, address=one.address)
    last = own.order_by("-pk").first()
    if last != after:
        return []
    return [*by_key([[one]], f"report:{report.pk}:{own.count() + 1}")]


def _sent(
    report: Report,
    contract: Contract,
    one: Recipient,
    key: str,
    papers: Mapping[str, Stored],
    by: User | None,
    now: datetime,
) -> Sending:
    own = Sending(customer=contract.customer, report=report, key=key, language=one.language, sent_by=by, sent_at=now)
    papered: tuple[Enclosed, ...] = ()
    if isinstance(one, User):
        own.user = one
    else:
        stored = papers[one.language]
        own.address, own.sha256, own.size = one.address, stored.sha256, stored.size
        papered = (Enclosed(0, stored.sha256, stored.name, PDF, stored.size, path_of(key)),)
    own.save(force_insert=True)
    news = News(told=_told(report, contract, papered, now), kind="report", about=About.MONTH, ref=ref_of(report))
    tell([one], replace(news, papers=papered), key=key.rpartition(":")[0], customer=contract.customer, now=now)
    return own


def ref_of(report: Report) -> str:
    """The name of the matter: the contract's month."""
    return f"{report.contract.number}/{report.period}"


def _told(report: Report, contract: Contract, papered: Sequence[Enclosed], now: datetime) -> ReportSent:
    caretaker, note = contract.customer.caretaker, note_of(report)
    paper = (IN_MAIL if parted(papered, settings.ENV.email_files)[0] else AS_LINK) if papered else ""
    return ReportSent(
        customer=contract.customer.name,
        number=contract.number,
        month=report.period,
        revision=report.revision,
        head=report.headline,
        note=note.text if note else "",
        caretaker=caretaker.name if caretaker else "",
        mail=caretaker.email if caretaker else "",
        paper=paper,
        claims=tuple(one.facts for one in claimable_of(report.contract, report.period, now)),
        **asdict(last_days(report, now)),
    )


def _paper(report: Report, lang: str, now: datetime) -> Stored:
    """The PDF in the language, the same file as before."""
    return kept_paper(month_of(report.contract, report.period, lang, now), report, lang, now)


def _reaches(sent: Sequence[Sending]) -> bool:
    """Whether any of it can arrive: a person finds it in their inbox, an address may take no mail."""
    without = dead(one.address for one in sent if one.address)
    return any(one.user_id or one.address.lower() not in without for one in sent)
