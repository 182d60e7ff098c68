"""How an assessment begins: whether there is anything to tell, what was kept and broken, how many tickets were."""

from collections.abc import Iterator

from gwarant.pictures.faces import Tone
from gwarant.pictures.facts import tell_all
from gwarant.pictures.figure_names import figure_named
from gwarant.pictures.names import Names
from gwarant.pictures.promises import duties, measures
from gwarant.pictures.running import is_running
from gwarant.pictures.verdict import outcome_of, verdict
from gwarant.pictures.words import count, say, whole
from gwarant.sla.assessment.codes import (
    HOLIDAYS_TAKEN,
    IMPORTED,
    NO_ENTRIES,
    NO_EVIDENCE,
    NO_PROOFS,
    NOT_IN_FORCE,
    OTHER_COUNTING,
    ROWS,
    UNJUDGED,
    UNSIGNED,
    WHOLE_MONTHS,
)
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.availability import Verdict as Availability
from gwarant.sla.clocks.codes import NO_TARGET, NO_TIMES
from gwarant.sla.evidence.account import HARMLESS
from gwarant.sla.facts import Told

_OF_ANY_PERIOD = {
    one.name
    for one in (
        NO_EVIDENCE,
        UNSIGNED,
        NOT_IN_FORCE,
        NO_ENTRIES,
        NO_PROOFS,
        WHOLE_MONTHS,
        OTHER_COUNTING,
        HOLIDAYS_TAKEN,
    )
}

_NO_NAMES = Names()
_NOT_PROMISED = frozenset({NO_TARGET.name, NO_TIMES.name})  # why a ticket has no verdict and wants none


def lead(assessment: Assessment, lang: str, names: Names = _NO_NAMES) -> str:
    """The first sentences: how many deadlines of tickets were kept, what else was broken, what nobody can judge."""
    more = (*_without_verdict(assessment, lang), *_lost_rows(assessment, lang))
    broken = tuple(_broken_beside(assessment, lang, names))
    return verdict(outcome_of(assessment), lang, is_running(assessment), broken, more)


def _without_verdict(assessment: Assessment, lang: str) -> Iterator[str]:
    """The tickets that came and could not be judged, and why: for want of words in the evidence, or in the contract."""
    why = [one for one in assessment.notes if one.code == UNJUDGED.name and one["why"].code not in _NOT_PROMISED]
    if why:
        yield say("lead_unjudged", lang, what="; ".join(tell_all(why, lang)))


def _lost_rows(assessment: Assessment, lang: str) -> Iterator[str]:
    """How many rows of the exports nothing could be made of."""
    told = [one for one in assessment.notes if one.code == IMPORTED.name]
    if lost := sum(_lost(one) for one in told):
        rows = count(sum(one["rows"] for one in told), "export_row", lang)
        yield say("lead_lost", lang, lost=whole(lost, lang), n=rows)


def _lost(imported: Told) -> int:
    harmless = {ROWS[fate].name for fate in HARMLESS}
    return sum(fate["rows"] for fate in imported["fates"] if fate.code not in harmless)


def _broken_beside(assessment: Assessment, lang: str, names: Names) -> Iterator[str]:
    """The promises that are no clock's and were broken, by their names."""
    for one in assessment.availability:
        if one.figure.verdict is Availability.BREACHED:
            yield figure_named(one, assessment, names, lang)
    told = (*measures(assessment, lang), *duties(assessment, lang))
    yield from (one.name for one in told if one.face.tone is Tone.BREACHED)


def none_missed(assessment: Assessment, lang: str) -> str:
    """What stands where no ticket deadline was missed; of promises that are no ticket's it says nothing."""
    if any(row.could_not_check for row in assessment.kept):
        return say("none_missed_of_judged", lang)
    return say("none_missed" if any(row.judged for row in assessment.kept) else "no_deadline", lang)


def tickets_line(assessment: Assessment, lang: str) -> str:
    """How many tickets there were."""
    counts = assessment.counts
    line = say(
        *("tickets_line", lang),
        reported=counts.reported,
        resolved=counts.resolved,
        reopened=counts.reopened,
        open=counts.open_at_end,
    )
    return f"{line}, {say('unjudged', lang, n=counts.unjudged)}" if counts.unjudged else line


def is_empty(assessment: Assessment) -> bool:
    """Whether there is nothing at all to show, nor to tell beside what is told of every period."""
    counts = assessment.counts
    heard = counts.reported or counts.resolved or counts.reopened or counts.merged or counts.unjudged
    told = assessment.corrections or any(
        _lost(one) if one.code == IMPORTED.name else one.code not in _OF_ANY_PERIOD for one in assessment.notes
    )
    has_money = any(month.hours or month.remedies.lines for month in assessment.months)
    beside = assessment.measures or assessment.duties or assessment.rights
    owed = assessment.ledger or assessment.money_corrections  # of earlier months, which this one may have changed
    shown = assessment.readings or assessment.kept or assessment.availability or has_money or beside or owed
    return not (shown or heard or told)
