"""What people do with contracts: begin, change, offer, withdraw, accept, amend. Only here are wordings written."""

import json
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from gwarant.accounts.models import Company, StaffRole, User
from gwarant.contracts import letters
from gwarant.contracts.evidence import write_down
from gwarant.contracts.linting import Checked, Ground, check_text, service_keys
from gwarant.contracts.models import Contract, ContractVersion, VersionStatus
from gwarant.contracts.numbering import renumbered
from gwarant.contracts.refusals import Changed, NotFit, NotTheirs, NumberTaken, Overlaps, StillUnderWay, TooLate
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Customer, CustomerRole, Membership, Service
from gwarant.database.jobs import defer
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import tell
from gwarant.notify.news import News
from gwarant.sla.civil import day_of, midnight
from gwarant.sla.contract.model import Contract as Wording
from gwarant.sla.contract.model.frame import Status
from gwarant.sla.contract.parse import canonical, of_document
from gwarant.sla.contract.resolve import fingerprint as fingerprint_of
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import Act
from gwarant.texts import TITLE, name_of

UNDER_WAY = (VersionStatus.DRAFT, VersionStatus.OFFERED)
HOUSE = (StaffRole.OWNER, StaffRole.MANAGER)


def start_contract(
    customer: Customer, *, number: str, package: str, text: str, by: User, title: str = "", now: datetime
) -> ContractVersion:
    """Begin a contract: its first wording, a draft that only the house sees."""
    try:
        with transaction.atomic():
            contract = Contract.objects.create(
                customer=customer,
                number=number,
                title=name_of(title or _short(package) or number, TITLE),
                created_at=now,
            )
            return _draft(contract, 1, package, text, by, now)
    except IntegrityError as error:
        raise NumberTaken(number) from error


def change_draft(version: ContractVersion, *, text: str, by: User, now: datetime) -> ContractVersion:
    """Write a draft anew, whatever stands there. The same text changes nothing."""
    return rewrite_draft(version, written=lambda _found: text, by=by, now=now)[1]


def rewrite_draft(
    version: ContractVersion, *, written: Callable[[ContractVersion], str], by: User, now: datetime
) -> tuple[ContractVersion, ContractVersion]:
    """The draft as it stood and as it stands: `written` makes its text of what stands there now, which waits for it.

    What `written` raises leaves the draft as it is.
    """
    with transaction.atomic():
        found = _locked(version)
        _require(found, VersionStatus.DRAFT)
        text, was = written(found), copy(found)
        if text != found.text:
            found.text, found.changed_at, found.changed_by = text, now, by
            found.save(update_fields=["text", "changed_at", "changed_by"])
        return was, found


def ground_of(version: ContractVersion, now: datetime) -> Ground:
    """What the text of this wording must agree with."""
    zone = _zone()
    return Ground(
        number=version.contract.number,
        version=version.version,
        systems=tuple(Service.objects.filter(customer_id=version.customer_id).values_list("key", flat=True)),
        former=former_wording(version),
        today=day_of(int(now.timestamp()), zone),
    )


def former_of(version: ContractVersion) -> ContractVersion | None:
    """The accepted wording that this one would follow."""
    accepted = ContractVersion.objects.accepted().filter(contract_id=version.contract_id, version__lt=version.version)
    return accepted.order_by("-version").first()


def former_wording(version: ContractVersion) -> Wording | None:
    found = former_of(version)
    return wording_of(found) if found else None


def check(version: ContractVersion, text: str, *, now: datetime) -> Checked:
    """What stands against the text as this wording."""
    return check_text(text, ground_of(version, now))


def offer(version: ContractVersion, *, by: User, seen: str | None = None, now: datetime) -> ContractVersion:
    """Freeze the draft and show it to the customer; errors and blanks refuse it."""
    with transaction.atomic():
        found = _locked(version)
        _require(found, VersionStatus.DRAFT)
        if seen not in (None, found.mark):
            raise Changed(found.changed_by, found.changed_at)
        ground = ground_of(found, now)
        checked = check_text(found.text, ground)
        if checked.contract is None or not checked.is_fit:
            raise NotFit(checked.stops)
        _freeze(found, checked.contract, ground)
        found.status, found.offered_by, found.offered_at, found.changed_at = VersionStatus.OFFERED, by, now, now
        found.save()
        write_down(found, Act.OFFERED, now)
        _tell_customer(found, letters.offered(found, provider_name()), "offered", now)
        return found


def would_offer(version: ContractVersion, *, now: datetime) -> tuple[Wording, Wording | None]:
    """The terms as the customer would read them once offered, and those in force before; NotFit when it is not fit."""
    ground = ground_of(version, now)
    checked = check_text(version.text, ground)
    if checked.contract is None or not checked.is_fit:
        raise NotFit(checked.stops)
    return of_document(_document(checked.contract)).required(), ground.former


def discard(version: ContractVersion, *, by: User, seen: str | None = None, now: datetime) -> ContractVersion:
    """Give a draft up: it stays on the record with who did it, and is never offered."""
    with transaction.atomic():
        found = _locked(version)
        _require(found, VersionStatus.DRAFT)
        if seen not in (None, found.mark):
            raise Changed(found.changed_by, found.changed_at)
        found.status, found.changed_at, found.changed_by = VersionStatus.DISCARDED, now, by
        found.save(update_fields=["status", "changed_at", "changed_by"])
        return found


def text_to_amend(contract: Contract) -> ContractVersion | None:
    """The wording whose text the next one begins with: the last that was not given up, else the last."""
    versions = contract.versions.order_by("-version")
    return versions.exclude(status=VersionStatus.DISCARDED).first() or versions.first()


def withdraw(version: ContractVersion, *, by: User, now: datetime) -> ContractVersion:
    """Take an offer back before it was accepted."""
    with transaction.atomic():
        found = _locked(version)
        _require(found, VersionStatus.OFFERED)
        found.status, found.changed_at, found.changed_by = VersionStatus.WITHDRAWN, now, by
        found.save(update_fields=["status", "changed_at", "changed_by"])
        write_down(found, Act.WITHDRAWN, now)
        _tell_customer(found, letters.withdrawn(found, provider_name()), "withdrawn", now)
        return found


def accept(version: ContractVersion, *, by: User, fingerprint: str, now: datetime) -> ContractVersion:
    """A customer's administrator accepts what was offered, by the fingerprint that was shown."""
    _require_administrator(version.customer_id, by)
    try:
        with transaction.atomic():
            found = _locked(version)
            _require(found, VersionStatus.OFFERED)
            if fingerprint != found.fingerprint:
                raise Changed(found.offered_by, found.offered_at or found.changed_at)
            _require_in_time(found, now)
            _end_former(found, now)
            _mark_accepted(found, by, now)
            write_down(found, Act.ACCEPTED, now)
            _tell_house(found, letters.accepted(found, by.name), now)
            _tell_customer(found, letters.accepted_for_them(found, by.name), "accepted", now)
            _judge_again(found, now)
            return found
    except IntegrityError as error:
        raise Overlaps(str(version)) from error


def amend(
    version: ContractVersion, *, by: User, starts_on: date | None = None, text: str = "", now: datetime
) -> ContractVersion:
    """Begin the next wording: the same text with the next version, and another first day when there is one."""
    try:
        with transaction.atomic():
            contract = Contract.objects.select_for_update(no_key=True).get(pk=version.contract_id)
            under_way = contract.versions.filter(status__in=UNDER_WAY).first()
            if under_way:
                raise StillUnderWay(under_way.version)
            latest = contract.versions.aggregate(latest=Max("version"))["latest"] or 0
            told = renumbered(text or version.text, latest + 1, starts_on)
            return _draft(contract, latest + 1, version.package, told, by, now)
    except IntegrityError as error:
        raise StillUnderWay(version.version + 1) from error


def _short(package: str) -> str:
    """Business, of package/business@2026.1."""
    return package.removeprefix("package/").partition("@")[0].capitalize()


def provider_name() -> str:
    company = Company.objects.first()
    return company.name if company else ""


def _zone() -> str:
    company = Company.objects.first()
    return company.zone if company else "Europe/Warsaw"


def _draft(contract: Contract, number: int, package: str, text: str, by: User, now: datetime) -> ContractVersion:
    return ContractVersion.objects.create(
        contract=contract,
        customer_id=contract.customer_id,
        version=number,
        package=package,
        text=text,
        created_by=by,
        created_at=now,
        changed_by=by,
        changed_at=now,
    )


def _locked(version: ContractVersion) -> ContractVersion:
    """The wording as it is now, its contract held until the transaction ends: one acts on it at a time."""
    Contract.objects.select_for_update(no_key=True).get(pk=version.contract_id)
    return ContractVersion.objects.select_related("contract", "customer").get(pk=version.pk)


def _require(version: ContractVersion, status: VersionStatus) -> None:
    if version.status != status:
        who = {
            VersionStatus.OFFERED: version.offered_by,
            VersionStatus.ACCEPTED: version.accepted_by,
            VersionStatus.WITHDRAWN: version.changed_by,
            VersionStatus.DISCARDED: version.changed_by,
        }
        raise Changed(who.get(VersionStatus(version.status)), version.changed_at)


def _require_administrator(customer_id: int, by: User) -> None:
    places = Membership.objects.active().filter(customer_id=customer_id, user=by)
    if not places.filter(role=CustomerRole.ADMINISTRATOR).exists():
        raise NotTheirs(str(by))


def _require_in_time(version: ContractVersion, now: datetime) -> None:
    """A change cannot begin before both have agreed to it; the first wording may."""
    wording = wording_of(version)
    start = wording.effective.from_
    if start and former_of(version) and start < day_of(int(now.timestamp()), wording.defaults.timezone):
        raise TooLate(start)


def _freeze(version: ContractVersion, wording: Wording, ground: Ground) -> None:
    """Keep what was hashed, when it holds, and whom it covers. It says `signed`: that is what both sides sign."""
    wording = _signed(wording)
    start, last, zone = wording.effective.from_, wording.effective.to, wording.defaults.timezone
    version.document = _document(wording)
    version.fingerprint = fingerprint_of(wording)
    version.service_keys = service_keys(wording, ground.systems)
    version.holds_from_at = _moment(start, zone) if start else None
    version.holds_to_at = _moment(last + timedelta(days=1), zone) if last else None


def _signed(wording: Wording) -> Wording:
    return replace(wording, metadata=replace(wording.metadata, status=Status.SIGNED))


def _document(wording: Wording) -> Any:
    """The resolved contract as plain data, as it is kept and hashed."""
    return json.loads(canonical(resolve(_signed(wording))))


def _moment(day: date, zone: str) -> datetime:
    return datetime.fromtimestamp(midnight(day, zone), UTC)


def _end_former(version: ContractVersion, now: datetime) -> None:
    """The wordings before it hold until its first moment; one that had not yet begun never does."""
    start = version.holds_from_at
    accepted = ContractVersion.objects.accepted().filter(contract_id=version.contract_id)
    later = accepted.filter(holds_from_at__gte=start)
    for one in later:
        one.holds_to_at = one.holds_from_at
        one.save(update_fields=["holds_to_at"])
    open_then = Q(holds_to_at=None) | Q(holds_to_at__gt=start)
    accepted.filter(open_then, holds_from_at__lt=start).update(holds_to_at=start)


def _mark_accepted(version: ContractVersion, by: User, now: datetime) -> None:
    version.status, version.accepted_by, version.accepted_at = VersionStatus.ACCEPTED, by, now
    version.accepted_fingerprint, version.changed_at, version.changed_by = version.fingerprint, now, by
    version.save(
        update_fields=["status", "accepted_by", "accepted_at", "accepted_fingerprint", "changed_at", "changed_by"]
    )


def _tell_customer(version: ContractVersion, news: News, what: str, now: datetime) -> None:
    with scoped(ENGINE):
        places = Membership.objects.active().filter(customer_id=version.customer_id, role=CustomerRole.ADMINISTRATOR)
        people = [one.user for one in places.select_related("user")]
        tell(people, news, key=f"contract-{what}:{version.pk}", customer=version.customer, now=now)


def _tell_house(version: ContractVersion, news: News, now: datetime) -> None:
    with scoped(ENGINE):
        customer = version.customer
        leaders = User.objects.filter(is_active=True, staff_role__in=HOUSE)
        carers = [one for one in (customer.caretaker, customer.deputy) if one is not None and one.is_inside]
        people = list({one.pk: one for one in (*leaders, *carers)}.values())
        tell(people, news, key=f"contract-accepted:{version.pk}", customer=customer, now=now)


def _judge_again(version: ContractVersion, now: datetime) -> None:
    """The customer's open tickets are judged again now, and once more when the wording begins."""
    defer("rejudge", customer_id=version.customer_id)
    if version.holds_from_at and version.holds_from_at > now:
        defer("rejudge", at=version.holds_from_at, customer_id=version.customer_id)
