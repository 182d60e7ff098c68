"""Certificates near their end: whoever looks after the system hears of it in time, once for each and twice again."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gwarant.accounts.models import Company
from gwarant.monitoring.kinds import target_of
from gwarant.monitoring.letters import CertificateEnds
from gwarant.monitoring.models import Monitor, SeenLook, Shown, Standing
from gwarant.monitoring.moments import moment_of
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.prober.model import Certificate
from gwarant.sla.evidence.model import State
from gwarant.tickets.people import looking_after

AGAIN = (timedelta(days=7), timedelta(days=1))  # before its end
NAMED = 6  # monitors that a letter names
FURTHEST = 2**34  # UTC seconds: what a certificate says may be anything
NAME = re.compile(r"(?:^|,)CN=((?:\\.|[^,])+)")


def warnings_of(one: Certificate | Shown) -> list[datetime]:
    """When it is told: once a third of its life is left, then a week and a day before its end where that is later."""
    begins, ends = (max(0, min(at, FURTHEST)) for at in (one.begins, one.ends))
    first = Certificate(begins, ends, "").warns_at()
    others = (ends - int(before.total_seconds()) for before in AGAIN)
    return [moment_of(at * 1000) for at in (first, *(at for at in others if at > first))]


def next_warning(one: Certificate | Shown, after: datetime | None = None) -> datetime | None:
    """The first of these moments, or the first after that one; None where there is no more."""
    return next((at for at in warnings_of(one) if after is None or at > after), None)


def warn_of(pk: int, *, now: datetime) -> bool:
    """Tell of the certificate where it is shown still; what had to be told at several moments is told once."""
    with transaction.atomic():
        one = Shown.objects.select_for_update(of=("self",)).select_related("customer").get(pk=pk)
        one.warns_at = next_warning(one, now)
        one.save(update_fields=["warns_at"])
        if moment_of(max(0, min(one.ends, FURTHEST)) * 1000) <= now:
            return False  # nobody trusts it any more: what shows it is down
        monitors = _where_shown(one)
        return bool(monitors and _tell(one, monitors, now))


def _tell(one: Shown, monitors: Sequence[Monitor], now: datetime) -> int:
    first, customer, company = monitors[0], one.customer, Company.objects.first()
    found = NAME.search(one.subject)
    told = CertificateEnds(
        name=found[1] if found else target_of(first.kind, first.settings),
        customer=customer.name,
        shown_to=tuple(f"{each.name} ({each.service.name})" for each in monitors[:NAMED]),
        count=len(monitors),
        monitor=first.pk,
        ends_at=one.ends,
        days=int((one.ends - now.timestamp()) // 86_400),
        zone=company.zone if company else "UTC",
    )
    before = max(at for at in warnings_of(one) if at <= now)
    key = f"certificate:{one.print}:{customer.pk}:{int(before.timestamp())}"
    news = News(told=told, kind="certificate", about=About.HOUSE)
    return tell(looking_after(customer), news, key=key, customer=customer, now=now)


def _where_shown(one: Shown) -> list[Monitor]:
    """The monitors whose last answered look was shown it; one that was taken down meanwhile is news."""
    kept = {"monitor__is_active": True, "monitor__retired_at": None}
    standing = Standing.objects.filter(certificate=one.print, customer=one.customer_id, **kept)
    found = standing.select_related("monitor__service").order_by("monitor")
    return list({row.monitor_id: row.monitor for row in found if _is_shown(row)}.values())


def _is_shown(row: Standing) -> bool:
    """Whether the last look that was answered, or shown any, was shown the certificate by which it stands."""
    told = Q(state__in=(State.UP.value, State.DEGRADED.value)) | ~Q(certificate="")
    looks = SeenLook.objects.filter(told, monitor=row.monitor_id, place=row.place_id).order_by("-slot")
    return looks.values_list("certificate", flat=True).first() == row.certificate
