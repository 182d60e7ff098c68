"""Telling people: a mail and an item of their inbox, written in the transaction of their cause."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gwarant.accounts.models import Company, User
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.letter import Letter
from gwarant.notify.models import InboxItem, Outbox, OutboxState
from gwarant.notify.render import Footer, render, subject_of

Write = Callable[[str], Letter]


def tell(people: Iterable[User], write: Write, *, key: str, customer: Customer | None, now: datetime) -> int:
    """Tell each active person, by mail and in the inbox; who was told under this key is not told again. How many."""
    unique = {f"{key}:{one.pk}": one for one in people if one.is_active}
    with scoped(ENGINE):
        known = set(InboxItem.objects.filter(key__in=unique).values_list("key", flat=True))
        new = {own: person for own, person in unique.items() if own not in known}
        if not new:
            return 0
        house = _house()
        letters = {lang: write(lang) for lang in {person.language for person in new.values()}}
        told = [(own, person, letters[person.language]) for own, person in new.items()]
        with transaction.atomic(savepoint=False):
            mails = [_mail_to(own, one, letter, customer, house, now) for own, one, letter in told]
            Outbox.objects.bulk_create(mails, ignore_conflicts=True)
            items = [_item(own, one, letter, customer, now) for own, one, letter in told]
            InboxItem.objects.bulk_create(items, ignore_conflicts=True)
    return len(new)


def mail(address: str, language: str, write: Write, *, key: str, customer: Customer | None, now: datetime) -> bool:
    """Write to an address alone: an invitation, a link for one person. What it says is wiped once it is sent."""
    with scoped(ENGINE):
        footer = Footer(_house(), address=address, has_inbox=False)
        row = _outbox(key, address, language, write(language), customer, footer, now)
        _, is_new = Outbox.objects.get_or_create(key=key, defaults=_columns(row))
    return is_new


def retry(outbox: Outbox, *, now: datetime) -> bool:
    """Send a mail that was given up once more, with all attempts before it; False when it is not dead any more."""
    dead = Outbox.objects.filter(pk=outbox.pk, state=OutboxState.DEAD)
    return dead.update(state=OutboxState.QUEUED, due_at=now, attempts=0) == 1


def mark_read(item: InboxItem, *, now: datetime) -> None:
    """The person has seen it; the first time counts."""
    InboxItem.objects.filter(pk=item.pk, read_at=None).update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """The person has seen all that came until now; how many were new."""
    return InboxItem.objects.filter(user=user, read_at=None, created_at__lte=now).update(read_at=now)


def _house() -> str:
    company = Company.objects.first()
    return company.name if company else "Gwarant"


def _mail_to(key: str, user: User, letter: Letter, customer: Customer | None, house: str, now: datetime) -> Outbox:
    footer = Footer(house, customer.name if customer else "", user.email, bool(user.staff_role))
    row = _outbox(key, user.email, user.language, letter, customer, footer, now)
    row.user = user
    return row


def _outbox(
    key: str, address: str, lang: str, letter: Letter, customer: Customer | None, footer: Footer, now: datetime
) -> Outbox:
    written = render(letter, lang, footer, settings.ENV.url)
    return Outbox(
        key=key,
        customer=customer,
        address=address,
        language=lang,
        subject=written.subject,
        text=written.text,
        html=written.html,
        picture=written.picture,
        thread=letter.thread,
        due_at=now,
        created_at=now,
    )


def _columns(row: Outbox) -> dict[str, object]:
    return {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in ("id", "key")
    }


def _item(key: str, user: User, letter: Letter, customer: Customer | None, now: datetime) -> InboxItem:
    return InboxItem(
        key=key,
        user=user,
        customer=customer,
        subject=subject_of(letter),
        line=letter.lines[0][:500] if letter.lines else "",
        path=letter.path,
        tone=letter.tone,
        created_at=now,
    )
