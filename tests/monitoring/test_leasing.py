"""Which prober looks at what: no share with two of them, none with nobody, and the token tells a former holder."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.monitoring.enrolling import retire
from gwarant.monitoring.giving import give
from gwarant.monitoring.leasing import held, lease
from gwarant.monitoring.models import Monitor, Prober, Share
from gwarant.monitoring.moments import moment_of
from gwarant.prober.protocol import SHARES, Lease, Wanted

NOW = 1_796_040_000_000
ASKED = 10_000


def shares(prober: Prober, alive: int, now: int) -> set[int]:
    return {one.share for one in lease(prober, alive, now)}


def owed(leases: tuple[Lease, ...]) -> set[int]:
    """From when on they are to be told of."""
    return {one.owed for one in leases}


def test_a_lone_prober_has_all_shares(prober_at: Callable[[], Prober]) -> None:
    assert shares(prober_at(), 1, NOW) == set(range(SHARES))


def test_a_second_prober_gets_its_half_when_the_first_has_let_it_go(prober_at: Callable[[], Prober]) -> None:
    first, second = prober_at(), prober_at()
    assert len(shares(first, 1, NOW)) == SHARES
    assert shares(second, 2, NOW + 1) == set()
    kept = shares(first, 2, NOW + ASKED)
    taken = shares(second, 2, NOW + ASKED + 1)
    assert len(kept) == len(taken) == SHARES // 2
    assert kept | taken == set(range(SHARES))


def test_the_shares_of_a_prober_that_is_silent_go_to_the_others_under_new_tokens(
    prober_at: Callable[[], Prober],
) -> None:
    first, second = prober_at(), prober_at()
    before = {one.share: one.token for one in lease(first, 1, NOW)}
    after = {one.share: one.token for one in lease(second, 1, NOW + held() + 1)}
    assert after == {share: token + 1 for share, token in before.items()}


def test_who_comes_back_before_anybody_took_its_place_goes_on_under_its_token(prober_at: Callable[[], Prober]) -> None:
    first = prober_at()
    before = {one.share: one.token for one in lease(first, 1, NOW)}
    assert {one.share: one.token for one in lease(first, 1, NOW + 10 * held())} == before


def test_whoever_gets_a_share_that_was_let_go_is_told_since_when(prober_at: Callable[[], Prober]) -> None:
    first, second, third = prober_at(), prober_at(), prober_at()
    assert owed(lease(first, 1, NOW, 0)) == {NOW}
    lease(first, 2, NOW + ASKED, NOW)
    assert owed(lease(second, 2, NOW + 2 * ASKED, 0)) == {NOW + ASKED}
    assert owed(lease(second, 2, NOW + 3 * ASKED, 0)) == {NOW + ASKED}  # the answer was lost
    assert owed(lease(third, 1, NOW + 4 * ASKED + held(), 0)) == {NOW + ASKED, NOW + 4 * ASKED + held()}  # for good
    assert {one.free for one in lease(third, 1, NOW + 5 * ASKED + held(), NOW + 4 * ASKED + held())} == {0}
    retire(third, now=moment_of(NOW + 6 * ASKED + held()))
    assert owed(lease(second, 1, NOW + 7 * ASKED + held(), 0)) == {NOW + 6 * ASKED + held()}


def test_who_does_not_say_what_it_heard_has_heard_it_when_it_has_asked_for_long(
    prober_at: Callable[[], Prober],
) -> None:
    prober = prober_at()
    free = [{one.free for one in lease(prober, 1, NOW + later)} for later in (0, held(), held() + 1)]
    assert free == [{NOW}, {NOW}, {0}]


def test_nobody_speaks_for_a_prober_that_may_still_look(prober_at: Callable[[], Prober]) -> None:
    """One that is silent may be cut off: what it sees meanwhile it tells later."""
    first, second = prober_at(), prober_at()
    lease(first, 1, NOW)
    lease(first, 1, NOW + ASKED, NOW)
    taken = lease(second, 1, NOW + 3 * held())
    again = lease(second, 1, NOW + 3 * held() + ASKED)  # the first answer may have been lost
    assert owed(taken) == owed(again) == {NOW + 3 * held()}  # from then on it speaks


@pytest.mark.usefixtures("place")
@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 90_000)), max_size=25))
def test_no_share_is_ever_with_two_and_none_is_forgotten(
    prober_at: Callable[[], Prober], turns: list[tuple[int, int]]
) -> None:
    """Whoever asks when: what two hold at one time are different shares, and who asks alone for long has all."""
    Share.objects.update(prober=None, until=0)
    probers, now = [prober_at() for _ in range(3)], NOW
    holding: dict[int, dict[int, int]] = {}
    for who, later in turns:
        now += later
        given_now = lease(probers[who], 3, now)
        holding[who] = {one.share: one.until for one in given_now}
        for other, theirs in holding.items():
            if other != who:
                assert not {one.share for one in given_now} & {share for share, until in theirs.items() if until > now}
    now += held() + 1
    assert shares(probers[0], 1, now) == set(range(SHARES))


def test_the_list_is_sent_once_and_again_when_something_changed(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober = prober_at()
    first = give(prober, Wanted(), NOW)
    assert [one.id for one in first.targets or ()] == [monitor.pk]
    assert give(prober, Wanted(mark=first.mark), NOW + ASKED).targets is None
    Monitor.objects.filter(pk=monitor.pk).update(changed_at=moment_of(NOW + 1), every=30_000)
    assert [one.every for one in give(prober, Wanted(mark=first.mark), NOW + ASKED).targets or ()] == [30_000]
    Monitor.objects.filter(pk=monitor.pk).update(is_active=False)
    assert give(prober, Wanted(mark=first.mark), NOW + ASKED).targets == ()
