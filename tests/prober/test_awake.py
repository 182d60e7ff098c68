"""A process that stood still has not waited."""

from gwarant.prober.awake import Awake


class Watch:
    now = 5_000

    def __call__(self) -> int:
        return self.now


def test_what_was_meant_to_be_waited_is_no_standing_still() -> None:
    watch = Watch()
    awake = Awake(watch)
    awake.rests(1_000)
    watch.now += 1_050
    assert awake.stood() == 0
    assert awake.has_looked(0, timeout=100)


def test_what_goes_beyond_it_is_and_adds_up_once() -> None:
    watch = Watch()
    awake = Awake(watch)
    for beyond in (400, 0, 200):
        awake.rests(1_000)
        watch.now += 1_000 + beyond
        awake.stood()
    assert awake.stood() == 600


def test_a_look_that_lacked_more_than_a_quarter_of_its_time_has_not_looked() -> None:
    watch = Watch()
    awake = Awake(watch)
    before = awake.stood()
    awake.rests(0)
    watch.now += 500
    assert awake.has_looked(before, timeout=2_000)
    assert not awake.has_looked(before, timeout=1_999)
    assert awake.has_looked(awake.stood(), timeout=100)  # one that begins now
