"""What one side may do to a ticket, as a table: one more verb is one more row of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gwarant.accounts.models import StaffRole
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import CustomerRole
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.actions.pausing import undecided_pause
from gwarant.tickets.lifecycle import is_allowed
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.web.tickets.typed import PlainForm, TicketForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy

Act = Callable[..., Ticket]  # (ticket, what was typed, by=, seen=, key=, fits=, now=)


@dataclass(frozen=True)
class Facts:
    """How a ticket stands: what decides which verbs fit; `live` are its clocks to which something can still happen."""

    log: Log
    live: Sequence[Reading]
    now: datetime

    @property
    def ticket(self) -> Ticket:
        return self.log.ticket

    @property
    def status(self) -> Status:
        return Status(self.ticket.status)

    @cached_property
    def asked_pause(self) -> TicketEvent | None:
        """The pause that waits for the customer's word."""
        return undecided_pause(self.log)

    @cached_property
    def timed(self) -> frozenset[Moment]:
        """The moments at which a clock of the ticket's class starts or stops."""
        if self.ticket.version is None:
            return frozenset()
        wording = wording_of(self.ticket.version)
        targets = wording.targets.get(self.ticket.class_id, {})
        return frozenset(at for one in wording.clocks if one.id in targets for at in (one.start, one.stop))

    @cached_property
    def running(self) -> frozenset[Moment]:
        """The moments for which its live clocks wait."""
        if self.ticket.version is None:
            return frozenset()
        live = {one.clock for one in self.live}
        return frozenset(one.stop for one in wording_of(self.ticket.version).clocks if one.id in live)


def always(facts: Facts) -> bool:
    return True


@dataclass(frozen=True)
class Words:
    """A verb that is words alone: how it is chosen among the others, what comes of it, and its button.

    `takes`: what is said beforehand where nobody holds the ticket and whoever does this becomes its assignee.
    """

    label: "Lazy | str"
    hint: "Lazy | str"
    button: "Lazy | str"
    takes: "Lazy | str" = ""


@dataclass(frozen=True)
class Fold:
    """A verb with a form of its own that unfolds: its title, its button (the title when empty), and how that looks."""

    title: "Lazy | str"
    button: "Lazy | str" = ""
    css: str = ""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """Something that one side does to a ticket: a form that is sent to a noun below the ticket's address.

    It is offered where `kind` may happen as the ticket stands, and it `fits`; `unfit` says why not where the
    action itself would not.
    """

    noun: str
    kind: Kind
    act: Act
    said: "Lazy | str"
    roles: Sequence[StaffRole | CustomerRole]
    form: type[TicketForm] = PlainForm
    fits: Callable[[Facts], bool] = always
    unfit: "Lazy | str" = ""
    words: Words | None = None
    fold: Fold | None = None
    called: str = ""  # where the noun does not make a name

    @property
    def name(self) -> str:
        """What its form and its route are called."""
        return self.called or self.noun.replace("/", "_")

    @property
    def place(self) -> str:
        """The form of the page that it is sent from: all that is words alone shares one."""
        return "say" if self.words else self.name

    def is_offered(self, facts: Facts, role: Role) -> bool:
        return is_allowed(self.kind, facts.status, role) and self.fits(facts)

    def form_of(self, ticket: Ticket, now: datetime, data: Mapping[str, Any] | None = None) -> TicketForm:
        """Its form, as it was sent or new."""
        return self.form(data, ticket=ticket, noun=self.noun, now=now, auto_id=f"{self.place}_%s")


def offered(verbs: Iterable[Verb], facts: Facts, role: Role) -> list[Verb]:
    """What may be done with the ticket as it stands."""
    return [one for one in verbs if one.is_offered(facts, role)]


@dataclass(frozen=True)
class Sent:
    """The form of a verb that came back with what was typed."""

    verb: Verb
    form: TicketForm

    def has_place(self, may: Sequence[Verb]) -> bool:
        """Whether it can stand where it was sent from, with what is wrong; else it stands by itself."""
        return self.verb.words is not None or (self.verb in may and bool(self.form.visible_fields()))


def forms_of(may: Sequence[Verb], facts: Facts, sent: Sent | None = None) -> dict[str, TicketForm]:
    """A form for each place of the page; one that came back stands there as it was typed, or as `refused`."""
    made = {}
    if sent is not None:
        made = {sent.verb.place if sent.has_place(may) else "refused": sent.form}
    for one in may:
        if one.place not in made:
            made[one.place] = one.form_of(facts.ticket, facts.now)
    return made


def folds_of(verbs: Iterable[Verb], forms: Mapping[str, TicketForm]) -> list[tuple[Verb, TicketForm]]:
    """Those that unfold, in the order of the table."""
    return [(one, forms[one.name]) for one in verbs if one.fold and one.name in forms]


def plain(action: Act) -> Act:
    """An action that needs nothing but the ticket."""
    return lambda ticket, told, **way: action(ticket, **way)


def worded(action: Act) -> Act:
    """An action that takes the words."""
    return lambda ticket, told, **way: action(ticket, told["text"], **way)
