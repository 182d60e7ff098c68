"""A contract on one sheet for the terminal: who, from when, how fast, how available, for how much."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.model.money import Band, Remedy, RemedyKind
from gwarant.sla.contract.model.promises import Availability, Bound
from gwarant.sla.contract.record import write


def contract_sheet(contract: Contract, fingerprint: str) -> RenderableType:
    """The wording as tables; a blank shows as an underscore."""
    sections = (
        ("Response and repair", _targets(contract)),
        ("Service hours", _calendars(contract)),
        ("Pauses, and nothing else stops a clock", _pauses(contract)),
        ("Phases and seasons", _phases(contract)),
        ("Availability", _availability(contract)),
        ("Measures", _measures(contract)),
        ("Duties", _duties(contract)),
        ("Hours", _hours(contract)),
        ("Kinds of work", _work(contract)),
        ("Remedies", _remedies(contract)),
        ("Rights", _rights(contract)),
        ("Agreements behind this one", _agreements(contract)),
    )
    parts: list[RenderableType] = [_heading(contract, fingerprint)]
    for title, table in sections:
        if table is not None and table.row_count:
            parts += [Text(f"\n{title}", style="bold"), table]
    return Group(*parts)


def _heading(contract: Contract, fingerprint: str) -> Text:
    data, parties = contract.metadata, contract.parties
    until = contract.effective.to or "further notice"
    lines = (
        f"{data.id or '_'}  version {data.version}, {data.status}",
        f"{parties.provider.name or '_'} for {parties.client.name or '_'}",
        f"in force {contract.effective.from_ or '_'} to {until}, {contract.defaults.timezone}",
        f"fee {_money(contract.fee.monthly, contract)} a month, {contract.defaults.amounts}",
        f"a change needs notice of {_notice(contract)}; a reopening within {contract.reopen.within} is a second cycle",
        *((f"from {data.based_on}",) if data.based_on else ()),
    )
    return Text.assemble((lines[0] + "\n", "bold"), "\n".join(lines[1:]), "\n", (fingerprint, "dim"))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _targets(contract: Contract) -> Table:
    tables = (contract.targets, *(service.targets for service in contract.services))
    timed = {name for table in tables for row in table.values() for name in row}
    clocks = [clock for clock in contract.clocks if clock.id in timed]
    table = _table("class", *(clock.label or clock.id for clock in clocks))
    own = ((service.name or service.id, service.targets) for service in contract.services if service.targets)
    for whose, targets in (("", contract.targets), *own):
        for class_ in contract.classes:
            row = targets.get(class_.id, {})
            name = class_.label or class_.id
            if row or (not whose and not _is_own(contract, class_.id)):
                table.add_row(f"{whose}: {name}" if whose else name, *(_target(row.get(c.id)) for c in clocks))
    return table


def _is_own(contract: Contract, class_id: str) -> bool:
    return any(class_id in service.targets for service in contract.services)


def _target(target: Target | None) -> str:
    if target is None:
        return ""
    outside = f", outside {target.outside.hours} {target.outside.value}" if target.outside else ""
    return f"{target.value} {target.calendar}{outside}"


def _calendars(contract: Contract) -> Table:
    table = _table("calendar", "open", "holidays")
    for name, terms in contract.calendars.items():
        table.add_row(name, terms.week, terms.holidays)
    return table


def _pauses(contract: Contract) -> Table:
    table = _table("reason", "from", "to", "clocks", "shown by")
    for pause in contract.pauses:
        words = (pause.start.replace("_", " "), pause.stop.replace("_", " "), ", ".join(pause.applies) or "all")
        agreed = f"{pause.evidence.replace('_', ' ')}, agreed by the {pause.approve}" if pause.approve else ""
        table.add_row(pause.label or pause.id, *words, agreed or pause.evidence.replace("_", " "))
    return table


def _phases(contract: Contract) -> Table:
    table = _table("phase", "holds", "what differs")
    for phase in contract.phases:
        holds = f"every {phase.every}" if phase.every else f"from {phase.from_} for {phase.length}"
        table.add_row(
            phase.label or phase.id, holds, "; ".join(f"{key}: {_plain(v)}" for key, v in phase.effect.items())
        )
    return table


def _plain(value: object) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _availability(contract: Contract) -> Table:
    table = _table("promise", "service", "target", "over", "measured", "maintenance")
    for promise in contract.availability:
        probe = promise.probe
        looks = f"every {probe.every}, {probe.down_when} of {probe.locations}, outage from {probe.min_outage}"
        table.add_row(promise.id, promise.service, _bound(promise.target), _over(promise), looks, _maintenance(promise))
    return table


def _over(promise: Availability) -> str:
    return f"{promise.over or 'all time'}, {promise.period.replace('_', ' ')}"


def _maintenance(promise: Availability) -> str:
    terms = promise.maintenance
    if terms is None:
        return "counts"
    cap = f", at most {terms.cap.minutes} min a {terms.cap.per}" if terms.cap else ""
    return f"{terms.window or 'any time'}, notice {terms.notice or 'none'}{cap}"


def _bound(bound: Bound) -> str:
    signs = (("≥", bound.ge), (">", bound.gt), ("≤", bound.le), ("<", bound.lt))
    return next(f"{sign} {number} %" for sign, number in signs if number is not None)


def _measures(contract: Contract) -> Table:
    table = _table("measure", "what", "target", "over")
    for row in contract.measures:
        of = " ".join(f"{key} {_plain(value)}" for key, value in write(row.of).items())
        over = row.per.replace("_", " ") + (f", mean of {row.average}" if row.average > 1 else "")
        bound = _bound(row.target).removesuffix(" %") if row.target else "reported"
        table.add_row(row.label or row.id, f"{row.agg.replace('_', ' ')} of {of}", bound, over)
    return table


def _work(contract: Contract) -> Table:
    table = _table("work", "charged to", "rate", "rounded", "at most")
    for row in contract.hours.work:
        rate = _money(row.rate, contract) if row.rate is not None else ""
        rounding = f"{row.round.mode} to {row.round.unit}, at least {row.round.min}" if row.round else ""
        most = f"{row.at_most} a ticket, then {row.beyond}" if row.at_most else ""
        table.add_row(row.label or row.id, row.charge, rate, rounding, most)
    for name in contract.hours.not_charged:
        table.add_row(name, "never", "", "", "")
    return table


def _rights(contract: Contract) -> Table:
    table = _table("right", "whose", "when", "notice", "to be used within")
    for row in contract.triggers:
        when = _condition(write(row.if_))
        table.add_row(row.right.replace("_", " "), row.of, when, str(row.notice or ""), str(row.use_within or ""))
    return table


def _condition(plain: dict[str, Any]) -> str:
    for key, word in (("any", " or "), ("all", " and ")):
        if key in plain:
            return word.join(_condition(one) for one in plain[key])
    return " ".join(f"{key.replace('_', ' ')} {_plain(value)}" for key, value in plain.items())


def _agreements(contract: Contract) -> Table:
    table = _table("agreement", "kind", "number", "with", "document")
    for row in contract.agreements:
        table.add_row(row.label or row.id, row.kind, row.number, row.party, row.document)
    return table


def _hours(contract: Contract) -> Table:
    table = _table("pool", "carried over", "rounded", "above the pool", "dearer")
    pool, rates, rounding = contract.hours.pool, contract.hours.rates, contract.hours.round
    if pool is None:
        return table
    carried = f"{pool.carry.periods} period, ≤ {pool.carry.cap} %" if pool.carry.periods else "no"
    carried = "for ever" if pool.carry.forever else carried
    dearer = ", ".join(f"{one.when} × {one.x}" for one in rates.multipliers)
    if pool.block:
        carried = f"for {pool.block.lasts}" if pool.block.lasts else "for ever"
    often = "once" if pool.block else f"a {pool.per.removeprefix('calendar_').replace('_', ' ')}"
    each = f"{'all' if pool.unlimited else pool.amount} {often}"
    above = f"{_money(rates.above, contract)} an hour"
    table.add_row(each, carried, f"{rounding.mode} to {rounding.unit}", above, dearer)
    return table


def _remedies(contract: Contract) -> Table:
    table = _table("remedy", "for", "pays")
    for remedy in contract.remedies:
        table.add_row(remedy.id, _of(remedy), "; ".join(_pays(remedy, contract)))
    for cap in contract.remedy_rules.caps:
        bound = f"{cap.pct} % of {cap.of}" if cap.pct is not None else _money(cap.amount, contract)
        table.add_row("cap", f"a {cap.per.replace('_', ' ')}", f"at most {bound}")
    return table


def _of(remedy: Remedy) -> str:
    of = remedy.of
    whole = of.promise or of.duty or (f"each outage of {of.outage}" if of.outage else "")
    return whole or " ".join(part for part in (of.clock, ", ".join(of.class_)) if part)


def _pays(remedy: Remedy, contract: Contract) -> Iterator[str]:
    if remedy.bands:
        yield from (f"{_range(band)}: {_sum(band.pct, band.amount, contract)}" for band in remedy.bands)
        return
    if remedy.kind is RemedyKind.PRORATA:
        yield f"{remedy.x} × the fee of the lost time"
        return
    each = f" for each {remedy.unit}, rounded {remedy.round}" if remedy.unit else ""
    if remedy.kind is RemedyKind.PER_STEP:
        each = f" for each {remedy.step} points, rounded {remedy.round}"
    if remedy.kind is RemedyKind.EVERY_N:
        each = f" for every {remedy.n} within {remedy.within or 'all time'}"
    yield f"{remedy.grants or _sum(remedy.pct, remedy.amount, contract)}{each}"


def _range(band: Band) -> str:
    signs = (("≥", band.ge), (">", band.gt), ("<", band.lt), ("≤", band.le))
    return " ".join(f"{sign} {number}" for sign, number in signs if number is not None)


def _sum(pct: Decimal | None, amount: Decimal | None, contract: Contract) -> str:
    return f"{pct} %" if pct is not None else _money(amount, contract)


def _duties(contract: Contract) -> Table:
    table = _table("duty", "every", "shown by")
    for duty in contract.duties:
        table.add_row(duty.label or duty.id, str(duty.every), duty.proof)
    return table


def _notice(contract: Contract) -> str:
    notice = contract.term.change_notice
    if notice is None:
        return "both signatures"
    return f"{notice.length}{' to the end of a month' if notice.ends == 'month_end' else ''}"


def _money(amount: Decimal | None, contract: Contract) -> str:
    return "_" if amount is None else f"{amount} {contract.defaults.currency or ''}".strip()
