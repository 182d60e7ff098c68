"""What downtime, seasons and whole years cost, through the whole assessment."""

import json
from decimal import Decimal as D
from itertools import pairwise

import pytest

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

HEAD = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: 1, status: signed}
effective: {from: 2026-01-01, to: TO}
defaults: {timezone: UTC, currency: EUR}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 720, parts: {hosting: 72}}
calendars: {always: {week: 24/7}}
services: [{id: shop}]
classes: [{id: a}]
clocks: [{id: fix, stop: resolved}]
targets: {a: {fix: [4h, always]}}
"""
UP = "availability: [{id: up, service: shop, target: {ge: 99}, probe: {every: 60s}MORE}]\n"


def contract(remedy: str, more: str = "", up: str = "", to: str = "null") -> Contract:
    text = HEAD.replace("TO", to) + UP.replace("MORE", up) + f"remedies: [{{id: r, {remedy}}}]\n" + more
    return parse(text).required()


def down(*spans: tuple[str, str]) -> list[str]:
    """Up from January to July but for these stretches, written 2026-06-01T00:00."""
    edges = ["2026-01-01T00:00", *(edge for span in spans for edge in span), "2026-07-01T00:00"]
    head = {"type": "state", "service": "shop"}
    rows = pairwise(edges)
    keys = [(f"{a}:00Z", f"{b}:00Z", "down" if n % 2 else "up") for n, (a, b) in enumerate(rows)]
    return [json.dumps({**head, "id": f"s{n}", "from": a, "to": b, "state": s}) for n, (a, b, s) in enumerate(keys)]


def late(ticket: str, day: str, hours: int = 12) -> list[str]:
    head = {"type": "ticket", "ticket": ticket}
    return [
        json.dumps(
            {**head, "id": f"{ticket}1", "kind": "reported", "at": f"{day}T08:00:00Z", "by": "customer", "class": "a"}
        ),
        json.dumps(
            {**head, "id": f"{ticket}2", "kind": "resolved", "at": f"{day}T{8 + hours:02}:00:00Z", "by": "provider"}
        ),
    ]


def judged(rows: list[str], period: str, own: Contract) -> Assessment:
    return assess((own,), read_lines(rows), period)


def total(rows: list[str], own: Contract, period: str = "2026-06") -> D:
    return sum((month.remedies.total or D(0) for month in judged(rows, period, own).months), D(0))


TEN_HOURS = down(("2026-06-05T00:00", "2026-06-05T04:00"), ("2026-06-20T00:00", "2026-06-20T06:00"))
"""Ten hours of a June of 720 h, where 99 % allow 7 h 12 min: 2 h 48 min too many, from 20 June 03:12 on."""


@pytest.mark.parametrize(("how", "pays"), [("", 3), (", count_on: beyond", 3), (", count_on: whole", 10)])
def test_downtime_beyond_what_the_target_allows_pays_by_the_hour(how: str, pays: int) -> None:
    own = contract(f"of: up, kind: per_unit, unit: 1h, amount: 1{how}")
    assert total(TEN_HOURS, own) == pays


def test_the_overrun_comes_after_all_that_is_allowed() -> None:
    settled = judged(TEN_HOURS, "2026-06", contract("of: up, kind: per_unit, unit: 1h, amount: 1")).months[0].remedies
    (breach,) = {line.breach for line in settled.lines}
    assert breach.overrun == ((1781925120, 1781935200),)
    assert sum(end - start for start, end in breach.elapsed) == 10 * 3600


@pytest.mark.parametrize(("how", "pays"), [("", "2.80"), (", x: 10", "28.00"), (", count_on: whole", "10.00")])
def test_the_fee_of_lost_time_is_a_part_of_the_month(how: str, pays: str) -> None:
    assert total(TEN_HOURS, contract(f"of: up, kind: prorata{how}")) == D(pays)


def test_a_promise_that_is_kept_pays_nothing() -> None:
    rows = down(("2026-06-05T00:00", "2026-06-05T07:12"))
    assert total(rows, contract("of: up, kind: prorata, count_on: whole")) == 0


def test_an_hour_too_many_extends_the_service_by_a_day() -> None:
    own = contract("of: up, kind: extension, unit: 1h, grants: P1D, round: down")
    settled = judged(TEN_HOURS, "2026-06", own).months[0].remedies
    assert (settled.total, str(settled.granted)) == (0, "P2D")


def test_each_outage_pays_by_itself_though_the_promise_is_kept() -> None:
    rows = down(("2026-06-05T00:00", "2026-06-05T00:45"), ("2026-06-20T00:00", "2026-06-20T00:10"))
    own = contract("of: {outage: up}, kind: flat, amount: 100, pay_after: 30m")
    assert total(rows, own) == 100


OVER_THE_END = down(("2026-05-31T21:30", "2026-06-01T02:00"))


def test_an_outage_over_the_months_end_is_one_outage() -> None:
    own = contract("of: {outage: up}, kind: per_unit, unit: 1h, amount: 1")
    assert [total(OVER_THE_END, own, month) for month in ("2026-05", "2026-06", "2026-05-01..2026-06-30")] == [3, 2, 5]
    flat = contract("of: {outage: up}, kind: flat, amount: 10")
    assert [total(OVER_THE_END, flat, month) for month in ("2026-05", "2026-06")] == [10, 0]


def test_a_figure_is_rounded_before_it_is_judged() -> None:
    rows = down(("2026-06-05T00:00", "2026-06-05T07:24"))
    exact = contract("of: up, kind: bands, bands: [{lt: 99, pct: 10}]")
    rounded = contract("of: up, kind: bands, bands: [{lt: 99, pct: 10}]", up=", rounded: {scale: 1, mode: nearest}")
    assert [judged(rows, "2026-06", one).availability[0].figure.verdict for one in (exact, rounded)] == [
        "breached",
        "met",
    ]
    assert [total(rows, one) for one in (exact, rounded)] == [72, 0]


@pytest.mark.parametrize(("how", "point"), [("removed", "99.2"), ("up", "99.3055")])
def test_excluded_time_leaves_the_count_or_was_up(how: str, point: str) -> None:
    """30 days, ten hours down, of them five excluded with 90 hours that were up."""
    rows = down(("2026-06-05T00:00", "2026-06-05T10:00"))
    row = {
        "type": "exclusion",
        "id": "x",
        "service": "shop",
        "decided": "2026-06-06T00:00:00Z",
        "reason": "client_action",
    }
    span = {"from": "2026-06-05T05:00:00Z", "to": "2026-06-09T04:00:00Z"}
    rows.append(json.dumps({**row, **span, "person": "p", "approved_by": "q", "ref": "mail"}))
    own = contract("of: up, kind: flat, amount: 1", up=f", excluded: [client_action], excluded_as: {how}")
    figure = judged(rows, "2026-06", own).availability[0].figure
    assert str(float(figure.point)).startswith(point)
    assert figure.downtime.point == 5 * 3_600_000


SEASON = "phases: [{id: sale, from: 2026-06-11, length: P10D, effect: {availability.up.target: {ge: 99.9}}FEE}]\n"


def test_a_season_with_another_target_is_measured_by_itself() -> None:
    rows = down(("2026-06-15T00:00", "2026-06-15T01:00"))
    found = judged(rows, "2026-06", contract("of: up, kind: flat, amount: 1", SEASON.replace("FEE", ""))).availability
    days = [(one.figure.end - one.figure.start) // 86_400_000 for one in found]
    assert days == [10, 10, 10]
    assert [str(one.target.number) for one in found] == ["99", "99.9", "99"]
    assert [one.figure.verdict for one in found] == ["met", "breached", "met"]


def test_a_surcharge_is_stated_by_its_days_and_counts_where_the_base_says_so() -> None:
    season = SEASON.replace("FEE", ", fee_add: 90.00")
    rows = late("T", "2026-06-15")
    plain, with_it = (
        contract(f"of: {{clock: fix}}, kind: flat, pct: 10{base}", season)
        for base in ("", ", base: {fee: monthly, surcharges: true}")
    )
    assert [total(rows, one) for one in (plain, with_it)] == [D("72.00"), D("75.00")]
    (extra,) = judged(rows, "2026-06", plain).months[0].surcharges
    assert (extra.phase, extra.days, extra.of_days, extra.amount) == ("sale", 10, 30, D("30.00"))


def test_the_base_may_be_all_fees_of_the_contract_year() -> None:
    own = contract("of: {clock: fix}, kind: flat, pct: 10, base: {of: contract_year}")
    part = contract("of: {clock: fix}, kind: flat, pct: 10, base: {fee: hosting, of: contract_year}")
    assert [total(late("T", "2026-06-15"), one) for one in (own, part)] == [864, D("86.40")]


def test_a_contract_that_ends_within_its_year_has_fewer_fees() -> None:
    own = contract("of: {clock: fix}, kind: flat, pct: 10, base: {of: contract_year}", to="2026-06-30")
    assert total(late("T", "2026-06-15"), own) == 432


def test_a_cap_on_the_whole_life_is_of_all_fees() -> None:
    rules = "remedy_rules: {caps: [{per: total, pct: 10}]}\n"
    own = contract("of: {clock: fix}, kind: flat, amount: 300", rules, to="2026-06-30")
    rows = [*late("T", "2026-05-05"), *late("U", "2026-06-05")]
    assert [total(rows, own, month) for month in ("2026-05", "2026-06")] == [300, 132]


def test_the_client_chooses_by_a_row_of_the_evidence() -> None:
    text = "remedy_rules: {combine: {same_incident: client_elects}}\n"
    two = "of: {clock: fix}, kind: flat, amount: 300}, {id: s, of: {clock: fix}, kind: extension, unit: 1h, grants: P1D"
    own = contract(two, text)
    choice = {"type": "amount", "id": "a", "at": "2026-06-20T00:00:00Z", "month": "2026-06", "status": "elected"}
    row = json.dumps({**choice, "remedy": "s", "incident": "T", "by": "customer"})
    assert total(late("T", "2026-06-05"), own) == 300
    settled = judged([*late("T", "2026-06-05"), row], "2026-06", own).months[0].remedies
    assert (settled.total, str(settled.granted)) == (0, "P8D")
