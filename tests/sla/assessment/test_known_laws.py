"""What comes later never rewrites: first figures and all corrections are the figure that all evidence gives."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-01-01, to: 2026-06-30}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
services: {main: {name: Main}}
calendars: {always: {week: 24/7}}
classes: {a: {}, b: {}}
clocks: {response: {stop: first_human_reply}, fix: {stop: resolved}}
targets: {a: {response: [1h, always], fix: [4h, always]}, b: {response: [2h, always], fix: [24h, always]}}
availability: {up: {service: main, target: {ge: 99}, probe: {every: 60s}, excluded: [agreed]}}
duties: {copy: {every: P7D}}
remedies:
  r1: {of: {clock: response}, kind: flat, amount: 30}
  r2: {of: {clock: fix}, kind: flat, amount: 70}
  r3: {of: up, kind: per_unit, unit: 1h, pct: 1}
  r4: {of: {duty: copy}, kind: flat, amount: 10}
remedy_rules:
  settle: contractual_penalty
  damages_above: false
  caps: [{per: month, pct: 20}, {per: contract_year, pct: 40}]
"""
OWN: Contract = parse(CONTRACT).required()
START = datetime(2026, 1, 2, tzinfo=UTC)
MONTHS = [f"2026-{n:02}" for n in range(1, 7)]
HOURS = 170 * 24
Row = dict[str, Any]


def at(hours: int) -> str:
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


@st.composite
def moments(draw: st.DrawFn, before: int = HOURS) -> tuple[int, Row]:
    """When something happened, and the receipt that it states: none, or one that comes later."""
    happened = draw(st.integers(0, before))
    late = draw(st.one_of(st.none(), st.integers(0, 2000)))
    return happened, {} if late is None else {"received": at(happened + late)}


@st.composite
def tickets(draw: st.DrawFn, name: str) -> list[Row]:
    start, stated = draw(moments(HOURS - 200))
    head = {"type": "ticket", "ticket": name}
    rows = [{**head, **stated, "id": f"{name}0", "at": at(start), "kind": "reported", "by": "customer", "class": "a"}]
    for number, kind in enumerate(draw(st.lists(st.sampled_from(["called", "replied", "resolved", "classified"]))), 1):
        moment = start + draw(st.integers(0, 60))
        late = draw(st.one_of(st.none(), st.integers(0, 2000)))
        row = {**head, "id": f"{name}{number}", "at": at(moment), "kind": kind, "person": "p"}
        row |= {"received": at(moment + late)} if late is not None else {}
        rows.append({**row, "class": "b"} if kind == "classified" else row)
    return rows


@st.composite
def others(draw: st.DrawFn, number: int) -> Row:
    kind = draw(st.sampled_from(["exclusion", "state", "proof", "off"]))
    moment, stated = draw(moments(HOURS - 100))
    span = {"from": at(moment), "to": at(moment + draw(st.integers(1, 90)))}
    head = {"id": f"o{number}", **stated}
    person = {"person": "p", "approved_by": "q", "consent": "mail"}
    if kind == "exclusion":
        return {
            **head,
            "type": kind,
            "ticket": draw(st.sampled_from("AB")),
            "decided": at(moment),
            "reason": "r",
            **person,
        }
    if kind == "off":
        return {
            **head,
            "type": "exclusion",
            "service": "main",
            "decided": at(moment),
            "reason": "agreed",
            **person,
            **span,
        }
    if kind == "proof":
        return {**head, "type": kind, "duty": "copy", "at": at(moment)}
    received = {"received": at(moment + 90 + draw(st.integers(0, 2000)))} if stated else {}
    return {"id": head["id"], "type": "state", "service": "main", "state": "down", **span, **received}


STORIES = st.tuples(
    tickets("A"),
    tickets("B"),
    st.lists(st.integers(0, 9), max_size=5, unique=True).flatmap(
        lambda numbers: st.tuples(*(others(number) for number in numbers))
    ),
)


def evidence(rows: Sequence[Row]) -> Evidence:
    return read_lines([json.dumps(row) for row in rows])


def flat(stories: tuple[Sequence[Row], ...]) -> list[Row]:
    return [row for story in stories for row in story]


@settings(deadline=None, max_examples=25)
@given(STORIES, STORIES.map(flat), st.integers(0, HOURS))
def test_a_row_received_after_the_moment_changes_nothing_of_what_was_known(
    stories: tuple[Sequence[Row], ...], more: list[Row], known: int
) -> None:
    rows = flat(stories)
    later = [{**row, "id": f"l{n}", "received": at(known + 1 + n)} for n, row in enumerate(more)]
    moment = int((START + timedelta(hours=known)).timestamp())
    period = f"{START + timedelta(hours=known):%Y-%m}"
    own, with_later = (to_bytes(assess([OWN], evidence(one), period, known=moment)) for one in (rows, rows + later))
    assert own == with_later


@settings(deadline=None, max_examples=25)
@given(STORIES)
def test_the_first_figure_and_all_corrections_are_the_figure_of_all_evidence(
    stories: tuple[Sequence[Row], ...],
) -> None:
    own = evidence(flat(stories))
    judged = [assess([OWN], own, month) for month in MONTHS]
    last = {row.month: row.computed for row in judged[-1].ledger if not row.remedy}
    for month, found in zip(MONTHS, judged, strict=True):
        (first,) = (one.remedies.total for one in found.months)
        steps = [one.difference for later in judged for one in later.money_corrections if one.month == month]
        assert (first or D(0)) + sum((step or D(0) for step in steps), D(0)) == last.get(month, D(0))


@settings(deadline=None, max_examples=15)
@given(STORIES)
def test_the_figures_of_the_past_are_those_that_were_stated(stories: tuple[Sequence[Row], ...]) -> None:
    """Corrections begin where the month ended: what a later month says it was is what that month said."""
    own = evidence(flat(stories))
    stated: dict[str, D | None] = {}
    for month in MONTHS:
        found = assess([OWN], own, month)
        for one in found.money_corrections:
            assert stated[one.month] == one.before
            stated[one.month] = one.after
        stated[month] = found.months[0].remedies.total


@settings(deadline=None, max_examples=15)
@given(STORIES, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_arrived_in_time_changes_nothing(
    stories: tuple[Sequence[Row], ...], chance: Any
) -> None:
    rows = flat(stories)
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = (to_bytes(assess([OWN], evidence(some), "2026-04")) for some in (rows, mixed))
    assert one == other
