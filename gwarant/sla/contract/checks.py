"""What must hold between the parts of a contract before anything can be counted: names that meet, hours that exist."""

from collections.abc import Callable, Iterable
from datetime import date

from gwarant.sla.calendar import Week, seconds_of_day, statutory, windows_of, zone
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Pause
from gwarant.sla.contract.model.hours_of_service import CalendarTerms, Phase
from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import Report
from gwarant.sla.contract.values import time_value
from gwarant.sla.problem import did_you_mean

_NOWHERE = Node(None)


def check(contract: Contract, report: Report) -> None:
    """Report every name that leads nowhere and every value that cannot be counted with."""
    for rule in _RULES:
        rule(contract, report)


def season_days(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The (month, day) of the first and last day of a yearly season; ValueError names the notation."""
    first, dots, last = text.partition("..")
    try:
        days = [date.fromisoformat(f"2000-{part.strip()}") for part in (first, last)]
    except ValueError:
        days = []
    if not dots or len(days) != 2:
        raise ValueError(f"{text!r} is not a season; write it as 11-15..12-31")
    return (days[0].month, days[0].day), (days[1].month, days[1].day)


def _place(report: Report, path: str) -> Node:
    while path and path not in report.places:
        path = path.rpartition(".")[0]
    return report.places.get(path, _NOWHERE)


def _wrong(report: Report, path: str, message: str, hint: str = "", code: str = "reference") -> None:
    report.add(_place(report, path), path, message, hint, code)


def _known(report: Report, path: str, what: str, name: str, names: Iterable[str]) -> None:
    names = list(names)
    if name not in names:
        _wrong(report, path, f"there is no {what} {name!r}", did_you_mean(name, names))


def _tried(report: Report, path: str, action: Callable[[], object]) -> None:
    try:
        action()
    except ValueError as error:
        _wrong(report, path, str(error), code="invalid")


def _unique(contract: Contract, report: Report) -> None:
    for section in (
        "services",
        "classes",
        "clocks",
        "pauses",
        "availability",
        "measures",
        "duties",
        "remedies",
        "phases",
    ):
        seen: set[str] = set()
        for at, row in enumerate(getattr(contract, section)):
            if row.id in seen:
                _wrong(report, f"{section}.{row.id}", f"the id {row.id!r} stands twice in {section}", f"entry {at + 1}")
            seen.add(row.id)


def _frame(contract: Contract, report: Report) -> None:
    _tried(report, "defaults.timezone", lambda: zone(contract.defaults.timezone))
    start, end = contract.effective.from_, contract.effective.to
    if start and end and end < start:
        _wrong(report, "effective.to", f"{end} lies before {start}", "the last day in force", "invalid")
    if contract.term.change_notice is None and contract.kind == "Contract" and contract.metadata.supersedes:
        _wrong(report, "term", "an amended contract must say what notice a change needs", "term: {change_notice: P1M}")


def _calendars(contract: Contract, report: Report) -> None:
    for name, terms in contract.calendars.items():
        path = f"calendars.{name}"
        _tried(report, f"{path}.week", lambda terms=terms: Week.parse(terms.week))  # type: ignore[misc]
        if terms.timezone:
            _tried(report, f"{path}.timezone", lambda terms=terms: zone(terms.timezone))  # type: ignore[misc]
        if terms.holidays != "none":
            _tried(report, f"{path}.holidays", lambda terms=terms: statutory(terms.holidays, 2026))  # type: ignore[misc]
        _exceptions(terms, path, report)


def _exceptions(terms: CalendarTerms, path: str, report: Report) -> None:
    for day, hours in terms.exceptions.items():
        inner = f"{path}.exceptions.{day}"
        _tried(report, inner, lambda day=day: date.fromisoformat(day))  # type: ignore[misc]
        if hours != "closed":
            _tried(report, inner, lambda hours=hours: windows_of(hours))  # type: ignore[misc]
    if terms.shoulder:
        for key, text in (("from", terms.shoulder.from_), ("to", terms.shoulder.to)):
            _tried(report, f"{path}.shoulder.{key}", lambda text=text: seconds_of_day(text))  # type: ignore[misc]


def _targets(contract: Contract, report: Report) -> None:
    classes = [row.id for row in contract.classes]
    clocks = [row.id for row in contract.clocks]
    for name, row in contract.targets.items():
        _known(report, f"targets.{name}", "class", name, classes)
        for clock, target in row.items():
            path = f"targets.{name}.{clock}"
            _known(report, path, "clock", clock, clocks)
            if not target.calendar:
                _wrong(report, path, "this target names no calendar", "write it as [4h, calendar]")
            else:
                _known(report, path, "calendar", target.calendar, contract.calendars)
    for name, lower in contract.after_workaround.items():
        _known(report, f"after_workaround.{name}", "class", name, classes)
        _known(report, f"after_workaround.{name}", "class", lower, classes)


def _pauses(contract: Contract, report: Report) -> None:
    clocks = [row.id for row in contract.clocks]
    for pause in contract.pauses:
        for clock in sorted(Pause.clock_ids(pause.applies)):
            _known(report, f"pauses.{pause.id}.applies", "clock", clock, clocks)


def _promises(contract: Contract, report: Report) -> None:
    services = [row.id for row in contract.services]
    for promise in contract.availability:
        path = f"availability.{promise.id}"
        _known(report, f"{path}.service", "service", promise.service, services)
        if promise.over:
            _known(report, f"{path}.over", "calendar", promise.over, contract.calendars)
        window = promise.maintenance.window if promise.maintenance else ""
        if window:
            _tried(report, f"{path}.maintenance.window", lambda window=window: Week.parse(window))  # type: ignore[misc]
        if promise.probe.down_when > promise.probe.locations:
            message = f"{promise.probe.down_when} places must agree, and only {promise.probe.locations} look"
            _wrong(report, f"{path}.probe.down_when", message, code="invalid")


def _remedies(contract: Contract, report: Report) -> None:
    promises = [
        *(a.id for a in contract.availability),
        *(m.id for m in contract.measures),
        *(d.id for d in contract.duties),
    ]
    for remedy in contract.remedies:
        path, of = f"remedies.{remedy.id}", remedy.of
        if of.promise:
            _known(report, f"{path}.of", "promise", of.promise, promises)
        elif of.clock:
            _known(report, f"{path}.of.clock", "clock", of.clock, [row.id for row in contract.clocks])
        elif of.duty:
            _known(report, f"{path}.of.duty", "duty", of.duty, [row.id for row in contract.duties])
        else:
            _wrong(report, f"{path}.of", "a remedy names the promise that it is for", "of: {clock: response}")
        for name in of.class_:
            _known(report, f"{path}.of.class", "class", name, [row.id for row in contract.classes])
        if remedy.base.fee not in ("monthly", "contract_total"):
            _known(report, f"{path}.base.fee", "part of the fee", remedy.base.fee, contract.fee.parts)


def _phases(contract: Contract, report: Report) -> None:
    for phase in contract.phases:
        path = f"phases.{phase.id}"
        if phase.every:
            _tried(report, f"{path}.every", lambda phase=phase: season_days(phase.every))  # type: ignore[misc]
        elif phase.from_ is None or phase.length is None:
            _wrong(
                report, path, "a phase has `from` and `length`, or `every`", "from: 2026-12-01, length: P4W", "invalid"
            )
        _effects(contract, phase, path, report)


def _effects(contract: Contract, phase: Phase, path: str, report: Report) -> None:
    for key in phase.effect:
        section, *rest = key.split(".")
        if section == "calendars" and len(rest) == 2 and rest[1] == "week":
            _known(report, f"{path}.effect", "calendar", rest[0], contract.calendars)
            _tried(report, f"{path}.effect", lambda key=key: Week.parse(str(phase.effect[key])))  # type: ignore[misc]
        elif section == "targets" and len(rest) == 2:
            _known(report, f"{path}.effect", "class", rest[0], [row.id for row in contract.classes])
            _known(report, f"{path}.effect", "clock", rest[1], [row.id for row in contract.clocks])
            _seasonal_target(contract, phase.effect[key], f"{path}.effect", report)
        elif key not in ("remedies", "targets", "freeze"):
            hint = "remedies, targets, freeze, calendars.<name>.week, targets.<class>.<clock>"
            _wrong(report, f"{path}.effect", f"a phase cannot change {key!r}", hint, "invalid")


def _seasonal_target(contract: Contract, value: object, path: str, report: Report) -> None:
    if not isinstance(value, list) or len(value) != 2:
        _wrong(report, path, "the target of a phase names its time and its calendar", "write it as [30m, calendar]")
        return
    _tried(report, path, lambda: time_value(str(value[0])))
    _known(report, path, "calendar", str(value[1]), contract.calendars)


_RULES = (_unique, _frame, _calendars, _targets, _pauses, _promises, _remedies, _phases)
