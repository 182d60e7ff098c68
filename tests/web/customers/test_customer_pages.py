import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from paper import accepted, signed_in

from gwarant.customers.models import Customer, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.outages.needing import needs_of

NEW = {"key": "NEW", "name": "New one", "nip": "526-025-02-74", "language": "en", "caretaker": "", "deputy": ""}


@pytest.fixture
def olga(world: World) -> Client:
    return signed_in(world.olga)


def service(key: str = "shop") -> Service:
    with scoped(ENGINE):
        return Service.objects.get(customer__key="SHOP", key=key)


def test_the_list_says_who_looks_after_each_customer_and_what_holds(world: World, olga: Client) -> None:
    accepted(world)
    page = olga.get("/desk/customers")
    lines = {line.customer.key: line.contracts for line in page.context["lines"]}
    assert lines == {"SHOP": 1, "CLINIC": 0, "PLANT": 0, "UNI": 0}
    assert "Alicja Adamska" in page.content.decode()


def test_the_list_needs_no_more_queries_for_more_customers(
    world: World, olga: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        olga.get("/desk/customers")


@pytest.mark.parametrize(("wanted", "found"), [("acme", ["SHOP"]), ("uni", ["UNI"]), ("\0", 4), ("nobody", [])])
def test_customers_are_found_by_name_and_key(world: World, olga: Client, wanted: str, found: object) -> None:
    lines = olga.get("/desk/customers", {"q": wanted}).context["lines"]
    assert (len(lines) if found == 4 else [line.customer.key for line in lines]) == found


def test_a_customer_is_added(olga: Client) -> None:
    answer = olga.post("/desk/customers/new", NEW)
    assert answer["Location"] == "/desk/customers/NEW"
    with scoped(ENGINE):
        assert Customer.objects.get(key="NEW").nip == "5260250274"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"key": "shop"}, "key"),
        ({"key": "SHOP"}, "key"),
        ({"key": "S\0"}, "key"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"nip": "5260250275"}, "nip"),
        ({"language": "fr"}, "language"),
        ({"caretaker": "999999"}, "caretaker"),
        ({"caretaker": "x"}, "caretaker"),
    ],
)
def test_bad_input_names_the_field_and_keeps_what_was_typed(olga: Client, wrong: dict[str, str], field: str) -> None:
    answer = olga.post("/desk/customers/new", {**NEW, **wrong})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert 'value="526-025-02-74"' in answer.content.decode() or field == "nip"


def test_the_deputy_is_another_person(world: World, olga: Client) -> None:
    alice = str(world.alice.pk)
    answer = olga.post("/desk/customers/SHOP/edit", {**NEW, "caretaker": alice, "deputy": alice})
    assert (answer.status_code, "deputy" in answer.context["form"].errors) == (422, True)


def test_caretaker_and_deputy_are_set(world: World, olga: Client) -> None:
    told = {**NEW, "caretaker": str(world.ben.pk), "deputy": str(world.alice.pk)}
    assert olga.post("/desk/customers/SHOP/edit", told).status_code == 302
    with scoped(ENGINE):
        assert Customer.objects.get(key="SHOP").caretaker_id == world.ben.pk


def test_saving_a_customer_takes_back_no_ticket_number_given_meanwhile(olga: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        olga.post("/desk/customers/SHOP/edit", {**NEW, "name": "First"})
    written = [one["sql"] for one in asked.captured_queries if one["sql"].startswith('UPDATE "customers_customer"')]
    assert written
    assert "next_ticket" not in " ".join(written)


def test_the_second_who_saves_a_customer_sees_what_changed(olga: Client) -> None:
    seen = olga.get("/desk/customers/SHOP/edit").context["form"].initial["seen"]
    olga.post("/desk/customers/SHOP/edit", {**NEW, "name": "First", "seen": seen})
    answer = olga.post("/desk/customers/SHOP/edit", {**NEW, "name": "Second", "seen": seen})
    assert answer.status_code == 409
    assert 'value="Second"' in answer.content.decode()
    again = {**NEW, "name": "Second", "seen": answer.context["form"].data["seen"]}
    assert olga.post("/desk/customers/SHOP/edit", again).status_code == 302


def test_a_system_is_added_changed_retired_and_taken_back(olga: Client) -> None:
    told = {
        "key": "till",
        "name": "Tills",
        "environment": "production",
        "address": "till.shop.example",
        "card": "Rack 3",
    }
    assert olga.post("/desk/customers/SHOP/systems", told).status_code == 302
    assert olga.post("/desk/customers/SHOP/systems/till", {**told, "name": "The tills"}).status_code == 302
    assert (service("till").name, service("till").address) == ("The tills", "https://till.shop.example")
    needs = {**told, "needs": [service("till").pk]}
    assert olga.post("/desk/customers/SHOP/systems/shop", needs).status_code == 302
    with scoped(ENGINE):
        assert needs_of(service("shop")) == {service("till").pk}
    around = olga.post("/desk/customers/SHOP/systems/till", {**told, "needs": [service("shop").pk]})
    assert around.status_code == 422
    olga.post("/desk/customers/SHOP/systems/till/retirement")
    assert service("till").is_active is False
    olga.post("/desk/customers/SHOP/systems/till/return")
    assert service("till").is_active is True


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"key": "shop"}, "key"), ({"key": "A b"}, "key"), ({"name": ""}, "name"),
     ({"address": "javascript:x"}, "address"),
     ({"name": "\0"}, "name"), ({"card": "x" * 20_001}, "card")],
)  # fmt: skip
def test_a_system_with_bad_input_is_not_added(olga: Client, wrong: dict[str, str], field: str) -> None:
    told = {"key": "till", "name": "Tills", "environment": "production", "address": "", "card": "Rack 3", **wrong}
    answer = olga.post("/desk/customers/SHOP/systems", told)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("path", ["NONE", "SHOP/systems/none", "%00", "SHOP/systems/%00"])
def test_what_is_not_there_is_not_found(olga: Client, path: str) -> None:
    assert olga.get(f"/desk/customers/{path}").status_code == 404


@pytest.mark.parametrize("who", ["alice", "ben", "ada"])
def test_others_of_the_house_read_and_do_not_change(world: World, who: str) -> None:
    client = signed_in(world.people[who])
    assert [client.get(path).status_code for path in ("/desk/customers", "/desk/customers/SHOP")] == [200, 200]
    assert b"/systems" not in client.get("/desk/customers/SHOP").content
    assert client.post("/desk/customers/SHOP/systems", {}).status_code == 403
    assert client.post("/desk/customers/SHOP/systems/shop/retirement").status_code == 403


def test_customers_have_no_way_in(world: World) -> None:
    for who in ("cora", "zoe"):
        client = signed_in(world.people[who])
        assert client.get("/desk/customers").status_code == 404
        assert client.get("/desk/customers/SHOP").status_code == 404


SENDER = {"name": "Wsparcie Sklepu", "address": "support@shop.example"}


def test_the_sender_of_a_customers_mail_is_set_with_its_effect_told(world: World, olga: Client) -> None:
    page = olga.get("/desk/customers/SHOP/sender")
    answer = olga.post("/desk/customers/SHOP/sender", {**SENDER, "seen": page.context["form"]["seen"].value()})
    assert answer["Location"] == "/desk/customers/SHOP"
    shown = html.unescape(olga.get(answer["Location"]).content.decode())
    assert shown.count("Wsparcie Sklepu <support@shop.example>") == 2  # said once, and it stands there
    assert "(DKIM)" in olga.get("/desk/customers/SHOP/sender").content.decode()

    typed = {"name": "Help", "seen": page.context["form"]["seen"].value()}
    late = olga.post("/desk/customers/SHOP/sender", typed)
    assert late.status_code == 409
    assert late.context["form"]["name"].value() == "Help"


@pytest.mark.parametrize(
    "wrong", ["nobody", "a@", "ż@shop.example", "a@b.example\nBcc: x@y.example", '"a b"@shop.example']
)
def test_an_address_from_which_no_mail_can_come_is_refused_with_what_would_be_right(olga: Client, wrong: str) -> None:
    answer = olga.post("/desk/customers/SHOP/sender", {"name": "Help", "address": wrong})
    assert answer.status_code == 422
    assert "support@shop.example" in str(answer.context["form"].errors["address"])
    assert answer.context["form"]["name"].value() == "Help"
