"""Objecting: by a client, about a stretch that is over, within the contract's days."""

from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import StaffRole, User
from gwarant.contracts.models import Contract
from gwarant.customers.models import Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.ledger.actions import append
from gwarant.monitoring.objections.evidence import raised as row_of
from gwarant.monitoring.objections.evidence import words_of as hashed_words
from gwarant.monitoring.objections.letters import raised
from gwarant.monitoring.objections.models import Objection
from gwarant.monitoring.objections.until import Until, until_of
from gwarant.notify.actions import tell
from gwarant.texts import words_of
from gwarant.tickets.people import looking_after, with_roles


class NotRaised(ValueError):
    """Why not, by a code: `backwards`, `future`, `unpromised`, `silent`, `twice`, or `late`, with the last day."""

    def __init__(self, code: str, until: Until | None = None) -> None:
        self.until = until
        super().__init__(code)


def object_to(
    contract: Contract,
    service: Service,
    start_at: datetime,
    end_at: datetime,
    *,
    text: str,
    shown: str = "",
    by: User,
    now: datetime,
) -> Objection:
    """Keep the objection, in the evidence too, and tell those of us who answer. Raises NotRaised."""
    until = _fit(contract, service, start_at, end_at, text, now)
    with scoped(ENGINE), transaction.atomic():
        stretch = {"contract": contract, "service": service, "start_at": start_at, "end_at": end_at}
        Contract.objects.select_for_update().get(pk=contract.pk)
        if Objection.objects.waiting().filter(**stretch).exists():
            raise NotRaised("twice")
        said = {"text": words_of(text), "shown": words_of(shown), "raised_at": now, "raised_by": by}
        own = Objection.objects.create(customer=contract.customer, until_at=until.ends_at, **stretch, **said)
        append(row_of(own), customer=own.customer, text=hashed_words(own), now=now)
        people = [*looking_after(own.customer), *with_roles(StaffRole.MANAGER, StaffRole.OWNER)]
        tell(people, raised(own, until.zone), key=f"objection:{own.pk}", customer=own.customer, now=now)
    return own


def _fit(contract: Contract, service: Service, start_at: datetime, end_at: datetime, text: str, now: datetime) -> Until:
    if end_at <= start_at:
        raise NotRaised("backwards")
    if end_at > now:
        raise NotRaised("future")
    until = until_of(contract, service, start_at, end_at)
    if until is None:
        raise NotRaised("unpromised")
    if until.ends_at is not None and now >= until.ends_at:
        raise NotRaised("late", until)
    if not words_of(text):
        raise NotRaised("silent")
    return until
