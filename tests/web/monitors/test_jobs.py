"""Jobs that tell of themselves, made and changed at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from paper import signed_in

from gwarant.cli.monitoring import listed
from gwarant.cli.monitors import _line
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, add_monitor, change_monitor
from gwarant.monitoring.beats.asked import Asked, asked_by
from gwarant.monitoring.beats.keeping import keep
from gwarant.monitoring.beats.models import Listening, PingKey
from gwarant.monitoring.models import Monitor
from gwarant.web.moment import now

LIST, NEW = "/desk/monitors", "/desk/monitors/new?kind=heartbeat"
NIGHTLY = {
    "name": "Kopia",
    "by": "cron",
    "when": "30 2 * * *",
    "zone": "Europe/Warsaw",
    "grace": "30m",
    "tells": "house",
}


@pytest.fixture
def job(world: World) -> Monitor:
    settings = {"cron": "30 2 * * *", "zone": "UTC"}
    facts = Facts(name="Kopia", kind="heartbeat", settings=settings, places=())
    with scoped(ENGINE):
        return add_monitor(world.services["SHOP", "shop"], facts, by=None, now=now() - timedelta(days=3))


def opened(client: Client, one: Monitor) -> dict[str, str]:
    """What a browser sends when nothing was typed."""
    form: Any = client.get(f"{LIST}/{one.pk}/edit").context["form"]
    told = {name: str(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    return told | {f"initial-{name}": value for name, value in told.items() if name != "seen"}


def kept(one: Monitor) -> Monitor:
    with scoped(ENGINE):
        return Monitor.objects.get(pk=one.pk)


def test_a_job_is_made_and_its_page_shows_its_address_in_every_way_of_calling_it(world: World) -> None:
    client, service = signed_in(world.ben), str(world.services["SHOP", "shop"].pk)
    asked = client.get(NEW)
    assert 'value="heartbeat" aria-current="true"' in asked.content.decode()
    assert "(for cron and systemd)" in asked.context["form"]["zone"].as_field_group()
    assert "(optional)" not in asked.context["form"]["zone"].as_field_group()
    page = client.post(NEW, {**NIGHTLY, "service": service, "slug": "kopia"}, follow=True)
    with scoped(ENGINE):
        made = Monitor.objects.get()
        code = made.ping_address.code
    assert made.settings == {"cron": "30 2 * * *", "zone": "Europe/Warsaw", "grace": "30m", "slug": "kopia"}
    text = page.content.decode()
    for told in (f"/ping/{code}/start", f"/ping/{code}/$?", "ExecStopPost", "Invoke-RestMethod", "is made"):
        assert told in text, told
    again = client.post(NEW, {**NIGHTLY, "service": service})
    assert (again.status_code, "name" in again.context["form"].errors) == (409, True)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("when", "30 25 * * *", "is no line of cron"),
        ("when", "", "required"),
        ("zone", "Warsaw", "The zone of the job"),
        ("zone", "", "The zone of the job"),
        ("grace", "soon", "is no time; write 30s"),
        ("longest", "5s", "From ten seconds"),
        ("slug", "A b", "Up to 100"),
        ("name", " ", "required"),
        ("by", "moon", "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    world: World, field: str, value: str, said: str
) -> None:
    service = str(world.services["SHOP", "shop"].pk)
    answer = signed_in(world.ben).post(NEW, {**NIGHTLY, "service": service, "slug": "kopia", field: value})
    assert answer.status_code == 422
    form: Any = answer.context["form"]
    assert said in str(form.errors[field])
    assert "Europe/Warsaw" in answer.content.decode() or field == "zone"
    with scoped(ENGINE):
        assert not Monitor.objects.exists()


def test_what_tells_of_itself_stands_in_no_place_and_a_tools_monitor_speaks_of_no_job(
    world: World, job: Monitor
) -> None:
    facts = Facts(name="Alarmy", kind="reported", settings={"source": "prom", "labels": {"job": "shop"}}, places=())
    with scoped(ENGINE):
        tool = add_monitor(world.services["SHOP", "shop"], facts, by=None, now=now())
    client = signed_in(world.ben)
    assert {one["places"] for one in client.get(LIST).context["lines"]} == {"tells of itself"}
    pages = [client.get(f"{LIST}/{one.pk}").content.decode() for one in (job, tool)]
    assert not [page for page in pages if "From each place" in page or "/desk/places/home" in page]
    assert ["it tells of a job" in page for page in pages] == [True, False]
    assert "States of other tools reach it no more" in client.get(f"{LIST}/{tool.pk}/retirement").content.decode()
    with scoped(ENGINE):
        lines = [_line(one) for one in listed()]
    assert [line.partition(" since")[0].split(" ", 1)[1].strip() for line in lines] == [
        "SHOP Alarmy, which tells of itself",
        "SHOP Kopia, which tells of itself",
    ]


def test_another_kind_goes_on_with_what_was_typed_but_for_secrets(world: World) -> None:
    typed = {"name": "Front", "service": str(world.services["SHOP", "shop"].pk), "every": "30s", "secret_body": "hush"}
    client = signed_in(world.ben)
    page = client.post("/desk/monitors/new?kind=http", {**typed, "choose": "tcp"})
    form: Any = page.context["form"]
    assert (page.status_code, form.kind, form["name"].value(), form["every"].value()) == (200, "tcp", "Front", "30s")
    assert not form.errors
    page = client.post("/desk/monitors/new?kind=http", {**typed, "choose": "heartbeat"})
    assert page.context["form"]["name"].value() == "Front"
    assert "hush" not in page.content.decode()
    assert client.post(NEW, {"choose": "moon"}).status_code == 404


def test_a_job_is_changed_where_it_was_touched_and_two_who_change_it_at_once_are_told(
    world: World, job: Monitor
) -> None:
    client, edit = signed_in(world.ben), f"{LIST}/{job.pk}/edit"
    untouched = opened(client, job)
    assert "Nothing was changed" in client.post(edit, untouched, follow=True).content.decode()
    mine = untouched | {"by": "every", "when": "6h"}
    with scoped(ENGINE):
        settings = {"cron": "30 3 * * *", "zone": "Europe/Warsaw", "grace": "2h"}
        facts = Facts(name="Kopia", kind="heartbeat", settings=settings, places=())
        change_monitor(job, facts, by=world.olga, now=now())
    stale = client.post(edit, mine)
    assert stale.status_code == 409
    form: Any = stale.context["form"]
    assert (form.data["when"], form.data["grace"]) == ("6h", "2h")
    assert client.post(edit, form.data.dict()).status_code == 302
    assert kept(job).settings == {"every": "6h", "grace": "2h"}


def test_another_address_and_another_key_are_asked_about_first(world: World, job: Monitor) -> None:
    client, leader = signed_in(world.ben), signed_in(world.olga)
    with scoped(ENGINE):
        code = job.ping_address.code
    address = f"{LIST}/{job.pk}/address"
    assert "nothing is heard any more" in client.get(address).content.decode()
    assert client.post(address, {"seen": "7"}).status_code == 409
    assert client.post(address, {"seen": "0"}).status_code == 302
    with scoped(ENGINE):
        assert kept(job).ping_address.code != code
    assert Client().get(f"/ping/{code}").status_code == 404
    assert client.get(f"{LIST}/{job.pk}/ping-key").status_code == 403
    keys = []
    for title in ("Klucz dla klienta", "Nowy klucz dla klienta"):
        assert title in leader.get(f"{LIST}/{job.pk}/ping-key").content.decode()
        page = leader.post(f"{LIST}/{job.pk}/ping-key", follow=True)
        with scoped(ENGINE):
            keys.append(PingKey.objects.get().key)
        assert f"/ping/{keys[-1]}/kopia" in page.content.decode()
    assert keys[0] != keys[1]


def test_what_is_retired_is_asked_about_first(world: World, job: Monitor) -> None:
    client = signed_in(world.ben)
    assert f'href="{LIST}/{job.pk}/retirement"' in client.get(f"{LIST}/{job.pk}").content.decode()
    assert "Retire Kopia?" in client.get(f"{LIST}/{job.pk}/retirement").content.decode()
    assert kept(job).retired_at is None
    assert client.post(f"{LIST}/{job.pk}/retirement", {"seen": "0"}).status_code == 302
    assert kept(job).retired_at is not None
    assert client.get(f"{LIST}/{job.pk}/retirement").status_code == 404


def test_a_job_shows_how_long_its_runs_took_and_which_times_it_did_not_keep(world: World, job: Monitor) -> None:
    at = now().replace(hour=12, minute=0, second=0) - timedelta(days=3)
    with scoped(ENGINE):
        Monitor.objects.filter(pk=job.pk).update(changed_at=at)
        Listening.objects.create(name="web", since=at - timedelta(days=40), until=now())
        code = job.ping_address.code
        for hours, word in ((0, "start"), (1, ""), (14.75, "fail")):
            asked = asked_by(f"{code}/{word}", "", "192.0.2.7", "curl", b"")
            assert isinstance(asked, Asked)
            keep([(asked, at + timedelta(hours=hours))], now())
    page = signed_in(world.ben).get(f"{LIST}/{job.pk}")
    told = page.context["job"]
    assert [one["took"] for one in told["pings"]] == ["", "1 h", ""]
    assert [(tone, word) for _, tone, word, _ in told["slots"]["lost"]][-1] == ("breached", "Failed")
    assert told["slots"]["done"] == 0
    assert "Did not come" in page.content.decode()
    assert len(told["ahead"]) == 3


def test_a_job_is_tied_to_a_duty_and_the_contract_shows_what_proves_its_duties(house: World) -> None:
    facts = Facts(name="Kopia", kind="heartbeat", settings={"every": "1d"}, places=())
    with scoped(ENGINE):
        number = Contract.objects.get(customer__key="SHOP").number
        one = add_monitor(house.services["SHOP", "shop"], facts, by=None, now=now())
    client, page = signed_in(house.ben), f"/desk/contracts/{number}/proofs"
    assert "no duty is judged" in client.get(page).content.decode()
    told = opened(client, one) | {"duty": f"{number}/backup"}
    assert client.post(f"{LIST}/{one.pk}/edit", told).status_code == 302
    assert kept(one).settings == {"every": "1d", "duty": f"{number}/backup"}
    assert f'href="{page}"' in client.get(f"{LIST}/{one.pk}").content.decode()
    shown = client.get(page)
    assert "Restore test" in shown.context["unproven"]
    later = {"duty": "report", "state": "passed", "at": "2999-01-01T10:00", "text": "Handed over"}
    answer = client.post(page, later)
    assert (answer.status_code, "at" in answer.context["form"].errors) == (422, True)
    assert "Handed over" in answer.content.decode()
    answer = client.post(page, later | {"at": "2026-11-02T10:00"}, follow=True)
    ((proof, name, tone, _word),) = answer.context["proofs"]
    assert (proof.person, proof.text, name, tone) == (house.ben, "Handed over", "Report", "fine")
    assert signed_in(house.people["ada"]).post(page, later).status_code == 403
