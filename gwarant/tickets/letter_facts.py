"""What letters about a ticket have to know of it: whose it is and where, by when we answer, what was said."""

from typing import TypedDict

from gwarant.accounts.models import Company
from gwarant.contracts.terms import wording_of
from gwarant.mail.shown import shown
from gwarant.sla.clocks.pauses import opens
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.evidence.model import Kind, Role
from gwarant.texts import words_of
from gwarant.tickets.authors import EMAIL, Author, name_of, role_of
from gwarant.tickets.models import Ticket
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
    """By when we answer, where the clock that is due next waits for our first words."""
    nearest = stands.nearest
    if nearest is None or not is_first_answer(stands.ticket, nearest):
        return {}
    return {"answer_at": nearest.due_at, "zone": nearest.zone}


def promised(stands: Standing) -> Promise:
    """The same, with the zone also where nothing is promised."""
    return {"zone": zone_of(stands.ticket), **promise_of(stands)}


def is_first_answer(ticket: Ticket, reading: Reading) -> bool:
    """Whether the clock waits for our first words, whatever the contract calls it."""
    if ticket.version is None or reading.link != 1:
        return False
    return wording_of(ticket.version).clock(reading.clock).stop is Moment.FIRST_HUMAN_REPLY


def waits(stands: Standing) -> bool:
    """Whether clocks stand still, where what has just happened makes them do so under the contract."""
    if stands.ticket.version is None:
        return False
    events = stands.events
    return any(opens(pause, events[-1], events) for pause in wording_of(stands.ticket.version).pauses)


def contract_of(ticket: Ticket) -> str:
    return ticket.version.contract.number if ticket.version else ""


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
