"""Tickets that ended without an answer, and calls that were written down months later."""

import json
from decimal import Decimal

import pytest
from case_files import changed, contract, rows, text

from gwarant.pictures.names import names_of
from gwarant.pictures.sentence import sentence
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

ENDED, LATER = "19-ended-without-answer", "22-known-later"
NAMES = names_of(contract(f"{ENDED}/contract.yaml"))
EVENTS = [json.loads(line) for line in text(f"{LATER}/evidence.jsonl").splitlines()]


# 19: ended without an answer


def responses(found: Assessment) -> dict[str, Reading]:
    return {one.ticket: one for one in found.readings if one.clock == "response"}


def ended() -> dict[str, Reading]:
    return responses(assess([contract(f"{ENDED}/contract.yaml")], rows(f"{ENDED}/evidence.jsonl"), "2026-03"))


def test_an_end_is_an_answer_only_where_a_person_of_the_house_resolved_it() -> None:
    verdicts = {ticket: one.verdict for ticket, one in ended().items()}
    assert verdicts == {
        "A": Verdict.MET,
        **dict.fromkeys("BEFGH", Verdict.BREACHED),
        **dict.fromkeys("CDI", Verdict.NOT_REACHED),
    }


def test_what_ended_without_an_answer_is_never_told_as_answered() -> None:
    found = ended()
    for ticket, one in found.items():
        told = sentence(one, "en", NAMES)
        assert ("Answered" in told, "ended without it" in told) == (ticket in "AB", ticket not in "AB"), told
    assert {found[ticket].verdict_at for ticket in "EFGH"} == {found["E"].due_at}
    assert {found[ticket].late for ticket in "BEFGH"} == {5400}


@pytest.mark.parametrize(("kind", "extra"), [("resolved", {"automatic": True}), ("closed", {"by": "customer"})])
def test_in_office_hours_an_end_by_nobody_is_late_by_open_time_alone(kind: str, extra: dict[str, object]) -> None:
    """A ticket of Friday 16:00 that must be answered within two hours of the office, over on Monday at 12:00."""
    report = {"type": "ticket", "id": "a", "at": "2026-03-06T16:00:00+01:00", "ticket": "X", "kind": "reported"}
    report |= {"by": "customer", "channel": "email", "service": "main", "class": "serious"}
    end = {"type": "ticket", "id": "b", "at": "2026-03-09T12:00:00+01:00", "ticket": "X", "kind": kind, **extra}
    evidence = read_lines([json.dumps(report), json.dumps(end)])
    one = responses(assess([contract(f"{ENDED}/contract.yaml")], evidence, "2026-03"))["X"]
    assert (one.verdict, one.late) == (Verdict.BREACHED, 2 * 3600)
    assert "Answered" not in sentence(one, "en", NAMES)


# 22: what became known later


def story(period: str, late: str = "2026-05-20T09:00:00+02:00", wording: str = "", **more: object) -> Assessment:
    said = [{**one, "received": late, **more} if one["kind"] == "called" else one for one in EVENTS]
    agreed = parse(wording or text(f"{LATER}/contract.yaml")).required()
    return assess([agreed], read_lines([json.dumps(one) for one in said]), period)


def test_march_stays_as_it_was_known_and_may_corrects_it_with_its_money() -> None:
    march = assess([contract(f"{LATER}/contract.yaml")], rows(f"{LATER}/evidence.jsonl"), "2026-03")
    assert [one.verdict for one in march.readings] == [Verdict.BREACHED]
    may = story("2026-05")
    assert [(one.month, one.difference) for one in may.money_corrections] == [("2026-03", Decimal("-100.00"))]
    ((fact,),) = (one.facts for one in may.corrections)
    assert (fact.id, fact.person, fact.received) == ("e2", "p1", 1_779_260_400)


def test_a_call_that_nobody_signed_turns_no_breach_around_and_that_is_told() -> None:
    may = story("2026-05", person="")
    assert may.money_corrections == ()
    assert any(one.code == "assessment.record_refused" for one in may.notes)


def test_a_call_that_was_written_down_within_the_month_corrects_nothing() -> None:
    assert [one.verdict for one in story("2026-03", "2026-03-31T23:59:59+02:00").readings] == [Verdict.MET]
    assert story("2026-05", "2026-03-31T23:59:59+02:00").money_corrections == ()


def test_with_another_sum_in_another_zone_the_same_month_states_it() -> None:
    other = changed(f"{LATER}/contract.yaml", {"Europe/Warsaw": "America/New_York", "amount: 100": "amount: 70"})
    states = {month: story(month, "2026-06-01T03:00:00Z", other).money_corrections for month in ("2026-05", "2026-06")}
    assert [one.difference for one in states["2026-05"]] == [Decimal("-70.00")]
    assert states["2026-06"] == ()


@pytest.mark.parametrize("number", [3, 4, 5, 12])
def test_whenever_it_comes_its_money_stands_once_in_the_month_that_heard_of_it(number: int) -> None:
    moments = [f"2026-{month:02}" for month in range(3, 13)]
    heard = f"2026-{max(number, 3):02}"
    found = {month: story(month, f"{heard}-15T09:00:00Z").money_corrections for month in moments}
    assert {month for month, one in found.items() if one} == ({heard} if heard > "2026-03" else set())
