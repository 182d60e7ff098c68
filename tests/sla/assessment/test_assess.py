"""The assessment as a pure function over tickets, availability, hours and money."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gwarant.packages import library
from gwarant.sla.assessment import Assessment, assess, to_bytes
from gwarant.sla.clocks.codes import CLASS_UNKNOWN, NO_CONTRACT
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import InputError

SHOP = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP-1, version: 1, extends: package/business, status: signed}
effective: {from: 2026-01-01}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 6000.00}
services: [{id: main, name: Shop}]
hours: {rates: {above: 200.00}}
remedy_rules: {settle: price_reduction}
"""
MARCH = "2026-03"


def contract(text: str = SHOP) -> Contract:
    return parse(text, "shop.yaml", library()).required()


def ticket(number: str, class_: str, reported: str, *more: tuple[str, str, str]) -> list[str]:
    rows = [("reported", reported, "customer"), *more]
    head = f'"type": "ticket", "ticket": "{number}", "channel": "portal"'
    return [
        f'{{{head}, "id": "{number}-{n}", "kind": "{kind}", "at": "{at}", "by": "{by}"'
        + (f', "class": "{class_}"}}' if n == 0 else "}")
        for n, (kind, at, by) in enumerate(rows)
    ]


def rows(*lines: list[str]) -> Evidence:
    return read_lines([line for group in lines for line in group])


LATE = ticket(
    "T-1",
    "serious",
    "2026-03-02T08:00:00Z",
    ("replied", "2026-03-02T16:00:00Z", "provider"),
    ("resolved", "2026-03-03T09:00:00Z", "provider"),
    ("closed", "2026-03-20T09:00:00Z", "customer"),
)
PROMPT = ticket(
    "T-2",
    "serious",
    "2026-03-10T08:00:00Z",
    ("replied", "2026-03-10T08:30:00Z", "provider"),
    ("resolved", "2026-03-10T12:00:00Z", "provider"),
)


def judged(evidence: Evidence, period: str = MARCH, *contracts: Contract) -> Assessment:
    return assess(contracts or (contract(),), evidence, period)


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert to_bytes(judged(rows(LATE, PROMPT))) == to_bytes(judged(rows(LATE, PROMPT)))


def test_the_order_of_the_rows_changes_nothing() -> None:
    assert to_bytes(judged(rows(LATE, PROMPT))) == to_bytes(judged(rows(PROMPT[::-1], LATE[::-1])))


def test_a_late_response_is_one_breach_and_a_prompt_one_is_met() -> None:
    kept = {row.clock: row for row in judged(rows(LATE, PROMPT)).kept}
    assert (kept["response"].met, kept["response"].breached) == (1, 1)
    assert kept["response"].share == Decimal(50)


def test_a_verdict_belongs_to_the_month_in_which_it_fell() -> None:
    evidence = rows(ticket("T-3", "ordinary", "2026-03-31T06:00:00Z", ("replied", "2026-04-01T07:00:00Z", "provider")))
    march, april = judged(evidence), judged(evidence, "2026-04")
    assert [r.verdict for r in march.readings if r.clock == "response"] == [Verdict.PENDING]
    assert [r.verdict for r in april.readings if r.clock == "response"] == [Verdict.MET]


def test_what_happens_after_the_period_changes_nothing_in_it() -> None:
    later = ticket("T-9", "critical", "2026-04-02T08:00:00Z")
    assert to_bytes(judged(rows(LATE))) == to_bytes(judged(rows(LATE, later)))


def test_every_reading_names_its_clause_and_its_evidence() -> None:
    for reading in judged(rows(LATE)).readings:
        assert reading.clause == "targets"
        assert reading.evidence


def test_a_ticket_of_an_unknown_class_is_told_not_dropped() -> None:
    assessment = judged(rows(ticket("T-4", "cosmic", "2026-03-02T08:00:00Z")))
    assert assessment.counts.unjudged == 1
    assert assessment.notes[0]["why"] == CLASS_UNKNOWN(classes=("cosmic",))


def test_a_ticket_before_the_contract_is_told_not_judged() -> None:
    assessment = judged(rows(ticket("T-5", "serious", "2025-12-30T08:00:00Z")), "2025-12-01..2026-01-31")
    assert assessment.counts.unjudged == 1
    assert assessment.notes[0]["why"] == NO_CONTRACT()


def test_each_ticket_is_judged_by_the_version_in_force_when_it_was_received() -> None:
    second = SHOP.replace("version: 1", "version: 2, signed: {date: 2026-02-01}").replace("2026-01-01", "2026-03-05")
    faster = second + "targets: {serious: {response: [10m, office]}}\n"
    assessment = judged(rows(LATE, PROMPT), MARCH, contract(), contract(faster))
    targets = {reading.ticket: reading.target_text for reading in assessment.readings if reading.clock == "response"}
    assert targets == {"T-1": "4h", "T-2": "10m"}
    assert [wording.name for wording in assessment.wordings] == ["SHOP-1@1", "SHOP-1@2"]


def test_a_contract_may_judge_by_the_moment_of_the_event() -> None:
    second = SHOP.replace("version: 1", "version: 2, signed: {date: 2026-02-01}").replace("2026-01-01", "2026-03-05")
    by_event = contract(second + "term: {judged_by: event}\ntargets: {serious: {response: [10m, office]}}\n")
    lines = ticket("T-8", "serious", "2026-03-04T08:00:00Z", ("replied", "2026-03-06T09:00:00Z", "provider"))
    late = [line.replace('"by"', '"received": "2026-03-06T08:00:00Z", "by"', 1) for line in lines[:1]] + lines[1:]
    found = judged(rows(late), MARCH, contract(), by_event).readings[0]
    assert found.contract == "SHOP-1@1"


def test_what_if_is_the_same_call_with_another_contract() -> None:
    slower = contract(SHOP + "targets: {serious: {response: [3wd, office]}}\n")
    assert judged(rows(LATE), MARCH, slower).kept[0].breached == 0


def test_a_period_before_the_contract_is_refused_with_its_first_day() -> None:
    with pytest.raises(InputError, match="2026-01-01"):
        judged(rows(LATE), "2025-11")


def test_a_period_that_is_not_one_is_refused_with_the_notation() -> None:
    with pytest.raises(InputError, match="2016-Q1"):
        judged(rows(LATE), "March")


def test_a_period_beyond_the_known_holidays_is_judged() -> None:
    assert [one.end > one.start for one in judged(rows(LATE), "2060-01").wordings] == [True]


def test_a_phase_that_only_reports_costs_nothing() -> None:
    premium = SHOP.replace("package/business", "package/premium")
    onboarding = premium + "phases: [{id: start, from: 2026-03-01, length: P4W, effect: {remedies: none}}]\n"
    critical = ticket("T-6", "critical", "2026-03-02T08:00:00Z", ("resolved", "2026-03-02T18:30:00Z", "provider"))
    paid, free = (judged(rows(critical), MARCH, contract(text)).months[0].remedies for text in (premium, onboarding))
    assert paid.total is not None
    assert paid.total > 0
    assert free.total == 0


def test_hours_of_a_month_are_stated_with_their_overage() -> None:
    entry = '{"type": "time", "id": "h1", "from": "2026-01-12T08:00:00Z", "to": "2026-01-12T20:00:00Z"}'
    month = judged(rows([entry]), "2026-01").months[0]
    assert month.hours is not None
    assert month.hours.granted == 10 * 3600
    assert month.hours.overage == 2 * 3600


def test_no_evidence_at_all_is_a_quiet_assessment() -> None:
    assessment = judged(Evidence())
    assert assessment.readings == ()
    assert [row.figure.verdict for row in assessment.availability] == ["undetermined"]


def test_a_quarter_holds_its_three_months() -> None:
    assert [month.month for month in judged(rows(LATE), "2026-Q1").months] == ["2026-01", "2026-02", "2026-03"]


def test_the_hash_of_the_wording_changes_with_the_wording() -> None:
    other = replace(contract(), fee=replace(contract().fee, monthly=Decimal("6000.01")))
    first, second = (judged(rows(LATE), MARCH, one).wordings[0].fingerprint for one in (contract(), other))
    assert first != second


def test_a_period_that_still_runs_is_judged_as_it_stands() -> None:
    moment = 1_772_450_000  # 2 March 2026, 11:13:20 UTC: reported at 8:00, not answered yet
    now = assess([contract()], rows(LATE), MARCH, until=moment)
    assert [one.verdict for one in now.readings if one.clock == "response"] == [Verdict.PENDING]
    assert now.counts.resolved == 0
    late = assess([contract()], rows(LATE), MARCH, until=moment + 20 * 86_400)
    assert Verdict.BREACHED in [one.verdict for one in late.readings]


def test_a_period_that_has_not_begun_is_refused() -> None:
    with pytest.raises(InputError, match="has not begun"):
        assess([contract()], rows(LATE), MARCH, until=1_700_000_000)
