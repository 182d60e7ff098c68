"""Files of a reply in the customer's mail: small ones inside it, large ones by a link that needs no sign-in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from letters_out import mails
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files import mailed
from gwarant.files.models import Attachment
from gwarant.files.store import folder, store
from gwarant.notify.models import Delivery
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

LARGE = b"x" * 1_100_000


@pytest.fixture(autouse=True)
def _small_mails(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = tmp_path
    settings.ENV = replace(settings.ENV, files_dir=tmp_path, email_files=1)


@pytest.fixture
def ticket(house: World) -> Iterator[Ticket]:
    with scoped(ENGINE):
        shop = house.customers["SHOP"]
        yield actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=START)


def last(address: str) -> Delivery:
    return mails().filter(address=address).latest("pk")


def fetched(link: str) -> tuple[int, bytes]:
    answer: Any = Client().get(link)
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_large_file_of_a_reply_is_fetched_from_its_mail_until_the_link_or_the_file_ends(
    house: World, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [store(b"12:00 no basket\n", "shop.log"), store(LARGE, "film.bin")]
    actions.reply(ticket, "Look.", by=house.ben, now=START, files=files)
    told = last("cora@shop.example").payload
    assert [name for _, name, _ in told["files"]] == ["shop.log"]
    (link,) = re.findall(r"/files/\S+", told["text"])
    assert fetched(link) == (200, LARGE)
    polish = Client(headers={"accept-language": "pl"})
    polish.cookies["django_language"] = "en"  # no cookie is read
    cut = polish.get(f"{link[:-3]}abc")
    assert (cut.status_code, cut.headers["Content-Language"], ticket.key in cut.content.decode()) == (404, "pl", False)
    with monkeypatch.context() as later:
        later.setattr(mailed, "DAYS", -1)
        old = polish.get(link)
    said = (
        "Ten odnośnik wygasł albo jest niepełny",
        f"Plik jest w zgłoszeniu {ticket.key}.",
        f"/portal/tickets/{ticket.key}",
    )
    assert (old.status_code, [one for one in said if one not in old.content.decode()]) == (404, [])
    folder().path(files[1].sha256).unlink()
    assert fetched(link)[0] == 404


def test_files_of_a_note_never_leave_nor_do_earlier_ones_with_a_later_word(house: World, ticket: Ticket) -> None:
    actions.reply(ticket, "Look.", by=house.ben, now=START, files=[store(b"first\n", "first.log")])
    actions.note(ticket, "Ours.", by=house.ben, now=START, files=[store(b"secret\n", "secret.log")])
    actions.reply(ticket, "And?", by=house.ben, now=START)
    assert last("cora@shop.example").payload["files"] == []
    with scoped(ENGINE):
        hidden = Attachment.objects.get(name="secret.log")
    assert fetched(mailed.path_of(hidden.pk, hidden.sha256))[0] == 404


def test_the_house_reads_which_files_a_customer_sent(house: World, ticket: Ticket) -> None:
    actions.reply(ticket, "Here.", by=house.cora, now=START, files=[store(b"first\n", "first.log")])
    told = Delivery.objects.filter(medium="mail", address__endswith="house.example").latest("pk").payload
    assert ("first.log (6" in told["text"], told["files"]) == (True, [])
