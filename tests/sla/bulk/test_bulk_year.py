"""The benchmark's year, small: columns and fold agree on every count and every breach, in every period."""

from collections import Counter
from functools import cache

import pytest
import year

from gwarant.packages import library
from gwarant.sla.assessment.tickets import judge_tickets
from gwarant.sla.bulk import count_tickets
from gwarant.sla.civil import civil_period
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.columns import Source, read_columns
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.terms import Terms

TICKETS = 1200


@cache
def terms() -> Terms:
    return Terms(resolve(parse(year.CONTRACT, "bench", library()).required()))


@cache
def evidence() -> Evidence:
    return read_lines(year.lines(TICKETS))


def source() -> Source:
    text = "".join(year.lines(TICKETS)).encode()
    return lambda: (text[at : at + 100_000] for at in range(0, len(text), 100_000))


@pytest.mark.parametrize("period", ["2026", "2026-Q2", "2026-12"])
def test_the_counts_and_breaches_of_a_generated_year_are_those_of_the_fold(period: str) -> None:
    civil = civil_period(period, "Europe/Warsaw")
    counted = count_tickets([terms()], read_columns(source()), source(), (civil.start, civil.end))
    judged = judge_tickets([terms()], evidence(), (civil.start, civil.end))
    tallies = Counter((one.contract, one.class_, one.clock, one.verdict) for one in judged.readings)
    found = {(*key, verdict): count for key, tally in counted.tallies.items() for verdict, count in tally.items()}
    late = sorted((one.key, one.due_at, one.late) for one in judged.readings if one.is_breached)
    assert found == dict(tallies)
    assert sorted((one.key, one.due_at, one.late) for one in counted.breaches) == late
    assert counted.unjudged == judged.counts.unjudged


def test_most_of_the_year_is_counted_by_the_column() -> None:
    counted = count_tickets([terms()], read_columns(source()), source(), (year.START, year.START + year.YEAR))
    assert counted.folded < counted.tickets * 0.15


def test_the_year_is_the_same_each_time_and_has_eight_events_a_ticket() -> None:
    lines = list(year.lines(50))
    assert lines == list(year.lines(50))
    assert len(lines) == 50 * year.EVENTS
    assert len(read_lines(lines).events) == len(lines)
