"""Late duties and single outages: what the annex says of an overrun is what is counted."""

import json
from decimal import Decimal as D

import pytest

from gwarant.pictures.told import tell
from gwarant.sla.assessment import assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

HEAD = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C}
effective: {from: 2026-04-01, to: 2027-03-31}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 10000}
"""
DUTY = (
    HEAD
    + """
calendars: {praca: {week: "Mon-Fri 07:00-15:00", holidays: PL}}
duties: {report: {every: P1M, due: 10wd, calendar: praca}, backup: {every: P1D}}
remedies: {late: {of: {duty: report}, kind: per_unit, amount: 10, UNIT}}
"""
)
PROOFS = ("2026-05-13T10:00:00Z", "2026-06-22T08:00:00Z")  # in time for April; for May 10:00 in Warsaw


def proofs(duty: str, *moments: str) -> list[str]:
    rows = [{"type": "proof", "id": f"p{n}", "duty": duty, "at": at, "state": "passed"} for n, at in enumerate(moments)]
    return [json.dumps(row) for row in rows]


def total(own: Contract, rows: list[str], period: str = "2026-06") -> D | None:
    return assess([own], read_lines(rows), period).months[0].remedies.total


def said(own: Contract, lang: str = "en") -> list[str]:
    return [one.text for part in tell(own, lang) for one in part.told if "remedies.late" in one.path]


def duty(unit: str, **changes: str) -> Contract:
    text = DUTY.replace("UNIT", unit)
    for old, new in changes.items():
        text = text.replace(old, new)
    return parse(text).required()


@pytest.mark.parametrize(
    ("unit", "units", "words"),
    [
        ("unit: 1d, count_on: working_days", 5, "in working days"),
        ("unit: 1d, count_on: calendar_days", 8, "in calendar days"),
        ("unit: 1h, count_on: elapsed", 163, "around the clock"),
        ("unit: 1h", 35, "in the hours of “praca”"),
    ],
)
def test_a_late_duty_is_late_in_the_hours_of_its_calendar(unit: str, units: int, words: str) -> None:
    """Due on Monday 15 June at 15:00, done on Monday the 22nd at 10:00."""
    own = duty(unit)
    assert total(own, proofs("report", *PROOFS)) == 10 * units
    assert any(words in one for one in said(own))


def test_a_day_of_delay_is_a_date_and_no_hours_stand_beside_it() -> None:
    own = duty("unit: 1d, count_on: working_days")
    assert not any("24" in one for one in said(own))
    assert any("każdy dzień" in one for one in said(own, "pl"))


OUTAGE = (
    HEAD
    + """
calendars: {office: {week: "Mon-Fri 00:00-24:00"}}
services: {app: {name: App}}
availability: {up: {service: app, target: {ge: 50}, over: office, excluded: [third_party], PROBE}}
measures: {long: {agg: count, of: {event: outage, availability: up, longer_than: 4h}, target: {le: 0}}}
triggers: {leave: {if: {outage_over: 4h, of: up}, right: terminate, use_within: P30D}}
remedies: {late: {of: {outage: up}, amount: 10, UNIT}}
"""
)


def outage(unit: str, probe: str = "probe: {min_outage: 4h}", more: str = "") -> Contract:
    return parse(OUTAGE.replace("UNIT", unit).replace("PROBE", probe) + more).required()


def down(start: str, end: str, first: str = "2026-06-01T00:00:00+02:00") -> list[str]:
    edges = [first, start, end, "2026-07-01T00:00:00+02:00"]
    spans = zip(edges, edges[1:], ("up", "down", "up"), strict=False)
    head = {"type": "state", "service": "app"}
    return [json.dumps({**head, "id": f"s{n}", "from": a, "to": b, "state": s}) for n, (a, b, s) in enumerate(spans)]


WEEKEND = down("2026-06-26T22:00:00+02:00", "2026-06-27T03:00:00+02:00")
"""Five hours from Friday 22:00 on, two of them in the hours over which it is promised."""


@pytest.mark.parametrize(
    ("unit", "units"),
    [
        ("kind: per_unit, unit: 1h", 2),
        ("kind: per_unit, unit: 1h, count_on: whole", 2),
        ("kind: per_unit, unit: 1h, count_on: elapsed", 5),
        ("kind: per_unit, unit: 1d, count_on: calendar_days", 2),
        ("kind: per_unit, unit: 1d, count_on: working_days", 1),
        ("kind: flat, pay_after: 4h", 0),
        ("kind: flat, pay_after: 4h, count_on: elapsed", 1),
    ],
)
def test_an_outage_by_itself_is_counted_in_its_hours_or_around_the_clock(unit: str, units: int) -> None:
    assert total(outage(unit), WEEKEND) == 10 * units


def test_what_is_excluded_outside_the_hours_is_no_real_time_either() -> None:
    row = {"type": "exclusion", "id": "x", "service": "app", "reason": "third_party", "ref": "mail", "person": "p"}
    gone = {"decided": "2026-06-01T10:00:00Z", "from": "2026-06-27T00:00:00Z", "to": "2026-06-27T01:00:00Z"}
    rows = [*WEEKEND, json.dumps({**row, **gone})]
    assert total(outage("kind: per_unit, unit: 1h, count_on: elapsed"), rows) == 40


@pytest.mark.parametrize(("end", "is_long"), [("03:00", True), ("02:00", False)])
def test_longer_than_is_measured_in_one_way(end: str, is_long: bool) -> None:
    """By the shortest outage that counts, by a measure and by a right: in real time, from its start to its end."""
    rows = down("2026-06-26T22:00:00+02:00", f"2026-06-27T{end}:00+02:00")
    found = assess([outage("kind: flat")], read_lines(rows), "2026-06")
    assert (bool(found.rights), found.measures[0].value) == (is_long, int(is_long))


CLAIMED = "remedy_rules: {mode: on_claim, claim: {deadline: P1D, anchor: breach}, settle: price_reduction}\n"


def claim(incident: str, at: str) -> str:
    row = {"type": "amount", "id": "a", "month": "2026-06", "remedy": "late", "status": "claimed", "person": "c"}
    return json.dumps({**row, "incident": incident, "at": at})


def test_a_claim_follows_its_outage_when_the_beginning_is_excluded_later() -> None:
    """The outage is named by its beginning, 10 June 8:00, or by a moment within it: the beginning of what counted."""
    rows = down("2026-06-10T08:00:00+02:00", "2026-06-10T14:00:00+02:00")
    own = outage("kind: per_unit, unit: 1h", "decided: {retroactive: true}", CLAIMED)
    row = {"type": "exclusion", "id": "x", "service": "app", "reason": "third_party", "ref": "m", "person": "p"}
    gone = {"decided": "2026-06-12T10:00:00Z", "from": "2026-06-10T06:00:00Z", "to": "2026-06-10T08:00:00Z"}
    late = json.dumps({**row, **gone, "approved_by": "q", "consent": "c"})
    for moment in ("1781071200", "1781078400"):
        rows_with = [*rows, claim(f"up outage {moment}", "2026-06-11T10:00:00Z")]
        assert total(own, rows_with) == 60
        assert total(own, [*rows_with, late]) == 40


def test_a_claim_for_an_outage_runs_from_its_end() -> None:
    """Three days long: claimed on the day after the last of them it is claimed in time."""
    rows = down("2026-06-09T08:00:00+02:00", "2026-06-11T14:00:00+02:00")
    own = outage("kind: flat", "", CLAIMED)
    made = claim("up outage 1780984800", "2026-06-12T10:00:00Z")
    assert total(own, [*rows, made]) == 10
    assert total(own, [*rows, made.replace("06-12T10", "06-13T10")]) == 0


def clauses(own: Contract) -> dict[str, str]:
    return {one.path: one.text for part in tell(own, "en") for one in part.told if "remedy_rules" in one.path}


def test_the_annex_says_of_money_only_what_is_agreed() -> None:
    plain = clauses(outage("kind: flat", "", "law: DE\n"))
    assert "no upper limit" in plain["remedy_rules.caps"]
    assert "remedy_rules.fault" not in plain
    assert "remedy_rules.fault" in clauses(outage("kind: flat", "", "law: PL\n"))
    assert (
        "any delay"
        in clauses(outage("kind: flat", "", "law: DE\nremedy_rules: {fault: opoznienie}\n"))["remedy_rules.fault"]
    )
    assert "single remedies" in clauses(outage("kind: flat, cap: {amount: 20}"))["remedy_rules.caps"]
    longer = clauses(
        parse(
            OUTAGE.replace("amount: 10, UNIT", "kind: extension, unit: 1h, grants: P1D").replace("PROBE", "")
        ).required()
    )
    assert "remedy_rules.credited_to" not in longer
