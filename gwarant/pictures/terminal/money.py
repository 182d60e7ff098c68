"""Hours and remedies in the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from gwarant.pictures.account import extras
from gwarant.pictures.faces import Tone
from gwarant.pictures.facts import tell, tell_all
from gwarant.pictures.kinds import TITLES, kinds_told
from gwarant.pictures.names import Names
from gwarant.pictures.owed import nothing_owed, remedy_named
from gwarant.pictures.summary import (
    Pool,
    cap_texts,
    currency_of,
    line_amount,
    line_base,
    money_months,
    owed_for,
    pool_facts,
    pool_of,
    sum_text,
)
from gwarant.pictures.terminal.sheet import QUIET, STYLES, grid, heading, quiet
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment, MonthOfMoney
from gwarant.sla.hours import Statement
from gwarant.sla.remedies.line import Line


def hours_lines(assessed: Assessment, width: int, lang: str) -> Iterator[RenderableType]:
    """The pool of each month."""
    months = [(title, one) for title, one in money_months(assessed, lang) if one.hours]
    if months:
        yield heading(say("hours", lang))
    for title, one in months:
        yield from [quiet(title)] if title else []
        if one.hours:
            yield from _hours(one.hours, currency_of(assessed, one.contract), width, lang)


def remedy_lines(assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    """What each month owes."""
    if assessed.months:
        yield heading(say("remedies", lang))
    for title, one in money_months(assessed, lang):
        yield from [quiet(title)] if title else []
        yield from _remedies(one, assessed, width, lang, names)
        yield from (quiet(text) for text in extras(one, currency_of(assessed, one.contract), lang))


def _hours(statement: Statement, currency: str, width: int, lang: str) -> Iterator[RenderableType]:
    pool = pool_of(statement)
    if pool.there:
        yield _pool(pool, min(width, 60))
        yield _pool_legend(pool, lang)
    table = grid(min(width, 60), "", "", right=(1,), wide=0)
    for name, text in pool_facts(statement, currency, lang):
        table.add_row(name, text)
    yield table
    yield from _kinds(statement, currency, min(width, 80), lang)


def _kinds(statement: Statement, currency: str, width: int, lang: str) -> Iterator[RenderableType]:
    rows = kinds_told(statement, currency, lang)
    table = grid(width, *(say(key, lang) for key in TITLES), right=range(1, len(TITLES)), wide=0)
    for row in rows:
        table.add_row(*row)
    if rows:
        yield Text()
        yield table


def _pool(pool: Pool, width: int) -> Text:
    """Used of what there was, what is left, the edge of the pool, what lies above it."""
    total = max(pool.used + pool.left + pool.over, 1)
    inner = width - 1
    used = round(inner * min(pool.used, pool.there) / total)
    over = max(1, round(inner * pool.over / total)) if pool.over else 0
    used = min(used, inner - over)
    left = inner - used - over
    return Text.assemble(("█" * used, ""), ("░" * left, QUIET), ("▏", "bold"), ("▓" * over, STYLES[Tone.BREACHED]))


def _pool_legend(pool: Pool, lang: str) -> Text:
    rows = [("█", "hours_used", pool.used), ("░", "hours_left", pool.left), ("▓", "hours_over", pool.over)]
    return quiet("   ".join(f"{sign} {say(key, lang).lower()}" for sign, key, length in rows if length))


def _remedies(one: MonthOfMoney, assessed: Assessment, width: int, lang: str, names: Names) -> Iterator[RenderableType]:
    settlement, currency = one.remedies, currency_of(assessed, one.contract)
    if not settlement.lines:
        yield Text(nothing_owed(assessed, lang))
        return
    table = grid(width, *(say(key, lang) for key in ("remedy", "promise", "base", "amount")), right=(2, 3), wide=1)
    for line in settlement.lines:
        table.add_row(*_line(line, currency, lang, names, assessed.zone))
    yield table
    yield from (quiet(text) for text in cap_texts(settlement, currency, lang))
    total = sum_text(settlement.total, currency, lang)
    yield Text.assemble((f"{say('total', lang)} ", "bold"), (total, "bold"))
    yield from (quiet(note) for note in tell_all(settlement.notes, lang, assessed.zone))


def _line(line: Line, currency: str, lang: str, names: Names, zone: str) -> tuple[RenderableType, ...]:
    amount = Text(line_amount(line, currency, lang), style="" if line.kept else QUIET)
    about = Text(owed_for(line, names))
    if line.reason:
        about.append(f" · {say('not_kept', lang, reason=tell(line.reason, lang, zone))}", style=QUIET)
    return remedy_named(line, names), about, line_base(line, currency, lang), amount
