"""Files beside contracts and customers, and files erased: each a row of evidence, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.actions import attach, drop_bytes, mark_erased
from gwarant.files.models import About, Attachment, Erasure
from gwarant.files.store import Stored
from gwarant.ledger.actions import append
from gwarant.ledger.book import told, write_down
from gwarant.ledger.tables import Original
from gwarant.sla.evidence.model import FileAct, FileRecord
from gwarant.texts import words_of

SOURCE = "gwarant"
FILE = "file"  # in the house's book
KEPT = (About.CONTRACT, About.CUSTOMER)  # what has files beside it that no event brought


class PlaceTaken(Exception):
    """Another file took the place of the one that was to be replaced, or it was erased. Carries its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ErasedAlready(Exception):
    """Somebody erased the file before."""


def add(
    files: Sequence[Stored],
    *,
    customer: Customer,
    about: About,
    subject: str,
    is_public: bool,
    replaces: Attachment | None = None,
    by: User,
    now: datetime,
) -> list[Attachment]:
    """Put files beside a contract or a customer, or one in the place of another, which stays on the record.

    What stands there already for the same people is not put there twice. FileGone where a file has to be sent again.
    """
    with transaction.atomic():
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)  # one after the other
        standing = Attachment.objects.of(about, subject).filter(erased_at=None, replaced_by=None)
        if replaces is not None and not standing.filter(pk=replaces.pk).exists():
            raise PlaceTaken(replaces.name)
        there = set(standing.filter(is_public=is_public).values_list("sha256", flat=True))
        new = list({one.sha256: one for one in files if one.sha256 not in there}.values())
        made = attach(
            new,
            customer=customer,
            about=about,
            subject=subject,
            is_public=is_public,
            replaces=replaces,
            by=by,
            now=now,
        )
        book_files(made, now)
        for one in made:
            append(added(one), customer=customer, subject=subject, text=one.name, now=now)
        return made


def erase(attachment: Attachment, *, by: User, reason: str, now: datetime) -> None:
    """Erase a file's bytes for good; its row, name and hash stay, and say when, by whom and why."""
    with scoped(ENGINE):
        with transaction.atomic():
            if not mark_erased([attachment], by=by, reason=words_of(reason), now=now):
                raise ErasedAlready
            done = Erasure.objects.select_related("file__customer", "by").get(file=attachment)
            append(erased(done), customer=done.customer, subject=done.file.subject, text=done.reason, now=now)
        drop_bytes([attachment])


def added(one: Attachment) -> FileRecord:
    """The row of evidence of a file that was put beside something."""
    return _record(one, FileAct.ADDED, one.added_at, one.added_by, uid_of(one))


def erased(done: Erasure) -> FileRecord:
    """The row of evidence of an erasure."""
    return _record(done.file, FileAct.ERASED, done.at, done.by, f"{uid_of(done.file)}:{FileAct.ERASED}")


def uid_of(one: Attachment) -> str:
    """The id of the row that says that the file was put there."""
    return f"{one.customer.key}:f{one.pk}"


def file_told(one: Any) -> Original:
    """What stands of a file beside its hash, which no row of evidence tells: where it belongs, what it is called."""
    facts = {
        "about": str(one.about),
        "subject": one.subject,
        "part": one.part,
        "shared": one.is_public,
        "sha256": one.sha256,
        "kind": one.kind,
        "size": one.size,
        "width": one.width,
        "height": one.height,
        "customer": one.customer.key,
        "person": one.added_by.opaque if one.added_by else "",
        "at": one.added_at,
        "replaces": one.replaces_id,
    }
    return told(facts, (one.name,))


def book_files(made: Iterable[Attachment], now: datetime) -> None:
    """Write the files down in the house's book, in the transaction in which they were bound."""
    write_down(FILE, ((one.pk, file_told(one)) for one in made), now=now)


def _record(one: Attachment, act: FileAct, at: datetime, by: User | None, uid: str) -> FileRecord:
    moment = int(at.timestamp())
    return FileRecord(
        id=uid,
        at=moment,
        received=moment,
        act=act,
        sha256=one.sha256,
        contract=one.subject if one.about == About.CONTRACT else "",
        ticket=one.subject if one.about == About.TICKET else "",
        replaces=uid_of(one.replaces) if one.replaces and act is FileAct.ADDED else "",
        shared=one.is_public,
        person=by.opaque if by else "",
        source=SOURCE,
    )
