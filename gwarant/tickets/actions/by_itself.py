"""What happens without anybody: warnings, breaches, silence, a contract that came into force."""

from datetime import datetime

from django.db.models import F, Q

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.placing import adopted, covering, is_open
from gwarant.tickets.clocks import BREACH, ladder_of, thresholds
from gwarant.tickets.log import Log
from gwarant.tickets.models import ClockNotice, Status, Ticket, TicketClock
from gwarant.tickets.recording import Attempt, holding, record, settle, write
from gwarant.tickets.silence import silence_of
from gwarant.tickets.standing import Standing, standing_of


def act_on_clock(clock_pk: int, *, now: datetime) -> bool:
    """Tell what fell due on a clock, each threshold once; False when nothing had."""
    found = TicketClock.objects.filter(pk=clock_pk).select_related("ticket").first()
    if found is None:
        return False
    with holding(found.ticket) as own:
        place = (found.clock, found.cycle, found.link)
        stands = standing_of(own, now)
        reading = next((one for one in stands.readings if (one.clock, one.cycle, one.link) == place), None)
        told = reading is not None and _tell_due(stands, reading, now)
        write(stands)
        return told


def close_by_silence(ticket_pk: int, *, now: datetime) -> bool:
    """Nobody said anything in the contract's time: the ticket is closed."""
    with holding(Ticket(pk=ticket_pk)) as own:
        ends = silence_of(own).closes_at
        if ends is None or ends > now:
            settle(own, now)  # the column said otherwise
            return False
        stands = settle(record(own, Kind.CLOSED, Attempt(None, now), automatic=True), now)
        people.tell_reporter(own.ticket, letters.closed_by_silence(stands), now)
        return True


def rejudge_customer(customer_id: int, *, now: datetime) -> int:
    """After a wording was accepted: open clocks are read anew, and tickets go under the wording that they fall under.

    Those that waited for a contract, and those that came on the day on which a change was accepted: it holds from
    its first moment, and the month judges by it.
    """
    moved = Q(version=None) | Q(version__holds_to_at__lte=F("reported_at"))
    found = Ticket.objects.filter(moved | ~Q(status=Status.CLOSED), customer_id=customer_id).order_by("pk")
    return sum(_rejudge(pk, now) for pk in found.values_list("pk", flat=True))


def _rejudge(ticket_pk: int, now: datetime) -> bool:
    with holding(Ticket(pk=ticket_pk)) as own:
        ticket = own.ticket
        is_held = ticket.version is not None and ticket.version.held_at(ticket.reported_at)
        placed = own if is_held else _put_under(own, covering(own, ticket.service), now)
        stands = settle(placed, now)
        if placed != own and is_open(ticket):
            people.tell_reporter(ticket, letters.adopted(stands), now)
        return ticket.version is not None


def _put_under(log: Log, found: ContractVersion | None, now: datetime) -> Log:
    """That another contract judges it now is an event; another wording of its contract is none."""
    former = log.ticket.version
    if found is None:
        return log
    log.ticket.version = found
    if former is not None and former.contract_id == found.contract_id:
        return log
    return adopted(log, found, Attempt(None, now))


def steps_due(stands: Standing, now: datetime) -> list[str]:
    """The words of the steps of a clock's contact ladder that are due, noted as told: whoever asks tells them."""
    version = stands.ticket.version
    if version is None:
        return []
    terms, found = terms_of(version), []
    for reading in stands.readings:
        steps = dict(ladder_of(reading, terms.contract.clock(reading.clock), terms))
        due = [one for one in thresholds(reading, terms) if one[0] <= now and one[2]]
        found += [steps[step].to for _, step in _noted(stands.ticket, reading, due if steps else [], now)]
    return found


def _tell_due(stands: Standing, reading: Reading, now: datetime) -> bool:
    """The last threshold of each kind that has passed is told; those before it are only noted as passed."""
    ticket = stands.ticket
    assert ticket.version is not None
    terms = terms_of(ticket.version)
    unknown = reading.verdict is Verdict.COULD_NOT_CHECK  # nobody may say that it was broken
    due = [one for one in thresholds(reading, terms) if one[0] <= now and not (unknown and one[1] >= BREACH)]
    fresh = _noted(ticket, reading, due, now)
    percents = [percent for percent, step in fresh if not step]
    if percents:
        _tell_percent(stands, reading, max(percents), now)
    steps = dict(ladder_of(reading, terms.contract.clock(reading.clock), terms))
    for number in (step for _, step in fresh if step):
        news = letters.laddered(stands, reading, number)
        people.tell_step(ticket, steps[number].to, news, now, _about(stands, reading, f"step{number}"))
    return bool(fresh)


def _noted(
    ticket: Ticket, reading: Reading, due: list[tuple[datetime, int, int]], now: datetime
) -> list[tuple[int, int]]:
    """Write down what is told now: not what was told before, nor what fell due after the clock had stopped."""
    place = {"clock": reading.clock, "cycle": reading.cycle, "link": reading.link, "version": ticket.version}
    told = set(ticket.notices.filter(**place).values_list("percent", "step"))
    stopped = reading.stopped_at
    fresh = [
        ClockNotice(
            ticket=ticket,
            customer_id=ticket.customer_id,
            percent=percent,
            step=step,
            fell_at=fell_at,
            told_at=now,
            **place,
        )
        for fell_at, percent, step in due
        if (percent, step) not in told and (stopped is None or fell_at.timestamp() <= stopped)
    ]
    ClockNotice.objects.bulk_create(fresh)
    return [(one.percent, one.step) for one in fresh]


def _tell_percent(stands: Standing, reading: Reading, percent: int, now: datetime) -> None:
    about = _about(stands, reading, str(percent))
    if percent >= BREACH:
        people.tell_leaders(stands.ticket, letters.breached(stands, reading), now, about)
    else:
        people.tell_house(stands.ticket, letters.warned(stands, reading, percent), now, about)


def _about(stands: Standing, reading: Reading, what: str) -> str:
    """What is told once: of this clock under this wording. Another wording has other deadlines to tell of."""
    return f"{reading.key}:{what}:{stands.ticket.version_id}"
