"""What jobs say is stored, answered, and turned into how they stand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from letters_out import mails

from gwarant.cli.monitoring import ping_key
from gwarant.demo.cast import World
from gwarant.monitoring.actions import (
    Facts,
    MonitorRefused,
    change_monitor,
    pause_monitor,
    retire_monitor,
)
from gwarant.monitoring.beats import creating, forgetting, troubles, waiting
from gwarant.monitoring.beats.asked import Answer, Asked, asked_by
from gwarant.monitoring.beats.expecting import new_key, open_key
from gwarant.monitoring.beats.keeping import BODIES, addresses_of
from gwarant.monitoring.beats.listening import could_not_hear, could_not_hear_of
from gwarant.monitoring.beats.models import Listening, Ping, PingAddress, Told
from gwarant.monitoring.beats.queue import NOTED, NOTED_OF_PLACE, Intake
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.models import Monitor, Standing
from gwarant.tickets.models import Ticket

START = datetime(2026, 11, 30, 12, tzinfo=UTC)
Say = Callable[..., Answer]
Job = Callable[..., PingAddress]
Listened = Callable[..., None]


def stands(address: PingAddress) -> tuple[str, str]:
    address.refresh_from_db()
    return address.state, address.reason


def pass_time(minutes: float) -> int:
    return waiting.run_once(START + timedelta(minutes=minutes))


def test_a_job_that_does_not_tell_again_is_late_then_down_until_it_does(job: Job, say: Say, listened: Listened) -> None:
    address = job()
    listened(until=30)
    assert stands(address) == ("unknown", "new")
    assert say(str(address.code)) == Answer(200, "OK")
    ping = Ping.objects.get()
    told = (ping.address, ping.customer, ping.at, ping.said, ping.sender, ping.agent)
    assert told == (address, address.customer, START, "success", "192.0.2.7", "curl/8")
    assert stands(address) == ("up", "")
    assert pass_time(9) == 0
    assert pass_time(10.2) == 1
    assert stands(address) == ("late", "late")
    assert Standing.objects.get().state == "up"
    assert pass_time(11.2) == 1
    assert stands(address) == ("down", "missed")
    standing = Standing.objects.get()
    assert (standing.state, standing.code, standing.place.key) == ("down", "missed", "home")
    say(str(address.code), after=12)
    assert stands(address) == ("up", "")
    moments = [(one.state, (one.since - START).seconds / 60) for one in Told.objects.order_by("pk")]
    assert moments == [("up", 0), ("late", 10), ("down", 11), ("up", 12)]


def test_a_job_that_tells_often_moves_its_moment_only_when_that_has_come(
    job: Job, say: Say, listened: Listened
) -> None:
    address = job()
    listened()
    say(str(address.code))
    address.refresh_from_db()
    first = address.due_at
    say(str(address.code), after=4)
    address.refresh_from_db()
    assert address.due_at == first == START + timedelta(minutes=10)
    assert pass_time(10.2) == 1  # looked at too early, and once
    assert (stands(address), address.due_at) == (("up", ""), START + timedelta(minutes=14))
    assert pass_time(13.9) == 0
    assert pass_time(14.2) == 1
    assert stands(address) == ("late", "late")
    say(f"{address.code}/fail", after=14.3)
    address.refresh_from_db()
    assert address.due_at == START + timedelta(minutes=15)  # sooner than what a job that fails is asked next


def test_what_is_not_known_yet_turns_nothing(job: Job, say: Say, listened: Listened) -> None:
    """The ear said a moment ago that it listens; what was said since may wait to be stored."""
    address = job()
    listened(until=9.99)
    say(str(address.code))
    assert pass_time(10.01) == 0
    Listening.objects.update(until=START + timedelta(minutes=10.06))
    assert pass_time(10.07) == 1


@pytest.mark.parametrize(("ended", "back"), [(10.5, 30), (9.5, 10.8), (10.5, 10.8)])
def test_a_time_in_which_we_could_not_hear_is_unknown_and_never_down(
    job: Job, say: Say, listened: Listened, ended: float, back: float
) -> None:
    address = job()
    listened(until=ended)
    say(str(address.code))
    listened(back, 600)
    pass_time(back + 0.5)
    assert stands(address) == ("unknown", "away")
    pass_time(back + 20)
    assert stands(address) == ("down", "missed")  # it had a whole turn since


def test_what_was_lost_while_we_listened_is_unknown_and_what_was_said_without_a_wait_is_kept(
    job: Job, say: Say, listened: Listened
) -> None:
    address = job()
    listened()
    say(str(address.code))
    asked = asked_by(str(address.code), "", "192.0.2.7", "curl/8", b"")
    assert isinstance(asked, Asked)
    intake = Intake(lambda: START + timedelta(minutes=10.5))
    for n in range(NOTED // NOTED_OF_PLACE):
        for _ in range(NOTED_OF_PLACE + 1):
            intake.note(asked, f"place {n}")
    assert (intake.waiting.qsize(), intake.lost_since) == (NOTED, None), "one place alone takes nothing from others"
    assert list(intake.lost_apart) == [(address.code, "", "")]
    intake.note(asked, "another place")
    assert intake.lost_since == START + timedelta(minutes=10.5)
    could_not_hear(intake.lost_since, START + timedelta(minutes=10.52))
    could_not_hear(START + timedelta(minutes=10.55), START + timedelta(minutes=10.6))
    assert Listening.objects.filter(is_deaf=True).count() == 1
    pass_time(11.2)
    assert stands(address) == ("unknown", "away")
    pass_time(31)
    assert stands(address) == ("down", "missed")  # it had a whole turn since


def test_what_one_place_lost_by_its_own_flood_is_unknown_for_its_job_alone(
    job: Job, say: Say, listened: Listened
) -> None:
    own, by_key, other = job(), job("Second"), job("Third")
    listened()
    for one in (own, by_key, other):
        say(str(one.code))
    key = open_key(own.customer).key
    stands_lost = {(own.code, "", ""): 10.5, (None, key, by_key.slug): 10.4, (None, key, "none"): 10.4}
    lost = addresses_of({name: START + timedelta(minutes=at) for name, at in stands_lost.items()})
    assert set(lost) == {own.pk, by_key.pk}
    for minutes in (10.52, 10.6):
        could_not_hear_of(lost, START + timedelta(minutes=minutes))
    assert Listening.objects.filter(is_deaf=True).count() == 2
    pass_time(11.2)
    assert [stands(one) for one in (own, by_key, other)] == [("unknown", "away")] * 2 + [("down", "missed")]


def test_a_moment_of_silence_of_ours_is_no_excuse_and_one_at_another_time_neither(
    job: Job, say: Say, listened: Listened
) -> None:
    address = job()
    listened(until=4)
    listened(6, 10.3)
    listened(10.5, 60)
    say(str(address.code))
    pass_time(11.2)
    assert stands(address) == ("down", "missed")


def test_what_was_down_while_nobody_could_hear_is_unknown(job: Job, say: Say, listened: Listened) -> None:
    address = job()
    listened(until=1)
    say(f"{address.code}/fail")
    assert stands(address) == ("down", "failed")
    pass_time(100)
    assert stands(address) == ("unknown", "away")


def test_while_nobody_hears_anything_what_is_due_is_unknown(job: Job, say: Say, listened: Listened) -> None:
    address = job()
    listened(until=1)
    say(str(address.code))
    pass_time(12)
    assert stands(address) == ("unknown", "away")


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("fail", ("down", "failed")),
        ("1", ("down", "exit 1")),
        ("255", ("down", "exit 255")),
        ("0", ("up", "")),
        ("log", ("unknown", "new")),
        ("start", ("unknown", "new")),
    ],
)
def test_a_job_says_how_it_went(job: Job, say: Say, said: str, state: tuple[str, str]) -> None:
    address = job()
    assert say(f"{address.code}/{said}").status == 200
    assert stands(address) == state


def test_a_run_that_takes_too_long_is_down_and_a_ping_of_another_run_does_not_end_it(
    job: Job, say: Say, listened: Listened
) -> None:
    address = job(every="1d", grace="1h", longest="30m")
    listened()
    first, second = f"rid={uuid4()}", f"rid={uuid4()}"
    say(f"{address.code}/start", first)
    say(str(address.code), first, after=20)
    assert stands(address) == ("up", "")
    assert address.took == 20 * 60_000
    say(f"{address.code}/start", first, after=60)
    say(str(address.code), second, after=70)
    pass_time(91)
    assert stands(address) == ("down", "overrun")


def test_a_run_that_began_in_time_may_take_as_long_as_it_may(job: Job, say: Say, listened: Listened) -> None:
    address = job(every="1h", grace="5m", longest="50m")
    listened()
    say(str(address.code))
    say(f"{address.code}/start", after=62)
    pass_time(100)
    assert stands(address) == ("late", "late")
    say(f"{address.code}/start", after=105)  # it begins again and again, and never ends
    pass_time(111)
    assert stands(address) == ("down", "missed")


def test_cron_expects_the_same_moment_whenever_the_job_came(job: Job, say: Say, listened: Listened) -> None:
    address = job(cron="30 13 * * *", zone="Europe/Warsaw", grace="10m")
    listened()
    say(str(address.code))
    address.refresh_from_db()
    assert address.expected_at == START + timedelta(minutes=30)
    say(str(address.code), after=45)
    address.refresh_from_db()
    assert address.expected_at == START + timedelta(days=1, minutes=30)


def test_a_customer_addresses_its_jobs_by_key_and_slug(world: World, job: Job, say: Say) -> None:
    address = job("Nocna kopia")
    theirs, ours = (open_key(world.customers[one]).key for one in ("CLINIC", "SHOP"))
    assert say(f"{ours}/nocna-kopia") == Answer(200, "OK")
    assert say(f"{ours}/nocna-kopia/7") == Answer(200, "OK")
    assert stands(address) == ("down", "exit 7")
    assert say(f"{theirs}/nocna-kopia") == Answer(404, "not found")
    assert say(f"{ours}/other") == Answer(404, "not found")
    job("Nocna kopia 2", every="1h", slug="nocna-kopia")
    assert say(f"{ours}/nocna-kopia") == Answer(409, "ambiguous slug")
    assert Ping.objects.count() == 2
    fresh = new_key(world.customers["SHOP"]).key
    assert say(f"{ours}/nocna-kopia") == Answer(404, "not found")
    assert say(f"{fresh}/nocna-kopia") == Answer(409, "ambiguous slug")


def test_a_job_makes_itself_known_where_the_customer_lets_it(
    world: World, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = open_key(world.customers["SHOP"]).key
    assert say(f"{key}/srv01", "create=1") == Answer(404, "not found")
    open_key(world.customers["SHOP"], service=world.services["SHOP", "shop"], settings={"every": "1h", "grace": "5m"})
    assert say(f"{key}/srv01") == Answer(404, "not found")
    assert say(f"{key}/srv01", "create=1") == Answer(201, "Created")
    assert say(f"{key}/srv01/fail", "create=1") == Answer(200, "OK")
    found = Monitor.objects.get()
    assert (found.name, found.service.key, found.settings["every"]) == ("srv01", "shop", "1h")
    assert stands(found.ping_address) == ("down", "failed")
    retire_monitor(found, by=None, now=START)
    assert say(f"{key}/srv01", "create=1") == Answer(201, "Created")
    monkeypatch.setattr(creating, "MOST", 2)
    assert say(f"{key}/srv02", "create=1") == Answer(403, "too many monitors")


def test_a_paused_job_is_heard_and_expected_again_when_it_goes_on(job: Job, say: Say, listened: Listened) -> None:
    address = job()
    listened()
    say(str(address.code))
    pause_monitor(address.monitor, False, by=None, now=START)
    say(str(address.code), after=5)
    pass_time(30)
    assert stands(address) == ("unknown", "paused")
    assert Ping.objects.count() == 2
    pause_monitor(address.monitor, True, by=None, now=START + timedelta(minutes=60))
    assert stands(address) == ("unknown", "resumed")
    pass_time(72)
    assert stands(address) == ("down", "missed")


def test_another_schedule_counts_from_when_it_was_made(job: Job, say: Say, listened: Listened) -> None:
    address = job()
    say(str(address.code))
    facts = Facts(name="Nightly", kind="heartbeat", settings={"every": "2h"}, places=())
    change_monitor(address.monitor, facts, by=None, now=START + timedelta(minutes=5))
    address.refresh_from_db()
    assert address.due_at == START + timedelta(minutes=125)
    retire_monitor(address.monitor, by=None, now=START + timedelta(minutes=6))
    assert say(str(address.code)).status == 404


def test_of_the_bodies_the_last_few_are_kept_and_the_hash_of_each(job: Job, say: Say) -> None:
    address = job()
    for number in range(BODIES + 2):
        say(str(address.code), body=b"%d" % number, after=number)
    assert [bytes(one.body) for one in address.bodies.order_by("at")] == [b"%d" % one for one in range(2, BODIES + 2)]
    first = Ping.objects.order_by("at")[0]
    assert (first.size, first.sha256) == (1, sha256(b"0").hexdigest())


def test_what_was_told_longer_ago_than_it_is_kept_is_removed_with_its_words(
    job: Job, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, day = job(), 24 * 60
    for days in (-120, -110, -100.5, -99.5, 0):
        say(str(address.code), body=b"words", after=days * day)
    monkeypatch.setattr(forgetting, "BATCH", 2)
    assert forgetting.forget(100, START) == 3
    assert [one.at for one in Ping.objects.order_by("at")] == [START - timedelta(days=99.5), START]
    assert address.bodies.count() == 2
    assert forgetting.forget(100, START) == 0
    with pytest.raises(DatabaseError, match="last month"), transaction.atomic():
        forgetting.forget(1, START)


@pytest.mark.parametrize("wrong", ["places", "counts", "kind"])
def test_a_job_is_not_looked_at_and_does_not_come_to_be(job: Job, wrong: str) -> None:
    address = job()
    assert not address.monitor.counts
    place = open_place("waw", "Warszawa", now=START)
    told = {"name": "Nightly", "kind": "heartbeat", "settings": {"every": "10m"}, "places": ()}
    other = {"places": {"places": (place,)}, "counts": {"counts": True}, "kind": {"kind": "tcp", "places": (place,)}}
    with pytest.raises(MonitorRefused, match=wrong):
        change_monitor(address.monitor, Facts(**{**told, **other[wrong]}), by=None, now=START)  # type: ignore[arg-type]


def test_a_ping_key_is_given_out_and_stays_until_another_is_wanted(world: World, say: Say) -> None:
    key = ping_key("SHOP", "", "1d", "1h", is_new=False)
    assert ping_key("SHOP", "shop", "1h", "5m", is_new=False) == key
    assert say(f"{key}/srv01", "create=1").status == 201
    fresh = ping_key("SHOP", "", "1d", "1h", is_new=True)
    assert (say(f"{key}/srv01").status, say(f"{fresh}/srv01").status) == (404, 200)
    for wrong in (("SHOPS", "", "1d"), ("SHOP", "sop", "1d"), ("SHOP", "shop", "soon")):
        with pytest.raises(ValueError, match=r"customer|system|every"):
            ping_key(*wrong, "1h", is_new=False)


def test_a_job_that_is_down_has_one_ticket_and_says_there_that_it_is_over(
    world: World, job: Job, say: Say, listened: Listened
) -> None:
    address = job()
    listened()
    say(str(address.code))
    pass_time(12)
    at = START + timedelta(minutes=12)
    assert [troubles.run_once(at), troubles.run_once(at)] == [1, 0]
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.reported_at) == ("Nightly: zadanie się nie powiodło", START + timedelta(minutes=11))
    assert mails().filter(notice__user=world.people["alice"]).exists()
    listened(7000, 8000)
    pass_time(6500)  # nobody could hear: what is not known ends nothing
    assert stands(address) == ("unknown", "away")
    assert troubles.run_once(START + timedelta(minutes=6500)) == 0
    say(str(address.code), after=7100)
    assert troubles.run_once(START + timedelta(minutes=7100)) == 1
    assert ticket.events.count() == 2
