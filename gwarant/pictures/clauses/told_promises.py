"""Times, pauses, availability, duties and acceptance, told in sentences."""

from collections.abc import Iterator

from gwarant.pictures.clauses.sheet import calendar_words
from gwarant.pictures.clauses.spelled import week_words
from gwarant.pictures.clauses.tables import CHOICES
from gwarant.pictures.clauses.teller import Teller
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.contract.model.desk import Class, Clock, Pause, Target
from gwarant.sla.contract.model.promises import Availability, Bound, Duty, Maintenance


def targets(teller: Teller) -> Iterator[str]:
    """How fast, by class and clock, and how working days are counted."""
    contract = teller.contract
    for row in contract.classes:
        for name, target in contract.targets.get(row.id, {}).items():
            yield _target(teller, row, by_id(contract.clocks, name), target)
    for graver, lighter in contract.after_workaround.items():
        names = (_subject(teller, by_id(contract.classes, one)) for one in (graver, lighter))
        first, second = (one[:1].lower() + one[1:] for one in names)
        yield teller.say("after_workaround", graver=first, lighter=second)
    if contract.targets:
        yield teller.say("day_counted" if contract.working_day_count.start_day == "counted" else "day_not_counted")


def pauses(teller: Teller) -> Iterator[str]:
    """What stops a clock."""
    for pause in teller.contract.pauses:
        yield _pause(teller, pause)
    yield teller.say("only_these" if teller.contract.pauses else "no_pauses")


def availability(teller: Teller) -> Iterator[str]:
    """What is promised of each system, and what is left out."""
    for promise in teller.contract.availability:
        service = promise.label or teller.service(promise.service)
        yield _up(teller, promise, service)
        if promise.probe.min_outage.seconds:
            yield teller.say("min_outage", service=service, length=teller.length(promise.probe.min_outage))
        if promise.maintenance:
            yield _maintenance(teller, promise.maintenance, service)
        else:
            yield teller.say("no_maintenance", service=service)
        if promise.excluded:
            reasons = teller.all_of(teller.known(one, one) for one in promise.excluded)
            yield teller.say("excluded", service=service, reasons=reasons)


def duties(teller: Teller) -> Iterator[str]:
    """What is done regularly."""
    return (_duty(teller, one) for one in teller.contract.duties)


def reopening(teller: Teller) -> Iterator[str]:
    """When a repair is accepted, and what a fault that comes back means."""
    contract, labels = teller.contract, CHOICES[teller.lang]
    budget = labels[contract.reopen.budget]
    yield teller.say("reopen", length=teller.length(contract.reopen.within, "_of"), budget=budget)
    for clock in contract.clocks:
        if clock.holding:
            yield teller.say("holding", length=teller.length(clock.holding))
        if clock.acceptance and clock.acceptance.deemed_after:
            yield teller.say("deemed", length=teller.length(clock.acceptance.deemed_after, "_of"))
        if clock.acceptance:
            yield teller.say("on_reject", since=labels[clock.acceptance.on_reject])


def _subject(teller: Teller, row: Class) -> str:
    label = row.label or row.id
    return teller.known(f"class: {label}", teller.say("class", name=label))


def _target(teller: Teller, row: Class, clock: Clock, target: Target) -> str:
    subject = _subject(teller, row)
    lower = subject[:1].lower() + subject[1:]
    if clock.repeats:
        every = f"{teller.say('every', length=_bare(teller, target))}{teller.on_calendar(target)}"
        return teller.say("update", subject=subject, lower=lower, every=every)
    key = f"target: {clock.stop.value}"
    names = {"subject": subject, "lower": lower, "clock": teller.named("clock", clock.id, clock.label)}
    return teller.say(key if teller.known(key, "") else "target", within=teller.within(target), **names)


def _bare(teller: Teller, target: Target) -> str:
    """How often, without its leading word."""
    return teller.often(target.value).partition(" ")[2] or teller.length(target.value)


def _pause(teller: Teller, pause: Pause) -> str:
    return teller.say(
        "pause",
        label=teller.named("pause", pause.id, pause.label),
        start=teller.known(f"from: {pause.start}", pause.start),
        stop=teller.known(f"to: {pause.stop}", pause.stop),
        cap=teller.say("cap", length=teller.length(pause.cap)) if pause.cap else "",
        approve=teller.say("approve") if pause.approve == "client" else "",
    )


def _up(teller: Teller, promise: Availability, service: str) -> str:
    terms = teller.contract.calendars.get(promise.over)
    on = calendar_words(promise.over, terms.week, teller.lang) if terms else ""
    counted = teller.say("counted", calendar=on) if on else teller.say("counted_all")
    period = teller.say(promise.period.value)
    return teller.say("up", service=service, bound=_bound(teller, promise.target), period=period, calendar=counted)


def _bound(teller: Teller, bound: Bound) -> str:
    word = next(one for one in ("ge", "gt", "le", "lt") if getattr(bound, one) is not None)
    return teller.say(word, n=teller.share(bound.number))


def _maintenance(teller: Teller, terms: Maintenance, service: str) -> str:
    week = week_words(terms.window, teller.lang) if terms.window else ""
    cap = teller.length_of_minutes(terms.cap.minutes) if terms.cap else ""
    return teller.say(
        "maintenance",
        service=service,
        window=teller.say("window", week=week) if week else "",
        notice=teller.say("notice_of", length=teller.length(terms.notice)) if terms.notice else "",
        cap=teller.say(f"cap_{terms.cap.per}", length=cap) if terms.cap else "",
    )


def _duty(teller: Teller, duty: Duty) -> str:
    parts = (("rpo", duty.rpo), ("rto", duty.rto), ("duty_due", duty.due))
    more = "".join(teller.say(key, length=teller.length(value, "_of")) for key, value in parts if value)
    return teller.say(
        "duty", label=teller.named("duty", duty.id, duty.label), every=teller.often(duty.every), more=more
    )
