"""Who does something to a ticket, and by which way it reached us."""

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent, Customer, CustomerRole, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.sla.evidence.model import Role

PORTAL, DESK, PHONE, EMAIL, MONITORING = "portal", "desk", "phone", "email", "monitoring"

Somebody = User | Correspondent  # with an account, or known by an address alone
Author = Somebody | None  # None: the system


def role_of(by: Author) -> Role:
    """On whose side the author stands."""
    if by is None:
        return Role.SYSTEM
    return Role.PROVIDER if isinstance(by, User) and by.staff_role else Role.CUSTOMER


def person_of(by: Author) -> User | None:
    """The account of the author, if there is one."""
    return by if isinstance(by, User) else None


def correspondent_of(by: Author) -> Correspondent | None:
    """The author, where an address is all that is known of them."""
    return by if isinstance(by, Correspondent) else None


def is_known_sender(by: Author, way: str, is_of_domain: bool) -> bool:
    """Whether words that came by mail bear a name of the customer's: an account of theirs, or their own domain."""
    account = person_of(by) or (by.user if isinstance(by, Correspondent) else None)
    return way == EMAIL and (is_of_domain or (account is not None and not account.staff_role))


def opaque_of(by: Author) -> str:
    """The name under which evidence knows the author; empty for the system."""
    return by.opaque if by else ""


def name_of(by: Author) -> str:
    """As the others call the author; empty for the system."""
    return str(by or "")


def speaks(by: Somebody, customer: Customer) -> bool:
    """Whether the words of somebody count as the customer's: of whoever has the role of a reader there they do not.

    An address without an account has no role, and speaks for the customer; whoever has no place there spoke because
    somebody of the house took them at their word.
    """
    account = person_of(by) or (by.user if isinstance(by, Correspondent) else None)
    if account is None or account.staff_role:
        return True
    with scoped(ENGINE):
        place = Membership.objects.active().filter(customer=customer, user=account)
        return not place.filter(role=CustomerRole.READER).exists()


def usual_channel(by: Author) -> str:
    """Where this side works, when nobody says otherwise; what the system does comes by no channel."""
    return {Role.PROVIDER: DESK, Role.CUSTOMER: PORTAL}.get(role_of(by), "")
