"""The month of a contract: its evidence gathered from the ledger and judged by the engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache

from gwarant.contracts.models import Contract, ContractVersion
from gwarant.contracts.terms import names_under_all, terms_of, wording_of
from gwarant.hours.models import TimeEntry
from gwarant.pictures.names import Names
from gwarant.reports.gathering import contracts_of, gather, wordings_of
from gwarant.reports.handing import following
from gwarant.reports.marks import Mark, marks_of
from gwarant.reports.models import Report
from gwarant.reports.stated import assessment_of, last_stated, mark_of
from gwarant.sla.assessment import Assessment, assess, seen
from gwarant.sla.civil import CivilPeriod, civil_period, day_of, months_between, years_from
from gwarant.sla.contract.versions import lived, reigns
from gwarant.sla.evidence.model import Evidence, Unread
from gwarant.sla.evidence.voids import counting
from gwarant.tickets.evidence import stamp


class NotInForce(Exception):
    """The contract does not hold in that month; `first` and `last` are the months in which it does, if any."""

    def __init__(self, first: CivilPeriod | None, last: CivilPeriod | None) -> None:
        super().__init__()
        self.first, self.last = first, last


@dataclass(frozen=True)
class Month:
    """What a month's page shows: the assessment, and the tickets and people that its figures rest on.

    A quarter or a year is shown by the same page.
    """

    contract: Contract
    versions: tuple[ContractVersion, ...]
    period: CivilPeriod
    until: int
    assessment: Assessment
    names: Names
    mark: Mark
    report: Report | None = None
    follows: Evidence | None = None  # what a running month was judged from, beside what was handed to it

    @cached_property
    def evidence(self) -> Evidence:
        """The rows of which the assessment names the hash."""
        if self.report is None:
            return _judged(self.mark)[1]
        return _seen(self.mark, self.known, self.report.stated_at, self.report.block)

    @cached_property
    def entries(self) -> tuple[TimeEntry, ...]:
        """The hours of the month, with all that a page tells of them."""
        return tuple(_entries(self._rows, self.period, self.assessment))

    @property
    def known(self) -> int | None:
        """What had been received before this moment was seen (UTC seconds); None: as its closing says."""
        return stamp(self.report.known_at) if self.report and self.report.revision > 1 else None

    @property
    def told_until(self) -> int | None:
        """What had been written before this moment is told of it: the cause of a breach is often written afterwards.

        None while the month has ended and nobody has closed it.
        """
        if self.report is not None:
            return stamp(self.report.stated_at) + 1
        return self.until if self.is_running else None

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The rows that nobody could read, as far as nothing has settled them."""
        return tuple(row for row in counting(self._rows).unread if row.received < self.until)

    @property
    def _rows(self) -> Evidence:
        """The rows of the month itself are among these."""
        return self.evidence if self.follows is None else self.follows

    @property
    def is_running(self) -> bool:
        return self.until < self.period.end

    @property
    def is_month(self) -> bool:
        """Whether it is a month; else a quarter or a year."""
        return self.period.is_month

    @property
    def judged_by(self) -> tuple[str, ...]:
        """The names of the wordings that judged anything in the month, in their order."""
        found = self.assessment
        named = {one.name for one in found.wordings}
        for part in (found.readings, found.availability, found.months, found.measures, found.duties):
            named |= {one.contract for one in part}
        return tuple(name for name in self.named if name in named)

    @cached_property
    def named(self) -> dict[str, ContractVersion]:
        """The wordings by the names that an assessment calls them, such as SHOP-1@2."""
        return {terms_of(one).name: one for one in self.versions}

    def wording(self, name: str) -> ContractVersion | None:
        return self.named.get(name)

    def in_force_in(self, name: str) -> tuple[str, ...]:
        """The names of the wordings that were in force in the month of that name ("2026-03")."""
        zone = self.assessment.zone
        month = civil_period(name, zone)
        by_wording = {id(wording_of(one)): key for key, one in self.named.items()}
        stretches = reigns([wording_of(one) for one in self.versions])
        found = [one for one, first, after in stretches if first < month.after and month.first < after]
        return tuple(dict.fromkeys(by_wording[id(one)] for one in found))

    def currency(self, name: str) -> str:
        """What the wording of that name pays in."""
        version = self.named.get(name)
        return (wording_of(version).defaults.currency or "") if version else ""


def months_of(contract: Contract, now: datetime) -> tuple[CivilPeriod, ...]:
    """The months of the contract from its first day to now, the newest first; one that begins now is none yet.

    A month that had ended before any wording was accepted is none: the month of the acceptance corrects it.
    """
    versions = accepted(contract)
    return months_held(versions, terms_of(versions[0]).zone, now) if versions else ()


def months_held(versions: Sequence[ContractVersion], zone: str, now: datetime) -> tuple[CivilPeriod, ...]:
    """The same of a contract's accepted wordings, in their order; they need their moments and nothing else."""
    starts = [one.holds_from_at for one in versions if one.holds_from_at]
    if not starts:
        return ()
    first, last = day_of(stamp(min(starts)), zone), day_of(stamp(now) - 1, zone)
    if versions[-1].holds_to_at is not None:
        last = min(last, day_of(stamp(versions[-1].holds_to_at) - 1, zone))
    agreed = min(stamp(one.accepted_at) for one in versions if one.accepted_at)
    found = months_between(first, date.fromordinal(last.toordinal() + 1), zone)
    return tuple(one for one in reversed(found) if agreed < one.end)


def month_of(contract: Contract, name: str, lang: str, now: datetime, *, is_whole: bool = True) -> Month:
    """A month as it was stated last, or judged as it stands at `now`.

    Where it need not be whole, a running month is judged from what the months before it have handed on, if that holds:
    the same figures, without the rows and the hash of all the evidence that they follow from. NotInForce when the
    contract does not reach it or it has not begun.
    """
    period = period_of(contract, name, now)
    report = last_stated(contract, name, now)
    period = assessment_of(report).period if report else period
    mark = mark_of(report, period) if report else marks_of(contract, [period], now)[0]
    versions = wordings_of(mark.versions)
    is_running = report is None and mark.until < period.end
    follows = following(mark, period) if is_running and not is_whole else None
    return Month(
        contract=contract,
        versions=tuple(versions),
        period=period,
        until=mark.until,
        assessment=assessment_of(report) if report else (follows.assessment if follows else _judged(mark)[0]),
        names=names_under_all(versions, lang),
        mark=mark,
        report=report,
        follows=follows.past.now.whole if follows else None,
    )


def longer_of(contract: Contract, now: datetime) -> tuple[CivilPeriod, ...]:
    """The quarters, the calendar years and the contract's own years of its months, the newest first.

    A year of the contract that begins within a month is none: hours and remedies are counted by months.
    What the contract did not live to see is cut: it ends with the contract's last month, and keeps its name.
    """
    months = months_of(contract, now)
    if not months:
        return ()
    zone = zone_of(contract)
    names = {f"{one.first.year:04}{part}" for one in months for part in (f"-Q{(one.first.month + 2) // 3}", "")}
    found = {(one.first, one.after): one for one in (civil_period(name, zone) for name in names)}
    began = day_of(min(stamp(one.holds_from_at) for one in accepted(contract) if one.holds_from_at), zone)
    touched = replace(months[-1], after=months[0].after)
    for year in years_from(began, touched, zone) if began.day == 1 else ():
        found.setdefault((year.first, year.after), year)
    last = wording_of(accepted(contract)[-1])
    cut = (lived(one, last) for one in found.values())
    return tuple(sorted(cut, key=lambda one: (one.after, one.first), reverse=True))


def period_of(contract: Contract, name: str, now: datetime) -> CivilPeriod:
    """The month of that name, or the quarter or year of its months; NotInForce where the contract has none."""
    months = months_of(contract, now)
    found = next((one for one in months if one.name == name), None)
    if found is None:
        found = next((one for one in longer_of(contract, now) if one.name == name), None)
    if found is None:
        raise NotInForce(months[-1] if months else None, months[0] if months else None)
    return found


def zone_of(contract: Contract) -> str:
    """The zone in which all wordings of the contract read their days."""
    return terms_of(accepted(contract)[0]).zone


def judge(mark: Mark, evidence: Evidence | None = None, known: int | None = None) -> Assessment:
    """The assessment of a month, from the evidence that was gathered for it or for a later one.

    `known` takes another moment than that of its closing: what had been received before it is seen (UTC seconds).
    """
    evidence = gather(mark) if evidence is None else evidence
    return assess(contracts_of(mark), evidence, mark.name, mark.until, known)


def accepted(contract: Contract) -> list[ContractVersion]:
    """The wordings that were accepted, in their order."""
    return list(contract.versions.accepted().order_by("version"))


@lru_cache(maxsize=12)
def _judged(mark: Mark) -> tuple[Assessment, Evidence]:
    """The assessment of a month and the rows of which it names the hash."""
    evidence = gather(mark)
    return judge(mark, evidence), seen(contracts_of(mark), evidence, mark.name, mark.until)


@lru_cache(maxsize=12)
def _seen(mark: Mark, known: int | None, written: datetime, block: int | None) -> Evidence:
    """The rows of which a stated month names the hash; nothing is judged again."""
    return seen(contracts_of(mark), gather(mark, known, written, block), mark.name, mark.until, known)


def _entries(evidence: Evidence, period: CivilPeriod, assessment: Assessment) -> Iterable[TimeEntry]:
    """The entries that begin in the month or of which a part counts in it, with all that a page tells of them."""
    uids = {row.id for row in evidence.entries if period.start <= row.start < period.end}
    uids |= {line.part.entry for one in assessment.months if one.hours for line in one.hours.lines}
    found = TimeEntry.objects.filter(uid__in=uids)
    return found.select_related("ticket", "person", "reverses", "reversal__person").order_by("start_at", "pk")
