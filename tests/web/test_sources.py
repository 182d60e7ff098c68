"""Other tools at the desk: made, shown their secret once, given another one, retired; and monitors of their states."""

import json

import pytest
from django.test import Client
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.beats.models import Source
from gwarant.monitoring.models import Monitor
from tests.web.test_other_tools import alert, tell, webhook

TYPED = {"key": "prom", "name": "Prometheus", "every": "5m"}


def test_a_tool_is_made_and_its_secret_is_shown_once_until_there_is_another(world: World, client: Client) -> None:
    desk = signed_in(world.olga)
    assert desk.get("/desk/sources/new").status_code == 200
    made = desk.post("/desk/sources/new", TYPED)
    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert desk.post("/desk/sources/new", TYPED).status_code == 422
    page = desk.get("/desk/sources/prom").content.decode()
    assert (secret in page, "/alerts/prom" in page, "5m" in page) == (False, True, True)
    assert tell(client, webhook(alert()), secret).status_code == 200
    wrong = tell(client, webhook(alert("on")), secret)
    assert (wrong.status_code, "status" in wrong.content.decode()) == (400, True)
    page = desk.get("/desk/sources/prom").content.decode()
    assert "DiskFull" in page
    assert "$.alerts[0].status" in page
    another = desk.post("/desk/sources/prom/secret").context["secret"]
    assert [tell(client, webhook(alert()), one).status_code for one in (secret, another)] == [401, 200]
    assert "$.alerts[0].status" not in desk.get("/desk/sources/prom").content.decode()
    assert desk.post("/desk/sources/prom/edit", {"name": "Prom", "every": ""}).status_code == 302
    assert desk.post("/desk/sources/prom/retirement").status_code == 302
    assert tell(client, webhook(alert()), another).status_code == 401
    with scoped(ENGINE):
        found = Source.objects.get()
    assert (found.name, found.every, found.is_active) == ("Prom", None, False)
    assert "prom" in desk.get("/desk/sources").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"key": "Prom one"}, "key"), ({"key": "new"}, "key"), ({"name": ""}, "name"), ({"every": "soon"}, "every")],
)
def test_what_is_no_tool_is_refused_at_its_field(world: World, wrong: dict[str, str], field: str) -> None:
    answer = signed_in(world.olga).post("/desk/sources/new", TYPED | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_monitor_of_its_states_is_made_and_changed_by_a_form(world: World) -> None:
    desk = signed_in(world.olga)
    desk.post("/desk/sources/new", TYPED)
    shop = world.services["SHOP", "shop"]
    address = "/desk/monitors/new?kind=reported"
    typed = {"service": shop.pk, "name": "Alerts", "source": "prom", "labels": "job=shop\r\n severity = page"}
    wrong = desk.post(address, {**typed, "labels": "shop"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["labels"])
    assert desk.post(address, typed).status_code == 302
    with scoped(ENGINE):
        made = Monitor.objects.get(kind="reported")
    assert made.settings == {"source": "prom", "labels": {"job": "shop", "severity": "page"}}
    assert "Alerts" in desk.get("/desk/sources/prom").content.decode()
    shown = desk.get(f"/desk/monitors/{made.pk}/edit").context["form"]
    assert shown["labels"].value() == "job=shop\nseverity=page"
    sent = {"name": "Alerts", "source": "prom", "labels": "job=shop", "seen": made.revision}
    sent |= {f"initial-{name}": shown[name].value() for name in ("name", "source", "labels")}
    assert desk.post(f"/desk/monitors/{made.pk}/edit", sent).status_code == 302
    stale = desk.post(f"/desk/monitors/{made.pk}/edit", {**sent, "labels": "job=till"})
    assert stale.status_code == 409
    with scoped(ENGINE):
        assert json.dumps(Monitor.objects.get(pk=made.pk).settings["labels"]) == '{"job": "shop"}'
