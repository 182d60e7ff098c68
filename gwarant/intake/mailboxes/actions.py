"""What people do with mailboxes: name one, change it, pause it, take it away."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gwarant.database.seal import seal
from gwarant.intake.mailboxes.line import is_near
from gwarant.intake.mailboxes.models import Afterwards, Entrance, Mailbox, Security
from gwarant.oauth import packed
from gwarant.oauth.stored import NAMES, Stored

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
FORGOTTEN: dict[str, Any] = {
    "connected_at": None,
    "uidvalidity": None,
    "last_uid": 0,
    "pending": [],
    "success_at": None,
}
BEGUN: dict[str, Any] = {
    "tries": 0,
    "failure": "",
    "said": "",
    "failing_since": None,
    "held_until": None,
    "alarmed_at": None,
}


@dataclass(frozen=True, kw_only=True)
class MailboxFacts:
    """Where a mailbox is, and what becomes of what was read."""

    address: str
    host: str
    user: str
    port: int = 0  # the usual one
    security: str = Security.TLS
    ca: str = ""
    folder: str = "INBOX"
    afterwards: str = Afterwards.MOVED
    moved_to: str = "Gwarant"


class WrongMailbox(ValueError):
    """What is wrong, by the name of the fact: code `field`, text in `str()`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def put_mailbox(name: str, facts: MailboxFacts, credential: Stored, *, now: datetime) -> Mailbox:
    """Have a mailbox of that name read from now on. Where it is another place than before, only what comes is read."""
    _check(name, facts)
    told = asdict(facts) | {"port": facts.port or PORTS[Security(facts.security)], "address": facts.address.lower()}
    with transaction.atomic():
        box = Mailbox.objects.select_for_update(no_key=True).filter(name=name).first()
        if box is None:
            box = Mailbox(name=name, created_at=now)
        elif (box.host, box.port, box.user, box.folder) != (facts.host, told["port"], facts.user, facts.folder):
            told |= FORGOTTEN
        for key, value in (told | BEGUN).items():
            setattr(box, key, value)
        box.entrance, box.is_active, box.changed_at, box.due_at = Entrance(NAMES[type(credential)]), True, now, now
        box.save()
        box.sealed = seal(box.purpose, packed(credential))
        box.save(update_fields=["sealed"])
        return box


def pause_mailbox(name: str, *, is_active: bool, now: datetime) -> bool:
    """Stop reading it, or go on where it was left; whether there is one."""
    found = Mailbox.objects.filter(name=name)
    return bool(found.update(is_active=is_active, changed_at=now, due_at=now, **BEGUN))


def remove_mailbox(name: str) -> bool:
    """Forget it and its credential; messages that came from it stay. Whether there was one."""
    return bool(Mailbox.objects.filter(name=name).delete()[0])


def _check(name: str, facts: MailboxFacts) -> None:
    if not (0 < len(name) <= 60 and name.isprintable()):
        raise WrongMailbox("name", "it has 1 to 60 signs in one line")
    local, _, domain = facts.address.rpartition("@")
    if not (local and domain and facts.address.isprintable() and len(facts.address) <= 254):
        raise WrongMailbox("address", "it is no name@domain")
    if facts.security not in Security.values or facts.afterwards not in Afterwards.values:
        field = "security" if facts.security not in Security.values else "afterwards"
        raise WrongMailbox(field, "it is not known")
    if facts.security == Security.NONE and not is_near(facts.host):
        raise WrongMailbox("security", "a line without encryption is for a server on this very machine only")
    if not 0 <= facts.port < 65536:
        raise WrongMailbox("port", "it is a number from 1 to 65535")
    for field in ("host", "user", "folder", "moved_to"):
        text = getattr(facts, field)
        if not (text and text.isprintable() and len(text) <= 200):
            raise WrongMailbox(field, "it has 1 to 200 signs in one line")
    if facts.afterwards == Afterwards.MOVED and facts.moved_to == facts.folder:
        raise WrongMailbox("moved_to", "it is another folder than the one that is read")
