"""The news about a ticket: what each letter has to know, gathered when it happens. Its words are in `words.py`."""

from dataclasses import replace
from typing import Any

from gwarant.accounts.models import Company, User
from gwarant.contracts.terms import names_for, wording_of
from gwarant.customers.models import Customer
from gwarant.notify.news import About, News
from gwarant.sla.clocks.pauses import opens
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.desk import Clock, Moment, Pause
from gwarant.sla.evidence.model import Role
from gwarant.tickets.authors import Author, name_of, role_of
from gwarant.tickets.clocks import BREACH
from gwarant.tickets.evidence import stamp
from gwarant.tickets.models import Ticket
from gwarant.tickets.silence import PATIENCE, is_by_contract
from gwarant.tickets.standing import Standing
from gwarant.tickets.texts import words_of
from gwarant.tickets.words import WORDS

SHORT = 2 * 3600  # seconds of an update clock that is short


def reported(stands: Standing, by: Author, text: str) -> News:
    who = name_of(stands.ticket.reported_by or by)
    facts = {
        "who": who,
        "customer": stands.ticket.customer.name,
        "text": words_of(text),
        "covered": stands.ticket.version is not None,
    }
    return _to_desk(stands, "reported", "new", facts, stands.nearest)


def received(stands: Standing) -> News:
    return _to_portal(stands, "received", "progress", _promise(stands), stands.nearest)


def acknowledged(stands: Standing, by: User) -> News:
    return _to_portal(stands, "acknowledged", "progress", {"who": by.name})


def begun(stands: Standing, by: User, text: str) -> News:
    return _to_portal(stands, "begun", "progress", _said(by, text))


def replied(stands: Standing, by: Author, text: str) -> News:
    return _from(by, stands, "replied", "answer", text)


def spoken(stands: Standing, by: Author, text: str) -> News:
    return _to_desk(stands, "spoken", "said", _said(by, text))


def asked_whether_fixed(stands: Standing, by: User, text: str) -> News:
    facts = {**_said(by, text), "by_mail": stands.ticket.correspondent is not None}
    return _to_portal(stands, "asked_whether_fixed", "question", facts)


def taken_as_refusal(stands: Standing, by: User, text: str) -> News:
    return _to_portal(stands, "taken_as_refusal", "progress", _said(by, text))


def asked(stands: Standing, by: User, text: str) -> News:
    return _to_portal(stands, "asked", "question", {**_said(by, text), "waits": _waits(stands)})


def priced(stands: Standing, by: User, text: str) -> News:
    return _to_portal(stands, "priced", "question", {**_said(by, text), "waits": _waits(stands)})


def paused(stands: Standing, pause: Pause, evidence: str) -> News:
    asks = pause.approve == "client"
    facts = {"reason": pause.label or pause.id, "evidence": words_of(evidence), "consent": asks}
    return _to_portal(stands, "paused", "question" if asks else "progress", facts)


def pause_decided(stands: Standing, by: User, approved: bool) -> News:
    return _to_desk(stands, "pause_decided", "said", {"who": by.name, "approved": approved}, stands.nearest)


def restored(stands: Standing, by: User, text: str) -> News:
    return _to_portal(stands, "restored", "answer", _said(by, text))


def resolved(stands: Standing, by: User, text: str) -> News:
    ends = stands.silence.closes_at
    facts = {**_said(by, text), "closes_at": stamp(ends) if ends else None, "zone": _zone(stands.ticket)}
    return _to_portal(stands, "resolved", "question", facts)


def confirmed(stands: Standing, by: User) -> News:
    return _to_desk(stands, "confirmed", "said", {"who": by.name})


def refused(stands: Standing, by: User, text: str) -> News:
    return _to_desk(stands, "refused", "said", _said(by, text), stands.nearest)


def closed(stands: Standing, by: User, text: str) -> News:
    return _from(by, stands, "closed", "progress", text)


def closed_by_silence(stands: Standing) -> News:
    days = 0 if is_by_contract(stands.ticket) else PATIENCE.days
    return _to_portal(stands, "closed_by_silence", "progress", {"days": days})


def assigned(stands: Standing, by: User) -> News:
    return _to_desk(stands, "assigned", "new", {"who": by.name}, stands.nearest)


def classified(stands: Standing, by: User) -> News:
    facts = {"who": by.name, "class": _class_label(stands.ticket), **_promise(stands)}
    return _to_portal(stands, "classified", "progress", facts, stands.nearest)


def adopted(stands: Standing) -> News:
    return _to_portal(stands, "adopted", "progress", {**_judged_by(stands.ticket), **_promise(stands)}, stands.nearest)


def moved(stands: Standing, by: User, reason: str) -> News:
    facts = {
        **_said(by, reason),
        "system": stands.ticket.service.name if stands.ticket.service else "",
        **_judged_by(stands.ticket),
    }
    return _to_portal(stands, "moved", "progress", {**facts, **_promise(stands)}, stands.nearest)


def warned(stands: Standing, reading: Reading, percent: int) -> News:
    news = _to_desk(stands, "warned", "warning", {"percent": percent, **_due(stands.ticket, reading)}, reading)
    assert stands.ticket.version is not None  # it has a clock
    clock = wording_of(stands.ticket.version).clock(reading.clock)
    return replace(news, quiet=is_early(clock, reading.target, percent))


def is_early(clock: Clock, target: int, percent: int) -> bool:
    """Whether it is a warning of a short update clock before its last one: it waits in the inbox and goes nowhere else.

    Such a clock begins anew with each update, so all its warnings by mail would be a mail every few minutes.
    """
    last = max((one for one in clock.warn_at if one < BREACH), default=0)
    return clock.repeats and target <= SHORT and percent < last


def breached(stands: Standing, reading: Reading) -> News:
    return _to_desk(stands, "breached", "breach", _due(stands.ticket, reading), reading)


def laddered(stands: Standing, reading: Reading, step: int) -> News:
    facts = {"step": step, "customer": stands.ticket.customer.name}
    return _to_desk(stands, "laddered", "ladder", facts, reading)


def cared_for(customer: Customer, by: User, former: tuple[User, bool] | None) -> News:
    """Who cares for a customer from now on; `former`: who cared, and whether they left or only look."""
    facts = {
        "customer": customer.name,
        "key": customer.key,
        "caretaker": customer.caretaker.name if customer.caretaker else "",
        "deputy": customer.deputy.name if customer.deputy else "",
        "by": by.name,
        "former": former[0].name if former else "",
        "left": bool(former and former[1]),
    }
    return News(code="cared_for", kind="new", about=About.HOUSE, facts=facts, words=WORDS["cared_for"])


def inherited(name: str, keys: list[str]) -> News:
    """Somebody of the customer has left; what they reported is asked of the administrators from now on."""
    facts = {"name": name, "keys": keys}
    return News(code="inherited", kind="progress", about=About.HOUSE, facts=facts, words=WORDS["inherited"])


def _from(by: Author, stands: Standing, code: str, kind: str, text: str) -> News:
    """From either side to the other."""
    facts = _said(by, text)
    return (
        _to_portal(stands, code, kind, facts) if role_of(by) is Role.PROVIDER else _to_desk(stands, code, "said", facts)
    )


def _to_desk(stands: Standing, code: str, kind: str, facts: dict[str, Any], reading: Reading | None = None) -> News:
    return _news(stands, code, kind, {**facts, "side": "desk"}, reading)


def _to_portal(stands: Standing, code: str, kind: str, facts: dict[str, Any], reading: Reading | None = None) -> News:
    return _news(stands, code, kind, {**facts, "side": "portal"}, reading)


def _news(stands: Standing, code: str, kind: str, facts: dict[str, Any], reading: Reading | None) -> News:
    return News(
        code=code,
        kind=kind,
        about=About.TICKET,
        ref=stands.ticket.key,
        facts={"key": stands.ticket.key, "title": stands.title, **facts},
        words=WORDS[code],
        reading=reading,
        names=names_for(stands.ticket.version) if stands.ticket.version else None,
    )


def _said(by: Author, text: str) -> dict[str, Any]:
    return {"who": name_of(by), "text": words_of(text)}


def _promise(stands: Standing) -> dict[str, Any]:
    """By when we answer, where the clock that is due next waits for our first words."""
    nearest = stands.nearest
    if nearest is None or not _is_first_answer(stands.ticket, nearest):
        return {"answer_at": None}
    return {"answer_at": nearest.due_at, "zone": nearest.zone}


def _is_first_answer(ticket: Ticket, reading: Reading) -> bool:
    """Whether the clock waits for our first words, whatever the contract calls it."""
    if ticket.version is None or reading.link != 1:
        return False
    return wording_of(ticket.version).clock(reading.clock).stop is Moment.FIRST_HUMAN_REPLY


def _waits(stands: Standing) -> bool:
    """Whether clocks stand still, where what has just happened makes them do so under the contract."""
    if stands.ticket.version is None:
        return False
    events = stands.events
    return any(opens(pause, events[-1], events) for pause in wording_of(stands.ticket.version).pauses)


def _judged_by(ticket: Ticket) -> dict[str, Any]:
    return {"contract": ticket.version.contract.number if ticket.version else ""}


def _due(ticket: Ticket, reading: Reading) -> dict[str, Any]:
    """Which clock by its label, which every reader gets in their language, and when it is due."""
    assert ticket.version is not None  # it has a clock
    label = wording_of(ticket.version).clock(reading.clock).label or reading.clock
    return {"clock": label, "due_at": reading.due_at, "zone": reading.zone}


def _class_label(ticket: Ticket) -> str:
    classes = wording_of(ticket.version).classes if ticket.version else ()
    return next((one.label for one in classes if one.id == ticket.class_id and one.label), ticket.class_id)


def _zone(ticket: Ticket) -> str:
    """The contract's zone, else the house's own."""
    if ticket.version:
        return wording_of(ticket.version).defaults.timezone
    company = Company.objects.first()
    return company.zone if company else "UTC"
