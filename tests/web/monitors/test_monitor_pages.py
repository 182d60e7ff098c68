"""Monitors on the desk: how they stand, what is typed about them, and looking once before anything is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from certificates import certificate, pem_of
from django.test import Client
from django.utils.html import escape
from loopback import ok, saying, serving
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor, change_monitor, pause_monitor
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.giving import give, settings_of
from gwarant.monitoring.models import Monitor, Place, Prober, Standing
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.places import change_place
from gwarant.monitoring.taking import take
from gwarant.prober.model import Answer, Certificate, Look, Phases, Reason
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.evidence.model import State
from gwarant.tickets.actions import report
from gwarant.web.moment import now
from gwarant.web.monitors.trials import ROOM

LIST = "/desk/monitors"
HUSH = "Bearer hush-hush-7"
UP = Answer(State.UP, "200", Phases(1_000, 2_000, 3_000, 4_000, 5_000), "192.0.2.1")
DOWN = Answer(State.DOWN, "502", Phases(first=7_000), "192.0.2.1", said="<b>Bad Gateway</b>")


@pytest.fixture
def place(world: World) -> Place:
    with scoped(ENGINE):
        return open_place("waw", "Warszawa", now=now())


@pytest.fixture
def monitor(world: World, place: Place) -> Monitor:
    return added(world, place)


def added(world: World, place: Place, **other: Any) -> Monitor:
    settings = {"url": "https://shop.example/", "headers": {"Authorization": HUSH}}
    told = {"name": "Front page", "kind": "http", "settings": settings, "places": (place,), **other}
    with scoped(ENGINE):
        return add_monitor(world.services["SHOP", "shop"], Facts(**told), by=world.olga, now=now())


def prober_at(place: Place) -> Prober:
    with scoped(ENGINE):
        return enrol(invite(place, by=None, now=now()), bytes(range(32)), "1", now=now())


def seen(place: Place, monitor: Monitor, *answers: Answer) -> None:
    """Looks a minute apart, the last of them just now."""
    at, prober = milliseconds_of(now()), prober_at(place)
    with scoped(ENGINE):
        tokens = {one.share: one.token for one in give(prober, Wanted(), at - 3_600_000).leases}
        slots = range(at - 60_000 * (len(answers) - 1), at + 1, 60_000)
        looks = [Look(monitor.pk, slot, slot, one) for slot, one in zip(slots, answers, strict=True)]
        assert take(prober, packed(looks, 1, at, tokens), at).stored == len(looks)


def typed(**other: str) -> dict[str, Any]:
    told = {"name": "Front page", "set_url": "https://shop.example/", "every": "60s", "timeout": "10s", "places": "waw"}
    plain = {"set_status": "2xx", "set_redirects": "3", "set_slow": "0", "set_method": "GET", "set_verify": "on"}
    return {**told, **plain, **other}


def opened(client: Client, monitor: Monitor) -> dict[str, Any]:
    """What a browser sends from the form for changing, when nothing was typed."""
    form: Any = client.get(f"{LIST}/{monitor.pk}/edit").context["form"]
    told: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        told[name] = value if isinstance(value, list) else "" if value is None or value is False else str(value)
    return told | {f"initial-{name}": value for name, value in told.items()}


def kept(monitor: Monitor) -> Monitor:
    with scoped(ENGINE):
        return Monitor.objects.get(pk=monitor.pk)


def test_the_list_shows_what_is_down_first_and_finds_by_words_and_state(world: World, place: Place) -> None:
    names = {"Alpha": UP, "Beta": DOWN}
    for name, answer in names.items():
        one = added(world, place, name=name)
        seen_once(place, one, answer)
    client = signed_in(world.ben)
    page = client.get(LIST)
    assert [line["monitor"].name for line in page.context["lines"]] == ["Beta", "Alpha"]
    assert "the answer was 502" in page.content.decode()
    assert [one["monitor"].name for one in client.get(f"{LIST}?q=alpha shop.ex").context["lines"]] == ["Alpha"]
    assert [one["monitor"].name for one in client.get(f"{LIST}?state=down").context["lines"]] == ["Beta"]
    assert client.get(f"{LIST}?kind=dns").context["lines"] == []
    assert client.get(f"{LIST}?state=red").status_code == 400


def seen_once(place: Place, monitor: Monitor, answer: Answer) -> None:
    with scoped(ENGINE):
        prober = Prober.objects.select_related("place").first()
    prober = prober or prober_at(place)
    at = milliseconds_of(now())
    with scoped(ENGINE):
        tokens = {one.share: one.token for one in give(prober, Wanted(), at).leases}
        take(prober, packed([Look(monitor.pk, at, at, answer)], 1, at, tokens), at)


def test_the_list_names_places_and_says_the_day_since_when_a_state_is_so(world: World, place: Place) -> None:
    monitor = added(world, place)
    long_ago = now() - timedelta(days=70)
    with scoped(ENGINE):
        told = {"customer": monitor.customer, "slot": milliseconds_of(now()), "state": "up", "code": "200", "total": 9}
        Standing.objects.create(monitor=monitor, place=place, since=milliseconds_of(long_ago), **told)
    client = signed_in(world.ben)
    (line,) = client.get(LIST, {"q": "warszawa"}).context["lines"]
    assert (line["places"], line["word"]) == ("Warszawa", "Up")
    assert f"{long_ago.astimezone(ZoneInfo('Europe/Warsaw')):%-d %b}" in client.get(LIST).content.decode()


def test_many_monitors_cost_the_list_no_more_statements_than_one(
    world: World, place: Place, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        added(world, place, name=f"Number {number}")
    client = signed_in(world.ben)
    client.get(LIST)
    with django_assert_max_num_queries(20):
        assert len(client.get(LIST).context["lines"]) == 30


def test_a_monitor_shows_each_look_with_its_phases_its_certificate_and_what_was_said(
    world: World, place: Place, monitor: Monitor
) -> None:
    at = int(now().timestamp())
    old = Certificate(at - 80 * 86_400, at + 20 * 86_400 + 3_600, "ab" * 32, "CN=shop", "CN=authority")
    seen(place, monitor, Answer(State.UP, "200", UP.phases, "192.0.2.1", old), DOWN)
    page = signed_in(world.ben).get(f"{LIST}/{monitor.pk}")
    text = page.content.decode()
    assert page.context["word"] == "Down"
    assert escape("<b>Bad Gateway</b>") in text
    assert "security 3" in text
    (certificate,) = page.context["certificates"]
    assert (certificate["tone"], certificate["days"]) == ("at_risk", 20)  # less than a third of its hundred days
    assert "<svg" in page.context["chart"]
    assert HUSH not in text


def test_a_state_is_not_carried_beyond_two_intervals(world: World, place: Place, monitor: Monitor) -> None:
    seen(place, monitor, UP)
    with scoped(ENGINE):
        Monitor.objects.filter(pk=monitor.pk).update(every=1, timeout=1)
        monitor.standings.update(slot=milliseconds_of(now()) - 3_600_000)
    page = signed_in(world.ben).get(f"{LIST}/{monitor.pk}")
    assert page.context["word"] == "Unknown"
    assert "nobody has looked since" in page.content.decode()


def test_a_monitor_is_added_with_its_secret_which_no_page_shows_again(world: World, place: Place) -> None:
    client, service = signed_in(world.ben), world.services["SHOP", "shop"]
    told = typed(service=str(service.pk), secret_headers=f"Authorization: {HUSH}", set_json="$.queue < 10\n$.ok")
    answer = client.post(f"{LIST}/new?kind=http", told)
    assert answer.status_code == 302, answer.context["form"].errors
    with scoped(ENGINE):
        made = Monitor.objects.get()
    assert made.changed_by == world.ben
    assert made.settings == {
        "url": "https://shop.example/",
        "json": [{"path": "$.queue", "op": "lt", "value": 10}, {"path": "$.ok"}],
    }
    assert settings_of(made)["headers"] == {"Authorization": HUSH}
    for address in ("", "/edit"):
        assert HUSH not in client.get(f"{LIST}/{made.pk}{address}").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("set_url", "shop", "is no address of a page"),
        ("set_status", "2yy", "is no status"),
        ("set_json", "$.a is 3", "compares nothing"),
        ("secret_headers", f"A: b\n{HUSH}", "Header no. 2 is none; write Name: value."),
        ("set_header", "Server nginx", "is no header; write Name: text"),
        ("set_slow", "-1", "0 for never"),
        ("set_authorities", "us", "It is no certificate in PEM"),
        ("set_redirects", "many", "This is no number."),
        ("every", "1s", "From five seconds to a day."),
        ("every", "often", "Write 500ms"),
        ("timeout", "2m", "less than the time between two looks"),
        ("places", "krk", "valid choice"),
        ("name", " ", "required"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_everything_typed_stays(
    world: World, place: Place, field: str, value: str, said: str
) -> None:
    client, service = signed_in(world.ben), world.services["SHOP", "shop"]
    told = typed(service=str(service.pk), set_contains="Basket") | {field: value}
    answer = client.post(f"{LIST}/new?kind=http", told)
    assert answer.status_code == 422
    form: Any = answer.context["form"]
    assert [said in str(error) for error in form.errors[field]] == [True]
    assert "Basket" in answer.content.decode()
    assert HUSH not in answer.content.decode()
    with scoped(ENGINE):
        assert not Monitor.objects.exists()


def test_only_what_was_touched_is_stored_and_a_secret_that_is_left_empty_stays(world: World, monitor: Monitor) -> None:
    client = signed_in(world.ben)
    answer = client.post(f"{LIST}/{monitor.pk}/edit", opened(client, monitor) | {"every": "30s"})
    assert answer.status_code == 302, answer.context["form"].errors
    changed = kept(monitor)
    assert (changed.every, changed.name, changed.settings) == (30_000, monitor.name, {"url": "https://shop.example/"})
    assert settings_of(changed)["headers"] == {"Authorization": HUSH}
    answer = client.post(f"{LIST}/{monitor.pk}/edit", opened(client, monitor) | {"forget_secret_headers": "on"})
    assert answer.status_code == 302
    assert "headers" not in settings_of(kept(monitor))


def test_saving_what_nobody_touched_writes_nothing_and_says_so(world: World, place: Place) -> None:
    conditions = {"contains": ["Basket", "Sum"], "json": [{"path": "$.ok"}], "header": [{"name": "Server"}]}
    plain = {"url": "https://shop.example/", "status": ["200", "301-303"], "verify": False, "slow": 300}
    one = added(world, place, settings={**plain, **conditions, "headers": {"Authorization": HUSH}})
    client = signed_in(world.ben)
    answer = client.post(f"{LIST}/{one.pk}/edit", opened(client, one), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    after = kept(one)
    assert (after.revision, after.changed_by, after.changed_at) == (one.revision, world.olga, one.changed_at)


def test_of_two_who_change_it_at_once_the_second_sees_what_the_first_has_stored(
    world: World, place: Place, monitor: Monitor
) -> None:
    client = signed_in(world.ben)
    mine = opened(client, monitor) | {"name": "Shop front"}
    with scoped(ENGINE):
        facts = Facts(name="Front page", kind="http", settings=monitor.settings, places=(place,), every=20_000)
        change_monitor(monitor, facts, by=world.olga, now=now())
    answer = client.post(f"{LIST}/{monitor.pk}/edit", mine)
    assert answer.status_code == 409
    form: Any = answer.context["form"]
    assert form.data["every"] == "20s"
    assert form.data["name"] == "Shop front"
    again = {name: form.data.getlist(name) for name in form.data}
    assert client.post(f"{LIST}/{monitor.pk}/edit", again).status_code == 302
    changed = kept(monitor)
    assert (changed.name, changed.every) == ("Shop front", 20_000)


def test_a_place_keeps_what_nobody_touched_and_two_who_change_it_are_told(world: World, place: Place) -> None:
    client, edit = signed_in(world.olga), f"/desk/places/{place.key}/edit"
    form = client.get(edit).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    mine = shown | {f"initial-{name}": value for name, value in shown.items()}
    with scoped(ENGINE):  # somebody else, meanwhile
        change_place(
            place, {"name": "Warsaw", "references": ["9.9.9.9:443"]}, shown={"name": place.name, "references": []}
        )
    assert client.post(edit, mine).status_code == 302
    stale = client.post(edit, mine | {"name": "Capital"})
    assert stale.status_code == 409
    assert "Warsaw" in stale.content.decode()
    again = stale.context["form"].data.dict()
    assert client.post(edit, again).status_code == 302
    with scoped(ENGINE):
        place.refresh_from_db()
    assert (place.name, place.references) == ("Capital", ["9.9.9.9:443"])


def test_pausing_what_somebody_has_changed_meanwhile_does_nothing(world: World, monitor: Monitor) -> None:
    with scoped(ENGINE):
        pause_monitor(monitor, True, by=None, now=now())
    client = signed_in(world.ben)
    assert client.post(f"{LIST}/{monitor.pk}/pause", {"seen": "0"}).status_code == 409
    assert kept(monitor).is_active
    assert client.post(f"{LIST}/{monitor.pk}/pause", {"seen": "1"}).status_code == 302
    assert not kept(monitor).is_active
    assert client.post(f"{LIST}/{monitor.pk}/retirement", {"seen": "2"}).status_code == 302
    assert kept(monitor).retired_at is not None
    assert client.get(f"{LIST}/{monitor.pk}").status_code == 200
    assert client.get(f"{LIST}/{monitor.pk}/edit").status_code == 404


def test_trying_looks_once_shows_each_phase_and_keeps_nothing(world: World, place: Place, settings: Any) -> None:
    settings.ENV = replaced(settings.ENV, ("127.0.0.0/8",))
    client, service = signed_in(world.ben), world.services["SHOP", "shop"]
    with serving(saying(ok(b"hello"))) as shop:
        told = typed(service=str(service.pk), set_url=shop.url(), set_contains="Basket")
        answer = client.post(f"{LIST}/new?kind=http", told | {"try": "1"})
    assert answer.status_code == 200
    trial = answer.context["trial"]
    assert (trial["word"], trial["said"], trial["address"]) == ("Down", "hello", "127.0.0.2")
    assert {"connection", "first byte"} <= {name for name, _took in trial["parts"]}
    with scoped(ENGINE):
        assert not Monitor.objects.exists()


def test_what_is_tried_needs_no_system_no_name_and_no_place_yet_and_what_is_saved_does(
    world: World, place: Place, settings: Any
) -> None:
    settings.ENV = replaced(settings.ENV, ("127.0.0.0/8",))
    client = signed_in(world.ben)
    with serving(saying(ok(b"hello"))) as shop:
        told = {name: value for name, value in typed(set_url=shop.url()).items() if name not in ("name", "places")}
        tried = client.post(f"{LIST}/new?kind=http", told | {"try": "1"})
    assert (tried.status_code, tried.context["trial"]["word"]) == (200, "Up")
    assert tried.context["form"].fields["name"].required, "the page asks for it nevertheless"
    kept = client.post(f"{LIST}/new?kind=http", told)
    assert (kept.status_code, {*kept.context["form"].errors}) == (422, {"service", "name", "places"})
    with scoped(ENGINE):
        open_place("clinic", "In the clinic", customer=world.customers["CLINIC"], now=now())
    theirs = client.post(f"{LIST}/new?kind=http", told | {"try": "1", "from": "clinic"})
    assert (theirs.status_code, "for another customer alone" in theirs.content.decode()) == (422, True)


def test_a_person_tries_one_at_a_time_and_all_together_two_and_what_was_typed_is_kept(
    world: World, place: Place
) -> None:
    client, service = signed_in(world.ben), world.services["SHOP", "shop"]
    told = typed(service=str(service.pk), set_url="https://shop.example/") | {"try": "1"}
    for running, words in (((str(world.ben.pk),), "Another trial of yours"), (("x", "y"), "As many trials run")):
        for one in running:
            assert ROOM.enter(one) is None
        answer = client.post(f"{LIST}/new?kind=http", told)
        for one in running:
            ROOM.leave(one)
        assert (answer.status_code, words in answer.content.decode()) == (429, True)
        assert "https://shop.example/" in answer.content.decode()


def test_trying_sends_what_was_kept_to_no_address_that_was_just_typed(
    world: World, place: Place, settings: Any
) -> None:
    settings.ENV = replaced(settings.ENV, ("127.0.0.0/8",))
    client, service = signed_in(world.ben), world.services["SHOP", "shop"]
    client.post(f"{LIST}/new?kind=http", typed(service=str(service.pk), secret_headers="X-Key: hush"))
    with scoped(ENGINE):
        one = Monitor.objects.get()
    with serving(saying(ok())) as other:
        told = typed(service=str(service.pk), set_url=other.url(), seen=str(one.revision))
        answer = client.post(f"{LIST}/{one.pk}/edit", told | {"try": "1"})
        assert other.taken == []
    assert answer.status_code == 422
    assert "was kept for" in answer.content.decode()
    assert other.url() in answer.content.decode()


def test_trying_calls_no_address_that_the_houses_prober_may_not(world: World, place: Place) -> None:
    client, service = signed_in(world.ben), world.services["SHOP", "shop"]
    with serving(saying(ok())) as shop:
        told = typed(service=str(service.pk), set_url=shop.url())
        answer = client.post(f"{LIST}/new?kind=http", told | {"try": "1"})
        assert shop.taken == []
    assert (answer.context["trial"]["word"], answer.context["trial"]["address"]) == ("Unknown", "")
    assert "may not call" in answer.content.decode()


def replaced(environment: Any, networks: tuple[str, ...]) -> Any:
    return replace(environment, prober_networks=networks)


def test_a_customer_sees_its_own_monitors_in_words_and_no_place(world: World, place: Place, monitor: Monitor) -> None:
    seen(place, monitor, DOWN)
    page = signed_in(world.cora).get("/portal/monitors").content.decode()
    assert "jest ustawiane" in page  # nobody has seen it up yet, so it may be we who ask wrongly
    worker = signed_in(world.ben)
    assert "never up since it was set" in worker.get(LIST).content.decode()
    assert "opens no outage and tells the customer nothing" in worker.get(f"{LIST}/{monitor.pk}").content.decode()
    with scoped(ENGINE):
        Monitor.objects.update(up_at=now())
    assert "never up since it was set" not in worker.get(LIST).content.decode()
    page = signed_in(world.cora).get("/portal/monitors").content.decode()
    assert "nie działa" in page
    assert "Warszawa" not in page
    assert "shop.example" not in page.replace("cora@shop.example", "")
    assert "Front page" not in signed_in(world.zoe).get("/portal/monitors").content.decode()


def test_a_customer_sees_one_state_of_each_system_and_jobs_and_alerts_apart(
    world: World, place: Place, monitor: Monitor
) -> None:
    facts = (
        Facts(name="Backup", kind="heartbeat", settings={"every": "1d", "tells": "contract"}, places=()),
        Facts(name="Cleaning", kind="heartbeat", settings={"every": "1d"}, places=()),  # the house's alone
        Facts(name="Alerts", kind="reported", settings={"source": "prom", "labels": {"job": "shop"}}, places=()),
    )
    with scoped(ENGINE):
        told = [add_monitor(world.services["SHOP", "shop"], one, by=None, now=now()) for one in facts]
        for one, code in zip(told, ("exit 3", "failed", "firing"), strict=True):
            stood = {"state": "down", "code": code, "since": 1, "slot": 1, "total": 0, "customer": one.customer}
            Standing.objects.update_or_create(monitor=one, defaults=stood, create_defaults=stood | {"place": place})
    seen(place, monitor, UP)
    cora = signed_in(world.cora)
    page = cora.get("/portal/monitors")
    [system] = page.context["systems"]
    assert (system["word"], system["tone"], system["looks"]) == ("działa", "fine", [])
    words = {one["name"]: one["word"] for one in page.context["told"]}
    assert words == {"Backup": "zadanie zakończyło się błędem", "Alerts": "trwa alarm"}
    assert "nie działa" not in page.content.decode()
    more = added(world, place, name="Search")
    with scoped(ENGINE):
        Monitor.objects.filter(pk=more.pk).update(up_at=now())
        at = milliseconds_of(now())
        stood = {"state": "down", "code": "502", "since": at, "slot": at, "total": 0, "customer": more.customer}
        Standing.objects.update_or_create(monitor=more, place=place, defaults=stood)
    page = cora.get("/portal/monitors")
    [system] = page.context["systems"]  # the monitor that counts is up, another one of it is not
    assert system["word"] == "działa, ale nie w całości"
    assert {one["name"]: one["word"] for one in system["looks"]} == {"Front page": "działa", "Search": "nie działa"}


def test_a_customer_does_not_read_that_it_works_where_fewer_places_look_than_the_contract_needs(
    house: World, place: Place
) -> None:
    monitor = added(house, place)  # the contract asks for three places, and two decide
    seen(place, monitor, UP)
    cora = signed_in(house.cora)
    [system] = cora.get("/portal/monitors").context["systems"]
    assert (system["tone"], system["word"]) == ("unknown", "działa widziany z 1 z 3 miejsc: za mało, by mieć pewność")
    assert system["reported"] == []
    told: dict[str, Any] = {"title": "t", "text": "x", "class_id": "critical", "is_down": True}
    with scoped(ENGINE):
        ticket = report(house.customers["SHOP"], by=house.cora, now=now(), service=monitor.service, **told)
    page = cora.get("/portal/monitors")
    assert page.context["systems"][0]["reported"] == [ticket.key]
    assert f"/portal/tickets/{ticket.key}" in page.content.decode()


def test_a_customer_is_told_that_a_look_was_in_vain_and_not_that_nobody_looked(
    world: World, place: Place, monitor: Monitor
) -> None:
    cora = signed_in(world.cora)
    assert "jeszcze nie było sprawdzenia" in cora.get("/portal/monitors").content.decode()
    seen(place, monitor, Answer(State.UNKNOWN, Reason.EVERYTHING))
    page = cora.get("/portal/monitors")
    assert "nie udało się ustalić stanu" in page.content.decode()
    assert page.context["systems"][0]["last"] is not None
    with scoped(ENGINE):
        monitor.standings.update(slot=milliseconds_of(now()) - 3_600_000)
    assert "nikt ostatnio nie sprawdzał" in cora.get("/portal/monitors").content.decode()


def test_a_monitor_shows_by_what_it_judges_and_whose_it_is_and_no_secret(world: World, place: Place) -> None:
    told = {"contains": ["Basket", "<b>Sum</b>"], "slow": 300, "status": ["200", "301-303"], "verify": False}
    own = pem_of(certificate("ours", ("ours.example",), now()))
    more = {"json": [{"path": "$.queue", "op": "lt", "value": 10}], "authorities": own, "redirects": 3, "version": ""}
    one = added(world, place, settings={"url": "https://a.example/", "headers": {"X-Key": HUSH}, **told, **more})
    client = signed_in(world.ben)
    page = client.get(f"{LIST}/{one.pk}")
    assert dict(page.context["settings"]) == {
        "The answer must hold": "Basket\n<b>Sum</b>",
        "Values of its JSON": "$.queue < 10",
        "Statuses that are good": "200, 301-303",
        "Slow from": "300 ms",
        "Headers that are sent": "set, and not shown",
        "The certificate must be trusted": "no",
        "Trusted authorities (PEM)": "CN=ours",
    }
    text = page.content.decode()
    assert escape("<b>Sum</b>") in text
    assert HUSH not in text
    assert 'href="/desk/customers/SHOP"' in text
    assert 'href="/desk/customers/SHOP/systems/shop"' in signed_in(world.olga).get(f"{LIST}/{one.pk}").content.decode()


def test_what_is_paused_is_called_so_and_nothing_else(world: World, place: Place, monitor: Monitor) -> None:
    with scoped(ENGINE):
        pause_monitor(monitor, False, by=None, now=now())
    client = signed_in(world.ben)
    for answer in (None, DOWN):
        if answer:
            seen_once(place, monitor, answer)
        (stand,) = client.get(f"{LIST}/{monitor.pk}").context["stands"]
        assert (stand.word, stand.why, stand.said, stand.since) == ("Paused", "", "", None)


def test_a_job_shows_its_address_and_what_it_told_and_nobody_can_try_it(
    world: World, place: Place, client: Client
) -> None:
    one = added(world, place, name="Kopia", kind="heartbeat", settings={"every": "1d", "grace": "2h"}, places=())
    with scoped(ENGINE):
        code = one.ping_address.code
    for more in ("start", "log", "fail", "0", ""):  # whatever a job tells, its page shows it
        assert client.get(f"/ping/{code}/{more}".rstrip("/")).content == b"OK"
    assert client.post(f"/ping/{code}/3?rid={code}", b"<b>no room</b>", content_type="text/plain").content == b"OK"
    assert client.get(f"/ping/{code}/256").status_code == 400
    assert client.put(f"/ping/{code}").headers["Allow"] == "GET, HEAD, POST"
    worker = signed_in(world.people["ben"])
    page = worker.get(f"{LIST}/{one.pk}").content.decode()
    for told in (
        "began",
        "words alone",
        "failed",
        "went well",
        f"/ping/{code}",
        "at most 2h later",
        "ended with code 3",
        "&lt;b&gt;no room",
        "Down",
    ):
        assert told in page, told
    assert "Kopia" in worker.get(f"{LIST}?kind=heartbeat").content.decode()
    assert str(code) not in signed_in(world.people["ada"]).get(f"{LIST}/{one.pk}").content.decode()
    assert worker.post(f"{LIST}/{one.pk}/trial").status_code == 404
    worker.post("/language", {"language": "pl"})
    assert "zakończone kodem 3" in worker.get(f"{LIST}/{one.pk}").content.decode()
