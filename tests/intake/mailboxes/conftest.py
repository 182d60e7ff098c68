"""A mailbox on a real server, Debian's dovecot, and on one of our own where it is not there or has to misbehave."""

import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from boxes_in import NOW, SHOP, Server
from certificates import serving_as
from dovecot import MISSING, PASSWORD, Dovecot, open_place
from imap_here import Here

from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.mailboxes.actions import MailboxFacts, put_mailbox
from gwarant.intake.mailboxes.models import Mailbox
from gwarant.oauth import Password

BEGAN = NOW - timedelta(days=1)


@pytest.fixture(scope="module")
def certificate() -> Iterator[tuple[ssl.SSLContext, Path]]:
    with open_place() as path:
        yield serving_as(path, "loopback", ("127.0.0.1",), BEGAN), path


@pytest.fixture(scope="module")
def dovecot(certificate: tuple[ssl.SSLContext, Path]) -> Iterator[Dovecot]:
    made = Dovecot(certificate[1])
    if not MISSING:
        made.start()
    yield made
    made.stop()


@pytest.fixture(params=["dovecot", "here"])
def server(request: pytest.FixtureRequest, certificate: tuple[ssl.SSLContext, Path]) -> Iterator[Server]:
    """Each test with each of the two."""
    if request.param == "here":
        yield from _here(certificate[0])
    elif MISSING:
        pytest.skip(MISSING)
    else:
        yield request.getfixturevalue("dovecot")


@pytest.fixture
def here(certificate: tuple[ssl.SSLContext, Path]) -> Iterator[Here]:
    yield from _here(certificate[0])


@pytest.fixture
def box_at(certificate: tuple[ssl.SSLContext, Path]) -> Callable[..., Mailbox]:
    """A mailbox of ours on a server; each user of dovecot's has a fresh one."""

    def made(
        server: Server, *, user: str = SHOP, password: str = PASSWORD, now: datetime = NOW, **more: Any
    ) -> Mailbox:
        port = server.imaps if isinstance(server, Dovecot) else server.port
        told = {
            "address": user,
            "host": "127.0.0.1",
            "port": port,
            "user": user,
            "ca": str(certificate[1] / "loopback.pem"),
        }
        with scoped(ENGINE):
            return put_mailbox("shop", MailboxFacts(**(told | more)), Password(password=password), now=now)

    return made


def _here(context: ssl.SSLContext) -> Iterator[Here]:
    made = Here(context)
    made.start()
    yield made
    made.stop()
