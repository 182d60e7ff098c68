"""What people are told of an outage: whoever is to act, and the customer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gwarant.monitoring.beats.models import Trouble
from gwarant.monitoring.outages.models import Outage
from gwarant.monitoring.telling.firing import fires_of
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import dated, minute
from gwarant.tickets.facts import OfTicket, Promises
from gwarant.tickets.letter_facts import DESK, PORTAL, promise_of, zone_of
from gwarant.tickets.standing import Standing

NAMED = 12  # systems that a call about many names


@dataclass(frozen=True, kw_only=True)
class _OfOutage(OfTicket):
    """Of which system of whom; since when it is down, and until when it was (UTC seconds), in the contract's zone."""

    system: str = ""
    customer: str = ""
    since_at: int = 0
    until_at: int | None = None
    zone: str = "UTC"

    def times(self, sentence: str, lang: str) -> str:
        until = dated(minute(self.until_at), self.zone, lang) if self.until_at is not None else ""
        return self.said(sentence, since=dated(minute(self.since_at), self.zone, lang), until=until)


@dataclass(frozen=True, kw_only=True)
class OutageCalls(_OfOutage):
    """Somebody of us has to act. `step`: how many were called before; `fires`: what another tool tells of it."""

    code = "outage_calls"
    step: int = 0
    fires: tuple[str, ...] = ()

    def letter(self, lang: str) -> Letter:
        told = self.times(_("%(system)s of %(customer)s has been down since %(since)s."), lang)
        again = _("Nobody has taken it yet.") if self.step else ""
        what = pgettext("subject", "Still down") if self.step else pgettext("subject", "Down")
        ends = _("Whoever takes the ticket stops these calls.")
        return self.of(what, told, *self.fires, again, ends, tone="breached")


@dataclass(frozen=True, kw_only=True)
class OutageSeen(_OfOutage, Promises):
    """The customer reads that we know, and what is promised next."""

    code = "outage_seen"

    def letter(self, lang: str) -> Letter:
        told = self.times(_("Our monitoring has seen %(system)s down since %(since)s."), lang)
        known = _("You need not report it: we know.")
        return self.of(pgettext("subject", "Down"), told, known, self.promise(lang), tone="breached")


@dataclass(frozen=True, kw_only=True)
class OutageOver(_OfOutage):
    code = "outage_over"

    def letter(self, lang: str) -> Letter:
        told = self.times(_("%(system)s was down from %(since)s to %(until)s, and is up again."), lang)
        return self.of(pgettext("subject", "Up again"), told, tone="fine")


@dataclass(frozen=True, kw_only=True)
class OutagesCall(Told):
    """Many systems went down at once: `systems` are some of them, with their customers; `count` is all."""

    code = "outages_call"
    count: int = 0
    systems: tuple[str, ...] = ()

    def letter(self, lang: str) -> Letter:
        what = ngettext("%(count)d system is down", "%(count)d systems are down", self.count)
        rest = self.count - len(self.systems)
        more = ngettext("and %(rest)d more", "and %(rest)d more", rest) % {"rest": rest} if rest else ""
        return Letter(
            self.said(what),
            (
                _("They went down so close to each other that they may have one cause."),
                *self.systems,
                *([more] if more else []),
                _("Each has its ticket. Whoever takes a ticket stops the calls about it."),
            ),
            path="/desk/tickets",
            action=_("See the tickets"),
            tone="breached",
        )


TOLD = registry(OutageCalls, OutagesCall, OutageSeen, OutageOver)


def calls(stands: Standing, matter: Outage | Trouble, step: int) -> News:
    """To whoever of us is to act."""
    facts = _facts(stands, DESK, matter.began_at) | {"system": matter.called}
    told = OutageCalls(**facts, step=step, fires=fires_of(matter) if isinstance(matter, Trouble) else ())
    return _news(stands, "outage", told)


def calls_together(matters: Sequence[Outage | Trouble]) -> News:
    """To whoever of us is to act on many at once."""
    named = tuple(f"{one.ticket.key}: {one.called}, {one.service.customer.name}" for one in matters[:NAMED])
    return News(told=OutagesCall(count=len(matters), systems=named), kind="outage", about=About.HOUSE)


def seen(stands: Standing, since: datetime) -> News:
    """To the customer."""
    told = replace(OutageSeen(**_facts(stands, PORTAL, since)), **promise_of(stands))
    return _news(stands, "answer", told)


def over(stands: Standing, matter: Outage | Trouble, until: datetime, side: str) -> News:
    """To both."""
    told = OutageOver(
        **_facts(stands, side, matter.began_at) | {"system": matter.called}, until_at=int(until.timestamp())
    )
    return _news(stands, "answer" if side == PORTAL else "said", told)


class _Facts(TypedDict):
    key: str
    title: str
    side: str
    system: str
    customer: str
    since_at: int
    zone: str


def _facts(stands: Standing, side: str, since: datetime) -> _Facts:
    ticket = stands.ticket
    return {
        "key": ticket.key,
        "title": stands.title,
        "side": side,
        "system": ticket.service.name if ticket.service else "",
        "customer": ticket.customer.name,
        "since_at": int(since.timestamp()),
        "zone": zone_of(ticket),
    }


def _news(stands: Standing, kind: str, told: _OfOutage) -> News:
    return News(told=told, kind=kind, about=About.TICKET, ref=stands.ticket.key)
