"""What a revision says otherwise than the statement before it, in words."""

from collections.abc import Iterator
from decimal import Decimal

from gwarant.pictures.facts import tell
from gwarant.pictures.names import Names
from gwarant.pictures.summary import currency_of, period_name, stood_text, sum_text
from gwarant.pictures.words import duration, say
from gwarant.sla.assessment.model import Assessment, Corrected
from gwarant.sla.assessment.revised import Counted, MonthChanged, Revised
from gwarant.sla.civil import civil_period

_NO_NAMES = Names()
Row = tuple[str, str, str]  # what, how it was stated before, how it is stated now


def revised_rows(found: Revised, stated: Assessment, lang: str, names: Names = _NO_NAMES) -> list[Row]:
    """A row for each verdict, figure, number of hours and amount; `stated` is the later statement."""
    verdicts = (
        (
            tell(names.under(one.contract).within(one.what), lang, stated.zone),
            stood_text(one.before, lang),
            stood_text(one.after, lang),
        )
        for one in found.verdicts
    )
    return [*verdicts, *(row for one in found.months for row in _month(one, stated, lang))]


def _both(one: Corrected, lang: str) -> tuple[str, str]:
    return stood_text(one.before, lang), stood_text(one.after, lang)


def _month(one: MonthChanged, stated: Assessment, lang: str) -> Iterator[Row]:
    currency, name = currency_of(stated, one.contract), period_name(civil_period(one.month, stated.zone), lang)

    def length(counted: Counted) -> str:
        return "–" if counted.used is None else duration(counted.used, lang)

    def money(amount: Decimal | None) -> str:
        return sum_text(amount, currency, lang)

    if one.before.used != one.after.used:
        yield f"{say('hours_used_in', lang)}, {name}", length(one.before), length(one.after)
    if one.before.charge != one.after.charge:
        yield f"{say('hours_charged_in', lang)}, {name}", money(one.before.charge), money(one.after.charge)
    if one.before.owed != one.after.owed:
        yield f"{say('remedies', lang)}, {name}", money(one.before.owed), money(one.after.owed)
