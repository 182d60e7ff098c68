"""People are called one after the other until somebody takes the ticket, and never twice by two ladders."""

from outages_in import MINUTE, Watched

from gwarant.engine import clocks
from gwarant.monitoring.models import Outage
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

FIRST = ["alice", "ben"]


def called() -> list[str]:
    found = Notice.objects.filter(code__in=("outage_calls", "laddered")).order_by("pk")
    return [email.partition("@")[0] for email in found.values_list("user__email", flat=True)]


def test_without_a_contract_managers_then_owners_are_called_again_and_again_until_somebody_takes_it(
    unpromised: Watched,
) -> None:
    unpromised.look_at("SHOP shop")
    now = unpromised.sees("SHOP shop", "ud")
    assert called() == FIRST
    for minutes in (14, 15, 16, 30, 59, 60):
        unpromised.engine(now + minutes * MINUTE)
    assert called() == [*FIRST, "marek", "olga", "olga"]
    taken = now + 61 * MINUTE
    actions.acknowledge(Ticket.objects.get(), by=unpromised.house.ben, now=taken)
    unpromised.engine(now + 120 * MINUTE)
    assert called() == [*FIRST, "marek", "olga", "olga"]
    outage = Outage.objects.get()
    assert (outage.paged_at, outage.acknowledged_at, outage.wakes_at) == (now, taken, None)


def test_a_ladder_that_runs_beside_a_clock_calls_by_itself(watched: Watched) -> None:
    watched.look_at("CLINIC booking")  # its ladder: at once the duty phone, then the lead, then the director
    now = watched.sees("CLINIC booking", *["ud"] * 3)
    for minutes in (*range(20), 60, 90, 91):
        watched.engine(now + minutes * MINUTE)
        clocks.run_once(now + minutes * MINUTE)
    assert called() == [*FIRST, "dorota", "marek", "olga", "olga"]
    assert Notice.objects.filter(code="laddered").count() == 2


def test_what_is_up_again_calls_nobody_any_more(unpromised: Watched) -> None:
    unpromised.look_at("SHOP shop")
    now = unpromised.sees("SHOP shop", "uduuuuuuu")
    unpromised.engine(now + 60 * MINUTE)
    assert called() == FIRST
