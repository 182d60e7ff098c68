"""Each case with two siblings of its kind: other keys, other readers."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from case_files import changed, codes, contract, month, rows, text
from hypothesis import given, settings
from hypothesis import strategies as st

from gwarant.cli.inputs import in_order
from gwarant.pictures.facts import tell_all
from gwarant.pictures.opening import is_empty, lead
from gwarant.sla.assessment import assess
from gwarant.sla.assessment.codes import CHOOSES_NOTHING, UNJUDGED
from gwarant.sla.availability import Verdict
from gwarant.sla.availability.codes import CONSENT_MISSING, NOT_REPORTED
from gwarant.sla.clocks.codes import EXCLUSION_REFUSED, NO_CLASS, NO_TIMES
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import parse
from gwarant.sla.duties import DutyVerdict
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.measures import MeasureVerdict
from gwarant.sla.problem import Severity

MS, MINUTE = 1000, 60_000


def lines(*found: str) -> Evidence:
    return read_lines([line for one in found for line in one.splitlines()])


# 01: an outage that counts from the client's report


def of_reports(*moments: str, states: str = "", **keys: str) -> tuple[Fraction, Fraction, Fraction, Verdict]:
    told = [
        {"type": "ticket", "id": f"t{n}", "at": at, "ticket": f"K{n}", "kind": "reported", "by": "customer"}
        for n, at in enumerate(moments)
    ]
    outage = states or "\n".join(text("01/evidence.jsonl").splitlines()[:4])
    evidence = lines(outage, *(json.dumps({**row, "service": "main", "down": True}) for row in told))
    wording = changed(
        "01/contract.yaml", {"period: calendar_month": "period: calendar_month, probe: {every: 1s}", **keys}
    )
    figure = assess([parse(wording).required()], evidence, "2026-04").availability[0].figure
    down = figure.downtime
    return down.least / MINUTE, down.point / MINUTE, down.most / MINUTE, figure.verdict


def test_an_outage_counts_from_the_report_on() -> None:
    found = month("01", "2026-04").availability[0].figure
    assert (found.downtime.point, found.time.down) == (20 * MINUTE, 9 * 60 * MINUTE)
    assert found.verdict is Verdict.MET
    (outage,) = found.outages
    assert (outage.end - outage.start, outage.counted_ms) == (20 * MINUTE, 20 * MINUTE)


def test_without_a_report_it_does_not_count_at_all_and_is_listed() -> None:
    assert of_reports() == (0, 0, 0, Verdict.MET)
    evidence = lines("\n".join(text("01/evidence.jsonl").splitlines()[:4]))
    figure = assess([contract("01/contract.yaml")], evidence, "2026-04").availability[0].figure
    assert [(one.counted_ms, one.unreported, one.too_short) for one in figure.outages] == [(0, True, False)]
    assert NOT_REPORTED(outages=1) in figure.notes


@pytest.mark.parametrize(
    ("moment", "minutes"),
    [
        ("2026-04-05T09:00:00+02:00", 0),  # before the last good look: another matter
        ("2026-04-05T10:00:00+02:00", 540),
        ("2026-04-05T19:00:00+02:00", 0),
        ("2026-04-05T18:59:00+02:00", 1),
    ],
)
def test_only_a_report_while_it_may_be_down_starts_it(moment: str, minutes: int) -> None:
    assert of_reports(moment)[1] == minutes


def test_the_first_report_counts_and_the_minimum_is_held_against_what_counts() -> None:
    twice = ("2026-04-05T18:40:00+02:00", "2026-04-05T18:50:00+02:00")
    assert of_reports(*twice)[1] == 20
    longer = {"probe: {every: 1s}": "probe: {every: 1s, min_outage: 30m}"}
    assert of_reports(*twice, **longer)[1:3] == (0, 0)


def test_with_the_first_failed_look_beside_it_the_earlier_of_both_counts() -> None:
    keys = {"earlier_of: client_report": "earlier_of: [first_failed_probe, client_report]"}
    assert of_reports(**keys)[1] == 540


# 03: a quiet month that tells of an earlier one


def test_a_month_that_corrects_or_refuses_is_not_quiet() -> None:
    corrected, refused = (month("03", "2026-04", evidence=f"{one}-later.jsonl") for one in ("corrected", "refused"))
    assert [one.difference for one in corrected.money_corrections] == [-100]
    told = [one["why"] for one in refused.notes if one.code.endswith("remark")]
    assert told == [EXCLUSION_REFUSED(exclusion="x1", lacks=("consent",))]
    assert not is_empty(corrected)
    assert not is_empty(refused)
    assert not month("03", "2026-05", evidence="refused-later.jsonl").notes[1:]


def test_without_money_a_refusal_a_correction_and_a_ticket_nobody_judges_still_speak() -> None:
    unpaid = text("03/contract.yaml").split("remedies:")[0]
    for name in ("corrected", "refused"):
        assert not is_empty(assess([parse(unpaid).required()], rows(f"03/{name}-later.jsonl"), "2026-04"))
    foreign = lines(text("03/refused-later.jsonl").splitlines()[0].replace('"a"', '"nobody"'))
    assert not is_empty(assess([parse(unpaid).required()], foreign, "2026-03"))
    assert is_empty(assess([parse(unpaid).required()], foreign, "2026-04"))


def test_a_refused_exclusion_of_an_earlier_availability_is_told_when_it_came() -> None:
    late = json.loads(text("10/without-consent.jsonl").splitlines()[-1]) | {"decided": "2026-05-04T10:00:00+02:00"}
    evidence = lines("\n".join(text("10/without-consent.jsonl").splitlines()[:4]), json.dumps(late))
    may, june = (assess([contract("10/contract.yaml")], evidence, period) for period in ("2026-05", "2026-06"))
    assert [one["why"] for one in may.notes if one.code == "assessment.exclusion_refused"] == [CONSENT_MISSING()]
    assert not [one for one in june.notes if one.code == "assessment.exclusion_refused"]


# 04: an amendment that both signed


def versions(**changes: str):
    return [(contract("04/v1.yaml"), "v1.yaml"), (contract("04/v2.yaml", **changes), "v2.yaml")]


def test_both_sides_may_agree_on_any_day_whatever_the_notice() -> None:
    assert len(in_order(versions())) == 2
    assert len(in_order(versions(**{"date: 2026-01-20": "date: 2026-03-10"}))) == 2
    assert "reference" not in codes(text("04/v2.yaml"))


def test_an_amendment_signed_after_its_first_day_corrects_the_months_since() -> None:
    found = in_order(versions(**{"date: 2026-01-20": "date: 2026-03-10"}))
    named = {one: [row.name for row in assess(found, Evidence(), one).wordings] for one in ("2026-02", "2026-03")}
    assert named == {"2026-02": ["R-4@1"], "2026-03": ["R-4@2"]}


def test_an_acceptance_among_the_evidence_is_a_signature() -> None:
    unsigned = {"status: signed, signed: {date: 2026-01-20}": "status: offered"}
    bare = versions(**unsigned)
    with pytest.raises(ValueError, match="let both sign"):
        in_order(bare)
    from_fingerprint = in_order([bare[1]])[0]
    assert from_fingerprint.metadata.version == 2


# 08: what the check asks


@pytest.mark.parametrize(("name", "period"), [("duty", "2026-03"), ("measure", "2026-03")])
def test_a_broken_duty_or_measure_breaks_the_check_and_leads(name: str, period: str) -> None:
    found = month("08", period, f"{name}.yaml", f"{name}.jsonl")
    assert found.is_broken
    assert f"was broken ({'report' if name == 'duty' else 'good'})" in lead(found, "en")


def test_a_right_that_arose_breaks_the_check_once() -> None:
    right = "triggers: {plan: {if: {above: 96, of: good}, right: improvement_plan}}\n"
    fine = changed("08/measure.yaml", {"target: {ge: 98}": "target: {ge: 90}"}) + right
    march, april = (assess([parse(fine).required()], rows("08/measure.jsonl"), one) for one in ("2026-03", "2026-04"))
    assert march.rights
    assert march.is_broken
    assert not april.is_broken
    calm = assess([parse(fine.replace(right, "")).required()], rows("08/measure.jsonl"), "2026-03")
    assert not calm.is_broken


def test_what_a_later_row_broke_in_an_earlier_month_breaks_the_check_of_the_month_that_heard_of_it() -> None:
    late = lines(text("08/measure.jsonl").replace('"good":97', '"received":"2026-05-04T10:00:00Z","good":97'))
    broken = [assess([contract("08/measure.yaml")], late, one).is_broken for one in ("2026-03", "2026-05", "2026-06")]
    assert broken == [False, True, False]


# 09: targets that are only reported


def test_in_a_phase_that_only_reports_nothing_of_any_kind_breaks_pays_or_gives_a_right() -> None:
    one, other = (month("09", "2026-04", f"{name}.yaml", f"{name}.jsonl") for name in ("availability", "others"))
    assert one.availability[0].figure.verdict is Verdict.REPORTED
    assert one.availability[0].figure.downtime.point == 9 * 60 * MINUTE
    assert (other.measures[0].verdict, other.measures[0].value) == (MeasureVerdict.REPORTED, 0)
    assert [(slot.verdict, slot.is_broken) for slot in other.duties[0].slots] == [(DutyVerdict.MISSED, False)]
    for found in (one, other):
        assert (found.is_broken, found.rights) == (False, ())
        assert [row.remedies.total for row in found.months] == [0]


@pytest.mark.parametrize("condition", ["below: 99, of: up", "downtime_over: 1h, of: up", "outage_over: 1h, of: up"])
def test_no_condition_of_a_right_looks_at_what_is_only_reported(condition: str) -> None:
    wording = changed("09/availability.yaml", {"miss: up, n: 1": condition})
    found = assess([parse(wording).required()], rows("09/availability.jsonl"), "2026-04")
    assert not found.rights
    binding = wording.split("phases:")[0]
    assert assess([parse(binding).required()], rows("09/availability.jsonl"), "2026-04").rights


def test_a_phase_that_ends_within_a_month_cuts_it_and_the_rest_binds() -> None:
    """Three months and twelve days from 1 January: 13 April binds."""
    for days, verdicts in (("P3M12D", ["reported", "met"]), ("P3M2D", ["reported", "breached"])):
        wording = changed("09/availability.yaml", {"length: P6M": f"length: {days}"})
        found = assess([parse(wording).required()], rows("09/availability.jsonl"), "2026-04")
        assert [str(one.figure.verdict) for one in found.availability] == verdicts
        assert found.is_broken == ("breached" in verdicts)


def test_a_duty_that_is_only_reported_fails_no_promise() -> None:
    fails = {"proof: document}": "proof: document, if_late: {fails: [share]}}"}
    found = assess([contract("09/others.yaml", **fails)], rows("09/others.jsonl"), "2026-04")
    assert (found.measures[0].verdict, found.is_broken) == (MeasureVerdict.REPORTED, False)


# 10: what the client decides


def test_what_the_client_decides_needs_the_clients_consent() -> None:
    figures = [
        month("10", "2026-04", evidence=f"{one}-consent.jsonl").availability[0].figure for one in ("with", "without")
    ]
    assert [one.point for one in figures] == [100, Fraction("98.75")]
    assert [(one.id, one.why) for one in figures[1].refused] == [("x1", CONSENT_MISSING())]


def test_where_the_provider_decides_a_reference_is_evidence_enough() -> None:
    wording = contract("10/contract.yaml", **{"by: client": "by: provider"})
    assert assess([wording], rows("10/without-consent.jsonl"), "2026-04").availability[0].figure.point == 100


def test_a_late_decision_of_the_client_needs_the_consent_as_well_and_another_word_is_refused() -> None:
    late = {"retroactive: false": "retroactive: true"}
    rows_ = rows("10/without-consent.jsonl")
    (row,) = rows_.exclusions
    decided = replace(row, decided=row.end, received=row.end, approved_by="p2")
    found = assess([contract("10/contract.yaml", **late)], replace(rows_, exclusions=(decided,)), "2026-04")
    assert [one.why for one in found.availability[0].figure.refused] == [CONSENT_MISSING()]
    assert "invalid" in codes(changed("10/contract.yaml", {"by: client": "by: customer"}))


@given(st.booleans(), st.booleans(), st.booleans())
def test_without_the_clients_consent_nothing_that_the_client_decides_is_left_out(
    late: bool, ref: bool, ok: bool
) -> None:
    whole = rows("10/without-consent.jsonl")
    (row,) = whole.exclusions
    at = row.end if late else row.decided
    given_ = replace(row, decided=at, received=at, ref="r" if ref else "", approved_by="p2" if ok else "")
    wording = contract("10/contract.yaml", **{"retroactive: false": "retroactive: true"})
    found = assess([wording], replace(whole, exclusions=(given_,)), "2026-04")
    assert found.availability[0].figure.point == Fraction("98.75")


# 02: claims, each line by itself


def ledger(evidence: str, period: str, *more: dict[str, object]) -> list[tuple[str, str, bool, Decimal | None]]:
    """Of each part of June its incident, its status, whether it has lapsed, and what stands."""
    extra = [json.dumps({"type": "amount", "id": f"m{n}", "month": "2026-06", **one}) for n, one in enumerate(more)]
    found = assess([contract("02/contract.yaml")], lines(text(f"02/{evidence}.jsonl"), *extra), period)
    return [(one.incident, str(one.status), one.lapsed, one.stands) for one in found.ledger]


LAPSED = ("T-1", "computed", True, 0)


def test_each_amount_has_its_own_last_day_and_lapses_by_itself() -> None:
    assert ledger("claim-of-the-month", "2026-06") == [LAPSED, ("T-2", "computed", False, 50)]
    found = month("02", "2026-06", evidence="claim-of-one.jsonl").ledger
    assert [str(one.claim_until) for one in found] == ["2026-06-12", "2026-07-05"]


def test_a_claim_of_the_month_claims_what_can_still_be_claimed() -> None:
    assert ledger("claim-of-the-month", "2026-07") == [LAPSED, ("T-2", "claimed", False, 50)]


def test_a_claim_claims_what_it_names() -> None:
    assert ledger("claim-of-one", "2026-07") == [LAPSED, ("T-2", "computed", True, 0)]
    other = {"at": "2026-07-04T09:00:00Z", "status": "claimed", "incident": "T-2", "by": "customer"}
    assert ledger("claim-of-one", "2026-07", other) == [LAPSED, ("T-2", "claimed", False, 50)]


@pytest.mark.parametrize(
    "claim",
    [
        {"at": "2026-06-05T09:00:00Z", "incident": "T-9"},
        {"at": "2026-06-05T09:00:00Z", "remedy": "none"},
        {"at": "2026-06-01T09:00:00Z"},
        {"at": "2026-06-12T09:00:00Z", "incident": "T-2"},
        {"at": "2026-06-12T09:00:00Z", "month": "2026-05"},
    ],
)
def test_a_claim_of_what_is_not_there_or_had_not_arisen_claims_nothing_and_is_told(claim: dict[str, object]) -> None:
    own = {**claim, "status": "claimed", "by": "customer"}
    assert ledger("claim-of-one", "2026-07", own) == [LAPSED, ("T-2", "computed", True, 0)]
    extra = json.dumps({"type": "amount", "id": "m0", "month": "2026-06", **own})
    found = assess([contract("02/contract.yaml")], lines(text("02/claim-of-one.jsonl"), extra), "2026-07")
    assert tell_all([one for one in found.notes if "claims" in one.code], "en") == [
        "claims of what is not there, or had not arisen by then, which claim nothing: m0"
    ]


@pytest.mark.parametrize(
    ("choice", "wording", "is_told"),
    [
        ({"incident": "T-1", "remedy": "late"}, {}, True),  # the contract lets nobody choose
        ({"incident": "T-1", "remedy": "late"}, {"mode: on_claim": "combine: {same_incident: client_elects}"}, False),
        ({"incident": "T-9", "remedy": "late"}, {"mode: on_claim": "combine: {same_incident: client_elects}"}, True),
        ({"incident": "T-1", "remedy": "none"}, {"mode: on_claim": "combine: {same_incident: client_elects}"}, True),
    ],
)
def test_a_choice_that_chooses_nothing_is_told(choice: dict[str, str], wording: dict[str, str], is_told: bool) -> None:
    row = {
        "type": "amount",
        "id": "m0",
        "month": "2026-06",
        "at": "2026-06-29T09:00:00Z",
        "status": "elected",
        **choice,
    }
    terms = contract("02/contract.yaml", **wording)
    found = assess([terms], lines(text("02/claim-of-one.jsonl"), json.dumps(row)), "2026-06")
    assert (CHOOSES_NOTHING(rows=("m0",), more=0) in found.notes) is is_told


@pytest.mark.parametrize("wording", [{}, {"anchor: breach": "anchor: month_end"}])
def test_a_claim_claims_what_had_arisen_by_then_and_the_rest_stays_open(wording: dict[str, str]) -> None:
    """Also where all last days are the same."""
    rows_ = text("02/claim-of-one.jsonl").splitlines()[:4]
    claim = {"type": "amount", "id": "m", "month": "2026-06", "status": "claimed", "by": "customer", "remedy": "late"}
    at = "2026-06-12T09:00:00Z"
    evidence = lines("\n".join(rows_), json.dumps({**claim, "at": at}))
    found = assess([contract("02/contract.yaml", **wording)], evidence, "2026-07")
    assert [(one.incident, str(one.status), one.lapsed, one.stands) for one in found.ledger] == [
        ("T-1", "claimed", False, 50),
        ("T-2", "computed", True, 0),
    ]
    assert not [one for one in found.notes if "claims" in one.code]


def test_what_is_accepted_and_paid_of_the_month_is_what_was_claimed_in_time() -> None:
    rows_: list[dict[str, object]] = [
        {"at": "2026-07-10T09:00:00Z", "status": "accepted"},
        {"at": "2026-07-11T09:00:00Z", "status": "settled", "amount": 50},
    ]
    assert ledger("claim-of-the-month", "2026-07", *rows_) == [LAPSED, ("T-2", "settled", False, 50)]
    assert ledger("claim-of-the-month", "2026-07", {**rows_[0], "incident": "T-1"})[0] == ("T-1", "accepted", False, 50)


CLAIMS = st.lists(
    st.fixed_dictionaries(
        {
            "at": st.integers(1, 28).map(lambda day: f"2026-07-{day:02}T09:00:00Z"),
            "status": st.sampled_from(["claimed", "accepted", "settled", "disputed", "waived"]),
        },
        optional={"remedy": st.just("late"), "incident": st.sampled_from(["T-1", "T-2"])},
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(CLAIMS)
def test_the_parts_are_the_month_and_the_fate_of_one_depends_on_no_decision_about_the_other(
    decisions: list[dict[str, object]],
) -> None:
    both = ledger("claim-of-one", "2026-07", *decisions)
    assert [one[0] for one in both] == ["T-1", "T-2"]
    for name in ("T-1", "T-2"):
        named = [one for one in decisions if one.get("incident") == name]
        apart = [one for one in decisions if one.get("incident")]
        assert [one for one in ledger("claim-of-one", "2026-07", *named) if one[0] == name] == [
            one for one in ledger("claim-of-one", "2026-07", *apart) if one[0] == name
        ]
    found = assess([contract("02/contract.yaml")], rows("02/claim-of-one.jsonl"), "2026-07")
    assert sum(one.computed or 0 for one in found.ledger) == 100


# 11: blanks of drafts


def problems(wording: str) -> dict[str, str]:
    """Of each problem of a draft its place and code."""
    parsed = parse(wording)
    return {one.path: one.code for one in parsed.problems}


def test_what_signing_would_refuse_is_a_blank_and_what_nothing_needs_is_asked_nowhere() -> None:
    found = problems(text("11/no-rules.yaml"))
    assert found == {"defaults.currency": "invalid", "remedy_rules.settle": "blank"}
    assert codes(text("11/unlimited-pool.yaml")) == set()


@pytest.mark.parametrize(
    ("written", "code"), [("zł", "PLN"), ("€", "EUR"), ("pln", "PLN"), ("Kč", "CZK"), ("$", "USD")]
)
def test_a_currency_is_a_code_and_its_sign_suggests_one(written: str, code: str) -> None:
    (one,) = parse(changed("11/no-rules.yaml", {"zł": f'"{written}"'})).problems[:1]
    assert (one.path, one.hint) == ("defaults.currency", f"write {code}")


UP = "availability: {up: {service: shop, target: {ge: 99}, period: calendar_month}}\nremedies:\n"
BANDS = f"{UP}  b: {{of: up, kind: bands, bands: [{{lt: 99, pct: 5}}]}}\n"


@pytest.mark.parametrize(
    ("old", "new", "blank"),
    [
        ("response: [1h, always]", "response: null", "targets.critical.response.value"),
        ("response: [1h, always]", "response: [null, always]", "targets.critical.response.value"),
        ("amount: 50}", "amount: null}", "remedies.late.amount"),
        ("amount: 50}", "pct: null}", "remedies.late.pct"),
        ("deadline: P10D", "deadline: null", "remedy_rules.claim.deadline"),
        ("claim: {deadline: P10D, anchor: breach}", "claim: null", "remedy_rules.claim"),
        ("amount: 500}", "amount: null}", "remedy_rules.caps.0.amount"),
        ("{monthly: 1000}", "{monthly: 1000, parts: {care: null}}", "fee.parts.care"),
        ("fee:", "hours: {pool: {amount: null}, rates: {above: 1}}\nfee:", "hours.pool.amount"),
        ("remedies:\n", UP.replace("{ge: 99}", "null"), "availability.up.target"),
        ("remedies:\n", UP.replace("99", "null"), "availability.up.target.ge"),
        ("remedies:\n", BANDS.replace("pct: 5", "pct: null"), "remedies.b.bands.0.pct"),
        ("remedies:\n", BANDS.replace("lt: 99", "lt: null"), "remedies.b.bands.0.lt"),
        ("classes:", "measures: {m: {agg: manual, target: null}}\nclasses:", "measures.m.target"),
    ],
)
def test_a_figure_that_is_left_to_the_order_form_is_null_and_a_blank(old: str, new: str, blank: str) -> None:
    wording = changed("02/contract.yaml", {old: new})
    assert problems(wording) == {blank: "blank"}
    errors = [one for one in lint(parse(wording)) if one.severity is Severity.ERROR]
    assert errors == []
    signed = parse(wording.replace("metadata: {id: R-5}", "metadata: {id: R-5, status: signed}"))
    refused = {one.code for one in lint(signed)}
    assert "signed-with-blanks" in refused


# 05: bands of rounded figures


def test_a_table_in_tenths_of_a_figure_in_tenths_has_no_holes() -> None:
    assert codes(text("05/contract.yaml")).isdisjoint({"band-gap", "band-promise", "value-on-boundary"})
    exact = changed("05/contract.yaml", {", rounded: {scale: 1, mode: down}": ""})
    assert {"band-gap", "band-promise"} <= codes(exact)
    assert "band-gap" in codes(changed("05/contract.yaml", {"scale: 1": "scale: 2"}))
    assert [row.remedies.total for row in month("05", "2026-04").months] == [50]


def test_a_row_that_pays_nothing_at_the_promise_is_no_finding_and_a_hole_below_it_is_a_hole() -> None:
    assert codes(text("05/zero-row.yaml")).isdisjoint({"band-gap", "band-promise", "value-on-boundary", "band-overlap"})
    assert {"band-gap", "band-promise"} & codes(text("05/hole-at-the-top.yaml")) == {"band-gap"}
    without = changed("05/hole-at-the-top.yaml", {"{ge: 99.9, pct: 0}, ": ""})
    assert {"band-gap", "band-promise"} & codes(without) == {"band-promise"}
    assert "band-overlap" in codes(changed("05/zero-row.yaml", {"{ge: 99.9, pct: 0}": "{ge: 99.8, pct: 0}"}))


def test_a_ticket_under_a_contract_without_times_lacks_no_class_and_the_sentences_are_parted() -> None:
    found = month("01", "2026-04")
    assert NO_TIMES() in [one["why"] for one in found.notes if one.code == UNJUDGED.name]
    assert lead(found, "en") == "Of availability, measures and duties nothing was broken."
    lost = replace(found, notes=(UNJUDGED(tickets=1, why=NO_CLASS()),))
    assert lead(lost, "en").startswith("Of availability, measures and duties nothing was broken. No verdict")
