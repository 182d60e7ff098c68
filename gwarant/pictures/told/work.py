"""The hours in the fee, what further hours cost, and who bears which kind of work."""

from collections.abc import Iterator
from dataclasses import replace

from gwarant.pictures.told.free import data_words
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller, capital, small
from gwarant.sla.contract.checks.blanks import has_no_fee
from gwarant.sla.contract.model.money import (
    Block,
    ChargedTo,
    Drains,
    Hours,
    HoursRounding,
    Multiplier,
    Pool,
    Size,
    Toward,
    WorkKind,
)
from gwarant.sla.contract.values import Seconds
from gwarant.sla.hours.free import freed_class


def work(teller: Teller) -> Iterator[Told]:
    """Pool, rates, rounding, kinds of work, consent."""
    hours = teller.contract.hours
    if hours.pool:
        yield from _pool(teller, hours.pool)
    else:
        yield teller.told("hours.pool", "no_pool_no_fee" if has_no_fee(teller.contract) else "no_pool")
    if hours == Hours():
        return
    for at, size in enumerate(hours.sizes):
        yield _size(teller, size, f"hours.sizes.{at}")
    yield from _rates(teller)
    yield from _rounding(teller, hours.round, "hours.round", "")
    if hours.not_charged:
        yield teller.told("hours.not_charged", "not_charged", works=_free(teller))
    for one in hours.work:
        yield from _kind(teller, one)
    yield from _approval(teller)


def _free(teller: Teller) -> str:
    """Kinds of work by their names; classes of tickets on which all work is free by theirs."""
    known = {one.id for one in teller.contract.classes}
    told = []
    for name in teller.contract.hours.not_charged:
        freed = freed_class(name)
        if freed in known:
            told.append(teller.say("free_class", name=teller.class_(freed)))
        else:
            told.append(teller.term("work", name))
    return teller.all_of(told)


def _pool(teller: Teller, pool: Pool) -> Iterator[Told]:
    if pool.block:
        yield from _block(teller, pool.amount, pool.block)
        yield replace(_order(teller, pool), table="block")
        return
    path, carry = "hours.pool", pool.carry
    alone = teller.say(f"period: {pool.per}")
    if pool.unlimited:
        said, cell = teller.say("pool_unlimited", period=alone), teller.say("cell_unlimited", period=alone)
    else:
        length = teller.length(pool.amount)
        said = teller.say("pool", length=length, period=teller.say(pool.per.value))
        cell = teller.say("cell_pool_value", length=length, period=alone)
    yield Told(path, said, "", "pool", (teller.say("cell_pool"), cell))
    key = "forever" if carry.forever else ("lapse", "carry_one", "carry")[min(carry.periods, 2)]
    rest = teller.say(key, periods=carry.periods, cap=teller.share(carry.cap))
    yield Told(f"{path}.carry", rest, "", "pool", (teller.say("cell_carry"), rest))
    yield _order(teller, pool)
    said = teller.say(f"partial: {pool.partial_period}")
    yield Told(f"{path}.partial_period", said, "", "pool", (teller.say("cell_partial"), said))


def _order(teller: Teller, pool: Pool) -> Told:
    said = teller.say(f"order: {pool.order}")
    return Told("hours.pool.order", said, "", "pool", (teller.say("cell_order"), said))


def _block(teller: Teller, amount: Seconds, block: Block) -> Iterator[Told]:
    """Hours that are bought once: how many, for what, how long, and what comes after them."""
    path, length = "hours.pool.block", teller.length(amount)
    price = teller.say("block_price", money=teller.money(block.price), amounts=teller.amounts) if block.price else ""
    said = teller.say("block", length=length, price=price)
    yield Told("hours.pool", said, "", "block", (teller.say("cell_block"), f"{length}{price}"))
    begins = teller.say("block_bought", day=teller.day(block.bought)) if block.bought else teller.say("block_first")
    said = teller.say("block_ever", begins=begins)
    if block.lasts:
        said = teller.say("block_lasts", begins=begins, length=teller.length_for(block.lasts))
    yield Told(f"{path}.lasts", said, "", "block", (teller.say("cell_block_lasts"), said))


def _size(teller: Teller, size: Size, path: str) -> Told:
    price, cell = "", ""
    if size.fee is not None:
        words = {"money": teller.money(size.fee), "amounts": teller.amounts}
        price, cell = teller.say("size_fee", **words), teller.say("cell_fee", **words)
    if size.discount is not None:
        pct = teller.share(size.discount)
        price += teller.say("size_discount", pct=pct)
        cell = ", ".join(filter(None, (cell, teller.say("cell_discount", pct=pct))))
    length = teller.length(size.amount)
    return Told(path, teller.say("size", length=length, price=price), "", "sizes", (length, cell))


def _rates(teller: Teller) -> Iterator[Told]:
    hours = teller.contract.hours
    rates, path = hours.rates, "hours.rates"
    if rates.included is not None:
        words = {"money": teller.money(rates.included), "amounts": teller.amounts}
        key = "included_block" if hours.pool and hours.pool.block else "included_rate"
        yield teller.told(f"{path}.included", key, **words)
    if rates.above is not None:
        key = "above_alone" if hours.pool is None else "above_block" if hours.pool.block else "above"
        yield teller.told(f"{path}.above", key, money=teller.money(rates.above), amounts=teller.amounts)
    elif hours.pool and not hours.pool.unlimited:
        yield teller.told(f"{path}.above", "above_blank", money=teller.money(None))
    for at, one in enumerate(rates.multipliers):
        yield _multiplier(teller, one, f"{path}.multipliers.{at}")
    if len(rates.multipliers) > 1:
        yield teller.told(f"{path}.multipliers", "highest")
    yield from _dearer_included(teller)
    if rates.discount_projects:
        pct = teller.share(rates.discount_projects)
        yield teller.told(f"{path}.discount_projects", "discount", pct=pct)


def _dearer_included(teller: Teller) -> Iterator[Told]:
    """What an hour of the pool costs at a dearer time, where it drains the pool no faster: the raise alone."""
    hours = teller.contract.hours
    dearer = [one for one in hours.rates.multipliers if one.drains is Drains.PRICE and one.x != 1]
    if hours.pool is None or not dearer:
        return
    when = "at_dearer" if len(dearer) == len(hours.rates.multipliers) else "at_dearer_price"
    of = "value" if hours.rates.included is not None else "above"
    of += "_block" if hours.pool.block else ""
    yield teller.told("hours.rates.multipliers", f"raise: {of}", when=teller.say(when))


def _multiplier(teller: Teller, one: Multiplier, path: str) -> Told:
    when, x = _when(teller, one.when), teller.figure(one.x)
    text = teller.say(f"multiplier: {one.drains}", when=when, x=x)
    return Told(path, text, "", "multipliers", (capital(when), f"× {x}", teller.say(f"cell_drains: {one.drains}")))


def _when(teller: Teller, text: str) -> str:
    comma = "," if " and " in text and " or " in text else ""
    return f"{comma} {teller.say('when: or')} ".join(_case(teller, part) for part in text.split(" or "))


def _case(teller: Teller, text: str) -> str:
    return teller.all_of(_one_time(teller, part.strip()) for part in text.split(" and "))


def _one_time(teller: Teller, part: str) -> str:
    if part.startswith("outside "):
        name = part.removeprefix("outside ").strip()
        if name == "office":
            return teller.say("when: office")
        return teller.say("when: outside", calendar=teller.calendar(name))
    return teller.term("when", part)


def _rounding(teller: Teller, terms: HoursRounding, path: str, work: str) -> Iterator[Told]:
    found = [(path, _rounded(teller, "round", terms.mode, terms.unit))]
    if terms.min.seconds:
        found.append((f"{path}.min", teller.say("round_min", length=teller.length(terms.min))))
    if terms.travel:
        found.append((f"{path}.travel", _rounded(teller, "travel", terms.travel.mode, terms.travel.unit)))
    for at, text in found:
        yield teller.told(at, "of_work", work=work, sentence=small(text)) if work else Told(at, text)


def _rounded(teller: Teller, what: str, mode: Toward, unit: Seconds) -> str:
    """How time is rounded; of a single hour or minute the noun alone: "by the started hour"."""
    if unit.seconds not in (60, 3600):
        return teller.say(f"{what}: {mode}", length=teller.length(unit))
    return teller.say(f"{what}_one: {mode}", unit=teller.length_of(unit).removeprefix("1 "))


def _kind(teller: Teller, one: WorkKind) -> Iterator[Told]:
    path, name = f"hours.work.{one.id}", one.label or teller.term("work", one.id)
    yield teller.told(f"{path}.charge", f"charge: {one.charge}", work=name)
    if one.rate is not None:
        words = {"money": teller.money(one.rate), "amounts": teller.amounts}
        yield teller.told(f"{path}.rate", "work_rate", work=name, **words)
    if one.round:
        yield from _rounding(teller, one.round, f"{path}.round", name)
    if one.at_most or one.beyond is not ChargedTo.APART:
        length = teller.length_of(one.at_most) if one.at_most else teller.or_blank("")
        beyond = teller.say(f"beyond: {one.beyond}")
        yield teller.told(f"{path}.at_most", "at_most", work=name, length=length, beyond=beyond)


def _approval(teller: Teller) -> Iterator[Told]:
    terms, path = teller.contract.hours.approve, "hours.approve"
    if terms.single_task_over:
        length = teller.length_of(terms.single_task_over)
        yield teller.told(f"{path}.single_task_over", "consent", length=length)
    else:
        yield teller.told(f"{path}.single_task_over", "no_consent")
    if teller.contract.hours.pool:
        shares = teller.shares(terms.alert_at)
        yield teller.told(f"{path}.alert_at", "alert_at" if shares else "no_alerts", shares=shares)
    change = terms.propose_change_after
    if set(change) == {"of", "periods_over"}:
        words = {"of": change["of"], "over": change["periods_over"]}
        yield teller.told(f"{path}.propose_change_after", "propose", **words)
    elif change:
        yield teller.told(f"{path}.propose_change_after", "propose_other", terms=data_words(teller, change))
