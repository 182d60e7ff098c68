"""What an objection is about: a stretch of a service, or one thing of a month, never both and never nothing."""

import json

import pytest

from gwarant.sla.evidence.jsonl import read_lines, row_line
from gwarant.sla.evidence.model import ObjectionRecord
from gwarant.sla.problem import InputError

PLAIN = {"type": "objection", "id": "SHOP:d1", "at": "2026-04-08T09:20:00Z", "contract": "SHOP-1", "act": "raised"}
STRETCH = {"service": "shop", "from": "2026-03-02T07:05:00Z", "to": "2026-03-02T07:25:00Z"}
CLOCK = {"month": "2026-03", "ticket": "SHOP-17", "clock": "response", "cycle": 1}
AMOUNT = {"month": "2026-03", "remedy": "credit", "incident": "main-up"}
FIGURE = {"month": "2026-03", "figure": "hours"}


def read(**about: object) -> ObjectionRecord:
    (row,) = read_lines([json.dumps({**PLAIN, **about})]).objections
    return row


@pytest.mark.parametrize("about", [STRETCH, CLOCK, AMOUNT, FIGURE])
def test_each_is_read_back_as_it_is_written(about: dict[str, object]) -> None:
    row = read(**about)
    told = json.loads(row_line(row))
    assert {key: told[key] for key in about} == about
    (again,) = read_lines([row_line(row)]).objections
    assert again == row


@pytest.mark.parametrize(
    ("about", "key"),
    [
        ({}, "month"),
        ({**STRETCH, **FIGURE}, "month"),
        ({"service": "shop"}, "to"),
        ({"month": "2026-03"}, "month"),
        ({**CLOCK, **AMOUNT}, "month"),
        ({"month": "March", "figure": "hours"}, "month"),
        ({"month": "2026-03", "ticket": "SHOP-17"}, "month"),
    ],
)
def test_what_names_nothing_or_two_things_is_refused(about: dict[str, object], key: str) -> None:
    with pytest.raises(InputError) as told:
        read(**about)
    assert key in str(told.value)
