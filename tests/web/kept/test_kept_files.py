"""Files of a form that came too late: they stand there again with their words, and are not asked for a second time."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gwarant.accounts.models import KeptForm, User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import PASSWORD, World
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.tickets.models import Ticket

SIGN = re.compile(r'type="checkbox" name="held" value="([^"]+)" checked')


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, user)
    client.get("/profile")
    return client


def sign_in(client: Client, user: User) -> None:
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def late(client: Client, ticket: Ticket) -> str:
    """Send a reply with a file after the session has ended; its address."""
    place = f"/portal/tickets/{ticket.key}/replies"
    told = {"csrfmiddlewaretoken": client.cookies[configured.CSRF_COOKIE_NAME].value, "text": "Here is the log."}
    client.cookies[configured.SESSION_COOKIE_NAME] = "ended"
    client.post(place, {**told, "files": SimpleUploadedFile("shop.log", b"ERROR")})
    return place


def test_a_file_stands_in_its_form_after_signing_in_again_and_is_sent_with_it(house: World, ticket: Ticket) -> None:
    client = signed_in(house.cyryl)
    place = late(client, ticket)
    sign_in(client, house.cyryl)
    page = client.get("/kept", follow=True).content.decode()
    assert "Here is the log." in page
    assert "shop.log" in page
    (sign,) = SIGN.findall(page)
    assert client.post(place, {"text": "Here is the log.", "held": sign}).status_code == 303
    with scoped(ENGINE):
        assert [one.name for one in Attachment.objects.all()] == ["shop.log"]


def test_a_stranger_leaves_no_file_behind(house: World, ticket: Ticket) -> None:
    client = Client()
    client.post(f"/portal/tickets/{ticket.key}/replies", {"text": "x", "files": SimpleUploadedFile("a.log", b"spam")})
    assert not KeptForm.objects.exists()
    assert list(folder().names()) == []
    assert list(folder().incoming().iterdir()) == []


def test_somebody_else_who_signs_in_there_cannot_send_the_file(house: World, ticket: Ticket) -> None:
    client = signed_in(house.cyryl)
    place = late(client, ticket)
    with scoped(ENGINE):
        sign = next(value for name, value in KeptForm.objects.get().fields if name == "held")
    sign_in(client, house.cora)
    assert client.post(place, {"text": "Mine?", "held": sign}).status_code == 422
