"""Bands, steps and figures of availability, as published agreements print them."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from published import (
    DAY,
    MINUTE,
    at,
    at_uptime,
    contract,
    covers,
    cut,
    given,
    hours_of,
    judged,
    prints,
    ticket,
    tickets,
    total,
    up_down,
)

from gwarant.sla.availability import Verdict
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import dump, parse
from gwarant.sla.evidence.model import Exclusion, MaintenanceWindow, MeasureValue

UP = "availability: {up: {service: main, target: {ge: %s}}}\n"
PAYS = "remedies: {credit: {of: up, kind: bands, bands: [%s]}}\nremedy_rules: {settle: price_reduction}\n"


def tiers(*steps: tuple[str, str]) -> str:
    """Bands written as "below 99.9 pays 10", the last one open downwards."""
    lower = [limit for limit, _ in steps[1:]]
    floors = [f"ge: {one}, " for one in lower] + [""]
    rows = ", ".join(f"{{{floor}lt: {limit}, pct: {pct}}}" for (limit, pct), floor in zip(steps, floors, strict=True))
    return UP % steps[0][0] + PAYS % rows


def figure(one, evidence, period="2026-11"):
    return judged(one, evidence, period).availability[0].figure


TIERS = {
    "CV016": tiers(("99.9", "10"), ("99", "25"), ("95", "100")),
    "CV017": tiers(("99", "10"), ("98", "25"), ("95", "100")),
    "CV019": tiers(("99.99", "10"), ("99.0", "30"), ("95.0", "100")),
    "CV021": tiers(("99.99", "10"), ("99", "25"), ("95", "100")),
    "CV027": tiers(("99.9", "3"), ("99", "5"), ("98", "10"), ("97", "20"), ("95", "40")),
}


@covers(*TIERS)
@pytest.mark.parametrize("name", TIERS)
def test_tiers(name):
    inputs, expected = given(name)
    assert [total(contract(TIERS[name]), at_uptime(up)) for up in inputs["uptime"]] == expected["credit_pct"]


@covers("CV001", "CV014")
def test_minutes_down_in_a_month():
    inputs, expected = given("CV001")
    one = contract(tiers(("99.9", "10")))
    evidence = up_down(("2026-11-03", inputs["downtime_minutes"] * MINUTE))
    assert cut(figure(one, evidence).point, 2) == expected["uptime_pct"]
    assert total(one, evidence) == expected["credit_pct"]
    inputs, expected = given("CV014")
    evidence = up_down(("2026-11-03", inputs["down"] * MINUTE))
    assert prints(figure(one, evidence).point, expected["uptime_pct"])
    assert (figure(one, evidence).verdict is Verdict.MET) is expected["met"]


@covers("CV006", "CV010", "CV012")
@pytest.mark.parametrize(("name", "target", "printed"), [("CV006", "99.9", "2592s"), ("CV010", "99.95", "22m")])
def test_a_printed_allowance_that_fits_is_no_finding_beyond_rounding(name, target, printed):
    assert _allowance(target, printed) == []
    inputs, expected = given(name)
    if name == "CV006":
        assert expected["allowed_seconds"] == (100 - D(target)) / 100 * inputs["month_days"] * DAY
    else:
        assert [cut((100 - D(target)) / 100 * days * 1440, 2) for days in inputs["days"]] == [
            expected["30"],
            expected["31"],
        ]


def test_a_printed_allowance_that_is_wrong_is_found():
    inputs, expected = given("CV012")
    assert expected["text_error"]
    assert [one.code for one in _allowance(inputs["target"], "204m")] == ["allowance-differs"]


def _allowance(target, printed):
    text = dump(contract(UP.replace("}}}", "}, allowance: %s}}") % (target, printed)))
    return [one for one in lint(parse(text, "case.yaml")) if one.code == "allowance-differs" and one.severity != "note"]


REQUESTS = "measures: {errors: {agg: external, of: {as: %s%s}, target: {%s}}}\n"


def feed(*rows, minutes=1):
    """Rows of so many minutes each from the start of November: (good, total)."""
    start = at("2026-11-01")
    step = minutes * MINUTE
    return tuple(
        MeasureValue(
            id=f"v{n}", measure="errors", start=start + n * step, end=start + (n + 1) * step,
            received=start + (n + 1) * step, good=D(good), total=D(all_),
        )
        for n, (good, all_) in enumerate(rows)
    )  # fmt: skip


@covers("CV002", "CV003", "CV004", "CV005")
@pytest.mark.parametrize("name", ["CV002", "CV003", "CV004", "CV005"])
def test_a_minute_is_down_when_more_than_five_percent_fail(name):
    inputs, expected = given(name)
    one = contract(REQUESTS % ("intervals", ", limit: {ge: 95}", "ge: 99.9"))
    rows = feed((inputs["total"] - inputs["failed"], inputs["total"]))
    evidence = replace(up_down(), values=rows)
    (found,) = judged(one, evidence).measures
    assert (found.value == 0) is expected["downtime_minute"]


@covers("CV018")
def test_the_mean_of_the_error_rates_of_intervals():
    inputs, expected = given("CV018")
    sections = REQUESTS % ("mean", "", "ge: 99.9") + TIERS["CV016"].partition("\n")[2].replace("of: up", "of: errors")
    bad = inputs["slots_at_100pct_error"]
    rows = feed(*[(0, 1)] * bad, *[(1, 1)] * (inputs["slots"] - bad), minutes=5)
    one, evidence = contract(sections), replace(up_down(), values=rows)
    assert cut(judged(one, evidence).measures[0].value, 4) == expected["uptime_pct"]
    assert total(one, evidence) == expected["credit_pct"]


@covers("CV020", "CV028")
def test_a_small_credit_is_not_issued():
    """Both texts pay above one dollar only: the least sum that is paid is 1.01."""
    inputs, expected = given("CV020")
    sums = [
        total(contract(UP % "99.9" + PAYS % f"{{lt: 99.9, amount: {sum_}}}" + "", fee="100"), at_uptime("99"))
        for sum_ in inputs["credits"]
    ]
    assert sums == [D(sum_) for sum_ in inputs["credits"]]
    bounded = [
        total(
            contract(
                (UP % "99.9" + PAYS % f"{{lt: 99.9, amount: {sum_}}}").replace("reduction}", "reduction, min: 1.01}")
            ),
            at_uptime("99"),
        )
        for sum_ in inputs["credits"]
    ]
    assert [sum_ > 0 for sum_ in bounded] == expected["issued"]
    inputs, expected = given("CV028")
    sections = (UP % "99.0" + PAYS % "{ge: 95, lt: 99, pct: 3}").replace("reduction}", "reduction, min: 1.01}")
    found = [total(contract(sections, fee=fee), at_uptime(inputs["uptime"])) for fee in inputs["fees"]]
    assert found == [D(credit or 0) for credit in expected["credit"]]


LEAST = "availability: {up: {service: main, target: {ge: %s}, probe: {min_outage: %s}}}\n"


@covers("CV023", "CV044")
def test_short_outages_do_not_count_and_do_not_add_up():
    inputs, expected = given("CV023")
    one = contract(LEAST % ("99.9", "5m"))
    evidence = up_down(*((f"2026-11-0{n + 2}", seconds) for n, seconds in enumerate(inputs["outages_s"])))
    assert figure(one, evidence).downtime.point == expected["counted_s"] * 1000
    inputs, expected = given("CV044")
    longer = contract(LEAST % ("98", "901s"))  # longer than 15 minutes
    found = [figure(longer, up_down(("2026-11-02", m * MINUTE))).downtime.point > 0 for m in inputs["outage_min"]]
    assert found == expected["counts"]


@covers("CV033")
def test_a_tier_that_no_outage_reaches_is_skipped_and_found_by_the_linter():
    inputs, expected = given("CV033")
    pays = PAYS % "{ge: 99.99, lt: 99.999, pct: 10}, {ge: 99.0, lt: 99.99, pct: 25}, {lt: 99.0, pct: 50}"
    one = contract(LEAST % ("99.999", "5m") + pays)
    outages = [up_down(("2026-11-02", m * MINUTE)) for m in inputs["single_outage_min"]]
    assert [cut(figure(one, row).point, 4) for row in outages] == expected["uptime_pct"]
    assert [total(one, row) for row in outages] == expected["credit_pct"]
    assert "band-unreachable" in {row.code for row in lint(parse(dump(one), "case.yaml"))}


QUARTER = """
availability: {up: {service: main, period: calendar_quarter, target: {gt: 99.9}}}
remedies: {credit: {of: up, kind: bands, bands: [{gt: 99.0, le: 99.9, pct: 10}, {lt: 99.0, pct: 25}]}}
remedy_rules: {settle: price_reduction}
"""


@covers("CV024", "CV025")
def test_a_quarter_with_inclusive_bounds_and_its_hole():
    inputs, expected = given("CV024")
    one = contract(QUARTER)
    assert inputs["quarter_minutes"] == 91 * 1440  # the second quarter
    rows = [up_down(("2026-05-03", minutes * MINUTE)) for minutes in inputs["down"]]
    printed = zip(rows, expected["uptime"], strict=True)
    assert all(prints(figure(one, row, "2026-Q2").point, text) for row, text in printed)
    assert [total(one, row, "2026-Q2") for row in rows] == expected["credit_pct"]
    assert given("CV025")[1]["gap"]
    assert "band-gap" in {row.code for row in lint(parse(dump(one), "case.yaml"))}
    exactly = up_down(("2026-05-03", inputs["quarter_minutes"] * MINUTE / 100))
    assert total(one, exactly, "2026-Q2") == 0


@covers("CV030", "CV059")
@pytest.mark.parametrize(
    ("name", "bands", "uptime"),
    [
        (
            "CV030",
            "{ge: 99.9, pct: 0}, {ge: 95.1, le: 99.8, pct: 5}, {ge: 90, le: 95, pct: 10}, {lt: 90, pct: 15}",
            "99.85",
        ),
        (
            "CV059",
            "{ge: 99.9, le: 100, pct: 0}, {ge: 99.7, le: 99.8, pct: 10}, {ge: 99.5, le: 99.6, pct: 25}, "
            "{ge: 99.3, le: 99.4, pct: 50}, {ge: 99.0, le: 99.2, pct: 75}, {le: 98.9, pct: 100}",
            "99.4792",
        ),
    ],
)
def test_a_hole_between_printed_tiers_pays_nothing_and_is_found(name, bands, uptime):
    assert given(name)[1].get("gap") or given(name)[1]["conflict"]
    one = contract(UP % "99.9" + PAYS % bands)
    assert total(one, at_uptime(uptime)) == 0
    assert "band-gap" in {row.code for row in lint(parse(dump(one), "case.yaml"))}


def test_the_prose_rule_of_the_same_text_says_something_else():
    inputs, expected = given("CV059")
    prose = UP % "99.9" + (
        "remedies: {credit: {of: up, kind: per_unit, count_on: whole, free: 45m, unit: 45m, round: down, pct: 10}}\n"
        "remedy_rules: {settle: price_reduction}\n"
    )
    assert total(contract(prose), up_down(("2026-11-02", inputs["down_min"] * MINUTE))) == expected["prose_pct"]


@covers("CV026", "CV130")
def test_excluded_time_may_count_as_available():
    inputs, expected = given("CV026")
    sections = (tiers(("99.95", "10"))).replace("service: main,", "service: main, excluded: [ours], excluded_as: up,")
    one = contract(sections)
    began = at("2026-11-02") * 1000
    away = Exclusion(
        id="x", decided=began, received=began, reason="ours", service="main", start=began,
        end=began + inputs["C"] * MINUTE * 1000, person="p", ref="r",
    )  # fmt: skip
    evidence = replace(up_down(("2026-11-02", inputs["B"] * MINUTE)), exclusions=(away,))
    assert prints(figure(one, evidence).point, expected["uptime_pct"])
    assert total(one, evidence) == expected["credit_pct"]
    inputs, expected = given("CV130")
    away = replace(away, end=began + inputs["of_which_stopped"] * MINUTE * 1000)
    evidence = replace(up_down(("2026-11-02", inputs["down_min"] * MINUTE)), exclusions=(away,))
    assert cut(figure(one, evidence).point, 4) == expected["availability"]


@covers("CV034")
def test_one_scale_with_a_column_for_each_package():
    inputs, expected = given("CV034")
    columns = {
        "start": "{ge: 99.2, lt: 99.5, pct: 3}, {lt: 99.2, pct: 6}",
        "isp": "{ge: 99.2, lt: 99.5, pct: 12}, {lt: 99.2, pct: 44}",
        "plus": "{ge: 99.5, lt: 99.7, pct: 16}, {lt: 99.5, pct: 20}",
    }
    for name, bands in columns.items():
        assert total(contract(UP % "99.9" + PAYS % bands), at_uptime(inputs["uptime"])) == expected[name]


@covers("CV036")
def test_bands_by_the_shortfall_below_any_target():
    inputs, expected = given("CV036")
    pays = PAYS % "{le: 1, pct: 5}, {gt: 1, lt: 5, pct: 10}, {ge: 5, pct: 15}"
    one = contract(UP % inputs["target"] + pays.replace("kind: bands,", "kind: bands, bands_on: shortfall,"))
    assert [total(one, at_uptime(up)) for up in inputs["actual"]] == expected["credit_pct"]


@covers("CV037")
def test_each_started_tenth_of_a_point():
    inputs, expected = given("CV037")
    pays = "remedies: {credit: {of: up, kind: per_step, step: 0.1, pct: 1}}\nremedy_rules: {settle: price_reduction}\n"
    assert total(contract(UP % inputs["target"] + pays), at_uptime(inputs["actual"])) == expected["credit_pct"]


@covers("CV038")
def test_a_share_of_affected_users_comes_from_outside_as_good_of_all():
    """The weighting is the feed's: user minutes without those of the affected, of all user minutes."""
    inputs, expected = given("CV038")
    everything = inputs["users"] * inputs["month_min"]
    lost = inputs["down_min"] * inputs["affected"]
    rows = feed((everything - lost, everything), minutes=inputs["month_min"])
    one = contract(REQUESTS % ("ratio", "", "ge: 99.95"))
    assert cut(judged(one, replace(up_down(), values=rows)).measures[0].value, 2) == expected["availability"]


@covers("CV039")
def test_maintenance_leaves_both_sides_of_the_fraction():
    inputs, expected = given("CV039")
    sections = "availability: {up: {service: main, target: {ge: 99.5}, excluded: [e], maintenance: {notice: 2d}}}\n"
    begun = at("2026-11-10") * 1000
    window = MaintenanceWindow(
        id="m", start=begun, end=begun + inputs["S"] * 3_600_000, announced=at("2026-11-01") * 1000,
        received=at("2026-11-01") * 1000, service="main",
    )  # fmt: skip
    away = Exclusion(
        id="x", decided=begun, received=begun, reason="e", service="main", start=at("2026-11-20") * 1000,
        end=(at("2026-11-20") + inputs["E"] * 3600) * 1000, person="p", ref="r",
    )  # fmt: skip
    evidence = up_down(("2026-11-02", inputs["U"] * 3600), ("2026-11-10", inputs["S"] * 3600))
    found = figure(contract(sections), replace(evidence, maintenance=(window,), exclusions=(away,)))
    assert cut(found.point, 4) == expected["availability"]
    assert (found.verdict is Verdict.MET) is expected["met"]


@covers("CV042")
def test_a_figure_averaged_with_the_month_before():
    inputs, expected = given("CV042")
    sections = (
        UP % "99.9" + "measures: {smooth: {agg: availability, of: {availability: up}, average: 2, target: {ge: 99}}}\n"
    )
    outages = [
        (f"2026-0{n + 1}-02", float((100 - D(value)) / 100 * DAY * days))
        for n, (value, days) in enumerate(zip(inputs["months"], (31, 28, 31), strict=True))
        if D(value) < 100
    ]
    one, evidence = contract(sections), up_down(*outages)
    found = [judged(one, evidence, f"2026-0{n}").measures[0].value for n in (1, 2, 3)]
    assert [cut(value, 2) for value in found] == expected["assessed"]


@covers("CV084")
def test_each_full_point_below_a_share_within_target():
    inputs, expected = given("CV084")
    sections = """
classes: {a: {}, b: {}}
clocks: {response: {stop: resolved}}
targets: {a: {response: [1h, always]}, b: {response: [1h, always]}}
measures:
  sev12: {agg: share_within_target, of: {clock: response, class: a}, target: {ge: 99}}
  sev34: {agg: share_within_target, of: {clock: response, class: b}, target: {ge: 90}}
remedies:
  first: {of: sev12, kind: per_step, step: 1, round: down, pct: 1}
  second: {of: sev34, kind: per_step, step: 1, round: down, pct: 0.5}
remedy_rules: {settle: price_reduction}
"""
    from_ = _shares(inputs)
    assert total(contract(sections), from_) == D(expected["credit_pct"])


def _shares(inputs):
    rows = []
    for class_, share in (("a", inputs["sev12"]), ("b", inputs["sev34"])):
        late = int((100 - D(share)) * 10)
        rows += [
            ticket(f"{class_}{n}", f"2026-11-{n % 20 + 2:02} {n % 24:02}:00", 60 if n < late else -60, class_)
            for n in range(1000)
        ]
    return tickets(*rows)


def test_hours_are_read_as_they_are_printed():
    assert [float(hours_of(text)) for text in ("3h30m", "12h", "30m", "4.5")] == [3.5, 12, 0.5, 4.5]
