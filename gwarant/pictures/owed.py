"""What a period owes: the remedy by its name, and that nothing is owed only as far as it could be judged."""

from gwarant.pictures.clauses.tables import named
from gwarant.pictures.names import Names
from gwarant.pictures.words import say
from gwarant.sla.assessment.codes import NO_PROOFS
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.availability.figure import Verdict as Availability
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.remedies.line import Line


def remedy_named(line: Line, names: Names) -> str:
    """What the contract calls the remedy of a line."""
    return names.under(line.breach.contract).remedy(line.remedy)


def remedy_text(told: str, lang: str) -> str:
    """A remedy by what its contract calls it, or by its id, as the language knows it."""
    word = named("remedy", told, told, lang)
    return word if word != told else named("remedy", told, "", lang)


def nothing_owed(assessment: Assessment, lang: str) -> str:
    """That nothing is owed, or nothing for what could be judged where something that is promised was not."""
    return say("no_remedies_judged" if _has_unjudged(assessment) else "no_remedies", lang)


def _has_unjudged(assessment: Assessment) -> bool:
    """Whether something that is promised for the period could not be judged."""
    figures = any(one.figure.verdict is Availability.UNDETERMINED for one in assessment.availability)
    duties = any(one.could_not_check for one in assessment.duties) or any(map(NO_PROOFS.is_of, assessment.notes))
    clocks = any(one.verdict is Verdict.COULD_NOT_CHECK for one in assessment.readings)
    hours = any(one.hours.could_not_check for one in assessment.months if one.hours)
    return figures or duties or clocks or hours
