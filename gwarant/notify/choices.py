"""Which media carry a notice to a person: what they chose, what each kind is by default, and what nobody can choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gwarant.notify.kinds import KINDS

Chosen = Mapping[str, Mapping[str, bool]]  # kind → medium → whether; what is not there is as by default
INBOX, MAIL = "inbox", "mail"


@dataclass(frozen=True)
class Wishes:
    """What a person said about how to reach them; addresses only of media that ask for one."""

    chosen: Chosen = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)


def carries(kind: str, medium: str, wishes: Wishes) -> bool:
    """Whether the medium carries notices of that kind: the inbox all of them, mail what has a reason to be always sent.

    A medium that asks for an address carries nothing without one.
    """
    if is_fixed(kind, medium):
        return True
    if medium != MAIL and not wishes.addresses.get(medium):
        return False
    return wishes.chosen.get(kind, {}).get(medium, usual(kind, medium))


def is_fixed(kind: str, medium: str) -> bool:
    """Whether it comes that way whatever anybody chose."""
    return medium == INBOX or (medium == MAIL and bool(KINDS[kind].always))


def usual(kind: str, medium: str) -> bool:
    """What holds while a person has chosen nothing: mail carries everything, other media what is urgent."""
    return medium == MAIL or KINDS[kind].is_urgent
