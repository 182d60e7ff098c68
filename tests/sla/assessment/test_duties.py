"""Duties in an assessment: counted in the month of their verdict, priced, and failing other promises."""

from dataclasses import replace
from decimal import Decimal

from gwarant.sla.assessment import assess, to_bytes, to_document
from gwarant.sla.assessment.codes import FAILED, FIGURE, NO_PROOFS, STRAY
from gwarant.sla.assessment.duties import LISTED
from tests.sla.assessment.cast import ELSEWHERE, UP, contract, every_day, judged, outages, proof, rows, ticket

BACKUP = "duties: {backup: {label: Backup, every: P1D}}\n"
REPORT = "duties: {report: {every: P1M, due: P15D, if_late: {flag: breach, fails: [shop-up]}}}\n"
BANDS = """
remedies:
  credit: {of: shop-up, kind: bands, bands: [{ge: 50, lt: 99, pct: 5}, {lt: 50, pct: 20}]}
"""


def test_a_month_has_a_verdict_for_each_day() -> None:
    row = judged(BACKUP, "2026-03", every_day("backup", "2026-03-01", "2026-04-01", ["2026-03-29"])).duties[0]
    assert (row.done, row.missed, row.pending, row.judged) == (30, 1, 0, 31)
    assert [one.verdict for one in row.slots] == ["missed"]


def test_a_listing_is_bounded_and_says_how_many_more_there_are() -> None:
    row = judged("duties: {backup: {every: 1h}}\n", "2026-03", ELSEWHERE).duties[0]
    assert row.missed == 31 * 24 - 1
    assert (len(row.slots), row.more) == (LISTED, row.missed - LISTED)


def test_a_month_that_runs_has_pending_slots() -> None:
    found = assess([contract(BACKUP)], rows(every_day("backup", "2026-03-01", "2026-03-11")), "2026-03", 1773187200)
    row = found.duties[0]
    assert (row.done, row.missed, row.pending) == (10, 0, 1)


def test_what_could_not_be_checked_is_counted_apart() -> None:
    unseen = proof("backup", "2026-03-02T03:00", state="could_not_check")
    row = judged(BACKUP, "2026-03", ELSEWHERE, unseen).duties[0]
    assert (row.could_not_check, row.missed, row.done) == (1, 30, 0)


def test_a_report_of_february_is_a_verdict_of_march() -> None:
    found = judged("duties: {r: {every: P1M, due: P15D}}\n", "2026-03", ELSEWHERE).duties
    assert [one.slots[0].verdict for one in found] == ["missed"]


def test_what_fell_due_before_the_first_proof_of_any_duty_is_not_judged() -> None:
    row = judged(BACKUP, "2026-03", proof("backup", "2026-03-11T03:00")).duties[0]
    assert (row.done, row.missed, row.judged) == (1, 20, 21)


def test_that_a_report_was_sent_says_nothing_of_other_duties() -> None:
    both = "duties: {report: {every: P1M, due: P15D, proof: report}, backup: {every: P1D}}\n"
    sent = proof("report", "2026-03-03T10:00")
    assert [(one.duty, one.done) for one in judged(both, "2026-03", sent).duties] == [("report", 1)]
    found = judged(both, "2026-03", sent, proof("backup", "2026-03-31T03:00")).duties
    assert [(one.duty, one.done, one.missed) for one in found] == [("report", 1, 0), ("backup", 1, 0)]


def test_evidence_without_any_proof_does_not_record_duties() -> None:
    found = judged("duties: {r: {every: P1M, due: P15D}}\n", "2026-03")
    assert found.duties == ()
    assert NO_PROOFS() in found.notes


def test_an_amended_contract_goes_on_with_its_slots() -> None:
    first, second = contract(BACKUP), contract(BACKUP, "2026-03-11", version=2)
    found = assess([first, second], rows(every_day("backup", "2026-03-01", "2026-04-01")), "2026-03").duties
    assert [(one.contract, one.done, one.judged) for one in found] == [("P-1@1", 10, 10), ("P-1@2", 21, 21)]


def test_a_slot_across_an_amendment_is_judged_by_the_later_wording() -> None:
    weekly = "duties: {review: {every: P1W}}\n"
    found = assess([contract(weekly), contract(weekly, "2026-03-11", version=2)], rows(ELSEWHERE), "2026-03").duties
    assert [(one.contract, one.missed, one.pending) for one in found] == [("P-1@1", 2, 0), ("P-1@2", 3, 1)]


def test_a_missed_slot_costs_what_its_remedy_says() -> None:
    money = "remedies: {late: {of: {duty: backup}, kind: flat, amount: 50}}\n"
    evidence = every_day("backup", "2026-03-01", "2026-04-01", ["2026-03-10", "2026-03-20"])
    assert judged(BACKUP + money, "2026-03", evidence).months[0].remedies.total == Decimal("100.00")


def test_lateness_of_a_duty_is_paid_by_the_day_from_its_deadline() -> None:
    money = "remedies: {late: {of: {duty: report}, kind: per_unit, unit: 24h, amount: 10}}\n"
    duty = "duties: {report: {every: P1M, due: P15D}}\n"
    evidence = proof("report", "2026-03-18T12:00", slot="2026-02-10T12:00:00+01:00")
    settled = judged(duty + money, "2026-03", evidence, since="2026-02-01").months[0].remedies
    assert settled.total == Decimal("30.00")


def test_what_could_not_be_checked_costs_nothing() -> None:
    money = "remedies: {late: {of: {duty: report}, kind: flat, amount: 50}}\n"
    duty = "duties: {report: {every: P1M}}\n"
    evidence = proof("report", "2026-03-18T12:00", state="could_not_check")
    settled = judged(duty + money, "2026-03", evidence, since="2026-03-01").months[0].remedies
    assert settled.total == Decimal("0.00")


def test_a_missed_duty_fails_the_promise_of_its_month() -> None:
    duty = "duties: {backup: {every: P1D, if_late: {fails: [shop-up]}}}\n"
    evidence = [outages("2026-03-01", "2026-04-01"), every_day("backup", "2026-03-01", "2026-04-01", ["2026-03-10"])]
    found = judged(UP + duty + BANDS, "2026-03", *evidence)
    assert found.availability[0].figure.verdict == "breached"
    assert found.months[0].remedies.total == Decimal("200.00")
    assert any(FAILED.is_of(note) for note in found.availability[0].figure.notes)


def test_a_report_that_is_late_fails_the_month_before_in_the_month_of_its_deadline() -> None:
    """A report of October that is not there by 15 November."""
    up = outages("2026-10-01", "2026-12-01")
    for delivered, total in (("2026-11-15T18:00", "0.00"), ("2026-11-16T00:00", "200.00")):
        proofs = proof("report", delivered)
        found = judged(UP + REPORT + BANDS, "2026-11", up, proofs, since="2026-10-01")
        assert found.months[0].remedies.total == Decimal(total)
        assert any(one.what == FIGURE(promise="shop-up", period="2026-10") for one in found.corrections) == (
            total != "0.00"
        )


def test_a_promise_that_was_broken_by_itself_is_not_broken_twice() -> None:
    up = outages("2026-10-01", "2026-12-01", ("2026-10-10T10:00", 600))
    yearly = "remedy_rules: {settle: price_reduction, caps: [{per: contract_year, pct: 100}]}\n"
    found = judged(UP + REPORT + BANDS + yearly, "2026-11", up, since="2026-10-01")
    assert found.months[0].remedies.total == Decimal("0.00")


def test_a_contract_without_duties_judges_none() -> None:
    found = judged("", "2026-03", ticket("T-1", "2026-03-02T10:00", 10))
    assert (found.duties, found.measures, found.rights) == ((), (), ())


def test_the_document_holds_the_slots_with_their_moments() -> None:
    found = judged(BACKUP, "2026-03", every_day("backup", "2026-03-01", "2026-04-01", ["2026-03-29"]))
    row = to_document(found)["duties"][0]
    assert row["slots"][0]["slot"] == {
        "start": "2026-03-28T23:00:00Z",
        "end": "2026-03-29T22:00:00Z",
        "due_at": "2026-03-29T22:00:00Z",
        "last_at": "2026-03-29T21:59:59Z",
    }
    assert (row["judged"], row["broken"]) == (31, 1)


def test_the_same_inputs_give_the_same_bytes_in_any_order() -> None:
    lines = every_day("backup", "2026-03-01", "2026-04-01", ["2026-03-29"])
    one, other = (judged(BACKUP, "2026-03", part) for part in (lines, lines[::-1]))
    assert to_bytes(one) == to_bytes(other) == to_bytes(replace(one))


def test_a_proof_of_an_unknown_duty_is_told() -> None:
    assert any(STRAY["duties"].is_of(note) for note in judged(BACKUP, "2026-03", proof("x", "2026-03-02T03:00")).notes)


def test_the_last_slot_of_a_wording_that_has_ended_is_told_in_the_month_of_its_verdict() -> None:
    own = "duties: {report: {every: P1M, due: P15D}}\n"
    evidence = rows(proof("report", "2026-02-10T10:00"), proof("report", "2026-03-10T10:00"))
    found = assess([contract(own), contract(own, "2026-04-01", version=2)], evidence, "2026-04").duties
    assert [(one.contract, one.missed, one.pending) for one in found] == [("P-1@1", 1, 0), ("P-1@2", 0, 1)]


def test_a_proof_of_the_next_wordings_slot_does_not_end_the_lateness_of_the_last_one() -> None:
    own = "duties: {report: {every: P1M, due: P15D}}\n"
    own += "remedies: {late: {of: {duty: report}, kind: per_unit, unit: 24h, amount: 10}}\n"
    evidence = rows(*(proof("report", f"2026-{month}-10T10:00") for month in ("02", "03", "05")))
    alone = assess([contract(own)], evidence, "2026-05").months
    amended = assess([contract(own), contract(own, "2026-04-01", version=2)], evidence, "2026-05").months
    assert [one.remedies.total for one in alone] == [Decimal(310)]
    assert [one.remedies.total for one in amended] == [Decimal(310), Decimal(0)]
