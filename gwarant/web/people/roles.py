"""What the roles are called, and what each may do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gwarant.accounts.models import StaffRole
from gwarant.customers.models import CustomerRole

Words = str | Promise
STAFF_ROLES: dict[str, tuple[Words, Words]] = {
    StaffRole.OWNER: (_("Owner"), _("runs the house and decides who else does")),
    StaffRole.MANAGER: (_("Manager"), _("looks after people, customers and contracts")),
    StaffRole.CARETAKER: (_("Caretaker"), _("answers for customers and works on tickets")),
    StaffRole.ENGINEER: (_("Engineer"), _("works on tickets")),
    StaffRole.AUDITOR: (_("Auditor"), _("reads everything, changes nothing")),
}
CLIENT_ROLES: dict[str, tuple[Words, Words]] = {
    CustomerRole.ADMINISTRATOR: (
        pgettext_lazy("of a customer", "Administrator"),
        _("invites people, accepts contracts, reports and confirms"),
    ),
    CustomerRole.REQUESTER: (pgettext_lazy("of a customer", "Requester"), _("reports and confirms")),
    CustomerRole.READER: (pgettext_lazy("of a customer", "Reader"), _("reads")),
}


def role_name(role: str) -> str:
    """The role's name, of either side."""
    known = {**STAFF_ROLES, **CLIENT_ROLES}
    return str(known[role][0]) if role in known else role


def described(roles: dict[str, tuple[Words, Words]], *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The roles as choices: name, and what each may do."""
    return [(role, f"{name} – {may}") for role, (name, may) in roles.items() if role not in without]
