"""The kinds of notices that people choose by, and what each is by default."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLLOWED = "followed"  # what those get who only follow a ticket


class Side(Enum):
    """Who may get it: our people, a customer's, both."""

    HOUSE = "house"
    CUSTOMER = "customer"
    BOTH = "both"


@dataclass(frozen=True)
class Kind:
    """One row of a person's choices. A kind with a reason in `always` comes by mail whatever anybody chose."""

    label: Promise
    side: Side
    always: Promise | str = ""
    is_urgent: bool = False  # wanted at once, wherever one is
    is_offered: bool = True  # false: chosen elsewhere

    def concerns(self, is_inside: bool) -> bool:
        """Whether somebody of that side can get it."""
        return self.side is Side.BOTH or (self.side is Side.HOUSE) is is_inside


KINDS: dict[str, Kind] = {
    "new": Kind(_("A report comes in, or a ticket is given to you"), Side.HOUSE, is_urgent=True),
    "said": Kind(_("The customer writes, agrees, confirms or refuses"), Side.HOUSE),
    "warning": Kind(_("A promise is about to be broken"), Side.HOUSE, is_urgent=True),
    "breach": Kind(_("A promise was broken"), Side.HOUSE, is_urgent=True),
    "question": Kind(
        _("We wait for your answer"),
        Side.CUSTOMER,
        always=_("Clocks may be paused, and silence may close a ticket, so this always comes by e-mail."),
        is_urgent=True,
    ),
    "answer": Kind(_("We reply, or it works again"), Side.CUSTOMER, is_urgent=True),
    "progress": Kind(
        _("Your report goes on: received, taken, classified, paused, closed, a colleague writes"), Side.CUSTOMER
    ),
    FOLLOWED: Kind(_("We write about a ticket that you follow"), Side.CUSTOMER),
    "ladder": Kind(
        _("Nobody has answered, and the contact ladder calls you"),
        Side.BOTH,
        always=_("The contract names you as the one to be called."),
        is_urgent=True,
    ),
    "outage": Kind(
        _("A system is down, and somebody of us has to act"),
        Side.HOUSE,
        always=_("It is down now, and its clocks run."),
        is_urgent=True,
    ),
    "maintenance": Kind(_("We announce work on a system, which may not be available meanwhile"), Side.CUSTOMER),
    "offer": Kind(
        _("A contract waits for your acceptance"),
        Side.CUSTOMER,
        always=_("Whoever signs for you has to hear of it."),
    ),
    "contract": Kind(_("A contract is accepted, or an offer is taken back"), Side.BOTH),
    "hours": Kind(
        _("A share of the hours of a month is used that the contract names"),
        Side.BOTH,
        always=_("The contract says that you are told."),
    ),
    "report": Kind(_("The report on a month is there"), Side.CUSTOMER),
    "closing": Kind(_("A month waits to be closed, or could not be closed by itself"), Side.HOUSE),
    "evidence": Kind(
        _("The evidence does not verify"),
        Side.HOUSE,
        always=_("Until it is explained, no report that rests on it proves anything."),
        is_urgent=True,
    ),
    "mailbox": Kind(
        _("A mailbox cannot be read"),
        Side.HOUSE,
        always=_("What customers write lies there unread, and their clocks run."),
        is_urgent=True,
    ),
    "prober": Kind(
        _("A prober or another tool is silent, or a prober fails all it looks at"),
        Side.HOUSE,
        always=_("While it lasts nobody knows how things stand that are looked at from there."),
        is_urgent=True,
    ),
    "correction": Kind(
        _("A client objects to what was measured, or a correction of it is asked for, counts or is refused"), Side.HOUSE
    ),
    "correction_of_yours": Kind(
        _("What was measured of your systems is corrected, waits for your consent, or your objection is answered"),
        Side.CUSTOMER,
    ),
    "claim": Kind(_("A client claims what is owed for a month, or disputes what was stated"), Side.HOUSE),
    "claim_of_yours": Kind(
        _("What you claim is granted, refused or paid, or lapses soon, or what you dispute is answered"),
        Side.CUSTOMER,
    ),
    "certificate": Kind(_("A certificate of a system ends soon"), Side.HOUSE),
    "flood": Kind(
        _("A flood of mail is kept back"),
        Side.HOUSE,
        always=_("There may be reports among it, and nobody reads them until somebody releases it."),
        is_urgent=True,
    ),
    "bounce": Kind(_("An address takes no mail"), Side.HOUSE),
    "heads": Kind(_("The heads of the evidence"), Side.BOTH, always=_("You asked for it."), is_offered=False),
    "account": Kind(
        _("Your account: password, second step, addresses"),
        Side.BOTH,
        always=_("You have to learn of it even when somebody else is signed in as you."),
    ),
}
