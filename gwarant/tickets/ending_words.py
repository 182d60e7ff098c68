"""What is told about a ticket's end: resolved, confirmed or refused, closed, and what is said after it."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gwarant.notify.letter import Letter
from gwarant.tickets.facts import By, OfTicket, Said, at_moment


@dataclass(frozen=True, kw_only=True)
class WroteAfterClosing(Said):
    """To the house, when the customer wrote about a closed ticket."""

    code = "wrote_after_closing"

    def letter(self, lang: str) -> Letter:
        then = _("Nothing runs until you decide: reopen it from then on, answer, or say that nothing is to be done.")
        return self.of(pgettext("subject", "Wrote after it was closed"), *self.writes(), then, tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class HeardAfterClosing(OfTicket):
    """To whoever wrote it, at once and by itself."""

    code = "heard_after_closing"

    def letter(self, lang: str) -> Letter:
        told = self.said(_("We have what you wrote about %(key)s. The ticket is closed, so no clock runs for it now."))
        then = _("Somebody of us reads it and decides whether the ticket is opened again: then from when you wrote.")
        ways = _(
            "You can reopen it yourself where you have an account. If it is something else, please report it anew."
        )
        return self.of(pgettext("subject", "We have it, the ticket is closed"), told, then, ways)


@dataclass(frozen=True, kw_only=True)
class OpenedAgain(Said):
    code = "opened_again"

    def letter(self, lang: str) -> Letter:
        told = _(
            "A message came after it was over, and %(who)s has opened it again: it counts from then, and we go on."
        )
        return self.of(pgettext("subject", "Opened again"), self.said(told), *self.quoted())


@dataclass(frozen=True, kw_only=True)
class DismissalAsked(Said):
    """To whoever of the house can agree: a deadline has passed, or one of us took it for the customer's."""

    code = "dismissal_asked"

    def letter(self, lang: str) -> Letter:
        asks = self.said(_("%(who)s wants to lay it aside as no report, and a second person of us has to agree:"))
        then = _("Look whether it is a report. Until somebody agrees it stays what it is, and its clocks run.")
        return self.of(pgettext("subject", "No report?"), asks, *self.quoted(), then, tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class NotTheirs(Said):
    """To the house, when the customer says that it is no report of theirs."""

    code = "not_theirs"

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s says that it is no report of theirs: nothing of it counts any more."))
        return self.of(pgettext("subject", "Not theirs"), told, *self.quoted())


@dataclass(frozen=True, kw_only=True)
class TakenUp(Said):
    """To the other side, when somebody says that what was laid aside is a report."""

    code = "taken_up"

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s says that it is a report: it counts as if it had never been laid aside."))
        return self.of(pgettext("subject", "A report after all"), told, *self.quoted(), tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class Merged(Said):
    """To whoever reported or followed what goes on in another ticket; `into`: its key."""

    code = "merged"
    into: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(key)s is about the same matter as %(into)s, and %(who)s has merged it into that one."))
        then = self.said(_("It goes on in %(into)s: you are told of that from now on, and what you answer goes there."))
        what = self.said(pgettext("subject", "Goes on in %(into)s"))
        return replace(self.of(what, told, *self.quoted(), then), path=f"/{self.side}/tickets/{self.into}")


@dataclass(frozen=True, kw_only=True)
class Absorbed(Said):
    """To whoever works on a ticket in which another one goes on; `other`: that one's key."""

    code = "absorbed"
    other: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s has merged %(other)s into it: what the customer said there counts here too."))
        return self.of(self.said(pgettext("subject", "Takes in %(other)s")), told, *self.quoted())


@dataclass(frozen=True, kw_only=True)
class Unmerged(Said):
    """To both sides, when a merge was an error; `into`: the key of the ticket in which it had gone on."""

    code = "unmerged"
    into: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s says that %(key)s was merged into %(into)s in error: it goes on by itself again."))
        then = _("Its times count as if it had never been merged.")
        return self.of(pgettext("subject", "Goes on by itself again"), told, *self.quoted(), then, tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class AskedWhetherFixed(Said):
    """`by_mail`: the reader has no account, and so no page to choose on."""

    code = "asked_whether_fixed"
    by_mail: bool = False

    def letter(self, lang: str) -> Letter:
        asks = self.said(_("A message came after it was resolved, and %(who)s asks: is it fixed?"))
        ways = _("Open the ticket and choose: yes, it works, or no, it is not fixed.")
        ways = _("Please tell us: yes, it works, or no, it is not fixed.") if self.by_mail else ways
        return self.of(pgettext("subject", "Is it fixed?"), asks, *self.quoted(), ways)


@dataclass(frozen=True, kw_only=True)
class TakenAsRefusal(Said):
    code = "taken_as_refusal"

    def letter(self, lang: str) -> Letter:
        told = _("%(who)s took what you told us as a refusal: the repair counts as refused since then, and we go on.")
        return self.of(pgettext("subject", "We go on"), self.said(told), *self.quoted())


@dataclass(frozen=True, kw_only=True)
class Resolved(Said):
    """`closes_at`: when silence closes it, in the contract's zone; None: never."""

    code = "resolved"
    closes_at: int | None = None
    zone: str = "UTC"

    def letter(self, lang: str) -> Letter:
        please = _("Please confirm that it works, or tell us that it does not.")
        ends = _("If we hear nothing from you it closes by itself: %(when)s.")
        silence = at_moment(ends, self.closes_at, self.zone, lang)
        letter = self.of(pgettext("subject", "Resolved"), *self.writes(), please, silence, tone="fine")
        return replace(letter, choices=_yes_or_no(self.key))


@dataclass(frozen=True, kw_only=True)
class WhetherItWorks(OfTicket):
    """To whoever answered a resolution by mail; `by_mail`: they have no account, and so no page to choose on."""

    code = "whether_it_works"
    by_mail: bool = False

    def letter(self, lang: str) -> Letter:
        what = _("Does this mean that it does not work?")
        wrote = _("You have written since we resolved it, so it does not close by itself. We guess neither yes nor no.")
        ways = _("Please tell us: yes, it works, or no, it is not fixed.") if self.by_mail else ""
        return replace(self.of(what, wrote, ways), choices=() if self.by_mail else _yes_or_no(self.key))


def _yes_or_no(key: str) -> tuple[tuple[str, str], ...]:
    """Links to the page on which a click decides; to open them decides nothing."""
    told = ((_("Yes, it works"), "yes"), (_("No, it is not fixed"), "no"))
    return tuple((words, f"/portal/tickets/{key}?works={said}#turn") for words, said in told) if key else ()


@dataclass(frozen=True, kw_only=True)
class Confirmed(By):
    code = "confirmed"

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s confirms that it works."))
        return self.of(pgettext("subject", "Confirmed"), told, tone="fine")


@dataclass(frozen=True, kw_only=True)
class Refused(Said):
    code = "refused"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Not fixed"), *self.writes(), tone="at_risk")


@dataclass(frozen=True, kw_only=True)
class Closed(Said):
    code = "closed"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Closed"), *self.writes())


@dataclass(frozen=True, kw_only=True)
class ClosedBySilence(OfTicket):
    """After so many `days`; 0: after the time that the contract gives."""

    code = "closed_by_silence"
    days: int = 0

    def letter(self, lang: str) -> Letter:
        told = _("Nobody said anything within the time that the contract gives: closed.")
        if self.days:
            told = ngettext(
                "Nobody said anything for %(n)d day: closed.", "Nobody said anything for %(n)d days: closed.", self.days
            ) % {"n": self.days}
        return self.of(pgettext("subject", "Closed"), told)
