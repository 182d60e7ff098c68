"""Mailboxes, for the command line."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from gwarant.cli.terminal import unusable
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.clock import clock
from gwarant.engine.heartbeat import name_of_engine
from gwarant.engine.mailboxes import tokens_within
from gwarant.intake.mailboxes.actions import MailboxFacts, WrongMailbox, pause_mailbox, put_mailbox, remove_mailbox
from gwarant.intake.mailboxes.alarms import failing, why
from gwarant.intake.mailboxes.credentials import Missing, credential_of
from gwarant.intake.mailboxes.failure import ReadingFailed, sentence
from gwarant.intake.mailboxes.holding import NotOurs
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.mailboxes.visit import look_once
from gwarant.intake.whose import is_nobodys
from gwarant.oauth import SignInFailed
from gwarant.oauth import sentence as sign_in_sentence
from gwarant.oauth.stored import Stored

PATIENCE = 60  # seconds that an engine which reads it already may take to say how it went
PARTS = {"microsoft": "tenant", "google": "key_file", "refresh": "refresh_token"}  # option → part of a credential
OPTIONS = {"afterwards": "--after", "moved_to": "--moved-to"}
NOBODYS = (
    "{address} is nobody's yet: add it at the desk under Mail, Addresses and senders, and say whose it is. "
    "Until then mail of senders who are not known waits for people."
)
Tell = Callable[[str], object]


def listed() -> list[dict[str, Any]]:
    """Each mailbox with how it goes; no secret."""
    now = clock()
    with scoped(ENGINE):
        late = {box.pk for box in failing(now)}
        return [_told(box, box.pk in late) for box in Mailbox.objects.order_by("name")]


def add(name: str, place: Mapping[str, Any], shown: Mapping[str, str], tell: Tell, *, is_checked: bool) -> bool:
    """Keep a mailbox and sign in to it once; whether something is wrong with it, which is told."""
    credential = given_credential(place, shown)
    with scoped(ENGINE):
        try:
            box = put_mailbox(name, MailboxFacts(**place), credential, now=clock())
        except WrongMailbox as wrong:
            option = OPTIONS.get(wrong.field, "NAME" if wrong.field == "name" else f"--{wrong.field}")
            raise unusable(option, str(wrong)) from None
        tell(f"The mailbox {name} is kept; its credential is encrypted under the secret key.")
        failed = _first_look(box) if is_checked else ""
        if is_nobodys([box.address]):
            tell(NOBODYS.format(address=box.address))
    if failed:
        tell(f"{failed}: {sentence(failed, get_language() or 'en')}")
        tell("An engine goes on trying.")
    elif is_checked:
        tell(f"{box.user} is signed in at {box.host}: what comes from now on is read by the engine.")
    return bool(failed)


def pause(name: str, *, is_active: bool) -> None:
    with scoped(ENGINE):
        _known(name, pause_mailbox(name, is_active=is_active, now=clock()))


def remove(name: str) -> None:
    with scoped(ENGINE):
        _known(name, remove_mailbox(name, now=clock()))


def _known(name: str, is_there: bool) -> None:
    if not is_there:
        raise unusable("NAME", f"there is no mailbox {name!r}", "gwarant mail boxes names them")


def _told(box: Mailbox, is_late: bool) -> dict[str, Any]:
    state = "paused" if not box.is_active else "failing" if is_late else "trying again" if box.failure else "read"
    failure = box.failure or (why(box) if is_late else "")
    return {
        "name": box.name,
        "state": state,
        "address": box.address,
        "host": box.host,
        "port": box.port,
        "security": box.security,
        "user": box.user,
        "entrance": box.entrance,
        "folder": box.folder,
        "afterwards": box.afterwards,
        "moved_to": box.moved_to,
        "success_at": _iso(box.success_at),
        "failing_since": _iso(box.failing_since),
        "failure": failure,
        "said": box.said,
        "sentence": sentence(failure, get_language() or "en") if failure else "",
        "pending": len(box.pending),
    }


def _iso(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def given_credential(place: Mapping[str, Any], shown: Mapping[str, str]) -> Stored:
    """The credential that was given, of exactly one kind."""
    given = [kind for kind in ("password", "microsoft", "google", "refresh") if shown[kind]]
    if len(given) != 1:
        hint = "give a password, --microsoft, --google or --refresh-token-file"
        raise unusable("NAME", f"it has {len(given)} credentials instead of one", hint)
    told = {PARTS.get(name, name): value for name, value in shown.items()}
    try:
        return credential_of(given[0], told, place["user"])
    except SignInFailed as failed:
        raise unusable("NAME", sign_in_sentence(failed, "en")) from None
    except Missing as missing:
        needed = ", ".join(f"--{one.replace('_', '-')}" for one in missing.parts)
        option = "--refresh-token-file" if given[0] == "refresh" else f"--{given[0]}"
        raise unusable(option, f"needs {needed} too") from None


def _first_look(box: Mailbox) -> str:
    """Sign in and open the folder; the code of what is wrong. An engine may have been faster: its outcome counts."""
    try:
        look_once(box.pk, name_of_engine(), clock, tokens_within())
    except ReadingFailed as failed:
        return failed.code
    except NotOurs:
        return _waited_for(box)
    return ""


def _waited_for(box: Mailbox) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = Mailbox.objects.get(pk=box.pk)
        if found.failure or found.success_at:
            return found.failure
        time.sleep(0.5)
    return "not_read"
