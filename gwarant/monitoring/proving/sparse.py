"""Whether a job runs often enough to prove its duty: slots in which it is not expected would have no proof."""

from datetime import datetime, timedelta

import msgspec

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.monitoring.beats.schedule import Schedule, schedule_of
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.proving.models import Tie
from gwarant.sla.civil import day_of
from gwarant.sla.duties import Slot, slots_of
from gwarant.tickets.evidence import moment_of, stamp

AHEAD = timedelta(days=400)
LOOKED = 31  # slots
A_SECOND = timedelta(seconds=1)


def unproven(monitor: Monitor, now: datetime) -> tuple[int, int] | None:
    """Of how many of the duty's next slots no run is expected, and of how many; None where each has one, or no duty."""
    tie = Tie.objects.filter(monitor=monitor).select_related("contract").first()
    slots = coming(tie, now) if tie is not None else []
    if not slots:
        return None
    schedule = schedule_of(msgspec.json.encode(monitor.settings))
    missing = sum(not is_expected(schedule, one) for one in slots)
    return (missing, len(slots)) if missing else None


def coming(tie: Tie, now: datetime) -> list[Slot]:
    """The duty's whole slots from now on, by the wording that holds now."""
    accepted = ContractVersion.objects.accepted().filter(contract=tie.contract)
    version, first = accepted.in_force(now).order_by("-version").first(), accepted.order_by("holds_from_at").first()
    if version is None or first is None or first.holds_from_at is None:
        return []
    terms, at = terms_of(version), stamp(now)
    duty = next((one for one in terms.contract.duties if one.id == tie.duty), None)
    if duty is None:
        return []
    end = stamp(now + AHEAD)
    return list(slots_of(duty, terms, day_of(stamp(first.holds_from_at), terms.zone), (at, end), end))[:LOOKED]


def is_expected(schedule: Schedule, slot: Slot) -> bool:
    """Whether a run is expected in the slot; one that comes so long after the last success, where that is no longer."""
    if schedule.every is not None:
        return schedule.every <= timedelta(seconds=slot.end - slot.start)
    following = schedule.after(moment_of(slot.start) - A_SECOND)
    return following is not None and following < moment_of(slot.end)
