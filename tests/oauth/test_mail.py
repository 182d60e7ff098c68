"""A token opens a mailbox over IMAP and SMTP, and what does not open it is told."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from imaplib import IMAP4, IMAP4_SSL
from smtplib import SMTP, SMTP_SSL, SMTPException

import pytest
from loopback import serving
from mail_servers import PASSWORD, Mail
from providers import GRAPH, NOW, OUTLOOK, Google, Microsoft

from gwarant.oauth import (
    GoogleService,
    MicrosoftApp,
    Password,
    SignInFailed,
    Token,
    ask,
    enter_imap,
    enter_smtp,
    xoauth2,
)
from gwarant.safe_http import Policy

Tls = tuple[ssl.SSLContext, str]
DESK = "desk@house.example"
GOOD = Token(access="good", expires_at=NOW + timedelta(hours=1))
BAD = Token(access="bad", expires_at=NOW + timedelta(hours=1))


@contextmanager
def imap(mail: Mail, tls: Tls) -> Iterator[IMAP4]:
    with serving(mail.imap, context=tls[0], reads=lambda _sock: b"nothing") as server:
        client = IMAP4_SSL(server.host, server.port, ssl_context=ssl.create_default_context(cafile=tls[1]), timeout=5)
        try:
            yield client
        finally:
            with suppress(IMAP4.error, OSError):
                client.shutdown()


@contextmanager
def smtp(mail: Mail, tls: Tls) -> Iterator[SMTP]:
    with serving(mail.smtp, context=tls[0], reads=lambda _sock: b"nothing") as server:
        context = ssl.create_default_context(cafile=tls[1])
        with SMTP_SSL(server.host, server.port, context=context, timeout=5) as client:
            client.ehlo()
            yield client
            with suppress(SMTPException):
                client.quit()


def here(is_google: bool = False, offers: str = "XOAUTH2 PLAIN") -> Mail:
    return Mail({"good": OUTLOOK}, OUTLOOK, is_google=is_google, offers=offers)


def test_the_string_is_the_documented_one() -> None:
    """The example that Google and Microsoft print."""
    assert xoauth2("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg") == (
        "user=someuser@example.com\x01auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\x01\x01"
    )


@pytest.mark.parametrize(
    ("user", "token"),
    [
        ("a\x01auth=Bearer x", "t"),
        ("a\r\nb", "t"),
        ("", "t"),
        ("a", "t\x01"),
        ("a", "t u"),
        ("a", "t\n"),
        ("a", "ż"),
        ("a" * 400, "t"),
    ],
)
def test_a_sign_that_would_end_a_field_is_refused(user: str, token: str) -> None:
    with pytest.raises(ValueError):
        xoauth2(user, token)


def test_an_application_reads_and_sends_at_microsoft(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy, tls: Tls
) -> None:
    mail = Mail(microsoft.tokens, OUTLOOK)
    token = ask(app, NOW, policy)
    with imap(mail, tls) as reading, smtp(mail, tls) as sending:
        enter_imap(reading, DESK, token)
        enter_smtp(sending, DESK, token)
        assert (mail.entered, reading.noop()[0]) == ([DESK, DESK], "OK")


def test_a_token_for_graph_does_not_open_imap(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy, tls: Tls
) -> None:
    token = ask(replace(app, scope=GRAPH), NOW, policy)
    with imap(Mail(microsoft.tokens, OUTLOOK), tls) as reading, pytest.raises(SignInFailed) as caught:
        enter_imap(reading, DESK, token)
    assert caught.value.code == "login_refused"


def test_a_service_account_reads_at_google(google: Google, service: GoogleService, policy: Policy, tls: Tls) -> None:
    mail = Mail(google.tokens, "https://mail.google.com/", is_google=True)
    token = ask(service, NOW, policy)
    with imap(mail, tls) as reading, smtp(mail, tls) as sending:
        enter_imap(reading, DESK, token)
        enter_smtp(sending, DESK, token)
    assert mail.entered == [DESK, DESK]


@pytest.mark.parametrize(("is_google", "status"), [(True, "400"), (False, "")])
def test_a_token_that_is_not_taken_is_told_and_the_line_goes_on(tls: Tls, is_google: bool, status: str) -> None:
    """The challenge with the error gets an empty answer, as the protocol asks."""
    mail = here(is_google)
    with imap(mail, tls) as reading:
        with pytest.raises(SignInFailed) as caught:
            enter_imap(reading, DESK, BAD)
        assert (caught.value.code, caught.value.said) == ("login_refused", status)
        enter_imap(reading, DESK, GOOD)
    assert mail.entered == [DESK]
    assert ("\r\n" in mail.heard) == is_google


@pytest.mark.parametrize("is_google", [True, False])
def test_the_same_for_sending(tls: Tls, is_google: bool) -> None:
    mail = here(is_google)
    with smtp(mail, tls) as sending:
        with pytest.raises(SignInFailed) as caught:
            enter_smtp(sending, DESK, BAD)
        assert (caught.value.code, caught.value.said) == ("login_refused", "535")
        enter_smtp(sending, DESK, GOOD)
    assert mail.entered == [DESK]
    assert "AUTH XOAUTH2\r\n" in mail.heard


def test_a_user_who_would_end_a_field_is_not_shown(tls: Tls) -> None:
    mail = here()
    with imap(mail, tls) as reading, pytest.raises(SignInFailed) as caught:
        enter_imap(reading, "desk\x01auth=Bearer good\x01", GOOD)
    assert (caught.value.code, mail.entered) == ("login_refused", [])


def test_a_mailbox_that_is_not_there_or_not_ours_is_refused(tls: Tls) -> None:
    with imap(here(), tls) as reading, pytest.raises(SignInFailed) as caught:
        enter_imap(reading, "boss@house.example", GOOD)
    assert caught.value.code == "login_refused"


def test_a_server_that_offers_no_sign_in_by_token_is_told(tls: Tls) -> None:
    with imap(here(offers="PLAIN"), tls) as reading, pytest.raises(SignInFailed) as one:
        enter_imap(reading, DESK, GOOD)
    with smtp(here(offers="PLAIN"), tls) as sending, pytest.raises(SignInFailed) as two:
        enter_smtp(sending, DESK, GOOD)
    assert (one.value.code, two.value.code) == ("no_xoauth2", "no_xoauth2")


def test_nothing_secret_goes_over_a_line_without_tls() -> None:
    mail = here()
    with serving(mail.imap, reads=lambda _sock: b"nothing") as server:
        reading = IMAP4(server.host, server.port, timeout=5)
        for by in (GOOD, Password(password=PASSWORD)):
            with pytest.raises(SignInFailed) as caught:
                enter_imap(reading, DESK, by)
            assert caught.value.code == "no_tls"
        reading.shutdown()
    with (
        serving(mail.smtp, reads=lambda _sock: b"nothing") as server,
        SMTP(server.host, server.port, timeout=5) as sending,
    ):
        sending.ehlo()
        with pytest.raises(SignInFailed) as caught:
            enter_smtp(sending, DESK, Password(password=PASSWORD))
        assert caught.value.code == "no_tls"
    assert not any("AUTH" in line and "LOGOUT" not in line for line in mail.heard)


def test_a_password_opens_a_mailbox_where_one_is_still_taken(tls: Tls) -> None:
    mail = here()
    with imap(mail, tls) as reading:
        with pytest.raises(SignInFailed) as caught:
            enter_imap(reading, DESK, Password(password="wrong"))
        enter_imap(reading, DESK, Password(password=PASSWORD))
    assert (caught.value.code, mail.entered) == ("login_refused", [DESK])


def test_a_password_that_a_server_cannot_take_is_refused(tls: Tls) -> None:
    with imap(here(offers="XOAUTH2"), tls) as reading:
        for password in (PASSWORD, "ascii"):
            with pytest.raises(SignInFailed) as caught:
                enter_imap(reading, DESK, Password(password=password))
            assert caught.value.code == "login_refused"
    with smtp(here(), tls) as sending:
        for password in (PASSWORD, "wrong"):
            with pytest.raises(SignInFailed) as caught:
                enter_smtp(sending, DESK, Password(password=password))
            assert caught.value.code == "login_refused"


@pytest.mark.parametrize("broken", ["* BYE too many", "{tag} BAD what", "+ !!!", "+ A", "+ e30=", "nonsense"])
def test_whatever_an_imap_server_says_it_ends_in_a_code(tls: Tls, broken: str) -> None:
    mail = here()
    mail.broken = broken
    with imap(mail, tls) as reading:
        reading.sock.settimeout(0.5)
        with pytest.raises(SignInFailed) as caught:
            enter_imap(reading, DESK, GOOD)
        assert caught.value.code in ("login_refused", "unavailable", "not_understood")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("454 4.7.0 Temporary authentication failure", "unavailable"),
        ("421 4.3.2 closing", "unavailable"),
        ("535 no", "login_refused"),
        ("nonsense", "unavailable"),
        ("334 !!!", "unavailable"),
        ("334 A", "not_understood"),
    ],
)
def test_whatever_an_smtp_server_says_it_ends_in_a_code(tls: Tls, broken: str, code: str) -> None:
    mail = here()
    mail.broken = broken
    with smtp(mail, tls) as sending:
        sending.sock.settimeout(0.5)
        with pytest.raises(SignInFailed) as caught:
            enter_smtp(sending, DESK, GOOD)
        assert caught.value.code == code
        mail.broken = ""
