"""The news about a ticket: what each letter has to know, gathered when it happens. Its words are in `words.py`."""

from collections.abc import Sequence
from dataclasses import replace

from gwarant.accounts.models import User
from gwarant.contracts.terms import names_for, wording_of
from gwarant.customers.models import Customer
from gwarant.notify.news import About, News
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.desk import Clock, Pause
from gwarant.sla.evidence.model import Kind
from gwarant.texts import words_of
from gwarant.tickets.authors import Author, name_of
from gwarant.tickets.classifying import ClientMay, client_may
from gwarant.tickets.clocks import BREACH
from gwarant.tickets.ending_words import (
    Absorbed,
    AskedWhetherFixed,
    Closed,
    ClosedBySilence,
    Confirmed,
    DismissalAsked,
    HeardAfterClosing,
    Merged,
    NotTheirs,
    OpenedAgain,
    Refused,
    Resolved,
    TakenAsRefusal,
    TakenUp,
    Unmerged,
    WhetherItWorks,
    WroteAfterClosing,
)
from gwarant.tickets.evidence import stamp
from gwarant.tickets.facts import OfTicket, Said
from gwarant.tickets.files import enclosed_of
from gwarant.tickets.letter_facts import (
    DESK,
    PORTAL,
    class_label,
    judged_as,
    late_of,
    on,
    other_side,
    promise_of,
    promised,
    said_by,
    system_of,
    waits,
    zone_of,
)
from gwarant.tickets.models import Status
from gwarant.tickets.places import CHOOSE, asks_system
from gwarant.tickets.placing_words import Adopted, Classified, ClassifiedByClient, Moved, Placed
from gwarant.tickets.recording import ENDINGS
from gwarant.tickets.silence import PATIENCE, is_by_contract
from gwarant.tickets.standing import Standing
from gwarant.tickets.untaken import NOT_HERE, Untaken
from gwarant.tickets.words import (
    Acknowledged,
    Asked,
    Assigned,
    Begun,
    Breached,
    CaredFor,
    Inherited,
    Laddered,
    Paused,
    PauseDecided,
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

SHORT = 2 * 3600  # seconds of an update clock that is short


def reported(stands: Standing, by: Author, text: str, instead: str = "") -> News:
    said = said_by(stands, stands.ticket.reported_by or by, text)
    told = Reported(
        **on(stands, DESK),
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
        **on(stands, PORTAL),
        **promised(stands),
        asks=asks_system(ticket),
        came_at=stamp(ticket.reported_at),
        channel=ticket.channel,
        by_mail=ticket.correspondent is not None,
        instead=instead,
        label=class_label(ticket) if ticket.version else "",
        system=system_of(ticket),
        files=files - is_whole,
        untaken=tuple(untaken),
        sets_class=client_may(stands.log) is ClientMay.SET,
    )
    return _news(stands, "progress", told, stands.telling)


def received_from_stranger(stands: Standing) -> News:
    """Nothing of the customer, its contract or its clocks."""
    told = ReceivedFromStranger(**on(stands, PORTAL))
    return News(told=told, kind="progress", about=About.TICKET, ref=stands.ticket.key, is_neutral=True)


def acknowledged(stands: Standing, by: Author) -> News:
    return _news(stands, "progress", Acknowledged(**on(stands, PORTAL), who=name_of(by)))


def begun(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "progress", Begun(**on(stands, PORTAL), **said_by(stands, by, text)))


def replied(stands: Standing, by: Author, text: str) -> News:
    side = other_side(by)
    return _news(
        stands, "answer" if side == PORTAL else "said", Replied(**on(stands, side), **said_by(stands, by, text))
    )


def of_colleague(stands: Standing, by: Author, text: str) -> News:
    """What the reporter reads of the word of a colleague of theirs."""
    return _news(stands, "progress", Replied(**on(stands, PORTAL), **said_by(stands, by, text)))


def remarked(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", Remarked(**on(stands, DESK), **said_by(stands, by, text)))


def spoken(stands: Standing, by: Author, text: str) -> News:
    """What the customer wrote when it was over."""
    kind = WroteAfterClosing if stands.ticket.status == Status.CLOSED else Spoken
    return _news(stands, "said", kind(**on(stands, DESK), **said_by(stands, by, text)))


def heard_after_closing(stands: Standing) -> News:
    return _news(stands, "progress", HeardAfterClosing(**on(stands, PORTAL)))


def asked_whether_fixed(stands: Standing, by: Author, text: str) -> News:
    by_mail = stands.ticket.correspondent is not None
    return _news(
        stands, "question", AskedWhetherFixed(**on(stands, PORTAL), **said_by(stands, by, text), by_mail=by_mail)
    )


def dismissal_asked(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "new", DismissalAsked(**on(stands, DESK), **said_by(stands, by, text)), stands.nearest)


def not_theirs(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", NotTheirs(**on(stands, DESK), **said_by(stands, by, text)))


def taken_up(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", TakenUp(**on(stands, other_side(by)), **said_by(stands, by, text)), stands.nearest)


def merged(stands: Standing, by: Author, text: str, into: str) -> News:
    return _news(stands, "progress", Merged(**on(stands, PORTAL), **said_by(stands, by, text), into=into))


def absorbed(stands: Standing, by: Author, text: str, other: str) -> News:
    told = Absorbed(**on(stands, DESK), **said_by(stands, by, text), other=other)
    return _news(stands, "said", told, stands.nearest)


def unmerged(stands: Standing, by: Author, text: str, into: str) -> News:
    told = Unmerged(**on(stands, PORTAL), **said_by(stands, by, text), into=into)
    return _news(stands, "progress", told, stands.telling)


def on_its_own(stands: Standing, by: Author, text: str, into: str) -> News:
    """The same to the house: its clocks run again, and have run all the time."""
    told = Unmerged(**on(stands, DESK), **said_by(stands, by, text), into=into)
    return _news(stands, "new", told, stands.nearest)


def taken_as_refusal(stands: Standing, by: Author, text: str) -> News:
    ended = next((one.kind for one in reversed(stands.log.events) if one.kind in ENDINGS), "")
    kind = OpenedAgain if ended == Kind.CLOSED else TakenAsRefusal
    return _news(stands, "progress", kind(**on(stands, PORTAL), **said_by(stands, by, text)))


def asked(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "question", Asked(**on(stands, PORTAL), **said_by(stands, by, text), waits=waits(stands)))


def priced(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "question", Priced(**on(stands, PORTAL), **said_by(stands, by, text), waits=waits(stands)))


def paused(stands: Standing, pause: Pause, evidence: str) -> News:
    asks = pause.approve == "client"
    reason = pause.label or pause.id
    told = Paused(**on(stands, PORTAL), reason=reason, evidence=words_of(evidence), consent=asks)
    return _news(stands, "question" if asks else "progress", told)


def pause_decided(stands: Standing, by: Author, approved: bool) -> News:
    return _news(stands, "said", PauseDecided(**on(stands, DESK), who=name_of(by), approved=approved), stands.nearest)


def restored(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "answer", Restored(**on(stands, PORTAL), **said_by(stands, by, text)))


def resolved(stands: Standing, by: Author, text: str) -> News:
    ends = stands.silence.closes_at
    closes_at, zone = stamp(ends) if ends else None, zone_of(stands.ticket)
    return _news(
        stands,
        "question",
        Resolved(**on(stands, PORTAL), **said_by(stands, by, text), closes_at=closes_at, zone=zone),
    )


def whether_it_works(stands: Standing, *, by_mail: bool) -> News:
    return _news(stands, "question", WhetherItWorks(**on(stands, PORTAL), by_mail=by_mail))


def confirmed(stands: Standing, by: Author) -> News:
    return _news(stands, "said", Confirmed(**on(stands, DESK), who=name_of(by)))


def refused(stands: Standing, by: Author, text: str) -> News:
    return _news(stands, "said", Refused(**on(stands, DESK), **said_by(stands, by, text)), stands.nearest)


def closed(stands: Standing, by: Author, text: str) -> News:
    side = other_side(by)
    return _news(
        stands, "progress" if side == PORTAL else "said", Closed(**on(stands, side), **said_by(stands, by, text))
    )


def closed_by_silence(stands: Standing) -> News:
    days = 0 if is_by_contract(stands.ticket) else PATIENCE.days
    return _news(stands, "progress", ClosedBySilence(**on(stands, PORTAL), days=days))


def assigned(stands: Standing, by: Author) -> News:
    return _news(stands, "new", Assigned(**on(stands, DESK), who=name_of(by)), stands.nearest)


def classified(stands: Standing, by: Author) -> News:
    label = class_label(stands.ticket)
    told = Classified(**on(stands, PORTAL), **promise_of(stands), who=name_of(by), label=label)
    return _news(stands, "progress", told, stands.telling)


def classified_by_client(stands: Standing, by: Author, reason: str) -> News:
    """To the house: whose class it is, with what they say of it, and what falls due then."""
    told = ClassifiedByClient(**on(stands, DESK), **said_by(stands, by, reason), label=class_label(stands.ticket))
    return _news(stands, "said", told, stands.nearest)


def adopted(stands: Standing) -> News:
    told = Adopted(**on(stands, PORTAL), **promise_of(stands), **judged_as(stands.ticket))
    return _news(stands, "progress", told, stands.telling)


def placed(stands: Standing, by: Author) -> News:
    """Somebody has said which system it concerns, where that was not known."""
    told = Placed(
        **on(stands, PORTAL),
        **promise_of(stands),
        who=name_of(by),
        system=system_of(stands.ticket),
        **judged_as(stands.ticket),
    )
    return _news(stands, "progress", told, stands.telling)


def moved(stands: Standing, by: Author, reason: str) -> News:
    told = Moved(
        **on(stands, PORTAL),
        **said_by(stands, by, reason),
        **promise_of(stands),
        system=system_of(stands.ticket),
        **judged_as(stands.ticket),
    )
    return _news(stands, "progress", told, stands.telling)


def warned(stands: Standing, reading: Reading, percent: int) -> News:
    told = Warned(**on(stands, DESK), **late_of(stands.ticket, reading), percent=percent)
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
    return _news(stands, "breach", Breached(**on(stands, DESK), **late_of(stands.ticket, reading)), reading)


def laddered(stands: Standing, reading: Reading, step: int) -> News:
    told = Laddered(**on(stands, DESK), step=step, customer=stands.ticket.customer.name)
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
