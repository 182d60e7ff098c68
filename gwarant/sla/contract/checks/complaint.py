"""How a check complains: at the place of the dotted path, or at the nearest part of the contract around it."""

from collections.abc import Callable, Iterable

from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import Report
from gwarant.sla.problem import did_you_mean

_NOWHERE = Node(None)


def at(report: Report, path: str) -> Node:
    """The node of the path, or of the nearest part of the contract around it."""
    while path and path not in report.places:
        path = path.rpartition(".")[0]
    return report.places.get(path, _NOWHERE)


def wrong(report: Report, path: str, message: str, hint: str = "", code: str = "reference") -> None:
    """Report an error at the path."""
    report.add(at(report, path), path, message, hint, code)


def known(report: Report, path: str, what: str, name: str, names: Iterable[str]) -> None:
    """Report a name that is not among the names."""
    names = list(names)
    if name not in names:
        mend = did_you_mean(name, names) or f"the contract names no {what} at all"
        wrong(report, path, f"there is no {what} {name!r}", mend)


def tried(report: Report, path: str, action: Callable[[], object]) -> None:
    """Report what the action raises as ValueError."""
    try:
        action()
    except ValueError as error:
        wrong(report, path, str(error), code="invalid")
