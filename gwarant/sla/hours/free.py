"""What `not_charged` makes free beside the kinds of work that it names: all work on tickets of a class."""

from gwarant.sla.contract.model.money import Hours

CLASS = "class "
BY_WORK = {"critical_incident": "critical"}
"""Kinds of work that speak of a class of tickets: whatever is done on such a ticket is work of that kind."""


def freed_class(name: str) -> str:
    """The class of tickets on which no work is charged by that name of `not_charged`; none for a mere kind of work."""
    return name.removeprefix(CLASS).strip() if name.startswith(CLASS) else BY_WORK.get(name, "")


def freed_by(terms: Hours, class_: str) -> str:
    """The name of `not_charged` by which all work on a ticket of the class is free; empty where none does."""
    return next((name for name in terms.not_charged if class_ and freed_class(name) == class_), "")
