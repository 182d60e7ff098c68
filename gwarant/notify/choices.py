"""Which media carry a notice to a person: what they chose, what each kind is by default, and what nobody can choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gwarant.notify.kinds import KINDS
from gwarant.notify.medium import Medium

Chosen = Mapping[str, Mapping[str, bool]]  # kind → medium → whether; what is not there is as by default


@dataclass(frozen=True)
class Wishes:
    """What a person said about how to reach them; addresses only of media that ask for one."""

    chosen: Chosen = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)


def carries(kind: str, medium: Medium, wishes: Wishes) -> bool:
    """Whether the medium carries notices of that kind; one that asks for an address carries nothing without it."""
    if is_fixed(kind, medium):
        return True
    if medium.known is None and not wishes.addresses.get(medium.name):
        return False
    return wishes.chosen.get(kind, {}).get(medium.name, usual(kind, medium))


def is_fixed(kind: str, medium: Medium) -> bool:
    """Whether it comes that way whatever anybody chose; nothing does to an address that a person has yet to give."""
    return medium.known is not None and medium.always(KINDS[kind])


def may_choose(kind: str, medium: Medium) -> bool:
    """Whether a person can have it stop coming that way."""
    return KINDS[kind].is_offered and not is_fixed(kind, medium)


def usual(kind: str, medium: Medium) -> bool:
    """What holds while a person has chosen nothing."""
    return medium.usual(KINDS[kind])
