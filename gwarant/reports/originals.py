"""What the rows of the ledger were made from, so that verification can hold the two against each other, both ways."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet

from gwarant.accounts.models import User
from gwarant.contracts import proof
from gwarant.contracts.evidence import AT_UPGRADE, SOURCE, acts_of, agreement_of, moment_of, uid_of
from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Customer, IntakeAddress
from gwarant.database.rows import in_pieces
from gwarant.files.models import Attachment
from gwarant.files.verifying import broken
from gwarant.hours.actions import evidence_entry
from gwarant.hours.models import TimeEntry
from gwarant.intake import booked
from gwarant.intake.models import MachineSender, Mailbox, MailDecision, MailDomain, RawMail, SettingChange
from gwarant.intake.verifying import broken as unlike_as_they_came
from gwarant.ledger import filing
from gwarant.ledger.models import Row
from gwarant.ledger.reading import faults_of, read_rows
from gwarant.ledger.tables import Entries, Original, Source, Tables
from gwarant.ledger.voiding import told as void_of
from gwarant.ledger.voiding import uid_of as uid_of_void
from gwarant.monitoring import verifying
from gwarant.monitoring.maintenance.meaning import change_row, row_of
from gwarant.monitoring.models import Maintenance, MaintenanceChange, Proof
from gwarant.monitoring.proving.writing import row_of as proof_row
from gwarant.reports import corrections, objections, statements
from gwarant.reports.claims import evidence as amounts
from gwarant.reports.disputes import evidence as disputes
from gwarant.reports.filed import misfiled, misread
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import FileAct
from gwarant.sla.evidence.model import Row as EvidenceRow
from gwarant.tickets.evidence import AT_UPGRADE as OF_TICKETS
from gwarant.tickets.evidence import evidence_event
from gwarant.tickets.files import unbound
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.recompute import faults as caches

_WINDOW = re.compile(r"[^:]+:w([0-9]{1,18})(?::([0-9]{1,18}))?")
_PROOF = re.compile(r"[^:]+:p([0-9]{1,18})")
_FILE = re.compile(r"[^:]+:f([0-9]{1,18})(?::|$)")


def ticket_events(uids: Sequence[str]) -> dict[str, Original]:
    """The events of tickets, with the words that were said."""
    found = TicketEvent.objects.filter(uid__in=uids).select_related("ticket", "actor", "correspondent", "message")
    return {one.uid: Original(_line(evidence_event, one, one.ticket), _words(one)) for one in found}


def time_entries(uids: Sequence[str]) -> dict[str, Original]:
    """The hours that were logged, with their notes."""
    found = TimeEntry.objects.filter(uid__in=uids).select_related("ticket__service", "person", "reverses")
    return {one.uid: Original(_line(evidence_entry, one), one.note) for one in found}


def agreements(uids: Sequence[str]) -> dict[str, Original]:
    """What the parties did about wordings, with the wordings' texts."""
    rows = Row.objects.filter(uid__in=uids)
    written = dict(rows.values_list("uid", "received_at"))
    numbers = {one.rpartition("@")[0] for one in uids}
    related = ContractVersion.objects.select_related("contract", "offered_by", "accepted_by", "changed_by")
    found = {}
    for version in related.filter(contract__number__in=numbers):
        for act in acts_of(version):
            uid = uid_of(version, act)
            if uid in written:
                source = SOURCE if written[uid] == moment_of(version, act) else AT_UPGRADE
                found[uid] = Original(_line(agreement_of, version, act, source), version.text)
    return found


def voids(uids: Sequence[str]) -> dict[str, Original]:
    """Rows that take another one off the record stand in no table: all but reason and person follow from that row."""
    found = Row.objects.filter(uid__in=uids, type="void").select_related("customer")
    told = {one.id: one for one in read_rows(found).reading().evidence.voids}
    named = {one.uid: one for one in Row.objects.filter(uid__in=[one.row for one in told.values()])}
    originals = {}
    for row in found:
        void = told.get(row.uid)
        off = named.get(void.row) if void else None
        if void and off and off.customer_id == row.customer_id and uid_of_void(off) == row.uid:
            line = row_line(void_of(off, void.person, void.reason, row.received_at))
            originals[row.uid] = Original(line if off.subject == row.subject else "")
    return originals


def files(uids: Sequence[str]) -> dict[str, Original]:
    """The files that stand beside something, with their names, and the erasures, with their reasons."""
    numbers = [int(found[1]) for uid in uids if (found := _FILE.match(uid))]
    related = Attachment.objects.filter(pk__in=numbers).select_related(
        "customer", "added_by", "replaces__customer", "erasure__by"
    )
    made = {}
    for one in related:
        if one.about in filing.KEPT:
            made[filing.uid_of(one)] = Original(_line(filing.added, one), one.name)
        if hasattr(one, "erasure"):
            one.erasure.file = one
            line = _line(filing.erased, one.erasure)
            made[f"{filing.uid_of(one)}:{FileAct.ERASED}"] = Original(line, one.erasure.reason)
    return made


def sealed_looks(uids: Sequence[str]) -> dict[str, Original]:
    """The blocks of looks, opened and counted again."""
    return {uid: Original(row_line(told)) for uid, told in verifying.told_of(uids).items()}


def maintenance(uids: Sequence[str]) -> dict[str, Original]:
    """The windows of maintenance that were announced, what took one back, with what was said about them."""
    found = [match for uid in uids if (match := _WINDOW.fullmatch(uid))]
    own = Maintenance.objects.filter(pk__in=[int(one[1]) for one in found if not one[2]])
    windows = own.select_related("customer", "service", "announced_by")
    changes = MaintenanceChange.objects.filter(pk__in=[int(one[2]) for one in found if one[2]])
    changes = changes.select_related("window__customer", "window__service", "told_by")
    told = {one.uid: Original(_line(row_of, one, one.uid), one.text) for one in windows}
    told |= {one.uid: Original(_line(change_row, one), one.text) for one in changes}
    return told | corrections.originals(uids)


def unwritten_maintenance(customer_id: int) -> Iterator[str]:
    """Announced windows, and what took one back, that stand in no row."""
    own = Maintenance.objects.filter(customer_id=customer_id).select_related("customer").order_by("pk")
    changes = MaintenanceChange.objects.filter(customer_id=customer_id).select_related("window__customer")
    rows = Row.objects.filter(customer_id=customer_id, type="maintenance")
    written = set(rows.values_list("uid", flat=True))
    yield from (one.uid for one in (*own, *changes.order_by("pk")) if one.uid not in written)
    yield from corrections.unwritten_windows(customer_id)


def proofs(uids: Sequence[str]) -> dict[str, Original]:
    """What shows that duties were done, with what people wrote about it."""
    numbers = [int(found[1]) for uid in uids if (found := _PROOF.fullmatch(uid))]
    own = Proof.objects.filter(pk__in=numbers).select_related("customer", "contract", "person")
    return {one.uid: Original(_line(proof_row, one), one.text) for one in own}


def unwritten_proofs(customer_id: int) -> Iterator[str]:
    """Proofs that stand in no row."""
    own = Proof.objects.filter(customer_id=customer_id).select_related("customer").order_by("pk")
    written = set(Row.objects.filter(customer_id=customer_id, type="proof").values_list("uid", flat=True))
    yield from (one.uid for one in own if one.uid not in written)


def objected(uids: Sequence[str]) -> dict[str, Original]:
    """What was objected to of systems and of months, and answered."""
    return objections.originals(uids) | disputes.originals(uids)


def unwritten_objections(customer_id: int) -> Iterator[str]:
    """The same, where it stands in no row."""
    yield from objections.unwritten(customer_id)
    yield from disputes.unwritten(customer_id)


def unwritten_files(customer_id: int) -> Iterator[str]:
    """Files beside something, and erasures, that stand in no row."""
    own = Attachment.objects.filter(customer_id=customer_id).select_related("customer")
    expected = [filing.uid_of(one) for one in own.filter(about__in=filing.KEPT).order_by("pk")]
    erased = own.filter(erasure__isnull=False).order_by("pk")
    expected += [f"{filing.uid_of(one)}:{FileAct.ERASED}" for one in erased]
    rows = Row.objects.filter(customer_id=customer_id, type="file")
    written = set(rows.values_list("uid", flat=True)) if expected else set()
    yield from (uid for uid in expected if uid not in written)


def groundless(customer_id: int) -> Iterator[str]:
    """Voids that no owner could have written: of a row that can be read, or by nobody of the house.

    An owner may have another role by now.
    """
    own = Row.objects.filter(customer_id=customer_id)
    told = sorted(read_rows(own.filter(type="void")).reading().evidence.voids, key=lambda one: one.id)
    named = own.filter(uid__in=[one.row for one in told])
    lines = {uid: (pk, line) for pk, uid, line in named.values_list("pk", "uid", "line")}
    unread = faults_of(lines.values())
    people = User.objects.filter(opaque__in={one.person for one in told}).exclude(staff_role="")
    house = set(people.values_list("opaque", flat=True))
    for void in told:
        if void.row in lines and lines[void.row][0] not in unread:
            yield f"{void.id} takes {void.row} off the record, which can be read"
        if void.person not in house:
            yield f"{void.id} takes {void.row} off the record, and who did is nobody of the house"


def unwritten_acts(customer_id: int) -> Iterator[str]:
    """Offers, acceptances and withdrawals that stand in no row."""
    expected = [uid_of(one, act) for one in proof.frozen(customer_id) for act in acts_of(one)]
    rows = Row.objects.filter(customer_id=customer_id, type="agreement", uid__in=expected)
    written = set(rows.values_list("uid", flat=True))
    yield from (uid for uid in expected if uid not in written)


def miscounted(customer_id: int) -> Iterator[str]:
    """Tickets and events that are fewer than were given a number."""
    given, there = (
        Customer.objects.filter(pk=customer_id)
        .annotate(there=Count("tickets"))
        .values_list(F("next_ticket") - 1, "there")
        .get()
    )
    if given != there:
        yield f"{given} tickets were given a number, and {there} are there"
    counted = Ticket.objects.filter(customer_id=customer_id).annotate(n=Count("events"), last=Max("events__number"))
    wrong = counted.exclude(events_count=F("n"), last=F("n")).exclude(Q(events_count=0, n=0)).order_by("pk")
    for key, count, n in wrong.values_list("key", "events_count", "n"):
        yield f"{key} counts {count} events, and {n} are there"


def late_acts(customer_id: int) -> Iterator[str]:
    """What was written down at an upgrade: the release before kept no rows of it."""
    found = Row.objects.filter(customer_id=customer_id, type="agreement", line__contains=f'"source": "{AT_UPGRADE}"')
    uids = list(found.order_by("pk").values_list("uid", flat=True))
    if uids:
        first = found.order_by("received_at").values_list("received_at", flat=True)[0]
        yield f"{', '.join(uids)} happened earlier and were written down at an upgrade on {first:%Y-%m-%d}"


def late_adoptions(customer_id: int) -> Iterator[str]:
    """Tickets of a release whose events named no contract: the upgrade wrote down which one judged them."""
    events = TicketEvent.objects.filter(customer_id=customer_id, channel=OF_TICKETS)
    rows = Row.objects.filter(customer_id=customer_id, type="ticket", uid__in=events.values("uid"))
    found = rows.aggregate(count=Count("pk"), first=Min("received_at"))
    if found["count"]:
        day = f"{found['first']:%Y-%m-%d}"
        yield f"which contract judged {found['count']} tickets was written down at an upgrade on {day}"


def _without_row(found: QuerySet[TicketEvent] | QuerySet[TimeEntry], type_: str) -> Iterable[str]:
    """The ids of the table's rows that no row of the ledger has, asked for in one go."""
    own = Row.objects.filter(uid=OuterRef("uid"), customer_id=OuterRef("customer_id"), type=type_)
    return in_pieces(found.filter(~Exists(own)).order_by("pk").values_list("uid", flat=True), 2000)


def unwritten_events(customer_id: int) -> Iterable[str]:
    return _without_row(TicketEvent.objects.filter(customer_id=customer_id), "ticket")


def unwritten_entries(customer_id: int) -> Iterable[str]:
    return _without_row(TimeEntry.objects.filter(customer_id=customer_id), "time")


def _line(make: Callable[..., EvidenceRow], *of: object) -> str:
    """The line that would be written today; empty, which is no row's line, where the table holds what is none."""
    try:
        return row_line(make(*of))
    except (ValueError, OverflowError):
        return ""


def _words(event: TicketEvent) -> str:
    return event.message.words if hasattr(event, "message") else ""


def _setting(model: type[Model], kind: str, name: str) -> Entries:
    """How mail comes in, as its own table says."""
    related, told = booked.SETTINGS[kind]
    rows: Any = model._default_manager
    return Entries(
        lambda: rows.select_related(*related) if related else rows.all(), told, name.format, kind == booked.BOX
    )


BOOK = {
    booked.MAIL: Entries(
        lambda: RawMail.objects.select_related(*booked.RELATED),
        booked.mail_told,
        lambda one: f"the message {one.pk} of {one.received_at:%Y-%m-%d %H:%M} to {one.box}",
    ),
    booked.DECISION: Entries(
        lambda: MailDecision.objects.select_related("decided_by"),
        booked.decision_told,
        lambda one: f"the decision {one.pk} about the message {one.mail_id}",
    ),
    booked.SETTING: Entries(
        lambda: SettingChange.objects.select_related("customer", "decided_by"),
        booked.change_told,
        lambda one: f"the change {one.pk} of {one.kind} {one.name}",
    ),
    booked.ADDRESS: _setting(IntakeAddress, booked.ADDRESS, "the address {}"),
    booked.DOMAIN: _setting(MailDomain, booked.DOMAIN, "the domain {}"),
    booked.MACHINE: _setting(MachineSender, booked.MACHINE, "the program {}"),
    booked.BOX: _setting(Mailbox, booked.BOX, "the mailbox {}"),
    filing.FILE: Entries(
        lambda: Attachment.objects.select_related("customer", "added_by"),
        filing.file_told,
        lambda one: f"the file {one.name} of {one.part or one.subject}",
    ),
}
TABLES = Tables(
    book=BOOK,
    sources={
        "ticket": Source(ticket_events, unwritten_events),
        "time": Source(time_entries, unwritten_entries),
        "agreement": Source(agreements, unwritten_acts),
        "file": Source(files, unwritten_files),
        "sealed": Source(sealed_looks, verifying.unwritten),
        "maintenance": Source(maintenance, unwritten_maintenance),
        "proof": Source(proofs, unwritten_proofs),
        "exclusion": Source(corrections.originals, corrections.unwritten),
        "amount": Source(amounts.originals, amounts.unwritten),
        "objection": Source(objected, unwritten_objections),
        "closing": Source(statements.originals, lambda customer_id: ()),  # told with the statements
        "statement": Source(statements.originals, statements.unwritten),
        "state": Source(corrections.originals, corrections.unwritten_states),
        "void": Source(voids, lambda customer_id: ()),
    },
    laws=(
        miscounted,
        misfiled,
        misread,
        groundless,
        corrections.by_itself,
        statements.changed,
        proof.faults,
        caches,
        unbound,
        broken,
        unlike_as_they_came,
    ),
    remarks=(late_acts, late_adoptions, proof.remarks),
)
