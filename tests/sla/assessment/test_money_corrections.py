"""A late fact never edits a month: what it changes is a difference, and the differences sum to the recomputed total."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.remedies.codes import CAP_WITHOUT_PAST

TEXT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: 1, status: signed}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw, currency: EUR}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
calendars: {always: {week: 24/7}}
services: [{id: shop}]
classes: [{id: a}, {id: b}]
clocks: [{id: fix, stop: resolved}]
targets: {a: {fix: [4h, always]}, b: {fix: [24h, always]}}
availability: [{id: up, service: shop, target: {ge: 99}, probe: {every: 60s}, excluded: [client_action]}]
remedies:
  - {id: hours, of: {clock: fix}, kind: per_unit, unit: 1h, pct: 1}
  - {id: late, of: {clock: fix, class: a}, kind: flat, amount: 70.005, pay_after: 90m}
  - {id: third, of: {clock: fix}, kind: every_n, n: 3, within: P2M, amount: 33}
  - {id: up, of: up, kind: per_unit, unit: 1h, pct: 1}
remedy_rules: RULES
"""
RULES = "{combine: {same_incident: sum}, caps: [{per: month, pct: 30}, {per: contract_year, pct: 40}], min: 10}"
ELECTS = "{combine: {same_incident: client_elects, once_per_cause: 24h}, caps: [{per: total, amount: 700}]}"
MONTHS = [f"2026-{n:02}" for n in range(1, 7)]


def contract(rules: str = RULES) -> Contract:
    return parse(TEXT.replace("RULES", rules)).required()


def at(hours: int) -> str:
    """So many hours after New Year."""
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def event(ticket: str, kind: str, moment: int, by: str = "provider", **more: str) -> str:
    row = {"type": "ticket", "ticket": ticket, "id": f"{ticket}-{kind}-{moment}", "kind": kind, "at": at(moment)}
    return json.dumps({**row, "by": by, **more})


def ticket(name: str, start: int, length: int, class_: str = "a") -> list[str]:
    return [event(name, "reported", start, "customer", **{"class": class_}), event(name, "resolved", start + length)]


def excluded(name: str, decided: int) -> str:
    row = {"type": "exclusion", "id": f"x-{name}", "ticket": name, "decided": at(decided), "reason": "client fault"}
    return json.dumps({**row, "person": "p1", "approved_by": "p2", "consent": "mail-7"})


def amount(number: int, moment: int, month: str, status: str, **more: str) -> str:
    row = {"type": "amount", "id": f"a{number}", "at": at(moment), "month": month, "status": status}
    return json.dumps({**row, **more})


DAY = 24
JANUARY, FEBRUARY, MARCH = 0, 31 * DAY, 59 * DAY


def judged(rows: Iterable[str], period: str, own: Contract | None = None) -> Assessment:
    return assess((own or contract(),), read_lines(list(rows)), period)


def owed(assessment: Assessment) -> dict[str, D | None]:
    return {one.month: one.remedies.total for one in assessment.months}


def test_a_late_exclusion_is_a_difference_with_its_cause() -> None:
    rows = [*ticket("T", JANUARY + 48, 8), *ticket("U", JANUARY + 480, 7), excluded("T", FEBRUARY + 100)]
    assert owed(judged(rows, "2026-01")) == {"2026-01": D("210.01")}
    (one,) = judged(rows, "2026-02").money_corrections
    assert (one.month, one.before, one.after, one.difference) == ("2026-01", D("210.01"), D("100.01"), D("-110.00"))
    assert [(fact.kind, fact.id) for fact in one.facts] == [("exclusion", "x-T")]
    assert judged(rows, "2026-03").money_corrections == ()


def test_a_settled_dispute_over_a_class_is_told_by_its_event() -> None:
    rows = [
        *ticket("T", JANUARY + 48, 40),
        event("T", "classified", FEBRUARY + 5, **{"class": "b"}),
        excluded("T", FEBRUARY + 5),
    ]
    (one,) = judged(rows, "2026-02").money_corrections
    assert {fact.kind for fact in one.facts} == {"exclusion", "classified"}


def test_the_room_of_a_year_passes_to_the_months_after() -> None:
    """January paid 300 of 400; without it, February has room for 300 instead of 100."""
    rows = [*ticket("T", JANUARY + 48, 60), *ticket("U", FEBRUARY + 48, 60), excluded("T", MARCH + 5)]
    assert [owed(judged(rows, month))[month] for month in ("2026-01", "2026-02")] == [300, 100]
    first, second = judged(rows, "2026-03").money_corrections
    assert (first.month, first.difference) == ("2026-01", -300)
    assert (second.month, second.difference, second.facts[0].kind) == ("2026-02", 200, "cap")


def test_lateness_that_goes_on_says_so() -> None:
    rows = ticket("T", FEBRUARY - 6, 40)
    assert owed(judged(rows, "2026-01")) == {"2026-01": D("10.00")}
    (one,) = judged(rows, "2026-02").money_corrections
    assert (one.difference, [fact.kind for fact in one.facts]) == (D("70.01"), ["went_on"])


def test_downtime_that_is_excluded_later_is_a_difference() -> None:
    spans = [(0, 100, "up"), (100, 120, "down"), (120, 31 * DAY + 50 * DAY, "up")]
    head = {"type": "state", "service": "shop"}
    rows = [json.dumps({**head, "id": f"s{a}", "from": at(a), "to": at(b), "state": s}) for a, b, s in spans]
    row = {"type": "exclusion", "id": "x", "service": "shop", "decided": at(FEBRUARY + 9), "reason": "client_action"}
    late = json.dumps({**row, "from": at(100), "to": at(115), "person": "p", "approved_by": "q", "ref": "mail"})
    assert owed(judged([*rows, late], "2026-01")) == {"2026-01": D("130.00")}
    (one,) = judged([*rows, late], "2026-02").money_corrections
    assert (one.after, one.difference, one.facts[0].id) == (0, D("-130.00"), "x")


def test_a_choice_that_comes_late_is_a_difference() -> None:
    rows = [*ticket("T", JANUARY + 48, 8), amount(1, FEBRUARY + 1, "2026-01", "elected", remedy="hours", incident="T")]
    (one,) = judged(rows, "2026-02", contract(ELECTS)).money_corrections
    assert (one.before, one.after, one.facts[0].kind) == (D("70.01"), D("40.00"), "elected")


def test_what_the_parties_decided_does_not_change_what_is_computed() -> None:
    rows = [*ticket("T", JANUARY + 48, 8), amount(1, FEBRUARY + 1, "2026-01", "reduced", amount="50.00")]
    found = judged(rows, "2026-02")
    assert found.money_corrections == ()
    (entry,) = found.ledger
    assert (entry.first, entry.computed, entry.stands, entry.open) == (D("110.01"), D("110.01"), D("50.00"), D("50.00"))


def test_the_ledger_tells_first_differences_and_what_is_open() -> None:
    rows = [
        *ticket("T", JANUARY + 48, 8),
        *ticket("U", JANUARY + 480, 7),
        amount(1, FEBRUARY + 50, "2026-01", "settled"),
        excluded("T", MARCH + 5),
    ]
    (entry,) = judged(rows, "2026-04").ledger
    assert (entry.month, entry.first, entry.computed, entry.paid) == ("2026-01", D("210.01"), D("100.01"), D("210.01"))
    assert [(one.known, one.difference) for one in entry.changes] == [("2026-03", D("-110.00"))]
    assert (entry.status, entry.open) == ("settled", D("-110.00"))


def test_one_remedy_alone_may_be_waived() -> None:
    rows = [*ticket("T", JANUARY + 48, 8), amount(1, FEBRUARY + 1, "2026-01", "waived", remedy="late")]
    rest, late = judged(rows, "2026-02").ledger
    assert [(one.remedy, one.computed, one.stands) for one in (rest, late)] == [
        ("", D("40.00"), D("40.00")),
        ("late", D("70.01"), 0),
    ]


ON_CLAIM = "{mode: on_claim, claim: {deadline: P1M, decide_by: P14D}}"


@pytest.mark.parametrize(
    ("claimed", "lapsed", "open_"), [(None, True, 0), (FEBRUARY + 5, False, D("70.01")), (MARCH + 5, True, 0)]
)
def test_what_is_not_claimed_in_time_lapses(claimed: int | None, lapsed: bool, open_: D) -> None:
    rows = ticket("T", JANUARY + 48, 8)
    rows += [amount(1, claimed, "2026-01", "claimed", by="customer")] if claimed else []
    (entry,) = judged(rows, "2026-03", contract(ON_CLAIM)).ledger
    assert (entry.lapsed, entry.open, str(entry.claim_until)) == (lapsed, open_, "2026-02-28")


def test_a_claim_that_nobody_decides_is_overdue() -> None:
    rows = [*ticket("T", JANUARY + 48, 8), amount(1, FEBRUARY + 30, "2026-01", "claimed", by="customer")]
    (entry,) = judged(rows, "2026-02", contract(ON_CLAIM)).ledger
    assert (str(entry.decide_until), entry.overdue) == ("2026-02-16", True)
    rows.append(amount(2, FEBRUARY + 90, "2026-01", "accepted", amount="60.00"))
    (entry,) = judged(rows, "2026-02", contract(ON_CLAIM)).ledger
    assert (entry.status, entry.stands, entry.overdue) == ("accepted", D("60.00"), False)


@pytest.mark.parametrize(("by", "overdue"), [("customer", True), ("provider", False)])
def test_only_the_providers_word_answers_a_claim(by: str, overdue: bool) -> None:
    rows = [*ticket("T", JANUARY + 48, 8), amount(1, FEBRUARY + 30, "2026-01", "claimed", by="customer")]
    rows.append(amount(2, FEBRUARY + 90, "2026-01", "disputed", by=by))
    (entry,) = judged(rows, "2026-02", contract(ON_CLAIM)).ledger
    assert (entry.status, entry.overdue) == ("disputed", overdue)


@pytest.mark.parametrize("claim", [1, 3])
def test_a_claim_comes_before_what_is_said_of_it_in_its_second(claim: int) -> None:
    rows = [*ticket("T", JANUARY + 48, 8), amount(2, FEBRUARY + 30, "2026-01", "disputed", by="customer")]
    rows.append(amount(claim, FEBRUARY + 30, "2026-01", "claimed", by="customer"))
    (entry,) = judged(rows, "2026-02", contract(ON_CLAIM)).ledger
    assert [row.status for row in entry.decisions] == ["claimed", "disputed"]
    assert (entry.status, entry.lapsed) == ("disputed", False)


HOURS = st.integers(0, 180 * DAY)
NAMES = [f"T{n}" for n in range(6)]
TICKETS = st.lists(
    st.tuples(st.integers(0, 150 * DAY), st.integers(1, 90), st.sampled_from("ab")), min_size=1, max_size=len(NAMES)
)
LATE = st.lists(
    st.tuples(st.sampled_from(["exclude", "classify", "elect", "merge", "reopen"]), st.sampled_from(range(6)), HOURS),
    max_size=6,
    unique_by=lambda one: (one[0], one[1]),
)


def rows_of(tickets: list[tuple[int, int, str]], late: list[tuple[str, int, int]]) -> list[str]:
    rows = [
        row for name, (start, length, c) in zip(NAMES, tickets, strict=False) for row in ticket(name, start, length, c)
    ]
    for kind, n, after in late:
        if n < len(tickets):
            start, length, _ = tickets[n]
            rows += _late(kind, NAMES[n], start + length + 1 + after, NAMES[(n + 1) % len(tickets)])
    return rows


def _late(kind: str, name: str, moment: int, other: str) -> list[str]:
    if kind == "exclude":
        return [excluded(name, moment)]
    if kind == "elect":
        return [amount(int(name[1:]), moment, MONTHS[moment % 6], "elected", remedy="hours", incident=name)]
    if kind == "merge":
        return [event(name, "merged", moment, into=other)] if other != name else []
    if kind == "reopen":
        return [event(name, "reopened", moment, "customer")]
    return [event(name, "classified", moment, **{"class": "b"})]


def differences_sum(rows: list[str], own: Contract) -> None:
    known: dict[str, D | None] = {}
    for month in MONTHS:
        found = judged(rows, month, own)
        for one in found.money_corrections:
            assert one.before == known[one.month]
            known[one.month] += one.difference
            assert one.facts
        known |= owed(found)
    assert known == owed(judged(rows, "2026-01-01..2026-06-30", own))
    told = {entry.month: entry for entry in found.ledger}
    assert {month: entry.computed for month, entry in told.items()} == {month: known[month] for month in told}
    for entry in told.values():
        assert entry.first + sum(one.difference for one in entry.changes) == entry.computed


@settings(max_examples=examples(30), deadline=None)
@given(TICKETS, LATE, st.sampled_from([RULES, ELECTS]))
def test_the_differences_sum_to_the_recomputed_total(
    tickets: list[tuple[int, int, str]], late: list[tuple[str, int, int]], rules: str
) -> None:
    """Each difference begins where the former ended, and the last ends at what is computed from all that is known."""
    differences_sum(rows_of(tickets, late), contract(rules))


MEASURED = "  - {id: share, of: quick, kind: flat, amount: 500}\nremedy_rules: {combine: {same_incident: sum}}\n"
QUICK = "measures: [{id: quick, agg: share_within_target, of: {clock: fix}, target: {ge: 90}}]\n"


SEVERAL = """measures:
  - {id: quick, agg: share_within_target, of: {clock: fix}, per: calendar_quarter, target: {ge: 90}}
  - {id: back, agg: count, of: {event: reopened, class: [a]}, target: {le: 0}}
  - {id: slow, agg: percentile, percentile: 90, unit: hours, of: {clock: fix}, average: 2, target: {le: 5}}
"""
PRICED = """  - {id: share, of: quick, kind: flat, amount: 500}
  - {id: again, of: back, kind: flat, amount: 20}
  - {id: tail, of: slow, kind: per_step, step: 5, amount: 3}
remedy_rules: {combine: {same_incident: sum}, caps: [{per: contract_year, pct: 90}]}
"""


@settings(max_examples=examples(15), deadline=None)
@given(TICKETS, LATE)
def test_the_differences_of_measures_sum_up_too(
    tickets: list[tuple[int, int, str]], late: list[tuple[str, int, int]]
) -> None:
    """Tickets of which nothing was heard since are not read again, and that changes nothing."""
    differences_sum(rows_of(tickets, late), parse(TEXT.replace("remedy_rules: RULES\n", PRICED) + SEVERAL).required())


def test_a_measure_that_a_late_exclusion_mends_is_a_difference_too() -> None:
    text = TEXT.replace("remedy_rules: RULES\n", MEASURED) + QUICK
    own = parse(text).required()
    rows = [*ticket("T", JANUARY + 48, 5), *ticket("U", JANUARY + 90, 1), excluded("T", FEBRUARY + 100)]
    assert owed(judged(rows, "2026-01", own)) == {"2026-01": D("510.00")}
    (one,) = judged(rows, "2026-02", own).money_corrections
    assert (one.before, one.after, one.difference) == (D("510.00"), 0, D("-510.00"))
    assert ("exclusion", "x-T") in {(fact.kind, fact.id) for fact in one.facts}


def test_a_promise_that_a_duty_had_failed_stays_failed_when_an_outage_is_excluded_later() -> None:
    text = TEXT.replace("remedies:", "duties: [{id: backup, every: P1D, if_late: {fails: [up]}}]\nremedies:")
    text = text.replace(
        "{id: up, of: up, kind: per_unit, unit: 1h, pct: 1}", "{id: up, of: up, kind: flat, amount: 50}"
    )
    head = {"type": "state", "service": "shop", "every": 60}
    stretches = [(0, 100, "up"), (100, 150, "down"), (150, 2160, "up")]
    states = [json.dumps({**head, "id": f"s{a}", "from": at(a), "to": at(b), "state": s}) for a, b, s in stretches]
    late = {
        "type": "exclusion",
        "id": "x",
        "service": "shop",
        "from": at(100),
        "to": at(150),
        "reason": "client_action",
    }
    late |= {"decided": at(1000), "person": "p1", "approved_by": "p2"}
    proofs = [json.dumps({"type": "proof", "id": f"p{d}", "duty": "backup", "at": at(24 * d + 5)}) for d in range(59)]
    evidence = [*states, json.dumps(late), *(row for row in proofs if '"p9"' not in row)]
    own = parse(text.replace("RULES", RULES)).required()
    january, february = judged(evidence, MONTHS[0], own), judged(evidence, MONTHS[1], own)
    assert january.months[0].remedies.total == D("50.00")
    assert february.money_corrections == ()
    assert [(one.month, one.first, one.changes) for one in february.ledger] == [(MONTHS[0], D("50.00"), ())]


def test_a_cap_of_the_year_is_open_while_an_earlier_month_has_no_price() -> None:
    text = TEXT.replace("RULES", "{combine: {same_incident: sum}, caps: [{per: contract_year, amount: 100}]}")
    blank = parse(text.replace("monthly: 1000", "monthly: null")).required()
    priced = parse(text.replace("version: 1", "version: 2").replace("from: 2026-01-01", "from: 2026-02-01")).required()
    rows = [row for n, start in enumerate((100, 900, 1500)) for row in ticket(f"T{n}", start, 10)]
    found = [assess([blank, priced], read_lines(rows), month).months[0].remedies for month in MONTHS[:3]]
    assert [one.total for one in found] == [None, None, None]
    assert CAP_WITHOUT_PAST(per="contract_year") in found[1].notes
