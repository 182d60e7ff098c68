"""The fee, the hours and the remedies, told in sentences."""

from collections.abc import Iterator

from gwarant.pictures.clauses.kinds import Kind, text_of
from gwarant.pictures.clauses.spelled import band_words, factor_words
from gwarant.pictures.clauses.tables import CHOICES
from gwarant.pictures.clauses.teller import Teller
from gwarant.pictures.words import count
from gwarant.sla.contract.model.money import Band, Remedy, RemedyKind
from gwarant.sla.contract.record import write


def fee(teller: Teller) -> Iterator[str]:
    """What the contract costs a month."""
    terms = teller.contract.fee
    yield teller.say("fee", money=teller.money(terms.monthly), amounts=teller.amounts)
    if terms.due:
        yield teller.say("due", length=teller.length(terms.due))


def work(teller: Teller) -> Iterator[str]:
    """The hours in the fee, and what further hours cost."""
    hours, labels = teller.contract.hours, CHOICES[teller.lang]
    if hours.pool:
        carry = hours.pool.carry
        yield teller.say("pool", length=teller.length(hours.pool.amount))
        months = count(carry.periods, "month", teller.lang)
        yield teller.say("carry", months=months, cap=teller.share(carry.cap)) if carry.periods else teller.say("lapse")
    if hours.pool or hours.rates.above is not None:
        yield teller.say("above", money=teller.money(hours.rates.above), amounts=teller.amounts)
        yield teller.say(f"round_{hours.round.mode}", length=teller.length(hours.round.unit))
    if hours.rates.multipliers:
        lines = (f"{one.when}: {format(one.x.normalize(), 'f')}" for one in hours.rates.multipliers)
        yield teller.say("dearer", times="; ".join(factor_words(line, teller.lang) for line in lines))
    if hours.not_charged:
        yield teller.say("not_charged", works=teller.all_of(labels.get(one, one) for one in hours.not_charged))
    if hours.approve.single_task_over:
        yield teller.say("consent", length=teller.length(hours.approve.single_task_over))


def remedies(teller: Teller) -> Iterator[str]:
    """What a broken promise costs the provider, how much at most, and how the client comes to it."""
    contract, rules = teller.contract, teller.contract.remedy_rules
    if not contract.remedies:
        yield teller.say("no_remedies")
        return
    yield from (_remedy(teller, one) for one in contract.remedies)
    for cap in rules.caps:
        yield teller.say(f"cap: {cap.per}", limit=teller.sum(cap.pct, cap.amount, cap.of))
    yield _granted(teller)
    labels = CHOICES[teller.lang]
    yield teller.say("settle", form=teller.or_blank(labels.get(rules.settle or "", rules.settle or "")))
    yield teller.say("fault", fault=labels.get(rules.fault, rules.fault))


def _granted(teller: Teller) -> str:
    rules = teller.contract.remedy_rules
    if rules.mode != "on_claim":
        return teller.say("automatic")
    claim, deadline = rules.claim, ""
    if claim:
        anchor = teller.say(f"anchor: {claim.anchor}")
        deadline = teller.say("deadline", length=teller.length(claim.deadline, "_of"), anchor=anchor)
    return teller.say("on_claim", deadline=deadline)


def _remedy(teller: Teller, remedy: Remedy) -> str:
    label, base = _label(teller, remedy), remedy.base.fee
    if remedy.kind is RemedyKind.BANDS:
        return teller.say("bands", label=label, bands=_bands(teller, remedy), base=teller.fee(base))
    free = remedy.pay_after if remedy.pay_after.seconds else remedy.free
    less = teller.say("free", length=teller.length(free)) if free.seconds else ""
    pays = teller.sum(remedy.pct, remedy.amount, base)
    if remedy.unit is None:
        return teller.say("flat", label=label, pays=pays, free=less)
    return teller.say(f"per_unit_{remedy.round}", label=label, pays=pays, unit=teller.unit(remedy.unit), free=less)


def _label(teller: Teller, remedy: Remedy) -> str:
    said = teller.named("remedy", remedy.id, remedy.label)
    promised = [one.service for one in teller.contract.availability if one.id == remedy.of.promise]
    return f"{said} ({teller.service(promised[0])})" if promised else said


def _bands(teller: Teller, remedy: Remedy) -> str:
    """The bands in words; those that words do not know as the contract has them."""
    lines = text_of(Kind.BANDS, [write(band) for band in remedy.bands])
    if lines is not None:
        return "; ".join(band_words(line, teller.lang) for line in lines.splitlines())
    return "; ".join(_band(teller, band) for band in remedy.bands)


def _band(teller: Teller, band: Band) -> str:
    signs = (("≥", band.ge), (">", band.gt), ("<", band.lt), ("≤", band.le))
    ends = " ".join(f"{sign} {teller.share(number)}" for sign, number in signs if number is not None)
    pays = teller.share(band.pct) if band.pct is not None else teller.money(band.amount)
    return f"{ends}: {pays}"
