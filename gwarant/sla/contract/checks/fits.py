"""Remedies that fit what they are for: a figure has no lateness, and a lateness no figure."""

from gwarant.sla.contract.checks.complaint import wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Remedy, RemedyKind
from gwarant.sla.contract.record import Report

_K = RemedyKind
_BY_FIGURE = {
    _K.BANDS: "bands hold a figure, and {} has none; write per_unit or flat",
    _K.PER_STEP: "steps are of a figure below its target, and {} has none",
}
_BY_LATENESS = {
    _K.PER_UNIT: "units are of an overrun, and {} is a figure without one; write flat, bands or per_step",
    _K.PRORATA: "it pays for lost time, and {} is a figure without any; write flat, bands or per_step",
    _K.EXTENSION: "it extends by an overrun, and {} is a figure without one; write flat, bands or per_step",
}


def fitting(contract: Contract, report: Report) -> None:
    """A remedy of a kind that could never pay for its promise, or that a length without meaning would silence."""
    measures = {row.id for row in contract.measures}
    duties = {row.id for row in contract.duties}
    for remedy in contract.remedies:
        of = remedy.of
        named = [key for key in ("promise", "clock", "duty", "outage") if getattr(of, key)]
        if len(named) > 1:
            message = f"a remedy is for one promise, and this one names {' and '.join(named)}; write a remedy for each"
            wrong(report, f"remedies.{remedy.id}.of", message, code="invalid")
            continue
        if of.promise in measures:
            _of_measure(remedy, report)
        elif (name := _without_figure(remedy, duties)) and remedy.kind in _BY_FIGURE:
            message = _BY_FIGURE[remedy.kind].format(name)
            wrong(report, f"remedies.{remedy.id}.kind", message, "kind: per_unit, unit: 1h", "invalid")


def _of_measure(remedy: Remedy, report: Report) -> None:
    path, name = f"remedies.{remedy.id}", f"the measure {remedy.of.promise!r}"
    if remedy.kind in _BY_LATENESS:
        wrong(report, f"{path}.kind", _BY_LATENESS[remedy.kind].format(name), "kind: flat, pct: 5", "invalid")
    for key in ("free", "pay_after"):
        if getattr(remedy, key).seconds:
            message = f"{key} is a length of overrun, and {name} is a figure without one"
            wrong(report, f"{path}.{key}", message, "leave it out, or write `min_count` in the measure", "invalid")


def _without_figure(remedy: Remedy, duties: set[str]) -> str:
    of = remedy.of
    if of.clock:
        return f"the clock {of.clock!r}"
    if of.outage:
        return f"an outage of {of.outage!r}"
    duty = of.duty or (of.promise if of.promise in duties else "")
    return f"the duty {duty!r}" if duty else ""
