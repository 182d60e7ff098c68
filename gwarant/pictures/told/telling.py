"""A contract told in sentences, article by article; every sentence knows its field."""

from collections.abc import Callable, Iterator

from gwarant.pictures.told import closing, desk, frame, measures, remedies, rights, times, uptime, work
from gwarant.pictures.told.model import Section, Told
from gwarant.pictures.told.teller import Teller
from gwarant.sla.contract.model import Contract

SECTIONS: dict[str, Callable[[Teller], Iterator[Told]]] = {
    "parties": frame.parties,
    "term": frame.term,
    "services": desk.services,
    "fee": frame.fee,
    "calendars": desk.calendars,
    "tickets": desk.tickets,
    "clocks": times.clocks,
    "targets": times.targets,
    "pauses": times.pauses,
    "reopening": times.reopening,
    "availability": uptime.availability,
    "measures": measures.measures,
    "duties": measures.duties,
    "work": work.work,
    "remedies": remedies.remedies,
    "rights": rights.rights,
    "phases": rights.phases,
    "people": closing.people,
    "conventions": closing.conventions,
    "documents": closing.documents,
}


def tell(contract: Contract, lang: str) -> tuple[Section, ...]:
    """The articles of a contract in their order, those without a sentence left out."""
    teller = Teller(contract, lang)
    told = ((name, tuple(part(teller))) for name, part in SECTIONS.items())
    return tuple(Section(name, teller.say(f"title: {name}"), found) for name, found in told if found)


def sentences(contract: Contract, lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The articles' titles with their sentences alone; a word that is not known here stands as the contract has it."""
    return tuple((one.title, tuple(told.text for told in one.told)) for one in tell(contract, lang))
