"""A service that is down by quorum opens one ticket, whose clock runs from the detection, and its recovery is told."""

from collections.abc import Callable

from outages_in import MINUTE, NOON, Watched

from gwarant.monitoring.actions import pause_monitor
from gwarant.monitoring.models import Outage, Watch
from gwarant.notify.models import Notice
from gwarant.tickets.models import Ticket


def kinds(ticket: Ticket) -> list[tuple[str, str]]:
    return list(ticket.events.order_by("number").values_list("kind", "reason"))


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("user__email", flat=True))


def test_an_outage_opens_one_ticket_from_its_detection_and_its_end_is_told_in_it(watched: Watched) -> None:
    shop = watched.look_at("SHOP shop")
    watched.sees("SHOP shop", "uuu", "uuu", "uuu")
    watched.sees("SHOP shop", "d", "u", "u")
    assert not Ticket.objects.exists()  # one place alone is no outage
    watched.sees("SHOP shop", "ddd", "ddd", "uuu")
    ticket, outage = Ticket.objects.get(), Outage.objects.get()
    detected = NOON + 4 * MINUTE
    assert (ticket.reported_at, ticket.channel, ticket.service, ticket.class_id) == (
        detected,
        "monitoring",
        shop,
        "critical",
    )
    assert (outage.detected_at, outage.confirmed_at, outage.paged_at) == (detected, detected, detected)
    assert ticket.clocks.get(clock="response", cycle=1).started_at == detected
    assert told("outage_calls") == {"alice@house.example", "ben@house.example"}
    assert told("outage_seen") == {"cora@shop.example"}
    watched.sees("SHOP shop", "uuuu", "uuuu", "uuuu")
    outage.refresh_from_db()
    assert (outage.restored_at, outage.ended_at) == (NOON + 7 * MINUTE, NOON + 8 * MINUTE)
    assert kinds(ticket) == [("reported", ""), ("noted", "up_for_now"), ("restored", "")]
    assert ticket.events.get(kind="restored").at == outage.restored_at
    assert told("outage_over") == {"alice@house.example", "ben@house.example", "cora@shop.example"}
    assert Watch.objects.get(service=shop).due_at is None
    assert ticket.clocks.filter(clock="workaround", stopped_at=outage.restored_at).exists()
    assert not ticket.clocks.filter(clock="response", stopped_at__isnull=False).exists()  # nobody has answered


def test_a_flap_within_the_merge_gap_goes_on_in_the_same_ticket_and_calls_nobody_again(watched: Watched) -> None:
    watched.look_at("SHOP shop")
    watched.sees("SHOP shop", *["uduud"] * 3)  # the contract's gap is a minute
    assert (Ticket.objects.count(), Outage.objects.count()) == (2, 2)
    watched.sees("SHOP shop", *["udddd"] * 3)
    assert Ticket.objects.count() == 2
    outage = Outage.objects.open().get()
    assert outage.returns == 1
    assert outage.restored_at is None
    assert [reason for _, reason in kinds(outage.ticket)] == ["", "up_for_now", "down_again"]
    assert Notice.objects.filter(code="outage_calls", ref=outage.ticket.key).count() == 2


def test_late_looks_open_nothing_for_the_past_and_a_present_outage_even_if_learnt_late(watched: Watched) -> None:
    watched.look_at("SHOP shop")
    watched.sees("SHOP shop", *["uu"] * 3)
    spooled = [watched.look("SHOP shop", letter, NOON + minute * MINUTE) for minute, letter in enumerate("ddddduu", 2)]
    now = NOON + 8 * MINUTE
    for prober in watched.probers:
        watched.hands_over(prober, spooled, now)
    assert watched.engine(now) == 0
    assert not Ticket.objects.exists()
    spooled = [watched.look("SHOP shop", "d", NOON + minute * MINUTE) for minute in range(10, 21)]
    now = NOON + 20 * MINUTE
    for prober in watched.probers:
        watched.hands_over(prober, spooled, now)
        watched.engine(now)
    assert Ticket.objects.get().reported_at == NOON + 10 * MINUTE


def test_without_a_promise_more_than_half_of_the_places_decide_and_five_minutes_are_one_outage(
    watched_in: Callable[[int], Watched],
) -> None:
    watched = watched_in(2)
    watched.look_at("SHOP erp")
    watched.sees("SHOP erp", "ud", "uu")
    assert not Outage.objects.exists()
    watched.sees("SHOP erp", "duuuuud", "duuuuud")
    assert Outage.objects.get().returns == 1


def test_an_outage_that_nobody_looks_at_any_more_is_given_to_people(watched: Watched) -> None:
    watched.look_at("SHOP shop")
    now = watched.sees("SHOP shop", *["ud"] * 3)
    pause_monitor(watched.monitors["SHOP shop"], False, by=None, now=now)
    watched.engine(now + MINUTE)
    outage = Outage.objects.get()
    assert outage.ended_at == now + MINUTE
    assert outage.restored_at is None
    assert kinds(outage.ticket)[-1] == ("noted", "not_watched")


def test_what_is_still_down_when_it_is_looked_at_again_is_an_outage_again(watched: Watched) -> None:
    watched.look_at("SHOP shop")
    now = watched.sees("SHOP shop", *["ud"] * 3)
    pause_monitor(watched.monitors["SHOP shop"], False, by=None, now=now)
    watched.engine(now)
    pause_monitor(watched.monitors["SHOP shop"], True, by=None, now=now)
    again = watched.sees("SHOP shop", *["dd"] * 3)
    assert Outage.objects.count() == 2
    assert Outage.objects.open().get().ticket.reported_at == again - MINUTE  # when it was seen down again, not before
