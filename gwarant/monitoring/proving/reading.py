"""The sweep that makes proofs of what jobs told: a success shows the duty done, a failure that it failed.

Where we could not hear when a success may have come, the duty could not be checked. Of each slot the first success is
enough, and the first of anything else.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import msgspec
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.database.rounds import in_round
from gwarant.monitoring.beats.fold import Gap, Heard, Said
from gwarant.monitoring.beats.listening import SHORT, heard, own_gaps, together
from gwarant.monitoring.beats.models import Listening, Ping
from gwarant.monitoring.beats.schedule import Schedule, schedule_of
from gwarant.monitoring.proving.models import Proof, Tie
from gwarant.monitoring.proving.writing import write
from gwarant.sla.civil import day_of
from gwarant.sla.duties import Slot, slot_around
from gwarant.sla.evidence.model import ProofState
from gwarant.tickets.evidence import stamp

BATCH = 50
READ = 500  # pings of a job at once
TRIED = 500  # times of a schedule within one gap
FAILS = (Said.FAIL, Said.EXIT)
Reading = Callable[[Tie, datetime], int]


def run_once(now: datetime) -> int:
    """Read what jobs told since, as far as a round goes; how many proofs."""
    return sum(_done(pk, read, now) for pk, read in in_round(_due(now)))


def _due(now: datetime) -> Iterator[tuple[int, Reading]]:
    """The ties of which something is not read yet, and how it is read."""
    ties = Tie.objects.filter(monitor__ping_address__last_at__gt=F("read_at")).order_by("read_at")
    yield from ((pk, _read) for pk in _some(ties))
    if Tie.objects.exists():
        gaps = [one for one in heard(now).gaps if one[1] < now]
        unheard = partial(_unheard, gaps)
        if gaps:
            unread = Tie.objects.filter(gaps_to__lt=gaps[-1][1]).order_by("pk")
            yield from ((pk, unheard) for pk in _some(unread))
        yield from ((pk, unheard) for pk in _some(_lost_alone(now)))


def _some(ties: QuerySet[Tie]) -> list[int]:
    return list(ties.values_list("pk", flat=True)[:BATCH])


def _lost_alone(now: datetime) -> QuerySet[Tie]:
    """The ties of jobs whose pings alone were lost, which is not read yet."""
    address = OuterRef("monitor__ping_address")
    own = Listening.objects.filter(address=address, until__gt=OuterRef("gaps_to"), until__lt=now - SHORT)
    return Tie.objects.filter(Exists(own)).order_by("pk")


def _done(pk: int, read: Reading, now: datetime) -> int:
    with transaction.atomic():
        found = Tie.objects.select_for_update(of=("self",), skip_locked=True)
        tie = found.select_related("monitor__ping_address", "customer", "contract").filter(pk=pk).first()
        return read(tie, now) if tie is not None else 0


def _read(tie: Tie, now: datetime) -> int:
    pings = Ping.objects.filter(address=tie.monitor.ping_address, pk__gt=tie.read, at__gte=tie.since)
    found, done = list(pings.order_by("pk")[:READ]), 0
    for ping in found:
        if Heard(Said(ping.said), ping.at, status=ping.status or 0).is_success:
            done += _prove(tie, ProofState.PASSED, ping.at, ping.at, now)
        elif ping.said in FAILS:
            done += _prove(tie, ProofState.FAILED, ping.at, ping.at, now)
        tie.read = ping.pk
    last = tie.monitor.ping_address.last_at if len(found) < READ else None
    tie.read_at = last or max((tie.read_at, *(one.at for one in found)))
    tie.save()
    return done


def _unheard(gaps: list[Gap], tie: Tie, now: datetime) -> int:
    """What could not be checked, because we could not hear when it may have told."""
    schedule, done = schedule_of(msgspec.json.encode(tie.monitor.settings)), 0
    number = tie.monitor.ping_address.pk
    own = [one for one in own_gaps([number], now).get(number, ()) if one[1] < now]
    gaps = list(together([*gaps, *own]))
    for since, until in gaps:
        begins = max(since, tie.since)
        if until > tie.gaps_to and begins < until:
            for at in _expected(schedule, (begins, until)):
                done += _prove(tie, ProofState.COULD_NOT_CHECK, at, now, now)
    tie.gaps_to = gaps[-1][1]
    tie.save()
    return done


def _expected(schedule: Schedule, gap: Gap) -> Iterator[datetime]:
    """Moments of the gap at which a success may have come: it was expected not much earlier or later."""
    since, until = gap
    if schedule.every is not None:
        yield since
        return
    moment = schedule.after(since - schedule.grace)
    for _ in range(TRIED):
        if moment is None or moment > until + schedule.grace:
            return
        yield min(max(moment, since), until)
        moment = schedule.after(moment)


def _prove(tie: Tie, state: ProofState, at: datetime, received: datetime, now: datetime) -> int:
    slot = _slot(tie, at)
    if slot is None or slot.start == tie.passed or (state is not ProofState.PASSED and slot.start == tie.told):
        return 0
    if state is ProofState.PASSED:
        tie.passed = slot.start
    else:
        tie.told = slot.start
    own = {"customer": tie.customer, "contract": tie.contract, "duty": tie.duty, "monitor": tie.monitor}
    write(Proof(**own, at=at, received_at=received, state=state.value), now)
    return 1


def _slot(tie: Tie, at: datetime) -> Slot | None:
    """The slot for which it would be taken; None where the contract does not hold such a duty then."""
    accepted = ContractVersion.objects.accepted().filter(contract=tie.contract)
    held = accepted.filter(Q(holds_to_at=None) | Q(holds_to_at__gt=at), holds_from_at__lte=at)
    version, first = held.order_by("-version").first(), accepted.order_by("holds_from_at").first()
    if version is None or first is None or first.holds_from_at is None:
        return None
    terms = terms_of(version)
    duty = next((one for one in terms.contract.duties if one.id == tie.duty), None)
    return slot_around(duty, terms, day_of(stamp(first.holds_from_at), terms.zone), stamp(at)) if duty else None
