"""What people call the clocks, classes and services of a contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gwarant.pictures.words import known
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Moment


@dataclass(frozen=True)
class Names:
    """Labels by id; an id without one speaks for itself. `stops` says what a clock waits for."""

    clocks: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    stops: Mapping[str, Moment] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)

    def clock(self, id_: str) -> str:
        return self.clocks.get(id_) or id_

    def class_(self, id_: str) -> str:
        return self.classes.get(id_) or id_

    def service(self, id_: str) -> str:
        return self.services.get(id_) or id_

    def over(self, clocks: Mapping[str, str], classes: Mapping[str, str]) -> "Names":
        """These names, with others for what they leave out."""
        return replace(self, clocks={**clocks, **self.clocks}, classes={**classes, **self.classes})

    def said_in(self, lang: str) -> "Names":
        """These names with the packages' own labels in the language; what people named themselves stays."""
        clocks = {id_: known(label, lang) for id_, label in self.clocks.items()}
        classes = {id_: known(label, lang) for id_, label in self.classes.items()}
        return replace(self, clocks=clocks, classes=classes)


def names_of(contract: Contract) -> Names:
    """The names that a contract gives."""
    return Names(
        clocks={one.id: one.label for one in contract.clocks},
        classes={one.id: one.label for one in contract.classes},
        stops={one.id: one.stop for one in contract.clocks},
        services={one.id: one.name for one in contract.services},
    )
