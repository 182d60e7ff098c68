"""Telling people: a notice and its deliveries, written in the transaction of their cause."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from gwarant.accounts.models import Company, User
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.letter import Letter
from gwarant.notify.media import MEDIA
from gwarant.notify.media.medium import Medium, Reader
from gwarant.notify.models import Delivery, DeliveryState, Notice
from gwarant.notify.news import Facts, News

KEPT = 500  # signs of a text that a notice keeps: the inbox shows its beginning
INBOX, MAIL = MEDIA["inbox"], MEDIA["mail"]


def tell(people: Iterable[User], news: News, *, key: str, customer: Customer | None, now: datetime) -> int:
    """Tell each active person by the media that fit; who was told under this key is not told again. How many."""
    unique = {f"{key}:{one.pk}": one for one in people if one.is_active}
    with scoped(ENGINE):
        known = set(Notice.objects.filter(key__in=unique).values_list("key", flat=True))
        new = {own: person for own, person in unique.items() if own not in known}
        if not new:
            return 0
        house, kept = _house(), _kept(news.facts)
        letters = {lang: news.letter(lang) for lang in {person.language for person in new.values()}}
        with transaction.atomic(savepoint=False):
            notices = [_notice(own, one, news, kept, customer, now) for own, one in new.items()]
            # one that somebody else wrote in this moment stays as it is, and is named back to us
            Notice.objects.bulk_create(notices, update_conflicts=True, unique_fields=["key"], update_fields=["key"])
            deliveries = [
                _delivery(notice, medium, letters[one.language], _reader(one, medium, customer, house), now)
                for notice, one in zip(notices, new.values(), strict=True)
                for medium in _media(news)
            ]
            Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(new)


def mail(address: str, language: str, news: News, *, key: str, customer: Customer | None, now: datetime) -> bool:
    """Write to an address alone: an invitation, a link for one person. What it says is wiped once it is sent."""
    with scoped(ENGINE), transaction.atomic():
        notice, is_new = Notice.objects.get_or_create(key=key, defaults=_columns(news, {}, customer, now))
        if is_new:
            reader = Reader(address, language, _house(), has_inbox=False)
            _delivery(notice, MAIL, news.letter(language), reader, now).save(force_insert=True)
    return is_new


def retry(delivery: Delivery, *, now: datetime) -> bool:
    """Send what was given up once more, with all attempts before it; False when it is not dead any more."""
    dead = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD)
    return dead.update(state=DeliveryState.QUEUED, due_at=now, attempts=0) == 1


def mark_read(notice: Notice, *, now: datetime) -> None:
    """The person has seen it; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """The person has seen all that came until now; how many were new."""
    return Notice.objects.filter(user=user, read_at=None, created_at__lte=now).update(read_at=now)


def _house() -> str:
    company = Company.objects.first()
    return company.name if company else "Gwarant"


def _media(news: News) -> list[Medium]:
    return [INBOX] if news.quiet else [INBOX, MAIL]


def _notice(key: str, user: User | None, news: News, facts: Facts, customer: Customer | None, now: datetime) -> Notice:
    return Notice(key=key, user=user, **_columns(news, facts, customer, now))


def _columns(news: News, facts: Facts, customer: Customer | None, now: datetime) -> dict[str, Any]:
    return {
        "customer": customer,
        "kind": news.kind,
        "code": news.code,
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


def _reader(user: User, medium: Medium, customer: Customer | None, house: str) -> Reader:
    address = user.email if medium is MAIL else user.opaque
    return Reader(address, user.language, house, customer.name if customer else "", bool(user.staff_role))


def _kept(facts: Facts) -> dict[str, Any]:
    """The facts with their texts cut: the whole text stands where it was said."""
    return {name: value[:KEPT] if isinstance(value, str) else value for name, value in facts.items()}
