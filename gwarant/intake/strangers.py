"""Who writes to a customer's own address and is known to nobody: their report counts, and they learn nothing by it."""

from gwarant.customers.models import Correspondent, Customer
from gwarant.intake.models import TAKEN, MailDomain, RawMail
from gwarant.intake.whose import Whose
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
    domain = MailDomain.objects.filter(domain=writer.email.rpartition("@")[2], customer=customer, is_active=True)
    return domain.exists()


def is_vouched_for(known: Correspondent) -> bool:
    """Whether somebody of the house has answered them, or took a message of theirs for the customer's."""
    ours = Message.objects.filter(ticket__correspondent=known, is_public=True, event__by=Role.PROVIDER.value)
    ours = ours.exclude(event__kind__in=WHETHER)
    decided = RawMail.objects.filter(ticket__correspondent=known, decided_at__isnull=False, outcome__in=TAKEN)
    return ours.exclude(event__number=1).exists() or decided.exists()
