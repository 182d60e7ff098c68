"""Far too much sent at once is 413, says what may be sent, and gives the words back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.models import Attachment
from gwarant.tickets.models import Ticket
from gwarant.web.files import upload

Send = Callable[..., Any]
REPORT = {"system": "SHOP/shop", "title": "Basket is empty", "class_id": "serious", "text": "Since noon."}


@pytest.fixture(autouse=True)
def small(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_DIR = tmp_path / "files"
    monkeypatch.setattr(upload, "MB", 100)  # a file has 2.5 kB, a form 5 kB


def file(size: int, name: str = "disk.img") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x" * size)


@pytest.mark.parametrize("size", [21_000, 600_000], ids=["read on", "cut off"])
def test_files_that_are_far_too_large_are_413_with_the_form_as_it_was_typed(
    house: World, send: Send, size: int
) -> None:
    answer = send(house.cyryl, "/portal/report", **REPORT, files=[file(size)])
    assert answer.status_code == 413
    page = answer.content.decode()
    assert all(REPORT[one] in page for one in ("title", "text"))
    with translation.override(house.cyryl.language):
        assert upload.too_much() in answer.context["form"].errors["files"]
    assert 'name="held"' not in page
    assert send(house.cyryl, "/portal/report", **REPORT).status_code == 303


def test_a_reply_with_far_too_large_files_comes_back_too(house: World, ticket: Ticket, send: Send) -> None:
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/replies", text="See the disk.", files=[file(21_000)])
    assert answer.status_code == 413
    assert "See the disk." in answer.content.decode()


def test_a_thousand_files_are_left_out_without_a_thousand_sentences(house: World, send: Send) -> None:
    sent = [file(1, f"{one}.txt") for one in range(1010)]
    answer = send(house.cyryl, "/portal/report", **REPORT, files=sent)
    assert answer.status_code in (413, 422)
    assert REPORT["text"] in answer.content.decode()
    assert len(answer.context["form"].errors["files"]) <= upload.NAMED + 1
    with scoped(ENGINE):
        assert not Attachment.objects.exists()


@pytest.mark.parametrize("way", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("limit", ["DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS"])
def test_more_words_or_fields_than_any_page_has_are_413_and_say_what_to_do(
    house: World, client: Any, settings: Any, way: str, limit: str
) -> None:
    setattr(settings, limit, 3)
    client.force_login(house.cyryl)
    if way.startswith("multipart"):
        part = '--b\r\nContent-Disposition: form-data; name="a{}"\r\n\r\nlong words\r\n'
        body = "".join(part.format(one) for one in range(4)) + "--b--\r\n"
    else:
        body = "&".join(f"a{one}=long+words" for one in range(4))
    answer = client.post("/portal/report", body, content_type=way)
    assert answer.status_code == 413
    page = answer.content.decode()
    assert "Traceback" not in page
    with translation.override(house.cyryl.language):
        assert upload.limits() in page


def test_a_folder_that_takes_no_file_gives_the_words_back_and_says_so(
    house: World, send: Send, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "here").write_text("a file, and no folder")
    settings.FILES_DIR = tmp_path / "here"
    answer = send(house.cyryl, "/portal/report", **REPORT, files=[file(9)])
    assert answer.status_code == 422
    assert REPORT["text"] in answer.content.decode()
    assert "disk.img" in str(answer.context["form"].errors["files"])
