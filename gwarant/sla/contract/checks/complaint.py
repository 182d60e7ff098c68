"""How a check complains: at the place of the dotted path, or at the nearest part of the contract around it."""

import re
from collections.abc import Callable, Iterable

from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import Report
from gwarant.sla.problem import did_you_mean

_NOWHERE = Node(None)
_SECTIONS = {
    "class": "classes",
    "clock": "clocks",
    "calendar": "calendars",
    "service": "services",
    "availability": "availability",
    "measure": "measures",
    "duty": "duties",
    "promise": "availability",
    "phase": "phases",
    "fee": "fee.parts",
}


def at(report: Report, path: str) -> Node:
    """The node of the path, or of the nearest part of the contract around it."""
    while path and path not in report.places:
        path = path.rpartition(".")[0]
    return report.places.get(path, _NOWHERE)


def wrong(report: Report, path: str, message: str, hint: str = "", code: str = "reference") -> None:
    """Report an error at the path."""
    report.add(at(report, path), path, message, hint, code)


def known(report: Report, path: str, what: str, name: str, names: Iterable[str]) -> None:
    """Report a name that is not among the names; none where the section that names them cannot be read."""
    names = list(names)
    if name not in names and not _is_unread(report, what):
        mend = did_you_mean(name, names) or f"the contract names no {what} at all"
        wrong(report, path, f"there is no {what} {name!r}", mend)


def tried(report: Report, path: str, action: Callable[[], object]) -> None:
    """Report what the action raises as ValueError."""
    try:
        action()
    except ValueError as error:
        wrong(report, path, str(error), code="invalid")


def unread(report: Report, path: str) -> bool:
    """Whether what stands at the path cannot be read, so that nothing is known of it."""
    return report.guesses is not None and report.guesses.hides(path)


def _is_unread(report: Report, what: str) -> bool:
    """Whether a section that could name what is looked for cannot be read, or a row of it whose name is not known."""
    if report.guesses is None:
        return False
    sections = [one for word, one in _SECTIONS.items() if word in what]
    nameless = (re.compile(rf"{re.escape(one)}\.\d+(\.id)?") for one in sections)
    rows = any(one.fullmatch(path) for one in nameless for path in report.guesses.paths)
    return rows or any(report.guesses.hides(one) for one in sections)
