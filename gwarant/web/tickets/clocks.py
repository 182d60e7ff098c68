"""A ticket's clocks on a page: which run, which is the nearest, and why each reads as it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.pictures.bar import bar_of
from gwarant.pictures.segments import Line, lines_of, note_of, stretch, sum_words
from gwarant.pictures.words import duration, elapsed, say
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.tickets.authors import name_of
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.lifecycle import HIDDEN
from gwarant.tickets.log import Log
from gwarant.tickets.models import OVER, Status, Ticket
from gwarant.tickets.nearest import is_live, nearest, telling, urgency
from gwarant.web.templatetags.clocks import left, state_word
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.timeline import words_of
from gwarant.web.tickets.wording import names_in


@dataclass(frozen=True)
class Card:
    """A clock and the address of its explanation."""

    reading: Reading
    why_href: str
    is_first: bool = False


@dataclass(frozen=True)
class Ref:
    """A row of evidence; `href` leads to it in the history, `words` say who did what."""

    id: str
    href: str = ""
    words: str = ""


@dataclass(frozen=True)
class WhyRow:
    """A stretch of time: from, to, how much of it counted, why, by whom, shown by what."""

    since: int
    since_words: str
    until: int
    until_words: str
    counted: str
    kind: str
    why: str
    ref: Ref | None


def live_of(log: Log, now: datetime) -> list[Reading]:
    """The clocks of a ticket to which something can still happen."""
    return [one for one in readings_of(log, now) if is_live(one)]


def clocks_of(log: Log, now: datetime, href: str, *, is_inside: bool = True) -> dict[str, list[Card]]:
    """The clocks that live and those that are over; of the former what is late first, then the nearest.

    The nearest is for a customer the one that tells where the ticket stands; the others follow by what is due first.
    On a ticket that is closed none lives. Of those that are over `kept` are the ones that were met.
    """
    readings = readings_of(log, now)
    if log.ticket.status in OVER and log.ticket.status != Status.RESOLVED:
        return {"live": [], **_over(readings, href)}
    first = nearest(readings) if is_inside else telling(log.ticket, readings)
    live = sorted(filter(is_live, readings), key=lambda one: (not one.is_breached, one is not first, *urgency(one)))
    cards = [Card(one, why_of(one, href), n == 0) for n, one in enumerate(live)]
    return {"live": cards, **_over([one for one in readings if not is_live(one)], href)}


def _over(readings: Iterable[Reading], href: str) -> dict[str, list[Card]]:
    """What is over: that it was kept is told by a number, each of the others by itself."""
    cards = [Card(one, why_of(one, href)) for one in readings]
    kept = [one for one in cards if one.reading.verdict is Verdict.MET]
    return {"kept": kept, "over": [one for one in cards if one not in kept]}


def why_of(reading: Reading, href: str) -> str:
    return f"{href}/clocks/{reading.clock}/{reading.cycle}/{reading.link}"


def mark_of(log: Log, clocks: Mapping[str, list[Card]]) -> str:
    """The same as long as the clocks look the same."""
    cards = (*clocks["live"], *clocks["over"], *clocks["kept"])
    ticket, lost = log.ticket, list(log.lost.items())
    names = names_in(ticket.version, lang())
    looks = [
        (one.reading.key, state_word(one.reading, names), left(one.reading, names), f"{bar_of(one.reading).line:.3f}")
        for one in cards
    ]
    told = f"{ticket.key}/{ticket.events_count}/{ticket.version_id}/{lang()}/{looks}/{lost}"
    return f'"{sha256(told.encode()).hexdigest()[:24]}"'


def find(readings: Iterable[Reading], clock: str, cycle: int, link: int) -> Reading | None:
    """The reading of that name."""
    place = (clock, cycle, link)
    return next((one for one in readings if (one.clock, one.cycle, one.link) == place), None)


def why_rows(reading: Reading, ticket: Ticket, href: str) -> list[WhyRow]:
    """The table that explains a reading; people by their names, evidence by its place in the history."""
    people = _people(reading)
    places = _places(ticket, href)
    return [_row(line, reading, people, places) for line in lines_of(reading)]


def total_of(reading: Reading) -> tuple[str, str]:
    """What counted in all, and what that leaves."""
    return sum_words(reading, lang())


def evidence_of(reading: Reading, ticket: Ticket, href: str) -> list[Ref]:
    """The rows of evidence on which the reading rests, with who did what."""
    places, words = _places(ticket, href), _words_of(reading, ticket)
    return [Ref(one, places.get(one, ""), words.get(one, "")) for one in reading.evidence]


def _words_of(reading: Reading, ticket: Ticket) -> dict[str, str]:
    own = ticket.events.filter(uid__in=reading.evidence).exclude(HIDDEN).select_related("actor", "correspondent")
    return {one.uid: f"{name_of(one.author) or _('Gwarant')} {words_of(ticket, one)}" for one in own}


def _places(ticket: Ticket, href: str) -> dict[str, str]:
    """Where in the history each row of evidence stands."""
    return {f"{ticket.key}:{n:04}": f"{href}#e{n}" for n in range(1, ticket.events_count + 1)}


def _people(reading: Reading) -> dict[str, str]:
    opaque = {one.person for one in reading.segments if one.person}
    return dict(User.objects.filter(opaque__in=opaque).values_list("opaque", "name")) if opaque else {}


def _row(line: Line, reading: Reading, people: Mapping[str, str], places: Mapping[str, str]) -> WhyRow:
    since, until = stretch(line, reading.zone, lang())
    length = "" if line.is_counted else elapsed(line.until - line.since, lang())
    role = say(line.role.value, lang()) if line.role else ""
    by = people.get(line.person, _("a person who left")) if line.person else role
    return WhyRow(
        line.since,
        since,
        line.until,
        until,
        counted=duration(line.counted, lang(), exact=True) if line.is_counted else "–",
        kind=say(line.kind.value, lang()),
        why=" · ".join(part for part in (note_of(line, lang()), length, by) if part),
        ref=Ref(line.ref, places.get(line.ref, "")) if line.ref else None,
    )
