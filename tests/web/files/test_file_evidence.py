"""Verification notices a file that was changed, taken away, or put beside an event that had none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine.sealing import GATHERED
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.ledger.actions import seal
from gwarant.ledger.filing import erase
from gwarant.reports.verifying import verify_all
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]


@pytest.fixture
def sent(house: World, ticket: Ticket, send: Send, tmp_path: Path, settings: Any) -> Attachment:
    settings.FILES_DIR = tmp_path / "files"
    file = SimpleUploadedFile("shop.log", b"ERROR", "text/plain")
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Here.", files=[file])
    with scoped(ENGINE):
        seal(ticket.customer_id, now() + GATHERED)
        return Attachment.objects.get()


def problems() -> list[str]:
    with scoped(ENGINE):
        return [one for one in verify_all().problems if "SHOP" in one]


def test_a_file_as_it_was_sent_is_fine_and_so_is_one_that_an_owner_erased(house: World, sent: Attachment) -> None:
    assert problems() == []
    erase(sent, by=house.olga, reason="A face in it.", now=now())
    assert problems() == []


def test_a_changed_file_is_found(sent: Attachment) -> None:
    folder().path(sent.sha256).write_bytes(b"FINE")
    (found,) = problems()
    assert "shop.log" in found
    assert "other bytes" in found


def test_a_missing_file_is_found(sent: Attachment) -> None:
    folder().path(sent.sha256).unlink()
    (found,) = problems()
    assert "shop.log" in found
    assert "gone" in found
