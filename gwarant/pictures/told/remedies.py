"""What a broken promise costs, told in sentences."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gwarant.pictures.clauses.tables import named
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, capital
from gwarant.sla.contract.law import POLAND, law_of
from gwarant.sla.contract.model.money import (
    Band,
    Base,
    Cap,
    Claim,
    OwnCap,
    Remedy,
    RemedyKind,
    RemedyOf,
    RemedyRules,
    Toward,
)
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.contract.values import DAY, Seconds, WorkingDays


def remedies(teller: Teller) -> Iterator[Told]:
    """Each remedy, how they combine, how much at most, and how the client comes to it."""
    contract = teller.contract
    if not contract.remedies:
        yield teller.told("remedies", "no_remedies")
    for one in contract.remedies:
        yield from _remedy(teller, one)
    if contract.remedies or _has_rules(teller):
        yield from _combined(teller)
        yield from _granted(teller)
        yield from _nature(teller)


def _has_rules(teller: Teller) -> bool:
    """Whether rules are stated though no remedy is: what is written is told."""
    rules = teller.contract.remedy_rules
    return rules != type(rules)(settle=rules.settle)


def _remedy(teller: Teller, one: Remedy) -> Iterator[Told]:
    path, label = f"remedies.{one.id}", named("remedy", one.id, one.label, teller.lang)
    yield _amount(teller, one, path, label)
    if one.kind is RemedyKind.BANDS:
        for at, band in enumerate(one.bands):
            yield _band(teller, one, band, f"{path}.bands.{at}", label)
    if _counts_overrun(one):
        key = _count_on(teller, one)
        calendar = _hours_of(teller, one) if key == "duty" else ""
        yield teller.told(f"{path}.count_on", f"count_on: {key}", label=label, calendar=calendar)
    if one.starts == "next_hour":
        yield teller.told(f"{path}.starts", "starts: next_hour", label=label)
    for key, length in (("free", one.free), ("pay_after", one.pay_after)):
        if length.seconds:
            yield teller.told(f"{path}.{key}", key, label=label, length=teller.length(length))
    if one.cap:
        yield from _own_cap(teller, one.cap, f"{path}.cap", label)


def _amount(teller: Teller, one: Remedy, path: str, label: str) -> Told:
    words = {
        "label": label,
        "of": _of(teller, one.of),
        "pays": _pays(teller, one),
        "base": _base(teller, one.base),
        "figure": teller.term("figure", one.bands_on),
        "unit": _unit(teller, one) if one.unit else teller.or_blank(""),
        "nearest": teller.say("nearest") if one.round is Toward.NEAREST else "",
        "step": _step(teller, one.round, one.step) if one.step is not None else "",
        "x": teller.figure(one.x),
        "cases": teller.count(one.n, "case") if one.n else "",
        "within": teller.say("every_n_within", length=teller.length_of(one.within)) if one.within else "",
        "grants": teller.length(one.grants) if one.grants else teller.or_blank(""),
    }
    return teller.told(path, f"remedy: {one.kind}", **words)


def _step(teller: Teller, rounded: Toward, step: Decimal) -> str:
    return teller.say(f"{'step_one' if step == 1 else 'step'}: {rounded}", n=teller.figure(step))


def _of(teller: Teller, of: RemedyOf) -> str:
    if of.clock:
        words = {"clock": teller.clock(of.clock), "classes": teller.classes(of.class_)}
        return teller.say("of_clock_class" if of.class_ else "of_clock", **words)
    if of.duty or any(one.id == of.promise for one in teller.contract.duties):
        return teller.say("of_duty", duty=teller.promise(of.duty or of.promise))
    if of.outage:
        return teller.say("of_outage", promise=teller.promise(of.outage))
    return teller.say("of_promise", promise=teller.promise(of.promise))


def _pays(teller: Teller, one: Remedy) -> str:
    if one.pct is None:
        return teller.money(one.amount)
    return teller.say("share", pct=teller.share(one.pct), base=_base(teller, one.base))


def _base(teller: Teller, base: Base) -> str:
    """Of what a percentage is taken: "the monthly fee of the month of the breach"."""
    whose = "" if base.fee == "contract_total" and base.of == "same_month" else teller.say(f"whose: {base.of}")
    tax = f" {teller.say(base.amounts.value)}" if base.amounts else ""
    seasons = teller.say("surcharges") if base.surcharges else ""
    first = teller.say(f"first: {base.first}") if base.of == "previous_month" and base.first else ""
    return f"{fee_name(teller, base.fee)}{tax}{whose}{seasons}{first}"


def fee_name(teller: Teller, name: str) -> str:
    """The fee that a share is taken of."""
    known = f"base: {name}"
    return teller.say(known) if teller.known(known) else teller.say("base: part", name=teller.term("part", name))


def _unit(teller: Teller, one: Remedy) -> str:
    unit = one.unit or Seconds(0)
    if one.count_on in ("calendar_days", "working_days"):
        days = unit.seconds // DAY
        key = "unit" if days > 1 else "unit_day"
        return teller.say(f"{key}: {one.round}", length=teller.count(days, "day"))
    if unit.seconds in (60, 3600):
        return teller.say(f"unit_one: {one.round}", length=teller.unit(unit))
    minutes, rest = divmod(unit.seconds, 60)
    length = teller.length(unit) if rest or minutes % 60 == 0 else teller.count(minutes, "minute")
    return teller.say(f"unit: {one.round}", length=length)


def _band(teller: Teller, one: Remedy, band: Band, path: str, label: str) -> Told:
    reach = _reach(teller, band, one.bands_on == "shortfall")
    parts = [teller.share(band.pct)] if band.pct is not None else []
    parts += [teller.money(band.amount)] if band.amount is not None else []
    pays = teller.all_of(parts)
    told = teller.told(path, "band", label=label, range=reach, pays=pays)
    return replace(told, table="bands", cells=(capital(reach), pays))


def _reach(teller: Teller, band: Band, in_points: bool) -> str:
    def said(number: object) -> str:
        figure = teller.share(number)  # type: ignore[arg-type]
        return teller.say("points", n=figure.removesuffix("%")) if in_points else figure

    if band.ge is not None and band.lt is not None and band.gt is None and band.le is None:
        return teller.say("range_from_below", low=said(band.ge), high=said(band.lt))
    ends = ((name, getattr(band, name)) for name in ("ge", "gt", "lt", "le"))
    return " ".join(teller.say(f"range_{name}", n=said(n)) for name, n in ends if n is not None) or \
        teller.say("range_any")  # fmt: skip


def _counts_overrun(one: Remedy) -> bool:
    is_timed = one.kind in (RemedyKind.PER_UNIT, RemedyKind.EXTENSION, RemedyKind.PRORATA)
    return is_timed or one.count_on != "clock" or bool(one.free.seconds or one.pay_after.seconds)


def _count_on(teller: Teller, one: Remedy) -> str:
    """Each promise has its own way, unless told: of an availability the downtime beyond what the target allows."""
    if one.count_on != "clock":
        return one.count_on
    if any(up.id == one.of.promise for up in teller.contract.availability):
        return "beyond"
    if duty := _duty(teller, one.of):
        return "duty" if duty.has_hours else "elapsed"
    return "whole" if one.of.outage else "clock"


def _duty(teller: Teller, of: RemedyOf) -> Duty | None:
    return next((one for one in teller.contract.duties if one.id in (of.duty, of.promise)), None)


def _hours_of(teller: Teller, one: Remedy) -> str:
    """The calendar on which a duty is late: its own, else the first with holidays, else Monday to Friday."""
    duty = _duty(teller, one.of)
    offices = (name for name, row in teller.contract.calendars.items() if row.holidays != "none")
    name = (duty.calendar if duty else "") or next(offices, "")
    return teller.say("hours_of", calendar=teller.calendar(name)) if name else teller.say("hours_of_weekdays")


def _own_cap(teller: Teller, cap: OwnCap, path: str, label: str) -> Iterator[Told]:
    if cap.pct is not None:
        yield teller.told(f"{path}.pct", "own_cap_pct", label=label, pct=teller.share(cap.pct))
    if cap.amount is not None:
        yield teller.told(f"{path}.amount", "own_cap_amount", label=label, money=teller.money(cap.amount))
    if cap.units is not None:
        units = teller.count(cap.units, "unit_paid")
        yield teller.told(f"{path}.units", "own_cap_units", label=label, units=units)


def _combined(teller: Teller) -> Iterator[Told]:
    rules, path = teller.contract.remedy_rules, "remedy_rules"
    combine = rules.combine
    yield teller.told(f"{path}.combine.same_incident", f"same_incident: {combine.same_incident}")
    yield teller.told(f"{path}.combine.across", f"across: {combine.across}")
    if combine.once_per_cause:
        length = teller.length_of(combine.once_per_cause)
        yield teller.told(f"{path}.combine.once_per_cause", "once_per_cause", length=length)
    for at, cap in enumerate(rules.caps):
        yield teller.told(f"{path}.caps.{at}", f"cap: {cap.per}", limit=_limit(teller, cap))
    if not rules.caps:
        has_own = any(one.cap for one in teller.contract.remedies)
        yield teller.told(f"{path}.caps", "no_caps_together" if has_own else "no_caps")
    if rules.min:
        yield teller.told(f"{path}.min", "min", money=teller.money(rules.min))


def _limit(teller: Teller, cap: Cap) -> str:
    if cap.pct is None:
        return teller.money(cap.amount)
    key = "total_fees" if cap.per == "total" else "share"
    said = teller.say(key, pct=teller.share(cap.pct), base=fee_name(teller, cap.of))
    return said if cap.amount is None else teller.all_of([said, teller.money(cap.amount)])


def _granted(teller: Teller) -> Iterator[Told]:
    rules, path = teller.contract.remedy_rules, "remedy_rules"
    deadline = ""
    if rules.claim and rules.claim.deadline:
        anchor = teller.say(f"anchor: {rules.claim.anchor}")
        deadline = teller.say("deadline", length=teller.length_of(rules.claim.deadline), anchor=anchor)
    yield teller.told(f"{path}.mode", rules.mode, deadline=deadline)
    if rules.mode == "on_claim" or deadline:
        address = teller.contract.parties.provider.address
        at = teller.say("claimed_at", address=address) if address else ""
        yield teller.told(f"{path}.claim", "claimed_where", at=at)
    if deadline and rules.mode == "on_claim":
        if rules.claim and isinstance(rules.claim.deadline, Seconds):
            yield teller.told(f"{path}.claim.deadline", f"claim_hours: {rules.claim.anchor}")
        if rules.claim and isinstance(rules.claim.deadline, WorkingDays):
            yield _working_days_of(teller, rules.claim)
        yield teller.told(f"{path}.claim.deadline", "lapses")
    if deadline and rules.mode != "on_claim":
        yield teller.told(f"{path}.claim", "claim_unused", deadline=deadline)
    if rules.claim and rules.claim.decide_by:
        length = teller.length_of(rules.claim.decide_by)
        yield teller.told(f"{path}.claim.decide_by", "decide_by", length=length)
    if rules.requires:
        terms = "; ".join(one.rstrip(".").replace("_", " ") for one in rules.requires)
        yield teller.told(f"{path}.requires", "requires", terms=terms)


def _working_days_of(teller: Teller, claim: Claim) -> Told:
    """Whose working days they are, and when the last of them ends."""
    offices = (name for name, row in teller.contract.calendars.items() if row.holidays != "none")
    calendar = teller.on(claim.calendar or next(offices, "")) or teller.say("claim_week")
    ends = "claim_clock" if isinstance(claim.deadline, WorkingDays) and claim.deadline.clock else "claim_closing"
    return teller.told("remedy_rules.claim.calendar", "claim_days", calendar=calendar, ends=teller.say(ends))


def _nature(teller: Teller) -> Iterator[Told]:
    rules, path = teller.contract.remedy_rules, "remedy_rules"
    form = teller.term("settle", rules.settle) if rules.settle else teller.or_blank("")
    yield teller.told(f"{path}.settle", "settle", form=form)
    late = "_claimed" if rules.mode == "on_claim" and rules.credited_to == "same_invoice" else ""
    if any(one.kind is not RemedyKind.EXTENSION for one in teller.contract.remedies):
        yield teller.told(f"{path}.credited_to", f"credited: {rules.credited_to}{late}")
    is_polish = law_of(teller.contract) == POLAND
    if is_polish or rules.fault != RemedyRules().fault:  # a default would say under other laws what nobody agreed
        yield teller.told(f"{path}.fault", f"{'fault' if is_polish else 'fault_elsewhere'}: {rules.fault}")
    if rules.sole_remedy:
        yield teller.told(f"{path}.sole_remedy", "sole")
        if rules.damages_above:
            yield teller.told(f"{path}.damages_above", "damages")
    else:
        yield teller.told(f"{path}.damages_above", "not_sole_damages" if rules.damages_above else "not_sole")
