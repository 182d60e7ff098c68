"""Of the agreement itself: its end, the last day of a notice, an offer that nobody has answered."""

from collections.abc import Iterator
from datetime import date, timedelta

from gwarant.sla.civil import add_period, day_of
from gwarant.sla.contract.model.frame import Notice
from gwarant.sla.contract.versions import earliest_change
from gwarant.sla.decisions.codes import ENDS, NOTICE, OFFER
from gwarant.sla.decisions.model import BOTH, CLIENT, PROVIDER, Decision, Ground
from gwarant.sla.evidence.model import Act, Agreement, Role

A_DAY, SOON = timedelta(days=1), timedelta(days=90)
LONGEST = 800  # days of a notice


def ends(ground: Ground) -> Iterator[Decision]:
    """The contract ends soon: it is prolonged by then, or not at all."""
    last = ground.last.effective.to
    if last is not None and ground.today <= last <= ground.today + SOON:
        yield Decision(what=ENDS(day=last), by=BOTH, until=last)


def notice(ground: Ground) -> Iterator[Decision]:
    """The last day on which a notice lets the contract end with its minimum term; later it goes on."""
    terms, since = ground.last.term, min(one.effective.from_ for one in ground.wordings if one.effective.from_)
    if terms.notice is None or terms.minimum is None or ground.last.effective.to is not None:
        return
    after = add_period(since, terms.minimum)
    by = _last_day(terms.notice, after)
    if by is not None and ground.today <= by <= ground.today + SOON:
        yield Decision(what=NOTICE(by=by, ends=after - A_DAY), by=BOTH, until=by)


def offers(ground: Ground) -> Iterator[Decision]:
    """Wordings that were offered, and neither accepted nor withdrawn, nor overtaken by a later one."""
    number = ground.last.metadata.id
    own = [row for row in ground.rows.agreements if row.contract == number]
    answered = {row.version for row in own if row.act is not Act.OFFERED}
    newest = max((row.version for row in own if row.act is Act.ACCEPTED), default=0)
    for row in own:
        if row.act is Act.OFFERED and row.version not in answered and row.version > newest:
            yield _offer(row, ground)


def _offer(row: Agreement, ground: Ground) -> Decision:
    since = day_of(row.at, ground.zone)
    return Decision(what=OFFER(version=row.version, since=since), by=CLIENT if row.by is Role.PROVIDER else PROVIDER)


def _last_day(terms: Notice, after: date) -> date | None:
    """The last day on which notice ends the contract before `after`; None where none is long enough ahead."""
    days = (after - A_DAY * n for n in range(1, LONGEST))
    return next((day for day in days if earliest_change(day, terms) <= after), None)
