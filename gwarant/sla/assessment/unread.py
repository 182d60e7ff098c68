"""What rests on a row that nobody can read could not be checked: it is never said to be kept.

Such a row says neither its service nor its duty, so that it may concern any. What is broken without it stays broken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gwarant.sla.availability import Figure, Verdict
from gwarant.sla.availability.codes import UNREAD
from gwarant.sla.clocks.codes import HOLIDAYS_UNKNOWN
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.evidence.model import DutyProof, Evidence, ProofState, TimeEntry, Unread
from gwarant.sla.facts import Told
from gwarant.sla.hours import Statement, parse_condition
from gwarant.sla.hours.codes import UNREAD as HOURS_UNREAD
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

MS = 1000
LOOKS = ("check", "state", "looks")
MAINTENANCE = "maintenance"
PROOF = "proof"
TIME = "time"
LISTED = 5


def unsure(figure: Figure, unread: Iterable[Unread]) -> Figure:
    """The figure that is not said to be kept where a row about its time could not be read.

    A look came when its time had just been seen; maintenance may have been announced for any time after it came.
    """
    rows = sorted({row.id for row in unread if _concerns(row, figure)})
    if not rows:
        return figure
    note = UNREAD(rows=tuple(rows[:LISTED]), more=max(0, len(rows) - LISTED))
    verdict = Verdict.UNDETERMINED if figure.verdict is Verdict.MET else figure.verdict
    return replace(figure, verdict=verdict, notes=(*figure.notes, note))


def doubted(statement: Statement, rows: Sequence[Unread]) -> Statement:
    """The statement of which nobody can say what it costs, where an entry that may be part of it could not be read."""
    if not rows:
        return statement
    names = sorted(row.id for row in rows)
    why = HOURS_UNREAD(rows=tuple(names[:LISTED]), more=max(0, len(names) - LISTED))
    return _without_amounts(statement, (why,))


def _without_amounts(statement: Statement, why: tuple[Told, ...]) -> Statement:
    return replace(
        statement,
        overage_amount=None,
        surcharge_amount=None,
        work_amount=None,
        amount=None,
        notes=(*statement.notes, *why),
        could_not_check=(*statement.could_not_check, *why),
    )


def off_the_list(statement: Statement, terms: Terms, month: Span, entries: Sequence[TimeEntry]) -> Statement:
    """The statement of which nobody can say what it costs, where work fell on days that may be holidays nobody listed.

    Only where dearer times ask for holidays.
    """
    conditions = [parse_condition(one.when) for one in terms.contract.hours.rates.multipliers]
    asked = {name for one in conditions for name in (terms.contract.calendars if one.holiday else one.outside)}
    names = [name for name in sorted(asked) if is_beyond(terms, name, month[1])]
    last = max((one.end for one in entries if month[0] <= one.start < month[1]), default=0) if names else 0
    why = tuple(unlisted(terms, name) for name in names if is_beyond(terms, name, last))
    return _without_amounts(statement, why) if why else statement


def over_unlisted(figure: Figure, terms: Terms, calendar: str) -> Figure:
    """The figure over hours that nobody knows beyond the listed holidays: neither kept nor broken."""
    if not calendar or not is_beyond(terms, calendar, figure.end // MS):
        return figure
    return replace(figure, verdict=Verdict.UNDETERMINED, notes=(*figure.notes, unlisted(terms, calendar)))


def is_beyond(terms: Terms, calendar: str, moment: int) -> bool:
    """Whether the moment (UTC seconds) lies after the calendar's last listed holidays."""
    end = terms.holidays_end(calendar)
    return end is not None and moment > end


def unlisted(terms: Terms, calendar: str) -> Told:
    return HOLIDAYS_UNKNOWN(calendar=calendar, through=terms.holidays_through)


def with_unread(duty: Duty, evidence: Evidence) -> Iterator[DutyProof]:
    """The proofs, and for each that nobody can read one that says: could not check, when it came."""
    yield from evidence.proofs
    for row in unread_proofs(evidence):
        yield DutyProof(
            id=row.id, duty=duty.id, at=row.received, received=row.received, state=ProofState.COULD_NOT_CHECK
        )


def unread_proofs(evidence: Evidence) -> list[Unread]:
    """The proofs that nobody can read."""
    return [row for row in evidence.unread if row.of == PROOF]


def _concerns(row: Unread, figure: Figure) -> bool:
    came = row.received * MS
    return came < figure.end and (row.of == MAINTENANCE or (row.of in LOOKS and figure.start <= came))
