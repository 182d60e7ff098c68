"""Binding stored files to what they belong to, and erasing their bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
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
    replaces: Attachment | None = None,
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
            replaces=replaces,
        )
        for one in files
    )


def mark_erased(attachments: Iterable[Attachment], *, by: User, reason: str, now: datetime) -> list[int]:
    """Say that the bytes are erased, by whom and why, within the caller's transaction: the keys of those that were.

    The rows stay with hash and name of the file. It asks for the engine's scope; `drop_bytes` has to follow.
    """
    with connection.cursor() as cursor:
        told: list[Any] = [[one.pk for one in attachments], by.pk, reason, now]
        cursor.execute("SELECT * FROM gwarant_erase_files(%s, %s, %s, %s)", told)
        return sorted(number for (number,) in cursor.fetchall())


def drop_bytes(attachments: Iterable[Attachment]) -> None:
    """Take away the bytes that no row names any more, once that stands. Others stay for the row that names them.

    Whoever is killed before leaves a file without a row, which the sweep takes.
    """
    for name in sorted({one.sha256 for one in attachments}):
        drop(name)


def sweep(before: datetime) -> int:
    """Remove the files that nothing names and that were neither taken in nor held since the moment; how many."""
    place = folder()
    names = list(place.old(before))
    used = in_use(names)
    done = sum(drop(one, before=before) for one in names if one not in used)
    place.clear_thumbs()
    return done + place.clear_unfinished(before)
