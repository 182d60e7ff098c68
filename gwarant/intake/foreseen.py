"""What many messages ask of the database, asked for all of them at once: first who writes where, then what is decided.

Each function asks what the functions named there ask for one message. What is not foreseen is asked when it is needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import F
from django.db.models.functions import Upper

from gwarant.accounts.models import User
from gwarant.contracts.terms import accepted_of
from gwarant.customers.models import Correspondent, Membership, services_of
from gwarant.database.together import foresee
from gwarant.intake.acting import key_of, same_content
from gwarant.intake.content import content_of
from gwarant.intake.deciding import Decision, machines_at, recipients_of
from gwarant.intake.floods.buckets import ANSWERS, Draw, hold
from gwarant.intake.floods.gate import draws_of
from gwarant.intake.floods.models import Kind
from gwarant.intake.models import TAKEN, Outcome, RawMail
from gwarant.intake.strangers import vouched_for
from gwarant.intake.threads import tickets_of
from gwarant.intake.whose import domains_of, doors_at, forms_of, known_at
from gwarant.mail import Mail, Unreadable
from gwarant.mail.subjects import keys_in
from gwarant.notify.actions import houses_of, wishes_of_all
from gwarant.notify.marks import ticket_in
from gwarant.tickets.actions.reporting import next_numbers
from gwarant.tickets.clocks import clocks_of
from gwarant.tickets.log import Log
from gwarant.tickets.models import ClockNotice, TicketEvent
from gwarant.tickets.recording import held


@dataclass(frozen=True)
class Case:
    """A message, what it says, and what is to become of it."""

    raw: RawMail
    mail: Mail | Unreadable
    decision: Decision


def foresee_senders(mails: Sequence[tuple[RawMail, Mail | Unreadable]]) -> None:
    """Who writes, to which address of ours, about which ticket: all that `decide` asks of an ordinary message."""
    senders = sorted({email for _raw, mail in mails if (email := mail.sender.address.strip().lower())})
    told = {one for raw, mail in mails for one in recipients_of(raw, mail)}
    forms = sorted({form for one in told for form in forms_of(one.strip().lower())})
    domains = sorted({one.rpartition("@")[2] for one in senders})
    keys = sorted({key for raw, mail in mails if isinstance(mail, Mail) for key in _keys(raw, mail)})
    foresee("door", _each(forms, doors_at(forms)))
    foresee("account", _accounts(senders))
    foresee("known", known_at(senders))
    foresee("domain", _each(domains, domains_of(domains)))
    foresee("machine", _each(senders, machines_at(senders)))
    foresee("ticket", _each(keys, tickets_of(keys) if keys else {}))


def foresee_deeds(cases: Sequence[Case], servers: frozenset[str]) -> None:
    """What carrying out asks, and holds until the transaction ends: in the order in which one message holds it."""
    contents = {content_of(one.mail) for one in cases if isinstance(one.mail, Mail) and one.decision.outcome in TAKEN}
    foresee("same content", same_content(sorted(contents)) if contents else {})
    foresee("bucket", hold(_draws(cases, servers)))
    foresee("done", _done(cases))
    replies = {one.decision.ticket.pk for one in cases if one.decision.outcome is Outcome.REPLY and one.decision.ticket}
    logs = held(sorted(replies)) if replies else {}
    foresee("held", logs)
    foresee("log", logs)
    foresee_columns(logs)
    reports = [one for one in cases if one.decision.outcome is Outcome.TICKET]
    customers = sorted({pk for one in reports if (pk := _customer(one)) is not None})
    foresee_customers(reports, customers)
    _foresee_people(reports, [log.ticket for log in logs.values()], customers)


def foresee_columns(logs: dict[int, Log]) -> None:
    """The clocks of tickets, and what was told of them."""
    if not logs:
        return
    told: dict[int, list[ClockNotice]] = {pk: [] for pk in logs}
    for one in ClockNotice.objects.filter(ticket__in=logs):
        told[one.ticket_id].append(one)
    foresee("told", told)
    foresee("clocks", clocks_of(list(logs)))


def foresee_customers(reports: Sequence[Case], customers: Sequence[int]) -> None:
    """What a report asks of its customer and its writer."""
    if not customers:
        return
    foresee("next ticket", next_numbers(customers))
    foresee("services", services_of(customers))
    foresee("accepted", accepted_of(customers))
    pairs = {(pk, _writer(one)) for one in reports if (pk := _customer(one)) is not None and _writer(one)}
    foresee("whose address", _behind(pairs))
    wrote = Correspondent.objects.filter(customer__in=customers, email__in=[email for _pk, email in pairs])
    foresee("address", _each(pairs, {(one.customer_id, one.email): one for one in wrote}))
    known = [one.decision.writer.known.pk for one in reports if one.decision.writer.known is not None]
    foresee("vouched for", vouched_for(known) if known else {})


def _foresee_people(reports: Sequence[Case], tickets: Iterable[object], customers: Sequence[int]) -> None:
    """Who is told: those who care for the customers, and how each wants to be reached."""
    whose = [one.decision.reporter or one.decision.writer for one in reports]
    own = [one.customer for one in whose if one.customer] + [one.customer for one in tickets]  # type: ignore[attr-defined]
    carers = sorted({pk for one in own for pk in (one.caretaker_id, one.deputy_id) if pk is not None})
    people = User.objects.in_bulk(carers) if carers else {}
    assignees = {one.assignee_id for one in tickets if one.assignee_id}  # type: ignore[attr-defined]
    told = sorted({*carers, *assignees})
    foresee("person", _each(carers, people))
    foresee("wishes", _each(told, wishes_of_all(told) if told else {}))
    foresee("house", houses_of(sorted({one.pk for one in own})) if own else {})


def _each(wanted: Iterable[Any], found: Mapping[Any, object]) -> dict[Any, object]:
    """An answer for each: None where nothing was found."""
    return {one: found.get(one) for one in wanted}


def _keys(raw: RawMail, mail: Mail) -> list[str]:
    """The keys by which `thread_of` looks for a ticket."""
    key = ticket_in([*recipients_of(raw, mail), *mail.in_reply_to, *mail.references])
    return [key] if key else [*keys_in(mail.subject)[:3]]


def _accounts(addresses: Sequence[str]) -> dict[str, User | None]:
    """The account of each address, in letters of which there are no two ways to write them small or large."""
    plain = {one.upper(): one for one in addresses if one.isascii()}
    rows = User.objects.annotate(large=Upper("email")).filter(large__in=plain, is_active=True).order_by("-pk")
    found = {plain[one.email.upper()]: one for one in rows if one.email.upper() in plain}
    return {one: found.get(one) for one in plain.values()}


def _behind(pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], User | None]:
    """The customer's person behind an address, as `who_writes` finds them: nobody, or left to it."""
    wanted = {(pk, email) for pk, email in pairs if email.isascii()}
    large, customers = [email.upper() for _pk, email in wanted], [pk for pk, _email in wanted]
    places = Membership.objects.active().filter(customer__in=customers)
    by_account = places.annotate(large=Upper("user__email")).filter(large__in=large)
    by_word = places.filter(
        user__correspondents__email__in=[email for _pk, email in wanted],
        user__correspondents__customer=F("customer"),
    ).values_list("customer_id", "user__correspondents__email")
    there = {(pk, email.upper()) for pk, email in [*by_account.values_list("customer_id", "user__email"), *by_word]}
    return {(pk, email): None for pk, email in wanted if (pk, email.upper()) not in there}


def _done(cases: Sequence[Case]) -> dict[str, bool]:
    keys = [key_of(one.raw) for one in cases]
    there = set(TicketEvent.objects.filter(key__in=keys).values_list("key", flat=True))
    return {key: key in there for key in keys}


def _draws(cases: Sequence[Case], servers: frozenset[str]) -> dict[tuple[str, str], datetime]:
    """All buckets on which the messages may draw, each as of the first of them."""
    found: dict[tuple[str, str], datetime] = {}
    for one in sorted(cases, key=attrgetter("raw.arrived_at"), reverse=True):
        draws = draws_of(one.raw, one.mail, one.decision, servers)
        if one.decision.outcome is Outcome.TICKET:
            draws = [*draws, Draw(Kind.ANSWERS, (one.decision.reporter or one.decision.writer).email, ANSWERS)]
        found |= dict.fromkeys((draw.place for draw in draws), one.raw.arrived_at)
    return found


def _customer(case: Case) -> int | None:
    whose = case.decision.reporter or case.decision.writer
    return whose.customer.pk if whose.customer else None


def _writer(case: Case) -> str:
    return (case.decision.reporter or case.decision.writer).email
