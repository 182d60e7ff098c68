"""Who is called about what tells of itself: as about a system, once for its cause, and not during maintenance."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from outages_in import MINUTE, NOON, Watched

from gwarant.customers.models import Service
from gwarant.database import rounds
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.beats import troubles
from gwarant.monitoring.beats.asked import Asked, asked_by
from gwarant.monitoring.beats.keeping import keep
from gwarant.monitoring.beats.models import Trouble
from gwarant.monitoring.maintenance.announcing import announce, planned
from gwarant.monitoring.models import Monitor, Outage
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.tickets.timeline import words_of

FIRST = ["alice", "ben"]
LONG_SINCE = NOON - timedelta(days=1)


def job(service: Service, name: str = "Backup", **settings: Any) -> Monitor:
    facts = Facts(name=name, kind="heartbeat", settings={"every": "1d", **settings}, places=())
    return add_monitor(service, facts, by=None, now=LONG_SINCE)


def says(monitor: Monitor, word: str, at: datetime) -> None:
    asked = asked_by(f"{monitor.ping_address.code}/{word}", "", "192.0.2.7", "curl", b"")
    assert isinstance(asked, Asked)
    keep([(asked, at)], at)


def goes_round(watched: Watched, *minutes: float) -> None:
    for one in minutes:
        troubles.run_once(NOON + one * MINUTE)
        watched.engine(NOON + one * MINUTE)


def called() -> list[str]:
    found = Notice.objects.filter(code__in=("outage_calls", "outages_call", "laddered")).order_by("pk")
    return [email.partition("@")[0] for email in found.values_list("user__email", flat=True)]


def test_a_round_ends_when_its_time_is_over_and_goes_on_in_the_next(
    unpromised: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROUND", -1.0)
    jobs = [job(unpromised.house.services["SHOP", "shop"], name) for name in ("Backup", "Export")]
    for one in jobs:
        says(one, "fail", NOON)
    assert [troubles.run_once(NOON) for _ in range(3)] == [1, 1, 0]
    assert Trouble.objects.count() == 2
    says(jobs[0], "", NOON + MINUTE)
    says(jobs[1], "", NOON + MINUTE)
    assert [troubles.run_once(NOON + MINUTE) for _ in range(3)] == [1, 1, 0]


def test_people_are_called_one_after_the_other_until_somebody_takes_it(unpromised: Watched) -> None:
    backup = job(unpromised.house.services["SHOP", "shop"])
    says(backup, "fail", NOON)
    goes_round(unpromised, 0, 14, 15, 30)
    assert called() == [*FIRST, "marek", "olga"]
    assert "Backup" in Notice.objects.filter(code="outage_calls")[0].facts["system"]
    actions.acknowledge(Ticket.objects.get(), by=unpromised.house.ben, now=NOON + 31 * MINUTE)
    goes_round(unpromised, 60, 120)
    assert called() == [*FIRST, "marek", "olga"]


def test_what_succeeds_again_calls_nobody_and_is_over_when_that_has_lasted(unpromised: Watched) -> None:
    backup = job(unpromised.house.services["SHOP", "shop"])
    says(backup, "fail", NOON)
    goes_round(unpromised, 0)
    says(backup, "", NOON + MINUTE)
    goes_round(unpromised, 1, 3)
    says(backup, "fail", NOON + 3 * MINUTE)
    goes_round(unpromised, 3)
    says(backup, "", NOON + 10 * MINUTE)
    goes_round(unpromised, 10, 14)
    assert not Notice.objects.filter(code="outage_over").exists()
    goes_round(unpromised, 15, 40)
    trouble = Trouble.objects.get()
    assert (trouble.restored_at, trouble.ended_at) == (NOON + 10 * MINUTE, NOON + 15 * MINUTE)
    reasons = list(trouble.ticket.events.order_by("number").values_list("kind", "reason"))
    assert [reason for kind, reason in reasons if kind == "noted"] == ["up_for_now", "down_again", "up_for_now"]
    assert reasons[-1][0] == "restored"
    told = " / ".join(words_of(trouble.ticket, one) for one in trouble.ticket.events.order_by("number"))
    assert "of no success in time" in told
    assert told.endswith("heard that the job Backup succeeded")
    assert "is down" not in told, "the system may work all the same"
    assert called() == FIRST
    assert set(Notice.objects.filter(code="outage_over").values_list("user__email", flat=True)) == {
        "alice@house.example",
        "ben@house.example",
    }


def test_a_job_that_fails_while_its_system_is_down_hangs_on_that_and_stands_alone_afterwards(
    unpromised: Watched,
) -> None:
    shop = unpromised.look_at("SHOP shop")
    backup, sync = job(shop), job(shop, "Sync")
    unpromised.sees("SHOP shop", "ud")
    says(backup, "fail", NOON + MINUTE)
    says(sync, "fail", NOON + MINUTE)
    goes_round(unpromised, 1.1)
    outage = Outage.objects.get()
    assert {(one.cause, one.ticket) for one in Trouble.objects.all()} == {(outage, outage.ticket)}
    assert called() == FIRST
    note = outage.ticket.events.filter(reason="also_fails").order_by("number").first()
    assert note is not None
    assert "Backup" in words_of(outage.ticket, note)
    says(sync, "", NOON + 2 * MINUTE)
    unpromised.sees("SHOP shop", "u" * 10)
    goes_round(unpromised, 12, 20)
    assert Trouble.objects.get(monitor=sync).ended_at is not None
    alone = Trouble.objects.get(monitor=backup)
    assert (alone.cause, alone.ticket.reported_at, alone.ended_at) == (None, NOON + 2 * MINUTE, None)
    assert Ticket.objects.count() == 2
    assert called() == [*FIRST, *FIRST]


def test_a_cause_that_is_found_later_ends_the_calls(unpromised: Watched) -> None:
    shop = unpromised.look_at("SHOP shop")
    unpromised.sees("SHOP shop", "u")
    says(job(shop), "fail", NOON)
    goes_round(unpromised, 0.5)
    unpromised.sees("SHOP shop", "d")
    goes_round(unpromised, 20)
    trouble = Trouble.objects.get()
    assert (trouble.cause, trouble.wakes_at, Ticket.objects.count()) == (Outage.objects.get(), None, 2)
    assert trouble.ticket.events.filter(reason="cause_found").count() == 1


def test_in_maintenance_nothing_begins_and_what_fails_still_afterwards_calls(unpromised: Watched) -> None:
    shop = unpromised.house.services["SHOP", "shop"]
    window = (NOON - MINUTE, NOON + 60 * MINUTE)
    announce(planned(shop, [window], by=unpromised.house.olga, now=NOON - MINUTE), now=NOON - MINUTE)
    says(job(shop), "fail", NOON)
    goes_round(unpromised, 0, 30)
    assert not Trouble.objects.exists()
    goes_round(unpromised, 61)
    assert Ticket.objects.get().reported_at == window[1]
    assert called() == FIRST


def test_the_contracts_ladder_is_called_where_the_job_says_so(watched: Watched) -> None:
    booking = watched.house.services["CLINIC", "booking"]  # its ladder: at once the duty phone, the lead, the director
    says(job(booking, "Ours"), "fail", NOON)
    goes_round(watched, *range(21))
    assert called() == [*FIRST, "marek"]
    says(job(booking, "Theirs", tells="contract"), "fail", NOON + 30 * MINUTE)
    goes_round(watched, *range(30, 36))
    assert "dorota" in called()
