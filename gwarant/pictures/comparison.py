"""Two or more assessments beside each other, as rows of texts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gwarant.pictures.names import Names
from gwarant.pictures.summary import availability, charged, figure_face, owed
from gwarant.pictures.words import duration, percent, say
from gwarant.sla.assessment.model import Assessment, Kept

COUNTED = ("met", "breached", "excluded", "not_reached", "could_not_check", "pending")
_NO_NAMES = Names()


@dataclass(frozen=True)
class Row:
    """One thing under each assessment; an empty cell where an assessment has no such thing."""

    part: str
    label: str
    cells: tuple[str, ...]

    def differs(self, n: int) -> bool:
        """Whether the cell says something else than the first one."""
        return self.cells[n] != self.cells[0]


def comparison(assessed: Sequence[Assessment], lang: str, names: Names = _NO_NAMES) -> tuple[Row, ...]:
    """The rows that tell how the assessments differ, and those that tell where they agree."""
    return (
        *_kept_rows(assessed, lang),
        *_figure_rows(assessed, lang, names),
        *_money_rows(assessed, lang),
    )


def titles(assessed: Sequence[Assessment]) -> tuple[str, ...]:
    """A title for each column; equal ones are numbered."""
    plain = [", ".join(w.title or w.name for w in one.wordings) or one.period.name for one in assessed]
    return tuple(f"{name} ({n})" if plain.count(name) > 1 else name for n, name in enumerate(plain, 1))


def _kept_rows(assessed: Sequence[Assessment], lang: str) -> Iterator[Row]:
    tables = [_together(one.kept) for one in assessed]
    for key in dict.fromkeys(key for table in tables for key in table):
        rows = [table.get(key) for table in tables]
        first = next(row for row in rows if row)
        cells = tuple(_kept_text(row, lang) if row else "" for row in rows)
        yield Row(say("kept", lang), f"{first.label} · {first.class_label}", cells)


def _together(rows: Sequence[Kept]) -> dict[tuple[str, str], Kept]:
    """The counts of each clock and class, of all wordings and calendars together."""
    found: dict[tuple[str, str], Kept] = {}
    for row in rows:
        former = found.setdefault((row.clock, row.class_), row)
        if former is not row:
            sums = {name: getattr(former, name) + getattr(row, name) for name in COUNTED}
            found[row.clock, row.class_] = replace(former, **sums)
    return found


def _kept_text(row: Kept, lang: str) -> str:
    share = say("none_judged", lang) if row.share is None else percent(row.share, lang)
    return f"{share}  {row.met}/{row.judged}" if row.judged else share


def _figure_rows(assessed: Sequence[Assessment], lang: str, names: Names) -> Iterator[Row]:
    tables = [{row.figure.promise: row for row in one.availability} for one in assessed]
    for key in dict.fromkeys(key for table in tables for key in table):
        found = [table.get(key) for table in tables]
        cells = (
            f"{availability(one.figure.point, one, lang)}  {figure_face(one.figure, lang).text}" if one else ""
            for one in found
        )
        first = next(one for one in found if one)
        service = names.under(first.contract).service(first.figure.service)
        yield Row(say("availability", lang), f"{service} · {key}", tuple(cells))


def _money_rows(assessed: Sequence[Assessment], lang: str) -> Iterator[Row]:
    texts: list[tuple[str, str, Callable[[Assessment, str], str]]] = [
        ("hours", "hours_over", _hours_over),
        ("hours", "hours_charge", charged),
        ("remedies", "total", owed),
    ]
    for part, label, text in texts:
        cells = tuple(text(one, lang) for one in assessed)
        if any(cells):
            yield Row(say(part, lang), say(label, lang), cells)


def _hours_over(one: Assessment, lang: str) -> str:
    found = [month.hours for month in one.months if month.hours]
    return duration(sum(row.overage for row in found), lang) if found else ""
