"""By one person alone the provider lays nothing aside of which a month has stated a breach, on no way around."""

import json
from itertools import product

import pytest

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.codes import DISMISSED_ALONE, LAID_ASIDE
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

CONTRACT = parse("""
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: 1, status: signed}
effective: {from: 2026-01-01, to: null}
defaults: {timezone: UTC, currency: EUR}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
calendars: {always: {week: 24/7}}
services: [{id: shop}]
classes: [{id: a}]
clocks: [{id: fix, stop: resolved}]
targets: {a: {fix: [4h, always]}}
""").required()


def row(name: str, kind: str, day: str, by: str = "provider", **more: str) -> str:
    told = {"type": "ticket", "id": name, "ticket": name[0], "kind": kind, "at": f"2026-{day}T09:00:00Z", "by": by}
    return json.dumps({**told, "channel": "email", **more})


def reported(ticket: str, day: str) -> str:
    return row(f"{ticket}1", "reported", day, "customer", **{"class": "a"})


def dismissed(ticket: str, day: str, person: str = "p1", **more: str) -> str:
    return row(f"{ticket}9", "dismissed", day, person=person, reason="spam", **more)


def merged(ticket: str, day: str, into: str) -> str:
    return row(f"{ticket}8", "merged", day, person="p1", into=into)


def judged(rows: list[str], period: str = "2026-06") -> Assessment:
    return assess((CONTRACT,), read_lines(rows), period)


B, A = reported("B", "05-11"), reported("A", "06-20")


def test_a_stated_breach_is_not_laid_aside_by_way_of_a_merge() -> None:
    assert DISMISSED_ALONE(event="B9") in judged([B, dismissed("B", "06-21")]).notes
    found = judged([B, A, merged("B", "06-21", "A"), dismissed("A", "06-21")])
    assert DISMISSED_ALONE(event="A9") in found.notes
    assert (found.counts.reported, found.counts.open_at_end) == (0, 1)
    asked = row("A7", "noted", "06-21", person="p2", reason="spam")
    agreed = judged([B, A, merged("B", "06-21", "A"), asked, dismissed("A", "06-22", ref="A7")])
    assert LAID_ASIDE(tickets=("A",), more=0) in agreed.notes


@pytest.mark.parametrize(("since", "gone"), [("05-02", "05-03"), ("06-20", "06-20"), ("05-02", "06-22")])
def test_nor_by_a_merge_into_a_ticket_that_was_or_will_be_laid_aside(since: str, gone: str) -> None:
    kept = row("A2", "resolved", since, person="p1").replace("09:00", "10:00")
    rows = [B, reported("A", since), kept, dismissed("A", gone), merged("B", "06-21", "A")]
    assert DISMISSED_ALONE(event="A9") in judged(rows).notes


def test_what_was_merged_in_time_or_never_broken_hinders_nobody() -> None:
    early = reported("A", "06-20"), dismissed("A", "06-20")
    fixed = row("B2", "resolved", "05-11", person="p1")
    for other in ([B, fixed, merged("B", "06-21", "A")], [reported("B", "06-20"), merged("B", "06-20", "A")]):
        assert LAID_ASIDE(tickets=("A",), more=0) in judged([*early, *other]).notes


def test_only_another_persons_note_that_asks_for_it_before_is_a_second_person() -> None:
    good = {"kind": "noted", "person": "p2", "reason": "spam", "day": "06-20", "by": "provider"}
    bad = [{"kind": "replied"}, {"person": "p1"}, {"person": ""}, {"reason": ""}, {"day": "06-22"}, {"by": "system"}]
    for change, automatic in product([{}, *bad], [False, True]):
        told = {**good, **change}
        note = json.loads(row("B2", told.pop("kind"), told.pop("day"), told.pop("by"), **told))
        note |= {"automatic": True} if automatic else {}
        found = judged([B, json.dumps(note), dismissed("B", "06-21", ref="B2")]).notes
        assert (DISMISSED_ALONE(event="B9") not in found) is (not change and not automatic), told


def test_a_note_is_agreed_to_once_and_on_its_own_ticket() -> None:
    asked = row("B2", "noted", "06-20", person="p2", reason="spam")
    turns = [
        row("B3", "dismissed", "06-21", person="p1", reason="spam", ref="B2"),
        row("B4", "taken_up", "06-22", person="p1"),
    ]
    again = judged([B, asked, *turns, dismissed("B", "06-23", ref="B2")])
    assert DISMISSED_ALONE(event="B9") in again.notes
    elsewhere = judged(
        [B, A, row("A2", "noted", "06-20", person="p2", reason="spam"), dismissed("B", "06-21", ref="A2")]
    )
    assert DISMISSED_ALONE(event="B9") in elsewhere.notes
