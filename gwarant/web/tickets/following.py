"""Who follows a ticket, as its page shows it, and the forms by which people begin and stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.accounts.models import User
from gwarant.customers.actions import who_writes
from gwarant.customers.models import Correspondent, IntakeAddress, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.dead import dead
from gwarant.tickets import actions
from gwarant.tickets.authors import Somebody
from gwarant.tickets.following import followers_of
from gwarant.tickets.models import Ticket
from gwarant.web.tickets.typed import TicketForm
from gwarant.web.tickets.verbs import Facts

MOST_NAMED = 200  # people of a customer to choose from


@dataclass(frozen=True)
class Follower:
    """Somebody who follows: under which id, how they are called, where they read, whether the reader may end it.

    `is_dead`: a mail to them came back, so that none goes there any more.
    """

    name: str
    who: str
    email: str
    is_you: bool
    may_end: bool
    is_dead: bool = False


class FollowingForm(TicketForm):
    """Who of the customer follows from now on; the customer's people choose among those who have an account."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who is to be told too?"),
        error_messages={"required": gettext_lazy("Please choose a person.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.opaque: one for one in candidates(self.ticket)}
        names = [(key, f"{one.name}, {one.email}") for key, one in self.people.items()]
        self.fields["to"].choices = [("", _("Choose a person")), *names]  # type: ignore[attr-defined]

    def told(self) -> Mapping[str, Any]:
        return {"who": self.people[self.cleaned_data["to"]]}


class FollowingByAddressForm(FollowingForm):
    """The same for the house, which may name an address that has no account."""

    email = forms.EmailField(
        label=gettext_lazy("Or an e-mail address of the customer's"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Whoever reads there gets what we write about the ticket, and may answer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].required = False

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"]).strip().lower()
        if typed and _is_of_others(typed, self.ticket):
            raise forms.ValidationError(_("This is an address of ours or of another customer's people."))
        if typed and IntakeAddress.objects.filter(address=typed).exists():
            raise forms.ValidationError(_("At this address we read ourselves."))
        return typed

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not self.errors and bool(told.get("to")) == bool(told.get("email")):
            self.add_error("to", _("Choose a person, or write an address: one of the two."))
        return told

    def told(self) -> Mapping[str, Any]:
        if self.cleaned_data["to"]:
            return super().told()
        return {"email": self.cleaned_data["email"]}


class EndForm(TicketForm):
    """Who follows no more, by the id under which they do."""

    follower = forms.CharField(max_length=40, widget=forms.HiddenInput)


def candidates(ticket: Ticket) -> Sequence[User]:
    """The customer's people who do not follow yet and did not report it."""
    here = {one.pk for one in followers_of(ticket).values() if isinstance(one, User)}
    with scoped(ENGINE):
        active = Membership.objects.active().filter(customer_id=ticket.customer_id).exclude(user__in=here)
        places = active.exclude(user=ticket.reporter_id or 0).select_related("user").order_by("user__name", "pk")
        return [one.user for one in places[:MOST_NAMED]]


def _is_of_others(address: str, ticket: Ticket) -> bool:
    """Whether somebody has the address who is not of the ticket's customer: colleagues, other customers' people."""
    account = User.objects.filter(email__iexact=address, is_active=True).first()
    if account is not None:
        return not Membership.objects.active().filter(user=account, customer_id=ticket.customer_id).exists()
    wrote = set(Correspondent.objects.filter(email=address).values_list("customer_id", flat=True))
    return bool(wrote) and ticket.customer_id not in wrote


def begin(on: Ticket, told: Mapping[str, Any], *, now: datetime, **way: Any) -> Ticket:
    """Have the person follow, or whoever has the address."""
    who: Somebody = told.get("who") or who_writes(on.customer, email=told["email"], now=now)
    return actions.follow(on, who, now=now, **way)


def end(on: Ticket, told: Mapping[str, Any], **way: Any) -> Ticket:
    """They follow no more."""
    return actions.unfollow(on, told["follower"], **way)


def is_followed(facts: Facts) -> bool:
    """Whether anybody follows who could be taken off."""
    return bool(followers_of(facts.ticket))


def shown(ticket: Ticket, reader: User, *, may_end: bool) -> list[Follower]:
    """Who follows the ticket; `may_end`: whether the reader may take others off."""
    people = followers_of(ticket)
    stopped = dead(one.email for one in people.values())
    return [
        Follower(
            name,
            str(one),
            _beside(one) if reader.is_inside else "",
            one == reader,
            may_end or one == reader,
            one.email.lower() in stopped,
        )
        for name, one in people.items()
    ]


def _beside(who: Somebody) -> str:
    """The address, where it is not the name already."""
    return who.email if str(who) != who.email else ""


def may_begin(ticket: Ticket, reader: User) -> bool:
    """Whether the reader could begin to follow: they do not yet, and are not asked about it anyway."""
    return any(one == reader for one in candidates(ticket))
