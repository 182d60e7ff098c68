"""Who bears an entry, how much of a kind of work one ticket may take, and who bears what lies above it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from gwarant.sla.contract.model.money import ChargedTo, WorkKind
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours.part import Part, borne

Worked = Mapping[str, tuple[TimeEntry, tuple[Part, ...]]]


def limited(
    worked: Worked, taken_back: Mapping[str, int], kinds: Callable[[TimeEntry], WorkKind]
) -> dict[str, tuple[Part, ...]]:
    """The parts of each entry as they are borne, split where its ticket reaches `at_most` of its kind of work.

    The charged seconds of a ticket run in the order of the months in which its entries count and of their start, so
    that what comes after a closing never moves a closed month. An entry no longer counts from the month in which it
    was taken back (`taken_back`); one without a ticket stands alone.
    """
    found: dict[str, tuple[Part, ...]] = {}
    before: dict[tuple[str, str], list[tuple[int | None, int]]] = {}
    for id, (entry, parts) in sorted(worked.items(), key=_order):
        kind = kinds(entry)
        if kind.at_most is None or not parts:
            found[id] = tuple(borne(part, kind.charge) for part in parts)
            continue
        month, whole = parts[0].month, sum(part.charged for part in parts)
        ticket = before.setdefault((entry.work, entry.ticket or entry.id), [])
        used = sum(seconds for gone, seconds in ticket if gone is None or gone > month)
        room = max(0, kind.at_most.seconds - used)
        found[id] = _numbered(split(parts, room, kind.charge, kind.beyond))
        ticket.append((taken_back.get(id), whole))
    return found


def split(parts: Sequence[Part], room: int, below: ChargedTo, beyond: ChargedTo) -> Iterator[Part]:
    """The parts, borne as `below` says up to so many charged seconds and as `beyond` says above them."""
    for part in parts:
        within = min(room, part.charged)
        room -= within
        if within == part.charged:
            yield borne(part, below)
        elif not within:
            yield borne(part, beyond)
        else:
            first, second = _halves(part, within)
            yield borne(first, below)
            yield borne(second, beyond)


def _halves(part: Part, within: int) -> tuple[Part, Part]:
    real, drain = part.real * within // part.charged, part.drain * within // part.charged
    middle = part.start + real
    first = replace(part, end=middle, real=real, charged=within, drain=drain)
    at = part.at if part.late else middle
    rest = replace(part, real=part.real - real, charged=part.charged - within, drain=part.drain - drain)
    return first, replace(rest, start=middle, at=at)


def _numbered(parts: Iterator[Part]) -> tuple[Part, ...]:
    return tuple(replace(part, number=number) for number, part in enumerate(parts))


def _order(row: tuple[str, tuple[TimeEntry, tuple[Part, ...]]]) -> tuple[int, int, int, str]:
    entry, parts = row[1]
    return parts[0].month if parts else -1, entry.start, entry.end, entry.id
