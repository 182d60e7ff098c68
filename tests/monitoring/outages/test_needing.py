"""What a service needs is down: one page, and the others hang on it until it is up and they still are not."""

import pytest
from outages_in import MINUTE, NOON, Watched

from gwarant.monitoring.models import Monitor, Outage, Standing
from gwarant.monitoring.outages.needing import NeedsItself, name_needs, needs_of
from gwarant.notify.models import Notice
from gwarant.tickets.models import Ticket


def called() -> int:
    return Notice.objects.filter(code="outage_calls", user__email="alice@house.example").count()


def down(watched: Watched, seen: dict[str, str]) -> None:
    """Each minute the services in this order, then the engine."""
    for minute in range(len(next(iter(seen.values())))):
        for key, letters in seen.items():
            watched.sees(key, letters[minute], wakes=False)
        watched.engine(NOON + (watched.minute[key] - 1) * MINUTE)


def test_while_what_it_needs_is_down_a_service_calls_nobody_and_hangs_on_the_cause(unpromised: Watched) -> None:
    shop, erp = unpromised.look_at("SHOP shop"), unpromised.look_at("SHOP erp")
    name_needs(shop, [erp])
    down(unpromised, {"SHOP shop": "udd", "SHOP erp": "u-d"})  # the shop is seen first, and waits for its cause
    cause, effect = Outage.objects.get(service=erp), Outage.objects.get(service=shop)
    assert (effect.cause, effect.ticket, effect.paged_at, effect.detected_at) == (
        cause,
        cause.ticket,
        None,
        NOON + MINUTE,
    )
    assert (Ticket.objects.count(), called()) == (1, 1)
    down(unpromised, {"SHOP shop": "d" * 7, "SHOP erp": "u" * 7})  # the usual gap is five minutes
    cause.refresh_from_db()
    assert cause.ended_at is not None
    down(unpromised, {"SHOP shop": "dd", "SHOP erp": "uu"})
    effect.refresh_from_db()
    assert (effect.cause, effect.ticket.service, effect.ticket.reported_at) == (None, shop, cause.restored_at)
    assert called() == 2
    seen = list(cause.ticket.events.order_by("number").values_list("reason", "ref"))
    assert seen == [("", ""), ("also_down", "shop"), ("up_for_now", ""), ("", "")]


def test_an_effect_that_comes_up_with_its_cause_is_noted_and_told_to_nobody(unpromised: Watched) -> None:
    shop, erp = unpromised.look_at("SHOP shop"), unpromised.look_at("SHOP erp")
    name_needs(shop, [erp])
    down(unpromised, {"SHOP erp": "ud" + "u" * 8, "SHOP shop": "ud" + "u" * 8})
    assert set(Outage.objects.values_list("ended_at", flat=True)) != {None}
    assert (Ticket.objects.count(), called()) == (1, 1)
    assert Notice.objects.filter(code="outage_over", user__email="cora@shop.example").count() == 1


def test_a_cause_that_is_found_late_ends_the_calls_about_its_effects(unpromised: Watched) -> None:
    shop, erp = unpromised.look_at("SHOP shop"), unpromised.look_at("SHOP erp")
    name_needs(shop, [erp])
    down(unpromised, {"SHOP shop": "ud", "SHOP erp": "uu"})
    assert (Ticket.objects.count(), called()) == (1, 1)
    down(unpromised, {"SHOP shop": "d", "SHOP erp": "d"})
    effect = Outage.objects.get(service=shop)
    assert effect.cause == Outage.objects.get(service=erp)
    assert effect.wakes_at is None
    assert effect.ticket.service == shop


def test_nothing_needs_itself(unpromised: Watched) -> None:
    services = unpromised.house.services
    shop, erp = services["SHOP", "shop"], services["SHOP", "erp"]
    name_needs(shop, [erp])
    with pytest.raises(NeedsItself):
        name_needs(erp, [shop])
    assert needs_of(shop) == {erp.pk}
    name_needs(shop, [])
    name_needs(erp, [shop])
    assert needs_of(erp) == {shop.pk}


def test_nothing_waits_for_what_tells_of_itself(unpromised: Watched) -> None:
    shop, erp = unpromised.look_at("SHOP shop"), unpromised.look_at("SHOP erp")
    name_needs(shop, [erp])
    Monitor.objects.filter(service=erp).update(kind="heartbeat")
    Standing.objects.filter(monitor__service=erp).delete()
    unpromised.sees("SHOP erp", "u", wakes=False)
    unpromised.sees("SHOP shop", "ud")
    assert Outage.objects.get().service == shop
