"""One row as its canonical line."""

import pytest

from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.jsonl import read_lines, row_line, write_lines
from gwarant.sla.evidence.model import Evidence, Kind, TicketEvent, TimeEntry

EVENT = TicketEvent(id="A-1", at=0, received=5, ticket="A", kind=Kind.REPORTED, source="desk")
ENTRY = TimeEntry(id="h1", start=0, end=60, received=60, person="p1")


@pytest.mark.parametrize("row", [EVENT, ENTRY])
def test_a_row_reads_back_from_its_line(row):
    evidence = read_lines([row_line(row)])

    assert [one for form in FORMS for one in getattr(evidence, form.part)] == [row]


def test_the_line_is_the_one_that_a_file_holds():
    _, line = write_lines(Evidence(events=(EVENT,)))

    assert line == row_line(EVENT) + "\n"
