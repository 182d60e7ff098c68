"""Asking for a correction: by one of us, about a stretch that is over; until others agree nothing changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gwarant.accounts.models import StaffRole, User
from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Service
from gwarant.monitoring.corrections.letters import asked
from gwarant.monitoring.corrections.models import AGAINST_US, COUNTS_AGAIN, TAKEN_BACK, WAS_DOWN, Correction, Stands
from gwarant.monitoring.evidence import looks_of
from gwarant.monitoring.maintenance.models import Maintenance
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.objections.models import Objection
from gwarant.notify.actions import tell
from gwarant.sla.availability.exclusions import AGREED, MAINTENANCE, needs_consent
from gwarant.sla.contract.model.promises import Availability
from gwarant.texts import words_of
from gwarant.tickets.people import looking_after, with_roles

REQUIRED = "required"


class NotAsked(ValueError):
    """Why not, by a code: `backwards`, `future`, `unpromised`, `reason`, `never`, `silent`, `unshown`, `unseen`."""


@dataclass(frozen=True)
class Promised:
    """What a contract promises about a system, by the last wording that does."""

    contract: Contract
    service: Service
    promise: Availability

    @property
    def key(self) -> str:
        return f"{self.contract.number}/{self.service.key}"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The contract's own reasons, then those to which the client has to agree because it does not list them."""
        return tuple(dict.fromkeys((*self.promise.excluded, *AGREED)))

    def seen_from(self, start_at: datetime, end_at: datetime) -> list[str]:
        """The places from which it was looked at in the stretch, by their keys."""
        span = milliseconds_of(start_at), milliseconds_of(end_at)
        return sorted({row.place for row in looks_of(self.service, span)})


def promised() -> Iterator[Promised]:
    """Every promised availability of a system that is there, each contract's once."""
    versions = ContractVersion.objects.accepted().select_related("contract__customer").order_by("contract", "-version")
    services = {(one.customer_id, one.key): one for one in Service.objects.select_related("customer")}
    seen: set[tuple[int, str]] = set()
    for version in versions:
        for promise in wording_of(version).availability:
            service = services.get((version.customer_id, promise.service))
            if service is not None and (version.contract_id, promise.service) not in seen:
                seen.add((version.contract_id, promise.service))
                yield Promised(version.contract, service, promise)


def drafted(  # noqa: PLR0913
    about: Promised,
    start_at: datetime,
    end_at: datetime,
    *,
    reason: str,
    text: str,
    shown: str = "",
    window: Maintenance | None = None,
    excluded: Correction | None = None,
    answers: Objection | None = None,
    by: User,
    now: datetime,
) -> Correction:
    """What would be asked for, not saved. Raises NotAsked."""
    rules = about.promise.decided
    is_back = _is_back(reason, window, excluded)
    if end_at <= start_at:
        raise NotAsked("backwards")
    if end_at > now:
        raise NotAsked("future")
    if not is_back and reason not in about.reasons:
        raise NotAsked("reason")
    if not is_back and not rules.retroactive:
        raise NotAsked("never")
    if not words_of(text):
        raise NotAsked("silent")
    if not is_back and rules.evidence == REQUIRED and not words_of(shown):
        raise NotAsked("unshown")
    places = about.seen_from(start_at, end_at) if reason == WAS_DOWN else []
    if reason == WAS_DOWN and len(places) < about.promise.probe.down_when:
        raise NotAsked("unseen")
    return Correction(
        customer=about.contract.customer,
        contract=about.contract,
        service=about.service,
        window=window if reason in (MAINTENANCE, TAKEN_BACK) else None,
        excluded=excluded if reason == COUNTS_AGAIN else None,
        answers=answers,
        start_at=start_at,
        end_at=end_at,
        reason=reason,
        places=places,
        needs_consent=not is_back and needs_consent(about.promise, reason),
        text=words_of(text),
        shown=words_of(shown),
        asked_at=now,
        asked_by=by,
    )


def _is_back(reason: str, window: Maintenance | None, excluded: Correction | None) -> bool:
    """Whether it makes no figure better for us."""
    is_there = {WAS_DOWN: True, TAKEN_BACK: window is not None, COUNTS_AGAIN: excluded is not None}
    return is_there.get(reason, False)


def left_out(contract: Contract, service: Service, start_at: datetime, end_at: datetime) -> list[Correction]:
    """What corrections left out of the stretch and still do."""
    own = Correction.objects.filter(contract=contract, service=service, start_at__lt=end_at, end_at__gt=start_at)
    own = own.select_related("customer").prefetch_related("steps", "taken_back__steps").order_by("start_at", "pk")
    standing = [one for one in own if one.stands is Stands.COUNTS and one.reason not in AGAINST_US]
    return [one for one in standing if not any(back.stands is Stands.COUNTS for back in one.taken_back.all())]


def ask(draft: Correction, *, now: datetime) -> Correction:
    """Keep it, and tell whoever else can agree."""
    with transaction.atomic():
        draft.save(force_insert=True)
        people = [*looking_after(draft.customer), *with_roles(StaffRole.MANAGER, StaffRole.OWNER)]
        others = [one for one in people if one != draft.asked_by]
        tell(others, asked(draft), key=f"correction:{draft.pk}", customer=draft.customer, now=now)
    return draft
