"""The availability of a report: each figure with its days, bounds, unknown time and outages."""

from collections.abc import Iterator, Sequence

from gwarant.pictures.figure_names import bounds_told, own_label
from gwarant.pictures.frame import Frame, plainly
from gwarant.pictures.month import days_of, measured_in, states_of
from gwarant.pictures.month_svg import ROW, month_svg, month_text
from gwarant.pictures.summary import (
    availability,
    bound,
    figure_face,
    figure_facts,
    milliseconds,
    outage_note,
    outages,
    promised_remarks,
)
from gwarant.pictures.words import dated
from gwarant.reports.paper.blocks import Block, Cell, Head, Listed, Picture, Table, Words
from gwarant.reports.paper.cells import face_text, faced, quiet
from gwarant.reports.paper.fonts import FONTS
from gwarant.reports.paper.stated import Stated
from gwarant.reports.paper.words import said
from gwarant.sla.assessment.model import Promised
from gwarant.sla.availability import Outage

TOP = 12
MANY = 4  # figures, above which they are rows
MS = 1000
WIDTH = 640


def measured(told: Stated) -> Iterator[Block]:
    """Each availability promise with its days, bounds, unknown time and outages; of many a row each."""
    found = told.assessment.availability
    if not found and "availability" in told.promised:
        yield Words(said("not_measured", told.lang), quiet=True)
    if len(found) > MANY:
        keys = ("system", "period", "availability", "certain_range", "verdict")
        yield Table(
            [said(key, told.lang) for key in keys],
            [_figure_row(one, told) for one in found],
            (3, 3, 2, 4, 3),
            right=(2,),
        )
        return
    for number, one in enumerate(found):
        yield from _figure(one, number, told)


def measured_days(told: Stated) -> Iterator[Block]:
    """The days and outages of what stands above as rows."""
    found = told.assessment.availability
    for number, one in enumerate(found if len(found) > MANY else ()):
        yield from _figure(one, number, told)


def _figure_row(one: Promised, told: Stated) -> Sequence[Cell]:
    figure, lang = one.figure, told.lang
    name = told.names.under(one.contract).service(figure.service)
    own = measured_in(figure, told.assessment.period, told.assessment.zone, lang)
    bounds = bounds_told(one, lang).removeprefix(said("bounds_label", lang)).strip()
    cells = (name, own, availability(figure.point, one, lang), bounds)
    return [*map(Cell, cells), faced(figure_face(figure, lang))]


def _figure(one: Promised, number: int, told: Stated) -> Iterator[Block]:
    figure, lang = one.figure, told.lang
    name = told.names.under(one.contract).service(figure.service)
    face, days = figure_face(figure, lang), days_of(figure, told.assessment.zone)
    own = measured_in(figure, told.assessment.period, told.assessment.zone, lang)
    more = " · ".join(part for part in (own, own_label(one, name), bound(one.target, lang)) if part)
    yield Head(name, more, face_text(face), face.tone)
    yield Words(" · ".join(part for part in (availability(figure.point, one, lang), bounds_told(one, lang)) if part))
    text, zone = month_text(days, lang), told.assessment.zone
    rows = max(1, len({(day.day.year, day.day.month) for day in days}))
    drawn = plainly(month_svg(days, name, text, lang, Frame(f"m{number}")), WIDTH).replace("system-ui", FONTS[0], 1)
    yield Picture(drawn, text, ROW * rows)
    yield Words(" · ".join(said(state.value, lang) for state in states_of(days)), quiet=True)
    yield Words(" · ".join(f"{key}: {value}" for key, value in figure_facts(figure, zone, lang)), quiet=True)
    found = outages(figure)[:TOP]
    if found:
        noted = any(outage_note(row, lang) for row in found)
        titles = [said(key, lang) for key in ("outage_from", "to", "downtime", *(("remark",) if noted else ()))]
        cells = [_outage(row, told)[: len(titles)] for row in found]
        yield Table(titles, cells, (3, 3, 2, 4)[: len(titles)], right=(2,))
    remarks = [*promised_remarks(one, zone, lang, ids=False)]
    yield from [Listed(remarks)] if remarks else []


def _outage(one: Outage, told: Stated) -> Sequence[Cell]:
    ends = (dated(at // MS, told.assessment.zone, told.lang) for at in (one.start, one.end))
    counted = Cell(milliseconds(one.counted_ms, told.lang))
    return [*map(Cell, ends), counted, quiet(outage_note(one, told.lang))]
