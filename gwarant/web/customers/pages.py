"""What the customer's pages show."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.contracts.models import Contract
from gwarant.customers.models import Customer
from gwarant.ledger.unreadable import unreadable
from gwarant.tickets.models import Ticket
from gwarant.web.availability.links import links_of
from gwarant.web.contracts.standing import standing_of
from gwarant.web.people.roles import role_name
from gwarant.web.tickets.rows import page_of

MOST = 20  # changes of who cares that the page shows


def customer_page(customer: Customer, now: datetime) -> dict[str, Any]:
    """Everything of one customer."""
    people = customer.memberships.active().select_related("user").order_by("role", "user__name")
    tickets = Ticket.objects.open().filter(customer=customer).most_urgent_first()
    _page, rows = page_of(tickets, 1, now)
    changes = customer.care_changes.select_related("caretaker", "deputy", "decided_by").order_by("-pk")
    links = links_of(customer.pk, now)
    systems = [(one, links.get(one.key, [])) for one in customer.services.order_by("-is_active", "name")]
    return {
        "customer": customer,
        "crumbs": [(reverse("desk:customers"), _("Customers"))],
        "people": [(one, role_name(one.role)) for one in people],
        "systems": systems,
        "care_changes": list(changes[:MOST]),
        "contracts": contract_lines(customer, now),
        "rows": rows,
        "unread": unreadable(customer.pk),
    }


def contract_lines(customer: Customer, now: datetime) -> list[dict[str, Any]]:
    """The customer's contracts, each with the wording that matters now."""
    contracts = Contract.objects.filter(customer=customer).prefetch_related("versions").order_by("number")
    return [_line(one, now) for one in contracts]


def _line(contract: Contract, now: datetime) -> dict[str, Any]:
    versions = sorted(contract.versions.all(), key=lambda one: one.version)
    standings = [(one, standing_of(one, now)) for one in versions]
    holding = next(((one, said) for one, said in standings if said.holds), None)
    shown = holding or (standings[-1] if standings else None)
    waiting = [pair for pair in standings if shown and pair[0].version > shown[0].version and not pair[1].is_over]
    return {"contract": contract, "shown": shown, "waiting": waiting}
