"""Of what a colleague forwards, the one who wrote it is found, whichever program forwarded it."""

from datetime import UTC, datetime

import pytest
from samples import TOLD, letter, message

from gwarant.mail import Address, Mail, Original, read
from gwarant.mail.moments import local_moment

ANNA = Address("Anna Kowalska", "anna@shop.example")
AT = int(datetime(2026, 11, 27, 8, 30, tzinfo=UTC).timestamp())  # 9:30 in Warsaw
BODY = "Dzień dobry,\nsklep nie działa.\n"
FORWARDED = {
    "Gmail en": "---------- Forwarded message ---------\nFrom: Anna Kowalska <anna@shop.example>\n"
    "Date: Fri, Nov 27, 2026 at 9:30 AM\nSubject: Sklep\nTo: <jan@dom.example>\n\n\n",
    "Gmail pl": "---------- Forwarded message ---------\nOd: Anna Kowalska <anna@shop.example>\n"
    "Date: pt., 27 lis 2026 o 09:30\nSubject: Sklep\nTo: Jan <jan@dom.example>\n\n\n",
    "Gmail de": "---------- Forwarded message ---------\nVon: Anna Kowalska <anna@shop.example>\n"
    "Date: Fr., 27. Nov. 2026 um 09:30 Uhr\nSubject: Sklep\nTo: Jan <jan@dom.example>\n\n\n",
    "Outlook en": "________________________________\nFrom: Anna Kowalska <anna@shop.example>\n"
    "Sent: Friday, November 27, 2026 9:30 AM\nTo: Jan <jan@dom.example>\nSubject: Sklep\n\n",
    "Outlook pl": "From: Anna Kowalska <anna@shop.example> \nSent: Friday, November 27, 2026 9:30 AM\nTo: "
    "Jan\nSubject: Sklep\n\n",
    "Outlook pl words": "Od: Anna Kowalska <anna@shop.example>\nWysłano: piątek, 27 listopada 2026 09:30\n"
    "Do: Jan <jan@dom.example>\nDW: Piotr\nTemat: Sklep\n\n",
    "Outlook pl old": "-----Original Message-----\nOd: Anna Kowalska [mailto:anna@shop.example]\n"
    "Wysłano: 27 listopada 2026 09:30\nDo: Jan\nTemat: Sklep\n\n",
    "Outlook de": "Von: Anna Kowalska <anna@shop.example<mailto:anna@shop.example>>\n"
    "Gesendet: Freitag, 27. November 2026 09:30\nAn: Jan\nBetreff: Sklep\n\n",
    "Thunderbird en": "-------- Forwarded Message --------\nSubject: \tSklep\nDate: \tFri, 27 Nov 2026 "
    "09:30:00 +0100\n"
    "From: \tAnna Kowalska <anna@shop.example>\nTo: \tjan@dom.example\n\n\n\n",
    "Thunderbird pl": "-------- Przekazana wiadomość --------\nTemat: \tSklep\nData: \tFri, 27 Nov 2026 "
    "09:30:00 +0100\n"
    "Nadawca: \tAnna Kowalska <anna@shop.example>\nAdresat: \tjan@dom.example\n\n",
    "Thunderbird de": "-------- Weitergeleitete Nachricht --------\nBetreff: \tSklep\nDatum: \tFri, 27 Nov "
    "2026 09:30:00 +0100\n"
    "Von: \tAnna Kowalska <anna@shop.example>\nAn: \tjan@dom.example\n\n",
    "Apple en": "Begin forwarded message:\n\nFrom: Anna Kowalska <anna@shop.example>\nSubject: Sklep\n"
    "Date: 27 November 2026 at 09:30:00 CET\nTo: jan@dom.example\n\n",
    "Apple pl": "Początek przekazywanej wiadomości:\n\nOd: Anna Kowalska <anna@shop.example>\nTemat: Sklep\n"
    "Data: 27 listopada 2026 o 09:30:00 CET\nDo: jan@dom.example\n\n",
    "Apple de": "Anfang der weitergeleiteten Nachricht:\n\nVon: Anna Kowalska <anna@shop.example>\nBetreff: Sklep\n"
    "Datum: 27. November 2026 um 09:30:00 MEZ\nAn: jan@dom.example\n\n",
}


def original(text: str, subject: str = "Fwd: Sklep") -> Original | None:
    found = read(
        message(f"From: Jan <jan@dom.example>\nDate: Mon, 30 Nov 2026 09:00:00 +0100\nSubject: {subject}", text)
    )
    assert isinstance(found, Mail)
    return found.original


@pytest.mark.parametrize("subject", ["Fwd: Sklep", "FW: Sklep", "PD: Sklep", "WG: Sklep"])
@pytest.mark.parametrize("head", FORWARDED.values(), ids=FORWARDED.keys())
def test_who_wrote_a_forwarded_message_is_found(head: str, subject: str) -> None:
    assert original(f"Proszę o obsługę.\n\nJan\n\n{head}{BODY}", subject) == Original(ANNA, AT, "Sklep", BODY)


@pytest.mark.parametrize("name", ["Apple en", "Apple pl", "Apple de"])
def test_what_is_forwarded_with_marks_is_found(name: str) -> None:
    first, _, rest = FORWARDED[name].partition("\n\n")
    marked = "".join(f"> {line}\n" for line in (rest + BODY).splitlines())
    assert original(f"{first}\n\n{marked}") == Original(ANNA, AT, "Sklep", BODY)


def test_what_is_forwarded_as_html_is_found() -> None:
    found = read(TOLD)
    assert isinstance(found, Mail)
    assert found.original is not None
    assert (found.original.sender, found.original.date) == (Address("Anna", "anna@shop.example"), AT)
    assert found.original.text.startswith("Sklep nie działa.\n")
    assert found.words.strip() == "Proszę o obsługę."


def test_a_name_without_an_address_is_a_name() -> None:
    found = original("From: Kowalska Anna\nSent: Friday, November 27, 2026 9:30 AM\nTo: Jan\nSubject: Sklep\n\nx\n")
    assert found is not None
    assert found.sender == Address("Kowalska Anna", "")


@pytest.mark.parametrize("subject", ["Re: Sklep", "Odp: Sklep", "Odp: Fwd: Sklep"])
def test_an_answer_forwards_nothing(subject: str) -> None:
    assert original(f"Tak.\n\n{FORWARDED['Outlook pl words']}{BODY}", subject) is None
    assert original(f"Tak.\n\n{FORWARDED['Gmail pl']}{BODY}", subject) is None


def test_a_subject_alone_forwards_nothing() -> None:
    assert original("Zobacz proszę.\n") is None
    assert original(f"x\n{FORWARDED['Outlook pl words']}{BODY}", "Sklep") is None


def test_an_attached_message_is_read_with_its_files() -> None:
    inner = letter(Message_ID="<inner@shop.example>", Date="Fri, 27 Nov 2026 09:30:00 +0100")
    inner.add_attachment(b"png", "image", "png", filename="shot.png")
    outer = letter(Subject="Fwd: The shop is down", From="jan@dom.example")
    outer.add_attachment(inner)
    found = read(outer.as_bytes())
    assert isinstance(found, Mail)
    told = found.original
    assert told is not None
    assert (told.sender.address, told.date, told.subject) == ("anna@shop.example", AT, "The shop is down")
    assert (told.text, told.message_id, told.is_attached) == ("The shop is down.\n", "inner@shop.example", True)
    assert [one.name for one in told.attachments] == ["shot.png"]
    assert [one.name for one in found.attachments] == ["The shop is down.eml"]


def test_a_message_attached_that_cannot_be_read_is_a_file_alone() -> None:
    outer = message("From: a@b.example\nContent-Type: message/rfc822", "X-Junk: " + "x" * 70_000)
    found = read(outer)
    assert isinstance(found, Mail)
    assert (found.original, len(found.attachments)) == (None, 1)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Friday, November 27, 2026 9:30 AM", (2026, 11, 27, 9, 30)),
        ("Friday, November 27, 2026 12:05 AM", (2026, 11, 27, 0, 5)),
        ("piątek, 27 listopada 2026 21:30", (2026, 11, 27, 21, 30)),
        ("27.11.2026 09:30", (2026, 11, 27, 9, 30)),
        ("2026-11-27 09:30:15", (2026, 11, 27, 9, 30, 15)),
        ("11/27/2026 9:30:00 PM", (2026, 11, 27, 21, 30)),
        ("27/11/2026 09:30", (2026, 11, 27, 9, 30)),
        ("Dienstag, 3. März 2026 09:30", (2026, 3, 3, 9, 30)),
        ("wtorek, 6 października 2026 09:30", (2026, 10, 6, 9, 30)),
        ("mardi 4 août 2026 09:30", (2026, 8, 4, 9, 30)),
        ("viernes, 4 de diciembre de 2026 9:30", (2026, 12, 4, 9, 30)),
    ],
)
def test_times_for_people_are_read(text: str, local: tuple[int, ...]) -> None:
    assert local_moment(text, 3600) == int(datetime(*local, tzinfo=UTC).timestamp()) - 3600  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "yesterday", "31 lutego 2026 09:30", "2026-11-27", "09:30", "27 foo 2026 09:30"])
def test_times_that_say_too_little_are_none(text: str) -> None:
    assert local_moment(text, 0) is None
