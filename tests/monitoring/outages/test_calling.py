"""A storm: the first of it call at once, the others together, each person once; and each has its ticket."""

from outages_in import MINUTE, Watched

from gwarant.engine import outages
from gwarant.monitoring.models import Outage
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket


def test_in_a_storm_the_first_call_at_once_and_the_rest_together(unpromised: Watched) -> None:
    keys = ["SHOP shop", "SHOP erp", "CLINIC booking", "CLINIC records", "PLANT mes", "UNI enrol", "UNI exams"]
    for key in keys:
        unpromised.look_at(key)
    for letter in "ud":
        for key in keys:
            now = unpromised.sees(key, letter, wakes=False)
    unpromised.engine(now)
    alice = Notice.objects.filter(user__email="alice@house.example", kind="outage").order_by("pk")
    assert Ticket.objects.count() == len(keys)
    assert [one.code for one in alice] == ["outage_calls"] * 3
    unpromised.engine(now + MINUTE)
    assert [one.code for one in alice.all()] == ["outage_calls"] * 3 + ["outages_call"]
    assert alice.last().facts["count"] == 4  # type: ignore[union-attr]
    actions.acknowledge(Outage.objects.get(service__key="mes").ticket, by=unpromised.house.ben, now=now + MINUTE)
    outages.call_once(now + 17 * MINUTE)
    marek = Notice.objects.filter(user__email="marek@house.example", kind="outage")
    assert [one.facts["count"] for one in marek] == [6]
    assert not Outage.objects.filter(paged_at=None).exists()
    assert outages.call_once(now + 17 * MINUTE) == 0


def test_what_was_called_while_the_clock_was_ahead_goes_on_by_the_clock_that_is_right(unpromised: Watched) -> None:
    unpromised.look_at("SHOP shop")
    unpromised.sees("SHOP shop", "u")
    now = unpromised.sees("SHOP shop", "d", wakes=False)
    outages.run_once(now)
    ahead = 4 * MINUTE
    Outage.objects.update(paged_at=now + ahead, wakes_at=now + ahead + 15 * MINUTE, steps=1)
    outages.call_once(now)
    own = Outage.objects.get()
    assert (own.paged_at, own.wakes_at) == (now, now + 15 * MINUTE)
    outages.call_once(now + 15 * MINUTE)
    Outage.objects.update(steps=3, wakes_at=now + ahead + 45 * MINUTE)
    outages.call_once(now + 15 * MINUTE)
    assert Outage.objects.get().wakes_at == now + 45 * MINUTE
    Outage.objects.update(steps=0, paged_at=None, wakes_at=now + ahead)
    assert outages.call_once(now + MINUTE) == 0
    outages.call_once(now + 1.5 * MINUTE)
    assert Outage.objects.get().steps == 1
