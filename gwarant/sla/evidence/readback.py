"""A row is written only where every reader gives back the equal row: what is kept can never stop the reading later."""

from collections.abc import Iterator
from typing import Any

from gwarant.sla.evidence.form import Form, form_of
from gwarant.sla.evidence.jsonl import LineReader, row_line
from gwarant.sla.evidence.model import Row
from gwarant.sla.evidence.value import Unfit, ascii_safe, shown
from gwarant.sla.problem import InputError, Problem

LONGEST = 1000  # letters of a text in a row: ids, codes and references, never somebody's words
LONGER = {"files": 6500, "packed": 2_000_000}  # a hundred hashes; a day of looks, one each second


def checked_line(row: Row) -> str:
    """The canonical line of the row; InputError with every problem where no reader would give the row back."""
    form = form_of(row)
    if problems := [*_unfit(form, row), *_too_long(form, row)]:
        raise InputError(problems)
    line = row_line(row)
    reader = LineReader("")
    reader.take_strictly(1, line)
    if reader.problems:
        raise InputError(_named(row, one) for one in reader.problems)
    quick = LineReader("")
    quick.take(1, line)
    if not reader.rows[form.part] == quick.rows[form.part] == [row]:
        raise InputError([_problem(row, "", "reads back as another row than the one that was to be written")])
    return line


def _unfit(form: Form, row: Row) -> Iterator[Problem]:
    """The values that cannot be written at all, or would be read as something else."""
    for key, field in form.fields.items():
        value = getattr(row, field.name)
        if value == field.default and type(value) is type(field.default):
            continue
        try:
            again = field.value.parse(field.value.write(value))
        except Unfit as unfit:
            yield _problem(row, key, unfit.message, unfit.hint)
        except (OverflowError, ValueError, TypeError, ArithmeticError):
            yield _problem(row, key, f"{_shown(value)} cannot be written down")
        else:
            if again != value:
                yield _problem(row, key, f"{_shown(value)} would be read back as {_shown(again)}")


def _too_long(form: Form, row: Row) -> Iterator[Problem]:
    for key, field in form.fields.items():
        value = getattr(row, field.name)
        most = LONGER.get(field.name, LONGEST)
        if isinstance(value, str) and len(value) > most:
            yield _problem(row, key, f"has {len(value)} letters", f"at most {most}; words belong beside the row")


def _named(row: Row, found: Problem) -> Problem:
    return _problem(row, found.path, found.message, found.hint)


def _problem(row: Row, key: str, message: str, hint: str = "") -> Problem:
    return Problem(f"row {ascii_safe(str(row.id)[:60])}", 0, 0, key, message, hint, "evidence")


def _shown(value: Any) -> str:
    """The value in a message, also one whose own words fail."""
    try:
        return shown(value)
    except (ValueError, OverflowError):
        return "a value"
