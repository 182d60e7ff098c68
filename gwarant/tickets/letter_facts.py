"""What letters about a ticket have to know of it: whose it is and where, by when we answer, what was said."""

from typing import TypedDict

from gwarant.accounts.models import Company
from gwarant.contracts.terms import wording_of
from gwarant.mail.shown import shown
from gwarant.sla.clocks.pauses import opens
from gwarant.sla.clocks.reading import ClockState, Reading
from gwarant.sla.evidence.model import Kind, Role
from gwarant.texts import words_of
from gwarant.tickets.authors import EMAIL, Author, name_of, role_of
from gwarant.tickets.facts import AHEAD, LATE, NOTHING, STILL
from gwarant.tickets.models import Ticket
from gwarant.tickets.nearest import lost
from gwarant.tickets.standing import Standing

DESK, PORTAL = "desk", "portal"


class Whose(TypedDict):
    key: str
    title: str
    side: str


class Words(TypedDict):
    who: str
    text: str
    left_out: bool


class Promise(TypedDict, total=False):
    answer_at: int | None
    zone: str
    stop: str
    due: str
    late_at: int | None
    late_stop: str


class Late(TypedDict):
    clock: str
    due_at: int | None
    zone: str


def on(stands: Standing, side: str) -> Whose:
    return {"key": stands.ticket.key, "title": stands.title, "side": side}


def other_side(by: Author) -> str:
    """Where whoever is told of the author's words works."""
    return PORTAL if role_of(by) is Role.PROVIDER else DESK


def said_by(stands: Standing, by: Author, text: str) -> Words:
    """The words as the page shows them: what a mail quotes is left out, what it forwards is not."""
    told: Words = {"who": name_of(by), "text": words_of(text), "left_out": False}
    event = stands.log.events[-1] if stands.log.events else None
    if event is None or event.channel != EMAIL:
        return told
    parts = shown(told["text"], "" if event.kind == Kind.REPORTED else stands.ticket.key)
    own = "\n\n".join(part for part in (parts.words, parts.forwarded) if part)
    return {**told, "text": own, "left_out": parts.quotes}


def promise_of(stands: Standing) -> Promise:
    """What is promised next and by when, or was and is late, as the customer's page says it; or why nothing is due."""
    told = stands.telling
    if stands.ticket.version is None:
        return {}
    if told is None or told.state is ClockState.PAUSED:
        return {"due": NOTHING if told is None else STILL}
    wording = wording_of(stands.ticket.version)
    promise: Promise = {"answer_at": told.due_at, "zone": told.zone, "stop": wording.clock(told.clock).stop.value}
    if told.is_breached:
        return {**promise, "due": LATE}
    late: Promise = {}
    for one in lost(stands.readings)[:1]:
        late = {"late_at": one.due_at, "late_stop": wording.clock(one.clock).stop.value}
    return {**promise, **late, "due": AHEAD}


def promised(stands: Standing) -> Promise:
    """The same, with the zone also where nothing is promised."""
    return {"zone": zone_of(stands.ticket), **promise_of(stands)}


def waits(stands: Standing) -> bool:
    """Whether clocks stand still, where what has just happened makes them do so under the contract."""
    if stands.ticket.version is None:
        return False
    events = stands.events
    return any(opens(pause, events[-1], events) for pause in wording_of(stands.ticket.version).pauses)


class JudgedAs(TypedDict):
    contract: str
    label: str


def judged_as(ticket: Ticket) -> JudgedAs:
    """By which contract, and as what class; nothing of both where no contract covers it."""
    if ticket.version is None:
        return {"contract": "", "label": ""}
    return {"contract": ticket.version.contract.number, "label": class_label(ticket)}


def system_of(ticket: Ticket) -> str:
    return ticket.service.name if ticket.service else ""


def late_of(ticket: Ticket, reading: Reading) -> Late:
    """Which clock by its label, which every reader gets in their language, and when it is due."""
    assert ticket.version is not None  # it has a clock
    label = wording_of(ticket.version).clock(reading.clock).label or reading.clock
    return {"clock": label, "due_at": reading.due_at, "zone": reading.zone}


def class_label(ticket: Ticket) -> str:
    classes = wording_of(ticket.version).classes if ticket.version else ()
    return next((one.label for one in classes if one.id == ticket.class_id and one.label), ticket.class_id)


def zone_of(ticket: Ticket) -> str:
    """The contract's zone, else the house's own."""
    if ticket.version:
        return wording_of(ticket.version).defaults.timezone
    company = Company.objects.first()
    return company.zone if company else "UTC"
