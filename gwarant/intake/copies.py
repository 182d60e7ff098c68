"""People in copy: which of a message's recipients follow its ticket, and which do not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db.models.functions import Lower

from gwarant.accounts.models import User
from gwarant.customers.actions import who_writes
from gwarant.customers.models import Correspondent, Customer, IntakeAddress, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.models import MachineSender, Mailbox, MailDomain, RawMail
from gwarant.intake.whose import Whose, forms_of
from gwarant.mail import Address, Mail
from gwarant.notify.marks import ticket_in
from gwarant.sla.evidence.model import Role
from gwarant.tickets import actions
from gwarant.tickets.authors import EMAIL, Somebody, speaks
from gwarant.tickets.models import Ticket

MOST = 50  # of one message; in copy to more is a circular
KNOWN = ("person", "address", "domain", "decided")  # how a writer is known whose copies bring in people not known yet
# Names behind which stand several people, or nobody.
SHARED = frozenset(
    {
        "all",
        "everyone",
        "everybody",
        "team",
        "staff",
        "office",
        "list",
        "lists",
        "news",
        "newsletter",
        "noreply",
        "no-reply",
        "donotreply",
        "do-not-reply",
        "postmaster",
        "mailer-daemon",
        "abuse",
        "wszyscy",
        "zespol",
        "biuro",
        "firma",
        "pracownicy",
        "lista",
    }
)


@dataclass(frozen=True)
class Trusted:
    """Of which customer people may follow by a copy; whether addresses alone may, and whether new ones may."""

    customer: Customer
    alone: bool
    new: bool


def follow_in_copy(
    raw: RawMail, mail: Mail, writer: Whose, author: Callable[[], Somebody], *, is_sure: bool, now: datetime
) -> list[str]:
    """Have those whom a client's message names in copy follow its ticket; the addresses that do not, in its order.

    Nobody follows by a copy but people of the ticket's own customer, and by that of one who only looks nobody. Whoever
    has an account there could read it anyway; an address alone follows only where it `is_sure` that nobody used the
    writer's name to read along: by our mark, in a report, or by somebody's decision. One that is not known yet follows
    from a domain of the customer's alone.
    """
    ticket = raw.ticket
    assert ticket is not None, "a copy is of a word about a ticket"
    others = _others(raw, mail)
    if not others or writer.staff is not None or not writer.email:
        return [one.address for one in others]
    by = author()
    if not speaks(by, ticket.customer):
        return [one.address for one in others][:MOST]
    is_circular = bool(mail.list_id) or len(others) > MOST
    own = Trusted(ticket.customer, alone=is_sure, new=is_sure and writer.by in KNOWN)
    found = {} if is_circular else _known(others, own, now)
    left = actions.follow_by_copy(ticket, [*found.values()], by=by, channel=EMAIL, now=now)
    return [one.address for one in others if one.address not in found or found[one.address] in left][:MOST]


def not_following(ticket: Ticket, following: Iterable[Somebody]) -> list[str]:
    """Who was in copy of a message about the ticket and does not follow it now, nor reported it."""
    here = {one.email.lower() for one in following}
    if ticket.reported_by is not None:
        here.add(ticket.reported_by.email.lower())
    told = RawMail.objects.filter(ticket=ticket).exclude(copies=[]).order_by("pk")
    return [one for one in dict.fromkeys(address for raw in told for address in raw.copies) if one not in here]


def known_not_following(ticket: Ticket, following: Iterable[Somebody]) -> list[str]:
    """The same for the customer's own people: only addresses that somebody of theirs wrote into a mail themselves.

    What a colleague of ours wrote, or passed on, may name people of another customer; and who of us was in copy sees
    the ticket anyway.
    """
    with scoped(ENGINE):
        told = RawMail.objects.filter(ticket=ticket, event__by=Role.CUSTOMER).exclude(copies=[])
        rows = told.select_related("event__actor", "event__correspondent")
        own = {
            address
            for raw in rows
            if raw.event and raw.event.author and raw.event.author.email.lower() == raw.sender.lower()
            for address in raw.copies
        }
        found = [one for one in not_following(ticket, following) if one in own] if own else []
        ours = {one.email.lower() for one in _accounts(found) if one.staff_role} if found else set()
        return [one for one in found if one not in ours]


def _others(raw: RawMail, mail: Mail) -> list[Address]:
    """Whom the message names besides its writer and ourselves, each once, in small letters."""
    named = {one.address.strip().lower(): one.name for one in (*mail.to, *mail.cc) if "@" in one.address}
    own = {mail.sender.address.strip().lower(), raw.box, *raw.envelope_to}
    rest = [one for one in named if one not in own and not ticket_in([one])]
    ours = _ours(rest) if rest else set()
    return [Address(named[one], one) for one in rest if one not in ours]


def _ours(addresses: Sequence[str]) -> set[str]:
    """Those at which we read or from which we write, whether or not they are read now."""
    forms = {one: set(forms_of(one)) for one in addresses}
    wanted = set().union(*forms.values())
    read = set(IntakeAddress.objects.filter(address__in=wanted).values_list("address", flat=True))
    read |= {one.lower() for one in Mailbox.objects.values_list("address", flat=True)}
    read |= {
        parseaddr(one)[1].lower()
        for one in (settings.ENV.email_from, settings.ENV.email_reply_to, settings.ENV.email_bounces)
    }
    return {one for one, own in forms.items() if own & read}


def _known(others: Sequence[Address], own: Trusted, now: datetime) -> dict[str, Somebody]:
    """Those who are the customer's people: by account, by an earlier message, by a domain of the customer's alone.

    Whoever has, or had, an account is judged by it; an address that another customer's people write from is theirs.
    """
    wanted = [one.address for one in others]
    accounts = {one.email.lower(): one for one in _accounts(wanted)}
    here, customer = set(_places(accounts.values(), own.customer)), own.customer
    wrote: dict[str, set[int]] = {}
    for email, pk in Correspondent.objects.filter(email__in=wanted).values_list("email", "customer_id"):
        wrote.setdefault(email, set()).add(pk)
    machines = set(MachineSender.objects.filter(email__in=wanted).values_list("email", flat=True))
    domains = set(MailDomain.objects.filter(customer=customer, is_active=True).values_list("domain", flat=True))
    found: dict[str, Somebody] = {}
    for one in others:
        account, parts = accounts.get(one.address), one.address.partition("@")
        if account is not None:
            if account.pk in here:
                found[one.address] = account
            continue
        is_new = own.new and parts[2] in domains and parts[0] not in SHARED and one.address not in wrote
        has_written = own.alone and customer.pk in wrote.get(one.address, ())
        if one.address not in machines and (has_written or is_new):
            found[one.address] = who_writes(customer, email=one.address, name=one.name, now=now)
    return found


def _accounts(addresses: Sequence[str]) -> Iterable[User]:
    return User.objects.annotate(small=Lower("email")).filter(small__in=addresses)


def _places(people: Iterable[User], customer: Customer) -> Iterable[int]:
    users = [one.pk for one in people if one.is_active and not one.staff_role]
    active = Membership.objects.active().filter(customer=customer, user__in=users) if users else None
    return active.values_list("user_id", flat=True) if active is not None else ()
