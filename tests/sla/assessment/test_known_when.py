"""What comes after a month was known corrects it in the month that received it, and never rewrites it."""

import json
from decimal import Decimal as D
from typing import Any

import pytest

from gwarant.pictures.facts import tell
from gwarant.pictures.opening import is_empty
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.codes import NOT_IN_FORCE, PAUSE_HELD, RECORD_REFUSED
from gwarant.sla.assessment.model import Corrected
from gwarant.sla.availability.codes import RECEIVED_LATE
from gwarant.sla.clocks.reading import Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

# From the shared cases: 22-known-later.
CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: R-22}
effective: {from: 2026-01-01, to: 2026-12-31}
defaults: {timezone: Europe/Warsaw, currency: PLN, money: {round: half-up, scale: 2}}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000.00}
services: {main: {name: Main}}
calendars: {always: {week: 24/7, holidays: none}}
classes: {a: {}}
intake: {channels: {email: {}}}
clocks: {response: {stop: first_human_reply}}
targets: {a: {response: [1h, always]}}
remedies:
  r1: {of: {clock: response}, kind: flat, amount: 100}
remedy_rules: {settle: contractual_penalty, damages_above: false, caps: [{per: month, pct: 100, of: monthly}]}
"""
Row = dict[str, Any]
LATE = "2026-05-20T09:00:00+02:00"
REPORT: Row = {"id": "e1", "at": "2026-03-05T10:00:00+01:00", "ticket": "A", "kind": "reported", "by": "customer"}
REPORT |= {"type": "ticket", "channel": "email", "service": "main", "class": "a"}
FIX: Row = {"type": "ticket", "id": "e3", "at": "2026-03-05T14:10:00+01:00", "ticket": "A", "kind": "resolved"}
FIX |= {"person": "p1"}
CALL: Row = {"type": "ticket", "id": "e2", "at": "2026-03-05T10:30:00+01:00", "received": LATE, "ticket": "A"}
CALL |= {"kind": "called", "person": "p1"}
CASE = [REPORT, FIX, CALL]


def changed(one: Corrected) -> tuple[str, str]:
    """The verdicts of a correction."""
    return one.before.verdict, one.after.verdict


def judged(period: str, rows: list[Row], known: int | None = None, contract: str = CONTRACT) -> Assessment:
    lines = [json.dumps({"id": f"r{n}", **row}) for n, row in enumerate(rows)]
    return assess([parse(contract).required()], read_lines(lines), period, known=known)


def verdicts(found: Assessment) -> list[Verdict]:
    return [one.verdict for one in found.readings]


def owed(found: Assessment) -> D | None:
    (month,) = found.months
    return month.remedies.total


def test_march_as_it_was_known_says_breached() -> None:
    march = judged("2026-03", CASE)
    assert (verdicts(march), owed(march)) == ([Verdict.BREACHED], D("100.00"))


def test_may_states_the_correction_with_who_and_when_and_its_money_once() -> None:
    may = judged("2026-05", CASE)
    (one,) = may.corrections
    assert (tell(one.what, "en"), *changed(one)) == ("A/response/1", "breached", "met")
    (fact,) = one.facts
    assert (fact.kind, fact.id, fact.person) == ("called", "e2", "p1")
    assert (fact.at, fact.received) == (1_772_703_000, 1_779_260_400)
    (money,) = may.money_corrections
    assert (money.month, money.before, money.after, money.difference) == ("2026-03", D("100.00"), 0, D("-100.00"))
    assert money.facts == one.facts
    assert not is_empty(may)


@pytest.mark.parametrize("month", ["2026-04", "2026-06"])
def test_no_other_month_states_it(month: str) -> None:
    found = judged(month, CASE)
    assert (found.corrections, found.money_corrections) == ((), ())


def test_known_at_another_moment_march_is_judged_by_what_came_until_then() -> None:
    after = 1_779_260_400
    assert verdicts(judged("2026-03", CASE, after)) == [Verdict.BREACHED]
    assert verdicts(judged("2026-03", CASE, after + 1)) == [Verdict.MET]


def test_a_month_is_known_as_of_its_closing() -> None:
    call = {**CALL, "received": "2026-04-02T09:00:00+02:00"}
    closing = {"type": "closing", "at": "2026-04-03T12:00:00+02:00", "month": "2026-03"}
    assert verdicts(judged("2026-03", [REPORT, FIX, call])) == [Verdict.BREACHED]
    rows = [REPORT, FIX, call, closing]
    assert verdicts(judged("2026-03", rows)) == [Verdict.MET]
    assert judged("2026-04", rows).corrections == ()


def test_a_closing_that_comes_when_the_next_month_has_ended_rewrites_nothing() -> None:
    closing = {"type": "closing", "at": "2026-06-03T12:00:00+02:00", "month": "2026-03"}
    assert verdicts(judged("2026-03", [*CASE, closing])) == [Verdict.BREACHED]
    assert len(judged("2026-05", [*CASE, closing]).corrections) == 1


def test_a_report_that_is_written_down_late_was_not_judged_before() -> None:
    may = judged("2026-05", [{**REPORT, "received": LATE}, {**FIX, "received": LATE}])
    (one,) = may.corrections
    assert (*changed(one), one.after.at) == ("not_judged", "breached", 1_772_704_800)
    assert may.money_corrections[0].difference == D("100.00")
    assert judged("2026-03", [{**REPORT, "received": LATE}]).readings == ()


def test_an_exclusion_received_long_after_its_date_corrects_the_month_that_received_it() -> None:
    row = {"type": "exclusion", "id": "x", "decided": "2026-03-20T10:00:00+01:00", "received": LATE, "ticket": "A"}
    rows = [REPORT, FIX, {**row, "reason": "client fault", "person": "p1", "consent": "mail-7"}]
    assert verdicts(judged("2026-03", rows)) == [Verdict.BREACHED]
    may = judged("2026-05", rows)
    assert [changed(one) for one in may.corrections] == [("breached", "excluded")]
    assert may.money_corrections[0].facts[0].id == "x"


UP = CONTRACT + "availability: {up: {service: main, target: {ge: 99}, probe: {every: 60s}}}\n"
UP = UP.replace("remedies:\n", "remedies:\n  r2: {of: up, kind: per_unit, unit: 1h, pct: 1}\n")


def state(name: str, since: str, until: str, state: str, **more: Any) -> Row:
    return {"type": "state", "id": name, "from": since, "to": until, "service": "main", "state": state, **more}


def test_looks_that_come_late_correct_the_figure_and_its_money() -> None:
    first, second = "2026-03-10T00:00:00+01:00", "2026-03-11T00:00:00+01:00"
    rows = [
        state("s1", "2026-03-01T00:00:00+01:00", first, "up"),
        state("s2", first, second, "down", received=LATE),
        state("s3", second, "2026-06-01T00:00:00+02:00", "up"),
    ]
    march, may = judged("2026-03", rows, contract=UP), judged("2026-05", rows, contract=UP)
    (was,) = march.availability
    assert was.figure.coverage < 100
    (one,) = may.corrections
    assert (tell(one.what, "en"), one.facts[0].kind, one.facts[0].id) == ("up in March 2026", "state", "s2")
    assert (one.before, one.after) != (one.after, one.before)
    (money,) = may.money_corrections
    assert (money.month, money.facts[0].id) == ("2026-03", "s2")
    assert owed(judged("2026-03", rows, 1_800_000_000, UP)) == money.after


DUTY = CONTRACT + "duties: {copy: {every: P1D}}\n"


def test_a_proof_that_comes_late_corrects_the_slot() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (3, 4, 5) for day in range(1, 31)]
    proofs = [{"type": "proof", "id": d, "duty": "copy", "at": f"{d}T03:00:00+01:00"} for d in days]
    rows = [{**one, "received": LATE} if one["id"] == "2026-03-12" else one for one in proofs]
    (march,) = judged("2026-03", rows, contract=DUTY).duties
    may = judged("2026-05", rows, contract=DUTY)
    assert (march.done, march.missed) == (29, 2)
    (one,) = may.corrections
    assert (*changed(one), one.facts[0].id) == ("missed", "done", "2026-03-12")


def test_hours_of_a_month_that_nobody_closed_are_open_whenever_they_are_written_down() -> None:
    hours = CONTRACT + "hours: {pool: {amount: 1h}, rates: {above: 100}}\n"
    entry = {"type": "time", "from": "2026-03-31T10:00:00+02:00", "to": "2026-03-31T13:00:00+02:00", "received": LATE}
    statements = [judged(month, [entry], contract=hours).months[0].hours for month in ("2026-03", "2026-05")]
    assert [one.overage if one else None for one in statements] == [7200, 0]


def adopted(contract: str, at: str = LATE) -> Row:
    return {"type": "ticket", "id": f"in {contract}", "at": at, "ticket": "A", "kind": "adopted", "contract": contract}


def test_a_ticket_adopted_later_changes_no_earlier_month_and_is_a_correction() -> None:
    rows = [REPORT, FIX, adopted("R-22")]
    march, may = judged("2026-03", rows), judged("2026-05", rows)
    assert (march.readings, march.counts.reported, owed(march)) == ((), 0, 0)
    assert [(*changed(one), one.facts[0].kind) for one in may.corrections] == [("not_judged", "breached", "adopted")]
    assert [(one.month, one.difference) for one in may.money_corrections] == [("2026-03", D("100.00"))]


def test_a_ticket_that_moves_to_another_contract_is_not_judged_from_then_on() -> None:
    move = {"type": "ticket", "id": "m", "at": LATE, "ticket": "A", "kind": "moved", "service": "erp", "contract": "X"}
    rows = [{**REPORT, "contract": "R-22"}, FIX, move]
    assert verdicts(judged("2026-03", rows)) == [Verdict.BREACHED]
    may = judged("2026-05", rows)
    assert [(*changed(one), one.facts[0].id) for one in may.corrections] == [("breached", "not_judged", "m")]
    assert may.money_corrections[0].difference == D("-100.00")
    assert may.counts.open_at_end == 0


def test_a_ticket_that_moves_to_where_no_contract_holds_is_judged_by_none() -> None:
    move = {"type": "ticket", "id": "m", "at": LATE, "ticket": "A", "kind": "moved", "service": "erp"}
    found = judged("2026-05", [{**REPORT, "contract": "R-22"}, FIX, move])
    assert [one.after.verdict for one in found.corrections] == ["not_judged"]


def test_what_only_other_contracts_judge_is_none_of_its_evidence() -> None:
    foreign = {**REPORT, "id": "f", "ticket": "F", "service": "elsewhere", "contract": "X"}
    work = {"type": "time", "from": REPORT["at"], "to": FIX["at"], "ticket": "F"}
    found = judged("2026-03", [REPORT, FIX, foreign, work])
    assert (found.notes, found.inputs.rows) == (judged("2026-03", [REPORT, FIX]).notes, 3)


def test_the_system_of_a_ticket_is_the_last_that_a_report_or_a_move_named() -> None:
    move = {"type": "ticket", "id": "m", "at": FIX["at"], "ticket": "A", "kind": "moved", "service": "erp"}
    (reading,) = judged("2026-03", [REPORT, FIX, {**move, "contract": "R-22"}]).readings
    assert reading.service == "erp"


def test_hours_on_an_adopted_ticket_come_to_the_contract_with_it() -> None:
    hours = CONTRACT + "hours: {pool: {amount: 1h}, rates: {above: 100}}\n"
    rows = [REPORT, FIX, adopted("R-22")]
    rows += [{"type": "time", "from": "2026-03-05T10:00:00+01:00", "to": "2026-03-05T13:00:00+01:00", "ticket": "A"}]
    rows += [{"type": "closing", "at": "2026-04-02T10:00:00+02:00", "month": "2026-03"}]
    rows += [{"type": "time", "from": "2026-03-06T10:00:00+01:00", "to": "2026-03-06T10:30:00+01:00"}]
    statements = [judged(f"2026-{n:02}", rows, contract=hours).months[0].hours for n in (3, 4, 5)]
    assert [one.charged if one else None for one in statements] == [1800, 10_800, 0]


def test_hours_stay_where_they_were_paid_when_the_ticket_moves() -> None:
    hours = CONTRACT + "hours: {pool: {amount: 1h}, rates: {above: 100}}\n"
    move = {"type": "ticket", "id": "m", "at": LATE, "ticket": "A", "kind": "moved", "service": "erp", "contract": "X"}
    work = {"type": "time", "from": REPORT["at"], "to": FIX["at"], "ticket": "A"}
    rows = [{**REPORT, "contract": "R-22"}, FIX, move, work]
    charged = [judged(month, rows, contract=hours).months[0].hours for month in ("2026-03", "2026-05")]
    assert [one.charged if one else None for one in charged] == [15_000, 0]
    other = hours.replace("R-22", "X")
    assert judged("2026-03", rows, contract=other).months[0].hours is None


def accepted(version: int, at: str) -> Row:
    row = {"type": "agreement", "id": f"g{version}", "at": at, "contract": "R-22", "version": version}
    return {**row, "act": "accepted", "fingerprint": "sha256:1", "by": "customer", "person": "c1"}


def test_a_first_wording_accepted_after_its_first_day_corrects_the_months_before() -> None:
    rows = [REPORT, FIX, accepted(1, LATE)]
    march, may = judged("2026-03", rows), judged("2026-05", rows)
    assert (march.wordings, march.readings, march.months) == ((), (), ())
    assert NOT_IN_FORCE() in march.notes
    assert [changed(one) for one in may.corrections] == [("not_judged", "breached")]
    assert ("agreement", "g1", "c1") in [(one.kind, one.id, one.person) for one in may.corrections[0].facts]
    assert [(one.month, one.difference) for one in may.money_corrections] == [("2026-03", D("100.00"))]
    assert judged("2026-06", rows).money_corrections == ()


def test_an_amendment_accepted_after_its_first_day_corrects_the_months_since() -> None:
    amended = CONTRACT.replace("id: R-22", "id: R-22, version: 2").replace("from: 2026-01-01", "from: 2026-03-01")
    amended = amended.replace("response: [1h, always]", "response: [8h, always]")
    own = [parse(text).required() for text in (CONTRACT, amended)]
    found = read_lines([json.dumps({"id": "r", **row}) for row in [REPORT, FIX, accepted(2, LATE)]])
    march, may = (assess(own, found, month) for month in ("2026-03", "2026-05"))
    assert ([one.name for one in march.wordings], verdicts(march)) == (["R-22@1"], [Verdict.BREACHED])
    assert [changed(one) for one in may.corrections] == [("breached", "met")]
    assert sum(one.difference or 0 for one in may.money_corrections) == D("-100.00")


def test_a_late_record_that_turns_a_breach_around_and_names_nobody_is_refused_by_name() -> None:
    unsigned = {name: value for name, value in CALL.items() if name != "person"}
    may = judged("2026-05", [REPORT, FIX, unsigned])
    assert (may.corrections, may.money_corrections) == ((), ())
    assert RECORD_REFUSED(event="e2") in may.notes
    assert verdicts(judged("2026-03", [REPORT, FIX, unsigned], 1_800_000_000)) == [Verdict.BREACHED]


def test_a_late_record_that_turns_nothing_around_needs_nobody() -> None:
    late = {"type": "ticket", "id": "n", "at": FIX["at"], "received": LATE, "ticket": "A", "kind": "replied"}
    assert RECORD_REFUSED(event="n") not in judged("2026-05", [REPORT, FIX, late]).notes


@pytest.mark.parametrize(("more", "refused"), [({}, 1), ({"approved_by": "p2"}, 0)])
def test_an_exclusion_that_says_it_was_early_and_came_late_needs_a_second_person(more: Row, refused: int) -> None:
    first, second = "2026-03-10T00:00:00+01:00", "2026-03-11T00:00:00+01:00"
    rows = [
        state("s1", "2026-03-01T00:00:00+01:00", first, "up"),
        state("s2", first, second, "down"),
        state("s3", second, "2026-06-01T00:00:00+02:00", "up"),
    ]
    row = {"type": "exclusion", "id": "x", "service": "main", "decided": "2026-03-01T10:00:00+01:00", "received": LATE}
    row |= {"reason": "agreed", "from": first, "to": second, "person": "p1", "ref": "mail-1", **more}
    agreed = UP.replace("probe: {every: 60s}", "probe: {every: 60s}, excluded: [agreed]")
    may = judged("2026-05", [*rows, row], contract=agreed)
    assert (len(may.money_corrections), len(may.corrections)) == (1 - refused, 1 - refused)
    (figure,) = (one.figure for one in judged("2026-03", [*rows, row], 1_800_000_000, agreed).availability)
    assert len(figure.refused) == refused


PAUSED = CONTRACT.replace("clocks: {response: {stop: first_human_reply}}", "clocks: {fix: {stop: resolved}}")
PAUSED = PAUSED.replace("response: [1h, always]", "fix: [1h, always]").replace("{clock: response}", "{clock: fix}")
PAUSED += "pauses: [{id: force, applies: all, approve: client}]\n"
PAUSE: Row = {"type": "ticket", "id": "e4", "at": "2026-03-05T10:10:00+01:00", "received": LATE, "ticket": "A"}
PAUSE |= {"kind": "paused", "reason": "force", "person": "p1"}


def decision(by: str, approved: bool = True) -> Row:
    row = {"type": "ticket", "id": "e5", "at": "2026-06-10T10:00:00+02:00", "ticket": "A", "kind": "pause_decided"}
    return {**row, "by": by, "person": "c1", "reason": "force", "approved": approved}


def test_a_late_pause_that_the_client_must_approve_is_held_back_until_they_do() -> None:
    rows = [REPORT, FIX, PAUSE, decision("customer")]
    may, june = (judged(month, rows, contract=PAUSED) for month in ("2026-05", "2026-06"))
    assert (may.corrections, may.money_corrections) == ((), ())
    assert PAUSE_HELD(event="e4") in may.notes
    (one,) = june.corrections
    assert (*changed(one), [fact.id for fact in one.facts]) == ("breached", "met", ["e5"])
    assert [(one.month, one.difference) for one in june.money_corrections] == [("2026-03", D("-100.00"))]
    assert PAUSE_HELD(event="e4") not in june.notes


@pytest.mark.parametrize("row", [decision("provider"), decision("customer", approved=False)])
def test_neither_the_house_nor_a_refusal_lets_a_late_pause_count(row: Row) -> None:
    june = judged("2026-06", [REPORT, FIX, PAUSE, row], contract=PAUSED)
    assert (june.corrections, june.money_corrections) == ((), ())


def test_a_pause_in_its_time_runs_as_asked() -> None:
    in_time = {name: value for name, value in PAUSE.items() if name != "received"}
    assert verdicts(judged("2026-03", [REPORT, FIX, in_time], contract=PAUSED)) == [Verdict.MET]


def test_a_late_record_is_refused_only_where_a_month_had_stated_the_breach_before_it_came() -> None:
    """The month of the call had ended, but not the one in which the deadline lies."""
    eve = {**REPORT, "at": "2026-03-31T23:50:00+02:00"}
    call = {"type": "ticket", "id": "e2", "at": "2026-03-31T23:55:00+02:00", "ticket": "A", "kind": "called"}
    early, late = ({**call, "received": f"2026-0{month}-02T09:00:00+02:00"} for month in (4, 5))
    assert judged("2026-04", [eve, early]).corrections[0].after.verdict == "met"
    assert RECORD_REFUSED(event="e2") in judged("2026-05", [eve, late]).notes


WINDOW: Row = {"type": "maintenance", "id": "m", "service": "main", "announced": "2026-03-01T10:00:00+01:00"}
WINDOW |= {"from": "2026-03-10T00:00:00+01:00", "to": "2026-03-11T00:00:00+01:00"}


@pytest.mark.parametrize(("received", "refused"), [("2026-03-07T10:00:00+01:00", 0), ("2026-03-09T10:00:00+01:00", 1)])
def test_maintenance_was_announced_when_the_row_came_not_when_it_says(received: str, refused: int) -> None:
    rows = [state("s1", "2026-03-01T00:00:00+01:00", WINDOW["from"], "up")]
    rows += [state("s2", WINDOW["from"], WINDOW["to"], "down"), {**WINDOW, "received": received}]
    rows += [state("s3", WINDOW["to"], "2026-04-01T00:00:00+02:00", "up")]
    notice = UP.replace("probe: {every: 60s}", "probe: {every: 60s}, maintenance: {notice: 2d}")
    (row,) = judged("2026-03", rows, contract=notice).availability
    assert [one.why for one in row.figure.refused] == [RECEIVED_LATE()] * refused
    assert bool(row.figure.time.excluded) is not refused


def test_a_late_proof_corrects_the_slots_of_all_months_that_it_shows_to_be_recorded() -> None:
    weekly = CONTRACT + "duties: {copy: {every: P7D}}\n"
    proof = {"type": "proof", "id": "p", "duty": "copy", "at": "2026-03-12T03:00:00+01:00", "received": LATE}
    slots = judged("2026-05", [proof], contract=weekly).corrections
    assert [one.after.verdict for one in slots] == ["done", *["missed"] * 6]


def test_a_value_that_comes_late_corrects_the_quarter_and_the_average_of_later_months() -> None:
    feed = "{agg: external, of: {feed: speed, as: mean}, target: {le: 50}"
    more = f"measures: {{quarter: {feed}, per: calendar_quarter}}, trend: {feed}, average: 3}}}}\n"
    month = {"from": "2026-02-01T00:00:00+01:00", "to": "2026-03-01T00:00:00+01:00"}
    value = {"type": "value", "measure": "speed", "value": 30, "id": "v", **month, "received": LATE}
    found = judged("2026-05", [value], contract=CONTRACT + more).corrections
    told = [tell(one.what, "en") for one in found if one.after.value == 30]
    assert told == [
        "quarter in February 2026",
        "trend in February 2026",
        "quarter in 2026-Q1",
        "trend in March 2026",
        "trend in April 2026",
    ]


def test_a_late_record_of_a_ticket_corrects_the_measure_of_its_clock() -> None:
    more = "measures: {share: {agg: share_within_target, of: {clock: response}, target: {ge: 50}}}\n"
    found = judged("2026-05", CASE, contract=CONTRACT + more).corrections
    (share,) = [one for one in found if one.after.value is not None]
    assert (tell(share.what, "en"), share.before.value, share.after.value) == ("share in March 2026", 0, 100)
    assert [fact.id for fact in share.facts] == ["e2"]


def test_a_row_taken_off_the_record_corrects_the_figure() -> None:
    first, second = "2026-03-10T00:00:00+01:00", "2026-03-11T00:00:00+01:00"
    rows = [
        state("s1", "2026-03-01T00:00:00+01:00", first, "up"),
        state("s2", first, second, "down"),
        state("s3", first, "2026-06-01T00:00:00+02:00", "up"),
    ]
    void = {"type": "void", "id": "v", "at": LATE, "row": "s2", "reason": "typing_error", "person": "p1"}
    (one,) = judged("2026-05", [*rows, void], contract=UP).corrections
    assert (tell(one.what, "en"), [fact.id for fact in one.facts]) == ("up in March 2026", ["v"])


def test_what_never_was_a_report_starts_no_outage_and_corrects_the_figure_that_it_had_moved() -> None:
    begins = "outage_start: {earlier_of: [first_failed_probe, client_report]}"
    hourly = UP.replace("every: 60s", "every: 1h").replace("probe:", f"{begins}, probe:")
    looks = [
        {"type": "check", "id": f"c{hour}", "at": f"2026-03-10T{hour:02}:00:00+01:00", "service": "main", "every": 3600}
        | {"state": "down" if 11 <= hour < 14 else "up"}
        for hour in range(24)
    ]
    told = {**REPORT, "at": "2026-03-10T10:15:00+01:00", "down": True}
    gone = {"type": "ticket", "id": "e4", "at": "2026-04-03T09:00:00+02:00", "ticket": "A", "kind": "dismissed"}
    answer = {**FIX, "at": "2026-03-10T10:20:00+01:00"}
    rows = [*looks, told, answer, {**gone, "person": "p1", "reason": "spam"}]
    (march,) = judged("2026-03", rows, contract=hourly).availability
    assert [one.start for one in march.figure.outages] == [1_773_134_100_000]
    found = judged("2026-04", rows, contract=hourly).corrections
    assert [changed(one) for one in found if not one.after.point] == [("met", "not_judged")]
    (one,) = [one for one in found if one.after.point]
    assert (tell(one.what, "en"), one.before.point, one.after.point) == ("up in March 2026", D("84.3750"), D("87.5000"))
    assert [fact.id for fact in one.facts] == ["e4"]
