"""Promised aggregates and duties, told in sentences."""

from collections.abc import Iterator

from gwarant.pictures.clauses.tables import named
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, plain
from gwarant.sla.contract.model.promises import Aggregate, Counted, Duty, FeedAs, Measure, MeasureOf
from gwarant.sla.contract.values import time_value

_SHARES = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.AVAILABILITY)


def measures(teller: Teller) -> Iterator[Told]:
    """The figures of a period."""
    for one in teller.contract.measures:
        yield from _measure(teller, one)


def duties(teller: Teller) -> Iterator[Told]:
    """What is done regularly."""
    for one in teller.contract.duties:
        yield from _duty(teller, one)
    if not teller.contract.duties:
        yield teller.told("duties", "no_duties")


def is_share(measure: Measure) -> bool:
    """Whether the figure of a measure is a percentage."""
    is_feed = measure.agg is Aggregate.EXTERNAL and measure.of.as_ is not FeedAs.MEAN
    return measure.agg in _SHARES or is_feed


def _measure(teller: Teller, one: Measure) -> Iterator[Told]:
    path, label = f"measures.{one.id}", named("measure", one.id, one.label, teller.lang)
    period = teller.say("in_each", period=teller.say(one.per.value))
    promised = teller.say("reported_only")
    if one.target:
        promised = teller.say("promised", bound=teller.bound(one.target, is_share(one)))
    yield teller.told(path, "measure", label=label, what=_what(teller, one), period=period, target=promised)
    if one.of.reopened_within:
        length = teller.length_of(one.of.reopened_within)
        yield teller.told(f"{path}.of.reopened_within", "reopened_within", label=label, length=length)
    if one.of.longer_than.seconds:
        length = teller.length_of(one.of.longer_than)
        yield teller.told(f"{path}.of.longer_than", "longer_than", label=label, length=length)
    if one.average > 1:
        yield teller.told(f"{path}.average", "average", label=label, n=one.average)
    if one.min_count:
        yield teller.told(f"{path}.min_count", "min_count", label=label, n=one.min_count)
    if one.evidence:
        yield teller.told(f"{path}.evidence", "measure_evidence", label=label, text=plain(one.evidence))


def _what(teller: Teller, one: Measure) -> str:
    of = one.of
    words = {
        "tickets": _tickets(teller, of),
        "clock": teller.clock(of.clock),
        "unit": teller.say(one.unit) if teller.known(one.unit) else one.unit,
        "n": teller.say("percentile_n", n=teller.figure(one.percentile)) if one.percentile is not None else "",
        "availability": teller.promise(of.availability),
        "feed": of.feed or one.id,
        "limit": teller.bound(of.limit, is_share=False) if of.limit else "",
        "cap": teller.term("the_cap", of.cap or "month"),
    }
    return teller.say(_aggregate(one), **words)


def _aggregate(one: Measure) -> str:
    if one.agg is Aggregate.EXTERNAL:
        return f"agg: external: {one.of.as_}"
    if one.agg is not Aggregate.COUNT:
        return f"agg: {one.agg}"
    without = "_all" if one.of.event is Counted.BREACHED and not one.of.clock else ""
    return f"agg: count: {one.of.event}{without}"


def _tickets(teller: Teller, of: MeasureOf) -> str:
    said = teller.say("tickets_of", classes=teller.classes(of.class_)) if of.class_ else teller.say("tickets_all")
    if not of.service:
        return said
    return teller.say("tickets_service", tickets=said, service=teller.service(of.service))


def _duty(teller: Teller, one: Duty) -> Iterator[Told]:
    path, label = f"duties.{one.id}", teller.name("duty", one.id, one.label)
    service = teller.say("duty_for", service=teller.service(one.service)) if one.service else ""
    yield teller.told(path, "duty", label=label, every=teller.often(one.every), service=service)
    yield teller.told(f"{path}.slots", f"slots: {one.slots}", label=label)
    key, within = ("duty_due", teller.within(one.due)) if one.due else ("duty_in_period", "")
    yield teller.told(f"{path}.due", key, label=label, within=within)
    for key, value in (("grace", one.grace), ("rto", one.rto)):
        if value:
            yield teller.told(f"{path}.{key}", key, label=label, within=teller.within(value))
    if one.rpo:
        yield teller.told(f"{path}.rpo", "rpo", label=label, length=teller.length_of(one.rpo))
    if one.calendar:
        calendar = teller.on(one.calendar)
        yield teller.told(f"{path}.calendar", "duty_calendar", label=label, calendar=calendar)
    if one.proof:
        yield teller.told(f"{path}.proof", "proof", label=label, proof=teller.term("proof", one.proof))
    yield from _kept(teller, one, path, label)
    yield from _late(teller, one, path, label)


def _kept(teller: Teller, one: Duty, path: str, label: str) -> Iterator[Told]:
    if one.keep:
        kept = teller.all_of(_copies(teller, kind, n) for kind, n in one.keep.items())
        yield teller.told(f"{path}.keep", "keep", label=label, kept=kept)
    for key, text in one.critical_cve.items():
        yield _critical(teller, f"{path}.critical_cve.{key}", label, key, text)
    if one.with_:
        people = teller.terms("person", one.with_)
        yield teller.told(f"{path}.with", "with", label=label, people=people)


def _late(teller: Teller, one: Duty, path: str, label: str) -> Iterator[Told]:
    if one.if_late.flag:
        known = f"flag: {one.if_late.flag}"
        key = known if teller.known(known) else "flag"
        yield teller.told(f"{path}.if_late.flag", key, label=label, flag=one.if_late.flag)
    if one.if_late.fails:
        promises = teller.all_of(teller.quoted(teller.promise(name)) for name in one.if_late.fails)
        yield teller.told(f"{path}.if_late.fails", "fails", label=label, promises=promises)


def _copies(teller: Teller, kind: str, n: int) -> str:
    known = f"kept: {kind}"
    return teller.say(known, n=n) if teller.known(known) else teller.say("kept", kind=kind, n=n)


def _critical(teller: Teller, path: str, label: str, key: str, text: str) -> Told:
    try:
        within = teller.within(time_value(text)) if key == "within" else ""
    except ValueError:
        within = ""
    if within:
        return teller.told(path, "critical_cve", label=label, within=within)
    return teller.told(path, "critical_cve_other", label=label, key=plain(key), value=text)
