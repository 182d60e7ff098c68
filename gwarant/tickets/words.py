"""What is told about a ticket: of each kind the facts that are kept, and what a person reads of them.

No row is asked for: the same words are made for a mail when it happens, and for an inbox a year later.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gwarant.notify.letter import Letter
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import known
from gwarant.tickets.authors import EMAIL
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
from gwarant.tickets.facts import Asks, By, Due, OfTicket, Promises, Said, at_moment
from gwarant.tickets.placing_words import Adopted, Classified, ClassifiedByClient, Moved, Placed
from gwarant.tickets.untaken import Untaken, untaken_words, where_words


@dataclass(frozen=True, kw_only=True)
class Reported(Said):
    """`lacks_system`: which contract covers it depends on its system, and nobody has named that yet."""

    code = "reported"
    customer: str = ""
    covered: bool = True
    lacks_system: bool = False
    instead: str = ""

    def letter(self, lang: str) -> Letter:
        about = self.said(_("%(who)s of %(customer)s reports:"))
        alone = "" if self.covered else _("No contract covers it: it waits in the queue without a contract.")
        if self.lacks_system:
            alone = _("Its system is not known yet, and so neither contract nor deadline: choose the system.")
        former = self.said(_("It was written about %(instead)s, which is closed and cannot be reopened any more."))
        return self.of(pgettext("subject", "New"), about, *self.quoted(), former if self.instead else "", alone)


@dataclass(frozen=True, kw_only=True)
class Received(Promises):
    """`asks`: its system is not known: `no` where it is, `choose` where nothing but that says which contract judges it,
    `name` where the contract is known all the same. `came_at`: since when its clocks count. `by_mail`: no page is open.
    `instead`: the key of the closed ticket about which they wrote. `label` and `system`: class and system, empty where
    not known. `files`: how many were taken; `untaken`: which were not, each with its size and a code why. `sets_class`:
    by the contract the class is theirs to say, and nobody of them has said it.
    """

    code = "received"
    asks: str = "no"
    came_at: int | None = None
    channel: str = ""
    by_mail: bool = False
    instead: str = ""
    label: str = ""
    system: str = ""
    files: int = 0
    untaken: tuple[Untaken, ...] = ()
    sets_class: bool = False

    def letter(self, lang: str) -> Letter:
        thanks = self.said(_("Your report is registered as %(key)s."))
        former = self.said(_("You wrote about %(instead)s, which is closed and cannot be reopened any more."))
        lines = (former if self.instead else "", thanks, self._understood(lang), *self._asked(lang), self.promise(lang))
        return self.of(pgettext("subject", "We have it"), *lines, *self._with_files())

    def _understood(self, lang: str) -> str:
        """What it is taken for, as far as that is known, so that whoever reported can say what is wrong."""
        system = self.said(_("System: %(system)s.")) if self.system else ""
        label = self.said(_("Class: %(label)s."), label=known(self.label, lang)) if self.label else ""
        return " ".join(part for part in (system, label, self._yours()) if part)

    def _yours(self) -> str:
        """That the class is theirs to say, and how."""
        if not self.sets_class or not self.label:
            return ""
        if self.by_mail:
            return _("By the contract you set the class: if it is another, please reply which.")
        return _("By the contract you set the class: if it is another, choose it on the ticket.")

    def _with_files(self) -> tuple[str, ...]:
        """How many files came with it, and which did not."""
        taken = ngettext("With it we have %(n)d file.", "With it we have %(n)d files.", self.files) % {"n": self.files}
        told = taken if self.files else ""
        if not self.untaken:
            return (told,)
        rows = "\n".join(f"• {one}" for one in untaken_words(self.untaken))
        again = _("If they matter, please send them apart.")
        return (told, _("Not taken with it:") + "\n" + rows, f"{where_words(self.untaken)} {again}".strip())

    def _asked(self, lang: str) -> tuple[str, ...]:
        """That its system is still to be named, how, and what depends on it."""
        if self.asks == "name":
            how = _("Please reply which system it concerns.") if self.by_mail else _("Please choose it on the ticket.")
            return (_("We do not know yet which system it concerns."), how)
        if self.asks != "choose":
            return ()
        return (_("We do not know yet which system it concerns."), self._then(lang))

    def _then(self, lang: str) -> str:
        if self.channel == EMAIL and self.by_mail:
            told = _(
                "Reply which one, and we settle contract and deadline, counted from %(when)s, when your e-mail came."
            )
        elif self.channel == EMAIL:
            told = _("Choose it, and contract and deadline follow, counted from %(when)s, when your e-mail came.")
        else:
            told = _("Choose it, and contract and deadline follow, counted from %(when)s, when you reported it.")
        return at_moment(told, self.came_at, self.zone, lang)


@dataclass(frozen=True, kw_only=True)
class ReceivedFromStranger(OfTicket):
    """To somebody of whom nobody knows whether they belong to the customer at whose address they wrote."""

    code = "received_from_stranger"

    def letter(self, lang: str) -> Letter:
        told = self.said(_("We have your message. Its number is %(key)s, and people look at it."))
        return self.of(pgettext("subject", "We have it"), told)


@dataclass(frozen=True, kw_only=True)
class Acknowledged(By):
    code = "acknowledged"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Taken"), self.said(_("%(who)s is working on it.")))


@dataclass(frozen=True, kw_only=True)
class Begun(Said):
    code = "begun"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Work has begun"), *self.writes())


@dataclass(frozen=True, kw_only=True)
class Replied(Said):
    code = "replied"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Reply"), *self.writes())


@dataclass(frozen=True, kw_only=True)
class Remarked(Said):
    """To the house, when somebody of the customer wrote who may only look."""

    code = "remarked"

    def letter(self, lang: str) -> Letter:
        then = self.said(_("%(who)s may only look here, so this answers no question and moves no clock."))
        return self.of(pgettext("subject", "A remark"), *self.writes(), then)


@dataclass(frozen=True, kw_only=True)
class Spoken(Said):
    """To the house, when the customer wrote after the resolution."""

    code = "spoken"

    def letter(self, lang: str) -> Letter:
        then = _("So it does not close by itself. Take it as a refusal, or ask whether it is fixed.")
        return self.of(pgettext("subject", "Wrote after it was resolved"), *self.writes(), then, tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class Asked(Asks):
    code = "asked"

    def letter(self, lang: str) -> Letter:
        asks, tone = self.said(_("%(who)s asks:")), "paused" if self.waits else ""
        return self.of(pgettext("subject", "A question to you"), asks, *self.quoted(), self.still(), tone=tone)


@dataclass(frozen=True, kw_only=True)
class Priced(Asks):
    code = "priced"

    def letter(self, lang: str) -> Letter:
        sends, please = self.said(_("%(who)s sends you a quote:")), _("Please tell us whether you agree.")
        return self.of(pgettext("subject", "A quote for you"), sends, *self.quoted(), please, self.still())


@dataclass(frozen=True, kw_only=True)
class Paused(OfTicket):
    """`reason` is the contract's label; `consent`: the customer is asked to agree."""

    code = "paused"
    reason: str = ""
    evidence: str = ""
    consent: bool = False

    def letter(self, lang: str) -> Letter:
        why = _("Reason: %(reason)s") % {"reason": known(self.reason, lang)} if self.reason else ""
        shown = self.said(_("Evidence: %(evidence)s")) if self.evidence else ""
        decide = _("The contract asks for your consent: please agree or refuse.") if self.consent else ""
        return self.of(pgettext("subject", "Paused"), why, shown, decide, tone="paused")


@dataclass(frozen=True, kw_only=True)
class PauseDecided(By):
    code = "pause_decided"
    approved: bool | None = None

    def letter(self, lang: str) -> Letter:
        agrees, refuses = _("%(who)s agrees to the pause."), _("%(who)s refuses the pause: it does not count.")
        told = "" if self.approved is None else self.said(agrees if self.approved else refuses)
        return self.of(pgettext("subject", "Pause decided"), told)


@dataclass(frozen=True, kw_only=True)
class Restored(Said):
    code = "restored"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Works again"), *self.writes(), tone="fine")


@dataclass(frozen=True, kw_only=True)
class Assigned(By):
    code = "assigned"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Yours"), self.said(_("%(who)s gave it to you.")))


@dataclass(frozen=True, kw_only=True)
class Warned(Due):
    code = "warned"
    percent: int = 0

    def letter(self, lang: str) -> Letter:
        what = self.said(pgettext("subject", "%(percent)d%% used: %(clock)s"), clock=known(self.clock, lang))
        return self.of_clock(what, _("Due %(when)s."), lang, "at_risk")


@dataclass(frozen=True, kw_only=True)
class Breached(Due):
    code = "breached"

    def letter(self, lang: str) -> Letter:
        what = self.said(pgettext("subject", "Breached: %(clock)s"), clock=known(self.clock, lang))
        return self.of_clock(what, _("It was due %(when)s."), lang, "breached")


@dataclass(frozen=True, kw_only=True)
class Laddered(OfTicket):
    code = "laddered"
    step: int = 1
    customer: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("Step %(step)d of the contact ladder for %(customer)s."))
        return self.of(pgettext("subject", "Nobody has answered yet"), told, tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class Inherited(Told):
    """Somebody of the customer has left, and what they reported is asked of the administrators from now on."""

    code = "inherited"
    name: str = ""
    keys: tuple[str, ...] = ()

    def letter(self, lang: str) -> Letter:
        what = self.said(_("Open reports of %(name)s, who has left"))
        told = _("From now on we ask you about them: %(keys)s.") % {"keys": ", ".join(self.keys)}
        return Letter(what, (f"{what}.", told), path="/portal/tickets", action=_("See the tickets"))


@dataclass(frozen=True, kw_only=True)
class CaredFor(Told):
    """Who cares for a customer from now on; `former` has left, or only looks."""

    code = "cared_for"
    customer: str = ""
    key: str = ""
    caretaker: str = ""
    deputy: str = ""
    by: str = ""
    former: str = ""
    left: bool = False

    def letter(self, lang: str) -> Letter:
        nobody = _("nobody")
        now = _("From now on the caretaker is %(caretaker)s, the deputy is %(deputy)s.")
        why = _("%(former)s has left the house.") if self.left else _("%(former)s only looks from now on.")
        lines = (
            self.said(now, caretaker=self.caretaker or nobody, deputy=self.deputy or nobody),
            *([self.said(why)] if self.former else []),
            *([self.said(_("Decided by %(by)s."))] if self.by else []),
        )
        path = f"/desk/customers/{self.key}" if self.key else ""
        return Letter(self.said(_("Who cares for %(customer)s")), lines, path=path, action=_("See the customer"))


TOLD = registry(
    Reported,
    Received,
    ReceivedFromStranger,
    Acknowledged,
    Begun,
    Replied,
    Remarked,
    Spoken,
    WroteAfterClosing,
    HeardAfterClosing,
    OpenedAgain,
    AskedWhetherFixed,
    TakenAsRefusal,
    DismissalAsked,
    NotTheirs,
    TakenUp,
    Merged,
    Absorbed,
    Unmerged,
    Asked,
    Priced,
    Paused,
    PauseDecided,
    Restored,
    Resolved,
    WhetherItWorks,
    Confirmed,
    Refused,
    Closed,
    ClosedBySilence,
    Assigned,
    Classified,
    ClassifiedByClient,
    Adopted,
    Placed,
    Moved,
    Warned,
    Breached,
    Laddered,
    Inherited,
    CaredFor,
)
