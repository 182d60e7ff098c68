"""The secret key is changed: with the former one named nobody notices, without it everybody signs in again."""

import pytest
from django.core import signing
from django.test import Client
from pytest_django import Settings

from gwarant.demo.cast import World

NEW = "a new secret key, long enough to be one"


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ben)
    assert client.get("/desk/").status_code == 200
    return client


def test_whoever_is_signed_in_stays_so_while_the_former_key_is_named(client: Client, settings: Settings) -> None:
    token = signing.dumps([1, "ola@shop.example"], salt="x")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW
    assert client.get("/desk/").status_code == 200
    assert signing.loads(token, salt="x") == [1, "ola@shop.example"]

    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/desk/").status_code == 200  # the session has gone over to the new key


def test_without_it_everybody_signs_in_again(client: Client, settings: Settings) -> None:
    settings.SECRET_KEY = NEW
    answer = client.get("/desk/")
    assert (answer.status_code, "/login" in answer.headers.get("Location", "")) == (302, True)
