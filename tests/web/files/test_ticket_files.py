"""Files on reports, replies and notes: stored, shown to whom they concern, kept when a form comes back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from letters_out import mails
from sent_files import bomb, jpeg, png

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.ledger.filing import erase
from gwarant.ledger.models import Row
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.web.files import links, upload
from gwarant.web.moment import now

Send = Callable[..., Any]
REPORT = {"system": "SHOP/shop", "title": "Basket is empty", "class_id": "serious", "text": "Since noon."}
LOG = b"12:00 ERROR no basket\n"
SIGN = re.compile(r'name="held" value="([^"]+)"')


@pytest.fixture(autouse=True)
def files_dir(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def file(content: bytes = LOG, name: str = "shop.log") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def attachments() -> list[Attachment]:
    with scoped(ENGINE):
        return list(Attachment.objects.order_by("pk"))


@dataclass
class Fetched:
    """What a browser without any cookie was given."""

    status: int
    headers: Any
    body: bytes
    cookies: Any


def fetch(link: str, verb: str = "get", **more: Any) -> Fetched:
    answer: Any = getattr(Client(), verb)(link, **more)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Fetched(answer.status_code, answer.headers, content, answer.cookies)


def test_files_of_a_report_are_stored_shown_and_in_its_row_of_evidence(house: World, send: Send, visit: Send) -> None:
    screen = png()
    answer = send(house.cyryl, "/portal/report", **REPORT, files=[file(), file(screen, "screen.png")])
    assert answer.status_code == 303
    log, picture = attachments()
    assert (log.name, log.kind, log.size, log.is_public) == ("shop.log", "text/plain", len(LOG), True)
    assert (picture.kind, picture.width, picture.height) == ("image/png", 40, 30)
    with scoped(ENGINE):
        event = TicketEvent.objects.get(ticket__key=log.subject, number=1)
        row = Row.objects.get(uid=event.uid)
    hashes = f"{sha256(LOG).hexdigest()} {sha256(screen).hexdigest()}"
    assert event.files == hashes
    assert f'"files": "{hashes}"' in row.line
    page = visit(house.cyryl, answer.url).content.decode()
    assert f"{answer.url}/files/{log.pk}" in page
    assert f'src="{answer.url}/files/{picture.pk}/thumbnail"' in page


def test_a_download_reads_no_cookie_and_runs_nothing(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    send(
        house.cyryl,
        f"/portal/tickets/{ticket.key}/replies",
        text="Here.",
        files=[file(b"<script>alert(1)</script>", "a.html")],
    )
    (found,) = attachments()
    led = visit(house.cyryl, f"/portal/tickets/{ticket.key}/files/{found.pk}")
    assert (led.status_code, led.url[:7]) == (302, "/files/")
    assert "no-store" in led.headers["Cache-Control"]
    answer = fetch(led.url)
    assert answer.status == 200
    assert answer.body == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.html"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_link_is_good_for_ten_minutes_and_for_its_file_alone(
    house: World, ticket: Ticket, send: Send, visit: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Here.", files=[file(), file(b"other", "b.txt")])
    first, second = attachments()
    link = visit(house.cyryl, f"/portal/tickets/{ticket.key}/files/{first.pk}").url
    token = link.removeprefix("/files/")
    with monkeypatch.context() as later:
        later.setattr(links, "MINUTES", -1)
        over = fetch(link)
    assert (over.status, over.body) == (302, b"")
    door = over.headers["Location"].removeprefix(django_settings.ENV.url)
    assert door == f"/portal/tickets/{ticket.key}/files/{first.pk}"
    assert visit(house.zoe, door).status_code == 404
    again = visit(house.cyryl, door).url
    assert fetch(link).status == fetch(again).status == 200
    assert fetch(link, "post").status == 405
    assert fetch(link, "head").status == 200
    for wrong in (token[:-1], token[1:], "x", signing.dumps([second.pk, second.sha256, 0]), token.upper()):
        assert fetch(f"/files/{wrong}").status == 404


def test_an_outsider_finds_no_file(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Here.", files=[file()])
    (found,) = attachments()
    place = f"tickets/{ticket.key}/files/{found.pk}"
    assert visit(house.zoe, f"/portal/{place}").status_code == 404
    assert visit(house.celina, f"/portal/{place}").status_code == 302
    assert visit(house.ben, f"/desk/{place}").status_code == 302
    assert visit(house.cyryl, f"/desk/{place}").status_code == 404
    assert Client().get(f"/portal/{place}").url.startswith("/accounts/login")


def test_a_file_is_found_under_its_own_ticket_only(
    house: World, reported: Callable[[], Ticket], send: Send, visit: Send
) -> None:
    one, other = reported(), reported()
    send(house.cyryl, f"/portal/tickets/{one.key}/replies", text="Here.", files=[file()])
    (found,) = attachments()
    assert visit(house.cyryl, f"/portal/tickets/{other.key}/files/{found.pk}").status_code == 404
    assert visit(house.cyryl, f"/portal/tickets/{one.key}/files/{found.pk + 1}").status_code == 404
    assert visit(house.cyryl, f"/portal/tickets/{one.key}/files/{10**30}").status_code == 404


def test_a_file_of_an_internal_note_is_for_the_house_alone(
    house: World, ticket: Ticket, send: Send, visit: Send
) -> None:
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/notes", text="Look.", files=[file()])
    assert answer.status_code == 303
    (found,) = attachments()
    assert not found.is_public
    place = f"tickets/{ticket.key}"
    assert visit(house.ben, f"/desk/{place}/files/{found.pk}").status_code == 302
    assert visit(house.cyryl, f"/portal/{place}/files/{found.pk}").status_code == 404
    assert "shop.log" in visit(house.ben, f"/desk/{place}").content.decode()
    assert "shop.log" not in visit(house.cyryl, f"/portal/{place}").content.decode()


def test_a_file_says_something_without_a_word(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    place = f"tickets/{ticket.key}"
    assert send(house.ben, f"/desk/{place}/replies", text="").status_code == 422
    assert send(house.ben, f"/desk/{place}/replies", text="", files=[file()]).status_code == 303
    for noun in ("replies", "notes"):
        assert send(house.ben, f"/desk/{place}/{noun}", text="", files=[file(), file(b"2", "2")]).status_code == 303
    assert send(house.cyryl, f"/portal/{place}/replies", text=" ", files=[file(png(), "a.png")]).status_code == 303
    empty = send(house.cyryl, "/portal/report", **{**REPORT, "title": "", "text": " "})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["title"])
    for title, text, called in (("Till stands", "", "Till stands"), ("", "No. It fails!\nSince 9.", "No.")):
        one = send(house.cyryl, "/portal/report", **{**REPORT, "title": title, "text": text})
        assert f"<h1>{called}</h1>" in visit(house.cyryl, one.url).content.decode()
    report = send(house.cyryl, "/portal/report", **{**REPORT, "text": ""}, files=[file()])
    assert "Plik bez opisu" in visit(house.cyryl, report.url).content.decode()
    page = visit(house.ben, f"/desk/{place}").content.decode()
    assert (page.count("A file without words"), page.count("2 files without words")) == (2, 2)
    with scoped(ENGINE):
        letters = "\n".join(one.text for one in mails().order_by("pk"))
    for said in ("Cyryl Cichy sends a file without words.", "a.png", "[a file without words]", " plik bez opisu."):
        assert said in letters


def test_nobody_attaches_by_its_hash_what_they_did_not_send(house: World, ticket: Ticket, send: Send) -> None:
    send(house.ben, f"/desk/tickets/{ticket.key}/notes", text="Look.", files=[file()])
    (secret,) = attachments()
    for wrong in (secret.sha256, "x", signing.dumps([secret.sha256, 1, "text/plain", "a", 0, 0, house.cyryl.pk])):
        answer = send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Mine?", held=wrong)
        assert answer.status_code == 422
    assert (
        send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Mine?", files=secret.sha256).status_code == 303
    )
    assert attachments() == [secret]


def test_a_form_that_comes_back_has_its_files_and_does_not_ask_again(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **{**REPORT, "class_id": "none"}, files=[file(), file(png(), "b.png")])
    assert answer.status_code == 422
    page = answer.content.decode()
    signs = SIGN.findall(page)
    assert len(signs) == 2
    assert "shop.log" in page
    assert attachments() == []
    again = send(house.cyryl, "/portal/report", **REPORT, held=signs[:1], files=[file(b"new", "new.txt")])
    assert again.status_code == 303
    assert [one.name for one in attachments()] == ["shop.log", "new.txt"]


def test_files_stay_when_the_classes_of_another_system_are_asked_for(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **REPORT, look="1", files=[file()])
    assert answer.status_code == 200
    assert len(SIGN.findall(answer.content.decode())) == 1


def test_the_sign_of_a_file_is_good_for_whoever_sent_it_alone(house: World, send: Send) -> None:
    page = send(house.cyryl, "/portal/report", **{**REPORT, "class_id": "none"}, files=[file()]).content.decode()
    answer = send(house.cora, "/portal/report", **REPORT, held=SIGN.findall(page))
    assert answer.status_code == 422
    assert attachments() == []


def test_a_file_that_was_swept_meanwhile_is_asked_for_by_its_name(house: World, send: Send) -> None:
    page = send(house.cyryl, "/portal/report", **{**REPORT, "class_id": "none"}, files=[file()]).content.decode()
    folder().path(sha256(LOG).hexdigest()).unlink()
    answer = send(house.cyryl, "/portal/report", **REPORT, held=SIGN.findall(page))
    assert answer.status_code == 422
    assert "shop.log" in str(answer.context["form"].errors["files"])


def test_what_is_too_much_is_left_out_by_name_and_all_else_kept(
    house: World, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MB", 100)  # 25 files of 2.5 kB, together 5 kB
    sent = [
        file(b"x" * 3000, "large.bin"),
        file(b"y" * 2000, "one.bin"),
        file(b"z" * 2400, "two.bin"),
        file(b"w" * 1000, "three.bin"),
    ]
    answer = send(house.cyryl, "/portal/report", **REPORT, files=sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(REPORT[one] in page for one in ("title", "text"))
    errors = str(answer.context["form"].errors["files"])
    assert "large.bin" in errors
    assert "three.bin" in errors
    assert "one.bin" not in errors
    assert len(SIGN.findall(page)) == 2
    assert send(house.cyryl, "/portal/report", **REPORT, held=SIGN.findall(page)).status_code == 303
    assert [one.name for one in attachments()] == ["one.bin", "two.bin"]


def test_more_files_than_fit_are_left_out_by_name(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **REPORT, files=[file(b"%d" % one, f"{one}.txt") for one in range(23)])
    assert answer.status_code == 422
    assert len(SIGN.findall(answer.content.decode())) == 20
    assert "20.txt" in str(answer.context["form"].errors["files"])


def test_an_empty_file_is_left_out(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **REPORT, files=[file(b"", "nothing.txt")])
    assert answer.status_code == 422
    assert "nothing.txt" in str(answer.context["form"].errors["files"])


def test_a_conflict_keeps_the_files(house: World, ticket: Ticket, act: Send, send: Send) -> None:
    seen = ticket.events_count
    act("reply", ticket, "Meanwhile.", by=house.ben)
    place = f"/portal/tickets/{ticket.key}/replies"
    answer = send(house.cyryl, place, text="Mine.", seen=str(seen), files=[file()])
    assert answer.status_code == 409
    page = answer.content.decode()
    told = {"text": "Mine.", "seen": re.findall(r'name="seen" value="(\d+)"', page)[0], "held": SIGN.findall(page)}
    assert 'enctype="multipart/form-data"' in page
    assert send(house.cyryl, place, **told).status_code == 303
    assert [one.name for one in attachments()] == ["shop.log"]


@pytest.mark.parametrize("noun", ["replies", "questions", "notes", "calls", "restoration", "resolution"])
def test_whatever_the_house_says_can_carry_files(house: World, ticket: Ticket, send: Send, noun: str) -> None:
    told = {"text": "Said.", "went": "in", "contact_name": "Cora"}
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/{noun}", **told, files=[file()])
    assert answer.status_code == 303
    assert [one.name for one in attachments()] == ["shop.log"]


@pytest.mark.parametrize("noun", ["confirmation", "refusal"])
def test_an_answer_of_the_customer_can_carry_files(
    house: World, ticket: Ticket, act: Send, send: Send, noun: str
) -> None:
    act("resolve", ticket, "Fixed.", by=house.ben)
    answer = send(house.cyryl, f"/portal/tickets/{ticket.key}/{noun}", text="Look.", files=[file()])
    assert answer.status_code == 303
    assert [one.name for one in attachments()] == ["shop.log"]


def test_the_same_form_sent_twice_has_its_file_once(house: World, ticket: Ticket, send: Send) -> None:
    for _time in range(2):
        send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Here.", key="1" * 32, files=[file()])
    assert len(attachments()) == 1


def test_a_small_picture_is_drawn_anew_without_what_the_camera_told(
    house: World, ticket: Ticket, send: Send, visit: Send
) -> None:
    exif = b"Exif\x00\x00" + b"II*\x00\x08\x00\x00\x00\x00\x00" + b"GPS 52.2297 N"
    send(
        house.cyryl,
        f"/portal/tickets/{ticket.key}/replies",
        text="Look.",
        files=[file(jpeg(2000, 900, exif=exif), "photo.jpg")],
    )
    (found,) = attachments()
    answer = fetch(visit(house.cyryl, f"/portal/tickets/{ticket.key}/files/{found.pk}/thumbnail").url)
    drawn = answer.body
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == ("image/webp", "inline")
    assert drawn[8:12] == b"WEBP"
    assert b"GPS" not in drawn
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    "content",
    [bomb(), b"\x89PNG\r\n\x1a\nrubbish", png()[:60], b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["bomb", "rubbish", "half", "svg"],
)
def test_what_is_no_picture_is_a_name_to_download(
    house: World, ticket: Ticket, send: Send, visit: Send, content: bytes
) -> None:
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Look.", files=[file(content, "x.svg")])
    (found,) = attachments()
    place = f"/portal/tickets/{ticket.key}/files/{found.pk}"
    led = visit(house.cyryl, f"{place}/thumbnail")
    assert led.status_code == 404 or fetch(led.url).status == 404
    assert visit(house.cyryl, place).status_code == 302


def test_an_erased_file_is_named_and_not_served(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Here.", files=[file()])
    (found,) = attachments()
    link = visit(house.cyryl, f"/portal/tickets/{ticket.key}/files/{found.pk}").url
    erase(found, by=house.olga, reason="A face in it.", now=now())
    assert fetch(link).status == 404
    assert visit(house.cyryl, f"/portal/tickets/{ticket.key}/files/{found.pk}").status_code == 404
    page = visit(house.cyryl, f"/portal/tickets/{ticket.key}").content.decode()
    assert "shop.log" in page
    assert "Olga Owocna: A face in it." in page
    assert f"/files/{found.pk}" not in page


def test_a_host_of_its_own_serves_files_and_nothing_else(
    house: World, ticket: Ticket, send: Send, visit: Send, settings: Any
) -> None:
    settings.FILES_HOST = "files.example.com"
    settings.ALLOWED_HOSTS = ["testserver", "files.example.com"]
    send(house.cyryl, f"/portal/tickets/{ticket.key}/replies", text="Here.", files=[file()])
    (found,) = attachments()
    link = visit(house.cyryl, f"/portal/tickets/{ticket.key}/files/{found.pk}").url
    assert link.startswith("http://files.example.com/files/")
    path = link.removeprefix("http://files.example.com")
    assert fetch(path, headers={"Host": "files.example.com"}).body == LOG
    assert fetch(path).status == 404
    assert fetch("/portal/report", headers={"Host": "files.example.com"}).status == 404
