"""What is said of a period that still runs: each verdict stands only so far."""

from dataclasses import replace

from gwarant.pictures.faces import Face
from gwarant.pictures.words import say
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.civil import civil_period


def is_running(assessment: Assessment) -> bool:
    """Whether the period goes on after the moment up to which it was judged."""
    return assessment.period.end < civil_period(assessment.period.name, assessment.zone).end


def so_far(found: Face, assessment: Assessment, lang: str) -> Face:
    """The face, with "so far" while the period runs."""
    return replace(found, word=f"{found.word} {say('so_far', lang)}") if is_running(assessment) else found
