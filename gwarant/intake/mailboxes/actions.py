"""What people do with mailboxes: name one, change it, pause it, take it away."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.database.seal import seal
from gwarant.intake.booked import BOX, book_end, book_setting
from gwarant.intake.changes import Deed, Kind, note
from gwarant.intake.mailboxes.line import is_near
from gwarant.intake.mailboxes.models import Afterwards, Entrance, Mailbox, Security
from gwarant.oauth import ends_at, packed, warns_at
from gwarant.oauth.stored import NAMES, Stored

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
FORGOTTEN: dict[str, Any] = {
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


FACTS = tuple(one.name for one in fields(MailboxFacts))
PLACE = ("host", "port", "user", "folder")  # another one of these is another mailbox: what is older is not ours


class WrongMailbox(ValueError):
    """What is wrong, by the name of the fact: code `field`, text in `str()`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NameTaken(Exception):
    """There is a mailbox of that name already."""


class MailboxChanged(Exception):
    """Somebody changed, paused or ended it since the mark that was shown; `box` is how it stands, None: it is gone."""

    def __init__(self, box: Mailbox | None) -> None:
        super().__init__(str(box))
        self.box = box


def put_mailbox(
    name: str, facts: MailboxFacts, credential: Stored, *, by: User | None = None, now: datetime
) -> Mailbox:
    """Have a mailbox of that name read from now on. Another place than the one that was read begins anew."""
    with transaction.atomic():
        box = Mailbox.objects.select_for_update(no_key=True).filter(name=name).first()
        if box is None:
            return add_mailbox(name, facts, credential, by=by, now=now)
        return _stored(box, asdict(facts) | {"is_active": True}, credential, by, now)


def add_mailbox(name: str, facts: MailboxFacts, credential: Stored, *, by: User | None, now: datetime) -> Mailbox:
    """Have one more read from now on. WrongMailbox, NameTaken."""
    _check(name, facts)
    with transaction.atomic():
        if Mailbox.objects.filter(name=name).exists():
            raise NameTaken
        moments = dict.fromkeys(("created_at", "changed_at", "due_at", "connected_at"), now)
        box = Mailbox(name=name, **moments, **_cleaned(asdict(facts)))
        _seal(box, credential, now)
        note(Kind.MAILBOX, name, Deed.OPENED, by=by, now=now)
        book_setting(BOX, box, now)
        return box


def change_mailbox(
    box: Mailbox, changed: Mapping[str, Any], credential: Stored | None, *, seen: str, by: User | None, now: datetime
) -> Mailbox:
    """Change these facts, and nothing else; and its credential, if there is a new one. WrongMailbox, MailboxChanged."""
    with transaction.atomic():
        return _stored(_held(box, seen), changed, credential, by, now)


def pause_mailbox(
    name: str, *, is_active: bool, seen: str | None = None, by: User | None = None, now: datetime
) -> bool:
    """Stop reading it, or go on where it was left; whether there is one. MailboxChanged, where a mark is given."""
    with transaction.atomic():
        found = Mailbox.objects.select_for_update(no_key=True).filter(name=name).first()
        if found is None or (seen is not None and found.mark != seen):
            return _gone_or_changed(found, seen)
        told = {"is_active": is_active, "changed_at": now, "due_at": now, "connected_at": found.asked_since, **BEGUN}
        Mailbox.objects.filter(pk=found.pk).update(**told)
        if found.is_active != is_active:
            note(Kind.MAILBOX, name, Deed.RESUMED if is_active else Deed.PAUSED, by=by, now=now)
        book_setting(BOX, Mailbox.objects.get(pk=found.pk), now)
        return True


def read_soon(box: Mailbox, now: datetime) -> None:
    """A trial went through: what failed before is tried at once, and not when its turn comes."""
    Mailbox.objects.filter(pk=box.pk, is_active=True).exclude(failure="").update(due_at=now)


def remove_mailbox(name: str, *, why: str = "", seen: str | None = None, by: User | None = None, now: datetime) -> bool:
    """Forget it and its credential; messages that came from it stay, and that it was ended. Whether there was one."""
    with transaction.atomic():
        found = Mailbox.objects.select_for_update(no_key=True).filter(name=name).first()
        if found is None or (seen is not None and found.mark != seen):
            return _gone_or_changed(found, seen)
        facts = {"address": (found.address, ""), "host": (f"{found.host}:{found.port}", "")}
        note(Kind.MAILBOX, name, Deed.ENDED, facts=facts, why=why, by=by, now=now)
        book_end(BOX, found.pk, now)
        return bool(found.delete()[0])


def _gone_or_changed(found: Mailbox | None, seen: str | None) -> bool:
    if seen is not None:
        raise MailboxChanged(found)
    return False


def _held(box: Mailbox, seen: str) -> Mailbox:
    own = Mailbox.objects.select_for_update(no_key=True).filter(pk=box.pk).first()
    if own is None or own.mark != seen:
        raise MailboxChanged(own)
    return own


def _stored(
    own: Mailbox, changed: Mapping[str, Any], credential: Stored | None, by: User | None, now: datetime
) -> Mailbox:
    before = {name: getattr(own, name) for name in FACTS}
    after = before | {name: value for name, value in changed.items() if name in FACTS}
    _check(own.name, MailboxFacts(**after))
    after = _cleaned(after)
    facts = {name: (str(before[name]), str(after[name])) for name in FACTS if before[name] != after[name]}
    if credential is not None:
        facts["credential"] = ("", "")  # that it is new, and nothing more
    is_active = bool(changed.get("is_active", own.is_active))
    if not facts and is_active == own.is_active:
        return own
    told: dict[str, Any] = {**after, **BEGUN, "is_active": is_active, "changed_at": now, "due_at": now}
    told["connected_at"] = own.asked_since
    if own.uidvalidity is not None and any(before[name] != after[name] for name in PLACE):
        told |= FORGOTTEN | {"connected_at": now}  # of one that was never opened the place is put right
    for key, value in told.items():
        setattr(own, key, value)
    if credential is None:
        own.save()
    else:
        _seal(own, credential, now)
    note(Kind.MAILBOX, own.name, Deed.CHANGED, facts=facts, by=by, now=now)
    book_setting(BOX, own, now)
    return own


def _seal(box: Mailbox, credential: Stored, now: datetime) -> None:
    box.entrance, box.credential_at = Entrance(NAMES[type(credential)]), now
    box.ends_at = ends_at(credential)
    box.warns_at = warns_at(box.ends_at)
    box.save()  # what it is sealed for is its number
    box.sealed = seal(box.purpose, packed(credential))
    box.save(update_fields=["sealed"])


def _cleaned(facts: Mapping[str, Any]) -> dict[str, Any]:
    port = facts["port"] or PORTS[Security(facts["security"])]
    return {**facts, "port": port, "address": str(facts["address"]).lower()}


def _check(name: str, facts: MailboxFacts) -> None:
    if not (0 < len(name) <= 60 and name.isprintable()):
        raise WrongMailbox("name", _("it has 1 to 60 signs in one line"))
    local, _at, domain = facts.address.rpartition("@")
    if not (local and domain and facts.address.isprintable() and len(facts.address) <= 254):
        raise WrongMailbox("address", _("it is no name@domain"))
    if facts.security not in Security.values or facts.afterwards not in Afterwards.values:
        field = "security" if facts.security not in Security.values else "afterwards"
        raise WrongMailbox(field, _("it is not known"))
    if facts.security == Security.NONE and not is_near(facts.host):
        raise WrongMailbox("security", _("a line without encryption is for a server on this very machine only"))
    if not 0 <= facts.port < 65536:
        raise WrongMailbox("port", _("it is a number from 1 to 65535"))
    for field in ("host", "user", "folder", "moved_to"):
        text = getattr(facts, field)
        if not (text and text.isprintable() and len(text) <= 200):
            raise WrongMailbox(field, _("it has 1 to 200 signs in one line"))
    if facts.afterwards == Afterwards.MOVED and facts.moved_to == facts.folder:
        raise WrongMailbox("moved_to", _("it is another folder than the one that is read"))
