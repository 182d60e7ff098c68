"""Exclusions that stand: a later one may have taken an earlier one back."""

from collections.abc import Iterable

from gwarant.sla.evidence.model import Exclusion


def standing(rows: Iterable[Exclusion]) -> list[Exclusion]:
    """Those that leave something out: neither taken back, nor a row that takes another one of the same back."""
    own = list(rows)
    gone = {(row.of, row.service, row.ticket) for row in own}
    return [row for row in own if not row.of and (row.id, row.service, row.ticket) not in gone]
