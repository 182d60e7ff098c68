"""Agreeing to a correction or refusing it: when everybody has agreed who has a say, it becomes evidence."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gwarant.accounts.models import User
from gwarant.customers.models import CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.actions import append
from gwarant.monitoring.corrections.evidence import rows_of
from gwarant.monitoring.corrections.evidence import words_of as hashed_words
from gwarant.monitoring.corrections.letters import counted, ended, waiting
from gwarant.monitoring.corrections.models import Act, Correction, CorrectionStep, Stands
from gwarant.monitoring.objections.answering import accept
from gwarant.notify.actions import tell
from gwarant.notify.news import News
from gwarant.texts import words_of


class NotDecided(Exception):
    """Why not, by a code: `own` (a second person approves), `meanwhile` (it does not stand as it did)."""


def approve(correction: Correction, *, by: User, now: datetime) -> Correction:
    """The second person of us agrees; then it counts, or waits for the client where they have a say."""
    if by == correction.asked_by:
        raise NotDecided("own")
    return _step(correction, Act.APPROVED, (Stands.ASKED,), "", by, now)


def refuse(correction: Correction, *, text: str = "", by: User, now: datetime) -> Correction:
    """One of us refuses it, or whoever asked takes it back, as long as it does not count."""
    act = Act.WITHDRAWN if by == correction.asked_by else Act.REFUSED
    return _step(correction, act, (Stands.ASKED, Stands.WAITS), text, by, now)


def agree(correction: Correction, *, by: User, now: datetime) -> Correction:
    """The client agrees: it counts."""
    return _step(correction, Act.AGREED, (Stands.WAITS,), "", by, now)


def decline(correction: Correction, *, text: str = "", by: User, now: datetime) -> Correction:
    """The client does not agree."""
    return _step(correction, Act.DECLINED, (Stands.WAITS,), text, by, now)


def _step(
    correction: Correction, act: Act, where: tuple[Stands, ...], text: str, by: User, now: datetime
) -> Correction:
    """Take the step in one transaction with what follows from it."""
    with scoped(ENGINE):
        try:
            with transaction.atomic():
                own = _fresh(correction.pk)
                if own.stands not in where:
                    raise NotDecided("meanwhile")
                number, said = len(own.said) + 1, words_of(text)
                told = {"customer": own.customer, "number": number, "act": act, "by": by, "at": now, "text": said}
                CorrectionStep.objects.create(correction=own, **told)
                own = _fresh(own.pk)
                _follow(own, by, now)
                return own
        except IntegrityError:
            raise NotDecided("meanwhile") from None


def _fresh(pk: int) -> Correction:
    related = Correction.objects.select_related("customer", "contract", "service", "asked_by", "window__customer")
    related = related.select_related("excluded__customer", "answers__customer", "answers__contract", "answers__service")
    related = related.select_related("answers__raised_by")
    return related.prefetch_related("steps__by").get(pk=pk)


def _follow(own: Correction, by: User, now: datetime) -> None:
    if own.stands is Stands.WAITS:
        _tell(own, _clients(own, CustomerRole.ADMINISTRATOR), waiting(own), "waits", now)
    elif own.stands is Stands.COUNTS:
        for row in rows_of(own):
            append(row, customer=own.customer, text=hashed_words(own), now=now)
        accept(own, by=by, now=now)
        _tell(own, _clients(own, *CustomerRole), counted(own, is_client=True), "counts", now)
        _tell(own, _ours(own, by), counted(own, is_client=False), "counts", now)
    elif own.stands is Stands.ENDED:
        _tell(own, _ours(own, by), ended(own), "ended", now)


def _ours(own: Correction, by: User) -> list[User]:
    """Those of us who had to do with it, but whoever has just decided."""
    people = [own.asked_by, *(one.by for one in own.steps.all() if one.act == Act.APPROVED)]
    return [one for one in dict.fromkeys(people) if one != by]


def _clients(own: Correction, *roles: CustomerRole) -> list[User]:
    found = Membership.objects.active().filter(customer=own.customer, role__in=roles)
    return [one.user for one in found.select_related("user")]


def _tell(own: Correction, people: list[User], news: News, step: str, now: datetime) -> None:
    tell(people, news, key=f"correction:{own.pk}:{step}", customer=own.customer, now=now)
