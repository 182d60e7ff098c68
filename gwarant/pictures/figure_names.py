"""What an availability figure is called where people read it: never by an id that has a name."""

from gwarant.pictures.month import measured_in
from gwarant.pictures.names import Names
from gwarant.pictures.summary import availability
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment, Promised


def figure_named(one: Promised, assessment: Assessment, names: Names, lang: str) -> str:
    """As "Availability, Shop, July 2026"; the month only where it is not all that is told."""
    own = names.under(one.contract)
    name = own.service(one.figure.service)
    month = measured_in(one.figure, assessment.period, assessment.zone, lang)
    return ", ".join(part for part in (say("availability", lang), name, own_label(one, name), month) if part)


def own_label(one: Promised, name: str) -> str:
    """What the contract calls the promise beside its system's name; empty where it calls it nothing, or the same."""
    return "" if one.label in (one.figure.promise, name) else one.label


def bounds_told(one: Promised, lang: str) -> str:
    """Between which values the figure lies; empty where they are one, or say no more than that nothing is known."""
    lower, upper = one.figure.lower, one.figure.upper
    ends = [availability(value, one, lang) for value in (lower, upper)]
    if ends[0] == ends[1] or (lower == 0 and upper == 100):
        return ""
    return f"{say('bounds_label', lang)} {say('bounds', lang, lower=ends[0], upper=ends[1])}"
