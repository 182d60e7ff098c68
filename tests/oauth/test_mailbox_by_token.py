"""A mailbox is entered by token: of Microsoft's application, Google's service account, a refresh token, all sealed."""

import ssl
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from imap_here import Here
from providers import NOW, OUTLOOK, Google, Microsoft, Provider

from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import open_
from gwarant.intake.mailboxes.actions import MailboxFacts, put_mailbox
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.intake.mailboxes.visit import look_once
from gwarant.intake.models import RawMail
from gwarant.oauth import GoogleService, MicrosoftApp, Refresh, Tokens, ask, unpacked
from gwarant.oauth.stored import Stored
from gwarant.safe_http import Policy

DESK = "desk@house.example"
GMAIL = "https://mail.google.com/"


@pytest.fixture
def here(tls: tuple[ssl.SSLContext, str]) -> Iterator[Here]:
    made = Here(tls[0], host="127.0.0.2")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def tokens(policy: Policy) -> Tokens:
    return Tokens(partial(ask, policy=policy))


def opens_for(provider: Provider, here: Here, audience: str) -> None:
    """Let the mail server take this provider's tokens for that audience, and nothing else."""

    def lets_in(mechanism: str, answer: str) -> bool:
        told = b64decode(answer).decode()
        token = told.removeprefix(f"user={DESK}\x01auth=Bearer ").removesuffix("\x01\x01")
        fits = told == f"user={DESK}\x01auth=Bearer {token}\x01\x01"
        return mechanism == "XOAUTH2" and fits and provider.tokens.get(token) == audience

    here.lets_in = lets_in


def box_by(credential: Stored, here: Here, tls: tuple[ssl.SSLContext, str]) -> Mailbox:
    facts = MailboxFacts(address=DESK, host="127.0.0.2", port=here.port, user=DESK, ca=tls[1])
    with scoped(ENGINE):
        return put_mailbox("desk", facts, credential, now=NOW)


def read(box: Mailbox, tokens: Tokens, now: datetime = NOW) -> int:
    with scoped(ENGINE):
        Mailbox.objects.update(due_at=now)
        return look_once(box.pk, "test", lambda: now, tokens)


def reads(box: Mailbox, here: Here, tokens: Tokens) -> None:
    assert read(box, tokens) == 0
    here.deliver(DESK, b"Subject: by token\r\n\r\nhello\r\n")
    assert read(box, tokens) == 1
    with scoped(ENGINE):
        assert RawMail.objects.get().box == DESK


def test_by_microsofts_application(
    db: None, here: Here, tokens: Tokens, tls: tuple[ssl.SSLContext, str], microsoft: Microsoft, app: MicrosoftApp
) -> None:
    opens_for(microsoft, here, OUTLOOK)
    reads(box_by(app, here, tls), here, tokens)
    assert len(microsoft.asked) == 1


def test_by_googles_service_account(
    db: None, here: Here, tokens: Tokens, tls: tuple[ssl.SSLContext, str], google: Google, service: GoogleService
) -> None:
    opens_for(google, here, GMAIL)
    reads(box_by(service, here, tls), here, tokens)


def test_a_refresh_token_that_is_followed_by_another_is_sealed_in_its_place(
    db: None, here: Here, tokens: Tokens, tls: tuple[ssl.SSLContext, str], refreshed: Provider, refresh: Refresh
) -> None:
    here.lets_in = lambda _mechanism, answer: b64decode(answer).decode().split("Bearer ")[1][:-2] in refreshed.tokens
    box = box_by(refresh, here, tls)
    refreshed.more = {"refresh_token": "second"}
    read(box, tokens)
    with scoped(ENGINE):
        box.refresh_from_db()
    kept = unpacked(open_(box.purpose, box.sealed))
    assert isinstance(kept, Refresh)
    assert kept.refresh_token == "second"


def test_a_token_that_the_mail_server_refuses_is_asked_for_anew(
    db: None, here: Here, tokens: Tokens, tls: tuple[ssl.SSLContext, str], microsoft: Microsoft, app: MicrosoftApp
) -> None:
    box = box_by(app, here, tls)
    here.lets_in = lambda _mechanism, _answer: False
    with pytest.raises(ReadingFailed, match="login_refused"):
        read(box, tokens)
    opens_for(microsoft, here, OUTLOOK)
    read(box, tokens, NOW + timedelta(minutes=1))
    assert len(microsoft.asked) == 2


def test_a_provider_that_refuses_is_the_mailboxs_failure(
    db: None, here: Here, tokens: Tokens, tls: tuple[ssl.SSLContext, str], microsoft: Microsoft, app: MicrosoftApp
) -> None:
    microsoft.registered.clear()
    box = box_by(app, here, tls)
    with pytest.raises(ReadingFailed, match="invalid_client"):
        read(box, tokens)
    with scoped(ENGINE):
        box.refresh_from_db()
    assert (box.failure, box.due_at - NOW) == ("invalid_client", timedelta(minutes=1))
    assert here.heard == []
