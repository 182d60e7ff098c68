"""What somebody typed, as a query with what it is narrowed to, and what of it makes no sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.sla.calendar import zone as zone_named
from gwarant.sla.calendar.zone import FIRST_YEAR, LAST_YEAR
from gwarant.tickets.finding import Narrowed
from gwarant.tickets.models import Status
from gwarant.web.asked import shown
from gwarant.web.search import keys, names
from gwarant.web.search.names import Named, Names
from gwarant.wordforms.asking import Asked, Wanted, asked_of, query_of, quoted
from gwarant.wordforms.folding import folded


class NoSuch(ValueError):
    """A filter whose value nobody knows; the message is a sentence."""


@dataclass(frozen=True)
class Reading:
    """What to ask the database for, what to mark, who is called so, and what is wrong with what was typed.

    `nearly`: the query where names may have typing errors, for when the other finds nothing; empty where it is that.
    """

    asked: Asked
    query: str
    nearly: str
    narrowed: Narrowed
    called: tuple[Named, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        return self.asked.wanted


@dataclass
class _Reader:
    """Who asks and where: names that they see, and the zone of their days."""

    user: User
    names: Names
    zone: str

    def customers(self, text: str) -> frozenset[int]:
        return frozenset(one.pk for one in self._named(names.CUSTOMER, text, keys.CUSTOMER))

    def systems(self, text: str) -> frozenset[int]:
        return frozenset(one.pk for one in self._named(names.SYSTEM, text, keys.SYSTEM))

    def states(self, text: str) -> frozenset[str]:
        """A client finds nothing that was laid aside as no report, by words or without."""
        word, inside = folded(text).replace(" ", "").replace("-", ""), self.user.is_inside
        hidden = frozenset() if inside else frozenset({Status.ASIDE.value})
        found = keys.STATES.get(word, hidden)
        if found is not None and found <= hidden:
            told, known = _("“%(value)s” is no state. Known are %(known)s."), keys.known_states(is_inside=inside)
            raise NoSuch(told % {"value": shown(text), "known": known})
        return (frozenset(one.value for one in Status) if found is None else found) - hidden

    def holders(self, text: str) -> frozenset[int]:
        if folded(text) in keys.NOBODY:
            return frozenset({0})
        if folded(text) in keys.ME:
            return frozenset({self.user.pk})
        return frozenset(one.pk for one in self._named(names.PERSON, text, keys.HOLDER) if one.is_house)

    def took_part(self, text: str) -> frozenset[str]:
        """Terms, of which a ticket must have one."""
        return frozenset(one.term for one in self._named(names.PERSON, text, keys.PERSON))

    def day(self, text: str) -> date:
        for form in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                found = datetime.strptime(text, form).replace(tzinfo=UTC).date()
            except ValueError:
                continue
            if FIRST_YEAR <= found.year < LAST_YEAR:
                return found
        raise NoSuch(_("“%(value)s” is no day: write it as 2026-05-31.") % {"value": shown(text)})

    def begin(self, day: date) -> datetime:
        return datetime.combine(day, time(), zone_named(self.zone)).astimezone(UTC)

    def _named(self, kind: str, text: str, key: str) -> list[Named]:
        found = self.names.only(kind, text)
        if not found:
            told = {
                keys.CUSTOMER: _("No customer is called “%(value)s”."),
                keys.SYSTEM: _("No system is called “%(value)s”."),
            }.get(key, _("Nobody is called “%(value)s”."))
            raise NoSuch(told % {"value": shown(text)})
        return found


def read(text: str, user: User, zone: str) -> Reading:
    """The reading of what a person typed, of whom the connection's scope is."""
    asked = asked_of(text, keys.FOR_HOUSE if user.is_inside else keys.FOR_CLIENTS)
    reader = _Reader(user, names.all_names(is_inside=user.is_inside), zone)
    problems: list[str] = []
    narrowed = Narrowed()
    people: list[str] = []
    for key, value in asked.filters:
        try:
            if key == keys.PERSON:
                people.append(f"({' | '.join(map(quoted, sorted(reader.took_part(value))))})")
            else:
                narrowed = _with(narrowed, key, value, reader)
        except NoSuch as problem:
            problems.append(str(problem))
    query, nearly = (
        " & ".join(part for part in (_words(asked, reader.names, errors=errors), *people) if part)
        for errors in (False, True)
    )
    called = tuple(reader.names.called(asked.wanted)) if not asked.filters else ()
    return Reading(asked, query, "" if nearly == query else nearly, narrowed, called, tuple(problems))


def _words(asked: Asked, known: Names, *, errors: bool) -> str:
    return query_of(asked, [known.terms(one, errors=errors) for one in asked.wanted])


def _with(narrowed: Narrowed, key: str, value: str, reader: _Reader) -> Narrowed:
    """Narrowed by one filter more; the same filter again lets more through."""
    if key == keys.SINCE:
        return replace(narrowed, since=reader.begin(reader.day(value)))
    if key == keys.UNTIL:
        return replace(narrowed, until=reader.begin(reader.day(value) + timedelta(days=1)))
    sets: Mapping[str, tuple[str, Callable[[str], frozenset[Any]]]] = {
        keys.CUSTOMER: ("customers", reader.customers),
        keys.SYSTEM: ("systems", reader.systems),
        keys.HOLDER: ("holders", reader.holders),
        keys.STATE: ("states", reader.states),
    }
    name, known = sets[key]
    found: frozenset[Any] = getattr(narrowed, name) or frozenset()
    more: dict[str, Any] = {name: found.union(*(known(part.strip()) for part in value.split(",")))}
    return replace(narrowed, **more)
