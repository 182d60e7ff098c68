"""Which classes a report may have."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.tickets.problem import NotAClass

WITHOUT_CONTRACT = ("critical", "serious", "ordinary", "change")


@dataclass(frozen=True)
class Choice:
    """A class as people choose it."""

    id: str
    label: str


def classes_of(version: ContractVersion | None) -> tuple[Choice, ...]:
    """The classes of the wording, the most severe first; the usual ones where no contract is in force."""
    if version is None:
        return tuple(Choice(one, one.capitalize()) for one in WITHOUT_CONTRACT)
    return tuple(Choice(one.id, one.label or one.id) for one in wording_of(version).classes)


def weight(version: ContractVersion | None, class_id: str) -> int:
    """How severe a class is among those of its contract: 0 is the worst of several; what has no rank comes last."""
    known = [one.id for one in classes_of(version)]
    return known.index(class_id) if class_id in known and len(known) > 1 else len(known)


def usual_class(known: Sequence[str]) -> str:
    """The least severe fault: what a report is taken for until somebody reads it."""
    faults = [one for one in known if one != "change"]
    return (faults or known)[-1]


def knows_class(version: ContractVersion | None, class_id: str) -> bool:
    return class_id in {one.id for one in classes_of(version)}


def check_class(version: ContractVersion | None, class_id: str) -> None:
    """NotAClass when the contract knows no such class."""
    if not knows_class(version, class_id):
        raise NotAClass(_("The contract has no such class of tickets. Choose one from the list."))
