"""What people call the clocks, classes and services of a contract."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gwarant.pictures.clauses.tables import named
from gwarant.pictures.words import known
from gwarant.sla.calendar import Calendar
from gwarant.sla.contract.kept import uncounted_in
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.facts import Told
from gwarant.sla.terms import Terms

_NAMED_IN_FACTS = frozenset({"promise", "duty", "measure", "remedy", "clock", "service"})


@dataclass(frozen=True)
class Names:
    """Labels by id; an id without one speaks for itself. `stops` says what a clock waits for.

    `calendars` by their ids, so that what a clock says can tell on which hours it counts.
    Where a contract has several wordings, `wordings` holds what each of them calls things.
    """

    clocks: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    stops: Mapping[str, Moment] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    wordings: Mapping[str, "Names"] = field(default_factory=dict)
    counts_first_day: bool = False  # of a promise in working days the day on which its clock begins
    promises: Mapping[str, str] = field(default_factory=dict)  # availabilities, measures, duties
    remedies: Mapping[str, str] = field(default_factory=dict)
    uncounted: tuple[str, ...] = ()  # keys of the contract that are kept and that nothing counts

    def under(self, wording: str) -> "Names":
        """What the wording of that name ("SHOP-1@2") calls things; these names where it is not known."""
        return self.wordings.get(wording, self)

    def clock(self, id_: str) -> str:
        return self.clocks.get(id_) or id_

    def class_(self, id_: str) -> str:
        return self.classes.get(id_) or id_

    def service(self, id_: str) -> str:
        return self.services.get(id_) or id_

    def promise(self, id_: str) -> str:
        return self.promises.get(id_) or id_

    def remedy(self, id_: str) -> str:
        return self.remedies.get(id_) or id_

    def any(self, id_: str) -> str:
        """What the promise, remedy, system or clock of that id is called; the id where nothing is called so."""
        kinds = (self.promises, self.remedies, self.services, self.clocks)
        return next((found for found in (kind.get(id_) for kind in kinds) if found), id_)

    def within(self, told: Told) -> Told:
        """The fact with these names where its ids stood."""
        values = (
            self.within(value) if isinstance(value, Told) else self.any(value) if name in _NAMED_IN_FACTS else value
            for name, value in told.named.items()
        )
        return Told(told.code, tuple(values))

    def over(self, clocks: Mapping[str, str], classes: Mapping[str, str]) -> "Names":
        """These names, with others for what they leave out."""
        return replace(self, clocks={**clocks, **self.clocks}, classes={**classes, **self.classes})

    def said_in(self, lang: str) -> "Names":
        """These names with the packages' own labels in the language; what people named themselves stays."""
        clocks = {id_: known(label, lang) for id_, label in self.clocks.items()}
        classes = {id_: known(label, lang) for id_, label in self.classes.items()}
        promises = {id_: named("duty", id_, label, lang) for id_, label in self.promises.items()}
        remedies = {id_: named("remedy", id_, label, lang) for id_, label in self.remedies.items()}
        wordings = {name: one.said_in(lang) for name, one in self.wordings.items()}
        said = replace(self, clocks=clocks, classes=classes, wordings=wordings)
        return replace(said, promises=promises, remedies=remedies)


def names_of(contract: Contract) -> Names:
    """The names that a contract gives."""
    services = {one.id: one.name for one in contract.services}
    return Names(
        clocks={one.id: one.label for one in contract.clocks},
        classes={one.id: one.label for one in contract.classes},
        stops={one.id: one.stop for one in contract.clocks},
        counts_first_day=contract.working_day_count.start_day == "counted",
        services=services,
        promises={
            **{one.id: one.label or services.get(one.service, "") for one in contract.availability},
            **{one.id: one.label for one in contract.measures},
            **{one.id: one.label for one in contract.duties},
        },
        remedies={one.id: one.label for one in contract.remedies},
        uncounted=uncounted_in(contract),
    )


def names_under(wordings: Sequence[Contract]) -> Names:
    """The names that each wording of a contract gives; those of the last where none is named."""
    own = {Terms(one).name: names_of(one) for one in wordings}
    uncounted = tuple(dict.fromkeys(key for one in own.values() for key in one.uncounted))
    return replace(names_of(wordings[-1]), wordings=own, uncounted=uncounted)
