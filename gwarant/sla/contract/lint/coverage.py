"""Promises that nobody could call in: no channel, no target, no way into a class."""

from collections.abc import Iterator

from gwarant.sla.contract.lint.case import Case, Finding, is_around_the_clock
from gwarant.sla.contract.lint.order import RESPONSES
from gwarant.sla.contract.lint.tables import tables, targets
from gwarant.sla.contract.model.desk import Class, Moment
from gwarant.sla.contract.values import NthWeekday, Period, Seconds, WorkingDays
from gwarant.sla.problem import Severity

_DAY = 86_400


def no_intake(case: Case) -> Iterator[Finding]:
    """Targets, and no channel that may start a clock."""
    channels = case.contract.intake.channels
    if channels and list(targets(case)) and not any(channel.counts for channel in channels):
        reason = "no channel may start a clock, so no target is ever owed"
        yield Finding("intake.channels", reason, "set `counts: true` on at least one channel", Severity.ERROR)


def slow_intake(case: Case) -> Iterator[Finding]:
    """A report is written up later than it must be answered."""
    clocks = {clock.id for clock in case.contract.clocks if clock.stop in RESPONSES and clock.start is Moment.REPORTED}
    rows = [(path, t.value.seconds) for path, t in targets(case) if isinstance(t.value, Seconds)]
    answers = [(path, length) for path, length in rows if path.rpartition(".")[2] in clocks]
    if not answers:
        return
    path, least = min(answers, key=lambda row: row[1])
    for channel in case.contract.intake.channels:
        if channel.counts and channel.becomes_ticket and channel.becomes_ticket.seconds > least:
            reason = f"a report is written up within {channel.becomes_ticket}, and {path} wants an answer sooner"
            mend = "write it up sooner, or promise the answer later"
            yield Finding(f"intake.channels.{channel.id}", reason, mend)


def class_without_target(case: Case) -> Iterator[Finding]:
    """A class of tickets for which nothing is promised."""
    promised = {name for table in tables(case) for name, row in table.rows.items() if row}
    for row in case.contract.classes:
        if row.id not in promised:
            reason = f"nothing is promised for the class {row.id!r}"
            yield Finding(f"classes.{row.id}", reason, f"add a row targets.{row.id}, or take the class away")


def class_without_way_in(case: Case) -> Iterator[Finding]:
    """A class that no ticket would ever be put into: a graver one takes all of it, or nothing says what it is."""
    graver: dict[str, list[Class]] = {}  # by each word, those that it makes a ticket fall into
    is_said = any(one.when for one in case.contract.classes)
    for row in case.contract.classes:
        words = _words(row)
        rarest = min((graver.get(word, []) for word in words), key=len, default=[])
        taken = next((one for one in rarest if _takes(one, row)), None)
        if taken:
            reason = f"all that makes a ticket {row.id!r} makes it {taken.id!r} already, which is the graver class"
            yield Finding(f"classes.{row.id}", reason, "say under `when` what belongs to this class alone")
        elif is_said and _says_nothing(case, row):
            reason = f"nothing says what {row.id!r} is, and the other classes are defined"
            yield Finding(f"classes.{row.id}", reason, "say it under `when`, or give the class a `label` that does")
        for word in words:
            graver.setdefault(word, []).append(row)


def clock_without_target(case: Case) -> Iterator[Finding]:
    """A clock of the contract's own that no class has a target for."""
    timed = {path.rpartition(".")[2] for path, _ in targets(case)}
    for clock in case.contract.clocks:
        path = f"clocks.{clock.id}"
        if clock.id not in timed and case.is_own(path):
            reason = f"no class has a target for the clock {clock.id!r}, so it is never judged"
            yield Finding(path, reason, "add a target, or take the clock away", Severity.NOTE)


def unused_calendar(case: Case) -> Iterator[Finding]:
    """A calendar of the contract's own that nothing is counted on."""
    used = set(_named_calendars(case))
    spoken = " ".join(row.when for row in case.contract.hours.rates.multipliers)
    spoken += " ".join(str(phase.effect) for phase in case.contract.phases)
    for name in case.contract.calendars:
        path = f"calendars.{name}"
        if name not in used and name not in spoken and case.is_own(path):
            yield Finding(path, f"nothing is counted on the calendar {name!r}", "use it or take it away", Severity.NOTE)


def days_around_the_clock(case: Case) -> Iterator[Finding]:
    """Working days on a calendar that knows no day off."""
    for path, target in targets(case):
        terms, week = case.contract.calendars.get(target.calendar), case.week(target.calendar)
        if not isinstance(target.value, (WorkingDays, NthWeekday)) or terms is None or not week:
            continue
        if is_around_the_clock(week) and terms.holidays == "none":
            reason = (
                f"{target.value} on {target.calendar!r} are calendar days, because every day of it is a working day"
            )
            yield Finding(path, reason, "count working days on an office calendar, or write hours")


def days_of_open_hours(case: Case) -> Iterator[Finding]:
    """A day written as 24 hours on a calendar that closes: it takes several days to run out."""
    for path, target in targets(case):
        week, written = case.week(target.calendar), case.at(f"{path}.value").text
        if not isinstance(target.value, Seconds) or not written.endswith("d") or not week or is_around_the_clock(week):
            continue
        days, hours = target.value.seconds // _DAY, target.value.seconds // 3600
        reason = f"{written} on {target.calendar!r} are {hours} open hours, not {days} days"
        yield Finding(path, reason, f"write {days}wd for working days, P{days}D for days, or {hours}h")


def period_on_hours(case: Case) -> Iterator[Finding]:
    """Days of the civil calendar on a calendar that closes: they count its closed days too, and may end on one."""
    for path, target in targets(case):
        week = case.week(target.calendar)
        if isinstance(target.value, Period) and week and not is_around_the_clock(week):
            days = f"not the open days of {target.calendar!r}"
            reason = f"{target.value} counts every date, {days}, and may end on a closed one"
            mend = f"put it on a calendar around the clock, or count working days: {target.value.days or 10}wd"
            yield Finding(path, reason, mend, Severity.NOTE)


def outside_idle(case: Case) -> Iterator[Finding]:
    """Another target for outside some hours that never holds, or that is the same."""
    for path, target in targets(case):
        if target.outside is None:
            continue
        terms, week = case.contract.calendars.get(target.outside.hours), case.week(target.outside.hours)
        if terms and week and is_around_the_clock(week) and terms.holidays == "none":
            reason = f"nothing ever starts outside {target.outside.hours!r}, which is open at all times"
            yield Finding(f"{path}.outside", reason, "name the office calendar under `outside.hours`")
        elif target.outside.value == target.value and target.outside.calendar in ("", target.calendar):
            reason = f"outside {target.outside.hours!r} the target is the same as within"
            yield Finding(f"{path}.outside", reason, "give it another time, or leave `outside` out")


def service_without_promise(case: Case) -> Iterator[Finding]:
    """A service that is named and to which nothing is promised."""
    contract = case.contract
    for_all = any(not one.of.service for one in contract.measures) or any(not one.service for one in contract.duties)
    named = {one.service for one in contract.availability} | {one.service for one in contract.duties}
    named |= {one.of.service for one in contract.measures}
    rates = contract.hours.rates.above is not None or contract.hours.work
    of_hours = (contract.hours.pool or rates) and not (contract.targets or named - {""})
    for row in contract.services if not of_hours else ():
        if not (contract.targets or row.targets or for_all or row.id in named):
            reason = f"nothing is promised for the service {row.id!r}"
            yield Finding(f"services.{row.id}", reason, "add targets, an availability or a duty for it")


def _takes(graver: Class, row: Class) -> bool:
    own, other = _words(row), _words(graver)
    return bool(own) and own <= other and graver.workaround_exists in (None, row.workaround_exists)


def _words(row: Class) -> set[str]:
    """What makes a ticket fall into the class, where any one thing is enough; nothing for another form of `when`."""
    listed = row.when.get("any", []) if set(row.when) == {"any"} else []
    return {str(one) for one in listed} if isinstance(listed, list) else set()


def _says_nothing(case: Case, row: Class) -> bool:
    reached = row.id in case.contract.after_workaround.values() or row is case.contract.classes[-1]
    return not (row.when or row.label or reached)


def _named_calendars(case: Case) -> Iterator[str]:
    contract = case.contract
    for _, target in targets(case):
        yield target.calendar
        if target.outside:
            yield from (target.outside.hours, target.outside.calendar)
    yield from (row.over for row in contract.availability)
    yield from (row.calendar for row in contract.duties)
    if contract.remedy_rules.claim:
        yield contract.remedy_rules.claim.calendar
    yield from (row.calendar for row in contract.phases)
    if _counts_days(case):
        yield from [name for name, terms in contract.calendars.items() if terms.holidays != "none"][:1]


def _counts_days(case: Case) -> bool:
    """Whether something beside the targets is counted in working days, on the first calendar with holidays."""
    lengths = [length for row in case.contract.duties if not row.calendar for length in (row.due, row.grace)]
    lengths += [row.maintenance.notice for row in case.contract.availability if row.maintenance]
    lengths += [clock.acceptance.deemed_after for clock in case.contract.clocks if clock.acceptance]
    lengths += [pause.cap for pause in case.contract.pauses]
    claim = case.contract.remedy_rules.claim
    lengths += [claim.deadline] if claim and not claim.calendar else []
    lengths += [length for row in case.contract.triggers for length in (row.notice, row.use_within)]
    return any(isinstance(length, (WorkingDays, NthWeekday)) for length in lengths)
