"""Measures, duties and rights of a month, a section for each that has something to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.pictures.promises import Told, duties, measures, rights
from gwarant.pictures.words import say
from gwarant.reports.month import Month
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.cited import Cited, cited
from gwarant.web.templatetags.look import lang

_SECTIONS = (
    ("measures", "measures", measures, ("measure", "measure_target", "point")),
    ("duties", "duties", duties, ("duty", "how_often", "duty: done")),
    ("rights", "triggers", rights, ("right", "arose", "use")),
)


@dataclass(frozen=True)
class Section:
    """A table: its rows tell the promise, its figure and its verdict."""

    id: str
    title: str
    titles: tuple[str, ...]
    rows: list[tuple[Told, Cited]]


def promises_of(month: Month, addresses: Addresses) -> Iterator[Section]:
    """The sections in their order, each row with the wording that judged it."""
    for name, part, rows_of, keys in _SECTIONS:
        if rows := rows_of(month.assessment, lang()):
            titles = tuple(say(key, lang()) for key in keys)
            sources = [cited(month, addresses, one.contract, part, one.clause) for one in rows]
            yield Section(name, say(name, lang()), titles, list(zip(rows, sources, strict=True)))
