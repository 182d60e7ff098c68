"""Other tools tell of states: by Alertmanager's webhook, and by signed JSON."""

import hmac
import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from paper import signed_in

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.actions import Facts, MonitorRefused, add_monitor, change_monitor, pause_monitor, retire_monitor
from gwarant.monitoring.beats import troubles
from gwarant.monitoring.beats.models import Reported, Trouble
from gwarant.monitoring.models import Monitor, Standing
from gwarant.monitoring.telling.reading import LIMIT
from gwarant.monitoring.telling.taking import open_source
from gwarant.notify.models import Notice
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now


@pytest.fixture
def secret(world: World) -> str:
    return open_source("prom", "Prometheus", now=now())


def takes(world: World, name: str = "Alerts", **labels: str) -> Monitor:
    """A monitor of the shop that takes the states with these labels."""
    facts = Facts(name=name, kind="reported", settings={"source": "prom", "labels": labels}, places=())
    with scoped(ENGINE):
        return add_monitor(world.services["SHOP", "shop"], facts, by=None, now=now())


def alert(status: str = "firing", fingerprint: str = "c1", **other: Any) -> dict[str, Any]:
    told = {"status": status, "fingerprint": fingerprint, "startsAt": "2026-11-30T07:41:02.123456789Z"}
    labels = {"alertname": "DiskFull", "job": "shop", "severity": "page"}
    ends = "0001-01-01T00:00:00Z" if status == "firing" else "2026-11-30T08:00:00Z"
    return {
        **told,
        "labels": labels,
        "annotations": {"summary": "No room"},
        "endsAt": ends,
        "generatorURL": "",
        **other,
    }


def webhook(*alerts: dict[str, Any], **other: Any) -> bytes:
    head = {"version": "4", "groupKey": "{}:{}", "status": "firing", "receiver": "gwarant", "truncatedAlerts": 0}
    return json.dumps({**head, "alerts": alerts, **other}).encode()


def tell(client: Client, body: bytes, secret: str, **headers: str) -> Any:
    shown = {"Authorization": f"Bearer {secret}", **headers}
    return client.post("/alerts/prom", body, content_type="application/json", headers=shown)


def signed(client: Client, body: bytes, secret: str, *, at: int | None = None, signature: str = "") -> Any:
    moment = str(int(now().timestamp()) if at is None else at)
    made = hmac.new(secret.encode(), moment.encode() + b"." + body, sha256).hexdigest()
    shown = {"X-Timestamp": moment, "X-Signature": signature or f"sha256={made}"}
    return client.post("/states/prom", body, content_type="application/json", headers=shown)


def standing(monitor: Monitor | None = None) -> tuple[str, str]:
    with scoped(ENGINE):
        found = Standing.objects.get(**({"monitor": monitor} if monitor else {}))
    return found.state, found.code


def whose() -> int | None:
    """The monitor that has the one state."""
    with scoped(ENGINE):
        return Reported.objects.get().monitor_id


def test_what_fires_is_down_once_and_opens_a_ticket_until_it_is_resolved(
    world: World, secret: str, client: Client
) -> None:
    monitor = takes(world, job="shop")
    assert standing() == ("unknown", "unheard")
    assert tell(client, webhook(alert(), alert(fingerprint="c2")), secret).json() == {"states": 2, "unmatched": 0}
    assert tell(client, webhook(alert()), secret).status_code == 200  # Alertmanager repeats what goes on
    assert standing() == ("down", "firing")
    with scoped(ENGINE):
        row = Reported.objects.get(fingerprint="c1")
        assert Reported.objects.count() == 2
        assert (row.name, row.words, row.monitor, row.starts_at.hour) == ("DiskFull", "No room", monitor, 7)
        assert abs(row.received_at - now()) < timedelta(minutes=1)
        assert troubles.run_once(now()) == 1
        assert troubles.run_once(now()) == 0
        ticket = Ticket.objects.get()
        assert (ticket.title, ticket.service) == ("Alerts", monitor.service)
    tell(client, webhook(alert("resolved")), secret)
    assert standing() == ("down", "firing")
    tell(client, webhook(alert("resolved", "c2"), alert("resolved")), secret)
    assert standing() == ("up", "")
    with scoped(ENGINE):
        assert troubles.run_once(now()) == 1  # up for now
        assert troubles.run_once(now() + timedelta(minutes=6)) == 1
        assert Trouble.objects.get().ended_at is not None
        assert ticket.events.count() == 3  # that it was seen, is up for now, and that it is over
        row.refresh_from_db()
        assert (row.is_firing, row.ends_at.hour if row.ends_at else 0) == (False, 8)
    tell(client, webhook(alert(startsAt="2026-11-30T09:00:00Z")), secret)
    assert standing() == ("down", "firing")


def test_what_no_monitor_takes_waits_until_one_does(world: World, secret: str, client: Client) -> None:
    assert tell(client, webhook(alert(), alert("resolved", "gone")), secret).json() == {"states": 2, "unmatched": 2}
    with scoped(ENGINE):
        assert Reported.objects.filter(monitor=None).count() == 2
    desk = signed_in(world.people["ada"])
    assert "1 stan z innego narzędzia nie ma monitora" in desk.get("/desk/monitors").content.decode()
    assert "job=shop" in desk.get("/desk/monitors/unmatched").content.decode()
    monitor = takes(world, job="shop", severity="page")
    assert standing() == ("down", "firing")
    with scoped(ENGINE):
        assert Reported.objects.filter(monitor=monitor).count() == 2
        pause_monitor(monitor, False, by=None, now=now())
    assert standing() == ("unknown", "paused")
    assert "DiskFull" in desk.get(f"/desk/monitors/{monitor.pk}").content.decode()
    assert "DiskFull" not in desk.get("/desk/monitors/unmatched").content.decode()


def test_what_fires_is_its_monitors_only_as_long_as_that_takes_it(world: World, secret: str, client: Client) -> None:
    first = takes(world, job="shop")
    tell(client, webhook(alert()), secret)
    with scoped(ENGINE):
        pause_monitor(first, False, by=None, now=now())
        assert whose() == first.pk  # it waits for it, and asks nobody to look after it
    assert tell(client, webhook(alert()), secret).json()["unmatched"] == 0
    with scoped(ENGINE):
        retire_monitor(first, by=None, now=now())
        assert whose() is None
    assert tell(client, webhook(alert()), secret).json()["unmatched"] == 1
    second = takes(world, "B", job="shop")
    assert (whose(), standing(second)) == (second.pk, ("down", "firing"))
    with scoped(ENGINE):
        settings = {"source": "prom", "labels": {"job": "clinic"}}
        facts = Facts(name="B", kind="reported", settings=settings, places=())
        change_monitor(second, facts, by=None, now=now())
    assert (whose(), standing(second)) == (None, ("up", ""))
    third, exact = takes(world, "C", job="shop"), takes(world, "D", job="shop", severity="page")
    assert (whose(), standing(third), standing(exact)) == (exact.pk, ("up", ""), ("down", "firing"))
    with scoped(ENGINE):
        retire_monitor(exact, by=None, now=now())
    assert (whose(), standing(third)) == (third.pk, ("down", "firing"))
    with scoped(ENGINE):
        facts = Facts(name="C", kind="heartbeat", settings={"every": "1h"}, places=())
        with pytest.raises(MonitorRefused, match="kind"):  # its address and duty would stay with it, or its states
            change_monitor(third, facts, by=None, now=now())


def test_silence_of_a_source_that_never_told_anything_is_not_health(world: World, secret: str, client: Client) -> None:
    shop, other = takes(world, job="shop"), takes(world, "B", job="other")
    open_source("icinga", "Icinga", now=now())
    with scoped(ENGINE):
        pause_monitor(other, False, by=None, now=now())
        pause_monitor(other, True, by=None, now=now())
    page = signed_in(world.people["ben"]).get(f"/desk/monitors/{shop.pk}", HTTP_ACCEPT_LANGUAGE="en")
    assert "the other tool has not told anything yet" in page.content.decode()
    portal = signed_in(world.cora).get("/portal/monitors").content.decode()
    assert portal.count("jeszcze nic nie zgłoszono") == 2
    assert "nie ma alarmu" not in portal
    assert (standing(shop), standing(other)) == (("unknown", "unheard"), ("unknown", "unheard"))
    assert tell(client, webhook(alert()), secret).status_code == 200
    assert (standing(shop), standing(other)) == (("down", "firing"), ("up", ""))
    assert standing(takes(world, "C", severity="page")) == ("up", "")
    with scoped(ENGINE):
        facts = Facts(name="B", kind="reported", settings={"source": "icinga", "labels": {"a": "b"}}, places=())
        change_monitor(other, facts, by=None, now=now())
    assert standing(other) == ("unknown", "unheard")


def test_what_an_earlier_release_left_with_a_retired_monitor_goes_to_the_next_as_it_is_told_again(
    world: World, secret: str, client: Client
) -> None:
    first, second = takes(world, job="shop"), takes(world, "B", job="shop")
    tell(client, webhook(alert()), secret)
    with scoped(ENGINE):
        retire_monitor(first, by=None, now=now())
        Reported.objects.update(monitor=first)
    tell(client, webhook(alert()), secret)
    assert (whose(), standing(second)) == (second.pk, ("down", "firing"))


def test_the_secret_is_a_bearer_token_or_a_password_and_nothing_else_is_taken(
    world: World, secret: str, client: Client
) -> None:
    basic = b64encode(f"alertmanager:{secret}".encode()).decode()
    assert tell(client, webhook(), "", Authorization=f"Basic {basic}").status_code == 200
    for wrong in ("", "Bearer", "Bearer x", "Basic !", f"Basic {b64encode(b'x:y').decode()}", f"Digest {secret}"):
        answer = tell(client, webhook(), "", Authorization=wrong)
        assert (answer.status_code, answer.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
    assert client.post("/alerts/other", webhook(), content_type="application/json").status_code == 401
    for wrong in (b"", b"[]", b"{}", webhook(version="3"), webhook({}), webhook(alert(fingerprint=" ")), b"[" * 90_000):
        assert tell(client, wrong, secret).status_code == 400
    assert tell(client, b"x" * (LIMIT + 1), secret).status_code == 413
    fresh = open_source("prom", "Prometheus", now=now())
    assert tell(client, webhook(), secret).status_code == 401
    assert tell(client, webhook(), fresh).status_code == 200


def test_a_signed_message_is_taken_once_and_only_while_it_is_fresh(world: World, secret: str, client: Client) -> None:
    told = {"id": "disk-7", "state": "firing", "starts_at": "2026-11-30T08:00:00+01:00", "labels": {"job": "shop"}}
    body = json.dumps({"states": [{**told, "name": "Disk", "text": "90 %\x00"}]}).encode()
    at = int(now().timestamp())
    assert signed(client, body, secret, at=at).json() == {"states": 1, "unmatched": 1}
    assert signed(client, body, secret, at=at).status_code == 409
    assert signed(client, body, secret, at=at - 600).status_code == 409
    assert signed(client, body, "other").status_code == 401
    assert signed(client, body, secret, signature="ł").status_code == 401
    assert signed(client, b'{"state": []}', secret).status_code == 400
    bare = signed(client, body.replace(b"+01:00", b""), secret, at=at - 1)
    assert (bare.status_code, b"timezone" in bare.content, b"starts_at" in bare.content) == (400, True, True)
    assert signed(client, b"x" * (LIMIT + 1), secret).status_code == 413
    with scoped(ENGINE):
        assert Reported.objects.get().words == "90 %"


def test_the_ticket_and_the_call_name_what_fires_with_its_labels_and_words(
    world: World, secret: str, client: Client
) -> None:
    takes(world, job="shop")
    tell(client, webhook(alert(), alert(fingerprint="c2", annotations={})), secret)
    with scoped(ENGINE):
        assert troubles.run_once(now()) == 1
        key = Ticket.objects.get().key
        called = Notice.objects.filter(code="outage_calls").first()
    assert called is not None
    assert called.facts["fires"] == ["DiskFull (severity=page): No room", "DiskFull (severity=page)"]
    page = signed_in(world.ben).get(f"/desk/tickets/{key}").content.decode()
    assert "severity=page" in page
    assert "No room" in page
    assert "severity=page" not in signed_in(world.cora).get(f"/portal/tickets/{key}").content.decode()
