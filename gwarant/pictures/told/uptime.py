"""Promised availability, told in sentences."""

from collections.abc import Iterator

from gwarant.pictures.clauses.spelled import minutes_words
from gwarant.pictures.clauses.tables import named
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller
from gwarant.sla.contract.model.promises import Availability, Maintenance
from gwarant.sla.contract.values import NthWeekday, OnDate


def availability(teller: Teller) -> Iterator[Told]:
    """What is promised of each system, how it is measured, and what is left out."""
    for promise in teller.contract.availability:
        path, service = f"availability.{promise.id}", teller.up(promise.label, promise.service)
        yield from _promise(teller, promise, path, service)
        yield from _probe(teller, promise, path, service)
        yield from _maintenance(teller, promise.maintenance, f"{path}.maintenance", service)
        yield from _excluded(teller, promise, path, service)
    if not teller.contract.availability:
        yield teller.told("availability", "no_availability")


def _promise(teller: Teller, promise: Availability, path: str, service: str) -> Iterator[Told]:
    counted = teller.say("counted", calendar=teller.on(promise.over)) if promise.over else teller.say("counted_all")
    period, bound = teller.say(promise.period.value), teller.bound(promise.target)
    yield teller.told(path, "up", service=service, bound=bound, period=period, calendar=counted)
    if promise.label:
        words = {"promise": service, "service": teller.service(promise.service)}
        yield teller.told(f"{path}.service", "up_service", **words)
    if promise.rounded:
        places = teller.count(promise.rounded.scale, "decimal_of")
        yield teller.told(f"{path}.rounded", f"rounded: {promise.rounded.mode}", service=service, places=places)
    else:
        yield teller.told(f"{path}.rounded", "not_rounded", service=service)
    if promise.allowance:
        length = teller.length_of(promise.allowance)
        yield teller.told(f"{path}.allowance", "allowance", service=service, length=length)


def _probe(teller: Teller, promise: Availability, path: str, service: str) -> Iterator[Told]:
    probe, at = promise.probe, f"{path}.probe"
    places = teller.count(probe.locations, "place_of")
    timings = {"every": teller.unit(probe.every), "timeout": teller.length_of(probe.timeout)}
    yield teller.told(at, "probe", service=service, places=places, **timings)
    few = "quorum_one" if probe.locations == 1 else "quorum_any" if probe.down_when == 1 else "quorum"
    yield teller.told(f"{at}.down_when", few, service=service, n=probe.down_when, places=places)
    starts = [teller.say(f"start: {one}") for one in promise.outage_start.earlier_of]
    key = "outage_start" if len(starts) == 1 else "outage_starts"
    yield teller.told(f"{path}.outage_start", key, service=service, starts=", ".join(starts))
    for name, length in (("min_outage", probe.min_outage), ("merge_gap", probe.merge_gap)):
        said = teller.length_of(length) if name == "min_outage" else teller.length_for(length)
        yield teller.told(f"{at}.{name}", name if length.seconds else f"no_{name}", service=service, length=said)
    yield teller.told(f"{at}.unknown", f"unknown: {probe.unknown}", service=service)
    yield teller.told(f"{at}.undetermined", f"undetermined: {probe.undetermined}", service=service)
    share = teller.share(probe.degraded_weight * 100)
    key = "degraded" if probe.degraded_weight else "not_degraded"
    yield teller.told(f"{at}.degraded_weight", key, service=service, share=share)


def _maintenance(teller: Teller, terms: Maintenance | None, path: str, service: str) -> Iterator[Told]:
    if terms is None:
        yield teller.told(path, "no_maintenance", service=service)
        return
    yield teller.told(path, "maintenance", service=service)
    key, week = ("window", teller.week(terms.window)) if terms.window else ("no_window", "")
    yield teller.told(f"{path}.window", key, service=service, week=week)
    yield _announced(teller, terms, f"{path}.notice", service)
    if terms.cap:
        length = minutes_words(str(terms.cap.minutes), teller.lang)
        yield teller.told(f"{path}.cap", f"cap_{terms.cap.per}", service=service, length=length)
        yield teller.told(f"{path}.above_cap", f"above_cap: {terms.above_cap}", service=service)
    else:
        yield teller.told(f"{path}.cap", "no_maintenance_cap", service=service)
    yield teller.told(f"{path}.emergency", f"emergency: {terms.emergency}", service=service)
    if terms.freeze:
        phases = teller.all_of(teller.quoted(phase_name(teller, one)) for one in terms.freeze)
        yield teller.told(f"{path}.freeze", "freeze", service=service, phases=phases)


def _announced(teller: Teller, terms: Maintenance, path: str, service: str) -> Told:
    if terms.notice is None:
        return teller.told(path, "no_announcement", service=service)
    if isinstance(terms.notice, OnDate | NthWeekday):
        return teller.told(path, "notice_by", service=service, within=teller.within(terms.notice))
    return teller.told(path, "notice_of", service=service, length=teller.length_for(terms.notice))


def _excluded(teller: Teller, promise: Availability, path: str, service: str) -> Iterator[Told]:
    key = "excluded" if promise.excluded else "not_excluded"
    reasons = teller.all_of(_reason(teller, one) for one in promise.excluded)
    yield teller.told(f"{path}.excluded", key, service=service, reasons=reasons)
    yield teller.told(f"{path}.excluded_as", f"excluded_as: {promise.excluded_as}", service=service)
    rule, at = promise.decided, f"{path}.decided"
    yield teller.told(f"{at}.by", "decided", service=service, who=teller.term("who", rule.by))
    known = f"evidence: {rule.evidence}"
    key = known if teller.known(known) else "evidence"
    yield teller.told(f"{at}.evidence", key, service=service, text=rule.evidence)
    key, objection = "no_objection", ""
    if rule.client_objection:
        key, objection = "objection", teller.length_of(rule.client_objection)
    yield teller.told(f"{at}.client_objection", key, service=service, length=objection)
    yield teller.told(f"{at}.retroactive", "retroactive" if rule.retroactive else "not_retroactive", service=service)


def _reason(teller: Teller, name: str) -> str:
    known = f"reason: {name}"
    return teller.say(known) if teller.known(known) else teller.say("reason", text=name.replace("_", " "))


def phase_name(teller: Teller, name: str) -> str:
    """What people call a phase."""
    label = next((one.label for one in teller.contract.phases if one.id == name), "")
    known = f"phase: {name}"
    return label or (teller.say(known) if teller.known(known) else named("phase", name, "", teller.lang))
