"""A real status log of eighteen public services over eleven days: every row becomes a look, or it is told why not."""

import csv
from collections import Counter
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from gwarant.importers import IMPORTERS, Imported
from gwarant.sla.availability import Verdict, measure
from gwarant.sla.contract.model.promises import Availability, Bound, Probe
from gwarant.sla.contract.values import Seconds

NAME = "shared/data/upptime_checks.csv"
FOUND = next((one / NAME for one in Path(__file__).parents if (one / NAME).is_file()), None)
pytestmark = pytest.mark.skipif(FOUND is None, reason=f"no {NAME} beside the checkout")

Looked = tuple[int, str, str, str, int]


def lines() -> list[str]:
    assert FOUND is not None
    return FOUND.read_text(encoding="utf-8").splitlines()


def rows() -> list[Looked]:
    """What stands in the file, read without the importer."""
    found = csv.DictReader(lines())
    return [
        (
            int(datetime.fromisoformat(row["at"]).timestamp() * 1000),
            row["service"],
            row["state"],
            row["http_code"],
            int(row["total_ms"]),
        )
        for row in found
    ]


def imported(log: str) -> Imported:
    return IMPORTERS["status-log"](lines(), zone="UTC", options={"log": log, "every": "5m"}, file=NAME)


def promised(service: str) -> Availability:
    return Availability(
        id="up", service=service, target=Bound(ge=99), probe=Probe(every=Seconds(300), timeout=Seconds(10))
    )


def test_every_row_is_a_look() -> None:
    found = imported("checks")
    assert len(rows()) == 314
    looks = Counter((one.at, one.service, str(one.state), one.code, one.duration) for one in found.evidence.checks)
    assert looks == Counter(rows())
    assert found.notes[0].startswith("314 rows became 314 checks of 18 services")


def test_every_row_is_a_stretch_or_is_told() -> None:
    found = imported("changes")
    kept = Counter((one.start, one.service, str(one.state), one.code) for one in found.evidence.states)
    left = Counter(row[:4] for row in rows()) - kept
    assert sum(left.values()) == 1
    assert any(note.endswith("the end stands there: 1") for note in found.notes)


def test_read_as_changes_each_service_was_down_for_as_long_as_its_rows_say() -> None:
    evidence, all_rows = imported("changes").evidence, rows()
    period = min(all_rows)[0], max(all_rows)[0]
    for service in {row[1] for row in all_rows}:
        own = [*sorted((row[0], row[2]) for row in all_rows if row[1] == service), (period[1], "")]
        down = sum(after[0] - before[0] for before, after in pairwise(own) if before[1] == "down")
        states = [one for one in evidence.states if one.service == service]
        found = measure(promised(service), period, states=states)
        assert (found.downtime.point, found.time.unknown) == (down, own[0][0] - period[0])
        assert found.lower <= found.point <= found.upper


def test_read_as_single_looks_nearly_all_of_it_is_unknown_and_nothing_is_judged() -> None:
    evidence, all_rows = imported("checks").evidence, rows()
    period = min(all_rows)[0], max(all_rows)[0]
    for service in {row[1] for row in all_rows}:
        found = measure(promised(service), period, checks=[one for one in evidence.checks if one.service == service])
        assert found.coverage < Fraction(2)
        assert found.verdict is Verdict.UNDETERMINED
