"""Percentages that were written as fractions of one: 0.999 for 99.9 %, 0.05 for 5 %."""

from collections.abc import Iterator
from decimal import Decimal

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.model.money import Condition, RemedyKind
from gwarant.sla.contract.model.promises import Aggregate, Bound, FeedAs, Measure

Row = tuple[str, Decimal | None]
_SHARES = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.AVAILABILITY)
_AT_ONCE = (RemedyKind.BANDS, RemedyKind.FLAT)  # a penalty for each day may well be 0.1 percent


def for_percent(case: Case) -> Iterator[Finding]:
    """A percentage that is a fraction: what is promised with it is next to nothing, and so is what is paid."""
    for path, key, value in _promised(case):
        reason = f"{_plain(value)} percent is promised, which a service that is never there nearly keeps"
        yield Finding(path, reason, f"{key}: {_plain(100 * value)}, where {_plain(100 * value)} % is meant")
    for path, paid in (*_paid(case), *_shares(case)):
        if paid is not None and 0 < paid < 1:
            reason = f"{_plain(paid)} percent are {_plain(paid / 100)} of the whole"
            yield Finding(path, reason, f"{_plain(100 * paid)}, where {_plain(100 * paid)} % is meant")
    yield from _bands(case)
    yield from _conditions(case)


def _conditions(case: Case) -> Iterator[Finding]:
    """Rights that wait for a figure below, or allow one above, a fraction of a percent."""
    shares = _percentages(case)
    for right in case.contract.triggers:
        for path, row in _within(f"triggers.{right.id}.if", right.if_):
            for key, value in (("below", row.below), ("above", row.above)):
                if row.of in shares and value is not None and 0 < value <= 1:
                    reason = f"the right waits for a figure {key} {_plain(value)} percent"
                    yield Finding(
                        f"{path}.{key}", reason, f"{key}: {_plain(100 * value)}, where {_plain(100 * value)} % is meant"
                    )


def _within(path: str, row: Condition) -> Iterator[tuple[str, Condition]]:
    yield path, row
    for key, parts in (("any", row.any), ("all", row.all)):
        for at, one in enumerate(parts):
            yield from _within(f"{path}.{key}.{at}", one)


def _percentages(case: Case) -> set[str]:
    """The promises whose figure is a percentage."""
    shares = {one.id for one in case.contract.availability}
    return shares | {one.id for one in case.contract.measures if _is_share(one)}


def _promised(case: Case) -> Iterator[tuple[str, str, Decimal]]:
    rows: list[tuple[str, Bound]] = [
        (f"availability.{one.id}.target", one.target) for one in case.contract.availability
    ]
    rows += [
        (f"measures.{one.id}.target", one.target) for one in case.contract.measures if one.target and _is_share(one)
    ]
    for path, target in rows:
        for key, value in (("ge", target.ge), ("gt", target.gt)):
            if value is not None and 0 < value <= 1:
                yield path, key, value


def _bands(case: Case) -> Iterator[Finding]:
    """Bands of a percentage that all lie below one percent."""
    shares = _percentages(case)
    for remedy in case.contract.remedies:
        edges = [edge for band in remedy.bands for edge in (band.ge, band.gt, band.lt, band.le) if edge is not None]
        if remedy.of.promise in shares and remedy.bands_on == "value" and edges and 0 < max(edges) <= 1:
            most = _plain(max(edges))
            mend = f"write {_plain(100 * max(edges))} for {most}, where a share of the whole is meant"
            yield Finding(f"remedies.{remedy.id}.bands", f"no band reaches above {most} percent", mend)


def _paid(case: Case) -> Iterator[Row]:
    for remedy in case.contract.remedies:
        if remedy.kind in _AT_ONCE:
            yield f"remedies.{remedy.id}.pct", remedy.pct
            yield from ((f"remedies.{remedy.id}.bands.{at}.pct", band.pct) for at, band in enumerate(remedy.bands))
        if remedy.cap:
            yield f"remedies.{remedy.id}.cap.pct", remedy.cap.pct


def _shares(case: Case) -> Iterator[Row]:
    contract = case.contract
    yield from ((f"remedy_rules.caps.{at}.pct", cap.pct) for at, cap in enumerate(contract.remedy_rules.caps))
    yield "hours.rates.discount_projects", contract.hours.rates.discount_projects
    yield from ((f"hours.sizes.{at}.discount", one.discount) for at, one in enumerate(contract.hours.sizes))
    yield from ((f"hours.approve.alert_at.{at}", value) for at, value in enumerate(contract.hours.approve.alert_at))
    if contract.hours.pool:
        yield "hours.pool.carry.cap", contract.hours.pool.carry.cap


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _is_share(measure: Measure) -> bool:
    outside = measure.agg is Aggregate.EXTERNAL and measure.of.as_ is not FeedAs.MEAN
    return measure.agg in _SHARES or outside
