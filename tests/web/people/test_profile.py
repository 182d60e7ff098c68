"""A person's own pages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gwarant.accounts.models import User
from gwarant.demo.cast import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ben(world: World) -> Client:
    client = Client()
    client.force_login(world.ben, backend=BACKEND)
    return client


def test_name_phone_and_language_are_saved(ben: Client, world: World) -> None:
    ben.post("/profile", {"name": "Ben", "phone": "+48 600 100 200", "language": "pl", "staff_role": "owner"})
    world.ben.refresh_from_db()
    assert (world.ben.name, world.ben.phone, world.ben.language) == ("Ben", "+48 600 100 200", "pl")
    assert world.ben.staff_role == "engineer"


def test_saving_a_profile_brings_nobody_back_who_left_meanwhile(ben: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        ben.post("/profile", {"name": "Ben", "phone": "", "language": "pl"})
    written = [one["sql"] for one in asked.captured_queries if one["sql"].startswith('UPDATE "accounts_user"')]
    assert len(written) == 1
    assert "is_active" not in written[0]


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("phone", "call me"), ("language", "xx")])
def test_a_bad_profile_names_the_field_and_keeps_the_rest(ben: Client, field: str, value: str) -> None:
    answer = ben.post("/profile", {"name": "Typed Name", "phone": "600100200", "language": "en", field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Typed Name" in answer.content.decode() or field == "name"
    assert "Beniamin" in ben.get("/profile").content.decode()


def test_staff_without_a_second_step_are_reminded_on_the_security_page_only(ben: Client, world: World) -> None:
    words = b"a password alone can be stolen"
    assert words in ben.get("/profile/security").content
    assert words not in ben.get("/profile").content
    cora = Client(headers={"accept-language": "en"})
    cora.force_login(world.cora, backend=BACKEND)
    assert words not in cora.get("/profile/security").content


def test_a_stranger_keeps_the_language_in_the_browser(world: World) -> None:
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/language", {"language": "pl", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    assert '<html lang="pl"' in client.get("/accounts/login/").content.decode()


def test_the_language_of_a_person_is_kept_with_them(ben: Client, world: World) -> None:
    ben.post("/language", {"language": "pl"})
    assert User.objects.get(pk=world.ben.pk).language == "pl"
    ben.post("/language", {"language": "xx"})
    assert User.objects.get(pk=world.ben.pk).language == "pl"


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_choosing_a_language_never_leads_away(world: World, away: str) -> None:
    assert Client().post("/language", {"language": "pl", "next": away}).url == "/"
