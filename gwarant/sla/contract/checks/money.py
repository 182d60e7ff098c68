"""Hours and remedies that can be computed: a pool by the month, dearer times, what a breach pays and of what."""

from collections.abc import Iterator

from gwarant.sla.contract.checks.complaint import known, unread, wrong
from gwarant.sla.contract.checks.frame import WHOLES
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Pool, Remedy, RemedyKind
from gwarant.sla.contract.record import Report, is_open
from gwarant.sla.hours.condition import parse_condition

MINUTE = 60
_OF_WHAT = (
    "nothing says for each of what it pays",
    "nothing says for each of what the service is extended",
    "nothing says how many breaches pay once",
    "nothing says by what the service is extended",
)


def pool(contract: Contract, report: Report) -> None:
    """The pool has an amount; kinds of work and sizes on offer can be told apart and priced."""
    own = contract.hours.pool
    is_said = own is None or own.unlimited or own.amount.seconds or is_open(report.places, "hours.pool.amount")
    if not is_said:
        wrong(
            report,
            "hours.pool",
            "nothing says how many hours are included",
            "amount: 20h, or unlimited: true",
            "invalid",
        )
    if own is not None and own.block is not None:
        _block(own, report)
    seen: set[str] = set()
    for row in contract.hours.work:
        if row.id in seen:
            wrong(report, f"hours.work.{row.id}", f"the id {row.id!r} stands twice in hours.work", code="invalid")
        seen.add(row.id)
    for at, size in enumerate(contract.hours.sizes):
        if (size.fee is None) == (size.discount is None):
            message = "a size of the pool has either a fee or a discount on the rate above the pool"
            wrong(report, f"hours.sizes.{at}", message, "{amount: 25h, fee: 2550.00}", "invalid")


def _block(pool: Pool, report: Report) -> None:
    """What says how hours come in each period says nothing of a block."""
    for key in ("per", "carry", "partial_period", "unlimited"):
        path = f"hours.pool.{key}"
        if path in report.places and not (key == "unlimited" and not pool.unlimited):
            message = f"the hours are a block that is bought once, of which {key!r} says nothing"
            wrong(report, path, message, "leave it out, or leave out block", "invalid")


def multipliers(contract: Contract, report: Report) -> None:
    """A dearer time can be read, and names calendars of the contract."""
    for at, row in enumerate(contract.hours.rates.multipliers):
        path = f"hours.rates.multipliers.{at}.when"
        try:
            outside = parse_condition(row.when).outside
        except ValueError as error:
            wrong(report, path, str(error), "when: Sun or holiday", "invalid")
            continue
        for name in outside:
            known(report, path, "calendar", name, contract.calendars)


def remedies(contract: Contract, report: Report) -> None:
    """A remedy names a promise, what it pays and of what; a cap names the fee that it is a share of."""
    for remedy in contract.remedies:
        _of(contract, remedy, f"remedies.{remedy.id}", report)
        for key, reason, mend in (*_lacks(remedy), *_too_short(remedy)):
            path = f"remedies.{remedy.id}{key}"
            left = ("unit", "n", "grants") if reason in _OF_WHAT else ("pct", "amount")
            is_left = any(is_open(report.places, f"{path}.{name}") for name in left)
            if not is_left and not unread(report, f"{path}.bands"):
                wrong(report, path, reason, mend, "invalid")
        if remedy.base.fee not in WHOLES:
            known(report, f"remedies.{remedy.id}.base.fee", "part of the fee", remedy.base.fee, contract.fee.parts)
    for at, cap in enumerate(contract.remedy_rules.caps):
        known(report, f"remedy_rules.caps.{at}.of", "part of the fee", cap.of, ["monthly", *contract.fee.parts])
    claim = contract.remedy_rules.claim
    if claim and claim.calendar:
        known(report, "remedy_rules.claim.calendar", "calendar", claim.calendar, contract.calendars)


def _of(contract: Contract, remedy: Remedy, path: str, report: Report) -> None:
    promises = [
        *(a.id for a in contract.availability),
        *(m.id for m in contract.measures),
        *(d.id for d in contract.duties),
    ]
    of = remedy.of
    if of.promise in {row.id for row in contract.clocks}.difference(promises):
        mend = f"of: {{clock: {of.promise}}}"
        wrong(report, f"{path}.of", f"{of.promise!r} is a clock, and a word alone names a promise", mend)
    elif of.promise:
        known(report, f"{path}.of", "promise", of.promise, promises)
    elif of.clock:
        known(report, f"{path}.of.clock", "clock", of.clock, [row.id for row in contract.clocks])
    elif of.duty:
        known(report, f"{path}.of.duty", "duty", of.duty, [row.id for row in contract.duties])
    elif of.outage:
        up = [row.id for row in contract.availability]
        known(report, f"{path}.of.outage", "promised availability", of.outage, up)
    else:
        wrong(report, f"{path}.of", "a remedy names the promise that it is for", "of: {clock: response}")
    for name in of.class_:
        known(report, f"{path}.of.class", "class", name, [row.id for row in contract.classes])


def _lacks(remedy: Remedy) -> Iterator[tuple[str, str, str]]:
    if remedy.kind is RemedyKind.BANDS:
        yield from _lacks_in_bands(remedy)
        return
    if remedy.kind is RemedyKind.EXTENSION and remedy.grants is None:
        yield "", _OF_WHAT[3], "grants: P1D"
    if remedy.kind is RemedyKind.EXTENSION and remedy.unit is None:
        yield "", _OF_WHAT[1], "unit: 1h"
    if remedy.kind is RemedyKind.PER_STEP and remedy.step is None:
        yield "", "nothing says for each of which step it pays", "step: 0.1"
    if remedy.kind is RemedyKind.EVERY_N and remedy.n is None:
        yield "", _OF_WHAT[2], "n: 10"
    if remedy.kind in (RemedyKind.PRORATA, RemedyKind.EXTENSION):
        return
    if remedy.pct is None and remedy.amount is None:
        yield "", "nothing says how much this remedy pays", "give it `pct` or `amount`"
    if remedy.kind is RemedyKind.PER_UNIT and remedy.unit is None:
        yield "", _OF_WHAT[0], "unit: 1h"


def _too_short(remedy: Remedy) -> Iterator[tuple[str, str, str]]:
    if remedy.unit and 0 < remedy.unit.seconds < MINUTE:
        yield ".unit", f"a unit of overrun is a minute at the least, and {remedy.unit} is shorter", "unit: 1h"


def _lacks_in_bands(remedy: Remedy) -> Iterator[tuple[str, str, str]]:
    if not remedy.bands:
        yield "", "a remedy by bands has no bands", "bands: [{ge: 99.0, lt: 99.5, pct: 5}, …]"
    for at, band in enumerate(remedy.bands):
        if band.pct is None and band.amount is None:
            yield f".bands.{at}", "this band pays nothing", "give every band `pct` or `amount`"
