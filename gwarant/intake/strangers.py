"""Who writes to a customer's own address and is known to nobody: their report counts, and they learn nothing by it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from gwarant.customers.models import Correspondent, Customer
from gwarant.database.together import ask
from gwarant.intake.models import TAKEN, RawMail
from gwarant.intake.whose import Whose, domain_of
from gwarant.sla.evidence.model import Role
from gwarant.tickets.lifecycle import WHETHER
from gwarant.tickets.models import Message


def is_stranger(writer: Whose) -> bool:
    """Whether nobody has ever said that they belong to the customer, neither of them nor of their domain.

    That they wrote before makes nobody known: the first spam would let in the second.
    """
    if writer.person is not None or writer.staff is not None or writer.by not in ("door", "address"):
        return False
    return not is_of_domain(writer, writer.customer) and not (writer.known is not None and is_vouched_for(writer.known))


def is_of_domain(writer: Whose, customer: Customer | None) -> bool:
    """Whether they write from a domain that is registered for the customer now."""
    domain = domain_of(writer.email)
    return domain is not None and domain.is_active and domain.customer == customer


def is_vouched_for(known: Correspondent) -> bool:
    """Whether somebody of the house has answered them, or took a message of theirs for the customer's."""
    return ask("vouched for", known.pk, lambda: vouched_for([known.pk])[known.pk])


def vouched_for(numbers: Collection[int]) -> dict[int, bool]:
    """The same of many, by their keys."""
    own = OuterRef("pk")
    ours = Message.objects.filter(ticket__correspondent=own, is_public=True, event__by=Role.PROVIDER.value)
    ours = ours.exclude(event__kind__in=WHETHER).exclude(event__number=1)
    decided = RawMail.objects.filter(ticket__correspondent=own, decided_at__isnull=False, outcome__in=TAKEN)
    found = Correspondent.objects.filter(Exists(ours) | Exists(decided), pk__in=numbers)
    vouched = set(found.values_list("pk", flat=True))
    return {pk: pk in vouched for pk in numbers}
