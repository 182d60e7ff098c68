"""Naming the system of a ticket that came without one, from both sides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.customers.models import Service
from gwarant.tickets.models import OVER
from gwarant.tickets.places import NO, asks_system
from gwarant.web.tickets.typed import TicketForm
from gwarant.web.tickets.verbs import Facts


class SystemForm(TicketForm):
    """Which of the customer's systems it concerns."""

    system = forms.ChoiceField(
        label=gettext_lazy("Which system?"),
        error_messages={"required": gettext_lazy("Please choose the system that it concerns.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Service.objects.filter(customer_id=self.ticket.customer_id, is_active=True).order_by("name")
        self.services = {one.key: one for one in found}
        names = [(key, one.name) for key, one in self.services.items()]
        self.fields["system"].choices = [("", _("Choose a system")), *names]  # type: ignore[attr-defined]

    def told(self) -> Mapping[str, Any]:
        return {"place": self.services[self.cleaned_data["system"]]}


def lacks_system(facts: Facts) -> bool:
    """Whether its system is still to be named."""
    return facts.status not in OVER and asks_system(facts.ticket) != NO


def is_placed(facts: Facts) -> bool:
    return facts.ticket.service_id is not None
