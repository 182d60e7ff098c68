"""Mail beyond what is read: what fits is taken, and both sides are told what is not."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from letters_in import NOW, OURS, come, door, handled, mail, proven
from letters_out import mails

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.models import About, Attachment
from gwarant.intake.acting import WHOLE
from gwarant.intake.handling import handle
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import TOO_LARGE, receive
from gwarant.mail import Limits, Mail, Unreadable, read
from gwarant.tickets.models import Ticket
from gwarant.tickets.untaken import NAMED, untaken_words


def heavy(limit: int = 10_000) -> Callable[[bytes], Mail | Unreadable]:
    """A reader with a small budget."""
    return lambda raw: read(raw, Limits(size=limit))


def with_files(*files: tuple[str, int], sender: str = "Cora Czarnecka <cora@shop.example>") -> bytes:
    made = EmailMessage()
    told = {"From": sender, "To": "shop@house.example", "Subject": "The basket"}
    for name, value in told.items():
        made[name] = value
    made.set_content("See the film.\n\nOn 9 Jun 2026 at 10:00 Ben <ben@house.example> wrote:\n> Which basket?\n")
    for name, size in files:
        made.add_attachment(b"x" * size, "application", "octet-stream", filename=name)
    return made.as_bytes()


def taken(raw: bytes, now: datetime = NOW) -> RawMail:
    kept = receive(raw, way=Way.PIPE, box="shop@house.example", recipients=["shop@house.example"], now=now)
    with scoped(ENGINE):
        handle(kept.pk, heavy(), now)
        return RawMail.objects.select_related("ticket", "event__message").get(pk=kept.pk)


def test_of_a_mail_beyond_the_budget_all_that_fits_is_taken_and_the_rest_told_to_both_sides(house: World) -> None:
    door(house, service=house.services["SHOP", "shop"])
    raw = with_files(("log.txt", 2000), ("film.mp4", 90_000))
    found = taken(raw)
    assert (found.outcome, found.ticket is not None) == (Outcome.TICKET, True)
    assert found.event is not None
    assert found.ticket is not None
    with scoped(ENGINE):
        files = {one.name: one.sha256 for one in Attachment.objects.of(About.TICKET, found.ticket.key)}
        letters = {one.address: one.text for one in mails().filter(notice__ref=found.ticket.key)}
    assert (found.ticket.title, [*files]) == ("The basket", ["log.txt", WHOLE])
    assert files[WHOLE] == found.sha256
    told = "film.mp4 (90 kB): więcej, niż czytamy z jednej wiadomości"
    assert found.event.message.body.startswith(f"[Nie przyjęto z tej wiadomości: {told}. Cała wiadomość leży przy")
    assert "See the film." in found.event.message.body
    receipt = letters["cora@shop.example"]
    assert f"Nie przyjęto z nim:\n• {told}" in receipt
    assert "Mamy z nim 1 plik." in receipt
    assert "System: Sklep internetowy. Klasa: " in receipt
    assert told in letters["alice@house.example"], "above what the mail quotes"


def test_the_receipt_says_nothing_of_what_is_not_known(house: World) -> None:
    door(house, "pomoc@house.example", None)
    found = come(mail("zoe@clinic.example", to="pomoc@house.example"), "pomoc@house.example")
    assert found.ticket is not None
    with scoped(ENGINE):
        letter = mails().filter(notice__user=house.zoe, notice__ref=found.ticket.key).latest("pk").text
    assert "System:" not in letter
    assert not any(word in letter for word in ("Mamy z nim", "Nie przyjęto"))
    assert "Klasa: " in letter, "its contract is known"


def test_of_a_message_whose_rest_lies_in_its_mailbox_the_words_are_taken(house: World) -> None:
    door(house)
    raw = with_files(("log.txt", 200), ("dump.bin", 9000))[:2600]
    told = {"way": Way.IMAP, "box": "shop@house.example", "recipients": ["shop@house.example"]}
    kept = receive(raw, reason=TOO_LARGE, now=NOW, **told)
    found = handled(kept, NOW)
    assert (found.outcome, found.event is not None) == (Outcome.TICKET, True)
    assert found.ticket is not None
    with scoped(ENGINE):
        body = Ticket.objects.get(pk=found.ticket.pk).events.get().message.body
        names = [one.name for one in Attachment.objects.of(About.TICKET, found.ticket.key)]
    assert (found.ticket.title, names) == ("The basket", ["log.txt"])
    assert "dump.bin: wiadomość jest za duża" in body
    assert "Cała wiadomość leży w skrzynce, do której przyszła." in body
    assert "See the film." in body


def test_a_mail_that_a_colleague_forwarded_does_not_lie_whole_with_the_customers_ticket(
    house: World, settings: Any
) -> None:
    settings.MAIL_AUTH_SERVERS = frozenset({OURS})
    door(house, service=house.services["SHOP", "shop"])
    raw = with_files(("film.mp4", 90_000), sender="Ben <ben@house.example>")
    above = "They are angry.\n\n---------- Forwarded message ---------\nFrom: Cora <cora@shop.example>\n"
    raw = raw.replace(b"See the film.\n", (above + "Date: 9 Jun 2026\nSubject: Basket\n\nSee the film.\n").encode())
    found = taken(f"Authentication-Results: {proven()}\n".encode() + raw)
    assert (found.reason, found.ticket is not None) == ("forwarded", True)
    assert found.ticket is not None
    with scoped(ENGINE):
        assert not Attachment.objects.of(About.TICKET, found.ticket.key).exists()
        receipt = mails().filter(address="cora@shop.example", notice__ref=found.ticket.key).get().text
    assert "film.mp4 (90 kB): pozostał w wiadomości, którą nam przekazano" in receipt
    assert "angry" not in receipt


def test_of_very_many_files_that_were_not_taken_the_first_are_named_and_the_others_counted() -> None:
    many = [(f"{n}.bin", 0, "too_large") for n in range(14)]
    assert len([*untaken_words(many)]) == NAMED + 1
    assert [*untaken_words(many)][-1] == "and 4 more"
