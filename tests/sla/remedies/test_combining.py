"""What the client chose, and breaches that have one cause."""

from dataclasses import replace
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st
from remedies_world import APRIL, CRITICAL, MARCH, PREMIUM, REPLY, UP, H, at, late, pay, per_unit

from gwarant.sla.contract.model.money import Cap, Combine, OwnCap, RemedyOf, RemedyRules
from gwarant.sla.contract.values import Seconds
from gwarant.sla.remedies import Breach
from gwarant.sla.remedies.codes import BOTH_PAID, CHOSEN, SAME_CAUSE

ELECTS = RemedyRules(combine=Combine(same_incident="client_elects"))
ONCE = RemedyRules(combine=Combine(once_per_cause=Seconds(24 * H)))


def critical(hours: int, incident: str = "T-1", start: str = "2026-03-10 10:00", service: str = "shop"):
    return replace(
        late(hours * H, clock="obejscie", class_="krytyczny", incident=incident, start=start), service=service
    )


def reply(incident: str = "T-1"):
    return late(H, clock="reakcja", class_="krytyczny", incident=incident)


def test_the_dearest_stands_until_the_client_has_chosen():
    breaches = [critical(3), reply()]
    assert pay(PREMIUM, breaches, ELECTS).total == 270
    settled = pay(PREMIUM, breaches, ELECTS, elected={"T-1": "r-reak"})
    assert settled.total == 200
    assert [line.reason for line in settled.lines if not line.kept] == [CHOSEN(remedy="r-reak", incident="T-1")]


def test_a_choice_of_what_is_not_offered_changes_nothing():
    assert pay(PREMIUM, [critical(3), reply()], ELECTS, elected={"T-1": "r-up", "T-9": "r-reak"}).total == 270


def test_a_choice_binds_only_where_the_contract_gives_it():
    assert pay(PREMIUM, [critical(3), reply()], RemedyRules(), elected={"T-1": "r-reak"}).total == 270


def test_breaches_of_one_service_soon_after_another_pay_once():
    rows = [critical(1), critical(3, "T-2", "2026-03-11 10:00"), critical(1, "T-3", "2026-03-11 10:01")]
    settled = pay(PREMIUM, rows, ONCE)
    assert settled.total == 270 + 90
    assert [line.kept for line in settled.lines] == [False, True, True]
    assert settled.lines[0].reason == SAME_CAUSE(incident="T-2")


def test_another_service_or_none_has_a_cause_of_its_own():
    rows = [
        critical(1),
        critical(1, "T-2", service="api"),
        critical(1, "T-3", service=""),
        critical(1, "T-4", service=""),
    ]
    assert pay(PREMIUM, rows, ONCE).total == 4 * 90


FIGURE = "shop-up 2026-03-31"


def month_of_shop(*days: int, service: str = "shop") -> Breach:
    """The month's figure, of which three hours from nine on these days are lost: 10 % of 9000."""
    lost = tuple((at(f"2026-03-{day:02} 09:00"), at(f"2026-03-{day:02} 12:00")) for day in days)
    told = {"value": D("99.2"), "elapsed": lost, "overrun": lost}
    return Breach(incident=FIGURE, at=MARCH.end - 1, promise="shop-up", service=service, **told)


def paid(*breaches: Breach, rules: RemedyRules = ONCE) -> dict[str, D]:
    lines = pay(PREMIUM, breaches, rules).lines
    return {line.incident: line.amount for line in lines if line.kept}


def test_a_months_figure_and_what_its_downtime_caused_are_paid_once_by_what_is_more():
    assert paid(month_of_shop(10), critical(3)) == {FIGURE: 900}
    assert paid(month_of_shop(10), critical(12)) == {"T-1": 1080}
    both = critical(6, "T-1"), critical(6, "T-2", "2026-03-20 13:00")
    assert paid(month_of_shop(10, 20), *both) == {"T-1": 540, "T-2": 540}
    assert paid(month_of_shop(10), *both) == {FIGURE: 900, "T-2": 540}  # the second has another cause
    (gone,) = [line for line in pay(PREMIUM, [month_of_shop(10), critical(3)], ONCE).lines if not line.kept]
    assert gone.reason == SAME_CAUSE(incident=FIGURE)


def test_what_fell_long_after_or_at_another_system_is_paid_beside_it():
    for other in (critical(3, start="2026-03-11 12:01"), critical(3, service="api"), critical(3, service="")):
        assert paid(month_of_shop(10), other) == {FIGURE: 900, "T-1": 270}
    assert paid(month_of_shop(10), critical(3, start="2026-03-11 12:00")) == {FIGURE: 900}
    assert paid(month_of_shop(31), critical(3, start="2026-03-31 08:00")) == {FIGURE: 900, "T-1": 270}


def test_where_the_contract_does_not_say_once_both_are_paid_and_named_together():
    settled = pay(PREMIUM, [month_of_shop(10), critical(3)], RemedyRules())
    assert settled.total == 1170
    assert BOTH_PAID(incident=FIGURE, others=("T-1",)) in settled.notes
    assert pay(PREMIUM, [month_of_shop(20), critical(3)], RemedyRules()).notes == ()
    dearest = RemedyRules(combine=Combine(across="highest"))
    assert pay(PREMIUM, [month_of_shop(10), critical(3)], dearest).notes == ()


def test_an_outage_by_itself_and_its_ticket_have_one_cause():
    lost = ((at("2026-03-10 09:00"), at("2026-03-13 09:00")),)
    own = replace(per_unit(H, amount=D(10)), id="r-out", of=RemedyOf(outage="shop-up"))
    told = {"incident": "shop-up outage 1", "at": lost[0][0], "outage": "shop-up", "service": "shop"}
    outage = Breach(**told, elapsed=lost, overrun=lost)
    ticket = critical(3, start="2026-03-12 10:00")  # more than a day after the beginning, and while it lasts
    kept = [line.incident for line in pay((*PREMIUM, own), [outage, ticket], ONCE).lines if line.kept]
    assert kept == ["shop-up outage 1"]


def test_a_cause_that_began_in_the_month_before_still_holds():
    rows = [
        critical(1, "T-1", "2026-03-31 20:00"),
        critical(1, "T-2", "2026-04-01 10:00"),
        critical(1, "T-3", "2026-04-01 19:00"),
        critical(1, "T-4", "2026-04-01 21:00"),
    ]
    settled = pay(PREMIUM, rows, ONCE, month=APRIL)
    assert [(line.incident, line.kept) for line in settled.lines] == [("T-2", True), ("T-3", False), ("T-4", True)]


WORDS = st.sampled_from(["highest", "sum", "client_elects"])
RULES = st.builds(
    RemedyRules,
    combine=st.builds(
        Combine,
        same_incident=WORDS,
        across=st.sampled_from(["highest", "sum"]),
        once_per_cause=st.none() | st.builds(Seconds, st.integers(1, 72 * H)),
    ),
    caps=st.lists(
        st.builds(
            Cap,
            per=st.sampled_from(["month", "contract_year", "total"]),
            pct=st.none(),
            amount=st.decimals(0, 3000, places=2),
        ),
        max_size=3,
    ).map(tuple),
)
INCIDENTS = st.sampled_from(["T-1", "T-2", "T-3"])
BREACHES = st.lists(
    st.builds(
        critical,
        st.integers(1, 30),
        INCIDENTS,
        st.integers(1, 28).map(lambda day: f"2026-03-{day:02} 10:00"),
        st.sampled_from(["shop", "api", ""]),
    )
    | st.builds(reply, INCIDENTS)
    | st.integers(1, 28).map(month_of_shop),
    max_size=6,
)
REMEDIES = (UP, replace(CRITICAL, cap=OwnCap(units=20)), REPLY, per_unit(H, amount=D(1)))


def test_two_breaches_that_differ_in_their_service_alone_have_an_order():
    shop, api = (critical(1, "T-2", "2026-03-01 10:00", service) for service in ("shop", "api"))
    assert pay(REMEDIES, [shop, api]) == pay(REMEDIES, [api, shop])


@given(
    BREACHES,
    RULES,
    st.dictionaries(INCIDENTS, st.sampled_from(["r-kryt", "r-reak"])),
    st.randoms(use_true_random=False),
)
def test_the_listing_of_breaches_does_not_matter(breaches, rules, elected, random):
    mixed = list(breaches)
    random.shuffle(mixed)
    assert pay(REMEDIES, mixed, rules, elected=elected) == pay(REMEDIES, breaches, rules, elected=elected)


@given(BREACHES, RULES, st.decimals(0, 3000, places=2), st.decimals(0, 3000, places=2))
def test_no_cap_is_ever_passed(breaches, rules, year, more):
    settled = pay(REMEDIES, breaches, rules, year_to_date=year, so_far=year + more)
    assert 0 <= settled.total <= settled.uncapped
    assert all(settled.total <= cap.room <= cap.limit for cap in settled.caps)
    assert sum(line.count for line in settled.lines if line.remedy == "r-kryt") <= 20


@given(BREACHES, RULES)
def test_one_incident_of_a_cause_counts(breaches, rules):
    settled = pay(REMEDIES, breaches, rules)
    kept = {line.incident for line in settled.lines if line.kept}
    assert bool(kept) is bool(settled.lines)
    assert not (rules.combine.across == "highest" and len(kept) > 1)
