"""A small world for the service level engine: a shop's contract, its people, and what happened, written a line each.

    desk = Desk(BUSINESS)
    desk.read("Fri 2026-06-12 18:00", "Fri 2026-06-12 15:00 Cora reported class=serious")["response"]

An event is a moment in Warsaw, who caused it, what, and `key=value` or flags: `automatic`, `approved`, `refused`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, cached_property

from gwarant.sla.calendar import zone
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.model import Exclusion, Kind, Role, TicketEvent
from gwarant.sla.terms import Terms

ROLES = {
    "Cora": Role.CUSTOMER,
    "Zoe": Role.CUSTOMER,
    "Alice": Role.PROVIDER,
    "Ben": Role.PROVIDER,
    "Mailer": Role.SYSTEM,
    "Monitor": Role.SYSTEM,
}
FLAGS = {
    "automatic": {"automatic": True},
    "imported": {"imported": True},
    "known_sender": {"known_sender": True},
    "approved": {"approved": True},
    "refused": {"approved": False},
}

BUSINESS = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000}
calendars:
  office: {week: "Mon-Fri 08:00-18:00", holidays: PL}
  always: {week: "Mon-Sun 00:00-24:00"}
classes: [{id: critical}, {id: serious}, {id: usual}, {id: change}]
clocks:
  - {id: response, stop: first_human_reply}
  - {id: fix, stop: resolved}
targets:
  critical: {response: [15m, always], fix: [4h, always]}
  serious: {response: [1h, office], fix: [10h, office]}
  usual: {response: [4h, office], fix: [40h, office]}
"""


def contract(wording: str = BUSINESS, /, **sections: str) -> Contract:
    """The resolved contract of a YAML text; a section given by name stands in place of its own."""
    kept = [line for line in wording.splitlines() if line]
    for name, value in sections.items():
        kept = [*_without(kept, name), f"{name}: {value}"]
    return resolve(parse("\n".join(kept) + "\n").required())


class Desk:
    """The service desk under one contract."""

    def __init__(self, wording: str = BUSINESS, /, **sections: str) -> None:
        self.contract = _cached(wording, tuple(sorted(sections.items())))

    @cached_property
    def terms(self) -> Terms:
        return Terms(self.contract)

    def read(self, as_of: str, *lines: str, exclusions: Iterable[Exclusion] = ()) -> dict[str, Reading]:
        """The clocks of ticket T-1 by name: `fix`, in a second cycle `fix/2`, in a third link `updates.3`."""
        return self.clocks(ticket(*lines), as_of, exclusions)

    def clocks(self, one: Ticket, as_of: str, exclusions: Iterable[Exclusion] = ()) -> dict[str, Reading]:
        """The clocks of any ticket by name."""
        return {_name(row): row for row in read_clocks(one, self.terms, at(as_of), tuple(exclusions))}


def at(text: str, zone_name: str = "Europe/Warsaw") -> int:
    """The UTC seconds of "Fri 2026-06-12 15:00"; the weekday is checked, `+01:00` picks an hour that comes twice."""
    day, _, rest = text.partition(" ") if text[0].isalpha() else ("", "", text)
    moment = datetime.fromisoformat(rest)
    assert day in ("", moment.strftime("%a")), f"{text} is a {moment:%A}"
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone(zone_name))).timestamp())


def text(moment: int | None, zone_name: str = "Europe/Warsaw") -> str:
    """The moment as it stands on the wall: "Fri 2026-06-12 15:00"."""
    if moment is None:
        return "never"
    local = datetime.fromtimestamp(moment, UTC).astimezone(zone(zone_name))
    return f"{local:%a %Y-%m-%d %H:%M:%S}".removesuffix(":00")


def event(line: str, number: int = 1) -> TicketEvent:
    """The event that one line tells."""
    words = line.split()
    stamp = next(n for n, word in enumerate(words) if ":" in word) + 1
    moment, (who, kind), rest = at(" ".join(words[:stamp])), words[stamp : stamp + 2], words[stamp + 2 :]
    fields = {"id": f"e{number:03}", "ticket": "T-1", "received": moment}
    for word in rest:
        key, given, value = word.partition("=")
        fields |= _field(key, value) if given else FLAGS[word]
    return TicketEvent(**{"at": moment, "kind": Kind(kind), "by": ROLES[who], "person": who.lower(), **fields})


def events(*lines: str) -> list[TicketEvent]:
    return [event(line, number) for number, line in enumerate(lines, 1)]


def tickets(*lines: str) -> dict[str, Ticket]:
    """The tickets that the lines tell of, by id."""
    return {one.id: one for one in tickets_of(events(*lines))}


def ticket(*lines: str, id: str = "T-1") -> Ticket:
    return tickets(*lines)[id]


def exclusion(decided: str, **fields: object) -> Exclusion:
    """A complete exclusion of T-1, unless the fields say otherwise."""
    moment = at(decided) * 1000
    whole = Exclusion(
        id="x1",
        decided=moment,
        received=moment,
        ticket="T-1",
        reason="the shop's own server was off",
        person="alice",
        consent="mail of 15 June",
    )
    return replace(whole, **fields)


def hours(seconds: int) -> float:
    return seconds / 3600


def day(text: str) -> date:
    return date.fromisoformat(text)


@cache
def _cached(wording: str, sections: tuple[tuple[str, str], ...]) -> Contract:
    return contract(wording, **dict(sections))


def _without(lines: list[str], section: str) -> list[str]:
    first = next((n for n, line in enumerate(lines) if line.startswith(f"{section}:")), None)
    if first is None:
        return lines
    after = next((n for n in range(first + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    return lines[:first] + lines[after:]


def _field(key: str, value: str) -> dict[str, object]:
    key = {"class": "class_"}.get(key, key)
    return {key: at(value.replace("T", " ")) if key == "received" else value}


def _name(row: Reading) -> str:
    cycle = f"/{row.cycle}" if row.cycle > 1 else ""
    return f"{row.clock}{cycle}" + (f".{row.link}" if row.link > 1 else "")
