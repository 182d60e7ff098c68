import hashlib
import json
import re
from datetime import date

import pytest
from django.test import Client
from paper import NOW, accept, accepted, amended, draft, offer, offered, signed_in, stored

from gwarant.contracts import actions
from gwarant.contracts.models import VersionStatus
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World

PORTAL = "/portal/contracts/SHOP-1/1"
ACCEPT = f"{PORTAL}/acceptance"


@pytest.fixture
def cora(world: World) -> Client:
    return signed_in(world.cora)


def test_the_desk_shows_every_wording_with_its_fingerprint(world: World) -> None:
    first = accepted(world)
    second = amended(world, first, date(2026, 8, 1))
    page = signed_in(world.ada).get("/desk/contracts/SHOP-1").content.decode()
    for word in (first.fingerprint, second.fingerprint, "Cora Czarnecka", "Olga Owocna"):
        assert word in page


def test_the_downloaded_json_has_the_fingerprint_that_was_accepted(world: World, cora: Client) -> None:
    version = accepted(world)
    for client, side in ((signed_in(world.ada), "desk"), (cora, "portal")):
        body = client.get(f"/{side}/contracts/SHOP-1/1/contract.json").content
        assert f"sha256:{hashlib.sha256(body).hexdigest()}" == version.fingerprint
        text = client.get(f"/{side}/contracts/SHOP-1/1/contract.yaml").content.decode()
        assert text == version.text.replace("status: draft", "status: signed") != version.text
        assert json.loads(body)["metadata"]["status"] == "signed"


def test_an_offer_is_withdrawn_once(world: World) -> None:
    offered(world)
    olga = signed_in(world.olga)
    answers = [olga.post("/desk/contracts/SHOP-1/1/withdrawal").status_code for _ in range(2)]
    assert answers == [302, 409]


def test_an_amendment_begins_with_the_last_text_and_its_day(world: World) -> None:
    accepted(world)
    olga = signed_in(world.olga)
    page = olga.get("/desk/contracts/SHOP-1").content.decode()
    assert 'name="starts_on"' in page
    answer = olga.post("/desk/contracts/SHOP-1/amendment", {"starts_on": "2027-03-01"})
    assert answer["Location"] == "/desk/contracts/SHOP-1/2/edit"
    assert "from: 2027-03-01" in stored(version=2).text
    again = olga.post("/desk/contracts/SHOP-1/amendment", {"starts_on": "2027-04-01"})
    assert again.status_code == 409


def test_an_amendment_without_a_day_is_refused(world: World) -> None:
    accepted(world)
    answer = signed_in(world.olga).post("/desk/contracts/SHOP-1/amendment", {"starts_on": "yesterday"})
    assert (answer.status_code, "starts_on" in answer.context["form"].errors) == (422, True)


def test_the_editor_says_the_earliest_lawful_day(world: World) -> None:
    accepted(world)
    olga = signed_in(world.olga)
    olga.post("/desk/contracts/SHOP-1/amendment", {"starts_on": "2026-11-25"})
    earliest = olga.get("/desk/contracts/SHOP-1").context["earliest"]
    page = olga.get("/desk/contracts/SHOP-1/2/yaml")
    assert earliest is None
    assert any("effective.from" in what for _line, what, _mend in page.context["notes"] + page.context["problems"])


def test_a_draft_is_not_there_for_the_customer(world: World, cora: Client) -> None:
    draft(world)
    assert cora.get(PORTAL).status_code == 404
    assert cora.get(f"{PORTAL}/contract.yaml").status_code == 404
    assert cora.post(ACCEPT, {"agree": "on", "fingerprint": ""}).status_code == 404
    assert b"SHOP-1" not in cora.get("/portal/contracts").content


def test_the_administrator_reads_and_accepts(world: World, cora: Client) -> None:
    version = offered(world)
    page = cora.get(PORTAL)
    for word in (version.fingerprint, "10 godzin", 'name="agree"'):
        assert word in page.content.decode()
    answer = cora.post(ACCEPT, {"agree": "on", "fingerprint": version.fingerprint})
    assert answer.status_code == 302
    assert stored().accepted_by_id == world.cora.pk
    after = cora.get(PORTAL).content.decode()
    assert "Cora Czarnecka" in after
    assert 'name="agree"' not in after


def test_acceptance_without_the_tick_is_refused(world: World, cora: Client) -> None:
    version = offered(world)
    answer = cora.post(ACCEPT, {"fingerprint": version.fingerprint})
    assert (answer.status_code, stored().status) == (422, VersionStatus.OFFERED)
    assert "agree" in answer.context["form"].errors


@pytest.mark.parametrize("fingerprint", ["sha256:other", "x" * 500, "\0", ""])
def test_acceptance_of_another_fingerprint_is_refused(world: World, cora: Client, fingerprint: str) -> None:
    offered(world)
    answer = cora.post(ACCEPT, {"agree": "on", "fingerprint": fingerprint})
    assert answer.status_code in (409, 422)
    assert stored().status == VersionStatus.OFFERED


def test_the_second_acceptance_is_told_politely(world: World, cora: Client) -> None:
    version = accepted(world)
    answer = cora.post(ACCEPT, {"agree": "on", "fingerprint": version.fingerprint})
    assert answer.status_code == 409
    assert "Cora Czarnecka" in answer.content.decode()


@pytest.mark.parametrize("who", ["cyryl", "celina"])
def test_colleagues_read_without_the_form(world: World, who: str) -> None:
    version = offered(world)
    client = signed_in(world.people[who])
    page = client.get(PORTAL)
    assert page.status_code == 200
    assert b'name="agree"' not in page.content
    assert client.post(ACCEPT, {"agree": "on", "fingerprint": version.fingerprint}).status_code == 403


def test_other_customers_find_nothing(world: World) -> None:
    offered(world)
    zoe = signed_in(world.zoe)
    assert zoe.get(PORTAL).status_code == 404
    assert zoe.post(ACCEPT, {"agree": "on"}).status_code == 404
    assert b"SHOP-1" not in zoe.get("/portal/contracts").content


def test_an_amendment_shows_what_it_changes(world: World, cora: Client) -> None:
    first = accepted(world)
    with scoped(ENGINE):
        told = f"{first.text}\nreopen: {{within: P30D}}\n"
        draft = actions.amend(first, by=world.olga, starts_on=date(2026, 8, 1), text=told, now=NOW)
    offer(world, draft)
    changes = cora.get("/portal/contracts/SHOP-1/2").context["changes"]
    assert [("14" in before, "30" in after) for _what, before, after in changes] == [(True, True)]


def test_a_contract_in_force_stands_in_the_list(world: World, cora: Client) -> None:
    first = accepted(world)
    accept(world, amended(world, first, date(2026, 6, 2)))
    lines = cora.get("/portal/contracts").context["lines"]
    assert [(line["shown"][0].version, line["shown"][1].holds) for line in lines] == [(2, True)]


def test_an_offer_from_an_odd_day_is_asked_about_and_confirmed_for_that_day_alone(world: World) -> None:
    version = draft(world, starts="1999-01-01")
    place = "/desk/contracts/SHOP-1/1/offer"
    browser = signed_in(world.olga)
    told = {"seen": version.mark}
    assert 'name="sure" value="1999-01-01"' in browser.get(place).content.decode()
    assert browser.post(place, told).status_code == 422
    assert browser.post(place, told | {"sure": "1999-01-02"}).status_code == 422
    assert stored().status == "draft"
    assert browser.post(place, told | {"sure": "1999-01-01"}).status_code == 302
    assert stored().status == "offered"


def test_whoever_could_accept_an_offer_is_invited_from_its_page(world: World) -> None:
    draft(world)
    with scoped(ENGINE):
        world.customers["SHOP"].memberships.update(ended_at=NOW)
    browser = signed_in(world.olga)
    page = browser.get("/desk/contracts/SHOP-1/1/offer").content.decode()
    (place,) = re.findall(r'href="([^"]*#invite)"', page)
    people = browser.get(place).content.decode()
    assert re.search(r'value="administrator"[^>]*checked', people)
