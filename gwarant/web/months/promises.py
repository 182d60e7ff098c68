"""Measures, duties and rights of a month, a section for each that has something to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.pictures.promises import Told, duties, measures, rights
from gwarant.pictures.words import say
from gwarant.reports.month import Month
from gwarant.web.templatetags.look import lang

_SECTIONS = (
    ("measures", measures, ("measure", "measure_target", "point")),
    ("duties", duties, ("duty", "how_often", "duty: done")),
    ("rights", rights, ("right", "arose", "use")),
)


@dataclass(frozen=True)
class Section:
    """A table: its rows tell the promise, its figure and its verdict."""

    id: str
    title: str
    titles: tuple[str, ...]
    rows: list[Told]


def promises_of(month: Month) -> Iterator[Section]:
    """The sections in their order."""
    for name, rows_of, keys in _SECTIONS:
        if rows := rows_of(month.assessment, lang()):
            yield Section(name, say(name, lang()), tuple(say(key, lang()) for key in keys), rows)
