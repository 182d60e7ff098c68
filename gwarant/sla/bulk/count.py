"""All tickets of a source counted for a period: verdicts by wording, class and clock, and every breach by name.

What is counted is what `judge_tickets` would count; what it would explain is left out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.assessment.ownership import givings
from gwarant.sla.assessment.tickets import Judged, judge_tickets
from gwarant.sla.bulk.batch import FAR, Batch, batches_of
from gwarant.sla.bulk.judge import BREACHED, VERDICTS, judge
from gwarant.sla.bulk.rest import groups_of, whole_tickets
from gwarant.sla.bulk.wording import Wording, elsewhere, has_turns, judging
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.evidence.columns import Columns, Source
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.known import known as known_at
from gwarant.sla.evidence.layout import ODD, STRANGE, ZERO
from gwarant.sla.evidence.model import Evidence, TicketEvent
from gwarant.sla.evidence.voids import counting
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Key = tuple[str, str, str]  # wording, class, clock
Tally = Counter[Verdict]


@dataclass(frozen=True, slots=True)
class Late:
    """A reading that was breached in the period: its key, its deadline (UTC seconds), the counted seconds after it."""

    key: str
    due_at: int
    late: int


@dataclass
class Counted:
    """Verdicts that fell in the period, and what runs at its end; `folded` of the `tickets` went through the fold."""

    tallies: dict[Key, Tally] = field(default_factory=dict)
    breaches: list[Late] = field(default_factory=list)
    unjudged: int = 0
    tickets: int = 0
    folded: int = 0


def count_tickets(
    terms: Sequence[Terms], columns: Columns, source: Source, period: Span, known: int | None = None
) -> Counted:
    """The counts of a period `[start, end)` (UTC seconds) from columns, whose source may be read once more.

    Only what had been received before `known` is seen, by default before the end.
    """
    sight = Sight(period[1], period[1] if known is None else known)
    found = Counted()
    group = groups_of(columns)
    apart = _apart(columns, group)
    wordings = _wordings(terms, columns, period[1])
    own = columns.names.contracts.get(terms[-1].contract.metadata.id, ODD)
    is_left = np.zeros(len(columns.tickets), bool)
    for batch in batches_of(columns, sight):
        found.tickets += batch.size
        is_plain = ~apart[batch.tickets] & ~has_turns(batch)
        is_foreign = is_plain & elsewhere(batch, own)
        done = _count_plain(found, batch, columns.tickets, wordings, is_plain & ~is_foreign, period)
        is_left[batch.tickets[~(done | is_foreign)]] = True
    found.folded = int(is_left.sum())
    for events in whole_tickets(columns, source, group, is_left):
        seen, named = counting(known_at(_evidence(events, columns), sight.known)), givings(events)
        _count_folded(found, judge_tickets(terms, seen, period, sight.known, is_brief=True, named=named))
    found.breaches.sort(key=lambda one: (one.due_at, one.key))
    return found


def _apart(columns: Columns, group: Ints) -> Flags:
    """The tickets that only the fold may judge because of other rows: excluded, merged, voided, unreadable ones."""
    excluded = {row.ticket for row in columns.exclusions} | columns.touched
    found = np.fromiter((name in excluded for name in columns.tickets), bool, len(columns.tickets))
    return found | (np.bincount(group, minlength=len(group))[group] > 1)


def _wordings(terms: Sequence[Terms], columns: Columns, end: int) -> list[Wording]:
    clear = (chunk["at"][chunk["flags"] & STRANGE == 0] for chunk in columns.chunks)
    earliest = min((int(part.min()) + ZERO for part in clear if len(part)), default=end)
    return [Wording(one, columns.names, min(earliest, end), end) for one in terms]


def _count_plain(
    found: Counted, batch: Batch, names: Sequence[str], wordings: Sequence[Wording], is_plain: Flags, period: Span
) -> Flags:
    """Counts what columns can judge; gives back which tickets that were."""
    place = judging(batch, [one.terms for one in wordings])
    heads = batch.at[batch.first[:-1]]
    is_new = (heads >= period[0]) & (heads < period[1])
    done = is_plain & (place < 0)
    found.unjudged += int((done & is_new).sum())
    for number, wording in enumerate(wordings):
        own = np.flatnonzero(is_plain & (place == number))
        own = own[wording.is_plain(batch.chosen(is_plain & (place == number)))] if len(own) else own
        if len(own):
            part = batch.chosen(_marked(batch.size, own))
            rows, unsure = judge(part, wording)
            done[own[~unsure]] = True
            is_silent = ~unsure & ~_marked(len(own), rows["ticket"])
            found.unjudged += int((is_silent & is_new[own]).sum())
            _add(found, rows, [names[at] for at in part.tickets.tolist()], wording, period)
    return done


def _add(found: Counted, rows: NDArray[np.void], tickets: Sequence[str], wording: Wording, period: Span) -> None:
    """Counts the rows that bind and whose verdict fell in the period, or has not fallen yet."""
    is_own = (rows["at"] == FAR) | ((rows["at"] >= period[0]) & (rows["at"] < period[1]))
    rows = rows[is_own & ~rows["is_told_only"]]
    clocks = [one.id for one in wording.terms.contract.clocks]
    words, counts = np.unique(rows[["class_", "clock", "verdict"]], return_counts=True)
    for (class_, clock, verdict), count in zip(words.tolist(), counts.tolist(), strict=True):
        key = wording.terms.name, wording.names.classes.names[class_], clocks[clock]
        found.tallies.setdefault(key, Counter())[VERDICTS[verdict]] += count
    late = rows[rows["verdict"] == BREACHED]
    columns = (late["ticket"], late["clock"], late["link"], late["due"], late["late"])
    for ticket, clock, link, due, seconds in zip(*(column.tolist() for column in columns), strict=True):
        found.breaches.append(Late(_key(tickets[ticket], clocks[clock], link), due, seconds))


def _key(ticket: str, clock: str, link: int) -> str:
    """As a Reading of a first cycle is called."""
    return f"{ticket}/{clock}/1.{link}" if link > 1 else f"{ticket}/{clock}/1"


def _count_folded(found: Counted, judged: Judged) -> None:
    found.unjudged += judged.counts.unjudged
    for one in judged.readings:
        if not one.reported_only:
            key = one.contract, one.class_, one.clock
            found.tallies.setdefault(key, Counter())[one.verdict] += 1
            if one.is_breached:
                found.breaches.append(Late(one.key, one.due_at, one.late))


def _evidence(events: Sequence[TicketEvent], columns: Columns) -> Evidence:
    own = {event.ticket for event in events} if columns.exclusions else set()
    exclusions = tuple(row for row in columns.exclusions if row.ticket in own)
    return Evidence(events=tuple(events), exclusions=exclusions, voids=columns.voids, unread=columns.unread)


def _marked(size: int, places: Ints) -> Flags:
    found = np.zeros(size, bool)
    found[places] = True
    return found
