"""What tests of mailboxes share: messages that arrive, a look into a mailbox, and what we have of it then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from dovecot import Dovecot
from imap_here import Here

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.store import folder
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.mailboxes.visit import look_once
from gwarant.intake.models import RawMail
from gwarant.oauth import Tokens

SHOP = "shop@house.example"
NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - mail servers read the clock of this machine
Server = Dovecot | Here
BoxAt = Callable[..., Mailbox]
NUMBER = count(1)


def user() -> str:
    """Of dovecot each test has a mailbox of its own."""
    return f"user{next(NUMBER)}@house.example"


def message(text: str) -> bytes:
    return f"From: cora@shop.example\r\nSubject: {text}\r\n\r\n{text}\r\n".encode()


def read(box: Mailbox, now: datetime | None = None, tokens: Tokens | None = None) -> int:
    """One look; of a mailbox that failed before, as if the pause were over."""
    moment = now or NOW + timedelta(minutes=1)
    with scoped(ENGINE):
        Mailbox.objects.update(due_at=moment)
        return look_once(box.pk, "test", lambda: moment, tokens or Tokens())


def stored() -> list[bytes]:
    """The messages that we have, in the order in which they came."""
    found = []
    with scoped(ENGINE):
        for one in RawMail.objects.order_by("pk"):
            with folder().open(one.sha256) as content:
                found.append(content.read())
    return found


def state(box: Mailbox) -> Mailbox:
    with scoped(ENGINE):
        return Mailbox.objects.get(pk=box.pk)


def arrive(server: Server, owner: str, *texts: str, at: datetime | None = None) -> None:
    for text in texts:
        server.deliver(owner, message(text), at.timestamp() if at else None)
