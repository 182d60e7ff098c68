"""What people do with addresses of ours, customers' domains and programs: open, change, end, take up again."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, IntakeAddress
from gwarant.intake.booked import ADDRESS, DOMAIN, MACHINE, book_setting
from gwarant.intake.changes import Deed, Kind, note
from gwarant.intake.models import MachineSender, MailDomain

Place = IntakeAddress | MailDomain | MachineSender
AnyPlace = TypeVar("AnyPlace", bound=Place)
MODELS: Mapping[Kind, type[Place]] = {
    Kind.ADDRESS: IntakeAddress,
    Kind.DOMAIN: MailDomain,
    Kind.MACHINE: MachineSender,
}
NAMED = {Kind.ADDRESS: "address", Kind.DOMAIN: "domain", Kind.MACHINE: "email"}  # the column with its name
BOOKED = {Kind.ADDRESS: ADDRESS, Kind.DOMAIN: DOMAIN, Kind.MACHINE: MACHINE}
CHANGES = ("customer", "service", "class_id")


class IsThere(Exception):
    """It is there already, in use or ended: it is changed or taken up again, not opened anew."""

    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.place = place


class ChangedMeanwhile(Exception):
    """Somebody changed it since the mark that was shown; `place` is how it stands."""

    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.place = place


def open_address(
    address: str,
    *,
    customer: Customer | None,
    service_id: int | None = None,
    class_id: str = "",
    by: User | None = None,
    now: datetime,
) -> IntakeAddress:
    """An address at which mail arrives from now on. IsThere."""
    told = {"customer": customer, "service_id": service_id, "class_id": class_id}
    return _opened(IntakeAddress, {"address": address.strip().lower()}, told, by, now)


def register_domain(domain: str, customer: Customer, *, by: User | None = None, now: datetime) -> MailDomain:
    """Whoever writes from the domain writes for the customer. IsThere."""
    name = domain.strip().lower().rpartition("@")[2]
    return _opened(MailDomain, {"domain": name}, {"customer": customer}, by, now)


def register_machine(
    email: str,
    customer: Customer,
    *,
    service_id: int | None = None,
    class_id: str = "",
    by: User | None = None,
    now: datetime,
) -> MachineSender:
    """Each mail of the program is a report of the customer. IsThere."""
    told = {"customer": customer, "service_id": service_id, "class_id": class_id}
    return _opened(MachineSender, {"email": email.strip().lower()}, told, by, now)


def change_place(place: AnyPlace, changed: Mapping[str, Any], *, seen: str, by: User | None, now: datetime) -> AnyPlace:
    """Let it be somebody else's, or another system's; nothing else of it changes. ChangedMeanwhile, also if ended."""
    with transaction.atomic():
        own = _held(place, seen)
        if not own.is_active:
            raise ChangedMeanwhile(own)
        facts = {}
        for name in (one for one in CHANGES if one in changed):
            before, after = getattr(own, name), changed[name]
            if before != after:
                facts[name] = (str(before or ""), str(after or ""))
                setattr(own, name, after)
        if facts:
            own.save(update_fields=list(facts))
            note(kind_of(own), str(own), Deed.CHANGED, customer=own.customer, facts=facts, by=by, now=now)
            book_setting(BOOKED[kind_of(own)], own, now)
        return own


def end_place(place: AnyPlace, *, why: str, seen: str, by: User | None, now: datetime) -> AnyPlace:
    """From now on it says nothing about mail; its row stays. ChangedMeanwhile."""
    return _used(place, False, Deed.ENDED, why, seen, by, now)


def resume_place(place: AnyPlace, *, seen: str, by: User | None, now: datetime) -> AnyPlace:
    """Take up again what was ended, as it was. ChangedMeanwhile."""
    return _used(place, True, Deed.RESUMED, "", seen, by, now)


def kind_of(place: Place) -> Kind:
    return next(kind for kind, model in MODELS.items() if isinstance(place, model))


def mark_of(place: Place) -> str:
    """Another one means that somebody has changed, ended or taken it up again."""
    told = (place.customer_id, getattr(place, "service_id", None), getattr(place, "class_id", ""), place.is_active)
    return sha256(repr(told).encode()).hexdigest()[:16]


def find_place(kind: str, **named: Any) -> Place | None:
    """The one of that kind; None where the kind or the thing is not there."""
    if kind not in MODELS:
        return None
    related = ["customer"] if kind == Kind.DOMAIN else ["customer", "service"]
    found: Place | None = MODELS[Kind(kind)].objects.select_related(*related).filter(**named).first()
    return found


def _opened(
    model: type[AnyPlace], named: Mapping[str, str], told: Mapping[str, Any], by: User | None, now: datetime
) -> AnyPlace:
    with transaction.atomic():
        defaults = {**told, "created_at": now}
        rows: Any = model.objects
        made, is_new = rows.get_or_create(**named, defaults=defaults)
        if not is_new:
            raise IsThere(made)
        note(kind_of(made), str(made), Deed.OPENED, customer=made.customer, by=by, now=now)
        book_setting(BOOKED[kind_of(made)], made, now)
    found: AnyPlace = made
    return found


def _used(
    place: AnyPlace, is_active: bool, deed: Deed, why: str, seen: str, by: User | None, now: datetime
) -> AnyPlace:
    with transaction.atomic():
        own = _held(place, seen)
        if own.is_active == is_active:
            raise ChangedMeanwhile(own)
        own.is_active = is_active
        own.save(update_fields=["is_active"])
        note(kind_of(own), str(own), deed, customer=own.customer, why=why, by=by, now=now)
        book_setting(BOOKED[kind_of(own)], own, now)
        return own


def _held(place: AnyPlace, seen: str) -> AnyPlace:
    rows: Any = type(place).objects
    own: AnyPlace = rows.select_for_update(no_key=True).get(pk=place.pk)
    if seen != mark_of(own):
        raise ChangedMeanwhile(own)
    return own
