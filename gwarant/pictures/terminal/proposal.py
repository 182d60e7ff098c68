"""A proposal to correct a contract, in the terminal."""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import RenderableType
from rich.text import Text

from gwarant.pictures.faces import Tone
from gwarant.pictures.keys import month_text, wording_text
from gwarant.pictures.terminal.sheet import QUIET, STYLES, Sheet, grid, heading, quiet, sheet
from gwarant.pictures.words import count, duration, money, number, percent, say
from gwarant.sla.proposal import Alternative, Proposal, Source, Spread, Trigger
from gwarant.sla.proposal.sample import ENOUGH

ROOMY = 100  # columns from which amounts stand with their currency


def proposal(found: Proposal, width: int = 80, lang: str = "en") -> Sheet:
    """What the past months would have cost under each alternative, the cheapest named."""
    lines: list[RenderableType] = [*_title(found, lang), Text(), *_lead(found, lang)]
    lines += [*_table(found, width, lang), *_months(found, width, lang), *_trigger(found.trigger, lang)]
    return sheet(width, [*lines, Text(), quiet(say("proposal_only", lang)), quiet(_basis(found, lang))])


def _title(found: Proposal, lang: str) -> Iterator[Text]:
    yield Text(" · ".join(part for part in (found.client, say("proposal", lang)) if part), style="bold")
    months = count(len(found.months), "whole_month", lang)
    first, last = month_text(found.months[0], lang), month_text(found.months[-1], lang)
    span = say("proposal_months", lang, months=months, first=first, last=last)
    yield quiet(
        " · ".join(part for part in (f"{wording_text(found.contract, lang)} {found.title}".strip(), span) if part)
    )


def _lead(found: Proposal, lang: str) -> Iterator[Text]:
    if found.cheapest is None:
        yield Text(say("nothing_priced", lang), style="bold")
        return
    yield Text(_sentence(found, found.alternatives[found.cheapest], lang), style="bold")
    if found.spread is not None:
        yield from _spread(found.spread, found, lang)
    elif found.saving is not None:
        yield quiet(say("spread_few" if len(found.months) < ENOUGH else "spread_blank", lang))


def _sentence(found: Proposal, best: Alternative, lang: str) -> str:
    amount = money(best.monthly or Decimal(0), found.currency, lang)
    if best.source is Source.PRESENT:
        return say("present_is_cheapest", lang, amount=amount)
    name = f"{_name(best, lang)}, {_pool(best, lang)}"
    if found.saving is None:
        return say("cheapest_alone", lang, name=name, amount=amount)
    return say("cheapest_is", lang, name=name, amount=amount, saving=money(found.saving, found.currency, lang))


def _spread(spread: Spread, found: Proposal, lang: str) -> Iterator[Text]:
    amounts = {key: money(getattr(spread, key), found.currency, lang) for key in ("low", "median", "high")}
    key = "spread_present" if found.cheapest == found.present else "spread_line"
    drawn = count(spread.resamples, "resample", lang)
    yield Text(say(key, lang, n=drawn, stays=percent(spread.stays, lang), **amounts))
    if spread.dependent:
        yield quiet(say("spread_dependent", lang))


def _table(found: Proposal, width: int, lang: str) -> Iterator[RenderableType]:
    yield heading(_in_currency(say("proposal_alternatives", lang), found.currency, width))
    keys = ("alternative", "monthly_fee", "beside_fee", "a_month", "against_present")
    table = grid(width, *(say(key, lang) for key in keys), right=range(1, 5), wide=0)
    for n, one in enumerate(found.alternatives):
        table.add_row(*_row(found, n, one, width, lang))
    yield table


def _row(found: Proposal, n: int, one: Alternative, width: int, lang: str) -> tuple[RenderableType, ...]:
    name = Text(f"{_name(one, lang)}, {_pool(one, lang)}", style="bold" if n == found.cheapest else "")
    if one.lack is not None:
        name.append(f"\n{say(f'lack_{one.lack.name.lower()}', lang)}", style=QUIET)
        return name, _amount(one.fee, found, width, lang), "–", "–", "–"
    if n == found.cheapest:
        name.append(f" ✓ {say('cheapest', lang)}", style=STYLES[Tone.FINE])
    beside = None if one.monthly is None or one.fee is None else one.monthly - one.fee
    base = found.alternatives[found.present].monthly
    change = None if base is None or one.monthly is None or n == found.present else one.monthly - base
    cells = [_amount(amount, found, width, lang) for amount in (one.fee, beside, one.monthly, change)]
    dearer = change is not None and change > 0
    return name, *cells[:3], f"+{cells[3]}" if dearer else cells[3]


def _months(found: Proposal, width: int, lang: str) -> Iterator[RenderableType]:
    """Each month under the contract as it stands, and under the cheapest beside it."""
    shown = [found.present, *([found.cheapest] if found.cheapest not in (None, found.present) else [])]
    columns = [one for n, one in enumerate(found.alternatives) if n in shown]
    yield heading(_in_currency(say("proposal_by_month", lang), found.currency, width))
    titles = [f"{_name(one, lang)}, {_pool(one, lang)}" for one in columns]
    keys = [say(key, lang) for key in ("charged_time", "hours_over")]
    table = grid(width, "", *keys, *titles, right=range(1, 3 + len(titles)))
    for column in table.columns[3:]:
        column.no_wrap = False
    for n, month in enumerate(found.months):
        own = found.alternatives[found.present].months[n]
        totals = [_amount(one.months[n].total, found, width, lang) for one in columns]
        table.add_row(month, duration(own.charged, lang), duration(own.overage, lang), *totals)
    yield table


def _trigger(trigger: Trigger | None, lang: str) -> Iterator[RenderableType]:
    if trigger is None:
        return
    yield heading(say("trigger_title", lang))
    periods = count(trigger.of, "period_of", lang)
    over = ", ".join(trigger.over) or say("trigger_none", lang)
    text = Text(say("trigger_line", lang, k=trigger.periods_over, n=periods, looked=len(trigger.looked), over=over))
    word = say("trigger_reached" if trigger.reached else "trigger_waits", lang)
    yield text.append(f" {word[0].upper()}{word[1:]}.", style="bold")


def _name(one: Alternative, lang: str) -> str:
    if one.source is Source.OFFER:
        return say("offer", lang, name=one.title or one.contract)
    return say("as_it_stands" if one.source is Source.PRESENT else "same_contract", lang)


def _pool(one: Alternative, lang: str) -> str:
    if one.unlimited:
        return say("pool_unlimited", lang)
    if one.pool is None:
        return say("no_pool", lang)
    return say(f"pool_{one.per.value}", lang, hours=duration(one.pool, lang))


def _in_currency(text: str, currency: str, width: int) -> str:
    return f"{text}, {currency}" if currency and width < ROOMY else text


def _amount(amount: Decimal | None, found: Proposal, width: int, lang: str) -> str:
    if amount is None:
        return "–"
    return number(amount, lang) if width < ROOMY else money(amount, found.currency, lang)


def _basis(found: Proposal, lang: str) -> str:
    return f"sha256 {found.evidence.removeprefix('sha256:')[:16]} · Gwarant {found.engine}"
