"""A contract told to people: sentences, the table of targets, service hours, and what an amendment changes."""

from gwarant.pictures.clauses.sheet import calendar_words
from gwarant.pictures.clauses.spelled import time_words, week_words
from gwarant.pictures.clauses.tables import named, word
from gwarant.pictures.lands import land_words
from gwarant.pictures.told import tell
from gwarant.pictures.told.difference import difference
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Clock, Target
from gwarant.sla.contract.values import Seconds

Told = list[tuple[str, str, list[str]]]
Cells = list[tuple[str, str]]


def told(wording: Contract, language: str) -> Told:
    """The contract's articles, each with its name, its title and its sentences."""
    return [(one.name, one.title, [told.text for told in one.told]) for one in tell(wording, language)]


def targets_of(wording: Contract, language: str) -> list[tuple[str, Cells]]:
    """A row for each class: what is promised on each clock, empty where nothing is."""
    clocks = timed(wording)
    names = {one.id: named("clock", one.id, one.label, language) for one in clocks}
    rows = []
    for one in wording.classes:
        promised = wording.targets.get(one.id, {})
        cells = [(names[clock.id], _cell(wording, promised.get(clock.id), language)) for clock in clocks]
        if promised:
            rows.append((named("class", one.id, one.label, language), cells))
    return rows


def timed(wording: Contract) -> list[Clock]:
    """The clocks for which something is promised."""
    return [one for one in wording.clocks if any(one.id in row for row in wording.targets.values())]


def hours_of(wording: Contract, language: str) -> list[tuple[str, str]]:
    """The calendars by name, and when each is open."""
    return [(_capital(named("calendar", name, "", language)), _open(terms.week, terms.holidays, language))
            for name, terms in wording.calendars.items()]  # fmt: skip


def changes_between(
    former: Contract, amended: Contract, language: str, *, with_days: bool = False
) -> list[tuple[str, str, str]]:
    """The sentences that differ, by section: before and now; the number of the version, and its first day, left out."""
    found = difference(former, amended, language, with_days=with_days)
    return [(one.section, one.was, one.now) for one in found.changes]


def _cell(wording: Contract, target: Target | None, language: str) -> str:
    if target is None:
        return ""
    said = time_words(str(target.value), language)
    terms = wording.calendars.get(target.calendar)
    if terms is None or not isinstance(target.value, Seconds):
        return said
    return word("with_calendar", language, length=said, calendar=calendar_words(target.calendar, terms.week, language))


def _open(week: str, holidays: str, language: str) -> str:
    said = week_words(week, language)
    if said == word("always", language):  # which may be the calendar's very name
        said = word("whole_week", language)
    country = land_words(holidays, language)
    return said if holidays == "none" else f"{said} ({country})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
