"""Merging a ticket into another one: the form, with what monitoring suggests first, and undoing it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.monitoring.outages.linking import same_outage
from gwarant.sla.clocks.reading import ClockState
from gwarant.tickets import actions
from gwarant.tickets.actions.merging import may_be_merged
from gwarant.tickets.models import Ticket
from gwarant.web.tickets.typed import TicketForm
from gwarant.web.tickets.verbs import Facts
from gwarant.web.typed import WordsField

SUGGESTED = 6


class MergeForm(TicketForm):
    """In which ticket it goes on: one that is suggested, or its number."""

    chosen = forms.ChoiceField(
        label=gettext_lazy("Which ticket is about the same?"), widget=forms.RadioSelect, required=False
    )
    number = forms.CharField(
        label=gettext_lazy("The number of the ticket in which it goes on"), max_length=40, required=False
    )
    text = WordsField(
        label=gettext_lazy("Why they are the same"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy(
            "The customer reads it. The clock of the one that was first goes on, what the customer said in either "
            "counts, and this one is not judged by itself any more. Whoever reported or follows it follows the other."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.key, f"{one.key} {one.title}") for one in suggested(self.ticket)]
        if known:
            self.fields["chosen"].choices = [*known, ("", _("Another one, by its number"))]  # type: ignore[attr-defined]
        else:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        number = told.get("number") or told.get("chosen") or ""
        found = self._found(number.replace("\x00", "").strip().strip("[]#").upper())
        if "chosen" not in self.errors and found is None:
            if number:
                self.add_error("number", _("This customer has no ticket with the number %(key)s.") % {"key": number})
            else:
                self.add_error("number", _("Please give the number of the ticket in which it goes on."))
        self.into = found
        return told

    def _found(self, key: str) -> Ticket | None:
        return Ticket.objects.filter(customer_id=self.ticket.customer_id, key=key).first() if key else None

    def told(self) -> Mapping[str, Any]:
        return {**self.cleaned_data, "into": self.into}


class UnmergeForm(TicketForm):
    """Why the merge was an error."""

    text = WordsField(
        label=gettext_lazy("Why they are not the same"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The customer reads it. Both count as if they had never been merged: this ticket's clocks have run all the "
            "time. What was said in the other one stays there."
        ),
        error_messages={"required": gettext_lazy("Please say why they are not the same: the customer reads it.")},
    )


def suggested(ticket: Ticket) -> list[Ticket]:
    """What may be the same: outages of its time first, then what else is open about its system, the latest first."""
    outages = [one for one in same_outage(ticket) if one.merged_into_id is None]
    others = Ticket.objects.open().filter(Q(service=ticket.service_id), customer_id=ticket.customer_id)
    others = others.exclude(pk__in=[ticket.pk, *(one.pk for one in outages)]).order_by("-reported_at", "-pk")
    return [*outages, *others[:SUGGESTED]][:SUGGESTED] if ticket.service_id else outages


def may_merge(facts: Facts) -> bool:
    """Whether the page offers it: while a clock stands still it would be refused."""
    return may_be_merged(facts.ticket) and not any(one.state is ClockState.PAUSED for one in facts.live)


def merge(on: Ticket, told: Mapping[str, Any], **way: Any) -> Ticket:
    return actions.merge(on, told["into"], told["text"], **way)


def unmerge(on: Ticket, told: Mapping[str, Any], **way: Any) -> Ticket:
    return actions.unmerge(on, told["text"], **way)
