"""An owner erases a file: what goes and what stays, a reason, a second look, and everybody reads why it went."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.ledger.models import Row
from gwarant.tickets.models import Ticket

Send = Callable[..., Any]
WHY = "Somebody in the picture asked for it."


@pytest.fixture
def found(house: World, ticket: Ticket, send: Send, tmp_path: Path, settings: Any) -> Attachment:
    settings.FILES_DIR = tmp_path / "files"
    sent = SimpleUploadedFile("face.txt", b"a face")
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Look.", files=[sent])
    with scoped(ENGINE):
        return Attachment.objects.get()


def test_a_reason_and_a_second_look_and_the_bytes_are_gone_and_everybody_reads_why(
    house: World, ticket: Ticket, found: Attachment, send: Send, visit: Send
) -> None:
    place = f"/desk/files/{found.pk}/erasure"
    assert place in visit(house.olga, f"/desk/tickets/{ticket.key}").content.decode()
    assert "/erasure" not in visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert found.sha256 in visit(house.olga, place).content.decode()
    assert send(house.olga, place, reason="  ", sure="1").status_code == 422
    second = send(house.olga, place, reason=WHY)
    assert second.status_code == 200
    assert WHY in second.content.decode()
    assert folder().has(found.sha256)
    assert send(house.olga, place, reason=WHY, sure="1").status_code == 303
    assert not folder().has(found.sha256)
    for who, at in ((house.celina, f"/portal/tickets/{ticket.key}"), (house.ben, f"/desk/tickets/{ticket.key}")):
        assert f"Olga Owocna: {WHY}" in visit(who, at).content.decode()
    assert send(house.olga, place, reason="Again.", sure="1").status_code == 409
    assert visit(house.olga, place).status_code == 200
    with scoped(ENGINE):
        line = Row.objects.get(type="file", subject=ticket.key).line
    assert f'"ticket": "{ticket.key}"' in line
    assert WHY not in line


def test_the_page_names_where_else_the_same_bytes_stand(
    house: World, ticket: Ticket, found: Attachment, send: Send, visit: Send
) -> None:
    again = SimpleUploadedFile("same.txt", b"a face")
    send(house.ben, "/desk/customers/SHOP/files", files=[again], seen_by="house")
    with scoped(ENGINE):
        other = Attachment.objects.get(name="same.txt")
    page = visit(house.olga, f"/desk/files/{found.pk}/erasure").content.decode()
    assert f"/desk/files/{other.pk}/erasure" in page
    send(house.olga, f"/desk/files/{found.pk}/erasure", reason=WHY, sure="1")
    assert folder().has(found.sha256)
