"""The names of filters and states as people type them, in Polish and in English, without diacritics and capitals."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gwarant.tickets.finding import OPEN
from gwarant.tickets.models import Status

CUSTOMER, STATE, SYSTEM, HOLDER, PERSON, SINCE, UNTIL = (
    "customer",
    "state",
    "system",
    "holder",
    "person",
    "since",
    "until",
)

NAMES: Mapping[str, tuple[str, ...]] = {
    CUSTOMER: ("klient", "klienta", "customer", "client"),
    STATE: ("stan", "status", "state"),
    SYSTEM: ("system", "usluga", "service"),
    HOLDER: ("prowadzi", "przypisane", "assignee", "assigned"),
    PERSON: ("osoba", "kto", "person", "who"),
    SINCE: ("od", "since", "from"),
    UNTIL: ("do", "until", "to"),
}
FOR_HOUSE: Mapping[str, str] = {name: key for key, names in NAMES.items() for name in names}
FOR_CLIENTS: Mapping[str, str] = {name: key for name, key in FOR_HOUSE.items() if key != HOLDER}

STATES: Mapping[str, frozenset[str] | None] = {
    **dict.fromkeys(("open", "otwarte", "otwarty"), OPEN),
    **dict.fromkeys(("new", "nowe", "nowy"), frozenset({Status.NEW.value})),
    **dict.fromkeys(("work", "praca", "wpracy", "inwork"), frozenset({Status.OPEN.value})),
    **dict.fromkeys(("waiting", "czeka", "czekajace"), frozenset({Status.WAITING.value})),
    **dict.fromkeys(("resolved", "rozwiazane", "rozwiazany"), frozenset({Status.RESOLVED.value})),
    **dict.fromkeys(("closed", "zamkniete", "zamkniety"), frozenset({Status.CLOSED.value})),
    **dict.fromkeys(("merged", "polaczone", "polaczony"), frozenset({Status.MERGED.value})),
    **dict.fromkeys(("spam", "aside", "odlozone"), frozenset({Status.ASIDE.value})),
    **dict.fromkeys(("any", "all", "wszystkie"), None),
}
ME, NOBODY = ("me", "ja", "mine", "moje"), ("nobody", "nikt", "none")


def known_states(*, is_inside: bool) -> str:
    """The states to narrow by, in the reader's language."""
    if is_inside:
        return _("open, new, work, waiting, resolved, closed, merged, spam, all")
    return _("open, new, work, waiting, resolved, closed, merged, all")


def hints(*, is_inside: bool) -> list[tuple[str, str]]:
    """Examples to type, each with what it does, in the reader's language."""
    found = [
        (_("card declined"), _("all the words, in any of their forms")),
        (_('"connection reset"'), _("words as they stand one after the other")),
        (_("state:open"), _("also new, work, waiting, resolved, closed, merged")),
        (_("system:shop"), _("of one system")),
        (_("person:nowak"), _("reported or answered by somebody")),
        (_("from:2026-05-01 to:2026-05-31"), _("reported in these days")),
    ]
    inside = [
        (_("customer:shop"), _("of one customer")),
        (_("assignee:me"), _("in somebody's hands; nobody: in nobody's")),
    ]
    return [*found[:2], *inside, *found[2:]] if is_inside else found
