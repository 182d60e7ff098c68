"""The news about a ticket: what each letter has to know, gathered when it happens. Its words are in `words.py`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from gwarant.accounts.models import Company, User
from gwarant.contracts.terms import names_for, wording_of
from gwarant.customers.models import Customer
from gwarant.mail.shown import shown
from gwarant.notify.news import About, News
from gwarant.sla.clocks.pauses import opens
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.desk import Clock, Moment, Pause
from gwarant.sla.evidence.model import Kind, Role
from gwarant.texts import words_of
from gwarant.tickets.authors import EMAIL, Author, name_of, role_of
from gwarant.tickets.clocks import BREACH
from gwarant.tickets.ending_words import (
    AskedWhetherFixed,
    Closed,
    ClosedBySilence,
    Confirmed,
    DismissalAsked,
    HeardAfterClosing,
    NotTheirs,
    OpenedAgain,
    Refused,
    Resolved,
    TakenAsRefusal,
    TakenUp,
    WhetherItWorks,
    WroteAfterClosing,
)
from gwarant.tickets.evidence import stamp
from gwarant.tickets.facts import OfTicket, Said
from gwarant.tickets.files import enclosed_of
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.places import CHOOSE, asks_system
from gwarant.tickets.recording import ENDINGS
from gwarant.tickets.silence import PATIENCE, is_by_contract
from gwarant.tickets.standing import Standing
from gwarant.tickets.untaken import NOT_HERE, Untaken
from gwarant.tickets.words import (
    Acknowledged,
    Adopted,
    Asked,
    Assigned,
    Begun,
    Breached,
    CaredFor,
    Classified,
    Inherited,
    Laddered,
    Moved,
    Paused,
    PauseDecided,
    Placed,
    Priced,
    Received,
    ReceivedFromStranger,
    Remarked,
    Replied,
    Reported,
    Restored,
    Spoken,
    Warned,
)

DESK, PORTAL = "desk", "portal"
SHORT = 2 * 3600  # seconds of an update clock that is short


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


def reported(stands: Standing, by: Author, text: str, instead: str = "") -> News:
    said = _said(stands, stands.ticket.reported_by or by, text)
    told = Reported(
        **_at(stands, DESK),
        **said,
        customer=stands.ticket.customer.name,
        covered=stands.ticket.version is not None,
        lacks_system=asks_system(stands.ticket) == CHOOSE,
        instead=instead,
    )
    return _news(stands, "new", told, stands.nearest)


def received(stands: Standing, instead: str = "", untaken: Sequence[Untaken] = ()) -> News:
    """`instead`: the key of the ticket that they answered, and that cannot be opened again.

    Beside files that were not taken lies the mail itself, which is none that they sent.
    """
    ticket = stands.ticket
    files = len(stands.log.events[-1].files.split())
    is_whole = any(code not in NOT_HERE for _name, _size, code in untaken)
    told = Received(
        **_at(stands, PORTAL),
        **promised(stands),
        asks=asks_system(ticket),
        came_at=stamp(ticket.reported_at),
        channel=ticket.channel,
        by_mail=ticket.correspondent is not None,
        instead=instead,
        label=_class_label(ticket) if ticket.version else "",
        system=_system(ticket),
        files=files - is_whole,
        untaken=tuple(untaken),
    )
    return _news(stands, "progress", told, stands.nearest)


def received_from_stranger(stands: Standing) -> News:
    """Nothing of the customer, its contract or its clocks."""
    told = ReceivedFromStranger(**_at(stands, PORTAL))
    return News(told=told, kind="progress", about=About.TICKET, ref=stands.ticket.key, is_neutral=True)


def acknowledged(stands: Standing, by: Author) -> News:
    return _news(stands, "progress", Acknowledged(**_at(stands, PORTAL), who=name_of(by)))


def begun(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "progress", Begun(**_at(stands, PORTAL), **_said(stands, by, text)))


def replied(stands: Standing, by: Author, text: str) -> News:
    side = _other_side(by)
    return _news(
        stands, "answer" if side == PORTAL else "said", Replied(**_at(stands, side), **_said(stands, by, text))
    )


def of_colleague(stands: Standing, by: Author, text: str) -> News:
    """What the reporter reads of the word of a colleague of theirs."""
    return _news(stands, "progress", Replied(**_at(stands, PORTAL), **_said(stands, by, text)))


def remarked(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", Remarked(**_at(stands, DESK), **_said(stands, by, text)))


def spoken(stands: Standing, by: Author, text: str) -> News:
    """What the customer wrote when it was over."""
    kind = WroteAfterClosing if stands.ticket.status == Status.CLOSED else Spoken
    return _news(stands, "said", kind(**_at(stands, DESK), **_said(stands, by, text)))


def heard_after_closing(stands: Standing) -> News:
    return _news(stands, "progress", HeardAfterClosing(**_at(stands, PORTAL)))


def asked_whether_fixed(stands: Standing, by: Author, text: str) -> News:
    by_mail = stands.ticket.correspondent is not None
    return _news(
        stands, "question", AskedWhetherFixed(**_at(stands, PORTAL), **_said(stands, by, text), by_mail=by_mail)
    )


def dismissal_asked(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "new", DismissalAsked(**_at(stands, DESK), **_said(stands, by, text)), stands.nearest)


def not_theirs(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", NotTheirs(**_at(stands, DESK), **_said(stands, by, text)))


def taken_up(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", TakenUp(**_at(stands, DESK), **_said(stands, by, text)), stands.nearest)


def taken_as_refusal(stands: Standing, by: Author, text: str) -> News:
    ended = next((one.kind for one in reversed(stands.log.events) if one.kind in ENDINGS), "")
    kind = OpenedAgain if ended == Kind.CLOSED else TakenAsRefusal
    return _news(stands, "progress", kind(**_at(stands, PORTAL), **_said(stands, by, text)))


def asked(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "question", Asked(**_at(stands, PORTAL), **_said(stands, by, text), waits=_waits(stands)))


def priced(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "question", Priced(**_at(stands, PORTAL), **_said(stands, by, text), waits=_waits(stands)))


def paused(stands: Standing, pause: Pause, evidence: str) -> News:
    asks = pause.approve == "client"
    reason = pause.label or pause.id
    told = Paused(**_at(stands, PORTAL), reason=reason, evidence=words_of(evidence), consent=asks)
    return _news(stands, "question" if asks else "progress", told)


def pause_decided(stands: Standing, by: Author, approved: bool) -> News:
    return _news(stands, "said", PauseDecided(**_at(stands, DESK), who=name_of(by), approved=approved), stands.nearest)


def restored(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "answer", Restored(**_at(stands, PORTAL), **_said(stands, by, text)))


def resolved(stands: Standing, by: Author, text: str) -> News:
    ends = stands.silence.closes_at
    closes_at, zone = stamp(ends) if ends else None, zone_of(stands.ticket)
    return _news(
        stands, "question", Resolved(**_at(stands, PORTAL), **_said(stands, by, text), closes_at=closes_at, zone=zone)
    )


def whether_it_works(stands: Standing, *, by_mail: bool) -> News:
    return _news(stands, "question", WhetherItWorks(**_at(stands, PORTAL), by_mail=by_mail))


def confirmed(stands: Standing, by: Author) -> News:
    return _news(stands, "said", Confirmed(**_at(stands, DESK), who=name_of(by)))


def refused(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", Refused(**_at(stands, DESK), **_said(stands, by, text)), stands.nearest)


def closed(stands: Standing, by: Author, text: str) -> News:
    side = _other_side(by)
    return _news(
        stands, "progress" if side == PORTAL else "said", Closed(**_at(stands, side), **_said(stands, by, text))
    )


def closed_by_silence(stands: Standing) -> News:
    days = 0 if is_by_contract(stands.ticket) else PATIENCE.days
    return _news(stands, "progress", ClosedBySilence(**_at(stands, PORTAL), days=days))


def assigned(stands: Standing, by: Author) -> News:
    return _news(stands, "new", Assigned(**_at(stands, DESK), who=name_of(by)), stands.nearest)


def classified(stands: Standing, by: Author) -> News:
    label = _class_label(stands.ticket)
    told = Classified(**_at(stands, PORTAL), **_promise(stands), who=name_of(by), label=label)
    return _news(stands, "progress", told, stands.nearest)


def adopted(stands: Standing) -> News:
    told = Adopted(**_at(stands, PORTAL), **_promise(stands), contract=_contract(stands.ticket))
    return _news(stands, "progress", told, stands.nearest)


def placed(stands: Standing, by: Author) -> News:
    """Somebody has said which system it concerns, where that was not known."""
    told = Placed(
        **_at(stands, PORTAL),
        **_promise(stands),
        who=name_of(by),
        system=_system(stands.ticket),
        contract=_contract(stands.ticket),
    )
    return _news(stands, "progress", told, stands.nearest)


def moved(stands: Standing, by: Author, reason: str) -> News:
    told = Moved(
        **_at(stands, PORTAL),
        **_said(stands, by, reason),
        **_promise(stands),
        system=_system(stands.ticket),
        contract=_contract(stands.ticket),
    )
    return _news(stands, "progress", told, stands.nearest)


def warned(stands: Standing, reading: Reading, percent: int) -> News:
    told = Warned(**_at(stands, DESK), **_due(stands.ticket, reading), percent=percent)
    assert stands.ticket.version is not None  # it has a clock
    clock = wording_of(stands.ticket.version).clock(reading.clock)
    return replace(_news(stands, "warning", told, reading), quiet=is_early(clock, reading.target, percent))


def is_early(clock: Clock, target: int, percent: int) -> bool:
    """Whether it is a warning of a short update clock before its last one: it waits in the inbox and goes nowhere else.

    Such a clock begins anew with each update, so all its warnings by mail would be a mail every few minutes.
    """
    last = max((one for one in clock.warn_at if one < BREACH), default=0)
    return clock.repeats and target <= SHORT and percent < last


def breached(stands: Standing, reading: Reading) -> News:
    return _news(stands, "breach", Breached(**_at(stands, DESK), **_due(stands.ticket, reading)), reading)


def laddered(stands: Standing, reading: Reading, step: int) -> News:
    told = Laddered(**_at(stands, DESK), step=step, customer=stands.ticket.customer.name)
    return _news(stands, "ladder", told, reading)


def cared_for(customer: Customer, by: Author, former: tuple[User, bool] | None) -> News:
    """Who cares for a customer from now on; `former`: who cared, and whether they left or only look."""
    told = CaredFor(
        customer=customer.name,
        key=customer.key,
        caretaker=customer.caretaker.name if customer.caretaker else "",
        deputy=customer.deputy.name if customer.deputy else "",
        by=name_of(by),
        former=former[0].name if former else "",
        left=bool(former and former[1]),
    )
    return News(told=told, kind="new", about=About.HOUSE)


def inherited(name: str, keys: list[str]) -> News:
    """Somebody of the customer has left; what they reported is asked of the administrators from now on."""
    return News(told=Inherited(name=name, keys=tuple(keys)), kind="progress", about=About.HOUSE)


def _news(stands: Standing, kind: str, told: OfTicket, reading: Reading | None = None) -> News:
    names = names_for(stands.ticket.version) if stands.ticket.version else None
    files = enclosed_of(stands.log.events[-1]) if told.brings_files else ()
    return News(
        told=replace(told, files=len(files)) if isinstance(told, Said) else told,
        kind=kind,
        about=About.TICKET,
        ref=stands.ticket.key,
        reading=reading,
        names=names,
        files=files,
    )


def _at(stands: Standing, side: str) -> Whose:
    return {"key": stands.ticket.key, "title": stands.title, "side": side}


def _other_side(by: Author) -> str:
    """Where whoever is told of the author's words works."""
    return PORTAL if role_of(by) is Role.PROVIDER else DESK


def _said(stands: Standing, by: Author, text: str) -> Words:
    """The words as the page shows them: what a mail quotes is left out, what it forwards is not."""
    told: Words = {"who": name_of(by), "text": words_of(text), "left_out": False}
    event = stands.log.events[-1] if stands.log.events else None
    if event is None or event.channel != EMAIL:
        return told
    parts = shown(told["text"], "" if event.kind == Kind.REPORTED else stands.ticket.key)
    own = "\n\n".join(part for part in (parts.words, parts.forwarded) if part)
    return {**told, "text": own, "left_out": parts.quotes}


def _promise(stands: Standing) -> Promise:
    """By when we answer, where the clock that is due next waits for our first words."""
    nearest = stands.nearest
    if nearest is None or not _is_first_answer(stands.ticket, nearest):
        return {}
    return {"answer_at": nearest.due_at, "zone": nearest.zone}


def promised(stands: Standing) -> Promise:
    """The same, with the zone also where nothing is promised."""
    return {"zone": zone_of(stands.ticket), **_promise(stands)}


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


def _contract(ticket: Ticket) -> str:
    return ticket.version.contract.number if ticket.version else ""


def _system(ticket: Ticket) -> str:
    return ticket.service.name if ticket.service else ""


def _due(ticket: Ticket, reading: Reading) -> Late:
    """Which clock by its label, which every reader gets in their language, and when it is due."""
    assert ticket.version is not None  # it has a clock
    label = wording_of(ticket.version).clock(reading.clock).label or reading.clock
    return {"clock": label, "due_at": reading.due_at, "zone": reading.zone}


def _class_label(ticket: Ticket) -> str:
    classes = wording_of(ticket.version).classes if ticket.version else ()
    return next((one.label for one in classes if one.id == ticket.class_id and one.label), ticket.class_id)


def zone_of(ticket: Ticket) -> str:
    """The contract's zone, else the house's own."""
    if ticket.version:
        return wording_of(ticket.version).defaults.timezone
    company = Company.objects.first()
    return company.zone if company else "UTC"
