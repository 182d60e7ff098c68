"""What people write who come from a paper, and what they are told: what would be right, in their own figures."""

from collections.abc import Callable

import pytest

from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import Parsed, parse
from gwarant.sla.contract.values import meant, time_value
from gwarant.sla.problem import Severity

Small = Callable[..., Parsed]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("15 minutes", "15m"),
        ("4 hours", "4h"),
        ("4 godziny", "4h"),
        ("8 working hours", "8h on the office calendar"),
        ("10 business days", "10wd"),
        ("2 dni robocze", "2wd"),
        ("1bd", "1wd"),
        ("30 days", "P30D, or 30wd for working days"),
        ("12 months", "P12M"),
        ("Daily", "P1D"),
        ("quarterly", "P3M"),
        ("soon", ""),
        ("5 parsecs", ""),
    ],
)
def test_a_time_in_words_comes_with_how_it_is_written(words: str, written: str) -> None:
    assert meant(words) == written
    first = written.partition(",")[0].partition(" ")[0]
    assert not first or time_value(first)
    with pytest.raises(ValueError, match=written or "15m, 4h, 3wd"):
        time_value(words)


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        ("target: {ge: 99.9}", "target: 99.95%", "availability.up.target", "write {ge: 99.95%}"),
        ("target: {ge: 99.9}", 'target: ">= 99.5"', "availability.up.target", "write {ge: 99.5}"),
        ("monthly: 1000", "monthly: 1,500", "fee.500", "write it without a comma, such as 1500"),
        ("monthly: 1000", "monthly: 1 500 Kč", "fee.monthly", "must be a number; write 1500"),
        ("monthly: 1000", "monthly: 1.000,00", "fee.00", "write it without a comma, such as 1000.00"),
        ("monthly: 1000", 'monthly: "1.000,00"', "fee.monthly", "must be a number; write 1000.00"),
        ("monthly: 1000", 'monthly: "1,234,567.89"', "fee.monthly", "must be a number; write 1234567.89"),
        ("monthly: 1000", 'monthly: "1,500"', "fee.monthly", "must be a number; write 1500 or 1.500"),
        ("monthly: 1000", "monthly: $99.50", "fee.monthly", "must be a number; write 99.50"),
        ("round: {unit: 15m}", "round: 15m", "hours.round", "write {unit: 15m}"),
        ("ordinary: {}", "ordinary: null", "classes.ordinary", "write {} where nothing more is said"),
        ("response: [1h, always], ", "response: 15 minutes, ", "targets.critical.response.value", "write it as 15m"),
        ("{id: C-1}", "{id: C-1, title: Hosting: Bayern}", "", "a colon or a bracket stands in quotes"),
        ("holidays: PL", "holidays: GB-ENGLAND", "calendars.office.holidays", "GB-ENG, GB-NIR"),
    ],
)
def test_a_slip_comes_with_what_would_be_right(small: Small, old: str, new: str, path: str, said: str) -> None:
    (found,) = [one for one in small((old, new)).errors if one.path == path]
    assert said in str(found)


def test_a_target_without_a_calendar_is_told_beside_a_time_that_cannot_be_read(small: Small) -> None:
    row = "critical: {response: [1h, always], workaround: [4h, always], resolution: [3wd, office]}"
    found = [one.path for one in small((row, "critical: {response: 15 minutes}")).errors]
    assert found == ["targets.critical.response", "targets.critical.response.value"]


def test_an_order_form_may_leave_every_figure_open() -> None:
    text = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: F-1}
effective: {from: null}
defaults: {timezone: Europe/London, currency: null, money: {scale: 2}}
parties: {provider: {name: Supplier}, client: {name: null}}
fee: {monthly: null, parts: {platform: null}}
calendars: {office: {week: Mon-Fri 09:00-17:00, holidays: GB-ENG}}
services: {app: {name: App}}
classes: {p1: {}}
clocks: {response: {stop: first_human_reply}}
targets: {p1: {response: [null, office]}}
availability:
  up: {service: app, target: null, period: calendar_month, maintenance: {notice: null, cap: {minutes: null}}}
hours:
  pool: {amount: null, per: calendar_month}
  round: {unit: 15m}
  rates: {above: null, multipliers: [{when: Sun, x: null}]}
remedies:
  late: {of: {clock: response}, kind: per_unit, unit: null, pct: null, cap: {units: null}, base: {of: same_month}}
remedy_rules: {mode: on_claim, claim: {deadline: null}, caps: [{per: month, of: monthly, pct: null}], settle: null}
duties: {report: {every: null, proof: delivered}}
"""
    parsed = parse(text)
    found = [*parsed.problems, *lint(parsed)]
    assert {one.severity for one in found} == {Severity.BLANK}
    assert {one.path for one in found if "null" not in text.splitlines()[one.line - 1]} == set()
    assert len({one.path for one in found}) == text.count("null")


def test_a_contract_of_hours_alone_promises_nothing_for_its_services_and_that_is_no_finding(small: Small) -> None:
    text = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: H-1}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 900}
services: {shop: {name: Shop}, blog: {name: Blog}}
hours: {pool: {amount: 5h, per: calendar_month}, round: {unit: 15m}, rates: {above: 200}}
"""
    parsed = parse(text)
    assert [*parsed.problems, *lint(parsed)] == []


def test_a_clock_that_is_not_there_is_complained_of_once(small: Small) -> None:
    remedy = "remedies:\n  late: {of: {clock: respons}, kind: flat, amount: 50}\n"
    parsed = small(("remedies:\n", remedy))
    found = [*parsed.errors, *lint(parsed)]
    assert [one.code for one in found if one.path.startswith("remedies.late.of")] == ["reference"]
