"""Files that go with a mail."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest
from django.conf import settings
from letters import NOW, plain

from gwarant.files.folder import Folder
from gwarant.notify.enclosed import MB, Enclosed, parted
from gwarant.notify.letter import Letter
from gwarant.notify.media.mail import envelope_of
from gwarant.notify.medium import Parcel, Reader
from gwarant.notify.news import About, News
from gwarant.notify.render import render
from gwarant.tickets.words import Replied

CORA = Reader("cora@shop.example", "en", "House", "Acme Shop")
BEN = replace(CORA, is_staff=True)
LOG, MOVIE = (
    Enclosed(1, "a" * 64, "log.txt", "text/plain", 1000),
    Enclosed(2, "b" * 64, "film.mp4", "video/mp4", 9 * MB),
)


def letter(*files: Enclosed) -> Letter:
    return replace(plain("en"), files=files)


def names(files: tuple[Enclosed, ...]) -> list[str]:
    return [one.name for one in files]


def test_small_files_go_inside_and_large_ones_are_linked_in_their_order() -> None:
    two = replace(LOG, number=3, name="two.txt", size=4 * MB)
    third = replace(LOG, number=4, name="three.txt", size=2 * MB)
    inside, linked = parted((MOVIE, two, LOG, third), 5)
    assert (names(inside), names(linked)) == (["log.txt", "three.txt"], ["film.mp4", "two.txt"])
    assert parted((LOG,), 0) == ((), (LOG,))


def test_what_mail_servers_refuse_is_linked_however_small_it_is() -> None:
    assert parted((replace(LOG, name="run.EXE"),), 5)[0] == ()
    assert names(parted((replace(LOG, name="js"), replace(LOG, name="a.json")), 5)[0]) == ["a.json"]


@pytest.mark.parametrize(("lang", "said"), [("en", ("Attached:", "30 days")), ("pl", ("W załączniku:", "30 dni"))])
def test_text_and_html_say_what_is_attached_and_how_long_links_last(lang: str, said: tuple[str, str]) -> None:
    told = render(letter(LOG, MOVIE), replace(CORA, language=lang), settings.ENV)
    for part in (told["text"], told["html"]):
        assert all(one in part for one in (*said, "log.txt (1 kB)", "film.mp4 (9 MB)"))
        assert part.count(f"{settings.ENV.files_url}/files/") == 1
    assert told["files"] == [[LOG.sha256, "log.txt", "text/plain"]]


def test_the_houses_own_people_read_which_files_stand_in_the_ticket() -> None:
    told = render(letter(LOG), BEN, settings.ENV)
    assert "Files in the ticket:\nlog.txt" in told["text"]
    assert (told["files"], "/files/" in told["text"]) == ([], False)


def test_the_bytes_go_inside_under_their_name_and_what_was_erased_is_left_out(tmp_path: Path) -> None:
    kept = Folder(tmp_path).keep(b"all of it")
    files = [[kept.sha256, "żółw.txt", "text/plain"], ["c" * 64, "gone.txt", "text/plain"]]
    ways = replace(settings.ENV, files_dir=tmp_path)
    payload = {**render(plain("en"), CORA, ways), "files": files}
    parcel = Parcel("SHOP-42:3:7", CORA.address, "en", payload, NOW)
    content = envelope_of(parcel, ways).content
    message = cast(EmailMessage, message_from_bytes(content, policy=default))
    (sent,) = message.iter_attachments()
    assert (sent.get_filename(), sent.get_payload(decode=True)) == ("żółw.txt", b"all of it")
    assert "It works" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert envelope_of(parcel, ways).content == content


def test_files_without_a_word_come_from_a_person_too() -> None:
    news = News(told=Replied(key="SHOP-42", who="Ben"), kind="answer", about=About.TICKET)
    assert [replace(news, files=files).letter("en").is_word for files in ((), (LOG,))] == [False, True]
