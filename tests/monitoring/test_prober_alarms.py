"""A prober that is silent, or fails all it looks at, is told once, and that it is over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils.translation import override

from gwarant.demo.cast import World
from gwarant.engine import probers
from gwarant.engine.probers import Listening
from gwarant.engine.status import figures, probers_state
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.alarms import run_once, silent
from gwarant.monitoring.beats.listening import listen
from gwarant.monitoring.enrolling import enrol, invite, open_place, retire
from gwarant.monitoring.giving import give
from gwarant.monitoring.letters import ProberSilent
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.places import close_place, reopen_place
from gwarant.notify.models import Notice
from gwarant.prober.protocol import Wanted

START = datetime(2026, 11, 30, 12, tzinfo=UTC)
NOW = milliseconds_of(START)
LATER = START + silent() * 2
LEADERS = 2


def told() -> list[str]:
    return list(Notice.objects.filter(kind="prober").order_by("pk").values_list("code", flat=True))


def test_a_silent_prober_is_told_once_and_that_it_is_back(prober_at: Callable[[], Prober], monitor: Monitor) -> None:
    prober = prober_at()
    assert run_once(START + timedelta(seconds=30)) == 0
    assert [run_once(LATER), run_once(LATER + timedelta(hours=1))] == [1, 0]
    assert told() == ["prober_silent"] * LEADERS
    assert (probers_state(START), probers_state(LATER)) == ("ok", f"waw {prober.pk}: silent")
    give(prober, Wanted(), milliseconds_of(LATER) + 1)
    assert [run_once(LATER + timedelta(seconds=1)), run_once(LATER + timedelta(seconds=2))] == [1, 0]
    assert told()[LEADERS:] == ["prober_back"] * LEADERS


def test_looks_that_a_prober_could_not_keep_are_told_for_a_day(prober_at: Callable[[], Prober]) -> None:
    prober = prober_at()
    give(prober, Wanted(begun=1, lost=7), NOW)
    assert probers_state(START + timedelta(hours=23)) == f"waw {prober.pk}: lost 7 looks, the last 2026-11-30T12:00:00Z"
    assert probers_state(START + timedelta(hours=25)) == "ok"
    lost = [one.value for one in figures(START) if one.name == "gwarant_prober_lost_looks_total"]
    assert lost == [7]


def test_only_what_no_other_place_sees_is_called_unknown(
    world: World, place: Place, prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober_at()
    other = open_place("krk", "Kraków", now=START)
    known = enrol(invite(other, by=None, now=START), bytes(range(32)), "1", now=START)
    facts = Facts(name="Both", kind="http", settings={"url": "https://shop.example/"}, places=(place, other))
    add_monitor(world.services["SHOP", "shop"], facts, by=None, now=START)
    Prober.objects.filter(pk=known.pk).update(seen_at=LATER)
    assert run_once(LATER) == 1
    notice = Notice.objects.filter(code="prober_silent").first()
    assert notice is not None
    assert (notice.facts["monitors"], notice.facts["elsewhere"]) == (2, 1)
    with override("pl"):
        _heard, unseen, elsewhere, _back = ProberSilent.read(notice.facts).letter("pl").lines
    assert unseen == "1 monitora nie widzi żadne inne miejsce: jego stan jest nieznany, a nie „działa”."
    assert elsewhere == "1 monitor widzi nadal inne miejsce."


def test_probers_that_are_all_silent_at_once_are_one_alarm_and_one_end(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    first, second, third = (prober_at() for _ in range(3))
    Prober.objects.filter(pk=third.pk).update(seen_at=START + timedelta(seconds=10))
    missed = START + silent() + timedelta(seconds=1)
    assert [run_once(missed), run_once(missed + timedelta(seconds=30))] == [3, 0]
    assert told() == ["prober_silent"] * LEADERS
    assert [one.facts["together"] for one in Notice.objects.filter(code="prober_silent")] == [3] * LEADERS
    back = missed + timedelta(minutes=2)
    give(second, Wanted(), milliseconds_of(back))
    assert run_once(back + timedelta(seconds=1)) == 1
    give(first, Wanted(), milliseconds_of(back) + 5_000)
    assert run_once(back + timedelta(seconds=6)) == 0
    assert told()[LEADERS:] == ["prober_back"] * LEADERS
    later = back + silent() + timedelta(seconds=10)
    for one in (first, second):
        give(one, Wanted(), milliseconds_of(later))
    assert run_once(later) == 1  # the third never came back
    assert told()[2 * LEADERS :] == ["prober_silent"] * LEADERS


def test_the_alarm_about_all_names_the_one_that_is_silent_longest(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    later, longest = prober_at(), prober_at()
    give(later, Wanted(), NOW + 40_000)
    assert run_once(START + silent() + timedelta(seconds=1)) == 2
    facts = [(one.facts["prober"], one.facts["minutes"]) for one in Notice.objects.filter(code="prober_silent")]
    assert facts == [(longest.pk, 1)] * LEADERS


def test_two_that_fell_silent_beside_others_are_back_each_by_itself(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    first, second, well = (prober_at() for _ in range(3))
    at = START + silent() + timedelta(seconds=1)
    give(well, Wanted(), milliseconds_of(at))
    assert run_once(at) == 2
    for minutes in range(1, 6):
        later = at + timedelta(minutes=minutes)
        for one in (first, well):
            give(one, Wanted(), milliseconds_of(later))
        assert run_once(later + timedelta(seconds=1)) == (minutes == 1)  # the second one stays silent, and is told once
    codes = [one.code for one in Notice.objects.filter(kind="prober", facts__prober=second.pk)]
    assert codes == ["prober_silent"] * LEADERS


def test_an_engine_that_stood_still_listens_anew_before_it_calls_anybody_silent() -> None:
    listening, step = Listening(), timedelta(seconds=10)
    heard = [listening.for_(START + at * step) for at in range(12)]
    assert heard == [at * step for at in range(12)]
    woken = START + 12 * step + timedelta(minutes=10)
    assert [listening.for_(woken), listening.for_(woken + step)] == [timedelta(0), step]


def heard_by_the_web(minutes: float, row: int | None = None, *, begun: float = 0) -> int:
    """A web process says every few seconds that it listens; the row in which it does."""
    for seconds in range(int(begun * 60), int(minutes * 60) + 1, 2):
        row = listen(row, START + timedelta(seconds=seconds))
    assert row is not None
    return row


def new_engine(minutes: float) -> int:
    """What an engine that has only just begun tells then."""
    return probers.run_once(START + timedelta(minutes=minutes), Listening())


def test_a_silence_is_told_also_where_no_engine_lives_as_long_as_a_prober_may_be_silent(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    first, second = prober_at(), prober_at()
    row, told_at = None, []
    for half_minutes in range(1, 10):  # each engine is killed half a minute after it began
        at = half_minutes / 2
        row = heard_by_the_web(at, row, begun=at - 0.5)
        give(second, Wanted(), NOW + half_minutes * 30_000)
        told_at += [at] * new_engine(at)
    assert told_at == [2]
    assert {one.facts["prober"] for one in Notice.objects.filter(code="prober_silent")} == {first.pk}


def test_a_house_that_was_away_listens_anew_before_it_calls_anybody_silent_also_with_a_new_engine(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober_at()
    heard_by_the_web(1)
    heard_by_the_web(3, begun=1.5)  # another web process, half a minute after the first one was last there
    assert [new_engine(2), new_engine(3), told()] == [0, 0, []]
    heard_by_the_web(3.1, begun=1.5)
    assert [new_engine(3.1), told()] == [1, ["prober_silent"] * LEADERS]


def test_a_web_server_that_is_not_there_is_noticed_by_an_engine_that_lives_long_enough(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober_at(), prober_at()
    heard_by_the_web(0.2)
    engine, seconds = Listening(), range(0, 121, 10)
    told_of = [probers.run_once(START + timedelta(seconds=one), engine) for one in seconds]
    assert [(one, count) for one, count in zip(seconds, told_of, strict=True) if count] == [(100, 2)]
    assert told() == ["prober_silent"] * LEADERS


def test_nobody_is_told_of_a_prober_that_has_nothing_to_look_at_is_retired_or_stands_at_a_closed_place(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober = prober_at()
    Monitor.objects.filter(pk=monitor.pk).update(is_active=False)
    assert run_once(LATER) == 0
    Monitor.objects.filter(pk=monitor.pk).update(is_active=True)
    close_place(prober.place)
    assert run_once(LATER) == 0
    reopen_place(prober.place, now=LATER)
    assert run_once(LATER + timedelta(seconds=1)) == 0
    retire(prober, now=LATER)
    assert run_once(LATER + silent() * 2) == 0
    assert told() == []


def test_a_prober_that_fails_everything_is_told_once_and_that_it_sees_again(
    prober_at: Callable[[], Prober], monitor: Monitor
) -> None:
    prober = prober_at()
    give(prober, Wanted(begun=5, fails_since=NOW), NOW + 40_000)
    now = START + timedelta(seconds=40)
    assert [run_once(now), run_once(now)] == [1, 0]
    give(prober, Wanted(begun=5), NOW + 50_000)
    assert [run_once(now), run_once(now)] == [1, 0]
    assert told() == ["prober_fails"] * LEADERS + ["prober_sees"] * LEADERS


def test_lost_looks_are_counted_once_over_all_runs_of_a_prober(prober_at: Callable[[], Prober]) -> None:
    prober = prober_at()
    for begun, lost in ((5, 0), (5, 30), (5, 30), (5, 45), (9, 2), (9, 2)):
        give(Prober.objects.select_related("place").get(pk=prober.pk), Wanted(begun=begun, lost=lost, off=-70), NOW)
    prober.refresh_from_db()
    assert (prober.lost, prober.clock_off) == (47, -70)
    assert prober.lost_at is not None
