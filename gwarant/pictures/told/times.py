"""Clocks, targets, pauses, acceptance and reopening, told in sentences."""

from collections.abc import Iterator
from dataclasses import replace

from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, small
from gwarant.sla.clocks.course import needs_acceptance, resumes_at_rejection
from gwarant.sla.clocks.silence import accepting
from gwarant.sla.contract.model.desk import Acceptance, Clock, Moment, Pause, Target
from gwarant.sla.contract.values import NthWeekday, OnDate, WorkingDays

_USUAL = Clock(id="", stop=Moment.RESOLVED).response_by


def clocks(teller: Teller) -> Iterator[Told]:
    """What each time is: from where it runs to where."""
    for clock in teller.contract.clocks:
        yield from _clock(teller, clock)
    yield from _warnings(teller)


def targets(teller: Teller) -> Iterator[Told]:
    """How fast, by class and clock, and how working days are counted."""
    contract = teller.contract
    yield from _targets(teller, contract.targets, "targets", "targets", "")
    for service in contract.services:
        path, name = f"services.{service.id}.targets", teller.service(service.id)
        yield from _targets(teller, service.targets, path, f"targets: {name}", name)
    if not contract.targets:
        yield teller.told("targets", "no_targets")
    for graver, lighter in contract.after_workaround.items():
        names = {"graver": teller.class_(graver), "lighter": teller.class_(lighter)}
        yield teller.told(f"after_workaround.{graver}", "after_workaround", **names)
    is_counted = contract.working_day_count.start_day == "counted"
    yield teller.told("working_day_count", "day_counted" if is_counted else "day_not_counted")


def pauses(teller: Teller) -> Iterator[Told]:
    """What stops a clock."""
    for pause in teller.contract.pauses:
        yield from _pause(teller, pause)
    waits = any(resumes_at_rejection(clock) for clock in teller.contract.clocks)
    key = "only_these" if teller.contract.pauses else "no_pauses"
    yield teller.told("pauses", f"{key}_and_wait" if waits else key)
    if teller.contract.pauses and any(one.stop is Moment.FIRST_HUMAN_REPLY for one in teller.contract.clocks):
        yield teller.told("pauses", "reply_never")


def reopening(teller: Teller) -> Iterator[Told]:
    """When a repair is accepted, and what a fault that comes back means."""
    terms = teller.contract.reopen
    length, budget = teller.length_of(terms.within), teller.say(f"budget: {terms.budget}")
    yield teller.told("reopen", "reopen", length=length, budget=budget)
    for clock in teller.contract.clocks:
        path, name = f"clocks.{clock.id}", teller.clock(clock.id)
        if clock.holding:
            length = teller.length_for(clock.holding)
            yield teller.told(f"{path}.holding", "holding", clock=name, length=length)
        if needs_acceptance(clock):
            yield from _acceptance(teller, clock.acceptance or Acceptance(), f"{path}.acceptance", name)
        if clock.repeats:
            after = accepting(teller.contract)
            since = _since_rejection(teller, after.acceptance if after and after.acceptance else Acceptance())
            yield teller.told(f"{path}.repeats", "repeats_after_reject", clock=name, since=since)


def _clock(teller: Teller, clock: Clock) -> Iterator[Told]:
    path, name = f"clocks.{clock.id}", teller.clock(clock.id)
    ends = {key: teller.say(f"moment: {moment}") for key, moment in (("start", clock.start), ("stop", clock.stop))}
    yield teller.told(path, "clock", clock=name, **ends)
    if clock.stop is Moment.FIRST_HUMAN_REPLY or clock.response_by != _USUAL:
        ways = teller.terms("way", clock.response_by)
        yield teller.told(f"{path}.response_by", "response_by", clock=name, ways=ways)
    if clock.stop is Moment.FIRST_HUMAN_REPLY or clock.auto_reply_counts:
        key = "auto_reply" if clock.auto_reply_counts else "no_auto_reply"
        yield teller.told(f"{path}.auto_reply_counts", key, clock=name)
    if clock.repeats:
        yield teller.told(f"{path}.repeats", "repeats", clock=name)


def _warnings(teller: Teller) -> Iterator[Told]:
    """When the provider is warned, once for all clocks that agree in it."""
    alike: dict[tuple[int, ...], list[Clock]] = {}
    for clock in teller.contract.clocks:
        alike.setdefault(clock.warn_at, []).append(clock)
    for warn_at, found in alike.items():
        shares = teller.shares(warn_at)
        names = teller.all_of(teller.quoted(teller.clock(one.id)) for one in found)
        key = ("warn_at" if shares else "no_warnings") + ("_all" if len(alike) == 1 else "")
        yield teller.told(f"clocks.{found[0].id}.warn_at", key, clocks=names, shares=shares)


def _acceptance(teller: Teller, terms: Acceptance, path: str, name: str) -> Iterator[Told]:
    if terms.deemed_after:
        length = teller.length_of(terms.deemed_after)
        yield teller.told(f"{path}.deemed_after", "deemed", clock=name, length=length)
    else:
        yield teller.told(f"{path}.deemed_after", "not_deemed", clock=name)
    yield teller.told(f"{path}.on_reject", "on_reject", clock=name, since=_since_rejection(teller, terms))


def _since_rejection(teller: Teller, terms: Acceptance) -> str:
    return teller.say(f"reject: {terms.on_reject}")


def _targets(teller: Teller, rows: dict[str, dict[str, Target]], path: str, table: str, service: str) -> Iterator[Told]:
    """In the order of the classes; those of classes that are not known last."""
    order = [one.id for one in teller.contract.classes if one.id in rows]
    for row in [*order, *(one for one in rows if one not in order)]:
        for clock, target in rows[row].items():
            text = target_words(teller, row, clock, target)
            told = teller.say("target_of_service", service=service, target=text) if service else text
            cells = (teller.class_(row), teller.clock(clock), _cell(teller, clock, target))
            yield Told(f"{path}.{row}.{clock}", told, "", table, cells)


def target_words(teller: Teller, row: str, name: str, target: Target) -> str:
    """The sentence of one target."""
    clock, subject = _clock_of(teller, name), _subject(teller, row)
    within = _until(teller, target, repeats=bool(clock and clock.repeats))
    names = {"subject": subject, "lower": small(subject), "clock": teller.clock(name)}
    if clock and clock.repeats:
        return teller.say("update", every=within, **names)
    key = f"target: {clock.stop}" if clock else "target"
    return teller.say(key if teller.known(key) else "target", within=within, **names)


def until_words(teller: Teller, name: str, target: Target) -> str:
    """Until when a clock must stop, with its calendar."""
    clock = _clock_of(teller, name)
    return _until(teller, target, repeats=bool(clock and clock.repeats))


def _until(teller: Teller, target: Target, *, repeats: bool) -> str:
    is_length = not isinstance(target.value, OnDate | NthWeekday)
    said = teller.within(target.value)
    if repeats:
        said = teller.say("every", length=teller.unit(target.value)) if is_length else \
            teller.say("every_by", within=said)  # fmt: skip
    return f"{said}{_on(teller, target)}{_outside(teller, target)}"


def _cell(teller: Teller, name: str, target: Target) -> str:
    """The same for a table, without the words that the table's head says."""
    clock = _clock_of(teller, name)
    said = _until(teller, replace(target, calendar="", outside=None), repeats=bool(clock and clock.repeats))
    if not isinstance(target.value, OnDate | NthWeekday) and not (clock and clock.repeats):
        said = teller.length(target.value)
    on = _on(teller, target)
    if on and not teller.is_always(target.calendar) and target.calendar != "office":
        on = f", {teller.say('cell_on', name=teller.calendar(target.calendar))}"
    return f"{said}{on}{_outside(teller, target)}"


def _on(teller: Teller, target: Target) -> str:
    """On which calendar a target counts; nothing where working days say it."""
    if not target.calendar or (isinstance(target.value, WorkingDays) and target.calendar == "office"):
        return ""
    return f", {teller.on(target.calendar)}"


def _outside(teller: Teller, target: Target) -> str:
    other = target.outside
    if other is None:
        return ""
    on = f", {teller.on(other.calendar)}" if other.calendar else ""
    within = f"{teller.within(other.value)}{on}"
    return teller.say("outside_target", outside=teller.outside(other.hours), within=within)


def _subject(teller: Teller, row: str) -> str:
    label = next((one.label for one in teller.contract.classes if one.id == row), "") or row
    key = f"class: {label}"
    return teller.say(key) if teller.known(key) else teller.say("class", name=label)


def _clock_of(teller: Teller, name: str) -> Clock | None:
    return next((one for one in teller.contract.clocks if one.id == name), None)


def _pause(teller: Teller, pause: Pause) -> Iterator[Told]:
    path, label = f"pauses.{pause.id}", teller.name("pause", pause.id, pause.label)
    ends = {"start": teller.say(f"from: {pause.start}"), "stop": teller.say(f"to: {pause.stop}")}
    yield teller.told(path, "pause", label=label, **ends)
    if pause.evidence:
        shown = teller.term("shown", pause.evidence)
        yield teller.told(f"{path}.evidence", "pause_evidence", label=label, evidence=shown)
    only = Pause.clock_ids(pause.applies)
    clocks = teller.all_of(teller.quoted(teller.clock(one)) for one in pause.applies)
    yield teller.told(f"{path}.applies", "pause_applies" if only else "pause_all", label=label, clocks=clocks)
    if pause.approve:
        yield teller.told(f"{path}.approve", "pause_approve", label=label)
    yield from _at_cap(teller, pause, path, label)
    if pause.if_not_fixed:
        since = teller.term("since", pause.if_not_fixed)
        yield teller.told(f"{path}.if_not_fixed", "if_not_fixed", label=label, since=since)


def _at_cap(teller: Teller, pause: Pause, path: str, label: str) -> Iterator[Told]:
    if pause.cap is None:
        yield teller.told(f"{path}.cap", "pause_no_cap", label=label)
    else:
        said = teller.told(f"{path}.cap", "pause_cap", label=label, length=teller.length_for(pause.cap))
        then = "" if pause.then else f" {teller.say('pause_goes_on')}"
        yield replace(said, text=f"{said.text}{then}")
    if pause.then:
        key = f"then: {pause.then}"
        words = {"label": label, "then": pause.then}
        yield teller.told(f"{path}.then", key if teller.known(key) else "then", **words)
