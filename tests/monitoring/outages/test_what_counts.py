"""What was never up opens nothing, and what does not count tells the client of no outage while what counts is up."""

from outages_in import MINUTE, NOON, Watched

from gwarant.monitoring.actions import Facts, add_monitor, change_monitor
from gwarant.monitoring.models import Outage, Place
from gwarant.notify.models import Notice
from gwarant.tickets.models import Ticket

SHOP, LOGIN = "SHOP shop", "login"
CLIENT = "cora@shop.example"


def facts(places: tuple[Place, ...], text: str) -> Facts:
    settings = {"url": "https://x.example/login", "contains": [text]}
    return Facts(name="Login", kind="http", settings=settings, places=places)


def with_login(watched: Watched) -> Watched:
    """The shop, whose first monitor counts, and another one beside it."""
    service = watched.look_at(SHOP)
    told = facts(tuple(watched.places), "Log in")
    watched.monitors[LOGIN] = add_monitor(service, told, by=None, now=NOON)
    return watched


def each(watched: Watched, shop: str, login: str) -> None:
    """Minute by minute, the engine after both."""
    for one, other in zip(shop, login, strict=True):
        watched.sees(LOGIN, other, wakes=False)
        watched.sees(SHOP, one)


def told() -> list[tuple[str, str]]:
    found = Notice.objects.filter(code__in=("outage_seen", "outage_over"), user__email=CLIENT).order_by("pk")
    return list(found.values_list("code", "ref"))


def test_what_was_never_up_opens_nothing_and_does_so_once_it_has_been(unpromised: Watched) -> None:
    watched = with_login(unpromised)
    each(watched, "uuuuu", "ddddd")
    assert not Ticket.objects.exists()
    assert not Notice.objects.exists()
    each(watched, "uuu", "udd")
    outage, login = Outage.objects.get(), watched.monitors[LOGIN]
    assert outage.detected_at == NOON + 6 * MINUTE  # the gap does not join it to what came before it was up
    login.refresh_from_db()
    assert (login.up_at, login.was_never_up) == (NOON + 5 * MINUTE, False)


def test_what_counts_and_was_never_up_opens_nothing_either(unpromised: Watched) -> None:
    unpromised.look_at(SHOP)
    unpromised.sees(SHOP, "ddd")
    assert not Outage.objects.exists()


def test_a_changed_question_has_to_be_answered_first_and_another_name_is_none(unpromised: Watched) -> None:
    watched = with_login(unpromised)
    each(watched, "uu", "uu")
    login, places = watched.monitors[LOGIN], tuple(watched.places)
    change_monitor(login, facts(places, "Sign in"), by=None, now=NOON + 1.5 * MINUTE)
    each(watched, "uuuuu", "udddd")  # the first look is still by what the prober knew before
    assert not Outage.objects.exists()
    each(watched, "u", "u")
    login.refresh_from_db()
    named = Facts(name="Sign-in", kind="http", settings=login.settings, places=places)
    change_monitor(login, named, by=None, now=NOON + 7.5 * MINUTE)
    each(watched, "u", "d")
    assert Outage.objects.get().detected_at == NOON + 8 * MINUTE


def test_a_question_that_is_changed_during_an_outage_goes_on_as_a_voice_about_it(unpromised: Watched) -> None:
    watched = with_login(unpromised)
    each(watched, "uuu", "udd")
    change_monitor(watched.monitors[LOGIN], facts(tuple(watched.places), "Sign in"), by=None, now=NOON + 2.5 * MINUTE)
    each(watched, "uuu", "ddd")
    assert Outage.objects.get().restored_at is None
    each(watched, "u" * 7, "u" * 7)
    assert Outage.objects.get().restored_at == NOON + 6 * MINUTE


def test_beside_what_counts_the_house_alone_is_told_and_the_clients_outage_begins_when_what_counts_is_down(
    unpromised: Watched,
) -> None:
    watched = with_login(unpromised)
    each(watched, "uuuuuu", "uddddd")
    beside = Outage.objects.get()
    ticket = beside.ticket
    assert (beside.counts, ticket.class_id, ticket.reported_at) == (False, "ordinary", NOON + MINUTE)
    assert "Login" in ticket.events.get(number=1).message.title
    assert Notice.objects.filter(code="outage_calls").exists()
    assert not told()
    each(watched, "ddd", "ddd")  # within five minutes of the gap
    outage = Outage.objects.get(counts=True)
    assert outage.detected_at == outage.ticket.reported_at == NOON + 6 * MINUTE
    assert outage.ticket.class_id == "critical"
    ticket.refresh_from_db()
    assert ticket.class_id == "ordinary"
    beside.refresh_from_db()
    assert (beside.cause, beside.wakes_at) == (outage, None)
    each(watched, "u" * 7, "u" * 7)
    assert told() == [("outage_seen", outage.ticket.key), ("outage_over", outage.ticket.key)]
    outage.refresh_from_db()
    assert outage.restored_at == NOON + 9 * MINUTE
    facts_ = Notice.objects.get(code="outage_over", user__email=CLIENT).facts
    assert (facts_["since_at"], facts_["until_at"]) == tuple(
        int(one.timestamp()) for one in (outage.detected_at, outage.restored_at)
    )
    assert not Outage.objects.open().exists()
    assert Ticket.objects.count() == 2


def test_while_what_counts_is_down_what_fails_beside_it_opens_nothing(unpromised: Watched) -> None:
    watched = with_login(unpromised)
    each(watched, "uddd", "uddd")
    assert Outage.objects.get().counts
    each(watched, "u" * 7, "d" * 7)  # it is over, and what does not count still fails: that is the house's
    assert [one.counts for one in Outage.objects.order_by("pk")] == [True, False]
    assert len(told()) == 2
