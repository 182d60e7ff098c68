"""What a clock means for the customer, in a sentence that needs no explanation."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.contracts.terms import wording_of
from gwarant.pictures.facts import tell
from gwarant.pictures.names import Names
from gwarant.pictures.summary import late_length
from gwarant.pictures.words import DAY, dated, long_day, short_day, time_of
from gwarant.sla.calendar import zone as zone_named
from gwarant.sla.clocks.codes import PAUSE
from gwarant.sla.clocks.reading import ClockState, Reading, SegmentKind
from gwarant.sla.contract.model.desk import Moment, Trigger
from gwarant.sla.evidence.model import Kind
from gwarant.sla.facts import Told
from gwarant.tickets.authors import EMAIL
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.nearest import lost, telling
from gwarant.tickets.places import CHOOSE, asks_system
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.wording import zone_of

STILL = (SegmentKind.PAUSED, SegmentKind.DELIVERED)


def sentence_of(ticket: Ticket, readings: Sequence[Reading], names: Names) -> str:
    """Where the ticket stands by its clocks: all that is late, what happens next and by when, or what it waits for."""
    reading = telling(ticket, readings)
    if ticket.status in (Status.CLOSED, Status.ASIDE, Status.MERGED):
        return _closed(ticket)
    if ticket.status == Status.RESOLVED:
        if ticket.spoken_at:
            return _("A message came since we resolved it. Is it fixed?")
        return _("We say that it is fixed. Please confirm.")
    if ticket.version is None and asks_system(ticket) == CHOOSE:
        return which_system(ticket)
    if ticket.version is None:
        return _("No contract covers it. We have it and will come back to you, but no time is promised.")
    late = [_late(one, names) for one in lost(readings)]
    return " ".join([*late, *_next(ticket, reading, names)])


def _next(ticket: Ticket, reading: Reading | None, names: Names) -> list[str]:
    """What happens next, or what is waited for; nothing where all that is left to do is late."""
    if ticket.status == Status.WAITING:
        return [_waiting(ticket, reading)]
    if reading is None:
        return [_("Nothing is due now.")]
    if reading.state is ClockState.PAUSED:
        return [_paused(ticket, reading)]
    return [] if reading.is_breached else [_ahead(reading, names)]


def which_system(ticket: Ticket) -> str:
    """That the contract depends on the system, and that no time is lost by saying it later."""
    told = _(
        "We do not know yet which system it concerns. Choose the system, and contract and deadline follow, "
        "counted from %(when)s, when you reported it."
    )
    if ticket.channel == EMAIL:
        told = _(
            "We do not know yet which system it concerns. Choose the system, and contract and deadline follow, "
            "counted from %(when)s, when your e-mail came."
        )
    return told % {"when": dated(int(ticket.reported_at.timestamp()), zone_of(ticket), lang())}


def _closed(ticket: Ticket) -> str:
    """Since when nothing more happens, and that what they wrote since waits for us; or that it is no report."""
    if ticket.status == Status.ASIDE:
        return _("It was laid aside as no report: nothing of it counts.")
    if ticket.merged_into is not None:
        return _("It goes on in %(into)s.") % {"into": ticket.merged_into.key}
    if ticket.spoken_at:
        return _("A message came after it was closed. We read it and decide whether it is opened again.")
    ends = [one.at for one in ticket.events.all() if one.kind == Kind.CLOSED]
    if not ends:
        return _("Closed.")
    return _("Closed on %(day)s.") % {"day": long_day(localtime(ends[-1]).date(), lang())}


def _ahead(reading: Reading, names: Names) -> str:
    """What happens by when."""
    when = by_when(reading.due_at, reading.as_of, reading.zone)
    texts = {
        Moment.ACKNOWLEDGED: _("We take it on by %(when)s."),
        Moment.FIRST_HUMAN_REPLY: _("We answer by %(when)s."),
        Moment.PUBLIC_UPDATE: _("You hear from us by %(when)s."),
        Moment.SERVICE_RESTORED: _("It works again by %(when)s."),
        Moment.QUOTE_SENT: _("You get a quote by %(when)s."),
        Moment.DIAGNOSED: _("We find the cause by %(when)s."),
    }
    fixed = _("We repair it by %(when)s.")
    stop = names.stops.get(reading.clock)
    return (texts.get(stop, fixed) if stop else fixed) % {"when": when}


def _late(reading: Reading, names: Names) -> str:
    """What should have happened."""
    when = dated(reading.due_at - reading.due_at % 60, reading.zone, lang())
    texts = {
        Moment.FIRST_HUMAN_REPLY: _("We should have answered by %(when)s: we are %(length)s late."),
        Moment.PUBLIC_UPDATE: _("You should have heard from us by %(when)s: we are %(length)s late."),
        Moment.SERVICE_RESTORED: _("It should have worked again by %(when)s: we are %(length)s late."),
        Moment.QUOTE_SENT: _("You should have had a quote by %(when)s: we are %(length)s late."),
    }
    fixed = _("It should have been repaired by %(when)s: we are %(length)s late.")
    stop = names.stops.get(reading.clock)
    length = late_length(reading, lang())
    return (texts.get(stop, fixed) if stop else fixed) % {"when": when, "length": length}


def _waiting(ticket: Ticket, reading: Reading | None) -> str:
    """Since when we wait for the customer, and that the clocks wait too."""
    asked = [one.at for one in ticket.events.all() if one.kind == Kind.ASKED]
    if reading is None or reading.state is not ClockState.PAUSED or not asked:
        return _("We are waiting for your answer.")
    since = _since(int(asked[-1].timestamp()), reading.as_of, reading.zone)
    return _("Paused since %(since)s: %(reason)s.") % {"since": since, "reason": _("waiting for your answer")}


def _paused(ticket: Ticket, reading: Reading) -> str:
    still = [one for one in reading.segments if one.kind in STILL]
    since = next((one.start for one in still if (one.why, one.ref) == (still[-1].why, still[-1].ref)), reading.as_of)
    why = still[-1].why if still else None
    told = tell(why, lang()) if why else ""
    reason = _("waiting for your answer") if _is_question(ticket, why) else told
    said = {"since": _since(since, reading.as_of, reading.zone), "reason": _small(reason)}
    return _("Paused since %(since)s: %(reason)s.") % said if reason else _("Paused since %(since)s.") % said


def _is_question(ticket: Ticket, why: Told | None) -> bool:
    if why is None or not PAUSE.is_of(why) or not ticket.version:
        return False
    pauses = wording_of(ticket.version).pauses
    return any(one.id == why["reason"] and one.start is Trigger.QUESTION_SENT for one in pauses)


def _small(text: str) -> str:
    """Inside a sentence; an abbreviation stays as it is."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def by_when(at: int, now: int, zone: str) -> str:
    """A moment as it follows "by": "17:30 today", "10:00 tomorrow", "17:30 on Fri 6 Mar"."""
    clock = time_of(at - at % 60, zone, lang())
    days = (_day(at, zone) - _day(now, zone)).days
    if days == 0:
        return _("%(clock)s today") % {"clock": clock}
    if days == 1:
        return _("%(clock)s tomorrow") % {"clock": clock}
    return _("%(clock)s on %(day)s") % {"clock": clock, "day": short_day(_day(at, zone).date(), lang())}


def _since(at: int, now: int, zone: str) -> str:
    """A moment as it follows "since": the time today, the weekday this week, else the day."""
    if _day(at, zone) == _day(now, zone):
        return time_of(at - at % 60, zone, lang())
    if now - at < 6 * DAY:
        return _weekday(_day(at, zone).weekday())
    return short_day(_day(at, zone).date(), lang())


def _weekday(number: int) -> str:
    """The day as it follows "since"."""
    days = (
        pgettext("since", "Monday"),
        pgettext("since", "Tuesday"),
        pgettext("since", "Wednesday"),
        pgettext("since", "Thursday"),
        pgettext("since", "Friday"),
        pgettext("since", "Saturday"),
        pgettext("since", "Sunday"),
    )
    return days[number]


def _day(at: int, zone: str) -> datetime:
    """The midnight that begins the civil day, without its zone: only days are compared."""
    local = datetime.fromtimestamp(at, UTC).astimezone(zone_named(zone)).replace(tzinfo=None)
    return local - timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
