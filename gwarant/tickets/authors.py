"""Who does something to a ticket, and by which way it reached us."""

from dataclasses import dataclass

from gwarant.accounts.models import User
from gwarant.sla.evidence.model import Role

PORTAL, DESK, PHONE, EMAIL = "portal", "desk", "phone", "email"


@dataclass(frozen=True)
class Address:
    """Somebody known by an address alone: a customer's word, until an account says more."""

    email: str
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.email


Author = User | Address | None  # None: the system


def role_of(by: Author) -> Role:
    """On whose side the author stands."""
    if by is None:
        return Role.SYSTEM
    return Role.PROVIDER if isinstance(by, User) and by.staff_role else Role.CUSTOMER


def person_of(by: Author) -> User | None:
    """The account of the author, if there is one."""
    return by if isinstance(by, User) else None


def name_of(by: Author) -> str:
    """As the others call the author; empty for the system."""
    return by.name if isinstance(by, User) else str(by or "")


def usual_channel(by: Author) -> str:
    """Where this side works, when nobody says otherwise; what the system does comes by no channel."""
    return {Role.PROVIDER: DESK, Role.CUSTOMER: PORTAL}.get(role_of(by), "")
