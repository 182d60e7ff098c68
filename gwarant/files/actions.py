"""Binding stored files to what they belong to, and erasing their bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped
from gwarant.files.models import About, Attachment
from gwarant.files.store import Stored, claim, folder
from gwarant.files.uses import drop, in_use


def attach(
    files: Sequence[Stored],
    *,
    customer: Customer,
    about: About,
    subject: str,
    part: str = "",
    is_public: bool,
    by: User | None,
    now: datetime,
) -> list[Attachment]:
    """Rows for stored files within the caller's transaction; FileGone where one does not lie in the folder any more."""
    claim(files)
    return Attachment.objects.bulk_create(
        Attachment(
            customer=customer,
            about=about,
            subject=subject,
            part=part,
            is_public=is_public,
            name=one.name,
            kind=one.kind,
            size=one.size,
            sha256=one.sha256,
            width=one.width,
            height=one.height,
            added_by=by,
            added_at=now,
        )
        for one in files
    )


def add(
    files: Sequence[Stored],
    *,
    customer: Customer,
    about: About,
    subject: str,
    is_public: bool,
    by: User,
    now: datetime,
) -> list[Attachment]:
    """Put files beside a contract or a customer, in a transaction of their own."""
    with transaction.atomic():
        return attach(files, customer=customer, about=about, subject=subject, is_public=is_public, by=by, now=now)


def erase(attachments: Iterable[Attachment], now: datetime) -> int:
    """Erase the bytes: the rows stay with hash and name of the file, and say when. How many were erased.

    Bytes that another row still names stay for it. The rows come first: whoever is killed in between leaves a file
    without a row, which the sweep takes.
    """
    rows = list(attachments)
    with scoped(ENGINE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT gwarant_erase_files(%s, %s)", [[one.pk for one in rows], now])
            done = int(cursor.fetchone()[0])
        for name in sorted({one.sha256 for one in rows}):
            drop(name)
    return done


def sweep(before: datetime) -> int:
    """Remove the files that nothing names and that were neither taken in nor held since the moment; how many."""
    place = folder()
    names = list(place.old(before))
    used = in_use(names)
    done = sum(drop(one, before=before) for one in names if one not in used)
    return done + place.clear_unfinished(before)
