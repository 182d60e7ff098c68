"""What nobody claimed in time is not due: it takes no room under a cap, and stands in no other remedy's way."""

from decimal import Decimal as D

from lapsing import FEBRUARY, judged, on, said, stands, ticket, totals, wording

from gwarant.pictures.account import correction_rows, ledger_rows
from gwarant.sla.assessment import Assessment
from gwarant.sla.remedies.codes import ACCEPTED_LATE, NO_ANCHOR

EARLY, LATER = ticket("T-1", on(2)), ticket("T-2", on(20))  # the first lapses on 12 January, the second on the 30th
CLAIM = said(1, "claimed", on(25), "2026-01")


def reasons(found: Assessment) -> list[tuple[str, str]]:
    lines = [line for one in found.months for line in one.remedies.lines]
    return [(line.incident, line.reason.code) for line in lines if line.reason]


def test_a_lapsed_amount_takes_no_room_from_one_that_was_claimed_in_time() -> None:
    found = judged([*EARLY, *LATER, CLAIM], "2026-01", wording("caps: [{per: month, amount: 50}]"))
    assert totals(found) == {"2026-01": D(50)}
    assert stands(found) == [("late", "T-1", D(50), True, D(0)), ("late", "T-2", D(50), False, D(50))]
    assert reasons(found) == [("T-1", "remedy.lapsed")]
    assert found.months[0].remedies.caps[0].cut == 0


def test_the_caps_of_a_year_and_of_the_whole_leave_what_lapsed_in_an_earlier_month() -> None:
    rows = [*EARLY, *ticket("T-2", on(10, month=2)), said(1, "claimed", on(12, month=2), "2026-02")]
    for per in ("contract_year", "total"):
        own = wording(f"caps: [{{per: {per}, amount: 60}}]")
        assert totals(judged(rows, "2026-01", own, until=on(12))) == {"2026-01": D(50)}  # its days still run
        assert totals(judged(rows, "2026-02", own)) == {"2026-02": D(50)}
    late = [*ticket("T-1", on(28)), *rows[3:]]
    before, after = judged(late, "2026-01", own), judged(late, "2026-02", own)
    assert (totals(before), totals(after)) == ({"2026-01": D(50)}, {"2026-02": D(50)})
    (one,) = after.money_corrections
    assert (one.month, one.difference, [fact.kind for fact in one.facts]) == ("2026-01", D(-50), ["lapsed"])


def test_room_that_is_left_by_what_lapses_later_is_a_correction_with_its_reason_in_both_languages() -> None:
    rows = [*ticket("T-1", on(22)), *ticket("T-2", on(28)), said(1, "claimed", on(29), "2026-01", incident="T-2")]
    own = wording("caps: [{per: month, amount: 70}]")
    first, second = judged(rows, "2026-01", own), judged(rows, "2026-02", own)
    assert stands(first) == [("late", "T-1", D(50), False, D(50)), ("late", "T-2", D(20), False, D(20))]
    assert stands(second) == [("late", "T-1", D(50), True, D(0)), ("late", "T-2", D(50), False, D(50))]
    assert [one.difference for one in second.money_corrections] == [D(-20)]
    why = {lang: correction_rows(second, lang)[0][-1] for lang in ("en", "pl")}
    assert why["en"].startswith("not claimed by 1 February 2026: late, answer")
    assert why["pl"].startswith("nie złożono wniosku do 1 lutego 2026: late, answer")
    assert (
        ledger_rows(second, "pl")[0].remarks[-1] == "nie złożono o nią wniosku do 1 lutego 2026; wyniosłaby 50,00 EUR"
    )


def test_where_the_dearest_of_an_incident_lapses_the_next_that_was_claimed_is_due() -> None:
    rows = [*ticket("T-1", on(25), answered=2, fixed=12), said(1, "claimed", on(27), "2026-01", remedy="late")]
    own = wording("combine: {same_incident: highest}")
    running, over = judged(rows, "2026-01", own), judged(rows, "2026-02", own)
    assert stands(running) == [("", "", D(80), False, D(80)), ("late", "", D(0), False, D(0))]
    assert [(one.month, one.difference) for one in over.money_corrections] == [("2026-01", D(-30))]
    assert stands(over) == [("", "", D(80), True, D(0)), ("late", "", D(50), False, D(50))]
    assert not any("claims" in note.code for note in (*running.notes, *over.notes))  # it never was a claim of nothing


def test_a_remedys_own_cap_and_the_least_sum_do_not_count_what_lapsed() -> None:
    rows = [*EARLY, *LATER, CLAIM]
    assert totals(judged(rows, "2026-01", wording("", ("amount: 50", "amount: 50, cap: {amount: 60}")))) == {
        "2026-01": D(50)
    }
    assert totals(judged(rows, "2026-01", wording("min: 60"))) == {"2026-01": D(0)}
    assert totals(judged([*rows, said(2, "claimed", on(5), "2026-01")], "2026-01", wording("min: 60"))) == {
        "2026-01": D(100)
    }


def test_what_was_accepted_all_the_same_takes_what_those_in_time_left() -> None:
    good = said(2, "accepted", on(26), "2026-01", incident="T-1")
    own = wording("caps: [{per: month, amount: 80}]")
    found = judged([*EARLY, *LATER, CLAIM, good], "2026-01", own)
    assert totals(found) == {"2026-01": D(80)}
    assert stands(found) == [("late", "T-1", D(30), False, D(30)), ("late", "T-2", D(50), False, D(50))]
    noted = [line.incident for line in found.months[0].remedies.lines if ACCEPTED_LATE() in line.notes]
    assert noted == ["T-1"]
    more = judged([*EARLY, *LATER, CLAIM, {**good, "amount": "45"}], "2026-01", own)
    assert stands(more)[0] == ("late", "T-1", D(30), False, D(30))
    less = judged([*EARLY, *LATER, CLAIM, {**good, "amount": "25"}], "2026-01", own)
    assert stands(less)[0] == ("late", "T-1", D(30), False, D(25))


def test_it_is_due_again_from_that_row_on_and_a_later_month_in_time_goes_before_it() -> None:
    rows = [*EARLY, said(1, "settled", on(10, month=2), "2026-01")]
    own = wording("caps: [{per: contract_year, amount: 70}]")
    assert totals(judged(rows, "2026-01", own)) == {"2026-01": D(0)}
    again = judged(rows, "2026-02", own)
    (one,) = again.money_corrections
    assert (one.difference, [(fact.kind, fact.id) for fact in one.facts]) == (D(50), [("amount_settled", "m1")])
    (entry,) = again.ledger
    assert (entry.stands, entry.paid, entry.open) == (D(50), D(50), D(0))
    rows += [*ticket("T-2", on(5, month=3)), said(2, "claimed", on(9, month=3), "2026-03")]
    later = judged(rows, "2026-03", own)
    assert totals(later) == {"2026-03": D(50)}
    assert [one.difference for one in later.money_corrections] == [D(-30)]


def test_the_dearest_that_was_accepted_late_adds_what_it_pays_more() -> None:
    rows = [*ticket("T-1", on(2), answered=2, fixed=12), said(1, "claimed", on(5), "2026-01", remedy="late")]
    rows.append(said(2, "accepted", on(20), "2026-01", remedy="slow"))
    found = judged(rows, "2026-01", wording("combine: {same_incident: highest}"))
    assert totals(found) == {"2026-01": D(80)}
    lines = found.months[0].remedies.lines
    assert [(line.remedy, line.amount, line.kept) for line in lines] == [("late", 50, True), ("slow", 30, True)]


def test_what_was_waived_after_it_had_lapsed_is_not_due_and_takes_no_room() -> None:
    rows = [*EARLY, *LATER, CLAIM, said(2, "waived", on(26), "2026-01", incident="T-1")]
    found = judged(rows, "2026-01", wording("caps: [{per: month, amount: 50}]"))
    assert totals(found) == {"2026-01": D(50)}
    assert [(one.incident, str(one.status), one.stands) for one in found.ledger] == [
        ("T-1", "waived", D(0)),
        ("T-2", "claimed", D(50)),
    ]


def test_a_claim_that_was_received_later_was_in_time_all_the_same() -> None:
    claim = {**said(1, "claimed", on(11), "2026-01"), "received": "2026-02-05T00:00:00Z"}
    own = wording()
    assert totals(judged([*EARLY, claim], "2026-01", own)) == {"2026-01": D(0)}
    (one,) = judged([*EARLY, claim], "2026-02", own).money_corrections
    assert (one.difference, [fact.kind for fact in one.facts]) == (D(50), ["amount_claimed"])


def test_a_claim_of_the_month_holds_also_for_a_remedy_that_is_disputed_by_itself() -> None:
    own = wording("", ("anchor: breach", "anchor: month_end"))
    rows = [
        *EARLY,
        said(1, "claimed", on(3, month=2), "2026-01"),
        said(2, "disputed", FEBRUARY, "2026-01", remedy="late"),
    ]
    (entry,) = [one for one in judged(rows, "2026-02", own).ledger if one.remedy]
    assert (entry.lapsed, str(entry.status), entry.stands) == (False, "disputed", D(50))


def test_parts_of_a_month_share_the_caps_of_the_year() -> None:
    change = ("effective: {from: 2026-01-01}", "effective: {from: 2026-01-16}")
    cap = "caps: [{per: contract_year, amount: 50}]"
    first, second = wording(cap), wording(cap, change, ("version: 1", "version: 2, supersedes: 1"))
    found = judged([*EARLY, *LATER, CLAIM], "2026-01", first, second)
    assert [one.remedies.total for one in found.months] == [D(0), D(50)]
    assert totals(judged([*EARLY, *LATER], "2026-02", first, second)) == {"2026-02": D(0)}


def test_within_hours_each_of_a_day_lapses_at_its_own_moment() -> None:
    """Due at 10:00 and at 15:00 of the 5th: claimed on the 6th at 11:00, that is too late for the first alone."""
    rows = [*ticket("T-1", on(5, 9)), *ticket("T-2", on(5, 14)), said(1, "claimed", on(6, 11), "2026-01")]
    own = wording("", ("P10D", "24h"))
    found = judged(rows, "2026-01", own)
    assert stands(found) == [("late", "T-1", D(50), True, D(0)), ("late", "T-2", D(50), False, D(50))]
    assert found.ledger[0].claim_until_at == int(on(6, 10).timestamp())
    assert totals(found) == {"2026-01": D(50)}
    told = {lang: ledger_rows(found, lang)[0].remarks for lang in ("en", "pl")}
    assert told["en"] == ("not claimed by 6 January 2026, 10:00 UTC; it would have been EUR 50.00",)
    assert told["pl"] == ("nie złożono o nią wniosku do 6 stycznia 2026, 10:00 UTC; wyniosłaby 50,00 EUR",)


def test_hours_that_end_in_the_next_month_correct_this_one_with_the_moment_as_the_reason() -> None:
    own = wording("", ("P10D", "72h"))
    first, second = (judged(ticket("T-1", on(31, 9)), month, own) for month in ("2026-01", "2026-02"))
    assert (totals(first), [one.difference for one in second.money_corrections]) == ({"2026-01": D(50)}, [D(-50)])
    assert correction_rows(second, "en")[0][-1].startswith("not claimed by 3 February 2026, 10:00 UTC: late")


def test_a_claim_that_runs_from_the_report_runs_from_the_closing_of_the_month() -> None:
    """Late on 5 January; closed on 8 February: ten days from then are over with 18 February, not with 15 January."""
    own = wording("", ("anchor: breach", "anchor: report"))
    closing = {"type": "closing", "id": "k1", "at": "2026-02-08T10:00:00Z", "month": "2026-01"}
    rows = ticket("T-1", on(5))
    nobody = judged(rows, "2026-02", own)
    assert (stands(nobody)[0][4], nobody.ledger[0].claim_until) == (D(50), None)
    assert judged(rows, "2026-01", own).months[0].remedies.notes == (NO_ANCHOR(anchor="report"),)
    gone = judged([*rows, closing], "2026-02", own)
    assert (stands(gone)[0][4], str(gone.ledger[0].claim_until)) == (D(0), "2026-02-18")
    in_time = judged([*rows, closing, said(1, "claimed", on(18, month=2), "2026-01")], "2026-02", own)
    assert stands(in_time)[0][4] == D(50)


def test_hours_from_the_report_run_from_the_moment_of_the_closing() -> None:
    own = wording("", ("anchor: breach", "anchor: report"), ("P10D", "48h"))
    closing = {"type": "closing", "id": "k1", "at": "2026-02-08T10:00:00Z", "month": "2026-01"}
    found = judged([*ticket("T-1", on(5)), closing], "2026-02", own)
    assert found.ledger[0].claim_until_at == int(on(10, 10, month=2).timestamp())
