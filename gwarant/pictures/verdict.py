"""The verdict of a period in a few sentences: page, mail, report and command begin with the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gwarant.pictures.keys import month_text
from gwarant.pictures.words import remaining, say, whole
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.availability import Verdict
from gwarant.sla.civil import day_of, month_of, names_month
from gwarant.sla.measures import MeasureVerdict

MS = 1000
NAMED = 5  # broken promises


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a period went. `met` of `judged` are deadlines of tickets, `beside` the other promises that could be judged,
    `beside_met` those that were kept, `unchecked_beside` measures and turns of duties nobody could judge.

    `undetermined` figures of availability are unknown, in these months ("2026-08") where not all of the period is.
    """

    met: int
    judged: int
    could_not_check: int
    beside: int
    beside_met: int
    unchecked_beside: int
    undetermined: int
    unknown_in: tuple[str, ...]
    is_month: bool

    @property
    def is_whole(self) -> bool:
        """Whether everything could be judged."""
        return not (self.could_not_check or self.undetermined or self.unchecked_beside)


def outcome_of(assessment: Assessment) -> Outcome:
    """The counts of an assessment."""
    verdicts = [one.figure.verdict for one in assessment.availability]
    others = [*verdicts, *(one.verdict for one in assessment.measures)]
    kept, lost = (sum(one.value == word for one in others) for word in ("met", "breached"))
    kept += sum(one.done for one in assessment.duties)
    lost += sum(one.broken for one in assessment.duties)
    unchecked = sum(one.verdict is MeasureVerdict.UNDETERMINED for one in assessment.measures)
    return Outcome(
        met=sum(row.met for row in assessment.kept),
        judged=sum(row.judged for row in assessment.kept),
        could_not_check=sum(row.could_not_check for row in assessment.kept),
        beside=kept + lost,
        beside_met=kept,
        unchecked_beside=unchecked + sum(one.could_not_check for one in assessment.duties),
        undetermined=verdicts.count(Verdict.UNDETERMINED),
        unknown_in=tuple(dict.fromkeys(_unknown_in(assessment))),
        is_month=names_month(assessment.period.name),
    )


def _unknown_in(assessment: Assessment) -> Iterator[str]:
    """The months of figures that are unknown, where the period is longer."""
    for one in assessment.availability:
        if one.figure.verdict is Verdict.UNDETERMINED:
            ends = (one.figure.start // MS, one.figure.end // MS - 1)
            first, last = (month_of(day_of(at, assessment.zone), assessment.zone) for at in ends)
            if (first.first, last.after) != (assessment.period.first, assessment.period.after):
                yield from dict.fromkeys((first.name, last.name))


def verdict(
    found: Outcome, lang: str, is_running: bool = False, broken: Sequence[str] = (), more: Sequence[str] = ()
) -> str:
    """The sentences; `broken` names promises that are no ticket's, `more` are sentences of what else nobody can judge.

    That no promise fell due is said only where there is nothing else to say.
    """
    said = [*_deadlines(found, lang), *_beside(found, lang, broken), *_unknown(found, lang), *more]
    if not said:
        key = "lead_none_yet" if is_running else "lead_none_month" if found.is_month else "lead_none"
        said = [say(key, lang)]
    runs = [say("lead_runs_month" if found.is_month else "lead_runs", lang)] if is_running else []
    return " ".join((*said, *runs))


def _deadlines(found: Outcome, lang: str) -> Iterator[str]:
    met, n = found.met, found.judged
    if not n:
        return
    if met == n:
        yield say("lead_one" if n == 1 else "lead_all", lang, n=whole(n, lang))
    elif n == 1:
        yield say("lead_one_broken", lang)
    else:
        lost = remaining(n - met, "was_broken", lang)
        key = "lead_one_of" if met == 1 else "lead_some"
        yield say(key, lang, met=whole(met, lang), n=whole(n, lang), lost=lost)


def _beside(found: Outcome, lang: str, names: Sequence[str]) -> Iterator[str]:
    broken = found.beside - found.beside_met
    if broken:
        told = "; ".join((*names[:NAMED], *(("…",) if len(names) > NAMED else ())))
        counts = {"broken": whole(broken, lang), "n": whole(found.beside, lang)}
        key = "lead_beside_one" if broken == 1 else "lead_beside"
        yield say(key, lang, names=f" ({told})" if told else "", **counts)
    elif found.beside and not found.judged:
        yield say("lead_beside_kept" if found.is_whole else "lead_beside_kept_of_judged", lang)


def _unknown(found: Outcome, lang: str) -> Iterator[str]:
    if found.could_not_check:
        yield say("lead_unchecked", lang, n=whole(found.could_not_check, lang))
    if found.unknown_in:
        yield say("lead_unknown_in", lang, months=", ".join(month_text(one, lang) for one in found.unknown_in))
    elif found.undetermined:
        yield say("lead_unknown", lang)
    if found.unchecked_beside:
        yield say("lead_unchecked_beside", lang, n=whole(found.unchecked_beside, lang))
