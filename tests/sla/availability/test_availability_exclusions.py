from dataclasses import replace

import pytest
from availability_world import DAY, HOUR, S, exclusion, figure, looks, promise, state, works

from gwarant.pictures.facts import tell
from gwarant.sla.contract.model.promises import Beyond, ExclusionRule, Maintenance, MaintenanceCap

DOWN_AN_HOUR = [state("u", 0, HOUR), state("d", HOUR, 2 * HOUR), state("u", 2 * HOUR, 10 * HOUR)]


def day(agreed=None, **rows):
    return figure(agreed or promise(), 10 * HOUR, states=DOWN_AN_HOUR, **rows)


def why(found):
    return [tell(one.why, "en") for one in found.refused]


def test_an_exclusion_leaves_numerator_and_denominator():
    found = day(exclusions=[exclusion(HOUR, 2 * HOUR)])
    assert found.point == 100
    assert found.downtime.of == 9 * HOUR * S
    assert found.time.excluded == {"ddos": HOUR * S}
    assert (found.outages[0].counted_ms, found.outages[0].excluded_ms) == (0, HOUR * S)


def test_excluding_time_that_was_up_makes_the_figure_worse():
    assert day().point == 90
    assert day(exclusions=[exclusion(5 * HOUR, 10 * HOUR)]).point == 80


def test_an_exclusion_that_was_taken_back_leaves_nothing_out_and_is_no_correction():
    first = exclusion(HOUR, 2 * HOUR, id="x", decided=3 * HOUR, approved_by="ewa")
    back = exclusion(HOUR, 2 * HOUR, id="y", of="x", reason="taken_back", decided=4 * HOUR)
    found = day(exclusions=[back, first])
    assert (found.point, found.corrections, found.refused) == (90, (), ())
    assert day(exclusions=[replace(back, of="z"), first]).point == 100


def test_an_exclusion_for_a_reason_beside_the_list_is_refused():
    found = day(exclusions=[exclusion(HOUR, 2 * HOUR, reason="bad_luck")])
    assert found.point == 90
    assert why(found) == ["bad_luck is not among the contract's reasons (ddos, client_action)"]


def test_an_exclusion_without_evidence_is_refused_where_the_contract_asks_for_it():
    rows = [exclusion(HOUR, 2 * HOUR, ref="")]
    assert why(day(exclusions=rows)) == ["the contract asks for evidence and none is named"]
    assert day(promise(decided=ExclusionRule(evidence="")), exclusions=rows).point == 100


def test_a_late_exclusion_shows_the_figure_before_and_after():
    rows = [
        exclusion(HOUR, HOUR + 1800, decided=3 * HOUR, id="first", approved_by="ewa"),
        exclusion(HOUR + 1800, 2 * HOUR, decided=4 * HOUR, id="second", approved_by="ewa"),
    ]
    first, second = day(exclusions=rows[::-1]).corrections
    assert (first.id, second.id) == ("first", "second")
    assert first.before.point == 90
    assert first.after == second.before
    assert second.after.point == 100


@pytest.mark.parametrize(
    ("approved_by", "reason"),
    [
        ("", "it was decided after the fact and nobody approved it"),
        ("anna", "it was decided after the fact and approved by its own author"),
    ],
)
def test_a_late_exclusion_needs_a_second_person(approved_by, reason):
    found = day(exclusions=[exclusion(HOUR, 2 * HOUR, decided=3 * HOUR, approved_by=approved_by)])
    assert (found.point, found.corrections, why(found)) == (90, (), [reason])


def test_a_late_exclusion_is_refused_where_the_contract_allows_none():
    agreed = promise(decided=ExclusionRule(retroactive=False))
    found = day(agreed, exclusions=[exclusion(HOUR, 2 * HOUR, decided=3 * HOUR, approved_by="ewa")])
    assert why(found) == ["it was decided after the fact, which the contract does not allow"]


@pytest.mark.parametrize("reason", ["maintenance", "measured_wrongly"])
def test_what_no_contract_has_to_list_needs_a_second_person_and_the_clients_consent(reason):
    late = exclusion(HOUR, 2 * HOUR, decided=3 * HOUR, reason=reason, approved_by="ewa")
    found = day(exclusions=[late])
    assert (found.point, why(found)) == (90, ["the client decides about it, and has not agreed"])
    found = day(exclusions=[replace(late, consent="cora")])
    assert (found.point, found.time.excluded) == (100, {reason: HOUR * S})
    assert [(one.before.point, one.after.point) for one in found.corrections] == [(90, 100)]
    alone = replace(late, consent="cora", approved_by="")
    assert why(day(exclusions=[alone])) == ["it was decided after the fact and nobody approved it"]


def test_what_the_contract_lets_the_client_decide_needs_their_consent():
    agreed = promise(decided=ExclusionRule(by="client"))
    row = exclusion(HOUR, 2 * HOUR)
    assert why(day(agreed, exclusions=[row])) == ["the client decides about it, and has not agreed"]
    assert day(agreed, exclusions=[replace(row, consent="cora")]).point == 100


def test_maintenance_that_was_told_late_spends_the_cap_in_the_order_of_time():
    agreed = promise(maintenance=Maintenance(cap=MaintenanceCap(minutes=40)))
    late = exclusion(HOUR + 1800, 2 * HOUR, decided=9 * HOUR, reason="maintenance", approved_by="ewa", consent="cora")
    found = day(agreed, maintenance=[works(HOUR, HOUR + 1800)], exclusions=[late])
    assert found.downtime.point == 1200 * S  # an hour was down, 40 minutes leave the count
    assert [one.after.point - one.before.point > 0 for one in found.corrections] == [True]


def test_a_window_is_shortened_or_taken_back_by_a_row_that_names_it():
    whole = works(HOUR, 2 * HOUR, id="w")
    shorter = works(0, HOUR + 1200, id="w:1", of="w", announced=HOUR + 1200)
    assert day(maintenance=[whole, shorter]).time.excluded == {"maintenance": 1200 * S}
    gone = works(HOUR, HOUR, id="w:2", of="w", announced=HOUR + 1300)
    assert day(maintenance=[gone, shorter, whole]).time.excluded == {}
    longer = works(0, 9 * HOUR, id="w:1", of="w", announced=HOUR + 1200)
    assert day(maintenance=[whole, longer]).time.excluded == {"maintenance": HOUR * S}
    assert day(maintenance=[replace(shorter, of="v")]).time.excluded == {}


def test_maintenance_announced_with_notice_is_excluded():
    found = day(maintenance=[works(HOUR, 3 * HOUR)], latest_announcement=lambda start: start)
    assert found.point == 100
    assert found.time.excluded == {"maintenance": 2 * HOUR * S}


def test_maintenance_announced_too_late_is_downtime_unless_the_contract_forgives():
    rows = {"maintenance": [works(HOUR, 2 * HOUR)], "latest_announcement": lambda start: start - 1}
    assert day(**rows).point == 90
    assert why(day(**rows)) == ["it was announced too late, and unannounced maintenance is downtime by the contract"]
    assert day(promise(maintenance=Maintenance(emergency=Beyond.EXCLUDED)), **rows).point == 100


def test_emergency_maintenance_is_downtime_by_default():
    found = day(maintenance=[works(HOUR, 2 * HOUR, emergency=True)])
    assert (found.point, why(found)) == (90, ["emergency maintenance is downtime by the contract"])


def test_maintenance_counts_only_within_its_window():
    half = ((HOUR + 1800) * S, 9 * HOUR * S)
    found = day(maintenance=[works(HOUR, 2 * HOUR)], allowed_window=lambda start, end: ((max(start, half[0]), end),))
    assert found.time.excluded == {"maintenance": 1800 * S}
    assert [(one.start, one.end) for one in found.refused] == [(HOUR * S, half[0])]


def test_there_is_no_maintenance_in_a_freeze():
    found = day(maintenance=[works(HOUR, 2 * HOUR)], frozen=((0, DAY * S),))
    assert (found.point, why(found)) == (90, ["there is no maintenance in a freeze"])


def test_a_contract_without_maintenance_excludes_none():
    found = day(promise(maintenance=None), maintenance=[works(HOUR, 2 * HOUR)])
    assert why(found) == ["the contract excludes no maintenance"]


def test_the_cap_is_spent_by_the_down_time_in_the_order_of_time():
    agreed = promise(maintenance=Maintenance(cap=MaintenanceCap(minutes=40)))
    found = day(agreed, maintenance=[works(1800, 2 * HOUR)])
    assert found.time.excluded == {"maintenance": (1800 + 2400) * S}
    assert found.downtime.point == 1200 * S
    forgiving = replace(agreed, maintenance=replace(agreed.maintenance, above_cap=Beyond.EXCLUDED))
    assert day(forgiving, maintenance=[works(1800, 2 * HOUR)]).downtime.point == 0


def test_maintenance_without_down_time_spends_nothing_of_the_cap():
    agreed = promise(maintenance=Maintenance(cap=MaintenanceCap(minutes=60)))
    found = day(agreed, maintenance=[works(3 * HOUR, 9 * HOUR), works(HOUR, 2 * HOUR)])
    assert found.time.excluded == {"maintenance": 7 * HOUR * S}


def test_the_cap_of_a_year_remembers_what_was_spent_before_the_period():
    agreed = promise(maintenance=Maintenance(cap=MaintenanceCap(minutes=60, per="year")))
    rows = [*DOWN_AN_HOUR, state("d", 10 * HOUR, 11 * HOUR), state("u", 11 * HOUR, 20 * HOUR)]
    found = figure(
        agreed,
        20 * HOUR,
        start=10 * HOUR,
        states=rows,
        maintenance=[works(HOUR, 2 * HOUR), works(10 * HOUR, 11 * HOUR)],
        cap_periods=[(0, 20 * HOUR * S)],
    )
    assert found.point == 90


def test_time_outside_the_calendar_is_neither_up_nor_down():
    found = day(open_spans=lambda start, end: ((90 * 60 * S, 2 * HOUR * S),))
    assert (found.point, found.time.out_of_hours) == (0, 9 * HOUR * S + 1800 * S)


def test_a_period_that_is_wholly_excluded_has_no_point():
    found = figure(promise(target="0"), 600, checks=looks("u" * 10), exclusions=[exclusion(0, 600)])
    assert (found.lower, found.point, found.upper, found.verdict) == (0, None, 100, "not_judged")


def test_an_exclusion_decided_while_it_lasts_is_late():
    found = day(exclusions=[exclusion(HOUR, 2 * HOUR, decided=HOUR + 60)])
    assert why(found) == ["it was decided after the fact and nobody approved it"]


def test_maintenance_announced_after_its_start_was_never_announced():
    rows = [works(HOUR, 2 * HOUR, announced=HOUR + 60)]
    assert day(maintenance=rows, latest_announcement=lambda start: start + HOUR * S).point == 90


def test_down_time_that_is_excluded_anyway_spends_nothing_of_the_cap():
    agreed = promise(maintenance=Maintenance(cap=MaintenanceCap(minutes=30)))
    rows = {"maintenance": [works(HOUR, 2 * HOUR)], "exclusions": [exclusion(HOUR, HOUR + 1800)]}
    found = day(agreed, **rows)
    assert found.time.excluded == {"ddos": 1800 * S, "maintenance": 1800 * S}
