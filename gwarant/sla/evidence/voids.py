"""Rows that do not count any more: each is named by a `void`, which may itself be named by a later one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.model import Evidence, TimeEntry, Void


def voided(voids: Iterable[Void]) -> dict[str, Void]:
    """The rows that do not count, by id, each with what took it out; a later void may take an earlier one out."""
    found: dict[str, Void] = {}
    for void in sorted(voids, key=lambda row: (row.received, row.at, row.id), reverse=True):
        if void.id not in found:
            found[void.row] = void
    return found


def counting(evidence: Evidence) -> Evidence:
    """The evidence without the rows that do not count; the voids stay.

    An entry of hours is taken back as by a reversal, so that a closed month stays as it was stated. One that nobody can
    read does not stand for anything any more once it was voided or taken back.
    """
    gone = voided(evidence.voids)
    unread = {row.id for row in evidence.unread} & {row.reverses for row in evidence.entries if row.id not in gone}
    if not gone and not unread:
        return evidence
    parts: dict[str, Any] = {}
    for form in FORMS:
        if form.part not in ("voids", "entries"):
            out = gone.keys() | unread if form.part == "unread" else gone.keys()
            parts[form.part] = tuple(row for row in getattr(evidence, form.part) if row.id not in out)
    return replace(evidence, **parts, entries=tuple(_entries(evidence.entries, gone)))


def _entries(entries: Iterable[TimeEntry], gone: Mapping[str, Void]) -> Iterable[TimeEntry]:
    for row in entries:
        if row.id not in gone:
            yield row
        elif not row.reverses:
            void = gone[row.id]
            yield row
            yield replace(row, id=void.id, received=void.received, person=void.person, reverses=row.id)
