"""What is to become of a message: a decision, nothing done yet."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from gwarant.customers.models import IntakeAddress
from gwarant.database.together import ask
from gwarant.intake.models import MachineSender, Outcome, RawMail, Way
from gwarant.intake.threads import Thread, belongs, takes_part, thread_of, ticket_of
from gwarant.intake.trust import Trust, trust_in
from gwarant.intake.whose import Whose, addressed, forms_of, whose
from gwarant.mail import Address, Mail, Unreadable
from gwarant.notify.bouncing import Came, Failed, came_back
from gwarant.notify.marks import is_ours
from gwarant.notify.models import Delivery
from gwarant.notify.news import About
from gwarant.tickets.authors import speaks
from gwarant.tickets.models import Status, Ticket

DOUBTED = "doubted_forward"  # it says that a colleague forwarded it
FORWARDED = ("forwarded", DOUBTED)
NO_SENDER = ("", "mailer-daemon")  # in the place of none Postfix hands its pipes this name


@dataclass(frozen=True)
class Decision:
    """The outcome with the code of its reason; who writes, at which address of ours, about which ticket.

    `reporter` is whose report a colleague forwards.
    """

    outcome: Outcome
    reason: str = ""
    writer: Whose = field(default_factory=lambda: Whose(""))
    door: IntakeAddress | None = None
    ticket: Ticket | None = None
    reporter: Whose | None = None
    machine: MachineSender | None = None


def decide(raw: RawMail, mail: Mail | Unreadable, servers: Collection[str]) -> Decision:
    """What becomes of the message: nothing that anybody else could have written makes it a word of somebody's."""
    recipients = recipients_of(raw, mail)
    told = [*raw.envelope_to, raw.box]  # nobody wrote that into the message
    door = addressed(recipients, sure=told)
    found = _decided(raw, mail, recipients, door, servers)
    if door is not None or found.outcome not in (Outcome.TICKET, Outcome.UNKNOWN):
        return found
    ended = addressed(recipients, is_active=False, sure=told)
    if ended is None:
        return found
    writer = replace(found.writer, customer=found.writer.customer or ended.customer)
    return replace(found, outcome=Outcome.ENDED, writer=writer)


def _decided(
    raw: RawMail,
    mail: Mail | Unreadable,
    recipients: list[str],
    door: IntakeAddress | None,
    servers: Collection[str],
) -> Decision:
    if isinstance(mail, Unreadable):
        return _unreadable(mail, door)
    writer = whose(mail.sender.address, mail.sender.name, door)
    thread = thread_of(mail, recipients, writer.staff or writer.person)
    found = Decision(Outcome.TICKET, "", writer, door, thread.ticket if thread else None)
    if is_ours(mail.instance):
        return replace(found, outcome=Outcome.OWN, reason="own")
    if mail.bounces:
        return _of_server(found, returned(raw, mail))
    trust = trust_in(mail, servers)
    machine = _machine(mail) if trust is not Trust.FORGED else None
    if machine is not None:
        writer = replace(writer, customer=machine.customer, by="machine", person=None, staff=None)
        return replace(found, reason="machine", writer=writer, machine=machine, ticket=None)
    if mail.automatic or _is_of_absence(mail, thread):
        return replace(found, outcome=Outcome.AUTOMATIC, reason=mail.automatic or mail.hint)
    if writer.staff is not None:
        return _of_staff(found, mail, trust, thread)
    return _of_customer(found, trust, thread)


def _is_of_absence(mail: Mail, thread: Thread | None) -> bool:
    """Whether it answers a mail of ours under the subject of an absence, though it does not say that it is automatic.

    Whoever answers keeps our subject, which begins with the ticket's key. Somebody looks at it, and can take it.
    """
    return mail.hint == "vacation_subject" and thread is not None and thread.is_proven


def returned(raw: RawMail, mail: Mail) -> list[tuple[Delivery, Failed]]:
    """The mails of ours that did not arrive, where the message is a report that proves it."""
    return came_back(mail.bounces, Came(recipients_of(raw, mail), _is_null(raw, mail), raw.arrived_at))


def _is_null(raw: RawMail, mail: Mail) -> bool:
    """Whether there is no sender to whom it could be answered, as the envelope says where we had it ourselves."""
    if raw.way in (Way.SMTP, Way.LMTP):
        return not raw.envelope_from.strip("<>")
    told = raw.envelope_from if mail.return_path is None and raw.way == Way.PIPE else mail.return_path
    return told is not None and told.lower() in NO_SENDER


def _of_server(found: Decision, back: list[tuple[Delivery, Failed]]) -> Decision:
    """A report that a mail did not arrive counts where it proves which of ours that was."""
    if not back:
        return replace(found, outcome=Outcome.AUTOMATIC, reason="bounce")
    own = back[0][0]
    ticket = ticket_of(own.notice.ref) if own.notice.about == About.TICKET else None
    return replace(found, outcome=Outcome.BOUNCE, reason="bounce", ticket=ticket or found.ticket)


def box_of(raw: RawMail, decision: Decision) -> str:
    """The address of ours at which the message arrived, without what its sender may have put behind a plus sign."""
    return decision.door.address if decision.door else forms_of(raw.box)[-1]


def recipients_of(raw: RawMail, mail: Mail | Unreadable) -> list[str]:
    """Where the message was sent to, the envelope first: it alone was not written by the sender."""
    told = [*raw.envelope_to, raw.box]
    if isinstance(mail, Unreadable):
        return told
    return [*told, *mail.delivered_to, *_addresses(mail.to), *_addresses(mail.cc)]


def _machine(mail: Mail) -> MachineSender | None:
    email = mail.sender.address.strip().lower()
    return ask("machine", email, lambda: machines_at([email]).get(email))


def machines_at(addresses: Collection[str]) -> dict[str, MachineSender]:
    """The programs that write from these addresses."""
    found = MachineSender.objects.select_related("customer", "service")
    return {one.email: one for one in found.filter(email__in=addresses, is_active=True)}


def _addresses(people: tuple[Address, ...]) -> list[str]:
    return [one.address for one in people]


def _unreadable(mail: Unreadable, door: IntakeAddress | None) -> Decision:
    """With the customer's own address it is a report like any other, only that nobody can read it yet."""
    writer = whose(mail.sender.address, mail.sender.name, door)
    outcome = Outcome.TICKET if door and door.customer else Outcome.UNREADABLE
    return Decision(outcome, mail.reason, replace(writer, staff=None), door)


def _of_customer(found: Decision, trust: Trust, thread: Thread | None) -> Decision:
    writer, ticket = found.writer, found.ticket
    if thread is not None and ticket is not None:
        if trust is Trust.FORGED:
            return replace(found, outcome=Outcome.UNVERIFIED, reason="forged")
        if ticket.status == Status.ASIDE and not _is_by_id_alone(found, thread):
            return _about_no_report(found, ticket, trust)
        if ticket.status != Status.ASIDE and takes_part(ticket, writer.email, writer.person):
            return replace(found, outcome=Outcome.REPLY, reason="mark" if thread.is_proven else "answer")
        if thread.is_proven or (belongs(ticket, writer.customer) and not _speaks_alone(writer, thread)):
            return replace(found, outcome=Outcome.UNVERIFIED, reason="no_participant")
        found = replace(found, ticket=None)  # a key or an ID that anybody can write: it is a report of its own
    if writer.customer is None:
        return replace(found, outcome=Outcome.UNKNOWN, reason=writer.by or "sender")
    if trust is Trust.FORGED:
        return replace(found, outcome=Outcome.UNVERIFIED, reason="forged")
    if writer.person is not None and not speaks(writer.person, writer.customer):
        return replace(found, outcome=Outcome.UNVERIFIED, reason="reader")
    return replace(found, outcome=Outcome.TICKET, reason=writer.by)


def _about_no_report(found: Decision, ticket: Ticket, trust: Trust) -> Decision:
    """What was laid aside comes back by the word of somebody of whom it is proven that they are the customer's."""
    person = found.writer.person
    is_proven = trust is Trust.PROVEN and person is not None and takes_part(ticket, found.writer.email, person)
    if is_proven and person is not None and speaks(person, ticket.customer):
        return replace(found, outcome=Outcome.REPLY, reason="no_report")
    return replace(found, outcome=Outcome.UNVERIFIED, reason="no_report")


def _is_by_id_alone(found: Decision, thread: Thread) -> bool:
    """Whether a person of the customer answers a Message-ID and names nothing: no spam that bore it keeps that back."""
    return found.writer.person is not None and not thread.is_proven and not thread.is_named


def _speaks_alone(writer: Whose, thread: Thread) -> bool:
    """Whether what leads to the ticket, a Message-ID alone, keeps nobody's report back.

    Somebody else may have used it before its owner, whose own first message may not have been looked at yet.
    """
    return writer.by in ("person", "address") and not thread.is_named


def _of_staff(found: Decision, mail: Mail, trust: Trust, thread: Thread | None) -> Decision:
    """A colleague's mail speaks for the house only where our own server says that it is theirs, and they may act."""
    if found.writer.staff is not None and not found.writer.staff.may_change:
        return replace(found, outcome=Outcome.UNVERIFIED, reason="auditor")
    if found.ticket is not None and found.ticket.status == Status.ASIDE:
        return replace(found, outcome=Outcome.UNVERIFIED, reason="no_report")
    if thread is not None:
        is_theirs = trust is Trust.PROVEN
        return replace(
            found,
            outcome=Outcome.REPLY if is_theirs else Outcome.UNVERIFIED,
            reason="mark" if is_theirs else "colleague",
        )
    if trust is Trust.FORGED:
        return replace(found, outcome=Outcome.UNVERIFIED, reason="forged")
    if trust is not Trust.PROVEN:
        return replace(found, outcome=Outcome.UNVERIFIED, reason=DOUBTED if mail.original else "colleague")
    if mail.original is None:
        outcome = Outcome.TICKET if found.writer.customer else Outcome.UNKNOWN
        return replace(found, outcome=outcome, reason="colleague")
    reporter = whose(mail.original.sender.address, mail.original.sender.name, found.door)
    is_known = reporter.customer is not None and reporter.staff is None
    outcome = Outcome.TICKET if is_known else Outcome.UNKNOWN
    return replace(found, outcome=outcome, reason="forwarded", reporter=reporter)
