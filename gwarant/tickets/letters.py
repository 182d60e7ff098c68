"""What people are told about a ticket, in their language. Each function gives a writer: language in, letter out."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.accounts.models import Company, User
from gwarant.contracts.terms import names_for, wording_of
from gwarant.notify.letter import Letter
from gwarant.pictures.names import Names
from gwarant.pictures.sentence import sentence
from gwarant.pictures.words import dated, known
from gwarant.sla.clocks.pauses import opens
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.desk import Moment, Pause
from gwarant.tickets.evidence import stamp
from gwarant.tickets.models import Ticket
from gwarant.tickets.silence import PATIENCE, is_by_contract
from gwarant.tickets.standing import Standing

P = ParamSpec("P")
Write = Callable[[str], Letter]
DESK, PORTAL = "/desk/tickets/", "/portal/tickets/"


def writer(write: Callable[Concatenate[str, Standing, P], Letter], /) -> Callable[Concatenate[Standing, P], Write]:
    """Turn `(language, standing, …) -> Letter` into `(standing, …) -> language -> Letter`."""

    def bound(stands: Standing, /, *args: P.args, **kwargs: P.kwargs) -> Write:
        def in_language(lang: str) -> Letter:
            with translation.override(lang):
                return write(lang, stands, *args, **kwargs)

        return in_language

    return bound


@writer
def reported(lang: str, stands: Standing, text: str) -> Letter:
    subject = _("New: %(title)s") % {"title": stands.title}
    about = _("%(who)s of %(customer)s reports:") % {
        "who": _reporter(stands.ticket),
        "customer": stands.ticket.customer.name,
    }
    return _to_desk(stands, subject, about, *_quoted(text), *_without_contract(stands.ticket), reading=stands.nearest)


@writer
def received(lang: str, stands: Standing) -> Letter:
    subject = _("We have it: %(title)s") % {"title": stands.title}
    thanks = _("Your report is registered as %(key)s.") % {"key": stands.ticket.key}
    return _to_portal(stands, subject, thanks, *_promise(stands, lang), reading=stands.nearest)


@writer
def acknowledged(lang: str, stands: Standing, by: User) -> Letter:
    subject = _("Taken: %(title)s") % {"title": stands.title}
    return _to_portal(stands, subject, _("%(who)s is working on it.") % {"who": by.name})


@writer
def replied(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("Reply: %(title)s") % {"title": stands.title}
    lines = (_("%(who)s writes:") % {"who": by.name}, *_quoted(text))
    return _to_portal(stands, subject, *lines) if by.staff_role else _to_desk(stands, subject, *lines)


@writer
def spoken(lang: str, stands: Standing, by: User, text: str) -> Letter:
    """To the house, when the customer wrote after the resolution."""
    subject = _("Wrote after it was resolved: %(title)s") % {"title": stands.title}
    lines = (_("%(who)s writes:") % {"who": by.name}, *_quoted(text))
    then = _("So it does not close by itself. Take it as a refusal, or ask whether it is fixed.")
    return _to_desk(stands, subject, *lines, then, tone="at_risk")


@writer
def asked_whether_fixed(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("Is it fixed? %(title)s") % {"title": stands.title}
    asks = _("You wrote after it was resolved, and %(who)s asks: is it fixed?") % {"who": by.name}
    ways = _("Open the ticket and choose: yes, it works, or no, it is not fixed.")
    return _to_portal(stands, subject, asks, *_quoted(text), ways)


@writer
def taken_as_refusal(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("We go on: %(title)s") % {"title": stands.title}
    told = _("%(who)s took what you told us as a refusal: the repair counts as refused since then, and we go on.")
    return _to_portal(stands, subject, told % {"who": by.name}, *_quoted(text))


@writer
def asked(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("A question to you: %(title)s") % {"title": stands.title}
    waits = _waits(stands)
    tone = "paused" if waits else ""
    return _to_portal(stands, subject, _("%(who)s asks:") % {"who": by.name}, *_quoted(text), *waits, tone=tone)


@writer
def priced(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("A quote for you: %(title)s") % {"title": stands.title}
    please = _("Please tell us whether you agree.")
    lines = (_("%(who)s sends you a quote:") % {"who": by.name}, *_quoted(text), please)
    return _to_portal(stands, subject, *lines, *_waits(stands))


@writer
def paused(lang: str, stands: Standing, pause: Pause, evidence: str) -> Letter:
    subject = _("Paused: %(title)s") % {"title": stands.title}
    why = _("Reason: %(reason)s") % {"reason": known(pause.label or pause.id, lang)}
    shown = [_("Evidence: %(evidence)s") % {"evidence": evidence}] if evidence else []
    decide = [_("The contract asks for your consent: please agree or refuse.")] if pause.approve == "client" else []
    return _to_portal(stands, subject, why, *shown, *decide, tone="paused")


@writer
def pause_decided(lang: str, stands: Standing, by: User, approved: bool) -> Letter:
    done = _("%(who)s agrees to the pause.") if approved else _("%(who)s refuses the pause: it does not count.")
    subject = _("Pause decided: %(title)s") % {"title": stands.title}
    return _to_desk(stands, subject, done % {"who": by.name}, reading=stands.nearest)


@writer
def restored(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("Works again: %(title)s") % {"title": stands.title}
    return _to_portal(stands, subject, _("%(who)s writes:") % {"who": by.name}, *_quoted(text), tone="fine")


@writer
def resolved(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("Resolved: %(title)s") % {"title": stands.title}
    please = _("Please confirm that it works, or tell us that it does not.")
    lines = (_("%(who)s writes:") % {"who": by.name}, *_quoted(text), please, *_silence(stands, lang))
    return _to_portal(stands, subject, *lines, tone="fine")


@writer
def confirmed(lang: str, stands: Standing, by: User) -> Letter:
    subject = _("Confirmed: %(title)s") % {"title": stands.title}
    return _to_desk(stands, subject, _("%(who)s confirms that it works.") % {"who": by.name}, tone="fine")


@writer
def refused(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("Not fixed: %(title)s") % {"title": stands.title}
    lines = (_("%(who)s writes:") % {"who": by.name}, *_quoted(text))
    return _to_desk(stands, subject, *lines, tone="at_risk", reading=stands.nearest)


@writer
def closed(lang: str, stands: Standing, by: User, text: str) -> Letter:
    subject = _("Closed: %(title)s") % {"title": stands.title}
    lines = (_("%(who)s writes:") % {"who": by.name}, *_quoted(text))
    return _to_portal(stands, subject, *lines) if by.staff_role else _to_desk(stands, subject, *lines)


@writer
def closed_by_silence(lang: str, stands: Standing) -> Letter:
    subject = _("Closed: %(title)s") % {"title": stands.title}
    if is_by_contract(stands.ticket):
        return _to_portal(stands, subject, _("Nobody said anything within the time that the contract gives: closed."))
    days = PATIENCE.days
    told = ngettext("Nobody said anything for %(n)d day: closed.", "Nobody said anything for %(n)d days: closed.", days)
    return _to_portal(stands, subject, told % {"n": days})


@writer
def assigned(lang: str, stands: Standing, by: User) -> Letter:
    subject = _("Yours: %(title)s") % {"title": stands.title}
    return _to_desk(stands, subject, _("%(who)s gave it to you.") % {"who": by.name}, reading=stands.nearest)


@writer
def classified(lang: str, stands: Standing, by: User) -> Letter:
    subject = _("Class changed: %(title)s") % {"title": stands.title}
    label = _names(stands.ticket, lang).class_(stands.ticket.class_id)
    told = _("%(who)s set the class to: %(label)s.") % {"who": by.name, "label": label}
    return _to_portal(stands, subject, told, *_promise(stands, lang), reading=stands.nearest)


@writer
def adopted(lang: str, stands: Standing) -> Letter:
    subject = _("Under contract: %(title)s") % {"title": stands.title}
    return _to_portal(stands, subject, *_judged_by(stands.ticket), *_promise(stands, lang), reading=stands.nearest)


@writer
def moved(lang: str, stands: Standing, by: User, reason: str) -> Letter:
    subject = _("Another system: %(title)s") % {"title": stands.title}
    place = stands.ticket.service.name if stands.ticket.service else ""
    told = _("%(who)s corrected the system that it concerns: %(system)s.") % {"who": by.name, "system": place}
    lines = (told, *_quoted(reason), *_judged_by(stands.ticket), *_promise(stands, lang))
    return _to_portal(stands, subject, *lines, reading=stands.nearest)


@writer
def warned(lang: str, stands: Standing, reading: Reading, percent: int) -> Letter:
    clock = _names(stands.ticket, lang).clock(reading.clock)
    subject = _("%(percent)d%% used: %(clock)s, %(title)s") % {
        "percent": percent,
        "clock": clock,
        "title": stands.title,
    }
    return _to_desk(
        stands, subject, _("Due %(when)s.") % {"when": _due(reading, lang)}, tone="at_risk", reading=reading
    )


@writer
def breached(lang: str, stands: Standing, reading: Reading) -> Letter:
    clock = _names(stands.ticket, lang).clock(reading.clock)
    subject = _("Breached: %(clock)s, %(title)s") % {"clock": clock, "title": stands.title}
    told = _("It was due %(when)s.") % {"when": _due(reading, lang)}
    return _to_desk(stands, subject, told, tone="breached", reading=reading)


@writer
def laddered(lang: str, stands: Standing, reading: Reading, step: int) -> Letter:
    subject = _("Nobody has answered yet: %(title)s") % {"title": stands.title}
    told = _("Step %(step)d of the contact ladder for %(customer)s.") % {
        "step": step,
        "customer": stands.ticket.customer.name,
    }
    return _to_desk(stands, subject, told, tone="at_risk", reading=reading)


def inherited(name: str, keys: list[str]) -> Write:
    """Somebody of the customer has left, and what they reported is asked of the administrators from now on."""

    def in_language(lang: str) -> Letter:
        with translation.override(lang):
            subject = _("Open reports of %(name)s, who has left") % {"name": name}
            told = _("From now on we ask you about them: %(keys)s.") % {"keys": ", ".join(keys)}
            return Letter(subject, (subject + ".", told), path="/portal/tickets", action=_("See the tickets"))

    return in_language


def _to_desk(stands: Standing, subject: str, *lines: str, tone: str = "", reading: Reading | None = None) -> Letter:
    return _letter(stands.ticket, DESK, subject, lines, tone, reading)


def _to_portal(stands: Standing, subject: str, *lines: str, tone: str = "", reading: Reading | None = None) -> Letter:
    return _letter(stands.ticket, PORTAL, subject, lines, tone, reading)


def _letter(
    ticket: Ticket, site: str, subject: str, lines: tuple[str, ...], tone: str, reading: Reading | None
) -> Letter:
    lang = translation.get_language() or "en"
    told = (sentence(reading, lang, _names(ticket, lang)),) if reading else ()
    return Letter(
        subject=f"[{ticket.key}] {subject}",
        lines=(*lines, *told),
        path=f"{site}{ticket.key}",
        action=_("Open the ticket"),
        tone=tone,
        reading=reading,
        names=_names(ticket, lang) if ticket.version else None,
        thread=ticket.key,
    )


def _names(ticket: Ticket, lang: str) -> Names:
    return names_for(ticket.version, lang) if ticket.version else Names()


def _promise(stands: Standing, lang: str) -> list[str]:
    nearest = stands.nearest
    if nearest is None:
        return []
    told = [_("We answer by %(when)s at the latest.") % {"when": _due(nearest, lang)}]
    return told if _is_first_answer(stands.ticket, nearest) else []


def _is_first_answer(ticket: Ticket, reading: Reading) -> bool:
    """Whether the clock waits for our first words, whatever the contract calls it."""
    if ticket.version is None or reading.link != 1:
        return False
    return wording_of(ticket.version).clock(reading.clock).stop is Moment.FIRST_HUMAN_REPLY


def _waits(stands: Standing) -> list[str]:
    """That clocks stand still, where what has just happened makes them do so under the contract."""
    if stands.ticket.version is None:
        return []
    events = stands.events
    waits = any(opens(pause, events[-1], events) for pause in wording_of(stands.ticket.version).pauses)
    return [_("Until you answer, the clocks that depend on you stand still.")] if waits else []


def _silence(stands: Standing, lang: str) -> list[str]:
    """When it closes by itself."""
    ends = stands.silence.closes_at
    if ends is None:
        return []
    when = dated(stamp(ends), _zone(stands.ticket), lang)
    return [_("If we hear nothing from you it closes by itself: %(when)s.") % {"when": when}]


def _judged_by(ticket: Ticket) -> tuple[str, ...]:
    if ticket.version is None:
        return (_("No contract covers that system. We have it and will come back to you, but no time is promised."),)
    number = ticket.version.contract.number
    return (_("The contract %(number)s covers it, from the report on.") % {"number": number},)


def _zone(ticket: Ticket) -> str:
    """The contract's zone, else the house's own."""
    if ticket.version:
        return wording_of(ticket.version).defaults.timezone
    company = Company.objects.first()
    return company.zone if company else "UTC"


def _due(reading: Reading, lang: str) -> str:
    return dated(reading.due_at, reading.zone, lang)


def _quoted(text: str) -> tuple[str, ...]:
    """The words in paragraphs."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def _reporter(ticket: Ticket) -> str:
    return ticket.reporter.name if ticket.reporter else _("Somebody")


def _without_contract(ticket: Ticket) -> tuple[str, ...]:
    return () if ticket.version else (_("No contract covers it: it waits in the queue without a contract."),)
