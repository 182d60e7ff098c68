"""Looks that are handed over: each stored once, whatever comes twice, late, or from a former holder."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.giving import give
from gwarant.monitoring.leasing import held, lease, share_of
from gwarant.monitoring.models import Monitor, Prober, SeenLook, Share, Shown, Standing
from gwarant.monitoring.taking import MomentDoubted, take
from gwarant.prober.identity import public_half
from gwarant.prober.model import Answer, Certificate, Look, Phases
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.evidence.model import State

NOW = 1_796_040_000_000
MINUTE = 60_000
UP = Answer(State.UP, "200", Phases(1, 2, 3, 4, 5), "192.0.2.1")
DOWN = Answer(State.DOWN, "502", Phases(first=7), "192.0.2.1", said="Bad Gateway")


def looks(monitor: Monitor, *answers: Answer, start: int = NOW) -> list[Look]:
    """One a minute, begun three milliseconds late."""
    return [Look(monitor.pk, start + at * MINUTE, start + at * MINUTE + 3, one) for at, one in enumerate(answers)]


def batch(prober: Prober, found: list[Look], now: int = NOW, sent: int = 0) -> bytes:
    tokens = {one.share: one.token for one in give(prober, Wanted(), now).leases}
    return packed(found, 1, sent or max(now, *(look.at for look in found)), tokens)


def test_a_look_is_stored_as_it_was_seen(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober = prober_at()
    taken = take(prober, batch(prober, looks(monitor, UP)), NOW + 500)
    assert (taken.stored, taken.refused) == (1, 0)
    (row,) = SeenLook.objects.all()
    assert (row.monitor, row.place, row.customer, row.slot, row.late) == (
        monitor,
        prober.place,
        monitor.customer,
        NOW,
        3,
    )
    assert (row.state, row.code, row.phases, row.address) == ("up", "200", [1, 2, 3, 4, 5], "192.0.2.1")
    assert (row.received, row.is_extra) == (NOW + 500, False)


def test_a_batch_that_comes_again_changes_nothing(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober = prober_at()
    data = batch(prober, looks(monitor, UP, DOWN, start=NOW - MINUTE))
    assert take(prober, data, NOW).stored == 2
    standing = Standing.objects.values().get()
    assert take(prober, data, NOW + MINUTE).stored == 0
    assert SeenLook.objects.count() == 2
    assert Standing.objects.values().get() == standing


def test_what_was_seen_takes_the_place_of_what_was_told_as_unknown_as_long_as_either_is_in_time(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober, unseen = prober_at(), Answer(State.UNKNOWN, "late")
    take(prober, batch(prober, looks(monitor, unseen, unseen)), NOW + MINUTE)
    assert take(prober, batch(prober, looks(monitor, UP, unseen)), NOW + 10 * MINUTE - 1).stored == 1
    assert take(prober, batch(prober, looks(monitor, unseen, UP)), NOW + 11 * MINUTE).stored == 0
    both = looks(monitor, unseen, start=NOW + 2 * MINUTE) + looks(monitor, DOWN, start=NOW + 2 * MINUTE)
    assert take(prober, batch(prober, both), NOW + 11 * MINUTE).stored == 1
    assert list(SeenLook.objects.order_by("slot").values_list("state", flat=True)) == ["up", "unknown", "down"]


def test_how_it_stands_is_the_last_look_whatever_comes_late(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober, now = prober_at(), NOW + 10 * MINUTE
    take(prober, batch(prober, looks(monitor, DOWN, start=NOW + 9 * MINUTE)), now)
    take(prober, batch(prober, looks(monitor, UP, UP, UP)), now)
    standing = Standing.objects.get()
    assert (standing.state, standing.code, standing.said) == ("down", "502", "Bad Gateway")
    assert standing.since == NOW + 9 * MINUTE
    assert SeenLook.objects.count() == 4


def test_a_state_that_goes_on_keeps_its_beginning(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober, now = prober_at(), NOW + 10 * MINUTE
    for at, answer in enumerate([UP, DOWN, DOWN, DOWN]):
        take(prober, batch(prober, looks(monitor, answer, start=NOW + at * MINUTE)), now)
    assert Standing.objects.get().since == NOW + MINUTE


def test_a_prober_that_slept_beyond_its_lease_is_refused_for_what_the_next_one_looked_at(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    first, second = prober_at(), prober_at()
    tokens = {one.share: one.token for one in lease(first, 1, NOW)}
    woken = NOW + 5 * held()
    lease(second, 1, NOW + 2 * held())
    before = looks(monitor, UP, start=NOW + held())
    after = looks(monitor, DOWN, start=NOW + 4 * held())
    taken = take(first, packed([*before, *after], 1, woken, tokens), woken)
    assert (taken.stored, taken.refused) == (1, 1)  # what it saw before it was replaced counts
    assert SeenLook.objects.get().state == "up"


def test_what_was_seen_before_the_share_was_given_away_counts_whoever_had_it_since(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    first, second = prober_at(), prober_at()
    tokens = {one.share: one.token for one in lease(first, 1, NOW)}
    for hands, holder in enumerate((second, first, second), 1):
        lease(holder, 1, NOW + 2 * hands * held())
    woken = NOW + 7 * held()
    before = looks(monitor, UP, start=NOW + held())
    after = looks(monitor, DOWN, DOWN, start=NOW + 3 * held())  # while the second had it, and when itself had it anew
    taken = take(first, packed([*before, *after], 1, woken, tokens), woken)
    assert (taken.stored, taken.refused) == (1, 2)
    assert SeenLook.objects.get().state == "up"


def test_a_token_is_worth_something_to_the_prober_alone_that_got_it(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    """Now, and once its share has gone to others and come back; tokens count from one and are soon guessed."""
    first, second, idle = prober_at(), prober_at(), prober_at()
    now = NOW
    for holder in (first, second, first):
        lease(holder, 1, now)
        now += 2 * held()

    def stored(prober: Prober, token: int) -> int:
        return take(prober, packed(data, 1, now, {share_of(monitor.pk): token}), now).stored

    data, now = looks(monitor, UP, start=NOW + 5_000), NOW + 5 * held()
    assert [stored(idle, token) for token in range(-1, 5)] == [0] * 6
    assert [stored(second, token) for token in (0, 1, 3, 4)] == [0] * 4
    assert stored(second, 2) == 1  # before it let the share go
    data = looks(monitor, UP, start=NOW + 5_001)
    assert [stored(first, token) for token in (2, 1, 3)] == [0, 1, 0]  # the last one is there already
    data = looks(monitor, UP, start=NOW + 5 * held() - 1)
    Share.objects.update(prober=None)  # it let go what it had
    assert [stored(idle, 3), stored(first, 3)] == [0, 1]
    Share.objects.update(holders=[])  # an earlier release did not keep whose they were
    data = looks(monitor, UP, start=NOW + 5_002)
    assert stored(second, 1) == 1


def test_looks_without_a_lease_or_of_impossible_moments_are_refused(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober = prober_at()
    assert take(prober, packed(looks(monitor, UP), 1, NOW, {}), NOW).refused == 1
    future, ancient = looks(monitor, UP, start=NOW + MINUTE), looks(monitor, UP, start=NOW - 40 * 24 * 60 * MINUTE)
    assert take(prober, batch(prober, future + ancient), NOW).refused == 2
    assert not SeenLook.objects.exists()


def test_a_message_of_another_moment_is_doubted_until_its_prober_has_compared_and_what_waited_before_counts(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober, then = prober_at(), NOW - 2 * MINUTE
    before = batch(prober, looks(monitor, DOWN, start=NOW - 10 * MINUTE), sent=NOW - 9 * MINUTE)
    fresh = batch(prober, looks(monitor, DOWN, start=then - 9), sent=then)
    for now in (NOW, NOW - 4 * MINUTE):
        with pytest.raises(MomentDoubted):
            take(prober, fresh, now, then)
    assert not SeenLook.objects.exists()
    assert take(prober, before, NOW, NOW - 3).stored == 1
    assert take(prober, fresh, NOW, None).stored == 1  # it was long on its way
    assert set(SeenLook.objects.values_list("state", flat=True)) == {"down"}


def test_a_look_is_of_no_later_moment_than_its_batch(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober = prober_at()
    assert take(prober, batch(prober, looks(monitor, UP), sent=NOW - MINUTE), NOW).refused == 1


def test_a_prober_in_a_customers_network_speaks_of_that_customer_alone(
    prober_at: Callable[[], Prober], monitor: Monitor, world: World
) -> None:
    prober = prober_at()
    prober.place.customer = world.customers["CLINIC"]
    prober.place.save()
    assert give(prober, Wanted(), NOW).targets == ()
    assert take(prober, batch(prober, looks(monitor, DOWN)), NOW).refused == 1


def test_a_monitor_that_is_not_there_is_refused_and_the_others_are_taken(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober, gone = prober_at(), Look(999_999, NOW, NOW, UP)
    taken = take(prober, batch(prober, [gone, *looks(monitor, UP)]), NOW)
    assert (taken.stored, taken.refused) == (1, 1)


def test_a_certificate_is_kept_once_and_each_look_names_it(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober = prober_at()
    shown = Certificate(1, 2, "ab" * 32, "CN=shop", "CN=authority")
    seen = [Answer(State.UP, "200", certificate=shown)] * 2
    take(prober, batch(prober, looks(monitor, *seen, start=NOW - MINUTE)), NOW)
    assert [one.subject for one in Shown.objects.all()] == ["CN=shop"]
    assert set(SeenLook.objects.values_list("certificate", flat=True)) == {"ab" * 32}
    assert Standing.objects.get().certificate == "ab" * 32


def test_what_is_said_of_a_certificate_is_believed_about_the_customers_whose_looks_are_taken(
    prober_at: Callable[[], Prober], monitor: Monitor, world: World
) -> None:
    """A prober in a customer's network says nothing of what another customer's systems show."""
    true, shop = prober_at(), monitor.customer
    within = open_place("clinic", "Clinic", customer=world.customers["CLINIC"], now=true.enrolled_at)
    code = invite(within, by=None, now=true.enrolled_at)
    clinic = enrol(code, public_half(Ed25519PrivateKey.generate()), "1", now=true.enrolled_at)
    facts = Facts(name="other", kind="tls", settings={"host": "a.example"}, places=(within,))
    other = add_monitor(world.services["CLINIC", "booking"], facts, by=None, now=true.enrolled_at)

    def shows(subject: str) -> Answer:
        return Answer(State.UP, "", certificate=Certificate(1, 2, "ab" * 32, subject, "CN=authority"))

    forged = looks(monitor, shows("CN=forged"))
    assert take(clinic, batch(clinic, forged), NOW).refused == 1
    assert not Shown.objects.exists()
    both = [*looks(monitor, shows("CN=forged")), *looks(other, shows("CN=forged"))]
    assert take(clinic, batch(clinic, both), NOW).stored == 1
    assert take(true, batch(true, looks(monitor, shows("CN=shop"))), NOW).stored == 1
    found = set(Shown.objects.values_list("customer", "subject"))
    assert found == {(shop.pk, "CN=shop"), (other.customer_id, "CN=forged")}


def test_many_monitors_cost_no_more_statements_than_one(
    prober_at: Callable[[], Prober], world: World, monitor: Monitor, django_assert_num_queries: Callable[[int], object]
) -> None:
    prober = prober_at()
    facts = [
        Facts(name=f"m{one}", kind="tcp", settings={"host": "a.example", "port": 1}, places=(prober.place,))
        for one in range(40)
    ]
    many = [add_monitor(world.services["SHOP", "shop"], one, by=None, now=prober.enrolled_at) for one in facts]
    data = batch(prober, [look for one in many for look in looks(one, UP)])
    with django_assert_num_queries(5):  # type: ignore[attr-defined]  # and three go past the framework
        assert take(prober, data, NOW).stored == 40
    assert len({share_of(one.pk) for one in many}) > 20


def test_whatever_a_target_says_the_others_looks_are_stored(
    prober_at: Callable[[], Prober], monitor: Monitor, world: World
) -> None:
    prober = prober_at()
    facts = Facts(name="other", kind="tcp", settings={"host": "a.example", "port": 1}, places=(prober.place,))
    other = add_monitor(world.services["CLINIC", "booking"], facts, by=None, now=prober.enrolled_at)
    shown = Certificate(1, 2, "cd" * 32, "CN=a\0b", "CN=\0")
    bad = Answer(State.DOWN, "x" * 90, Phases(2**32 - 1, 0, 0, 0, 2**32 - 1), "a" * 90, shown, "a\0b")
    late = Look(monitor.pk, NOW, NOW + 2**32 - 1, bad)
    assert take(prober, batch(prober, [late, *looks(other, UP)]), NOW).stored == 2
    assert Standing.objects.get(monitor=monitor).said == "a b"


def test_a_prober_speaks_only_of_what_is_looked_at_from_its_place_or_was(
    prober_at: Callable[[], Prober], monitor: Monitor, world: World
) -> None:
    first = prober_at()
    elsewhere = open_place("krk", "Kraków", now=first.enrolled_at)
    key = public_half(Ed25519PrivateKey.generate())
    second = enrol(invite(elsewhere, by=None, now=first.enrolled_at), key, "1", now=first.enrolled_at)
    assert take(second, batch(second, looks(monitor, DOWN)), NOW).refused == 1
    data = batch(first, looks(monitor, UP, start=NOW - MINUTE))
    take(first, batch(first, looks(monitor, UP, start=NOW - 2 * MINUTE)), NOW)
    monitor.places.set([elsewhere])
    assert take(first, data, NOW).stored == 1  # seen before it was taken away
