"""The months that were closed and sent, by the customer's caretaker a few days after their end; the last one waits."""

from datetime import datetime, timedelta

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.demo.claimed import claim_month, dispute_month
from gwarant.demo.sent import send_report
from gwarant.reports.actions import close
from gwarant.reports.headline import Headline, judged
from gwarant.reports.month import months_of
from gwarant.tickets.evidence import moment_of

AFTER = timedelta(days=3, hours=9)
SENT_AFTER = timedelta(minutes=20)
OPEN = 1  # of the months that have ended
DISPUTED = 2  # of those that are closed
KEPT = {
    "pl": "Dziękujemy za ten miesiąc. Wszystkiego, co obiecaliśmy, dotrzymaliśmy.",
    "en": "Thank you for this month. We kept all that we promised.",
}
BROKEN = {
    "pl": "Dziękujemy za ten miesiąc. O tym, czego nie dotrzymaliśmy, porozmawiamy na najbliższym spotkaniu.",
    "en": "Thank you for this month. Let us talk about what we did not keep when we meet next.",
}
UNKNOWN = {
    "pl": "Dziękujemy za ten miesiąc. Nie wszystko dało się sprawdzić; co i dlaczego, pisze raport.",
    "en": "Thank you for this month. Not all of it could be checked; the report says what, and why.",
}
QUIET = {"pl": "W tym miesiącu żaden termin nie upłynął.", "en": "Nothing fell due this month."}


def words_for(month: Headline) -> dict[str, str]:
    """What the caretaker says of a month, by language, as it went."""
    if month.breached:
        return BROKEN
    if month.could_not_check or month.undetermined or month.unchecked_beside:
        return UNKNOWN
    return KEPT if month.judged or month.beside else QUIET


def close_months(world: World, now: datetime) -> int:
    """Close what has ended, the oldest first; how many."""
    with scoped(ENGINE):
        found = list(Contract.objects.select_related("customer__caretaker").order_by("number"))
        return sum(_close(one, world, now) for one in found)


def _close(contract: Contract, world: World, now: datetime) -> int:
    by = contract.customer.caretaker or world.olga
    ended = [one for one in months_of(contract, now) if moment_of(one.end) + AFTER < now]
    stated = ended[OPEN:]
    for month in reversed(stated):
        closed = moment_of(month.end) + AFTER
        words = words_for(judged(contract, [month], closed)[0])
        report = close(contract, month.name, by=by, now=closed, note=words[contract.customer.language])
        send_report(report, world, is_last=month == stated[0], now=closed + SENT_AFTER)
        claim_month(contract, month.name, world, closed, now)
        if month in stated[:DISPUTED]:
            dispute_month(contract, month.name, world, closed, now, waits=month == stated[0])
    return len(stated)
