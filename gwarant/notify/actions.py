"""Telling people: a notice and its deliveries, written in the transaction of their cause."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet, Subquery

from gwarant.accounts.models import Company, User
from gwarant.customers.models import Customer, IntakeAddress, Sender
from gwarant.database.rows import insert_or_leave
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.together import add, ask, ask_all, is_together, later
from gwarant.notify.choices import Wishes, carries, may_choose
from gwarant.notify.letter import Letter
from gwarant.notify.media import MEDIA, ready
from gwarant.notify.medium import Medium, Reader
from gwarant.notify.models import Delivery, DeliveryState, Notice, Reach
from gwarant.notify.news import About, News
from gwarant.notify.recipients import Correspondent, Recipient, by_key
from gwarant.pictures.words import read_in

INBOX, MAIL = MEDIA["inbox"], MEDIA["mail"]


@dataclass(frozen=True)
class House:
    """Who writes, where answers are read (empty: nowhere), and the name and address agreed with a customer."""

    name: str
    answers: str = ""
    agreed: tuple[str, str] = ("", "")
    zone: str = ""  # where the house lives: what a letter says of another zone names that


def tell(people: Iterable[Recipient], news: News, *, key: str, customer: Customer | None, now: datetime) -> int:
    """Tell each active person and each address by the media that fit, nobody twice under this key. How many."""
    return tell_all([(people, news)], key=key, customer=customer, now=now)


def tell_all(
    told: Sequence[tuple[Iterable[Recipient], News]],
    *,
    key: str,
    customer: Customer | None,
    now: datetime,
    is_first: bool = False,
) -> int:
    """Tell several circles of people of one event, each its own news; nobody is told twice under this key. How many.

    `is_first`: what the key names has just come to be, so that nobody can have been told. Quiet news waits in the
    inbox, so that an address alone hears nothing of it.
    """
    open_to = [[one for one in people if isinstance(one, User) or not news.quiet] for people, news in told]
    unique = by_key(open_to, key)
    with scoped(ENGINE):
        told_before = Notice.objects.filter(key__in=unique).values_list("key", flat=True)
        known = set() if is_first else set(told_before)
        new = {own: pair for own, pair in unique.items() if own not in known}
        if not new:
            return 0
        house, wishes = house_of(customer), _wishes([one for one, _ in new.values()])
        with read_in(house.zone), transaction.atomic(savepoint=False):
            letters = {(n, lang): told[n][1].letter(lang) for n, lang in {(n, one.language) for one, n in new.values()}}
            notices = [_notice(own, one, told[n][1], customer, now) for own, (one, n) in new.items()]
            _add_notices(notices)
            deliveries = [
                _delivery(notice, medium, _open_to(one, letters[n, one.language]), reader, now)
                for notice, (one, n) in zip(notices, new.values(), strict=True)
                for medium, address in _media(told[n][1], one, wishes)
                for reader in [_reader(one, address, customer, house, told[n][1])]
            ]
            later(_write_deliveries, deliveries)
    return len(new)


def _add_notices(notices: Sequence[Notice]) -> None:
    """One that somebody else wrote in this moment stays as it is, and is named back to us."""
    if is_together():
        for one in notices:
            add(one)
    else:
        Notice.objects.bulk_create(notices, update_conflicts=True, unique_fields=["key"], update_fields=["key"])


def _write_deliveries(deliveries: list[Delivery]) -> None:
    insert_or_leave(deliveries)


def mail(address: str, language: str, news: News, *, key: str, customer: Customer | None, now: datetime) -> bool:
    """Write to an address alone: an invitation, a link for one person. What it says is wiped once it is sent."""
    columns = _columns(news, {}, customer, now) | {"address": address, "language": language, "is_personal": True}
    with scoped(ENGINE), transaction.atomic():
        notice, is_new = Notice.objects.get_or_create(key=key, defaults=columns)
        if is_new:
            house = house_of(customer)
            reader = Reader(address, language, house.name, has_inbox=False, is_personal=True)
            with read_in(house.zone):
                _delivery(notice, MAIL, news.letter(language), reader, now).save(force_insert=True)
    return is_new


def wishes_of(user: User) -> Wishes:
    """How the person wants to be reached."""
    found = _reaches().filter(pk=user.pk).first()
    return Wishes(found.chosen, found.addresses) if found else Wishes()


def choose(user: User, wishes: Wishes, *, now: datetime) -> None:
    """Keep how the person wants to be reached, from the next notice on."""
    told = {"chosen": wishes.chosen, "addresses": wishes.addresses, "changed_at": now}
    Reach.objects.update_or_create(user=user, defaults=told)


def retry(delivery: Delivery, *, now: datetime) -> bool:
    """Send what was given up once more, with all attempts before it; False when it is not dead any more."""
    dead = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD)
    return dead.update(state=DeliveryState.QUEUED, due_at=now, attempts=0) == 1


def mark_read(notice: Notice, *, now: datetime) -> None:
    """The person has seen it and all that they were told of its matter; the first time counts."""
    if notice.ref and notice.user is not None:
        mark_matter_read(notice.user, About(notice.about), notice.ref, now=now)
    else:
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)


def mark_matter_read(user: User, about: About, ref: str, *, now: datetime) -> int:
    """The person has looked at the matter: what they were told of it until now is read; how many were new."""
    told = Notice.objects.filter(user=user, about=about.value, ref=ref, read_at=None, created_at__lte=now)
    return told.update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """The person has seen all that came until now; how many were new."""
    return Notice.objects.filter(user=user, read_at=None, created_at__lte=now).update(read_at=now)


def _reaches() -> "QuerySet[Reach]":
    """How people want to be reached; what somebody chose before they left says nothing of their next place."""
    return Reach.objects.filter(changed_at__gte=F("user__joined_at"))


def house_of(customer: Customer | None) -> House:
    """The house as it writes to the customer's people: they answer to their own address, else to the one for all."""
    about = customer.pk if customer else None
    return ask("house", about, lambda: _house_of(customer))


def houses_of(customers: Collection[int]) -> dict[int, House]:
    """The same of many customers."""
    company, active = Company.objects.first(), IntakeAddress.objects.filter(is_active=True).order_by("-pk")
    if company is None:
        return dict.fromkeys(customers, House("Gwarant"))
    whose = Q(customer__in=customers) | Q(customer=None)
    answers: dict[int | None, str] = dict(active.filter(whose).values_list("customer_id", "address"))  # the first stays
    agreed = {one.pk: (one.name, one.address) for one in Sender.objects.filter(customer__in=customers)}
    usual = answers.get(None, "")
    return {pk: House(company.name, answers.get(pk, usual), agreed.get(pk, ("", "")), company.zone) for pk in customers}


def _house_of(customer: Customer | None) -> House:
    own = IntakeAddress.objects.filter(Q(customer=customer) | Q(customer=None), is_active=True)
    first = own.order_by(F("customer").asc(nulls_last=True), "pk").values("address")[:1]
    agreed = Sender.objects.filter(customer=customer)
    company = Company.objects.annotate(
        answers=Subquery(first),
        under=Subquery(agreed.values("name")),
        at=Subquery(agreed.values("address")),
    ).first()
    if company is None:
        return House("Gwarant")
    return House(company.name, company.answers or "", (company.under or "", company.at or ""), company.zone)


def _wishes(people: Iterable[Recipient]) -> dict[int, Wishes]:
    found = ask_all("wishes", [one.pk for one in people if isinstance(one, User)], wishes_of_all)
    return {pk: one for pk, one in found.items() if one is not None}


def wishes_of_all(people: Collection[int]) -> dict[int, Wishes]:
    """How people want to be reached, by their keys; who chose nothing is not there."""
    return {one.user_id: Wishes(one.chosen, one.addresses) for one in _reaches().filter(user__in=people)}


def _media(news: News, one: Recipient, wishes: Mapping[int, Wishes]) -> list[tuple[Medium, str]]:
    """What carries the news to somebody, as they wish, and to which address; an address alone has mail only."""
    if isinstance(one, Correspondent):
        return [(MAIL, one.address)]
    own = wishes.get(one.pk, Wishes())
    fit = [medium for medium in ready(settings.ENV).values() if carries(news.kind, medium, own)]
    return [(medium, medium.address_of(one, own.addresses)) for medium in ([INBOX] if news.quiet else fit)]


def _notice(key: str, one: Recipient, news: News, customer: Customer | None, now: datetime) -> Notice:
    notice = Notice(key=key, **_columns(news, news.told.kept(), customer, now))
    if isinstance(one, User):
        notice.user = one
    else:
        notice.address, notice.language = one.address, one.language
    return notice


def _open_to(one: Recipient, letter: Letter) -> Letter:
    """The letter without what leads into the product, for whom no page is open."""
    return letter if isinstance(one, User) else replace(letter, path="", action="", choices=())


def _columns(news: News, facts: dict[str, Any], customer: Customer | None, now: datetime) -> dict[str, Any]:
    return {
        "customer": customer,
        "kind": news.kind,
        "code": news.told.code,
        "about": news.about.value,
        "ref": news.ref,
        "facts": facts,
        "created_at": now,
    }


def _delivery(notice: Notice, medium: Medium, letter: Letter, reader: Reader, now: datetime) -> Delivery:
    """On its way, or arrived where nothing carries it."""
    goes = medium.opened is not None
    return Delivery(
        notice=notice,
        medium=medium.name,
        address=reader.address,
        language=reader.language,
        payload=medium.render(letter, reader, settings.ENV),
        state=DeliveryState.QUEUED if goes else DeliveryState.SENT,
        due_at=now if goes else None,
        sent_at=None if goes else now,
        created_at=now,
    )


def _reader(one: Recipient, address: str, customer: Customer | None, house: House, news: News) -> Reader:
    is_staff = isinstance(one, User) and bool(one.staff_role)
    customer = None if news.is_neutral else customer
    return Reader(
        address,
        one.language,
        house.name,
        customer.name if customer else "",
        is_staff=is_staff,
        has_inbox=isinstance(one, User),
        answers=house.answers,
        sender=("", "") if is_staff or news.is_neutral else house.agreed,
        customer_key=customer.key if customer else "",
        may_choose=isinstance(one, User) and may_choose(news.kind, MAIL),
        reason=news.reason,
    )
