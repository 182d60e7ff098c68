"""The packages side by side: what each promises, clause by clause."""

from functools import cache

from gwarant.packages import library
from gwarant.pictures.clauses import clauses_of
from gwarant.sla.contract.parse import parse

COMPARED = (
    "calendars.office.week",
    "targets.critical.response",
    "targets.critical.workaround",
    "targets.critical.resolution",
    "targets.serious.response",
    "targets.serious.resolution",
    "targets.ordinary.response",
    "targets.ordinary.resolution",
    "availability.main-up.target",
    "hours.pool.amount",
    "hours.pool.carry.periods",
    "remedies.main-up-credit.bands",
    "duties.backup.rpo",
    "duties.backup.rto",
)


@cache
def packages() -> tuple[tuple[str, str], ...]:
    """Reference and title of each package, the smallest first."""
    found = [(reference, parse(text, reference).required().metadata.title) for reference, text in library().items()]
    return tuple(found)


def title_of(reference: str) -> str:
    return dict(packages()).get(reference, reference)


@cache
def comparison(lang: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Rows of a clause's title and what each package, by its name, says to it."""
    said = [_said(reference, lang) for reference, _title in packages()]
    titles = {path: title for one in reversed(said) for path, (title, _text) in one.items()}
    names = [title for _reference, title in packages()]
    rows = [(path, tuple(one.get(path, ("", ""))[1] for one in said)) for path in COMPARED if path in titles]
    return tuple((titles[path], tuple(zip(names, cells, strict=True))) for path, cells in rows)


@cache
def titles(lang: str) -> dict[str, str]:
    """What people call the clauses of the packages, by path."""
    return {path: title for reference, _ in packages() for path, (title, _text) in _said(reference, lang).items()}


def _said(reference: str, lang: str) -> dict[str, tuple[str, str]]:
    clauses = (one for group in clauses_of(reference, lang) for one in group.clauses)
    return {one.path: (one.title, one.default_text) for one in clauses}
