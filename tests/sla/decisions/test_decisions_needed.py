"""What needs a decision: read from contract and evidence alone, in time, and no more once it is over or answered."""

import json
from datetime import UTC, date, datetime

import pytest

from gwarant.pictures.decisions import decision_rows
from gwarant.pictures.names import names_under
from gwarant.sla.assessment import assess, seen
from gwarant.sla.contract.model import Contract
from gwarant.sla.decisions import Decision, Ground, decisions_of
from gwarant.sla.document import plain
from gwarant.sla.restored import restored
from tests.sla.assessment.cast import ELSEWHERE, contract, iso, outages, rows, ticket

UP = "availability: {shop-up: {service: shop, target: {ge: 99.95}, probe: {every: 60s}}}\n"
WHOLE = outages("2026-03-01T00:00", "2026-04-01T00:00")
DOWN = outages("2026-03-01T00:00", "2026-04-01T00:00", ("2026-03-10T10:00", 7200))
CREDIT = "remedies: {credit: {of: shop-up, kind: flat, pct: 10}}\n"
ON_CLAIM = "remedy_rules: {settle: price_reduction, mode: on_claim, claim: P30D}\n"
POOL = "hours: {pool: {amount: 10h, carry: {periods: 1}}, rates: {above: 100}}\n"
PAUSES = """pauses:
- {id: parts, label: Waiting for parts, approve: client}
"""
RIGHT = "triggers: {leave: {if: {miss: shop-up}, right: terminate, use_within: P30D}}\n"


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def ground(paying: Contract, *lines: list[str], when: str = "2026-04-03T08:00", without: int = 0) -> Ground:
    found = rows(*lines)
    told = assess([paying], found, "2026-03")
    return Ground(told, [paying], seen([paying], found, "2026-03"), at(when), without)


def codes(paying: Contract, *lines: list[str], when: str = "2026-04-03T08:00") -> list[tuple[str, str, date | None]]:
    found = decisions_of(ground(paying, *lines, when=when))
    return [(one.what.code.partition(".")[2], one.by, one.until) for one in found]


def entry(name: str, hours: int) -> list[str]:
    span = {"from": iso("2026-03-02T09:00"), "to": iso("2026-03-02T09:00", hours * 60)}
    return [json.dumps({"type": "time", "id": name, **span, "person": "p", "work": "support"})]


def agreement(version: int, act: str, when: str) -> list[str]:
    told = {"id": f"{version}{act}", "at": iso(when), "contract": "P-1", "version": version, "act": act}
    return [json.dumps({"type": "agreement", **told, "fingerprint": f"sha256:{'0' * 64}"})]


def pausing(*more: dict[str, object]) -> list[str]:
    asked = {"kind": "paused", "at": iso("2026-03-05T10:10"), "reason": "parts"}
    return ticket("A", "2026-03-05T10:00", None, "usual", asked, *more)


def test_where_nothing_is_open_nothing_is_asked() -> None:
    assert codes(contract(UP), ticket("A", "2026-03-05T10:00", 5), WHOLE) == []


@pytest.mark.parametrize(
    ("last", "said"),
    [("2026-06-30", [("ends", "both", date(2026, 6, 30))]), ("2026-07-31", []), ("2026-04-02", [])],
)
def test_a_contract_that_ends_within_ninety_days_is_prolonged_or_not(last: str, said: list[object]) -> None:
    ending = contract(UP, since=f"2026-01-01, to: {last}")
    assert codes(ending, WHOLE) == said


@pytest.mark.parametrize(
    ("notice", "by"),
    [("P1M", date(2026, 5, 31)), ("{length: P1M, ends: month_end}", date(2026, 5, 31)), ("P2M", date(2026, 4, 30))],
)
def test_the_last_day_of_a_notice_before_the_minimum_term_is_over_is_named(notice: str, by: date) -> None:
    found = codes(contract(UP + f"term: {{notice: {notice}, minimum: P6M}}\n"), WHOLE)
    assert found == [("notice", "both", by)]


def test_an_offer_waits_until_it_is_answered_withdrawn_or_overtaken() -> None:
    first, offer = agreement(1, "accepted", "2026-01-01T08:00"), agreement(2, "offered", "2026-03-20T08:00")
    assert [one[:2] for one in codes(contract(UP), WHOLE, first, offer)] == [("offer", "client")]
    for more in (agreement(2, "accepted", "2026-03-21T08:00"), agreement(2, "withdrawn", "2026-03-21T08:00")):
        assert codes(contract(UP), WHOLE, first, offer, more) == []
    assert codes(contract(UP), WHOLE, first, offer, agreement(3, "accepted", "2026-03-22T08:00")) == []


def test_hours_that_are_nearly_used_and_hours_that_lapse_are_told() -> None:
    assert [one[0] for one in codes(contract(POOL), entry("a", 17))] == ["lapses", "pool_used"]
    (first, _) = decisions_of(ground(contract(POOL), entry("a", 17)))
    assert (first.until, first.what["length"], first.what["lot"]) == (date(2026, 4, 30), 3 * 3600, "2026-03")


def test_hours_above_the_pool_are_told_whole() -> None:
    (told,) = decisions_of(ground(contract(POOL), entry("a", 24)))
    assert (told.what["percent"], told.what["used"], told.what["there"]) == (120, 24 * 3600, 20 * 3600)


def test_what_has_to_be_claimed_is_one_sum_with_its_last_day_and_none_after_it() -> None:
    paying = contract(UP + CREDIT + ON_CLAIM)
    (one,) = decisions_of(ground(paying, DOWN))
    assert (one.what["month"], one.what["amount"], one.by, one.until) == ("2026-03", 100, "client", date(2026, 4, 30))
    assert codes(paying, DOWN, when="2026-05-02T08:00") == []
    assert codes(contract(UP + CREDIT), DOWN) == []  # what is paid by itself needs no word


def test_what_was_claimed_waits_for_the_provider() -> None:
    february = outages("2026-01-01T00:00", "2026-04-01T00:00", ("2026-02-10T10:00", 7200))
    told = {"type": "amount", "id": "c", "at": iso("2026-03-10T12:00"), "month": "2026-02", "status": "claimed"}
    claim = [json.dumps({**told, "by": "customer", "contract": "P-1"})]
    paying = contract(UP + CREDIT + ON_CLAIM)
    assert [one[:2] for one in codes(paying, february, claim)] == [("claimed", "provider")]


def test_a_right_that_arose_is_open_until_its_last_day() -> None:
    assert codes(contract(UP + RIGHT), DOWN) == [("right", "client", date(2026, 4, 30))]
    assert codes(contract(UP + RIGHT), DOWN, when="2026-05-01T08:00") == []


@pytest.mark.parametrize(("approved", "left"), [(None, ["pause"]), (True, []), (False, [])])
def test_a_pause_waits_for_the_clients_yes_or_no(approved: bool | None, left: list[str]) -> None:
    said = {"kind": "pause_decided", "at": iso("2026-03-05T11:00"), "by": "customer", "reason": "parts"}
    more = [] if approved is None else [{**said, "approved": approved}]
    assert [one[0] for one in codes(contract(PAUSES), pausing(*more))] == left


def test_a_closed_ticket_asks_for_no_word_on_its_pause() -> None:
    assert codes(contract(PAUSES), pausing({"kind": "closed", "at": iso("2026-03-06T10:00")})) == []


@pytest.mark.parametrize(
    ("about", "said"),
    [({"service": "shop", "from": iso("2026-03-10T10:00"), "to": iso("2026-03-10T12:00")}, "objection_to"),
     ({"month": "2026-03", "figure": "hours"}, "objection_month")],
)  # fmt: skip
def test_an_objection_is_named_by_what_it_is_about(about: dict[str, str], said: str) -> None:
    row = {"type": "objection", "id": "o", "at": iso("2026-03-20T10:00"), "contract": "P-1", "act": "raised", **about}
    assert (said, "provider", None) in codes(contract(UP), WHOLE, [json.dumps(row)])


def test_an_exclusion_that_lacks_a_word_says_whose_it_is() -> None:
    up = UP.replace("probe:", "excluded: [storm], decided: {by: client}, probe:")
    told = {"type": "exclusion", "id": "x", "service": "shop", "from": iso("2026-03-10T10:00")}
    row = {**told, "to": iso("2026-03-10T12:00"), "reason": "storm", "decided": iso("2026-03-11T10:00"), "ref": "mail"}
    found = codes(contract(up), DOWN, [json.dumps(row)])
    assert ("consent", "client", None) in found


def test_what_was_not_measured_or_proven_is_told_as_that() -> None:
    duty = "duties: {audit: {every: P1M, label: Audit}}\n"
    assert [one[0] for one in codes(contract(UP))] == ["unmeasured"]
    assert [one[0] for one in codes(contract(duty), ticket("A", "2026-03-05T10:00", 5))] == ["unrecorded"]
    assert codes(contract(duty), ELSEWHERE) == []  # then it is missed, and that is judged


def test_missed_deadlines_without_a_cause_are_counted() -> None:
    (one,) = decisions_of(ground(contract(""), ticket("A", "2026-03-05T10:00", 500), without=1))
    assert (one.what.code, one.what["tickets"], one.by) == ("decision.causes", 1, "provider")


def test_those_with_a_last_day_come_first_and_each_once() -> None:
    paying = contract(UP + CREDIT + ON_CLAIM + RIGHT + POOL, since="2026-01-01, to: 2026-06-30")
    found = decisions_of(ground(paying, DOWN, entry("a", 17)), decisions_of(ground(paying, DOWN)))
    days = [one.until or date.max for one in found]
    assert days == sorted(days)
    assert len(found) == len(set(found)) == 5


def test_a_decision_is_read_back_as_it_was_written() -> None:
    paying = contract(UP + CREDIT + ON_CLAIM + RIGHT + POOL, since="2026-01-01, to: 2026-06-30")
    for one in decisions_of(ground(paying, DOWN, entry("a", 17))):
        assert restored(json.loads(json.dumps(plain(one))), Decision) == one


def test_it_is_told_by_what_people_call_things_and_of_whom() -> None:
    paying = contract(UP + CREDIT + ON_CLAIM)
    names = names_under([paying])
    english = decision_rows(decisions_of(ground(paying, DOWN)), names, "Europe/Warsaw", "en", {"client": "Acme"})
    assert english == [("March 2026: 100.00 PLN are owed only if they are claimed", "Acme", "30 April 2026")]
    polish = decision_rows(decisions_of(ground(contract(UP))), names, "Europe/Warsaw", "pl")
    assert polish == [("Shop: nie da się ocenić, bo pomiarów jest za mało", "wykonawca", "–")]
